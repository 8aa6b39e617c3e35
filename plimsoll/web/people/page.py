"""What the pages of teams and roles show."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from statistics import mean
from uuid import UUID

from django.urls import reverse

from plimsoll.core.access import COMING, Permission, Viewer, describe, grants
from plimsoll.core.calendar import LONDON
from plimsoll.core.priority.guards import EverythingUrgent
from plimsoll.core.priority.told import capital
from plimsoll.core.terms import Role
from plimsoll.core.workload.balance import Load
from plimsoll.core.workload.explain import whole_percent
from plimsoll.queries.facts.cover import Unheld
from plimsoll.queries.facts.near import AHEAD_DAYS
from plimsoll.queries.information import LateNews
from plimsoll.queries.out_of_sight import OutOfSight
from plimsoll.queries.people import Member, Named, TeamDue, TeamView, Uncovered
from plimsoll.queries.teams import TeamLine
from plimsoll.web.asked import asked_link
from plimsoll.web.exchange.paging import part
from plimsoll.web.loads import load_line, made_of
from plimsoll.web.out_of_sight import out_of_sight_needs
from plimsoll.web.page import Page, Viewed
from plimsoll.web.parts import Cell, Column, Fact, Link, Need, Pages, State, Table
from plimsoll.web.pictures import Drawing, draw

MOST_DUE = 15  # late and coming due on one page of a team


@dataclass(frozen=True)
class TeamsPage(Page):
    """All teams that the viewer may look into: what needs somebody now stands first.

    needs : sentences with links, nothing where all is looked after; said : in which order the teams stand.
    """

    facts_shown = True
    needs: tuple[Need, ...]
    said: str
    teams: Table | None
    nothing: State


def teams_page(
    found: Sequence[TeamLine], to_decide: int, unseen: OutOfSight, *, today: date, keeps: bool = False
) -> TeamsPage:
    """The teams, the one with the most people over the line first. to_decide : how much files left open; unseen : cases that
    nobody can see; keeps : whether the viewer keeps people."""
    heads = ("Team", "Over the line", "Load", "Cases", "No worker", "No cover", "Late", f"Due in {AHEAD_DAYS} days")
    return TeamsPage(
        "Teams",
        needs=(
            *out_of_sight_needs(unseen, keeps=keeps),
            *_service_needs(found, to_decide, today),
            *_hours_needed(sum(line.unknown for line in found), keeps),
        ),
        said="The team with the most people over the line first. Load is that of those who hold cases, from the lowest to "
        f"the highest; {AHEAD_DAYS} days are working days.",
        teams=Table(
            f"{len(found)} team{'' if len(found) == 1 else 's'}",
            tuple(Column(head, number=n > 0) for n, head in enumerate(heads)),
            tuple(_team_row(line) for line in found),
        )
        if found
        else None,
        nothing=State("Teams are not yours to see", "Your roles do not reach into a team."),
    )


def _team_row(line: TeamLine) -> tuple[Cell, ...]:
    percents = [(load.thousandths or 0) // 10 for load in line.loads]
    spread = (
        f"{min(percents)} to {max(percents)}\u00a0%"
        if len(percents) > 1
        else f"{percents[0]}\u00a0%"
        if percents
        else ""
    )
    unshown = "hours not known" if line.unknown else "not shown"
    over = f"{line.over} of {len(percents)}" if percents else unshown
    if line.hidden and percents:  # what they may see of the team is no figure of the team
        over, spread = "not shown to you", f"{_whose(len(percents))}: {spread}"
    return (
        Cell(line.name, reverse("team", args=[line.id])),
        Cell(over),
        Cell(spread or unshown),
        *(Cell(f"{many:,}") for many in (line.cases, line.unallocated, line.uncovered, line.late, line.coming)),
    )


def _whose(shown: int) -> str:
    """Of whom loads are shown to somebody who may not see those of the whole team."""
    return "yours alone" if shown == 1 else f"the {shown} you may see"


def _service_needs(found: Sequence[TeamLine], to_decide: int, today: date) -> Iterable[Need]:
    if waiting := [line for line in found if line.unallocated and line.waiting_since]:
        many = sum(line.unallocated for line in waiting)
        since = min(line.waiting_since for line in waiting if line.waiting_since)
        late = _of_them_late(sum(line.waiting_late for line in waiting))
        yield Need(
            f"{many:,} {_have_no_worker(many)}, the longest {_long(since, today)}{late}.", reverse("unallocated")
        )
    if bare := [line for line in found if line.uncovered]:
        many = sum(line.uncovered for line in bare)
        said = f"{many:,} {'case is' if many == 1 else 'cases are'} held by somebody who is not there, without cover:"
        yield Need(said, links=tuple(Link(f"{line.name} ({line.uncovered})", _to(line)) for line in bare))
    if over := [line for line in found if line.over and not line.hidden]:
        many = sum(line.over for line in over)
        said = f"{many:,} {'person is' if many == 1 else 'people are'} over the line:"
        yield Need(said, links=tuple(Link(f"{line.name} ({line.over})", _to(line)) for line in over))
    if alone := [line for line in found if line.cases and not line.supervised]:
        said = "No supervisor, so nobody makes sure that their cases have a worker:"
        yield Need(said, links=tuple(Link(line.name, _to(line)) for line in alone))
    if to_decide:
        many = f"{to_decide:,} {'thing that a file left waits' if to_decide == 1 else 'things that files left wait'}"
        yield Need(f"{many} for a decision.", reverse("decide"))


def _hours_needed(many: int, keeps: bool, query: str = "") -> Iterable[Need]:
    """That loads cannot be worked out, and who can mend it."""
    if not many:
        return
    whose = "1 person has" if many == 1 else f"{many:,} people have"
    said = f"{whose} no hours on record, so nobody can say whether they carry too much."
    if keeps:
        yield Need(said, links=(Link("Write their hours", f"{reverse('people-hours')}{query}"),))
    else:
        yield Need(f"{said} Ask whoever keeps people and teams to write them.")


def _to(line: TeamLine) -> str:
    return reverse("team", args=[line.id])


def _have_no_worker(many: int) -> str:
    return f"open case{' has' if many == 1 else 's have'} no worker"


def _of_them_late(many: int) -> str:
    return f"; on {many:,} of them something is late" if many else ""


def _long(waiting: Unheld, today: date) -> str:
    days = (today - waiting.since.astimezone(LONDON).date()).days
    least = "at least " if waiting.at_least else ""
    return f"since {least}today" if not days else f"for {least}{days} day{'' if days == 1 else 's'}"


@dataclass(frozen=True)
class Colleague:
    """One worker of a team; the picture is missing where the viewer may not see the load. `facts` are what stands in their
    cases, `parts` what their load is made of."""

    id: str
    name: str
    href: str
    cases: str
    load: Drawing | None
    unshown: str
    facts: tuple[str, ...] = ()
    parts: Table | None = None


@dataclass(frozen=True)
class TeamPage(Page):
    """A team: what needs somebody now stands first; then who is over the line, and no average hides them.

    needs : sentences with links, nothing where all is looked after; spread : who is over the line by name, and how far.
    """

    facts_shown = True
    needs: tuple[Need, ...]
    facts: tuple[Fact, ...]
    spread: str
    people: tuple[Colleague, ...]
    nobody: State
    due: Table | None
    due_said: str
    due_pages: Pages | None
    drift: Link | None = None
    absence: Link | None = None


def team_page(
    found: TeamView,
    asked: Mapping[str, str],
    *,
    today: date,
    keeps: bool = False,
    reads: bool = False,
    gives: bool = False,
) -> TeamPage:
    """A team with what needs somebody now, and its people, the most loaded first.

    Parameters
    ----------
    asked : which part of what is late or coming due. keeps : the viewer keeps people; reads : they read records here;
    gives : they give its cases to workers.
    """
    due, pages = part(found.due, asked, reverse("team", args=[found.id]), {}, MOST_DUE, place="#late")
    return TeamPage(
        found.name,
        needs=(*_needs(found, today), *_hours_needed(_unknown(found), keeps, f"?team={found.id}")),
        facts=_facts(found),
        spread=_spread(found),
        people=tuple(_colleague(member) for member in found.members),
        nobody=State("Nobody is in this team", "Somebody who keeps people and teams can add them."),
        due=_due(found, due) if due else None,
        due_said=_due_said(found),
        due_pages=pages,
        drift=Link("Signs of drift in this team's cases", reverse("team-drift", args=[found.id])) if reads else None,
        absence=Link("Who is away, and who covers", reverse("team-absence", args=[found.id])) if gives else None,
        back=Link("Teams", reverse("teams")),
        viewed=Viewed(
            frozenset(one.child for one in (*due, *found.uncovered, *found.late_news) if one.child),
            frozenset(one.case for one in (*due, *found.uncovered, *found.late_news)),
        ),
    )


def _needs(found: TeamView, today: date) -> Iterable[Need]:
    if found.unallocated and found.waiting_since:
        many = f"{found.unallocated} {_have_no_worker(found.unallocated)}"
        long = f"{_long(found.waiting_since, today)}{_of_them_late(found.waiting_late)}"
        yield Need(f"{many}, the longest {long}.", reverse("unallocated"))
    yield from _uncovered(found)
    if found.late_news:
        cases = {one.case: one for one in found.late_news}
        many = f"{len(cases)} case{' has' if len(cases) == 1 else 's have'}"
        links = tuple(Link(_called(one), f"{reverse('case', args=[one.case])}#news") for one in cases.values())
        yield Need(f"{many} new information, and nobody has said in time what it means:", links=links)
    for member in found.members:
        if member.urgent:
            yield _too_much(member.id, member.name, member.urgent)
    if own := sum(one.late and one.own for one in found.due):
        yield Need(f"{own} {'thing is' if own == 1 else 'things are'} late that the manager sees to.", "#late")
    if found.asked:
        many = f"{len(found.asked)} case{' waits' if len(found.asked) == 1 else 's wait'}"
        yield Need(f"{many} for a decision on what a file says.", reverse("decide"))


def _too_much(worker: UUID, name: str, urgent: EverythingUrgent) -> Need:
    """That too much of somebody's list is urgent, and what fills most of it."""
    kind, many = urgent.kinds[0]
    return Need(
        f"{name}: {urgent.top} of {urgent.cases} cases stand in Act now or Today, so the words no longer say what is first. "
        f"{many} of them: {kind}.",
        links=(Link("See it in parts", reverse("caseload-urgent", args=[worker])),),
    )


