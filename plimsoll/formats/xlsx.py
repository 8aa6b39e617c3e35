"""Reading .xlsx and .xlsm with openpyxl, made safe against what workbooks in the wild contain."""

import gc
import html
import re
import warnings
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from itertools import islice
from pathlib import Path
from typing import IO, Any

from openpyxl.reader.excel import ExcelReader  # type: ignore[import-untyped]
from openpyxl.utils import coordinate_to_tuple  # type: ignore[import-untyped]
from openpyxl.worksheet._read_only import ReadOnlyWorksheet  # type: ignore[import-untyped]

from plimsoll.formats.archives import check_no_dtd, open_archive
from plimsoll.formats.calamine import open_calamine
from plimsoll.formats.sheets import HEAD_ROWS, Book, Formula, Progress, Row, Sheet, UnusableFile, squared

MAX_COLUMNS = 300  # the widest list has 34; a stray cell in column XFD must not make every row 16,384 wide
MAX_ROWS = 1_048_576  # Excel's own limit; a row that claims a higher number would be padded up to it
_BLOCK_ROWS = 5_000  # rows between two reports of progress
_CHUNK_BYTES = 1 << 20
_MAX_ROW_BYTES = 8 << 20


@contextmanager
def open_xlsx(path: Path) -> Iterator[Book]:
    """The workbook at `path`, open while in the context. Raises UnusableFile.

    Formulas are not computed and links to other files are not followed.
    """
    archive = open_archive(path)
    try:
        with path.open("rb") as stream:
            with _readable(path):
                check_no_dtd(path, archive)
                links = _external_links(archive)
                sheets = _sheets(path, archive, stream)
            yield Book(sheets, links)
    finally:
        archive.close()


class _Worksheet(ReadOnlyWorksheet):  # type: ignore[misc]
    """A sheet whose claim to a size is not asked for.

    It is often wrong and openpyxl would believe it; where there is none it would parse the whole sheet to learn so.
    """

    def _get_size(self) -> None:
        self.reset_dimensions()


class _Reader(ExcelReader):  # type: ignore[misc]
    """openpyxl's reader without what a caseload has no use for and what it stumbles over: properties, themes, charts."""

    def __init__(self, stream: IO[bytes]) -> None:
        super().__init__(stream, read_only=True, data_only=True, keep_links=False)

    def worksheets(self) -> list[Any]:
        """The sheets with cells, in the order of the workbook."""
        self.read()
        worksheets: list[Any] = self.wb.worksheets
        return worksheets

    def read_worksheets(self) -> None:
        for sheet, relation in self.parser.find_sheets():
            if relation.target in self.valid_files and "chartsheet" not in relation.Type:
                self.wb._sheets.append(_Worksheet(self.wb, sheet.name, relation.target, self.shared_strings))

    def read_properties(self) -> None: ...
    def read_custom(self) -> None: ...
    def read_theme(self) -> None: ...


def _sheets(path: Path, archive: zipfile.ZipFile, stream: IO[bytes]) -> list[Sheet]:
    try:
        return [_sheet(path, archive, worksheet) for worksheet in _Reader(stream).worksheets()]
    except Exception:  # openpyxl refuses the styles and properties of some report writers, which calamine passes over
        with open_calamine(path) as other:
            return other.sheets


@contextmanager
def _readable(path: Path) -> Iterator[None]:
    """Turns whatever openpyxl raises on a damaged file into UnusableFile, and keeps its warnings from the person."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            yield
        except UnusableFile:
            raise
        except Exception as exc:  # on damage openpyxl raises anything from KeyError to zlib.error
            raise UnusableFile(
                f"'{path.name}' is damaged and cannot be read: open it in Excel, save it as a new .xlsx file, "
                "and try that."
            ) from exc


def _sheet(path: Path, archive: zipfile.ZipFile, worksheet: Any) -> Sheet:
    rows = worksheet.iter_rows(max_row=HEAD_ROWS, max_col=MAX_COLUMNS, values_only=True)
    head = squared(list(rows))
    width = max((_last_filled(row) for row in head), default=0)
    load = partial(_load, path, archive, worksheet, max(1, width))
    return Sheet(worksheet.title, [row[:width] for row in head], load)


def _last_filled(row: Row) -> int:
    """Number of columns up to the last that is not empty."""
    width = len(row)
    while width and row[width - 1] in (None, ""):
        width -= 1
    return width


def _load(path: Path, archive: zipfile.ZipFile, worksheet: Any, width: int, progress: Progress | None) -> list[Row]:
    with _readable(path), _collector_paused():
        scan = _scan(archive, worksheet._worksheet_path)
        last_row = min(scan.last_row or MAX_ROWS, MAX_ROWS)
        found = worksheet.iter_rows(max_row=last_row, max_col=width, values_only=True)
        rows: list[Row] = []
        while block := list(islice(found, _BLOCK_ROWS)):
            rows += block
            if progress:
                progress(worksheet.title, len(rows))
        for (row, column), formula in scan.formulas.items():
            if row <= len(rows) and column <= width:
                values = list(rows[row - 1])
                values[column - 1] = formula
                rows[row - 1] = tuple(values)
        return squared(rows)


@contextmanager
def _collector_paused() -> Iterator[None]:
    """Keeps the garbage collector from going over a growing sheet again and again.

    Parsing makes no reference cycles, so nothing is left lying about; on 55,000 rows this saves an eighth of the time.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


