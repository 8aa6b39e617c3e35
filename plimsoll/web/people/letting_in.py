"""Letting people in: a link for somebody who has not come in yet, shown once."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from plimsoll.actions.account import INVITATION_DAYS, let_in
from plimsoll.core.access import NotAllowed, NotThere, Permission
from plimsoll.core.terms import Role
from plimsoll.core.timescales.explain import day_words
from plimsoll.queries.letting_in import Outside, Waiting, lets_in, list_outside
from plimsoll.web.page import Page
from plimsoll.web.parts import Act, Link, State
from plimsoll.web.show import show
from plimsoll.web.signed_in import asked_again, signed_in

WHY_NOT = "You do not let people in. Ask an administrator, or a supervisor or service manager."
WHOEVER_RUNS_IT = "Whoever runs the server can let in anybody: plimsoll sign-in-link."


@dataclass(frozen=True)
class Guest:
    """Somebody to let in, in words, and the act."""

    name: str
    more: str
    act: Act


@dataclass(frozen=True)
class LettingInPage(Page):
    """Whom one may let in. link : what was just made, with the name and until when; shown this once."""

    said: tuple[str, ...]
    guests: tuple[Guest, ...]
    others: str
    nothing: State
    link: tuple[str, str, str] | None = None


@signed_in("GET", "POST")
@asked_again
def let_people_in(request: HttpRequest) -> HttpResponse:
    """Whom the viewer may let in; and, once asked for, a link for one of them, shown this once."""
    viewer = request.viewer
    if not lets_in(viewer):
        raise NotAllowed(WHY_NOT)
    today, link = request.now.date(), None
    if request.method == "POST":
        worker = _worker(request)
        waiting = list_outside(viewer, today)
        key = let_in(worker, by=viewer, at=request.now)
        name = next(one.name for one in waiting.people if one.key == worker)
        address = request.build_absolute_uri(f"{reverse('invitation')}?key={key}")
        link = (name, address, _until(request.now))
    keeps = bool(viewer.reach(Permission.MANAGE_PEOPLE))
    page = letting_in_page(list_outside(viewer, today), keeps=keeps, link=link, called=viewer.called)
    answer = show(request, "people/let_in.jinja", page)
    answer["Cache-Control"] = "no-store"
    return answer


def _worker(request: HttpRequest) -> UUID:
    try:
        return UUID(request.POST.get("worker", ""))
    except ValueError:
        raise NotThere from None


def _until(now: datetime) -> str:
    return day_words((now + timedelta(days=INVITATION_DAYS)).date())


def letting_in_page(
    found: Waiting, *, keeps: bool, link: tuple[str, str, str] | None, called: Callable[[Role], str]
) -> LettingInPage:
    """The people, those first whom the viewer may let in."""
    said = [
        f"Somebody who has never signed in gets an invitation from you: a link by which they set their password, once, "
        f"within {INVITATION_DAYS} days. The trail keeps that you made it.",
        "Give it to that person alone, by a way that you trust: whoever opens it is that person here.",
    ]
    if found.first:
        said.append(
            "Nobody else has come in yet, so you let in the first. Choose well: from then on you let in nobody who sees "
            "more than you do. A service manager can let in everybody who works with cases."
        )
    others = sum(not one.may and bool(one.roles) for one in found.people)
    without = sum(not one.roles for one in found.people)
    return LettingInPage(
        "Let people in",
        said=tuple(said),
        guests=tuple(_guests(found.people, called)),
        others=_others(others, without) if keeps else "",
        nothing=State("Nobody to let in", f"Nobody whom you may let in is still outside. {WHOEVER_RUNS_IT}"),
        link=link,
        back=Link("People", reverse("people")) if keeps else None,
    )


def _guests(people: Iterable[Outside], called: Callable[[Role], str]) -> Iterable[Guest]:
    for one in people:
        if one.may:
            more = ", ".join((*(called(role) for role in one.roles), *one.teams))
            make = Act(
                "Make an invitation",
                post=reverse("let-in"),
                about=f"for {one.name}",
                fields=(("worker", str(one.key)),),
            )
            yield Guest(one.name, more, make)


def _others(others: int, without: int) -> str:
    """Of those whom whoever keeps people may not let in: who does."""
    said = []
    if others:
        many = "1 person sees" if others == 1 else f"{others} people see"
        said.append(
            f"{many} more than you do, or keeps people and settings. They are let in by a supervisor of their team or a "
            f"service manager who is in. {WHOEVER_RUNS_IT}"
        )
    if without:
        said.append(f"{without} {'has' if without == 1 else 'have'} no role yet: give one first, under People.")
    return " ".join(said)
