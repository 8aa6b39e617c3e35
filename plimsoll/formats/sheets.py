"""What a spreadsheet is to the readers of formats: named sheets of rows, whatever the file they came in."""

from collections.abc import Callable
from dataclasses import dataclass

Row = tuple[object, ...]
Progress = Callable[[str, int], None]

HEAD_ROWS = 25
"""Rows looked at before deciding whether a sheet is worth reading: a title, notes and the header fit well within."""


class UnusableFile(Exception):
    """The file cannot be read at all. The message is one sentence for the person: what is wrong and what to do."""


class Formula(str):
    """Text of a formula in a cell for which the file holds no computed value, such as `=H2+5`."""

    __slots__ = ()


@dataclass(frozen=True)
class Sheet:
    """One sheet. `head` holds its first rows (at most HEAD_ROWS); `load` reads all rows, which may take seconds.

    Row `i` of either (from 0) is row `i + 1` of the sheet, blank rows included. The rows `load` returns are all
    equally wide and blank rows at the end are left out. Values are as the file holds them: str, int, float, bool,
    dates, None for an empty cell, Formula where a formula was never computed. `load` raises UnusableFile.
    """

    name: str
    head: list[Row]
    load: Callable[[Progress | None], list[Row]]
    lookups_look_empty: bool = False  # a failed lookup such as #N/A cannot be told from an empty cell in this file


@dataclass(frozen=True)
class Book:
    """The sheets of a file in their order, and the files it links to (which are never opened)."""

    sheets: list[Sheet]
    external_links: tuple[str, ...] = ()


def squared(rows: list[Row]) -> list[Row]:
    """Rows without blank ones at the end, all as wide as the widest.

    >>> squared([("a", None), (1,), (None, "")])
    [('a', None), (1, None)]
    """
    end = len(rows)
    while end and not any(value is not None and value != "" for value in rows[end - 1]):
        end -= 1
    rows = rows[:end]
    widths = set(map(len, rows))
    if len(widths) <= 1:
        return rows
    filler: Row = (None,) * max(widths)
    width = len(filler)
    return [row if len(row) == width else row + filler[len(row) :] for row in rows]
