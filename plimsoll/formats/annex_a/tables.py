"""An Annex A workbook after reading: tables by list, and everything that was wrong with them."""

from dataclasses import dataclass, field
from datetime import date

from plimsoll.formats.annex_a.faults import Fault
from plimsoll.formats.annex_a.values import Value


@dataclass(frozen=True)
class ListTable:
    """One list, possibly from several sheets. Every list below has one entry for each row of data, in file order.

    `sheet` and `row` say where a row stands (rows from 1). `columns` holds by field key the values as read: codes,
    ids and names as str, days as date, counts and ages in years as int, None for what is missing; `original` the same
    cells as found. `unknown` holds columns the list does not have, by header as found, `headers` the header as found of
    each column the list has. Blank rows are left out; a column that no sheet has is absent.
    """

    number: int
    title: str
    sheets: tuple[str, ...]
    sheet: list[str]
    row: list[int]
    columns: dict[str, list[Value]]
    original: dict[str, list[object]]
    unknown: dict[str, list[object]]
    headers: dict[str, str] = field(default_factory=dict)

    def __len__(self) -> int:
        """Number of rows of data."""
        return len(self.row)


@dataclass(frozen=True)
class AnnexA:
    """What a workbook holds: lists by number (only those found), faults sheet by sheet, and `latest_event`.

    `latest_event` is the latest day on which something is recorded to have happened, None where nothing is. The file
    does not carry the day it was made, so this is what to propose as the reporting date. `ahead`: whether days were left out
    that have not come yet.
    """

    lists: dict[int, ListTable]
    faults: tuple[Fault, ...]
    latest_event: date | None
    ahead: bool = False
