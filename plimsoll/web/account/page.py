"""What the pages of signing in show."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.conf import settings
from django.urls import reverse
from django.utils.http import urlencode

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
    """One form with what it is for. advice : what else one can do; way : another way than the form, shown before it, without
    a form alone; aside : what one may want to do first."""

    said: tuple[str, ...]
    form: Form | None
    action: str
    button: str
    cancel: str = ""
    advice: tuple[str, ...] = ()
    way: Act | None = None
    aside: Link | None = None


def by_provider(name: str, **asked: str) -> Act | None:
    """The way by the organisation's own provider, from one of our addresses; none where there is no provider."""
    if not settings.PROVIDER_ISSUER:
        return None
    more = f"?{urlencode(asked)}" if any(asked.values()) else ""
    return Act(f"Go on with {settings.PROVIDER_NAME}", href=reverse(name) + more, main=True)


def password_page(form: Form, action: str, next_page: str, *, out: bool) -> AskPage:
    """Signing in with a password, by the organisation's provider, or by either. out : somebody signed out here, who came in
    by the provider."""
    way = by_provider("provider", next=next_page)
    lost = (
        "Cannot get in? Ask whoever runs Plimsoll where you work for a link to sign in with. With it you can set a new "
        "password."
    )
    return AskPage(
        "Sign in",
        (f"You are signed out of Plimsoll, and still signed in with {settings.PROVIDER_NAME}.",) if out and way else (),
        form if settings.PASSWORDS else None,
        action,
        "Sign in",
        advice=(
            "Never been here? Whoever keeps people where you work gives you an invitation: a link that you open once.",
            *((lost,) if settings.PASSWORDS else ()),
        ),
        way=way,
        aside=Link("Others use this computer? Sign out there too", reverse("provider-out")) if out and way else None,
    )


@dataclass(frozen=True)
class RefusedPage(Page):
    """Why the provider got somebody in nowhere, and what to do."""

    said: str
    advice: tuple[str, ...]
    again: Link


def refused_page(*, known_there: bool = False, unreachable: bool = False) -> RefusedPage:
    """known_there : the provider said who it is, and they cannot come in here. Whether there is an account is not said."""
    name = settings.PROVIDER_NAME
    ask = "If it happens again, ask whoever runs Plimsoll where you work. They can give you a link to sign in with."
    if unreachable:
        said = f"Plimsoll cannot reach the place where you sign in with {name}."
        advice: tuple[str, ...] = ("Wait a few minutes, and try again.", ask)
    elif known_there:
        said = f"You signed in with {name}, but it does not let you into Plimsoll."
        advice = (
            "Have you never been here? Whoever keeps people where you work gives you an invitation: open it, and go on from "
            "there.",
            "Have you been here before? Ask them whether you are still on their list.",
        )
    else:
        said = f"Signing in with {name} did not work."
        advice = ("Begin again from here, and not from a page that you kept.", ask)
    return RefusedPage("You are not signed in", said, advice, Link("Sign in", reverse("sign-in")))


@dataclass(frozen=True)
class StepPage(AskPage):
    """The second step; options : what the browser is asked of a passkey, as JSON, or nothing where there is none."""

    options: str = ""


def step_page(form: Form, action: str, options: str) -> StepPage:
    """The second step."""
    return StepPage(
        "One more step",
        ("That was right. Now show that it is you in one more way.",),
        form,
        action,
        "Go on",
        advice=("No app at hand? Use one of your recovery codes. Each works once.",),
        options=options,
        back=Link("Sign in", reverse("sign-in")),
    )


def confirm_page(form: Form | None, action: str, way: Act | None) -> AskPage:
    """Showing again who one is, before something dangerous: by the password, or by the provider."""
    how = "Give your password again first." if form else "Sign in again first."
    return AskPage(
        "Is it still you?",
        (f"What comes next changes who can get in. {how}",),
        form,
        action,
        "Go on",
        reverse("home") if form else "",
        way=way,
    )


def invitation_page(form: Form, action: str, key: str) -> AskPage:
    """Settling how one signs in, for the first time or anew."""
    way = by_provider("provider", key=key)
    return AskPage(
        "Welcome to Plimsoll",
        (
            "Choose how you sign in from now on. This link works once.",
            "If you may see children's records, you add a second step next: a code from an app on your telephone, or a "
            "passkey.",
        ),
        form if settings.PASSWORDS else None,
        action,
        "Set the password",
        way=way,
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
