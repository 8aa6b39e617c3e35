"""The invented workbook: the same from the same seed, one town rather than eleven tables, England's shares."""

from collections import Counter, defaultdict
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from plimsoll.demo.annex_a import write_annex_a
from plimsoll.demo.building import build_town
from plimsoll.demo.calendar_days import CalendarDays
from plimsoll.demo.columns import COLUMNS, SINCE_2024, columns_of
from plimsoll.demo.draws import Draws
from plimsoll.demo.headers import SHEET_NAMES, SHORT_FORMS
from plimsoll.demo.lists import all_lists
from plimsoll.demo.names import FIRST_WORDS, LAST_WORDS, worker_name

AS_AT = date(2026, 3, 16)
ID, TEAM, WORKER = "Child Unique ID", "Allocated Team", "Allocated Worker"
STATUS = "Case Status"
CARE, PLAN, CLOSED = "a) Looked after child", "b) Child Protection plan", "e) Closed episode"
CARE_START, CARE_END = "Date Started to be Looked After", "Date Ceased to be Looked After"
PLAN_END = "Child Protection Plan End Date"
AUTHORISED = "Continuous Assessment Date of Authorisation"

Rows = dict[int, list[dict[str, Any]]]


def read(path: Path) -> Rows:
    """A clean workbook as dictionaries by header."""
    book = load_workbook(path)
    rows: Rows = {}
    for number in range(1, 12):
        header, *lines = book[f"List_{number}"].iter_rows(values_only=True)
        rows[number] = [dict(zip(header, line, strict=True)) for line in lines]
    return rows


def cells(path: Path) -> list[tuple[str, list[tuple[Any, ...]]]]:
    book = load_workbook(path)
    return [(sheet.title, list(sheet.iter_rows(values_only=True))) for sheet in book]


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> tuple[Rows, Any]:
    path = tmp_path_factory.mktemp("town") / "annex_a.xlsx"
    counts = write_annex_a(path, workers=30, seed=3, as_at=AS_AT)
    return read(path), counts


@pytest.fixture(scope="module")
def england() -> Rows:
    """The lists of 400 workers without a file, which would take most of the time."""
    town = build_town(6080, Draws(1), CalendarDays(AS_AT), 400)
    lists = all_lists(town, 2024)
    names = {number: [column.header for column in columns] for number, columns in COLUMNS.items()}
    return {n: [dict(zip(names[n], row, strict=True)) for row in rows] for n, rows in lists.rows.items()}


@pytest.mark.slow
@pytest.mark.parametrize("dirt", [False, True])
def test_same_arguments_give_the_same_bytes(tmp_path: Path, dirt: bool) -> None:
    one, two = tmp_path / "one.xlsx", tmp_path / "two.xlsx"
    first = write_annex_a(one, workers=6, seed=5, as_at=AS_AT, dirt=dirt)
    second = write_annex_a(two, workers=6, seed=5, as_at=AS_AT, dirt=dirt)
    assert first == second
    assert one.read_bytes() == two.read_bytes()
    assert list(tmp_path.glob("*.part")) == []


@pytest.mark.slow
def test_another_seed_gives_another_town(tmp_path: Path) -> None:
    one, two = tmp_path / "one.xlsx", tmp_path / "two.xlsx"
    write_annex_a(one, workers=3, seed=5, as_at=AS_AT)
    write_annex_a(two, workers=3, seed=6, as_at=AS_AT)
    assert cells(one) != cells(two)


@pytest.mark.slow
@pytest.mark.parametrize("generation", [2019, 2024])
def test_headers_are_the_official_ones(tmp_path: Path, generation: int) -> None:
    path = tmp_path / "annex_a.xlsx"
    write_annex_a(path, workers=2, seed=1, as_at=AS_AT, generation=generation)
    headers = {name: list(lines[0]) for name, lines in cells(path)}
    expected = {f"List_{n}": [column.header for column in columns_of(n, generation)] for n in range(1, 12)}
    assert headers == expected
    widths = [7, 8, 11, 12, 14, 14, 17, 34, 13 if generation == 2019 else 17, 16, 19]
    assert [len(header) for header in headers.values()] == widths
    assert (set(headers["List_9"]) >= SINCE_2024) == (generation == 2024)


