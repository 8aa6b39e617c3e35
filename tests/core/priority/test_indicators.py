"""Value functions: each rule of the specification once, in millionths."""

from dataclasses import replace
from math import exp

import pytest

from plimsoll.core.terms import Band, CaseType, Factor, Indicator, Information, Known, Owner, Purpose, Unit, WhoElse
from plimsoll.core.timescales.due import Duty
from tests.core.priority.generated import recurring_visit, shipped
from tests.core.priority.small import AS_AT, at, item, ranked, value, workers_of

CHILD_PROTECTION = CaseType.CHILD_PROTECTION  # seen every 10 working days
LOOKED_AFTER = CaseType.LOOKED_AFTER  # every 42 days


def known(word: Indicator, **facts) -> Known:
    return list(Known)[ranked(facts).indicators.known[word.number, 0]]


def whole(part: float) -> int:
    return round(part * 1_000_000)


# ---- judgements --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("scale", "expected"), [(0, 0), (1, 250_000), (3, 750_000), (4, 1_000_000), (-1, 500_000)])
def test_judged_scale_is_a_quarter_a_step_and_unknown_the_sets_value(scale: int, expected: int) -> None:
    assert value(Indicator.WAIT, wait=scale) == expected
    assert value(Indicator.TRIAGE, triage=scale, type=CaseType.REFERRAL) == expected


@pytest.mark.parametrize(
    ("likelihood", "severity", "expected"),
    [
        (3, 4, 866_025),
        (3, 3, 750_000),
        (1, 1, 250_000),
        (0, 4, 0),
        (4, 4, 1_000_000),
        (-1, 4, 500_000),
        (4, -1, 500_000),
    ],
)
def test_risk_matrix_is_the_root_of_the_product(likelihood: int, severity: int, expected: int) -> None:
    assert value(Indicator.RISK, likelihood=likelihood, severity=severity) == expected


@pytest.mark.parametrize(("scale", "expected"), [(0, 500_000), (2, 500_000), (3, 750_000)])
def test_stale_judgement_counts_as_the_greater_of_its_value_and_unknown(scale: int, expected: int) -> None:
    assert value(Indicator.WAIT, wait=scale, stale=("wait",)) == expected
    assert known(Indicator.WAIT, wait=scale, stale=("wait",)) is Known.STALE


@pytest.mark.parametrize("stale", ["likelihood", "severity"])
def test_risk_is_stale_where_either_judgement_is(stale: str) -> None:
    assert known(Indicator.RISK, stale=(stale,)) is Known.STALE


def test_unknown_judgement_lowers_completeness_and_what_breaks_ties_does_not_count() -> None:
    ranking = ranked({}, {"wait": -1}, {"wait": 1, "stale": ("wait",)}, workers=workers_of(left=(-1,)))

    assert ranking.completeness().tolist() == [1, 9 / 10, 9 / 10]


def test_triage_rating_applies_to_new_cases_alone() -> None:
    assert known(Indicator.TRIAGE, triage=4, type=CaseType.ASSESSMENT) is Known.KNOWN
    assert known(Indicator.TRIAGE, triage=4, type=CaseType.CHILD_IN_NEED) is Known.NOT_APPLICABLE
    assert value(Indicator.TRIAGE, triage=4, type=CaseType.CHILD_IN_NEED) == 0


def test_indicator_the_source_cannot_carry_is_not_applicable() -> None:
    carries = dict.fromkeys(Indicator, frozenset(CaseType)) | {Indicator.WHO_ELSE: frozenset({LOOKED_AFTER})}
    ranking = ranked({"who_else": 2}, {"who_else": 2, "type": LOOKED_AFTER}, carries=carries)

    assert ranking.indicators.of(Indicator.WHO_ELSE).tolist() == [0, 1_000_000]
    assert ranking.indicators.known[Indicator.WHO_ELSE.number].tolist() == [
        Known.NOT_APPLICABLE.number,
        Known.KNOWN.number,
    ]


