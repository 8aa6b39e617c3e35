"""Settling what is allowed in an emergency, and the telephone numbers that are told."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from plimsoll.actions import authorise
from plimsoll.actions.emergency import set_team_numbers, set_worker_number, settle_emergency
from plimsoll.queries.emergency import list_numbers, number_of
from plimsoll.queries.people import get_person
from plimsoll.web.done import Done
from plimsoll.web.emergency.forms import Allowed, Number, Numbers
from plimsoll.web.parts import Link
from plimsoll.web.set_up.asking import ask
from plimsoll.web.set_up.page import FormPage
from plimsoll.web.signed_in import asked_again, signed_in


def _back() -> Link:
    return Link("Set up", reverse("set-up"))


@signed_in("GET", "POST")
@asked_again
def rules(request: HttpRequest) -> HttpResponse:
    """Who may do what in an emergency."""
    authorise.check_can_manage_settings(request.viewer)
    form = Allowed(request.POST or None, as_at=request.now, initial=Allowed.of(request.viewer.rules))
    form.offer(request.viewer.called)

    def do(said: dict[str, Any]) -> None:
        settle_emergency(form.rules(), by=request.viewer, at=request.now)

    page = FormPage(
        "In an emergency",
        (
            "Nobody may do either of these until you choose who. The numbers are our suggestion; no law names them.",
            "Opening a record: somebody reads the record of a child whom they know exactly, for a few hours, with a reason. "
            "Its worker and supervisor are told at once, and another person reviews it. A case restricted to named people "
            "is never opened so.",
            "Whom to ring: duty staff learn who holds the case of a child whom they know exactly, and which number to ring. "
            "Of a restricted case they are told nothing.",
        ),
        form,
        request.path,
        "Settle",
        reverse("set-up"),
        aside=Link("Telephone numbers of duty desks", reverse("set-up-numbers")),
        back=_back(),
    )
    return ask(request, page, do, then=reverse("set-up"), done=Done.SETTLED)


@signed_in("GET", "POST")
def numbers(request: HttpRequest) -> HttpResponse:
    """The number of each team's duty desk."""
    authorise.check_can_manage_settings(request.viewer)
    form = Numbers(request.POST or None, as_at=request.now, teams=list_numbers(request.viewer))

    def do(said: dict[str, Any]) -> None:
        set_team_numbers(form.said(), by=request.viewer)

    page = FormPage(
        "Telephone numbers of duty desks",
        ("Whoever asks whom to ring about a child is told the team's number. That of a person stands on their page.",),
        form,
        request.path,
        "Save",
        reverse("set-up"),
        back=_back(),
    )  # fmt: skip
    return ask(request, page, do, then=reverse("set-up"), done=Done.SETTLED)


@signed_in("GET", "POST")
def number(request: HttpRequest, worker: UUID) -> HttpResponse:
    """The number of somebody at work."""
    authorise.check_can_manage_people(request.viewer)
    person = get_person(request.viewer, worker, request.now.date())
    form = Number(request.POST or None, as_at=request.now, initial={"phone": number_of(request.viewer, worker)})
    where = reverse("person", args=[worker])

    def do(said: dict[str, Any]) -> None:
        set_worker_number(worker, said["phone"], by=request.viewer)

    page = FormPage(f"Telephone: {person.name}", (), form, request.path, "Save", where, back=Link(person.name, where))
    return ask(request, page, do, then=where, done=Done.CHANGED)