def test_short_forms_and_sheet_names_are_of_known_columns() -> None:
    official = {column.header for columns in COLUMNS.values() for column in columns}
    assert set(SHORT_FORMS) <= official
    every_name = [name for names in SHEET_NAMES.values() for name in names]
    assert len(every_name) == len(set(every_name))


def test_worker_names_never_come_twice() -> None:
    many = 2 * len(FIRST_WORDS) * len(LAST_WORDS)
    assert len({worker_name(place) for place in range(many)}) == many


@pytest.mark.slow
def test_counts_are_what_a_reader_finds(small: tuple[Rows, Any]) -> None:
    rows, counts = small
    assert counts.rows == {number: len(lines) for number, lines in rows.items()}
    assert counts.children == len({row[ID] for number in range(1, 11) for row in rows[number]})
    people = {
        row[name]
        for lines in rows.values()
        for row in lines
        for name in (WORKER, "Allocated Personal Advisor")
        if row.get(name)
    }
    assert counts.workers == len(people)
    assert counts.open_children == round(30 * 15.2)


@pytest.mark.slow
def test_everyone_open_is_placed_or_known_to_wait(small: tuple[Rows, Any]) -> None:
    rows, counts = small
    found = {row[ID]: row["Allocated Personal Advisor"] or "" for row in rows[9]}
    found |= {row[ID]: row[WORKER] or "" for row in rows[6] if row[STATUS] != CLOSED}
    assert counts.placed == found
    waiting = [row for row in rows[6] if row[STATUS] != CLOSED and not row[WORKER]]
    assert 0 < len(waiting) < 0.04 * counts.open_children


@pytest.mark.slow
def test_lists_7_and_8_are_part_of_list_6_with_the_right_status(small: tuple[Rows, Any]) -> None:
    rows, _ = small
    six = {row[ID]: row for row in rows[6]}
    leavers = {row[ID] for row in rows[9]}
    assert len(six) == len(rows[6])
    assert not leavers & six.keys()
    looked_after = {row[ID] for row in rows[8] if row[CARE_END] is None}
    on_plan = {row[ID] for row in rows[7] if row[PLAN_END] is None}
    assert {child for child, row in six.items() if row[STATUS] == CARE} == looked_after
    assert {child for child, row in six.items() if row[STATUS] == PLAN} == on_plan - looked_after
    assert {row[ID] for row in rows[7]} <= six.keys()
    assert {row[ID] for row in rows[8]} <= six.keys() | leavers
    for row in [*rows[7], *rows[8]]:
        if row[ID] in six:
            assert (row[TEAM], row[WORKER]) == (six[row[ID]][TEAM], six[row[ID]][WORKER])


@pytest.mark.slow
def test_open_work_names_who_holds_the_child_now(small: tuple[Rows, Any]) -> None:
    rows, _ = small
    six = {row[ID]: row[WORKER] for row in rows[6]}
    still_open = [row for row in rows[4] if row[AUTHORISED] is None]
    assert still_open
    assert all(row[WORKER] == six[row[ID]] for row in still_open)


@pytest.mark.slow
def test_no_step_lies_ahead_or_long_before_birth(small: tuple[Rows, Any]) -> None:
    rows, _ = small
    for number in range(1, 10):
        for row in rows[number]:
            born = row["Date of Birth"]
            steps = [cell for name, cell in row.items() if isinstance(cell, datetime) and name != "Date of Birth"]
            assert all(step.date() <= AS_AT for step in steps)
            assert all((born - step).days <= 125 for step in steps if born), (number, row, born)


@pytest.mark.slow
def test_one_child_is_the_same_on_every_list(small: tuple[Rows, Any]) -> None:
    rows, _ = small
    known = defaultdict(set)
    for number in range(1, 11):
        for row in rows[number]:
            known[row[ID]].add((row["Gender"], row["Ethnicity"], row.get("Date of Birth")))
    several = [child for child, seen in known.items() if len({(a, b) for a, b, _ in seen}) > 1]
    assert several == []


