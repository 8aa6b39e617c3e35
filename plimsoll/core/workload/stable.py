"""The stable element: work that is there without any case."""

import numpy as np

from plimsoll.core.workload.rules import PartTime
from plimsoll.core.workload.scheme import Scheme
from plimsoll.core.workload.whole import IntArray, half_up


def stable_points(scheme: Scheme, contracted_hours: IntArray) -> IntArray:
    """What supervision, training, team and administration take of each worker.

    Parameters
    ----------
    contracted_hours : int64 (w,), hundredths of an hour, 0 or more; UNKNOWN counts as full time.

    Returns
    -------
    int64 (w,), hundredths of the scheme's unit; 0 for a worker without hours.

    Raises
    ------
    BlankInScheme : the amount, or the part-time rule it needs, is not filled in.
    """
    whole = scheme.filled("stable.points", scheme.stable.points)
    full = scheme.filled("full_time_hours", scheme.full_time_hours)
    amounts = np.where(contracted_hours == 0, 0, whole)
    part_time = (contracted_hours >= 0) & (contracted_hours != full)
    if not whole or not full or not part_time.any():
        return amounts
    if scheme.filled("stable.part_time", scheme.stable.part_time) is PartTime.PRO_RATA:
        return np.where(part_time, half_up(whole * contracted_hours, full), amounts)
    return amounts
