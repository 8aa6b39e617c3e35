"""From the lists of a workbook to caseloads: each child once, its open work, its worker, its events; nobody lost."""

from collections import Counter
from datetime import date, timedelta
from itertools import combinations, permutations
from pathlib import Path

import numpy as np
import pytest

from plimsoll.core.terms import CaseType, Circumstance, EventKind, Factor
from plimsoll.demo.annex_a import write_annex_a
from plimsoll.formats.annex_a import read
from plimsoll.formats.annex_a.caseloads import caseloads
from plimsoll.formats.annex_a.children import CHILD_LISTS, PRECEDENCE, WhyNot
from plimsoll.formats.annex_a.facts import EVENT_COLUMNS
from plimsoll.formats.annex_a.faults import FaultKind
from plimsoll.formats.annex_a.people import person_key
from tests.formats.annex_a.children import AS_AT, Cells, File, day, opened, row

TYPE_OF = {
    3: CaseType.REFERRAL,
    4: CaseType.ASSESSMENT,
    5: CaseType.SECTION_47,
    6: CaseType.CHILD_IN_NEED,
    7: CaseType.CHILD_PROTECTION,
    8: CaseType.LOOKED_AFTER,
    9: CaseType.CARE_LEAVER,
}
STATUTORY = {CaseType.LOOKED_AFTER, CaseType.CHILD_PROTECTION}


def named(number: int, **cells: object) -> tuple[int, Cells]:
    """An open row whose worker and team say which list they stand on. The referral is of the present, not taken up."""
    return number, row(number, allocated_worker=f"Worker {number}", allocated_team=f"Place {number}", **cells)


# ---- which list speaks ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("number", CHILD_LISTS)
def test_child_on_one_list_alone(tmp_path: Path, number: int) -> None:
    file = opened(tmp_path, named(number))

    assert file.file.child == ("1",)
    assert (file.type(), file.types()) == (TYPE_OF[number], {TYPE_OF[number]})
    assert (file.worker(), file.file.team, file.file.teams) == (
        f"Worker {number}",
        (f"Place {number}",),
        (f"Place {number}",),
    )
    assert file.file.where == (f"List {number}, row 2",)
    assert (file.file.in_file, file.file.not_ranked) == (1, ())


@pytest.mark.parametrize(("one", "other"), list(combinations(CHILD_LISTS, 2)))
def test_of_two_lists_the_higher_names_the_worker(tmp_path: Path, one: int, other: int) -> None:
    # A referral made today is not taken up by work that began earlier.
    first = min(one, other, key=PRECEDENCE.index)
    file = opened(tmp_path, *(named(n, **({"referral_date": AS_AT} if n == 3 else {})) for n in (one, other)))

    assert file.file.child == ("1",)
    assert file.worker() == f"Worker {first}"
    assert file.file.team == (f"Place {first}",)
    assert file.file.where == (f"List {first}, row 2",)


@pytest.mark.parametrize(("one", "other"), list(combinations(CHILD_LISTS, 2)))
def test_of_two_lists_the_first_case_type_is_the_cases_own(tmp_path: Path, one: int, other: int) -> None:
    file = opened(tmp_path, *(named(n, **({"referral_date": AS_AT} if n == 3 else {})) for n in (one, other)))

    both = {TYPE_OF[one], TYPE_OF[other]}
    both -= {CaseType.REFERRAL}  # it became work
    both -= {CaseType.CHILD_IN_NEED} if both & STATUTORY else set()  # List 6 repeats them
    assert file.types() == both
    assert file.type() == next(word for word in CaseType if word in both)


def test_child_on_every_list_stands_once(tmp_path: Path) -> None:
    file = opened(tmp_path, *(named(number) for number in CHILD_LISTS))

    assert file.file.child == ("1",)
    assert file.worker() == "Worker 8"
    assert file.types() == {
        CaseType.LOOKED_AFTER, CaseType.CHILD_PROTECTION, CaseType.SECTION_47, CaseType.ASSESSMENT, CaseType.CARE_LEAVER
    }  # fmt: skip
    assert file.day("involved_from") == day("2025-02-03")


@pytest.mark.parametrize(
    ("status", "kind"),
    [
        ("a) Looked after child", CaseType.LOOKED_AFTER),
        ("b) Child Protection plan", CaseType.CHILD_PROTECTION),
        ("c) Child in need plan", CaseType.CHILD_IN_NEED),
        ("d) Open assessment", CaseType.ASSESSMENT),
        (None, CaseType.CHILD_IN_NEED),
        ("who knows", CaseType.CHILD_IN_NEED),
    ],
)
def test_case_status_of_list_6_says_the_type(tmp_path: Path, status: str | None, kind: CaseType) -> None:
    file = opened(tmp_path, (6, row(6, case_status=status)))

    assert (file.type(), file.types()) == (kind, {kind})
    assert file.day("involved_from") == day("2026-03-02")


