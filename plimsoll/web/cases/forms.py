"""What is asked when something is done to a case."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from django import forms

from plimsoll.actions.cases import LONGEST_WHY
from plimsoll.actions.done_there import Seen
from plimsoll.actions.new_case import LONGEST_NAME, LONGEST_REFERENCE, NewCase
from plimsoll.core.case_life import LifeRules
from plimsoll.core.terms import SEEING, CaseType, EventKind
from plimsoll.core.timescales.explain import day_words
from plimsoll.queries.cases import Holder
from plimsoll.queries.family_cases import FamilyCase, Tie
from plimsoll.queries.new_case import Places
from plimsoll.web.forms.fields import Choice, Day, LongText, Pick, Several, Text, choices_of
from plimsoll.web.forms.form import Form
from plimsoll.web.forms.moments import NotAMoment, read_moment


class Allocate(Form):
    """Who is to hold a case."""

    worker = Pick(
        label="Who is to hold this case?",
        choices=[],
        missing="Choose who is to hold it",
        help_text="The case goes to their team with it.",
    )
    why = LongText(label="Why?", missing="Say why", most=LONGEST_WHY, rows=3)

    def offer(self, people: Iterable[Holder]) -> None:
        """Who can be chosen, each with their team, and until when they are not there."""
        self.fields["worker"].choices = [(str(one.worker), holder_choice(one)) for one in people]


def holder_choice(one: Holder) -> str:
    """Somebody who could hold a case, with their team, and until when they are not there."""
    away = f"not there until {day_words(one.until)}" if one.until else ""
    more = ", ".join(filter(None, ("/".join(one.teams) or "no team", away)))
    return f"{one.name} ({more})"


def levels_of(rules: LifeRules, now: int | None = None) -> list[tuple[str, str]]:
    """The levels of need that can be chosen; what stands is one of them, though it be called nothing any more."""
    known = [level.number for level in rules.levels]
    return [(str(number), rules.level(number)) for number in sorted({*known, *([now] if now else [])})]


class Restrict(Form):
    """Who alone is to see a case."""

    named = Several(
        label="Who may see this case?",
        choices=[],
        missing="Choose at least one person",
        help_text="Its allocated worker is always one of them. If you do not choose yourself, you will not see it again. "
        "One of them must be a supervisor, service manager or safeguarding lead, who can lift the restriction.",
    )
    also = Several(
        label="Which other cases of the family are restricted with it?",
        choices=[],
        required=False,
        help_text="For the same people and the same reason; each case's own worker is named on it too. You are shown those "
        "that you may restrict.",
    )
    why = LongText(label="Why?", missing="Say why", most=LONGEST_WHY, rows=3)

    def offer(self, people: Iterable[tuple[UUID, str]], family: Iterable[FamilyCase]) -> None:
        """Who can be named, and which cases can go with it."""
        self.fields["named"].choices = [(str(key), name) for key, name in people]
        offer_family(self, [one for one in family if one.restrict], LEFT_OUT)

    def others(self) -> list[UUID]:
        """The cases that go with it."""
        return [UUID(key) for key in self.cleaned_data.get("also", ())]


class Lift(Form):
    """Why a restriction is lifted, and of which cases."""

    also = Several(
        label="Of which other cases of the family is it lifted too?",
        choices=[],
        required=False,
        help_text="For the same reason. You are shown those on which you are named and of which you may lift it.",
    )
    why = LongText(label="Why?", missing="Say why", most=LONGEST_WHY, rows=3)

    others = Restrict.others

    def offer(self, family: Iterable[FamilyCase]) -> None:
        """Which cases can go with it."""
        offer_family(self, [one for one in family if one.lift], {})


# What everyone still sees where another case is left out, by what it is to the one that is restricted.
LEFT_OUT = {
    Tie.SAME_CHILD: "Left out, the child stays to be found: by name, birth date, number and address, with family and "
    "network.",
    Tie.SAME_HOME: "Left out, the household and its address stay to be found through this child, and what this record says "
    "of the other child in words stays to be read. The family drawing and the list of brothers and sisters show only who "
    "is not restricted.",
    Tie.FAMILY: "Left out, the household stays to be found by name and address, with what is written of the whole family.",
}
TIES = {
    Tie.SAME_CHILD: "the same child",
    Tie.SAME_HOME: "lives in the same household",
    Tie.FAMILY: "the case of the whole family",
}


def offer_family(form: Form, family: Sequence[FamilyCase], hints: Mapping[Tie, str]) -> None:
    """The cases of a family that can be chosen, each with what follows where it is left out; not asked where there
    is none."""
    if not family:
        del form.fields["also"]
        return
    field: Any = form.fields["also"]
    field.choices = [(str(one.case), family_words(one)) for one in family]
    field.hints = {str(one.case): hints[one.tie] for one in family if one.tie in hints}


def family_words(one: FamilyCase) -> str:
    """Another case of a family in a line."""
    return f"{one.name}, {one.reference}: {TIES[one.tie]}, {'closed' if one.closed else 'open'}"


class DoneThere(Form):
    """What was done in another system, on which day, and of a visit whether the child was seen."""

    key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)  # sent twice, written once
    kind = Choice(label="What was done?", choices=[], missing="Choose what was done")
    happened = Day(
        label="On which day?",
        missing="Write the day on which it was done",
        help_text="For example 21 Nov, yesterday or Friday. It counts as done until the next file of the other system is "
        "brought in, which confirms it or does not.",
    )
    seen = Choice(
        label="Was the child seen?",
        choices=[(Seen.YES.value, "Yes"), (Seen.ALONE.value, "Yes, alone"), (Seen.NO.value, "No")],
        hints={Seen.NO.value: "The visit stays due, and the day on which the child was last seen stays as it is."},
        required=False,
    )

    def offer(self, kinds: Sequence[EventKind]) -> None:
        """What can be chosen; of one alone it is chosen. Whether the child was seen is asked where one is a visit."""
        offered = choices_of(kinds)
        if SEEING.isdisjoint(kinds):
            del self.fields["seen"]
        elif not SEEING.issuperset(kinds):
            self.fields["seen"].help_text = "Only where what was done is a visit."
        self.fields["kind"].choices = offered
        if len(offered) == 1:
            self.fields["kind"].initial = offered[0][0]


class New(Form):
    """A case that is put on record by hand."""

    key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)  # sent twice, added once
    family = forms.UUIDField(widget=forms.HiddenInput, required=False)
    file = forms.UUIDField(widget=forms.HiddenInput, required=False)
    of_file = forms.CharField(widget=forms.HiddenInput, required=False)
    given_name = Text(label="Given name", required=False, most=LONGEST_NAME, width=20)
    family_name = Text(label="Family name", required=False, most=LONGEST_NAME, width=20)
    born = Day(
        label="Date of birth, or when birth is expected",
        required=False,
        help_text="For example 3/4/21 or 3 Apr 2021. Leave it empty if nobody knows.",
    )
    kind = Pick(
        label="Kind of case",
        choices=choices_of(CaseType),
        missing="Choose the kind of case",
    )
    began = Day(
        label="On which day did this work begin?",
        required=False,
        help_text="The day of the referral, or on which the plan, enquiry or care began. What is due is counted from it. "
        "For example 21 Nov, yesterday or Friday.",
    )
    level = Pick(
        label="Level of need",
        required=False,
        choices=[],
        help_text="By your threshold document. It may stay empty.",
    )
    received = Text(
        label="When did it come in?",
        required=False,
        width=20,
        help_text="When your service heard of it, if that was another time. For example Friday 16:40.",
    )
    opened = Day(
        label="Open since",
        required=False,
        help_text="Leave it empty where it is open since the day above. Without either, it is open since today.",
    )
    team = Pick(label="Team", choices=[], missing="Choose the team")
    worker = Pick(label="Allocated worker", required=False, choices=[])
    other_reference = Text(
        label="Reference in your other system",
        required=False,
        most=LONGEST_REFERENCE,
        width=20,
        help_text="The child's number there, if there is one: files are matched by it. The case gets a reference of its own "
        "here.",
    )

    def __init__(self, *given: Any, places: Places, as_at: datetime, **rest: Any) -> None:
        super().__init__(*given, as_at=as_at, **rest)
        self.as_at = as_at
        teams, workers = self.fields["team"], self.fields["worker"]
        teams.choices = [(str(key), name) for key, name in places.teams]
        workers.choices = [(str(key), name) for key, name, _ in places.workers]
        workers.required = not places.free
        workers.error_messages["required"] = "Choose who holds it"
        workers.help_text = "Nobody yet: the case then waits in the queue of the unallocated." if places.free else ""
        if len(places.teams) == 1:
            teams.initial = teams.choices[0][0]
        if len(places.workers) == 1 and not places.free:
            workers.initial = workers.choices[0][0]

    def clean(self) -> dict[str, Any]:
        """The moment at which it came in."""
        said = super().clean() or self.cleaned_data
        if typed := str(said.get("received", "")).strip():
            try:
                said["received"] = read_moment(typed, today=self.as_at.date())[0]
            except NotAMoment as fault:
                self.add_error("received", str(fault))
        return said

    def said(self) -> NewCase:
        """What was said, once it is sound."""
        said, today = self.cleaned_data, self.as_at.date()
        born = said["born"]
        return NewCase(
            key=said["key"],
            given_name=said["given_name"],
            family_name=said["family_name"],
            born_on=born if born and born <= today else None,
            expected_on=born if born and born > today else None,
            case_type=CaseType(said["kind"]),
            began_on=said["began"],
            level_of_need=int(said["level"]) if said["level"] else None,
            received_at=said["received"] or None,
            opened_on=said["opened"] or said["began"] or today,
            team=UUID(said["team"]),
            worker=UUID(said["worker"]) if said["worker"] else None,
            other_reference=said["other_reference"],
            from_file=bool(said["of_file"]) and said["of_file"] == said["other_reference"].strip(),
            family=said["family"],
        )


NEW_CHILD = "new"


class WhichChild(Form):
    """Whether a child who is put on record is one who is there already."""

    child = Choice(label="Is it one of these?", choices=[], missing="Say whether it is one of these")

    def offer(self, alike: Iterable[tuple[UUID, str, str]]) -> None:
        """Who it could be: id, name, and what tells them apart."""
        offered = [(str(key), name, hint) for key, name, hint in alike]
        field = self.fields["child"]
        field.choices = [*((key, name) for key, name, _ in offered), (NEW_CHILD, "No: this is another child")]
        field.hints = {key: hint for key, _, hint in offered}
