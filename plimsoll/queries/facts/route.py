"""What must be done now while nobody of its case is there: with whom it stands at a moment."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time
from typing import Any
from uuid import UUID

from django.db import connection

from plimsoll.core.access import COVERS, Viewer
from plimsoll.core.calendar import LONDON
from plimsoll.core.route import Place, TellingOf, closed_since, told_by
from plimsoll.core.terms import DANGER_ENDS, SEEING, EventKind
from plimsoll.queries.danger import LASTS
from plimsoll.queries.facts import editions
from plimsoll.queries.facts.editions import NothingInForce
from plimsoll.records.models.route import RoutePlace


@dataclass(frozen=True)
class OnRoute:
    """One thing that must be done now, and that goes by the route. begun : since when it stands on it; told : whom it was
    told to, in that order; taken_by : None while nobody has taken it; taker : by name; named : whether any route is named
    for its team."""

    event: UUID
    kind: EventKind
    case: UUID
    team: UUID
    begun: datetime
    told: tuple[TellingOf, ...]
    taken_by: UUID | None
    taker: str
    taken_at: datetime | None
    named: bool

    def stands_with(self, worker: UUID) -> bool:
        """Whether it stands with somebody now: they took it, or were told of it while nobody has."""
        if self.taken_at is not None:
            return self.taken_by == worker
        return any(one.place.worker == worker for one in self.told)


def on_route(viewer: Viewer, now: datetime, case: UUID | None = None) -> tuple[OnRoute, ...]:
    """What must be done now of all cases of the organisation, or of one, and goes by the route: outside office hours, or
    while whoever holds the case has left or is away without anybody standing in. Whoever asks narrows it to what the viewer
    may know. Four queries, one where nothing must be done now."""
    today = now.astimezone(LONDON).date()
    values = {
        "org": viewer.org,
        "case": case,
        "now": now,
        "today": today,
        "began": [began.value for began in DANGER_ENDS],
        "ended": [ended.value for ended in DANGER_ENDS.values()],
        "seeing": sorted(SEEING),
        "covers": [role.value for role in COVERS],
    }
    with connection.cursor() as cursor:
        cursor.execute(DANGERS, values)
        rows = cursor.fetchall()
    if not rows:
        return ()
    try:
        closed = closed_since(editions.rulebook(viewer, today, None).calendar, now)
    except NothingInForce:
        closed = None
    routes = routes_of(viewer)
    return tuple(one for row in rows if (one := _standing(row, closed, routes, now)) is not None)


def _standing(
    row: tuple[Any, ...], closed: datetime | None, routes: dict[UUID | None, Sequence[Place]], now: datetime
) -> OnRoute | None:
    event, kind, case, team, recorded_at, away, left_on, taken_by, taker, taken_at = row
    left = datetime.combine(left_on, time(), LONDON) if left_on else None
    since = [at for at in (closed, away, left) if at is not None]
    if not since:
        return None
    begun = max(recorded_at, min(since))
    if taken_at is not None and taken_at < begun:  # another night: somebody of the case was there in between
        taken_by = taker = taken_at = None
    route = routes.get(team) or routes.get(None) or ()
    told = told_by(route, begun, now)
    return OnRoute(event, EventKind(kind), case, team, begun, told, taken_by, taker or "", taken_at, bool(route))


def routes_of(viewer: Viewer) -> dict[UUID | None, Sequence[Place]]:
    """The routes of the organisation, by team; under None that of every team without one of its own. One query."""
    rows = RoutePlace.objects.filter(org_id=viewer.org, ended_at__isnull=True).select_related("worker")
    found: dict[UUID | None, list[Place]] = {}
    for row in rows.order_by("number", "pk"):
        name = row.worker.name if row.worker else row.name
        place = Place(row.worker_id, name, row.phone, row.from_minute, row.to_minute, row.minutes)
        found.setdefault(row.team_id, []).append(place)
    return dict(found)


# One row for each thing that lasts, with since when its holder is away, and who took it last.
DANGERS = f"""
    SELECT e.id, e.kind, c.id, c.team_id, e.recorded_at, b.begins_at, w.left_on, t.worker_id,
        coalesce(nullif(t.taker, ''), k.name), t.taken_at
    FROM records_event e
    JOIN records_case c ON c.org_id = e.org_id AND c.id = e.case_id AND c.closed_at IS NULL
    JOIN unnest(%(began)s::text[], %(ended)s::text[]) AS ends(began, ended) ON ends.began = e.kind
    LEFT JOIN records_allocation a ON a.org_id = c.org_id AND a.case_id = c.id AND a.to_at IS NULL
    LEFT JOIN records_worker w ON w.org_id = c.org_id AND w.id = a.worker_id AND w.left_on <= %(today)s
    LEFT JOIN LATERAL (
        SELECT min(begins_at) AS begins_at FROM records_absence b
        WHERE b.org_id = c.org_id AND b.worker_id = a.worker_id AND b.cancelled_at IS NULL
          AND b.begins_at <= %(now)s AND b.ends_at > %(now)s
          AND NOT EXISTS (
            SELECT FROM records_delegation d
            WHERE d.org_id = c.org_id AND d.giver_id = a.worker_id AND d.role = ANY(%(covers)s::text[])
              AND d.from_date <= %(today)s AND d.to_date > %(today)s)
    ) b ON true
    LEFT JOIN LATERAL (
        SELECT * FROM records_routetaking t WHERE t.org_id = e.org_id AND t.event_id = e.id
        ORDER BY t.taken_at DESC, t.id LIMIT 1
    ) t ON true
    LEFT JOIN records_worker k ON k.org_id = e.org_id AND k.id = t.worker_id
    WHERE e.org_id = %(org)s AND e.kind = ANY(%(began)s::text[]) AND {LASTS}
      AND (%(case)s::uuid IS NULL OR c.id = %(case)s)
    ORDER BY e.happened_at, e.id
"""  # noqa: S608