def test_involvement_runs_from_the_start_of_the_cases_own_type(tmp_path: Path) -> None:
    file = opened(tmp_path, (7, row(7)), (6, row(6)), (4, row(4)))

    assert file.day("involved_from") == day("2026-06-01")


def test_of_several_open_rows_the_one_that_began_last_speaks(tmp_path: Path) -> None:
    older = row(4, assessment_start_date=day("2026-08-03"), allocated_worker="Old Hand")
    newer = row(4, assessment_start_date=day("2026-10-12"), allocated_worker="New Hand")
    no_date = row(4, assessment_start_date=None, allocated_worker="No Date")

    for rows in permutations([older, newer, no_date]):
        file = opened(tmp_path, *((4, cells) for cells in rows))

        assert file.worker() == "New Hand"
        assert file.day("involved_from") == day("2026-10-12")


def test_repeated_row_is_one_child(tmp_path: Path) -> None:
    file = opened(tmp_path, (6, row(6)), (6, row(6)), (6, row(6, child="1.0")), (6, row(6, child=" 1 ")))

    assert file.file.child == ("1",)
    assert file.file.in_file == 1


def test_rows_of_one_child_that_differ_only_in_what_they_say_give_the_same_in_any_order(tmp_path: Path) -> None:
    one = row(6, allocated_worker="Ada Quill", date_of_birth=day("2014-01-02"))
    two = row(6, allocated_worker="Bea Rook", date_of_birth=day("2015-01-02"))

    there, back = (opened(tmp_path, (6, first), (6, second)) for first, second in ((one, two), (two, one)))

    assert there.worker() == back.worker()
    assert there.day("born") == back.day("born")


# ---- what is open ---------------------------------------------------------------------------------------------------

CLOSED: list[tuple[int, dict[str, object], WhyNot, str]] = [
    (3, {"referral_nfa": "Yes"}, WhyNot.NO_FURTHER_ACTION, "The referral ended in no further action (List 3)"),
    (4, {"assessment_authorised_date": day("2026-11-02"), "support_required": "No"}, WhyNot.WORK_DONE,
     "The assessment was authorised on Mon 2 Nov 2026 (List 4); nothing open since"),
    (5, {"conference_unnecessary": "Yes"}, WhyNot.WORK_DONE, "The enquiry has ended (List 5); nothing open since"),
    (5, {"initial_conference_date": day("2026-11-20"), "conference_led_to_plan": "No"}, WhyNot.WORK_DONE,
     "The enquiry has ended (List 5); nothing open since"),
    (6, {"case_status": "e) Closed episode"}, WhyNot.CLOSED,
     "The case status says that the episode is closed (List 6)"),
    (6, {"case_status": "e) Closed episode", "cin_closure_date": day("2026-09-01")}, WhyNot.CLOSED,
     "The episode of need was closed on Tue 1 Sep 2026 (List 6); nothing open since"),
    (6, {"case_status": None, "cin_closure_date": day("2026-09-01")}, WhyNot.CLOSED,
     "The episode of need was closed on Tue 1 Sep 2026 (List 6); nothing open since"),
    (7, {"cp_plan_end_date": day("2026-09-01")}, WhyNot.CLOSED,
     "The protection plan ended on Tue 1 Sep 2026 (List 7); nothing open since"),
    (8, {"looked_after_end_date": AS_AT}, WhyNot.CLOSED,
     "The child ceased to be looked after on Mon 23 Nov 2026 (List 8); nothing open since"),
    (9, {"in_touch": "Died after leaving care"}, WhyNot.DIED, "The young person has died (List 9)"),
]  # fmt: skip


@pytest.mark.parametrize(("number", "cells", "kind", "reason"), CLOSED)
def test_closed_work_is_accounted_for(
    tmp_path: Path, number: int, cells: dict[str, object], kind: WhyNot, reason: str
) -> None:
    file = opened(tmp_path, (number, row(number, **cells)))

    (gone,) = file.file.not_ranked
    assert (gone.child, gone.lists, gone.kind, gone.reason) == ("1", (number,), kind, reason)
    assert (file.file.child, file.file.in_file, file.file.workers) == ((), 1, ())


@pytest.mark.parametrize(
    ("number", "end"),
    [
        (4, "assessment_authorised_date"),
        (6, "cin_closure_date"),
        (7, "cp_plan_end_date"),
        (8, "looked_after_end_date"),
        (5, "initial_conference_date"),
    ],
)
def test_what_ends_after_the_reporting_day_is_open_on_it(tmp_path: Path, number: int, end: str) -> None:
    cells = row(number, **{end: AS_AT + timedelta(days=1)})

    assert opened(tmp_path, (number, cells)).type() == TYPE_OF[number]
    assert opened(tmp_path, (number, cells), as_at=AS_AT + timedelta(days=1)).file.child == ()


