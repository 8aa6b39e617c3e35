"""Help on a colleague's case: to the helper's credit and off the owner's load. Nobody writes it down yet."""

import numpy as np

from plimsoll.core.workload.rules import HelpSize
from plimsoll.core.workload.scheme import BlankInScheme, Scheme
from plimsoll.core.workload.whole import UNKNOWN, IntArray, whole_numbers


def help_points(
    scheme: Scheme, *, task: IntArray, size: IntArray, helper: IntArray, owner: IntArray, n_workers: int
) -> tuple[IntArray, IntArray]:
    """Points of help given and of help received, for each worker.

    The idea is probation's: points of a contact done on another's case move from its owner to who did it.

    Parameters
    ----------
    task, size : int64 (h,), position in `scheme.help_tasks` and in `HelpSize`.
    helper, owner : int64 (h,), workers 0..n_workers - 1; an owner of UNKNOWN (a case of nobody) is not debited.

    Returns
    -------
    given, received : int64 (n_workers,), hundredths. Their sums are equal where every case has an owner.

    Raises
    ------
    BlankInScheme : points of a task that was done are not filled in.
    ValueError : a value out of range, or somebody helping on their own case.
    """
    h = len(task)
    tasks = whole_numbers("task", task, size=h, low=0, high=len(scheme.help_tasks) - 1)
    sizes = whole_numbers("size", size, size=h, low=0, high=len(HelpSize) - 1)
    helpers = whole_numbers("helper", helper, size=h, low=0, high=n_workers - 1)
    owners = whole_numbers("owner", owner, size=h, low=UNKNOWN, high=n_workers - 1)
    if (helpers == owners).any():
        raise ValueError(f"helper and owner are both worker {helpers[helpers == owners][0]}; that is their own case.")
    table = [[UNKNOWN if points is None else points for points in each.points] for each in scheme.help_tasks]
    points = np.array(table, dtype=np.int64).reshape(len(table), len(HelpSize))[tasks, sizes]
    blanks = sorted({(a, b) for a, b, c in zip(tasks.tolist(), sizes.tolist(), points, strict=True) if c == UNKNOWN})
    if blanks:
        names = list(HelpSize)
        raise BlankInScheme(
            scheme.title, tuple(f"help.{scheme.help_tasks[a].key}.{names[b].value.lower()}" for a, b in blanks)
        )
    given = np.zeros(n_workers, dtype=np.int64)
    received = np.zeros(n_workers, dtype=np.int64)
    np.add.at(given, helpers, points)
    owned = owners != UNKNOWN
    np.add.at(received, owners[owned], points[owned])
    return given, received
