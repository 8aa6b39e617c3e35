"""What was opened in an emergency: the list of what waits to be reviewed, and saying whether it was right."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from plimsoll.actions import authorise
from plimsoll.actions.emergency import review_opening
from plimsoll.core.calendar import LONDON
from plimsoll.core.timescales.explain import day_words
from plimsoll.queries.emergency import Opening, get_opening, list_openings
from plimsoll.web.done import Done
from plimsoll.web.emergency.forms import RIGHT, Review
from plimsoll.web.page import Page, Viewed
from plimsoll.web.parts import Cell, Column, Link, State, Table
from plimsoll.web.set_up.asking import ask
from plimsoll.web.set_up.page import FormPage
from plimsoll.web.show import show
from plimsoll.web.signed_in import signed_in

REVIEWED_DAYS = 90  # how long what was reviewed is listed; it stands on the case for good


@dataclass(frozen=True)
class OpeningsPage(Page):
    """What waits to be reviewed, and what was reviewed lately."""

    waiting: Table | None
    reviewed: Table | None
    nothing: State


@signed_in("GET")
def openings(request: HttpRequest) -> HttpResponse:
    """What waits to be reviewed, and what was."""
    authorise.check_can_review_openings(request.viewer)
    found = list_openings(request.viewer, request.now - timedelta(REVIEWED_DAYS))
    page = OpeningsPage(
        "Opened in an emergency",
        waiting=_waiting([one for one in found if one.was_right is None], request.viewer.worker),
        reviewed=_reviewed([one for one in found if one.was_right is not None]),
        nothing=State(
            "Nothing waits", "When somebody opens a record in an emergency, it stands here until it is reviewed."
        ),
        viewed=_viewed(found),
    )
    return show(request, "emergency/openings.jinja", page)


@signed_in("GET", "POST")
def review(request: HttpRequest, opening: UUID) -> HttpResponse:
    """Saying whether one was right."""
    authorise.check_can_review_openings(request.viewer)
    found = get_opening(request.viewer, opening)
    authorise.check_can_review_opening(request.viewer, opened_by=found.by)
    form = Review(request.POST or None, as_at=request.now)

    def do(said: dict[str, Any]) -> None:
        was_right = said["was_right"] == RIGHT
        review_opening(opening, said["why"], was_right=was_right, by=request.viewer, at=request.now)

    page = FormPage(
        "Was it right?",
        (
            f"{found.by_name} opened the record of {_called(found)} on {moment_said(found.opened_at)}, until "
            f"{moment_said(found.ends_at)}. Their reason: {found.why}",
            *([reviewed_words(found)] if found.was_right is not None else []),
        ),
        form,
        request.path,
        "Save",
        reverse("emergency-openings"),
        aside=Link("What they were shown of this child", f"{reverse('viewings')}?person={found.by}&child={found.child}")
        if found.child and authorise.can_see_audit(request.viewer)
        else None,
        back=Link("Opened in an emergency", reverse("emergency-openings")),
        viewed=_viewed([found]),
    )
    return ask(request, page, do, then=reverse("emergency-openings"), done=Done.EMERGENCY_REVIEWED)


def moment_said(at: datetime) -> str:
    """A moment within a sentence."""
    local = at.astimezone(LONDON)
    return f"{day_words(local.date())} at {local:%H:%M}"


def reviewed_words(one: Opening) -> str:
    """What was said of it afterwards."""
    if one.was_right is None or one.reviewed_at is None:
        return "Not reviewed yet."
    said = "was right" if one.was_right else "was not right"
    return f"{one.reviewed_by} on {day_words(one.reviewed_at.astimezone(LONDON).date())}: it {said}. {one.review}"


def _called(one: Opening) -> str:
    return one.called if one.called == one.reference else f"{one.called} ({one.reference})"


def _viewed(some: Iterable[Opening]) -> Viewed:
    kept = tuple(some)
    return Viewed(frozenset(one.child for one in kept if one.child), frozenset(one.case for one in kept))


def _waiting(some: list[Opening], viewer: UUID) -> Table | None:
    rows = tuple(
        (
            Cell(_called(one), href=reverse("case", args=[one.case])),
            Cell(f"{one.by_name}, {moment_said(one.opened_at)}"),
            Cell(one.why),
            Cell("You opened it: somebody else reviews it")
            if one.by == viewer
            else Cell("Review it", href=reverse("emergency-review", args=[one.id])),
        )
        for one in some
    )
    columns = tuple(map(Column, ("Record", "Opened by", "Why", "Was it right?")))
    return Table("Waits to be reviewed", columns, rows) if rows else None


def _reviewed(some: list[Opening]) -> Table | None:
    rows = tuple(
        (
            Cell(_called(one), href=reverse("case", args=[one.case])),
            Cell(f"{one.by_name}, {moment_said(one.opened_at)}"),
            Cell(one.why),
            Cell(reviewed_words(one)),
        )
        for one in some
    )
    columns = tuple(map(Column, ("Record", "Opened by", "Why", "Was it right?")))
    return Table(f"Reviewed in the last {REVIEWED_DAYS} days", columns, rows) if rows else None
