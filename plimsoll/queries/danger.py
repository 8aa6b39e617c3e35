"""What put the child of a case into danger, and what became of it, for whoever has to agree that the case may wait."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from plimsoll.core.terms import DANGER_ENDS, EventKind
from plimsoll.records.models.cases import Event

YEAR = timedelta(365)


@dataclass(frozen=True)
class Danger:
    """One danger: when it began, who wrote down what of it; times : how often in twelve months, this one counted; end : what
    ended it, when and what was written of that, None while it lasts."""

    kind: EventKind
    at: datetime
    time_known: bool
    by: str
    note: str
    times: int
    end: EventKind
    ended_at: datetime | None
    ended_note: str


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
        times = sum(last.happened_at - row.happened_at <= YEAR for row in began)
        by = last.recorded_by.name if last.recorded_by else "a file"
        found.append(
            Danger(
                kind, last.happened_at, last.time_known, by, last.note, times, end,
                over.happened_at if over else None, over.note if over else "",
            )
        )  # fmt: skip
    return tuple(sorted(found, key=lambda one: (one.ended_at is not None, -one.at.timestamp())))
