"""Clocks of a case that somebody extended or stopped, or asked for; what waits for a decision."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import Exists, OuterRef

from plimsoll.core.access import Permission, Viewer
from plimsoll.core.calendar import LONDON
from plimsoll.core.terms import ClockChangeKind
from plimsoll.records import scopes
from plimsoll.records.models.cases import Allocation
from plimsoll.records.models.timescales import ClockChange


@dataclass(frozen=True)
class Changed:
    """That a clock was extended or stopped, or that somebody asked for it. asked_by : '' where nobody asked; agreed : None
    while it waits; until : None for stopped."""

    id: UUID
    case: UUID
    child: UUID | None
    reference: str
    name: str
    duty: str
    title: str
    started_on: date
    due_on: date
    kind: ClockChangeKind
    until: date | None
    meanwhile: str
    asked_by_id: UUID | None
    asked_by: str
    asked_at: datetime | None
    asked_why: str
    decided_by: str
    decided_at: datetime | None
    decided_why: str
    agreed: bool | None

    @property
    def clock(self) -> str:
        """The very clock, as `Due.clock` names it."""
        return f"{self.duty}@{self.started_on}"


def list_clock_changes(viewer: Viewer, case: UUID) -> tuple[Changed, ...]:
    """What was ever asked for and decided about the clocks of a case, the latest first, for those who may read its record.
    One query."""
    reads = scopes.cases(viewer, Permission.READ_RECORD).filter(pk=case).values("pk")
    rows = ClockChange.objects.filter(org_id=viewer.org, case_id__in=reads)
    found = [_changed(row) for row in rows.select_related("case__child", "asked_by", "decided_by")]
    return tuple(sorted(found, key=_when, reverse=True))


def list_clocks_that_wait(viewer: Viewer) -> tuple[Changed, ...]:
    """What somebody asked for and waits for a decision that the viewer may take, the oldest first. One query."""
    within = scopes.cases(viewer, Permission.COUNTERSIGN).filter(closed_at__isnull=True)
    reads = scopes.cases(viewer, Permission.READ_RECORD)
    held = Allocation.objects.filter(org_id=viewer.org, case_id=OuterRef("case_id"), to_at__isnull=True)
    rows = ClockChange.objects.filter(
        Exists(held),
        org_id=viewer.org,
        decided_at__isnull=True,
        case_id__in=within.filter(pk__in=reads.values("pk")).values("pk"),
    ).exclude(asked_by_id__in=(viewer.worker, *viewer.signs_for))
    mine = held.filter(worker_id=viewer.worker)
    found = rows.exclude(Exists(mine)).select_related("case__child", "asked_by", "decided_by")
    return tuple(sorted(map(_changed, found), key=_when))


def _when(one: Changed) -> tuple[datetime, str]:
    at = one.decided_at or one.asked_at
    assert at is not None
    return at, str(one.id)


def _changed(row: ClockChange) -> Changed:
    child = row.case.child
    return Changed(
        row.pk, row.case_id, row.case.child_id, row.case.reference,
        f"{child.given_name} {child.family_name}".strip() if child else "", row.duty, row.title, row.started_on,
        row.due_at.astimezone(LONDON).date(), ClockChangeKind(row.kind), row.until, row.meanwhile, row.asked_by_id,
        row.asked_by.name if row.asked_by else "", row.asked_at, row.asked_why or "",
        row.decided_by.name if row.decided_by else "", row.decided_at, row.decided_why or "", row.agreed,
    )  # fmt: skip
