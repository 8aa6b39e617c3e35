"""Reading with calamine what openpyxl cannot: .xls, .ods, and .xlsx whose styles it refuses.

Calamine hands out '' for a failed lookup such as `#N/A`, so in these files it looks like an empty cell.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from io import BytesIO
from pathlib import Path

import python_calamine

from plimsoll.formats.sheets import HEAD_ROWS, Book, Progress, Row, Sheet, UnusableFile, squared

MAX_COLUMNS = 300  # as for .xlsx
MAX_CELLS = 20_000_000  # calamine makes every cell between the first and the last, about 100 bytes each


@contextmanager
def open_calamine(path: Path) -> Iterator[Book]:
    """The workbook at `path`. Raises UnusableFile."""
    with _readable(path):
        book = python_calamine.load_workbook(BytesIO(path.read_bytes()))  # by content, whatever the name ends in
        sheets = [_sheet(path, book, name) for name in book.sheet_names]
    yield Book(sheets)


def _sheet(path: Path, book: python_calamine.CalamineWorkbook, name: str) -> Sheet:
    sheet = book.get_sheet_by_name(name)
    if sheet.height * sheet.width > MAX_CELLS:
        raise UnusableFile(
            f"Sheet '{name}' of '{path.name}' spans {sheet.height:,} rows and {sheet.width:,} columns, more than any "
            "list: copy the lists into a new workbook and save that."
        )
    head: list[Row] = [tuple(row[:MAX_COLUMNS]) for row in sheet.to_python(skip_empty_area=False, nrows=HEAD_ROWS)]
    return Sheet(name, squared(head), partial(_load, path, sheet))


def _load(path: Path, sheet: python_calamine.CalamineSheet, progress: Progress | None) -> list[Row]:
    with _readable(path):
        rows: list[Row] = [tuple(row[:MAX_COLUMNS]) for row in sheet.to_python(skip_empty_area=False)]
    if progress:
        progress(sheet.name, len(rows))
    return squared(rows)


@contextmanager
def _readable(path: Path) -> Iterator[None]:
    try:
        yield
    except python_calamine.PasswordError as exc:
        raise UnusableFile(
            f"'{path.name}' is protected by a password: open it, remove the password, and save it again."
        ) from exc
    except UnusableFile:
        raise
    except BaseException as exc:
        # A damaged file may raise any Exception, or pyo3's PanicException, which is none.
        if not isinstance(exc, Exception) and type(exc).__name__ != "PanicException":
            raise
        raise UnusableFile(
            f"'{path.name}' is damaged and cannot be read: open it in Excel, save it as a new .xlsx file, and try that."
        ) from exc
