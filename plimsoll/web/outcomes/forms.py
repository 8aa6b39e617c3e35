"""What is asked about goals, scores and development."""

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import uuid4

from django import forms

from plimsoll.actions.cases import LONGEST_WHY
from plimsoll.actions.outcomes import LONGEST_LINE, LONGEST_NOTE, LONGEST_SOURCE, Corrects
from plimsoll.core.outcomes import Tools
from plimsoll.core.terms import DevelopmentArea, Rater, WhoseWords
from plimsoll.queries.outcomes import Measured, Note, Reading
from plimsoll.web.forms.fields import Choice, Day, LongText, Pick, Text, choices_of
from plimsoll.web.forms.form import Form


class _Noted(Form):
    """Something noted of a day; with what it corrects, why."""

    key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)
    corrected_why = LongText(
        label="Why is it corrected?",
        missing="Say why it is corrected",
        most=LONGEST_WHY,
        rows=2,
        help_text="What stood before stays readable.",
    )

    def begin(self, today: date, before: Reading | Note | None) -> None:
        """Today, or what stood in what is corrected; where nothing is, nobody is asked why."""
        self.before = before
        self.fields["on"].initial = before.on if before else today
        if before is None:
            del self.fields["corrected_why"]
        elif isinstance(before, Note):
            self.initial |= {"area": before.area.value, "text": before.text, "source": before.source}
        else:
            number = str(before.number)
            self.initial |= {
                "rating": number,
                "score": number,
                "rated_by": before.rated_by.value,
                "words": before.words,
            }

    @property
    def corrects(self) -> Corrects | None:
        """What it takes the place of."""
        return Corrects(self.before.id, self.cleaned_data["corrected_why"]) if self.before else None


class SetGoal(Form):
    """A goal of the child or the family."""

    key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)
    text = LongText(
        label="What is the goal?",
        missing="Write the goal",
        most=LONGEST_LINE,
        rows=3,
        help_text="In the words of whoever wants it. There can be three at a time.",
    )
    words_of = Choice(
        label="Whose words are these?", choices=choices_of(WhoseWords), missing="Say whose words these are"
    )
    on = Day(label="On which day was it set?", missing="Write the day on which it was set")


class EndGoal(Form):
    """That a goal holds no more."""

    goal = Choice(label="Which goal?", choices=[], missing="Choose a goal")
    on = Day(label="On which day did it end?", missing="Write the day")
    why = LongText(
        label="Why?", missing="Say why", most=LONGEST_WHY, rows=3, help_text="For example: reached; they want another."
    )

    def offer(self, goals: Sequence[Measured], asked: str) -> None:
        """The goals that hold."""
        offer_goals(self, goals, asked)


class Rate(_Noted):
    """How far a goal is."""

    goal = Choice(label="Which goal?", choices=[], missing="Choose a goal")
    rating = Choice(
        label="How far is it?",
        choices=[(str(number), str(number)) for number in range(11)],
        missing="Choose a number from 0 to 10",
        inline=True,
        help_text="0: not at all. 10: reached.",
    )
    rated_by = Choice(label="Who said so?", choices=choices_of(Rater), missing="Say who said so")
    on = Day(label="On which day?", missing="Write the day")
    words = LongText(label="In their words", required=False, most=LONGEST_LINE, rows=2)

    field_order = ("key", "goal", "rating", "rated_by", "on", "words", "corrected_why")

    def offer(self, goals: Sequence[Measured], asked: str) -> None:
        """The goals that hold, or the one whose reading is corrected."""
        offer_goals(self, goals, asked)


def offer_goals(form: Form, goals: Sequence[Measured], asked: str) -> None:
    """Goals to choose from; the one that the address names is chosen, or the only one."""
    field: Any = form.fields["goal"]
    field.choices = [(str(one.goal), one.title) for one in goals]
    known = {key for key, _ in field.choices}
    field.initial = asked if asked in known else field.choices[0][0] if len(known) == 1 else None


class Score(_Noted):
    """What a tool came to."""

    tool = Pick(label="Which tool?", choices=[], missing="Choose a tool")
    score = forms.IntegerField(
        label="Score",
        template_name=Text.drawn_by,
        help_text="The number alone. Questions and answers stay on the form of the tool.",
        error_messages={"required": "Write the score", "invalid": "Write the score as a whole number"},
    )
    rated_by = Choice(label="Who filled the form in?", choices=choices_of(Rater), missing="Say who filled it in")
    on = Day(label="On which day?", missing="Write the day")
    words = LongText(
        label="What else is to be known of it?",
        required=False,
        most=LONGEST_LINE,
        rows=2,
        help_text="For example: which version of the form. No question of the tool.",
    )

    field_order = ("key", "tool", "score", "rated_by", "on", "words", "corrected_why")

    def offer(self, tools: Tools, of: Measured | None) -> None:
        """Tools of the rulebook, each area by itself; that of a score which is corrected is chosen."""
        score: Any = self.fields["score"]
        score.width, score.kind, score.complete = 4, "text", ""
        field: Any = self.fields["tool"]
        field.choices = [
            (f"{tool.key}:{part}", f"{tool.title}{f', {part}' if part else ''} ({tool.low} to {tool.high})")
            for tool in tools.tools
            for part in (tool.parts or ("",))
        ]
        field.initial = f"{of.key}:{of.part}" if of else None

    @property
    def of(self) -> tuple[str, str]:
        """The key of the tool, and its area."""
        key, _, part = self.cleaned_data["tool"].partition(":")
        return key, part


class Grown(_Noted):
    """How a child is getting on in a part of their life."""

    area = Choice(
        label="Which part of their life?", choices=choices_of(DevelopmentArea), missing="Choose a part", inline=True
    )
    on = Day(label="Of which day is this?", missing="Write the day")
    text = LongText(
        label="How is the child getting on?",
        missing="Say how the child is getting on",
        most=LONGEST_NOTE,
        rows=5,
        help_text="What was seen or said, so that it can be laid beside an earlier day of this child.",
    )
    source = Text(
        label="From whom is it known?",
        missing="Say from whom or what this is known",
        most=LONGEST_SOURCE,
        help_text="For example: her teacher; seen by me; her own words.",
    )

    field_order = ("key", "area", "on", "text", "source", "corrected_why")
