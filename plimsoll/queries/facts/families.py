"""Which cases belong to one family: their children live in one household."""

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

import numpy as np
from django.db.models import Q

from plimsoll.core.access import Viewer
from plimsoll.core.workload.whole import IntArray
from plimsoll.queries.facts.editions import rows
from plimsoll.records.models.cases import Case
from plimsoll.records.models.families import HouseholdMember


def families(viewer: Viewer, cases: Sequence[Case], on: date, known_at: datetime | None) -> IntArray:
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
    found = HouseholdMember.objects.filter(org_id=viewer.org, child_id__among=children)
    if known_at is not None:  # a row never changes its child, so the rows of the past are among those of today
        found = rows(HouseholdMember, known_at, ids=list(found.values_list("pk", flat=True))).filter(org_id=viewer.org)
    lived = found.filter(Q(to_date__isnull=True) | Q(to_date__gt=on), from_date__lte=on)
    homes: dict[UUID, list[UUID]] = {}
    for child, home in lived.values_list("child_id", "household_id"):
        homes.setdefault(child, []).append(home)
    return homes
