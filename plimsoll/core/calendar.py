"""Working days, office hours and day counts, over arrays.

Days are `datetime64[D]`. Moments are whole minutes since 1970-01-01 00:00 on the wall clock of Europe/London (`int64`),
because every rule here speaks of office hours as people see them; only a span of real hours goes by way of UTC, so that
72 hours stay 72 hours when the clocks change.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import cached_property
from typing import Any
from zoneinfo import ZoneInfo

import holidays
import numpy as np
from numpy.typing import NDArray

from plimsoll.core.terms import Term, Unit

Days = NDArray[np.datetime64]
Moments = NDArray[np.int64]
Ints = NDArray[np.int64]

LONDON = ZoneInfo("Europe/London")
DAY_MINUTES = 1440
# Days outside are refused: a birth before 1900 or a due date after 2100 is a slip of the keys.
FIRST_DAY = np.datetime64("1900-01-01")
LAST_DAY = np.datetime64("2100-12-31")
# Bank holidays are known for these years; the rest have weekends alone. Nothing here reckons clocks before 1990.
HOLIDAY_YEARS = range(1990, 2051)
_NO_DAY = np.datetime64("NaT", "D")
_FIRST, _LAST = int(FIRST_DAY.astype(np.int64)), int(LAST_DAY.astype(np.int64))


class Nation(Term):
    """Whose bank holidays count. Codes are those of the `holidays` package."""

    ENGLAND = "ENG"
    WALES = "WLS"
    SCOTLAND = "SCT"
    NORTHERN_IRELAND = "NIR"

    @property
    def label(self) -> str:
        """The nation's name.

        >>> Nation.NORTHERN_IRELAND.label
        'Northern Ireland'
        """
        return self.name.replace("_", " ").title()


def bank_holidays(nation: Nation, years: Iterable[int]) -> Mapping[date, str]:
    """Bank holidays of a nation by day, with their names, substitute days included.

    Source: the `holidays` package, held against the Government's own list in the tests.

    >>> bank_holidays(Nation.ENGLAND, [2026])[date(2026, 12, 28)]
    'Boxing Day (substitute day)'
    """
    found = holidays.country_holidays("GB", subdiv=nation.value, years=years)
    return {day: name.replace("(observed)", "(substitute day)") for day, name in found.items()}


@dataclass(frozen=True)
class _Count:
    """Numbered days: the k-th one, and how many lie before a day."""

    days: Ints  # day numbers since 1970, ascending
    before: Ints  # by day since FIRST_DAY: how many numbered days lie strictly before it; one entry more than days

    @classmethod
    def of(cls, counted: NDArray[np.bool_]) -> "_Count":
        return cls(np.flatnonzero(counted) + _FIRST, np.concatenate([[0], np.cumsum(counted)]).astype(np.int64))

    def before_day(self, day: Ints) -> Ints:
        return self.before[np.clip(day - _FIRST, 0, len(self.before) - 1)]


@dataclass(frozen=True)
class Calendar:
    """When an organisation works, and how it counts days.

    Parameters
    ----------
    nation : whose bank holidays are no working days.
    closure_days : further days on which the organisation is closed (local closures, proclaimed one-off holidays).
    opens_at, closes_at : office hours, minutes after midnight. Default 09:00 to 17:00 (ours: a setting).
    start_day_is : 0 or 1. Councils differ on whether the day of a visit is day 0 or day 1 of its count in days.
    bank_holidays_count : whether a count of working days counts bank holidays too, as one council's system does.
    hours_a_day : working hours of a full-time day, by which effort in hours becomes working days. Default 7.4 (37 / 5).
    school_terms : first and last day of each term, in order. Rules in school days or terms need them.

    Raises
    ------
    ValueError : when office hours, start day or terms make no sense; the sentence says which.
    """

    nation: Nation = Nation.ENGLAND
    closure_days: frozenset[date] = frozenset()
    opens_at: int = 9 * 60
    closes_at: int = 17 * 60
    start_day_is: int = 0
    bank_holidays_count: bool = False
    hours_a_day: float = 7.4
    school_terms: tuple[tuple[date, date], ...] = ()

    def __post_init__(self) -> None:
        if not 0 <= self.opens_at < self.closes_at <= DAY_MINUTES:
            raise ValueError(
                f"Office hours must open before they close, within one day: {self.opens_at} to {self.closes_at}."
            )
        if self.start_day_is not in (0, 1):
            raise ValueError(f"The start day is day 0 or day 1 of a count, not {self.start_day_is}.")
        if self.hours_a_day <= 0:
            raise ValueError(f"A working day has more than 0 hours, not {self.hours_a_day}.")
        edges = [day for term in self.school_terms for day in term]
        if edges != sorted(set(edges)):
            raise ValueError("School terms must follow one another, each ending after it begins.")

    # ---- which days -------------------------------------------------------------------------------------------------

    @cached_property
    def holidays(self) -> Mapping[date, str]:
        """Every day other than a weekend on which the office is closed, with its name."""
        named = dict.fromkeys(self.closure_days, "closed") | dict(bank_holidays(self.nation, HOLIDAY_YEARS))
        return {day: name for day, name in named.items() if day.weekday() < 5}

    @cached_property
    def _closed(self) -> tuple[date, ...]:
        return tuple(sorted(self.holidays))

    def closed_between(self, first: date, last: date) -> list[date]:
        """Days other than weekends on which the office is closed, from one day to another, both with them."""
        return list(self._closed[bisect_left(self._closed, first) : bisect_right(self._closed, last)])

    @cached_property
    def _weekdays(self) -> NDArray[np.bool_]:
        every = np.arange(FIRST_DAY, LAST_DAY + np.timedelta64(1, "D"))
        return np.is_busday(every)

    @cached_property
    def _open(self) -> NDArray[np.bool_]:
        return self._without(self._weekdays, self.holidays)

    @cached_property
    def _working(self) -> _Count:
        return _Count.of(self._open)

    @cached_property
    def _counted(self) -> _Count:
        if not self.bank_holidays_count:
            return self._working
        return _Count.of(self._without(self._weekdays, self.closure_days))

    @cached_property
    def _school(self) -> _Count:
        taught = np.zeros_like(self._weekdays)
        for first, last in self.school_terms:
            start = (np.datetime64(first) - FIRST_DAY).astype(int)
            end = (np.datetime64(last) - FIRST_DAY).astype(int)
            taught[start : end + 1] = True
        return _Count.of(taught & self._open)

    @staticmethod
    def _without(days: NDArray[np.bool_], closed: Iterable[date]) -> NDArray[np.bool_]:
        kept = days.copy()
        gone = np.array(sorted(closed), dtype="datetime64[D]")
        gone = gone[(gone >= FIRST_DAY) & (gone <= LAST_DAY)]
        kept[(gone - FIRST_DAY).astype(np.int64)] = False
        return kept

    def is_working_day(self, days: Days) -> NDArray[np.bool_]:
        """Whether the office is open on each day.

        >>> Calendar().is_working_day(np.array(["2026-12-24", "2026-12-25"], "datetime64[D]")).tolist()
        [True, False]

        Raises
        ------
        ValueError : a day is unknown or lies outside the calendar.
        """
        if not np.all((days >= FIRST_DAY) & (days <= LAST_DAY)):
            raise ValueError(f"The calendar runs from {FIRST_DAY} to {LAST_DAY}; a day lies outside.")
        return np.asarray(self._open[days.astype(np.int64) - _FIRST])

    # ---- adding an amount -------------------------------------------------------------------------------------------

    def add(self, days: Days, amount: int, unit: Unit) -> Days:
        """The day on which an amount counted from each day ends; NaT stays NaT, and so does what leaves the calendar.

        `amount` may be negative: that long before (a report due five working days before a conference). Counts in days
        follow `start_day_is`; weeks, months and years end on the same weekday or date, limited to the month's last day.
        Hours are for `add_hours`. Without school terms, rules in school days or terms give NaT.

        >>> day = np.array(["2026-12-21"], "datetime64[D]")
        >>> Calendar().add(day, 10, Unit.WORKING_DAYS).astype(str).tolist()
        ['2027-01-07']
        >>> Calendar(start_day_is=1).add(day, 10, Unit.WORKING_DAYS).astype(str).tolist()
        ['2027-01-06']
        >>> Calendar().add(np.array(["2026-08-31"], "datetime64[D]"), 6, Unit.MONTHS).astype(str).tolist()
        ['2027-02-28']
        """
        ends = self._add(_within(days), amount, unit)
        return _within(ends)

    def _add(self, days: Days, amount: int, unit: Unit) -> Days:
        match unit:
            case Unit.WORKING_DAYS:
                return self._count_on(days, amount, self._counted)
            case Unit.SCHOOL_DAYS:
                return self._count_on(days, amount, self._school)
            case Unit.CALENDAR_DAYS | Unit.WEEKS:
                whole = 7 * amount if unit is Unit.WEEKS else amount - self._early(amount)
                return days + np.timedelta64(whole, "D")
            case Unit.MONTHS | Unit.YEARS:
                return _add_months(days, 12 * amount if unit is Unit.YEARS else amount)
            case Unit.SCHOOL_TERMS:
                return self._end_of_term(days, amount)
            case _:
                raise ValueError(f"{unit} is a span of hours: use add_hours.")

    def _early(self, amount: int) -> int:
        """Where the start day is day 1, a count that runs forward ends a day sooner."""
        return self.start_day_is if amount > 0 else 0

    def _count_on(self, days: Days, amount: int, count: _Count) -> Days:
        known = ~np.isnat(days)
        number = np.where(known, days, FIRST_DAY).astype(np.int64)
        if amount > 0 and not self.start_day_is:
            which = count.before_day(number + 1) + amount - 1
        elif amount > 0:
            which = count.before_day(number) + amount - 1
        elif amount < 0:
            which = count.before_day(number) + amount
        else:
            return days
        known &= (which >= 0) & (which < len(count.days))
        if not len(count.days):
            return np.full(days.shape, _NO_DAY)
        return np.where(known, count.days[np.clip(which, 0, len(count.days) - 1)].astype("datetime64[D]"), _NO_DAY)

    def _end_of_term(self, days: Days, amount: int) -> Days:
        if not self.school_terms:
            return np.full(days.shape, _NO_DAY)
        starts = np.array([first for first, _ in self.school_terms], "datetime64[D]")
        ends = np.array([last for _, last in self.school_terms], "datetime64[D]")
        known = ~np.isnat(days)
        which = np.searchsorted(starts, np.where(known, days, FIRST_DAY), side="right") - 1 + amount
        known &= (which >= 0) & (which < len(ends))
        return np.where(known, ends[np.clip(which, 0, len(ends) - 1)], _NO_DAY)

    def add_hours(self, moments: Moments, hours: int) -> Moments:
        """Each moment plus real hours: across a change of the clocks the wall clock moves by an hour less or more.

        >>> at = np.array([moment(datetime(2026, 3, 28, 12, 0))])
        >>> as_datetime(Calendar().add_hours(at, 24)[0]).isoformat()
        '2026-03-29T13:00:00+01:00'
        """
        distinct, where = np.unique(moments, return_inverse=True)
        later = [moment(as_datetime(at).astimezone(UTC) + timedelta(hours=hours)) for at in distinct]
        return np.array(later, dtype=np.int64)[where]

    # ---- working time -----------------------------------------------------------------------------------------------

    @property
    def day_minutes(self) -> int:
        """Office minutes of one working day."""
        return self.closes_at - self.opens_at

    def working_minutes(self, moments: Moments) -> Ints:
        """Office minutes from the calendar's first day up to each moment; differences are working time.

        >>> friday, monday = moment(datetime(2026, 11, 20, 16, 0)), moment(datetime(2026, 11, 23, 10, 30))
        >>> np.diff(Calendar().working_minutes(np.array([friday, monday]))).tolist()
        [150]
        """
        first, last = _FIRST * DAY_MINUTES, (_LAST + 1) * DAY_MINUTES - 1
        day, minute = np.divmod(np.clip(moments, first, last), DAY_MINUTES)
        index = day - _FIRST
        today = np.clip(minute - self.opens_at, 0, self.day_minutes)
        return np.asarray(self._working.before[index] * self.day_minutes + self._open[index] * today)

    def at_working_minutes(self, minutes: Ints) -> Moments:
        """The first moment by which so many office minutes have passed: undoes `working_minutes`.

        Raises
        ------
        ValueError : the calendar does not hold so many office minutes, or fewer than one is asked for.
        """
        most = len(self._working.days) * self.day_minutes
        if not np.all((minutes > 0) & (minutes <= most)):
            raise ValueError(f"The calendar counts from 1 to {most} office minutes; an amount lies outside.")
        which, rest = np.divmod(minutes - 1, self.day_minutes)
        return np.asarray(self._working.days[which] * DAY_MINUTES + self.opens_at + rest + 1)

    def end_of_day(self, days: Days) -> Moments:
        """The end of office hours on each day: when an item dated without a time is due."""
        return days.astype(np.int64) * DAY_MINUTES + self.closes_at

    def end_of_working_day(self, at: int, later: int) -> int:
        """The end of the `later`-th working day after the day of a moment; 0: that day's own end of office hours.

        >>> monday = moment(datetime(2026, 11, 23, 9, 0))
        >>> as_datetime(Calendar().end_of_working_day(monday, 1)).strftime("%a %H:%M")
        'Tue 17:00'
        """
        day = at // DAY_MINUTES
        if later:
            which = int(self._working.before_day(np.array(day + 1))) + later - 1
            if not 0 <= which < len(self._working.days):
                raise ValueError(f"The calendar runs from {FIRST_DAY} to {LAST_DAY}; the day lies outside.")
            day = int(self._working.days[which])
        return day * DAY_MINUTES + self.closes_at

    def counted_between(self, first: int, last: int, unit: Unit) -> int:
        """Days after one day number up to, and with, another that a count in working, school or calendar days counts.

        >>> Calendar().counted_between(20779, 20780, Unit.WORKING_DAYS)  # from a Sunday to the Monday after
        1
        """
        match unit:
            case Unit.WORKING_DAYS:
                return self._between(self._counted, first + 1, last + 1)
            case Unit.SCHOOL_DAYS:
                return self._between(self._school, first + 1, last + 1)
            case _:
                return last - first

    @staticmethod
    def _between(count: _Count, first: int, last: int) -> int:
        most = len(count.before) - 1
        return int(count.before[min(max(last - _FIRST, 0), most)] - count.before[min(max(first - _FIRST, 0), most)])

    def working_days_since(self, days: Days, day: np.datetime64) -> Ints:
        """Working days after each day, up to and with another: on a Monday, a child seen on Friday was seen 1 ago.

        >>> Calendar().working_days_since(np.array(["2026-11-20"], "datetime64[D]"), np.datetime64("2026-11-23")).tolist()
        [1]
        """
        number = np.clip(days.astype(np.int64), _FIRST, int(day.astype(np.int64)))
        before = self._counted.before_day(np.array([int(day.astype(np.int64)) + 1])) - self._counted.before_day(
            number + 1
        )
        return np.asarray(before)


@dataclass(frozen=True)
class WorkingPattern:
    """Hours a person is contracted for on each day of the week, Monday first.

    >>> WorkingPattern((7.4, 7.4, 7.4, 0, 0, 0, 0)).contracted_hours
    22.2
    """

    hours: tuple[float, float, float, float, float, float, float] = (7.4, 7.4, 7.4, 7.4, 7.4, 0.0, 0.0)

    def __post_init__(self) -> None:
        if any(not 0 <= day <= 24 for day in self.hours):
            raise ValueError(f"A day has between 0 and 24 working hours: {self.hours}.")

    @property
    def contracted_hours(self) -> float:
        """Hours a week, to the hundredth."""
        return round(sum(self.hours), 2)

    def hours_between(self, first: date, last: date, calendar: Calendar, away: frozenset[date] = frozenset()) -> float:
        """Hours worked from the first day to the last, both counted, without closed days and days away. Nothing asks it yet:
        capacity by the week will.

        >>> WorkingPattern().hours_between(date(2026, 12, 21), date(2027, 1, 3), Calendar())
        51.8
        """
        days = np.arange(np.datetime64(first), np.datetime64(last) + np.timedelta64(1, "D"))
        open_days = days[calendar.is_working_day(days)].astype(object)
        return round(sum(self.hours[day.weekday()] for day in open_days if day not in away), 2)


def _within(days: Days) -> Days:
    """Days of the calendar; NaT for those outside."""
    return np.asarray(np.where((days >= FIRST_DAY) & (days <= LAST_DAY), days, _NO_DAY))


def _add_months(days: Days, months: int) -> Days:
    month = days.astype("datetime64[M]")
    last = (month + (months + 1)).astype("datetime64[D]") - np.timedelta64(1, "D")
    return np.asarray(
        np.minimum((month + months).astype("datetime64[D]") + (days - month.astype("datetime64[D]")), last)
    )


def moment(at: datetime) -> int:
    """Minutes on the London wall clock; a time without zone is already London's.

    >>> moment(datetime(2026, 7, 1, 8, 0, tzinfo=UTC)) - moment(datetime(2026, 7, 1, 9, 0))
    0
    """
    wall = at.astimezone(LONDON).replace(tzinfo=None) if at.tzinfo else at
    return int((wall - datetime(1970, 1, 1)) // timedelta(minutes=1))  # noqa: DTZ001 - the wall clock, on purpose


def as_datetime(at: Any) -> datetime:
    """A moment as a time in London (the first of the two where the clocks go back).

    >>> as_datetime(0).isoformat()
    '1970-01-01T00:00:00+01:00'
    """
    wall = datetime(1970, 1, 1) + timedelta(minutes=int(at))  # noqa: DTZ001 - the wall clock, on purpose
    return wall.replace(tzinfo=LONDON)


def day_of(at: int) -> date:
    """The day of a moment.

    >>> day_of(1440)
    datetime.date(1970, 1, 2)
    """
    return as_datetime(at).date()
