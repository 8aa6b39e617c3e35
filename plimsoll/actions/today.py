"""What people say of a day's work: what became of a thing to do, why it was begun before another, what came in between."""

from collections.abc import Collection
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import transaction

from plimsoll.actions.audit import record_event
from plimsoll.actions.authorise import check_can_note_came_up, check_can_say_today
from plimsoll.actions.cases import LONGEST_WHY, Refused, one_at_a_time_on, plain, too_long
from plimsoll.actions.priority import LONGEST_PUTTING_OFF, postpone
from plimsoll.core.access import Viewer
from plimsoll.core.calendar import LONDON, moment
from plimsoll.core.terms import Act, CameUp, DayOutcome
from plimsoll.queries.facts.caseload import holders
from plimsoll.queries.today import ToDo, get_said, get_thing
from plimsoll.records.models.today import DayEntry, Interruption

LONGEST_NEXT = 2_000
NOT_THERE = "This is not to be done any more. Look at Today again."
ANSWERS = (DayOutcome.DONE, DayOutcome.PARTLY, DayOutcome.NOT_DONE, DayOutcome.MOVED)


def say_today(
    case: UUID,
    thing: str,
    outcome: DayOutcome,
    *,
    about: Collection[UUID] = (),
    why: str = "",
    next_step: str = "",
    until: date | None = None,
    meanwhile: str = "",
    told: str = "",
    key: UUID,
    by: Viewer,
    at: datetime,
) -> UUID:
    """Says what became of something to do: done, partly done, could not be done, moved. Whoever may write on its cases;
    event DAY_SAID on each. What is moved is put off, or rearranged with safeguards, exactly as on the page of the case.

    Parameters
    ----------
    thing : its key on Today, '' for the first of the case; about : those of its cases of which it is true; none: all.
    why : of what could not be done, and what is moved; next_step : what is left, or what is done next; until : the day to
    which it is moved, or by which the next step is done; meanwhile, told : as of `postpone`. key : the id of the answer,
    made with the form: sent twice, it is kept once.

    Raises
    ------
    NotThere, NotAllowed : as `check_can_say_today`, of any of the cases. Refused : it is not to be done any more, or a field
    says nothing that must.
    """
    check_can_say_today(by, case)
    one_at_a_time_on(case, by=by)
    if DayEntry.objects.filter(org_id=by.org, answer=key, case_id=case).exists():
        return key
    worker = holders(by, moment(at), None)[case]
    found = get_thing(by, case, worker, thing, at)
    why, next_step = plain(why), plain(next_step)
    faults = _faults(outcome, why, next_step, until, at)
    cases = [one for one in (found.whom if found else ()) if not about or one.case in about]
    if found is None:
        faults["outcome"] = NOT_THERE
    elif not cases:
        faults["about"] = "Say of whom this is true."
    elif outcome is DayOutcome.MOVED and not found.may_be_moved:
        faults["outcome"] = "This cannot be moved. Say that it could not be done, why, and what is done next."
    if faults or found is None:
        raise Refused(faults)
    with transaction.atomic():  # all of it, or nothing
        for one in cases:
            check_can_say_today(by, one.case)
            duties = tuple(duty.key for duty in found.duties if duty.whom.case == one.case and duty.key)
            _keep(one.case, one.child, found, duties, outcome, why, next_step, until, worker, key, by, at)
            if outcome is not DayOutcome.MOVED or until is None:
                continue
            for duty in duties:
                postpone(
                    one.case, duty, until=until, why=why, meanwhile=meanwhile, told=told, sooner_if="", by=by, at=at
                )
    return key


def _keep(
    case: UUID,
    child: UUID | None,
    thing: ToDo,
    duties: tuple[str, ...],
    outcome: DayOutcome,
    why: str,
    next_step: str,
    until: date | None,
    worker: UUID,
    answer: UUID,
    by: Viewer,
    at: datetime,
    passed: tuple[UUID, ...] = (),
) -> None:
    """One row of an answer, and its event."""
    titles = dict.fromkeys(duty.title for duty in thing.duties if duty.whom.case == case)
    row = DayEntry.objects.create(
        org_id=by.org, answer=answer, case_id=case, worker_id=worker, day=at.astimezone(LONDON).date(), task=thing.task,
        duties=list(duties), title=", ".join(titles), outcome=outcome, why=why, next_step=next_step, until=until,
        passed=list(passed), said_at=at, said_by_id=by.worker,
    )  # fmt: skip
    record_event(
        by, Act.DAY_SAID, case_id=case, child_id=child, about_id=row.pk, why=why,
        detail={"outcome": outcome.value, "task": thing.task.value, "duties": list(duties)},
    )  # fmt: skip


