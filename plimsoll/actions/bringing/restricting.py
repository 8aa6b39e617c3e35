"""A new case of a child whose other cases are all restricted is restricted too: a file makes nobody visible."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from plimsoll.actions.audit import product, record_event
from plimsoll.core.terms import Act
from plimsoll.records.models.cases import Case, NamedPerson, Restriction

WHY = "as the child's other cases"


def restrict_alike(
    org: UUID,
    cases: Sequence[tuple[Any, ...]],
    allocations: Sequence[tuple[Any, ...]],
    *,
    by: UUID | None,
    at: datetime,
) -> None:
    """Restricts new cases, given as they and who holds them are written, to those who are named on the child's other cases
    and whoever holds them. Event CASE_RESTRICTED for each. The product acts; `by` is who had the file applied."""
    new = {case: child for case, _, _, child, *_ in cases}
    holders = {case: worker for _, _, case, worker, *_ in allocations}
    others: dict[UUID, set[UUID]] = defaultdict(set)
    known = Case.objects.filter(org_id=org, child_id__in=new.values()).exclude(pk__in=new)
    for child, case in known.values_list("child_id", "pk"):
        others[child].add(case)
    there = {case for cases in others.values() for case in cases}
    restricted = set(
        Restriction.objects.filter(org_id=org, case_id__in=there, to_at__isnull=True).values_list("case_id", flat=True)
    )
    named: dict[UUID, set[UUID]] = defaultdict(set)
    spells = NamedPerson.objects.filter(org_id=org, case_id__in=restricted, to_at__isnull=True)
    for case, worker in spells.values_list("case_id", "worker_id"):
        named[case].add(worker)
    for case, child in new.items():
        if not others[child] or others[child] - restricted:
            continue
        people = {person for other in others[child] for person in named[other]}
        people |= {holders[case]} if case in holders else set()
        NamedPerson.objects.bulk_create(
            NamedPerson(org_id=org, case_id=case, worker_id=one, from_at=at, named_by_id=by) for one in sorted(people)
        )
        Restriction.objects.create(org_id=org, case_id=case, from_at=at, restricted_by_id=by, why=WHY)
        record_event(product(org), Act.CASE_RESTRICTED, case_id=case, child_id=child, about_id=case, why=WHY)
