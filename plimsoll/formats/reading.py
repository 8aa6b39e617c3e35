"""The one way from a file to what it tells, whatever its layout."""

from datetime import date
from pathlib import Path

from plimsoll.formats.annex_a.reading import read_book
from plimsoll.formats.annex_a.telling import tell
from plimsoll.formats.sheets import Book, UnusableFile
from plimsoll.formats.spreadsheet import open_book
from plimsoll.formats.told import Meanings, Told


def read_told(path: Path, *, facts_on: date | None, meanings: Meanings | None = None) -> Told:
    """What the file or folder at `path` tells: a workbook with the lists of Annex A.

    Parameters
    ----------
    facts_on : the day of which the file speaks; None: the latest day on which something happened in it.
    meanings : what is settled of its values and names.

    Raises UnusableFile, whose message is for the person who chose the file.
    """
    meanings = meanings or Meanings()
    with open_book(path) as book:
        annex = read_book(book, settled=meanings.values)
        if annex is None:
            raise UnusableFile(_neither(path, book))
    day = facts_on or annex.latest_event
    if day is None:
        raise UnusableFile(_undated(path))
    return tell(annex, facts_on=day, meanings=meanings)


def _undated(path: Path) -> str:
    return f"'{path.name}' says of nothing on which day it happened: give the day on which it was made."


def _neither(path: Path, book: Book) -> str:
    names = [f"'{sheet.name}'" for sheet in book.sheets]
    shown = ", ".join(names[:8]) + (f" and {len(names) - 8} more" if len(names) > 8 else "")
    return (
        f"'{path.name}' holds nothing that can be brought in: it has {shown or 'no sheets'}, and none has the headings "
        "of an Annex A list, such as 'Child Unique ID' and 'Date of Birth'."
    )
