"""The filters that somebody keeps for themselves."""

from dataclasses import dataclass
from uuid import UUID

from plimsoll.core.access import Viewer
from plimsoll.core.terms import FilterPlace
from plimsoll.records.models.search import LONGEST_NAME, SavedFilter

NAME_LENGTH = LONGEST_NAME  # characters


@dataclass(frozen=True)
class Kept:
    """One filter: where it is used, its name, and what it asks, as it stands in an address."""

    id: UUID
    place: FilterPlace
    name: str
    asked: str


def list_filters(viewer: Viewer) -> tuple[Kept, ...]:
    """The viewer's own filters by name; nobody else's, and none that was ended. One query."""
    rows = SavedFilter.objects.filter(org_id=viewer.org, worker_id=viewer.worker, ended_at__isnull=True)
    found = [Kept(row.pk, FilterPlace(row.place), row.name, row.asked) for row in rows]
    return tuple(sorted(found, key=lambda kept: (kept.name.casefold(), kept.id)))
