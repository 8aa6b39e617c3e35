"""Visits that somebody rearranged, and that nothing moves for until a supervisor agrees."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from plimsoll.core.access import Viewer
from plimsoll.core.calendar import day_of
from plimsoll.queries.facts.caseload import until
from plimsoll.queries.facts.editions import rows
from plimsoll.records.models.priority import Postponement


@dataclass(frozen=True)
class Awaiting:
    """What was rearranged, to which day, by whom and when."""

    title: str
    until: date
    by: str
    at: datetime


def awaiting(
    viewer: Viewer, cases: Iterable[UUID], at: int, known_at: datetime | None = None
) -> dict[UUID, tuple[Awaiting, ...]]:
    """What waits for a supervisor to agree at a moment, by case, the earliest made first. One query."""
    moment = until(at)
    found = rows(Postponement, known_at, cases=list(cases)).filter(
        org_id=viewer.org, to_countersign=True, made_at__lte=moment, until__gte=day_of(at)
    )
    told: dict[UUID, tuple[Awaiting, ...]] = {}
    for row in found.select_related("made_by").order_by("made_at", "pk"):
        open_then = row.ended_at is None or row.ended_at > moment
        if open_then and (row.countersigned_at is None or row.countersigned_at > moment):
            one = Awaiting(row.title, row.until, row.made_by.name, row.made_at)
            told[row.case_id] = (*told.get(row.case_id, ()), one)
    return told
