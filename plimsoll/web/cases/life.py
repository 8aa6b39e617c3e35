"""Stepping a case up or down, with what that starts and ends shown first; and agreeing to what waits."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from plimsoll.actions import authorise
from plimsoll.actions.case_life import (
    STEP_REASONS,
    Step,
    ask_for_step,
    check_step,
    decide_step,
    has_authority,
    step_case,
)
from plimsoll.actions.cases import LONGEST_WHY, Refused
from plimsoll.actions.need_level import choose_level
from plimsoll.core.access import NotAllowed, Permission
from plimsoll.core.case_life import LifeRules, in_order, words
from plimsoll.core.priority.told import capital
from plimsoll.core.terms import Authority, CaseType, LifeKind, LifeReason
from plimsoll.core.timescales.explain import day_words
from plimsoll.queries.case_life import StepView, get_life_rules, get_step_view, list_life
from plimsoll.queries.cases import CaseView, get_case
from plimsoll.queries.place import Due
from plimsoll.web.cases.life_box import lines_of, what
from plimsoll.web.cases.page import FormPage, form_page
from plimsoll.web.done import Done
from plimsoll.web.forms.agreeing import Agreeing
from plimsoll.web.forms.fields import Choice, Day, LongText, Pick, Several, choices_of
from plimsoll.web.forms.form import Form
from plimsoll.web.parts import Cell, Column, Table
from plimsoll.web.show import show
from plimsoll.web.signed_in import signed_in

SEEN = "confirmed"  # that what will start and end was seen


class StepForm(Form):
    """What a case is to be from a day on, and why. `seen`: what it was when the form was made."""

    seen = forms.CharField(widget=forms.HiddenInput, required=False)
    kinds = Several(
        label="What is this case from then on?",
        choices=[],
        missing="Choose what the case is from then on",
        help_text="Tick all that go on side by side, such as looked after with a child protection plan. What you do not "
        "tick ends.",
    )
    on = Day(
        label="From which day is this true?",
        missing="Write the day from which this is true",
        help_text="The day on which it was decided or began. For example 21 Nov, yesterday or Friday.",
    )
    because = Pick(
        label="Why does it step?",
        choices=choices_of(STEP_REASONS),
        missing="Choose the reason",
    )
    why = LongText(
        label="Say more",
        help_text="Who decided it and on what, and what the child and the family say. The child may read this one day.",
        missing="Say why, in words",
        most=LONGEST_WHY,
        rows=4,
    )

    def __init__(self, *given: Any, now: tuple[CaseType, ...], rules: LifeRules, **rest: Any) -> None:
        super().__init__(*given, initial={"seen": ",".join(kind.value for kind in now)}, **rest)
        field = self.fields["kinds"]
        field.choices = choices_of(rules.kinds)
        field.hints = {kind.value: "this is so now" for kind in now}

    def step(self) -> Step:
        """What was said, once it is sound."""
        said = self.cleaned_data
        seen = tuple(CaseType(word) for word in said["seen"].split(",") if word in CaseType.__members__)
        kinds = tuple(map(CaseType, said["kinds"]))
        return Step(kinds, said["on"], LifeReason(said["because"]), said["why"], seen or None)


@dataclass(frozen=True)
class StepPage(FormPage):
    """A step in the life of a case. said : what it is, or what to know first; begins, ends : what will start and end, None
    where nothing does; stays : what goes on; kept : what was typed, to be sent along once this was seen."""

    said: tuple[str, ...] = ()
    begins: Table | None = None
    ends: Table | None = None
    stays: str = ""
    kept: tuple[tuple[str, str], ...] = ()


@signed_in("GET", "POST")
def ask(request: HttpRequest, case: UUID) -> HttpResponse:
    """Asking that a case steps up or down."""
    authorise.check_can_ask_step(request.viewer, case)
    return _stepped(request, case, ask_for_step, asks=True)


@signed_in("GET", "POST")
def step(request: HttpRequest, case: UUID) -> HttpResponse:
    """Stepping a case up or down unasked."""
    authorise.check_can_step(request.viewer, case)
    return _stepped(request, case, step_case, asks=False)


def _stepped(request: HttpRequest, case: UUID, do: Callable[..., UUID], *, asks: bool) -> HttpResponse:
    """First the form, then what the step starts and ends, then the step."""
    found, rules = get_case(request.viewer, case), get_life_rules(request.viewer, request.now.date())
    now = in_order({found.case_type, *found.also})
    form = StepForm(request.POST or None, now=now, rules=rules, as_at=request.now)
    if request.method == "POST" and form.is_valid():
        said = form.step()
        waits = _waits_for(request, rules.needs(now, said.kinds), asks=asks)
        try:
            if SEEN in request.POST:
                do(case, said, by=request.viewer, at=request.now)
                done = Done.STEP_ASKED if waits else Done.STEPPED
                return redirect(f"{reverse('case', args=[case])}?done={done.value}#life")
            check_step(case, said, by=request.viewer, at=request.now)
        except Refused as refusal:
            form.add_faults(refusal.faults)
        else:
            return show(request, "cases/step.jinja", _confirm(request, found, form, rules, now, waits))
    page = StepPage(**vars(_plain(request, found, form)), said=_before(found, now, rules))
    return show(request, "cases/step.jinja", page, status=422 if form.is_bound else 200)


def _waits_for(request: HttpRequest, needs: Authority, *, asks: bool) -> str:
    """Who has to agree before a step takes effect; '' where nobody has to."""
    if needs is Authority.WORKER or (not asks and has_authority(request.viewer, needs)):
        return ""
    return needs.label


def _plain(request: HttpRequest, found: CaseView, form: Form) -> FormPage:
    return form_page(
        found, form, title="Step up or down", button="See what starts and ends", action=request.get_full_path()
    )


def _before(found: CaseView, now: tuple[CaseType, ...], rules: LifeRules) -> tuple[str, ...]:
    return (
        f"Now this case is: {words(now)}. Nothing is changed by this form: you first see what a step starts and ends.",
        f"Who has to agree is settled for your organisation ({rules.title}, {rules.version}). {rules.note}",
    )


def _confirm(
    request: HttpRequest, found: CaseView, form: StepForm, rules: LifeRules, now: tuple[CaseType, ...], waits: str
) -> StepPage:
    """What the step starts and ends, with the sums, before it is taken."""
    said = form.step()
    kinds = in_order(said.kinds)
    assert said.on is not None, "a form without a day is not sound"
    view = get_step_view(request.viewer, found.id, now, kinds, said.on, request.now)
    way = {"up": "up", "down": "down", "across": "across, on the same rung"}[rules.direction(now, kinds)]
    lines = (
        f"It steps {way}: from {words(now)} to {words(kinds)}, true from {day_words(said.on)}, written down today.",
        f"It takes effect once {waits} agrees. Until then the case stays as it is."
        if waits
        else "It takes effect at once.",
    )
    kept = [(name, value) for name in form.fields for value in _sent(form, name)]
    page = StepPage(**vars(_plain(request, found, form)), said=lines, kept=(*kept, (SEEN, "yes")))
    button = "Ask for this step" if waits else "Take this step"
    if view is None:
        return replace(
            page, button=button, stays="No timescales are settled by which it could be told what starts and ends."
        )
    return replace(page, button=button, **tables(view))


def tables(view: StepView) -> dict[str, Any]:
    """What starts and ends, as tables, and how much goes on."""
    goes_on = f"{view.stays} due item{' goes' if view.stays == 1 else 's go'} on as before." if view.stays else ""
    nothing = "" if view.begins or view.ends else "No due item starts or ends by it."
    return {
        "begins": _table("What starts", view.begins),
        "ends": _table("What ends, and is asked for no longer", view.ends),
        "stays": " ".join(filter(None, (nothing, goes_on))),
    }


def _table(title: str, due: Sequence[Due]) -> Table | None:
    columns = tuple(map(Column, ("What", "Due", "How it is counted")))
    rows = tuple(
        (
            Cell(capital(one.title)),
            Cell(day_words(one.on) if one.on else "no day can be told"),
            Cell(one.worked_out),
        )
        for one in due
    )
    return Table(title, columns, rows) if rows else None


def _sent(form: Form, name: str) -> list[str]:
    """What was sent for a field, as it was typed; a day as it was meant, so that *yesterday* is no other day tomorrow."""
    field = form.fields[name]
    if isinstance(field, Several):
        return list(form.data.getlist(name))
    if isinstance(field, Day):
        return [field.prepare_value(form.cleaned_data[name])]
    return [str(form.data.get(name, ""))]


# ---- the level of need ----------------------------------------------------------------------------------------------------

NOT_KNOWN = "none"


class LevelForm(Form):
    """Which level of need a case is on, as the organisation calls them."""

    level = Choice(label="Which level of need is this?", choices=[], missing="Choose the level of need")
    why = LongText(
        label="Why?",
        help_text="What speaks for it, by your threshold document. The child and the family may read this one day.",
        missing="Say why",
        most=LONGEST_WHY,
        rows=3,
    )


@signed_in("GET", "POST")
def level(request: HttpRequest, case: UUID) -> HttpResponse:
    """Choosing the level of need of a case."""
    authorise.check_can_judge(request.viewer, case)
    found, rules = get_case(request.viewer, case), get_life_rules(request.viewer, request.now.date())
    form = LevelForm(request.POST or None, as_at=request.now, initial={"level": str(found.level_of_need or "")})
    form.fields["level"].choices = [
        *((str(one.number), f"{one.number}, {one.name}") for one in rules.levels),
        (NOT_KNOWN, "It is not known"),
    ]
    if request.method == "POST" and form.is_valid():
        chosen = form.cleaned_data["level"]
        number = None if chosen == NOT_KNOWN else int(chosen)
        try:
            choose_level(case, number, form.cleaned_data["why"], by=request.viewer, at=request.now)
        except Refused as refusal:
            form.add_faults(refusal.faults)
        else:
            return redirect(f"{reverse('case', args=[case])}?done={Done.LEVEL_CHOSEN.value}#life")
    page = form_page(found, form, title="Level of need", button="Save", action=request.get_full_path())
    return show(request, "cases/form.jinja", page, status=422 if form.is_bound else 200)


# ---- agreeing -------------------------------------------------------------------------------------------------------------


@signed_in("GET", "POST")
def decide(request: HttpRequest, case: UUID) -> HttpResponse:
    """Agreeing to what waits about the life of a case, or not: one thing at a time waits there."""
    authorise.check_can(request.viewer, Permission.COUNTERSIGN, case)
    one = next((one for one in list_life(request.viewer, case) if one.waits), None)
    if one is None:
        raise NotAllowed("Nothing about the life of this case waits for agreement.")
    authorise.check_can_decide_step(request.viewer, case, asked_by=one.said_by_id, needs=one.needs)
    found = get_case(request.viewer, case)
    form = Agreeing(
        request.POST or None,
        about=one.id,
        yes="Yes: it takes effect at once",
        no="No: the case stays as it is",
        as_at=request.now,
    )
    if request.method == "POST" and form.is_valid():
        try:
            decide_step(one.id, form.cleaned_data["why"], agree=form.agrees, by=request.viewer, at=request.now)
        except Refused as refusal:
            form.add_faults(refusal.faults)
        else:
            done = Done.STEPPED if form.agrees else Done.STEP_REFUSED
            return redirect(f"{reverse('case', args=[case])}?done={done.value}#life")
    plain = form_page(found, form, title=f"Do you agree: {what(one)}?", button="Save", action=request.get_full_path())
    page = StepPage(**vars(plain), said=lines_of(one))
    if one.kind is LifeKind.STEP:
        view = get_step_view(request.viewer, case, one.before, one.after, one.on, request.now)
        page = replace(page, **tables(view)) if view else page
    return show(request, "cases/step.jinja", page, status=422 if form.is_bound else 200)
