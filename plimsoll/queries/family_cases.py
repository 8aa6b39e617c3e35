"""The other cases of a family, open and closed, as somebody who restricts one of them must have them before their eyes."""

from dataclasses import dataclass
from enum import Enum, auto
from uuid import UUID

from django.db.models import Q, QuerySet

from plimsoll.core.access import Permission, Viewer
from plimsoll.records import scopes
from plimsoll.records.models.cases import Case, NamedPerson, Restriction
from plimsoll.records.models.families import HouseholdMember


class Tie(Enum):
    """What another case is to one."""

    SAME_CHILD = auto()
    SAME_HOME = auto()
    FAMILY = auto()  # the case of the whole household


@dataclass(frozen=True)
class FamilyCase:
    """Another case of a family, which the viewer may see. restrict, lift : whether they may restrict it, or lift that."""

    case: UUID
    child: UUID | None
    name: str
    reference: str
    closed: bool
    tie: Tie
    restrict: bool
    lift: bool


def list_family_cases(viewer: Viewer, case: UUID) -> tuple[FamilyCase, ...]:
    """The other cases of the child of a case and of all who live in a household with them now, and of the household itself:
    those that the viewer may see. What they may not see is not there. Six queries."""
    found = Case.objects.get(org_id=viewer.org, pk=case)
    living = HouseholdMember.objects.filter(org_id=viewer.org, to_date__isnull=True)
    mine = (
        set(living.filter(child_id=found.child_id).values_list("household_id", flat=True)) if found.child_id else set()
    )
    homes = mine | ({found.household_id} if found.household_id else set())
    with_them = set(living.filter(household_id__in=homes).values_list("child_id", flat=True))
    rows = list(
        scopes.cases(viewer)
        .filter(Q(child_id__in=with_them | ({found.child_id} if found.child_id else set())) | Q(household_id__in=homes))
        .exclude(pk=case)
        .select_related("child", "household")
        .order_by("closed_at", "reference")
    )
    keys = [row.pk for row in rows]
    reached = scopes.allowed(viewer, (Permission.RESTRICT,), keys)[Permission.RESTRICT]
    restricted = _open_on(Restriction.objects.filter(org_id=viewer.org), keys)
    named = _open_on(NamedPerson.objects.filter(org_id=viewer.org, worker_id=viewer.worker), keys)
    return tuple(
        FamilyCase(
            row.pk,
            row.child_id,
            _called(row),
            row.reference,
            row.closed_at is not None,
            _tie(row, found),
            row.pk in reached and row.pk not in restricted,
            row.pk in reached and row.pk in restricted and row.pk in named,
        )
        for row in sorted(rows, key=lambda row: (row.closed_at is not None, _tie(row, found).value, row.reference))
    )


def _open_on(rows: QuerySet[Restriction] | QuerySet[NamedPerson], keys: list[UUID]) -> set[UUID]:
    return set(rows.filter(case_id__in=keys, to_at__isnull=True).values_list("case_id", flat=True))


def _called(row: Case) -> str:
    if row.child_id is None:
        return row.household.name if row.household else row.reference
    return f"{row.child.given_name} {row.child.family_name}".strip() or row.reference


def _tie(row: Case, found: Case) -> Tie:
    if row.child_id is None:
        return Tie.FAMILY
    return Tie.SAME_CHILD if row.child_id == found.child_id else Tie.SAME_HOME
