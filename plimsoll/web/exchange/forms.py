"""What is asked about a file that is brought in."""

import hashlib
from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

from plimsoll.actions.cases import LONGEST_WHY
from plimsoll.actions.exchange import ADD, NOBODY, Settled
from plimsoll.core.terms import Matter
from plimsoll.formats.told import UnknownValue
from plimsoll.queries.exchange import PersonFound, TeamFound
from plimsoll.queries.matters import MatterView
from plimsoll.web.forms.fields import Day, File, LongText, Pick, Several
from plimsoll.web.forms.form import Form

LEFT_OUT = "LEFT_OUT"  # of a value: this file alone is read without it
ENDINGS = ".xlsx,.xls,.ods,.csv"


class Upload(Form):
    """The file."""

    file = File(
        label="Choose a file",
        missing="Choose the file to bring in",
        accept=ENDINGS,
    )
    facts_on = Day(
        label="Of which day does it speak?",
        required=False,
        help_text="The day on which it was made, if you know it. Left empty, it is the latest day on which something "
        "happened in the file.",
    )


class FactsOn(Form):
    """The day of which a file speaks."""

    facts_on = Day(label="Of which day does this file speak?", missing="Write the day of which the file speaks")


def field_of(*what: str) -> str:
    """The name of the field that asks about a text of a file: the same whoever settles others meanwhile, so that nothing is
    taken for the answer about another text.

    >>> field_of("Ada Quill") == field_of("Ada Quill") != field_of("Ned Quill")
    True
    """
    return f"f{hashlib.sha256(repr(what).encode()).hexdigest()[:16]}"


class People(Form):
    """Whose each name is. A field for each that is asked about, called after the name; who may be meant stands first in it,
    and with `suggested` is chosen, where it is one alone: it counts once the form is saved."""

    def __init__(
        self,
        *given: Any,
        people: Sequence[PersonFound],
        workers: Iterable[tuple[UUID, str]],
        suggested: bool = False,
        **rest: Any,
    ):
        super().__init__(*given, **rest)
        self.names = {field_of(person.name): person.name for person in people}
        choices = [
            (ADD.value, "Add as a new person"),
            (NOBODY.value, "Nobody: these cases wait for a worker"),
            *((str(key), name) for key, name in workers),
        ]
        for person in people:
            self.fields[field_of(person.name)] = Pick(
                label=person.name,
                choices=[*((str(key), f"{name} (may be meant)") for key, name in person.alike), *_but(choices, person)],
                missing=f"Say who {person.name} is",
                initial=_chosen(person) or (_only(person) if suggested else ""),
            )

    def said(self) -> dict[str, UUID | Settled]:
        """Whose each name is, as it was chosen."""
        known = {ADD.value: ADD, NOBODY.value: NOBODY}
        return {
            name: known[chosen] if (chosen := self.cleaned_data[field]) in known else UUID(chosen)
            for field, name in self.names.items()
        }


def _but(choices: Iterable[tuple[str, str]], person: PersonFound) -> list[tuple[str, str]]:
    """What else can be chosen than who may be meant."""
    alike = {str(key) for key, _ in person.alike}
    return [choice for choice in choices if choice[0] not in alike]


def _only(person: PersonFound) -> str:
    return str(person.alike[0][0]) if len(person.alike) == 1 else ""


def _chosen(person: PersonFound) -> str:
    """What was settled of a name before."""
    if person.worker or not person.settled:
        return str(person.worker or "")
    return (ADD if person.to_add else NOBODY).value


class Teams(Form):
    """Which team each name is. A field for each that is asked about, called after it."""

    def __init__(self, *given: Any, teams: Sequence[TeamFound], here: Iterable[tuple[UUID, str]], **rest: Any):
        super().__init__(*given, **rest)
        self.names = {field_of(team.name): team.name for team in teams}
        known = [(str(key), name) for key, name in here]
        for team in teams:
            new = f"A new team, {team.team_name}" if team.usual and team.to_add else "Add as a new team"
            # A team of the organisation's own name is made where there is none: else there is nothing to add.
            added = [(ADD.value, new)] if team.to_add or not team.usual else []
            self.fields[field_of(team.name)] = Pick(
                label=team.name,
                choices=[*added, *known],
                missing=f"Say which team {team.name} is",
                initial=str(team.team or (ADD.value if team.to_add else "")),
            )

    def said(self) -> dict[str, UUID | Settled]:
        """Which team each name is, as it was chosen."""
        return {
            name: ADD if (chosen := self.cleaned_data[field]) == ADD.value else UUID(chosen)
            for field, name in self.names.items()
        }


class Values(Form):
    """What each value means that stands for nothing we know. A field for each, called after it."""

    def __init__(self, *given: Any, unknown: Sequence[UnknownValue], **rest: Any):
        super().__init__(*given, **rest)
        self.values = {field_of(value.column, value.found): (value.column, value.found) for value in unknown}
        for value in unknown:
            self.fields[field_of(value.column, value.found)] = Pick(
                label=value.found,
                choices=[(LEFT_OUT, "Leave it empty in this file"), *value.choices],
                missing=f"Say what “{value.found}” means, or leave it empty",
            )

    def said(self) -> dict[tuple[str, str], str]:
        """The code of each that is not left empty."""
        return {key: code for key, code in self._chosen().items() if code != LEFT_OUT}

    def left_out(self) -> set[tuple[str, str]]:
        """Those that are left empty in this file."""
        return {key for key, code in self._chosen().items() if code == LEFT_OUT}

    def _chosen(self) -> dict[tuple[str, str], str]:
        return {key: str(self.cleaned_data[field]) for field, key in self.values.items()}


class Decide(Form):
    """What becomes of some of what a file left open, all of one kind."""

    matter = Several(label="Which of these?", choices=[], missing="Tick at least one")
    why = LongText(label="Why?", missing="Say why", most=LONGEST_WHY, rows=2)

    def __init__(self, *given: Any, matters: Iterable[MatterView], **rest: Any):
        super().__init__(*given, **rest)
        asked = list(matters)
        rows = [*((one,) for one in asked), *(row for row in together(asked) if len(row) > 1)]
        self.fields["matter"].choices = [(ticked(row), row[0].reference) for row in rows]

    def clean_matter(self) -> list[str]:
        """Each matter of the rows that were ticked, once."""
        return list(dict.fromkeys(key for row in self.cleaned_data["matter"] for key in row.split()))


def together(matters: Iterable[MatterView]) -> list[tuple[MatterView, ...]]:
    """What is decided at one go: another worker and another team of one case are one move. Where something has changed after
    the file, each is decided alone, as the one may still be possible and the other not."""
    rows: dict[object, tuple[MatterView, ...]] = {}
    for one in matters:
        moves = one.matter is Matter.NEW_WORKER and one.case is not None and not one.since
        key = one.case if moves else one.id
        rows[key] = (*rows.get(key, ()), one)
    return list(rows.values())


def ticked(row: Iterable[MatterView]) -> str:
    """What a tick beside a row stands for."""
    return " ".join(str(one.id) for one in row)


class Undo(Form):
    """Why what a file did is taken back."""

    why = LongText(label="Why is it undone?", missing="Say why", most=LONGEST_WHY, rows=3)