def test_last_end_is_the_reason(tmp_path: Path) -> None:
    file = opened(
        tmp_path,
        (8, row(8, looked_after_end_date=day("2026-06-01"))),
        (6, row(6, case_status="Closed", cin_closure_date=day("2026-09-01"))),
        (4, row(4, assessment_authorised_date=day("2026-04-01"))),
    )

    assert (
        file.not_ranked["1"].reason == "The episode of need was closed on Tue 1 Sep 2026 (List 6); nothing open since"
    )
    assert file.not_ranked["1"].lists == (4, 6, 8)


# ---- referrals ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("nfa", ["No", None, "maybe"])
def test_referral_without_a_no_is_open(tmp_path: Path, nfa: str | None) -> None:
    assert opened(tmp_path, (3, row(3, referral_nfa=nfa))).type() is CaseType.REFERRAL


@pytest.mark.parametrize(
    ("number", "cells"),
    [
        (
            4,
            {
                "assessment_start_date": day("2026-08-03"),
                "assessment_authorised_date": day("2026-09-01"),
                "support_required": "No",
            },
        ),
        (5, {"strategy_discussion_date": day("2026-08-04"), "conference_unnecessary": "Yes"}),
        (6, {"cin_start_date": day("2026-08-03"), "case_status": "Closed"}),
        (7, {"cp_plan_start_date": day("2026-08-10"), "cp_plan_end_date": day("2026-10-01")}),
        (8, {"looked_after_start_date": day("2026-08-10"), "looked_after_end_date": day("2026-10-01")}),
    ],
)
def test_referral_that_was_taken_up_is_not_open(tmp_path: Path, number: int, cells: dict[str, object]) -> None:
    file = opened(
        tmp_path, (3, row(3, referral_date=day("2026-08-03"), referral_nfa="No")), (number, row(number, **cells))
    )

    assert file.file.child == ()
    assert file.not_ranked["1"].kind in (WhyNot.CLOSED, WhyNot.WORK_DONE)


@pytest.mark.parametrize("ended", ["2026-10-30", "2026-11-16"])
def test_new_referral_after_work_has_ended_is_open(tmp_path: Path, ended: str) -> None:
    file = opened(
        tmp_path,
        (3, row(3, referral_date=day("2026-11-16"), allocated_worker="Front Desk")),
        (4, row(4, assessment_authorised_date=day(ended))),
    )

    assert (file.type(), file.worker()) == (CaseType.REFERRAL, "Front Desk")


def test_referral_with_further_action_beside_one_without(tmp_path: Path) -> None:
    file = opened(
        tmp_path,
        (3, row(3, referral_date=day("2026-09-07"), referral_nfa="Yes")),
        (3, row(3, referral_date=day("2026-11-16"), referral_nfa="No")),
    )

    assert file.type() is CaseType.REFERRAL
    assert file.day("involved_from") == day("2026-11-16")


def test_referral_without_a_date_is_not_lost(tmp_path: Path) -> None:
    assert opened(tmp_path, (3, row(3, referral_date=None))).type() is CaseType.REFERRAL


# ---- contradictions -------------------------------------------------------------------------------------------------

PLAN = {"initial_conference_date": day("2026-10-05"), "conference_led_to_plan": "Yes"}
CONTRADICTIONS: list[tuple[tuple[int, dict[str, object]], str]] = [
    ((5, dict(PLAN)),
     "The conference of Mon 5 Oct 2026 led to a protection plan (List 5), but List 7 has none since: check this child"),
    ((4, {"assessment_authorised_date": day("2026-10-05"), "support_required": "Yes"}),
     "The assessment authorised on Mon 5 Oct 2026 found that support is needed (List 4), but no list has it since: "
     "check this child"),
    ((6, {"cin_closure_date": day("2026-10-05")}),
     "List 6 has it closed on Mon 5 Oct 2026, without a reason and with its status open: check this child"),
]  # fmt: skip


@pytest.mark.parametrize(("closed", "reason"), CONTRADICTIONS)
def test_lists_that_contradict_each_other_are_to_be_checked(
    tmp_path: Path, closed: tuple[int, dict[str, object]], reason: str
) -> None:
    number, cells = closed
    file = opened(tmp_path, (number, row(number, **cells)))

    gone = file.not_ranked["1"]
    assert (gone.kind, gone.reason, gone.kind.needs_a_look) == (WhyNot.CHECK_RECORD, reason, True)


def test_closed_with_a_reason_is_closed_whatever_the_status_says(tmp_path: Path) -> None:
    file = opened(tmp_path, (6, row(6, cin_closure_date=day("2026-10-05"), closure_reason="RC7")))

    assert file.not_ranked["1"].kind is WhyNot.CLOSED


def test_work_that_begins_after_the_reporting_date_has_not_begun(tmp_path: Path) -> None:
    file = opened(tmp_path, (3, row(3, referral_date=day("2026-12-01"))))

    assert file.not_ranked["1"].kind is WhyNot.NOT_YET


