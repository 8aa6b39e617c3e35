"""Opens what people send as a spreadsheet, by what the file is rather than by what it is called."""

import zipfile
from collections.abc import Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from pathlib import Path

from plimsoll.formats.archives import open_archive, part_of
from plimsoll.formats.calamine import open_calamine
from plimsoll.formats.csv_files import open_csv, open_folder, open_zip
from plimsoll.formats.sheets import HEAD_ROWS, Book, Formula, Progress, Row, Sheet, UnusableFile
from plimsoll.formats.xlsx import open_xlsx

__all__ = ["HEAD_ROWS", "Book", "Formula", "Progress", "Row", "Sheet", "UnusableFile", "open_book"]

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # .xls, and every Office file with a password
_ZIP = b"PK"
_UTF_16 = (b"\xff\xfe", b"\xfe\xff")
_PAGE = (b"<html", b"<!doctype html", b"<table", b"<?xml", b"<meta", b"<head")
_SAMPLE_BYTES = 4096
# What people send in place of a workbook: how it begins, or what lies in its archive; what it is; what to do.
_EXPORT = "Ask the system that it comes from for the list as a workbook or CSV."
_OTHER_FILES = (
    ((b"%PDF",), "a PDF, which shows a list for reading and holds none", _EXPORT),
    ((b"\x89PNG", b"\xff\xd8\xff", b"GIF8"), "a picture", _EXPORT),
    ((b"{\\rtf",), "a text document", "Copy its table into Excel, and save that as .xlsx."),
)
_OTHER_ARCHIVES = (
    ("word/", "a Word document", "Copy its table into Excel, and save that as .xlsx."),
    ("ppt/", "a presentation", "Copy its table into Excel, and save that as .xlsx."),
    ("Index/", "a file of Numbers or Pages", "Open it there, choose File, Export To, Excel, and give what that makes."),
)
_OTHER_DOCUMENTS = ("WordDocument", "PowerPoint Document")  # in the files of Office before 2007


@contextmanager
def open_book(path: Path) -> Iterator[Book]:
    """The sheets of the .xlsx, .xlsm, .xls, .ods or .csv at `path`, or of a folder or zip of CSVs.

    Use as `with open_book(path) as book:`; sheets can be loaded only inside. Nothing is written, no link followed, no
    macro or formula run. Raises UnusableFile, whose message is for the person who chose the file.
    """
    with ExitStack() as stack:
        with _reachable(path):
            book = stack.enter_context(open_folder(path) if path.is_dir() else _open_file(path))
        yield book


@contextmanager
def _reachable(path: Path) -> Iterator[None]:
    try:
        yield
    except FileNotFoundError as exc:
        raise UnusableFile(f"There is no file '{path}': check the name and the folder.") from exc
    except OSError as exc:
        raise UnusableFile(
            f"'{path.name}' cannot be opened ({exc.strerror}): close it elsewhere and check that you may read it."
        ) from exc


def _open_file(path: Path) -> AbstractContextManager[Book]:
    with path.open("rb") as stream:
        start = stream.read(_SAMPLE_BYTES)
    check_start(start, path.name)
    if start.startswith(_OLE):
        return _open_ole(path)
    if start.startswith(_ZIP):
        return _open_zipped(path)
    return open_csv(path)


def check_start(content: bytes, name: str) -> None:
    """Refuses what its first bytes say is no file of these kinds. Raises UnusableFile, as `open_book`."""
    start = content[:_SAMPLE_BYTES]
    if not start.strip():
        raise UnusableFile(f"'{name}' is empty: make the export again, and look into the file before you give it.")
    for beginnings, what, advice in _OTHER_FILES:
        if start.startswith(beginnings):
            raise _other(name, what, advice)
    if start.startswith((_OLE, _ZIP)):
        return
    if start.lstrip(b"\xef\xbb\xbf \r\n\t").lower().startswith(_PAGE):
        raise UnusableFile(
            f"'{name}' is a web page or XML under the name of a workbook: open it in Excel and save it as .xlsx."
        )
    if b"\0" in start and not start.startswith(_UTF_16):
        raise UnusableFile(f"'{name}' is not a workbook: give an .xlsx, .xls, .ods or .csv file.")


def _other(name: str, what: str, advice: str) -> UnusableFile:
    return UnusableFile(f"'{name}' is {what}. Give the list as an .xlsx, .xls, .ods or .csv file. {advice}")


def _open_ole(path: Path) -> AbstractContextManager[Book]:
    content = path.read_bytes()
    if "EncryptedPackage".encode("utf-16-le") in content or "EncryptionInfo".encode("utf-16-le") in content:
        raise UnusableFile(
            f"'{path.name}' is protected by a password: open it in Excel, remove the password "
            "(File, Info, Protect Workbook), and save it again."
        )
    if any(name.encode("utf-16-le") in content for name in _OTHER_DOCUMENTS):
        raise _other(path.name, "a document", "Copy its table into Excel, and save that as .xlsx.")
    if not any(name.encode("utf-16-le") in content for name in ("Workbook", "Book")):
        raise UnusableFile(f"'{path.name}' is not a workbook: give an .xlsx, .xls, .ods or .csv file.")
    return open_calamine(path)


def _open_zipped(path: Path) -> AbstractContextManager[Book]:
    with open_archive(path) as archive:
        names = set(archive.namelist())
        if "xl/workbook.bin" in names:
            raise UnusableFile(f"'{path.name}' is a binary workbook (.xlsb): open it in Excel and save it as .xlsx.")
        if any(name.startswith("xl/") for name in names) and "[Content_Types].xml" in names:
            return open_xlsx(path)
        for folder, what, advice in _OTHER_ARCHIVES:
            if any(name.startswith(folder) for name in names):
                raise _other(path.name, what, advice)
        if "content.xml" in names:
            return _open_ods(path, archive)
        if "[Content_Types].xml" in names:
            raise UnusableFile(f"'{path.name}' is not a workbook: give an .xlsx, .xls, .ods or .csv file.")
    return open_zip(path)


def _open_ods(path: Path, archive: zipfile.ZipFile) -> AbstractContextManager[Book]:
    if b"opendocument.text" in part_of(path, archive, "mimetype"):
        raise _other(path.name, "a text document", "Copy its table into a spreadsheet, and save that as .ods or .xlsx.")
    if b"encryption-data" in part_of(path, archive, "META-INF/manifest.xml"):
        raise UnusableFile(f"'{path.name}' is protected by a password: remove the password and save it again.")
    return open_calamine(path)
