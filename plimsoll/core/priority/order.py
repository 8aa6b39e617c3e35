"""The order of work: a total order over cases, the same for the same inputs on any machine."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from plimsoll.core.calendar import Calendar, Days
from plimsoll.core.caseload import NOBODY, Caseload, Workers
from plimsoll.core.priority.bands import Bands, bands
from plimsoll.core.priority.criteria import CriteriaSet
from plimsoll.core.priority.indicators import Pending, indicator_values, pending
from plimsoll.core.priority.putting_off import as_put_off
from plimsoll.core.priority.scores import Indicators, scores
from plimsoll.core.terms import Indicator, Known
from plimsoll.core.timescales.due import DueItems

HIGHEST_SCORE = 100_000_000  # millionths of a point; fits in 27 bits
_INDEX_BITS = 34
_SCORE_BITS = 27
_NEVER_DUE = np.iinfo(np.int64).max


class Keys(NamedTuple):
    """By what n cases are put in order, first things first.

    band : int8, `Band.number`; score : int64 millionths, higher first; fits : int32 millionths, higher first; earliest_due :
    moment; unseen_since : day, longest first, unknown last; reference : by code point.
    """

    band: NDArray[np.int8]
    score: NDArray[np.int64]
    fits: NDArray[np.int32]
    earliest_due: NDArray[np.int64]
    unseen_since: Days
    reference: NDArray[np.str_]

    def take(self, which: NDArray[np.intp]) -> "Keys":
        """Those of some cases, by position."""
        return Keys._make(column[which] for column in self)

    @classmethod
    def join(cls, parts: Sequence["Keys"]) -> "Keys":
        """Of several as one."""
        return cls._make(np.concatenate(columns) for columns in zip(*parts, strict=True))


@dataclass(frozen=True)
class Ranking:
    """Ordered caseloads at one moment under one version of a criteria set.

    order : (n,) positions of the cases in order of work over all workers; those of one worker, in this order, are their
    list. place : (n,) 1.. within the worker's own list (the unallocated queue is a list too). score : (n,) millionths.
    keys : by what they were put in order.
    """

    criteria: CriteriaSet
    as_at: int
    indicators: Indicators
    moving: Pending
    bands: Bands
    score: NDArray[np.int64]
    order: NDArray[np.int64]
    place: NDArray[np.int64]
    keys: Keys

    def completeness(self) -> NDArray[np.float64]:
        """Share of each case's applicable indicators that are known and not stale, 0..1; what breaks ties is left out."""
        known = np.delete(self.indicators.known, Indicator.FITS.number, axis=0)
        applies = (known != Known.NOT_APPLICABLE.number).sum(axis=0)
        return np.asarray((known == Known.KNOWN.number).sum(axis=0) / np.maximum(applies, 1))


def rank(
    caseload: Caseload, items: DueItems, workers: Workers, criteria: CriteriaSet, calendar: Calendar, as_at: int
) -> Ranking:
    """Orders all the cases of a caseload, each worker's list within it.

    Parameters
    ----------
    caseload : n cases, with what people put off; items : their due items at the same moment; workers : whose they are, with
    diaries; criteria : the set in force; as_at : moment.
    """
    items = as_put_off(items, caseload.put_off, as_at)
    moving = pending(items, caseload, workers, criteria, calendar, as_at)
    indicators = indicator_values(caseload, items, moving, workers, criteria, calendar, as_at)
    tiers = bands(caseload, indicators, items, moving, workers, criteria, calendar, as_at)
    points = scores(indicators, criteria)
    keys = Keys(
        tiers.band,
        points,
        indicators.of(Indicator.FITS),
        _earliest_due(items, moving, len(caseload)),
        np.where(np.isnat(caseload.last_seen), caseload.involved_from, caseload.last_seen),
        caseload.reference,
    )
    order = order_of_work(*keys)
    return Ranking(criteria, as_at, indicators, moving, tiers, points, order, places(order, caseload.worker), keys)


def order_of_work(
    band: NDArray[np.int8],
    score: NDArray[np.int64],
    fits: NDArray[np.int32],
    earliest_due: NDArray[np.int64],
    unseen_since: Days,
    reference: NDArray[np.str_],
) -> NDArray[np.int64]:
    """Positions of n cases in order of work.

    By band, score (higher first), fits (higher first), earliest due, longest unseen (unknown last), reference.
    Band and score are packed with the position into one whole number and sorted at once; only true ties, rare in a real
    caseload, are looked at more closely.
    """
    n = len(band)
    key = band.astype(np.uint64) << np.uint64(_SCORE_BITS + _INDEX_BITS)
    key |= (HIGHEST_SCORE - score).astype(np.uint64) << np.uint64(_INDEX_BITS)
    key |= np.arange(n, dtype=np.uint64)
    key.sort()
    order = (key & np.uint64((1 << _INDEX_BITS) - 1)).astype(np.int64)
    key >>= np.uint64(_INDEX_BITS)
    same = key[1:] == key[:-1]
    if same.any():
        tied = np.zeros(n, dtype=bool)
        tied[1:] |= same
        tied[:-1] |= same
        at = np.flatnonzero(tied)
        who = order[at]
        since = np.where(np.isnat(unseen_since[who]), np.datetime64("9999-12-31"), unseen_since[who])
        finer = np.lexsort((reference[who], since, earliest_due[who], -fits[who].astype(np.int64), key[at]))
        order[at] = who[finer]
    return order


def places(order: NDArray[np.int64], worker: NDArray[np.int32]) -> NDArray[np.int64]:
    """Place of each case in its worker's own list, from 1.

    >>> places(np.array([2, 0, 1]), np.array([5, 7, 5], dtype=np.int32)).tolist()
    [2, 1, 1]
    """
    by_worker = np.argsort(worker[order], kind="stable")
    sorted_worker = worker[order][by_worker]
    first = np.flatnonzero(np.diff(sorted_worker, prepend=NOBODY - 1))
    lengths = np.diff(np.append(first, len(order)))
    place = np.empty(len(order), dtype=np.int64)
    place[order[by_worker]] = np.arange(len(order)) - np.repeat(first, lengths) + 1
    return place


def family_place(place: NDArray[np.int64], family: NDArray[np.int64]) -> NDArray[np.int64]:
    """The place at which each case's family row stands in one list: that of the family's highest case.

    Parameters
    ----------
    place : (n,) place of each case in the list, from 1; family : (n,) number of its family, 0.. , one for a child alone too.

    >>> family_place(np.array([3, 1, 2]), np.array([0, 1, 0])).tolist()
    [2, 1, 2]
    """
    highest = np.full(int(family.max(initial=-1)) + 1, np.iinfo(np.int64).max)
    np.minimum.at(highest, family, place)
    return np.asarray(highest[family])


def _earliest_due(items: DueItems, moving: Pending, n: int) -> NDArray[np.int64]:
    """The earliest moment at which an item that moves each case is due; the end of time where none is."""
    earliest = np.full(n, _NEVER_DUE)
    np.minimum.at(earliest, moving.case, items.due[moving.which])
    return earliest