def test_referral_without_further_action_starts_no_clock_of_later_work(tmp_path: Path) -> None:
    file = opened(
        tmp_path,
        (3, row(3, referral_date=day("2026-01-12"), referral_nfa="Yes")),
        (3, row(3, referral_date=day("2026-11-02"), referral_nfa="No")),
    )

    events = file.file.caseload.events
    received = events.day[events.kind == EventKind.REFERRAL_RECEIVED.number]
    assert received.astype(str).tolist() == ["2026-11-02"]


def test_conference_with_the_plan_it_led_to_is_no_contradiction(tmp_path: Path) -> None:
    file = opened(
        tmp_path,
        (5, row(5, **PLAN)),
        (7, row(7, cp_plan_start_date=day("2026-10-05"), cp_plan_end_date=day("2026-11-02"))),
    )

    assert file.not_ranked["1"].kind is WhyNot.CLOSED


LEFT_OPEN: list[tuple[str, list[tuple[int, dict[str, object]]], str]] = [
    ("an old plan is not the one a later conference led to",
     [(5, dict(PLAN)), (7, {"cp_plan_start_date": day("2019-03-04"), "cp_plan_end_date": day("2021-03-01")})],
     "but List 7 has none since"),
    ("an old episode is not the need that a later assessment found",
     [(4, {"assessment_authorised_date": day("2026-11-10"), "support_required": "Yes"}),
      (6, {"case_status": "Closed", "cin_closure_date": day("2024-05-01"), "closure_reason": "RC7"})],
     "but no list has it since"),
    ("an assessment that does not say what it found",
     [(4, {"assessment_authorised_date": day("2026-11-10")})], "does not say whether the assessment"),
    ("a conference that does not say what it led to",
     [(5, {"initial_conference_date": day("2026-11-10")})], "does not say whether the conference"),
    ("a referral during an episode that has ended",
     [(3, {"referral_date": day("2026-11-05"), "referral_nfa": "No"}),
      (6, {"case_status": "Closed", "cin_closure_date": day("2026-11-10"), "closure_reason": "RC7"})],
     "came while earlier work was open"),
    ("a referral during an assessment that has ended",
     [(3, {"referral_date": day("2026-10-20"), "referral_nfa": "No"}),
      (4, {"assessment_authorised_date": day("2026-11-10"), "support_required": "No"})],
     "came while earlier work was open"),
]  # fmt: skip


@pytest.mark.parametrize(("rows", "reason"), [case[1:] for case in LEFT_OPEN], ids=[case[0] for case in LEFT_OPEN])
def test_what_the_lists_leave_open_is_to_be_checked(
    tmp_path: Path, rows: list[tuple[int, dict[str, object]]], reason: str
) -> None:
    gone = opened(tmp_path, *((number, row(number, **cells)) for number, cells in rows)).not_ranked["1"]

    assert gone.kind is WhyNot.CHECK_RECORD
    assert reason in gone.reason


def test_date_after_the_reporting_day_is_told(tmp_path: Path) -> None:
    (fault,) = opened(tmp_path, (6, row(6, date_last_seen=day("2027-10-01")))).file.faults

    assert (fault.sheet, fault.row, fault.column, fault.kind, fault.found) == (
        "List 6", 2, "Date Child Was Last Seen", FaultKind.AFTER_REPORTING_DATE, "2027-10-01",
    )  # fmt: skip


def test_name_that_is_no_person_is_told_once(tmp_path: Path) -> None:
    rows = [(6, row(6, child, allocated_worker="Tom Hub")) for child in (1, 2)]
    (fault,) = opened(tmp_path, *rows).file.faults

    assert (fault.kind, fault.found, fault.row, fault.column) == (
        FaultKind.NOT_A_PERSON, "Tom Hub", 2, "Allocated Worker",
    )  # fmt: skip
    assert fault.done.endswith("(2 rows)")


@pytest.mark.parametrize(("seen", "unrecorded"), [("2026-01-10", True), ("2026-11-17", False)])
def test_visit_before_an_assessment_in_which_the_child_was_seen_says_nothing_of_it(
    tmp_path: Path, seen: str, unrecorded: bool
) -> None:
    file = opened(
        tmp_path,
        (4, row(4, assessment_start_date=day("2026-11-16"), assessment_child_seen="Yes")),
        (6, row(6, case_status="Closed", cin_closure_date=day("2026-02-01"), date_last_seen=day(seen))),
    )

    assert bool(file.cases.seen_unrecorded[file.at()]) is unrecorded


def test_support_with_the_work_it_led_to_is_no_contradiction(tmp_path: Path) -> None:
    assessed = row(4, assessment_authorised_date=day("2026-10-05"), support_required="Yes")
    closed = row(6, case_status="Closed", cin_closure_date=day("2026-11-02"))

    assert opened(tmp_path, (4, assessed), (6, closed)).not_ranked["1"].kind is WhyNot.CLOSED


