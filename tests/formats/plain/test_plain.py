"""The plain table: what headings and words are understood, and what is told of each child."""

import random
from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path

import pytest
from typer.testing import CliRunner

from plimsoll.__main__ import app
from plimsoll.core.terms import About, CaseType, EventKind, Layout
from plimsoll.formats.annex_a.layout import layout
from plimsoll.formats.plain.layout import example, recognise, table
from plimsoll.formats.reading import read_told
from plimsoll.formats.sheets import Sheet, UnusableFile
from plimsoll.formats.told import LATEST, Key, Meanings, Told, ToldChild
from tests.formats.workbooks import write_xlsx

AS_AT = date(2026, 11, 23)
HEADINGS = ("Ref", "Case type", "Key worker", "Start date", "Last visit")
Rows = Sequence[Sequence[object]]


def told(tmp_path: Path, rows: Rows, headings: Sequence[str] = HEADINGS, meanings: Meanings | None = None) -> Told:
    path = write_xlsx(tmp_path / "cases.xlsx", {"Cases": [["Our open cases"], list(headings), *rows]})
    return read_told(path, facts_on=AS_AT, today=AS_AT, meanings=meanings)


def child(tmp_path: Path, *rows: Sequence[object], headings: Sequence[str] = HEADINGS) -> ToldChild:
    (only,) = told(tmp_path, rows, headings).children
    return only


def event(kind: EventKind, which: str = LATEST, nth: int = 0) -> Key:
    return Key(About.EVENT, kind.value, which, nth)


def test_all_that_is_told_of_a_case_of_early_help(tmp_path: Path) -> None:
    found = told(tmp_path, [["EH-1", "TAF", "Quill, Ada", "02/03/2026", "16/11/2026"]])

    assert (found.layout, found.facts_on, found.faults, found.unknown) == (Layout.PLAIN, AS_AT, (), ())
    assert [(name, rows, set(headings)) for name, rows, headings in found.lists] == [
        ("Sheet 'Cases'", 1, set(HEADINGS))
    ]
    assert found.carries == {EventKind.EARLY_HELP_STARTED, EventKind.CHILD_SEEN}
    assert found.children == (
        ToldChild(
            reference="EH-1",
            where="Cases, row 3",
            lists=(),
            named="Quill, Ada",
            said={
                Key(About.CASE, "case_type"): "EARLY_HELP",
                Key(About.CASE, "opened_on"): "2026-03-02",
                Key(About.WORKER, "name"): "Ada Quill",
                event(EventKind.EARLY_HELP_STARTED, "opened"): "2026-03-02",
                event(EventKind.CHILD_SEEN): "2026-11-16",
            },
        ),
    )


@pytest.mark.parametrize(
    ("words", "kinds"),
    [
        ("CP", {CaseType.CHILD_PROTECTION}),
        ("cin plan", {CaseType.CHILD_IN_NEED}),
        ("Looked-after child", {CaseType.LOOKED_AFTER}),
        ("CLA", {CaseType.LOOKED_AFTER}),
        ("Early Help", {CaseType.EARLY_HELP}),
        ("care leaver", {CaseType.CARE_LEAVER}),
        ("EHCP", {CaseType.EHC}),
        ("SECTION_47", {CaseType.SECTION_47}),
        ("C&F assessment", {CaseType.ASSESSMENT}),
        ("CP / LAC", {CaseType.CHILD_PROTECTION, CaseType.LOOKED_AFTER}),
        ("CIN and EHCP", {CaseType.CHILD_IN_NEED, CaseType.EHC}),
    ],
)
def test_kinds_of_case_in_common_words(tmp_path: Path, words: str, kinds: set[CaseType]) -> None:
    said = child(tmp_path, ["1", words, None, None, None]).said

    codes = [said[Key(About.CASE, "case_type")], *said.get(Key(About.CASE, "also"), "").split()]
    assert {CaseType(code) for code in codes} == kinds
    assert CaseType(codes[0]) is min(kinds, key=lambda kind: kind.number)


