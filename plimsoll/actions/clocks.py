"""Extending or stopping a clock: asking for it, deciding about it, or doing it unasked with authority."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from uuid import UUID

from plimsoll.actions.audit import record_event
from plimsoll.actions.authorise import check_can_change_clock, check_can_judge
from plimsoll.actions.cases import Refused, one_at_a_time_on, reason, too_long
from plimsoll.core.access import NotThere, Viewer
from plimsoll.core.calendar import LONDON, moment
from plimsoll.core.terms import Act, ClockChangeKind, DueState, Purpose
from plimsoll.core.timescales.explain import day_words
from plimsoll.queries.cases import get_case
from plimsoll.queries.place import Due, get_standing
from plimsoll.records.models.timescales import ClockChange

LONGEST_MEANWHILE = 2_000
FURTHEST = timedelta(366)
RUNNING = (DueState.DUE, DueState.OVERDUE, DueState.STOPPED)


@dataclass(frozen=True)
class Change:
    """What is to become of which clock. clock : as `Due.clock` names it; until : the extended day, None to stop it;
    meanwhile : what keeps the child safe, of what is to see or protect a child always."""

    clock: str
    kind: ClockChangeKind
    until: date | None
    meanwhile: str
    why: str


def ask_for_clock(case: UUID, change: Change, *, by: Viewer, at: datetime) -> UUID:
    """Asks that a clock is extended or stopped; nothing moves until somebody with authority agrees. Whoever may write on the
    case; event CLOCK_ASKED.

    Raises
    ------
    NotThere, NotAllowed : as `check_can_judge`. Refused : no such clock runs, a day that cannot be, no reason, or one waits.
    """
    found = check_can_judge(by, case)
    one_at_a_time_on(case, by=by)
    due = _running(case, change, by, at)
    waiting = ClockChange.objects.filter(org_id=by.org, case_id=case, duty=due.key, started_on=due.started)
    if waiting.filter(decided_at__isnull=True).exists():
        raise Refused({"clock": "Somebody has asked for this clock already. It waits for a supervisor."})
    row = _keep(case, change, due, by, asked_at=at, asked_by_id=by.worker, asked_why=change.why.strip())
    record_event(
        by, Act.CLOCK_ASKED, case_id=case, child_id=found.child_id, about_id=row.pk, why=change.why.strip(),
        detail=_detail(row),
    )  # fmt: skip
    return row.pk


def change_clock(case: UUID, change: Change, *, by: Viewer, at: datetime) -> UUID:
    """Extends or stops a clock unasked. Whoever may countersign on a case that they do not hold themselves; event
    CLOCK_CHANGED.

    Raises
    ------
    NotThere, NotAllowed : as `check_can_change_clock`. Refused : no such clock runs, a day that cannot be, or no reason.
    """
    found = check_can_change_clock(by, case)
    one_at_a_time_on(case, by=by)
    due = _running(case, change, by, at)
    row = _keep(
        case, change, due, by, decided_at=at, decided_by_id=by.worker, decided_why=change.why.strip(), agreed=True
    )
    record_event(
        by, Act.CLOCK_CHANGED, case_id=case, child_id=found.child_id, about_id=row.pk, why=change.why.strip(),
        detail=_detail(row),
    )  # fmt: skip
    return row.pk


def decide_clock(row: UUID, why: str, *, agree: bool, by: Viewer, at: datetime) -> None:
    """Agrees that a clock is extended or stopped, or does not. Whoever may countersign, who neither asked for it nor holds
    the case; event CLOCK_CHANGED or CLOCK_REFUSED.

    Raises
    ------
    NotThere, NotAllowed : as `check_can_change_clock`. Refused : no reason, or it was decided already.
    """
    asked = ClockChange.objects.select_for_update().filter(org_id=by.org, pk=row).first()
    if asked is None:
        raise NotThere
    case = check_can_change_clock(by, asked.case_id, asked_by=asked.asked_by_id)
    faults = reason(why)
    if asked.decided_at is not None:
        faults["clock"] = "This was decided already."
    if faults:
        raise Refused(faults)
    asked.decided_at, asked.decided_by_id, asked.decided_why, asked.agreed = at, by.worker, why.strip(), agree
    asked.save(update_fields=["decided_at", "decided_by_id", "decided_why", "agreed"])
    act = Act.CLOCK_CHANGED if agree else Act.CLOCK_REFUSED
    record_event(by, act, case_id=case.pk, child_id=case.child_id, about_id=row, why=why.strip(), detail=_detail(asked))


def _running(case: UUID, change: Change, by: Viewer, at: datetime) -> Due:
    """What is due on the case by that very clock.

    Raises
    ------
    Refused : there is no such, or what is to become of it cannot be; every fault at its field.
    """
    standing = get_standing(by, get_case(by, case), moment(at))
    running = [one for one in standing.due if one.state in RUNNING and not one.by_hand and one.on] if standing else []
    due = next((one for one in running if one.clock == change.clock), None)
    faults = reason(change.why)
    if due is None:
        raise Refused(faults | {"clock": "This clock does not run any more. Look at the case again."})
    today = at.astimezone(LONDON).date()
    by_rule = due.by_rule_on or due.on
    if change.kind is ClockChangeKind.EXTENDED:
        if change.until is None:
            faults["until"] = "Write the day until which it is extended."
        elif change.until <= today or (by_rule and change.until <= by_rule):
            latest = max(filter(None, (today, by_rule)))
            faults["until"] = f"Give a day after {day_words(latest)}."
        elif change.until > today + FURTHEST:
            faults["until"] = "This is more than a year off. Give an earlier day."
    elif change.until is not None:
        faults["until"] = "A clock that is stopped has no other day. Leave this empty."
    if due.purpose in (Purpose.SEE, Purpose.PROTECT) and not change.meanwhile.strip():
        faults["meanwhile"] = "Say what keeps the child safe until then."
    if fault := too_long(change.meanwhile, LONGEST_MEANWHILE):
        faults["meanwhile"] = fault
    if faults:
        raise Refused(faults)
    return due


def _keep(case: UUID, change: Change, due: Due, by: Viewer, **more: object) -> ClockChange:
    by_rule = due.by_rule_on or due.on
    assert by_rule is not None
    return ClockChange.objects.create(
        org_id=by.org, case_id=case, duty=due.key, title=due.title, started_on=due.started,
        due_at=datetime.combine(by_rule, time(), LONDON), kind=change.kind, until=change.until,
        meanwhile=change.meanwhile.strip(), **more,
    )  # fmt: skip


def _detail(row: ClockChange) -> dict[str, object]:
    until = row.until.isoformat() if row.until else None
    return {"duty": row.duty, "started": str(row.started_on), "kind": str(row.kind), "until": until}