def test_only_what_must_be_checked_needs_a_look() -> None:
    assert [kind for kind in WhyNot if kind.needs_a_look] == [WhyNot.CHECK_RECORD]
    assert all(kind.label for kind in WhyNot)


# ---- rows without an id ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("child", [None, "", " ", "#N/A", "-"])
def test_row_without_an_id_is_a_child_of_its_own(tmp_path: Path, child: object) -> None:
    file = opened(tmp_path, (6, row(6, child=child)), (6, row(6, child=child)), (6, row(6, child=7)))

    assert file.file.child == ("no id: List 6 row 2", "no id: List 6 row 3", "7")
    assert file.file.where == ("List 6, row 2", "List 6, row 3", "List 6, row 4")


def test_list_without_the_column_of_ids_loses_nobody(tmp_path: Path) -> None:
    cells = {key: value for key, value in row(6).items() if key != "child_id"}
    file = opened(tmp_path, (6, cells), (6, cells), without={6: {"child_id"}})

    assert file.file.in_file == 2


# ---- who holds the case ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "nobody", ["#N/A", None, "-", "Duty", "Harbour", "HARBOUR ", "Unallocated", "Duty Team", "To be allocated"]
)
def test_worker_who_is_no_person_leaves_the_case_unallocated(tmp_path: Path, nobody: str | None) -> None:
    file = opened(tmp_path, (6, row(6, allocated_worker=nobody)), (6, row(6, child=2)))

    assert file.worker("1") is None
    assert file.file.workers == ("Ada Quill",)
    assert file.file.team[file.at("1")] == "Harbour"
    assert Circumstance.UNALLOCATED in file.circumstances("1")
    assert Circumstance.UNALLOCATED not in file.circumstances("2")


def test_next_open_list_names_the_worker_where_the_first_does_not(tmp_path: Path) -> None:
    file = opened(
        tmp_path,
        (8, row(8, allocated_worker="#N/A", allocated_team="#N/A")),
        (6, row(6, case_status="CLA", allocated_worker="Bea Rook", allocated_team="Lantern")),
    )

    assert (file.worker(), file.file.team, file.type()) == ("Bea Rook", ("Lantern",), CaseType.LOOKED_AFTER)


def test_worker_of_closed_work_holds_nothing(tmp_path: Path) -> None:
    file = opened(
        tmp_path,
        (6, row(6, allocated_worker=None)),
        (4, row(4, assessment_authorised_date=day("2026-03-30"), allocated_worker="Gone Away")),
    )

    assert file.worker() is None


def test_care_leaver_without_a_worker_is_the_personal_advisers(tmp_path: Path) -> None:
    both = row(9, personal_adviser="Pat Adviser")
    adviser = row(9, child=2, personal_adviser="Pat Adviser", allocated_worker=None)
    neither = row(9, child=3, allocated_worker=None)
    file = opened(tmp_path, (9, both), (9, adviser), (9, neither))

    assert [file.worker(child) for child in "123"] == ["Ada Quill", "Pat Adviser", None]


def test_care_leaver_on_the_columns_of_2019(tmp_path: Path) -> None:
    older = {"uasc", "personal_adviser", "pathway_plan_review_date", "latest_contact_date"}
    file = opened(tmp_path, (9, row(9)), without={9: older})

    assert (file.worker(), file.type()) == ("Ada Quill", CaseType.CARE_LEAVER)
    assert bool(file.cases.seen_unrecorded[0])
    assert not file.cases.records & {EventKind.PATHWAY_REVIEW, EventKind.ADVISER_VISIT}


SPELLINGS = [
    "Aster Quill", "Aster\u00a0Quill", "Quill, Aster", "ASTER QUILL", " aster  quill ", "Ms Aster Quill", "Dr. Aster Quill",
    "Quill, Ms Aster", "Ms Quill, Aster",
]  # fmt: skip


def test_spellings_of_one_person_are_one_worker(tmp_path: Path) -> None:
    rows = [(6, row(6, child=n, allocated_worker=name)) for n, name in enumerate([*SPELLINGS, "Aster Quill"])]
    file = opened(tmp_path, *rows)

    assert file.file.workers == ("Aster Quill",)


def test_curly_and_straight_quotes_are_one_worker(tmp_path: Path) -> None:
    names = ["Nia O'Dell", "Nia O\u2019Dell", "O\u2019Dell, Nia", "Nia O'Dell"]
    file = opened(tmp_path, *((6, row(6, child=n, allocated_worker=name)) for n, name in enumerate(names)))

    assert file.file.workers == ("Nia O'Dell",)


