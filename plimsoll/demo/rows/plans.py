"""The plans of the town's open cases with who does what by when, goals with their readings, scores, and how children
develop. It draws by itself, so that the rest of the town stays as it was."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID
from zlib import crc32

from plimsoll.core.terms import (
    ActionOutcome,
    ActionOwner,
    Agreement,
    CaseType,
    DevelopmentArea,
    PlanKind,
    Progress,
    Rater,
    WhoseWords,
)
from plimsoll.demo import prose
from plimsoll.demo.draws import Draws
from plimsoll.demo.involvements import Involvement
from plimsoll.demo.rows.making import Making, at
from plimsoll.records.models.plans import (
    ActionSaid,
    DevelopmentNote,
    Goal,
    GoalReading,
    OutcomeProgress,
    Plan,
    PlanAction,
    PlanOutcome,
    PlanReview,
    ToolScore,
)

KINDS = {
    CaseType.EARLY_HELP: PlanKind.EARLY_HELP,
    CaseType.CHILD_IN_NEED: PlanKind.CHILD_IN_NEED,
    CaseType.CHILD_PROTECTION: PlanKind.CHILD_PROTECTION,
    CaseType.LOOKED_AFTER: PlanKind.CARE,
    CaseType.CARE_LEAVER: PlanKind.PATHWAY,
}
# Invented shares, of those that have been held for a while.
PLAN_SHARE, REVIEW_SHARE, GOAL_SHARE, SCORE_SHARE, DEVELOPMENT_SHARE, LATE_SHARE = 0.6, 0.35, 0.45, 0.4, 0.3, 0.08
HELD_DAYS = 30  # before there is a plan
ROUNDS = 3  # of readings and scores, a month apart


@dataclass(frozen=True)
class Writing:
    """A case of which one worker writes."""

    making: Making
    case: Involvement
    worker: UUID
    draws: Draws

    @property
    def key(self) -> UUID:
        """Of the case."""
        return self.making.cases[self.case]

    def by(self, day: date) -> dict[str, Any]:
        """Who wrote it, and when: that afternoon."""
        return {"case_id": self.key, "written_at": at(day, 16 * 60), "written_by_id": self.worker}


def add_plans(making: Making) -> None:
    """All of it, over cases that are there."""
    draws = Draws(crc32(making.label.encode()), 37)
    for case in making.book.open_cases():
        if case.holder is None or case.child.age < 0 or case.case_type not in KINDS:
            continue
        since = (making.as_at - max(case.opened, case.spells[-1].start)).days
        if since <= HELD_DAYS or not draws.chance(PLAN_SHARE):
            continue
        writing = Writing(making, case, making.people[case.holder], draws)
        day = making.as_at - timedelta(draws.between(20, min(since - 5, 90)))
        _plan(writing, making.book.town.days.back(day, 0))
        _measured(writing, since)


def _plan(writing: Writing, day: date) -> None:
    """A plan in force since a day: two outcomes, and for each who does what by when."""
    making, draws, case = writing.making, writing.draws, writing.case
    name = case.name.split()[0]
    agreed = at(day, 16 * 60)
    partly = draws.chance(0.2)
    plan = making.add(
        Plan,
        **writing.by(day),
        number=1,
        kind=KINDS[case.case_type].value,
        purpose=draws.one_of(prose.PURPOSES).format(name=name),
        agreed_on=day,
        agreed_with="The mother, and the child alone beforehand" if case.child.age > 5 else "Both parents",
        agreement=(Agreement.PARTLY if partly else Agreement.AGREED).value,
        agreed_words="The mother does not want school to come to each meeting." if partly else "",
        ring="The team's number, 01632 960150, in the daytime",
        agreed_at=agreed,
        agreed_by_id=writing.worker,
    )
    making.rows[Plan][-1] |= {"together": plan, "root": plan}
    outcomes = []
    fitting = [(words, actions) for (least, most), words, actions in prose.OUTCOMES if least <= case.child.age <= most]
    for words, actions in draws.shuffled(fitting)[:2]:
        outcome = making.add(
            PlanOutcome, case_id=writing.key, plan_id=plan, text=words.format(name=name),
            words_of=draws.one_of((WhoseWords.CHILD, WhoseWords.FAMILY, WhoseWords.TOGETHER)).value, written_at=agreed,
        )  # fmt: skip
        outcomes.append(outcome)
        for owner, who, what in actions:
            _action(writing, plan, outcome, (ActionOwner(owner), who, what.format(name=name)), agreed)
    if (making.as_at - day).days > 40 and draws.chance(REVIEW_SHARE):
        _review(writing, plan, outcomes, making.as_at - timedelta(draws.between(3, 20)))


def _action(writing: Writing, plan: UUID, outcome: UUID, asked: tuple[ActionOwner, str, str], since: datetime) -> None:
    """What the worker has to do lies ahead; what others do was done, is late, or lies ahead."""
    making, draws, (owner, who, what) = writing.making, writing.draws, asked
    ahead = making.as_at + timedelta(draws.between(12, 60))
    late = owner is not ActionOwner.WORKER and draws.chance(LATE_SHARE)
    done = None if late else making.as_at - timedelta(draws.between(2, 15)) if draws.chance(0.35) else None
    due = making.as_at - timedelta(draws.between(2, 9)) if late else done or ahead
    finished = {"done_on": done, "done_at": at(done, 17 * 60)} if done else {}
    action = making.add(
        PlanAction, case_id=writing.key, plan_id=plan, outcome_id=outcome, what=what, owner=owner.value, who=who,
        due_on=making.book.town.days.forward(due, 0), written_at=since, in_force_at=since, **finished,
    )  # fmt: skip
    if done:
        making.add(
            ActionSaid, case_id=writing.key, action_id=action, happened_on=done, outcome=ActionOutcome.DONE.value,
            said_at=at(done, 17 * 60), said_by_id=writing.worker,
        )  # fmt: skip


def _review(writing: Writing, plan: UUID, outcomes: list[UUID], day: date) -> None:
    review = writing.making.add(
        PlanReview, **writing.by(day), plan_id=plan, reviewed_on=day, present="The mother, school, the worker",
        views=writing.draws.one_of(prose.VIEWS), decision="Go on with the plan, and meet again in three months.",
    )  # fmt: skip
    for outcome in outcomes:
        progress = writing.draws.one_of((Progress.BETTER, Progress.BETTER, Progress.SAME, Progress.WORSE))
        writing.making.add(
            OutcomeProgress, case_id=writing.key, review_id=review, outcome_id=outcome, progress=progress.value,
            words=prose.MOVED[progress.value],
        )  # fmt: skip


def _measured(writing: Writing, since: int) -> None:
    """What was measured and noted a month apart, as long as the case is held, three times at most."""
    first = min(since, 30 * ROUNDS)
    days = [writing.making.as_at - timedelta(ago) for ago in range(first - 2, 3, -30)]
    if writing.draws.chance(GOAL_SHARE):
        _goals(writing, days)
    if writing.case.case_type is CaseType.LOOKED_AFTER and writing.draws.chance(SCORE_SHARE):
        _scores(writing, days)
    if writing.draws.chance(DEVELOPMENT_SHARE):
        _development(writing, days)


def _goals(writing: Writing, days: list[date]) -> None:
    """A goal or two, with a reading on each day."""
    making, draws = writing.making, writing.draws
    for place, words in enumerate(draws.shuffled(prose.GOALS)[: draws.between(1, 2)], start=1):
        goal = making.add(
            Goal, **writing.by(days[0]), place=place, text=words, words_of=WhoseWords.CHILD.value, set_on=days[0]
        )
        rating = draws.between(1, 4)
        for day in days:
            rated = {"rated_on": day, "rating": rating, "rated_by": Rater.CHILD.value}
            making.add(GoalReading, **writing.by(day), goal_id=goal, **rated)
            rating = max(0, min(10, rating + draws.between(-1, 3)))


def _scores(writing: Writing, days: list[date]) -> None:
    """A score on the first day and on the last."""
    score = writing.draws.between(12, 24)
    for day in sorted({days[0], days[-1]}):
        scored = {"scored_on": day, "score": score, "rated_by": Rater.CARER.value}
        writing.making.add(ToolScore, **writing.by(day), tool="sdq_total", **scored)
        score = max(0, score + writing.draws.between(-6, 2))


def _development(writing: Writing, days: list[date]) -> None:
    """How a child was in two parts of their life on the first day and is on the last; on one day alone, how they are."""
    for area, then, now in prose.DEVELOPS:
        for day, words in {days[0]: then, days[-1]: now}.items():
            said = {"noted_on": day, "text": words, "source": "The parents and the school"}
            writing.making.add(DevelopmentNote, **writing.by(day), area=DevelopmentArea(area).value, **said)
