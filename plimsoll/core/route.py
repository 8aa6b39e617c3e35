"""Who is told of what must be done now, when nobody of the case is there: one after the other, until somebody takes it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
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


@dataclass(frozen=True)
class TellingOf:
    """That one place of a route was told, and when."""

    place: Place
    at: datetime


def told_by(route: Sequence[Place], begun: datetime, now: datetime) -> tuple[TellingOf, ...]:
    """Whom a route has told by a moment of something that began to stand on it, one after the other; whoever is not there at
    the moment at which it would be their turn is passed by. Worked out, so that nothing waits for a job that may be down.

    >>> route = [Place(None, name, "1", 0, 0, 30) for name in ("A", "B", "C")]
    >>> ten = datetime(2026, 11, 22, 22, tzinfo=LONDON)
    >>> [(one.place.name, f"{one.at:%H:%M}") for one in told_by(route, ten, ten + timedelta(minutes=40))]
    [('A', '22:00'), ('B', '22:30')]
    """
    at, found = begun, []
    for place in route:
        if at > now:
            break
        if place.covers(at):
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
    hour, rest = divmod(calendar.closes_at, 60)
    return datetime(day.year, day.month, day.day, min(hour, 23), rest, tzinfo=LONDON)


def _works(calendar: Calendar, day: date) -> bool:
    return bool(calendar.is_working_day(np.array([day], dtype="datetime64[D]"))[0])