def test_spellings_of_one_team_are_one_team(tmp_path: Path) -> None:
    teams = ["Harbour Team", "HARBOUR TEAM", "Harbour\u00a0Team", "Harbour-team ", "Harbour Team"]
    file = opened(tmp_path, *((6, row(6, child=n, allocated_team=team)) for n, team in enumerate(teams)))

    assert set(file.file.team) == {"Harbour Team"}
    assert file.file.teams == ("Harbour Team",)


def test_worker_belongs_to_the_team_that_most_cases_name(tmp_path: Path) -> None:
    teams = ["Lantern", "Harbour", "Harbour", None]
    file = opened(tmp_path, *((6, row(6, child=n, allocated_team=team)) for n, team in enumerate(teams)))

    assert file.file.teams == ("Harbour",)
    assert file.file.team == ("Lantern", "Harbour", "Harbour", None)


# ---- facts of the child ---------------------------------------------------------------------------------------------


def test_unborn_child(tmp_path: Path) -> None:
    file = opened(tmp_path, (7, row(7, date_of_birth=day("2027-01-20"), age=-1)))

    assert (file.day("born"), file.day("expected_birth")) == (None, day("2027-01-20"))
    assert file.cases.factors[Factor.UNDER_1.number].tolist() == [-1]


def test_born_child(tmp_path: Path) -> None:
    file = opened(tmp_path, (7, row(7, date_of_birth=AS_AT)))

    assert (file.day("born"), file.day("expected_birth")) == (AS_AT, None)
    assert file.cases.factors[Factor.UNDER_1.number].tolist() == [-1]


def test_birthday_of_the_first_list_that_has_one(tmp_path: Path) -> None:
    file = opened(
        tmp_path,
        (8, row(8, date_of_birth=None)),
        (6, row(6, date_of_birth=day("2015-05-05"))),
        (3, row(3, date_of_birth=day("2014-04-04"))),
    )

    assert file.day("born") == day("2015-05-05")


@pytest.mark.parametrize(
    ("born", "turned"),
    [
        ("2004-02-29", {
            (EventKind.TURNED_2, "2006-03-01"), (EventKind.TURNED_16, "2020-02-29"), (EventKind.TURNED_21, "2025-03-01")
        }),
        ("2010-11-23", {(EventKind.TURNED_2, "2012-11-23"), (EventKind.TURNED_16, "2026-11-23")}),
        ("2010-11-24", {(EventKind.TURNED_2, "2012-11-24")}),
        ("2025-01-01", set()),
    ],
)  # fmt: skip
def test_birthdays_that_have_come(tmp_path: Path, born: str, turned: set[tuple[EventKind, str]]) -> None:
    file = opened(tmp_path, (8, row(8, date_of_birth=day(born))))

    kinds = {EventKind.TURNED_2, EventKind.TURNED_16, EventKind.TURNED_21}
    assert {(kind, when) for kind, when in file.events() if kind in kinds} == turned


def test_vulnerability_that_the_lists_carry(tmp_path: Path) -> None:
    file = opened(
        tmp_path,
        (8, row(8, 1, disability="Yes", missing_episodes_last_12_months=2, date_of_birth=day("2012-01-01"))),
        (7, row(7, 1, previous_cp_plans=1)),
        (8, row(8, 2, disability="No", missing_episodes_last_12_months=0, date_of_birth=day("2012-01-01"))),
        (7, row(7, 2, previous_cp_plans=0)),
    )

    there = {word: [value != 0 for value in file.cases.factors[word.number].tolist()] for word in Factor}
    yes = [Factor.DISABILITY, Factor.MISSING, Factor.PREVIOUS_PLAN]
    assert there == {word: [word in yes, False] for word in Factor}


@pytest.mark.parametrize(
    ("status", "placement", "found"),
    [
        ("C1", None, {Circumstance.INTERIM_CARE_ORDER}),
        ("C2", "P1", {Circumstance.CARE_ORDER, Circumstance.WITH_PARENT}),
        ("V2", "U1", {Circumstance.PLACEMENT_TO_18}),
        ("V2", "U4", {Circumstance.PLACEMENT_TO_18}),
        ("V2", "U6", set()),
        (None, None, set()),
    ],
)
def test_circumstances_of_legal_status_and_placement(
    tmp_path: Path, status: str | None, placement: str | None, found: set[Circumstance]
) -> None:
    file = opened(tmp_path, (8, row(8, legal_status=status, placement_type=placement)))

    by_cells = {
        Circumstance.INTERIM_CARE_ORDER, Circumstance.CARE_ORDER, Circumstance.WITH_PARENT, Circumstance.PLACEMENT_TO_18
    }  # fmt: skip
    assert file.circumstances() & by_cells == found
    assert not file.cases.emergency[0]


@pytest.mark.parametrize("status", ["L1", "L2"])
def test_police_protection_and_emergency_order_run(tmp_path: Path, status: str) -> None:
    running = (8, row(8, legal_status=status))
    over = (8, row(8, child=2, legal_status=status, looked_after_end_date=day("2026-11-02")))
    file = opened(tmp_path, running, over, (6, row(6, child=2)))

    assert {child: bool(file.cases.emergency[file.at(child)]) for child in "12"} == {"1": True, "2": False}


