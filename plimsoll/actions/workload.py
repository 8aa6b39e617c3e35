"""What cases ask of whoever holds them, written anew where a case changed."""

from collections.abc import Collection
from datetime import datetime, timedelta
from uuid import UUID

import numpy as np

from plimsoll.core.access import Viewer
from plimsoll.core.calendar import LONDON
from plimsoll.core.terms import CaseType, EventKind
from plimsoll.core.workload.demand import case_points, further_child
from plimsoll.core.workload.scheme import FURTHER_CHILD, BlankInScheme, Scheme
from plimsoll.core.workload.whole import UNKNOWN, IntArray
from plimsoll.queries.facts import editions
from plimsoll.records.guards import PRODUCT
from plimsoll.records.models.cases import Allocation, Case, Event
from plimsoll.records.models.families import HouseholdMember
from plimsoll.records.models.workload import CaseWeight, SchemeVersion

NEW_DAYS = 28  # a case counts as new for four weeks


def weigh(org: UUID, cases: Collection[UUID], at: datetime) -> None:
    """Writes anew what open cases ask, by the scheme in force, in the transaction of the act that changed them; that act
    leaves the event. With them the other open cases of their households: who is the further child may have changed. Without
    a scheme in force, or with one that is not filled in, none: the pages say so.

    Eight queries and one for all that is written, whatever the number of cases.
    """
    on = at.astimezone(LONDON).date()
    try:
        scheme = editions.scheme(Viewer(org, UUID(PRODUCT), "Plimsoll"), on, None)
        found, homes = _with_their_households(org, cases)
        points = _points(org, found, homes, scheme, at)
    except (editions.NothingInForce, BlankInScheme):
        return
    versions = SchemeVersion.objects.filter(org_id=org, in_force_from__lte=on)
    version = versions.order_by("-in_force_from", "-agreed_at", "-id").values_list("pk", flat=True)[0]
    CaseWeight.objects.bulk_create(
        (
            CaseWeight(org_id=org, case_id=case.pk, scheme_id=version, points=amount, set_at=at)
            for case, amount in zip(found, points.tolist(), strict=True)
        ),
        update_conflicts=True,
        unique_fields=["org", "case"],
        update_fields=["scheme", "points", "set_at"],
    )


def _with_their_households(org: UUID, cases: Collection[UUID]) -> tuple[list[Case], dict[UUID, UUID]]:
    """The open cases among some and those of their households, by id; and the household of each, by case."""
    asked = list(Case.objects.filter(org_id=org, pk__in=cases, closed_at__isnull=True))
    living = HouseholdMember.objects.filter(org_id=org, to_date__isnull=True)
    homes = {case.household_id for case in asked if case.household_id}
    homes |= set(living.filter(child_id__in=[case.child_id for case in asked]).values_list("household_id", flat=True))
    home_of = dict(living.filter(household_id__in=homes).order_by("-from_date").values_list("child_id", "household_id"))
    theirs = Case.objects.filter(org_id=org, child_id__in=list(home_of), closed_at__isnull=True)
    found = sorted({case.pk: case for case in (*asked, *theirs)}.values(), key=lambda case: (case.opened_at, case.pk))
    at_home = {case.pk: home_of.get(case.child_id, case.household_id) for case in found}
    return found, {case: home for case, home in at_home.items() if home is not None}


def _points(org: UUID, cases: list[Case], homes: dict[UUID, UUID], by: Scheme, at: datetime) -> IntArray:
    """Points of each case, hundredths: court, new cases and further children of a household are known; what people agree
    about complexity, travel and interpreters is not on record."""
    keys = [case.pk for case in cases]
    kinds = np.array([CaseType(case.case_type).number for case in cases], dtype=np.int64)
    holds = np.zeros((len(by.modifiers), len(cases)), dtype=np.bool_)
    known = {modifier.key for modifier in by.modifiers}
    if "NEW_CASE" in known:
        holds[by.modifier("NEW_CASE")] = [case.opened_at >= at - timedelta(NEW_DAYS) for case in cases]
    if "COURT" in known:
        in_court = _in_court(org, keys)
        holds[by.modifier("COURT")] = [key in in_court for key in keys]
    if FURTHER_CHILD in known:
        spells = Allocation.objects.filter(org_id=org, case_id__in=keys, to_at__isnull=True)
        holds[by.modifier(FURTHER_CHILD)] = further_child(
            case_points(by, case_type=kinds, modifiers=holds),
            _numbered(keys, homes),
            _numbered(keys, dict(spells.values_list("case_id", "worker_id"))),
        )
    return case_points(by, case_type=kinds, modifiers=holds)


def _numbered(keys: list[UUID], said: dict[UUID, UUID]) -> IntArray:
    """A number for each thing that is said of cases, the same for the same; UNKNOWN where nothing is."""
    numbers = {thing: number for number, thing in enumerate(sorted(set(said.values())))}
    return np.array([numbers[said[key]] if key in said else UNKNOWN for key in keys], dtype=np.int64)


def _in_court(org: UUID, keys: list[UUID]) -> set[UUID]:
    """Cases on which proceedings were issued and have not ended since."""
    begun, ended = EventKind.PROCEEDINGS_ISSUED, EventKind.PROCEEDINGS_ENDED
    told = Event.objects.filter(org_id=org, case_id__in=keys, kind__in=(begun, ended))
    rows = list(told.order_by("happened_at").values_list("pk", "case_id", "kind", "replaces_id", "withdraws"))
    gone = {replaced for *_, replaced, _ in rows}
    last = {case: kind for key, case, kind, _, withdraws in rows if key not in gone and not withdraws}
    return {case for case, kind in last.items() if kind == begun}
