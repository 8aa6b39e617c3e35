"""What a workbook tells: keys that stay the same from one month to the next, and what people settled of it."""

from datetime import date
from pathlib import Path

import pytest

from plimsoll.core.terms import About, EventKind, Layout
from plimsoll.formats.reading import read_told
from plimsoll.formats.sheets import UnusableFile
from plimsoll.formats.told import LATEST, Key, Meanings, Told, ToldChild, ToldTeam
from tests.formats.annex_a.children import AS_AT, OPEN, Cells, day, row, write
from tests.formats.workbooks import write_xlsx


def told(tmp_path: Path, *rows: tuple[int, Cells], meanings: Meanings | None = None) -> Told:
    return read_told(write(tmp_path / "a.xlsx", *rows), facts_on=AS_AT, today=AS_AT, meanings=meanings)


def child(tmp_path: Path, *rows: tuple[int, Cells], meanings: Meanings | None = None) -> ToldChild:
    (only,) = told(tmp_path, *rows, meanings=meanings).children
    return only


def event(kind: EventKind, which: str, nth: int = 0) -> Key:
    return Key(About.EVENT, kind.value, which, nth)


def events(of: ToldChild) -> dict[Key, str]:
    return {key: day for key, day in of.said.items() if key.about is About.EVENT}


def test_all_that_is_told_of_a_child_in_need(tmp_path: Path) -> None:
    cells = {"date_of_birth": day("2014-03-02"), "date_last_seen": day("2026-11-02"), "disability": "a) Yes"}
    found = told(tmp_path, (6, row(6, **cells)), (9, row(9)))

    assert (found.layout, found.facts_on) == (Layout.ANNEX_A, AS_AT)
    assert found.teams == (ToldTeam("Harbour", ("Harbour",), 1),)
    assert found.children[0] == ToldChild(
        reference="1",
        where="List 6, row 2",
        lists=("List 6", "List 9"),
        named="Ada Quill",
        said={
            Key(About.CHILD, "born_on"): "2014-03-02",
            Key(About.CASE, "case_type"): "CHILD_IN_NEED",
            Key(About.CASE, "also"): "CARE_LEAVER",
            Key(About.CASE, "opened_on"): "2026-03-02",
            Key(About.CASE, "team"): "Harbour",
            Key(About.WORKER, "name"): "Ada Quill",
            Key(About.FACTOR, "DISABILITY"): "YES",
            event(EventKind.IN_NEED_STARTED, "6.1"): "2026-03-02",
            event(EventKind.CHILD_SEEN, LATEST): "2026-11-02",
            event(EventKind.IN_NEED_VISIT, LATEST): "2026-11-02",
        },
    )
    assert found.lists[0][:2] == ("List 6: Children in Need", 1)
    assert "Date Child Was Last Seen" in found.lists[0][2]


def test_corrected_start_keeps_its_key_and_a_later_visit_does_too(tmp_path: Path) -> None:
    cells = {"cp_plan_start_date": day("2026-06-01"), "last_cp_visit_date": day("2026-11-02")}
    later = {"cp_plan_start_date": day("2026-06-02"), "last_cp_visit_date": day("2026-11-16")}
    one, other = (events(child(tmp_path, (7, row(7, **said)))) for said in (cells, later))

    assert one.keys() == other.keys() == {
        event(EventKind.PROTECTION_PLAN_STARTED, "7.1"),
        event(EventKind.PROTECTION_VISIT, LATEST),
    }  # fmt: skip


def test_rows_of_a_list_of_six_months_are_told_apart_by_their_start(tmp_path: Path) -> None:
    found = child(
        tmp_path,
        (4, row(4, assessment_start_date=day("2026-07-06"), assessment_authorised_date=day("2026-08-14"))),
        (4, row(4, assessment_start_date=day("2026-10-12"))),
    )

    assert events(found) == {
        event(EventKind.ASSESSMENT_STARTED, "4@2026-10-12"): "2026-10-12",
        event(EventKind.ASSESSMENT_STARTED, "4@2026-07-06"): "2026-07-06",
        event(EventKind.ASSESSMENT_AUTHORISED, "4@2026-07-06"): "2026-08-14",
    }


