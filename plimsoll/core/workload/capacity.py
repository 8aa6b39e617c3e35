"""What a worker can give: contracted hours, less reductions, less the stable element where the scheme takes it off."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

import numpy as np

from plimsoll.core.workload.rules import CountedIn, Grant, Rounding
from plimsoll.core.workload.scheme import Scheme
from plimsoll.core.workload.stable import stable_points
from plimsoll.core.workload.whole import UNKNOWN, IntArray, half_up, whole_numbers

FULL_WEEK = 16_800  # hundredths of an hour in seven days


@dataclass(frozen=True)
class Granted:
    """A reduction a worker has. `percent` of contracted hours or `hours` (hundredths), unless the scheme fixes it."""

    key: str
    percent: int | None = None
    hours: int | None = None


@dataclass(frozen=True)
class Capacity:
    """What one worker can give, and how it comes about. Hundredths of the scheme's unit.

    `parts`: the contracted hours first, then what each reduction and the stable element take off (below 0); they sum
    to `points`. `points` is None, and there are no parts, where contracted hours are not known.
    """

    scheme: Scheme = field(repr=False)
    contracted_hours: int | None
    parts: tuple[tuple[str, int], ...]
    points: int | None


def available_points(
    scheme: Scheme,
    *,
    contracted_hours: IntArray,
    reduction_percent: IntArray | None = None,
    reduction_hours: IntArray | None = None,
) -> IntArray:
    """What each worker can give: capacity × (contracted hours - reductions) ÷ full-time hours, less the stable element.

    The formula is that of the probation Workload Measurement Tool (ministryofjustice/hmpps-workload,
    CapacityCalculator.kt): 2,176 points at 37 hours, less 1.8 hours, gives 2,070. Rounded as the scheme says.

    Parameters
    ----------
    contracted_hours : int64 (w,), hundredths of an hour a week, 0..16,800; UNKNOWN where not known.
    reduction_percent : int64 (w,), whole percent of contracted hours, all of a worker's reductions added up.
    reduction_hours : int64 (w,), hundredths of an hour a week, added up.

    Returns
    -------
    int64 (w,), hundredths of the scheme's unit, never below 0; UNKNOWN where hours are not known; 0 where the worker's
    or the scheme's hours are 0.

    Raises
    ------
    BlankInScheme : full-time hours, or a stable element that is taken off, are not filled in.
    ValueError : a shape or value out of range.
    """
    w = len(contracted_hours)
    hours = whole_numbers("contracted_hours", contracted_hours, size=w, low=UNKNOWN, high=FULL_WEEK)
    zeros = np.zeros(w, dtype=np.int64)
    percent = zeros if reduction_percent is None else reduction_percent
    off = zeros if reduction_hours is None else reduction_hours
    points = _time_points(
        scheme,
        hours,
        whole_numbers("reduction_percent", percent, size=w, low=0),
        whole_numbers("reduction_hours", off, size=w, low=0),
    )
    if scheme.stable.counted_in is CountedIn.CAPACITY:
        points = np.maximum(0, points - stable_points(scheme, hours))
    return np.where(hours == UNKNOWN, UNKNOWN, points)


def capacity(scheme: Scheme, *, contracted_hours: int | None, granted: Sequence[Granted] = ()) -> Capacity:
    """What one worker can give as a sum that can be opened; agrees with `available_points`.

    Each part is what the running result falls by, so that parts sum exactly and together never take more than there is.

    Raises
    ------
    BlankInScheme, ValueError : as `available_points`; KeyError : a reduction the scheme does not have.
    """
    taken = [granted_amount(scheme, each) for each in granted]
    if contracted_hours is None:
        return Capacity(scheme, None, (), None)
    steps = len(taken) + 1
    hours = whole_numbers("contracted_hours", np.full(steps, contracted_hours), size=steps, low=0, high=FULL_WEEK)
    percents = np.cumsum([0, *(percent for percent, _ in taken)])
    offs = np.cumsum([0, *(off for _, off in taken)])
    stages = _time_points(scheme, hours, percents, offs).tolist()
    labels = [_reduction_label(scheme, each, percent) for each, (percent, _) in zip(granted, taken, strict=True)]
    if scheme.stable.counted_in is CountedIn.CAPACITY:
        stages.append(max(0, stages[-1] - int(stable_points(scheme, hours[:1])[0])))
        labels.append(scheme.stable.label)
    falls = [after - before for before, after in pairwise(stages)]
    parts = (("contracted hours", stages[0]), *zip(labels, falls, strict=True))
    return Capacity(scheme, contracted_hours, parts, stages[-1])


def granted_amount(scheme: Scheme, granted: Granted) -> tuple[int, int]:
    """A granted reduction as whole percent of contracted hours and hundredths of an hour; one of them is 0.

    Raises
    ------
    KeyError : the scheme has no such reduction.
    BlankInScheme : its amount is not filled in.
    ValueError : an amount is missing, out of range, above the scheme's maximum, or given where the scheme fixes it.
    """
    rule = scheme.reduction(granted.key)
    if rule.grant in (Grant.FIXED_PERCENT, Grant.FIXED_HOURS):
        if granted.percent is not None or granted.hours is not None:
            raise ValueError(
                f"{rule.key} is fixed by the scheme '{scheme.title}'; give no amount, or change the scheme."
            )
        if rule.grant is Grant.FIXED_PERCENT:
            return scheme.filled(f"reductions.{rule.key}.percent", rule.amount), 0
        return 0, scheme.filled(f"reductions.{rule.key}.hours", rule.amount)
    if rule.grant is Grant.UP_TO_PERCENT:
        most = scheme.filled(f"reductions.{rule.key}.percent", rule.amount)
        if granted.percent is None or granted.hours is not None:
            raise ValueError(f"{rule.key} needs its amount: give percent, up to {most}.")
        return _in_range(f"{rule.key}, percent", granted.percent, most), 0
    if (granted.percent is None) == (granted.hours is None):
        raise ValueError(f"{rule.key} needs its amount: give either percent or hours.")
    if granted.percent is not None:
        return _in_range(f"{rule.key}, percent", granted.percent, 100), 0
    return 0, _in_range(f"{rule.key}, hours", granted.hours or 0, FULL_WEEK)


def _in_range(what: str, amount: int, most: int) -> int:
    if not 0 <= amount <= most:
        raise ValueError(f"{what} must be from 0 to {most}, not {amount}.")
    return amount


def _reduction_label(scheme: Scheme, granted: Granted, percent: int) -> str:
    label = scheme.reduction(granted.key).label
    return f"{label} ({percent} %)" if percent else label


def _time_points(scheme: Scheme, hours: IntArray, percent: IntArray, off: IntArray) -> IntArray:
    """Capacity by time alone. Hours are in ten-thousandths inside, so that percent of hours is exact."""
    full = scheme.filled("full_time_hours", scheme.full_time_hours)
    if not full:
        return np.zeros_like(hours)
    left = np.clip(hours * (100 - percent) - off * 100, 0, None)
    asked: IntArray = scheme.full_time_capacity * left
    if scheme.available_rounding is Rounding.WHOLE_DOWN:
        return asked // (full * 100 * 100) * 100
    return half_up(asked, full * 100)
