"""Saying what became of a thing to do, and saying it anew."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid4

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from plimsoll.actions.authorise import check_can_say_today
from plimsoll.actions.cases import LONGEST_WHY, Refused
from plimsoll.actions.today import ANSWERS, LONGEST_NEXT, correct_today, say_today
from plimsoll.core.access import NotThere, Viewer
from plimsoll.core.terms import DayOutcome
from plimsoll.queries.cases import get_case
from plimsoll.queries.today import Said, ToDo, get_said, get_thing
from plimsoll.web.cases.page import FormPage, form_page
from plimsoll.web.done import Done
from plimsoll.web.forms.fields import Choice, Day, LongText, Several, choices_of
from plimsoll.web.forms.form import Form
from plimsoll.web.page import Viewed
from plimsoll.web.show import show
from plimsoll.web.signed_in import signed_in
from plimsoll.web.today.page import what

TITLES = {
    DayOutcome.DONE: "It is done",
    DayOutcome.PARTLY: "It is partly done",
    DayOutcome.NOT_DONE: "It could not be done",
    DayOutcome.MOVED: "Move it to another day",
}
ASKS = {
    DayOutcome.DONE: (),
    DayOutcome.PARTLY: ("next_step", "until"),
    DayOutcome.NOT_DONE: ("why", "next_step", "until"),
    DayOutcome.MOVED: ("until", "why", "meanwhile", "told"),
}
RULES = {
    DayOutcome.DONE: "It goes from the list, and still counts as due until it stands on the record.",
    DayOutcome.NOT_DONE: "It stays on the list and still counts as due. A visit on which nobody was met is no visit.",
    DayOutcome.MOVED: "What law or plan asks for stays written as due as it was, with your words beside it. A visit is "
    "rearranged with safeguards; one that goes beyond its day holds only once a supervisor has countersigned.",
}


class Answer(Form):
    """What became of it, and what that answer asks."""

    key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)  # sent twice, kept once
    outcome = Choice(
        label="What became of it?",
        choices=choices_of(ANSWERS),
        missing="Choose what became of it",
    )
    about = Several(label="Of whom is this true?", choices=[], missing="Choose of whom this is true")
    why = LongText(label="Why?", required=False, most=LONGEST_WHY, rows=2)
    next_step = LongText(label="What is left, or done next?", required=False, most=LONGEST_NEXT, rows=2)
    until = Day(label="By which day?", forward=True, required=False)
    meanwhile = LongText(
        label="What is put in place until then?",
        help_text="What keeps the child safe: who sees the child, who rings, what was agreed. A visit always needs it.",
        required=False,
        most=LONGEST_NEXT,
        rows=2,
    )
    told = LongText(
        label="Who has been told?",
        help_text="The child, the family, the school, your supervisor. A visit always needs it.",
        required=False,
        most=LONGEST_NEXT,
        rows=2,
    )

    def shape(self, outcome: DayOutcome | None, found: ToDo | None, *, correcting: bool = False) -> None:
        """Leaves what an answer asks; all of it where none is chosen yet."""
        if found is None or len(found.whom) == 1:
            del self.fields["about"]
        else:
            self.fields["about"].choices = [(str(one.case), one.name or one.reference) for one in found.whom]
            self.fields["about"].initial = [str(one.case) for one in found.whom]
        if outcome is not None and not correcting:
            self.fields["outcome"].widget, self.fields["outcome"].initial = forms.HiddenInput(), outcome.value
            for name in {"why", "next_step", "until", "meanwhile", "told"} - set(ASKS[outcome]):
                del self.fields[name]
        movable = not correcting and (found is None or found.may_be_moved)
        if not movable:
            self.fields["outcome"].choices = self.fields["outcome"].choices[:-1]
            for name in ("meanwhile", "told"):
                self.fields.pop(name, None)
        if outcome is DayOutcome.PARTLY and not correcting:
            self.fields["next_step"].label = "What is left?"
        if outcome is DayOutcome.NOT_DONE and not correcting:
            self.fields["next_step"].label = "What is done next?"
        if outcome is DayOutcome.MOVED and not correcting:
            self.fields["until"].label = "To which day?"
            calm = found is not None and not any(duty.urgent for duty in found.duties)
            for name in ("meanwhile", "told") if calm else ():
                self.fields.pop(name, None)

    def said(self) -> dict[str, Any]:
        """What was answered, as the action takes it."""
        names = ("why", "next_step", "until", "meanwhile", "told", "key")
        return {name: self.cleaned_data[name] for name in names if self.cleaned_data.get(name)}


@dataclass(frozen=True)
class AnswerPage(FormPage):
    """What is answered. rule : what the answer does, and what it does not."""

    rule: str
    duties: tuple[str, ...]


@signed_in("GET", "POST")
def answer(request: HttpRequest, case: UUID) -> HttpResponse:
    """Saying what became of a thing of a case (`thing` in the address, and `as` what), or with `corrects` saying it anew."""
    check_can_say_today(request.viewer, case)
    if corrects := request.GET.get("corrects"):
        return _corrected(request, case, corrects)
    viewer = request.viewer
    worker = get_case(viewer, case).worker
    assert worker is not None  # or it could not be answered
    asked = request.GET.get("as", "")
    outcome = DayOutcome(asked) if asked in ANSWERS else None
    thing = request.GET.get("thing", "")
    found = get_thing(viewer, case, worker, thing, request.now)
    form = Answer(request.POST or None, as_at=request.now)
    form.shape(outcome, found)
    if request.method == "POST" and form.is_valid():
        about = [UUID(key) for key in form.cleaned_data.get("about", ())]
        try:
            say_today(
                case, thing, DayOutcome(form.cleaned_data["outcome"]), about=about, by=viewer, at=request.now,
                **form.said(),
            )  # fmt: skip
        except Refused as refusal:
            form.add_faults(refusal.faults)
        else:
            done = Done.SAID_MOVED if form.cleaned_data["outcome"] == DayOutcome.MOVED else Done.SAID_TODAY
            return redirect(f"{_back(viewer, worker, case)}?done={done.value}")
    title = TITLES[outcome] if outcome else "What became of it?"
    page = _page(request, case, form, found, title, RULES.get(outcome, "") if outcome else "")
    return show(request, "today/answer.jinja", page, status=422 if form.is_bound else 200)


def _back(viewer: Viewer, worker: UUID, case: UUID) -> str:
    """Back to one's own day, else to the case."""
    return reverse("today") if worker == viewer.worker else reverse("case", args=[case])


