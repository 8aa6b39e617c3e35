"""What is asked when people are kept."""

from collections.abc import Callable, Iterable
from typing import Any
from uuid import UUID, uuid4

from django import forms

from plimsoll.core.access import describe
from plimsoll.core.terms import Role
from plimsoll.web.forms.fields import Choice, Day, File, Pick, Several, Text, choices_of
from plimsoll.web.forms.form import Form
from plimsoll.web.set_up.forms import read_hours

Teams = Iterable[tuple[UUID, str]]
EVERYWHERE = "all"
DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
MOST_BYTES = 2_000_000


class Add(Form):
    """Somebody new."""

    key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)  # sent twice, written once
    name = Text(label="What is their name?", missing="Write their name", help_text="As your files spell it.")
    team = Pick(label="In which team?", choices=[], required=False, help_text="Leave it empty where they are in none.")
    roles = Several(
        label="What are they?",
        choices=[],
        missing="Choose at least one role: without one they can see nothing",
        help_text="A supervisor, duty social worker or business support worker is one in their team.",
    )
    hours = Text(
        label="How many hours a week do they work?",
        required=False,
        width=5,
        help_text="For example 37 or 18.5. Without it their load cannot be worked out.",
    )
    newly_qualified_until = Day(
        label="Until when do they count as newly qualified?",
        required=False,
        forward=True,
        help_text="For example 31 Aug 2027. Leave it empty where they do not.",
    )

    def offer(self, teams: Teams, called: Callable[[Role], str]) -> None:
        """The teams that are there, and the roles as they are called here."""
        self.fields["team"].choices = [(str(key), name) for key, name in teams]
        self.fields["roles"].choices = choices_of(Role, called)

    def clean_hours(self) -> int:
        """Minutes a week."""
        return read_hours(self.cleaned_data["hours"])


class PeopleFile(Form):
    """A list of people."""

    file = File(
        label="Your list of people",
        missing="Choose a file",
        most_bytes=MOST_BYTES,
        accept=".csv,.xlsx,.xls,.ods",
        help_text="A workbook or CSV with one person in each row.",
    )


class GiveRole(Form):
    """One role more."""

    role = Choice(
        label="Which role?", choices=[], missing="Choose a role", hints={role.value: describe(role) for role in Role}
    )
    team = Pick(label="Where?", choices=[], missing="Choose where they hold it")
    begins = Day(
        label="From which day?",
        forward=True,
        required=False,
        help_text="For example 1 Dec or Monday. Empty means today.",
    )
    until = Day(
        label="Until which day?",
        forward=True,
        required=False,
        help_text="The last day on which they hold it. Empty means until somebody ends it.",
    )

    def offer(self, teams: Teams, called: Callable[[Role], str]) -> None:
        """The teams that are there, and the whole organisation; the roles as they are called here."""
        self.fields["role"].choices = choices_of(Role, called)
        self.fields["team"].choices = [
            *((str(key), f"In {name}") for key, name in teams),
            (EVERYWHERE, "In the whole organisation"),
        ]


class Supervisor(Form):
    """Who supervises a team."""

    team = Pick(label="Which team?", choices=[], missing="Choose a team")
    worker = Pick(
        label="Who supervises it?",
        choices=[],
        missing="Choose somebody",
        help_text="They see every case of the team, allocate them, and see how much its people carry.",
    )

    def offer(self, teams: Teams, people: Iterable[tuple[UUID, str]]) -> None:
        """The teams and the people that are there."""
        self.fields["team"].choices = [(str(key), name) for key, name in teams]
        self.fields["worker"].choices = [(str(key), name) for key, name in people]


class Move(Form):
    """Another team."""

    team = Pick(label="In which team are they from today?", choices=[], missing="Choose a team")

    def offer(self, teams: Teams) -> None:
        """The teams that are there, and none."""
        self.fields["team"].choices = [*((str(key), name) for key, name in teams), (EVERYWHERE, "In no team")]


class Hours(Form):
    """Contracted hours."""

    hours = Text(
        label="How many hours a week do they work?",
        width=5,
        missing="Write the hours",
        help_text="For example 37 or 18.5",
    )
    days = Several(
        label="On which days?",
        choices=[(str(number), day) for number, day in enumerate(DAYS)],
        missing="Choose at least one day",
        initial=["0", "1", "2", "3", "4"],
        help_text="The hours are spread over these days evenly.",
    )

    def clean(self) -> dict[str, Any]:
        """Hours that fit into the days."""
        said = super().clean() or self.cleaned_data
        if said.get("days") and said.get("hours", 0) > len(said["days"]) * 24 * 60:
            self.add_error("days", "So many hours do not fit into these days")
        return said

    def clean_hours(self) -> int:
        """Minutes a week."""
        return read_hours(self.cleaned_data["hours"])

    def week(self) -> list[int]:
        """Minutes of each day, Monday first."""
        days = sorted(int(day) for day in self.cleaned_data["days"])
        each, more = divmod(self.cleaned_data["hours"], len(days))
        minutes = [0] * len(DAYS)
        for place, day in enumerate(days):
            minutes[day] = each + (place < more)
        return minutes


class ManyHours(Form):
    """Contracted hours of many people: a field each, called after them; an empty one changes nothing."""

    def offer(self, people: Iterable[tuple[UUID, str, str, str]]) -> None:
        """Whom to ask about: id, name, what else is known, and their hours as they would be typed."""
        for key, name, more, hours in people:
            self.fields[str(key)] = Text(label=name, help_text=more, required=False, width=5, initial=hours)

    def clean(self) -> dict[str, Any]:
        """Minutes a week of each of whom something is said."""
        minutes = {}
        for name, text in list((super().clean() or self.cleaned_data).items()):
            try:
                minutes[name] = read_hours(text)
            except forms.ValidationError as fault:
                self.add_error(name, f"{self.fields[name].label}: {fault.message}")
        return {name: said for name, said in minutes.items() if said}


class EndRole(Form):
    """Which role is to end, and when."""

    held = Choice(label="Which role?", choices=[], missing="Choose the role that ends")
    last = Day(
        label="Which is the last day on which they hold it?",
        forward=True,
        required=False,
        help_text="For example 30 Nov or Friday. Leave it empty to end it now: they hold it no longer from then on.",
    )

    def offer(self, roles: Iterable[tuple[UUID, str]]) -> None:
        """The roles that they hold or are to hold."""
        self.fields["held"].choices = [(str(key), says) for key, says in roles]


class EndingWayIn(Form):
    """That nothing by which somebody signs in counts any more."""

    sure = Choice(
        label="Do you know from them that they need it?",
        choices=[("yes", "Yes, or somebody else may be using it")],
        missing="Choose yes, or go back",
    )


class Leaving(Form):
    """That somebody is here no longer."""

    sure = Choice(
        label="Are they here no longer?",
        choices=[("yes", "Yes, from today")],
        missing="Choose yes, or go back",
    )
