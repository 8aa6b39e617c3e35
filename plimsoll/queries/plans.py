"""Plans of a case: what they say, what became of it, what reviews found."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet

from plimsoll.core.access import NotThere, Permission, Viewer
from plimsoll.core.terms import ActionOutcome, ActionOwner, Agreement, PlanKind, Progress, WhoseWords
from plimsoll.queries.cases import CaseView, Relative, get_case
from plimsoll.queries.recording import writable
from plimsoll.records import scopes
from plimsoll.records.models.plans import ActionSaid, OutcomeProgress, Plan, PlanAction, PlanOutcome, PlanReview


class PlanStands(StrEnum):
    """Where a version of a plan stands."""

    DRAFT = "draft"
    IN_FORCE = "in force"
    FOLLOWED = "followed by a later version"
    ENDED = "ended"
    LEFT = "left before it was agreed"


@dataclass(frozen=True)
class SaidView:
    """What somebody said became of an action."""

    on: date
    outcome: ActionOutcome
    words: str
    by: str


@dataclass(frozen=True)
class ActionView:
    """An action; who : by name, '' for whoever holds the case; said : the latest first, also of the version before."""

    id: UUID
    what: str
    owner: ActionOwner
    who: str
    due_on: date
    done_on: date | None
    said: tuple[SaidView, ...]

    @property
    def open(self) -> bool:
        """Whether it is still to be done."""
        return self.done_on is None


@dataclass(frozen=True)
class ProgressView:
    """How it stood with an outcome at a review."""

    on: date
    progress: Progress
    words: str


@dataclass(frozen=True)
class OutcomeView:
    """An outcome with what is done for it; progress : the latest first, also of the versions before."""

    id: UUID
    text: str
    words_of: WhoseWords
    actions: tuple[ActionView, ...]
    progress: tuple[ProgressView, ...]


@dataclass(frozen=True)
class ReviewView:
    """A review; progress : how it stood with each outcome, by its text."""

    id: UUID
    on: date
    present: str
    views: str
    decision: str
    by: str
    progress: tuple[tuple[str, Progress, str], ...]


@dataclass(frozen=True)
class PlanView:
    """One version of a plan."""

    id: UUID
    together: UUID
    root: UUID
    number: int
    kind: PlanKind
    purpose: str
    stands: PlanStands
    written_at: datetime
    by: str
    agreed_on: date | None
    agreed_with: str
    agreement: Agreement | None
    agreed_words: str
    ring: str
    ended_on: date | None
    ended_why: str
    outcomes: tuple[OutcomeView, ...]
    reviews: tuple[ReviewView, ...]

    @property
    def actions(self) -> tuple[ActionView, ...]:
        """All actions, by day."""
        return tuple(sorted((one for outcome in self.outcomes for one in outcome.actions), key=lambda one: one.due_on))


@dataclass(frozen=True)
class PlansView:
    """All plans of a case, the latest version of each first."""

    case: CaseView
    plans: tuple[PlanView, ...]

    def standing(self, where: PlanStands) -> tuple[PlanView, ...]:
        """Those that stand somewhere."""
        return tuple(one for one in self.plans if one.stands is where)


def get_plans(viewer: Viewer, case: UUID) -> PlansView:
    """The plans of a case whose record the viewer may read. Those of `get_case` and six queries.

    Raises
    ------
    NotThere : it is not there for them to read.
    """
    found = get_case(viewer, case)
    if not found.reads:
        raise NotThere
    return PlansView(found, list_plans(viewer, case))


def list_plans(viewer: Viewer, case: UUID) -> tuple[PlanView, ...]:
    """The plans of a case, of which nothing is told to who may not read it; the latest version of each first. Six
    queries."""
    reads = scopes.cases(viewer, Permission.READ_RECORD).filter(pk=case).values("pk")
    mine = {"org_id": viewer.org, "case__in": reads}
    rows = list(Plan.objects.filter(**mine).select_related("written_by").order_by("-written_at", "-number", "pk"))
    said: dict[UUID, list[SaidView]] = defaultdict(list)
    for one in ActionSaid.objects.filter(**mine).select_related("said_by").order_by("-said_at", "pk"):
        said[one.action_id].append(SaidView(one.happened_on, ActionOutcome(one.outcome), one.words, one.said_by.name))
    actions = list(PlanAction.objects.filter(**mine, left_at__isnull=True).order_by("due_on", "written_at", "pk"))
    outcomes = list(PlanOutcome.objects.filter(**mine, left_at__isnull=True).order_by("written_at", "pk"))
    reviews = list(PlanReview.objects.filter(**mine).select_related("written_by").order_by("-reviewed_on", "pk"))
    found: dict[UUID, list[OutcomeProgress]] = defaultdict(list)
    for each in OutcomeProgress.objects.filter(**mine).order_by("pk"):
        found[each.review_id].append(each)
    return _put_together(rows, outcomes, actions, said, reviews, found)


def standing(viewer: Viewer, case: UUID) -> QuerySet[Plan]:
    """Versions of the plans of a case that stand: drafts, and those in force, which are agreed, not ended, and followed by
    none that is agreed. For whoever was asked whether they may."""
    later = Plan.objects.filter(
        org_id=viewer.org, root=OuterRef("root"), number__gt=OuterRef("number"), agreed_at__isnull=False
    )
    return Plan.objects.filter(~Exists(later), org_id=viewer.org, case_id=case, ended_at__isnull=True)


def _put_together(
    rows: list[Plan],
    outcomes: list[PlanOutcome],
    actions: list[PlanAction],
    said: dict[UUID, list[SaidView]],
    reviews: list[PlanReview],
    found: dict[UUID, list[OutcomeProgress]],
) -> tuple[PlanView, ...]:
    before = {one.pk: one.came_from for one in (*outcomes, *actions)}
    progress: dict[UUID, list[ProgressView]] = defaultdict(list)
    for review in reviews:
        for each in found[review.pk]:
            progress[each.outcome_id].append(ProgressView(review.reviewed_on, Progress(each.progress), each.words))
    done_for: dict[UUID, list[ActionView]] = defaultdict(list)
    for action in actions:
        done_for[action.outcome_id].append(
            ActionView(
                action.pk, action.what, ActionOwner(action.owner), action.who, action.due_on, action.done_on,
                tuple(line for one in _line(action.pk, before) for line in said[one]),
            )
        )  # fmt: skip
    wanted: dict[UUID, list[OutcomeView]] = defaultdict(list)
    texts = {one.pk: one.text for one in outcomes}
    for outcome in outcomes:
        wanted[outcome.plan_id].append(
            OutcomeView(
                outcome.pk, outcome.text, WhoseWords(outcome.words_of), tuple(done_for[outcome.pk]),
                tuple(each for one in _line(outcome.pk, before) for each in progress[one]),
            )
        )  # fmt: skip
    last: dict[UUID, int] = {}
    for row in rows:
        if row.agreed_at is not None:
            last[row.root] = max(row.number, last.get(row.root, 0))
    return tuple(
        _plan(
            row,
            _stands(row, last.get(row.root, 0)),
            tuple(wanted[row.pk]),
            tuple(
                ReviewView(
                    one.pk, one.reviewed_on, one.present, one.views, one.decision, one.written_by.name,
                    tuple((texts.get(each.outcome_id, ""), Progress(each.progress), each.words) for each in found[one.pk]),
                )
                for one in reviews
                if one.plan_id == row.pk
            ),
        )
        for row in rows
    )  # fmt: skip


def _line(key: UUID, before: dict[UUID, UUID | None]) -> list[UUID]:
    """A line of a plan, and the same line in the versions before."""
    line = [key]
    while (earlier := before.get(line[-1])) is not None:
        line.append(earlier)
    return line


def _stands(row: Plan, last: int) -> PlanStands:
    if row.ended_at is not None:
        return PlanStands.ENDED if row.agreed_at is not None else PlanStands.LEFT
    if row.agreed_at is None:
        return PlanStands.DRAFT
    return PlanStands.IN_FORCE if row.number == last else PlanStands.FOLLOWED


def _plan(
    row: Plan, stands: PlanStands, outcomes: tuple[OutcomeView, ...], reviews: tuple[ReviewView, ...]
) -> PlanView:
    return PlanView(
        row.pk, row.together, row.root, row.number, PlanKind(row.kind), row.purpose, stands, row.written_at,
        row.written_by.name, row.agreed_on, row.agreed_with or "", Agreement(row.agreement) if row.agreement else None,
        row.agreed_words or "", row.ring or "", row.ended_on, row.ended_why or "", outcomes, reviews,
    )  # fmt: skip


def list_beside(viewer: Viewer, found: CaseView, together: UUID | None, *, draft: bool) -> tuple[Relative, ...]:
    """Brothers and sisters on whose cases the viewer may write the same plan: all of them, or with `together` those on whose
    case one stands that was begun with it, as a draft or in force. Two queries, of no brothers and sisters none."""
    others = writable(viewer, found.brothers_and_sisters)
    if not others or together is None:
        return tuple(others)
    with_it = Plan.objects.filter(
        org_id=viewer.org, case_id__in=[one.case for one in others], together=together, ended_at__isnull=True,
        agreed_at__isnull=draft,
    )  # fmt: skip
    mine = set(with_it.values_list("case_id", flat=True))
    return tuple(one for one in others if one.case in mine)
