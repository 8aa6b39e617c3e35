"""Prioritisation reviews, and each computed again from what it was made of."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from plimsoll.core import rulebook as rulebooks
from plimsoll.core.access import NotThere, Permission, Viewer
from plimsoll.core.calendar import LONDON
from plimsoll.core.priority import criteria as criteria_sets
from plimsoll.core.priority.replay import Replayed, replay
from plimsoll.core.terms import Band
from plimsoll.records import scopes
from plimsoll.records.models.priority import PrioritisationReview


@dataclass(frozen=True)
class ReviewLine:
    """A review in a list of them."""

    id: UUID
    worker: str
    supervisor: str
    confirmed_at: datetime
    confirmed_by: str
    cases: int


@dataclass(frozen=True)
class Kept:
    """A case as it stood when the list was confirmed. placed_by, why : of whoever had placed it against the order, and that
    it waits for a countersignature."""

    case: UUID
    reference: str
    place: int
    band: Band
    computed_place: int
    computed_band: Band
    reasons: tuple[str, ...]
    placed_by: str
    why: str
    waits: bool


@dataclass(frozen=True)
class ReviewView:
    """One review, whole. again : the list computed anew from what was kept."""

    line: ReviewLine
    comment: str
    criteria: str
    rulebook: str
    cases: tuple[Kept, ...]
    again: Replayed


def list_reviews(viewer: Viewer, worker: UUID, on: datetime) -> tuple[ReviewLine, ...]:
    """The reviews of a worker's list, the newest first, of those whose cases the viewer may all read. Three queries.

    Raises
    ------
    NotThere : no such worker is within the viewer's reach.
    """
    day = on.astimezone(LONDON).date()
    if worker not in scopes.workers(viewer, Permission.READ_RECORD, [worker], day):
        raise NotThere
    found = list(_reviews(viewer).filter(worker_id=worker).order_by("-confirmed_at", "-pk"))
    readable = _readable(viewer, {case for row in found for case in row.ranking.cases})
    return tuple(_line(row) for row in found if readable >= set(row.ranking.cases))


def get_review(viewer: Viewer, review: UUID) -> ReviewView:
    """A review with its list as it was kept, and as it comes out when it is computed again.

    Raises
    ------
    NotThere : there is no such review, or the viewer may not read one of its cases.
    """
    row = _reviews(viewer).filter(pk=review).first()
    if row is None or _readable(viewer, row.ranking.cases) < set(row.ranking.cases):
        raise NotThere
    ranking = row.ranking
    criteria = criteria_sets.parse(ranking.criteria_set.text)
    rulebook = rulebooks.parse(ranking.rulebook.text)
    return ReviewView(
        _line(row),
        row.comment,
        criteria.name,
        rulebook.version,
        tuple(_kept(told) for told in ranking.result["cases"]),
        replay(ranking.result, criteria, rulebook),
    )


def _reviews(viewer: Viewer) -> QuerySet[PrioritisationReview]:
    return PrioritisationReview.objects.filter(org_id=viewer.org).select_related(
        "worker", "supervisor", "confirmed_by", "ranking__criteria_set", "ranking__rulebook"
    )


def _readable(viewer: Viewer, cases: Iterable[UUID]) -> set[UUID]:
    """Of some cases those that the viewer may read. An order of work speaks of all of its cases: whoever may not read one is
    told nothing of it. One query."""
    return scopes.allowed(viewer, (Permission.READ_RECORD,), cases)[Permission.READ_RECORD]


def _line(row: PrioritisationReview) -> ReviewLine:
    return ReviewLine(
        row.pk,
        row.worker.name,
        row.supervisor.name if row.supervisor else "",
        row.confirmed_at,
        row.confirmed_by.name,
        len(row.ranking.cases),
    )


def _kept(told: dict[str, Any]) -> Kept:
    placing = told["placing"]
    return Kept(
        UUID(told["case"]),
        told["reference"],
        told["place"],
        Band(told["band"]),
        told["computed_place"],
        Band(told["computed_band"]),
        tuple(told["reasons"]),
        placing["by"] if placing else "",
        placing["why"] if placing else "",
        bool(placing and placing["waits"]),
    )