def _page(request: HttpRequest, case: UUID, form: Form, found: ToDo | None, title: str, rule: str) -> AnswerPage:
    view = get_case(request.viewer, case)
    plain = form_page(view, form, title=title, button="Save", action=request.get_full_path())
    duties: tuple[str, ...] = ()
    viewed = plain.viewed
    if found:
        names = ", ".join(one.name or one.reference for one in found.whom)
        duties = (f"{what(found)}: {names}", *(duty.words for duty in found.duties if duty.words))
        viewed = Viewed(
            viewed.children | {one.child for one in found.whom if one.child},
            viewed.cases | {one.case for one in found.whom},
        )
    else:
        duties = ("Nothing is to be done on this case now.",)
    worker = view.worker
    cancel = _back(request.viewer, worker, case) if worker else plain.cancel
    return AnswerPage(**{**vars(plain), "cancel": cancel, "viewed": viewed}, rule=rule, duties=duties)


def _corrected(request: HttpRequest, case: UUID, text: str) -> HttpResponse:
    said = _answer_of(request.viewer, case, text)
    form = Answer(request.POST or None, as_at=request.now, initial=_as_said(said))
    form.shape(said.outcome, None, correcting=True)
    if request.method == "POST" and form.is_valid():
        try:
            correct_today(
                case, said.answer, DayOutcome(form.cleaned_data["outcome"]), by=request.viewer, at=request.now,
                **form.said(),
            )  # fmt: skip
        except Refused as refusal:
            form.add_faults(refusal.faults)
        else:
            worker = get_case(request.viewer, case).worker
            assert worker is not None  # or it could not be corrected
            return redirect(f"{_back(request.viewer, worker, case)}?done={Done.SAID_TODAY.value}")
    view = get_case(request.viewer, case)
    plain = form_page(view, form, title="Correct what was said", button="Save", action=request.get_full_path())
    viewed = Viewed(
        plain.viewed.children | {one.child for one in said.whom if one.child},
        plain.viewed.cases | {one.case for one in said.whom},
    )
    names = ", ".join(one.name or one.reference for one in said.whom)
    duties = (f"{said.title}: {names}", f"Said at {said.at:%H:%M} by {said.by}: {said.outcome.label}")
    page = AnswerPage(
        **{**vars(plain), "viewed": viewed},
        duties=duties,
        rule="What was said before stays on record, marked as replaced.",
    )
    return show(request, "today/answer.jinja", page, status=422 if form.is_bound else 200)


def _answer_of(viewer: Viewer, case: UUID, text: str) -> Said:
    """The answer that an address names; not there where it names none that stands."""
    try:
        said = get_said(viewer, case, UUID(text))
    except ValueError:
        said = None
    if said is None or said.outcome not in ANSWERS:
        raise NotThere
    return said


def _as_said(said: Said) -> dict[str, Any]:
    return {"outcome": said.outcome.value, "why": said.why, "next_step": said.next_step, "until": said.until}
