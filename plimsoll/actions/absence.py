"""Noting that somebody of a team is away, and who covers; and that they are here again."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from plimsoll.actions.audit import record_event
from plimsoll.actions.authorise import check_can_note_absence
from plimsoll.actions.cases import Refused
from plimsoll.core.access import NotThere, Permission, Viewer
from plimsoll.core.calendar import LONDON
from plimsoll.core.terms import AbsenceKind, Act, Role
from plimsoll.core.timescales.explain import day_words
from plimsoll.records import scopes
from plimsoll.records.models.people import Absence, Delegation, Worker

LONGEST_AWAY = timedelta(2 * 366)
COVERS = "Covers while they are away"


@dataclass(frozen=True)
class Away:
    """That somebody is away. until : the moment at which they are here again; cover : who stands in on all cases that they
    hold as a practitioner, None for nobody."""

    worker: UUID
    kind: AbsenceKind
    begins_at: datetime
    until: datetime
    cover: UUID | None = None


def note_absence(team: UUID, away: Away, *, by: Viewer, at: datetime) -> UUID:
    """Notes that somebody of a team is away, and who covers. Cases that nobody covers show as uncovered from the moment at
    which it begins. Whoever gives the team's cases to workers; event ABSENCE_NOTED. The id.

    Raises
    ------
    NotThere : no such team is there for the viewer, or nobody of it is who is said. NotAllowed : as
    `check_can_note_absence`. Refused : it ends before it begins, is noted already, or nobody can cover so.
    """
    check_can_note_absence(by, team)
    today = at.astimezone(LONDON).date()
    if not scopes.members(by.org, today).filter(team_id=team, worker_id=away.worker).exists():
        raise NotThere
    # One at a time: another may be noting the same.
    Worker.objects.select_for_update(no_key=True).get(org_id=by.org, pk=away.worker)
    faults = _faults(away, by, at)
    if faults:
        raise Refused(faults)
    row = Absence.objects.create(
        org_id=by.org, worker_id=away.worker, kind=away.kind, begins_at=away.begins_at, ends_at=away.until,
        recorded_by_id=by.worker, recorded_at=at,
    )  # fmt: skip
    if away.cover is not None:
        begins, ends = _days(away, today)
        Delegation.objects.create(
            org_id=by.org, giver_id=away.worker, taker_id=away.cover, role=Role.PRACTITIONER, from_date=begins,
            to_date=ends, why=COVERS, given_at=at, given_by_id=by.worker,
        )  # fmt: skip
    detail = {"worker": str(away.worker), "cover": str(away.cover or "")}
    record_event(by, Act.ABSENCE_NOTED, about_id=row.pk, detail=detail)
    return row.pk


def end_absence(team: UUID, absence: UUID, *, by: Viewer, at: datetime) -> None:
    """Ends that somebody of a team is away: they are here from now on. One that has not begun never holds. Whoever stands in
    by it stands in until the end of the day. Whoever gives the team's cases to workers; event ABSENCE_ENDED.

    Raises
    ------
    NotThere : no such absence runs or is to come. NotAllowed : as `check_can_note_absence`.
    """
    check_can_note_absence(by, team)
    today = at.astimezone(LONDON).date()
    members = scopes.members(by.org, today).filter(team_id=team).values("worker_id")
    rows = Absence.objects.select_for_update().filter(
        org_id=by.org, pk=absence, worker_id__in=members, cancelled_at__isnull=True, ends_at__gt=at
    )
    row = rows.first()
    if row is None:
        raise NotThere
    if row.begins_at >= at:
        row.cancelled_at = at
        row.save(update_fields=["cancelled_at"])
    else:
        row.ends_at = at
        row.save(update_fields=["ends_at"])
    made = Delegation.objects.filter(
        org_id=by.org,
        giver_id=row.worker_id,
        given_at=row.recorded_at,
        ended_at__isnull=True,
        to_date__gt=today + timedelta(1),
    )
    for one in made:
        one.to_date = one.from_date if one.from_date > today else today + timedelta(1)  # not begun: it never holds
        one.ended_by_id, one.ended_at = by.worker, at
        one.save(update_fields=["to_date", "ended_by", "ended_at"])
    record_event(by, Act.ABSENCE_ENDED, about_id=row.pk, detail={"worker": str(row.worker_id)})


def _days(away: Away, today: date) -> tuple[date, date]:
    """The first day of it on which somebody can still stand in, and the first day after."""
    last = (away.until.astimezone(LONDON) - timedelta(minutes=1)).date()
    return max(away.begins_at.astimezone(LONDON).date(), today), last + timedelta(1)


def _faults(away: Away, by: Viewer, at: datetime) -> dict[str, str]:
    faults, today = {}, at.astimezone(LONDON).date()
    if away.until <= away.begins_at:
        faults["until"] = "This is not after it begins. Check both days."
    elif away.until <= at:
        faults["until"] = "This is over already. Nothing has to be covered any more."
    elif away.until - away.begins_at > LONGEST_AWAY:
        faults["until"] = "This is more than two years. Give an earlier day, and note it anew then."
    else:
        there = Absence.objects.filter(
            org_id=by.org, worker_id=away.worker, cancelled_at__isnull=True, begins_at__lt=away.until,
            ends_at__gt=away.begins_at,
        ).first()  # fmt: skip
        if there is not None:
            whole = (there.begins_at, there.ends_at - timedelta(minutes=1))
            first, last = (moment.astimezone(LONDON).date() for moment in whole)
            faults["worker"] = (
                f"They are noted as away from {day_words(first)} to {day_words(last)} already. End that first."
            )
    if away.cover == away.worker:
        faults["cover"] = "Nobody covers for themselves. Choose somebody else."
    elif away.cover is not None:
        able = scopes.able(by.org, Permission.WRITE_RECORD, today)
        if not able.filter(pk=away.cover).exists():
            faults["cover"] = "Choose somebody who works here, and whose role is to write on cases."
        elif not scopes.holding(by.org, Role.PRACTITIONER, _days(away, today)[0], [away.worker]):
            faults["cover"] = (
                "They are no practitioner then, so nobody can stand in for them. Leave this empty, and give their cases to "
                "somebody else."
            )
    return faults
