"""What is asked in an emergency, and when it is settled what is allowed in one."""

from collections.abc import Callable, Iterable
from typing import Any
from uuid import UUID

from plimsoll.actions.emergency import not_exact
from plimsoll.core.access import MAY_OPEN, MAY_REVIEW, MAY_RING
from plimsoll.core.emergency import MOST_A_DAY, MOST_HOURS, EmergencyRules
from plimsoll.core.terms import Role
from plimsoll.queries.emergency import Exactly
from plimsoll.web.forms.fields import Choice, Day, LongText, Several, Text, choices_of
from plimsoll.web.forms.form import Form

RIGHT, WRONG = "right", "wrong"


class Whom(Form):
    """Whom somebody means, exactly."""

    reference = Text(
        label="A reference or NHS number",
        required=False,
        width=20,
        complete="off",
        help_text="The whole of it, of the child or of the case. With it you need no name.",
    )
    given = Text(label="Given name", required=False, complete="off", help_text="Or the name, as it stands on record.")
    family = Text(label="Family name", required=False, complete="off")
    born_on = Day(label="Birth date", required=False, help_text="For example 3/4/2015.")

    def clean(self) -> dict[str, Any]:
        """All that is missing, at once."""
        said = super().clean() or self.cleaned_data
        typed = Exactly(
            **{name: said.get(name) or "" for name in ("reference", "given", "family")}, born_on=said.get("born_on")
        )
        for field, fault in not_exact(typed).items():
            if field not in self.errors:
                self.add_error(field, fault)
        return said

    def meant(self) -> Exactly:
        """Whom, once it is sound."""
        said = self.cleaned_data
        return Exactly(said["reference"], said["given"], said["family"], said["born_on"])


class OpenOne(Whom):
    """And why their record is opened."""

    why = LongText(
        label="Why do you have to read this record now?",
        missing="Write why: the worker and their supervisor read it at once, and somebody reviews it",
        most=500,
        rows=3,
    )


class Review(Form):
    """Whether it was right."""

    was_right = Choice(
        label="Was it right to open this record?",
        choices=[(RIGHT, "Yes, it was right"), (WRONG, "No, it was not")],
        missing="Choose whether it was right",
        hints={WRONG: "Plimsoll does nothing else by it. Talk with whoever opened it, and with their supervisor."},
    )
    why = LongText(label="In your words", missing="Say why", most=500, rows=3)


class Allowed(Form):
    """What is allowed in an emergency."""

    opens = Several(
        label="Who may open a record that is out of their reach?",
        choices=[],
        required=False,
        help_text="Nobody, where you choose none. They read it, and change nothing.",
    )
    hours = Text(label="For how many hours?", missing=f"Write a number from 1 to {MOST_HOURS}", width=4)
    opens_a_day = Text(
        label="How often may one person try in a day?", missing=f"Write a number from 1 to {MOST_A_DAY}", width=4
    )
    reviewer = Choice(label="Who says afterwards whether it was right?", choices=[], missing="Choose a role")
    rings = Several(
        label="Who may ask whom to ring?",
        choices=[],
        required=False,
        help_text="Nobody, where you choose none. They learn who holds the case and which number to ring, and no more.",
    )
    rings_a_day = Text(
        label="How often may one person ask in a day?", missing=f"Write a number from 1 to {MOST_A_DAY}", width=4
    )

    def offer(self, called: Callable[[Role], str]) -> None:
        """The roles that can be named, as they are called here."""
        for name, roles in (("opens", MAY_OPEN), ("reviewer", MAY_REVIEW), ("rings", MAY_RING)):
            self.fields[name].choices = choices_of(roles, called)

    @staticmethod
    def of(rules: EmergencyRules) -> dict[str, Any]:
        """The form as the rules fill it in."""
        return {name: str(value) if isinstance(value, int) else value for name, value in rules.stored.items()}

    def clean(self) -> dict[str, Any]:
        """Each number within its bounds."""
        said = super().clean() or self.cleaned_data
        for name, most in (("hours", MOST_HOURS), ("opens_a_day", MOST_A_DAY), ("rings_a_day", MOST_A_DAY)):
            typed = str(said.get(name, ""))
            if typed and not (typed.isascii() and typed.isdecimal() and 1 <= int(typed) <= most):
                self.add_error(name, f"Write a number from 1 to {most}")
        return said

    def rules(self) -> EmergencyRules:
        """The rules, once they are sound."""
        said = self.cleaned_data
        return EmergencyRules(
            frozenset(map(Role, said["opens"])), int(said["hours"]), int(said["opens_a_day"]), Role(said["reviewer"]),
            frozenset(map(Role, said["rings"])), int(said["rings_a_day"]),
        )  # fmt: skip


class Numbers(Form):
    """The number of each team's duty desk."""

    def __init__(self, *given: Any, teams: Iterable[tuple[UUID, str, str]], **rest: Any) -> None:
        super().__init__(*given, **rest)
        for key, name, number in teams:
            self.fields[str(key)] = Text(
                label=name, required=False, most=50, width=20, kind="tel", initial=number, complete="off"
            )

    def said(self) -> dict[UUID, str]:
        """The number of each team."""
        return {UUID(name): said for name, said in self.cleaned_data.items()}


class Number(Form):
    """The number of somebody at work."""

    phone = Text(
        label="Telephone number at work",
        required=False,
        most=50,
        width=20,
        kind="tel",
        complete="off",
        help_text="Whoever asks whom to ring about a child is told it. Empty: they are told the team's alone.",
    )
