"""What is asked when an organisation is set up."""

import re
from collections.abc import Iterable
from datetime import date
from typing import Any

from django import forms

from plimsoll.actions.organisation import Part
from plimsoll.core.calendar import Calendar, Nation
from plimsoll.core.priority.criteria import CriteriaSet
from plimsoll.core.rulebook import Rulebook, Timescale
from plimsoll.core.workload.scheme import Scheme
from plimsoll.web.forms.dates import NotADay, read_day
from plimsoll.web.forms.fields import Choice, LongText, Text
from plimsoll.web.forms.form import Form
from plimsoll.web.forms.times import NotATime, read_time

NATIONS = [(nation.value, nation.label) for nation in Nation]
NONE = "none"  # the answer that no rule of those offered holds
ALONE = "alone"  # the answer of somebody who does everything
MOST_HOURS = 60
_YEAR = re.compile(r"\b\d{4}\b")


class Begin(Form):
    """The first organisation, and who sets it up."""

    key = forms.CharField(widget=forms.HiddenInput, required=False)
    name = Text(
        label="What is your organisation called?",
        missing="Write the name of your organisation",
        help_text="If you work alone, your own name or that of your practice.",
    )
    nation = Choice(
        label="In which nation does it work?",
        choices=NATIONS,
        initial=Nation.ENGLAND.value,
        missing="Choose a nation",
        help_text="Its bank holidays count. The timescales that come with Plimsoll are those of England.",
    )
    administrator = Text(
        label="What is your own name?",
        missing="Write your own name",
        complete="name",
        help_text="You keep people, teams and settings here.",
    )
    part = Choice(
        label="What else will you do here?",
        choices=[
            (Part.KEEPS.value, "Nothing else: I keep people and settings"),
            (Part.MANAGES.value, "I answer for the whole service"),
            (ALONE, "I work alone"),
        ],
        hints={
            Part.KEEPS.value: "You see no cases. Others hold, supervise and allocate them: you add these people next.",
            Part.MANAGES.value: "You are its service manager too. You see every case, read its record, and give it to a "
            "worker; you hold none.",
            ALONE: "You hold every case and are its supervisor too. The next page makes your team of one.",
        },
        missing="Choose what else you will do",
        help_text="Once others are here, nobody gives themselves a role. The trail keeps what you choose.",
    )


class Hours(Form):
    """When the organisation works."""

    nation = Choice(label="Whose bank holidays do you keep?", choices=NATIONS, missing="Choose a nation")
    opens = Text(
        label="When does the office open?", width=5, missing="Write when the office opens", help_text="For example 9:00"
    )
    closes = Text(
        label="When does it close?", width=5, missing="Write when the office closes", help_text="For example 17:00"
    )
    closures = LongText(
        label="On which other days are you closed?",
        required=False,
        rows=4,
        help_text="One day a line, with the year, such as 29 Dec 2026. Bank holidays and weekends are known.",
    )

    @classmethod
    def of(cls, calendar: Calendar) -> dict[str, str]:
        """What holds, as it would be typed."""
        days = sorted(calendar.closure_days)
        return {
            "nation": calendar.nation.value,
            "opens": _clock(calendar.opens_at),
            "closes": _clock(calendar.closes_at),
            "closures": "\n".join(f"{day.day} {day:%b %Y}" for day in days),
        }

    def clean_opens(self) -> int:
        """Minutes after midnight."""
        return _minute(self.cleaned_data["opens"])

    def clean_closes(self) -> int:
        """Minutes after midnight."""
        return _minute(self.cleaned_data["closes"])

    def clean_closures(self) -> tuple[date, ...]:
        """Each day once, in order; every line that is none is told."""
        days, faults = set(), []
        for line in filter(None, map(str.strip, self.cleaned_data["closures"].splitlines())):
            try:
                days.add(read_day(line if _YEAR.search(line) else "", today=date.min))
            except NotADay:
                faults.append(f"'{line[:40]}' is no day with its year. Write a day such as 29 Dec 2026")
        if faults:
            raise forms.ValidationError(faults)
        return tuple(sorted(days))


def _clock(minute: int) -> str:
    return f"{minute // 60}:{minute % 60:02}"


def _minute(text: str) -> int:
    try:
        hour, minute = read_time(text)
    except NotATime as fault:
        raise forms.ValidationError(str(fault)) from None
    return hour * 60 + minute


class Teams(Form):
    """Teams by name."""

    names = LongText(
        label="What are your teams called?",
        missing="Write the name of at least one team",
        rows=6,
        help_text="One team a line. Teams that are here already stay as they are.",
    )


