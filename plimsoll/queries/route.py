"""The out-of-hours route as pages show it: of each team, and of one case."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from plimsoll.core.access import Permission, Viewer
from plimsoll.core.calendar import LONDON
from plimsoll.core.route import Place
from plimsoll.core.terms import EventKind
from plimsoll.queries.facts.cover import supervisors
from plimsoll.queries.facts.route import OnRoute, on_route, routes_of
from plimsoll.records import scopes
from plimsoll.records.models.cases import Restriction
from plimsoll.records.models.people import Team
from plimsoll.records.models.route import RouteTaking

SHOWN_DAYS = 7  # how long a case shows who took what out of hours


@dataclass(frozen=True)
class TeamRoute:
    """The route of one team; team : None for that of every team without one of its own; own : whether it has its own."""

    team: UUID | None
    name: str
    places: Sequence[Place]
    own: bool


def list_routes(viewer: Viewer) -> tuple[TeamRoute, ...]:
    """The route of all teams without one of their own, and then that of each open team, by name. Two queries, for whoever
    may settle it."""
    routes = routes_of(viewer)
    everyone = routes.get(None, ())
    teams = Team.objects.filter(org_id=viewer.org, closed_on__isnull=True).order_by("name", "pk")
    found = [
        TeamRoute(key, name, routes.get(key, everyone), key in routes) for key, name in teams.values_list("pk", "name")
    ]
    return (TeamRoute(None, "Every team without a route of its own", everyone, own=True), *found)


def list_people(viewer: Viewer, on: date) -> tuple[tuple[UUID, str], ...]:
    """Everyone who works here, by name, for whoever settles the route. One query."""
    return tuple(scopes.here(viewer.org, on).order_by("sort_name", "pk").values_list("pk", "name"))


def without_route(viewer: Viewer) -> tuple[str, ...]:
    """Open teams for which no route is named, by name; () for whoever neither settles it nor answers for the service. Two
    queries."""
    if not (viewer.reach(Permission.MANAGE_SETTINGS) or viewer.reach(Permission.COUNTERSIGN).everything):
        return ()
    routes = routes_of(viewer)
    if routes.get(None):
        return ()
    teams = Team.objects.filter(org_id=viewer.org, closed_on__isnull=True).exclude(
        pk__in=[key for key in routes if key]
    )
    return tuple(teams.order_by("name", "pk").values_list("name", flat=True))


@dataclass(frozen=True)
class Taking:
    """That somebody took something of a case out of hours: what, who (by name), who had been told when, in words."""

    kind: EventKind
    taker: str
    noted_by: str
    told: str
    at: datetime


@dataclass(frozen=True)
class CaseRoute:
    """What of a case goes by the out-of-hours route now, and what was taken by it of late, the latest first. supervisors :
    of its team, by name, to whom it goes where nobody is on the route; restricted : it goes to those named alone."""

    now: tuple[OnRoute, ...]
    takings: tuple[Taking, ...]
    supervisors: tuple[str, ...]
    restricted: bool


def get_case_route(viewer: Viewer, case: UUID, team: UUID, now: datetime) -> CaseRoute:
    """As `CaseRoute`, of a case that the viewer may read. Three queries, and four more where something must be done now."""
    rows = RouteTaking.objects.filter(
        org_id=viewer.org, case_id=case, taken_at__gt=now - timedelta(SHOWN_DAYS)
    ).select_related("event", "worker")
    some = on_route(viewer, now, case)
    return CaseRoute(
        some,
        tuple(
            Taking(EventKind(row.event.kind), row.taker or row.worker.name, row.worker.name, row.told, row.taken_at)
            for row in rows.order_by("-taken_at", "pk")
        ),
        supervisors(viewer, [team], now.astimezone(LONDON).date()).get(team, ()),
        Restriction.objects.filter(org_id=viewer.org, case_id=case, to_at__isnull=True).exists(),
    )
