"""Drafts of the criteria, and how many cases each would move on whose list."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from plimsoll.core.access import NotThere, Viewer
from plimsoll.core.priority import criteria as criteria_sets
from plimsoll.core.priority.criteria import CriteriaSet
from plimsoll.records import scopes
from plimsoll.records.models.people import Worker
from plimsoll.records.models.priority import CriteriaDraft

UNALLOCATED = "Unallocated cases"


@dataclass(frozen=True)
class ListChanges:
    """One list that a draft changes: whose, of which team; how many cases come into its first ten, go out, change places
    within, go up and down a band."""

    name: str
    team: str
    entered: int
    left: int
    moved: int
    up: int
    down: int


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
    """How many cases the draft would move on whose list, over the whole organisation, for whoever may settle criteria; None
    where it has not been rehearsed. It speaks of no case. Three queries."""
    kept = kept_rehearsal(viewer, draft)
    if kept is None:
        return None
    names, teams = whose(viewer, kept, on)
    lists = [_list(one, names, teams) for one in kept["lists"]]
    changed = tuple(one for one in lists if any((one.entered, one.left, one.moved, one.up, one.down)))
    return Rehearsed(kept["criteria"], kept["cases"], kept["all_lists"], kept["up"], kept["down"], changed)


def kept_rehearsal(viewer: Viewer, draft: UUID) -> dict[str, Any] | None:
    """A rehearsal as `rehearse_everywhere` gave it; None where there is none, or an earlier version of the product made it.
    One query.

    Raises
    ------
    NotThere : there is no such draft.
    """
    found = CriteriaDraft.objects.filter(org_id=viewer.org, pk=draft).values_list("rehearsal", flat=True)
    if not found:
        raise NotThere
    kept: dict[str, Any] | None = found[0]
    return kept if kept and "changes" in kept else None


def whose(viewer: Viewer, kept: dict[str, Any], on: date) -> tuple[dict[UUID, str], dict[UUID, tuple[UUID, str]]]:
    """The names of those on whose lists a draft changes something, and the team of each, by worker. Two queries."""
    workers = [UUID(one["worker"]) for one in kept["lists"] if one["worker"]]
    names = dict(Worker.objects.filter(org_id=viewer.org, pk__in=workers).values_list("pk", "name"))
    rows = scopes.members(viewer.org, on).filter(worker_id__in=workers).order_by("pk")
    return names, {
        worker: (team, name) for worker, team, name in rows.values_list("worker_id", "team_id", "team__name")
    }


def _list(kept: dict[str, Any], names: Mapping[UUID, str], teams: Mapping[UUID, tuple[UUID, str]]) -> ListChanges:
    numbers = {name: kept[name] for name in ("entered", "left", "moved", "up", "down")}
    if kept["worker"] is None:
        return ListChanges(UNALLOCATED, "", **numbers)
    worker = UUID(kept["worker"])
    return ListChanges(names[worker], teams[worker][1] if worker in teams else "", **numbers)


def _rows(viewer: Viewer) -> QuerySet[CriteriaDraft]:
    rows = CriteriaDraft.objects.filter(org_id=viewer.org).defer("rehearsal")  # it is long
    return rows.select_related("drafted_by", "changed_by", "approved_by", "criteria_set")


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
