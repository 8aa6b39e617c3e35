"""What the pages of plans show."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from django.urls import reverse

from plimsoll.core.calendar import LONDON
from plimsoll.core.priority.told import capital
from plimsoll.core.terms import ActionOwner, Agreement, WhoseWords
from plimsoll.core.timescales.explain import day_words
from plimsoll.queries.cases import CaseView, Relative
from plimsoll.queries.plans import ActionView, OutcomeView, PlanStands, PlansView, PlanView, ReviewView
from plimsoll.web.cases.page import FormPage, about, form_page, viewed
from plimsoll.web.cases.plan import action_line, warnings
from plimsoll.web.forms.form import Form
from plimsoll.web.page import Page
from plimsoll.web.parts import Act, Cell, Column, DueLine, Fact, Link, State, Table


@dataclass(frozen=True)
class OutcomePart:
    """An outcome with what is done for it; `now` how it stood at the last review, '' before the first."""

    text: str
    whose: str
    now: str
    actions: tuple[DueLine, ...]
    acts: tuple[Link, ...]


@dataclass(frozen=True)
class ReviewPart:
    """A review, as it stands below its plan."""

    title: str
    facts: tuple[Fact, ...]
    outcomes: Table


@dataclass(frozen=True)
class PlanPart:
    """One version of a plan. `warns`: what is late or does not move, a sentence each."""

    id: str
    title: str
    purpose: str
    facts: tuple[Fact, ...]
    warns: tuple[str, ...]
    outcomes: tuple[OutcomePart, ...]
    reviews: tuple[ReviewPart, ...]
    acts: tuple[Act, ...]


@dataclass(frozen=True)
class PlansPage(Page):
    """The plans of a case: the draft, what is in force, what was before."""

    about: str
    acts: tuple[Act, ...]
    drafts: tuple[PlanPart, ...]
    in_force: tuple[PlanPart, ...]
    nothing: State
    earlier: tuple[PlanPart, ...]


def plans_page(found: PlansView, *, may: bool, as_at: datetime) -> PlansPage:
    """All plans of a case. `may`: whether the viewer may write on it."""
    case, today = found.case, as_at.astimezone(LONDON).date()
    drafts, in_force = found.standing(PlanStands.DRAFT), found.standing(PlanStands.IN_FORCE)
    earlier = [one for one in found.plans if one not in (*drafts, *in_force)]
    begin = Act("Begin a plan", href=reverse("case-plan-new", args=[case.id]), main=not in_force)
    return PlansPage(
        f"Plan of {case.called}",
        tab=f"Plan of {case.reference}",
        about=about(case),
        acts=(begin,) if may and not drafts else (),
        drafts=tuple(_part(case, one, _draft_acts(case, one) if may else (), today, may) for one in drafts),
        in_force=tuple(_part(case, one, _acts(case, one, may, bool(drafts)), today, may) for one in in_force),
        nothing=State(
            "No plan is in force",
            "Begin a draft with the child and the family, add what shall be different and who does what by when, and put "
            "it in force when they were asked.",
        ),
        earlier=tuple(_part(case, one, (), today, False) for one in earlier),
        back=Link(case.called, reverse("case", args=[case.id])),
        viewed=viewed(case),
    )


def asked_page(
    found: CaseView, form: Form, *, title: str, button: str, action: str, back: str, named: Sequence[Relative] = ()
) -> FormPage:
    """A form that leads back to the plans of a case. `named`: brothers and sisters whom it shows."""
    page = form_page(found, form, title=title, button=button, action=action)
    return replace(page, cancel=back, back=Link(f"Plan of {found.called}", back), viewed=viewed(found, *named))


def _draft_acts(case: CaseView, plan: PlanView) -> tuple[Act, ...]:
    key = [case.id]
    offered = [Act("Add an outcome", href=reverse("case-plan-outcome", args=key), main=not plan.outcomes)]
    if plan.outcomes:
        offered.append(Act("Add an action", href=reverse("case-plan-action", args=key), main=not plan.actions))
        offered.append(Act("Leave a line out", href=reverse("case-plan-left-out", args=key)))
    if plan.actions:
        offered.append(Act("Put it in force", href=reverse("case-plan-agree", args=key), main=True))
    return (*offered, Act("Leave this draft", href=f"{reverse('case-plan-end', args=key)}?plan={plan.id}"))


def _acts(case: CaseView, plan: PlanView, may: bool, draft: bool) -> tuple[Act, ...]:
    key, asked = [case.id], f"?plan={plan.id}"
    page = Act(
        "Page for the family, to print",
        post=reverse("case-plan-family", args=key),
        fields=(("plan", str(plan.id)),),
        about=plan.kind.label,
    )
    if not may:
        return (page,)
    return (
        Act("Review it", href=reverse("case-plan-review", args=key) + asked, main=not draft, about=plan.kind.label),
        page,
        Act("End it", href=reverse("case-plan-end", args=key) + asked, about=plan.kind.label),
    )


def _part(case: CaseView, plan: PlanView, acts: tuple[Act, ...], today: date, may: bool) -> PlanPart:
    kind = capital(plan.kind.label)
    draft = plan.stands is PlanStands.DRAFT
    return PlanPart(
        id=f"plan-{plan.number}-{str(plan.root)[:8]}",
        title=f"{kind}, version {plan.number}" + (", draft" if draft else ""),
        purpose=plan.purpose,
        facts=_facts(plan),
        warns=tuple(warnings(plan, today)) if plan.stands is PlanStands.IN_FORCE else (),
        outcomes=tuple(_outcome(case, plan, one, today, may) for one in plan.outcomes),
        reviews=tuple(map(_review, plan.reviews)),
        acts=acts,
    )


def _facts(plan: PlanView) -> tuple[Fact, ...]:
    said = [("Written", f"{day_words(plan.written_at.astimezone(LONDON).date())} by {plan.by}")]
    if plan.agreed_on and plan.agreement:
        said += [
            ("In force since", day_words(plan.agreed_on)),
            ("Who was asked", plan.agreed_with),
            ("What they said", plan.agreement.label + (f": “{plan.agreed_words}”" if plan.agreed_words else "")),
            ("Whom the family can ring", plan.ring),
        ]
    if plan.ended_on:
        said.append(("Ended", f"{day_words(plan.ended_on)}: {plan.ended_why}"))
    elif plan.stands is PlanStands.FOLLOWED:
        said.append(("Stands", plan.stands.value))
    return tuple(Fact(name, value) for name, value in said)


def _outcome(case: CaseView, plan: PlanView, one: OutcomeView, today: date, may: bool) -> OutcomePart:
    last = one.progress[0] if one.progress else None
    now = f"{capital(last.progress.label)} on {day_words(last.on)}: {last.words}" if last else ""
    acts: tuple[Link, ...] = ()
    if may and plan.stands is PlanStands.DRAFT:
        acts = (Link("Add an action for this", f"{reverse('case-plan-action', args=[case.id])}?outcome={one.id}"),)
    in_force = plan.stands is PlanStands.IN_FORCE
    return OutcomePart(
        one.text,
        one.words_of.label,
        now,
        tuple(action_line(case, each, today, may=may and in_force, asked=in_force) for each in one.actions),
        acts,
    )


def _review(one: ReviewView) -> ReviewPart:
    said = (
        ("Who was there", one.present),
        ("What the child and the family said", one.views),
        ("Decided", one.decision),
    )
    rows = tuple((Cell(text), Cell(capital(how.label)), Cell(words)) for text, how, words in one.progress)
    return ReviewPart(
        f"Reviewed on {day_words(one.on)}, written by {one.by}",
        tuple(Fact(name, value) for name, value in said if value),
        Table("How it stood", tuple(map(Column, ("Outcome", "How it is", "What shows it"))), rows, caption_hidden=True),
    )


# ---- for the family ------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class FamilyPage(Page):
    """A plan as the family is given it: one page in plain words, with nothing on it but the plan."""

    whose: str
    purpose: str
    outcomes: tuple[tuple[str, str], ...]
    actions: Table
    done: tuple[str, ...]
    said: str
    ring: str
    since: str
    reference: str


TO_THE_FAMILY = {
    WhoseWords.CHILD: "the child's own words",
    WhoseWords.FAMILY: "your own words",
    WhoseWords.TOGETHER: "we found it together",
    WhoseWords.PROFESSIONAL: "our words",
}
"""Whose words an outcome is in, as the page for the family says it."""


def family_page(found: PlansView, plan: PlanView, *, as_at: datetime) -> FamilyPage:
    """A plan in force for the family. No address, no note for staff and nobody who is not named in the plan stands on it."""
    case = found.case
    name = case.name.split(" ")[0] or case.household or "your family"
    rows = tuple(
        (Cell(_who_for_family(case, one)), Cell(one.what), Cell(day_words(one.due_on)))
        for one in plan.actions
        if one.open
    )
    return FamilyPage(
        f"Our plan for {name}",
        whose=plan.kind.label,
        purpose=plan.purpose,
        outcomes=tuple((one.text, TO_THE_FAMILY[one.words_of]) for one in plan.outcomes),
        actions=Table(
            "Who does what, by when", tuple(map(Column, ("Who", "Does what", "By when"))), rows, caption_hidden=True
        ),
        done=tuple(f"{one.what} ({_who_for_family(case, one)})" for one in plan.actions if not one.open),
        said=_said(plan),
        ring=plan.ring,
        since=f"This plan has held since {day_words(plan.agreed_on)}." if plan.agreed_on else "",
        reference=case.reference,
        back=Link(f"Plan of {case.called}", reverse("case-plans", args=[case.id])),
        tab=f"The plan of {case.reference}, for the family",
        viewed=viewed(case),
    )


def _who_for_family(case: CaseView, one: ActionView) -> str:
    if one.owner is ActionOwner.WORKER:
        return case.worker_name or "Your worker"
    return one.who


def _said(plan: PlanView) -> str:
    """What they said to it, as it is told to them."""
    told = {
        Agreement.AGREED: "You told us that you agree with this plan.",
        Agreement.PARTLY: "You told us that you agree with some of this plan.",
        Agreement.DISAGREED: "You told us that you do not agree with this plan.",
        Agreement.NOT_ASKED: "We have not asked you yet what you think of this plan.",
    }
    if plan.agreement is None:
        return ""
    if plan.agreement is Agreement.NOT_ASKED or not plan.agreed_words:
        return told[plan.agreement]
    return f"{told[plan.agreement]} You said: “{plan.agreed_words}”"