def _uncovered(found: TeamView) -> Iterable[Need]:
    """Cases of whoever is not there: those without cover first; then those that somebody stands in for, for too long."""

    def of(one: Uncovered) -> tuple[bool, str, str, str]:
        return bool(one.cover), one.worker, one.why, one.cover

    for (covered, worker, why, cover), cases in groupby(sorted(found.uncovered, key=of), key=of):
        links = tuple(Link(_called(one), reverse("case", args=[one.case])) for one in cases)
        many = f"{len(links)} case{'' if len(links) == 1 else 's'}"
        if covered:
            yield Need(f"{worker} is not there ({why}); {cover} stands in. Who is to hold {many}?", links=links)
        else:
            yield Need(f"{worker} is not there ({why}) and nobody stands in: {many} without cover.", links=links)


def _unknown(found: TeamView) -> int:
    """How many hold cases whose load the viewer may see, and whose hours are not known."""
    return sum(
        bool(member.load and member.load.available is None and (member.cases or member.holds_cases))
        for member in found.members
    )


def _called(one: Named | LateNews) -> str:
    """A child by name and reference; one without a name by the reference once."""
    return one.name if one.name == one.reference else f"{one.name} ({one.reference})"


def _loads(found: TeamView) -> list[tuple[str, Load]]:
    """Loads that count, by name: of those who hold cases or are there to."""
    return [
        (member.name, member.load)
        for member in found.members
        if (member.holds_cases or member.cases) and member.load and member.load.thousandths is not None
    ]


