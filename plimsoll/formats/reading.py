"""The one way from a file to what it tells, whatever its layout."""

from dataclasses import replace
from datetime import date
from pathlib import Path

from plimsoll.formats.annex_a.columns import LONGEST
from plimsoll.formats.annex_a.faults import FaultKind
from plimsoll.formats.annex_a.headers import recognise as recognise_list
from plimsoll.formats.annex_a.reading import read_book
from plimsoll.formats.annex_a.telling import tell
from plimsoll.formats.plain.layout import recognise as recognise_plain
from plimsoll.formats.plain.telling import read_plain, tell_plain
from plimsoll.formats.sheets import Book, UnusableFile
from plimsoll.formats.spreadsheet import open_book
from plimsoll.formats.told import Meanings, Told, ToldFault


def read_told(path: Path, *, facts_on: date | None, today: date, meanings: Meanings | None = None) -> Told:
    """What the file or folder at `path` tells: a workbook with the lists of Annex A, or a plain table of cases.

    Parameters
    ----------
    facts_on : the day of which the file speaks; None: the latest day on which something happened in it.
    today : after it nothing has happened yet: a later day is a fault, and never that of the file.
    meanings : what is settled of its values and names.

    Raises UnusableFile, whose message is for the person who chose the file.
    """
    meanings = meanings or Meanings()
    with open_book(path) as book:
        if _is_plain(book):
            plain = read_plain(book, meanings, today)
            assert plain is not None
            latest = plain.latest_event or (today if plain.ahead else None)
            told = tell_plain(plain, facts_on=_day(path, facts_on, latest), meanings=meanings)
            return replace(_that_fit(told), capped=plain.ahead and told.facts_on == latest)
        annex = read_book(book, today=today, settled=meanings.values)
        if annex is None:
            raise UnusableFile(_neither(path, book))
    latest = annex.latest_event or (today if annex.ahead else None)
    told = tell(annex, facts_on=_day(path, facts_on, latest), meanings=meanings)
    return replace(_that_fit(told), capped=annex.ahead and told.facts_on == latest)


def _that_fit(told: Told) -> Told:
    """Without the children whose reference is longer than the records can keep. Each is named as a fault: by its cell, or
    where the reference was put together, by its row."""
    most = LONGEST["id"]
    gone = [child for child in told.children if len(child.reference) > most]
    if not gone:
        return told
    kind = FaultKind.REFERENCE_TOO_LONG
    named = {(fault.sheet, fault.row) for fault in told.faults if fault.kind == kind.value}
    faults = []
    for child in gone:
        sheet, _, row = child.where.rpartition(", row ")
        if (sheet, int(row)) not in named:
            done = f"over {most} letters and digits"
            faults.append(ToldFault(sheet, int(row), "", kind.value, kind.label, f"{child.reference[:40]}...", done))
    kept = tuple(child for child in told.children if len(child.reference) <= most)
    return replace(told, children=kept, faults=(*told.faults, *faults))


def _is_plain(book: Book) -> bool:
    """Whether a book holds plain tables and no list of Annex A beside them. A heading for the kind of case is none of
    Annex A's, so that a sheet with one is a plain table even where some list has more of its other headings."""
    plain = [recognise_plain(sheet) is not None for sheet in book.sheets]
    return any(plain) and not any(
        recognise_list(sheet) for sheet, is_table in zip(book.sheets, plain, strict=True) if not is_table
    )


def _day(path: Path, facts_on: date | None, latest_event: date | None) -> date:
    day = facts_on or latest_event
    if day is None:
        raise UnusableFile(_undated(path))
    return day


def _undated(path: Path) -> str:
    return f"'{path.name}' says of nothing on which day it happened: give the day on which it was made."


def _neither(path: Path, book: Book) -> str:
    names = [f"'{sheet.name}'" for sheet in book.sheets]
    shown = ", ".join(names[:8]) + (f" and {len(names) - 8} more" if len(names) > 8 else "")
    return (
        f"'{path.name}' holds nothing that can be brought in: it has {shown or 'no sheets'}, and none has the headings "
        "of an Annex A list, such as 'Child Unique ID' and 'Date of Birth', or of a plain table, 'Kind of case' beside "
        "'Reference' or 'Name'."
    )
