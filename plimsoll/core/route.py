"""Who is told of what must be done now, when nobody of the case is there: one after the other, until somebody takes it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from uuid import UUID

import numpy as np

from plimsoll.core.calendar import LONDON, Calendar

MOST_CLOSED_DAYS = 30  # the longest time for which an office is closed


@dataclass(frozen=True)
class Place:
    """One place on a route. worker : None for somebody who does not sign in; from_minute, to_minute : minutes after
    midnight, the same for round the clock; minutes : without an answer, until the next is told."""

    worker: UUID | None
    name: str
    phone: str
    from_minute: int
    to_minute: int
    minutes: int

    def covers(self, at: datetime) -> bool:
        """Whether they are told at a moment.

        >>> night = Place(None, "Night team", "01632 960000", 17 * 60, 9 * 60, 30)
        >>> [night.covers(datetime(2026, 11, 22, hour, tzinfo=LONDON)) for hour in (3, 12, 20)]
        [True, False, True]
        """
        local = at.astimezone(LONDON)
        minute = local.hour * 60 + local.minute
        if self.from_minute == self.to_minute:
            return True
        if self.from_minute < self.to_minute:
            return self.from_minute <= minute < self.to_minute
        return minute >= self.from_minute or minute < self.to_minute

    def there_from(self, at: datetime) -> datetime:
        """The first moment, from one on, at which they are told.

        >>> night = Place(None, "Night team", "01632 960000", 17 * 60, 9 * 60, 30)
        >>> [f"{night.there_from(datetime(2026, 11, 22, hour, tzinfo=LONDON)):%H:%M}" for hour in (3, 12, 20)]
        ['03:00', '17:00', '20:00']
        """
        if self.covers(at):
            return at
        local = at.astimezone(LONDON)
        start = _clock(local.date(), self.from_minute)
        return (start if start > local else _clock(local.date() + timedelta(1), self.from_minute)).astimezone(UTC)


@dataclass(frozen=True)
class TellingOf:
    """That one place of a route was told, and when."""

    place: Place
    at: datetime


def told_by(route: Sequence[Place], begun: datetime, now: datetime) -> tuple[TellingOf, ...]:
    """Whom a route has told by a moment of something that began to stand on it, one after the other: each time the first who
    is there and has not been told; while nobody of these is there, it waits for the first who comes. Worked out, so that
    nothing waits for a job that may be down.

    >>> route = [Place(None, name, "1", 0, 0, 30) for name in ("A", "B", "C")]
    >>> ten = datetime(2026, 11, 22, 22, tzinfo=LONDON)
    >>> [(one.place.name, f"{one.at:%H:%M}") for one in told_by(route, ten, ten + timedelta(minutes=40))]
    [('A', '22:00'), ('B', '22:30')]
    """
    at, waiting, found = (
        begun.astimezone(UTC),
        list(route),
        [],
    )  # by the clock of London an hour of autumn would be lost
    while waiting:
        at, first = min((place.there_from(at), number) for number, place in enumerate(waiting))
        if at > now:
            break
        place = waiting.pop(first)
        found.append(TellingOf(place, at))
        at += timedelta(minutes=place.minutes)
    return tuple(found)


def closed_since(calendar: Calendar, now: datetime) -> datetime | None:
    """Since when the office is closed; None while it is open.

    >>> saturday = datetime(2026, 11, 21, 12, tzinfo=LONDON)
    >>> [str(closed_since(Calendar(), saturday + timedelta(hours=h))) for h in (0, 46, 54)]
    ['2026-11-20 17:00:00+00:00', 'None', '2026-11-23 17:00:00+00:00']
    """
    local = now.astimezone(LONDON)
    minute, today = local.hour * 60 + local.minute, local.date()
    works = _works(calendar, today)
    if works and calendar.opens_at <= minute < calendar.closes_at:
        return None
    day = today if works and minute >= calendar.closes_at else today - timedelta(1)
    for _ in range(MOST_CLOSED_DAYS):
        if _works(calendar, day):
            break
        day -= timedelta(1)
    return _clock(day, calendar.closes_at)


def _clock(day: date, minute: int) -> datetime:
    """So many minutes after midnight of a day by the clock of London; 24 hours after it: midnight of the next."""
    return datetime.combine(day, time(), LONDON) + timedelta(minutes=minute)


def _works(calendar: Calendar, day: date) -> bool:
    return bool(calendar.is_working_day(np.array([day], dtype="datetime64[D]"))[0])
