"""Days that cannot be: what lies ahead, what happened after everything else in the file, births beyond any pregnancy."""

from collections.abc import Collection, Iterable
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
LEFT_OUT = "left out: it has not happened yet"


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


def remove_ahead(part: DatedPart, today: date, starts: Collection[str]) -> bool:
    """Empties days in `part` that say that something has happened, and that have not come yet, each with a fault; whether
    there were any. Births may lie as far ahead as a pregnancy, and work may be said to begin (`starts` are such columns) in
    the months to come: it is not open yet."""
    found = False
    for key in _date_keys(part):
        limit = today + (_UNBORN if key == BIRTH else _GAP if key in starts else timedelta())
        if max(_days(part, key), default=limit) <= limit:
            continue
        found = True
        for index, day in enumerate(part.columns[key]):
            if isinstance(day, date) and day > limit:
                part.columns[key][index] = None
                _note(part, key, index, FaultKind.LIES_AHEAD, LEFT_OUT)
    return found


def latest_plausible(parts: Iterable[DatedPart], today: date | None = None) -> date | None:
    """The latest day on which something happened, leaving out the few that stand a year apart from the rest, and those after
    `today` where that is known."""
    every = {day for part in parts for key in _date_keys(part) if key != BIRTH for day in _days(part, key)}
    days = sorted(day for day in every if today is None or day <= today)
    if len(days) < _MIN_DAYS:
        return days[-1] if days else None
    dropped = 0
    for end in range(len(days) - 1, len(days) - 1 - _MAX_DROPPED, -1):
        if days[end] - days[end - 1] > _GAP:
            dropped = len(days) - end
    return days[-1 - dropped]


def remove_unlikely(part: DatedPart, latest: date | None, today: date | None = None) -> None:
    """Empties days in `part` that lie after `latest` (births: after any pregnancy from then), each with a fault. What still
    lies after `today` was looked at already, and stands."""
    if latest is None:
        return
    for key in _date_keys(part):
        limit = latest + _UNBORN if key == BIRTH else latest
        if max(_days(part, key), default=limit) <= limit:
            continue
        values = part.columns[key]
        for index, day in enumerate(values):
            if isinstance(day, date) and day > limit and (today is None or day <= today):
                values[index] = None
                _note(part, key, index, FaultKind.UNLIKELY_DATE, LEFT_EMPTY)


def _note(part: DatedPart, key: str, index: int, kind: FaultKind, done: str) -> None:
    found = str(part.original[key][index])
    part.faults.append(Fault(part.sheet, part.row[index], part.headers[key], kind, found, done))


def _date_keys(part: DatedPart) -> list[str]:
    """Columns of days that are past, if they are right; what is planned may lie ahead."""
    return [
        column.key
        for column in part.layout.columns
        if column.kind == "date" and not column.planned and column.key in part.columns
    ]


def _days(part: DatedPart, key: str) -> set[date]:
    return {day for day in set(part.columns[key]) if isinstance(day, date)}
