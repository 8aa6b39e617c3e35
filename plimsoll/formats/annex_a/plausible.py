"""Days that cannot be: what happened after everything else in the file, and births beyond any pregnancy."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Protocol

from plimsoll.formats.annex_a.faults import Fault, FaultKind
from plimsoll.formats.annex_a.layout import ListLayout
from plimsoll.formats.annex_a.values import LEFT_EMPTY, Value

BIRTH = "date_of_birth"
# A typing error in a year lands a year or more after everything else. Where few days are recorded, such a gap is
# nothing unusual, so that at least so many distinct days must stand against it, and only so few may be dropped.
_GAP = timedelta(days=330)
_MIN_DAYS = 20
_MAX_DROPPED = 3
_UNBORN = timedelta(days=300)  # 40 weeks and a margin


class DatedPart(Protocol):
    """What is needed here of a sheet being read."""

    @property
    def sheet(self) -> str: ...
    @property
    def layout(self) -> ListLayout: ...
    @property
    def row(self) -> list[int]: ...
    @property
    def columns(self) -> dict[str, list[Value]]: ...
    @property
    def original(self) -> dict[str, list[object]]: ...
    @property
    def headers(self) -> dict[str, str]: ...
    @property
    def faults(self) -> list[Fault]: ...


def latest_plausible(parts: Iterable[DatedPart]) -> date | None:
    """The latest day on which something happened, leaving out the few that stand a year apart from the rest."""
    days = sorted({day for part in parts for key in _date_keys(part) if key != BIRTH for day in _days(part, key)})
    if len(days) < _MIN_DAYS:
        return days[-1] if days else None
    dropped = 0
    for end in range(len(days) - 1, len(days) - 1 - _MAX_DROPPED, -1):
        if days[end] - days[end - 1] > _GAP:
            dropped = len(days) - end
    return days[-1 - dropped]


def remove_unlikely(part: DatedPart, latest: date | None) -> None:
    """Empties days in `part` that lie after `latest` (births: after any pregnancy from then), each with a fault."""
    if latest is None:
        return
    for key in _date_keys(part):
        limit = latest + _UNBORN if key == BIRTH else latest
        if max(_days(part, key), default=limit) <= limit:
            continue
        values = part.columns[key]
        for index, day in enumerate(values):
            if isinstance(day, date) and day > limit:
                values[index] = None
                found = str(part.original[key][index])
                kind = FaultKind.UNLIKELY_DATE
                part.faults.append(Fault(part.sheet, part.row[index], part.headers[key], kind, found, LEFT_EMPTY))


def _date_keys(part: DatedPart) -> list[str]:
    """Columns of days that are past, if they are right; what is planned may lie ahead."""
    return [
        column.key
        for column in part.layout.columns
        if column.kind == "date" and not column.planned and column.key in part.columns
    ]


def _days(part: DatedPart, key: str) -> set[date]:
    return {day for day in set(part.columns[key]) if isinstance(day, date)}