@pytest.mark.parametrize("kind", CaseType)
def test_every_kind_is_understood_by_its_own_words(tmp_path: Path, kind: CaseType) -> None:
    assert child(tmp_path, ["1", kind.label, None, None, None]).said[Key(About.CASE, "case_type")] == kind.value


def test_a_visit_is_the_one_that_each_kind_asks_for(tmp_path: Path) -> None:
    found = child(tmp_path, ["1", "CP, LAC", None, None, "2026-11-16"])

    assert {key for key in found.said if key.about is About.EVENT} == {
        event(EventKind.PROTECTION_VISIT),
        event(EventKind.LOOKED_AFTER_VISIT),
    }


def test_rows_of_one_reference_become_one_case(tmp_path: Path) -> None:
    rows = [
        ["1", "EHCP", "Elm Farthing", "2026-09-01", None],
        ["1", "CP", "Ada Quill", "2026-06-01", "2026-11-16"],
        ["1", "CP", "Ada Quill", "2026-06-01", "2026-11-02"],
    ]
    found = told(tmp_path, rows)
    (only,) = found.children

    assert only.where == "Cases, row 4"
    assert only.said[Key(About.CASE, "case_type")] == "CHILD_PROTECTION"
    assert only.said[Key(About.CASE, "also")] == "EHC"
    assert only.said[Key(About.CASE, "opened_on")] == "2026-06-01"
    assert only.said[Key(About.WORKER, "name")] == "Ada Quill"
    assert only.said[event(EventKind.PROTECTION_VISIT)] == "2026-11-16"
    together = "taken together with row 4 of Cases, which was used first; not used of this row: "
    assert [(fault.kind, fault.row, fault.column, fault.found, fault.done) for fault in found.faults] == [
        ("REPEATED_ROW", 5, "Ref", "1", f"{together}Last visit “Mon 2 Nov 2026”"),
        ("REPEATED_ROW", 3, "Ref", "1", f"{together}Start date “Tue 1 Sep 2026”, Key worker “Elm Farthing”"),
    ]


def test_of_two_rows_of_one_reference_both_are_named_and_what_is_not_used(tmp_path: Path) -> None:
    headings = ("Ref", "Case type", "Worker", "Date closed")
    found = told(tmp_path, [["1", "TAF", "Ada Quill", "2026-06-01"], ["1", "TAF", "Bo Ash", None]], headings)

    assert found.children[0].said[Key(About.WORKER, "name")] == "Bo Ash"
    assert [(fault.row, fault.done) for fault in found.faults] == [
        (3, "taken together with row 4 of Cases, which was used first; not used of this row: Worker “Ada Quill”")
    ]


NAMED = ("Surname", "Forename", "DOB", "Kind of case", "Closed", "Reason closed")


@pytest.mark.parametrize(
    ("closed", "is_open", "reason"),
    [
        (None, True, ""),
        ("2026-11-30", True, ""),
        ("2026-11-02", False, "Closed on Mon 2 Nov 2026: moved away"),
    ],
)
def test_closed_cases(tmp_path: Path, closed: str | None, is_open: bool, reason: str) -> None:
    found = child(tmp_path, ["Example", "Robin", "2015-03-14", "EH", closed, "moved away"], headings=NAMED)

    assert (found.reference, found.open, found.reason) == ("Robin Example, born 14 Mar 2015", is_open, reason)
    assert found.why_not == ("" if is_open else "CLOSED")
    assert found.said[Key(About.CHILD, "given_name")] == "Robin"
    assert found.said[Key(About.CHILD, "born_on")] == "2015-03-14"


@pytest.mark.parametrize("name", ["Robin Mary Example", "Example, Robin Mary"])
def test_whole_name(tmp_path: Path, name: str) -> None:
    found = child(tmp_path, [name, "EH"], headings=("Name", "Kind of case"))

    assert found.reference == "Robin Mary Example"
    assert found.said[Key(About.CHILD, "given_name")] == "Robin Mary"
    assert found.said[Key(About.CHILD, "family_name")] == "Example"


