"""Teams and the people in them, as a viewer may see them."""

from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q

from plimsoll.core.access import NotThere, Permission, Viewer
from plimsoll.core.calendar import day_of
from plimsoll.core.terms import Role
from plimsoll.core.workload.balance import Load
from plimsoll.queries.workload import list_loads
from plimsoll.records import scopes


@dataclass(frozen=True)
class Member:
    """A worker of a team: cases held that the viewer may see, whether holding cases is part of their role, and the load,
    where the viewer may see it."""

    id: UUID
    name: str
    cases: int
    holds_cases: bool
    load: Load | None


@dataclass(frozen=True)
class TeamView:
    """A team with its people, the most loaded first, and its open cases that nobody holds."""

    id: UUID
    name: str
    members: tuple[Member, ...]
    unallocated: int


def list_teams(viewer: Viewer) -> tuple[tuple[UUID, str], ...]:
    """Teams whose cases the viewer may see. One query."""
    rows = scopes.teams(viewer, Permission.SEE_CASE)
    return tuple(rows.order_by("name", "pk").values_list("pk", "name"))


def get_team(viewer: Viewer, team: UUID, at: int) -> TeamView:
    """A team now.

    Raises
    ------
    NotThere : no such team is within the viewer's reach.
    """
    found = scopes.teams(viewer, Permission.SEE_CASE).filter(pk=team).first()
    if found is None:
        raise NotThere
    on = day_of(at)
    people = scopes.members(viewer.org, on).filter(team_id=team).filter(
        Q(worker__left_on__isnull=True) | Q(worker__left_on__gt=on)
    )  # fmt: skip
    names = dict(people.order_by("worker__sort_name", "worker_id").values_list("worker_id", "worker__name"))
    open_cases = scopes.cases(viewer).filter(closed_at__isnull=True)
    held = scopes.held_by(viewer.org, open_cases, list(names))
    loads = list_loads(viewer, list(names), at)
    holding = scopes.holding(viewer.org, Role.PRACTITIONER, on, list(names))
    members = [Member(key, name, held.get(key, 0), key in holding, loads.get(key)) for key, name in names.items()]
    return TeamView(
        found.pk,
        found.name,
        tuple(sorted(members, key=lambda one: -(one.load.thousandths or 0) if one.load else 1)),
        scopes.unheld(viewer.org, open_cases.filter(team_id=team)).count(),
    )
