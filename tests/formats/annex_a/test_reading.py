"""From a workbook to tables and faults."""

from datetime import date, datetime
from pathlib import Path

import openpyxl  # type: ignore[import-untyped]
import pytest

from plimsoll.formats.annex_a import AnnexA, Fault, FaultKind, UnusableFile, read
from tests.formats.workbooks import (
    IN_NEED,
    Rows,
    headers,
    in_need,
    write_csv,
    write_xls,
    write_xlsx,
    write_zip,
)


def read_in_need(tmp_path: Path, *rows: list[object], header: list[str] = IN_NEED) -> AnnexA:
    return read(write_xlsx(tmp_path / "a.xlsx", {"List 6": [header, *rows]}))


def faults(annex: AnnexA, *without: FaultKind) -> list[Fault]:
    leave_out = {FaultKind.LIST_NOT_FOUND, *without}
    return [fault for fault in annex.faults if fault.kind not in leave_out]


def test_sound_row(tmp_path: Path) -> None:
    annex = read_in_need(tmp_path, in_need(4501))
    table = annex.lists[6]

    assert faults(annex) == []
    assert {key: values[0] for key, values in table.columns.items()} == {
        "child_id": "4501", "gender": "MALE", "ethnicity": "WBRI", "date_of_birth": date(2014, 3, 2), "age": 7,
        "disability": "NO", "cin_start_date": date(2021, 1, 4), "primary_need": "N1",
        "date_last_seen": date(2021, 3, 1), "cin_closure_date": None, "closure_reason": None,
        "case_status": "CHILD_IN_NEED", "allocated_team": "Team 1", "allocated_worker": "Ada Quill",
    }  # fmt: skip
    assert table.original["child_id"] == [4501]
    assert table.original["cin_start_date"] == [datetime(2021, 1, 4)]
    assert (table.number, table.title, table.sheets) == (6, "Children in Need", ("List 6",))
    assert (table.sheet, table.row, len(table)) == (["List 6"], [2], 1)
    assert annex.latest_event == date(2021, 3, 1)


def test_lists_that_are_not_there(tmp_path: Path) -> None:
    annex = read_in_need(tmp_path, in_need())

    missing = [fault.found for fault in annex.faults if fault.kind is FaultKind.LIST_NOT_FOUND]
    assert len(missing) == 10
    assert missing[0] == "List 1 (Contacts)"


def test_title_rows_blank_rows_and_row_numbers(tmp_path: Path) -> None:
    blank: list[object] = [None] * 14
    rows: Rows = [["List 6: Children in Need"], [], IN_NEED, in_need(1), blank, in_need(2), blank]

    table = read(write_xlsx(tmp_path / "a.xlsx", {"Export": rows})).lists[6]

    assert table.columns["child_id"] == ["1", "2"]
    assert table.row == [4, 6]


def test_order_of_sheets_and_columns_does_not_matter(tmp_path: Path) -> None:
    header, row = list(reversed(IN_NEED)), list(reversed(in_need(7)))
    other: Rows = [headers(1), [7, "M", "WBRI", None, 3, datetime(2021, 2, 1), "6"]]

    annex = read(write_xlsx(tmp_path / "a.xlsx", {"x": [header, row], "Guidance": [["Text"]], "y": other}))

    assert sorted(annex.lists) == [1, 6]
    assert annex.lists[6].columns == read_in_need(tmp_path, in_need(7)).lists[6].columns
    assert faults(annex) == []


def test_list_1_is_not_taken_for_list_10(tmp_path: Path) -> None:
    sheets: dict[str, Rows] = {"List 10": [headers(10)], "List 1": [headers(1)], "List 11": [headers(11)]}

    annex = read(write_xlsx(tmp_path / "a.xlsx", sheets))

    assert {number: table.sheets for number, table in annex.lists.items()} == {
        1: ("List 1",),
        10: ("List 10",),
        11: ("List 11",),
    }


