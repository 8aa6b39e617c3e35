"""A changed criteria set tried out before it goes live: whose order would be another, and how."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from plimsoll.core.priority.order import Ranking

TOP = 10


@dataclass(frozen=True)
class Rehearsal:
    """Two orders of the same n cases.

    lists : (w,) number of each list that changes at its top, as in `Caseload.worker`, those first with most cases that come
    in or go out; then those with most that change places; entered, left, moved : (w,) how many come into its first ten, go
    out of them, and change places within them; up, down : cases, of all lists, that change to a higher and to a lower band.
    """

    lists: NDArray[np.int64]
    entered: NDArray[np.int64]
    left: NDArray[np.int64]
    moved: NDArray[np.int64]
    up: int
    down: int


def rehearse(now: Ranking, then: Ranking, worker: NDArray[np.int32], top: int = TOP) -> Rehearsal:
    """How the first places of every list would change.

    Parameters
    ----------
    now, then : the same n cases at the same moment under the set in force and under the draft; worker : (n,) whose list each
    is on, -1 for the unallocated queue.
    """
    first, second = now.place <= top, then.place <= top
    entered, left = second & ~first, first & ~second
    moved = first & second & (now.place != then.place)
    own = worker.astype(np.int64) + 1  # the queue is a list too
    size = int(own.max(initial=-1)) + 1
    came, went, changed = (np.bincount(own[which], minlength=size) for which in (entered, left, moved))
    lists = np.flatnonzero(came + went + changed)
    lists = lists[np.lexsort((lists, -changed[lists], -(came + went)[lists]))]
    band = then.bands.band.astype(np.int64) - now.bands.band
    return Rehearsal(
        lists - 1, came[lists], went[lists], changed[lists], up=int((band < 0).sum()), down=int((band > 0).sum())
    )
