"""Who stands in for somebody, and for whom they stand in: one's own page, and the same for whoever keeps people."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from plimsoll.actions import authorise
from plimsoll.actions.cases import Refused
from plimsoll.actions.standing_in import HandedOn, end_standing_in, hand_on
from plimsoll.core.access import NotThere
from plimsoll.core.terms import Role
from plimsoll.core.timescales.explain import day_words
from plimsoll.queries.standing_in import StandingIn, StandingInOf, get_standing_in
from plimsoll.web.done import Done
from plimsoll.web.forms.fields import Choice, Day, LongText, Pick, choices_of
from plimsoll.web.forms.form import Form
from plimsoll.web.page import Page
from plimsoll.web.parts import Act, Link, State
from plimsoll.web.show import show
from plimsoll.web.signed_in import signed_in


class HandOn(Form):
    """Who is to stand in, in which role, from when until when."""

    taker = Pick(label="Who stands in?", choices=[], missing="Choose who stands in")
    role = Choice(label="In which role?", choices=[], missing="Choose the role")
    begins = Day(label="From which day?", missing="Write the first day", forward=True)
    until = Day(
        label="Until which day?", missing="Write the last day", forward=True, help_text="It ends by itself then."
    )
    why = LongText(label="Why?", missing="Say why", most=500, rows=2)

    def __init__(self, *given: Any, found: StandingInOf, called: Callable[[Role], str], **rest: Any) -> None:
        super().__init__(*given, **rest)
        self.fields["taker"].choices = [(str(key), name) for key, name in found.people]
        self.fields["role"].choices = choices_of(found.roles, called)

    def said(self, giver: UUID) -> HandedOn:
        """What was said, once it is sound."""
        said = self.cleaned_data
        return HandedOn(giver, UUID(said["taker"]), Role(said["role"]), said["begins"], said["until"], said["why"])


@dataclass(frozen=True)
class StandingLine:
    """One line: who stands in for whom as what, from when until when, why, and the button that ends it."""

    says: str
    days: str
    why: str
    end: Act


@dataclass(frozen=True)
class StandingInPage(Page):
    """Who stands in for somebody now or soon, for whom they do, and the form that has somebody stand in."""

    said: tuple[str, ...]
    lines: tuple[StandingLine, ...]
    nobody: State
    form: Form | None
    action: str
    cancel: str


@signed_in("GET", "POST")
def standing_in(request: HttpRequest) -> HttpResponse:
    """One's own."""
    return _of(request, request.viewer.worker, "Standing in", None)


@signed_in("GET", "POST")
def of_person(request: HttpRequest, worker: UUID) -> HttpResponse:
    """Somebody's, for whoever keeps people: they may have fallen ill."""
    authorise.check_can_manage_people(request.viewer)
    found = get_standing_in(request.viewer, worker, request.now.date())
    return _of(request, worker, f"Standing in: {found.name}", Link(found.name, reverse("person", args=[worker])))


def _of(request: HttpRequest, worker: UUID, title: str, back: Link | None) -> HttpResponse:
    today = request.now.date()
    found = get_standing_in(request.viewer, worker, today)
    if request.method == "POST" and request.POST.get("end"):
        return _end(request, worker)
    form = (
        HandOn(request.POST or None, found=found, called=request.viewer.called, as_at=request.now)
        if found.roles and found.people
        else None
    )
    if request.method == "POST" and form is None:
        raise NotThere
    if form is not None and form.is_bound and form.is_valid():
        try:
            hand_on(form.said(worker), by=request.viewer, at=request.now)
        except Refused as refusal:
            form.add_faults(refusal.faults)
        else:
            return redirect(f"{request.path}?done={Done.STANDS_IN.value}")
    page = StandingInPage(
        title,
        said=(
            "Whoever stands in may do what the role may do, wherever it is held, until the last day. They cannot hand it "
            "on. It shows them no restricted case.",
            "Some things need a second person. Whoever stands in cannot be that person for the one they stand in for.",
            "What they write says for whom they stood in. Plimsoll sends no message about this: tell them yourself.",
        ),
        lines=tuple(_lines(found.all, request, today)),
        nobody=State("Nobody stands in", "Before leave, or at once in illness, somebody can be named here."),
        form=form,
        action=request.path,
        cancel=back.href if back else reverse("home"),
        back=back,
    )
    return show(request, "people/standing_in.jinja", page, status=422 if form is not None and form.is_bound else 200)


def _end(request: HttpRequest, worker: UUID) -> HttpResponse:
    try:
        delegation = UUID(request.POST["end"])
    except ValueError:
        raise NotThere from None
    end_standing_in(delegation, of=worker, by=request.viewer, at=request.now)
    return redirect(f"{request.path}?done={Done.STANDS_IN_NO_MORE.value}")


def _lines(some: Iterable[StandingIn], request: HttpRequest, today: date) -> Iterable[StandingLine]:
    for one in some:
        verb = "stands in" if one.from_date <= today else "will stand in"
        says = f"{one.taker_name} {verb} for {one.giver_name}, {request.viewer.called(one.role)}"
        days = f"{day_words(one.from_date)} to {day_words(one.to_date - timedelta(1))}"
        yield StandingLine(
            says, days, one.why, Act("End", post=request.path, about=says, fields=(("end", str(one.id)),))
        )
