"""What cases ask of a worker: points of a case, points of a worker, each openable into its parts."""

import numpy as np
import numpy.typing as npt

from plimsoll.core.workload.rules import CountedIn, Effect, Modifier
from plimsoll.core.workload.scheme import NOT_COUNTED, BlankInScheme, Scheme
from plimsoll.core.workload.stable import stable_points
from plimsoll.core.workload.whole import UNKNOWN, BoolArray, IntArray, Parts, half_up, whole_numbers


def case_points(
    scheme: Scheme,
    *,
    case_type: IntArray,
    level: IntArray | None = None,
    modifiers: BoolArray | None = None,
    share: IntArray | None = None,
) -> IntArray:
    """Points each case asks of one worker: the sum of `case_parts`, int64 (n,), hundredths, 0 or more."""
    return case_parts(scheme, case_type=case_type, level=level, modifiers=modifiers, share=share).total


def case_parts(
    scheme: Scheme,
    *,
    case_type: IntArray,
    level: IntArray | None = None,
    modifiers: BoolArray | None = None,
    share: IntArray | None = None,
) -> Parts:
    """Points each case asks of one worker, part by part.

    Parameters
    ----------
    case_type : int64 (n,), position in `scheme.kinds`, which is `CaseType.number` unless the scheme has its own kinds.
    level : int64 (n,), position in `scheme.levels`; UNKNOWN takes the scheme's `level_when_unknown`.
    modifiers : bool (m, n), rows in the order of `scheme.modifiers`: which hold of the case.
    share : int64 (n,), whole percent of the case this worker carries, 0..100; 100 where not given.

    Returns
    -------
    Parts : weight, one row for each modifier (additions first, then multiplications), what co-working takes off.
    A case the scheme does not count (`not_counted`) is 0 throughout.

    Raises
    ------
    BlankInScheme : a weight or a modifier that holds of some case is not filled in; names each.
    ValueError : a shape or value out of range.
    """
    n = len(case_type)
    running = _weights(scheme, case_type, level)
    counted = ~not_counted(scheme, level, n)
    rows = [("weight", running)]
    for modifier, holds in _in_order(scheme, modifiers, n):
        before = running
        amount = modifier.amount or 0
        if modifier.effect is Effect.ADD:
            running = running + np.where(holds & counted, amount, 0)
        else:
            running = np.where(holds, half_up(running * amount, 100), running)
        rows.append((modifier.label, running - before))
    if share is not None:
        percent = whole_numbers("share", share, size=n, low=0, high=100)
        rows.append(("shared with a co-worker", half_up(running * percent, 100) - running))
    return Parts.of_rows(rows, n)


def not_counted(scheme: Scheme, level: IntArray | None, n: int) -> BoolArray:
    """Which cases the scheme leaves out of load because their level is unknown, bool (n,). A page says how many."""
    left_out = bool(scheme.levels) and scheme.level_when_unknown == NOT_COUNTED
    if not left_out or level is None:
        return np.full(n, left_out, dtype=np.bool_)
    return np.asarray(level == UNKNOWN, dtype=np.bool_)


def further_child(points: IntArray, household: IntArray, worker: IntArray) -> BoolArray:
    """Which children are a further child of a household that the same worker already carries.

    The child who asks most carries the household's work in full (the first of equals); so adding a child never lowers
    a worker's load. Our decision: the published schemes name siblings without saying which child is the first.

    Parameters
    ----------
    points : int64 (n,), points of each case before this modifier.
    household, worker : int64 (n,); UNKNOWN in either is never a further child.

    Returns
    -------
    bool (n,), the row of the FURTHER_CHILD modifier.

    >>> further_child(np.array([200, 275, 200]), np.array([7, 7, 8]), np.array([0, 0, 0])).tolist()
    [True, False, False]
    """
    further = np.zeros(len(points), dtype=np.bool_)
    order = np.lexsort((np.arange(len(points)), -points, household, worker))
    same = (household[order][1:] == household[order][:-1]) & (worker[order][1:] == worker[order][:-1])
    further[order[1:]] = same
    known: BoolArray = (household != UNKNOWN) & (worker != UNKNOWN)
    return further & known


