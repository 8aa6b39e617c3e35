"""The engine and its slow plain second version agree to the last place: values, criteria, scores, shares, bands, order."""

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from plimsoll.core.calendar import DAY_MINUTES
from plimsoll.core.caseload import NOBODY, Diary, Workers
from plimsoll.core.priority.criteria import parse
from plimsoll.core.priority.order import rank
from plimsoll.core.priority.scores import criterion_values, shares
from plimsoll.core.terms import Band, CaseType, Criterion, Indicator, Known
from tests.core.priority.generated import (
    CASE_GRID,
    CLOSE,
    ITEM_GRID,
    LEFT,
    OPEN,
    World,
    build,
    calendars,
    duties,
    generated,
    shipped_text,
)
from tests.reference import priority as plain

PEOPLE = 3
INTERVALS = "\n".join(
    f"{word} = {{ days = {3 + 4 * word.number}, working = {str(word.number % 2 > 0).lower()} }}" for word in CaseType
)
# A set unlike the one that ships: every way of combining under other criteria, other limits, zero weights.
OTHER_TEXT = f"""
safeguarding = ["IMMEDIATE_HARM", "SCHOOL"]
meta = {{ key = "other", title = "Other", version = "1", in_force_from = 2026-01-01, note = "for tests" }}
judged = {{ unknown = 0.3, stale_days = 10, waiting_limit_days = 7 }}
pressure = {{ k = 0.5, shortest_days = 2, longest_days = 15, other_statutory = 0.55, other = 0 }}
factors = {{ UNDER_1 = 1, DISABILITY = 0.5, PRE_VERBAL = 0.25, MISSING = 0.1, EXPLOITED = 0, PREVIOUS_PLAN = 0.333333 }}
applies = {{ WAIT = ["CARE_LEAVER", "EARLY_HELP"], WHO_ELSE = ["LOOKED_AFTER", "EARLY_YEARS"] }}
[information]
IMMEDIATE_HARM = 1
SAFEGUARDING = 0.75
POLICE = 0.5
HEALTH = 0.4
SCHOOL = 0.123456
FAMILY = 0
OTHER = 0.2
[bands]
today_days = 0
week_days = 3
risk_this_week = 0.5
wait_this_week = 0.4
unborn_days = 27
untouched_days = 29
chase_days = 5
[guards]
close_points = 0
close_turns = 0
urgent_share = 1
[intervals]
{INTERVALS}
[[criterion]]
key = "PROTOCOLS"
weight = 41
combine = "EITHER"
of = ["LATENESS", "PRESSURE", "RISK"]
[[criterion]]
key = "URGENCY"
weight = 0
combine = "MEAN"
of = ["TRIAGE"]
[[criterion]]
key = "CONSEQUENCES"
weight = 33
combine = "MEAN"
of = ["WHO_ELSE", "WAIT", "LAST_SEEN"]
weights = [7, 3, 1]
lifted_by = "VULNERABILITY"
lift = 100
[[criterion]]
key = "WORKLOAD"
weight = 19
combine = "MAX"
of = ["OTHERS_WAITING", "INFORMATION"]
[[criterion]]
key = "RESOURCES"
weight = 7
combine = "EITHER"
of = ["WINDOW"]
"""
TEXTS = {"shipped": shipped_text(), "other": OTHER_TEXT}


def check_agreement(world: World, text: str) -> None:
    """The plain version's answer is the engine's, figure for figure."""
    caseload, criteria = world.caseload, parse(text)

    ranking = rank(caseload, world.items, world.workers, criteria, world.calendar, world.as_at)

    setting = plain.Setting.of(text, caseload, world.workers, world.calendar, world.as_at)
    standings = [plain.standing(setting, case) for case in plain.plain_cases(caseload, world.items)]
    found = {
        "values": [[one.values[word][0] for one in standings] for word in Indicator],
        "known": [[one.values[word][1] for one in standings] for word in Indicator],
        "criteria": [[one.criteria[word] for one in standings] for word in Criterion],
        "score": [one.score for one in standings],
        "shares": [[one.shares[word] for one in standings] for word in Indicator],
        "band": [one.band for one in standings],
        "order": [one.case.reference for one in plain.order_of_work(standings)],
    }
    known, bands = list(Known), list(Band)
    assert {
        "values": ranking.indicators.values.tolist(),
        "known": [[known[number] for number in row] for row in ranking.indicators.known.tolist()],
        "criteria": criterion_values(ranking.indicators, criteria).tolist(),
        "score": ranking.score.tolist(),
        "shares": shares(ranking.indicators, criteria).tolist(),
        "band": [bands[number] for number in ranking.bands.band.tolist()],
        "order": caseload.reference[ranking.order].tolist(),
    } == found
    for worker in {one.case.worker for one in standings}:
        own = [one.case.reference for one in plain.order_of_work(standings) if one.case.worker == worker]
        at = np.flatnonzero(caseload.worker == (NOBODY if worker is None else worker))
        assert caseload.reference[at[np.argsort(ranking.place[at])]].tolist() == own
        assert sorted(ranking.place[at].tolist()) == list(range(1, len(own) + 1))