def test_two_sheets_of_one_list_are_both_read(tmp_path: Path) -> None:
    sheets: dict[str, Rows] = {
        "CIN north": [[*IN_NEED, "Ward"], [*in_need(1), "Mill"]],
        "CIN south": [IN_NEED[:-2], in_need(2)[:-2]],
    }

    annex = read(write_xlsx(tmp_path / "a.xlsx", sheets))
    table = annex.lists[6]

    assert (table.sheets, table.sheet, table.row) == (("CIN north", "CIN south"), ["CIN north", "CIN south"], [2, 2])
    assert table.columns["child_id"] == ["1", "2"]
    assert table.columns["allocated_worker"] == ["Ada Quill", None]
    assert table.unknown == {"Ward": ["Mill", None]}
    assert [fault.column for fault in faults(annex) if fault.kind is FaultKind.MISSING_COLUMN] == [
        "Allocated Team",
        "Allocated Worker",
    ]


def test_failed_lookups_and_placeholders_become_none_with_a_fault(tmp_path: Path) -> None:
    annex = read_in_need(tmp_path, in_need(1, allocated_worker="#N/A", allocated_team="-", date_last_seen="NULL"))

    assert faults(annex) == [
        Fault("List 6", 2, "Date Child Was Last Seen", FaultKind.PLACEHOLDER, "NULL", "left empty"),
        Fault("List 6", 2, "Allocated Team", FaultKind.PLACEHOLDER, "-", "left empty"),
        Fault("List 6", 2, "Allocated Worker", FaultKind.LOOKUP_FAILED, "#N/A", "left empty"),
    ]
    assert annex.lists[6].original["allocated_worker"] == ["#N/A"]
    assert annex.lists[6].columns["allocated_worker"] == [None]


def test_empty_cells_are_faults_only_where_they_matter(tmp_path: Path) -> None:
    empty = dict.fromkeys(("gender", "ethnicity", "age", "date_last_seen", "disability", "primary_need"))
    annex = read_in_need(tmp_path, in_need(1, **empty, allocated_worker=None, cin_start_date=""))

    assert [(fault.column, fault.kind) for fault in faults(annex)] == [
        ("CIN Start Date", FaultKind.MISSING_VALUE),
        ("Allocated Worker", FaultKind.MISSING_VALUE),
    ]


def test_row_without_a_child(tmp_path: Path) -> None:
    annex = read_in_need(tmp_path, in_need(None), in_need("#N/A"))

    assert faults(annex) == [
        Fault("List 6", 2, "Child Unique ID", FaultKind.NO_CHILD_ID, "", "row kept without a child"),
        Fault("List 6", 3, "Child Unique ID", FaultKind.NO_CHILD_ID, "#N/A", "row kept without a child"),
    ]
    assert annex.lists[6].columns["child_id"] == [None, None]


def test_repeated_child_where_one_row_is_expected(tmp_path: Path) -> None:
    contacts: Rows = [headers(1), *[[1, "M", "WBRI", None, 3, datetime(2021, 2, 1), "6"]] * 2]
    rows: Rows = [IN_NEED, in_need(1), in_need(2), in_need("1")]

    annex = read(write_xlsx(tmp_path / "a.xlsx", {"List 1": contacts, "List 6": rows}))

    assert faults(annex) == [
        Fault("List 6", 4, "Child Unique ID", FaultKind.REPEATED_ROW, "1", "kept; first in row 2 of List 6")
    ]
    assert len(annex.lists[6]) == 3


def test_name_is_tidied_once_for_all_rows(tmp_path: Path) -> None:
    annex = read_in_need(tmp_path, *[in_need(child, allocated_worker="Ada\u00a0Quill") for child in (1, 2, 3)])

    assert faults(annex) == [
        Fault("List 6", 2, "Allocated Worker", FaultKind.NAME_TIDIED, "Ada\u00a0Quill", "read as 'Ada Quill' (3 rows)")
    ]
    assert annex.lists[6].columns["allocated_worker"] == ["Ada Quill"] * 3


