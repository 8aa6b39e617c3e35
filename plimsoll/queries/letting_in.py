"""Who has not come in yet, and whom a viewer may let in."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import connection

from plimsoll.core.access import NotThere, Permission, Viewer, sees_no_more
from plimsoll.core.terms import Role
from plimsoll.records import scopes
from plimsoll.records.models.people import Delegation, RoleHeld, Team


@dataclass(frozen=True)
class Outside:
    """Somebody who works here and never came in by a link. roles : held now, or from a day to come; may : whether the viewer
    may let them in."""

    key: UUID
    name: str
    teams: tuple[str, ...]
    roles: tuple[Role, ...]
    may: bool


@dataclass(frozen=True)
class Waiting:
    """Who has not come in yet; first : nobody else has, so that whoever keeps people lets in anybody."""

    people: tuple[Outside, ...]
    first: bool


def lets_in(viewer: Viewer) -> bool:
    """Whether the viewer may let in anybody at all: whoever keeps people, and whoever gives cases to people."""
    return bool(viewer.reach(Permission.MANAGE_PEOPLE) or viewer.reach(Permission.ALLOCATE))


def list_outside(viewer: Viewer, on: date) -> Waiting:
    """Who works here and has not come in by a link yet or has to come in anew, but for the viewer: all of them for whoever
    keeps people, for others those whom they may let in. Seven queries; two more where one of them stands in for somebody.

    Nobody is let in who would see more than whoever lets them in, now or by a role that is to come: they could be that
    person. Whoever keeps people and does
    not see every case could give any role to somebody whom they made up; so they let in only the first, while there is
    nobody who could let in others.

    Raises
    ------
    NotThere : the viewer lets in nobody.
    """
    if not lets_in(viewer):
        raise NotThere
    came, anew = came_in() - {viewer.worker}, to_let_in_anew()
    keeps = bool(viewer.reach(Permission.MANAGE_PEOPLE))
    names = dict(
        scopes.here(viewer.org, on)
        .exclude(pk__in={*(came - anew), viewer.worker})
        .order_by("sort_name", "pk")
        .values_list("pk", "name")
    )
    roles, teams = _roles(viewer.org, names, on), _teams(viewer.org, names, on)
    handed_roles, handed_teams = _handed_on(viewer.org, names, on)
    called = dict(Team.objects.filter(org_id=viewer.org).values_list("pk", "name"))
    first = keeps and not came
    found = tuple(
        Outside(
            key,
            name,
            tuple(called[team] for team in teams.get(key, ())),
            tuple(dict.fromkeys(role for role, _ in roles.get(key, ()))),
            _may(
                viewer,
                (*roles.get(key, ()), *handed_roles.get(key, ())),
                (*teams.get(key, ()), *handed_teams.get(key, ())),
                first=first,
                keeps=keeps,
            ),
        )
        for key, name in names.items()
    )
    return Waiting(tuple(one for one in found if keeps or one.may), first)


def _may(
    viewer: Viewer, roles: tuple[tuple[Role, UUID | None], ...], teams: tuple[UUID, ...], *, first: bool, keeps: bool
) -> bool:
    if not roles:
        return False
    if first:
        return True
    if keeps and not (viewer.reach(Permission.SEE_CASE).everything and viewer.reach(Permission.READ_RECORD).everything):
        return False
    return sees_no_more(roles, teams, viewer.alone)  # they would be that person for longer than they stand in


def came_in() -> set[UUID]:
    """Everyone of the organisation of the context who ever signed in by a link. One query."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT records_came_in()")
        return {key for (key,) in cursor.fetchall()}


def to_let_in_anew() -> set[UUID]:
    """Those of them whose way in was ended since. One query."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT records_to_let_in_anew()")
        return {key for (key,) in cursor.fetchall()}


def _roles(org: UUID, workers: Iterable[UUID], on: date) -> dict[UUID, tuple[tuple[Role, UUID | None], ...]]:
    """What some people hold, now or from a day to come."""
    rows = RoleHeld.objects.filter(scopes.still(on), org_id=org)
    found: dict[UUID, tuple[tuple[Role, UUID | None], ...]] = {}
    for worker, role, team in (
        rows.filter(worker_id__in=list(workers))
        .order_by("from_date", "role", "pk")
        .values_list("worker_id", "role", "team_id")
    ):
        found[worker] = (*found.get(worker, ()), (Role(role), team))
    return found


def _handed_on(
    org: UUID, workers: Iterable[UUID], on: date
) -> tuple[dict[UUID, tuple[tuple[Role, UUID | None], ...]], dict[UUID, tuple[UUID, ...]]]:
    """What some people hold for others, now or from a day to come: the roles, and the teams of whose it is."""
    rows = Delegation.objects.filter(org_id=org, taker_id__in=list(workers), to_date__gt=on)
    given = list(rows.values_list("taker_id", "giver_id", "role"))
    if not given:
        return {}, {}
    givers = {giver for _, giver, _ in given}
    held, belong = _roles(org, givers, on), _teams(org, givers, on)
    roles: dict[UUID, tuple[tuple[Role, UUID | None], ...]] = {}
    teams: dict[UUID, tuple[UUID, ...]] = {}
    for taker, giver, code in given:
        roles[taker] = (*roles.get(taker, ()), *(one for one in held.get(giver, ()) if one[0] == code))
        teams[taker] = (*teams.get(taker, ()), *belong.get(giver, ()))
    return roles, teams


def _teams(org: UUID, workers: Iterable[UUID], on: date) -> dict[UUID, tuple[UUID, ...]]:
    found: dict[UUID, tuple[UUID, ...]] = {}
    rows = scopes.members(org, on).filter(worker_id__in=list(workers)).order_by("from_date", "pk")
    for worker, team in rows.values_list("worker_id", "team_id"):
        found[worker] = (*found.get(worker, ()), team)
    return found