CASE = st.fixed_dictionaries({name: st.sampled_from(values) for name, values in CASE_GRID.items()})
ITEM = st.fixed_dictionaries(
    {name: st.sampled_from(values) for name, values in ITEM_GRID.items()}
    | {"duty": st.integers(0, len(duties()) - 1), "case": st.integers(0, 7)}
)
MINUTE = st.integers(0, DAY_MINUTES - 1) | st.sampled_from([OPEN - 1, OPEN, OPEN + 1, CLOSE - 1, CLOSE, CLOSE + 1])
HOLIDAYS = (20447, 20574, 20577, 20812, 20815, 20816, 20819)  # New Year, Easter, Christmas with its substitute days
DAY = st.integers(20_454, 20_454 + 1096) | st.sampled_from(HOLIDAYS)


@st.composite
def worlds(draw: st.DrawFn) -> World:
    """At most 8 cases, every field from its grid, at any minute of any day."""
    rows = draw(st.lists(CASE, min_size=1, max_size=8))
    if draw(st.booleans()):  # ties: some cases alike in all but the reference
        rows = [rows[draw(st.integers(0, at))] for at in range(len(rows))]
    items = [item | {"case": item["case"] % len(rows)} for item in draw(st.lists(ITEM, max_size=16))]
    as_at = draw(DAY) * DAY_MINUTES + draw(MINUTE)
    span = st.tuples(st.integers(0, PEOPLE - 1), st.integers(-2, 20), MINUTE, st.integers(1, 2000))
    today = as_at - as_at % DAY_MINUTES
    spans = [(one, today + day * 1440 + begins, today + day * 1440 + begins + long) for one, day, begins, long in
             draw(st.lists(span, max_size=6))]  # fmt: skip
    left = draw(st.lists(st.sampled_from(LEFT), min_size=PEOPLE, max_size=PEOPLE))
    every = frozenset(CaseType)
    some = st.sampled_from([every, every, frozenset(), every - {CaseType.CHILD_PROTECTION}])
    return build(
        _columns(rows, CASE_GRID),
        _columns(items, [*ITEM_GRID, "duty", "case"]),
        np.array(draw(st.lists(st.integers(NOBODY, PEOPLE - 1), min_size=len(rows), max_size=len(rows)))),
        np.array(draw(st.permutations([f"case {number}" for number in range(len(rows))]))),
        Workers(("a", "b", "c"), np.array(left), Diary.of(spans)),
        draw(st.sampled_from(calendars())),
        as_at,
        carries=dict.fromkeys(Indicator, every) if draw(st.booleans()) else {word: draw(some) for word in Indicator},
        carries_steps=draw(st.booleans()),
    )


def _columns(rows: list[dict], names) -> dict[str, np.ndarray]:
    flags = {name for name in names if name in CASE_GRID and isinstance(CASE_GRID[name][0], bool)}
    return {name: np.array([row[name] for row in rows], dtype=bool if name in flags else np.int64) for name in names}


@pytest.mark.slow
@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(worlds(), st.sampled_from(sorted(TEXTS, reverse=True)))
def test_small_caseload_of_any_values_is_ranked_as_by_the_plain_version(world: World, criteria: str) -> None:
    check_agreement(world, TEXTS[criteria])


@pytest.mark.slow
@settings(max_examples=20, deadline=None)
@given(st.integers(0, 2**32 - 1), st.sampled_from(sorted(TEXTS, reverse=True)))
def test_thousand_cases_by_seed_are_ranked_as_by_the_plain_version(seed: int, criteria: str) -> None:
    check_agreement(generated(seed, busy=30), TEXTS[criteria])