def test_unknown_repeated_and_nameless_columns_are_kept(tmp_path: Path) -> None:
    header = [*IN_NEED, "Ward", "Worker", "Ward", None]
    annex = read_in_need(tmp_path, [*in_need(1), "Mill", "Bo Reed", "Hill", 5], header=header)  # type: ignore[arg-type]

    assert annex.lists[6].unknown == {"Ward": ["Mill"], "Worker": ["Bo Reed"], "Ward (2)": ["Hill"], "column R": [5]}
    assert [(fault.row, fault.column, fault.kind) for fault in faults(annex)] == [
        (1, "Ward", FaultKind.UNKNOWN_COLUMN),
        (1, "Worker", FaultKind.REPEATED_COLUMN),
        (1, "Ward (2)", FaultKind.UNKNOWN_COLUMN),
        (1, "column R", FaultKind.UNKNOWN_COLUMN),
    ]


def test_formula_that_was_never_computed(tmp_path: Path) -> None:
    annex = read_in_need(tmp_path, in_need(1, date_last_seen="=G2+5"))

    assert faults(annex) == [
        Fault("List 6", 2, "Date Child Was Last Seen", FaultKind.FORMULA_NOT_COMPUTED, "=G2+5", "left empty")
    ]
    assert annex.lists[6].original["date_last_seen"] == ["=G2+5"]


def test_births_beyond_any_pregnancy(tmp_path: Path) -> None:
    unborn, impossible = datetime(2021, 11, 1), datetime(2022, 3, 1)
    annex = read_in_need(tmp_path, in_need(1, date_of_birth=unborn), in_need(2, date_of_birth=impossible))

    assert annex.lists[6].columns["date_of_birth"] == [date(2021, 11, 1), None]
    assert faults(annex) == [
        Fault("List 6", 3, "Date of Birth", FaultKind.UNLIKELY_DATE, "2022-03-01 00:00:00", "left empty")
    ]


def test_event_years_after_all_others_does_not_become_the_latest(tmp_path: Path) -> None:
    rows = [in_need(child, date_last_seen=datetime(2021, 1, child)) for child in range(1, 29)]

    annex = read_in_need(tmp_path, *rows, in_need(99, date_last_seen=datetime(2031, 1, 5)))

    assert annex.latest_event == date(2021, 1, 28)
    assert [(fault.row, fault.kind) for fault in faults(annex)] == [(30, FaultKind.UNLIKELY_DATE)]
    assert annex.lists[6].columns["date_last_seen"][-1] is None


def test_sheet_whose_name_says_otherwise(tmp_path: Path) -> None:
    annex = read(write_xlsx(tmp_path / "a.xlsx", {"List 7": [IN_NEED, in_need()]}))

    assert faults(annex) == [
        Fault(
            "List 7",
            None,
            None,
            FaultKind.SHEET_NAME_DIFFERS,
            "List 7",
            "read as List 6 (Children in Need), whose columns it has",
        )
    ]


def test_sheets_that_are_left_out_are_named(tmp_path: Path) -> None:
    sheets: dict[str, Rows] = {
        "Front_Sheet": [["Annex A"]],
        "Empty": [],
        "Pivot": [["Team", "Count"], ["A", 3]],
        "List 8": [["see other file"]],
        "List 6": [IN_NEED],
    }

    annex = read(write_xlsx(tmp_path / "a.xlsx", sheets))

    assert [(fault.sheet, fault.kind, fault.done) for fault in faults(annex)] == [
        ("Pivot", FaultKind.SHEET_IGNORED, "not read: its columns are those of no list"),
        (
            "List 8",
            FaultKind.SHEET_IGNORED,
            "not read: no row among the first ten has the headers of List 8 (Children in care)",
        ),
    ]


