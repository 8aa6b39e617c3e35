"""What the pages show on which people are kept."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.conf import settings
from django.urls import reverse

from plimsoll.core.priority.told import capital
from plimsoll.formats.people_file import COLUMNS, PersonFault
from plimsoll.queries.facts.missing import Missing, Named
from plimsoll.queries.out_of_sight import OutOfSight
from plimsoll.queries.people import Kept, Spell
from plimsoll.web.forms.form import Form
from plimsoll.web.out_of_sight import out_of_sight_needs
from plimsoll.web.page import Page
from plimsoll.web.parts import Act, Cell, Column, Fact, Link, Need, State, Table
from plimsoll.web.set_up.page import FormPage

MOST_NAMED = 12  # in one sentence


@dataclass(frozen=True)
class PeoplePage(Page):
    """Everyone who is here. needs : what is missing of teams and people, nothing where nothing is."""

    said: str
    needs: tuple[Need, ...]
    acts: tuple[Act, ...]
    table: Table


def people_page(found: Iterable[Kept], lacking: Missing, unseen: OutOfSight, today: date) -> PeoplePage:
    """Everyone who is here, with their team and roles, and first what is missing. unseen : cases that nobody can see."""
    people = tuple(found)
    return PeoplePage(
        "People",
        needs=(*out_of_sight_needs(unseen, keeps=True), *_needs(lacking)),
        said="Everyone who works here. Nothing of their cases stands on these pages.",
        acts=(
            Act("Add somebody", href=reverse("person-add"), main=True),
            Act("Bring a list as a file", href=reverse("people-file")),
            Act("Add teams", href=reverse("set-up-teams")),
            Act("Close a team", href=reverse("team-close")),
            Act("Write hours", href=reverse("people-hours")),
            Act("Let people in", href=reverse("let-in")),
        ),
        table=Table(
            f"{len(people)} {'person' if len(people) == 1 else 'people'}",
            (Column("Name"), Column("Team"), Column("Roles"), Column("Hours a week", number=True)),
            tuple(
                (
                    Cell(one.name, href=reverse("person", args=[one.key])),
                    Cell(", ".join(spell.what for spell in one.teams_on(today)) or "none"),
                    Cell(", ".join(_roles(one, today)) or "none"),
                    Cell(_hours(one)),
                )
                for one in people
            ),
        ),
        back=Link("Set up", reverse("set-up")),
    )


def _roles(one: Kept, today: date) -> Iterable[str]:
    """What somebody is, and what they are to be."""
    to_come = (f"{spell.what} from {_said(spell.from_date)}" for spell in one.roles_after(today))
    return dict.fromkeys((*(spell.what for spell in one.roles_on(today)), *to_come))


def _needs(lacking: Missing) -> Iterable[Need]:
    """What is missing, each with where it is put right."""
    if teams := lacking.supervisor:
        many = "1 team has no supervisor" if len(teams) == 1 else f"{len(teams)} teams have no supervisor"
        links = tuple(Link(name, f"{reverse('person-supervisor')}?team={key}") for key, name in teams)
        yield Need(f"{many}, so nobody makes sure that their cases have a worker. Choose one:", links=links)
    if lacking.hours:
        said = f"{_hold(lacking.hours)} no hours, so their load cannot be worked out:"
        yield Need(said, links=(Link("write them all on one page", reverse("people-hours")),))
    if lacking.team:
        said = f"{_hold(lacking.team)} no team, and so no supervisor. Choose their team:"
        yield Need(said, links=_first(lacking.team, "person-team"))


def _hold(named: Named) -> str:
    return "1 person who holds cases has" if len(named) == 1 else f"{len(named)} people who hold cases have"


def _first(named: Named, page: str) -> tuple[Link, ...]:
    """The first of them by name; everyone stands in the table with what is missing."""
    links = tuple(Link(name, reverse(page, args=[key])) for key, name in named[:MOST_NAMED])
    more = len(named) - MOST_NAMED
    return (*links, Link(f"and {more} more in the list below", "#everyone")) if more > 0 else links


@dataclass(frozen=True)
class RoleLine:
    """A role that is held or is to come, and how to end it."""

    says: str
    end: Act


@dataclass(frozen=True)
class PersonPage(Page):
    """Somebody: their team, roles and hours, what they are to be, and what they were before."""

    facts: tuple[Fact, ...]
    acts: tuple[Act, ...]
    roles: tuple[RoleLine, ...]
    to_come: tuple[RoleLine, ...]
    no_role: State
    before: Table | None


def person_page(found: Kept, today: date, *, why_not: str = "") -> PersonPage:
    """Somebody, with what can be changed; `why_not` says why their role and team cannot be."""
    gone = found.left_on is not None and found.left_on <= today
    return PersonPage(
        found.name,
        facts=_facts(found, today),
        acts=() if gone else _acts(found, why_not),
        roles=tuple(_line(found, spell) for spell in found.roles_on(today)),
        to_come=tuple(_line_to_come(found, spell) for spell in found.roles_after(today)),
        no_role=_no_role(found, today),
        before=_before(found, today),
        back=Link("People", reverse("people")),
    )


def _facts(found: Kept, today: date) -> tuple[Fact, ...]:
    facts = [
        Fact("Team", ", ".join(spell.what for spell in found.teams_on(today)) or "none"),
        Fact("Hours a week", _hours(found)),
        Fact("Here since", _said(found.joined_on)),
    ]
    if found.left_on:
        facts.append(Fact("Left", _said(found.left_on)))
    if found.newly_qualified_until and found.newly_qualified_until > today:
        facts.append(Fact("Newly qualified until", _said(found.newly_qualified_until)))
    return tuple(facts)


def _acts(found: Kept, why_not: str) -> tuple[Act, ...]:
    def to(name: str) -> str:
        return reverse(name, args=[found.key])

    if why_not:
        return (Act("Change hours", href=to("person-hours")), Act("Give a role", why_not=why_not))
    return (
        Act("Give a role", href=to("person-role"), main=True),
        Act("Change team", href=to("person-team")),
        Act("Change hours", href=to("person-hours")),
        Act("Telephone", href=to("person-number")),
        *(() if settings.INVENTED else (Act("End how they sign in", href=to("person-way-in")),)),
        Act("Standing in", href=to("person-standing-in")),
        Act("Record that they left", href=to("person-leaving")),
    )


def _no_role(found: Kept, today: date) -> State:
    if to_come := found.roles_after(today):
        return State("No role yet", f"Until {_said(to_come[0].from_date)} they can sign in, and see nothing.")
    return State("No role", "They can sign in, and see nothing. Give them a role.")


def _line(found: Kept, spell: Spell) -> RoleLine:
    href = f"{reverse('person-role-end', args=[found.key])}?held={spell.key}"
    return RoleLine(_since(spell), Act("End", href=href, about=f"the role {_where(spell)}"))


def _line_to_come(found: Kept, spell: Spell) -> RoleLine:
    end = Act(
        "Take back",
        post=reverse("person-role-end", args=[found.key]),
        about=f"the role {_where(spell)}",
        fields=(("held", str(spell.key)),),
    )
    return RoleLine(_from(spell), end)


def roles_to_end(found: Kept, today: date) -> Iterable[tuple[UUID, str]]:
    """What somebody holds and is to hold, in words."""
    yield from ((spell.key, _since(spell)) for spell in found.roles_on(today))
    yield from ((spell.key, _from(spell)) for spell in found.roles_after(today))


def _since(spell: Spell) -> str:
    return capital(f"{_where(spell)}, since {_said(spell.from_date)}{_last(spell)}")


def _from(spell: Spell) -> str:
    return capital(f"{_where(spell)}, from {_said(spell.from_date)}{_last(spell)}")


def _where(spell: Spell) -> str:
    return f"{spell.what} in {spell.where or 'the whole organisation'}"


def _last(spell: Spell) -> str:
    """The last day of a role that ends by itself."""
    return f", until {_said(spell.to_date - timedelta(1))}" if spell.to_date else ""


def _before(found: Kept, today: date) -> Table | None:
    """Roles and teams that have ended; those that ended on the day they began were slips, and never held."""
    ended = [
        (kind, spell)
        for kind, spells in (("Role", found.roles), ("Team", found.teams))
        for spell in spells
        if spell.to_date is not None and spell.from_date < spell.to_date <= today
    ]
    if not ended:
        return None
    return Table(
        "What they were before",
        (Column("What"), Column("Which"), Column("From"), Column("Until")),
        tuple(
            (
                Cell(kind),
                Cell(capital(spell.what) + (f" in {spell.where}" if spell.where else "")),
                Cell(_said(spell.from_date)),
                Cell(_said(spell.to_date - timedelta(1)) if spell.to_date else ""),
            )
            for kind, spell in ended
        ),
    )


# ---- forms ---------------------------------------------------------------------------------------------------------------


def add_page(form: Form, *, teams: bool) -> FormPage:
    """Somebody new."""
    said = "From today they can be given cases. To sign in they need a link: People, Let people in."
    return FormPage(
        "Add somebody",
        (said,) if teams else (said, "There is no team yet: add teams first, so that you can choose theirs."),
        form,
        reverse("person-add"),
        "Add",
        reverse("people"),
        aside=None if teams else Link("Add teams", reverse("set-up-teams")),
        back=Link("People", reverse("people")),
    )


def supervisor_page(form: Form) -> FormPage:
    """Who supervises a team."""
    return FormPage(
        "Choose a supervisor",
        ("They supervise the team from today. Anybody who is not here yet is added first, under People.",),
        form,
        reverse("person-supervisor"),
        "Give them the role",
        reverse("people"),
        back=Link("People", reverse("people")),
    )


@dataclass(frozen=True)
class FilePage(FormPage):
    """A list of people as a file, with everything that is wrong with it."""

    faults: Table | None = None
    columns: tuple[tuple[str, str], ...] = ()


EXPLAINED = (
    "Needed. Somebody of the same name who is here already is changed, not added.",
    "One of your teams, as it is spelled here.",
    "One or more, with commas between: practitioner, supervisor, duty social worker, service manager ...",
    "A number such as 37 or 18.5, spread over Monday to Friday.",
    "A day such as 31/08/2027.",
)


def file_page(form: Form, faults: Iterable[PersonFault] = ()) -> FilePage:
    """A list of people; where the file has faults, all of them at once."""
    found = tuple(faults)
    return FilePage(
        "Bring a list of people",
        (
            "Everyone in it is added, or changed where they are here already. Nobody is taken away, and an empty cell "
            "changes nothing.",
            "Where anything in it is wrong, nothing is brought in, and you see every fault at once.",
        ),
        form,
        reverse("people-file"),
        "Bring in",
        reverse("people"),
        aside=Link("Download an example to fill in", reverse("people-example")),
        back=Link("People", reverse("people")),
        faults=_fault_table(found) if found else None,
        columns=tuple(zip(COLUMNS, EXPLAINED, strict=True)),
    )


def _fault_table(faults: tuple[PersonFault, ...]) -> Table:
    return Table(
        f"{len(faults)} fault{'' if len(faults) == 1 else 's'} in this file",
        (Column("Row", number=True), Column("Column"), Column("What to do")),
        tuple((Cell(str(fault.row or "")), Cell(fault.column), Cell(fault.says)) for fault in faults),
    )


@dataclass(frozen=True, kw_only=True)
class HoursPage(FormPage):
    """Hours of many people. teams : the same for one team alone."""

    teams: tuple[Link, ...]
    nothing: State


def of_team(people: Iterable[Kept], team: str, teams: Iterable[tuple[UUID, str]], today: date) -> tuple[Kept, ...]:
    """Those of a team, by its id in an address; everyone where it is of none. Whose hours are not known stand first."""
    name = {str(key): called for key, called in teams}.get(team)
    found = (one for one in people if name is None or name in [spell.what for spell in one.teams_on(today)])
    return tuple(sorted(found, key=lambda one: bool(one.minutes)))


def hours_asked(people: Iterable[Kept], today: date) -> Iterable[tuple[UUID, str, str, str]]:
    """Whom a form asks about: id, name, team and roles, and the hours as they would be typed."""
    for one in people:
        teams = [spell.what for spell in one.teams_on(today)]
        roles = list(dict.fromkeys(spell.what for spell in one.roles_on(today)))
        yield one.key, one.name, ", ".join((*teams, *roles)), _hours(one) if one.minutes else ""


def hours_page(form: Form, teams: Sequence[tuple[UUID, str]], team: str, *, action: str) -> HoursPage:
    """Contracted hours of many people at once."""
    here = reverse("people-hours")
    links = tuple(Link(name, f"{here}?team={key}", current=str(key) == team) for key, name in teams)
    return HoursPage(
        "Write hours",
        (
            "How many hours a week each is contracted for, from today. Load is measured against them.",
            "They are spread over Monday to Friday. Who works on other days has a page of their own, under People. An empty "
            "field changes nothing.",
        ),
        form,
        action,
        "Save the hours",
        reverse("people"),
        teams=(Link("Everyone", here, current=not team), *links) if len(links) > 1 else (),
        nothing=State("Nobody is here", "Nobody is in this team. Choose another, or add people first."),
        back=Link("People", reverse("people")),
    )


def person_form(found: Kept, form: Form, *, title: str, said: str, name: str, button: str) -> FormPage:
    """Something to change of somebody."""
    person = reverse("person", args=[found.key])
    return FormPage(
        f"{title}: {found.name}",
        (said,),
        form,
        reverse(name, args=[found.key]),
        button,
        person,
        back=Link(found.name, person),
    )


def _hours(found: Kept) -> str:
    return f"{sum(found.minutes) / 60:.2f}".rstrip("0").rstrip(".") if found.minutes else "not known"


def _said(day: date) -> str:
    return f"{day.day} {day:%b %Y}"
