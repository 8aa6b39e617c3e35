"""What the pages show of what somebody says is wrong."""

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlencode
from uuid import uuid4

from django import forms
from django.urls import reverse

from plimsoll.actions.cases import LONGEST_WHY
from plimsoll.actions.disputes import LONGEST_NAME, LONGEST_WRONG
from plimsoll.core.terms import DisputeOutcome
from plimsoll.core.timescales.explain import day_words
from plimsoll.queries.cases import CaseView
from plimsoll.queries.disputes import DisputeView
from plimsoll.web.cases.page import about, viewed
from plimsoll.web.forms.fields import Choice, Day, LongText, Text, choices_of
from plimsoll.web.forms.form import Form
from plimsoll.web.page import Page
from plimsoll.web.parts import Act, Fact, Link, State


class NoteForm(Form):
    """Who says that something is wrong, and what."""

    key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)  # sent twice, kept once
    by_name = Text(label="Who says so?", missing="Write who says so", most=LONGEST_NAME, width=30)
    wrong = LongText(
        label="What is wrong, and what would be right?",
        help_text="In their own words. It stands beside the record from now on, and goes with every copy of it.",
        missing="Write what is wrong, in their words",
        most=LONGEST_WRONG,
        rows=5,
    )
    received_on = Day(label="When did they say so?", missing="Write the day on which they said so")


class AnswerForm(Form):
    """What comes of it, and when they were told."""

    outcome = Choice(label="What comes of it?", choices=choices_of(DisputeOutcome), missing="Say what comes of it")
    why = LongText(
        label="Why?", help_text="As they were told.", missing="Say why, as they were told", most=LONGEST_WHY, rows=3
    )
    told_on = Day(label="When were they told?", missing="Write the day on which they were told")


@dataclass(frozen=True)
class DisputeRow:
    """What somebody says is wrong. href : the record that it is about, '' for the case as a whole."""

    title: str
    wrong: str
    facts: tuple[Fact, ...]
    href: str
    answer: Act | None


@dataclass(frozen=True)
class DisputedPage(Page):
    """What somebody says is wrong on a case."""

    about: str
    rows: tuple[DisputeRow, ...]
    nothing: State
    acts: tuple[Act, ...]


def disputed_page(found: CaseView, some: Sequence[DisputeView], *, writes: bool) -> DisputedPage:
    """All of it; writes : whether the viewer may note more, and answer."""
    new = Act("Somebody says that something is wrong", href=reverse("case-dispute-new", args=[found.id]), main=True)
    return DisputedPage(
        "Said to be wrong",
        about=about(found),
        rows=tuple(_row(found, one, writes=writes) for one in some),
        nothing=State(
            "Nothing is said to be wrong", "What a child, a parent or anybody else disputes will stand here."
        ),
        acts=(new,) if writes else (),
        back=Link(found.called, reverse("case", args=[found.id])),
        viewed=viewed(found),
    )


def _row(found: CaseView, one: DisputeView, *, writes: bool) -> DisputeRow:
    facts = [("What came of it", one.outcome.label if one.outcome else "Nobody has answered yet")]
    if one.outcome and one.told_on:
        facts += [("Why", one.outcome_why), ("Told", f"{day_words(one.told_on)}, by {one.decided_by}")]
    asked = reverse("case-dispute-answer", args=[found.id]) + f"?{urlencode({'note': one.id})}"
    return DisputeRow(
        f"{one.by_name}, {day_words(one.received_on)}",
        one.wrong,
        tuple(Fact(name, value) for name, value in (*facts, ("Noted by", one.noted_by))),
        reverse("record", args=[one.record]) if one.record else "",
        Act("Answer", href=asked, about=f" what {one.by_name} says") if writes and one.outcome is None else None,
    )
