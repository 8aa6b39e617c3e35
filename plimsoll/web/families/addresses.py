"""Where a child lives and how people are reached: writing it, protecting it, reading what is protected, and lifting that."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django import forms
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from plimsoll.actions import authorise
from plimsoll.actions.addresses import (
    LONGEST_ADDRESS,
    Where,
    ask_to_lift,
    decide_lift,
    name_readers,
    protect_address,
    write_address,
    write_reach,
)
from plimsoll.actions.cases import LONGEST_WHY
from plimsoll.actions.people_round import LONGEST_PART, LONGEST_PHONE
from plimsoll.core.access import NotAllowed, NotThere
from plimsoll.core.calendar import LONDON
from plimsoll.core.timescales.explain import day_words
from plimsoll.queries.addresses import (
    HomeView,
    ProtectedView,
    WrittenAddress,
    get_protected,
    list_homes,
    list_mine,
    list_readable_by,
)
from plimsoll.queries.cases import CaseView, get_case
from plimsoll.queries.people_round import get_person
from plimsoll.web.cases.page import about, viewed
from plimsoll.web.done import Done
from plimsoll.web.families.views import done_or_asked, key_in
from plimsoll.web.forms.fields import Choice, LongText, Pick, Several, Text
from plimsoll.web.forms.form import Form
from plimsoll.web.page import Link, Page
from plimsoll.web.parts import Act, Cell, Column, Table
from plimsoll.web.show import show
from plimsoll.web.signed_in import signed_in


class Address(Form):
    """Where a household lives."""

    address = LongText(
        label="Address",
        missing="Write the address",
        most=LONGEST_ADDRESS,
        rows=4,
        help_text="One line for each part, with the postcode last. What stood before stays in the history.",
    )


class Reach(Form):
    """How somebody is reached, where that is protected."""

    part = Text(label="What they are", required=False, most=LONGEST_PART)
    telephone = Text(label="Telephone", required=False, most=LONGEST_PHONE, width=20, kind="tel")
    email = forms.EmailField(
        required=False,
        label="Email",
        template_name=Text.drawn_by,
        error_messages={"invalid": "Write an email address, such as office@school.example"},
    )

    def __init__(self, *given: Any, profession: bool, **rest: Any) -> None:
        super().__init__(*given, **rest)
        email: Any = self.fields["email"]
        email.width, email.kind, email.complete = 20, "email", ""
        if not profession:
            del self.fields["part"]


class Named(Form):
    """Who may read what is protected, and which of them everyone else is told to ask."""

    named = Several(
        label="Who may read it?",
        choices=[],
        missing="Choose at least one person",
        help_text="If you do not choose yourself, you will not read it again. One of them must be a supervisor, service "
        "manager or safeguarding lead. Choose two of these, or nobody can agree to lift it.",
    )
    ask = Pick(
        label="Whom does everyone else ask?",
        choices=[],
        missing="Choose whom everyone else asks",
        help_text="One of those whom you name. Whoever may read the record sees this name in place of the address.",
    )

    def offer(self, people: Iterable[tuple[UUID, str]]) -> None:
        """Who can be named."""
        choices = [(str(key), name) for key, name in people]
        fields: Any = self.fields
        fields["named"].choices = choices
        fields["ask"].choices = [("", "Choose somebody"), *choices]

    def people(self) -> tuple[list[UUID], UUID]:
        """Who was chosen, and who is asked."""
        said = self.cleaned_data
        return [UUID(key) for key in said["named"]], UUID(said["ask"])


class Protect(Named):
    """That it is protected from now on, for whom, and why."""

    why = LongText(
        label="Why is it protected?",
        missing="Say why",
        most=LONGEST_WHY,
        rows=3,
        help_text="Do not write here where they live: the reason stays in the trail. What records, letters and files say of "
        "the address in words is not taken out of them: look there, and amend it.",
    )


class AskLift(Form):
    """Why it need be protected no longer."""

    why = LongText(
        label="Why need it be protected no longer?",
        missing="Say why",
        most=LONGEST_WHY,
        rows=3,
        help_text="It stays protected until somebody else who is named agrees.",
    )


class DecideLift(Form):
    """Whether somebody else who is named agrees."""

    decision = Choice(
        label="Do you agree?",
        choices=[("AGREE", "Yes: it is protected no longer"), ("REFUSE", "No: it stays protected")],
        missing="Choose whether you agree",
    )
    why = LongText(label="Why?", missing="Say why", most=LONGEST_WHY, rows=3)


@dataclass(frozen=True)
class ProtectedPage(Page):
    """A protected address, for somebody who is named for it. said : the address, or how somebody is reached, a line each;
    before : what stood before; readers : who else may read it; asked : that somebody asked to lift it."""

    about: str
    of: str
    said: tuple[str, ...]
    written: str
    why: str
    before: Table | None
    readers: Table
    asked: str
    acts: tuple[Act, ...]


@signed_in("GET", "POST")
def write(request: HttpRequest, case: UUID) -> HttpResponse:
    """Writing where a household of the case lives, or how somebody whose telephone is protected is reached."""
    row = authorise.check_can_write(request.viewer, case)
    who = key_in(request, "who")
    form: Form
    if who:
        person = get_person(request.viewer, case, who)
        reach = Reach(request.POST or None, profession=person.kin is None, as_at=request.now)
        form = reach

        def do() -> None:
            said = reach.cleaned_data
            where = Where("", said["telephone"].strip(), said["email"].strip(), said.get("part", "").strip())
            write_reach(case, who, where, by=request.viewer, at=request.now)

        title = f"How {person.name} is reached"
    else:
        home = _home(request, list_homes(request.viewer, row))
        one = next((one for one in list_homes(request.viewer, row) if one.id == home), None)
        form = Address(request.POST or None, as_at=request.now, initial={"address": one.address if one else ""})

        def do() -> None:
            write_address(case, home, form.cleaned_data["address"], by=request.viewer, at=request.now)

        title = "Where they live"
    return done_or_asked(request, case, form, do, title)


@signed_in("GET", "POST")
def protect(request: HttpRequest, case: UUID) -> HttpResponse:
    """Protecting where a household lives, or how somebody is reached."""
    row = authorise.check_can_write(request.viewer, case)
    who = key_in(request, "who")
    home = None if who else _home(request, list_homes(request.viewer, row))
    title = f"Protect how {get_person(request.viewer, case, who).name} is reached" if who else "Protect this address"
    if not who and home is None:
        raise NotAllowed("No household is on record for this case. Write where they live first, then protect it.")
    form = Protect(request.POST or None, as_at=request.now)
    form.offer(list_readable_by(request.viewer, request.now.date()))

    def do() -> None:
        named, ask = form.people()
        protect_address(
            case, home=home, contact=who, named=named, ask=ask, why=form.cleaned_data["why"], by=request.viewer,
            at=request.now,
        )  # fmt: skip

    return done_or_asked(request, case, form, do, title, button="Protect it", done=Done.ADDRESS_PROTECTED)


@signed_in("GET")
def read(request: HttpRequest, case: UUID) -> HttpResponse:
    """A protected address, for those who are named for it: each time it is read leaves a viewing of this page."""
    found, one = _protected(request, case)
    page = protected_page(
        found,
        one,
        may_lift=authorise.can_lift_address(request.viewer, case),
        me=request.viewer.worker,
        today=request.now.date(),
    )
    return show(request, "families/protected.jinja", page)


@signed_in("GET", "POST")
def name(request: HttpRequest, case: UUID) -> HttpResponse:
    """Naming who may read a protected address."""
    _, one = _protected(request, case)
    people = {reader.worker: reader.name for reader in one.readers}
    offered = dict(list_readable_by(request.viewer, request.now.date()))
    form = Named(
        request.POST or None,
        as_at=request.now,
        initial={"named": [str(key) for key in people if key in offered], "ask": str(one.ask or "")},
    )
    form.offer(offered.items())

    def do() -> None:
        named, ask = form.people()
        name_readers(case, one.id, named=named, ask=ask, by=request.viewer, at=request.now)

    return done_or_asked(request, case, form, do, "Who may read what is protected", done=Done.ADDRESS_NAMED)


@signed_in("GET", "POST")
def lift(request: HttpRequest, case: UUID) -> HttpResponse:
    """Asking that an address is protected no longer; where somebody asked, agreeing or not."""
    authorise.check_can_lift_address(request.viewer, case)
    _, one = _protected(request, case)
    if one.asked is None:
        asking = AskLift(request.POST or None, as_at=request.now)

        def ask() -> None:
            ask_to_lift(case, one.id, why=asking.cleaned_data["why"], by=request.viewer, at=request.now)

        return done_or_asked(
            request, case, asking, ask, "Ask to lift the protection", button="Ask", done=Done.ADDRESS_LIFT_ASKED
        )
    if one.asked[0] == request.viewer.worker:
        raise NotAllowed("You asked for this yourself. Somebody else who is named has to agree.")
    deciding = DecideLift(request.POST or None, as_at=request.now)
    agreed = request.POST.get("decision") == "AGREE"

    def decide() -> None:
        decide_lift(case, one.id, agree=agreed, why=deciding.cleaned_data["why"], by=request.viewer, at=request.now)

    done = Done.ADDRESS_LIFTED if agreed else Done.ADDRESS_LIFT_REFUSED
    return done_or_asked(request, case, deciding, decide, "Lift the protection", button="Say so", done=done)


def _protected(request: HttpRequest, case: UUID) -> tuple[CaseView, ProtectedView]:
    """What the address of the page names, or else the first that the viewer is named for."""
    of = key_in(request, "of")
    row = authorise.check_can_read_address(request.viewer, case, of)
    key = of or list_mine(request.viewer, row)[0].id
    return get_case(request.viewer, case), get_protected(request.viewer, row, key, request.now.date())


def _home(request: HttpRequest, homes: Iterable[HomeView]) -> UUID | None:
    """The household that the address of the page names, or else the first of the case's; None where it has none.

    Raises
    ------
    NotThere : the case has no such household.
    """
    keys = [one.id for one in homes]
    asked = key_in(request, "home")
    if asked and asked not in keys:
        raise NotThere
    return asked or next(iter(keys), None)


def protected_page(found: CaseView, one: ProtectedView, *, may_lift: bool, me: UUID, today: date) -> ProtectedPage:
    """What is protected, and who may read it."""
    asked = f"?of={one.id}"
    acts = [Act("Change who may read it", href=f"{reverse('case-address-named', args=[found.id])}{asked}")]
    lift = f"{reverse('case-address-lift', args=[found.id])}{asked}"
    if may_lift and one.asked is None:
        acts.append(Act("Ask to lift the protection", href=lift))
    elif may_lift and one.asked and one.asked[0] != me:
        acts.append(Act("Agree to lift it, or not", href=lift))
    readers = tuple(
        (
            Cell(f"{each.name} (asked by everyone else)" if each.worker == one.ask else each.name),
            Cell(day_words(_day(each.since))),
            Cell("yes" if each.lifts else "no"),
        )
        for each in one.readers
    )
    before = tuple((Cell(", ".join(_lines(each))), Cell(_written(each))) for each in one.before if _lines(each))
    return ProtectedPage(
        "Protected address",
        about=about(found),
        of=one.of,
        said=_lines(one.now) or ("Nothing is written down yet.",),
        written=_written(one.now),
        why=f"Protected since {day_words(_day(one.since))}{f' by {one.by}' if one.by else ''}: {one.why}",
        before=Table("What stood before", (Column("What"), Column("Written")), before, caption_hidden=True)
        if before
        else None,
        readers=Table(
            "Who may read it",
            (Column("Who"), Column("Since"), Column("May ask to lift it, or agree")),
            readers,
            caption_hidden=True,
        ),
        asked=f"{one.asked[1]} asked on {day_words(_day(one.asked[2]))} that it is lifted: “{one.asked[3]}” Until somebody "
        "else who is named agrees, it stays protected."
        if one.asked
        else "",
        acts=tuple(acts),
        back=Link(f"Family and network of {found.called}", reverse("case-people", args=[found.id])),
        viewed=viewed(found),
    )


def _lines(said: WrittenAddress) -> tuple[str, ...]:
    return tuple(filter(None, (*said.address.split("\n"), said.part, said.telephone, said.email)))


def _written(said: WrittenAddress) -> str:
    day = day_words(_day(said.at))
    return f"Written by {said.by} on {day}" if said.by else f"As it stood on {day}"


def _day(at: datetime) -> date:
    return at.astimezone(LONDON).date()
