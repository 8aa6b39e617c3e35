"""The sheets of one workbook, and writing them so that the same sheets give the same file, byte for byte."""

import os
from dataclasses import dataclass
from datetime import date, datetime
from io import BytesIO
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from openpyxl import Workbook  # type: ignore[import-untyped]
from openpyxl.utils import get_column_letter  # type: ignore[import-untyped]
from openpyxl.writer.excel import ExcelWriter  # type: ignore[import-untyped]
from openpyxl.xml.functions import tostring  # type: ignore[import-untyped]

from plimsoll.demo.columns import COLUMNS, TITLES, Column, columns_of
from plimsoll.demo.people import Cell

# The oldest day a zip archive can hold: the same for every file, so that the bytes depend on the cells alone.
ZIP_MOMENT = (1980, 1, 1, 0, 0, 0)


@dataclass(frozen=True, slots=True)
class Formula:
    """A date so many days after the date in another column of the row. The file holds no result for it."""

    column: Column
    days: int


@dataclass(slots=True)
class Sheet:
    """One list as it will stand in the workbook; `columns` and `headers` run side by side."""

    number: int
    name: str
    columns: list[Column]
    headers: list[str]
    rows: list[list[Cell | Formula]]
    title: str | None = None

    @property
    def full_title(self) -> str:
        """The title Ofsted puts above the header."""
        return f"List {self.number}: {TITLES[self.number]}"


@dataclass(frozen=True, slots=True)
class Page:
    """A tab that holds no list."""

    name: str
    rows: list[list[Cell]]


def sheets_of(rows: dict[int, list[list[Cell]]], generation: int) -> list[Sheet]:
    """The eleven lists in order with official headers, the columns of one generation, nothing spoilt."""
    sheets = []
    for number, all_columns in COLUMNS.items():
        columns = list(columns_of(number, generation))
        kept = [place for place, column in enumerate(all_columns) if column in columns]
        cells: list[list[Cell | Formula]] = [[row[place] for place in kept] for row in rows[number]]
        sheets.append(Sheet(number, f"List_{number}", columns, [column.header for column in columns], cells))
    return sheets


def write_workbook(path: Path, tabs: list[Sheet | Page], as_at: date) -> None:
    """Write the tabs in their order; an existing file is replaced in one step, never left half written."""
    book = Workbook(write_only=True)
    book.properties.creator = "plimsoll demo: invented, no real person"
    for tab in tabs:
        sheet = book.create_sheet(tab.name)
        for row in tab.rows if isinstance(tab, Page) else _lines(tab):
            sheet.append(row)
    part = path.with_name(path.name + ".part")
    try:
        part.write_bytes(_same_bytes(book, as_at))
        os.replace(part, path)
    finally:
        part.unlink(missing_ok=True)


def _lines(sheet: Sheet) -> list[list[Cell]]:
    """Title, header and rows, with formulas spelt out for where they have come to stand."""
    above: list[list[Cell]] = [[sheet.title]] if sheet.title else []
    letters = {column: get_column_letter(place) for place, column in enumerate(sheet.columns, 1)}
    first = len(above) + 2
    lines: list[list[Cell]] = [*above, list(sheet.headers)]
    for line, row in enumerate(sheet.rows, first):
        lines.append([_spelt(cell, letters, line) if isinstance(cell, Formula) else cell for cell in row])
    return lines


def _spelt(formula: Formula, letters: dict[Column, str], line: int) -> str:
    return f"={letters[formula.column]}{line}+{formula.days}"


def _same_bytes(book: Workbook, as_at: date) -> bytes:
    """The workbook as a file that carries the reporting day instead of the moment it was written."""
    raw = BytesIO()
    moment = datetime(as_at.year, as_at.month, as_at.day)  # noqa: DTZ001  # the file format knows no time zone
    with ZipFile(raw, "w", ZIP_DEFLATED) as archive:
        writer = ExcelWriter(book, archive)
        writer.save()
    stamped = BytesIO()
    with ZipFile(raw) as archive, ZipFile(stamped, "w", ZIP_DEFLATED) as copy:
        for name in archive.namelist():
            data = archive.read(name)
            if name == "docProps/core.xml":
                book.properties.created = book.properties.modified = moment
                data = _core(book)
            copy.writestr(ZipInfo(name, ZIP_MOMENT), data, ZIP_DEFLATED)
    return stamped.getvalue()


def _core(book: Workbook) -> bytes:

    text: bytes = tostring(book.properties.to_tree())
    return text
