"""Reading an Annex A workbook: the way from a file to tables and faults."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from plimsoll.formats.annex_a.children import START
from plimsoll.formats.annex_a.columns import read_column, repeated_rows
from plimsoll.formats.annex_a.faults import Fault, FaultKind
from plimsoll.formats.annex_a.headers import (
    Recognised,
    expected_lists,
    is_ignored,
    named_list,
    position_name,
    recognise,
)
from plimsoll.formats.annex_a.layout import ListLayout, layout
from plimsoll.formats.annex_a.plausible import latest_plausible, remove_ahead, remove_unlikely
from plimsoll.formats.annex_a.tables import AnnexA, ListTable
from plimsoll.formats.annex_a.values import Value
from plimsoll.formats.sheets import Book, Progress, Row, Sheet, UnusableFile
from plimsoll.formats.spreadsheet import open_book


@dataclass
class Part:
    """What one sheet holds of a list, while the workbook is being read. Fields as in ListTable."""

    sheet: str
    layout: ListLayout
    row: list[int]
    columns: dict[str, list[Value]] = field(default_factory=dict)
    original: dict[str, list[object]] = field(default_factory=dict)
    unknown: dict[str, list[object]] = field(default_factory=dict)
    headers: dict[str, str] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)


Settled = Mapping[tuple[str, str], str]
"""The code that a value found in a column stands for, by ('8.placement_type', the text in lower case); '' for nothing."""


def read(path: Path, *, progress: Progress | None = None) -> AnnexA:
    """The Annex A lists in the file or folder at `path` (.xlsx, .xlsm, .xls, .ods, .csv, a zip or folder of CSVs).

    `progress` is told a sheet's name and how many of its rows have been read, now and then. Reading never stops at a
    fault of content; whatever is wrong is in `faults`, and what was found is in `original`. Raises UnusableFile where
    nothing can be read, with a message for the person who chose the file.
    """
    with open_book(path) as book:
        annex = read_book(book, today=None, progress=progress)
        if annex is None:
            raise UnusableFile(_wrong_workbook(path, book))
    return annex


def read_book(
    book: Book, *, today: date | None, progress: Progress | None = None, settled: Settled | None = None
) -> AnnexA | None:
    """The Annex A lists in an open book, None where it has none; `settled` is what unknown values were said to mean.

    Parameters
    ----------
    today : after it nothing has happened yet, so that a later day is a fault; None where whoever reads says of which day.
    """
    parts: dict[int, list[Part]] = defaultdict(list)
    faults = [_link_fault(target) for target in book.external_links]
    for sheet in book.sheets:
        match = recognise(sheet)
        if match is None:
            faults += _ignored(sheet)
        else:
            parts[match.layout.number].append(read_part(sheet, match, sheet.load(progress), settled or {}))
    if not parts:
        return None
    every = [part for number in sorted(parts) for part in parts[number]]
    ahead = [today is not None and remove_ahead(part, today, START.values()) for part in every]
    latest = latest_plausible(every, today)
    for part in every:
        remove_unlikely(part, latest, today)
    lists = {number: table_of(parts[number]) for number in sorted(parts)}
    faults += [fault for part in every for fault in part.faults]
    faults += [fault for number, table in lists.items() for fault in _repeated(table, parts[number])]
    faults += [_not_found(number) for number in layout().lists if number not in lists]
    return AnnexA(lists, tuple(faults), latest, any(ahead))


def read_part(sheet: Sheet, match: Recognised, rows: list[Row], settled: Settled) -> Part:
    """The rows of a sheet, read by the columns that were recognised in it."""
    start = match.header_row + 1
    body = rows[start:]
    numbers = list(range(start + 1, start + 1 + len(body)))
    blank = {index for index, row in enumerate(body) if not any(row) and _is_blank(row)}
    if blank:
        body = [row for index, row in enumerate(body) if index not in blank]
        numbers = [number for index, number in enumerate(numbers) if index not in blank]
    part = Part(sheet.name, match.layout, numbers)
    cells = [list(column) for column in zip(*body, strict=True)] if body else [[] for _ in rows[match.header_row]]
    _read_known(part, match, rows[match.header_row], cells, settled)
    _keep_unknown(part, match, cells)
    _note_sheet(part, sheet)
    return part


def _is_blank(row: Row) -> bool:
    return all(value is None or value == "" for value in row)


def _read_known(part: Part, match: Recognised, header: Row, cells: list[list[object]], settled: Settled) -> None:
    for column in part.layout.columns:
        index = match.known.get(column.key)
        if index is None:
            if column.key not in part.layout.may_lack:
                part.faults.append(
                    Fault(part.sheet, None, column.name, FaultKind.MISSING_COLUMN, "", "read without this column")
                )
            continue
        part.headers[column.key] = str(header[index])
        part.original[column.key] = cells[index]
        part.columns[column.key], faults = read_column(
            column,
            cells[index],
            required=column.key in part.layout.required,
            sheet=part.sheet,
            rows=part.row,
            header=part.headers[column.key],
            settled=meant_in(settled, part.layout.column_name(column.key)),
        )
        part.faults += faults


def meant_in(settled: Settled, column: str) -> dict[str, str]:
    """What is settled of one column: code by text in lower case."""
    return {found: code for (where, found), code in settled.items() if where == column}


def _keep_unknown(part: Part, match: Recognised, cells: list[list[object]]) -> None:
    """Keeps columns that the list does not have, also those without a header if there is anything in them."""
    known = set(match.known.values())
    for index, values in enumerate(cells):
        text = match.unknown.get(index, "")
        if index in known or not (text or any(value is not None and value != "" for value in values)):
            continue
        name = _free_name(text or f"column {position_name(index)}", part.unknown)
        part.unknown[name] = values
        kind = FaultKind.REPEATED_COLUMN if index in match.repeated else FaultKind.UNKNOWN_COLUMN
        part.faults.append(Fault(part.sheet, match.header_row + 1, name, kind, text, "kept beside the list"))


def _free_name(name: str, taken: dict[str, list[object]]) -> str:
    if name not in taken:
        return name
    count = 2
    while f"{name} ({count})" in taken:
        count += 1
    return f"{name} ({count})"


def _note_sheet(part: Part, sheet: Sheet) -> None:
    if sheet.lookups_look_empty:
        done = "failed lookups such as #N/A and formulas never computed cannot be told from empty cells; save as .xlsx"
        part.faults.append(Fault(sheet.name, None, None, FaultKind.LOOKUPS_LOOK_EMPTY, "", done))
    named = named_list(sheet.name)
    if named is not None and named != part.layout.number:
        done = f"read as List {part.layout.number} ({part.layout.title}), whose columns it has"
        part.faults.append(Fault(sheet.name, None, None, FaultKind.SHEET_NAME_DIFFERS, sheet.name, done))


def table_of(parts: list[Part]) -> ListTable:
    """The sheets of one list, one below the other."""
    first = parts[0].layout
    return ListTable(
        number=first.number,
        title=first.title,
        sheets=tuple(part.sheet for part in parts),
        sheet=[part.sheet for part in parts for _ in part.row],
        row=[row for part in parts for row in part.row],
        columns=_joined([(part.columns, len(part.row)) for part in parts]),
        original=_joined([(part.original, len(part.row)) for part in parts]),
        unknown=_joined([(part.unknown, len(part.row)) for part in parts]),
        headers={key: header for part in reversed(parts) for key, header in part.headers.items()},
    )


def _joined(parts: list[tuple[dict[str, list[Any]], int]]) -> dict[str, list[Any]]:
    if len(parts) == 1:
        return parts[0][0]
    keys = dict.fromkeys(key for columns, _ in parts for key in columns)
    return {key: [value for columns, rows in parts for value in columns.get(key, [None] * rows)] for key in keys}


def _repeated(table: ListTable, parts: list[Part]) -> list[Fault]:
    if not parts[0].layout.one_row_per_child or "child_id" not in table.columns:
        return []
    header = next(part.headers["child_id"] for part in parts if "child_id" in part.headers)
    return repeated_rows(table.columns["child_id"], table.sheet, table.row, header)


def _ignored(sheet: Sheet) -> list[Fault]:
    if not sheet.head or is_ignored(sheet.name):
        return []
    named = named_list(sheet.name)
    done = "not read: its columns are those of no list"
    if named is not None:
        done = f"not read: no row among the first ten has the headers of {expected_lists([named])}"
    return [Fault(sheet.name, None, None, FaultKind.SHEET_IGNORED, sheet.name, done)]


def _link_fault(target: str) -> Fault:
    done = "not followed; values are as last saved in this workbook"
    return Fault("", None, None, FaultKind.EXTERNAL_LINK, target, done)


def _not_found(number: int) -> Fault:
    return Fault("", None, None, FaultKind.LIST_NOT_FOUND, expected_lists([number]), "read without this list")


def _wrong_workbook(path: Path, book: Book) -> str:
    names = [f"'{sheet.name}'" for sheet in book.sheets]
    shown = ", ".join(names[:8]) + (f" and {len(names) - 8} more" if len(names) > 8 else "")
    return (
        f"'{path.name}' holds no Annex A list: it has {shown or 'no sheets'}, and none has the headers of "
        f"{expected_lists([1])} to {expected_lists([11])}; choose the workbook with Ofsted's child-level lists."
    )
