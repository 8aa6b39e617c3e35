"""Reading CSV: one file, a folder of them, or a zip of them, one list in each."""

import csv
import io
import re
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

from plimsoll.formats.archives import DAMAGED, open_archive
from plimsoll.formats.sheets import HEAD_ROWS, Book, Progress, Row, Sheet, UnusableFile, squared

# Annex A of a large authority is about 60 MB as XML, and far less as CSV. All that is read is held in memory at
# once, so that both are limits of all lists of a file together.
MAX_CSV_BYTES = 60_000_000
MAX_CELLS = 5_000_000
_DELIMITERS = ",;\t"
_SUFFIXES = (".csv", ".txt", ".tsv")


@contextmanager
def open_csv(path: Path) -> Iterator[Book]:
    """A single CSV as a book of one sheet named after the file. Raises UnusableFile."""
    if path.stat().st_size > MAX_CSV_BYTES:
        raise UnusableFile(f"'{path.name}' exceeds 60 MB, far more than any list: check that it is the right file.")
    yield Book(_sheets([(path.name, path.read_bytes)]))


@contextmanager
def open_folder(path: Path) -> Iterator[Book]:
    """All CSV files of a folder, in the order of their names (List 2 before List 10). Raises UnusableFile."""
    files = [file for file in path.iterdir() if file.is_file() and _is_csv(file.name)]
    if not files:
        raise UnusableFile(
            f"The folder '{path.name}' holds no CSV files: give a workbook, or a folder with one CSV for each list."
        )
    if sum(file.stat().st_size for file in files) > MAX_CSV_BYTES:
        raise UnusableFile(f"The CSV files in '{path.name}' exceed 60 MB together: check that it is the right folder.")
    yield Book(_sheets([(file.name, file.read_bytes) for file in sorted(files, key=lambda file: _in_order(file.name))]))


@contextmanager
def open_zip(path: Path) -> Iterator[Book]:
    """All CSV files of a zip, at any depth. Raises UnusableFile."""
    with open_archive(path) as archive:
        names = [name for name in archive.namelist() if _is_csv(name.rsplit("/", 1)[-1]) and "__MACOSX/" not in name]
        if not names:
            raise UnusableFile(
                f"'{path.name}' is a zip without CSV files: take the workbook out, or put in one CSV for each list."
            )
        if sum(archive.getinfo(name).file_size for name in names) > MAX_CSV_BYTES:
            raise UnusableFile(
                f"The CSV files in '{path.name}' exceed 60 MB together, far more than any caseload: "
                "check that it is the right file."
            )
        try:
            sheets = _sheets(
                [(name.rsplit("/", 1)[-1], partial(archive.read, name)) for name in sorted(names, key=_in_order)]
            )
        except DAMAGED as exc:
            raise UnusableFile(f"'{path.name}' is damaged: pack it again or ask for a fresh copy.") from exc
        yield Book(sheets)


def _is_csv(name: str) -> bool:
    return name.lower().endswith(_SUFFIXES) and not name.startswith((".", "~$"))


def _in_order(name: str) -> list[tuple[int, str]]:
    return [(int(part), "") if part.isdecimal() else (-1, part.lower()) for part in re.split(r"([0-9]+)", name)]


def _sheets(files: Iterable[tuple[str, Callable[[], bytes]]]) -> list[Sheet]:
    """A sheet for each file, by its name and how to read it; of all together not more than can be held."""
    left, sheets = MAX_CELLS, []
    for name, read in files:
        rows = squared(_rows(name, _decoded(read()), left))
        left -= len(rows) * len(rows[0]) if rows else 0
        sheets.append(_sheet(name, rows))
    return sheets


def _sheet(name: str, rows: list[Row]) -> Sheet:
    """A sheet of rows, which are all equally wide."""

    def load(progress: Progress | None) -> list[Row]:
        if progress:
            progress(title, len(rows))
        return rows

    title = name.rsplit(".", 1)[0]
    return Sheet(title, rows[:HEAD_ROWS], load)


def _decoded(content: bytes) -> str:
    """UTF-8, with or without its mark; UTF-16 with its mark (Excel's "Unicode text"); else cp1252, as Excel saves CSV.

    >>> _decoded("Zoë".encode("cp1252")), _decoded("Zoë".encode("utf-8-sig")), _decoded("Zoë".encode("utf-16"))
    ('Zoë', 'Zoë', 'Zoë')
    """
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return content.decode("utf-16", "replace")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", "replace")


def _rows(name: str, text: str, most: int) -> list[Row]:
    """Rows of text, empty cells as None. Reading stops where they come to more than `most` cells, counted as squared: one
    long row among many makes all of them as long."""
    lines = io.StringIO(text, newline="")
    rows: list[Row] = []
    width = 1
    try:
        for cells in csv.reader(lines, delimiter=_delimiter(text)):
            rows.append(tuple([cell or None for cell in cells]))
            width = max(width, len(cells))
            if width * len(rows) > most:
                raise UnusableFile(
                    f"'{name}' brings this to more than {MAX_CELLS:,} cells, far more than any caseload: keep only the "
                    "lists, columns and rows that are needed."
                )
    except csv.Error as exc:
        raise UnusableFile(f"'{name}' is not a readable CSV ({exc}): make the export again.") from exc
    return rows


def _delimiter(text: str) -> str:
    r"""The delimiter that splits the fullest of the first lines into most parts.

    >>> _delimiter("List 1\nChild Unique ID;Gender;Date, of birth\n")
    ';'
    """
    lines = text[:20_000].splitlines()[:HEAD_ROWS]
    return max(_DELIMITERS, key=lambda mark: max((line.count(mark) for line in lines), default=0))