@pytest.mark.parametrize(
    ("placed", "circumstance"),
    [("2026-05-04", Circumstance.PLACEMENT_UNDER_A_YEAR), ("2025-05-05", Circumstance.PLACEMENT_OVER_A_YEAR)],
)
def test_length_of_the_placement(tmp_path: Path, placed: str, circumstance: Circumstance) -> None:
    file = opened(tmp_path, (8, row(8, placement_start_date=day(placed))))

    both = {Circumstance.PLACEMENT_UNDER_A_YEAR, Circumstance.PLACEMENT_OVER_A_YEAR}
    assert file.circumstances() & both == {circumstance}


# ---- when the child was seen ----------------------------------------------------------------------------------------

SEEN_ON = {6: "date_last_seen", 7: "last_cp_visit_date", 8: "last_looked_after_visit_date", 9: "latest_contact_date"}


@pytest.mark.parametrize("latest", SEEN_ON)
def test_last_seen_is_the_latest_of_the_lists(tmp_path: Path, latest: int) -> None:
    days = {number: day("2026-11-16") if number == latest else day("2026-10-01") for number in SEEN_ON}
    file = opened(tmp_path, *((number, row(number, **{SEEN_ON[number]: days[number]})) for number in SEEN_ON))

    assert file.day("last_seen") == day("2026-11-16")
    assert not file.cases.seen_unrecorded[0]


def test_seen_after_the_reporting_day_has_not_happened(tmp_path: Path) -> None:
    file = opened(tmp_path, (6, row(6, date_last_seen=AS_AT + timedelta(days=1))))

    assert file.day("last_seen") is None


def test_never_seen_is_known_where_the_list_has_the_column(tmp_path: Path) -> None:
    file = opened(tmp_path, (6, row(6)))

    assert (file.day("last_seen"), bool(file.cases.seen_unrecorded[0])) == (None, False)


def test_seen_is_unrecorded_where_no_list_has_the_column(tmp_path: Path) -> None:
    file = opened(tmp_path, (6, row(6)), (5, row(5, child=2)), without={6: {"date_last_seen"}})

    assert file.cases.seen_unrecorded.tolist() == [True, True]


@pytest.mark.parametrize(("seen", "unrecorded"), [("Yes", True), ("No", False), (None, True)])
def test_open_assessment_says_whether_and_not_when(tmp_path: Path, seen: str | None, unrecorded: bool) -> None:
    file = opened(tmp_path, (4, row(4, assessment_child_seen=seen)))

    assert file.cases.seen_unrecorded.tolist() == [unrecorded]


# ---- events ---------------------------------------------------------------------------------------------------------


def test_events_of_a_child_in_care_and_on_a_plan(tmp_path: Path) -> None:
    file = opened(
        tmp_path,
        (8, row(8, placement_start_date=day("2026-01-05"), last_looked_after_visit_date=day("2026-11-02"),
                latest_looked_after_review_date=day("2026-08-03"), last_health_assessment_date=day("2026-02-09"),
                last_dental_check_date=day("2026-03-09"))),
        (7, row(7, last_cp_visit_date=day("2026-11-09"), latest_review_conference_date=day("2026-08-24"))),
        (3, row(3, referral_date=day("2025-01-06"), referral_nfa="No")),
    )  # fmt: skip

    assert file.events() == {
        (EventKind.LOOKED_AFTER_STARTED, "2025-02-03"),
        (EventKind.PLACEMENT_STARTED, "2026-01-05"),
        (EventKind.LOOKED_AFTER_VISIT, "2026-11-02"),
        (EventKind.LOOKED_AFTER_REVIEW, "2026-08-03"),
        (EventKind.HEALTH_ASSESSMENT, "2026-02-09"),
        (EventKind.DENTAL_CHECK, "2026-03-09"),
        (EventKind.PROTECTION_PLAN_STARTED, "2026-06-01"),
        (EventKind.PROTECTION_VISIT, "2026-11-09"),
        (EventKind.REVIEW_CONFERENCE, "2026-08-24"),
        (EventKind.REFERRAL_RECEIVED, "2025-01-06"),
        (EventKind.REFERRAL_DECIDED, "2025-01-06"),
    }


def test_events_of_an_enquiry(tmp_path: Path) -> None:
    decided = row(5, conference_unnecessary="Yes")
    file = opened(tmp_path, (5, decided), (6, row(6, date_last_seen=day("2026-11-10"))))

    assert file.events() == {
        (EventKind.STRATEGY_DISCUSSION, "2026-11-09"),
        (EventKind.SECTION_47_STARTED, "2026-11-09"),
        (EventKind.CONFERENCE_NOT_NEEDED, "2026-11-09"),
        (EventKind.IN_NEED_STARTED, "2026-03-02"),
        (EventKind.CHILD_SEEN, "2026-11-10"),
        (EventKind.IN_NEED_VISIT, "2026-11-10"),
    }


