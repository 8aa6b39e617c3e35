"""What the pages of signing in show."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.urls import reverse

from plimsoll.web.forms.form import Form
from plimsoll.web.page import Page
from plimsoll.web.parts import Act, Filter, FilterField, Link, State


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
    """The page where there is no organisation to sign in to."""
    return NoWayIn(
        "Nobody can sign in here yet",
        "Plimsoll is running, but there is no organisation in it yet.",
        (
            "If you started it: the window in which you did says a link to set up your organisation. Open that link. If you "
            "cannot find it, stop Plimsoll and start it again.",
            "If you came only to try Plimsoll, make an invented town: the README says how, in one command.",
            "If somebody else runs Plimsoll for you, ask them to set up your organisation.",
        ),
    )


@dataclass(frozen=True)
class AskPage(Page):
    """One form with what it is for. advice : what else one can do."""

    said: tuple[str, ...]
    form: Form
    action: str
    button: str
    cancel: str = ""
    advice: tuple[str, ...] = ()


def password_page(form: Form, action: str) -> AskPage:
    """Signing in with a password."""
    return AskPage(
        "Sign in",
        (),
        form,
        action,
        "Sign in",
        advice=(
            "Never been here? Whoever keeps people where you work gives you an invitation: a link that you open once.",
            "Cannot get in? Ask whoever runs Plimsoll where you work for a link to sign in with. With it you can set a new "
            "password.",
        ),
    )


@dataclass(frozen=True)
class StepPage(AskPage):
    """The second step; options : what the browser is asked of a passkey, as JSON, or nothing where there is none."""

    options: str = ""


def step_page(form: Form, action: str, options: str) -> StepPage:
    """The second step."""
    return StepPage(
        "One more step",
        ("Your password was right. Now show that it is you.",),
        form,
        action,
        "Go on",
        advice=("No app at hand? Use one of your recovery codes. Each works once.",),
        options=options,
        back=Link("Sign in", reverse("sign-in")),
    )


def confirm_page(form: Form, action: str) -> AskPage:
    """The password again, before something dangerous."""
    return AskPage(
        "Is it still you?",
        ("What comes next changes who can get in. Give your password again first.",),
        form,
        action,
        "Go on",
        reverse("home"),
    )


def invitation_page(form: Form, action: str) -> AskPage:
    """Setting a password for the first time."""
    return AskPage(
        "Welcome to Plimsoll",
        (
            "Choose how you sign in from now on. This link works once.",
            "If you may see children's records, you add a second step next: a code from an app on your telephone.",
        ),
        form,
        action,
        "Set the password",
    )


def new_password_page(form: Form, action: str, *, first: bool) -> AskPage:
    """A password, the first or another."""
    return AskPage(
        "Set a password" if first else "Change your password",
        () if first else ("You are then signed out on every other device.",),
        form,
        action,
        "Set the password",
        reverse("account"),
        back=Link("How you sign in", reverse("account")),
    )


@dataclass(frozen=True)
class LinkPage(Page):
    """One press signs in. The key stands in the address that led here; `key` carries it on."""

    said: str
    action: str
    key: str


def link_page(key: str, action: str) -> LinkPage:
    """The page that a link opens. It uses nothing up: programs that look at links before people do may open it."""
    return LinkPage("Sign in to Plimsoll", "This link works once.", action, key)


def _looked_for(team: Team, wanted: list[str]) -> Team:
    def has(person: Person) -> bool:
        text = f"{person.name} {person.roles} {team.name}".casefold()
        return all(word in text for word in wanted)

    return Team(team.name, tuple(person for person in team.people if has(person)))
