"""Random draws that come out the same for the same seed, on every machine."""

from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from itertools import accumulate
from typing import Generic, TypeVar

from numpy.random import PCG64, Generator

T = TypeVar("T")

# Uniform numbers are taken from NumPy in blocks: one call for each would cost more than all the rest of the town.
BLOCK_DRAWS = 8192


class Weighted(Generic[T]):
    """A table of values and how often each is drawn; the weights need not add up to one.

    >>> Weighted({"often": 3, "seldom": 1}).at(0.8)
    'seldom'
    """

    def __init__(self, weights: Mapping[T, float] | Iterable[tuple[T, float]]) -> None:
        pairs = list(weights.items()) if isinstance(weights, Mapping) else list(weights)
        self.values: list[T] = [value for value, _ in pairs]
        total = sum(weight for _, weight in pairs)
        self._edges = [edge / total for edge in accumulate(weight for _, weight in pairs)]
        self._edges[-1] = 1.0

    def at(self, share: float) -> T:
        """The value found at `share`, 0 to 1, of the way through the table."""
        return self.values[bisect_left(self._edges, share)]


Ranges = Weighted[tuple[int, int]]


class Turns:
    """Says yes to so large a share of the asked, spread evenly instead of by chance: small towns get their share, too.

    >>> turns = Turns(0.5)
    >>> [turns.comes(0.25) for _ in range(6)]
    [False, True, False, False, False, True]
    """

    def __init__(self, start: float) -> None:
        self._sum = start

    def comes(self, share: float) -> bool:
        """Whether it is the turn of this one, of whom a share, 0 to 1, has a turn."""
        self._sum += share
        if self._sum < 1:
            return False
        self._sum -= 1
        return True


class Draws:
    """One stream of draws from one seed. Two of the same seed give the same values in the same order.

    >>> Draws(7).between(1, 1000) == Draws(7).between(1, 1000)
    True
    """

    def __init__(self, *seed: int) -> None:
        self._generator = Generator(PCG64(seed))
        self._block: list[float] = []

    def share(self) -> float:
        """A number from 0 up to, not including, 1."""
        if not self._block:
            self._block = self._generator.random(BLOCK_DRAWS).tolist()
        return self._block.pop()

    def chance(self, share: float) -> bool:
        """True in `share`, 0 to 1, of the draws."""
        return self.share() < share

    def between(self, low: int, high: int) -> int:
        """A whole number from low to high, both included; `low` when the two are the wrong way round."""
        return low + int(self.share() * (high - low + 1)) if high > low else low

    def one_of(self, values: Sequence[T]) -> T:
        """One of the values, each as often as the others."""
        return values[int(self.share() * len(values))]

    def of(self, table: Weighted[T]) -> T:
        """One value of a table, as often as its weight says."""
        return table.at(self.share())

    def within(self, table: Ranges) -> int:
        """A whole number inside a range that is itself drawn from a table of ranges."""
        low, high = self.of(table)
        return self.between(low, high)

    def shuffled(self, values: Iterable[T]) -> list[T]:
        """The values in a drawn order."""
        return [value for _, _, value in sorted((self.share(), place, value) for place, value in enumerate(values))]