def test_initial_conference_written_in_as_the_latest_review_is_no_review(tmp_path: Path) -> None:
    file = opened(tmp_path, (7, row(7, latest_review_conference_date=day("2026-06-01"))))

    assert file.events() == {(EventKind.PROTECTION_PLAN_STARTED, "2026-06-01")}


@pytest.mark.parametrize(("days", "nth"), [(28, 0), (42, 0), (43, 2), (200, 2)])
def test_which_looked_after_review_the_latest_is(tmp_path: Path, days: int, nth: int) -> None:
    file = opened(tmp_path, (8, row(8, latest_looked_after_review_date=day("2025-02-03") + timedelta(days=days))))

    review = file.cases.events.kind == EventKind.LOOKED_AFTER_REVIEW.number
    assert file.cases.events.nth[review].tolist() == [nth]


def test_events_after_the_reporting_day_are_left_out_unless_they_are_plans(tmp_path: Path) -> None:
    ahead = day("2027-01-11")
    file = opened(tmp_path, (9, row(9, pathway_plan_review_date=ahead, latest_contact_date=ahead)))

    assert file.events() == {(EventKind.PATHWAY_REVIEW_PLANNED, "2027-01-11")}


def test_file_records_what_its_columns_can_say(tmp_path: Path) -> None:
    always = {EventKind.REFERRAL_DECIDED, EventKind.CONFERENCE_NOT_NEEDED}
    of_columns = {n: {kind for kinds in EVENT_COLUMNS[n].values() for kind in kinds} for n in EVENT_COLUMNS}

    assert opened(tmp_path, (6, row(6))).cases.records == of_columns[6] | always
    assert opened(tmp_path, (9, row(9)), (7, row(7))).cases.records == (
        of_columns[7] | of_columns[9] | always | {EventKind.PATHWAY_REVIEW_PLANNED}
    )
    assert opened(tmp_path, (8, row(8))).cases.records == of_columns[8] | always | {EventKind.POLICE_PROTECTION_STARTED}
    assert opened(tmp_path, (6, row(6)), without={6: {"date_last_seen"}}).cases.records == {
        EventKind.IN_NEED_STARTED, *always
    }  # fmt: skip


# ---- whole files ----------------------------------------------------------------------------------------------------


def children_of(path: Path) -> set[str]:
    """Every child's id on Lists 3 to 9."""
    lists = read(path).lists
    return {str(child) for number in CHILD_LISTS for child in lists[number].columns["child_id"]}


@pytest.mark.slow
@pytest.mark.parametrize("generation", [2019, 2024])
@pytest.mark.parametrize("dirt", [False, True], ids=["clean", "dirty"])
@pytest.mark.parametrize("seed", [1, 2, 3])
def test_every_child_of_a_town_is_accounted_for_with_the_right_worker(
    tmp_path: Path, seed: int, dirt: bool, generation: int
) -> None:
    path = tmp_path / "town.xlsx"
    truth = write_annex_a(path, workers=6, seed=seed, as_at=AS_AT, dirt=dirt, generation=generation)

    file = File(caseloads(read(path), AS_AT))

    accounted = Counter([*file.file.child, *file.not_ranked])
    assert accounted == Counter(dict.fromkeys(children_of(path), 1))
    found = {child: person_key(file.worker(child) or "") for child in file.file.child}
    assert found == {child: person_key(name) for child, name in truth.placed.items()}
    assert Counter(gone.kind for gone in file.file.not_ranked)[WhyNot.CHECK_RECORD] == 0


@pytest.mark.slow
def test_dirt_changes_nobodys_work(tmp_path: Path) -> None:
    """What a dirty file says of a child, but for the lost lookups, is what the clean one says."""
    files = []
    for dirt in (False, True):
        path = tmp_path / f"{dirt}.xlsx"
        write_annex_a(path, workers=4, seed=5, as_at=AS_AT, dirt=dirt)
        files.append(File(caseloads(read(path), AS_AT)))
    clean, dirty = files

    assert set(clean.file.child) == set(dirty.file.child)
    for child in clean.file.child:
        assert (dirty.type(child), dirty.types(child)) == (clean.type(child), clean.types(child))
        assert dirty.day("last_seen", child) == clean.day("last_seen", child)
        assert dirty.events(child) == clean.events(child)


def test_arrays_fit_together_where_there_is_no_child(tmp_path: Path) -> None:
    file = opened(tmp_path, (3, row(3, referral_nfa="Yes")))

    assert len(file.cases) == 0
    assert len(file.cases.events) == 0
    assert file.cases.worker.dtype == np.int32
    assert date.fromisoformat("2026-11-23") == AS_AT