def test_unknown_kind_is_asked_about_and_then_known(tmp_path: Path) -> None:
    rows = [["1", "Knitting", None, None, None]]
    found = told(tmp_path, rows)

    assert (found.children[0].open, found.children[0].needs_a_look) == (False, True)
    assert "'Knitting'" in found.children[0].reason
    (unknown,) = found.unknown
    assert (unknown.column, unknown.header, unknown.rows) == ("kind_of_case", "Case type", 1)
    assert ("EARLY_HELP", "Early help") in unknown.choices
    settled = told(tmp_path, rows, meanings=Meanings(values={("kind_of_case", "knitting"): "EARLY_HELP"}))
    assert settled.unknown == ()
    assert settled.children[0].said[Key(About.CASE, "case_type")] == "EARLY_HELP"


def test_a_file_that_cannot_say_when_children_were_seen_says_so(tmp_path: Path) -> None:
    assert (
        child(tmp_path, ["1", "CIN"], headings=("Ref", "Case type")).said[Key(About.CASE, "seen_unrecorded")] == "YES"
    )


def test_review_ahead_is_planned_and_a_visit_ahead_is_a_fault(tmp_path: Path) -> None:
    headings = ("Ref", "Case type", "Next review", "Last visit")
    found = told(tmp_path, [["1", "CP", "2027-01-18", "2026-11-30"]], headings)

    events = {key: day for key, day in found.children[0].said.items() if key.about is About.EVENT}
    assert events == {event(EventKind.REVIEW_CONFERENCE_PLANNED, "next_review"): "2027-01-18"}
    assert [(fault.kind, fault.column) for fault in found.faults] == [("LIES_AHEAD", "Last visit")]


def test_what_has_not_come_yet_has_not_happened_and_is_not_the_day_of_the_file(tmp_path: Path) -> None:
    headings = ("Ref", "Case type", "Last seen", "Date closed", "Opened")
    rows = [
        ["1", "TAF", "2027-03-01", None, "2026-03-02"],
        ["2", "TAF", "2026-11-16", "2027-01-01", "2026-03-02"],
        ["3", "TAF", None, None, "2026-12-01"],
    ]
    path = write_xlsx(tmp_path / "cases.xlsx", {"Cases": [list(headings), *rows]})
    found = read_told(path, facts_on=None, today=AS_AT)

    assert (found.facts_on, found.capped) == (date(2026, 11, 16), True)
    assert [child.open for child in found.children] == [True, True, False]
    assert event(EventKind.CHILD_SEEN) not in found.children[0].said
    faults = sorted((one.kind, one.sheet, one.row, one.column, one.done) for one in found.faults)
    assert faults[1:] + faults[:1] == [
        ("LIES_AHEAD", "Cases", 2, "Last seen", "left out: it has not happened yet"),
        ("LIES_AHEAD", "Cases", 3, "Date closed", "left out: it has not happened yet"),
        ("AFTER_REPORTING_DATE", "Cases", 4, "Opened", "after the day of the file: taken as not happened yet"),
    ]


def test_of_a_file_that_speaks_of_days_ahead_alone_today_is_the_day(tmp_path: Path) -> None:
    path = write_xlsx(
        tmp_path / "cases.xlsx", {"Cases": [["Ref", "Case type", "Last seen"], ["1", "TAF", "2027-03-01"]]}
    )
    found = read_told(path, facts_on=None, today=AS_AT)

    assert (found.facts_on, found.capped) == (AS_AT, True)