def test_rows_that_nothing_tells_apart_lose_no_day(tmp_path: Path) -> None:
    seen = (day("2026-10-05"), day("2026-11-05"))
    found = child(tmp_path, *((6, row(6, date_last_seen=on)) for on in seen))

    assert events(found)[event(EventKind.CHILD_SEEN, LATEST)] == "2026-11-05"
    assert events(found)[event(EventKind.CHILD_SEEN, f"{LATEST} (2)")] == "2026-10-05"


@pytest.mark.parametrize(
    ("cells", "since"),
    [
        ({"legal_status": "L1", "legal_status_start_date": day("2026-11-22")}, "2026-11-22"),
        ({"legal_status": "EPO"}, "2025-02-03"),
        ({"legal_status": "L2", "looked_after_start_date": None}, AS_AT.isoformat()),
        ({"legal_status": "C2"}, None),
    ],
)
def test_since_when_police_or_a_court_protect_the_child(tmp_path: Path, cells: Cells, since: str | None) -> None:
    found = events(child(tmp_path, (8, row(8, **cells))))

    assert found.get(event(EventKind.POLICE_PROTECTION_STARTED, "8.1")) == since


def test_review_ahead_is_a_plan_and_can_be_moved(tmp_path: Path) -> None:
    found = events(child(tmp_path, (9, row(9, pathway_plan_review_date=day("2027-02-01")))))

    assert found == {event(EventKind.PATHWAY_REVIEW_PLANNED, "9.1"): "2027-02-01"}


def test_unborn_child(tmp_path: Path) -> None:
    found = child(tmp_path, (4, row(4, date_of_birth=day("2027-01-15"))))

    assert found.said[Key(About.CHILD, "expected_on")] == "2027-01-15"
    assert Key(About.CHILD, "born_on") not in found.said


def test_row_without_an_id_is_open_and_to_be_looked_at(tmp_path: Path) -> None:
    found = child(tmp_path, (6, row(6, None)))

    assert (found.reference, found.open, found.needs_a_look) == ("no id: List 6 row 2", True, True)
    assert "give it one" in found.reason


def test_child_without_open_work_still_tells_what_happened(tmp_path: Path) -> None:
    found = child(tmp_path, (7, row(7, cp_plan_end_date=day("2026-10-05"))))

    assert (found.open, found.why_not, found.where) == (False, "CLOSED", "List 7, row 2")
    assert events(found)[event(EventKind.PROTECTION_PLAN_ENDED, "7.1")] == "2026-10-05"


# ---- what people settled --------------------------------------------------------------------------------------------


def test_unknown_value_is_listed_with_what_it_could_mean(tmp_path: Path) -> None:
    rows = [
        (8, row(8, number, placement_type=text)) for number, text in enumerate(("Aunt Mary's ", "Aunt Mary's", "U1"))
    ]
    (unknown,) = told(tmp_path, *rows).unknown

    assert (unknown.column, unknown.header, unknown.found, unknown.rows) == (
        "8.placement_type",
        "Placement Type",
        "Aunt Mary's",
        2,
    )
    assert unknown.choices[:2] == (
        ("U1", "U1: Foster placement - relatives - long term"),
        ("U2", "U2: Foster placement - relative - FFA"),
    )


@pytest.mark.parametrize(("code", "long_term"), [("U4", True), ("", False)])
def test_settled_value_means_what_was_said(tmp_path: Path, code: str, long_term: bool) -> None:
    meanings = Meanings(values={("8.placement_type", "aunt mary's"): code})
    found = told(tmp_path, (8, row(8, placement_type="Aunt  Mary's")), meanings=meanings)

    assert found.unknown == ()
    assert "UNKNOWN_VALUE" not in {fault.kind for fault in found.faults}
    assert (Key(About.CIRCUMSTANCE, "PLACEMENT_TO_18") in found.children[0].said) is long_term


def test_columns_that_decide_nothing_are_not_asked_about(tmp_path: Path) -> None:
    found = told(tmp_path, (6, row(6, primary_need="PSRMEM")))

    assert found.unknown == ()
    assert [(fault.kind, fault.label) for fault in found.faults if fault.found == "PSRMEM"] == [
        ("UNKNOWN_VALUE", "a value that stands for nothing we know")
    ]


