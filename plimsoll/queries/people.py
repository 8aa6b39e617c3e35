"""Teams and the people in them, as a viewer may see them, and as whoever keeps people does."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Q, QuerySet

from plimsoll.core.access import NotThere, Permission, Viewer
from plimsoll.core.calendar import day_of
from plimsoll.core.terms import Role
from plimsoll.core.workload.balance import Load
from plimsoll.queries.workload import list_loads
from plimsoll.records import scopes
from plimsoll.records.models.people import Membership, RoleHeld, Team, Worker, WorkingPattern


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


# ---- keeping people ------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Spell:
    """A role or a team of somebody; `where` is the team of a role, or nothing: the whole organisation."""

    key: UUID
    what: str
    where: str
    from_date: date
    to_date: date | None


@dataclass(frozen=True)
class Kept:
    """Somebody as whoever keeps people sees them: nothing of cases. `minutes` of each day of the week, Monday first."""

    key: UUID
    name: str
    joined_on: date
    left_on: date | None
    newly_qualified_until: date | None
    teams: tuple[Spell, ...]
    roles: tuple[Spell, ...]
    minutes: tuple[int, ...] = ()

    def teams_on(self, on: date) -> tuple[Spell, ...]:
        """Their teams on a day."""
        return tuple(one for one in self.teams if one.from_date <= on and (one.to_date is None or one.to_date > on))

    def roles_on(self, on: date) -> tuple[Spell, ...]:
        """Their roles on a day."""
        return tuple(one for one in self.roles if one.from_date <= on and (one.to_date is None or one.to_date > on))


def list_people(viewer: Viewer, on: date) -> tuple[Kept, ...]:
    """Everyone who is here, for whoever manages people. Four queries.

    Raises
    ------
    NotThere : the viewer does not manage people.
    """
    return _kept(viewer, Worker.objects.filter(Q(left_on__isnull=True) | Q(left_on__gt=on), org_id=viewer.org), on)


def get_person(viewer: Viewer, worker: UUID, on: date) -> Kept:
    """Somebody with all their teams and roles, past ones too. Four queries.

    Raises
    ------
    NotThere : no such worker is here, or the viewer does not manage people.
    """
    found = _kept(viewer, Worker.objects.filter(org_id=viewer.org, pk=worker), on)
    if not found:
        raise NotThere
    return found[0]


def list_open_teams(viewer: Viewer) -> tuple[tuple[UUID, str], ...]:
    """Every open team, for whoever manages people. One query.

    Raises
    ------
    NotThere : the viewer does not manage people.
    """
    _check(viewer)
    rows = Team.objects.filter(org_id=viewer.org, closed_on__isnull=True)
    return tuple(rows.order_by("name", "pk").values_list("pk", "name"))


def _check(viewer: Viewer) -> None:
    if not viewer.reach(Permission.MANAGE_PEOPLE):
        raise NotThere


def _kept(viewer: Viewer, rows: QuerySet[Worker], on: date) -> tuple[Kept, ...]:
    _check(viewer)
    people = list(rows.order_by("sort_name", "pk"))
    keys = [one.pk for one in people]
    spells = {"org_id": viewer.org, "worker_id__in": keys}
    teams: dict[UUID, list[Spell]] = {key: [] for key in keys}
    for row in Membership.objects.filter(**spells).select_related("team").order_by("from_date", "pk"):
        teams[row.worker_id].append(Spell(row.pk, row.team.name, "", row.from_date, row.to_date))
    roles: dict[UUID, list[Spell]] = {key: [] for key in keys}
    for held in RoleHeld.objects.filter(**spells).select_related("team").order_by("from_date", "role", "pk"):
        where = held.team.name if held.team else ""
        roles[held.worker_id].append(Spell(held.pk, Role(held.role).label, where, held.from_date, held.to_date))
    patterns = WorkingPattern.objects.filter(**spells, from_date__lte=on)
    hours = dict(patterns.filter(Q(to_date__isnull=True) | Q(to_date__gt=on)).values_list("worker_id", "minutes"))
    return tuple(
        Kept(
            one.pk,
            one.name,
            one.joined_on,
            one.left_on,
            one.newly_qualified_until,
            tuple(teams[one.pk]),
            tuple(roles[one.pk]),
            tuple(hours.get(one.pk, ())),
        )
        for one in people
    )
