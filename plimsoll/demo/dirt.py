"""Cells as they come out of real systems. Every rate is invented; the kinds of dirt are all known from real files."""

import re
from collections.abc import Callable
from datetime import date

from plimsoll.demo.columns import (
    NO,
    STATUS_ASSESSMENT,
    STATUS_CARE,
    STATUS_CLOSED,
    STATUS_NEED,
    STATUS_PROTECTION,
    UNKNOWN,
    YES,
    Column,
    place,
)
from plimsoll.demo.draws import Draws
from plimsoll.demo.lists import Lists
from plimsoll.demo.people import Cell
from plimsoll.demo.sheets import Formula, Sheet

ENDS = {7: "Child Protection Plan End Date", 8: "Date Ceased to be Looked After"}
LOST_SHARE = 0.02  # open children of list 6 whose worker and team the extract could not look up
DUPLICATE_SHARE = 0.004
NO_VALUE_SHARE = 0.3  # of the empty worker cells
OFTEN, SELDOM = 0.08, 0.03

NBSP = "\u00a0"
NO_VALUES = ("-", ".", "NULL", "nan", "<blank>", " ")
NO_DATE = "1900-01-01"
YES_NO_FORMS = {
    YES: ("Yes", "Y", "1", "1 - Yes", "TRUE", "yes", "a) Yes "),
    NO: ("No", "N", "0", "0 - No", "FALSE", "no", "b) No "),
    UNKNOWN: ("Unknown", "c) unknown", "Not known"),
}
STATUS_FORMS = {
    STATUS_CARE: ("CLA", "LAC", "Looked after child", "CLA&CP"),
    STATUS_PROTECTION: ("CP", "CPP", "Child Protection plan"),
    STATUS_NEED: ("CIN", "Child in need plan", "c) child in need plan"),
    STATUS_ASSESSMENT: ("Open asmt", "Open assessment"),
    STATUS_CLOSED: ("Closed - stepdown", "Closed episode", "Closed"),
}
POSTCODE_JUNK = ("nope", "NOT REQUIRED", "n/a", "XXX XXX", "ZM")
PREFIX = re.compile(r"^[a-z][a-z0-9]?\) ")


def duplicated(rows: list[list[Cell]], draws: Draws) -> None:
    """Write some rows twice, one below the other; at least one of a list of ten or more."""
    for _ in range(max(round(len(rows) * DUPLICATE_SHARE), int(len(rows) >= 10))):
        twice = draws.between(0, len(rows) - 1)
        rows.insert(twice, list(rows[twice]))


def lose_lookups(lists: Lists, draws: Draws) -> None:
    """Spoil team and worker with '#N/A' on list 6 and the open work of lists 4 and 5, and correct who is placed.

    A child with an open row on list 7 or 8 can still be placed from there; of the others nothing says who holds them.
    """
    known = {
        str(row[0]) for number, end in ENDS.items() for row in lists.rows[number] if row[place(number, end)] is None
    }
    lost = {str(row[0]) for row in lists.rows[6] if str(row[0]) in lists.placed and draws.chance(LOST_SHARE)}
    for number in (4, 5, 6):
        for row in lists.rows[number]:
            if str(row[0]) in lost and _is_open(number, row):
                row[-2:] = ["#N/A", "#N/A"]
    for child in lost - known:
        lists.placed[child] = ""


def _is_open(number: int, row: list[Cell]) -> bool:
    """Whether a row of lists 4 to 6 is work in hand, which a reader may take the worker from."""
    if number == 4:
        return row[place(4, "Continuous Assessment Date of Authorisation")] is None
    if number == 5:
        held = row[place(5, "Date of Initial Child Protection Conference")]
        return held is None and row[place(5, "Was an Initial Child Protection Conference deemed unnecessary?")] != YES
    return True


def _id(cell: Cell, draws: Draws, _: int) -> Cell:
    text = str(cell)
    forms: tuple[Cell, ...] = (int(text), int(text), f"{text}.0", f"{text} ", text + NBSP)
    return draws.one_of(forms)


def _age(cell: Cell, draws: Draws, _: int) -> Cell:
    years = int(str(cell))
    if years < 0:
        return cell
    if years == 0:
        forms: tuple[Cell, ...] = ("<1", f"{draws.between(1, 11)} months", round(draws.share(), 12))
        return draws.one_of(forms)
    return round(years + draws.share() * 0.98, 12)


