"""Small invented workbooks, with the quirks of those seen in the wild."""

import csv
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from pathlib import Path

import openpyxl  # type: ignore[import-untyped]
import xlwt  # type: ignore[import-untyped]

from plimsoll.formats.annex_a.layout import layout

Rows = Sequence[Sequence[object]]
SAMPLES = Path(__file__).resolve().parents[2].parent / "shared" / "samples"

IN_NEED = [
    "Child Unique ID", "Gender", "Ethnicity", "Date of Birth", "Age of Child (Years)",
    "Does the Child have a Disability", "CIN Start Date", "Primary Need Code", "Date Child Was Last Seen",
    "CIN Closure Date", "Reason for Closure", "Case status", "Allocated Team", "Allocated Worker",
]  # fmt: skip


def in_need(child: object = 1, **cells: object) -> list[object]:
    """A sound row of List 6; `cells` replace values by field key."""
    row: dict[str, object] = {
        "child_id": child, "gender": "a) Male", "ethnicity": "a) WBRI", "date_of_birth": datetime(2014, 3, 2),
        "age": 7, "disability": "b) No", "cin_start_date": datetime(2021, 1, 4),
        "primary_need": "N1 - Abuse or neglect", "date_last_seen": datetime(2021, 3, 1), "cin_closure_date": None,
        "closure_reason": None, "case_status": "c) Child in need plan", "allocated_team": "Team 1",
        "allocated_worker": "Ada Quill",
    }  # fmt: skip
    assert cells.keys() <= row.keys()
    return list((row | cells).values())


def headers(number: int) -> list[str]:
    """Ofsted's headers of a list, as this package knows them."""
    return [column.name for column in layout().lists[number].columns]


def write_xlsx(path: Path, sheets: Mapping[str, Rows]) -> Path:
    book = openpyxl.Workbook(write_only=True)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(list(row))
    book.save(path)
    return path


def write_xls(path: Path, sheets: Mapping[str, Rows]) -> Path:
    book = xlwt.Workbook()
    style = xlwt.easyxf(num_format_str="DD/MM/YYYY")
    for name, rows in sheets.items():
        sheet = book.add_sheet(name)
        for i, row in enumerate(rows):
            for j, value in enumerate(row):
                if isinstance(value, date):
                    sheet.write(i, j, value, style)
                elif value is not None:
                    sheet.write(i, j, value)
    book.save(str(path))
    return path


def write_csv(path: Path, rows: Rows, *, encoding: str = "utf-8", delimiter: str = ",") -> Path:
    with path.open("w", encoding=encoding, newline="") as stream:
        csv.writer(stream, delimiter=delimiter).writerows([[as_csv(value) for value in row] for row in rows])
    return path


def as_csv(value: object) -> object:
    return value.strftime("%d/%m/%Y") if isinstance(value, date) else value


def rewrite_part(path: Path, part: str, old: bytes, new: bytes) -> Path:
    """Replaces bytes in one part of a workbook."""
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    assert old in parts[part]
    parts[part] = parts[part].replace(old, new, 1)
    return write_zip(path, parts)


def write_zip(path: Path, parts: Mapping[str, bytes | Iterable[bytes]]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            with archive.open(name, "w") as stream:
                for chunk in [content] if isinstance(content, bytes) else content:
                    stream.write(chunk)
    return path
