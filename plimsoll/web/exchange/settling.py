"""What the pages show on which names and values of a file are settled."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeVar

from django.forms import BoundField
from django.urls import reverse

from plimsoll.formats.told import UnknownValue
from plimsoll.queries.exchange import ImportView, PersonFound, TeamFound
from plimsoll.web.exchange.forms import People, Teams, Values, field_of
from plimsoll.web.exchange.page import back_to, many
from plimsoll.web.page import Page
from plimsoll.web.parts import Act, Cell, Column, Link, Pages, State, Table

Name = TypeVar("Name", PersonFound, TeamFound)


@dataclass(frozen=True)
class Asked:
    """One name or value, with what is known of it, and the field that asks about it."""

    name: str
    lines: tuple[str, ...]
    field: BoundField


@dataclass(frozen=True)
class SettlePage(Page):
    """Names or values to settle, in one form, and those that are settled. heads : over what is found, and what it is."""

    said: str
    heads: tuple[str, str]
    form: People | Teams | Values
    rows: tuple[Asked, ...]
    action: str
    button: str
    cancel: str
    add_all: Act | None
    settled: Table | None
    change: Link | None
    pages: Pages | None
    nothing: State
    suggest: Link | None = None
    all_mine: Act | None = None


def all_mine(found: ImportView, here: str, *, again: bool) -> Act:
    """All names that are asked about as the viewer's own, for whoever holds cases: somebody who works alone, above all."""
    people = here == "file-people"
    says = "All of these are me: give me their cases" if people else "All of these are my own team"
    more = "?again=yes" if again else ""
    return Act(says, post=f"{reverse(here, args=[found.line.id])}{more}", fields=(("mine", "yes"),))


def asked_about(names: Sequence[Name], *, again: bool) -> tuple[Name, ...]:
    """The names that are asked about: those that nobody settled, or `again` all of them."""
    return tuple(one for one in names if again or not one.settled)


def people_page(
    found: ImportView, people: Sequence[PersonFound], form: People, *, action: str, again: bool, pages: Pages | None
) -> SettlePage:
    """Whose the names in the file are. people : those on this page."""
    here, file = reverse("file-people", args=[found.line.id]), reverse("file", args=[found.line.id])
    rows = tuple(Asked(person.name, _known(person), form[field_of(person.name)]) for person in people)
    settled = () if again else [person for person in found.people if person.settled]
    near = sum(len(person.alike) == 1 for person in people)
    return SettlePage(
        "People in the file",
        said="These names hold cases in the file. Say once who each of them is: the next file of this kind will know."
        + (" Who may be meant is only suggested, by the spelling: look at each before you save." if near else ""),
        heads=("Name in the file", "Who that is here"),
        form=form,
        rows=rows,
        action=action,
        button="Save these" if pages else "Save",
        cancel=file,
        add_all=_add_all(found, here),
        suggest=Link(f"Choose the {many(near, 'suggestion')}, and look at {_them(near)}", f"{here}?suggested=yes")
        if near and not again and not form.is_bound
        else None,
        settled=_settled(settled) if settled else None,
        change=Link("Change whose a name is", f"{here}?again=yes") if settled and people else None,
        pages=pages,
        nothing=State(
            "Every name is settled",
            "You can still change whose a name is.",
            Act("Change these", href=f"{here}?again=yes"),
        )
        if found.people
        else State("No names", "The file names nobody who holds a case."),
        back=back_to(found),
    )


def _known(person: PersonFound) -> tuple[str, ...]:
    other = [spelling for spelling in person.spellings if spelling != person.name]
    lines = (
        f"also written {', '.join(other)}" if other else "",
        f"perhaps {' or '.join(name for _, name in person.alike)}" if person.alike else "",
        person.team,
        many(person.cases, "open case"),
    )
    return tuple(line for line in lines if line)


def _add_all(found: ImportView, here: str) -> Act | None:
    number = len(to_add_at_once(found))
    if number < 2:
        return None
    which = "all" if number == sum(not person.settled for person in found.people) else "the other"
    return Act(f"Add {which} {number:,} as new people", post=here, fields=(("all", "yes"),))


def to_add_at_once(found: ImportView) -> list[str]:
    """Names that can be added together: whoever may be somebody who is here already is asked about one by one."""
    return [person.name for person in found.people if not person.settled and not person.alike]


