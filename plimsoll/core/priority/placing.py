"""An order of work with what people decided against it: cases placed elsewhere, both places kept; and when that lapses."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from plimsoll.core.calendar import DAY_MINUTES, Calendar
from plimsoll.core.caseload import Caseload, PutOffs, Workers
from plimsoll.core.priority.bands import Ground
from plimsoll.core.priority.criteria import CriteriaSet
from plimsoll.core.priority.order import Ranking, rank
from plimsoll.core.terms import Band, PlacingKind, Purpose
from plimsoll.core.timescales.due import DueItems

_BANDS = list(Band)
_FAR_DAYS = 366  # beyond every timescale to which the criteria look ahead


@dataclass(frozen=True)
class Placing:
    """A person's placing of a case against the order, in force.

    case : position; kind, with other : before or after that case; or band : among the cases of that band. stays : where it
    stands on that side of the other already, in the same band, it is not moved: so an answer to a close call says no more
    than which of the two comes first.
    """

    case: int
    kind: PlacingKind
    other: int | None = None
    band: Band | None = None
    stays: bool = False

    def __post_init__(self) -> None:
        if (self.kind is PlacingKind.BAND) != (self.other is None) or (self.band is None) != (self.other is not None):
            raise ValueError("A placing names another case or a band, as its kind says, and one of them alone.")


@dataclass(frozen=True)
class Placed:
    """One list as it is shown.

    order : (n,) positions of its cases; band : (n,) in that order, `Band.number` of where each stands now; idle : those
    placings that moved nothing, as the case they go by is not on the list.
    """

    order: NDArray[np.int64]
    band: NDArray[np.int8]
    idle: tuple[Placing, ...]


def placed(ranking: Ranking, cases: NDArray[np.int64], placings: Sequence[Placing]) -> Placed:
    """A list with its placings, the earliest made first: a later one finds what the earlier ones left. Those that say only
    which of two cases comes first are then gone through until all of them hold; answers that go round in a circle cannot,
    and of these the later ones hold.

    Parameters
    ----------
    cases : positions of the list's cases in order of work; placings : one a case at most, of cases of the list.
    """
    order = cases.tolist()
    computed = {case: at for at, case in enumerate(order)}
    band = {case: int(ranking.bands.band[case]) for case in order}
    idle = [one for one in placings if one.case not in band or (one.other is not None and one.other not in band)]
    there = [one for one in placings if one not in idle]
    answers = [one for one in there if one.stays]
    for some in (there, *[answers] * len(answers)):
        for placing in some:
            if not (placing.stays and _stands_there(placing, order, band)):
                _move(placing, order, band, computed, ranking)
    return Placed(np.array(order, dtype=np.int64), np.array([band[case] for case in order], np.int8), tuple(idle))


def _move(placing: Placing, order: list[int], band: dict[int, int], computed: dict[int, int], ranking: Ranking) -> None:
    """Puts the case of a placing where that says."""
    order.remove(placing.case)
    if placing.other is not None:
        band[placing.case] = band[placing.other]
        at = order.index(placing.other) + (placing.kind is PlacingKind.BELOW)
    else:
        assert placing.band is not None
        band[placing.case] = placing.band.number
        at = _by_its_score(placing.case, order, band, computed, ranking)
    order.insert(at, placing.case)


def _stands_there(placing: Placing, order: list[int], band: dict[int, int]) -> bool:
    """Whether a case stands on the side of the other on which it was placed, in one band with it."""
    if placing.other is None or band[placing.case] != band[placing.other]:
        return False
    before = order.index(placing.case) < order.index(placing.other)
    return before is (placing.kind is PlacingKind.ABOVE)


def _by_its_score(case: int, order: list[int], band: dict[int, int], computed: dict[int, int], ranking: Ranking) -> int:
    """Where a case stands among those of its new band: before the first that has a lower score, or comes after it in the
    order of work where the scores are one."""
    mine = (band[case], -int(ranking.score[case]), computed[case])
    for at, other in enumerate(order):
        if (band[other], -int(ranking.score[other]), computed[other]) > mine:
            return at
    return len(order)


def needs_countersigning(ranking: Ranking, items: DueItems, case: int, to: Band) -> bool:
    """Whether a case may go to a band only with a supervisor's countersignature: out of *Act now*, or below *Today* while
    something to see the child or to protect it put the case there.

    Source: the product's own specification of prioritisation ("People decide").
    """
    now = int(ranking.bands.band[case])
    if now == Band.ACT_NOW.number:
        return to.number > now
    return now == Band.TODAY.number < to.number and _seeing(ranking, items, case)


def _seeing(ranking: Ranking, items: DueItems, case: int) -> bool:
    """Whether an item to see the child or to protect it puts a case into *Today*, or that nobody has seen it for long."""
    if int(ranking.bands.grounds[case]) & Ground.UNSEEN_TWICE_TODAY.bit:
        return True
    moving = ranking.moving
    own = moving.which[(moving.case == case) & ranking.bands.for_today]
    return any(items.duties[items.duty[item]].purpose in (Purpose.SEE, Purpose.PROTECT) for item in own.tolist())


def bands_without(
    caseload: Caseload,
    put_off: PutOffs,
    items: DueItems,
    workers: Workers,
    criteria: CriteriaSet,
    calendar: Calendar,
    as_at: int,
) -> tuple[Band, ...]:
    """The band of every case by all that is not put off: by this it is told whether a case rises for another reason."""
    far = as_at + _FAR_DAYS * DAY_MINUTES
    gone = PutOffs.of([(case, duty, was_due, far) for case, duty, was_due, _ in put_off.rows()])
    ranking = rank(replace(caseload, put_off=gone), items, workers, criteria, calendar, as_at)
    return tuple(_BANDS[band] for band in ranking.bands.band.tolist())


def has_lapsed(made_in: Band, now: Band) -> bool:
    """Whether a placing lapses because the band of the case has risen since it was made.

    >>> has_lapsed(Band.THIS_WEEK, Band.TODAY), has_lapsed(Band.TODAY, Band.THIS_WEEK)
    (True, False)
    """
    return now.number < made_in.number