def worker_parts(
    scheme: Scheme,
    *,
    points: IntArray,
    case_type: IntArray,
    worker: IntArray,
    contracted_hours: IntArray,
    available: IntArray,
    extras: IntArray | None = None,
    help_given: IntArray | None = None,
    help_received: IntArray | None = None,
) -> Parts:
    """Everything that is asked of each worker: cases by kind, the stable element, extra responsibilities, help.

    Parameters
    ----------
    points, case_type, worker : int64 (n,), points and kind of each case and who carries it (UNKNOWN: nobody).
    contracted_hours, available : int64 (w,), hundredths of an hour and of the scheme's unit; UNKNOWN where not known.
    extras : int64 (e, w), how many of each of `scheme.extras` the worker holds, 0 or more.
    help_given, help_received : int64 (w,), from `help_points`. Help takes off no more than the cases and extras ask.

    Returns
    -------
    Parts : columns are workers. The stable element counts here where the scheme counts it in load, and not for a worker
    who has nothing available: nobody asks a worker on leave to come to a team meeting.
    """
    n_workers = len(contracted_hours)
    by_kind = _by_worker(points, worker, case_type, len(scheme.kinds), n_workers)
    rows = list(zip(scheme.kind_labels, by_kind, strict=True))
    rows += _extra_rows(scheme, extras, n_workers)
    asked = Parts.of_rows(rows, n_workers).total
    if help_given is not None:
        given = whole_numbers("help_given", help_given, size=n_workers, low=0)
        rows.append(("help given to colleagues", given))
    if help_received is not None:
        received = whole_numbers("help_received", help_received, size=n_workers, low=0)
        rows.append(("help from colleagues", -np.minimum(received, asked)))
    if scheme.stable.counted_in is CountedIn.LOAD:
        there = whole_numbers("available", available, size=n_workers, low=UNKNOWN) != 0
        rows.append((scheme.stable.label, np.where(there, stable_points(scheme, contracted_hours), 0)))
    return Parts.of_rows(rows, n_workers)


def _weights(scheme: Scheme, case_type: IntArray, level: IntArray | None) -> IntArray:
    n = len(case_type)
    kinds = whole_numbers("case_type", case_type, size=n, low=0, high=len(scheme.kinds) - 1)
    columns = np.zeros(n, dtype=np.int64)
    if scheme.levels:
        given = np.full(n, UNKNOWN) if level is None else level
        columns = whole_numbers("level", given, size=n, low=UNKNOWN, high=len(scheme.levels) - 1)
        if scheme.level_when_unknown != NOT_COUNTED:
            columns[columns == UNKNOWN] = scheme.levels.index(scheme.level_when_unknown)
    elif level is not None:
        raise ValueError(f"level is given, but the scheme '{scheme.title}' has no levels.")
    counted = columns != UNKNOWN
    table = np.array([[UNKNOWN if weight is None else weight for weight in row] for row in scheme.weights])
    found = np.where(counted, table[kinds, columns], 0)
    blanks = np.unique(np.stack((kinds, columns))[:, found == UNKNOWN], axis=1)
    if blanks.size:
        paths = tuple(scheme.weight_path(kind, column) for kind, column in blanks.T.tolist())
        raise BlankInScheme(scheme.title, paths)
    return found.astype(np.int64)


def _in_order(scheme: Scheme, modifiers: npt.NDArray[np.bool_] | None, n: int) -> list[tuple[Modifier, BoolArray]]:
    """The modifiers that hold of some case: additions, then multiplications."""
    if modifiers is None:
        return []
    if modifiers.shape != (len(scheme.modifiers), n) or modifiers.dtype != np.bool_:
        raise ValueError(
            f"modifiers must be bool ({len(scheme.modifiers)}, {n}), not {modifiers.dtype} {modifiers.shape}."
        )
    pairs = [(rule, holds) for rule, holds in zip(scheme.modifiers, modifiers, strict=True) if holds.any()]
    blanks = [rule for rule, _ in pairs if rule.amount is None]
    if blanks:
        unit = {Effect.ADD: "points", Effect.MULTIPLY: "percent"}
        raise BlankInScheme(scheme.title, tuple(f"modifiers.{rule.key}.{unit[rule.effect]}" for rule in blanks))
    return sorted(pairs, key=lambda pair: pair[0].effect is Effect.MULTIPLY)


def _by_worker(points: IntArray, worker: IntArray, kind: IntArray, n_kinds: int, n_workers: int) -> IntArray:
    n = len(points)
    owners = whole_numbers("worker", worker, size=n, low=UNKNOWN, high=n_workers - 1)
    kinds = whole_numbers("case_type", kind, size=n, low=0, high=n_kinds - 1)
    points = whole_numbers("points", points, size=n, low=0)
    held = owners != UNKNOWN
    sums = np.zeros((n_kinds, n_workers), dtype=np.int64)
    np.add.at(sums, (kinds[held], owners[held]), points[held])
    return sums


def _extra_rows(scheme: Scheme, extras: IntArray | None, n_workers: int) -> list[tuple[str, IntArray]]:
    if extras is None:
        return []
    counts = whole_numbers("extras", np.ravel(extras), size=len(scheme.extras) * n_workers, low=0)
    rows = []
    for extra, held in zip(scheme.extras, counts.reshape(len(scheme.extras), n_workers), strict=True):
        if held.any():
            rows.append((extra.label, held * scheme.filled(f"extras.{extra.key}.points", extra.points)))
    return rows