@dataclass(frozen=True)
class _Scan:
    """What the bytes of a sheet tell before it is parsed: `last_row` with anything in it (None if it cannot be told),
    and by (row, column), from 1, the formulas that no program ever computed."""

    last_row: int | None
    formulas: dict[tuple[int, int], Formula]


def _scan(archive: zipfile.ZipFile, part: str) -> _Scan:
    """Looks through the XML of one sheet as bytes, 1 MB at a time, some fifty times faster than parsing it.

    Two things are worth that look: formatted but empty rows down to the last row of a sheet would take a minute to
    parse, and openpyxl hands out None both for an empty cell and for a formula without a value.
    """
    formulas: dict[tuple[int, int], Formula] = {}
    last_row: int | None = None
    marks: _Marks | None = None
    for block in _whole_rows(archive, part):
        marks = marks or _marks(block)
        if marks is None:
            return _Scan(None, {})
        at = marks.last_value(block)
        if at < 0:
            continue
        row = marks.row.match(block, block.rfind(marks.row_tag, 0, at))
        if row is None:
            return _Scan(None, {})
        last_row = int(row.group(1))
        if any(tag in block for tag in marks.formula_tags):
            formulas |= marks.uncomputed(block)
    return _Scan(last_row, formulas)


def _whole_rows(archive: zipfile.ZipFile, part: str) -> Iterator[bytes]:
    """The XML of a sheet in pieces that end between rows."""
    rest = b""
    with archive.open(part) as stream:
        while chunk := stream.read(_CHUNK_BYTES):
            block = rest + chunk
            cut = max(block.rfind(b"<row"), block.rfind(b":row"))
            if cut > 0 and len(block) - cut < _MAX_ROW_BYTES:
                cut = block.rfind(b"<", 0, cut + 1)
                rest = block[cut:]
                yield block[:cut]
            else:
                rest = block
    yield rest


class _Marks:
    """How values, formulas and rows are written in one sheet; some programs put a prefix before every tag."""

    def __init__(self, prefix: bytes) -> None:
        self.row_tag = b"<" + prefix + b"row"
        self.row = re.compile(rb"<" + prefix + rb"row\b[^>]*?\br=\"(\d{1,9})\"")
        self.formula_tags = (b"<" + prefix + b"f>", b"<" + prefix + b"f ", b"<" + prefix + b"f/")
        self.value_tags = [b"<" + prefix + tag for tag in (b"v>", b"v ", b"is>", b"is ", b"f>", b"f ", b"f/")]
        self.cell = re.compile(
            rb"<@c\b([^>]*)>\s*<@f\b(?:[^>]*/>|[^>]*>([^<]*)</@f>)\s*(<@v\s*/>|<@v>\s*</@v>)?\s*</@c>".replace(
                b"@", prefix
            )
        )

    def last_value(self, block: bytes) -> int:
        """Where the last value begins, -1 if there is none."""
        at = -1
        for tag in self.value_tags:
            at = max(at, block.rfind(tag, max(at, 0)))
        return at

    def uncomputed(self, block: bytes) -> dict[tuple[int, int], Formula]:
        """Formulas without a value. An empty value of a text formula is a value: `=IF(A1="","",A1)` gives it."""
        found: dict[tuple[int, int], Formula] = {}
        for cell in self.cell.finditer(block):
            attributes, text, empty_value = cell.groups()
            place = re.search(rb"\br=\"([A-Z]{1,3}\d{1,7})\"", attributes)
            if place and not (empty_value and b't="str"' in attributes):
                formula = html.unescape((text or b"").decode("utf-8", "replace"))
                found[coordinate_to_tuple(place.group(1).decode())] = Formula("=" + formula)
        return found


def _marks(block: bytes) -> _Marks | None:
    root = re.search(rb"<(\w+:)?worksheet[\s>]", block[:8192])
    return _Marks(root.group(1) or b"") if root else None


def _external_links(archive: zipfile.ZipFile) -> tuple[str, ...]:
    """Targets of links to other workbooks, as written; the parts themselves where a target cannot be told."""
    names = [name for name in archive.namelist() if re.fullmatch(r"xl/externalLinks/[^/]+\.xml", name)]
    return tuple(_link_target(archive, name) for name in sorted(names))


def _link_target(archive: zipfile.ZipFile, name: str) -> str:
    relations = name.replace("externalLinks/", "externalLinks/_rels/") + ".rels"
    try:
        with archive.open(relations) as stream:
            target = re.search(rb'\bTarget="([^"]{1,2000})"', stream.read(100_000))
    except KeyError:
        return name
    return html.unescape(target.group(1).decode("utf-8", "replace")) if target else name
