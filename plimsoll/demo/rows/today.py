"""What people of the town said of their work on the working day before: a visit on which nobody opened, one that is partly
done, something that came first and why, and what came in between."""

from datetime import date, timedelta
from uuid import UUID

from plimsoll.core.terms import CameUp, CaseType, DayOutcome, Task
from plimsoll.demo.draws import Draws
from plimsoll.demo.involvements import Involvement
from plimsoll.demo.rows.making import Making, at
from plimsoll.demo.service import Person
from plimsoll.records.models.today import DayEntry, Interruption

SHARE = 0.5  # of those who hold cases: they said something
VISITS = {
    CaseType.CHILD_PROTECTION: ("cp_visit_10wd", "child protection visit"),
    CaseType.CHILD_IN_NEED: ("cin_visit_20wd", "child in need visit"),
}
NOT_DONE = (
    ("Nobody opened; a light was on upstairs.", "Ring the school before nine, and try again on the way home."),
    ("The mother rang: all three have a cold.", "Ring on Wednesday, and agree a day."),
    ("Called to court at short notice.", "First thing in the morning."),
)
LEFT = ("The section on the child's own wishes.", "The bedroom was not seen.", "The father's side, once he rings back.")
FIRST = ("They asked for this hour, as the grandmother is there.", "On the way to court, so that it costs no journey.")


def add_days(making: Making, *seed: int) -> None:
    """A few answers of the working day before, and what came in. Their draws are their own: they move no other row."""
    draws, day = Draws(*seed, 26), making.as_at - timedelta(1)
    while day.weekday() > 4:
        day -= timedelta(1)
    held: dict[Person, list[Involvement]] = {}
    for case in making.book.open_cases():
        if case.holder and case.opened < day and case.case_type in VISITS:
            held.setdefault(case.holder, []).append(case)
    for person, cases in held.items():
        if not draws.chance(SHARE):
            continue
        why, then = draws.one_of(NOT_DONE)
        _said(making, draws, person, cases[0], day, DayOutcome.NOT_DONE, why=why, next_step=then)
        if len(cases) > 1:
            _said(making, draws, person, cases[1], day, DayOutcome.PARTLY, next_step=draws.one_of(LEFT))
        if len(cases) > 2:
            passed = [making.cases[cases[0]]]
            why = draws.one_of(FIRST)
            _said(making, draws, person, cases[2], day, DayOutcome.STARTED, why=why, passed=passed)
        kind = draws.one_of(tuple(CameUp))
        making.add(Interruption, worker_id=making.people[person], kind=kind.value, at=at(day, draws.between(560, 1000)))


def _said(
    making: Making,
    draws: Draws,
    person: Person,
    case: Involvement,
    day: date,
    outcome: DayOutcome,
    *,
    why: str = "",
    next_step: str = "",
    passed: list[UUID] | None = None,
) -> None:
    key, title = VISITS[case.case_type]
    making.add(
        DayEntry,
        answer=making.key("answer"),
        case_id=making.cases[case],
        worker_id=making.people[person],
        day=day,
        task=Task.VISIT.value,
        duties=[key],
        title=title,
        outcome=outcome.value,
        why=why,
        next_step=next_step,
        passed=passed or [],
        said_at=at(day, draws.between(560, 1010)),
        said_by_id=making.people[person],
    )
