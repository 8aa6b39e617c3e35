"""Reading with calamine what openpyxl cannot: .xls, .ods, and .xlsx whose styles it refuses.

Calamine hands out '' for a failed lookup such as `#N/A`, so in these files it looks like an empty cell, and it does not
tell formulas that were never computed.
"""

import datetime
import io
import pickle
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from plimsoll.formats.calamine_child import EXIT_PASSWORD, EXIT_TOO_LARGE
from plimsoll.formats.sheets import HEAD_ROWS, Book, Progress, Row, Sheet, UnusableFile, squared

_SECONDS = 300  # the largest .xls takes a few


class _Cells(pickle.Unpickler):
    """What cells can be, and nothing that runs: the child is ours, but it has read what somebody sent."""

    def find_class(self, module: str, name: str) -> type:
        if module == "datetime" and name in ("date", "datetime", "time", "timedelta"):
            found: type = getattr(datetime, name)
            return found
        raise pickle.UnpicklingError(name)


@contextmanager
def open_calamine(path: Path) -> Iterator[Book]:
    """The workbook at `path`, read in a process of its own, which calamine may take down. Raises UnusableFile."""
    yield Book([_sheet(name, squared(rows)) for name, rows in _read(path)])


def _read(path: Path) -> list[tuple[str, list[Row]]]:
    command = [sys.executable, "-m", "plimsoll.formats.calamine_child", str(path.resolve())]
    try:
        child = subprocess.run(command, capture_output=True, timeout=_SECONDS, check=False)
    except subprocess.TimeoutExpired:
        raise UnusableFile(_refusal(path, None)) from None
    if child.returncode:
        raise UnusableFile(_refusal(path, child.returncode))
    try:
        sheets: list[tuple[str, list[Row]]] = _Cells(io.BytesIO(child.stdout)).load()
    except pickle.UnpicklingError:
        raise UnusableFile(_refusal(path, child.returncode)) from None
    return sheets


def _refusal(path: Path, exit_code: int | None) -> str:
    if exit_code == EXIT_PASSWORD:
        return f"'{path.name}' is protected by a password: open it, remove the password, and save it again."
    if exit_code == EXIT_TOO_LARGE:
        return f"'{path.name}' has a sheet larger than any list: copy the lists into a new workbook and save that."
    return f"'{path.name}' is damaged and cannot be read: open it in Excel, save it as a new .xlsx file, and try that."


def _sheet(name: str, rows: list[Row]) -> Sheet:
    def load(progress: Progress | None) -> list[Row]:
        if progress:
            progress(name, len(rows))
        return rows

    return Sheet(name, rows[:HEAD_ROWS], load, lookups_look_empty=True)