def _facts(found: TeamView) -> tuple[Fact, ...]:
    """What nobody holds first; then the spread before the mean."""
    loads = [load for _, load in _loads(found)]
    facts = [Fact("Without a worker", str(found.unallocated), href=reverse("unallocated"))]
    percents = [load.thousandths or 0 for load in loads]
    if loads and any(member.holds_cases and member.load is None for member in found.members):
        lowest, highest = min(percents) // 10, max(percents) // 10
        shown = f"{lowest} %" if len(loads) == 1 else f"{lowest} to {highest} %"
        facts.append(Fact("Load that you may see", f"{_whose(len(loads))}: {shown}"))
    elif loads:
        facts += [
            Fact("Over the line", f"{sum(load.over for load in loads)} of {len(loads)}"),
            Fact("Lowest and highest load", f"{min(percents) // 10} % to {max(percents) // 10} %"),
            Fact("Mean load", f"{int(mean(percents)) // 10} %"),
        ]
    return tuple(facts)


def _spread(found: TeamView) -> str:
    """The furthest over by name."""
    over = [f"{name} {(load.thousandths or 0) // 10}\u00a0%" for name, load in _loads(found) if load.over]
    if not over:
        return "Nobody whose load you can see is over the line." if _loads(found) else ""
    return f"Over the line, the furthest first: {', '.join(over)}."


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
        tuple(_work(member)) if member.cases else (),
        made_of(member.load) if pictured and member.load else None,
    )


