"""What cases ask, by the scheme in force, as far as the records say: new cases, and those in court."""

from datetime import datetime, timedelta
from uuid import UUID, uuid4

import numpy as np

from plimsoll.core.access import Viewer
from plimsoll.core.calendar import LONDON
from plimsoll.core.terms import CaseType, EventKind
from plimsoll.core.workload.demand import case_points
from plimsoll.core.workload.scheme import BlankInScheme
from plimsoll.queries.facts import editions
from plimsoll.records import bulk
from plimsoll.records.guards import PRODUCT
from plimsoll.records.models.cases import Case, Event
from plimsoll.records.models.workload import CaseWeight, SchemeVersion

NEW_DAYS = 28


def weigh(org: UUID, cases: set[UUID], at: datetime) -> None:
    """Writes the weight of some cases, anew where they have one. Without a scheme in force, or with one that is not filled
    in, none: the pages say so."""
    today = at.astimezone(LONDON).date()
    try:
        scheme = editions.scheme(Viewer(org, UUID(PRODUCT), "Plimsoll"), today, None)
    except editions.NothingInForce:
        return
    edition = (
        SchemeVersion.objects.filter(org_id=org, in_force_from__lte=today)
        .order_by("-in_force_from", "-agreed_at", "-id")
        .values_list("pk", flat=True)[0]
    )
    rows = list(
        Case.objects.filter(org_id=org, pk__in=cases).order_by("pk").values_list("pk", "case_type", "opened_at")
    )
    court = _in_court(org, cases)
    holds = np.zeros((len(scheme.modifiers), len(rows)), dtype=np.bool_)
    for place, modifier in enumerate(scheme.modifiers):
        if modifier.key == "NEW_CASE":
            holds[place] = [opened.astimezone(LONDON).date() >= today - timedelta(NEW_DAYS) for _, _, opened in rows]
        elif modifier.key == "COURT":
            holds[place] = [key in court for key, _, _ in rows]
    kinds = np.array([CaseType(kind).number for _, kind, _ in rows], dtype=np.int64)
    try:
        points = case_points(scheme, case_type=kinds, modifiers=holds)
    except BlankInScheme:
        return
    there = dict(CaseWeight.objects.filter(org_id=org, case_id__in=cases).values_list("case_id", "pk"))
    fresh = []
    for (key, _, _), amount in zip(rows, points.tolist(), strict=True):
        if key in there:
            CaseWeight.objects.filter(pk=there[key]).update(points=amount, scheme_id=edition, set_at=at)
        else:
            fresh.append((uuid4(), org, key, edition, amount, at))
    bulk.insert(CaseWeight, ("id", "org_id", "case_id", "scheme_id", "points", "set_at"), fresh)


def _in_court(org: UUID, cases: set[UUID]) -> set[UUID]:
    kinds = (EventKind.PROCEEDINGS_ISSUED, EventKind.PROCEEDINGS_ENDED)
    rows = Event.objects.filter(org_id=org, case_id__in=cases, kind__in=kinds)
    found: dict[EventKind, set[UUID]] = {kind: set() for kind in kinds}
    for kind, case in rows.values_list("kind", "case_id"):
        found[EventKind(kind)].add(case)
    return found[EventKind.PROCEEDINGS_ISSUED] - found[EventKind.PROCEEDINGS_ENDED]
