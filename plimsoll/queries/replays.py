"""Prioritisation reviews, and each computed again from what it was made of."""

from collections.abc import Iterable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet

from plimsoll.core import rulebook as rulebooks
from plimsoll.core.access import NotAllowed, NotThere, Permission, Viewer
from plimsoll.core.calendar import LONDON, moment
from plimsoll.core.priority import criteria as criteria_sets
from plimsoll.core.priority.replay import Replayed, among, replay
from plimsoll.core.terms import Band
from plimsoll.queries.facts.shadow import check_order_is_shown
from plimsoll.queries.placing import get_shown
from plimsoll.records import scopes
from plimsoll.records.context import acting
from plimsoll.records.models.cases import Case, NamedPerson
from plimsoll.records.models.people import Worker
from plimsoll.records.models.priority import PrioritisationReview, ReviewAnswer

_WITH = ("worker", "supervisor", "confirmed_by", "ranking__criteria_set", "ranking__rulebook")


@dataclass(frozen=True)
class ReviewLine:
    """A review in a list of them. cases : how many of it the viewer may read; supervisor : '' where the worker was alone;
    asked : whether the supervisor is somebody else than who confirmed it, so that it rests on their answer; agreed,
    answered_at : that answer; None: none was given yet."""

    id: UUID
    worker: str
    supervisor: str
    confirmed_at: datetime
    confirmed_by: str
    cases: int
    asked: bool
    agreed: bool | None
    answered_at: datetime | None


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
    """One review, whole. words : what the supervisor said to it; asks : whether the viewer is that supervisor, and has not
    answered; removed : of each record that stood on it and was removed since, the day and under which schedule; again : the
    list computed anew from what was kept, without these."""

    line: ReviewLine
    worker: UUID
    comment: str
    words: str
    asks: bool
    criteria: str
    rulebook: str
    cases: tuple[Kept, ...]
    removed: tuple[tuple[date, str], ...]
    again: Replayed


@dataclass(frozen=True)
class Named:
    """Whom a case is about. child : None, and name '', for a family's case."""

    child: UUID | None
    name: str


def get_to_confirm(viewer: Viewer, worker: UUID, as_at: datetime) -> tuple[Kept, ...]:
    """A worker's list as it is shown now and would be kept. At most twenty-five queries.

    Raises
    ------
    NotThere : no such worker is within reach of what the viewer may write. NotAllowed : there is nothing to confirm, the
    viewer may not read the record of every case on the list, or a shadow month hides its order.
    """
    if worker not in scopes.workers(viewer, Permission.WRITE_RECORD, [worker], as_at.astimezone(LONDON).date()):
        raise NotThere
    check_order_is_shown(viewer, worker, as_at.astimezone(LONDON).date())
    found = get_shown(viewer, worker, moment(as_at))
    if found is None:
        raise NotAllowed("There is no open case on this list, so there is nothing to confirm.")
    kept = tuple(map(_kept, found.kept()["cases"]))
    cases = {one.case for one in kept}
    if _readable(viewer, cases) < cases:
        raise NotAllowed("You may not read the record of every case on this list. Whoever may can confirm it.")
    return kept


def get_names(viewer: Viewer, cases: Iterable[UUID]) -> dict[UUID, Named]:
    """Whom some cases are about, of those that the viewer may see. One query."""
    rows = scopes.cases(viewer).filter(pk__in=list(cases)).select_related("child")
    return {
        row.pk: Named(row.child_id, f"{row.child.given_name} {row.child.family_name}".strip() if row.child else "")
        for row in rows
    }


def list_supervisors(viewer: Viewer, worker: UUID, cases: Iterable[UUID], on: date) -> list[tuple[UUID, str]]:
    """People with whom a worker's list can be gone through, by name: those who countersign, and may read every case of it.
    Five queries."""
    rows = Case.objects.filter(org_id=viewer.org, pk__in=list(cases))
    teams = set(rows.values_list("team_id", flat=True))
    able = [scopes.able_in(viewer.org, one, on) for one in (Permission.COUNTERSIGN, Permission.READ_RECORD)]
    found = set.intersection(
        *(reached.get(team, set()) | reached.get(None, set()) for reached in able for team in teams or {None})
    )
    named: dict[UUID, set[UUID]] = {}
    there = NamedPerson.objects.filter(org_id=viewer.org, case_id__in=rows.values("pk"), to_at__isnull=True)
    for case, person in there.values_list("case_id", "worker_id"):
        named.setdefault(case, set()).add(person)
    people = Worker.objects.filter(org_id=viewer.org, pk__in=found.intersection(*named.values()) - {worker})
    return list(people.order_by("sort_name", "pk").values_list("pk", "name"))


def worker_name(viewer: Viewer, worker: UUID) -> str:
    """The name of a worker of the organisation. One query."""
    return str(Worker.objects.values_list("name", flat=True).get(org_id=viewer.org, pk=worker))


