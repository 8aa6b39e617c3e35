"""Which kind a file is that somebody keeps with a case: by what is in it, held against what it is called."""

import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from plimsoll.formats.archives import DAMAGED, check_no_dtd, open_archive
from plimsoll.formats.sheets import UnusableFile

_BEGIN_BYTES = 4096
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_TYPES, _MIMETYPE = "[Content_Types].xml", "mimetype"
_MOST_TYPES_BYTES = 1_000_000  # of the list of parts in an office file; a large one has some thousands
_MACROS = ("vbaproject.bin", "basic/", "scripts/")


@dataclass(frozen=True)
class Kind:
    """A kind of file: what people call it, its media type, and the endings that its name may have, the usual one first."""

    label: str
    media_type: str
    endings: tuple[str, ...]


_OFFICE = "application/vnd.openxmlformats-officedocument."
_OPEN = "application/vnd.oasis.opendocument."
PDF = Kind("PDF", "application/pdf", (".pdf",))
TEXT = Kind("text", "text/plain", (".txt", ".text"))
CSV = Kind("table as text", "text/csv", (".csv",))
_PICTURES = (
    (0, b"\x89PNG\r\n\x1a\n", Kind("picture", "image/png", (".png",))),
    (0, b"\xff\xd8\xff", Kind("picture", "image/jpeg", (".jpg", ".jpeg"))),
    (0, b"GIF8", Kind("picture", "image/gif", (".gif",))),
    (8, b"WEBP", Kind("picture", "image/webp", (".webp",))),
    (4, b"ftypheic", Kind("picture", "image/heic", (".heic", ".heif"))),
    (4, b"ftypmif1", Kind("picture", "image/heic", (".heic", ".heif"))),
    (0, b"II*\0", Kind("picture", "image/tiff", (".tif", ".tiff"))),
    (0, b"MM\0*", Kind("picture", "image/tiff", (".tif", ".tiff"))),
)
# By the type of the main part, as the list of parts names it.
_BY_PART: Mapping[bytes, Kind] = {
    b"wordprocessingml.document.main": Kind("text document", f"{_OFFICE}wordprocessingml.document", (".docx",)),
    b"spreadsheetml.sheet.main": Kind("workbook", f"{_OFFICE}spreadsheetml.sheet", (".xlsx",)),
    b"presentationml.presentation.main": Kind("presentation", f"{_OFFICE}presentationml.presentation", (".pptx",)),
}
_BY_MIMETYPE: Mapping[bytes, Kind] = {
    f"{_OPEN}text".encode(): Kind("text document", f"{_OPEN}text", (".odt",)),
    f"{_OPEN}spreadsheet".encode(): Kind("workbook", f"{_OPEN}spreadsheet", (".ods",)),
    f"{_OPEN}presentation".encode(): Kind("presentation", f"{_OPEN}presentation", (".odp",)),
}
KINDS = (PDF, TEXT, CSV, *(kind for _, _, kind in _PICTURES), *_BY_PART.values(), *_BY_MIMETYPE.values())
ENDINGS = tuple(dict.fromkeys(ending for kind in KINDS for ending in kind.endings))
TAKEN = "PDF, pictures, text, and files of Word, Excel, PowerPoint and LibreOffice"


def kind_of(path: Path, name: str) -> Kind:
    """The kind of the file at `path`, which is called `name`.

    Raises
    ------
    UnusableFile : it is none that is kept, is damaged, has a password or macros, or is not what its name says; the message
        is for whoever chose it.
    """
    kind = _by_content(path, name)
    if kind is TEXT and name.lower().endswith(CSV.endings):
        kind = CSV
    if not name.lower().endswith(kind.endings):
        raise UnusableFile(
            f"'{name}' is a {kind.label} by what is in it, which its name does not say. Files of that kind end in "
            f"{' or '.join(kind.endings)}: give it its right name, or choose another file."
        )
    return kind


def known(media_type: str) -> Kind | None:
    """The kind of a media type that was kept."""
    return next((kind for kind in KINDS if kind.media_type == media_type), None)


def _by_content(path: Path, name: str) -> Kind:
    with path.open("rb") as file:
        begin = file.read(_BEGIN_BYTES)
    if not begin:
        raise UnusableFile(f"'{name}' has nothing in it. Choose another file.")
    if begin[:1024].lstrip().startswith(b"%PDF-"):
        return PDF
    for place, sign, kind in _PICTURES:
        if begin[place : place + len(sign)] == sign:
            return kind
    if begin.startswith(b"PK"):
        return _office(path, name)
    if begin.startswith(_OLE):
        raise UnusableFile(
            f"'{name}' has a password, or was written by an office program of before 2007. Open it, take the password "
            "out, and save it as .docx, .xlsx or PDF."
        )
    if _is_text(path):
        return TEXT
    raise UnusableFile(f"'{name}' is of no kind that is kept here. These are: {TAKEN}.")


def _office(path: Path, name: str) -> Kind:
    try:
        with open_archive(path) as archive:
            check_no_dtd(path, archive)
            kind = _of_archive(archive)
            parts = [part.lower() for part in archive.namelist()]
    except (UnusableFile, *DAMAGED) as fault:
        raise UnusableFile(
            f"'{name}' could not be looked into: it is damaged, has a password, or is packed as no office program does "
            "it. Open it, save it anew without a password, and choose it again."
        ) from fault
    if kind is None:
        raise UnusableFile(f"'{name}' is an archive with other files in it. Unpack it, and keep each file by itself.")
    if any(part.endswith(_MACROS[0]) or part.startswith(_MACROS[1:]) for part in parts):
        raise UnusableFile(f"'{name}' has macros, which are programs. Save it without them, or as a PDF.")
    return kind


def _of_archive(archive: zipfile.ZipFile) -> Kind | None:
    names = archive.namelist()
    if _TYPES in names:
        with archive.open(_TYPES) as part:
            said = part.read(_MOST_TYPES_BYTES)
        return next((kind for sign, kind in _BY_PART.items() if sign in said), None)
    if _MIMETYPE in names:
        with archive.open(_MIMETYPE) as part:
            return _BY_MIMETYPE.get(part.read(200).strip())
    return None


def _is_text(path: Path) -> bool:
    """Whether all of it is text: in UTF-8, or with the letters of Windows, and no sign that steers a machine."""
    whole = path.read_bytes()
    if any(byte < 32 and byte not in b"\t\n\r\f" for byte in set(whole)):
        return False
    for letters in ("utf-8", "cp1252"):
        try:
            whole.decode(letters)
        except UnicodeDecodeError:
            continue
        return True
    return False
