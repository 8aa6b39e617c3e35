"""A list of people as a file: one row a person, with columns that are documented and few."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import TypeVar

from plimsoll.core.terms import Role
from plimsoll.formats.sheets import Row, UnusableFile
from plimsoll.formats.spreadsheet import open_book

T = TypeVar("T")

NAME, TEAM, ROLES, HOURS, UNTIL = COLUMNS = ("Name", "Team", "Roles", "Hours a week", "Newly qualified until")
MOST_ROWS = 2_000
MOST_HOURS = 60
LONGEST = 200  # characters of a name
_DAYS = ("%d/%m/%Y", "%d/%m/%y", "%d.%m.%Y", "%d-%m-%Y", "%Y-%m-%d", "%d %b %Y", "%d %B %Y")
_MIDNIGHT = " 00:00:00"

EXAMPLE = (
    COLUMNS,
    ("Ada Quill", "Harbour", "supervisor", "37", ""),
    ("Bea Rook", "Harbour", "practitioner", "30", ""),
    ("Cal Sedge", "Harbour", "practitioner, duty social worker", "37", "31/08/2027"),
    ("Dot Thorn", "", "service manager", "37", ""),
)


@dataclass(frozen=True)
class PersonFault:
    """One thing wrong with a file of people: the row as a spreadsheet counts it (0: the file), the column, what to do."""

    row: int
    column: str
    says: str


@dataclass(frozen=True)
class PersonRow:
    """One person of a file. What is empty there is empty here. `minutes` a week."""

    row: int
    name: str
    team: str
    roles: tuple[Role, ...]
    minutes: int | None
    newly_qualified_until: date | None


def read_people(path: Path) -> tuple[tuple[PersonRow, ...], tuple[PersonFault, ...]]:
    """The people of the .xlsx, .xls, .ods or .csv at `path`, and everything that is wrong with it.

    Raises
    ------
    UnusableFile : it is no such file, or has no column for names; the message says what to do.
    """
    with open_book(path) as book:
        for sheet in book.sheets:
            start = _head(sheet.head)
            if start is not None:
                return _read(sheet.load(None), start)
    raise UnusableFile(
        f"No column '{NAME}' was found. The first row names the columns: {', '.join(COLUMNS)}. "
        "Download the example to see how."
    )


def _head(rows: list[Row]) -> int | None:
    """The row that names the columns."""
    named = (number for number, row in enumerate(rows) if NAME.casefold() in {_plain(cell).casefold() for cell in row})
    return next(named, None)


def _read(rows: list[Row], start: int) -> tuple[tuple[PersonRow, ...], tuple[PersonFault, ...]]:
    faults: list[PersonFault] = []
    where = _places(rows[start], start + 1, faults)
    body = [(number, row) for number, row in enumerate(rows[start + 1 :], start + 2) if any(map(_plain, row))]
    if not body:
        faults.append(PersonFault(0, "", "There is nobody in this file: write one person in each row below the first."))
    if len(body) > MOST_ROWS:
        raise UnusableFile(f"The file has {len(body):,} people; bring at most {MOST_ROWS:,} at a time.")
    people, seen = [], dict[str, int]()
    for number, row in body:
        cells = {column: row[place] for column, place in where.items()}
        person = PersonRow(
            number,
            _name(cells, number, seen, faults),
            _plain(cells.get(TEAM)),
            _roles(cells, number, faults),
            _told(_minutes, cells, HOURS, number, faults),
            _told(_day, cells, UNTIL, number, faults),
        )
        people.append(person)
    return tuple(people), tuple(faults)


def _places(head: Row, number: int, faults: list[PersonFault]) -> dict[str, int]:
    known = {column.casefold(): column for column in COLUMNS}
    found: dict[str, int] = {}
    for place, cell in enumerate(head):
        text = _plain(cell)
        column = known.get(text.casefold())
        if text and column is None:
            faults.append(PersonFault(number, text, f"There is no such column. Use: {', '.join(COLUMNS)}."))
        elif column in found:
            faults.append(PersonFault(number, text, "This column is there twice."))
        elif column is not None:
            found[column] = place
    return found


def _name(cells: dict[str, object], number: int, seen: dict[str, int], faults: list[PersonFault]) -> str:
    name = _plain(cells.get(NAME))
    key = name.casefold()
    if not name:
        faults.append(PersonFault(number, NAME, "Write the name."))
    elif len(name) > LONGEST:
        faults.append(PersonFault(number, NAME, f"Write {LONGEST} characters or fewer."))
    elif key in seen:
        faults.append(
            PersonFault(number, NAME, f"'{name}' is in row {seen[key]} already. Tell the two apart, or leave one out.")
        )
    seen.setdefault(key, number)
    return name


def _roles(cells: dict[str, object], number: int, faults: list[PersonFault]) -> tuple[Role, ...]:
    found: list[Role] = []
    for word in _plain(cells.get(ROLES)).replace(";", ",").split(","):
        text = word.strip().casefold()
        role = _ROLE_WORDS.get(text)
        if role is not None and role not in found:
            found.append(role)
        elif text and role is None:
            says = f"'{word.strip()}' is no role. Use: {', '.join(_ROLE_WORDS)}."
            faults.append(PersonFault(number, ROLES, says))
    return tuple(found)


def _role_words() -> Iterator[tuple[str, Role]]:
    """Each role by the words of its label: 'supervisor or team manager' is either."""
    for role in Role:
        for word in role.label.split(" or "):
            yield word.casefold(), role


_ROLE_WORDS = dict(_role_words())


def _told(
    read: Callable[[object], T], cells: dict[str, object], column: str, number: int, faults: list[PersonFault]
) -> T | None:
    cell = cells.get(column)
    if not _plain(cell):
        return None
    try:
        return read(cell)
    except ValueError as fault:
        faults.append(PersonFault(number, column, str(fault)))
        return None


def _minutes(cell: object) -> int:
    """Hours a week as minutes.

    >>> _minutes("18.5"), _minutes(37)
    (1110, 2220)
    """
    try:
        hours = float(_plain(cell).replace(",", "."))
    except ValueError:
        raise ValueError(f"'{_plain(cell)}' is no number of hours. Write a number such as 37 or 18.5.") from None
    if not 0 < hours <= MOST_HOURS:
        raise ValueError(f"Hours a week are more than 0 and at most {MOST_HOURS}, not {_plain(cell)}.")
    return round(hours * 60)


def _day(cell: object) -> date:
    """A day.

    >>> _day("31/08/2027")
    datetime.date(2027, 8, 31)
    """
    if isinstance(cell, datetime):
        return cell.date()
    if isinstance(cell, date):
        return cell
    text = _plain(cell).removesuffix(_MIDNIGHT)
    for form in _DAYS:
        try:
            return datetime.strptime(text, form).date()  # noqa: DTZ007 - a day has no zone
        except ValueError:
            continue
    raise ValueError(f"'{text}' is no day. Write a day such as 31/08/2027.")


def _plain(cell: object) -> str:
    return "" if cell is None else " ".join(str(cell).split())
