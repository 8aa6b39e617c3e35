"""Working days of England around one reporting day."""

from datetime import date, timedelta

import holidays
import numpy as np

from plimsoll.demo.draws import Draws

# Long enough for a child's whole life and a plan made before birth.
YEARS_BACK = 27


def months_before(day: date, months: int) -> date:
    """The same day of the month, `months` earlier; the last day of the month when there is no such day.

    >>> months_before(date(2026, 8, 31), 6)
    datetime.date(2026, 2, 28)
    """
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    for last in (day.day, 30, 29, 28):
        try:
            return date(year, month + 1, min(day.day, last))
        except ValueError:
            continue
    raise AssertionError(f"no day in month {month + 1} of {year}")


def years_at(birth: date, day: date) -> int:
    """Completed years of age on a day; -1 before birth, as Annex A writes an unborn child.

    >>> years_at(date(2020, 3, 2), date(2026, 3, 1))
    5
    """
    if birth > day:
        return -1
    return day.year - birth.year - ((day.month, day.day) < (birth.month, birth.day))


class CalendarDays:
    """Weekdays less the bank holidays of England, and the six months that Annex A looks back over.

    Parameters: as_at, the reporting day.

    >>> days = CalendarDays(date(2026, 1, 5))
    >>> days.back(date(2026, 1, 2), 1)
    datetime.date(2025, 12, 31)
    >>> days.count(date(2025, 12, 24), date(2026, 1, 2))
    4
    """

    def __init__(self, as_at: date) -> None:
        self.as_at = as_at
        self.window_start = months_before(as_at, 6)
        self.year_start = months_before(as_at, 12)
        first, last = date(as_at.year - YEARS_BACK, 1, 1), date(as_at.year + 2, 1, 1)
        bank = holidays.country_holidays("GB", subdiv="ENG", years=range(first.year, last.year))
        span = np.arange(np.datetime64(first), np.datetime64(last))
        working = np.is_busday(span, holidays=np.array(sorted(bank), dtype="datetime64[D]"))
        self._first = first.toordinal()
        self._working: list[int] = (np.flatnonzero(working) + self._first).tolist()
        # How many working days there are up to and including each day.
        self._upto: list[int] = np.cumsum(working).tolist()

    def back(self, day: date, working_days: int) -> date:
        """The working day `working_days` before the day, which first goes back to a working day itself."""
        return date.fromordinal(self._working[self._upto[day.toordinal() - self._first] - 1 - working_days])

    def forward(self, day: date, working_days: int) -> date:
        """The working day `working_days` after the day, which first goes back to a working day itself."""
        return self.back(day, -working_days)

    def count(self, start: date, end: date) -> int:
        """Working days after `start`, up to and including `end`."""
        return self._upto[end.toordinal() - self._first] - self._upto[start.toordinal() - self._first]

    def in_window(self, day: date | None) -> bool:
        """Whether the day is in the six months up to the reporting day."""
        return day is not None and self.window_start <= day <= self.as_at

    def window_day(self, draws: Draws) -> date:
        """A drawn working day of those six months."""
        return max(self.back(self.as_at - timedelta(draws.between(0, 178)), 0), self.window_start)
