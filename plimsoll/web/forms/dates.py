"""Days as people type them."""

import re
from collections.abc import Mapping
from datetime import date, timedelta

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_NEAR: Mapping[str, int] = {"today": 0, "tomorrow": 1, "yesterday": -1}
_LONGEST = 40  # nobody types more for a day
_CENTURY = 2000


class NotADay(ValueError):
    """What was typed is no day, or could be more than one; the message says what would be."""


def read_day(text: str, *, today: date, forward: bool = False) -> date:
    """The day that somebody means.

    Day before month, in figures or words, with any sign between them. Without a year it is the nearest such day that has
    been (or with `forward` is to come), today among them. A weekday is the last one (or the next).

    Raises
    ------
    NotADay : it is none.

    >>> monday = date(2026, 11, 23)
    >>> [read_day(text, today=monday).isoformat() for text in ("21 11 2026", "21/11/26", "21 Nov", "yesterday", "fri")]
    ['2026-11-21', '2026-11-21', '2026-11-21', '2026-11-22', '2026-11-20']
    >>> read_day("3 Dec", today=monday, forward=True).isoformat()
    '2026-12-03'
    """
    words = re.findall(r"[a-z]+|\d+", _plain(text))
    if len(words) == 1 and words[0] in _NEAR:
        return today + timedelta(days=_NEAR[words[0]])
    if words and words[0][:3] in _DAYS and not words[0].isdecimal():
        if len(words) == 1:
            return _weekday(_DAYS.index(words[0][:3]), today, forward)
        words = words[1:]  # 'Thu 26 Nov': the figures decide
    match words:
        case [year, month, day] if len(year) == 4 and year.isdecimal():
            return _day(day, month, year)
        case [day, month, year]:
            return _day(day, month, year)
        case [day, month]:
            return _nearest(day, month, today, forward)
    raise NotADay("Write a day such as 23/11/2026, 23 Nov or yesterday")


def _plain(text: str) -> str:
    plain = text.strip().casefold()[:_LONGEST]
    return re.sub(r"(?<=\d)(st|nd|rd|th)\b", "", plain)


def _weekday(wanted: int, today: date, forward: bool) -> date:
    ahead = (wanted - today.weekday()) % 7
    return today + timedelta(days=ahead if forward or not ahead else ahead - 7)


def _nearest(day: str, month: str, today: date, forward: bool) -> date:
    """The nearest year in which there is such a day: 29 February may be some years away."""
    for away in range(9):
        try:
            found = _day(day, month, str(today.year + (away if forward else -away)))
        except NotADay:
            continue
        if (found >= today) if forward else (found <= today):
            return found
    return _day(day, month, str(today.year))


def _day(day: str, month: str, year: str) -> date:
    number = int(month) if month.isdecimal() else _month(month)
    if not day.isdecimal() or not year.isdecimal() or len(year) not in (2, 4):
        raise NotADay("Write the day, the month and the year, such as 23/11/2026")
    full = int(year) + (_CENTURY if len(year) == 2 else 0)
    try:
        return date(full, number, int(day))
    except ValueError:
        raise NotADay(f"There is no {day} {month.title()} {full}") from None


def _month(word: str) -> int:
    if word[:3] not in _MONTHS:
        raise NotADay(f"'{word}' is no month. Write a day such as 23 Nov 2026")
    return _MONTHS.index(word[:3]) + 1