def test_wrong_workbook(tmp_path: Path) -> None:
    path = write_xlsx(tmp_path / "budget.xlsx", {"2024": [["Cost", "Amount"], ["Pens", 3]], "2025": []})

    with pytest.raises(UnusableFile) as refused:
        read(path)

    assert str(refused.value) == (
        "'budget.xlsx' holds no Annex A list: it has '2024', '2025', and none has the headers of List 1 (Contacts) to "
        "List 11 (Adopters); choose the workbook with Ofsted's child-level lists."
    )


def test_truth_values_of_excel(tmp_path: Path) -> None:
    table = read_in_need(tmp_path, in_need(1, disability=True), in_need(2, disability=1)).lists[6]

    assert table.columns["disability"] == ["YES", "YES"]
    assert table.original["disability"] == [True, 1]


QUIRKS: dict[str, Rows] = {
    "List 6": [
        ["List 6: Children in Need"],
        IN_NEED,
        in_need("0017", date_of_birth=datetime(2010, 5, 6), allocated_worker="Zoë\u00a0Quill"),
        in_need(18, age=0.4, date_last_seen="2021-03-02", disability="AUT"),
        in_need(19, cin_closure_date=datetime(2021, 2, 1), closure_reason="RC7", allocated_team="-"),
    ],
    "List_1": [headers(1), [17, "F", "j) AIND", "01/02/2015", "<1", datetime(2020, 9, 16), "q) 6: Police"]],
}


@pytest.mark.slow
def test_all_kinds_of_file_give_the_same_tables(tmp_path: Path) -> None:
    new = read(write_xlsx(tmp_path / "a.xlsx", QUIRKS))
    old = read(write_xls(tmp_path / "a.xls", QUIRKS))
    folder = tmp_path / "csv"
    folder.mkdir()
    for name, rows in QUIRKS.items():
        write_csv(folder / f"{name}.csv", rows, encoding="cp1252", delimiter=";")
    packed = write_zip(tmp_path / "a.zip", {file.name: file.read_bytes() for file in folder.iterdir()})

    for other in (old, read(folder), read(packed)):
        assert sorted(other.lists) == sorted(new.lists)
        for number, table in new.lists.items():
            assert other.lists[number].columns == table.columns
            assert other.lists[number].row == table.row
        told = [fault for fault in other.faults if fault.kind is not FaultKind.LOOKUPS_LOOK_EMPTY]
        assert [(fault.kind, fault.row, fault.column) for fault in told] == [
            (fault.kind, fault.row, fault.column) for fault in new.faults
        ]
        assert (len(told) < len(other.faults)) == (other is old)
        assert other.latest_event == new.latest_event == date(2021, 3, 2)


def test_single_csv(tmp_path: Path) -> None:
    path = write_csv(tmp_path / "AA_6_children_in_need.csv", QUIRKS["List 6"])

    assert read(path).lists[6].columns["child_id"] == ["0017", "18", "19"]


def test_mojibake_is_repaired_with_a_fault(tmp_path: Path) -> None:
    spoilt = "Zoë’s team".encode().decode("cp1252")
    annex = read(write_csv(tmp_path / "List 6.csv", [IN_NEED, in_need(1, allocated_team=spoilt)]))

    assert annex.lists[6].columns["allocated_team"] == ["Zoë’s team"]
    assert faults(annex) == [
        Fault("List 6", 2, "Allocated Team", FaultKind.ENCODING_REPAIRED, spoilt, "read as 'Zoë’s team'")
    ]


def test_merged_title_and_filters_as_in_the_official_workbook(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "List_6"
    sheet.append(["List 6: Children in Need"])
    sheet.merge_cells("A1:N1")
    sheet.append(IN_NEED)
    sheet.append(in_need(5))
    sheet.auto_filter.ref = "A2:N3"
    book.save(tmp_path / "a.xlsx")

    annex = read(tmp_path / "a.xlsx")

    assert annex.lists[6].columns["child_id"] == ["5"]
    assert faults(annex) == []
