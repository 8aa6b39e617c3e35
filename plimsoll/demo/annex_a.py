"""An invented Annex A workbook, clean or as dirty as real ones: nobody in it is a real person."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path

from plimsoll.demo import dirt as spoiling
from plimsoll.demo import names, shares
from plimsoll.demo.building import Town, build_town
from plimsoll.demo.calendar_days import CalendarDays, months_before
from plimsoll.demo.codes import ACTIVITY, ETHNICITY, GENDER, PLACEMENT, SOURCE
from plimsoll.demo.columns import COLUMNS, GENERATIONS, Column
from plimsoll.demo.draws import Draws
from plimsoll.demo.headers import SHEET_NAMES, drifted
from plimsoll.demo.later import month_on
from plimsoll.demo.lists import Lists, add_contacts, all_lists
from plimsoll.demo.people import Cell
from plimsoll.demo.sheets import Page, Sheet, sheets_of, write_workbook

# Rows over all lists for one open child, measured on towns of 40 to 400 workers; only the first guess for `rows`.
ROWS_PER_OPEN_CHILD = 7.4
FEWEST_ROWS = 100
FIRST_YEAR, LAST_YEAR = 2000, 2090  # bank holidays are known for these and the childhoods before them

TITLE_SHARE, SHUFFLE_SHARE, EXTRA_SHARE = 0.5, 0.4, 0.4  # of the sheets of a dirty workbook; invented
EXTRA_COLUMNS = ("Local system ref", "Checked by admin", "Column1", "Ward (old)")
EXTRA_CELLS = ("ok", "see notes", "TBC", 1, None, None)


@dataclass(frozen=True)
class Counts:
    """What a workbook holds, for a reader's result to be compared with.

    rows: data rows by list, 1 to 11. children: different children on lists 1 to 10. open_children: of list 6.
    workers: different people named in any list. placed: by child number of every open child and care leaver, the name
    of who holds them as a reader can find it from lists 8, 7, 6 and 9, in this order; '' where nobody does.
    """

    rows: dict[int, int]
    children: int
    open_children: int
    workers: int
    placed: dict[str, str]

    @property
    def total_rows(self) -> int:
        """Data rows over all lists."""
        return sum(self.rows.values())


def write_annex_a(
    path: Path,
    *,
    workers: int,
    seed: int,
    as_at: date,
    dirt: bool = False,
    generation: int = 2024,
    rows: int | None = None,
    later: int = 0,
) -> Counts:
    """Write the workbook of an invented town; the same arguments give the same file, byte for byte.

    Parameters: path, the .xlsx file, replaced if it exists. workers, 1 or more, full-time case holders with 15.2
    children each on average (DfE, Children's social work workforce 2025); front door and advisers come on top. seed,
    0 or more. as_at, the reporting day. dirt, whether the file is as untidy as real ones. generation, 2019 or 2024, of
    the columns of list 9. rows, if given, is exactly how many data rows all lists have together, 100 or more; the town
    is then made as large as that takes and `workers` is not used. later, the same town so many months after as_at: what has
    begun goes on, ends or closes, and families come in; not with `rows`.

    Returns what was written. Raises ValueError for arguments out of range.
    """
    _check(workers, seed, as_at, generation, rows, later)
    lists = (
        _fitted(seed, as_at, rows, dirt, generation)
        if rows
        else _town(seed, as_at, round(workers * shares.CHILDREN_PER_WORKER), workers, None, dirt, generation, later)
    )
    if lists is None:
        raise ValueError(f"rows must be more than {rows}: a town does not fit into so few")
    counts = _counts(lists)
    sheets = sheets_of(lists.rows, generation)
    tabs = _untidied(sheets, Draws(seed, 2)) if dirt else list[Sheet | Page](sheets)
    write_workbook(path, tabs, months_before(as_at, -later))
    return counts


def _check(workers: int, seed: int, as_at: date, generation: int, rows: int | None, later: int) -> None:
    if not FIRST_YEAR <= as_at.year <= LAST_YEAR:
        raise ValueError(f"as_at must be in {FIRST_YEAR} to {LAST_YEAR}, not {as_at.isoformat()}")
    if workers < 1:
        raise ValueError(f"workers must be 1 or more, not {workers}")
    if seed < 0:
        raise ValueError(f"seed must be 0 or more, not {seed}")
    if generation not in GENERATIONS:
        raise ValueError(f"generation must be one of {GENERATIONS}, not {generation}")
    if rows is not None and rows < FEWEST_ROWS:
        raise ValueError(f"rows must be {FEWEST_ROWS} or more, not {rows}")
    if later < 0 or (later and rows is not None):
        raise ValueError(f"later must be 0 or more, and 0 where rows are given, not {later}")


def _fitted(seed: int, as_at: date, rows: int, dirt: bool, generation: int) -> Lists | None:
    """The largest town, from the first guess down, whose lists fit into so many rows; contacts fill the rest."""
    children = round(rows / ROWS_PER_OPEN_CHILD)
    while children > 0:
        workers = max(1, round(children / shares.CHILDREN_PER_WORKER))
        lists = _town(seed, as_at, children, workers, rows, dirt, generation)
        if lists:
            return lists
        children = children * 9 // 10
    return None


def _town(
    seed: int,
    as_at: date,
    children: int,
    workers: int,
    rows: int | None,
    dirt: bool,
    generation: int,
    later: int = 0,
) -> Lists | None:
    """The lists of a town with so many open children; None when they take more than `rows` already."""
    town = build_town(children, Draws(seed), CalendarDays(as_at), workers)
    lists = all_lists(town, generation)
    if later:
        _fill_contacts(lists, town, None)
        lists = _moved_on(lists, seed, as_at, children, workers, generation, later)
    spoil = Draws(seed, 1)
    if dirt:
        spoiling.lose_lookups(lists, spoil)
        for number in range(2, 12):
            spoiling.duplicated(lists.rows[number], spoil)
    if not later and not _fill_contacts(lists, town, rows):
        return None
    for number, column in ORDER.items():
        lists.rows[number].sort(key=partial(_sorted_by, column))
    return lists


def _moved_on(lists: Lists, seed: int, as_at: date, children: int, workers: int, generation: int, later: int) -> Lists:
    """The lists so many months after `as_at`; who comes in is taken from another town of that day."""
    for month in range(1, later + 1):
        days = CalendarDays(months_before(as_at, -month))
        other = build_town(children, Draws(seed, 4, month), days, workers)
        arrived = all_lists(other, generation)
        _fill_contacts(arrived, other, None)
        lists = month_on(lists, months_before(as_at, 1 - month), days, arrived, Draws(seed, 3, month))
    return lists


def _sorted_by(column: int, row: list[Cell]) -> tuple[str, str]:
    """ISO dates as text sort as dates do; then by number."""
    return str(row[column]), str(row[0])


# By which column each list is sorted, from 0: systems put out rows by date, not family by family.
ORDER = {1: 5, 2: 5, 3: 5, 4: 6, 5: 6, 6: 6, 7: 6, 8: 7, 9: 3, 10: 7, 11: 6}


def _fill_contacts(lists: Lists, town: Town, rows: int | None) -> bool:
    others = sum(len(rows_) for number, rows_ in lists.rows.items() if number > 1)
    total = round(len(lists.rows[3]) * shares.CONTACTS_PER_REFERRAL) if rows is None else rows - others
    add_contacts(lists, town, total)
    return rows is None or len(lists.rows[1]) == total


def _counts(lists: Lists) -> Counts:
    children = {str(row[0]) for number in range(1, 11) for row in lists.rows[number]}
    people = {
        str(row[at]) for number in COLUMNS for at in _worker_places(number) for row in lists.rows[number] if row[at]
    }
    return Counts(
        rows={number: len(rows) for number, rows in lists.rows.items()},
        children=len(children),
        open_children=len({str(row[0]) for row in lists.rows[6]} & lists.placed.keys()),
        workers=len(people - {"#N/A"}),
        placed=dict(lists.placed),
    )


def _worker_places(number: int) -> list[int]:
    return [at for at, column in enumerate(COLUMNS[number]) if column.holds == "worker"]


def _untidied(sheets: list[Sheet], draws: Draws) -> list[Sheet | Page]:
    """The sheets as a council's systems and hands leave them, among tabs that hold no list."""
    for sheet in sheets:
        spoiling.count_on(sheet, draws)
        spoiling.soil(sheet, draws)
        _rearrange(sheet, draws)
        sheet.headers = [drifted(header, draws) for header in sheet.headers]
        sheet.name = draws.one_of(SHEET_NAMES[sheet.number])
        # List 3 always has its title row, so that every dirty workbook has one.
        sheet.title = sheet.full_title if sheet.number == 3 or draws.chance(TITLE_SHARE) else None
    front, guidance, used = _pages()
    mixed: list[Sheet | Page] = [*sheets, used]
    return [front, guidance, *draws.shuffled(mixed)]


def _rearrange(sheet: Sheet, draws: Draws) -> None:
    """Put an unknown column in, and the columns into another order; list 6 always gets both."""
    if sheet.number == 6 or draws.chance(EXTRA_SHARE):
        extra = draws.one_of(EXTRA_COLUMNS)
        sheet.columns.append(Column(extra, "extra"))
        sheet.headers.append(extra)
        for row in sheet.rows:
            row.append(draws.one_of(EXTRA_CELLS))
    if sheet.number == 6 or draws.chance(SHUFFLE_SHARE):
        order = draws.shuffled(range(len(sheet.columns)))
        sheet.columns = [sheet.columns[at] for at in order]
        sheet.headers = [sheet.headers[at] for at in order]
        sheet.rows = [[row[at] for at in order] for row in sheet.rows]


def _pages() -> tuple[Page, Page, Page]:
    """Tabs that travel with the lists, in our own words; the codes tab looks like data and is none."""
    front: list[list[Cell]] = [
        ["Annex A: child level data"],
        [f"{names.TOWN} Council, an invented town. No person in this file is real."],
        ["Lists 1 to 11 follow in no particular order."],
    ]
    guidance: list[list[Cell]] = [["List", "Column", "How we fill it in"]]
    for number, columns in COLUMNS.items():
        guidance += [[f"List {number}", column.header, f"We write a {column.holds} here."] for column in columns[:6]]
    sets: Sequence[Sequence[str | None]] = [table.values for table in (GENDER, ETHNICITY, SOURCE, PLACEMENT)]
    longest = max(len(values) for values in (*sets, ACTIVITY.values))
    used: list[list[Cell]] = [["Gender", "Ethnicity", "Contact Source", "Placement Type", "Activity Status"]]
    used += [[values[at] if at < len(values) else None for values in (*sets, ACTIVITY.values)] for at in range(longest)]
    return Page("Front_Sheet", front), Page("Guidance", guidance), Page("Codes_used", used)
