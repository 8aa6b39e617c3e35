"""What stands round every page: whose it is, where one can go, how it looks."""

import time
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import lru_cache
from importlib.metadata import PackageNotFoundError, metadata

from django.conf import settings
from django.db import connection
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone

from plimsoll.actions.authorise import can_see_audit, can_take_referral
from plimsoll.core.access import HANDED_ON, Permission, Viewer
from plimsoll.core.priority.told import capital
from plimsoll.core.terms import Role
from plimsoll.core.timescales.explain import day_words
from plimsoll.queries.access import get_organisation
from plimsoll.queries.exchange import facts_dates
from plimsoll.queries.letting_in import lets_in
from plimsoll.queries.matters import count_matters
from plimsoll.queries.notices import Waiting, count_notices
from plimsoll.queries.recording import count_drafts
from plimsoll.web.device_keys import person_tag
from plimsoll.web.parts import Link
from plimsoll.web.sealed_words import opened
from plimsoll.web.second_factor import is_held
from plimsoll.web.theme import Theme, chosen


@dataclass(frozen=True)
class Search:
    """The search of the bar: where it leads, and what was looked for."""

    action: str
    words: str = ""
    label: str = "Find a family, child or case"


@dataclass(frozen=True)
class FactsLine:
    """Of when the facts on a page are: the files they come from, in words; where these lead, for those who bring files in;
    and, where they are old, a sentence that says so."""

    files: tuple[str, ...]
    href: str = ""
    old: str = ""


@dataclass(frozen=True)
class Shell:
    """The frame of a page. Nobody is signed in where `name` is empty.

    `navigation` is where this person's roles lead, at most seven; `menu` is what is theirs alone (their notices, their
    account); `sign_out` is the address that a form is posted to. `path` is the page itself, to come back to it;
    `session_seconds`: until one is signed out; `person` stands for them on a device, `writes` where they write on cases.
    """

    name: str = ""
    roles: str = ""
    organisation: str = ""
    invented: bool = False
    navigation: tuple[Link, ...] = ()
    theme: Theme = Theme.SYSTEM
    search: Search | None = None
    menu: tuple[Link, ...] = ()
    sign_out: str = ""
    home: str = "/"
    path: str = "/"
    facts: FactsLine | None = None
    printed: str = ""
    version: str = ""
    session_seconds: int = 0
    act_now: Link | None = None
    person: str = ""
    writes: bool = False

    @property
    def short_name(self) -> str:
        """The name as the bar has room for it.

        >>> Shell(name="Amara Okonkwo").short_name
        'Amara O.'
        """
        first, _, rest = self.name.rpartition(" ")
        return f"{first.split(' ')[0]} {rest[:1]}." if first else rest


def shell(
    request: HttpRequest, *, facts: bool = False, known_at: datetime | None = None, counted: bool = True
) -> Shell:
    """The frame for whoever asks, with how much waits for them where it is to be `counted`; with `facts`, of when the facts
    are that the page shows, as they are or were known at a moment."""
    plain = Shell(theme=chosen(request), path=request.get_full_path(), printed=said(timezone.now()), version=version())
    viewer: Viewer | None = getattr(request, "viewer", None)
    if viewer is None or connection.needs_rollback:  # what is to be undone can be asked nothing more
        return plain
    organisation, invented = get_organisation(viewer)
    if is_held(request):  # held until there is a second step: how much waits for them is not said either
        return replace(
            plain,
            name=viewer.name,
            roles=", ".join(roles_said(viewer)),
            organisation=organisation,
            menu=(Link("How you sign in", reverse("account")),),
            sign_out=reverse("sign-out"),
            session_seconds=seconds_left(request),
            person=person_tag(viewer),
        )
    waiting = count_notices(viewer, request.now) if counted else Waiting()
    counts = (*to_decide(request), *not_finished(request), *new_notices(request, waiting)) if counted else ()
    sees, writes = (bool(viewer.reach(asked)) for asked in (Permission.SEE_CASE, Permission.WRITE_RECORD))
    return replace(
        plain,
        name=viewer.name,
        roles=", ".join(roles_said(viewer)),
        organisation=organisation,
        invented=invented,
        navigation=(*places(request), *counts),
        search=Search(reverse("search"), opened(request).get("words", "")) if sees else None,
        menu=(
            *((Link("Add a case", reverse("case-new")),) if viewer.reach(Permission.ADD_CASE) else ()),
            *((Link("Let people in", reverse("let-in")),) if lets_in(viewer) and not invented else ()),
            *((Link("Open a record in an emergency", reverse("emergency")),) if viewer.opens else ()),
            *((Link("Whom to ring", reverse("whom-to-ring")),) if viewer.rings else ()),
            *(
                (Link("Opened in an emergency", reverse("emergency-openings")),)
                if viewer.reviews_openings and viewer.rules.opens
                else ()
            ),
            *((Link("Write without signal", reverse("without-signal")),) if writes else ()),
            *((Link("Who looked at whom", reverse("viewings")),) if can_see_audit(viewer) else ()),
            Link("Notices", reverse("notices")),
            *((Link("Standing in", reverse("standing-in")),) if set(HANDED_ON) & set(viewer.roles) else ()),
            *(() if settings.INVENTED else (Link("How you sign in", reverse("account")),)),
            Link("Roles, and what each may do", reverse("roles")),
        ),
        sign_out=reverse("sign-out"),
        session_seconds=seconds_left(request),
        person=person_tag(viewer),
        writes=writes,
        act_now=interrupts(waiting),
        facts=facts_line(viewer, (known_at or request.now).date(), known_at) if facts else None,
    )