def list_reviews(viewer: Viewer, worker: UUID, on: datetime) -> tuple[ReviewLine, ...]:
    """The reviews of a worker's list, the newest first: those with a case that the viewer may read, and of how many such
    cases each is. Eight queries.

    Raises
    ------
    NotThere : no such worker is within the viewer's reach.
    """
    day = on.astimezone(LONDON).date()
    if worker not in scopes.workers(viewer, Permission.READ_RECORD, [worker], day):
        raise NotThere
    with _whole(viewer):
        rows = _reviews(viewer).defer("ranking__result").filter(worker_id=worker).order_by("-confirmed_at", "-pk")
        found = list(rows)
        answers = _answers(viewer.org, found)
    readable = _readable(viewer, {case for row in found for case in row.ranking.cases})
    return tuple(
        _line(row, many, answers.get(row.pk))
        for row in found
        if (many := len(readable.intersection(row.ranking.cases)))
    )


def list_to_answer(viewer: Viewer) -> tuple[ReviewLine, ...]:
    """The reviews on which the viewer is named as the supervisor and has not answered, the oldest first: those of which they
    may read every case. At most three queries."""
    if not viewer.reach(Permission.COUNTERSIGN):
        return ()
    answered = ReviewAnswer.objects.filter(org_id=viewer.org, review_id=OuterRef("pk"))
    asked = _reviews(viewer).filter(~Exists(answered), supervisor_id=viewer.worker)
    found = list(asked.exclude(confirmed_by_id=viewer.worker).defer("ranking__result").order_by("confirmed_at", "pk"))
    readable = _readable(viewer, {case for row in found for case in row.ranking.cases})
    return tuple(_line(row, len(row.ranking.cases), None) for row in found if readable.issuperset(row.ranking.cases))


def get_review(viewer: Viewer, review: UUID, on: date) -> ReviewView:
    """A review with its list as it was kept, and as it comes out when it is computed again: of the cases that the viewer may
    read, as if there were no others. What was said of the whole list is told to those who may read all of it.

    Raises
    ------
    NotThere : there is no such review, or the viewer may read none of its cases; or not all of them, and its worker is out
    of their reach.
    """
    with _whole(viewer):
        row = _reviews(viewer).filter(pk=review).first()
        answer = _answers(viewer.org, [row]).get(row.pk) if row else None
    cases = set(row.ranking.cases) if row else set()
    readable = _readable(viewer, cases)
    if row is None or not readable:
        raise NotThere
    if readable == cases:
        may = row.supervisor_id == viewer.worker and bool(viewer.reach(Permission.COUNTERSIGN))
        return _view(row, answer, may=may)
    if row.worker_id not in scopes.workers(viewer, Permission.READ_RECORD, [row.worker_id], on):
        raise NotThere
    return _view(row, answer, frozenset(map(str, readable)))


def get_any_review(review: UUID, *, using: str) -> ReviewView | None:
    """A review of whatever organisation, for whoever keeps the server: over the role that owns the tables. Two queries."""
    row = PrioritisationReview.objects.using(using).select_related(*_WITH).filter(pk=review).first()
    return _view(row, ReviewAnswer.objects.using(using).filter(review_id=review).first()) if row else None


def _view(
    row: PrioritisationReview,
    answer: ReviewAnswer | None,
    only: frozenset[str] | None = None,
    *,
    may: bool = False,
) -> ReviewView:
    """only : ids of the cases of which it is told; None: of all, and of the list as a whole. may : whether it is asked by
    the supervisor who is named on it."""
    ranking = row.ranking
    criteria = criteria_sets.parse(ranking.criteria_set.text)
    rulebook = rulebooks.parse(ranking.rulebook.text)
    told = among(ranking.result["cases"], only)
    return ReviewView(
        (line := _line(row, len(told), answer)),
        row.worker_id,
        row.comment if only is None else "",
        answer.words if answer and only is None else "",
        may and line.asked and answer is None,
        criteria.name,
        rulebook.version,
        tuple(map(_kept, told)),
        tuple((date.fromisoformat(one["on"]), one["under"]) for one in ranking.result.get("removed", ()))
        if only is None
        else (),
        replay(ranking.result, criteria, rulebook, only),
    )


def _whole(viewer: Viewer) -> AbstractContextManager[None]:
    """A list is computed again from all of it, so it is read by the product, from whom no case is hidden. What is handed on
    is cut to what the viewer may read at once: the decision on confirmed lists says why."""
    return acting(viewer.org, None, "a confirmed list was read, to be cut to the cases that the viewer may read")


def _reviews(viewer: Viewer) -> QuerySet[PrioritisationReview]:
    return PrioritisationReview.objects.filter(org_id=viewer.org).select_related(*_WITH)


def _readable(viewer: Viewer, cases: Iterable[UUID]) -> set[UUID]:
    """Of some cases those that the viewer may read. One query."""
    return scopes.allowed(viewer, (Permission.READ_RECORD,), cases)[Permission.READ_RECORD]


def _answers(org: UUID, rows: Iterable[PrioritisationReview]) -> dict[UUID, ReviewAnswer]:
    """What the supervisors of some reviews said to them, by review. One query."""
    found = ReviewAnswer.objects.filter(org_id=org, review_id__in=[row.pk for row in rows])
    return {one.review_id: one for one in found}


def _line(row: PrioritisationReview, cases: int, answer: ReviewAnswer | None) -> ReviewLine:
    return ReviewLine(
        row.pk,
        row.worker.name,
        row.supervisor.name if row.supervisor else "",
        row.confirmed_at,
        row.confirmed_by.name,
        cases,
        row.supervisor_id not in (None, row.confirmed_by_id),
        answer.agreed if answer else None,
        answer.answered_at if answer else None,
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
