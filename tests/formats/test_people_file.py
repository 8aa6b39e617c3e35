"""A list of people as a file: every fault with its row and column, all at once."""

from datetime import date, datetime
from pathlib import Path

import pytest
from openpyxl import Workbook

from plimsoll.core.terms import Role
from plimsoll.formats.people_file import COLUMNS, EXAMPLE, PersonRow, read_people
from plimsoll.formats.sheets import UnusableFile


def saved(folder: Path, *rows: tuple, name: str = "people.xlsx") -> Path:
    path = folder / name
    book = Workbook()
    for row in rows:
        book.active.append(row)
    book.save(path)
    return path


def test_a_workbook_is_read_with_its_numbers_and_days(tmp_path):
    path = saved(
        tmp_path,
        ("Our people", None, None),
        ("roles", "NAME", "Newly qualified until", "Hours a week"),
        ("Team manager; practitioner", " Ada  Quill ", datetime(2027, 8, 31), 18.5),
        (None, None, None, None),
        ("duty social worker", "Bea Rook", None, None),
    )

    people, faults = read_people(path)

    assert faults == ()
    assert people == (
        PersonRow(3, "Ada Quill", "", (Role.SUPERVISOR, Role.PRACTITIONER), 1110, date(2027, 8, 31)),
        PersonRow(5, "Bea Rook", "", (Role.DUTY,), None, None),
    )


def test_the_example_is_sound(tmp_path):
    people, faults = read_people(saved(tmp_path, *EXAMPLE))

    assert (len(people), faults) == (len(EXAMPLE) - 1, ())


def test_every_fault_is_told_with_row_and_column(tmp_path):
    path = saved(
        tmp_path,
        (*COLUMNS, "Shoe size", "Name"),
        ("Ada", "Harbour", "boss", "many", "soon"),
        ("ADA", "", "practitioner, nobody", 99, "31/02/2027"),
        ("", "Harbour", "", "-1", ""),
        ("x" * 201, "", "", "", ""),
    )

    _, faults = read_people(path)

    assert [(fault.row, fault.column) for fault in faults] == [
        (1, "Shoe size"), (1, "Name"),
        (2, "Roles"), (2, "Hours a week"), (2, "Newly qualified until"),
        (3, "Name"), (3, "Roles"), (3, "Hours a week"), (3, "Newly qualified until"),
        (4, "Name"), (4, "Hours a week"),
        (5, "Name"),
    ]  # fmt: skip
    assert all(fault.says.endswith(".") for fault in faults)


@pytest.mark.parametrize(
    ("content", "says"),
    [(b"Nom,Equipe\nAda,Harbour\n", "No column 'Name'"), (b"", "is empty"), (b"\x00\x01\x02", "is not a workbook")],
)
def test_what_is_no_list_of_people_is_refused_in_a_sentence(tmp_path, content, says):
    path = tmp_path / "list.csv"
    path.write_bytes(content)

    with pytest.raises(UnusableFile, match=says):
        read_people(path)


def test_a_list_of_nobody_is_a_fault(tmp_path):
    assert [fault.row for fault in read_people(saved(tmp_path, COLUMNS))[1]] == [0]
