"""What waits to be decided about records whose time is over; holding one, asking, agreeing."""

from collections.abc import Callable
from datetime import date
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from plimsoll.actions.authorise import WHY_NOT, can_review_removals, check_can_review_removals
from plimsoll.actions.cases import LONGEST_WHY
from plimsoll.actions.removals import (
    LAPSES_AFTER,
    ask_removal,
    decide_removal,
    keep_longer,
    lift_hold,
    set_hold,
)
from plimsoll.core.access import NotAllowed, NotThere, Permission
from plimsoll.core.calendar import LONDON
from plimsoll.core.terms import HoldKind
from plimsoll.queries.removals import anybody_agrees, get_whole, list_holds, list_removed, list_ripe
from plimsoll.web.done import Done
from plimsoll.web.forms.fields import Choice, Day, LongText
from plimsoll.web.forms.form import Form
from plimsoll.web.page import Viewed
from plimsoll.web.parts import Link
from plimsoll.web.removals.page import BACK, list_page, record_page, why
from plimsoll.web.set_up.asking import ask
from plimsoll.web.set_up.page import FormPage
from plimsoll.web.show import show
from plimsoll.web.signed_in import asked_again, signed_in

AGREE, NOT = "AGREE", "NOT"
FOR_GOOD = (
    "What goes: every case with all that was written on it and its past, files, drafts, who is round the child, and what "
    "confirmed lists held of them. What stays: that a record was removed, when, under which schedule and by whom; and in "
    "the trail, that something was done, without its words.",
    "Nobody can bring it back. A backup that is put back later is cleared of it again.",
)
NOBODY = "Nobody else here may agree yet: first somebody needs the role of service manager or safeguarding lead."


class WhyForm(Form):
    """A reason."""

    why = LongText(label="Why?", missing="Say why", most=LONGEST_WHY, rows=3)


class KeepForm(WhyForm):
    """A reason, and until when."""

    until = Day(label="Until which day?", missing="Write until which day", forward=True)


class HoldForm(WhyForm):
    """A reason, and of which kind."""

    kind = Choice(
        label="For what is it held?",
        choices=[(one.value, one.label[:1].upper() + one.label[1:]) for one in HoldKind],
        missing="Say for what it is held",
    )


class DecideForm(WhyForm):
    """Whether it is removed, and why."""

    decision = Choice(
        label="Do you agree?",
        choices=[(AGREE, "Yes: remove it now, for good"), (NOT, "No: it stays")],
        missing="Say whether you agree",
    )


@signed_in("GET")
def removals(request: HttpRequest) -> HttpResponse:
    """What waits to be decided, what is held, what was removed."""
    viewer, today = request.viewer, _today(request)
    _check(request)
    page = list_page(list_ripe(viewer, today), list_holds(viewer), list_removed(viewer), today)
    return show(request, "removals/tables.jinja", page)


@signed_in("GET")
def record(request: HttpRequest, child: UUID) -> HttpResponse:
    """One record, with what hangs on it."""
    found = get_whole(request.viewer, child, _today(request))
    asked, viewer = found.ripe.asked, request.viewer
    cannot = {viewer.worker, *viewer.decides_for(Permission.REVIEW_REMOVALS)}
    return show(
        request,
        "removals/tables.jinja",
        record_page(found, _today(request), agrees=asked is not None and asked.asked_by_id not in cannot),
    )


@signed_in("GET", "POST")
def ask_for(request: HttpRequest, child: UUID) -> HttpResponse:
    """Asking that it is removed."""
    found = get_whole(request.viewer, child, _today(request)).ripe
    said = (
        f"{why(found.over)}.",
        *FOR_GOOD,
        f"Somebody else has to agree within {LAPSES_AFTER.days} days. Look first whether an inquiry, a claim or a complaint "
        "is under way, or the family still asks for the record.",
        *(() if anybody_agrees(request.viewer, _today(request)) else (NOBODY,)),
    )
    return _form(
        request, f"Ask for the removal of the record of {found.name}", said, WhyForm, "Ask", child, Done.REMOVAL_ASKED,
        lambda one: ask_removal(child, one["why"], by=request.viewer, at=request.now),
    )  # fmt: skip


