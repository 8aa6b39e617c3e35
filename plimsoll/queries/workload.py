"""Loads, with all their parts, as one who may not see every case sees them."""

from collections.abc import Sequence
from uuid import UUID

import numpy as np
from django.db import connection

from plimsoll.core.access import NotThere, Permission, Viewer
from plimsoll.core.calendar import day_of
from plimsoll.core.terms import CaseType
from plimsoll.core.workload.balance import Load, loads
from plimsoll.core.workload.demand import worker_parts
from plimsoll.core.workload.whole import Parts
from plimsoll.queries.facts import editions
from plimsoll.queries.facts.capacity import available, contracted_hours
from plimsoll.records import scopes

OTHER_WORK = "other work"


def list_loads(viewer: Viewer, workers: Sequence[UUID], at: int) -> dict[UUID, Load]:
    """The load of each worker now, those left out whose load the viewer may not see. Five queries.

    Every load has a line *other work*, also at 0: points of cases that the viewer is not shown. So a load is whole for
    whoever sees it, and says nothing of what is in that line.
    """
    on = day_of(at)
    seen = scopes.workers(viewer, Permission.SEE_LOAD, workers, on)
    asked = [worker for worker in workers if worker in seen]
    if not asked:
        return {}
    place = {worker: number for number, worker in enumerate(asked)}
    scheme = editions.scheme(viewer, on, None)
    contracted = contracted_hours(asked, on, None)
    until = [seen[worker].newly_qualified_until for worker in asked]
    new = np.array([last is not None and last > on for last in until], dtype=np.int64)
    can_give = available(scheme, contracted, new)
    shown = _weights(viewer, asked)
    points = np.array([points for *_, points in shown], dtype=np.int64)
    holder = np.array([place[worker] for worker, *_ in shown], dtype=np.int64)
    demand = worker_parts(
        scheme,
        points=points,
        case_type=np.array([CaseType(kind).number for _, kind, _ in shown], dtype=np.int64),
        worker=holder,
        contracted_hours=contracted,
        available=can_give,
    )
    other = np.zeros(len(asked), dtype=np.int64)
    for worker, held in _points_held(asked):
        other[place[worker]] = held
    np.subtract.at(other, holder, points)
    whole = Parts.of_rows([*zip(demand.labels, demand.points, strict=True), (OTHER_WORK, other)], len(asked))
    found = loads(scheme, demand=whole, available=can_give)
    return {worker: found.of(number) for worker, number in place.items()}


def get_load(viewer: Viewer, worker: UUID, at: int) -> Load:
    """The load of one worker now.

    Raises
    ------
    NotThere : the viewer may not see it.
    """
    try:
        return list_loads(viewer, [worker], at)[worker]
    except KeyError:
        raise NotThere from None


def _weights(viewer: Viewer, workers: list[UUID]) -> list[tuple[UUID, str, int]]:
    """Worker, type and points of each open case that some workers hold now, of those that the viewer may see."""
    mine, params = scopes.condition(viewer, "c")
    with connection.cursor() as cursor:
        cursor.execute(WEIGHTS.format(mine=mine), [viewer.org, workers, *params])
        return list(cursor.fetchall())


WEIGHTS = """
    SELECT a.worker_id, c.case_type, w.points FROM records_allocation a
    JOIN records_case c ON c.org_id = a.org_id AND c.id = a.case_id AND c.closed_at IS NULL
    JOIN records_caseweight w ON w.org_id = a.org_id AND w.case_id = a.case_id
    WHERE a.org_id = %s AND a.worker_id = ANY(%s::uuid[]) AND a.to_at IS NULL AND {mine}
"""


def _points_held(workers: list[UUID]) -> list[tuple[UUID, int]]:
    """Points of all the cases that each worker holds: a number, and no more, whoever asks."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT worker_id, points FROM records_points_held(%s)", [workers])
        return list(cursor.fetchall())