# ---- slack pressure and lateness ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("purpose", "statutory", "factor"),
    [
        (Purpose.SEE, False, 1),
        (Purpose.PROTECT, False, 1),
        (Purpose.COURT, False, 1),
        (Purpose.DECIDE, True, 0.6),
        (Purpose.REVIEW, True, 0.6),
        (Purpose.RECORD, False, 0.4),
    ],
)
def test_pressure_and_lateness_count_by_purpose(purpose: Purpose, statutory: bool, factor: float) -> None:
    late = item(purpose, "2026-11-20", started="2026-11-06", statutory=statutory)
    later = item(purpose, "2026-11-23", started="2026-11-20", statutory=statutory)

    assert value(Indicator.PRESSURE, items=(late,)) == whole(factor)
    # One working day late of ten: x = factor / 10.
    assert value(Indicator.LATENESS, items=(late,), now="2026-11-23") == whole(factor / 10 / (factor / 10 + 1))
    assert value(Indicator.PRESSURE, items=(later,)) == whole(factor * exp(-1 / 0.35))


def test_pressure_is_full_from_the_latest_start() -> None:
    # 7.4 hours are one working day of 8 office hours: begin on Wednesday at 17:00 for Thursday at 17:00.
    due = item(due="2026-11-26", started="2026-11-12", hours=7.4)

    assert value(Indicator.PRESSURE, items=(due,), now="2026-11-25T17:00") == 1_000_000
    assert value(Indicator.PRESSURE, items=(due,), now="2026-11-25T16:00") == whole(exp(-(1 / 8) / (0.35 * 10)))


@pytest.mark.parametrize(
    ("started", "length"),
    [("2026-11-25", 1), ("2026-11-18", 5), ("2026-10-28", 20), ("2025-11-25", 20), (None, 20)],
)
def test_length_of_a_timescale_is_limited_to_1_to_20_working_days(started: str | None, length: int) -> None:
    due = item(due="2026-11-25", started=started)

    assert value(Indicator.PRESSURE, items=(due,)) == whole(exp(-3 / (0.35 * length)))


def test_slack_skips_absences_and_appointments() -> None:
    away = workers_of(away=[("2026-11-24T00:00", "2026-11-24T23:59"), ("2026-11-25T09:00", "2026-11-25T13:00")])
    due = item(due="2026-11-25", started="2026-11-18")

    assert value(Indicator.PRESSURE, items=(due,), workers=away) == whole(exp(-1.5 / (0.35 * 5)))


def test_greatest_pressure_counts_and_lateness_sums() -> None:
    items = (
        item(Purpose.SEE, "2026-11-20", started="2026-11-06"),
        item(Purpose.RECORD, "2026-11-19", started="2026-11-12"),
        item(Purpose.SEE, "2026-12-18"),
    )

    assert value(Indicator.PRESSURE, items=items) == 1_000_000
    x = 0 / 10 + 0.6 * 1 / 5  # by Monday 09:00 no working time has passed since Friday 17:00
    assert value(Indicator.LATENESS, items=items) == whole(x / (x + 1))


def test_nothing_due_is_a_known_zero() -> None:
    assert value(Indicator.PRESSURE) == 0
    assert known(Indicator.PRESSURE) is Known.KNOWN
    assert known(Indicator.LATENESS) is Known.KNOWN


@pytest.mark.parametrize("owner", [Owner.MANAGER, Owner.FRONT_DOOR, Owner.TEAM, Owner.OTHER])
def test_item_on_another_desk_moves_nothing(owner: Owner) -> None:
    assert value(Indicator.PRESSURE, items=(item(due="2026-11-20", owner=owner),)) == 0