def roles_said(viewer: Viewer) -> tuple[str, ...]:
    """The viewer's own roles, and those that they hold for others, each with for whom."""
    own = {one.role for one in viewer.held if one.worker == viewer.worker}
    others = (f"{viewer.called(role)} for {name}" for role, _, name in viewer.stands_in)
    return (*(viewer.called(role) for role in Role if role in own), *others)


def places(request: HttpRequest) -> tuple[Link, ...]:
    """Where the viewer's roles lead, first the one where they begin. Whoever stands in for a colleague has a caseload of
    theirs to go to, and need not have one of their own."""
    viewer: Viewer = request.viewer
    sees = viewer.reach(Permission.SEE_CASE)
    one_team = next(iter(sees.teams)) if len(sees.teams) == 1 and not sees.everything else None
    wanted = [
        ("My caseload", reverse("my-caseload"), viewer.worker in sees.workers),
        ("Today", reverse("today"), viewer.worker in sees.workers),
        *(("Standing in", reverse("caseload", args=[one]), True) for one in sorted(sees.workers - {viewer.worker})),
        ("My team", reverse("team", args=[one_team]), True)
        if one_team
        else ("Teams", reverse("teams"), bool(sees.teams or sees.everything)),
        ("Front door", reverse("front-door"), bool(viewer.reach(Permission.TRIAGE)) or can_take_referral(viewer)),
        ("Unallocated", reverse("unallocated"), bool(sees.teams or sees.everything)),
        ("To countersign", reverse("to-countersign"), bool(viewer.reach(Permission.COUNTERSIGN))),
        ("Set up", reverse("set-up"), bool(viewer.reach(Permission.MANAGE_SETTINGS))),
        ("People", reverse("people"), bool(viewer.reach(Permission.MANAGE_PEOPLE))),
        ("Roles", reverse("roles"), not sees),
        ("Files", reverse("files"), bool(viewer.reach(Permission.IMPORT))),
    ]
    return tuple(Link(text, href, request.path == href) for text, href, leads_there in wanted if leads_there)


def new_notices(request: HttpRequest, waiting: Waiting) -> tuple[Link, ...]:
    """What somebody is told of and has not opened, with how much it is, where it is anything or one is there."""
    return _counted(request, waiting.count, "notice" if waiting.count == 1 else "notices", reverse("notices"))


def interrupts(waiting: Waiting) -> Link | None:
    """That something must be done now, over every page until somebody opens it; it names nobody."""
    if not waiting.act_now:
        return None
    one = waiting.act_now == 1
    said = (
        "A child may be in danger: 1 thing has" if one else f"Children may be in danger: {waiting.act_now} things have"
    )
    return Link(f"{said} to be done now, and you have not opened {'it' if one else 'them'}", reverse("notices"))


def to_decide(request: HttpRequest) -> tuple[Link, ...]:
    """What files left for people to decide, with how much it is, where it is anything or one is there."""
    return _counted(request, count_matters(request.viewer), "to decide", reverse("decide"))


def not_finished(request: HttpRequest) -> tuple[Link, ...]:
    """What the viewer has begun to write and not sent, with how much it is, where it is anything."""
    return _counted(request, count_drafts(request.viewer), "not finished", reverse("drafts"))


def _counted(request: HttpRequest, count: int, words: str, here: str) -> tuple[Link, ...]:
    """A place that is named where something waits there, with how much it is; without a figure where nothing does, and one
    is there."""
    current = request.path == here
    if not count:
        return (Link(capital(words), here, current),) if current else ()
    return (Link(f"{count:,} {words}", here, current),)


UNTIL = "until"  # in the session: when it ends, in seconds since 1970


def seconds_left(request: HttpRequest) -> int:
    """How long the session lasts still; of one that does not say, as long as any."""
    until = request.session.get(UNTIL)
    return max(0, int(until - time.time())) if until else settings.SESSION_COOKIE_AGE


def prolong(request: HttpRequest) -> None:
    """Has the session last as long as any, from now on."""
    request.session[UNTIL] = time.time() + settings.SESSION_COOKIE_AGE


def facts_line(viewer: Viewer, today: date, known_at: datetime | None = None) -> FactsLine | None:
    """Of when the facts are: the newest file of each layout, of those in force at a moment (`known_at`) or now. Nothing
    where no file was."""
    found = facts_dates(viewer, known_at)
    if not found:
        return None
    alone = len(found) == 1
    files = tuple(f"the {'file' if alone else layout.label} of {day_words(on)}" for layout, on, _ in found)
    days = (today - max(on for _, on, _ in found)).days
    old = f"That is {days:,} days ago: what happened since may be missing." if days > settings.OLD_FACTS_DAYS else ""
    return FactsLine(files, reverse("files") if viewer.reach(Permission.IMPORT) else "", old)


def said(at: datetime) -> str:
    """The moment a page was made, as its printed foot says it."""
    at = timezone.localtime(at)
    return f"{day_words(at.date())} at {at:%H:%M}"


@lru_cache(maxsize=1)
def version() -> str:
    """Which Plimsoll this is."""
    try:
        return metadata("plimsoll-caseload")["Version"]
    except PackageNotFoundError:
        return ""
