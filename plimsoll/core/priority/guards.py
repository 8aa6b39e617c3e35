"""Guards against the common mistakes with a caseload, from the unit's guidance."""

from collections import Counter
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from plimsoll.core.caseload import ONE
from plimsoll.core.priority.bands import Ground
from plimsoll.core.priority.criteria import CriteriaSet
from plimsoll.core.priority.order import Ranking
from plimsoll.core.terms import Band
from plimsoll.core.timescales.due import DueItems

TOP_BANDS = (Band.ACT_NOW, Band.TODAY)
FEWEST = 5  # cases: of fewer, one alone would be a large share
# What puts a case there beside its due items.
OTHERWISE = {
    Ground.IMMEDIATE_HARM: "concern of immediate harm",
    Ground.MISSING: "missing now",
    Ground.EMERGENCY: "emergency protection running",
    Ground.SAFEGUARDING_INFORMATION: "safeguarding information not dealt with",
    Ground.UNSEEN_TWICE_TODAY: "not seen for twice the expected time",
}


@dataclass(frozen=True)
class Start:
    """Beginning to work on a case. minutes : how long it will take, None where nobody says; came_up : a call, somebody at
    the door, or an appointment that was agreed: these never ask."""

    minutes: int | None = None
    came_up: bool = False


@dataclass(frozen=True)
class Filling:
    """One thing that puts cases into the top two bands.

    kind : in words; cases : whom it puts there, in order of work; items : the due items by which it does, in the order of
    the cases, none where it is no item; alone : those of the cases that nothing else puts there.
    """

    kind: str
    cases: tuple[int, ...]
    items: tuple[int, ...]
    alone: tuple[int, ...]


@dataclass(frozen=True)
class EverythingUrgent:
    """That so much of a caseload stands in the top two bands that they say little.

    top, cases : how many stand there, of how many; share : of 1,000,000, above which the criteria set calls it too many;
    fills : what puts them there, the most frequent first.
    """

    top: int
    cases: int
    share: int
    fills: tuple[Filling, ...]

    @property
    def kinds(self) -> tuple[tuple[str, int], ...]:
        """What puts them there, in words, and for how many of them it does."""
        return tuple((one.kind, len(one.cases)) for one in self.fills)

    @property
    def batch(self) -> tuple[int, ...]:
        """The cases that the most frequent kind of due item alone put there, to be dealt with as one; none where it is no
        item."""
        return self.fills[0].alone if self.fills[0].items else ()


def waiting_above(band: NDArray[np.int8], order: NDArray[np.int64], case: int) -> tuple[int, ...]:
    """Cases of a list that wait in a higher band than one of them, in their order: whoever starts that one passes these by.

    Parameters
    ----------
    band, order : (n,) `Band.number` of each case in the list's order, and its position, as of `placing.Placed`.

    Raises
    ------
    ValueError : the case is not on the list.
    """
    at = order.tolist().index(case)
    return tuple(order[band < band[at]].tolist())


def asks_why(criteria: CriteriaSet, above: tuple[int, ...], *, start: Start, asked_today: int) -> bool:
    """Whether somebody who starts a case while others wait above it is asked why. Once for each start; the rest of a day's
    questions wait for the review."""
    short = start.minutes is not None and start.minutes < criteria.short_minutes
    return bool(above) and not (start.came_up or short) and asked_today < criteria.asks_a_day


def everything_urgent(ranking: Ranking, items: DueItems, cases: NDArray[np.int64]) -> EverythingUrgent | None:
    """Whether more of a list than the set's share stands in *Act now* and *Today*, and what fills these; None where not, or
    of a list of fewer than five.

    Parameters
    ----------
    cases : positions of the list's cases, in order of work.
    """
    band = ranking.bands.band[cases]
    top = cases[np.isin(band, [word.number for word in TOP_BANDS])].tolist()
    if len(cases) < FEWEST or len(top) * ONE <= len(cases) * ranking.criteria.urgent_share:
        return None
    why = {case: _why(ranking, items, case) for case in top}
    counted = Counter(kind for kinds in why.values() for kind in sorted(kinds))
    fills = tuple(
        Filling(
            kind,
            tuple(case for case in top if kind in why[case]),
            tuple(item for case in top for item in why[case].get(kind, ())),
            tuple(case for case in top if set(why[case]) == {kind}),
        )
        for kind, _ in counted.most_common()
    )
    return EverythingUrgent(len(top), len(cases), ranking.criteria.urgent_share, fills)


def _why(ranking: Ranking, items: DueItems, case: int) -> dict[str, tuple[int, ...]]:
    """What puts a case into the top two bands: titles of its items with these, and the other conditions in words."""
    grounds, moving = int(ranking.bands.grounds[case]), ranking.moving
    found: dict[str, tuple[int, ...]] = {words: () for ground, words in OTHERWISE.items() if grounds & ground.bit}
    for item in moving.which[(moving.case == case) & ranking.bands.for_today].tolist():
        title = items.duties[items.duty[item]].title
        found[title] = (*found.get(title, ()), item)
    return found
