"""Restricted cases that nobody sees any more: that they are there, by a number that says nothing of them; asking that
somebody is named; agreeing to it. Nothing of a case or its child stands on these pages."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from plimsoll.actions.authorise import can_ask_naming, check_can_ask_naming
from plimsoll.actions.cases import LONGEST_WHY
from plimsoll.actions.naming import LAPSES_AFTER, ask_naming, decide_naming
from plimsoll.core.access import NotAllowed
from plimsoll.core.calendar import LONDON
from plimsoll.core.timescales.explain import day_words
from plimsoll.queries.naming import (
    Naming,
    OutOfReach,
    anybody_agrees,
    decides_naming,
    get_naming_asked,
    get_out_of_reach,
    list_namable,
    list_namings_asked,
    list_out_of_reach,
)
from plimsoll.web.done import Done
from plimsoll.web.forms.fields import Choice, LongText, Pick
from plimsoll.web.forms.form import Form
from plimsoll.web.page import Page
from plimsoll.web.parts import Cell, Column, Link, State, Table
from plimsoll.web.set_up.asking import ask
from plimsoll.web.set_up.page import FormPage
from plimsoll.web.show import show
from plimsoll.web.signed_in import signed_in

AGREE, NOT = "AGREE", "NOT"
WHY_NOT = "Restricted cases that nobody sees are for administrators, and a service manager where one has to agree."
KEPT = "You learn nothing of the case or the child, now or afterwards, and no page says more than this number."
NOBODY = (
    "Nobody else here may agree yet: first give somebody the role of service manager or administrator, under People."
)


class AskForm(Form):
    """Who is to be named, and why."""

    worker = Pick(
        label="Who is to be named?",
        choices=[],
        missing="Choose who is to be named",
        help_text="They will see the case and its record. To name others they lift the restriction and set it anew.",
    )
    why = LongText(
        label="Why this person?",
        help_text="Whoever has to agree reads it. Write nothing of a child.",
        missing="Say why this person",
        most=LONGEST_WHY,
        rows=3,
    )


class DecideForm(Form):
    """Whether somebody is named, and why."""

    decision = Choice(
        label="Do you agree?",
        choices=[(AGREE, "Yes: name them now"), (NOT, "No: nobody is named")],
        missing="Say whether you agree",
    )
    why = LongText(label="Why?", missing="Say why", most=LONGEST_WHY, rows=3)


@dataclass(frozen=True)
class OutOfReachPage(Page):
    """What is out of reach, for whoever keeps people; what waits for the viewer to agree."""

    said: tuple[str, ...]
    waiting: Table | None
    cases: Table | None
    nothing: State


@signed_in("GET")
def out_of_reach(request: HttpRequest) -> HttpResponse:
    """Every restricted case that nobody sees, by its number, and what waits for an agreement."""
    viewer = request.viewer
    if not decides_naming(viewer):
        raise NotAllowed(WHY_NOT)
    keeps = can_ask_naming(viewer)
    found = list_out_of_reach(viewer, request.now.date()) if keeps else ()
    page = OutOfReachPage(
        "Restricted cases out of reach",
        said=(
            "A restricted case is there for the people named on it alone. When all of them have left, or have no role with "
            "cases any more, nobody sees the child.",
            "An administrator asks that somebody new is named. A service manager or another administrator agrees; never the "
            "one who asked, never the one who is to be named. Who asks and who agrees are not shown the case.",
        ),
        waiting=_waiting(list_namings_asked(viewer, request.now)),
        cases=_cases(found, request.now),
        nothing=State(
            "Nothing is out of reach" if keeps else "Nothing waits for you",
            "Somebody who works here sees every restricted case." if keeps else "When somebody asks, it stands here.",
        ),
        back=Link("People", reverse("people")) if keeps else None,
    )
    return show(request, "people/out_of_reach.jinja", page)


def _waiting(asked: Iterable[Naming]) -> Table | None:
    rows = tuple(
        (
            Cell(f"Number {one.number}", href=reverse("out-of-reach-decide", args=[one.id])),
            Cell(one.named),
            Cell(f"{one.asked_by}, {_day(one.asked_at)}"),
            Cell(one.why),
            Cell(_day(one.lapses_at)),
        )
        for one in asked
    )
    columns = tuple(map(Column, ("Case", "To be named", "Asked by", "Why", "Lapses on")))
    return Table("Waits for you to agree", columns, rows) if rows else None


def _cases(found: Iterable[OutOfReach], now: datetime) -> Table | None:
    rows = tuple(
        (
            Cell(
                f"Number {one.number}",
                href="" if one.waiting(now) else reverse("out-of-reach-ask", args=[one.restriction]),
            ),
            Cell(_state(one.waiting(now))),
            Cell(" ".join(_past(each, now) for each in one.asked if not each.waits(now)) or "nothing"),
        )
        for one in found
    )
    many = "1 restricted case is out of reach" if len(rows) == 1 else f"{len(rows)} restricted cases are out of reach"
    return Table(many, tuple(map(Column, ("Case", "Now", "Asked before"))), rows) if rows else None


def _state(one: Naming | None) -> str:
    if one is None:
        return "Nobody is asked for. Open it to ask for somebody."
    return f"{one.named} is asked for by {one.asked_by}. A second person has to agree by {_day(one.lapses_at)}."


def _past(one: Naming, now: datetime) -> str:
    if one.agreed is None:
        return f"{one.named}: nobody decided by {_day(one.lapses_at)}."
    if one.agreed:
        return f"{one.named}: named on {_day(one.decided_at or now)}, and gone since."
    return f"{one.named}: not agreed by {one.decided_by} on {_day(one.decided_at or now)}: {one.decided_why}"


def _day(at: datetime) -> str:
    return day_words(at.astimezone(LONDON).date())


@signed_in("GET", "POST")
def ask_for(request: HttpRequest, restriction: UUID) -> HttpResponse:
    """Asking that somebody is named."""
    check_can_ask_naming(request.viewer)
    found = get_out_of_reach(request.viewer, restriction, request.now.date())
    form = AskForm(request.POST or None, as_at=request.now)
    people = list_namable(request.viewer, request.now.date())
    form.fields["worker"].choices = [(str(key), name) for key, name in people]
    page = FormPage(
        f"Ask for somebody on restricted case number {found.number}",
        (
            f"{KEPT} A service manager or another administrator has to agree within {LAPSES_AFTER.days} days.",
            "Choose somebody who has nothing to do with the reason why a case may be restricted: a child of a colleague, or "
            "somebody known to staff. If you cannot know that, ask the safeguarding lead first.",
            *(() if anybody_agrees(request.viewer, request.now.date()) else (NOBODY,)),
        ),
        form,
        request.get_full_path(),
        "Ask",
        reverse("out-of-reach"),
        back=Link("Restricted cases out of reach", reverse("out-of-reach")),
    )

    def do(said: dict[str, Any]) -> None:
        ask_naming(restriction, UUID(said["worker"]), said["why"], by=request.viewer, at=request.now)

    return ask(request, page, do, then=reverse("out-of-reach"), done=Done.NAMING_ASKED)


@signed_in("GET", "POST")
def decide(request: HttpRequest, asked: UUID) -> HttpResponse:
    """Agreeing that somebody is named, or not."""
    if not decides_naming(request.viewer):
        raise NotAllowed(WHY_NOT)
    found = get_naming_asked(request.viewer, asked, request.now)
    form = DecideForm(request.POST or None, as_at=request.now)
    page = FormPage(
        f"Is {found.named} to be named on restricted case number {found.number}?",
        (
            f"{found.asked_by} asked for it on {_day(found.asked_at)}, as nobody who is named works here any more. Their "
            f"reason: {found.why}",
            f"{found.named} would see the case and its record, and can lift the restriction. {KEPT}",
        ),
        form,
        request.get_full_path(),
        "Save",
        reverse("out-of-reach"),
        back=Link("Restricted cases out of reach", reverse("out-of-reach")),
    )
    agree = form.data.get("decision") == AGREE

    def do(said: dict[str, Any]) -> None:
        decide_naming(asked, said["why"], agree=agree, by=request.viewer, at=request.now)

    done = Done.NAMING_AGREED if agree else Done.NAMING_REFUSED
    return ask(request, page, do, then=reverse("out-of-reach"), done=done)
