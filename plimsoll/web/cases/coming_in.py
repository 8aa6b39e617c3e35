"""New information about a case: taking it in, and saying what it means."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from plimsoll.actions import authorise
from plimsoll.actions.cases import LONGEST_NOTE, Refused
from plimsoll.actions.information import (
    LONGEST_MEANING,
    LONGEST_SOURCE,
    OFFERED,
    CameIn,
    deal_with_information,
    take_in,
)
from plimsoll.core.terms import Information, InformationOutcome, Means
from plimsoll.queries.cases import CaseView, Relative, get_case
from plimsoll.queries.information import News, list_news, may_take_in
from plimsoll.web.cases.news import NewsItem, news_item
from plimsoll.web.cases.page import about, form_page, viewed
from plimsoll.web.done import Done
from plimsoll.web.forms.fields import Choice, LongText, Several, Text, choices_of
from plimsoll.web.forms.form import Form
from plimsoll.web.forms.moments import NotAMoment, read_moment
from plimsoll.web.page import Page
from plimsoll.web.parts import Link, Notice, Tone
from plimsoll.web.show import show
from plimsoll.web.signed_in import signed_in

YES, NO = "yes", "no"
GONE = "That does not wait any more: somebody has dealt with it. Look at the case again."


# ---- taking it in --------------------------------------------------------------------------------------------------------


class ComesIn(Form):
    """Something that comes in from outside. What is necessary stands first."""

    key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)  # sent twice, taken in once
    danger = Choice(
        label="Is the child in danger now?",
        choices=[(NO, "No, or not as far as anybody knows"), (YES, "Yes, or it may be so")],
        hints={YES: "Ring 999 first. The child then stands in Act now until somebody writes that they are safe."},
        missing="Say whether the child may be in danger now",
    )
    kind = Choice(
        label="What came in?",
        choices=choices_of(OFFERED),
        missing="Choose what came in",
    )
    what = LongText(
        label="What did they tell you?",
        help_text="In their own words: what was seen and heard. The child may read this one day.",
        missing="Write what they told you",
        most=LONGEST_NOTE // 2,
        rows=6,
    )
    source = Text(
        label="Who told you?",
        most=LONGEST_SOURCE,
        missing="Write who told you",
        help_text="Name, post and how to reach them. For example PC Dune, 01632 960100.",
    )
    means = Choice(
        label="How did it come in?",
        choices=choices_of(Means),
        missing="Choose how it came in",
        inline=True,
    )
    received = Text(
        label="When did it come in?",
        width=20,
        help_text="The clock runs from then, not from when you write it down. For example today 9:10.",
        missing="Write when it came in, with the time",
    )
    happened = Text(
        label="When did it happen?",
        required=False,
        width=20,
        help_text="If they said so. For example Saturday 23:10, or a day alone.",
    )
    also = Several(label="Is it about these children too?", choices=[], required=False)

    def __init__(self, *given: Any, beside: Iterable[Relative], as_at: datetime, **rest: Any) -> None:
        super().__init__(*given, as_at=as_at, **rest)
        self.as_at = as_at
        offered = [(str(one.case), one.name or one.reference) for one in beside]
        self.fields["also"].choices = offered
        self.fields["received"].initial = f"{as_at.day} {as_at:%b %Y %H:%M}"
        if not offered:
            del self.fields["also"]

    def clean(self) -> dict[str, Any]:
        """When it came in and when it happened, as moments."""
        said = super().clean() or self.cleaned_data
        self._moment(said, "received", "Write the time too, such as today 9:10. About when is enough.")
        self._moment(said, "happened", "")
        return said

    def _moment(self, said: dict[str, Any], field: str, timeless: str) -> None:
        typed = str(said.get(field, "")).strip()
        said[f"{field}_at"], said[f"{field}_timed"] = None, True
        if not typed:
            return
        try:
            said[f"{field}_at"], said[f"{field}_timed"] = read_moment(typed, today=self.as_at.date())
        except NotAMoment as fault:
            self.add_error(field, str(fault))
        else:
            if timeless and not said[f"{field}_timed"]:
                self.add_error(field, timeless)

    def said(self) -> CameIn:
        """What was said, once it is sound."""
        said = self.cleaned_data
        return CameIn(
            key=said["key"],
            kind=Information(said["kind"]),
            source=said["source"],
            means=Means(said["means"]),
            what=said["what"],
            danger=said["danger"] == YES,
            received_at=said["received_at"],
            happened_at=said["happened_at"],
            time_known=said["happened_timed"],
            also=tuple(UUID(key) for key in said.get("also", ())),
        )


@signed_in("GET", "POST")
def came_in(request: HttpRequest, case: UUID) -> HttpResponse:
    """Taking in what comes from outside about the child of a case."""
    authorise.check_can_take_in(request.viewer, case)
    found = get_case(request.viewer, case)
    beside = may_take_in(request.viewer, found.brothers_and_sisters)
    form = ComesIn(request.POST or None, beside=beside, as_at=request.now)
    if request.method == "POST" and form.is_valid():
        try:
            take_in(case, form.said(), by=request.viewer, at=request.now)
        except Refused as refusal:
            form.add_faults(refusal.faults)
        else:
            return redirect(f"{reverse('case', args=[case])}?done={Done.TAKEN_IN.value}")
    page = form_page(found, form, title="Something came in", button="Save", action=request.path)
    shown = replace(page, viewed=viewed(found, *beside))
    return show(request, "cases/form.jinja", shown, status=422 if form.is_bound else 200)


# ---- saying what it means ------------------------------------------------------------------------------------------------


class WhatItMeans(Form):
    """What one piece of new information means."""

    information = forms.UUIDField(widget=forms.HiddenInput)
    outcome = Choice(
        label="You have read it. What does it come to?",
        choices=choices_of(InformationOutcome),
        hints={
            InformationOutcome.NOTHING_CHANGES.value: "Say why below: it stays here with your words.",
            InformationOutcome.ON_RECORD.value: "It is written under What happened, with your words.",
            InformationOutcome.JUDGED.value: "Judge the case first; then say so here.",
        },
        missing="Choose what it comes to",
    )
    meaning = LongText(
        label="What does it mean for the child?",
        help_text="And what is done about it. The child may read this one day.",
        missing="Say what it means for the child, or why nothing changes",
        most=LONGEST_MEANING,
        rows=4,
    )


@dataclass(frozen=True)
class Waits:
    """One piece of new information that waits, with the form in which it is dealt with."""

    item: NewsItem
    form: Form


@dataclass(frozen=True)
class NewsPage(Page):
    """What waits for somebody to say what it means, each with its form."""

    about: str
    waits: tuple[Waits, ...]
    action: str
    judge: str
    cancel: str


@signed_in("GET", "POST")
def news(request: HttpRequest, case: UUID) -> HttpResponse:
    """Saying what new information about a case means."""
    authorise.check_can_judge(request.viewer, case)
    found = get_case(request.viewer, case)
    waiting = [one for one in list_news(request.viewer, case, request.now) if one.dealt is None]
    sent = (
        WhatItMeans(request.POST, as_at=request.now, auto_id=_ids(request.POST.get("information", "")))
        if request.POST
        else None
    )
    if sent and sent.is_valid():
        fault = _deal(request, case, sent, {one.id for one in waiting})
        if fault is None:
            return redirect(f"{reverse('case', args=[case])}?done={Done.DEALT_WITH.value}")
    page = _page(request, found, waiting, sent)
    return show(request, "cases/news_page.jinja", page, status=422 if sent else 200)


def _deal(request: HttpRequest, case: UUID, form: WhatItMeans, waiting: set[UUID]) -> Refused | None:
    said = form.cleaned_data
    if said["information"] not in waiting:
        return Refused({"information": GONE})
    try:
        deal_with_information(
            said["information"], InformationOutcome(said["outcome"]), said["meaning"], by=request.viewer, at=request.now
        )
    except Refused as refusal:
        form.add_faults(refusal.faults)
        return refusal
    return None


def _ids(key: str) -> str:
    """Names of fields, of which there are as many as pieces of news on a page."""
    return f"%s-{key}"


def _page(request: HttpRequest, found: CaseView, waiting: Iterable[News], sent: Form | None) -> NewsPage:
    asked = sent.data.get("information", "") if sent else ""
    waiting = tuple(waiting)
    lost = sent is not None and asked not in {str(one.id) for one in waiting}
    case = reverse("case", args=[found.id])
    return NewsPage(
        "New information",
        about=about(found),
        waits=tuple(
            Waits(
                news_item(one, request.now),
                sent
                if sent and asked == str(one.id)
                else WhatItMeans(as_at=request.now, initial={"information": one.id}, auto_id=_ids(str(one.id))),
            )
            for one in waiting
        ),
        action=request.path,
        judge=reverse("case-judge", args=[found.id]),
        cancel=case,
        back=Link(found.called, case),
        notices=(Notice(GONE, Tone.WRONG),) if lost else (),
        viewed=viewed(found),
    )
