"""The documents of a case."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from plimsoll.core.access import NotThere, Permission, Viewer
from plimsoll.records import scopes
from plimsoll.records.models.cases import Document


@dataclass(frozen=True)
class Version:
    """A file that was kept: its title, its media type, its size in bytes, when it was kept, and by whom ('': the
    product)."""

    id: UUID
    title: str
    media_type: str
    size_bytes: int
    recorded_at: datetime
    by: str


@dataclass(frozen=True)
class DocumentView:
    """A document as it is now, and the versions that it replaced, the newest first."""

    now: Version
    earlier: tuple[Version, ...]


def list_documents(viewer: Viewer, case: UUID) -> tuple[DocumentView, ...]:
    """The documents of a case, the newest first. Two queries.

    Raises
    ------
    NotThere : the viewer may not read its record.
    """
    if not scopes.cases(viewer, Permission.READ_RECORD).filter(pk=case).exists():
        raise NotThere
    rows = Document.objects.filter(org_id=viewer.org, case_id=case).select_related("recorded_by")
    by_key = {row.pk: row for row in rows}
    replaced = {row.replaces_id for row in by_key.values()}
    newest = sorted(
        (row for key, row in by_key.items() if key not in replaced),
        key=lambda row: (row.recorded_at, row.pk),
        reverse=True,
    )
    return tuple(DocumentView(_version(row), tuple(_before(row, by_key))) for row in newest)


def _before(row: Document, by_key: dict[UUID, Document]) -> list[Version]:
    versions = []
    while row.replaces_id is not None:
        row = by_key[row.replaces_id]
        versions.append(_version(row))
    return versions


def _version(row: Document) -> Version:
    by = row.recorded_by.name if row.recorded_by else ""
    return Version(row.pk, row.title, row.media_type, row.size_bytes, row.recorded_at, by)


def get_version(viewer: Viewer, case: UUID, document: UUID) -> Version:
    """A document of a case as it is now, that a newer one is to replace. One query for the case, one for its documents.

    Raises
    ------
    NotThere : it is none of this case, or was replaced.
    """
    for view in list_documents(viewer, case):
        if view.now.id == document:
            return view.now
    raise NotThere