def _faults(outcome: DayOutcome, why: str, next_step: str, until: date | None, at: datetime) -> dict[str, str]:
    """What is wrong with an answer, by field."""
    faults, today = {}, at.astimezone(LONDON).date()
    if outcome not in ANSWERS:
        faults["outcome"] = "Choose one of the answers."
    if outcome in (DayOutcome.NOT_DONE, DayOutcome.MOVED) and not why:
        faults["why"] = "Say why."
    if fault := too_long(why, LONGEST_WHY):
        faults["why"] = fault
    if outcome in (DayOutcome.PARTLY, DayOutcome.NOT_DONE) and not next_step:
        faults["next_step"] = "Say what is left." if outcome is DayOutcome.PARTLY else "Say what is done next."
    if fault := too_long(next_step, LONGEST_NEXT):
        faults["next_step"] = fault
    if outcome is DayOutcome.MOVED and until is None:
        faults["until"] = "Write the day to which it is moved."
    elif until is not None and (until < today or (outcome is DayOutcome.MOVED and until == today)):
        faults["until"] = "Give a day after today." if outcome is DayOutcome.MOVED else "This day is past."
    elif until is not None and until > today + timedelta(LONGEST_PUTTING_OFF):
        faults["until"] = "This is more than half a year off. Give an earlier day."
    return faults


def correct_today(
    case: UUID,
    answer: UUID,
    outcome: DayOutcome,
    *,
    why: str = "",
    next_step: str = "",
    until: date | None = None,
    key: UUID,
    by: Viewer,
    at: datetime,
) -> UUID:
    """Says something else of what was done than was said before; what was said stays on record, replaced. Whoever may write
    on the cases; event DAY_SAID on each. That something was moved is taken back where it is brought forward.

    Raises
    ------
    NotThere, NotAllowed : as `check_can_say_today`. Refused : there is no such answer that still stands, it was moved, or a
    field says nothing that must.
    """
    check_can_say_today(by, case)
    rows = DayEntry.objects.filter(org_id=by.org, answer=answer).select_related("case").order_by("case_id")
    one_at_a_time_on(case, *(row.case_id for row in rows), by=by)
    if DayEntry.objects.filter(org_id=by.org, answer=key, case_id=case).exists():
        return key
    said = get_said(by, case, answer)
    why, next_step = plain(why), plain(next_step)
    faults = _faults(outcome, why, next_step, until, at)
    if said is None or said.outcome not in ANSWERS:
        faults["outcome"] = "This was corrected already. Look at Today again."
    elif DayOutcome.MOVED in (said.outcome, outcome):
        faults["outcome"] = "What was moved is brought forward on the page of the case, under What is due."
    if faults or said is None:
        raise Refused(faults)
    with transaction.atomic():
        for row in rows:
            check_can_say_today(by, row.case_id)
            made = DayEntry.objects.create(
                org_id=by.org, answer=key, case_id=row.case_id, worker_id=row.worker_id, day=row.day, task=row.task,
                duties=row.duties, title=row.title, outcome=outcome, why=why, next_step=next_step, until=until,
                said_at=at, said_by_id=by.worker, replaces=row,
            )  # fmt: skip
            record_event(
                by, Act.DAY_SAID, case_id=row.case_id, child_id=row.case.child_id, about_id=made.pk, why=why,
                detail={"outcome": outcome.value, "corrects": str(answer)},
            )  # fmt: skip
    return key


def start_before(case: UUID, thing: str, why: str, *, key: UUID, by: Viewer, at: datetime) -> UUID:
    """Says why something is begun while other cases wait in a higher band; asked once a day for each of these. Whoever may
    write on the case; event DAY_SAID. It is kept for supervision, and moves nothing.

    Raises
    ------
    NotThere, NotAllowed : as `check_can_say_today`. Refused : no reason, or nothing waits above it.
    """
    check_can_say_today(by, case)
    one_at_a_time_on(case, by=by)
    if DayEntry.objects.filter(org_id=by.org, answer=key, case_id=case).exists():
        return key
    worker = holders(by, moment(at), None)[case]
    found = get_thing(by, case, worker, thing, at)
    why, faults = plain(why), {}
    if not why:
        faults["why"] = "Say why this comes first."
    elif fault := too_long(why, LONGEST_WHY):
        faults["why"] = fault
    if found is None or not found.passes:
        faults["why"] = "Nothing waits above this any more: begin it."
    if faults or found is None:
        raise Refused(faults)
    one = next(each for each in found.whom if each.case == case)
    duties = tuple(duty.key for duty in found.duties if duty.whom.case == case and duty.key)
    passed = tuple(each.case for each in found.passes)
    _keep(case, one.child, found, duties, DayOutcome.STARTED, why, "", None, worker, key, by, at, passed)
    return key


def note_came_up(kind: CameUp, *, by: Viewer, at: datetime) -> None:
    """Notes that something came in between on one's own day; nobody is asked why. Whoever has cases of their own to go to;
    event CAME_UP.

    Raises
    ------
    NotAllowed : as `check_can_note_came_up`.
    """
    check_can_note_came_up(by)
    row = Interruption.objects.create(org_id=by.org, worker_id=by.worker, kind=kind, at=at)
    record_event(by, Act.CAME_UP, about_id=row.pk, detail={"kind": kind.value})
