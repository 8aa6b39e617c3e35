"""The town's open cases as the rules see them: what is due is worked out before a row is written, so nothing can be asked
of the database yet."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

import numpy as np

from plimsoll.core.calendar import Days
from plimsoll.core.caseload import NOBODY, UNKNOWN, Caseload, Events
from plimsoll.core.terms import Circumstance, EventKind
from plimsoll.core.timescales.due import birthdays, circumstances
from plimsoll.demo.involvements import Involvement

EPOCH = date(1970, 1, 1).toordinal()
SOMEBODY = 0


def caseload_of(cases: list[Involvement], today: date) -> Caseload:
    """Cases with what timescales read of them; nothing judged."""
    blank = Caseload.blank([str(place) for place in range(len(cases))], [case.case_type for case in cases])
    day = np.datetime64(today)
    placed = _days(_last(case, EventKind.PLACEMENT_STARTED) for case in cases)
    looked_after = _days(_last(case, EventKind.LOOKED_AFTER_STARTED) for case in cases)
    bits = circumstances(placed, looked_after, _days(None for _ in cases), day)
    bits |= np.array([sum(word.bit for word in dict(case.circumstances)) for case in cases], dtype=np.int64)
    worker = np.array([SOMEBODY if case.holder else NOBODY for case in cases], dtype=np.int32)
    bits |= np.where(worker == NOBODY, Circumstance.UNALLOCATED.bit, 0)
    born = _days(None if case.child.age < 0 else case.child.birth for case in cases)
    return replace(
        blank,
        worker=worker,
        case_types=np.array([sum(word.bit for word in case.types) for case in cases], dtype=np.int64),
        circumstances=bits,
        born=born,
        involved_from=_days(case.opened for case in cases),
        events=_events(cases).and_also(birthdays(born, day)),
    )


def _events(cases: list[Involvement]) -> Events:
    told = [(place, step) for place, case in enumerate(cases) for step in case.steps]
    return Events(
        case=np.array([place for place, _ in told], dtype=np.int32),
        kind=np.array([step.kind.number for _, step in told], dtype=np.int16),
        day=_days(step.day for _, step in told),
        minute=np.array([UNKNOWN if step.minute is None else step.minute for _, step in told], dtype=np.int16),
        nth=np.zeros(len(told), dtype=np.int8),
    )


def _last(case: Involvement, kind: EventKind) -> date | None:
    return max((step.day for step in case.steps if step.kind is kind), default=None)


def _days(values: Iterable[date | None]) -> Days:
    """Dates as `datetime64[D]`, None as NaT."""
    nothing = np.iinfo(np.int64).min
    numbers = [nothing if day is None else day.toordinal() - EPOCH for day in values]
    return np.array(numbers, dtype=np.int64).astype("datetime64[D]")
