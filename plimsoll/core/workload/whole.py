"""Whole-number arithmetic of load: points and hours are counted in hundredths, so that every sum is exact."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TypeAlias, overload

import numpy as np
import numpy.typing as npt

IntArray: TypeAlias = npt.NDArray[np.int64]
BoolArray: TypeAlias = npt.NDArray[np.bool_]

UNKNOWN = -1
"""Stands in arrays for hours, a capacity, a level, a worker or a household that nobody has told us."""


@overload
def half_up(numerator: int, denominator: int) -> int: ...
@overload
def half_up(numerator: IntArray, denominator: int | IntArray) -> IntArray: ...
def half_up(numerator: int | IntArray, denominator: int | IntArray) -> int | IntArray:
    """`numerator / denominator` to the nearest whole number, a half going up. Denominator above 0.

    >>> half_up(1125, 1000), half_up(1500, 1000), half_up(-1500, 1000)
    (1, 2, -1)
    """
    return (2 * numerator + denominator) // (2 * denominator)


def whole_numbers(name: str, values: npt.ArrayLike, *, size: int, low: int, high: int | None = None) -> IntArray:
    """An array at the door: int64, shape (size,), every value in low..high.

    Raises
    ------
    ValueError : other shape, not whole numbers, or a value out of range; names which.
    """
    array = np.asarray(values)
    if array.shape != (size,):
        raise ValueError(f"{name} must have shape ({size},), not {array.shape}.")
    if size and not np.issubdtype(array.dtype, np.integer):
        raise ValueError(f"{name} must be whole numbers, not {array.dtype}.")
    if size and (array.min() < low or (high is not None and array.max() > high)):
        reach = f"from {low} to {high}" if high is not None else f"{low} or more"
        raise ValueError(f"{name} must be {reach}; found {array.min()} to {array.max()}.")
    return array.astype(np.int64)


@dataclass(frozen=True, eq=False)
class Parts:
    """What numbers are made of: one labelled row for each part, one column for each case or worker.

    `labels`: p texts. `points`: int64 (p, n), hundredths of the scheme's unit; a row may take away (below 0).

    >>> parts = Parts(("weight", "court"), np.array([[200, 160], [100, 0]]))
    >>> parts.total.tolist(), parts.of(1)
    ([300, 160], (('weight', 160),))
    """

    labels: tuple[str, ...]
    points: IntArray

    def __post_init__(self) -> None:
        if self.points.ndim != 2 or len(self.labels) != len(self.points):
            raise ValueError(f"points must have shape ({len(self.labels)}, n), not {self.points.shape}.")

    @classmethod
    def of_rows(cls, rows: Iterable[tuple[str, IntArray]], columns: int) -> "Parts":
        """From labelled rows, each of shape (columns,)."""
        rows = list(rows)
        stacked = np.array([row for _, row in rows], dtype=np.int64).reshape(len(rows), columns)
        return cls(tuple(label for label, _ in rows), stacked)

    @property
    def total(self) -> IntArray:
        """Sum of the parts, shape (n,), exact."""
        total: IntArray = self.points.sum(axis=0, dtype=np.int64)
        return total

    def of(self, column: int) -> tuple[tuple[str, int], ...]:
        """The parts of one case or worker, those of 0 left out."""
        points = self.points[:, column].tolist()
        return tuple((label, amount) for label, amount in zip(self.labels, points, strict=True) if amount)