@pytest.mark.parametrize(
    ("owner", "moves"), [(Owner.WORKER, True), (Owner.MANAGER, True), (Owner.TEAM, True), (Owner.OTHER, False)]
)
def test_unallocated_queue_is_the_managers_and_the_teams_work(owner: Owner, moves: bool) -> None:
    late = item(due="2026-11-20", owner=owner)

    assert value(Indicator.PRESSURE, items=(late,), worker=-1) == moves * 1_000_000


@pytest.mark.parametrize("done", [item(due="2026-11-20", met="2026-11-21"), item(due=None)])
def test_item_met_or_without_a_date_moves_nothing(done: tuple) -> None:
    assert value(Indicator.PRESSURE, items=(done,)) == 0


# ---- information, last seen --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("bits", "expected"),
    [(0, 0), (Information.FAMILY.bit, 300_000), (Information.OTHER.bit | Information.POLICE.bit, 800_000)],
)
def test_information_counts_as_its_most_important_kind(bits: int, expected: int) -> None:
    assert value(Indicator.INFORMATION, information=bits) == expected
    assert known(Indicator.INFORMATION, information=bits) is Known.KNOWN


@pytest.mark.parametrize(
    ("seen", "expected"),
    [
        ("2026-11-10", 450_000),  # 9 working days, today's among them
        ("2026-11-09", 500_000),
        ("2026-10-27", 950_000),
        ("2026-10-26", 1_000_000),
        ("2026-01-05", 1_000_000),
        ("2026-11-23", 0),
    ],
)
def test_last_seen_is_half_of_the_intervals_passed_in_working_days(seen: str, expected: int) -> None:
    assert value(Indicator.LAST_SEEN, type=CHILD_PROTECTION, last_seen=seen) == expected


@pytest.mark.parametrize(
    ("seen", "expected"), [("2026-10-12", 500_000), ("2026-08-31", 1_000_000), ("2026-11-22", 11_905)]
)
def test_last_seen_in_calendar_days_is_the_distance_of_dates(seen: str, expected: int) -> None:
    assert value(Indicator.LAST_SEEN, type=LOOKED_AFTER, last_seen=seen) == expected
    assert value(Indicator.LAST_SEEN, type=LOOKED_AFTER, last_seen=seen, now="2026-11-23T23:59") == expected


def test_last_seen_is_the_same_at_every_hour_of_a_day() -> None:
    facts = {"type": CHILD_PROTECTION, "last_seen": "2026-11-10"}

    assert {value(Indicator.LAST_SEEN, now=f"2026-11-23T{hour:02}:00", **facts) for hour in range(24)} == {450_000}


def test_child_seen_twice_the_interval_ago_by_date_is_for_today() -> None:
    seen = [{"type": CHILD_PROTECTION, "last_seen": day} for day in ("2026-10-27", "2026-10-26", "2026-10-23")]

    bands = ranked(*seen).bands.band.tolist()

    assert bands == [Band.PLANNED.number, Band.TODAY.number, Band.TODAY.number]


def test_never_seen_counts_from_the_start_of_involvement() -> None:
    facts = {"type": LOOKED_AFTER, "last_seen": "NaT"}

    assert value(Indicator.LAST_SEEN, involved_from="2026-10-12", **facts) == 500_000
    assert known(Indicator.LAST_SEEN, involved_from="2026-10-12", **facts) is Known.KNOWN


@pytest.mark.parametrize("facts", [{"last_seen": "NaT"}, {"seen_unrecorded": True}])
def test_last_seen_is_unknown_without_a_day_on_record(facts: dict) -> None:
    assert value(Indicator.LAST_SEEN, **facts) == 500_000
    assert known(Indicator.LAST_SEEN, **facts) is Known.UNKNOWN


@pytest.mark.parametrize(("failed", "expected"), [(1, 750_000), (2, 1_000_000), (3, 1_000_000)])
def test_each_failed_visit_adds_a_quarter(failed: int, expected: int) -> None:
    found = value(Indicator.LAST_SEEN, type=CHILD_PROTECTION, last_seen="2026-11-09", failed_visits=failed)

    assert found == expected