def _them(number: int) -> str:
    return "it" if number == 1 else "them"


def _settled(people: Sequence[PersonFound]) -> Table:
    rows = tuple(
        (
            Cell(person.name),
            Cell(person.worker_name or ("a new person" if person.to_add else "nobody")),
            Cell(person.team),
            Cell(f"{person.cases:,}"),
        )
        for person in people
    )
    heads = (Column("Name in the file"), Column("Who that is here"), Column("Team"), Column("Cases", number=True))
    return Table("Settled already", heads, rows)


def teams_page(
    found: ImportView, teams: Sequence[TeamFound], form: Teams, *, action: str, again: bool, pages: Pages | None
) -> SettlePage:
    """Which teams the names in the file are. teams : those on this page."""
    here, file = reverse("file-teams", args=[found.line.id]), reverse("file", args=[found.line.id])
    settled = () if again else [team for team in found.teams if team.settled]
    still = sum(not team.settled for team in found.teams)
    return SettlePage(
        "Teams in the file",
        said="Cases in the file stand in these teams. Say once which of your teams each of them is, or that it is a new "
        "one: the next file of this kind will know.",
        heads=("Team in the file", "Which that is here"),
        form=form,
        rows=tuple(Asked(team.name, _known_of(team), form[field_of(team.name)]) for team in teams),
        action=action,
        button="Save these" if pages else "Save",
        cancel=file,
        add_all=Act(f"Add all {still:,} as new teams", post=here, fields=(("all", "yes"),)) if still > 1 else None,
        settled=_settled_teams(settled) if settled else None,
        change=Link("Change which team a name is", f"{here}?again=yes") if settled and teams else None,
        pages=pages,
        nothing=State(
            "Every team is settled",
            "You can still change which team a name is.",
            Act("Change these", href=f"{here}?again=yes"),
        )
        if found.teams
        else State(
            "No teams",
            "The file names no team. Each case goes to the team of its worker, or to one for whatever has none.",
        ),
        back=back_to(found),
    )


def _known_of(team: TeamFound) -> tuple[str, ...]:
    other = [spelling for spelling in team.spellings if spelling != team.name]
    lines = (
        "these name neither a team nor a worker who is in one" if team.usual else "",
        f"also written {', '.join(other)}" if other else "",
        f"much like your team {team.alike}" if team.alike else "",
        many(team.cases, "open case"),
    )
    return tuple(line for line in lines if line)


def _which(team: TeamFound) -> str:
    if team.usual and team.to_add:
        return f"a new team, {team.team_name}"
    return team.team_name or "a new team"


def _settled_teams(teams: Sequence[TeamFound]) -> Table:
    rows = tuple((Cell(team.name), Cell(_which(team)), Cell(f"{team.cases:,}")) for team in teams)
    heads = (Column("Team in the file"), Column("Which that is here"), Column("Cases", number=True))
    return Table("Settled already", heads, rows)


def values_page(
    found: ImportView, unknown: Sequence[UnknownValue], form: Values, *, action: str, pages: Pages | None
) -> SettlePage:
    """What the values mean that stand for nothing we know. unknown : those on this page."""
    rows = tuple(
        Asked(
            f"“{value.found}”",
            (f"in the column “{value.header}”", f"in {many(value.rows, 'row')}"),
            form[field_of(value.column, value.found)],
        )
        for value in unknown
    )
    file = reverse("file", args=[found.line.id])
    change = Link("Change what is left empty", f"{reverse('file-values', args=[found.line.id])}?again=yes")
    return SettlePage(
        "Values we do not know",
        said="These values stand in columns that hold codes, and are none of the codes we know. Say once what each means. "
        "It is kept for your whole organisation, and the file is then read again. A value by which nothing is worked out is "
        "left empty, and stands under Faults.",
        heads=("Value in the file", "What it means"),
        form=form,
        rows=rows,
        action=action,
        button="Save for your organisation",
        cancel=file,
        add_all=None,
        settled=None,
        change=change if found.left_out and unknown else None,
        pages=pages,
        nothing=State(
            "Every value is settled",
            f"{many(len(found.left_out), 'value')} left empty in this file.",
            Act("Change these", href=change.href),
        )
        if found.left_out
        else State("Every value is known", "There is nothing to settle here.", Act("Back to the file", href=file)),
        back=back_to(found),
    )
