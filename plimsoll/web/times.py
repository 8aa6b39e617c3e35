"""Times as people say them, with the exact one kept beside: 'today 15:00', 'in 2 working days (Thu 26 Nov)'.

What is today is handed in. All times of day are those of London.
"""

import re
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from plimsoll.core.timescales.explain import day_words

LONDON = ZoneInfo("Europe/London")
DAY_WORDS = 3  # Mon 9 Nov
FAR_DAYS = 14  # beyond two weeks the day itself says more than a count


@dataclass(frozen=True)
class Time:
    """A moment or day: in words, exactly, and for machines. `late` where it has gone and something was due."""

    words: str
    exact: str
    iso: str
    late: bool = False

    @property
    def says_day(self) -> bool:
        """Whether the words begin with the day itself: on paper it need not stand there twice.

        >>> Time("Mon 9 Nov, late", "Mon 9 Nov 2026", "").says_day, Time("today 15:00", "Mon 23 Nov 2026", "").says_day
        (True, False)
        """
        return self.words.replace(",", "").split()[:DAY_WORDS] == self.exact.split()[:DAY_WORDS]


_DAY = re.compile(r"\b([A-Z][a-z]{2} \d{1,2} [A-Z][a-z]{2}) (\d{4})\b")
_COUNTED = re.compile(r"\b(working days|days) ago; expected every (\d+) \1\b")


def in_short(text: str, today: date) -> str:
    """A reason as a row of many says it: without the year of this year, and without saying a unit twice.

    >>> in_short("Last seen Tue 27 Oct 2026, 19 working days ago; expected every 20 working days", date(2026, 11, 23))
    'Last seen Tue 27 Oct, 19 working days ago; expected every 20'
    >>> in_short("Child in need review is due Fri 12 Feb 2027, in 81 days", date(2026, 11, 23))
    'Child in need review is due Fri 12 Feb 2027, in 81 days'
    """
    short = _DAY.sub(lambda found: found[1] if int(found[2]) == today.year else found[0], text)
    return _COUNTED.sub(r"\1 ago; expected every \2", short)


def at_time(at: datetime, *, as_at: datetime, late: bool = False) -> Time:
    """A moment, as seen from another.

    >>> now = datetime(2026, 11, 23, 9, tzinfo=LONDON)
    >>> at_time(datetime(2026, 11, 23, 15, tzinfo=LONDON), as_at=now).words
    'today 15:00'
    >>> at_time(datetime(2026, 11, 21, 23, 10, tzinfo=LONDON), as_at=now).words
    'Sat 23:10'
    >>> at_time(datetime(2026, 10, 2, 11, 0, tzinfo=LONDON), as_at=now).exact
    'Fri 2 Oct 2026 at 11:00'
    """
    at, now = at.astimezone(LONDON), as_at.astimezone(LONDON)
    hour = f"{at:%H:%M}"
    words = f"{_near(at.date(), now.date()) or _far(at.date(), now.date())} {hour}"
    return Time(
        f"{words}, late" if late else words, f"{day_words(at.date())} at {hour}", at.isoformat(timespec="minutes"), late
    )


def on_day(day: date, *, today: date, working_days: int | None = None, late: bool = False) -> Time:
    """A day, as seen from today; counted in working days where that count is given (negative when it has gone).

    >>> on_day(date(2026, 11, 26), today=date(2026, 11, 24), working_days=2).words
    'in 2 working days (Thu 26 Nov)'
    >>> on_day(date(2026, 11, 9), today=date(2026, 11, 23), working_days=-10, late=True).words
    '10 working days late (Mon 9 Nov)'
    >>> on_day(date(2026, 11, 24), today=date(2026, 11, 23)).words
    'tomorrow (Tue 24 Nov)'
    >>> on_day(date(2026, 11, 9), today=date(2026, 11, 23), late=True).words  # colour alone would not say it
    'Mon 9 Nov, late'
    """
    near, written = _near(day, today), day_words(day, year=day.year != today.year)
    if late and working_days:
        words = f"{_count(working_days)} late ({written})"
    elif near == "today":
        words = near
    elif near in ("yesterday", "tomorrow"):
        words = f"{near} ({written})"
    elif working_days and abs(working_days) <= FAR_DAYS:
        words = (
            f"in {_count(working_days)} ({written})" if working_days > 0 else f"{_count(working_days)} ago ({written})"
        )
    else:
        words = written
    if late and "late" not in words:
        words = f"{words}, late"
    return Time(words, day_words(day), day.isoformat(), late)


def _near(day: date, today: date) -> str:
    away = (day - today).days
    known = {-1: "yesterday", 0: "today", 1: "tomorrow"}
    return known.get(away, f"{day:%a}" if -7 < away < 7 else "")


def _far(day: date, today: date) -> str:
    return day_words(day, year=day.year != today.year)


def _count(days: int) -> str:
    many = abs(days)
    return f"{many} working day{'' if many == 1 else 's'}"
