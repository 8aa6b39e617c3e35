"""Drafts of the criteria, as those who may settle criteria see them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from plimsoll.core.access import NotThere, Permission, Viewer
from plimsoll.core.priority import criteria as criteria_sets
from plimsoll.core.priority.criteria import CriteriaSet
from plimsoll.core.terms import Band
from plimsoll.records import scopes
from plimsoll.records.models.cases import Case
from plimsoll.records.models.families import Child
from plimsoll.records.models.people import Worker
from plimsoll.records.models.priority import CriteriaDraft


@dataclass(frozen=True)
class Moves:
    """A case that stands elsewhere under a draft: place and band now and then. `child` is None for a family's case."""

    case: UUID
    child: UUID | None
    name: str
    now: int
    now_band: Band
    then: int
    then_band: Band


@dataclass(frozen=True)
class ListChanges:
    """One list that a draft changes: whose, of which team; how many cases come into its first ten, go out, change places
    within, go up and down a band; `cases`: those of the changed that the viewer may see."""

    name: str
    team: str
    entered: int
    left: int
    moved: int
    up: int
    down: int
    cases: tuple[Moves, ...]


@dataclass(frozen=True)
class Rehearsed:
    """What a draft would change, over all lists: `criteria` is what it was compared with."""

    criteria: str
    cases: int
    all_lists: int
    up: int
    down: int
    lists: tuple[ListChanges, ...]


@dataclass(frozen=True)
class Draft:
    """One draft. `asked_at`, `done`, `total`: how far its rehearsal is; `became`: the version that it became, in words."""

    id: UUID
    text: str
    criteria: CriteriaSet
    why: str
    drafted_at: datetime
    drafted_by: str
    changed_at: datetime
    changed_by: str
    drafters: frozenset[UUID]
    asked_at: datetime | None
    done: int
    total: int
    rehearsed_at: datetime | None
    failed: str
    approved_at: datetime | None
    approved_by: str
    became: str
    holds_from: date | None
    left_at: datetime | None

    @property
    def is_open(self) -> bool:
        """Whether it can still be changed, rehearsed and approved."""
        return self.approved_at is None and self.left_at is None

    @property
    def is_running(self) -> bool:
        """Whether its rehearsal is under way."""
        return self.asked_at is not None and self.rehearsed_at is None and not self.failed


def list_drafts(viewer: Viewer) -> tuple[Draft, ...]:
    """Drafts, the one that was changed last first. One query."""
    return tuple(_draft(row) for row in _rows(viewer).order_by("-changed_at", "-id"))


def get_draft(viewer: Viewer, draft: UUID) -> Draft:
    """One draft. One query.

    Raises
    ------
    NotThere : there is none of this id.
    """
    return _draft(_row(viewer, draft))


def get_rehearsal(viewer: Viewer, draft: UUID, on: date) -> Rehearsed | None:
    """What the draft would change, None where it has not been rehearsed; of cases those that the viewer may see, and nothing
    of the others but how many there are. At most seven queries."""
    kept = _row(viewer, draft).rehearsal
    if kept is None:
        return None
    workers = [UUID(one["worker"]) for one in kept["lists"] if one["worker"]]
    names = dict(Worker.objects.filter(org_id=viewer.org, pk__in=workers).values_list("pk", "name"))
    teams = dict(
        scopes.members(viewer.org, on)
        .filter(worker_id__in=workers)
        .values_list("worker_id", "team__name")
        .order_by("pk")
    )
    seen = _seen(viewer, [UUID(case[0]) for one in kept["lists"] for case in one["cases"]])
    lists = [_list(one, names, teams, seen) for one in kept["lists"]]
    return Rehearsed(kept["criteria"], kept["cases"], kept["all_lists"], kept["up"], kept["down"], tuple(lists))


def _list(
    kept: dict[str, Any],
    names: Mapping[UUID, str],
    teams: Mapping[UUID, str],
    seen: Mapping[UUID, tuple[UUID | None, str]],
) -> ListChanges:
    worker = UUID(kept["worker"]) if kept["worker"] else None
    cases = tuple(
        Moves(UUID(case), *seen[UUID(case)], now, Band(now_band), then, Band(then_band))
        for case, now, now_band, then, then_band in kept["cases"]
        if UUID(case) in seen
    )
    numbers = {name: kept[name] for name in ("entered", "left", "moved", "up", "down")}
    if worker is None:
        return ListChanges("Unallocated cases", "", **numbers, cases=cases)
    return ListChanges(names[worker], teams.get(worker, ""), **numbers, cases=cases)


def _seen(viewer: Viewer, ids: list[UUID]) -> dict[UUID, tuple[UUID | None, str]]:
    """Of some cases those that the viewer may see: the child, and the name under which the case goes."""
    if not viewer.reach(Permission.SEE_CASE):
        return {}
    may = scopes.allowed(viewer, (Permission.SEE_CASE,), ids)[Permission.SEE_CASE]
    rows = list(
        Case.objects.filter(org_id=viewer.org, pk__among=sorted(may)).values_list("pk", "child_id", "reference")
    )
    children = {
        key: f"{given} {family}".strip()
        for key, given, family in Child.objects.filter(
            org_id=viewer.org, pk__among=[child for _, child, _ in rows if child]
        ).values_list("pk", "given_name", "family_name")
    }
    return {case: (child, f"{reference} {children.get(child, '')}".strip()) for case, child, reference in rows}


def _rows(viewer: Viewer) -> QuerySet[CriteriaDraft]:
    return CriteriaDraft.objects.filter(org_id=viewer.org).select_related(
        "drafted_by", "changed_by", "approved_by", "criteria_set"
    )


def _row(viewer: Viewer, draft: UUID) -> CriteriaDraft:
    row = _rows(viewer).filter(pk=draft).first()
    if row is None:
        raise NotThere
    return row


def _draft(row: CriteriaDraft) -> Draft:
    became = row.criteria_set
    return Draft(
        id=row.pk,
        text=row.text,
        criteria=criteria_sets.parse(row.text),
        why=row.why,
        drafted_at=row.drafted_at,
        drafted_by=row.drafted_by.name,
        changed_at=row.changed_at,
        changed_by=row.changed_by.name,
        drafters=frozenset({row.drafted_by_id, row.changed_by_id}),
        asked_at=row.asked_at,
        done=row.done,
        total=row.total,
        rehearsed_at=row.rehearsed_at,
        failed=row.failed,
        approved_at=row.approved_at,
        approved_by=row.approved_by.name if row.approved_by else "",
        became=became.version if became else "",
        holds_from=became.in_force_from if became else None,
        left_at=row.left_at,
    )
