"""What is too long to be kept is a fault of its cell, and no reason to keep the rest of a file out."""

from datetime import date
from pathlib import Path

from plimsoll.core.terms import About
from plimsoll.formats.reading import read_told
from plimsoll.formats.told import Key, Told
from tests.formats.annex_a.children import row, write
from tests.formats.workbooks import write_xlsx

AS_AT = date(2026, 11, 23)
LONG = "9" * 101
HEADINGS = ["Ref", "Case type", "Given name", "Family name", "Key worker", "Start date"]


def plain(tmp_path: Path, *rows: list[str]) -> Told:
    return read_told(write_xlsx(tmp_path / "cases.xlsx", {"Cases": [HEADINGS, *rows]}), facts_on=AS_AT, today=AS_AT)


def places(told: Told) -> list[tuple[str, int | None, str, str]]:
    return [(fault.kind, fault.row, fault.column, fault.found) for fault in told.faults]


def test_a_row_whose_reference_is_too_long_is_named_and_kept_out(tmp_path: Path) -> None:
    told = plain(
        tmp_path,
        [LONG, "TAF", "Ada", "Marram", "Quill, Ada", "02/03/2026"],
        ["EH-2", "TAF", "Bo", "Dune", "Quill, Ada", "02/03/2026"],
        ["", "TAF", "A" * 60, "B" * 60, "Quill, Ada", "02/03/2026"],
    )

    assert [child.reference for child in told.children] == ["EH-2"]
    assert places(told) == [
        ("REFERENCE_TOO_LONG", 2, "Ref", "9" * 40 + "..."),
        ("REFERENCE_TOO_LONG", 4, "", ("A" * 40) + "..."),
    ]


def test_a_child_s_id_of_annex_a_that_is_too_long_is_named_and_kept_out(tmp_path: Path) -> None:
    told = read_told(write(tmp_path / "a.xlsx", (6, row(6)), (6, row(6, child_id=LONG))), facts_on=AS_AT, today=AS_AT)

    assert [child.reference for child in told.children] == ["1"]
    assert [fault.row for fault in told.faults if fault.kind == "REFERENCE_TOO_LONG"] == [3]


def test_a_name_that_is_too_long_is_left_out_and_its_child_stays(tmp_path: Path) -> None:
    told = plain(tmp_path, ["EH-1", "TAF", "A" * 201, "Marram", "B" * 201, "02/03/2026"])

    (child,) = told.children
    names = {key.name: value for key, value in child.said.items() if key.about in (About.CHILD, About.WORKER)}
    assert names == {"family_name": "Marram"}
    assert Key(About.CASE, "case_type") in child.said
    assert places(told) == [
        ("TOO_LONG", 2, "Given name", "A" * 40 + "..."),
        ("TOO_LONG", 2, "Key worker", "B" * 40 + "..."),
    ]


def test_a_text_too_long_to_be_asked_about_is_left_out(tmp_path: Path) -> None:
    told = plain(
        tmp_path, ["EH-1", "z" * 401, "Ada", "Marram", "", "02/03/2026"], ["EH-2", "z" * 400, "Bo", "", "", ""]
    )

    assert [len(value.found) for value in told.unknown] == [400]
    assert [(kind, at) for kind, at, *_ in places(told)][:2] == [("TOO_LONG", 2), ("UNKNOWN_VALUE", 3)]
