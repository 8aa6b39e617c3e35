"""How firm an order is: how far cases move when the weights of the five criteria are moved a little.

Source: the product's own specification of prioritisation: 2,000 draws from a seed, each weight times a uniform 0.75 to
1.25. Scaling a draw to the sum of the weights changes no order, and is left out. Bands are tiers: no weight moves a case
from one to another.
"""

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from plimsoll.core.priority.criteria import CriteriaSet
from plimsoll.core.priority.order import Ranking
from plimsoll.core.priority.scores import Wholes, criterion_values
from plimsoll.core.terms import Criterion

DRAWS = 2_000
SEED = 2_026
_LEAST, _STEPS = 750_000, 500_001  # millionths of a weight, 0.75 to 1.25
_BAND = float(1 << 47)  # above every score of a draw, which is at most 100 x 1.25 x 10^12
MILLIONTHS = 1_000_000


@dataclass(frozen=True)
class Firmness:
    """How far the n cases of one list move; in the order of the list.

    first, last : (n,) highest and lowest place over the draws, from 1; the place itself lies between. turns : (n - 1,)
    share of the draws in which the next case stands before this one, 0..1.
    """

    first: NDArray[np.int64]
    last: NDArray[np.int64]
    turns: NDArray[np.float64]


def firmness(ranking: Ranking, cases: NDArray[np.int64]) -> Firmness:
    """The range of places of one list.

    Parameters
    ----------
    cases : positions of the list's cases, in order of work.
    """
    values = _values(ranking, cases)
    points = _weights(ranking.criteria) @ values
    keys = ranking.bands.band[cases] * _BAND - points
    order = keys.argsort(axis=1, kind="stable")  # of a tie, the order of work itself
    place = np.empty(order.shape, dtype=np.int64)
    np.put_along_axis(place, order, np.arange(1, len(cases) + 1)[None, :], axis=1)
    return Firmness(place.min(axis=0), place.max(axis=0), np.asarray((keys[:, 1:] < keys[:, :-1]).mean(axis=0)))


def close_calls(ranking: Ranking, cases: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Whether each case of a list and the next are a close call: they stand in one band, and their scores are closer than
    the set's limit, or their order turns in so many of the draws as the set says; (n - 1,).

    Parameters
    ----------
    cases : as of `firmness`.
    """
    criteria = ranking.criteria
    score, band = ranking.score[cases], ranking.bands.band[cases]
    values = _values(ranking, cases)
    turned = (_weights(criteria) @ (values[:, 1:] - values[:, :-1]) > 0).mean(axis=0)
    near = score[:-1] - score[1:] < criteria.close_points * MILLIONTHS
    return np.asarray((band[1:] == band[:-1]) & (near | (turned * MILLIONTHS >= criteria.close_turns)))


def _values(ranking: Ranking, cases: NDArray[np.int64]) -> Wholes:
    """The five criteria of a list's cases: (len(Criterion), n) whole millionths."""
    return criterion_values(ranking.indicators.take(cases), ranking.criteria).astype(np.float64)


def _weights(criteria: CriteriaSet) -> Wholes:
    weights = [0] * len(Criterion)
    for rule in criteria.criteria:
        weights[rule.criterion.number] = rule.weight
    return drawn(tuple(weights))


@lru_cache(maxsize=16)
def drawn(weights: tuple[int, ...], draws: int = DRAWS, seed: int = SEED) -> Wholes:
    """(draws, k) weights in whole millionths: as they are, then each draw. The bits come straight from the generator,
    whose stream does not change between versions.

    >>> drawn((30, 70), draws=3).tolist()[0]
    [30000000.0, 70000000.0]
    """
    bits = np.random.PCG64(seed).random_raw((draws - 1) * len(weights)).reshape(draws - 1, len(weights))
    factors = np.vstack([np.full(len(weights), MILLIONTHS), _LEAST + (bits % _STEPS).astype(np.int64)])
    return np.asarray(factors * np.array(weights, dtype=np.int64), dtype=np.float64)
