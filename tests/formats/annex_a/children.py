"""Workbooks of a few invented children, made cell by cell."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path

from plimsoll.core.caseload import NOBODY
from plimsoll.core.terms import CaseType, Circumstance, EventKind
from plimsoll.formats.annex_a import read
from plimsoll.formats.annex_a.caseloads import FileCaseload, caseloads
from plimsoll.formats.annex_a.children import NotRanked
from plimsoll.formats.annex_a.layout import layout
from tests.formats.workbooks import write_xlsx

AS_AT = date(2026, 11, 23)  # a Monday
Cells = Mapping[str, object]


def day(text: str) -> date:
    return date.fromisoformat(text)


# A row of each list as short as it can be for its work to be open; the child stands on it as "1", with worker Ada Quill.
OPEN: dict[int, Cells] = {
    3: {"referral_date": day("2026-11-16")},
    4: {"assessment_start_date": day("2026-10-12")},
    5: {"strategy_discussion_date": day("2026-11-09")},
    6: {"cin_start_date": day("2026-03-02"), "case_status": "c) Child in need plan"},
    7: {"cp_plan_start_date": day("2026-06-01")},
    8: {"looked_after_start_date": day("2025-02-03")},
    9: {"eligibility": "Former relevant"},
}


def row(number: int, child: object = 1, **cells: object) -> dict[str, object]:
    """An open row of a list."""
    return {"child_id": child, **OPEN[number], "allocated_team": "Harbour", "allocated_worker": "Ada Quill", **cells}


def write(path: Path, *rows: tuple[int, Cells], without: Mapping[int, set[str]] | None = None) -> Path:
    """A workbook with these rows, each with its list's number; `without` leaves columns of a list out."""
    sheets: dict[str, list[list[object]]] = {}
    for number, cells in rows:
        columns = [col for col in layout().lists[number].columns if col.key not in (without or {}).get(number, set())]
        assert cells.keys() <= {column.key for column in columns}
        sheets.setdefault(f"List {number}", [[column.name for column in columns]]).append(
            [cells.get(column.key) for column in columns]
        )
    return write_xlsx(path, sheets)


class File:
    """What `caseloads` makes of a workbook, asked by child."""

    def __init__(self, file: FileCaseload) -> None:
        self.file = file
        self.cases = file.caseload

    @property
    def not_ranked(self) -> dict[str, NotRanked]:
        return {gone.child: gone for gone in self.file.not_ranked}

    def at(self, child: str = "1") -> int:
        return self.file.child.index(child)

    def worker(self, child: str = "1") -> str | None:
        who = int(self.cases.worker[self.at(child)])
        return None if who == NOBODY else self.file.workers[who]

    def type(self, child: str = "1") -> CaseType:
        return list(CaseType)[self.cases.case_type[self.at(child)]]

    def types(self, child: str = "1") -> set[CaseType]:
        return {word for word in CaseType if self.cases.case_types[self.at(child)] & word.bit}

    def circumstances(self, child: str = "1") -> set[Circumstance]:
        return {word for word in Circumstance if self.cases.circumstances[self.at(child)] & word.bit}

    def day(self, name: str, child: str = "1") -> date | None:
        found: date | None = getattr(self.cases, name)[self.at(child)].astype(object)
        return found

    def events(self, child: str = "1") -> set[tuple[EventKind, str]]:
        mine = self.cases.events.case == self.at(child)
        kinds = self.cases.events.kind[mine].tolist()
        days = self.cases.events.day[mine].astype(str).tolist()
        return {(list(EventKind)[kind], when) for kind, when in zip(kinds, days, strict=True)}


def opened(
    tmp_path: Path, *rows: tuple[int, Cells], as_at: date = AS_AT, without: Mapping[int, set[str]] | None = None
) -> File:
    """The caseloads of a workbook with these rows."""
    return File(caseloads(read(write(tmp_path / "a.xlsx", *rows, without=without)), as_at))
