"""Bands: each condition once on either side of its limit, and the order in which they are tested."""

from dataclasses import replace

import pytest

from plimsoll.core.priority.bands import Ground
from plimsoll.core.terms import Band, CaseType, Factor, Indicator, Information, Owner, Purpose
from tests.core.priority.generated import shipped
from tests.core.priority.small import YOUNG, band, grounds, item, ranked, workers_of

CHILD_PROTECTION, LOOKED_AFTER = CaseType.CHILD_PROTECTION, CaseType.LOOKED_AFTER
ACT_NOW, TODAY, THIS_WEEK, PLANNED, AWAITING = (
    Band.ACT_NOW,
    Band.TODAY,
    Band.THIS_WEEK,
    Band.PLANNED,
    Band.AWAITING_OTHERS,
)
URGENT = (Purpose.SEE, Purpose.PROTECT, Purpose.COURT)
WAITS = {"blocked": True, "chase": "2026-12-04", "chases": 1}


def test_calm_case_is_planned() -> None:
    ranking = ranked({})

    assert grounds(ranking) == set()
    assert band() is PLANNED


# ---- Act now -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("fact", ["immediate_harm", "missing", "emergency"])
def test_act_now_by_each_of_its_facts(fact: str) -> None:
    assert band(**{fact: True}) is ACT_NOW
    assert band(**{fact: True}, **WAITS) is ACT_NOW


def test_act_now_reads_nothing_of_the_set() -> None:
    harmless = replace(
        shipped(),
        criteria=tuple(replace(rule, weight=0) for rule in shipped().criteria),
        safeguarding=frozenset({Information.IMMEDIATE_HARM}),
        applies=dict.fromkeys(Indicator, frozenset()),
        factors=dict.fromkeys(Factor, 0),
        information=dict.fromkeys(Information, 0),
    )
    grave = {"items": (item(due="2026-01-01"),), "wait": 4, "likelihood": 4, "severity": 4}

    ranking = ranked(grave, {"immediate_harm": True}, criteria=harmless)

    assert ranking.order.tolist() == [1, 0]
    assert ranking.bands.band.tolist() == [TODAY.number, ACT_NOW.number]


# ---- Today -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("purpose", URGENT)
@pytest.mark.parametrize("statutory", [True, False])
@pytest.mark.parametrize(
    ("due", "expected"), [("2026-11-20", TODAY), ("2026-11-24", TODAY), ("2026-11-25T10:00", THIS_WEEK)]
)
def test_urgent_item_whatever_its_legal_strength(purpose: Purpose, statutory: bool, due: str, expected: Band) -> None:
    assert band(items=(item(purpose, due, statutory=statutory),)) is expected


def test_item_due_before_the_office_opens_begins_the_day_before() -> None:
    assert band(items=(item(due="2026-11-25T09:00"),)) is TODAY


@pytest.mark.parametrize(("hours", "expected"), [(7.4, TODAY), (7.3, THIS_WEEK)])
def test_latest_start_leaves_time_for_the_effort(hours: float, expected: Band) -> None:
    assert band(items=(item(Purpose.COURT, "2026-11-25", hours=hours),)) is expected


def test_latest_start_skips_what_stands_in_the_diary() -> None:
    court = item(Purpose.COURT, "2026-11-25", hours=0.1)
    away = workers_of(away=[("2026-11-25T09:00", "2026-11-25T17:00")])

    assert band(items=(court,)) is THIS_WEEK
    assert band(items=(court,), workers=away) is TODAY


def test_next_working_day_skips_the_weekend() -> None:
    assert band(items=(item(due="2026-11-23"),), now="2026-11-20T12:00") is TODAY
    assert band(items=(item(due="2026-11-23"),), now="2026-11-21T12:00") is TODAY
    assert band(items=(item(due="2026-11-24"),), now="2026-11-21T12:00") is THIS_WEEK


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        ("2026-11-19T23:59", PLANNED),
        ("2026-11-20T00:00", TODAY),  # its due day, a Friday
        ("2026-11-22T12:00", TODAY),
        ("2026-11-23T23:59", TODAY),  # the working day after
        ("2026-11-24T00:00", THIS_WEEK),  # late paper is late, not urgent
    ],
)
@pytest.mark.parametrize("purpose", [Purpose.REVIEW, Purpose.RECORD])
def test_other_statutory_item_on_its_day_and_the_working_day_after(purpose: Purpose, now: str, expected: Band) -> None:
    assert band(items=(item(purpose, "2026-11-20"),), now=now, last_seen="2026-11-19") is expected


def test_item_that_is_neither_urgent_nor_statutory_waits_until_it_is_overdue() -> None:
    meeting = item(Purpose.REVIEW, "2026-11-23", statutory=False)

    assert band(items=(meeting,), now="2026-11-23T17:00") is PLANNED
    assert band(items=(meeting,), now="2026-11-23T17:01") is THIS_WEEK


@pytest.mark.parametrize("kind", Information)
def test_safeguarding_information_lifts_to_today_and_other_does_not(kind: Information) -> None:
    lifts = kind in (Information.IMMEDIATE_HARM, Information.SAFEGUARDING, Information.POLICE)

    assert band(information=kind.bit) is (TODAY if lifts else PLANNED)


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        ({"type": CHILD_PROTECTION}, TODAY),
        ({"type": LOOKED_AFTER}, TODAY),
        ({"case_types": CaseType.CHILD_IN_NEED.bit | LOOKED_AFTER.bit}, TODAY),
        ({"born": "2025-11-24"}, TODAY),
        ({"born": "2025-11-23"}, THIS_WEEK),
        ({"factors": YOUNG}, TODAY),
        ({}, THIS_WEEK),
    ],
)
def test_child_unseen_at_twice_the_interval(facts: dict, expected: Band) -> None:
    unseen = {"interval": 10, "last_seen": "2026-11-03"}

    assert band(**unseen, **facts) is expected
    assert band(**unseen | {"last_seen": "2026-11-04"}, **facts) is PLANNED


