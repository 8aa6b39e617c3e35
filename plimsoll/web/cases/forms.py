"""What is asked when something is done to a case."""

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any
from uuid import UUID, uuid4

from django import forms

from plimsoll.actions.cases import LONGEST_NOTE, LONGEST_WHY
from plimsoll.core.calendar import LONDON
from plimsoll.core.terms import EventKind
from plimsoll.web.forms.fields import Day, LongText, Pick, Several, Text
from plimsoll.web.forms.form import Form
from plimsoll.web.forms.times import NotATime, read_time

# What can be written by hand so far; the other kinds come with imports and with their own forms.
KINDS = (
    EventKind.CHILD_SEEN,
    EventKind.PROTECTION_VISIT,
    EventKind.IN_NEED_VISIT,
    EventKind.LOOKED_AFTER_VISIT,
    EventKind.ADVISER_VISIT,
    EventKind.CORE_GROUP,
    EventKind.IN_NEED_REVIEW,
    EventKind.WENT_MISSING,
    EventKind.FOUND,
    EventKind.RETURN_INTERVIEW,
    EventKind.SIGNIFICANT_EVENT,
    EventKind.OTHER_EVENT,
)


class Write(Form):
    """Something that happened on a case."""

    key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)  # sent twice, written once
    kind = Pick(
        label="What happened?",
        choices=[(kind.value, kind.label[:1].upper() + kind.label[1:]) for kind in KINDS],
        missing="Choose what happened",
    )
    happened = Day(label="On which day?", missing="Write the day on which it happened")
    time = Text(
        label="At what time?", required=False, width=5, help_text="For example 9:30. Leave it empty if you do not know."
    )
    note = LongText(
        label="What did you see, hear and do?",
        help_text="The child may read this one day.",
        missing="Say what happened",
        most=LONGEST_NOTE,
        rows=8,
    )

    def clean(self) -> dict[str, Any]:
        """The day and time as one moment in London."""
        said = super().clean() or self.cleaned_data
        day, time = said.get("happened"), str(said.get("time", "")).strip()
        if day:
            try:
                hour, minute = read_time(time) if time else (0, 0)
            except NotATime as fault:
                self.add_error("time", str(fault))
            else:
                at = datetime(day.year, day.month, day.day, hour, minute, tzinfo=LONDON)
                if at.astimezone(UTC).astimezone(LONDON).replace(tzinfo=None) != at.replace(tzinfo=None):
                    self.add_error("time", f"There was no {hour}:{minute:02} that day: the clocks went forward")
                said["happened_at"] = at
                said["time_known"] = bool(time)
        return said


class Allocate(Form):
    """Who is to hold a case."""

    worker = Pick(
        label="Who is to hold this case?",
        choices=[],
        missing="Choose who is to hold it",
        help_text="The case goes to their team with it.",
    )
    why = LongText(label="Why?", missing="Say why", most=LONGEST_WHY, rows=3)

    def offer(self, people: Iterable[tuple[UUID, str]]) -> None:
        """Who can be chosen."""
        self.fields["worker"].choices = [(str(key), name) for key, name in people]


class Restrict(Form):
    """Who alone is to see a case."""

    named = Several(
        label="Who may see this case?",
        choices=[],
        missing="Choose at least one person",
        help_text="Its allocated worker is always one of them. If you do not choose yourself, you will not see it again. "
        "One of them must be a supervisor, service manager or safeguarding lead, who can lift the restriction.",
    )
    why = LongText(label="Why?", missing="Say why", most=LONGEST_WHY, rows=3)

    def offer(self, people: Iterable[tuple[UUID, str]]) -> None:
        """Who can be named."""
        self.fields["named"].choices = [(str(key), name) for key, name in people]


class Lift(Form):
    """Why a restriction is lifted."""

    why = LongText(label="Why?", missing="Say why", most=LONGEST_WHY, rows=3)
