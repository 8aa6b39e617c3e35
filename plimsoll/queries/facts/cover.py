"""Cases that nobody looks after at a moment: held by no one, or by someone who is away or has left."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from uuid import UUID

from django.db import connection
from django.db.models import Max, OuterRef, Q, Subquery

from plimsoll.core.access import COVERS, Viewer
from plimsoll.core.calendar import LONDON
from plimsoll.core.terms import AbsenceKind, EventKind, Role
from plimsoll.core.timescales.explain import day_words
from plimsoll.queries.facts import editions
from plimsoll.records.models.cases import Allocation, Case, Event
from plimsoll.records.models.people import Absence, Delegation, RoleHeld, Worker


@dataclass(frozen=True)
class Gone:
    """A worker who does not look after their cases now, and why, in words; cover : who stands in for them, as they left or
    are away for long, '' for nobody. Why somebody is away is their own: it is not told."""

    name: str
    why: str
    cover: str = ""


@dataclass(frozen=True, order=True)
class Unheld:
    """Since when nobody holds a case; `at_least`: it came by a file that says so of its own day, and not since when."""

    since: datetime
    at_least: bool = False


def unheld_since(viewer: Viewer, cases: Iterable[UUID]) -> dict[UUID, Unheld]:
    """Since when nobody holds some cases: the end of the last spell; without one the day of the file that made the case, or
    the opening of a case that was put on record here. Of a case that was opened again since: that moment. Three queries."""
    asked = list(cases)
    again = Event.objects.filter(org_id=viewer.org, case_id=OuterRef("pk"), kind=EventKind.CASE_REOPENED)
    latest = again.order_by("-recorded_at").values("recorded_at")[:1]
    rows = Case.objects.filter(org_id=viewer.org, pk__in=asked).annotate(again=Subquery(latest))
    told = list(rows.values_list("pk", "opened_at", "again"))
    ends = Allocation.objects.filter(org_id=viewer.org, case_id__in=asked).values_list("case_id").annotate(Max("to_at"))
    with connection.cursor() as cursor:
        cursor.execute(OF_FILES, {"org": viewer.org, "cases": asked})
        files = {case: Unheld(datetime.combine(day, time(), LONDON), at_least=True) for case, day in cursor.fetchall()}
    found = {
        **{case: Unheld(at) for case, at, _ in told},
        **files,
        **{case: Unheld(to_at) for case, to_at in ends if to_at is not None},
    }
    reopened = {case: Unheld(at) for case, _, at in told if at is not None and at > found[case].since}
    return found | reopened


# Cases that a file made, by the first of their history, with the day of which it speaks.
OF_FILES = """
    SELECT made.row_id, i.facts_on FROM (
        SELECT DISTINCT ON (row_id) row_id, import_id FROM records_history
        WHERE org_id = %(org)s AND tbl = 'records_case' AND row_id = ANY(%(cases)s::uuid[])
        ORDER BY row_id, from_at) made
    JOIN records_import i ON i.org_id = %(org)s AND i.id = made.import_id
"""


def supervisors(viewer: Viewer, teams: Iterable[UUID], on: date) -> dict[UUID, tuple[str, ...]]:
    """Who must see that the cases of some teams are allocated, by name: their supervisors, and those of all teams. One
    query."""
    held = RoleHeld.objects.filter(Q(to_date__isnull=True) | Q(to_date__gt=on), from_date__lte=on, role=Role.SUPERVISOR)
    here = Q(worker__left_on__isnull=True) | Q(worker__left_on__gt=on)
    rows = list(
        held.filter(here, org_id=viewer.org)
        .order_by("worker__sort_name", "worker_id")
        .values_list("team_id", "worker__name")
    )
    return {team: tuple(dict.fromkeys(name for of, name in rows if of in (team, None))) for team in set(teams)}


def gone(viewer: Viewer, workers: Iterable[UUID], on: date, now: datetime) -> dict[UUID, Gone]:
    """Those of some workers who have left, or are away at a moment for long, whoever stands in; and those who are away for
    shorter, for whom nobody does. Four queries."""
    asked = list(workers)
    found: dict[UUID, str] = {}
    names, left = {}, set()
    for key, name, left_on in Worker.objects.filter(org_id=viewer.org, pk__in=asked).values_list(
        "pk", "name", "left_on"
    ):
        names[key] = name
        if left_on is not None and left_on <= on:
            found[key] = f"left on {day_words(left_on)}"
            left.add(key)
    away = Absence.objects.filter(
        org_id=viewer.org, worker_id__in=asked, cancelled_at__isnull=True, begins_at__lte=now, ends_at__gt=now
    )
    long, long_days = set(), editions.drift(viewer, on).long_absence_days
    for key, kind, begins_at, ends_at in away.order_by("-ends_at").values_list(
        "worker_id", "kind", "begins_at", "ends_at"
    ):
        found.setdefault(key, f"away until {day_words(ends_at.astimezone(LONDON).date())}")
        if kind == AbsenceKind.SUSPENDED or ends_at - begins_at >= timedelta(long_days):
            long.add(key)
    stands_in = Delegation.objects.filter(
        org_id=viewer.org, giver_id__in=asked, role__in=COVERS, from_date__lte=on, to_date__gt=on
    )
    cover: dict[UUID, dict[str, None]] = {}
    for key, name in stands_in.order_by("taker__sort_name", "taker_id").values_list("giver_id", "taker__name"):
        cover.setdefault(key, {})[name] = None
    return {
        key: Gone(names[key], why, " and ".join(cover.get(key, {})))
        for key, why in found.items()
        if key not in cover or key in long or key in left
    }
