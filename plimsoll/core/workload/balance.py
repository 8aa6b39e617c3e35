"""Where a load stands against the load line: percent, headroom, zone. The line itself is 100 % of what is available."""

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from plimsoll.core.workload.scheme import Scheme
from plimsoll.core.workload.whole import UNKNOWN, BoolArray, IntArray, Parts, half_up, whole_numbers


@dataclass(frozen=True)
class Load:
    """One worker's load under one scheme. Points, available and headroom in hundredths of the scheme's unit.

    `available` is None where it is not known; then nothing is said about the line. `thousandths` of what is available,
    half up (1125 is 112.5 %); None when nothing, or nobody knows what, is available. `over`: more is asked than can be
    given, compared exactly, so also where 0 is available and anything is asked. `zone`: position in `scheme.zones`;
    None where available is not known, or nothing is asked and nothing available. `parts` sum to `points`.
    """

    scheme: Scheme = field(repr=False)
    points: int
    available: int | None
    thousandths: int | None
    headroom: int | None
    zone: int | None
    over: bool
    parts: tuple[tuple[str, int], ...]

    @property
    def percent(self) -> float | None:
        """Percent of what is available, to one decimal, half up."""
        return None if self.thousandths is None else self.thousandths / 10

    @property
    def zone_label(self) -> str | None:
        """The zone in words: 'near the line'."""
        return None if self.zone is None else self.scheme.zones[self.zone].label


@dataclass(frozen=True, eq=False)
class Loads:
    """Loads of many workers, in columns of shape (w,), as in `Load`; None there is UNKNOWN here.

    `headroom` is 0 where `available` is UNKNOWN.
    """

    scheme: Scheme
    demand: Parts
    available: IntArray
    points: IntArray
    thousandths: IntArray
    headroom: IntArray
    zone: IntArray

    @property
    def over(self) -> BoolArray:
        """Who is over the line."""
        return np.asarray((self.available != UNKNOWN) & (self.headroom < 0), dtype=np.bool_)

    def of(self, worker: int) -> Load:
        """The load of one worker, with its parts."""
        available, thousandths, zone = (
            None if value == UNKNOWN else value
            for value in (int(self.available[worker]), int(self.thousandths[worker]), int(self.zone[worker]))
        )
        return Load(
            scheme=self.scheme,
            points=int(self.points[worker]),
            available=available,
            thousandths=thousandths,
            headroom=None if available is None else int(self.headroom[worker]),
            zone=zone,
            over=bool(self.over[worker]),
            parts=self.demand.of(worker),
        )


def loads(scheme: Scheme, *, demand: Parts, available: IntArray) -> Loads:
    """Loads of all workers at once.

    Parameters
    ----------
    demand : columns are workers; from `worker_parts`. Totals are 0 or more.
    available : int64 (w,), hundredths, 0 or more; UNKNOWN where not known.

    Returns
    -------
    Loads : the percent is `round(points / available, 3 dp, half up)`, as in the probation Workload Measurement Tool.

    Raises
    ------
    ValueError : a shape or value out of range.
    """
    points = demand.total
    w = len(points)
    points = whole_numbers("points", points, size=w, low=0)
    available = whole_numbers("available", available, size=w, low=UNKNOWN)
    known = available != UNKNOWN
    thousandths = half_up(points * 1000, np.where(available > 0, available, 1))
    return Loads(
        scheme=scheme,
        demand=demand,
        available=available,
        points=points,
        thousandths=np.where(available > 0, thousandths, UNKNOWN),
        headroom=np.where(known, available - points, 0),
        zone=np.where(known & ((points > 0) | (available > 0)), _zones(scheme, points, available), UNKNOWN),
    )


def worker_load(scheme: Scheme, *, parts: Sequence[tuple[str, int]], available: int | None) -> Load:
    """The load of one worker from labelled parts (hundredths), such as `Parts.of` gives. As `loads`."""
    column = Parts.of_rows(((label, np.array([points])) for label, points in parts), 1)
    known = np.array([UNKNOWN if available is None else available])
    return loads(scheme, demand=column, available=known).of(0)


def weeks_above(readings: Sequence[Load], percent: int) -> int:
    """How many readings running, up to the latest, stand above a whole percent of what is available.

    Parameters
    ----------
    readings : one for each week, oldest first. One whose capacity is not known ends the run: it cannot be claimed.

    Returns
    -------
    0 .. len(readings).
    """
    run = 0
    for load in reversed(readings):
        if load.available is None or load.points * 100 <= load.available * percent:
            break
        run += 1
    return run


def is_excessive(scheme: Scheme, readings: Sequence[Load]) -> bool:
    """Whether load has stood so high for so long that the scheme calls it excessive; never where it sets no such limit.
    Nothing asks it yet: raising it by the system will.

    Probation: over 110 % for 4 consecutive weeks (parliamentary question 172934, 30 March 2021).
    """
    limit = scheme.excessive
    return limit is not None and weeks_above(readings, limit.percent) >= limit.weeks


def _zones(scheme: Scheme, points: IntArray, available: IntArray) -> IntArray:
    """The last zone each has entered, compared exactly: from its percent below the line, above it from the line on."""
    entered = [
        points * 100 > zone.percent * available if zone.beyond_line else points * 100 >= zone.percent * available
        for zone in scheme.zones
    ]
    count: IntArray = np.sum(entered, axis=0, dtype=np.int64)
    return count - 1