def _date(cell: Cell, draws: Draws, _: int) -> Cell:
    if not isinstance(cell, date):
        return cell
    form = draws.one_of(("%d/%m/%y", "%d/%m/%Y", "%Y-%m-%d", "%Y-%m-%d 00:00:00", "%d-%b-%Y"))
    return cell.strftime(form)


def _yes_no(cell: Cell, draws: Draws, _: int) -> Cell:
    forms = YES_NO_FORMS.get(str(cell))
    return draws.one_of(forms) if forms else cell


def _code(cell: Cell, draws: Draws, _: int) -> Cell:
    text = str(cell)
    if text in STATUS_FORMS:
        return draws.one_of(STATUS_FORMS[text])
    bare = PREFIX.sub("", text)
    if bare != text:
        return draws.one_of((bare, bare, text.replace(") ", ")", 1)))
    return draws.one_of((text.split(" - ", maxsplit=1)[0], text.split(": ", maxsplit=1)[0], text + " "))


def _worker(cell: Cell, draws: Draws, number: int) -> Cell:
    first, _, last = str(cell).partition(" ")
    if number in (3, 4, 5):
        return f"{first}{NBSP}{last}"
    return draws.one_of((f"{last}, {first}", f"{first}{NBSP}{last}", f"{first}  {last} ", f"{first} {last}".upper()))


def _team(cell: Cell, draws: Draws, _: int) -> Cell:
    return draws.one_of((f"{cell} ", str(cell).upper(), str(cell).replace(" ", NBSP)))


def _number(cell: Cell, draws: Draws, _: int) -> Cell:
    forms: tuple[Cell, ...] = (str(cell), float(str(cell)))
    return draws.one_of(forms)


def _postcode(cell: Cell, draws: Draws, _: int) -> Cell:
    text = str(cell)
    return draws.one_of((*POSTCODE_JUNK, text.lower(), text.replace(" ", "")))


Soil = Callable[[Cell, Draws, int], Cell]
# What is done to a cell by what its column holds, and in which share of cells.
SOILS: dict[str, tuple[float, Soil]] = {
    "id": (SELDOM, _id),
    "age": (OFTEN, _age),
    "date": (OFTEN, _date),
    "yes_no": (OFTEN, _yes_no),
    "code": (OFTEN, _code),
    "worker": (0.12, _worker),
    "team": (SELDOM, _team),
    "number": (SELDOM, _number),
    "postcode": (OFTEN, _postcode),
}


def soil(sheet: Sheet, draws: Draws) -> None:
    """Spoil the form of cells, column by column; what they mean stays the same."""
    for at, column in enumerate(sheet.columns):
        if column.holds not in SOILS:
            continue
        share, spoilt = SOILS[column.holds]
        empty = _empty_share(sheet.number, column)
        for row in sheet.rows:
            cell = row[at]
            if cell is None:
                if empty and draws.chance(empty):
                    row[at] = NO_DATE if column.holds == "date" else draws.one_of(NO_VALUES)
            elif not isinstance(cell, Formula) and cell != "#N/A" and draws.chance(share):
                row[at] = spoilt(cell, draws, sheet.number)


def _empty_share(number: int, column: Column) -> float:
    """How many empty cells hold a stand-in; a birthday is never stood in for, it would make a child of 125."""
    if column.holds == "worker":
        return NO_VALUE_SHARE
    if column.holds == "date" and column.header != "Date of Birth":
        return 0.1 if number >= 10 else 0.005
    return 0.0


# Lists 10 and 11 are kept by hand: dates are counted on from the one before.
FORMULA_SHARE = 0.4
COUNTED_ON = {
    10: (("Date the Child Entered Care", "Date of Decision that Child Should be Placed for Adoption"),),
    11: (("Date enquiry received", "Date Stage 1 started"), ("Date Stage 1 started", "Date Stage 1 ended")),
}


def count_on(sheet: Sheet, draws: Draws) -> None:
    """Replace dates by formulas that come to the same date, in a share of the rows; at least the first row that can."""
    for base, target in COUNTED_ON.get(sheet.number, ()):
        start, end = place(sheet.number, base), place(sheet.number, target)
        done = False
        for row in sheet.rows:
            first, then = row[start], row[end]
            if isinstance(first, date) and isinstance(then, date) and (not done or draws.chance(FORMULA_SHARE)):
                row[end] = Formula(sheet.columns[start], (then - first).days)
                done = True
