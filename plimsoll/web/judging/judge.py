"""Judging a case: the scales' own questions, how each is answered now, and what a new answer does to the place."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from plimsoll.actions.authorise import check_can_judge
from plimsoll.actions.cases import LONGEST_WHY, Refused
from plimsoll.actions.priority import judge_case
from plimsoll.core.calendar import LONDON
from plimsoll.core.priority.scales import Question, Scales
from plimsoll.core.terms import Scale
from plimsoll.core.timescales.explain import day_words
from plimsoll.queries.cases import CaseView, get_case
from plimsoll.queries.judging import Judged, Judgements, get_judgements, get_placement
from plimsoll.queries.shipped import shipped_scales
from plimsoll.web.cases.page import FormPage, form_page
from plimsoll.web.done import Done, place_after
from plimsoll.web.forms.fields import Choice, LongText
from plimsoll.web.forms.form import Form
from plimsoll.web.show import show
from plimsoll.web.signed_in import signed_in

NOT_KNOWN = "NOT_KNOWN"


@dataclass(frozen=True)
class Now:
    """How a question is answered now: the answer, who gave it when, in their words; and what is to be done about it."""

    answer: str
    by: str
    why: str
    again: str


class AskedOnScale(Choice):
    """One scale as radios: what it asks, how it is answered now, an example under every answer."""

    drawn_by = "components/fields/asked_on_scale.jinja"

    def __init__(self, question: Question, now: Now | None) -> None:
        super().__init__(
            label=question.asks,
            required=False,
            help_text=question.helps,
            choices=[
                *((str(point.value), f"{point.value}: {point.says}") for point in question.points),
                (NOT_KNOWN, "It is not known"),
            ],
            hints={str(point.value): f"For example: {point.example}" for point in question.points}
            | {NOT_KNOWN: "Not knowing never moves a child down. The case says what is still to be found out."},
        )
        self.now = now


class Judge(Form):
    """The questions that are asked of this kind of case, and one reason for all that is changed."""

    def __init__(self, *given: Any, scales: Scales, present: Judgements, as_at: datetime, **rest: Any) -> None:
        super().__init__(*given, as_at=as_at, **rest)
        self.asked = [question.scale for question in scales.questions if question.scale in present.applies]
        for scale in self.asked:
            before, question = present.found.get(scale), scales.of(scale)
            self.fields[scale.value] = AskedOnScale(question, _now(before, question) if before else None)
            was = _answer(before)
            self.fields[_was(scale)] = forms.CharField(required=False, widget=forms.HiddenInput, initial=was)
            self.initial[scale.value] = was
        self.fields["why"] = LongText(
            label="Why?",
            help_text="One reason for all that you change. The child may read this one day.",
            missing="Say why you judge it so",
            required=False,  # nothing to say where nothing is changed
            most=LONGEST_WHY,
            rows=4,
        )

    def changed(self) -> dict[Scale, int | None]:
        """The answers that are not those which the form came with: what somebody else judged meanwhile is left alone."""
        said = self.cleaned_data
        return {
            scale: None if said[scale.value] == NOT_KNOWN else int(said[scale.value])
            for scale in self.asked
            if said[scale.value] not in ("", said[_was(scale)])
        }


def _was(scale: Scale) -> str:
    return f"was_{scale.value}"


def _answer(before: Judged | None) -> str:
    """What is chosen when the form opens: the answer that holds. One given too long ago is asked for again."""
    if before is None or before.stale:
        return ""
    return NOT_KNOWN if before.value is None else str(before.value)


def _now(before: Judged, question: Question) -> Now:
    point = next((point for point in question.points if point.value == before.value), None)
    return Now(
        answer=f"{point.value}: {point.says}" if point else "It is not known.",
        by=f"{before.by}, {day_words(before.at.astimezone(LONDON).date())}",
        why=before.why,
        again="This was judged too long ago. Please answer it again, the same or another way." if before.stale else "",
    )


@dataclass(frozen=True)
class JudgePage(FormPage):
    """The questions about one case. note : where the words come from."""

    note: str


@signed_in("GET", "POST")
def judge(request: HttpRequest, case: UUID) -> HttpResponse:
    """Judging a case, by the questions of the scales."""
    check_can_judge(request.viewer, case)
    found = get_case(request.viewer, case)
    form = Judge(
        request.POST or None,
        as_at=request.now,
        scales=shipped_scales(),
        present=get_judgements(request.viewer, found, request.now),
    )
    if request.method == "POST" and form.is_valid():
        if not form.changed():
            form.add_error(None, "Nothing is answered otherwise than before. Change an answer, or go back to the case.")
        else:
            try:
                return redirect(f"{reverse('case', args=[case])}?{_judged(request, case, form)}")
            except Refused as refusal:
                for field, sentence in refusal.faults.items():
                    form.add_error(field if field in form.fields else None, sentence)
    return show(request, "judging/judge.jinja", _page(request, found, form), status=422 if form.is_bound else 200)


def _judged(request: HttpRequest, case: UUID, form: Judge) -> str:
    """Writes what is changed; what it did to the place, for the address of the case."""
    before = get_placement(request.viewer, case, request.now)
    judge_case(case, form.changed(), form.cleaned_data["why"], by=request.viewer, at=request.now)
    now = get_placement(request.viewer, case, request.now)
    if not (before and now) or now.shadow_until:
        return f"done={Done.JUDGED.value}"
    return f"done={Done.JUDGED.value}&{place_after(before.here.place, now.here.place, now.here.band)}"


def _page(request: HttpRequest, found: CaseView, form: Judge) -> JudgePage:
    plain = form_page(found, form, title="Judge this case", button="Save", action=request.get_full_path())
    return JudgePage(**vars(plain), note=shipped_scales().note)
