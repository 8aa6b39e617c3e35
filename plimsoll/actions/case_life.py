"""Steps in the life of a case: up and down between kinds of work, to its end, and open again; saying so, and agreeing."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from uuid import UUID

from django.db import transaction

from plimsoll.actions.audit import record_event
from plimsoll.actions.authorise import (
    can_step,
    check_can_ask_step,
    check_can_close,
    check_can_decide_step,
    check_can_judge,
    check_can_reopen,
    check_can_step,
)
from plimsoll.actions.cases import (
    LONGEST_WHY,
    Refused,
    allocate_case,
    close_case,
    closing_faults,
    one_at_a_time_on,
    reason,
    too_long,
)
from plimsoll.actions.workload import weigh
from plimsoll.core.access import NotAllowed, NotThere, Permission, Viewer
from plimsoll.core.calendar import LONDON
from plimsoll.core.case_life import STARTS, LifeRules, events_of_step, in_order, words
from plimsoll.core.terms import Act, Authority, CaseType, EventKind, LifeKind, LifeReason
from plimsoll.core.timescales.explain import day_words
from plimsoll.queries.case_life import get_life_rules, kinds_of
from plimsoll.queries.cases import get_case
from plimsoll.queries.left_open import Open, list_left_open
from plimsoll.queries.transfers import list_transfers
from plimsoll.records.models.cases import Allocation, Case, Event
from plimsoll.records.models.life import LifeStep

STEP_REASONS = (
    LifeReason.NEEDS_GREW,
    LifeReason.NEEDS_LESSENED,
    LifeReason.ASSESSMENT_SHOWED,
    LifeReason.MEETING_DECIDED,
    LifeReason.COURT_DECIDED,
    LifeReason.FAMILY_ASKED,
    LifeReason.FAMILY_DECLINED,
    LifeReason.AGE_REACHED,
    LifeReason.OTHER,
)
WAITS = "Something about the life of this case waits for agreement already. It has to be decided first."
OFFERED = "This case is offered to another team. Take that back first, or wait for their answer."


@dataclass(frozen=True)
class Step:
    """What a case is to be from a day on. seen : its kinds of work as whoever says it had them before their eyes, None:
    nobody asked."""

    kinds: tuple[CaseType, ...]
    on: date | None
    because: LifeReason
    why: str
    seen: tuple[CaseType, ...] | None = None


def ask_for_step(case: UUID, said: Step, *, by: Viewer, at: datetime) -> UUID:
    """Asks that a case steps up or down; where nobody else has to agree, it does. Whoever may write on it; event STEP_ASKED,
    or CASE_STEPPED.

    Raises
    ------
    NotThere, NotAllowed : as `check_can_ask_step`. Refused : no such step, a day that cannot be, no reason, or one waits.
    """
    one_at_a_time_on(case, by=by)
    found = check_can_ask_step(by, case)
    row = _said(found, said, by, at)
    if row.needs == Authority.WORKER:
        _step(found, row, by, at)
    else:
        _asked(found, row, by)
    return row.pk


def step_case(case: UUID, said: Step, *, by: Viewer, at: datetime) -> UUID:
    """Steps a case up or down unasked; what needs a service manager waits for one, where somebody else says it. Whoever may
    countersign on a case that they do not hold; event CASE_STEPPED, or STEP_ASKED.

    Raises
    ------
    NotThere, NotAllowed : as `check_can_step`. Refused : as `ask_for_step`.
    """
    one_at_a_time_on(case, by=by)
    found = check_can_step(by, case)
    row = _said(found, said, by, at)
    if has_authority(by, Authority(row.needs)):
        _step(found, row, by, at)
    else:
        _asked(found, row, by)
    return row.pk


def decide_step(row: UUID, why: str, *, agree: bool, by: Viewer, at: datetime) -> None:
    """Agrees to what waits about the life of a case, which then takes effect, or does not agree. Whoever may countersign,
    who neither said it nor holds the case; where a service manager has to agree, one; event CASE_STEPPED or STEP_REFUSED.

    Raises
    ------
    NotThere, NotAllowed : as `check_can_decide_step`. Refused : no reason, it was decided already, or cannot be any more.
    """
    asked = LifeStep.objects.select_for_update().filter(org_id=by.org, pk=row).first()
    if asked is None:
        raise NotThere
    one_at_a_time_on(asked.case_id, by=by)
    case = check_can_decide_step(by, asked.case_id, asked_by=asked.said_by_id, needs=Authority(asked.needs))
    faults = reason(why)
    if asked.decided_at is not None or asked.done_at is not None:
        faults["step"] = "This was decided already."
    elif agree and (says := _changed_since(asked, case, by, at)):
        faults["step"] = says
    if faults:
        raise Refused(faults)
    asked.decided_at, asked.decided_by_id, asked.decided_why, asked.agreed = at, by.worker, why.strip(), agree
    asked.save(update_fields=["decided_at", "decided_by_id", "decided_why", "agreed"])
    if agree:
        (_end if asked.kind == LifeKind.CLOSE else _step)(case, asked, by, at)
        return
    record_event(
        by, Act.STEP_REFUSED, case_id=case.pk, child_id=case.child_id, about_id=row, why=why.strip(),
        detail=_detail(asked),
    )  # fmt: skip


def _changed_since(asked: LifeStep, case: Case, by: Viewer, at: datetime) -> str:
    """Why what was asked cannot take effect any more; '' where it can."""
    if [kind.value for kind in kinds_of(case)] != asked.from_types:
        return "The case is of another kind by now than when this was asked. Do not agree, and ask anew."
    if asked.kind != LifeKind.CLOSE:
        return ""
    says = [one.says for one in list_left_open(by, get_case(by, case.pk), at) if one.blocks]
    says += closing_faults(case, _holds(case), _moment_of_end(asked.effective_on, at), at).values()
    says += [OFFERED] if _is_offered(by, case.pk) else []
    return " ".join([*says, "So it cannot be closed as it was asked."]) if says else ""


def has_authority(by: Viewer, needs: Authority) -> bool:
    """Whether somebody who may countersign on a case has what a step needs."""
    return needs is not Authority.SERVICE_MANAGER or by.reach(Permission.COUNTERSIGN).everything


def _waits(by: Viewer, case: UUID) -> bool:
    """Whether a step of a case waits for agreement."""
    return LifeStep.objects.filter(org_id=by.org, case_id=case, decided_at__isnull=True, done_at__isnull=True).exists()


def _is_offered(by: Viewer, case: UUID) -> bool:
    """Whether a case is offered to another team."""
    return any(one.waits for one in list_transfers(by, case))


def check_step(case: UUID, said: Step, *, by: Viewer, at: datetime) -> None:
    """Whether a step could be taken, before anybody takes it; nothing is written. Whoever may write on the case, or step it.

    Raises
    ------
    NotThere, NotAllowed, Refused : as `ask_for_step`.
    """
    if not can_step(by, case):
        check_can_ask_step(by, case)
    if faults := _faults(Case.objects.get(org_id=by.org, pk=case), said, by, at):
        raise Refused(faults)


def _said(found: Case, said: Step, by: Viewer, at: datetime) -> LifeStep:
    """The row of a step that can be taken.

    Raises
    ------
    Refused : it cannot; every fault at its field.
    """
    if faults := _faults(found, said, by, at):
        raise Refused(faults)
    assert said.on is not None, "without a day it was refused"
    rules = get_life_rules(by, at.astimezone(LONDON).date())
    before, after = kinds_of(found), in_order(said.kinds)
    return LifeStep.objects.create(
        org_id=by.org, case=found, kind=LifeKind.STEP, from_types=[kind.value for kind in before],
        to_types=[kind.value for kind in after], effective_on=said.on, because=said.because, why=said.why.strip(),
        needs=rules.needs(before, after), said_at=at, said_by_id=by.worker,
    )  # fmt: skip


def _faults(found: Case, said: Step, by: Viewer, at: datetime) -> dict[str, str]:
    today = at.astimezone(LONDON).date()
    rules = get_life_rules(by, today)
    before, after = kinds_of(found), in_order(said.kinds)
    faults = reason(said.why)
    if not after:
        faults["kinds"] = "Choose what the case is from then on."
    elif not set(after) <= set(rules.kinds):
        faults["kinds"] = "Choose from those that are there. A referral is decided at the front door."
    elif after == before:
        faults["kinds"] = f"This is what the case is already: {words(before)}. Choose something else."
    elif said.seen is not None and in_order(said.seen) != before:
        faults["kinds"] = f"Somebody changed this meanwhile: the case is {words(before)} now. Look at it again."
    if said.because not in STEP_REASONS:
        faults["because"] = "Choose the reason."
    faults |= _day_faults(found, said.on, today)
    if _waits(by, found.pk):
        faults["step"] = WAITS
    return faults


def _day_faults(found: Case, on: date | None, today: date) -> dict[str, str]:
    """What is wrong with the day from which a step of an open case is true."""
    if on is None:
        return {"on": "Write the day from which this is true."}
    opened = found.opened_at.astimezone(LONDON).date()
    done = LifeStep.objects.filter(org_id=found.org_id, case_id=found.pk, done_at__isnull=False)
    last = max(done.values_list("effective_on", flat=True), default=None)
    if on > today:
        return {"on": "This lies ahead. Write it down on the day on which it is true."}
    if on < opened and not found.opened_unrecorded:
        return {"on": f"This is before the case was opened, on {day_words(opened)}. Check the day."}
    if last is not None and on < last:
        return {"on": f"The case took its last step on {day_words(last)}. Give that day or a later one."}
    return {}


def _asked(found: Case, row: LifeStep, by: Viewer) -> None:
    record_event(
        by, Act.STEP_ASKED, case_id=found.pk, child_id=found.child_id, about_id=row.pk, why=row.why, detail=_detail(row)
    )


def _step(found: Case, row: LifeStep, by: Viewer, at: datetime) -> None:
    """The case is of its new kinds: from now on here, and to the clocks from the day on which it is true."""
    before, after = tuple(map(CaseType, row.from_types)), tuple(map(CaseType, row.to_types))
    found.case_type, found.also = after[0], [kind.value for kind in after[1:]]
    found.save(update_fields=["case_type", "also"])
    row.done_at = at
    row.save(update_fields=["done_at"])
    note = f"{words(before)} before, {words(after)} from then on: {row.why}"
    tell(found, EventKind.CASE_STEPPED, row.effective_on, f"{note[:1].upper()}{note[1:]}", by, at)
    for kind in events_of_step(before, after):
        tell(found, kind, row.effective_on, "", by, at)
    weigh(by.org, [found.pk], at)
    record_event(
        by, Act.CASE_STEPPED, case_id=found.pk, child_id=found.child_id, about_id=row.pk, why=row.why,
        detail=_detail(row),
    )  # fmt: skip


def tell(found: Case, kind: EventKind, on: date, note: str, by: Viewer, at: datetime) -> None:
    """An event of a case that is true from a day: of today from now, as the day alone is known of another."""
    now = on == at.astimezone(LONDON).date()
    Event.objects.create(
        org_id=by.org, case_id=found.pk, kind=kind, happened_at=at if now else datetime.combine(on, time(), LONDON),
        time_known=now, recorded_at=at, recorded_by_id=by.worker, note=note,
    )  # fmt: skip


def _detail(row: LifeStep) -> dict[str, object]:
    return {
        "kind": str(row.kind),
        "from": list(row.from_types),
        "to": list(row.to_types),
        "on": row.effective_on.isoformat(),
        "because": str(row.because),
        "needs": str(row.needs),
    }


# ---- its end, and open again ----------------------------------------------------------------------------------------------

CLOSE_REASONS = (
    LifeReason.OUTCOMES_REACHED,
    LifeReason.NEEDS_LESSENED,
    LifeReason.OTHER_SERVICE,
    LifeReason.MOVED_AWAY,
    LifeReason.FAMILY_DECLINED,
    LifeReason.COURT_DECIDED,
    LifeReason.AGE_REACHED,
    LifeReason.DIED,
    LifeReason.OTHER,
)
REOPEN_REASONS = (
    LifeReason.NEW_WORRY,
    LifeReason.CAME_BACK,
    LifeReason.COURT_DECIDED,
    LifeReason.CLOSED_WRONGLY,
    LifeReason.OTHER,
)


@dataclass(frozen=True)
class Ending:
    """That a case ends. answers : what becomes of each thing that is left open, by what it is."""

    on: date | None
    because: LifeReason
    why: str
    answers: Mapping[Open, str]


@dataclass(frozen=True)
class Reopening:
    """That a case is opened again, as which kinds of work; worker : who is to hold it, None for the unallocated queue."""

    kinds: tuple[CaseType, ...]
    on: date | None
    because: LifeReason
    why: str
    worker: UUID | None


def ask_to_end(case: UUID, said: Ending, *, by: Viewer, at: datetime) -> UUID:
    """Asks that a case is closed. Whoever may write on it; event STEP_ASKED.

    Raises
    ------
    NotThere, NotAllowed : as `check_can_judge`. Refused : what is left open blocks it or is not answered, no reason, a day
    that cannot be, or something waits.
    """
    one_at_a_time_on(case, by=by)
    found = check_can_judge(by, case)
    row = _ending(found, said, by, at)
    _asked(found, row, by)
    return row.pk


def end_case(case: UUID, said: Ending, *, by: Viewer, at: datetime) -> UUID:
    """Closes a case; what needs a service manager waits for one, where somebody else says it. Whoever may close it; event
    CASE_CLOSED, or STEP_ASKED.

    Raises
    ------
    NotThere, NotAllowed : as `check_can_close`. Refused : as `ask_to_end`.
    """
    one_at_a_time_on(case, by=by)
    found = check_can_close(by, case)
    row = _ending(found, said, by, at)
    if has_authority(by, Authority(row.needs)):
        _end(found, row, by, at)
    else:
        _asked(found, row, by)
    return row.pk


def reopen_case(case: UUID, said: Reopening, *, by: Viewer, at: datetime) -> UUID:
    """Opens a closed case again: its history stays, its clocks run from the day that is said, and somebody holds it or it
    stands in the unallocated queue. Whoever may close it; events CASE_REOPENED, and CASE_ALLOCATED where
    somebody is to hold it.

    Raises
    ------
    NotThere, NotAllowed : as `check_can_reopen`. Refused : no such kind, a day that cannot be, no reason, or its team is
    closed and nobody is to hold it.
    """
    one_at_a_time_on(case, by=by)
    found = check_can_reopen(by, case)
    today = at.astimezone(LONDON).date()
    rules = get_life_rules(by, today)
    if not has_authority(by, rules.reopen):
        raise NotAllowed("A service manager has to open a case again here.")
    kinds, faults = in_order(said.kinds), _reopening_faults(found, said, rules, today)
    if faults:
        raise Refused(faults)
    with transaction.atomic():  # opened again and given to whoever is to hold it, or neither
        row = _opened_again(found, said, kinds, rules.reopen, by, at)
        if said.worker is not None:
            allocate_case(case, worker=said.worker, why="opened again", by=by, at=at)
    return row.pk


def _opened_again(
    found: Case, said: Reopening, kinds: tuple[CaseType, ...], needs: Authority, by: Viewer, at: datetime
) -> LifeStep:
    """The case is open again, and of some kinds."""
    assert said.on is not None, "without a day it was refused"
    row = LifeStep.objects.create(
        org_id=by.org, case=found, kind=LifeKind.REOPEN, from_types=[kind.value for kind in kinds_of(found)],
        to_types=[kind.value for kind in kinds], effective_on=said.on, because=said.because, why=said.why.strip(),
        needs=needs, worker_id=said.worker, said_at=at, said_by_id=by.worker, done_at=at,
    )  # fmt: skip
    found.closed_at = found.closed_by_id = found.closed_why = None
    found.case_type, found.also = kinds[0], [kind.value for kind in kinds[1:]]
    found.save(update_fields=["closed_at", "closed_by_id", "closed_why", "case_type", "also"])
    tell(found, EventKind.CASE_REOPENED, said.on, f"As {words(kinds)}: {said.why.strip()}", by, at)
    for kind in dict.fromkeys(STARTS[kind] for kind in kinds):
        tell(found, kind, said.on, "", by, at)
    weigh(by.org, [found.pk], at)
    record_event(
        by, Act.CASE_REOPENED, case_id=found.pk, child_id=found.child_id, about_id=row.pk, why=row.why,
        detail=_detail(row),
    )  # fmt: skip
    return row


def _reopening_faults(found: Case, said: Reopening, rules: LifeRules, today: date) -> dict[str, str]:
    faults = reason(said.why)
    if not said.kinds or not set(said.kinds) <= set(rules.kinds):
        faults["kinds"] = "Choose what the case is from then on. What is only a referral is taken in at the front door."
    if said.because not in REOPEN_REASONS:
        faults["because"] = "Choose the reason."
    closed = found.closed_at.astimezone(LONDON).date() if found.closed_at else today
    if said.on is None:
        faults["on"] = "Write the day from which it is open again."
    elif not closed <= said.on <= today:
        faults["on"] = f"Give a day from {day_words(closed)}, when it was closed, until today."
    if said.worker is None and found.team.closed_on is not None and found.team.closed_on <= today:
        faults["worker"] = "Its team is closed, so it would be in nobody's queue. Choose who is to hold it."
    return faults


def _ending(found: Case, said: Ending, by: Viewer, at: datetime) -> LifeStep:
    """The row of an end that can be.

    Raises
    ------
    Refused : it cannot be; every fault at its field, that of something left open at `answer-` and what it is.
    """
    today = at.astimezone(LONDON).date()
    left = list_left_open(by, get_case(by, found.pk), at)
    faults = reason(said.why)
    if said.because not in CLOSE_REASONS:
        faults["because"] = "Choose the reason."
    if said.on is None:
        faults["closed"] = "Write the day on which the work ended."
    else:
        faults |= closing_faults(found, _holds(found), _moment_of_end(said.on, at), at)
    for one in left:
        words_said = said.answers.get(one.what, "").strip()
        if one.blocks:
            faults[f"block-{one.what}"] = f"{one.says} This has to be settled before the case can be closed."
        elif not words_said:
            faults[f"answer-{one.what}"] = f"{one.says} Say what becomes of it."
        elif fault := too_long(words_said, LONGEST_WHY):
            faults[f"answer-{one.what}"] = fault
    if _waits(by, found.pk):
        faults["step"] = WAITS
    elif _is_offered(by, found.pk):
        faults["step"] = OFFERED
    if faults:
        raise Refused(faults)
    assert said.on is not None, "without a day it was refused"
    return LifeStep.objects.create(
        org_id=by.org, case=found, kind=LifeKind.CLOSE, from_types=[kind.value for kind in kinds_of(found)], to_types=[],
        effective_on=said.on, because=said.because, why=said.why.strip(),
        answers=[[one.says, said.answers[one.what].strip(), [str(key) for key in one.cases]] for one in left],
        needs=get_life_rules(by, today).close, said_at=at, said_by_id=by.worker,
    )  # fmt: skip


def _end(found: Case, row: LifeStep, by: Viewer, at: datetime) -> None:
    """The case is closed, from the day on which the work ended."""
    row.done_at = at
    row.save(update_fields=["done_at"])
    because = LifeReason(row.because).label
    tell(found, EventKind.CASE_CLOSED, row.effective_on, f"{because[:1].upper()}{because[1:]}: {row.why}", by, at)
    close_case(found.pk, row.why, by=by, at=at, closed_at=_moment_of_end(row.effective_on, at))


def _moment_of_end(on: date, at: datetime) -> datetime:
    """Of today now, of an earlier day its end."""
    day = datetime.combine(on + timedelta(1), time(), LONDON) - timedelta(microseconds=1)
    return at if on == at.astimezone(LONDON).date() else day


def _holds(found: Case) -> Allocation | None:
    spells = Allocation.objects.filter(org_id=found.org_id, case_id=found.pk, to_at__isnull=True)
    return spells.select_related("worker").first()
