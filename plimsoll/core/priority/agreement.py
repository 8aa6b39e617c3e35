"""How far orders of the same cases agree: managers who ordered them blind, and the engine.

Source: Kendall, M. (1938) A new measure of rank correlation; with ties, his tau-b of 1945.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True)
class Agreement:
    """Kendall's tau of one order with another, -1 (reversed) to 1 (the same); None where one side has every case at one
    place, so that there is no order to agree with.

    with_engine : of each person; between : of each pair of persons; apart : positions of the cases, those first on which the
    persons' mean place and the engine's are furthest from each other, with that distance in places.
    """

    with_engine: Mapping[str, float | None]
    between: Mapping[tuple[str, str], float | None]
    apart: tuple[tuple[int, float], ...]


def agreement(orders: Mapping[str, Sequence[int]], engine: Sequence[int]) -> Agreement:
    """How far persons agree with the engine and with each other.

    Parameters
    ----------
    orders : of each person, the place that they gave each of n cases, from 1; cases at one place are tied; engine : its own.

    Raises
    ------
    ValueError : somebody ordered another number of cases.
    """
    places = {name: np.asarray(order, dtype=np.int64) for name, order in orders.items()}
    own = np.asarray(engine, dtype=np.int64)
    for name, order in places.items():
        if order.shape != own.shape:
            raise ValueError(f"{name} ordered {len(order)} cases, the engine {len(own)}.")
    mean = np.mean(list(places.values()), axis=0) if places else own.astype(float)
    far = np.abs(mean - own)
    return Agreement(
        {name: kendall(order, own) for name, order in places.items()},
        {(a, b): kendall(places[a], places[b]) for a, b in combinations(sorted(places), 2)},
        tuple((int(at), float(far[at])) for at in np.argsort(-far, kind="stable")),
    )


def kendall(a: NDArray[np.int64], b: NDArray[np.int64]) -> float | None:
    """Kendall's tau-b of two orders of the same n cases, given as places; None where one of them is no order at all.

    >>> kendall(np.array([1, 2, 3, 4]), np.array([1, 2, 4, 3]))
    0.6666666666666666
    """
    x, y = np.sign(a[:, None] - a), np.sign(b[:, None] - b)
    pairs = int((x != 0).sum()) * int((y != 0).sum())
    return float((x * y).sum() / np.sqrt(pairs)) if pairs else None
