"""What the pages of signing in show."""

from collections.abc import Iterable
from dataclasses import dataclass

from plimsoll.web.page import Page
from plimsoll.web.parts import Act, Filter, FilterField, State


@dataclass(frozen=True)
class Person:
    """Somebody one can be in an invented town. `key` is what is posted as `who`."""

    key: str
    name: str
    roles: str


@dataclass(frozen=True)
class Team:
    """People of one team."""

    name: str
    people: tuple[Person, ...]


@dataclass(frozen=True)
class SignIn(Page):
    """Everyone of an invented town who was looked for, by team."""

    said: str
    action: str
    next: str
    filter: Filter
    teams: tuple[Team, ...]
    nobody: State


@dataclass(frozen=True)
class NoWayIn(Page):
    """Why nobody can sign in here yet, and what to do."""

    said: str
    advice: tuple[str, ...]


def sign_in(organisation: str, teams: Iterable[Team], *, words: str, action: str, next_page: str) -> SignIn:
    """People of a town whose name, role or team has the words in it, whatever their case.

    Parameters
    ----------
    teams : everyone, by team, in the order to be shown.
    action : address of the page, which the filter asks and the buttons post to.
    """
    everyone = tuple(teams)
    wanted = words.casefold().split()
    found = tuple(team for team in (_looked_for(team, wanted) for team in everyone) if team.people)
    many, shown = (sum(len(team.people) for team in some) for some in (everyone, found))
    return SignIn(
        f"Sign in to {organisation}",
        "This town and everyone in it is made up. Choose whose day you want to see; you need no password.",
        action,
        next_page,
        Filter(
            action,
            (FilterField("words", "Name, role or team", words),),
            said=f"{shown} of {many} people." if wanted else f"{many} people.",
            clear=action if wanted else "",
            kept=(("next", next_page),) if next_page else (),
        ),
        found,
        State(
            "Nobody here is called that",
            "Try part of a name, a role such as supervisor, or the name of a team.",
            Act("Show everyone", href=action),
        ),
    )


def no_way_in() -> NoWayIn:
    """The page where there is no way to sign in."""
    return NoWayIn(
        "Nobody can sign in here yet",
        "Plimsoll is running, but it has no accounts to sign in with yet, and serves no invented town.",
        (
            "If you came to try Plimsoll, make an invented town: the README says how, in one command.",
            "If you run Plimsoll for a real organisation: accounts for its people come with a later version. Until then "
            "nobody gets in, on purpose.",
        ),
    )


def _looked_for(team: Team, wanted: list[str]) -> Team:
    def has(person: Person) -> bool:
        text = f"{person.name} {person.roles} {team.name}".casefold()
        return all(word in text for word in wanted)

    return Team(team.name, tuple(person for person in team.people if has(person)))
