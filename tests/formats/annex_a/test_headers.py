"""Which list a sheet holds."""

import pytest

from plimsoll.formats.annex_a.headers import named_list, recognise
from plimsoll.formats.sheets import Sheet
from tests.formats.workbooks import IN_NEED, headers


def sheet(*head: list[str], name: str = "Sheet1") -> Sheet:
    rows: list[tuple[object, ...]] = [tuple(row) for row in head]
    return Sheet(name, rows, lambda _: rows)


@pytest.mark.parametrize("number", range(1, 12))
@pytest.mark.parametrize("name", ["Sheet1", "List 1"])
def test_content_tells_the_list(number: int, name: str) -> None:
    found = recognise(sheet(["List: a title"], headers(number), name=name))

    assert found is not None
    assert (found.layout.number, found.header_row) == (number, 1)
    assert list(found.known.values()) == list(range(len(headers(number))))
    assert found.unknown == {}


@pytest.mark.parametrize("number", range(1, 12))
def test_spelling_of_headers_does_not_matter(number: int) -> None:
    squeezed = ["".join(word.capitalize() for word in header.split()) for header in headers(number)]
    spoilt = [header.upper().replace("'", "’").replace(" ", "\u00a0") + " " for header in headers(number)]

    for variant in (squeezed, spoilt, list(reversed(spoilt))):
        found = recognise(sheet(variant))
        assert found is not None
        assert (found.layout.number, found.unknown) == (number, {})


def test_care_leavers_of_both_generations() -> None:
    now = headers(9)
    of_2019 = [now[i] for i in (0, 1, 2, 3, 4, 6, 7, 8, 10, 12, 14, 15, 16)]

    for variant in (now, of_2019):
        found = recognise(sheet(variant))
        assert found is not None
        assert (found.layout.number, len(found.known)) == (9, len(variant))


@pytest.mark.parametrize(
    ("name", "number"),
    [
        ("List 1", 1), ("List_1", 1), ("List 10", 10), ("LIST_11", 11), ("List 06", 6), ("List 12", None),
        ("Contacts", 1), ("AA_1_contacts", 1), ("AA_10_adoption", 10), ("List 8 - CLA", 8), ("CIN", 6), ("Lists", None),
        ("Sheet3", None), ("2024 List 7", 7),
    ],
)  # fmt: skip
def test_named_list(name: str, number: int | None) -> None:
    assert named_list(name) == number


@pytest.mark.parametrize(
    "head",
    [
        ["Gender", "Ethnicity", "Contact / Referral Source", "Referral NFA?", "Primary Need Code", "Case status"],
        ["List Number/Title", "Field Heading", "Detailed Guidance"],
        ["List", "Date", "Question", "Response"],
        ["Child ID", "Name"],
    ],
)
def test_tabs_that_are_no_list(head: list[str]) -> None:
    assert recognise(sheet(["Codes"], head)) is None


def test_name_helps_where_columns_are_few() -> None:
    few = ["Child ID", "Team", "Worker", "Allocated since"]

    assert recognise(sheet(few)) is None
    found = recognise(sheet(few, name="List 6"))
    assert found is not None
    assert found.layout.number == 6


def test_header_below_the_tenth_row_is_not_looked_for() -> None:
    title = [["note"]] * 10

    assert recognise(sheet(*title, IN_NEED)) is None
    assert recognise(sheet(*title[1:], IN_NEED)) is not None


def test_second_column_of_the_same_name_is_kept_apart() -> None:
    found = recognise(sheet([*IN_NEED, "Social Worker", "Ward"]))

    assert found is not None
    assert found.known["allocated_worker"] == 13
    assert found.unknown == {14: "Social Worker", 15: "Ward"}
    assert found.repeated == {14: "Social Worker"}


def test_extra_words_and_mojibake_in_headers() -> None:
    head = headers(8)
    head[5] = "Unaccompanied Asylum Seeking Child (UASC) within the Last 12 Months (Y/N))"
    head[8] = "Childâ€™s Category of Need"
    head[11] = "The child's legal status today"

    found = recognise(sheet(head))

    assert found is not None
    assert (found.layout.number, found.unknown) == (8, {})