def _work(member: Member) -> Iterable[str]:
    """What stands in somebody's cases, in words; what there is none of is not said."""
    work = member.work
    for many, says in (
        (work.act_now, "in Act now"),
        (work.today, "in Today"),
        (work.late, "late"),
        (work.coming, f"due within {AHEAD_DAYS} working days"),
        (work.unseen, "not seen in the interval"),
        (member.asked, "to decide from a file"),
    ):
        if many:
            yield f"{many} {says}"


def _due(found: TeamView, due: Sequence[TeamDue]) -> Table:
    cases = Counter(name for name, _ in {(one.name, one.case) for one in found.due})
    rows = tuple(
        (
            Cell(_called(one) if cases[one.name] > 1 else one.name, reverse("case", args=[one.case])),
            Cell(capital(one.title)),
            Cell(one.whose),
            Cell(one.words),
        )
        for one in due
    )
    columns = [Column("Child"), Column("What"), Column("Whose"), Column("When")]
    if any(one.case in found.asked for one in due):
        columns.append(Column("To decide"))
        rows = tuple((*row, _asked(found, one)) for row, one in zip(rows, due, strict=True))
    return Table("Late and coming due", tuple(columns), rows, caption_hidden=True, compact=True)


def _asked(found: TeamView, one: Named) -> Cell:
    link = asked_link(one.case, found.asked.get(one.case, ()))
    return Cell(link.text, link.href) if link else Cell("")


def _due_said(found: TeamView) -> str:
    late = sum(one.late for one in found.due)
    untold = f" Of {found.untold:,} {_cases(found.untold)} it cannot be told what else is due." if found.untold else ""
    if not found.due:
        known = "is known to be" if found.untold else "is"
        return (
            f"Of what you may see nothing {known} late, and nothing falls due within {AHEAD_DAYS} working days.{untold}"
        )
    first = " What is late and the manager's to see to stands first." if any(one.own for one in found.due) else ""
    return f"{late} late, {len(found.due) - late} due within {AHEAD_DAYS} working days.{first}{untold}"


def _cases(many: int) -> str:
    return "case" if many == 1 else "cases"


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
    """What each role may do: role by role in words, then all of them in one table. label : where what roles are called is
    settled, for whoever settles it."""

    roles: tuple[Described, ...]
    table: Table
    label: Link | None


def roles_page(viewer: Viewer) -> RolesPage:
    """Every role as a manager reads it, the viewer's own first."""
    held = set(viewer.roles)
    roles = [
        Described(
            capital(viewer.called(role)),
            describe(role),
            role in held,
            tuple(
                Granted(f"{_sentence(permission)}: {reach.says}", permission in COMING)
                for permission, reach in grants(role).items()
            ),
        )
        for role in Role
    ]
    return RolesPage(
        "Roles, and what each may do",
        roles=tuple(sorted(roles, key=lambda role: not role.held)),
        table=Table(
            "Every permission, and how far each role reaches",
            (Column("Allows to"), *(Column(capital(viewer.called(role))) for role in Role)),
            tuple(
                (Cell(_sentence(permission)), *(Cell(_reach(role, permission)) for role in Role))
                for permission in Permission
            ),
        ),
        label=Link("What roles are called here", reverse("set-up-labels"))
        if viewer.reach(Permission.MANAGE_SETTINGS)
        else None,
    )


def _reach(role: Role, permission: Permission) -> str:
    reach = grants(role).get(permission)
    return reach.says if reach else ""  # not shown at all where a row is a card


def _sentence(permission: Permission) -> str:
    says = permission.says
    return capital(says)