def test_failed_visits_count_towards_twice_the_interval() -> None:
    assert band(type=CHILD_PROTECTION, last_seen="2026-11-06", failed_visits=2) is TODAY


# ---- This week ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("purpose", [*URGENT, Purpose.DECIDE])
@pytest.mark.parametrize(("due", "expected"), [("2026-11-30", THIS_WEEK), ("2026-12-01T10:00", PLANNED)])
def test_item_to_begin_within_five_working_days(purpose: Purpose, due: str, expected: Band) -> None:
    assert band(items=(item(purpose, due, statutory=False),)) is expected


@pytest.mark.parametrize("purpose", [Purpose.REVIEW, Purpose.RECORD])
def test_paper_due_within_five_working_days_is_planned(purpose: Purpose) -> None:
    assert band(items=(item(purpose, "2026-11-24"),)) is PLANNED


@pytest.mark.parametrize("purpose", [Purpose.DECIDE, Purpose.REVIEW, Purpose.RECORD])
def test_any_overdue_item(purpose: Purpose) -> None:
    assert band(items=(item(purpose, "2026-11-19", statutory=False),)) is THIS_WEEK


def test_overdue_item_on_another_desk_lifts_nothing() -> None:
    assert band(items=(item(due="2026-11-19", owner=Owner.MANAGER),)) is PLANNED


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        ({"wait": 3}, THIS_WEEK),
        ({"wait": 2}, PLANNED),
        ({"wait": -1}, PLANNED),
        ({"likelihood": 3, "severity": 3}, THIS_WEEK),
        ({"likelihood": 2, "severity": 4}, PLANNED),
        ({"likelihood": -1, "severity": 4}, PLANNED),
        ({"next_step": False}, THIS_WEEK),
        ({"untouched_days": 28}, THIS_WEEK),
        ({"untouched_days": 27}, PLANNED),
    ],
)
def test_judgement_or_neglect_holds_a_case_in_this_week(facts: dict, expected: Band) -> None:
    assert band(**facts) is expected


def test_source_without_next_steps_and_touches_says_nothing_of_them() -> None:
    ranking = ranked({"next_step": False, "untouched_days": 400}, carries_steps=False)

    assert ranking.bands.band.tolist() == [PLANNED.number]


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        ({"expected_birth": "2026-12-21"}, THIS_WEEK),
        ({"expected_birth": "2026-11-01"}, THIS_WEEK),
        ({"expected_birth": "2026-12-22"}, PLANNED),
        ({"expected_birth": "2026-12-21", "type": CaseType.CHILD_IN_NEED}, PLANNED),
        ({"expected_birth": "2026-11-01", "born": "2026-11-10"}, PLANNED),
    ],
)
def test_unborn_child_on_a_plan_within_four_weeks_of_term(facts: dict, expected: Band) -> None:
    assert band(**{"type": CHILD_PROTECTION} | facts) is expected


# ---- Awaiting others ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        ({}, AWAITING),
        ({"blocked": False}, PLANNED),
        ({"last_seen": "2026-10-26"}, AWAITING),  # 20 of 20 working days
        ({"last_seen": "2026-10-23"}, PLANNED),
        ({"last_seen": "NaT"}, PLANNED),
        ({"seen_unrecorded": True}, PLANNED),
        ({"last_seen": "2026-11-09", "failed_visits": 2}, AWAITING),  # seen within the interval all the same
        ({"last_seen": "2026-11-09", "failed_visits": 4}, THIS_WEEK),
        ({"information": Information.OTHER.bit}, PLANNED),
        ({"likelihood": 3, "severity": 3}, THIS_WEEK),
        ({"chase": "NaT"}, PLANNED),
        ({"chase": "2026-11-23"}, PLANNED),  # it leaves by itself when the chase date comes
        ({"chase": "2026-11-24"}, AWAITING),
        ({"chase": "2026-12-07"}, AWAITING),  # the tenth working day
        ({"chase": "2026-12-08"}, PLANNED),
        ({"chases": 2}, PLANNED),  # a second chase date needs the supervisor
        ({"chases": 2, "supervisor_agreed": True}, AWAITING),
        ({"items": (item(Purpose.RECORD, "2026-11-23", statutory=False),)}, PLANNED),  # something falls due
        ({"items": (item(Purpose.RECORD, "2026-11-23T20:00", statutory=False),)}, PLANNED),
        ({"items": (item(Purpose.RECORD, "2026-11-24", statutory=False),)}, AWAITING),
        ({"items": (item(Purpose.DECIDE, "2026-11-20", owner=Owner.MANAGER),)}, AWAITING),
    ],
)
def test_awaiting_others(facts: dict, expected: Band) -> None:
    assert band(**WAITS | facts) is expected


def test_every_condition_that_holds_is_kept() -> None:
    ranking = ranked({"missing": True, "wait": 4, "items": (item(due="2026-11-20"),)})

    assert grounds(ranking) == {
        Ground.MISSING,
        Ground.URGENT_ITEM_TODAY,
        Ground.ITEM_THIS_WEEK,
        Ground.OVERDUE_ITEM,
        Ground.WAIT_IS_HARMFUL,
    }


@pytest.mark.parametrize(("days", "expected"), [(1, THIS_WEEK), (2, TODAY)])
def test_days_of_the_bands_are_the_sets(days: int, expected: Band) -> None:
    ranking = ranked({"items": (item(due="2026-11-25"),)}, criteria=replace(shipped(), today_days=days))

    assert list(Band)[ranking.bands.band[0]] is expected
