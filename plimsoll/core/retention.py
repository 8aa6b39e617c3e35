"""How long the record of a child is kept: by the schedules that an organisation set, and never by one of ours."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from plimsoll.core.terms import CaseType, CountedFrom


@dataclass(frozen=True)
class Schedule:
    """How long a record is kept that had a kind of case.

    years : from what it is counted; after_death : years from the child's death, which hold in place of these where the child
    has died; None: as if they lived. basis : in law, as the organisation says; source : where that can be read.
    """

    case_type: CaseType
    counted_from: CountedFrom
    years: int
    after_death: int | None
    basis: str
    source: str


@dataclass(frozen=True)
class Ended:
    """A case that is closed, with every kind that it ever was."""

    kinds: frozenset[CaseType]
    closed_on: date


@dataclass(frozen=True)
class Over:
    """When the time of a record is over, by which schedule, and from which day that counts."""

    on: date
    schedule: Schedule
    counted_on: date
    died: bool


def over(
    cases: Iterable[Ended],
    born_on: date | None,
    died_on: date | None,
    schedules: Mapping[CaseType, Schedule],
) -> Over | None:
    """When the time of a child's whole record is over: the latest day that any kind of any of its cases asks for. Source:
    our decision 18.

    None where a kind has no schedule, or where the day from which it counts is not known: then nothing falls due.

    >>> law = Schedule(CaseType.CHILD_IN_NEED, CountedFrom.CLOSED, 6, None, "our policy", "page 2")
    >>> case = Ended(frozenset({CaseType.CHILD_IN_NEED}), date(2020, 2, 29))
    >>> over([case], None, None, {CaseType.CHILD_IN_NEED: law}).on
    datetime.date(2026, 3, 1)
    >>> over([case], None, None, {}) is None
    True
    """
    found = []
    for case in cases:
        for kind in case.kinds:
            one = _by(schedules.get(kind), case.closed_on, born_on, died_on)
            if one is None:
                return None
            found.append(one)
    return max(found, key=lambda one: (one.on, one.schedule.case_type.number), default=None)


def _by(schedule: Schedule | None, closed_on: date, born_on: date | None, died_on: date | None) -> Over | None:
    if schedule is None:
        return None
    if died_on is not None and schedule.after_death is not None:
        return Over(_later(died_on, schedule.after_death), schedule, died_on, True)
    begins = closed_on if schedule.counted_from is CountedFrom.CLOSED else born_on
    return Over(_later(begins, schedule.years), schedule, begins, False) if begins else None


def _later(day: date, years: int) -> date:
    """The same day years later; of 29 February, where there is none, the day after it."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return date(day.year + years, 3, 1)