@pytest.mark.slow
@pytest.mark.parametrize(("rows", "dirt"), [(100, False), (101, True), (2500, False), (2500, True)])
def test_row_target_is_met_exactly(tmp_path: Path, rows: int, dirt: bool) -> None:
    counts = write_annex_a(tmp_path / "a.xlsx", workers=1, seed=2, as_at=AS_AT, rows=rows, dirt=dirt)
    assert counts.total_rows == rows


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"workers": 0}, "workers must be 1 or more, not 0"),
        ({"rows": 9}, "rows must be 100 or more, not 9"),
        ({"generation": 2020}, r"generation must be one of \(2019, 2024\), not 2020"),
        ({"as_at": date(1990, 1, 1)}, "as_at must be in 2000 to 2090, not 1990-01-01"),
    ],
)
def test_arguments_out_of_range_are_refused(tmp_path: Path, wrong: dict[str, Any], sentence: str) -> None:
    with pytest.raises(ValueError, match=sentence):
        write_annex_a(tmp_path / "a.xlsx", **{"workers": 1, "seed": 1, "as_at": AS_AT} | wrong)


def share(rows: list[dict[str, Any]], *tests: Any) -> float:
    return sum(all(test(row) for test in tests) for row in rows) / len(rows)


@pytest.mark.slow
def test_assessments_take_as_long_as_in_england(england: Rows) -> None:
    days = CalendarDays(AS_AT)
    ended = [row for row in england[4] if days.in_window(row[AUTHORISED])]
    lengths = sorted(days.count(row["Continuous Assessment Start Date"], row[AUTHORISED]) for row in ended)
    assert sum(n <= 45 for n in lengths) / len(lengths) == pytest.approx(0.857, abs=0.02)
    assert sum(41 <= n <= 45 for n in lengths) / len(lengths) == pytest.approx(0.189, abs=0.025)
    quartiles = [lengths[len(lengths) * part // 4] for part in (1, 2, 3)]
    assert quartiles == pytest.approx([17, 33, 43], abs=2)
    outcome = "Was the child assessed as requiring LA children's social care support?"
    assert share(ended, lambda row: row[outcome] == "b) No") == pytest.approx(0.308, abs=0.025)


@pytest.mark.slow
def test_referrals_and_enquiries_are_as_in_england(england: Rows) -> None:
    days, three, five = CalendarDays(AS_AT), england[3], england[5]
    assert share(three, lambda row: row["Referral NFA?"] == "a) Yes") == pytest.approx(0.065, abs=0.005)
    again = {row[ID] for row in three if row["Number of Referrals in Last 12 Months"]}
    assert len(again) / len(three) == pytest.approx(0.226, abs=0.02)
    assert len(five) / len(three) == pytest.approx(0.36, abs=0.02)
    held = [row for row in five if row["Date of Initial Child Protection Conference"]]
    start, met = (
        "Strategy discussion initiating Section 47 Enquiry Start Date",
        "Date of Initial Child Protection Conference",
    )
    assert share(held, lambda row: days.count(row[start], row[met]) <= 15) == pytest.approx(0.814, abs=0.04)
    assert len(held) / len(five) == pytest.approx(0.31, abs=0.05)
    planned = "Did the Initial Child Protection Conference Result in a Child Protection Plan"
    assert share(held, lambda row: row[planned] == "a) Yes") == pytest.approx(0.86, abs=0.02)


@pytest.mark.slow
def test_open_children_are_as_in_england(england: Rows) -> None:
    held = [row for row in england[6] if row[STATUS] != CLOSED]
    assert len(held) == 6080
    assert share(held, lambda row: row[STATUS] == CARE) == pytest.approx(0.20, abs=0.001)
    plans = [row for row in england[7] if row[PLAN_END] is None]
    assert len(plans) / len(held) == pytest.approx(0.12, abs=0.001)
    lengths = [(AS_AT - row["Child Protection Plan Start Date"]).days for row in plans]
    assert sum(n <= 91 for n in lengths) / len(lengths) == pytest.approx(0.315, abs=0.06)
    assert sum(n > 365 for n in lengths) / len(lengths) == pytest.approx(0.167, abs=0.04)
    again = share(plans, lambda row: row["Number of Previous Child Protection Plans"] > 0)
    assert again == pytest.approx(0.245, abs=0.04)


@pytest.mark.slow
def test_care_is_as_in_england(england: Rows) -> None:
    year = [row for row in england[8] if row[CARE_END] is None and (AS_AT - row[CARE_START]).days > 365]
    moved = share(year, lambda row: row["Number of Placements in the Last 12 months"] >= 3)
    assert moved == pytest.approx(0.10, abs=0.025)

    def healthy(row: dict[str, Any]) -> bool:
        every = 182 if row["Age of Child (Years)"] < 5 else 365
        return bool((AS_AT - row["Date of Last Health Assessment"]).days <= every)

    assert share(year, healthy) == pytest.approx(0.90, abs=0.025)


@pytest.mark.slow
def test_one_team_is_over_the_line(england: Rows) -> None:
    heads: dict[str, Counter[str]] = defaultdict(Counter)
    for row in england[6]:
        if row[STATUS] != CLOSED and row[WORKER]:
            heads[row[TEAM]][row[WORKER]] += 1
    each = {team: sum(people.values()) / len(people) for team, people in heads.items()}
    everyone = sum(sum(people.values()) for people in heads.values()) / sum(len(people) for people in heads.values())
    assert everyone == pytest.approx(15.2, abs=0.4)
    over = max(each, key=lambda team: each[team])
    assert each[over] / everyone == pytest.approx(1.25, abs=0.08)
    assert max(max(people.values()) for people in heads.values()) >= 20


@pytest.mark.slow
def test_dirt_is_all_there(tmp_path: Path) -> None:
    path = tmp_path / "dirty.xlsx"
    counts = write_annex_a(path, workers=40, seed=4, as_at=AS_AT, dirt=True)
    tabs = cells(path)
    names = [name for name, _ in tabs]
    lists = [name for name in names if name not in ("Front_Sheet", "Guidance", "Codes_used")]
    assert len(names) == 14
    assert lists != [f"List_{n}" for n in range(1, 12)]
    found = [cell for name, lines in tabs if name in lists for line in lines for cell in line]
    texts = {cell for cell in found if isinstance(cell, str)}
    assert {"#N/A", "<1", "1900-01-01", "Yes", "WBRI", "CLA", "CIN"} <= texts
    assert any("\u00a0" in text for text in texts)
    assert any(text.startswith("=") for text in texts)
    assert any(", " in text and text.split(", ")[1] in FIRST_WORDS for text in texts)
    assert any(isinstance(cell, float) for cell in found)
    assert "List 3: Referrals" in texts
    assert sum(worker == "" for worker in counts.placed.values()) > 0


@pytest.mark.slow
def test_dirt_keeps_the_number_of_rows_and_the_open_children(tmp_path: Path) -> None:
    clean = write_annex_a(tmp_path / "clean.xlsx", workers=10, seed=4, as_at=AS_AT)
    dirty = write_annex_a(tmp_path / "dirty.xlsx", workers=10, seed=4, as_at=AS_AT, dirt=True)
    assert dirty.placed.keys() == clean.placed.keys()
    assert all(who in (clean.placed[child], "") for child, who in dirty.placed.items())
    titled = dict(cells(tmp_path / "dirty.xlsx"))
    data = sum(len(lines) for name, lines in titled.items() if name not in ("Front_Sheet", "Guidance", "Codes_used"))
    above = sum(
        str(lines[0][0]).startswith("List ") + 1
        for name, lines in titled.items()
        if name not in ("Front_Sheet", "Guidance", "Codes_used")
    )
    assert data - above == dirty.total_rows
