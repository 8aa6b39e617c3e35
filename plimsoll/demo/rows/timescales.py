"""What is due on the open cases, worked out by the product's own rules, and what was met in the last months."""

from datetime import date, timedelta
from itertools import pairwise
from uuid import UUID

import numpy as np

from plimsoll.core import rulebook as rulebooks
from plimsoll.core.calendar import Calendar, as_datetime, moment
from plimsoll.core.rulebook import Timescale
from plimsoll.core.terms import DueState, EventKind, Unit
from plimsoll.core.timescales.due import NO_MOMENT, Duty, due_items
from plimsoll.demo.involvements import Involvement, Step
from plimsoll.demo.rows.facts import EPOCH, caseload_of
from plimsoll.demo.rows.making import Making, at
from plimsoll.demo.rows.reference import rulebook_text
from plimsoll.records.models.timescales import DueItem

MET_KEPT_DAYS = 183
OPEN = (DueState.DUE.number, DueState.OVERDUE.number)
BY_THE_HOUR = (Unit.HOURS, Unit.OFFICE_HOURS)


def add_due_items(making: Making) -> None:
    """An item for each duty that runs, and one for each that was met in the last half-year."""
    book = rulebooks.parse(rulebook_text())
    cases = making.book.open_cases()
    items = due_items(caseload_of(cases, making.as_at), book, book.calendar, moment(making.now))
    kept_from = making.as_at - timedelta(MET_KEPT_DAYS)
    for case_at, duty_at, started, due, met, state in zip(
        items.case.tolist(), items.duty.tolist(), items.started.tolist(), items.due.tolist(), items.met.tolist(),
        items.state.tolist(), strict=True,
    ):  # fmt: skip
        case, duty = cases[case_at], items.duties[duty_at]
        if due == NO_MOMENT or started is None:
            continue
        if state in OPEN:
            _item(making, case, duty, started, due, None)
        elif met and met >= kept_from:
            _item(making, case, duty, started, due, met)
        if duty.rule and duty.rule.recurring:
            _runs_before(making, case, duty, duty.rule, started, book.calendar, kept_from)


def _item(making: Making, case: Involvement, duty: Duty, started: date, due: int, met: date | None) -> None:
    rule = duty.rule
    assert rule
    start = _event_on(making, case, (*rule.starts_on, *rule.met_by), started)
    end = _event_on(making, case, rule.met_by, met) if met else None
    if met and end is None:
        return
    making.add(
        DueItem,
        case_id=making.cases[case],
        rulebook_id=making.editions["rulebook"],
        timescale=duty.key,
        purpose=duty.purpose.value,
        owner=duty.owner.value,
        started_by_id=start[1] if start else None,
        started_at=at(started, start[0].minute or 0 if start else 0),
        due_at=as_datetime(due),
        met_at=at(met, end[0].minute or 0) if met and end else None,
        met_by_event_id=end[1] if end else None,
    )


def _event_on(making: Making, case: Involvement, kinds: tuple[EventKind, ...], day: date) -> tuple[Step, UUID] | None:
    """The event of that day that started a clock or met a duty; none for a birthday or the start of involvement."""
    return next((pair for pair in making.events[case] if pair[0].day == day and pair[0].kind in kinds), None)


def _runs_before(
    making: Making,
    case: Involvement,
    duty: Duty,
    rule: Timescale,
    started: date,
    calendar: Calendar,
    kept_from: date,
) -> None:
    """A recurring duty runs from each event that met it to the next: those before the one that runs now."""
    if rule.unit in BY_THE_HOUR:
        return
    kinds = {*rule.starts_on, *rule.met_by}
    days = sorted({step.day for step, _ in making.events[case] if step.kind in kinds and step.day <= started})
    for began, ended in pairwise(days):
        if ended < kept_from or _event_on(making, case, rule.met_by, ended) is None:
            continue
        end = calendar.add(np.array([began.toordinal() - EPOCH]).astype("datetime64[D]"), rule.amount, rule.unit)
        _item(making, case, duty, began, int(calendar.end_of_day(end)[0]), ended)
