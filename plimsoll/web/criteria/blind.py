"""Exercises with invented cases: the list of them, ordering the cases blind, and how far people and criteria agree."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.forms import CharField
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from plimsoll.actions import authorise
from plimsoll.actions.blind import begin_exercise, end_exercise, submit_order
from plimsoll.actions.cases import Refused
from plimsoll.core.calendar import LONDON
from plimsoll.core.priority.blind import Pairs
from plimsoll.core.timescales.explain import day_words
from plimsoll.queries.blind import Agreed, Apart, Exercise, Line, get_exercise, list_exercises
from plimsoll.web.done import Done, nth
from plimsoll.web.forms.fields import LongText
from plimsoll.web.forms.form import Form
from plimsoll.web.page import Page
from plimsoll.web.parts import Act, Cell, Column, Fact, Link, Notice, State, Table, Tone
from plimsoll.web.show import show
from plimsoll.web.signed_in import signed_in

MOST_WHY = 2000


class Begin(Form):
    """Why managers are asked."""

    why = LongText(
        label="Why do you ask?",
        help_text="For example: before the new criteria are trusted, or once a year.",
        missing="Say why you ask",
        most=MOST_WHY,
        rows=3,
    )


class Place(CharField):
    """The place of one case, a whole number from 1."""

    def __init__(self, most: int, name: str) -> None:
        super().__init__(label=name, required=False)
        self.most, self.name = most, name

    def clean(self, value: Any) -> int:
        """The number."""
        text = str(value or "").strip()
        if not text:
            raise ValidationError(f"Give a place to: {self.name}")
        if not (text.isascii() and text.isdecimal() and 1 <= int(text[:6]) <= self.most):
            raise ValidationError(f"Write a whole number from 1 to {self.most} for: {self.name}")
        return int(text)


class Order(Form):
    """A place for each case."""

    def __init__(self, *given: Any, found: Exercise, as_at: datetime, **rest: Any) -> None:
        super().__init__(*given, as_at=as_at, **rest)
        for case in found.cases:
            self.fields[f"place-{case.key}"] = Place(len(found.cases), case.title)


@dataclass(frozen=True)
class ExercisesPage(Page):
    """The exercises, and beginning one for those who may."""

    table: Table | None
    nothing: State
    form: Form | None
    action: str


@signed_in("GET", "POST")
def exercises(request: HttpRequest) -> HttpResponse:
    """Every exercise, and beginning one."""
    authorise.check_can_see_exercises(request.viewer)
    may = authorise.can_manage_settings(request.viewer)
    form = Begin(request.POST or None, as_at=request.now) if may or request.method == "POST" else None
    if request.method == "POST":
        authorise.check_can_manage_settings(request.viewer)
        assert form is not None
        if form.is_valid():
            try:
                made = begin_exercise(form.cleaned_data["why"], by=request.viewer, at=request.now)
            except Refused as refusal:
                form.add_faults(refusal.faults)
            else:
                return redirect(f"{reverse('exercise', args=[made])}?done={Done.EXERCISE_BEGUN.value}")
    found = list_exercises(request.viewer)
    page = ExercisesPage(
        "Twenty invented cases",
        table=_lines(found) if found else None,
        nothing=State(
            "No exercise yet",
            "When one is begun, supervisors and service managers order twenty invented cases, each alone.",
        ),
        form=form if form and not any(line.ended_at is None for line in found) else None,
        action=request.path,
        back=Link("How the order of work is made", reverse("criteria")),
    )
    return show(request, "criteria/exercises.jinja", page, status=422 if request.method == "POST" else 200)


def _lines(found: tuple[Line, ...]) -> Table:
    columns = (
        Column("Begun"),
        Column("By"),
        Column("Against the criteria"),
        Column("State"),
        Column("Orders", number=True),
    )
    rows = tuple(
        (
            Cell(_moment(one.begun_at), href=reverse("exercise", args=[one.id])),
            Cell(one.begun_by),
            Cell(one.criteria),
            Cell(f"ended {_moment(one.ended_at)}" if one.ended_at else "under way"),
            Cell(str(one.orders)),
        )
        for one in found
    )
    return Table("Exercises", columns, rows, caption_hidden=True)


@dataclass(frozen=True)
class Told:
    """A case to be ordered: its field, and what is told of it."""

    field: str
    title: str
    says: str
    typed: str
    fault: str


@dataclass(frozen=True)
class ExercisePage(Page):
    """One exercise: the cases to be ordered; or what came of it, as far as this viewer sees it."""

    facts: tuple[Fact, ...]
    why: str
    said: tuple[str, ...]
    cases: tuple[Told, ...]
    most: int
    form: Form | None
    action: str
    waiting: State | None
    people: Table | None
    between: Table | None
    apart: tuple[Table, ...]
    end: Act | None


@signed_in("GET", "POST")
def exercise(request: HttpRequest, exercise: UUID) -> HttpResponse:
    """One exercise: ordering its cases, or what came of it."""
    authorise.check_can_see_exercises(request.viewer)
    found = get_exercise(request.viewer, exercise)
    if request.method == "POST":
        authorise.check_can_order_blind(request.viewer)
    form = Order(request.POST or None, found=found, as_at=request.now)
    if request.method == "POST" and form.is_valid():
        places = [0] * len(found.cases)
        for at, case in zip(found.position, found.cases, strict=True):
            places[at] = form.cleaned_data[f"place-{case.key}"]
        try:
            submit_order(exercise, places, by=request.viewer, at=request.now)
        except Refused as refusal:
            form.add_faults(refusal.faults)
        else:
            return redirect(f"{reverse('exercise', args=[exercise])}?done={Done.CASES_ORDERED.value}")
    page = _exercise_page(found, form, ends=authorise.can_manage_settings(request.viewer))
    return show(request, "criteria/exercise.jinja", page, status=422 if request.method == "POST" else 200)


def _exercise_page(found: Exercise, form: Order, *, ends: bool) -> ExercisePage:
    line, agreed = found.line, found.agreed
    state = f"ended {_moment(line.ended_at)}" if line.ended_at else "under way"
    facts = (
        Fact("Begun", f"{_moment(line.begun_at)} by {line.begun_by}"),
        Fact("Criteria set", line.criteria),
        Fact("State", state),
        Fact("Orders", str(line.orders)),
    )
    return ExercisePage(
        "Order twenty invented cases" if found.may_order else "Twenty invented cases",
        facts=facts,
        why=found.why,
        said=_said(found),
        cases=tuple(_told(found, form)) if found.may_order else (),
        most=len(found.cases),
        form=form if found.may_order else None,
        action=reverse("exercise", args=[line.id]),
        waiting=_waiting(found),
        people=_people(agreed) if agreed and agreed.people else None,
        between=_between(agreed) if agreed and agreed.between else None,
        apart=tuple(_apart(one, agreed, len(found.cases)) for one in agreed.apart) if agreed else (),
        end=Act("End this exercise", post=reverse("exercise-end", args=[line.id]))
        if ends and not line.ended_at
        else None,
        back=Link("Exercises", reverse("exercises")),
        notices=(
            Notice("Your order is sent. This is how it compares with the order of the criteria.", Tone.INFORMATION),
        )
        if agreed and agreed.own_alone
        else (),
    )


def _said(found: Exercise) -> tuple[str, ...]:
    if not found.may_order:
        return ()
    return (
        found.note,
        "Which would you do first? Give each case a place: 1 for the first, and so on. Give two cases the same place if you "
        "would do either first.",
        "Do it alone. You see neither the order that the criteria give nor anybody else's, and the cases stand in another "
        "order for everybody. Once you send yours you see how it compares, and cannot change it. Whoever approves criteria "
        "sees it with your name.",
    )


def _waiting(found: Exercise) -> State | None:
    if found.agreed is None and not found.may_order:
        return State("You did not order these cases", "Only those who did see how their own order compares.")
    if found.agreed is not None and not found.agreed.people:
        return State("Nobody has ordered the cases yet", "What comes of it stands here as soon as somebody has.")
    return None


def _told(found: Exercise, form: Order) -> list[Told]:
    told = []
    for case in found.cases:
        bound = form[f"place-{case.key}"]
        told.append(
            Told(bound.html_name, case.title, case.says, str(bound.value() or ""), next(iter(bound.errors), ""))
        )
    return told


def _people(agreed: Agreed) -> Table:
    columns = (Column("Whose order"), Column("Sent"), Column("Kendall's tau", number=True), Column("With the criteria"))
    rows = tuple((Cell(name), Cell(_moment(at)), Cell(_tau(one)), Cell(one.words)) for name, at, one in agreed.people)
    return Table("How far each agrees with the criteria", columns, rows)


def _between(agreed: Agreed) -> Table:
    columns = (Column("One"), Column("The other"), Column("Kendall's tau", number=True), Column("With each other"))
    rows = tuple((Cell(a), Cell(b), Cell(_tau(one)), Cell(one.words)) for a, b, one in agreed.between)
    return Table("How far they agree with each other", columns, rows)


def _apart(one: Apart, agreed: Agreed, many: int) -> Table:
    """A case on which people and criteria are far apart, and why the criteria have it where they do."""
    places = ", ".join(f"{name} {nth(place)}" for name, place in one.places.items())
    rows = (
        (Cell("The criteria"), Cell(nth(one.place)), Cell(f"{one.band.label}. {'. '.join(one.reasons)}.")),
        (
            Cell("You" if agreed.own_alone else "People, on average"),
            Cell(f"{one.mean:.1f}".removesuffix(".0") if not agreed.own_alone else nth(round(one.mean))),
            Cell(one.case.says if agreed.own_alone else f"{one.case.says} ({places}.)"),
        ),
    )
    columns = (Column("Who"), Column(f"Place of {many}"), Column("Why, or what was told of it"))
    return Table(one.case.title, columns, rows)


def _tau(one: Pairs) -> str:
    return "none" if one.tau is None else f"{one.tau:.2f}"


def _moment(at: datetime) -> str:
    at = at.astimezone(LONDON)
    return f"{day_words(at.date())} at {at:%H:%M}"


@signed_in("POST")
def end(request: HttpRequest, exercise: UUID) -> HttpResponse:
    """Ending an exercise."""
    try:
        end_exercise(exercise, by=request.viewer, at=request.now)
    except Refused:  # it is over: that is what was asked for
        return redirect("exercise", exercise)
    return redirect(f"{reverse('exercise', args=[exercise])}?done={Done.EXERCISE_ENDED.value}")
