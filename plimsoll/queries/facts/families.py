"""Which cases belong to one family: their children live in one household."""

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

import numpy as np

from plimsoll.core.access import Viewer
from plimsoll.core.workload.whole import IntArray
from plimsoll.queries.facts.caseload import KnownCase
from plimsoll.queries.facts.editions import read
from plimsoll.records.models.families import HouseholdMember


def families(viewer: Viewer, cases: Sequence[KnownCase], on: date, known_at: datetime | None) -> IntArray:
    """The number of each case's family, 0.., the same for those that share a household on a day; (n,). One query, of the
    past two.

    A child of two homes joins both. Only the cases handed in join others: a child whom the viewer may not see joins nobody.
    """
    homes = _homes(viewer, [case.child_id for case in cases if case.child_id], on, known_at)
    number = list(range(len(cases)))
    first: dict[UUID, int] = {}

    def root(at: int) -> int:
        while number[at] != at:
            at = number[at]
        return at

    for at, case in enumerate(cases):
        for home in homes.get(case.child_id, []) if case.child_id else filter(None, [case.household_id]):
            earlier, later = sorted((root(first.setdefault(home, at)), root(at)))
            number[later] = earlier
        if case.child_id:  # two cases of one child are one family, wherever the child lives
            earlier, later = sorted((root(first.setdefault(case.child_id, at)), root(at)))
            number[later] = earlier
    return np.array([root(at) for at in range(len(cases))], dtype=np.int64)


def _homes(viewer: Viewer, children: list[UUID], on: date, known_at: datetime | None) -> dict[UUID, list[UUID]]:
    """Households of each child on a day."""
    narrowed = {}
    if known_at is not None:  # a row never changes its child, so the rows of the past are among those of today
        now = HouseholdMember.objects.filter(org_id=viewer.org, child_id__among=children)
        narrowed = {"ids": list(now.values_list("pk", flat=True))}
    homes: dict[UUID, list[UUID]] = {}
    for child, home in read(LIVED, HouseholdMember, known_at, [viewer.org, children, on, on], **narrowed):
        homes.setdefault(child, []).append(home)
    return homes


LIVED = """
    SELECT child_id, household_id FROM {table} h
    WHERE org_id = %s AND child_id = ANY(%s::uuid[]) AND from_date <= %s AND (to_date IS NULL OR to_date > %s)
"""
