"""Who holds a case: people are told from teams, and one person's spellings are put together."""

import pytest

from plimsoll.formats.annex_a.people import Names, person_key, team_key
from plimsoll.formats.annex_a.tables import ListTable
from plimsoll.formats.annex_a.values import Value


def table(workers: list[Value], teams: list[Value], **columns: list[Value]) -> ListTable:
    n = len(workers)
    cells = {"allocated_worker": workers, "allocated_team": teams, **columns}
    return ListTable(6, "Children in Need", ("List 6",), ["List 6"] * n, list(range(2, n + 2)), cells, {}, {})


@pytest.mark.parametrize(
    "spelling",
    ["Quill, Aster", "aster quill", "ASTER  QUILL", "Aster\u00a0Quill", "Mrs Aster Quill", "mx. Aster Quill",
     "Quill , Aster", "Quill, Dr Aster", "Dr Quill, Aster", "A\u200bster Quill"],
)  # fmt: skip
def test_spellings_of_one_person(spelling: str) -> None:
    assert person_key(spelling) == "aster quill"


@pytest.mark.parametrize("other", ["Aster Quell", "Quill Aster", "Esther Quill", "Aster M Quill", "Drew Aster Quill"])
def test_other_people(other: str) -> None:
    assert person_key(other) != "aster quill"


@pytest.mark.parametrize(
    ("name", "key"), [("Miss Poole", "poole"), ("Missy Poole", "missy poole"), ("Drusilla Ms", "drusilla ms")]
)
def test_title_is_a_whole_word_in_front(name: str, key: str) -> None:
    assert person_key(name) == key


def test_name_with_two_commas_is_left_as_it_is() -> None:
    assert person_key("Quill, Aster, MSW") == "quill, aster, msw"
    names = Names([table(["Quill, Aster, MSW"], [None])])
    assert names.worker({6: table(["Quill, Aster, MSW"], [None])}, [(6, 0)]) == ("Quill, Aster, MSW", None)


@pytest.mark.parametrize(
    "word",
    ["Duty", "Duty SW", "duty worker", "North Team", "Unallocated", "Not allocated", "To be allocated",
     "Awaiting allocation", "MASH", "Front Door", "Vacant post", "TBC", "CP Pod", "Locality 3", "Agency cover",
     "Family Support Service", "Hub inbox", "Allocated Worker"],
)  # fmt: skip
def test_places_for_work_to_wait_are_no_persons(word: str) -> None:
    assert not Names([]).is_person(word)


@pytest.mark.parametrize(
    "name", ["Miss Poole", "Ann Teamer", "Unity Hubbard", "Dutyn Servicer", "Poddy Trayner", "Na Li"]
)
def test_people_whose_names_hold_such_words_are_people(name: str) -> None:
    assert Names([]).is_person(name)


def test_team_in_the_workers_column_is_no_person() -> None:
    names = Names([table(["Harbour", "Ada Quill", "Ada Quill"], ["Harbour", "Harbour", "harbour"])])

    assert not names.is_person("HARBOUR")
    assert names.is_person("Ada Quill")


def test_worker_in_the_team_column_by_a_slip_is_still_a_person() -> None:
    names = Names([table(["Ada Quill", "Ada Quill", "Quill, Ada"], ["Harbour", "Ada Quill", "Harbour"])])

    assert names.is_person("Ada Quill")


def test_team_as_often_in_either_column_is_a_team() -> None:
    names = Names([table(["Harbour", "Ada Quill"], [None, "Harbour"])])

    assert not names.is_person("Harbour")


@pytest.mark.parametrize(
    ("spellings", "shown"),
    [
        (["Quill, Ada"], "Ada Quill"),
        (["Quill, Ada", "Quill, Ada", "ADA QUILL"], "ADA QUILL"),
        (["ADA QUILL", "Ada Quill", "Ada Quill"], "Ada Quill"),
        (["Ms Ada Quill", "Ada Quill"], "Ada Quill"),
        (["Ada Quill", "Adb Rook"], "Ada Quill"),
    ],
)
def test_spelling_that_is_shown(spellings: list[Value], shown: str) -> None:
    lists = {6: table(spellings, [None] * len(spellings))}

    assert Names(lists.values()).worker(lists, [(6, 0)]) == (shown, None)


def test_team_alone_is_shown_with_the_unallocated() -> None:
    lists = {6: table([None, "Duty", None], ["Harbour", None, None])}
    names = Names(lists.values())

    assert [names.worker(lists, [(6, at)]) for at in range(3)] == [(None, "Harbour"), (None, "Duty"), (None, None)]


def test_personal_adviser_comes_after_the_worker_of_the_same_row() -> None:
    lists = {9: table(["Ada Quill", "Duty", None], ["Harbour"] * 3, personal_adviser=["Pat Adviser"] * 3)}
    names = Names(lists.values())

    assert [names.worker(lists, [(9, at)])[0] for at in range(3)] == ["Ada Quill", "Pat Adviser", "Pat Adviser"]


@pytest.mark.parametrize("name", ["Ann Smith (South Team)", "Ann Smith (Duty)"])
def test_what_stands_in_brackets_is_no_part_of_a_name(name: str) -> None:
    assert person_key(name) == "ann smith"


@pytest.mark.parametrize("spelling", ["cp team north", "CP  Team-North", "C\u200bP Team North.", "CP_TEAM_NORTH"])
def test_spellings_of_one_team_are_that_team(spelling: str) -> None:
    assert team_key(spelling) == team_key("CP Team North")


@pytest.mark.parametrize("other", ["CP Team", "CP Team South", "CP Team North 2", "CPTeam North"])
def test_other_teams_stay_apart(other: str) -> None:
    assert team_key(other) != team_key("CP Team North")
