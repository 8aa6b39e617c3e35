"""What is checked of a zip (which every .xlsx and .ods is) before anything in it is believed."""

import zipfile
import zlib
from pathlib import Path
from typing import IO
from xml.parsers import expat

from plimsoll.formats.sheets import UnusableFile

# Annex A of a large authority is about 60 MB unpacked; a workbook formatted down to its last row about 700 MB.
MAX_UNPACKED_BYTES = 1_000_000_000
# Parts other than sheets are read whole into memory: text, styles, properties.
MAX_PART_BYTES = 300_000_000
# Repetitive sheets pack 20 to 60 times smaller; a zip bomb sits near deflate's limit of 1032.
MAX_RATIO = 250
MAX_ENTRIES = 10_000
# Below this a high ratio is harmless.
SMALL_BYTES = 20_000_000

ENCRYPTED = 0x1
# Office programs pack in no other way, and `zipfile` raises errors of other modules where other ways go wrong.
PACKED = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
# What is raised where an archive or a part of it is damaged. Each was seen with bytes that were changed by chance or craft.
DAMAGED = (
    zipfile.BadZipFile,  # no directory, a part that is not where it says, a wrong checksum
    zlib.error,  # a part that cannot be unpacked
    EOFError,  # a part that ends too soon
    NotImplementedError,  # of a version that is to come, or encrypted in a way that the directory does not show
    ValueError,  # a name that is no text, or a part that begins beyond any file
    OSError,  # a part that begins where this file is not
)
_CHUNK_BYTES = 65_536


def open_archive(path: Path) -> zipfile.ZipFile:
    """The zip at `path`, after checks on its directory alone. The caller closes it.

    Sizes in the directory may lie, but `zipfile` never hands out more than they say. Nothing is ever unpacked to disk,
    so names with `..` in them are harmless. Raises UnusableFile.
    """
    try:
        archive = zipfile.ZipFile(path)
    except DAMAGED as exc:
        raise _damaged(path) from exc
    try:
        _check_entries(path, archive.infolist())
    except UnusableFile:
        archive.close()
        raise
    return archive


def part_of(path: Path, archive: zipfile.ZipFile, name: str) -> bytes:
    """A part of the zip at `path`, whole; nothing where it has none of that name. Raises UnusableFile."""
    if name not in archive.namelist():
        return b""
    try:
        return archive.read(name)
    except DAMAGED as exc:
        raise _damaged(path) from exc


def _damaged(path: Path) -> UnusableFile:
    return UnusableFile(
        f"'{path.name}' is damaged and cannot be opened: make the export again or ask for a fresh copy."
    )


def _check_entries(path: Path, entries: list[zipfile.ZipInfo]) -> None:
    if any(entry.flag_bits & ENCRYPTED for entry in entries):
        raise UnusableFile(
            f"'{path.name}' is protected by a password: unpack it, and give the file without a password."
        )
    if any(entry.compress_type not in PACKED for entry in entries):
        raise UnusableFile(
            f"'{path.name}' is packed in a way that no office program uses: unpack it, and pack it anew as an ordinary "
            "zip, or give the file that was in it."
        )
    unpacked = sum(entry.file_size for entry in entries)
    packed = max(1, sum(entry.compress_size for entry in entries))
    bomb = unpacked > SMALL_BYTES and unpacked / packed > MAX_RATIO
    too_large = unpacked > MAX_UNPACKED_BYTES or len(entries) > MAX_ENTRIES
    part = any(entry.file_size > MAX_PART_BYTES and "worksheets/" not in entry.filename for entry in entries)
    if bomb or too_large or part:
        raise UnusableFile(
            f"'{path.name}' would unpack to {unpacked / 1e6:,.0f} MB, far more than any caseload: it was not opened; "
            "copy the lists into a new workbook and save that."
        )


def check_no_dtd(path: Path, archive: zipfile.ZipFile) -> None:
    """Raises UnusableFile if any part declares a document type.

    No office program writes one, and without it XML has no entities to expand: neither memory nor files of this
    machine can be reached through it, whichever parser reads the part later. Only the text before the first element
    is looked at, which is where a declaration has to stand.
    """
    for entry in archive.infolist():
        with archive.open(entry) as stream:
            if _declares_type(stream):
                raise UnusableFile(
                    f"'{path.name}' declares a document type ({entry.filename}), which no spreadsheet "
                    "program writes: it was not read; open it in Excel and save it as a new workbook."
                )


class _Enough(Exception):
    """Ends the look at a part: True in `args` if a document type was declared."""


def _declares_type(stream: IO[bytes]) -> bool:
    def answer(declared: bool) -> None:
        raise _Enough(declared)

    parser = expat.ParserCreate()
    parser.StartDoctypeDeclHandler = lambda *_: answer(True)
    parser.StartElementHandler = lambda *_: answer(False)
    try:
        while chunk := stream.read(_CHUNK_BYTES):
            parser.Parse(chunk, False)
    except _Enough as found:
        return bool(found.args[0])
    except expat.ExpatError:
        return False  # a picture or other binary part; openpyxl says so if it expected XML
    return False
