"""What the page of a case says of its plan: what is late, what does not move, and where all of it stands."""

from dataclasses import dataclass
from datetime import date
from itertools import takewhile

from django.urls import reverse

from plimsoll.core.priority.told import capital
from plimsoll.core.terms import ActionOwner, DueState, Progress
from plimsoll.core.timescales.explain import day_words
from plimsoll.queries.cases import CaseView
from plimsoll.queries.facts.plans import ACTION
from plimsoll.queries.plans import ActionView, OutcomeView, PlanStands, PlanView
from plimsoll.web.cases.standing import SaidBeside
from plimsoll.web.parts import Act, DueLine, Link
from plimsoll.web.times import on_day


@dataclass(frozen=True)
class PlanBox:
    """The plan of a case in short: a sentence, what to look out for, actions that are late, and where to go."""

    said: str
    warns: tuple[str, ...]
    late: tuple[DueLine, ...]
    ways: tuple[Link, ...]


def plan_box(found: CaseView, plans: tuple[PlanView, ...], today: date, *, may: bool) -> PlanBox:
    """The plans of a case as its page shows them."""
    in_force = [one for one in plans if one.stands is PlanStands.IN_FORCE]
    late = [one for plan in in_force for one in plan.actions if one.open and one.due_on < today]
    return PlanBox(
        _said(in_force, any(one.stands is PlanStands.DRAFT for one in plans)),
        tuple(text for plan in in_force for text in warnings(plan, today)),
        tuple(action_line(found, one, today, may=may) for one in late),
        (
            Link("Plan, with who does what by when", reverse("case-plans", args=[found.id])),
            Link("Goals and outcomes", reverse("case-outcomes", args=[found.id])),
            Link("How the child develops", reverse("case-development", args=[found.id])),
        ),
    )


def _said(in_force: list[PlanView], draft: bool) -> str:
    drafted = " A draft waits to be put in force." if draft else ""
    if not in_force:
        return drafted.strip() or "No plan is in force."
    counted = []
    for plan in in_force:
        done = sum(not one.open for one in plan.actions)
        kind = capital(plan.kind.label)
        counted.append(f"{kind}, version {plan.number}: {done} of {len(plan.actions)} actions done.")
    return " ".join(counted) + drafted


def plans_beside(found: CaseView, plans: tuple[PlanView, ...], *, may: bool) -> dict[str, SaidBeside]:
    """What stands beside each action that is due for whoever holds the case, by the key of the due item."""
    lines = {}
    for plan in plans:
        for one in plan.actions:
            if one.owner is ActionOwner.WORKER:
                said = [f"“{one.what}”", *(f"{each.outcome.label}: {each.words}" for each in one.said if each.words)]
                href = f"{reverse('case-plan-said', args=[found.id])}?action={one.id}"
                act = Act("Say what became of it", href=href, about=f": {one.what}")
                may_say = may and one.open and plan.stands is PlanStands.IN_FORCE
                lines[f"{ACTION}{one.id}"] = SaidBeside(tuple(said), (act,) if may_say else ())
    return lines


def warnings(plan: PlanView, today: date) -> list[str]:
    """What is late, and which outcomes do not move, a sentence each."""
    late = [one for one in plan.actions if one.open and one.due_on < today]
    said = []
    if late:
        said.append(f"{len(late)} action{' is' if len(late) == 1 else 's are'} past the day agreed.")
    for outcome in plan.outcomes:
        if outcome.progress and outcome.progress[0].progress is not Progress.BETTER:
            how = "worse" if outcome.progress[0].progress is Progress.WORSE else "the same"
            still = _in_a_row(outcome)
            more = f", {still} reviews in a row without getting better" if still > 1 else ""
            said.append(f"“{outcome.text}” was {how} at the last review{more}.")
    return said


def _in_a_row(outcome: OutcomeView) -> int:
    """Of how many reviews in a row, the last among them, the outcome was not better."""
    return sum(1 for _ in takewhile(lambda one: one.progress is not Progress.BETTER, outcome.progress))


def action_line(case: CaseView, one: ActionView, today: date, *, may: bool, asked: bool = True) -> DueLine:
    """An action as a line of what is due. asked : whether its plan is in force; else it can be neither late nor done."""
    late = asked and one.open and one.due_on < today
    state = DueState.MET if not one.open else DueState.OVERDUE if late else DueState.DUE
    said = tuple(
        f"{capital(each.outcome.label)} on {day_words(each.on)}{f': {each.words}' if each.words else ''} ({each.by})"
        for each in one.said
    )
    act = Act(
        "Say what became of it", href=f"{reverse('case-plan-said', args=[case.id])}?action={one.id}", about=one.what
    )
    return DueLine(
        title=one.what,
        state=state,
        says={DueState.MET: "Done", DueState.OVERDUE: "Late", DueState.DUE: "To do"}[state],
        when=on_day(one.done_on or one.due_on, today=today, late=late),
        whose=who_does(case, one),
        working="",
        put_off=said,
        act=act if may and one.open else None,
    )


def who_does(case: CaseView, one: ActionView) -> str:
    """By name, who does an action."""
    if one.owner is ActionOwner.WORKER:
        return case.worker_name or "whoever holds the case: nobody yet"
    return one.who
