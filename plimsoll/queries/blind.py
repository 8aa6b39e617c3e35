"""Exercises with invented cases: what a manager is asked, and how far people and criteria agree."""

import random
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from itertools import combinations
from uuid import UUID

from django.db.models import Count, QuerySet

from plimsoll.core.access import NotThere, Permission, Viewer
from plimsoll.core.priority import worked
from plimsoll.core.priority.blind import Pairs, furthest, pairs
from plimsoll.core.priority.worked import Worked
from plimsoll.core.terms import Band
from plimsoll.records.models.priority import BlindExercise, BlindOrder

MOST_APART = 6


@dataclass(frozen=True)
class Line:
    """An exercise in a list of them. orders : how many have ordered its cases."""

    id: UUID
    criteria: str
    begun_at: datetime
    begun_by: str
    ended_at: datetime | None
    orders: int


@dataclass(frozen=True)
class Blind:
    """An invented case as it is told."""

    key: str
    title: str
    says: str


@dataclass(frozen=True)
class Apart:
    """A case on which people and criteria are far apart: where the criteria have it and why, and the mean of the places that
    people gave it."""

    case: Blind
    place: int
    band: Band
    reasons: tuple[str, ...]
    mean: float
    places: Mapping[str, int]


@dataclass(frozen=True)
class Agreed:
    """What came of an exercise, as far as the viewer may see it: how each agrees with the criteria, each two with each
    other, and the cases that differ most. own_alone : their own order, and nobody else's."""

    own_alone: bool
    people: tuple[tuple[str, datetime, Pairs], ...]
    between: tuple[tuple[str, str, Pairs], ...]
    apart: tuple[Apart, ...]


@dataclass(frozen=True)
class Exercise:
    """One exercise as the viewer may see it.

    cases : as they are to be ordered, shuffled for each person, so that the order on the page says nothing; position : of
    each of them in the exercise. may_order : whether the viewer is asked now; agreed : None where they see nothing of what
    came of it.
    """

    line: Line
    why: str
    note: str
    at: datetime
    cases: tuple[Blind, ...]
    position: tuple[int, ...]
    may_order: bool
    agreed: Agreed | None


def list_exercises(viewer: Viewer) -> tuple[Line, ...]:
    """The exercises, the latest first. Two queries."""
    counted = BlindOrder.objects.filter(org_id=viewer.org).values_list("exercise_id").annotate(Count("pk"))
    orders: dict[UUID, int] = dict(counted.order_by())
    return tuple(_line(row, orders.get(row.pk, 0)) for row in _rows(viewer).order_by("-begun_at", "-pk"))


def get_exercise(viewer: Viewer, exercise: UUID) -> Exercise:
    """One exercise. Two queries.

    Whoever may approve criteria sees what came of it, everybody's; a manager their own order, once they have submitted it.
    Whoever is one of those asked sees nothing of either before, as long as they can still be asked.

    Raises
    ------
    NotThere : there is none of this id.
    """
    row = _rows(viewer).filter(pk=exercise).first()
    if row is None:
        raise NotThere
    orders = list(
        BlindOrder.objects.filter(org_id=viewer.org, exercise_id=exercise)
        .select_related("worker")
        .order_by("worker__sort_name", "pk")
    )
    asked = bool(viewer.reach(Permission.ORDER_BLIND))
    own = [order for order in orders if order.worker_id == viewer.worker]
    may_order = asked and not own and row.ended_at is None
    everybody = bool(viewer.reach(Permission.MANAGE_SETTINGS)) and not may_order
    found = _parsed(row.text)
    cases = [Blind(case.key, case.title, case.says) for case in found.cases]
    position = list(range(len(cases)))
    random.Random(f"{exercise} {viewer.worker}").shuffle(position)  # noqa: S311 - shuffled, and no secret
    return Exercise(
        _line(row, len(orders)),
        row.why,
        found.note,
        found.at,
        tuple(cases[at] for at in position),
        tuple(position),
        may_order,
        agreed=_agreed(row, cases, orders if everybody else own, own_alone=not everybody) if everybody or own else None,
    )


def _agreed(row: BlindExercise, cases: list[Blind], orders: list[BlindOrder], *, own_alone: bool) -> Agreed:
    engine = [one["place"] for one in row.stands]
    named = {str(order.pk): order for order in orders}  # two people may have one name
    far = furthest({key: order.places for key, order in named.items()}, engine, MOST_APART)
    return Agreed(
        own_alone,
        tuple((order.worker.name, order.submitted_at, pairs(order.places, engine)) for order in orders),
        tuple(
            (one.worker.name, other.worker.name, pairs(one.places, other.places))
            for one, other in combinations(orders, 2)
        ),
        tuple(
            Apart(
                cases[case],
                row.stands[case]["place"],
                Band(row.stands[case]["band"]),
                tuple(row.stands[case]["reasons"]),
                mean,
                {order.worker.name: order.places[case] for order in orders},
            )
            for case, mean, _ in far
        ),
    )


def _rows(viewer: Viewer) -> QuerySet[BlindExercise]:
    return BlindExercise.objects.filter(org_id=viewer.org).select_related("criteria_set", "begun_by")


def _line(row: BlindExercise, orders: int) -> Line:
    criteria = row.criteria_set
    return Line(row.pk, f"{criteria.title}, {criteria.version}", row.begun_at, row.begun_by.name, row.ended_at, orders)


@lru_cache(maxsize=4)
def _parsed(text: str) -> Worked:
    """What was asked is never changed, so it is read once."""
    return worked.parse(text)