def test_people_with_their_spellings(tmp_path: Path) -> None:
    names = ["Ada Quill", "QUILL, Ada", "Ada Quill", "A. Quill"]
    rows = [(6, row(6, number, allocated_worker=name)) for number, name in enumerate(names)]

    assert [(who.name, who.spellings, who.cases) for who in told(tmp_path, *rows).people] == [
        ("A. Quill", ("A. Quill",), 1),
        ("Ada Quill", ("Ada Quill", "QUILL, Ada"), 3),
    ]
    meanings = Meanings(people={"a. quill": "Ada Quill"})
    assert [(who.name, who.spellings, who.cases) for who in told(tmp_path, *rows, meanings=meanings).people] == [
        ("Ada Quill", ("Ada Quill", "A. Quill", "QUILL, Ada"), 4)
    ]


@pytest.mark.parametrize(
    ("name", "meanings", "worker"),
    [
        ("Duty Tray", {}, None),
        ("Duty Tray", {"duty tray": "Ada Quill"}, "Ada Quill"),
        ("Ada Quill", {"ada quill": ""}, None),
    ],
)
def test_who_is_a_person(tmp_path: Path, name: str, meanings: dict[str, str], worker: str | None) -> None:
    found = told(tmp_path, (6, row(6, allocated_worker=name)), meanings=Meanings(people=meanings))

    assert found.children[0].said.get(Key(About.WORKER, "name")) == worker
    assert found.not_people == ({} if worker else {name: 1})


# ---- which file -----------------------------------------------------------------------------------------------------


def test_day_of_the_facts_is_the_latest_on_which_something_happened(tmp_path: Path) -> None:
    path = write(tmp_path / "a.xlsx", (6, row(6, date_last_seen=day("2026-11-02"))))

    assert read_told(path, facts_on=None, today=AS_AT).facts_on == date(2026, 11, 2)


@pytest.mark.parametrize("number", [3, 4, 6])
def test_of_two_rows_of_one_child_both_are_named_and_which_was_used(tmp_path: Path, number: int) -> None:
    other = next(iter(OPEN[number]))
    rows = (number, row(number)), (number, row(number, **{other: day("2026-11-20"), "allocated_worker": "Bo Ash"}))
    found = told(tmp_path, *rows)

    assert found.children[0].said[Key(About.WORKER, "name")] == "Bo Ash"
    assert [(fault.sheet, fault.row, fault.found) for fault in found.faults if fault.kind == "REPEATED_ROW"] == [
        (f"List {number}", 2, "1")
    ]
    assert any(fault.done.startswith(f"row 3 of List {number} was used for the worker") for fault in found.faults)


def test_a_day_that_has_not_come_is_a_fault_and_not_the_day_of_the_file(tmp_path: Path) -> None:
    rows = (row(6, date_last_seen=day("2027-03-01")), row(6, child=2, date_last_seen=day("2026-11-02")))
    found = read_told(write(tmp_path / "a.xlsx", *((6, cells) for cells in rows)), facts_on=None, today=AS_AT)

    assert (found.facts_on, found.capped) == (date(2026, 11, 2), True)
    assert not any(key.name == "CHILD_SEEN" for key in found.children[0].said)
    assert [(one.sheet, one.row, one.column) for one in found.faults if one.kind == "LIES_AHEAD"] == [
        ("List 6", 2, "Date Child Was Last Seen")
    ]


def test_a_review_of_the_pathway_plan_may_lie_ahead(tmp_path: Path) -> None:
    path = write(tmp_path / "a.xlsx", (9, row(9, pathway_plan_review_date=day("2027-03-01"))))
    found = read_told(path, facts_on=AS_AT, today=AS_AT)

    assert "PATHWAY_REVIEW_PLANNED" in {key.name for key in found.children[0].said}
    assert not any(fault.kind == "LIES_AHEAD" for fault in found.faults)


def test_file_without_a_day_asks_for_one(tmp_path: Path) -> None:
    path = write(tmp_path / "a.xlsx", (9, row(9)))

    with pytest.raises(UnusableFile, match=r"^'a.xlsx' says of nothing .* give the day on which it was made\.$"):
        read_told(path, facts_on=None, today=AS_AT)
    assert len(read_told(path, facts_on=AS_AT, today=AS_AT).children) == 1


def test_file_of_no_layout_is_refused_in_one_sentence(tmp_path: Path) -> None:
    path = write_xlsx(tmp_path / "a.xlsx", {"Staff": [["Name", "Grade"], ["Ada Quill", 9]]})

    with pytest.raises(UnusableFile, match=r"^'a.xlsx' .*'Staff'.*'Child Unique ID'.*\.$"):
        read_told(path, facts_on=AS_AT, today=AS_AT)