@signed_in("GET", "POST")
def keep(request: HttpRequest, child: UUID) -> HttpResponse:
    """Keeping it longer."""
    found = get_whole(request.viewer, child, _today(request)).ripe
    said = (
        f"{why(found.over)}.",
        "It is listed again on the day that you write. Law may say for how long you can keep it.",
    )
    return _form(
        request, f"Keep the record of {found.name} longer", said, KeepForm, "Keep it", child, Done.KEPT_LONGER,
        lambda one: keep_longer(child, one["until"], one["why"], by=request.viewer, at=request.now),
    )  # fmt: skip


@signed_in("GET", "POST")
def hold(request: HttpRequest, child: UUID) -> HttpResponse:
    """Putting a legal hold on a child's record, open or closed."""
    check_can_review_removals(request.viewer, child)
    said = (
        "As long as it is held, nobody can remove this child's record, whatever its schedule says.",
        "Whoever may read the record is told on its pages that it is held, and for what; your reason stands here alone.",
    )
    return _form(
        request, "Put a legal hold on this child's record", said, HoldForm, "Hold it", child, Done.HELD,
        lambda one: set_hold(child, HoldKind(one["kind"]), one["why"], by=request.viewer, at=request.now),
    )  # fmt: skip


@signed_in("GET", "POST")
def lift(request: HttpRequest, hold: UUID) -> HttpResponse:
    """Lifting a hold."""
    _check(request)
    found = next((one for one in list_holds(request.viewer) if one.id == hold), None)
    if found is None:
        raise NotThere
    check_can_review_removals(request.viewer, found.child)
    said = (
        f"Held for: {found.kind.label}. {found.why} Set by {found.set_by}.",
        "Once lifted, its schedule holds again.",
    )
    return _form(
        request, f"Lift the legal hold on the record of {found.name}", said, WhyForm, "Lift it", found.child,
        Done.HOLD_LIFTED,
        lambda one: lift_hold(hold, one["why"], by=request.viewer, at=request.now),
    )  # fmt: skip


@signed_in("GET", "POST")
@asked_again
def decide(request: HttpRequest, asked: UUID) -> HttpResponse:
    """Agreeing that a record is removed, or not."""
    _check(request)
    ripe = next(
        (one for one in list_ripe(request.viewer, _today(request)) if one.asked and one.asked.id == asked), None
    )
    if ripe is None or ripe.asked is None:
        raise NotThere
    if ripe.asked.asked_by_id == request.viewer.worker:
        raise NotAllowed("You asked for this yourself. Somebody else has to agree.")
    said = (f"{ripe.asked.asked_by} asked for it. Their reason: {ripe.asked.why}", f"{why(ripe.over)}.", *FOR_GOOD)
    agree = request.POST.get("decision") == AGREE
    return _form(
        request, f"Is the record of {ripe.name} to be removed?", said, DecideForm, "Save", ripe.child,
        Done.REMOVED if agree else Done.REMOVAL_REFUSED,
        lambda one: decide_removal(asked, one["why"], agree=agree, by=request.viewer, at=request.now),
    )  # fmt: skip


def _form(
    request: HttpRequest,
    title: str,
    said: tuple[str, ...],
    form: type[Form],
    button: str,
    child: UUID,
    done: Done,
    do: Callable[[dict[str, Any]], object],
) -> HttpResponse:
    page = FormPage(
        title,
        said,
        form(request.POST or None, as_at=request.now),
        request.get_full_path(),
        button,
        reverse("removals"),
        back=Link(BACK, reverse("removals")),
        viewed=Viewed(frozenset({child})),
    )
    return ask(request, page, do, then=reverse("removals"), done=done)


def _check(request: HttpRequest) -> None:
    if not can_review_removals(request.viewer):
        raise NotAllowed(WHY_NOT[Permission.REVIEW_REMOVALS])


def _today(request: HttpRequest) -> date:
    today: date = request.now.astimezone(LONDON).date()
    return today
