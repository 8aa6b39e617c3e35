"""What put the child of a case into danger, and what became of it, for whoever has to agree that the case may wait."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.models import Exists, OuterRef

from plimsoll.core.access import Viewer
from plimsoll.core.calendar import LONDON
from plimsoll.core.terms import DANGER_ENDS, SEEING, EventKind
from plimsoll.records.models.cases import Event

YEAR = timedelta(365)

# A condition of an event `e` with `ends`, the kind that ends it: it stands, and nothing has ended it by a moment. A child
# who was found is not safe before somebody has seen them, where a record here tells of it. Who was seen on a day of which
# the time is not known was seen at its end.
LASTS = """NOT e.withdraws AND e.happened_at <= %(now)s
          AND NOT EXISTS (SELECT FROM records_event r WHERE r.org_id = e.org_id AND r.replaces_id = e.id)
          AND NOT EXISTS (
            SELECT FROM records_event o
            WHERE o.org_id = e.org_id AND o.case_id = e.case_id AND o.kind = ends.ended AND NOT o.withdraws
              AND o.happened_at >= e.happened_at
              AND NOT EXISTS (SELECT FROM records_event r WHERE r.org_id = o.org_id AND r.replaces_id = o.id)
              AND (o.kind <> 'FOUND' OR o.record_id IS NULL OR EXISTS (
                SELECT FROM records_event v
                WHERE v.org_id = o.org_id AND v.case_id = o.case_id AND NOT v.withdraws
                  AND v.kind = ANY(%(seeing)s::text[])
                  AND CASE WHEN v.time_known THEN v.happened_at >= o.happened_at
                      ELSE (v.happened_at AT TIME ZONE 'Europe/London')::date
                          >= (o.happened_at AT TIME ZONE 'Europe/London')::date END
                  AND NOT EXISTS (SELECT FROM records_event r WHERE r.org_id = v.org_id AND r.replaces_id = v.id))))"""


@dataclass(frozen=True)
class Danger:
    """One danger: when it began, who wrote down what of it; times : how often in twelve months, this one counted; end : what
    ended it, when and what was written of that, None while it lasts; found_at : of a child found and not seen since;
    time_known, end_time_known : whether the time of the day is on record."""

    kind: EventKind
    at: datetime
    time_known: bool
    by: str
    note: str
    times: int
    end: EventKind
    ended_at: datetime | None
    ended_note: str
    found_at: datetime | None = None
    end_time_known: bool = False


def dangers(stands: Sequence[Event]) -> tuple[Danger, ...]:
    """The latest of each kind of danger on a case within twelve months of the latest entry, those that last first.

    Parameters
    ----------
    stands : the events of a case that nobody replaced or withdrew, the latest first, with whoever recorded them.
    """
    found = []
    for kind, end in DANGER_ENDS.items():
        began = [row for row in stands if row.kind == kind]
        if not began:
            continue
        last = began[0]
        over = next((row for row in stands if row.kind == end and row.happened_at >= last.happened_at), None)
        unseen = over if over and kind is EventKind.WENT_MISSING and not _seen_since(over, stands) else None
        over = None if unseen else over
        times = sum(last.happened_at - row.happened_at <= YEAR for row in began)
        by = last.recorded_by.name if last.recorded_by else "a file"
        found.append(
            Danger(
                kind, last.happened_at, last.time_known, by, last.note, times, end,
                over.happened_at if over else None, over.note if over else "",
                unseen.happened_at if unseen else None, over is not None and over.time_known,
            )
        )  # fmt: skip
    return tuple(sorted(found, key=lambda one: (one.ended_at is not None, -one.at.timestamp())))


def _seen_since(found: Event, stands: Sequence[Event]) -> bool:
    """Whether a child who was found was seen since; where only a file tells of it, found is found."""
    if found.record_id is None:
        return True
    seen = (row for row in stands if EventKind(row.kind) in SEEING)
    return any(row.happened_at >= found.happened_at if row.time_known else _day(row) >= _day(found) for row in seen)


def _day(row: Event) -> date:
    return row.happened_at.astimezone(LONDON).date()


def missing_now(viewer: Viewer, case: UUID, now: datetime) -> Danger | None:
    """That the child of a case is missing, or was found and not seen since; None where neither. One query, for whoever may
    read the case."""
    rows = Event.objects.filter(
        org_id=viewer.org, case_id=case, happened_at__lte=now, withdraws=False,
        kind__in=[EventKind.WENT_MISSING, EventKind.FOUND, *SEEING],
    )  # fmt: skip
    later = Event.objects.filter(org_id=viewer.org, replaces_id=OuterRef("pk"))
    stands = rows.filter(~Exists(later)).select_related("recorded_by").order_by("-happened_at")
    found = dangers(list(stands))
    return next((one for one in found if one.ended_at is None), None)
