"""Keeping a filter for oneself, and removing it again."""

from datetime import datetime
from uuid import UUID

from plimsoll.actions.audit import record_event
from plimsoll.actions.authorise import check_can_end_filter, check_can_keep_filter
from plimsoll.core.access import Viewer
from plimsoll.core.terms import Act, FilterPlace
from plimsoll.queries.saved import list_filters
from plimsoll.records.models.search import SavedFilter

MOST_KEPT = 20  # of one person: more are no help


class NotKept(Exception):
    """A filter cannot be kept so; the message says why and what to do."""


def keep_filter(place: FilterPlace, name: str, asked: str, *, by: Viewer, at: datetime) -> UUID:
    """Keeps what is looked for, under a name, for whoever does it alone. The event says that, and not what it is.

    Raises
    ------
    NotAllowed : they see no case. NotKept : nothing is looked for, the name is taken, or there are too many.
    """
    check_can_keep_filter(by)
    kept = list_filters(by)
    if not asked:
        raise NotKept("Nothing is looked for yet. Choose what to show first, then keep it")
    if any(each.place is place and each.name.casefold() == name.casefold() for each in kept):
        raise NotKept(f"You have a filter of the name “{name}” already. Give it another name")
    if len(kept) >= MOST_KEPT:
        raise NotKept(f"You have {len(kept)} filters. Remove one that you no longer use")
    row = SavedFilter.objects.create(
        org_id=by.org, worker_id=by.worker, place=place, name=name, asked=asked, kept_at=at
    )
    record_event(by, Act.FILTER_KEPT, about_id=row.pk)
    return row.pk


def end_filter(kept: UUID, *, by: Viewer, at: datetime) -> FilterPlace:
    """Removes a filter from whoever kept it; the row stays, ended. Gives back what it was of.

    Raises
    ------
    NotThere : it is not theirs, or ended already.
    """
    row = check_can_end_filter(by, kept)
    row.ended_at = at
    row.save(update_fields=["ended_at"])
    record_event(by, Act.FILTER_ENDED, about_id=row.pk)
    return FilterPlace(row.place)