class Alone(Form):
    """One person who does everything."""

    hours = Text(
        label="How many hours a week do you work?",
        width=5,
        missing="Write how many hours a week you work",
        help_text="For example 37 or 18.5",
    )

    def clean_hours(self) -> int:
        """Minutes a week."""
        return read_hours(self.cleaned_data["hours"])


def read_hours(text: str) -> int:
    """Hours a week as minutes; nothing typed is none.

    Raises
    ------
    ValidationError : it is no number of hours in a week.
    """
    if not text.strip():
        return 0
    try:
        hours = float(text.strip().replace(",", "."))
    except ValueError:
        raise forms.ValidationError("Write a number of hours such as 37 or 18.5") from None
    if not 0 < hours <= MOST_HOURS:
        raise forms.ValidationError(f"Write more than 0 hours a week, and at most {MOST_HOURS}")
    return round(hours * 60)


class Rules(Form):
    """Each question on which councils differ, and how days are counted."""

    start_day_is = Choice(
        label="How do you count the days from a visit?",
        choices=[("0", "The day of the visit is day 0"), ("1", "The day of the visit is day 1")],
        hints={
            "0": "A visit every 10 working days, made on a Monday, is due again on the Monday two weeks later. "
            "Plimsoll's suggestion; at least one council counts so.",
            "1": "It is due again one day sooner.",
        },
        missing="Choose how you count",
    )
    bank_holidays_count = Choice(
        label="Do bank holidays count as working days?",
        choices=[("no", "No, a bank holiday is no working day"), ("yes", "Yes, they count")],
        hints={
            "no": "As statute defines a working day. Plimsoll's suggestion.",
            "yes": "One council's recording system does so.",
        },
        missing="Choose whether they count",
    )

    def offer(self, book: Rulebook) -> None:
        """A question for each choice of the rulebook, what holds now chosen."""
        counting = dict(self.fields)
        self.fields.clear()
        for choice in book.choices:
            rivals = [rule for rule in book.timescales if rule.choice == choice.key]
            held = next((rule.key for rule in rivals if rule.key in book.chosen), NONE)
            self.fields[choice.key] = Choice(
                label=f"{choice.title}?",
                choices=[*((rule.key, _offered(rule, choice.ours)) for rule in rivals), (NONE, "None of these")],
                hints={rule.key: _ground(rule) for rule in rivals}
                | {NONE: "Nothing is due by this question. Your procedures or each child's plan say when."},
                missing="Choose one, or none of these",
                initial=held,
            )
        self.fields |= counting
        self.fields["start_day_is"].initial = str(book.calendar.start_day_is)
        self.fields["bank_holidays_count"].initial = "yes" if book.calendar.bank_holidays_count else "no"

    def chosen(self, said: dict[str, Any]) -> tuple[str, ...]:
        """Keys of the rules that were chosen."""
        counting = ("start_day_is", "bank_holidays_count")
        return tuple(value for name, value in said.items() if name not in counting and value != NONE)


def _offered(rule: Timescale, ours: str | None) -> str:
    return f"{rule.length} for the {rule.title}" + (" (Plimsoll's suggestion)" if rule.key == ours else "")


def _ground(rule: Timescale) -> str:
    year = f", {rule.source.year}" if rule.source.year else ""
    return f"{rule.note} Source: {rule.source.basis}{year}."


class Schemes(Form):
    """By which scheme load is worked out."""

    scheme = Choice(label="Which scheme do you agree on?", choices=[], missing="Choose a scheme")

    def offer(self, schemes: Iterable[Scheme]) -> None:
        """Those that can be used as they are."""
        self.fields["scheme"].choices = [(scheme.key, scheme.title) for scheme in schemes]
        self.fields["scheme"].hints = {scheme.key: scheme.note for scheme in schemes}


FOR = {
    "statutory": "Children in need, on protection plans, looked after: social workers of a local authority.",
    "early_help": "Families who are helped early: family workers and lead practitioners who need not be social workers.",
    "early_years_and_school": "Nurseries and schools: safeguarding leads, key persons, pastoral and special needs leads.",
    "leaving_care": "Young people from 16 to 25 who leave care: personal advisers.",
}


class Criteria(Form):
    """By which criteria set work is ordered."""

    criteria = Choice(label="Which criteria set do you agree on?", choices=[], missing="Choose a criteria set")

    def offer(self, sets: Iterable[CriteriaSet], suggested: str) -> None:
        """Those that come with Plimsoll, one of them suggested."""
        offered = [(one.key, one.title) for one in sets]
        self.fields["criteria"].choices = [
            (key, f"{title} (Plimsoll's suggestion)" if key == suggested else title) for key, title in offered
        ]
        self.fields["criteria"].hints = FOR
