"""The columns of the plain table as `columns.toml` describes them, and how its heading row is found."""

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from plimsoll.core.terms import CaseType, EventKind, Factor
from plimsoll.formats.annex_a.headers import HEADER_ROWS, Recognised, header_texts
from plimsoll.formats.annex_a.layout import CodeSet, Column, ListLayout, code_set, column_of
from plimsoll.formats.annex_a.wording import squeezed
from plimsoll.formats.sheets import Sheet

KIND = "kind_of_case"
WHO = (("reference",), ("child_name",), ("given_name", "family_name"))  # one of these says who is meant
_BETWEEN = re.compile(r"\s*(?:[,;/+&|\n]|\band\b)\s*", re.IGNORECASE)


class Kinds(CodeSet):
    """Kinds of case, of which a cell may hold several: their codes with one space between them."""

    def code(self, text: str) -> str | None:
        """
        >>> table().column(KIND).codes.code("CP / LAC"), table().column(KIND).codes.code("CP and knitting")
        ('CHILD_PROTECTION LOOKED_AFTER', None)
        """
        whole = super().code(text)
        if whole:
            return whole
        parts = [super(Kinds, self).code(part) for part in _BETWEEN.split(text) if part]
        return " ".join(part for part in parts if part) if parts and all(parts) else None


@dataclass(frozen=True)
class Entry:
    """One column, and what it tells. event : for every kind of case, `events` before it for some; latest : of its kind."""

    column: Column
    about: str
    example: str
    aliases: tuple[str, ...]
    event: EventKind | None
    events: Mapping[CaseType, EventKind]
    latest: bool
    factor: Factor | None

    def event_of(self, kind: CaseType) -> EventKind | None:
        """What the column's day tells of, on a case of a kind."""
        return self.events.get(kind, self.event)

    @property
    def every_event(self) -> frozenset[EventKind]:
        """All kinds of event that the column can tell of."""
        return frozenset(self.events.values()) | ({self.event} if self.event else set())


@dataclass(frozen=True)
class PlainTable:
    """The table: its columns in the order of the page, and the same as the readers of lists take it."""

    entries: tuple[Entry, ...]
    layout: ListLayout

    def column(self, key: str) -> Column:
        """A column by its key."""
        return next(entry.column for entry in self.entries if entry.column.key == key)


@cache
def table() -> PlainTable:
    """`columns.toml`, read once. Raises KeyError or ValueError if it contradicts itself."""
    data = tomllib.loads(Path(__file__).with_name("columns.toml").read_text(encoding="utf-8"))
    codes = {name: code_set(entry) for name, entry in data["codes"].items()}
    codes["kind"] = Kinds(codes["kind"].spellings, codes["kind"].wording, None, None)
    entries = tuple(_entry(key, entry, codes) for key, entry in data["columns"].items())
    keys = [entry.column.key for entry in entries]
    headers = [header for entry in entries for header in entry.column.headers]
    if len(set(headers)) != len(headers):
        raise ValueError(f"two columns share a heading: {sorted({h for h in headers if headers.count(h) > 1})}")
    layout = ListLayout(
        number=0,
        title="Plain table",
        sheets=frozenset(),
        columns=tuple(entry.column for entry in entries),
        required=frozenset({KIND}),
        may_lack=frozenset(keys),
        one_row_per_child=False,
    )
    return PlainTable(entries, layout)


def _entry(key: str, entry: dict[str, Any], codes: dict[str, CodeSet]) -> Entry:
    return Entry(
        column=column_of(key, entry, codes),
        about=entry["about"],
        example=entry["example"],
        aliases=tuple(entry["aliases"]),
        event=EventKind(entry["event"]) if "event" in entry else None,
        events={CaseType(kind): EventKind(event) for kind, event in entry.get("events", {}).items()},
        latest=entry.get("latest", False),
        factor=Factor(entry["factor"]) if "factor" in entry else None,
    )


def dated(headers: Iterable[str]) -> dict[str, str]:
    """Of some headings those of columns that tell of events, by the key of the column.

    >>> dated(["Ref", "Last visit", "DOB"])
    {'last_visit': 'Last visit'}
    """
    keys = {
        header: entry.column.key for entry in table().entries if entry.every_event for header in entry.column.headers
    }
    return {keys[squeezed(text)]: text for text in headers if squeezed(text) in keys}


def recognise(sheet: Sheet) -> Recognised | None:
    """The heading row of a plain table in a sheet, None where there is none: it names the kind of case, and who is meant."""
    layout = table().layout
    keys = {header: column.key for column in layout.columns for header in column.headers}
    best: Recognised | None = None
    for index, row in enumerate(sheet.head[:HEADER_ROWS]):
        known: dict[str, int] = {}
        left: dict[int, str] = {}
        repeated: dict[int, str] = {}
        for place, text in header_texts(row).items():
            key = keys.get(squeezed(text))
            if key is None:
                left[place] = text
            elif key in known:
                repeated[place] = text
            else:
                known[key] = place
        says_who = any(all(key in known for key in together) for together in WHO)
        if KIND in known and says_who and (best is None or len(known) > len(best.known)):
            best = Recognised(layout, index, known, left | repeated, repeated, float(len(known)))
    return best


def example() -> str:
    """A table of a few invented children as CSV, with every column: to see what one looks like, and to fill in."""
    return Path(__file__).with_name("example.csv").read_text(encoding="utf-8")
