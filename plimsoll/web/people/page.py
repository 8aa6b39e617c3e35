"""What the pages of teams and roles show."""

from dataclasses import dataclass
from statistics import mean
from uuid import UUID

from django.urls import reverse

from plimsoll.core.access import COMING, Permission, Viewer, describe, grants
from plimsoll.core.terms import Role
from plimsoll.core.workload.balance import Load
from plimsoll.core.workload.explain import whole_percent
from plimsoll.queries.people import Member, TeamView
from plimsoll.web.loads import load_line
from plimsoll.web.page import Page
from plimsoll.web.parts import Fact, Link, State
from plimsoll.web.pictures import Drawing, draw


@dataclass(frozen=True)
class TeamsPage(Page):
    """Teams to choose from."""

    teams: tuple[Link, ...]
    nothing: State


def teams_page(found: tuple[tuple[UUID, str], ...]) -> TeamsPage:
    """The teams that the viewer may look into."""
    return TeamsPage(
        "Teams",
        teams=tuple(Link(name, reverse("team", args=[key])) for key, name in found),
        nothing=State("No team", "Your roles do not reach into a team."),
    )


@dataclass(frozen=True)
class Colleague:
    """One worker of a team; the picture is missing where the viewer may not see the load."""

    id: str
    name: str
    href: str
    cases: str
    load: Drawing | None
    unshown: str


@dataclass(frozen=True)
class TeamPage(Page):
    """A team: who is over the line stands first, and no average hides them."""

    facts_shown = True
    facts: tuple[Fact, ...]
    people: tuple[Colleague, ...]
    nobody: State


def team_page(found: TeamView) -> TeamPage:
    """A team with its people, the most loaded first."""
    return TeamPage(
        found.name,
        facts=_facts(found),
        people=tuple(_colleague(member) for member in found.members),
        nobody=State("Nobody is in this team", "Somebody who keeps people and teams can add them."),
        back=Link("Teams", reverse("teams")),
    )


def _facts(found: TeamView) -> tuple[Fact, ...]:
    """What nobody holds first; then the spread before the mean."""
    counted = [member.load for member in found.members if member.holds_cases or member.cases]
    loads = [load for load in counted if load and load.thousandths is not None]
    facts = [Fact("Without a worker", str(found.unallocated), href=reverse("unallocated"))]
    if loads:
        over = sum(load.over for load in loads)
        percents = [load.thousandths or 0 for load in loads]
        facts += [
            Fact("Over the line", f"{over} of {len(loads)}"),
            Fact("Lowest and highest load", f"{min(percents) // 10} % to {max(percents) // 10} %"),
            Fact("Mean load", f"{int(mean(percents)) // 10} %"),
        ]
    return tuple(facts)


def _colleague(member: Member) -> Colleague:
    many = f"{member.cases} case{'' if member.cases == 1 else 's'}"
    pictured = member.load is not None and _counts(member.load) and (member.cases or member.holds_cases)
    return Colleague(
        str(member.id),
        member.name,
        reverse("caseload", args=[member.id]),
        many,
        draw(load_line(member.name, member.load)) if pictured and member.load else None,
        ""
        if not (member.cases or member.holds_cases)
        else "load not shown to you"
        if not member.load
        else "hours not known",
    )


def _counts(load: Load) -> bool:
    """Whether there is anything to picture: a manager without cases has a load of nothing."""
    return whole_percent(load) is not None


@dataclass(frozen=True)
class Granted:
    """One thing that a role may do; `coming`: no page for it is there yet."""

    says: str
    coming: bool


@dataclass(frozen=True)
class Described:
    """One role in words."""

    name: str
    says: str
    held: bool
    may: tuple[Granted, ...]


@dataclass(frozen=True)
class RolesPage(Page):
    """What each role may do."""

    roles: tuple[Described, ...]


def roles_page(viewer: Viewer) -> RolesPage:
    """Every role as a manager reads it, the viewer's own first."""
    held = set(viewer.roles)
    roles = [
        Described(
            role.label[:1].upper() + role.label[1:],
            describe(role),
            role in held,
            tuple(
                Granted(f"{_sentence(permission)}: {reach.says}", permission in COMING)
                for permission, reach in grants(role).items()
            ),
        )
        for role in Role
    ]
    return RolesPage("Roles, and what each may do", roles=tuple(sorted(roles, key=lambda role: not role.held)))


def _sentence(permission: Permission) -> str:
    says = permission.says
    return says[:1].upper() + says[1:]