@pytest.mark.parametrize(("days", "nth"), [(42, 0), (43, 2)])
def test_which_review_of_care_it_was(tmp_path: Path, days: int, nth: int) -> None:
    began, held = date(2026, 3, 2), date.fromordinal(date(2026, 3, 2).toordinal() + days)
    found = child(tmp_path, ["1", "LAC", began, held], headings=("Ref", "Case type", "Entered care", "Last review"))

    assert event(EventKind.LOOKED_AFTER_REVIEW, nth=nth) in found.said


# ---- which file it is -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("heading", [alias for entry in table().entries for alias in entry.aliases])
def test_every_other_heading_is_understood(heading: str) -> None:
    who = "Forename" if heading in ("Last name", "Surname", "Child surname", "Child last name") else "Surname"
    found = recognise(Sheet("Cases", [(heading, "Kind of case", "Reference", "Name", who)], lambda _: []))

    assert found is not None
    assert heading not in found.unknown.values() or found.unknown == found.repeated


def test_lists_of_annex_a_are_never_taken_for_a_plain_table() -> None:
    for entry in layout().lists.values():
        headings = tuple(column.name for column in entry.columns)
        assert recognise(Sheet("Sheet1", [headings], lambda _: [])) is None


def test_a_plain_table_with_headings_of_a_list_stays_one(tmp_path: Path) -> None:
    headings = ("Child ID", "DOB", "Gender", "Team", "Worker", "Case status", "CIN Start Date", "Kind of case")
    found = told(tmp_path, [["1", "2015-03-14", "F", "North", "Ada Quill", "Open", None, "CIN"]], headings)

    assert found.layout is Layout.PLAIN
    assert {fault.column for fault in found.faults if fault.kind == "UNKNOWN_COLUMN"} == {
        "Gender",
        "Case status",
        "CIN Start Date",
    }


def test_table_without_the_kind_of_case_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UnusableFile, match=r"'Kind of case' beside 'Reference' or 'Name'\.$"):
        told(tmp_path, [["1", "Ada Quill"]], ("Reference", "Worker"))


# ---- the example ----------------------------------------------------------------------------------------------------


def test_example_has_every_column_and_no_fault(tmp_path: Path) -> None:
    path = tmp_path / "example.csv"
    path.write_text(CliRunner().invoke(app, ["example-table"]).stdout, encoding="utf-8")
    found = read_told(path, facts_on=AS_AT, today=AS_AT)

    assert path.read_text(encoding="utf-8") == example()
    assert (found.faults, found.unknown, found.not_people) == ((), (), {})
    assert set(found.lists[0][2]) == {entry.column.name for entry in table().entries} - {"Name"}
    assert len(found.children) == 8
    assert sum(child.open for child in found.children) == 7


# ---- whatever stands in it ------------------------------------------------------------------------------------------

JUNK = (
    None, "", " ", "#N/A", "-", "x" * 500, "CP", "CIN / LAC", "and", ",", "Ada Quill", "Duty", "31/02/2026", "16/11/2026",
    "2026-11-16", datetime(2015, 3, 14), datetime(2090, 1, 1), 45000, 3.7, -1, 10**18, True, False, "Yes", "2", "=1+1",
    "Quill, Ada", "¬\u200b", "Zoë",
)  # fmt: skip


@pytest.mark.parametrize("seed", range(3))
def test_whatever_stands_in_it_every_row_is_accounted_for(tmp_path: Path, seed: int) -> None:
    chance = random.Random(seed)  # noqa: S311 - to mix cells, not to hide them
    headings = [entry.column.name for entry in table().entries]
    rows = [[chance.choice(JUNK) for _ in headings] for _ in range(200)]
    found = told(tmp_path, [["last", *rows[0][1:]], *rows], headings)

    assert found.lists[0][1] == 201
    assert len({child.reference for child in found.children}) == len(found.children) > 10
    for one in found.children:
        assert one.open == (Key(About.CASE, "case_type") in one.said)
        assert one.open or one.reason
        for key, value in one.said.items():
            assert value
            if key.about is About.EVENT:
                assert value <= AS_AT.isoformat() or key.which == "next_review"
