"""Judging a case: the scales' own questions, how each is answered now, and what makes the child
more vulnerable, what protects it; and what a new answer does to the place."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from plimsoll.actions.authorise import check_can_judge
from plimsoll.actions.cases import LONGEST_WHY, Refused, reason
from plimsoll.actions.priority import judge_case
from plimsoll.core.calendar import LONDON
from plimsoll.core.caseload import ONE
from plimsoll.core.priority.scales import NOT_SCORED, FactorWords, Point, Question, Scales
from plimsoll.core.priority.told import capital
from plimsoll.core.terms import Factor, Scale
from plimsoll.core.timescales.explain import day_words
from plimsoll.queries.cases import CaseView, get_case
from plimsoll.queries.judging import PERCENT, Earlier, Judged, Judgements, Weighed, get_judgements, get_placement
from plimsoll.queries.shipped import shipped_scales
from plimsoll.web.cases.page import FormPage, form_page
from plimsoll.web.done import Done, place_after
from plimsoll.web.forms.fields import Choice, LongText, Pick
from plimsoll.web.forms.form import Form
from plimsoll.web.forms.shown import ids_read, read_anew, show_ids
from plimsoll.web.judged import ago
from plimsoll.web.parts import Cell, Column, Link, Table
from plimsoll.web.show import show
from plimsoll.web.signed_in import signed_in

NOT_KNOWN, ON_RECORD = "NOT_KNOWN", "ON_RECORD"


@dataclass(frozen=True)
class Now:
    """How a question is answered now: the answer, who gave it when, in their words; and what is to be done about it."""

    answer: str
    by: str
    why: str
    again: str


class AskedOnScale(Choice):
    """One scale as radios: what it asks, how it is answered now, an example of every answer. opens : it stands open when the
    page does; else its head says how it is answered."""

    drawn_by = "components/fields/asked_on_scale.jinja"

    def __init__(self, question: Question, now: Now | None) -> None:
        unknown = "" if question.scale in NOT_SCORED else "Not knowing never moves a child down. "
        super().__init__(
            label=question.asks,
            required=False,
            help_text=question.helps,
            choices=[
                *((str(point.value), f"{point.value}: {point.says}") for point in question.points),
                (NOT_KNOWN, "It is not known"),
            ],
            hints={str(point.value): f"For example: {point.example}" for point in question.points}
            | {NOT_KNOWN: f"{unknown}The case says what is still to be found out."},
        )
        self.now = now
        self.opens = now is None or bool(now.again)


class AskedOfFactor(Pick):
    """One vulnerability: what it means, how it counts now, what speaks for more or less. `counts`: whether it does now."""

    drawn_by = "components/fields/asked_of_factor.jinja"

    def __init__(self, words: FactorWords, weighed: Weighed, steps: tuple[Point, ...], now: Now | None) -> None:
        there = (
            f"as the criteria set gives it, {weighed.usual} of {PERCENT}" if weighed.on_record else "it is not there"
        )
        super().__init__(
            label=capital(words.factor.label),
            required=False,
            help_text=words.says,
            choices=[
                (ON_RECORD, f"As on record: {there}"),
                *((str(_percent(step)), f"{_percent(step)} of {PERCENT}: {step.says}") for step in steps),
            ],
        )
        self.words, self.now, self.counts = words, now, weighed.counts


def _percent(step: Point) -> int:
    return step.value * PERCENT // ONE


class Judge(Form):
    """The questions that are asked of this kind of case, what makes its child more vulnerable, and one reason for all that
    is changed."""

    def __init__(self, *given: Any, scales: Scales, present: Judgements, as_at: datetime, **rest: Any) -> None:
        super().__init__(*given, as_at=as_at, **rest)
        self.in_force: dict[Scale | Factor, tuple[Judged | None, str, Now | None]] = {}
        self.asked = [question.scale for question in scales.questions if question.scale in present.applies]
        for scale in self.asked:
            before, question = present.found.get(scale), scales.of(scale)
            now = now_of(before, question, as_at) if before else None
            self._ask(scale, AskedOnScale(question, now), _answer(before, NOT_KNOWN))
            self.in_force[scale] = (before, _answer(before, NOT_KNOWN), now)
        for factor, weighed in present.factors.items():
            one = weighed.judged
            now = _now(one, _counted(one.value), as_at) if one else None
            field = AskedOfFactor(scales.factor(factor), weighed, scales.steps, now)
            self._ask(factor, field, _answer(one, ON_RECORD) if one else ON_RECORD)
            self.in_force[factor] = (one, _answer(one, ON_RECORD), now)
        self._open_the_first()
        show_ids(self, self._ids())
        self.fields["why"] = LongText(
            label="Why?",
            help_text="One reason for all that you change. The child may read this one day.",
            missing="Say why you judge it so",
            required=False,  # nothing to say where nothing is changed
            most=LONGEST_WHY,
            rows=4,
        )

    def _open_the_first(self) -> None:
        """Of the questions that want an answer the first stands open: one at a time, and the page stays short."""
        wanted = [self.fields[scale.value] for scale in self.asked if self.fields[scale.value].opens]
        for field in wanted[1:]:
            field.opens = False

    def _ask(self, about: Scale | Factor, field: forms.Field, now: str) -> None:
        self.fields[about.value] = field
        self.fields[_was(about)] = forms.CharField(required=False, widget=forms.HiddenInput, initial=now)
        self.initial[about.value] = now

    def clean(self) -> dict[str, Any]:
        """Refuses an answer to what somebody judged otherwise since the page was opened, where whoever answers has not read
        that: told at the question, what was chosen stays, and the next press counts as having read it."""
        said = super().clean() or {}
        meanwhile = [about for about in (*self.asked, *Factor) if self._judged_meanwhile(about)]
        if not meanwhile:
            return said
        read_anew(self, self._ids())
        for about in meanwhile:
            before, answer, now = self.in_force[about]
            if before and now:
                self.add_error(about.value, _meanwhile(before, now))
                self.data[_was(about)] = answer
        for field, sentence in (
            reason(said["why"]).items() if "why" in said else ()
        ):  # everything that is wrong is told at once
            self.add_error(field, sentence)
        return said

    def _judged_meanwhile(self, about: Scale | Factor) -> bool:
        """Whether another judgement holds than the one that was shown, also where its answer is the same."""
        before, answer, _ = self.in_force[about]
        if before is None or before.stale or about.value not in self.cleaned_data:
            return False
        said, read = self._otherwise(about), ids_read(self)
        unread = answer != self._before(about) if read is None else before.id not in read
        return bool(said) and answer != said and unread

    def _ids(self) -> list[UUID]:
        """The judgements that hold."""
        return [before.id for before, *_ in self.in_force.values() if before]

    @property
    def scored(self) -> list[forms.BoundField]:
        """The scales that move a place."""
        return [self[scale.value] for scale in self.asked if scale not in NOT_SCORED]

    @property
    def noted(self) -> list[forms.BoundField]:
        """The scales that are written down and shown."""
        return [self[scale.value] for scale in self.asked if scale in NOT_SCORED]

    @property
    def counting(self) -> list[forms.BoundField]:
        """The vulnerabilities that count now, or of which something is wrong."""
        return [field for field in map(self.__getitem__, Factor) if field.field.counts or field.errors]

    @property
    def resting(self) -> list[forms.BoundField]:
        """The others."""
        counting = {field.name for field in self.counting}
        return [field for field in map(self.__getitem__, Factor) if field.name not in counting]

    def changed(self) -> dict[Scale, int | None]:
        """The answers that are not those which the form came with: what somebody else judged meanwhile is left alone."""
        return {scale: _value(said) for scale in self.asked if (said := self._otherwise(scale))}

    def weighed(self) -> dict[Factor, int | None]:
        """The same of what makes the child more vulnerable, in percent."""
        return {factor: _value(said) for factor in Factor if (said := self._otherwise(factor))}

    def _otherwise(self, about: Scale | Factor) -> str:
        said = self.cleaned_data[about.value]
        return said if said not in ("", self._before(about)) else ""

    def _before(self, about: Scale | Factor) -> str:
        """The answer that held when the page was opened."""
        return self.cleaned_data[_was(about)] or (ON_RECORD if isinstance(about, Factor) else "")


def _value(said: str) -> int | None:
    return None if said in (NOT_KNOWN, ON_RECORD) else int(said)


def _was(about: Scale | Factor) -> str:
    return f"was_{about.value}"


def _answer(before: Judged | None, nothing: str) -> str:
    """What is chosen when the form opens: the answer that holds. One given too long ago is asked for again."""
    if before is None or before.stale:
        return ""
    return nothing if before.value is None else str(before.value)


def now_of(before: Judged, question: Question, as_at: datetime) -> Now:
    """How a question is answered now, in words."""
    return _now(before, _says(question, before.value), as_at)


def _says(question: Question, value: int | None) -> str:
    point = next((point for point in question.points if point.value == value), None)
    return f"{point.value}: {point.says}" if point else "It is not known."


def _counted(value: int | None) -> str:
    return "as on record" if value is None else f"{value} of {PERCENT}"


def _now(before: Judged, answer: str, as_at: datetime) -> Now:
    return Now(
        answer=answer,
        by=f"{before.by}, {day_words(before.at.astimezone(LONDON).date())}, {ago(before.at, as_at)}",
        why=before.why,
        again="This was judged too long ago. Please answer it again, the same or another way." if before.stale else "",
    )


def _meanwhile(before: Judged, now: Now) -> str:
    """That somebody judged it since the page was opened, and how the answer is saved all the same."""
    at = before.at.astimezone(LONDON)
    return (
        f"{before.by} judged this since you opened the page, on {day_words(at.date())} at {at:%H:%M}: {now.answer} "
        f"“{before.why}” Your answer is not saved. Save again if it should take the place of theirs."
    )


@dataclass(frozen=True)
class JudgePage(FormPage):
    """The questions about one case. note : where the words come from; asks, weigh_helps, steps : how a vulnerability is
    judged; again : when an answer is asked for again; earlier : all that was judged, None where nothing was."""

    note: str
    asks: str
    weigh_helps: str
    steps: Table
    again: str
    earlier: Table | None

    @property
    def contents(self) -> tuple[Link, ...]:
        """The parts of the page."""
        form = self.form
        assert isinstance(form, Judge)
        asked = [Link(capital(Scale(field.name).label), f"#about-{field.auto_id}") for field in form.scored]
        return (
            *asked,
            Link("What makes the child more vulnerable", "#vulnerable"),
            *((Link("What protects the child", "#protects"),) if form.noted else ()),
            Link("Why", "#reason"),
        )


@signed_in("GET", "POST")
def judge(request: HttpRequest, case: UUID) -> HttpResponse:
    """Judging a case, by the questions of the scales."""
    check_can_judge(request.viewer, case)
    found = get_case(request.viewer, case)
    present = get_judgements(request.viewer, found, request.now)
    form = Judge(request.POST or None, as_at=request.now, scales=shipped_scales(), present=present)
    if request.method == "POST" and form.is_valid():
        if not form.changed() and not form.weighed():
            form.add_error(None, "Nothing is answered otherwise than before. Change an answer, or go back to the case.")
        else:
            try:
                return redirect(f"{reverse('case', args=[case])}?{_judged(request, case, form)}")
            except Refused as refusal:
                form.add_faults(refusal.faults)
    page = _page(request, found, form, present)
    return show(request, "judging/judge.jinja", page, status=422 if form.is_bound else 200)


def _judged(request: HttpRequest, case: UUID, form: Judge) -> str:
    """Writes what is changed; what it did to the place, for the address of the case."""
    before = get_placement(request.viewer, case, request.now)
    why = form.cleaned_data["why"]
    judge_case(case, form.changed(), why, factors=form.weighed(), by=request.viewer, at=request.now)
    now = get_placement(request.viewer, case, request.now)
    if not (before and now) or now.shadow_until:
        return f"done={Done.JUDGED.value}"
    return f"done={Done.JUDGED.value}&{place_after(before.here.place, now.here.place, now.here.band)}"


def _page(request: HttpRequest, found: CaseView, form: Judge, present: Judgements) -> JudgePage:
    scales = shipped_scales()
    plain = form_page(found, form, title="Judge this case", button="Save", action=request.get_full_path())
    return JudgePage(
        **vars(plain),
        note=scales.note,
        asks=scales.vulnerability_asks,
        weigh_helps=scales.vulnerability_helps,
        steps=_steps(scales),
        again=f"Every answer is asked for again after {present.stale_days} days.",
        earlier=_earlier(present.earlier, scales) if present.earlier else None,
    )


def _steps(scales: Scales) -> Table:
    columns = (Column("Of 100", number=True), Column("What it says"), Column("For example"))
    rows = tuple((Cell(str(_percent(step))), Cell(step.says), Cell(step.example)) for step in scales.steps)
    return Table("What the numbers mean", columns, rows, caption_hidden=True)


def _earlier(found: tuple[Earlier, ...], scales: Scales) -> Table:
    """All that was judged, the latest first: nothing is written over."""
    columns = tuple(map(Column, ("Judged", "By", "What", "Answer", "Why", "Now")))
    rows = tuple(
        (
            Cell(day_words(one.judged.at.astimezone(LONDON).date())),
            Cell(one.judged.by),
            Cell(capital(one.about.label)),
            Cell(_told(one, scales)),
            Cell(one.judged.why),
            Cell("too long ago" if one.judged.stale and one.holds else "holds" if one.holds else "judged anew since"),
        )
        for one in found
    )
    return Table("Every judgement of this case", columns, rows, caption_hidden=True)


def _told(one: Earlier, scales: Scales) -> str:
    if isinstance(one.about, Scale):
        return _says(scales.of(one.about), one.judged.value)
    said = _counted(one.judged.value)
    return capital(said)
