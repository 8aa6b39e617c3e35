"""What is asked about court work."""

from collections.abc import Sequence
from datetime import UTC, date, datetime
from typing import Any
from uuid import uuid4

from django import forms

from plimsoll.actions.cases import LONGEST_NOTE, LONGEST_WHY
from plimsoll.actions.court import LONGEST_COURT, LONGEST_STATUS_NOTE, LONGEST_WHAT, Ordered
from plimsoll.core.calendar import LONDON
from plimsoll.core.priority.told import capital
from plimsoll.core.recording import COURT_STEPS
from plimsoll.core.terms import CourtEnd, CourtKind, LegalStatusKind, Owner
from plimsoll.core.timescales.explain import day_words
from plimsoll.queries.court import Dated, Status
from plimsoll.web.forms.fields import Choice, Day, LongText, Pick, Text, choices_of
from plimsoll.web.forms.form import Form
from plimsoll.web.forms.times import NotATime, read_time

OWNERS = (
    (Owner.WORKER, "the allocated worker"),
    (Owner.MANAGER, "the manager"),
    (Owner.OTHER, "somebody else, such as the legal team, the guardian or an expert"),
)


class Due(Form):
    """By when something is due, and which order says so."""

    key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)  # sent twice, written once
    due = Day(label="By which day?", forward=True, missing="Write the day by which it is due")
    time = Text(
        label="By what time?",
        required=False,
        width=5,
        help_text="For example 16:00. Leave it empty where the order gives none.",
    )
    ordered_on = Day(
        label="On which day was this ordered or agreed?", missing="Write the day of the order or of the agreement"
    )
    court = Text(
        label="Which court?",
        required=False,
        most=LONGEST_COURT,
        help_text="Leave it empty before proceedings, where no court is asked yet.",
    )

    def clean(self) -> dict[str, Any]:
        """The day and time as one moment in London."""
        said = super().clean() or self.cleaned_data
        day, time = said.get("due"), str(said.get("time", "")).strip()
        if day:
            try:
                hour, minute = read_time(time) if time else (0, 0)
            except NotATime as fault:
                self.add_error("time", str(fault))
            else:
                at = datetime(day.year, day.month, day.day, hour, minute, tzinfo=LONDON)
                if at.astimezone(UTC).astimezone(LONDON).replace(tzinfo=None) != at.replace(tzinfo=None):
                    self.add_error("time", f"There was no {hour}:{minute:02} that day: the clocks went forward")
                said["due_at"], said["time_known"] = at, bool(time)
        return said

    def ordered(self, kind: CourtKind, what: str, owner: Owner) -> Ordered:
        """What was said, once it is sound."""
        said = self.cleaned_data
        return Ordered(kind, what, said["due_at"], said["time_known"], said["ordered_on"], said["court"], owner)


class Write(Due):
    """A new date of court work."""

    kind = Pick(label="What is it?", choices=choices_of(CourtKind), missing="Choose what it is")
    what = Text(
        label="In the words of the order",
        required=False,
        most=LONGEST_WHAT,
        help_text="For example: final evidence of the local authority. The law gives 8 weeks for a section 37 report, "
        "unless the court says otherwise.",
    )
    owner = Choice(
        label="Who is to do it?",
        choices=[(word.value, capital(says)) for word, says in OWNERS],
        initial=Owner.WORKER.value,
        hints={
            Owner.WORKER.value: "It moves the case in their order of work. What others do is shown, and moves nothing."
        },
        missing="Choose who is to do it",
    )
    field_order = ("key", "kind", "what", "due", "time", "ordered_on", "court", "owner")


class Vary(Due):
    """Another day for a date of court work, by another order."""

    date = Pick(label="What was varied?", choices=[], missing="Choose what was varied")
    why = LongText(label="Why did the court give another day?", missing="Say why", most=LONGEST_WHY, rows=3)
    field_order = ("key", "date", "due", "time", "ordered_on", "court", "why")

    def offer(self, dates: Sequence[Dated], asked: str) -> None:
        """What can be varied; what the address names is chosen."""
        pick(self, "date", [(str(one.id), called(one)) for one in dates], asked)
        self.fields["ordered_on"].label = "On which day was the new order made?"


class End(Form):
    """What became of a date of court work."""

    date = Pick(label="What is it about?", choices=[], missing="Choose what it is about")
    how = Choice(
        label="What became of it?",
        choices=[
            (CourtEnd.DONE.value, "It is done: sent, held, given"),
            (CourtEnd.DISCHARGED.value, "The court does not ask for it any more"),
        ],
        missing="Choose what became of it",
    )
    on = Day(label="On which day?", missing="Write the day")
    why = LongText(
        label="In a few words",
        help_text="What was sent or held, or which order ended it.",
        missing="Say what became of it",
        most=LONGEST_WHY,
        rows=3,
    )

    def offer(self, dates: Sequence[Dated], asked: str) -> None:
        """What can be ended; what the address names is chosen."""
        pick(self, "date", [(str(one.id), called(one)) for one in dates], asked)


class Step(Form):
    """A step of court work that was taken."""

    key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)
    kind = Pick(label="What happened?", choices=choices_of(COURT_STEPS), missing="Choose what happened")
    happened = Day(label="On which day?", missing="Write the day on which it happened")
    note = LongText(
        label="In a few words",
        help_text="Who decided or was there, and what was agreed. The child may read this one day.",
        missing="Say what happened",
        most=LONGEST_NOTE,
        rows=5,
    )


class WriteStatus(Form):
    """In what legal status a child is."""

    kind = Pick(label="Legal status", choices=choices_of(LegalStatusKind), missing="Choose the legal status")
    from_date = Day(label="Since which day?", missing="Write the day since which it holds")
    expires_on = Day(
        label="What is its last day?",
        required=False,
        forward=True,
        help_text="Where it runs out by itself: an emergency order lasts at most 8 days and can be extended once, by 7. "
        "What comes next is then due by that day.",
    )
    court = Text(label="Which court?", required=False, most=LONGEST_COURT)
    note = LongText(label="Anything to know of it", required=False, most=LONGEST_STATUS_NOTE, rows=3)


class EndStatus(Form):
    """That a legal status holds no more."""

    status = Pick(label="What ended?", choices=[], missing="Choose what ended")
    on = Day(label="From which day on does it hold no more?", missing="Write the day")
    why = LongText(
        label="By what did it end?",
        help_text="For example: replaced by a care order, discharged, the child went home.",
        missing="Say by what it ended",
        most=LONGEST_WHY,
        rows=3,
    )

    def offer(self, statuses: Sequence[Status], asked: str) -> None:
        """What holds now; what the address names is chosen."""
        offered = [(str(one.id), f"{capital(one.kind.label)}, since {day_words(one.from_date)}") for one in statuses]
        pick(self, "status", offered, asked)


def pick(form: Form, field: str, offered: list[tuple[str, str]], asked: str) -> None:
    """Offers some rows in a list; of one alone, and of what the address names, it is chosen."""
    form.fields[field].choices = offered
    known = {key for key, _ in offered}
    form.fields[field].initial = asked if asked in known else offered[0][0] if len(offered) == 1 else None


def called(one: Dated) -> str:
    """A date of court work, by what it is and when."""
    day: date = one.due_at.astimezone(LONDON).date()
    what = f" ({one.what[:60]})" if one.what else ""
    return f"{capital(one.kind.label)}{what}, due {day_words(day)}"
