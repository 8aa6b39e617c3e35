"""What somebody says is wrong on the record of a case, and what came of it."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from plimsoll.core.access import Permission, Viewer
from plimsoll.core.terms import DisputeOutcome
from plimsoll.records import scopes
from plimsoll.records.models.disputes import DisputeNote
from plimsoll.records.models.written import CaseRecord


@dataclass(frozen=True)
class DisputeView:
    """What somebody says is wrong. record : of which record of the case, None for the case as a whole; outcome : None until
    somebody decides; told_on : when they were told."""

    id: UUID
    record: UUID | None
    by_name: str
    wrong: str
    received_on: date
    noted_by: str
    outcome: DisputeOutcome | None
    outcome_why: str
    told_on: date | None
    decided_by: str


def list_disputes(viewer: Viewer, case: UUID, record: UUID | None = None) -> tuple[DisputeView, ...]:
    """What is said to be wrong on a case, what waits first, then the latest; with `record`, of that record and of those that
    it replaced. Nothing for those who may not read the record. Two queries, one more for each version of a record."""
    if not scopes.cases(viewer, Permission.READ_RECORD).filter(pk=case).exists():
        return ()
    rows = DisputeNote.objects.filter(org_id=viewer.org, case_id=case).select_related("noted_by", "decided_by")
    if record is not None:
        rows = rows.filter(record_id__in=_versions(viewer, case, record))
    ordered = sorted(rows, key=lambda row: (row.decided_at is not None, -row.noted_at.timestamp(), row.pk))
    return tuple(
        DisputeView(
            row.pk,
            row.record_id,
            row.by_name,
            row.wrong,
            row.received_on,
            row.noted_by.name,
            DisputeOutcome(row.outcome) if row.outcome else None,
            row.outcome_why or "",
            row.told_on,
            row.decided_by.name if row.decided_by else "",
        )
        for row in ordered
    )


def _versions(viewer: Viewer, case: UUID, record: UUID) -> list[UUID]:
    """A record with those that it replaced."""
    before = dict(CaseRecord.objects.filter(org_id=viewer.org, case_id=case).values_list("pk", "replaces_id"))
    found: list[UUID] = []
    at: UUID | None = record
    while at is not None:
        found.append(at)
        at = before.get(at)
    return found
