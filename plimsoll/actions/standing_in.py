"""Having somebody stand in for somebody, in one of their roles and until a day; and ending it."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from plimsoll.actions.absence import LONGEST_AWAY
from plimsoll.actions.audit import record_event
from plimsoll.actions.cases import Refused, reason
from plimsoll.core.access import HANDED_ON, NotThere, Permission, Viewer
from plimsoll.core.calendar import LONDON
from plimsoll.core.terms import Act, Role
from plimsoll.core.timescales.explain import day_words
from plimsoll.records import scopes
from plimsoll.records.models.people import Delegation, Worker


@dataclass(frozen=True)
class HandedOn:
    """Who stands in for whom, in which role, on which days (`until` is the last of them), and why."""

    giver: UUID
    taker: UUID
    role: Role
    begins: date
    until: date
    why: str


def hand_on(said: HandedOn, *, by: Viewer, at: datetime) -> UUID:
    """Has somebody stand in for whoever holds a role, wherever they hold it themselves; what they hold for others is not
    handed on. Whoever holds it, or, as they may have fallen ill, whoever manages people; event STANDING_IN_GIVEN. The id.

    Raises
    ------
    NotThere : it is another's role, and the viewer does not manage people; or there is no such person. Refused : what was
    said cannot be, all of it at once.
    """
    if said.giver != by.worker and not by.reach(Permission.MANAGE_PEOPLE):
        raise NotThere
    today = at.astimezone(LONDON).date()
    # One at a time: another may be handing on the same.
    giver = scopes.here(by.org, today).select_for_update(no_key=True).filter(pk=said.giver).first()
    if giver is None:
        raise NotThere
    if faults := _faults(said, giver, by, today):
        raise Refused(faults)
    row = Delegation.objects.create(
        org_id=by.org, giver_id=said.giver, taker_id=said.taker, role=said.role, from_date=said.begins,
        to_date=said.until + timedelta(1), why=said.why.strip(), given_at=at, given_by_id=by.worker,
    )  # fmt: skip
    record_event(
        by, Act.STANDING_IN_GIVEN, about_id=row.pk, why=said.why.strip(),
        detail={"giver": str(said.giver), "taker": str(said.taker), "role": said.role.value},
    )  # fmt: skip
    return row.pk


def end_standing_in(delegation: UUID, *, of: UUID, by: Viewer, at: datetime) -> None:
    """Ends that somebody stands in for somebody (`of`: one of the two), from this day on. Either of the two, or whoever
    manages people; event STANDING_IN_ENDED.

    Raises
    ------
    NotThere : nothing of the kind holds or is to come, for them.
    """
    today = at.astimezone(LONDON).date()
    row = Delegation.objects.select_for_update().filter(org_id=by.org, pk=delegation, to_date__gt=today).first()
    if row is None or row.ended_at is not None or of not in (row.giver_id, row.taker_id):
        raise NotThere
    if by.worker not in (row.giver_id, row.taker_id) and not by.reach(Permission.MANAGE_PEOPLE):
        raise NotThere
    row.to_date, row.ended_by_id, row.ended_at = max(row.from_date, today), by.worker, at
    row.save(update_fields=["to_date", "ended_by", "ended_at"])
    detail = {"giver": str(row.giver_id), "taker": str(row.taker_id), "role": row.role}
    record_event(by, Act.STANDING_IN_ENDED, about_id=row.pk, detail=detail)


def _faults(said: HandedOn, giver: Worker, by: Viewer, today: date) -> dict[str, str]:
    faults = reason(said.why)
    if said.role not in HANDED_ON or not scopes.holding(by.org, said.role, said.begins, [giver.pk]):
        faults["role"] = (
            f"{giver.name} does not hold this role on that day. Nobody hands on more than they hold themselves."
        )
    if said.taker == giver.pk:
        faults["taker"] = "Nobody stands in for themselves. Choose somebody else."
    elif said.taker == by.worker:
        faults["taker"] = "You cannot have yourself stand in for somebody. Ask them, or another administrator."
    elif not scopes.here(by.org, max(said.begins, today)).filter(pk=said.taker).exists():
        faults["taker"] = "Choose somebody who works here."
    if said.begins < today:
        faults["begins"] = "This day is over. Write today, or a later day."
    if said.until < said.begins:
        faults["until"] = "This is before the first day. Check both days."
    elif said.until - said.begins > LONGEST_AWAY:
        faults["until"] = "This is more than two years. Write an earlier day, and do it anew then."
    there = Delegation.objects.filter(
        org_id=by.org, giver_id=giver.pk, taker_id=said.taker, role=said.role, from_date__lte=said.until,
        to_date__gt=said.begins,
    ).first()  # fmt: skip
    if there is not None and there.to_date > there.from_date:
        last = day_words(there.to_date - timedelta(1))
        faults.setdefault("taker", f"They stand in already in this role, until {last}. End that first.")
    return faults
