"""Moments as people type them: a day, and a time of day where they know it."""

import re
from datetime import UTC, date, datetime, time, timedelta

from plimsoll.web.forms.dates import NotADay, read_day
from plimsoll.web.forms.times import NotATime, read_time
from plimsoll.web.times import LONDON

_TIME = r"\d{1,2}[:.]\d{2}(?:\s*[ap]m)?|\d{1,2}\s*[ap]m"
_PARTS = re.compile(rf"(.+?)(?:(?:\s+at\s+|\s+|,\s*|t)({_TIME}))?", re.DOTALL)


class NotAMoment(ValueError):
    """What was typed is no day, or no time of day; the message says what would be."""


def read_moment(text: str, *, today: date) -> tuple[datetime, bool]:
    """The moment in London that somebody means, and whether they said a time; without one it is the beginning of the day.

    Raises
    ------
    NotAMoment : it is none.

    >>> [read_moment(text, today=date(2026, 11, 23))[0].isoformat()[:16] for text in ("2026-03-01T14:30", "1 Mar, 9.15")]
    ['2026-03-01T14:30', '2026-03-01T09:15']
    >>> read_moment("yesterday", today=date(2026, 11, 23))[1]
    False
    """
    found = _PARTS.fullmatch(text.strip().casefold())
    if not found:
        raise NotAMoment("Write a day such as 23 Nov 2026, with a time such as 14:30 if you know it")
    try:
        day = read_day(found[1], today=today)
        hour, minute = read_time(found[2]) if found[2] else (0, 0)
    except (NotADay, NotATime) as fault:
        raise NotAMoment(str(fault)) from None
    at = datetime.combine(day, time(hour, minute), LONDON)
    if at.astimezone(UTC).astimezone(LONDON).replace(tzinfo=None) != at.replace(tzinfo=None):
        raise NotAMoment(f"There was no {hour}:{minute:02} that day: the clocks went forward")
    return at, bool(found[2])


def end_of(day: date) -> datetime:
    """The last moment of a day in London."""
    return datetime.combine(day + timedelta(1), time(), LONDON) - timedelta(microseconds=1)


class NotThen(Exception):
    """The moment that was asked for is none, or lies ahead; the message says so."""


def past_moment(text: str, now: datetime) -> datetime | None:
    """The past moment that an address asks for: of a day without a time its end, of today now; None where it asks for none.

    Raises
    ------
    NotThen : it is none, or lies ahead.
    """
    if not text.strip():
        return None
    try:
        at, timed = read_moment(text, today=now.date())
    except NotAMoment as fault:
        raise NotThen(f"{fault}.") from None
    if at > now:
        raise NotThen("That lies ahead. Ask for a day that has been.")
    return at if timed else min(end_of(at.date()), now)
