"""Writing a plan: its outcomes and actions, putting it in force, what became of each action, reviewing it, ending it."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from uuid import UUID, uuid4, uuid5

from django.db.models import Q, QuerySet

from plimsoll.actions.audit import record_event
from plimsoll.actions.authorise import check_can_judge, check_can_read
from plimsoll.actions.cases import Refused, one_at_a_time_on, plain, reason, too_long
from plimsoll.core.access import NotAllowed, NotThere, Viewer
from plimsoll.core.calendar import LONDON
from plimsoll.core.terms import Act, ActionOutcome, ActionOwner, Agreement, EventKind, PlanKind, Progress, WhoseWords
from plimsoll.queries.plans import standing
from plimsoll.records.models.cases import Case, Event
from plimsoll.records.models.plans import ActionSaid, OutcomeProgress, Plan, PlanAction, PlanOutcome, PlanReview

LONGEST_PURPOSE, LONGEST_LINE, LONGEST_WHO, LONGEST_RING = 2_000, 500, 200, 300
FURTHEST = timedelta(3 * 366)  # ours: an action by a later day has its year mistyped
NO_DRAFT = "No plan is being drafted on this case. Begin one first."
CHANGED = "Somebody changed this plan meanwhile. Look at it again."


@dataclass(frozen=True)
class Agreed:
    """What the child and the family said to a plan: when, who was asked, what they said, whom they can ring."""

    on: date
    whom: str
    agreement: Agreement
    words: str
    ring: str


@dataclass(frozen=True)
class Said:
    """What became of an action by a day."""

    on: date
    outcome: ActionOutcome
    words: str


@dataclass(frozen=True)
class Reviewed:
    """A review: on which day, who was there, what the child and the family said, what was decided; how it stands with each
    outcome, in words, and what became of actions, by their ids. changes : whether a new version is begun from it."""

    on: date
    present: str
    views: str
    decision: str
    outcomes: Mapping[UUID, tuple[Progress, str]]
    actions: Mapping[UUID, Said]
    changes: bool


def begin_plan(
    case: UUID, kind: PlanKind, purpose: str, *, also: Collection[UUID] = (), key: UUID, by: Viewer, at: datetime
) -> UUID:
    """Begins a draft of a plan, on the case and on others that it serves too. Whoever may write on each while it is open;
    event PLAN_BEGUN on each.

    Parameters
    ----------
    also : cases of brothers and sisters. key : the id of the plan of the first case, made with the form, so that what is
    sent twice is written once; those of the others follow from it.

    Raises
    ------
    NotThere, NotAllowed : as `check_can_judge`. Refused : it has no purpose; a draft is there; or a plan of this kind is in
        force, which is reviewed instead.
    """
    cases = [check_can_judge(by, one) for one in dict.fromkeys((case, *also))]
    one_at_a_time_on(*(one.pk for one in cases), by=by)
    if Plan.objects.filter(org_id=by.org, pk=key, case_id=case).exists():
        return key
    purpose, faults = plain(purpose), {}
    if not purpose:
        faults["purpose"] = "Say what this plan is for."
    faults |= _too_long({"purpose": (purpose, LONGEST_PURPOSE)})
    faults |= _busy(cases, kind, by)
    if faults:
        raise Refused(faults)
    for number, one in enumerate(cases):
        row = uuid5(key, str(one.pk)) if number else key
        Plan.objects.create(
            org_id=by.org, id=row, case_id=one.pk, together=key, root=row, number=1, kind=kind, purpose=purpose,
            written_at=at, written_by_id=by.worker,
        )  # fmt: skip
        record_event(by, Act.PLAN_BEGUN, case_id=one.pk, child_id=one.child_id, about_id=row)
    return key


def add_outcome(
    case: UUID,
    text: str,
    words_of: WhoseWords,
    *,
    also: Collection[UUID] = (),
    key: UUID,
    by: Viewer,
    at: datetime,
) -> UUID:
    """Adds an outcome that is wanted to the draft of a case, and to drafts that were begun with it. Whoever may write on
    each; event PLAN_CHANGED on each.

    Raises
    ------
    NotThere, NotAllowed : as `check_can_judge`, or no draft is there. Refused : it says nothing or too much.
    """
    drafts = _drafts(case, also, by)
    if PlanOutcome.objects.filter(org_id=by.org, pk=key, case_id=case).exists():
        return key
    text = plain(text)
    faults = {} if text else {"text": "Say what shall be different for the child."}
    faults |= _too_long({"text": (text, LONGEST_LINE)})
    if faults:
        raise Refused(faults)
    for number, (plan, found) in enumerate(drafts):
        row = uuid5(key, str(found.pk)) if number else key
        PlanOutcome.objects.create(
            org_id=by.org, id=row, case_id=found.pk, plan=plan, text=text, words_of=words_of, written_at=at
        )
        record_event(by, Act.PLAN_CHANGED, case_id=found.pk, child_id=found.child_id, about_id=plan.pk)
    return key


def add_action(
    case: UUID,
    outcome: UUID,
    what: str,
    owner: ActionOwner,
    who: str,
    *,
    due_on: date,
    also: Collection[UUID] = (),
    key: UUID,
    by: Viewer,
    at: datetime,
) -> UUID:
    """Adds to the draft of a case what somebody does by a day, for one of its outcomes; and to drafts that were begun with
    it and have the same outcome. Whoever may write on each; event PLAN_CHANGED on each.

    Raises
    ------
    NotThere, NotAllowed : as `check_can_judge`, or no draft is there. Refused : it does not say what, who or by when, or its
        outcome is not of this draft.
    """
    drafts = _drafts(case, also, by)
    if PlanAction.objects.filter(org_id=by.org, pk=key, case_id=case).exists():
        return key
    what, who = plain(what), "" if owner is ActionOwner.WORKER else plain(who)
    (plan, _), *others = drafts
    of = PlanOutcome.objects.filter(org_id=by.org, plan=plan, pk=outcome, left_at__isnull=True).first()
    faults = _action_faults(what, owner, who, due_on, at)
    if of is None:
        faults["outcome"] = "Choose the outcome for which it is done. Add one first, where there is none."
    if faults or of is None:
        raise Refused(faults)
    outcomes = {plan.pk: of.pk}
    for one in PlanOutcome.objects.filter(
        org_id=by.org, plan__in=[draft.pk for draft, _ in others], text=of.text, left_at__isnull=True
    ):
        outcomes.setdefault(one.plan_id, one.pk)
    for number, (draft, found) in enumerate(pair for pair in drafts if pair[0].pk in outcomes):
        row = uuid5(key, str(found.pk)) if number else key
        PlanAction.objects.create(
            org_id=by.org, id=row, case_id=found.pk, plan=draft, outcome_id=outcomes[draft.pk], what=what, owner=owner,
            who=who, due_on=due_on, written_at=at,
        )  # fmt: skip
        record_event(by, Act.PLAN_CHANGED, case_id=found.pk, child_id=found.child_id, about_id=draft.pk)
    return key


def leave_out(case: UUID, line: UUID, *, by: Viewer, at: datetime) -> None:
    """Leaves an outcome, with what is done for it, or an action out of the draft of a case. Whoever may write on it; event
    PLAN_CHANGED.

    Raises
    ------
    NotThere, NotAllowed : as `check_can_judge`, or no draft is there. Refused : the draft has no such line.
    """
    (plan, found), *_ = _drafts(case, (), by)
    left = {"left_at": at, "left_by_id": by.worker}
    lines = {"org_id": by.org, "plan": plan, "left_at__isnull": True}
    there = PlanOutcome.objects.filter(pk=line, **lines).update(**left)
    there += PlanAction.objects.filter(outcome_id=line, **lines).update(**left)
    there += PlanAction.objects.filter(pk=line, **lines).update(**left)
    if not there:
        raise Refused({"line": "Choose a line that still stands in this draft."})
    record_event(by, Act.PLAN_CHANGED, case_id=case, child_id=found.child_id, about_id=plan.pk)


def agree_plan(case: UUID, said: Agreed, *, by: Viewer, at: datetime) -> UUID:
    """Puts the draft of a case in force, in place of the version before it. Whoever may write on the case; event
    PLAN_AGREED. From now on it is not changed any more.

    Raises
    ------
    NotThere, NotAllowed : as `check_can_judge`, or no draft is there. Refused : a field says nothing or too much, a day that
        cannot be, or the draft has no action.
    """
    (plan, found), *_ = _drafts(case, (), by)
    actions = PlanAction.objects.filter(org_id=by.org, plan=plan, left_at__isnull=True)
    faults = _agreed_faults(said, plan, at)
    if not actions.exists():
        faults["plan"] = "This plan has no action yet. Add who does what by when."
    if faults:
        raise Refused(faults)
    actions.update(in_force_at=at)
    _over(by, at, plan__root=plan.root, plan__number__lt=plan.number)
    Plan.objects.filter(org_id=by.org, pk=plan.pk).update(
        agreed_on=said.on, agreed_with=plain(said.whom), agreement=said.agreement, agreed_words=plain(said.words),
        ring=plain(said.ring), agreed_at=at, agreed_by_id=by.worker,
    )  # fmt: skip
    record_event(by, Act.PLAN_AGREED, case_id=case, child_id=found.child_id, about_id=plan.pk)
    return plan.pk


def say_of_action(
    case: UUID, action: UUID, said: Said, *, also: Collection[UUID] = (), key: UUID, by: Viewer, at: datetime
) -> UUID:
    """Says what became of an action of a plan in force; also of the same action on the plans of brothers and sisters.
    Whoever may write on each case; event PLAN_ACTION_SAID on each. What was said before stays.

    Parameters
    ----------
    also : cases on whose plans, begun with this one, the same action stands. key : the id of what is said.

    Raises
    ------
    NotThere, NotAllowed : as `check_can_judge`. Refused : no such action is asked for; a day that cannot be; or it is not
        done and nobody says why.
    """
    found = check_can_judge(by, case)
    one_at_a_time_on(case, *also, by=by)
    if ActionSaid.objects.filter(org_id=by.org, pk=key, case_id=case).exists():
        return key
    first = _asked_for(by, case_id=case, pk=action).first()
    faults = _said_faults(said, at)
    if first is None:
        faults["action"] = "Choose an action that is asked for by a plan in force."
    if faults or first is None:
        raise Refused(faults)
    same = _asked_for(by, case__in=also, plan__together=first.plan.together, what=first.what, who=first.who)
    cases = {found.pk: found} | {one.case_id: check_can_judge(by, one.case_id) for one in same}
    for number, one in enumerate((first, *same)):
        row = uuid5(key, str(one.pk)) if number else key
        _keep_said(one, said, row, by, at)
        of = cases[one.case_id]
        record_event(by, Act.PLAN_ACTION_SAID, case_id=of.pk, child_id=of.child_id, about_id=one.pk)
    return key


def review_plan(case: UUID, plan: UUID, said: Reviewed, *, key: UUID, by: Viewer, at: datetime) -> UUID:
    """Reviews a plan in force: how it stands with every outcome, what became of every action that is open, what follows.
    Where it changes, a draft of the next version is begun with its outcomes and the actions that are not done. Whoever may
    write on the case; event PLAN_REVIEWED, and the same in the chronology of the case. The plan reviewed is not changed, and
    no clock ends by it: which meeting counts as which review is said where that meeting is written down.

    Raises
    ------
    NotThere, NotAllowed : as `check_can_judge`. Refused : something is not said, as `Reviewed` asks; the plan is not in
        force; or a draft is there already.
    """
    found = check_can_judge(by, case)
    one_at_a_time_on(case, by=by)
    if PlanReview.objects.filter(org_id=by.org, pk=key, case_id=case).exists():
        return key
    row = _in_force(by, case).select_for_update().filter(pk=plan).first()
    if row is None:
        raise Refused({"plan": "Choose a plan that is in force."})
    outcomes = list(PlanOutcome.objects.filter(org_id=by.org, plan=row, left_at__isnull=True))
    actions = list(_asked_for(by, plan=row))
    faults = _review_faults(said, row, outcomes, actions, at)
    if said.changes and Plan.objects.filter(_draft(by, case)).exists():
        faults["next"] = "A draft of a plan is there already. Agree it or leave it first."
    if faults:
        raise Refused(faults)
    review = PlanReview.objects.create(
        org_id=by.org, id=key, case_id=case, plan=row, reviewed_on=said.on, present=plain(said.present),
        views=plain(said.views), decision=plain(said.decision), written_at=at, written_by_id=by.worker,
    )  # fmt: skip
    for outcome in outcomes:
        progress, words = said.outcomes[outcome.pk]
        OutcomeProgress.objects.create(
            org_id=by.org, case_id=case, review=review, outcome=outcome, progress=progress, words=plain(words)
        )
    for action in actions:
        _keep_said(action, said.actions[action.pk], uuid5(key, str(action.pk)), by, at)
    if said.changes:
        done = {one for one, what in said.actions.items() if what.outcome is ActionOutcome.DONE}
        _next_version(row, outcomes, [one for one in actions if one.pk not in done], by, at)
    told = f"{PlanKind(row.kind).label.capitalize()}: {review.decision}"
    Event.objects.create(
        org_id=by.org, case_id=case, kind=EventKind.PLAN_REVIEWED, happened_at=datetime.combine(said.on, time(), LONDON),
        time_known=False, recorded_at=at, recorded_by_id=by.worker, note=told,
    )  # fmt: skip
    record_event(by, Act.PLAN_REVIEWED, case_id=case, child_id=found.child_id, about_id=row.pk)
    return key


def end_plan(case: UUID, plan: UUID, on: date, why: str, *, by: Viewer, at: datetime) -> None:
    """Ends a plan in force, or leaves a draft. Whoever may write on the case; event PLAN_ENDED. It stays readable.

    Raises
    ------
    NotThere, NotAllowed : as `check_can_judge`. Refused : no such plan stands, no reason, or a day that cannot be.
    """
    found = check_can_judge(by, case)
    one_at_a_time_on(case, by=by)
    row = standing(by, case).select_for_update().filter(pk=plan).first()
    faults = reason(why)
    if row is None:
        faults["plan"] = "Choose a plan that is in force, or a draft."
    if on > _today(at):
        faults["on"] = "This lies ahead. Give the day on which it ended."
    elif row is not None and on < (row.agreed_on or row.written_at.astimezone(LONDON).date()):
        faults["on"] = "This is before the plan began. Check the day."
    if faults or row is None:
        raise Refused(faults)
    Plan.objects.filter(org_id=by.org, pk=plan).update(
        ended_on=on, ended_why=why.strip(), ended_at=at, ended_by_id=by.worker
    )
    _over(by, at, plan=row)
    record_event(by, Act.PLAN_ENDED, case_id=case, child_id=found.child_id, about_id=plan, why=why.strip())


def take_plan(case: UUID, plan: UUID, *, by: Viewer) -> None:
    """Remembers that a plan leaves as a page for the family. Whoever may read the record of the case; event PLAN_TAKEN.

    Raises
    ------
    NotThere, NotAllowed : as `check_can_read`; there is no such plan.
    """
    found = check_can_read(by, case)
    if not Plan.objects.filter(org_id=by.org, case_id=case, pk=plan, agreed_at__isnull=False).exists():
        raise NotThere
    record_event(by, Act.PLAN_TAKEN, case_id=case, child_id=found.child_id, about_id=plan)


# ---- what stands ---------------------------------------------------------------------------------------------------------


def _draft(by: Viewer, case: UUID) -> Q:
    return Q(org_id=by.org, case_id=case, agreed_at__isnull=True, ended_at__isnull=True)


def _drafts(case: UUID, also: Collection[UUID], by: Viewer) -> list[tuple[Plan, Case]]:
    """The draft of a case, held for this transaction, with its case; and those of others that were begun with it."""
    found = check_can_judge(by, case)
    one_at_a_time_on(case, *also, by=by)
    plan = Plan.objects.select_for_update().filter(_draft(by, case)).first()
    if plan is None:
        raise NotAllowed(NO_DRAFT)
    pairs = [(plan, found)]
    for other in dict.fromkeys(one for one in also if one != case):
        beside = check_can_judge(by, other)
        with_it = Plan.objects.select_for_update().filter(_draft(by, other), together=plan.together).first()
        if with_it is None:
            raise Refused({"also": CHANGED})
        pairs.append((with_it, beside))
    return pairs


def _in_force(by: Viewer, case: UUID) -> QuerySet[Plan]:
    """Plans that are agreed, not ended, and followed by no version that is."""
    return standing(by, case).filter(agreed_at__isnull=False)


def _asked_for(by: Viewer, **narrowed: object) -> QuerySet[PlanAction]:
    """Actions of plans in force that are not done."""
    return (
        PlanAction.objects.filter(
            org_id=by.org, in_force_at__isnull=False, over_at__isnull=True, done_at__isnull=True, left_at__isnull=True
        )
        .filter(**narrowed)
        .select_related("plan")
    )


def _over(by: Viewer, at: datetime, **narrowed: object) -> None:
    """Nobody is asked any more for the actions of some plans."""
    PlanAction.objects.filter(org_id=by.org, in_force_at__isnull=False, over_at__isnull=True, **narrowed).update(
        over_at=at
    )


def _busy(cases: Sequence[Case], kind: PlanKind, by: Viewer) -> dict[str, str]:
    """Why a plan cannot be begun, where one is there."""
    for one in cases:
        if Plan.objects.filter(_draft(by, one.pk)).exists():
            return {"kind": f"A draft of a plan is there already on {one.reference}. Agree it or leave it first."}
        if _in_force(by, one.pk).filter(kind=kind).exists():
            return {"kind": f"A plan of this kind is in force on {one.reference}. Review that one."}
    return {}


def _keep_said(action: PlanAction, said: Said, key: UUID, by: Viewer, at: datetime) -> None:
    ActionSaid.objects.create(
        org_id=by.org, id=key, case_id=action.case_id, action=action, happened_on=said.on, outcome=said.outcome,
        words=plain(said.words), said_at=at, said_by_id=by.worker,
    )  # fmt: skip
    if said.outcome is ActionOutcome.DONE:
        PlanAction.objects.filter(org_id=by.org, pk=action.pk).update(done_on=said.on, done_at=at)


def _next_version(
    plan: Plan, outcomes: Sequence[PlanOutcome], actions: Sequence[PlanAction], by: Viewer, at: datetime
) -> None:
    """A draft that says what a plan said, less what is done."""
    last = Plan.objects.filter(org_id=by.org, root=plan.root).order_by("-number").values_list("number", flat=True)[0]
    draft = Plan.objects.create(
        org_id=by.org, id=uuid4(), case_id=plan.case_id, together=plan.together, root=plan.root, number=last + 1,
        kind=plan.kind, purpose=plan.purpose, written_at=at, written_by_id=by.worker,
    )  # fmt: skip
    copies = {}
    for one in outcomes:
        copies[one.pk] = PlanOutcome.objects.create(
            org_id=by.org, id=uuid4(), case_id=plan.case_id, plan=draft, text=one.text, words_of=one.words_of,
            came_from=one.pk, written_at=at,
        )  # fmt: skip
    for action in actions:
        PlanAction.objects.create(
            org_id=by.org, id=uuid4(), case_id=plan.case_id, plan=draft, outcome=copies[action.outcome_id],
            what=action.what, owner=action.owner, who=action.who, due_on=action.due_on, came_from=action.pk,
            written_at=at,
        )  # fmt: skip


# ---- what is wrong -------------------------------------------------------------------------------------------------------


def _today(at: datetime) -> date:
    return at.astimezone(LONDON).date()


def _too_long(said: Mapping[str, tuple[str, int]]) -> dict[str, str]:
    return {name: fault for name, (text, most) in said.items() if (fault := too_long(text, most))}


def _action_faults(what: str, owner: ActionOwner, who: str, due_on: date, at: datetime) -> dict[str, str]:
    faults = {} if what else {"what": "Say what is to be done."}
    if owner is not ActionOwner.WORKER and not who:
        faults["who"] = "Say who does it, by name."
    if due_on < _today(at):
        faults["due_on"] = "This is over. Give a day by which it can still be done."
    elif due_on > _today(at) + FURTHEST:
        faults["due_on"] = "This is more than three years away. Check the year."
    return faults | _too_long({"what": (what, LONGEST_LINE), "who": (who, LONGEST_WHO)})


def _agreed_faults(said: Agreed, plan: Plan, at: datetime) -> dict[str, str]:
    faults = {}
    if said.on > _today(at):
        faults["on"] = "This lies ahead. Give the day on which they were asked."
    if not plain(said.whom):
        faults["whom"] = "Say who was asked: the child, and who of the family."
    if said.agreement in (Agreement.PARTLY, Agreement.DISAGREED, Agreement.NOT_ASKED) and not plain(said.words):
        faults["words"] = "Write what they said to it; where they were not asked, why not."
    if not plain(said.ring):
        faults["ring"] = "Say whom the family can ring, with the number."
    return faults | _too_long(
        {"whom": (said.whom, LONGEST_LINE), "words": (said.words, LONGEST_PURPOSE), "ring": (said.ring, LONGEST_RING)}
    )


def _said_faults(said: Said, at: datetime) -> dict[str, str]:
    faults = {}
    if said.on > _today(at):
        faults["on"] = "This lies ahead. Give the day on which it was so."
    if said.outcome is not ActionOutcome.DONE and not plain(said.words):
        faults["words"] = "Say what is done so far, or why it is not done."
    return faults | _too_long({"words": (said.words, LONGEST_LINE)})


def _review_faults(
    said: Reviewed, plan: Plan, outcomes: Sequence[PlanOutcome], actions: Sequence[PlanAction], at: datetime
) -> dict[str, str]:
    faults = {}
    if said.on > _today(at):
        faults["on"] = "This lies ahead. Give the day of the review."
    elif plan.agreed_on is not None and said.on < plan.agreed_on:
        faults["on"] = "This is before the plan was agreed. Check the day."
    if not plain(said.present):
        faults["present"] = "Say who was there."
    if not plain(said.decision):
        faults["decision"] = "Say what was decided."
    for outcome in outcomes:
        if outcome.pk not in said.outcomes:
            faults[f"progress-{outcome.pk}"] = "Say how it stands with this."
        elif not plain(said.outcomes[outcome.pk][1]):
            faults[f"words-{outcome.pk}"] = "Say what shows it."
    for action in actions:
        if action.pk not in said.actions:
            faults[f"outcome-{action.pk}"] = "Say what became of this."
        else:
            wrong = _said_faults(said.actions[action.pk], at)
            faults |= {f"said-{action.pk}": sentence for field, sentence in wrong.items() if field == "words"}
    return faults | _too_long(
        {
            "present": (said.present, LONGEST_LINE),
            "views": (said.views, LONGEST_PURPOSE),
            "decision": (said.decision, LONGEST_PURPOSE),
            **{f"words-{one}": (words, LONGEST_LINE) for one, (_, words) in said.outcomes.items()},
        }
    )
