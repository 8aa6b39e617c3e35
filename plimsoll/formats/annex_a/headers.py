"""Telling which list a sheet holds: by the headers in it first, by its name second, never by its position."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from plimsoll.formats.annex_a.layout import Layout, ListLayout, layout
from plimsoll.formats.annex_a.wording import repaired, spaced, squeezed, tidy
from plimsoll.formats.sheets import Row, Sheet

HEADER_ROWS = 10
"""Rows in which the header is looked for; Ofsted's own workbook has it in row 2, below a title."""

_LIST_NAME = re.compile(r"(?:list|^aa)0*(\d{1,2})(?!\d)")
_MIN_COLUMNS = 3
_MIN_WEIGHT = 0.5  # one column that only two lists share, say


@dataclass(frozen=True)
class Recognised:
    """A sheet that holds a list: its header is row `header_row` (from 0); columns are positions (from 0).

    `known` gives the position of each column by key, `unknown` the header at each position that is none of the list's,
    `repeated` those of them whose column had been found before.
    """

    layout: ListLayout
    header_row: int
    known: dict[str, int]
    unknown: dict[int, str]
    repeated: dict[int, str]
    weight: float


def recognise(sheet: Sheet) -> Recognised | None:
    """What list `sheet` holds, None if none."""
    whole = layout()
    named = named_list(sheet.name)
    best: Recognised | None = None
    for index, row in enumerate(sheet.head[:HEADER_ROWS]):
        headers = header_texts(row)
        if len(headers) >= _MIN_COLUMNS:
            for entry in whole.lists.values():
                match = _match(whole, entry, index, headers)
                if _convinces(match, named) and (best is None or _rank(match, named) > _rank(best, named)):
                    best = match
    return best


def _convinces(match: Recognised, named: int | None) -> bool:
    if len(match.known) < _MIN_COLUMNS:
        return False
    has_id = match.layout.id_key in match.known
    if named == match.layout.number:
        return has_id or match.weight >= 1
    return has_id and match.weight >= _MIN_WEIGHT


def _rank(match: Recognised, named: int | None) -> tuple[float, bool, int]:
    return round(match.weight, 6), match.layout.number == named, len(match.known)


def named_list(sheet_name: str) -> int | None:
    """Number of the list that a sheet's name announces, None if it announces none.

    >>> named_list("List_1"), named_list("List 10 - Adoption"), named_list("AA_6_children_in_need"), named_list("CIN")
    (1, 10, 6, 6)
    >>> named_list("Sheet1") is None
    True
    """
    name = squeezed(sheet_name)
    numbered = _LIST_NAME.search(name)
    if numbered:
        number = int(numbered.group(1))
        return number if number in layout().lists else None
    return next((entry.number for entry in layout().lists.values() if name in entry.sheets), None)


def is_ignored(sheet_name: str) -> bool:
    """Whether a sheet is one of the tabs that travel with the lists, such as guidance.

    >>> is_ignored("Front_Sheet"), is_ignored("FAQ_and_changes"), is_ignored("List 1")
    (True, True, False)
    """
    return squeezed(sheet_name) in layout().ignored


def header_texts(row: Row) -> dict[int, str]:
    """The texts in a row by position; numbers and dates are no headers."""
    return {index: tidy(repaired(value)) for index, value in enumerate(row) if isinstance(value, str) and value.strip()}


def _match(whole: Layout, entry: ListLayout, header_row: int, headers: dict[int, str]) -> Recognised:
    known: dict[str, int] = {}
    repeated: dict[int, str] = {}
    left: dict[int, str] = {}
    keys = {header: column.key for column in entry.columns for header in column.headers}
    for index, text in headers.items():
        key = keys.get(squeezed(text))
        if key is None:
            left[index] = text
        elif key in known:
            repeated[index] = text
        else:
            known[key] = index
    _match_patterns(entry, known, left)
    weight = sum(whole.weight[key] for key in known)
    return Recognised(entry, header_row, known, left | repeated, repeated, weight)


def _match_patterns(entry: ListLayout, known: dict[str, int], left: dict[int, str]) -> None:
    """Moves headers that carry extra words from `left` to `known`."""
    for column in entry.columns:
        if column.header is not None and column.key not in known:
            index = _first(left, column.header)
            if index is not None:
                known[column.key] = index
                del left[index]


def _first(texts: dict[int, str], pattern: re.Pattern[str]) -> int | None:
    return next((index for index, text in texts.items() if pattern.search(spaced(text))), None)


def position_name(index: int) -> str:
    """A column's letters in the sheet, from its position (from 0).

    >>> position_name(0), position_name(27)
    ('A', 'AB')
    """
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def expected_lists(numbers: Sequence[int] = ()) -> str:
    """The lists by number and title, for messages."""
    lists = layout().lists
    return ", ".join(f"List {number} ({lists[number].title})" for number in numbers or sorted(lists))
