"""Naming somebody new on a restricted case that nobody sees any more: one person asks, a second agrees, and neither of them
learns whom it is about."""

from datetime import datetime, timedelta
from uuid import UUID

from plimsoll.actions.audit import record_event
from plimsoll.actions.authorise import check_can_ask_naming, check_can_decide_naming
from plimsoll.actions.cases import Refused, reason
from plimsoll.core.access import NotThere, Permission, Viewer
from plimsoll.core.calendar import LONDON
from plimsoll.core.terms import Act
from plimsoll.queries.naming import get_naming_asked, get_out_of_reach
from plimsoll.records import scopes
from plimsoll.records.models.naming import NamingAsk

LAPSES_AFTER = timedelta(days=14)  # so that nobody is named by what was true long ago


def ask_naming(restriction: UUID, worker: UUID | None, why: str, *, by: Viewer, at: datetime) -> UUID:
    """Asks that somebody is named on a restricted case that nobody sees any more; nothing changes until a second person
    agrees, and after fourteen days it has to be asked anew. Whoever keeps people; event NAMING_ASKED, which names no case.

    Raises
    ------
    NotAllowed : as `check_can_ask_naming`. NotThere : no such case. Refused : no reason, nobody who could lift the
    restriction again, or somebody is asked for already.
    """
    check_can_ask_naming(by)
    found = get_out_of_reach(by, restriction, at.astimezone(LONDON).date())
    faults = reason(why)
    able = scopes.able(by.org, Permission.RESTRICT, at.astimezone(LONDON).date()).exclude(pk=by.worker)
    if worker is None or not able.filter(pk=worker).exists():
        faults["worker"] = (
            "Choose somebody else than yourself who works here and could lift the restriction: a supervisor, a service "
            "manager or the safeguarding lead."
        )
    if (waiting := found.waiting(at)) is not None:
        faults["worker"] = f"{waiting.named} is asked for already. Wait until that is decided, or until it lapses."
    if faults:
        raise Refused(faults)
    for late in NamingAsk.objects.select_for_update().filter(
        org_id=by.org, restriction_id=restriction, decided_at__isnull=True, lapsed_at__isnull=True
    ):
        late.lapsed_at = at
        late.save(update_fields=["lapsed_at"])
        record_event(by, Act.NAMING_LAPSED, about_id=late.pk)
    row = NamingAsk.objects.create(
        org_id=by.org, restriction_id=restriction, worker_id=worker, why=why.strip(), asked_at=at, asked_by_id=by.worker,
        lapses_at=at + LAPSES_AFTER,
    )  # fmt: skip
    record_event(by, Act.NAMING_ASKED, about_id=row.pk, why=why.strip(), detail={"worker": str(worker)})
    return row.pk


def decide_naming(asked: UUID, why: str, *, agree: bool, by: Viewer, at: datetime) -> None:
    """Agrees that somebody is named on a restricted case that nobody sees, or does not. Agreed, they are named at once, and
    are told. A service manager or whoever keeps people, but neither who asked nor who is to be named; event NAMING_AGREED or
    NAMING_REFUSED, which name no case, and PERSON_NAMED on the case itself.

    Raises
    ------
    NotThere : it does not wait for them: it is decided, has lapsed, or somebody sees the case again. NotAllowed : as
    `check_can_decide_naming`. Refused : no reason, or who is to be named can lift it no longer.
    """
    found = get_naming_asked(by, asked, at)
    check_can_decide_naming(by, asked_by=found.asked_by_id, named=found.named_id)
    row = NamingAsk.objects.select_for_update().get(org_id=by.org, pk=asked)
    if row.decided_at is not None:
        raise NotThere
    today = at.astimezone(LONDON).date()
    faults = reason(why)
    if agree and not scopes.able(by.org, Permission.RESTRICT, today).filter(pk=found.named_id).exists():
        faults["why"] = f"{found.named} has no role any more by which they could lift the restriction. Do not agree."
    if faults:
        raise Refused(faults)
    row.decided_at, row.decided_by_id, row.decided_why, row.agreed = at, by.worker, why.strip(), agree
    row.save(update_fields=["decided_at", "decided_by_id", "decided_why", "agreed"])
    act = Act.NAMING_AGREED if agree else Act.NAMING_REFUSED
    record_event(by, act, about_id=asked, why=why.strip(), detail={"worker": str(found.named_id)})
    if agree and not scopes.name_again(asked, today):
        raise NotThere  # somebody sees it again since: the whole transaction is undone
