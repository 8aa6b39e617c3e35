"""No new criteria set weakens what keeps children safe: each way that is tried is refused by name."""

import pytest

from plimsoll.core.priority.criteria import parse
from plimsoll.core.priority.safe import parse_new
from plimsoll.core.strict import FaultyData
from plimsoll.queries import shipped
from tests.core.priority.generated import shipped_text

WEAKER = [
    (
        "unknown = 0.5",
        "unknown = 0",
        "'unknown' must be at least 0.25 (25 of 100): what nobody has looked at is no sign",
    ),
    ("unknown = 0.5", "unknown = 0.249999", "'unknown' must be at least 0.25"),
    ("risk_this_week = 0.75", "risk_this_week = 1", "'risk_this_week' must be at most 0.75"),
    ("wait_this_week = 0.75", "wait_this_week = 0.8", "'wait_this_week' must be at most 0.75"),
    ("other_statutory = 0.6", "other_statutory = 0", "'other_statutory' must be at least 0.01"),
    ("other = 0.4", "other = 0.9", "'other' must not exceed 'other_statutory'"),
    ("close_turns = 0.1", "close_turns = 0", "'close_turns' must be at least 0.01"),
    ("urgent_share = 0.4", "urgent_share = 1", "'urgent_share' must be at most 0.9"),
    ("stale_days = 42", "stale_days = 3660", "'stale_days' must be at most 183, not 3660"),
    ("today_days = 1", "today_days = 0", "'today_days' must be at least 1, not 0"),
    ("week_days = 5", "week_days = 2", "'week_days' must be at least 3, not 2"),
    ("unborn_days = 28", "unborn_days = 0", "'unborn_days' must be at least 28, not 0"),
    ("untouched_days = 28", "untouched_days = 366", "'untouched_days' must be at most 91, not 366"),
    ("chase_days = 10", "chase_days = 60", "'chase_days' must be at most 20, not 60"),
    ("close_points = 3", "close_points = 100", "'close_points' must be at most 20, not 100"),
    ("short_minutes = 15", "short_minutes = 240", "'short_minutes' must be at most 60, not 240"),
    ("support_at = 100", "support_at = 200", "'support_at' must be at most 120, not 200"),
    ("UNDER_1 = 0.33", "UNDER_1 = 0", "'UNDER_1' must be above 0"),
    ("POLICE = 0.8", "POLICE = 0", "'POLICE' must be above 0: it lifts a case to Today."),
    ("IMMEDIATE_HARM = 1.0", "IMMEDIATE_HARM = 0.95", "'IMMEDIATE_HARM' must be 1 (100 of 100)"),
    ('["IMMEDIATE_HARM", "SAFEGUARDING", ', '["IMMEDIATE_HARM", ', "'safeguarding' must name SAFEGUARDING"),
    ("weight = 8\n", "weight = 0\n", "'WORKLOAD' must weigh at least 1: each of the five counts."),
    ('of = ["RISK", "WAIT"]', 'of = ["WAIT"]', "'RISK' must be used by a criterion"),
    (', "LAST_SEEN"]', "]", "'LAST_SEEN' must be used by a criterion"),
    ('lifted_by = "VULNERABILITY"\nlift = 25\n', "", "'VULNERABILITY' must be used by a criterion"),
    ("[applies]", "[applies]\nRISK = []", "'RISK' in 'applies' must come out: it counts for every kind of case."),
    ("[applies]", '[applies]\nLAST_SEEN = ["EHC"]', "'LAST_SEEN' in 'applies' must come out"),
    (
        "CHILD_PROTECTION = { days = 10,",
        "CHILD_PROTECTION = { days = 21,",
        "'CHILD_PROTECTION' must be at most 28 days",
    ),
    ("LOOKED_AFTER = { days = 42,", "LOOKED_AFTER = { days = 365,", "'LOOKED_AFTER' must be at most 92 days"),
]
ACT_NOW = [
    ("today_days = 1", "act_now_days = 3\ntoday_days = 1", "'act_now_days' in bands"),
    ("[meta]", "[ActNow]\noff = true\n[meta]", "'ActNow'"),
    ("[meta]", '[bands_off]\nwhich = ["ACT_NOW"]\n[meta]', "'ACT_NOW' in which"),
    ("today_days = 1", "immediate_harm_days = 3\ntoday_days = 1", "'immediate_harm_days' in bands"),
    ("today_days = 1", "missing_now_hours = 72\ntoday_days = 1", "'missing_now_hours' in bands"),
    ("today_days = 1", "police_protection = false\ntoday_days = 1", "'police_protection' in bands"),
    ("today_days = 1", "emergency_order = false\ntoday_days = 1", "'emergency_order' in bands"),
    ("today_days = 1", "made_safe_by_a_call = true\ntoday_days = 1", "'made_safe_by_a_call' in bands"),
]


def faults_of(text: str) -> tuple[str, ...]:
    with pytest.raises(FaultyData) as caught:
        parse_new(text, "The draft")
    return caught.value.faults


@pytest.mark.parametrize("key", shipped.SETS)
def test_the_sets_that_ship_weaken_nothing(key: str) -> None:
    assert parse_new(shipped.criteria_text(key), "The draft") == parse(shipped.criteria_text(key))


@pytest.mark.parametrize(("old", "new", "fault"), WEAKER)
def test_what_weakens_a_new_set_is_refused_by_name_and_what_was_agreed_before_is_read(
    old: str, new: str, fault: str
) -> None:
    text = shipped_text().replace(old, new, 1)

    assert text != shipped_text()
    assert any(one.startswith(f"The draft: {fault}") for one in faults_of(text)), faults_of(text)
    if not old.startswith("weight"):  # the others would not come to 100
        assert parse(text)


@pytest.mark.parametrize(("old", "new", "said"), ACT_NOW)
def test_whatever_would_touch_act_now_is_refused_by_name_wherever_it_stands(old: str, new: str, said: str) -> None:
    found = faults_of(shipped_text().replace(old, new, 1))

    assert [one for one in found if f"{said} must come out: Act now cannot be switched off" in one], found


def test_all_that_weakens_a_set_is_named_at_once_and_what_cannot_be_read_only_once() -> None:
    text = shipped_text().replace("unknown = 0.5", "unknown = nan").replace("stale_days = 42", "stale_days = 999")
    found = faults_of(text.replace("UNDER_1 = 0.33", "UNDER_1 = 0"))

    assert [one.partition(" must ")[0].rpartition(" ")[2] for one in found] == [
        "'unknown'",
        "'stale_days'",
        "'UNDER_1'",
    ]
