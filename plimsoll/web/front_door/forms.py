"""What is asked at the front door."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID, uuid4

from django import forms

from plimsoll.actions.cases import LONGEST_NOTE, LONGEST_WHY
from plimsoll.actions.contacts import LONGEST_ADVICE, LONGEST_TOLD, OUTCOMES, Comes
from plimsoll.actions.new_case import LONGEST_NAME, LONGEST_REFERENCE
from plimsoll.actions.referrals import LONGEST_REFERRER, OF_THEMSELVES, NewReferral, Referred, Triage
from plimsoll.core.priority.scales import NOT_SCORED, Scales
from plimsoll.core.terms import ContactOutcome, FamilyKnows, Means, ReferralSource, Reported, Scale, TriageOutcome
from plimsoll.queries.judging import Judgements
from plimsoll.web.forms.dates import NotADay, read_day
from plimsoll.web.forms.fields import Choice, Day, LongText, Pick, Text, choices_of
from plimsoll.web.forms.form import Form
from plimsoll.web.forms.moments import NotAMoment, read_moment
from plimsoll.web.judging.judge import NOT_KNOWN, AskedOnScale, now_of

NEW_CHILD = "new"
YES, NO = "yes", "no"


class Take(Form):
    """A referral that comes in. What is necessary stands first."""

    key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)  # sent twice, taken in once
    danger = Choice(
        label="Is the child in danger now?",
        choices=[(NO, "No, or not as far as anybody knows"), (YES, "Yes, or it may be so")],
        hints={YES: "Ring 999 first. The child then stands in Act now until somebody says how they are safe."},
        missing="Say whether the child may be in danger now",
    )
    given_name = Text(label="Given name of the child", required=False, most=LONGEST_NAME, width=20)
    family_name = Text(
        label="Family name",
        required=False,
        most=LONGEST_NAME,
        width=20,
        help_text="Where it is not known, write Unknown.",
    )
    born = Day(
        label="Date of birth, or when birth is expected",
        required=False,
        help_text="For example 3/4/21. Leave it empty if nobody knows.",
    )
    reported = Choice(
        label="What does it tell of?",
        choices=choices_of(Reported),
        required=False,
        help_text="As you heard it. What it means is judged later; until then this says what is looked at first. Leave "
        "it open if nobody can say.",
    )
    worry = LongText(
        label="What are they worried about?",
        help_text="In their own words: what was seen and heard, when, and what they fear. The child may read this one day.",
        missing="Write what they are worried about",
        most=LONGEST_NOTE // 2,
        rows=6,
    )
    source = Pick(label="Who refers?", choices=choices_of(ReferralSource), missing="Choose who refers")
    referrer = Text(
        label="Their name, post, and how to reach them",
        required=False,
        most=LONGEST_REFERRER,
        help_text="They are to be told what was decided.",
    )
    means = Choice(label="How did it come in?", choices=choices_of(Means), missing="Choose how it came in", inline=True)
    received = Text(
        label="When did it come in?",
        width=20,
        help_text="The clock runs from then, not from when you write it down. For example Friday 16:40.",
        missing="Write when it came in, with the time",
    )
    family_knows = Choice(
        label="Does the family know, and agree?",
        choices=choices_of(FamilyKnows),
        required=False,
        help_text="Asked of professionals. Somebody of the family, a neighbour or the child need not have asked.",
    )
    family_why = Text(
        label="Why not?",
        required=False,
        most=LONGEST_WHY,
        help_text="Where they do not agree, or are not told.",
    )
    others = LongText(
        label="Brothers and sisters it is also about",
        required=False,
        rows=3,
        help_text="One a line, with the date of birth after a comma: Mia Ellis, 3/4/21. Each gets a case of their own, "
        "together as one family.",
    )
    known = Text(
        label="Their reference, if you know it",
        required=False,
        most=LONGEST_REFERENCE,
        width=20,
        help_text="Ours, or that of your other system.",
    )
    team = Pick(label="Which team's front door is it?", choices=[], missing="Choose the team")

    def __init__(
        self, *given: Any, teams: Sequence[tuple[UUID, str]], contact: bool, as_at: datetime, **rest: Any
    ) -> None:
        super().__init__(*given, as_at=as_at, **rest)
        self.as_at, self.contact = as_at, contact
        self.children: tuple[Referred, ...] = ()
        if contact:
            self.fields["source"].label = "Who makes contact?"
            self.fields["source"].error_messages["required"] = "Choose who makes contact"
        self.fields["team"].choices = [(str(key), name) for key, name in teams]
        if len(teams) == 1:
            self.fields["team"].initial = str(teams[0][0])
            self.fields["team"].widget = forms.HiddenInput()
        self.fields["received"].initial = f"{as_at.day} {as_at:%b %Y %H:%M}"

    def clean(self) -> dict[str, Any]:
        """When it came in as a moment; the brothers and sisters, line by line."""
        said = super().clean() or self.cleaned_data
        if typed := str(said.get("received", "")).strip():
            try:
                said["received_at"], timed = read_moment(typed, today=self.as_at.date())
            except NotAMoment as fault:
                self.add_error("received", str(fault))
            else:
                if not timed:
                    self.add_error("received", "Write the time too, such as Friday 16:40. About when is enough.")
        if not said.get("family_knows") and said.get("source") and ReferralSource(said["source"]) not in OF_THEMSELVES:
            self.add_error(
                "family_knows",
                "Say whether the family knows, and agrees. Where nobody asked, choose that it is not known.",
            )
        self._name(said)
        self.children = (self._first(said), *self._others(said))
        return said

    def _name(self, said: dict[str, Any]) -> None:
        """Who it is about is said by name, or by a reference that is on record."""
        if str(said.get("known", "")).strip():
            return
        if not str(said.get("family_name", "")).strip():
            self.add_error("family_name", "Write the family name. Where it is not known, write Unknown.")
        born = said.get("born")
        if not str(said.get("given_name", "")).strip() and (born is None or born <= self.as_at.date()):
            self.add_error("given_name", "Write the given name. It may be empty only before birth.")

    def _first(self, said: dict[str, Any]) -> Referred:
        return Referred(
            said.get("given_name", ""), said.get("family_name", ""), *_birth(said.get("born"), self.as_at.date()),
            other_reference=said.get("known", "").strip(),
        )  # fmt: skip

    def _others(self, said: dict[str, Any]) -> tuple[Referred, ...]:
        found = []
        for number, line in enumerate(filter(None, map(str.strip, str(said.get("others", "")).split("\n"))), start=1):
            name, _, typed = line.partition(",")
            given, _, family = name.strip().rpartition(" ")
            born = None
            if typed.strip():
                try:
                    born = read_day(typed, today=self.as_at.date())
                except NotADay as fault:
                    self.add_error("others", f"Line {number}, {name.strip()}: {fault}")
            whole = (given, family) if given else (family, str(said.get("family_name", "")))
            found.append(Referred(*whole, *_birth(born, self.as_at.date())))
        return tuple(found)

    def said(self, children: Sequence[Referred]) -> NewReferral:
        """What was said, once it is sound, of these children."""
        said = self.cleaned_data
        return NewReferral(
            key=said["key"], children=tuple(children), source=ReferralSource(said["source"]), referrer=said["referrer"],
            means=Means(said["means"]), received_at=said["received_at"], worry=said["worry"], danger=said["danger"] == YES,
            family_knows=FamilyKnows(said["family_knows"]) if said["family_knows"] else None,
            family_why=said["family_why"], team=UUID(said["team"]),
            reported=Reported(said["reported"]) if said["reported"] else None, contact=self.contact,
        )  # fmt: skip


def _birth(day: date | None, today: date) -> tuple[date | None, date | None]:
    """When a child was born, and when their birth is expected: one of the two, or neither."""
    return (day, None) if day is None or day <= today else (None, day)


class WhichChildren(Form):
    """Whether children of a referral are on record already: a question for each of whom it may be so."""

    def offer(self, number: int, name: str, alike: Iterable[tuple[UUID, str, str]]) -> None:
        """Whom the child of this number could be: id, name, and what tells them apart."""
        offered = [(str(key), said, hint) for key, said, hint in alike]
        field = Choice(
            label=f"Is {name or 'the child'} one of these?",
            choices=[*((key, said) for key, said, _ in offered), (NEW_CHILD, "No: this is another child")],
            hints={key: hint for key, _, hint in offered},
            missing=f"Say whether {name or 'the child'} is one of these",
        )
        self.fields[f"child_{number}"] = field

    def chosen(self, number: int) -> UUID | None:
        """Who that child is; None for one who is not on record."""
        said = self.cleaned_data.get(f"child_{number}", NEW_CHILD)
        return None if said == NEW_CHILD else UUID(said)


HINTS = {
    TriageOutcome.ASSESSMENT: "A team finds out what the family needs.",
    TriageOutcome.ENQUIRY: "Harm is suspected: a strategy discussion comes next.",
    TriageOutcome.EARLY_HELP: "It goes across to a team that helps early.",
    TriageOutcome.LINKED: "Somebody works with the child already: what came in goes on that record.",
    TriageOutcome.SIGNPOSTED: "Say which service, and who told the family. It stays on record.",
    TriageOutcome.NO_FURTHER_ACTION: "It stays on record, and comes up again when another referral arrives.",
}


CONTACT_HINTS = {
    ContactOutcome.NO_FURTHER_ACTION: "It stays on record, and comes up again with the next contact about the child.",
    ContactOutcome.ADVICE: "To whom, and what, stays on record with it.",
    ContactOutcome.EARLY_HELP: "It becomes an early help case in the queue of the team that you choose.",
    ContactOutcome.REFERRAL: "It waits to be triaged, with all that was typed, and its clock runs from when it came in.",
}


ASKED_FOR = {
    ContactOutcome.ADVICE.value: {"advice": "Write what you advised", "told": "Write to whom you gave it"},
    ContactOutcome.EARLY_HELP.value: {"team": "Choose the team that helps early"},
}


class Decide(Form):
    """What becomes of a referral: the same scales as everywhere, the outcome, and why."""

    def __init__(
        self,
        *given: Any,
        scales: Scales,
        present: Judgements,
        teams: Sequence[tuple[UUID, str]],
        linked: Sequence[tuple[UUID, str]],
        danger: bool,
        as_at: datetime,
        **rest: Any,
    ) -> None:
        super().__init__(*given, as_at=as_at, **rest)
        self.asked = [question.scale for question in scales.questions if question.scale in present.applies]
        for scale in self.asked:
            before, question = present.found.get(scale), scales.of(scale)
            field = AskedOnScale(question, now_of(before, question, as_at) if before else None)
            field.required = scale not in NOT_SCORED
            field.opens = True
            field.error_messages["required"] = f"{question.asks} Answer, or say that it is not known"
            self.fields[scale.value] = field
        if danger:
            self._ask_of_danger()
        outcomes = [word for word in TriageOutcome if linked or word is not TriageOutcome.LINKED]
        self.fields["outcome"] = Choice(
            label="What becomes of it?",
            choices=choices_of(outcomes),
            hints={word.value: HINTS[word] for word in outcomes},
            missing="Choose what becomes of it",
        )
        self.fields["team"] = Pick(
            label="Which team takes it on?", required=False, choices=[(str(key), name) for key, name in teams]
        )
        if linked:
            self.fields["linked"] = Choice(
                label="Which case does it go to?", required=False, choices=[(str(key), name) for key, name in linked]
            )
        self.fields["why"] = LongText(
            label="Why?",
            help_text="The facts you relied on, what you decided against, and what the family and the child say. The child "
            "may read this one day.",
            missing="Say why",
            most=LONGEST_WHY,
            rows=5,
        )

    def _ask_of_danger(self) -> None:
        self.fields["safe"] = Choice(
            label="It was said that the child may be in danger. Is the child safe now?",
            choices=[(YES, "Yes"), (NO, "Not yet: somebody keeps working on it")],
            missing="Say whether the child is safe now",
        )
        self.fields["safety"] = LongText(
            label="What keeps the child safe?",
            help_text="Who is with the child, who has been told, and what happens next.",
            missing="Say what is done to keep the child safe",
            most=LONGEST_WHY,
            rows=3,
        )

    def said(self) -> Triage:
        """What was decided, once the form is sound."""
        said = self.cleaned_data
        values: dict[Scale, int | None] = {
            scale: None if answer == NOT_KNOWN else int(answer) for scale in self.asked if (answer := said[scale.value])
        }
        return Triage(
            TriageOutcome(said["outcome"]), values, said["why"],
            safe=said["safe"] == YES if "safe" in said else None, safety=said.get("safety", ""),
            team=UUID(said["team"]) if said["team"] else None,
            linked=UUID(said["linked"]) if said.get("linked") else None,
        )  # fmt: skip


class ComesTo(Form):
    """What a contact comes to, and why."""

    outcome = Choice(
        label="What does it come to?",
        choices=choices_of(OUTCOMES),
        hints={word.value: CONTACT_HINTS[word] for word in OUTCOMES},
        missing="Choose what it comes to",
    )
    advice = LongText(
        label="What did you advise?", required=False, help_text="Where advice was given.", most=LONGEST_ADVICE, rows=3
    )
    told = Text(
        label="To whom?", required=False, most=LONGEST_TOLD, help_text="For example: Ms Sedge, the school’s lead."
    )
    team = Pick(label="Which team takes it on?", required=False, help_text="For early help.", choices=[])
    why = LongText(
        label="Why?",
        help_text="What you relied on, and what the family and the child say. The child may read this one day.",
        missing="Say why",
        most=LONGEST_WHY,
        rows=4,
    )

    def __init__(self, *given: Any, teams: Sequence[tuple[UUID, str]], as_at: datetime, **rest: Any) -> None:
        super().__init__(*given, as_at=as_at, **rest)
        self.fields["team"].choices = [(str(key), name) for key, name in teams]

    def clean(self) -> dict[str, Any]:
        """What the outcome asks for besides is told with the other faults, at once."""
        said = super().clean() or self.cleaned_data
        for field, missing in ASKED_FOR.get(said.get("outcome", ""), {}).items():
            if not str(said.get(field, "")).strip() and field not in self.errors:
                self.add_error(field, missing)
        return said

    def said(self) -> Comes:
        """What was said, once the form is sound."""
        said = self.cleaned_data
        team = UUID(said["team"]) if said["team"] else None
        return Comes(ContactOutcome(said["outcome"]), said["why"], said["advice"], said["told"], team)


class TakeUp(Form):
    """Why a contact is taken up again."""

    why = LongText(
        label="Why is it taken up again?",
        help_text="What was said before stays on record. Its clock runs from now.",
        missing="Say why",
        most=LONGEST_WHY,
        rows=4,
    )


class Give(Form):
    """Who is to hold a case, of those whose lists and loads stand beside it."""

    worker = Choice(label="Who is to hold this case?", choices=[], missing="Choose who is to hold it")
    agreed = Text(
        label="Who agreed to it?",
        most=100,
        width=20,
        help_text="For example: the worker, in our talk this morning.",
        missing="Say who agreed to it",
    )
    why = LongText(label="Why this worker?", missing="Say why", most=LONGEST_WHY - 120, rows=3)

    def offer(self, people: Iterable[tuple[UUID, str, str]]) -> None:
        """Who can be chosen: id, name, and in a line what it would do to them."""
        offered = list(people)
        field = self.fields["worker"]
        field.choices = [(str(key), name) for key, name, _ in offered]
        field.hints = {str(key): said for key, _, said in offered}
