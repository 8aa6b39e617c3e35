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
from plimsoll.records.models.cases import Allocation
from plimsoll.records.models.workload import CaseWeight

OTHER_WORK = "other work"


def list_loads(viewer: Viewer, workers: Sequence[UUID], at: int) -> dict[UUID, Load]:
    """The load of each worker now, those left out whose load the viewer may not see. Eight queries.

    Every load has a line *other work*, also at 0: points of cases that the viewer is not shown. So a load is whole for
    whoever sees it, and says nothing of what is in that line.
    """
    on = day_of(at)
    seen = set(scopes.workers(viewer, Permission.SEE_LOAD, on).filter(pk__among=workers).values_list("pk", flat=True))
    asked = [worker for worker in workers if worker in seen]
    if not asked:
        return {}
    place = {worker: number for number, worker in enumerate(asked)}
    scheme = editions.scheme(viewer, on, None)
    held = dict(
        Allocation.objects.filter(org_id=viewer.org, worker_id__among=asked, to_at__isnull=True).values_list(
            "case_id", "worker_id"
        )
    )
    weights = dict(CaseWeight.objects.filter(org_id=viewer.org, case_id__among=held).values_list("case_id", "points"))
    kinds = dict(
        scopes.cases(viewer).filter(pk__among=held, closed_at__isnull=True).values_list("pk", "case_type")
    )  # fmt: skip
    shown = [case for case in kinds if case in weights]
    contracted = contracted_hours(viewer, asked, on, None)
    can_give = available(viewer, scheme, asked, contracted, on, None)
    demand = worker_parts(
        scheme,
        points=np.array([weights[case] for case in shown], dtype=np.int64),
        case_type=np.array([CaseType(kinds[case]).number for case in shown], dtype=np.int64),
        worker=np.array([place[held[case]] for case in shown], dtype=np.int64),
        contracted_hours=contracted,
        available=can_give,
    )
    other = np.zeros(len(asked), dtype=np.int64)
    for worker, points in _points_held(asked):
        other[place[worker]] = points
    for case in shown:
        other[place[held[case]]] -= weights[case]
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


def _points_held(workers: list[UUID]) -> list[tuple[UUID, int]]:
    """Points of all the cases that each worker holds: a number, and no more, whoever asks."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT worker_id, points FROM records_points_held(%s)", [workers])
        return list(cursor.fetchall())