def test_expected_interval_is_the_plans_else_the_shortest_rules_else_the_sets() -> None:
    facts = {"type": LOOKED_AFTER, "last_seen": "2026-10-12"}
    six_weeks = item(duty=Duty.of_rule(recurring_visit("a", 6, Unit.WEEKS)))
    three_weeks = item(duty=Duty.of_rule(recurring_visit("b", 3, Unit.WEEKS)))

    assert value(Indicator.LAST_SEEN, **facts) == 500_000
    assert value(Indicator.LAST_SEEN, items=(six_weeks, three_weeks), **facts) == 1_000_000
    assert value(Indicator.LAST_SEEN, items=(six_weeks, three_weeks), interval=84, **facts) == 250_000


# ---- the rest ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("factors", "expected"),
    [
        ({}, 0),
        ({Factor.DISABILITY: -1}, 330_000),
        ({Factor.DISABILITY: -1, Factor.EXPLOITED: -1}, 551_100),
        ({Factor.DISABILITY: 100_000, Factor.EXPLOITED: 500_000}, 550_000),
        (dict.fromkeys(Factor, -1), 909_542),
        ({Factor.UNDER_1: 1_000_000, Factor.MISSING: 1}, 1_000_000),
    ],
)
def test_vulnerability_is_one_less_the_product_of_what_is_left(factors: dict, expected: int) -> None:
    assert value(Indicator.VULNERABILITY, factors=factors) == expected


@pytest.mark.parametrize(("days", "expected"), [(0, 0), (3, 300_000), (10, 1_000_000), (11, 1_000_000)])
def test_others_waiting_is_a_capped_share_of_the_limit(days: int, expected: int) -> None:
    assert value(Indicator.OTHERS_WAITING, waiting_days=days) == expected


@pytest.mark.parametrize(
    ("who", "expected"), [(WhoElse.ADMIN, 0), (WhoElse.COLLEAGUE, 500_000), (WhoElse.ONLY_ME, 1_000_000)]
)
def test_who_else_could(who: WhoElse, expected: int) -> None:
    assert value(Indicator.WHO_ELSE, who_else=who.number) == expected


def test_who_else_unknown_takes_the_sets_value() -> None:
    assert value(Indicator.WHO_ELSE, who_else=-1) == 500_000


def test_window_closing_is_the_slack_pressure_of_its_end() -> None:
    closes = at("2026-11-25")
    away = workers_of(away=[("2026-11-24T09:00", "2026-11-24T17:00")])

    assert value(Indicator.WINDOW, window_closes=closes) == whole(exp(-3 / (0.35 * 20)))
    assert value(Indicator.WINDOW, window_closes=closes, window_opens="2026-11-18") == whole(exp(-3 / (0.35 * 5)))
    assert value(Indicator.WINDOW, window_closes=closes, workers=away) == whole(exp(-2 / (0.35 * 20)))


@pytest.mark.parametrize("closes", [0, AS_AT - 1, AS_AT])
def test_window_that_has_closed_or_never_was_presses_nothing(closes: int) -> None:
    assert value(Indicator.WINDOW, window_closes=closes) == 0


@pytest.mark.parametrize(
    ("left", "effort", "expected"),
    [(600, 600, 1_000_000), (600, 1200, 500_000), (0, 60, 0), (-1, 60, 0), (600, 0, 1_000_000)],
)
def test_fits_is_the_part_of_the_effort_that_the_hours_left_hold(left: int, effort: int, expected: int) -> None:
    assert value(Indicator.FITS, effort_minutes=effort, workers=workers_of(left=(left,))) == expected


def test_unknown_takes_another_sets_value() -> None:
    ranking = ranked({"wait": -1}, criteria=replace(shipped(), unknown=300_000))

    assert ranking.indicators.of(Indicator.WAIT).tolist() == [300_000]
