"""What is asked about a plan."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID, uuid4

from django import forms

from plimsoll.actions.cases import LONGEST_WHY
from plimsoll.actions.plans import (
    LONGEST_LINE,
    LONGEST_PURPOSE,
    LONGEST_RING,
    LONGEST_WHO,
    Agreed,
    Reviewed,
    Said,
)
from plimsoll.core.priority.told import capital
from plimsoll.core.terms import (
    ActionOutcome,
    ActionOwner,
    Agreement,
    CaseType,
    ContactKind,
    PlanKind,
    Progress,
    WhoseWords,
)
from plimsoll.core.timescales.explain import day_words
from plimsoll.queries.cases import CaseView, Relative
from plimsoll.queries.people_round import PersonView
from plimsoll.queries.plans import PlanView
from plimsoll.web.forms.fields import Choice, Day, LongText, Pick, Several, Text, choices_of
from plimsoll.web.forms.form import Form

KIND_OF = {
    CaseType.LOOKED_AFTER: PlanKind.CARE,
    CaseType.CHILD_PROTECTION: PlanKind.CHILD_PROTECTION,
    CaseType.SECTION_47: PlanKind.CHILD_PROTECTION,
    CaseType.CHILD_IN_NEED: PlanKind.CHILD_IN_NEED,
    CaseType.CARE_LEAVER: PlanKind.PATHWAY,
    CaseType.EARLY_HELP: PlanKind.EARLY_HELP,
    CaseType.EARLY_YEARS: PlanKind.EARLY_HELP,
    CaseType.EHC: PlanKind.EDUCATION_HEALTH_CARE,
}


class _Keyed(Form):
    """A form with the id of what it makes, so that what is sent twice is written once."""

    key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)


class _Shared(_Keyed):
    """A form that can be meant for brothers and sisters too."""

    also = Several(label="Also for", choices=[], required=False)

    def offer_also(self, others: Sequence[Relative], *, ticked: bool) -> None:
        """Brothers and sisters, ticked where it is one plan already; the question goes where there are none."""
        if not others:
            del self.fields["also"]
            return
        field: Any = self.fields["also"]
        field.choices = [(str(one.case), one.name or one.reference) for one in others]
        field.initial = [str(one.case) for one in others] if ticked else []

    @property
    def cases(self) -> list[UUID]:
        """The cases that were ticked."""
        return [UUID(key) for key in self.cleaned_data.get("also", [])]


class Begin(_Shared):
    """A plan begun."""

    kind = Choice(
        label="What kind of plan is it?", choices=choices_of(PlanKind), missing="Choose what kind of plan it is"
    )
    purpose = LongText(
        label="What is this plan for?",
        missing="Say what this plan is for",
        most=LONGEST_PURPOSE,
        rows=4,
        help_text="In words that the child and the family understand: they are given it on paper.",
    )

    field_order = ("key", "kind", "purpose", "also")

    def offer(self, found: CaseView, others: Sequence[Relative]) -> None:
        """The kind that goes with the case, and brothers and sisters."""
        self.fields["kind"].initial = KIND_OF.get(found.case_type, PlanKind.OTHER).value
        self.offer_also(others, ticked=False)


class Outcome(_Shared):
    """Something that shall be different."""

    text = LongText(
        label="What shall be different for the child?",
        missing="Say what shall be different for the child",
        most=LONGEST_LINE,
        rows=3,
        help_text="What one will be able to see, not a service. For example: I sleep through, and I am at school on time.",
    )
    words_of = Choice(
        label="Whose words are these?", choices=choices_of(WhoseWords), missing="Say whose words these are"
    )

    field_order = ("key", "text", "words_of", "also")


class Action(_Shared):
    """Who does what by when."""

    outcome = Choice(label="For which outcome?", choices=[], missing="Choose the outcome for which it is done")
    what = LongText(
        label="What is to be done?",
        missing="Say what is to be done",
        most=LONGEST_LINE,
        rows=3,
        help_text="One thing that can be said to be done. For example: take Noah to the sleep clinic.",
    )
    doer = Pick(label="Who does it?", choices=[], missing="Choose who does it")
    name = Text(
        label="Their name, where they are not in the list",
        required=False,
        most=LONGEST_WHO,
        width=20,
        help_text="Who is round the child stands under Family and network; whoever is added there is in the list.",
    )
    due_on = Day(label="By which day?", forward=True, missing="Write the day by which it is done")

    field_order = ("key", "outcome", "what", "doer", "name", "due_on", "also")

    def offer(self, found: CaseView, plan: PlanView, people: Iterable[PersonView], asked: str) -> None:
        """The outcomes of the draft; whoever holds the case, the child, and who is round them."""
        outcome: Any = self.fields["outcome"]
        outcome.choices = [(str(one.id), one.text) for one in plan.outcomes]
        known = {key for key, _ in outcome.choices}
        outcome.initial = asked if asked in known else outcome.choices[0][0] if len(known) == 1 else None
        holder = found.worker_name or "nobody yet"
        child = found.name.split(" ")[0]
        doer: Any = self.fields["doer"]
        doer.choices = [
            (ActionOwner.WORKER.value, f"Whoever holds the case ({holder})"),
            *([(f"{ActionOwner.FAMILY}:{child}", f"{child}, the child")] if child else []),
            *((f"{OWNER_OF[one.kind]}:{_named(one)}", _named(one)) for one in people),
            (ActionOwner.FAMILY.value, "Somebody else of the family: name below"),
            (ActionOwner.PROFESSIONAL.value, "Another professional: name below"),
            (ActionOwner.COLLEAGUE.value, "Somebody else who works here: name below"),
        ]

    @property
    def owner(self) -> tuple[ActionOwner, str]:
        """Who does it: what they are, and by what name."""
        code, _, name = self.cleaned_data["doer"].partition(":")
        return ActionOwner(code), name or self.cleaned_data["name"]

    def add_faults(self, faults: Mapping[str, str]) -> None:
        """What is wrong with who does it is said where a name is typed."""
        super().add_faults({{"who": "name"}.get(name, name): said for name, said in faults.items()})


OWNER_OF = {ContactKind.FAMILY: ActionOwner.FAMILY, ContactKind.PROFESSIONAL: ActionOwner.PROFESSIONAL}


def _named(one: PersonView) -> str:
    """Somebody with what they are, where a plan has room for both."""
    whole = f"{one.name}, {one.part}" if one.part else one.name
    return whole if len(whole) <= LONGEST_WHO else one.name


class LeaveOut(Form):
    """A line that does not stand in the draft."""

    line = Choice(label="Which line does not belong in this plan?", choices=[], missing="Choose a line")

    def offer(self, plan: PlanView) -> None:
        """The lines of the draft."""
        field: Any = self.fields["line"]
        lines = [(str(one.id), f"Outcome: {one.text} (with what is done for it)") for one in plan.outcomes]
        lines += [(str(one.id), f"Action: {one.what}") for one in plan.actions]
        field.choices = lines


class Agree(Form):
    """What the child and the family said."""

    on = Day(label="On which day were they asked?", missing="Write the day on which they were asked")
    whom = Text(
        label="Who was asked?",
        missing="Say who was asked",
        most=LONGEST_LINE,
        help_text="The child, and who of the family. Who has parental responsibility stands under Family and network.",
    )
    agreement = Choice(
        label="What did they say to it?", choices=choices_of(Agreement), missing="Say what they said to it"
    )
    words = LongText(
        label="In their words",
        required=False,
        most=LONGEST_PURPOSE,
        rows=4,
        help_text="Of each who said something else, what they said. Where they were not asked, why not.",
    )
    ring = Text(
        label="Whom can the family ring, on which number?",
        missing="Say whom the family can ring",
        most=LONGEST_RING,
        help_text="It stands on their page. Also whom to ring in the evening and at the weekend.",
    )

    def said(self) -> Agreed:
        """What was typed."""
        typed = self.cleaned_data
        return Agreed(typed["on"], typed["whom"], Agreement(typed["agreement"]), typed["words"], typed["ring"])


class SayOfAction(_Shared):
    """What became of an action."""

    action = Choice(label="Which action?", choices=[], missing="Choose an action")
    outcome = Choice(
        label="What became of it?", choices=choices_of(ActionOutcome), missing="Say what became of it", inline=True
    )
    on = Day(label="On which day was it so?", missing="Write the day on which it was so")
    words = LongText(
        label="In words",
        required=False,
        most=LONGEST_LINE,
        rows=3,
        help_text="Of what is not done: what is done so far, or why not.",
    )

    field_order = ("key", "action", "outcome", "on", "words", "also")

    def offer(self, plans: Iterable[PlanView], asked: str, today: date) -> None:
        """The actions that are open; what the address names is chosen."""
        field: Any = self.fields["action"]
        field.choices = [
            (str(one.id), f"{one.what}, by {day_words(one.due_on)}")
            for plan in plans
            for one in plan.actions
            if one.open
        ]
        field.initial = asked
        self.fields["on"].initial = today

    def said(self) -> Said:
        """What was typed."""
        typed = self.cleaned_data
        return Said(typed["on"], ActionOutcome(typed["outcome"]), typed["words"])


class Review(_Keyed):
    """How it stands with each outcome, what became of each action, and what follows."""

    on = Day(label="On which day was the plan reviewed?", missing="Write the day of the review")
    present = Text(label="Who was there?", missing="Say who was there", most=LONGEST_LINE)
    views = LongText(
        label="What did the child and the family say?",
        required=False,
        most=LONGEST_PURPOSE,
        rows=4,
        help_text="In their own words. Say also how the child was heard where they were not there.",
    )
    decision = LongText(
        label="What was decided, and why?", missing="Say what was decided", most=LONGEST_PURPOSE, rows=4
    )
    next = Choice(
        label="What becomes of the plan?",
        choices=[("change", "It changes: a draft of the next version is begun"), ("same", "It stays as it is")],
        missing="Say what becomes of the plan",
        hints={"change": "With its outcomes and what is not done yet. The plan stays in force until that is agreed."},
    )

    def offer(self, plan: PlanView) -> None:
        """A question for each outcome and each open action of the plan, before what was decided."""
        self.plan = plan
        asked: dict[str, Any] = {}
        for outcome in plan.outcomes:
            asked[f"progress-{outcome.id}"] = Choice(
                label=f"“{outcome.text}”: how is it now?",
                choices=choices_of(Progress),
                missing=f"Say how it stands with “{outcome.text[:60]}”",
                inline=True,
            )
            asked[f"words-{outcome.id}"] = LongText(
                label="What shows it?", missing="Say what shows it", most=LONGEST_LINE, rows=2
            )
            for action in (one for one in outcome.actions if one.open):
                asked[f"outcome-{action.id}"] = Choice(
                    label=f"{_who(action.who)}: {action.what}, by {day_words(action.due_on)}",
                    choices=choices_of(ActionOutcome),
                    missing=f"Say what became of “{action.what[:60]}”",
                    inline=True,
                )
                asked[f"said-{action.id}"] = LongText(
                    label="In words, where it is not done", required=False, most=LONGEST_LINE, rows=2
                )
        self.fields.update(asked)
        self.order_fields(["key", "on", "present", "views", *asked, "decision", "next"])

    def said(self) -> Reviewed:
        """What was typed."""
        typed = self.cleaned_data
        open_actions = [one for one in self.plan.actions if one.open]
        return Reviewed(
            typed["on"],
            typed["present"],
            typed["views"],
            typed["decision"],
            {one.id: (Progress(typed[f"progress-{one.id}"]), typed[f"words-{one.id}"]) for one in self.plan.outcomes},
            {
                one.id: Said(typed["on"], ActionOutcome(typed[f"outcome-{one.id}"]), typed[f"said-{one.id}"])
                for one in open_actions
            },
            typed["next"] == "change",
        )


def _who(who: str) -> str:
    return who or "Whoever holds the case"


class End(Form):
    """That a plan ends, or a draft is left."""

    plan = Choice(label="Which plan?", choices=[], missing="Choose a plan")
    on = Day(label="On which day did it end?", missing="Write the day on which it ended")
    why = LongText(
        label="Why did it end?",
        missing="Say why it ended",
        most=LONGEST_WHY,
        rows=3,
        help_text="For example: every outcome is reached; the case steps down to early help; the draft was begun twice.",
    )

    def offer(self, plans: Sequence[PlanView], asked: str, today: date) -> None:
        """Drafts and plans in force."""
        field: Any = self.fields["plan"]
        field.choices = [(str(one.id), called(one)) for one in plans]
        known = {key for key, _ in field.choices}
        field.initial = asked if asked in known else field.choices[0][0] if len(known) == 1 else None
        self.fields["on"].initial = today


def called(plan: PlanView) -> str:
    """A plan, by its kind and version."""
    kind = capital(plan.kind.label)
    return f"{kind}, version {plan.number}, {plan.stands.value}"
