"""Where a load stands: the line, zones, headroom, and what is never hidden."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from plimsoll.core.workload.balance import Load, is_excessive, loads, weeks_above, worker_load
from plimsoll.core.workload.whole import UNKNOWN, Parts
from tests.core.workload.schemes import scheme_of

OURS = scheme_of("plimsoll_hours")
WMT = scheme_of("moj_wmt")


def load_of(points: int, available: int | None) -> Load:
    return worker_load(OURS, parts=[("child in need", points)], available=available)


@pytest.mark.parametrize(
    ("points", "available", "standing"),
    [
        (3150, 2800, (112.5, -350, "over the line", True)),
        (2800, 2800, (100.0, 0, "near the line", False)),
        (2801, 2800, (100.0, -1, "over the line", True)),
        (2520, 2800, (90.0, 280, "near the line", False)),
        (2519, 2800, (90.0, 281, "room", False)),
        (0, 2800, (0.0, 2800, "room", False)),
        (1, 0, (None, -1, "over the line", True)),
        (0, 0, (None, 0, None, False)),
        (3150, None, (None, None, None, False)),
    ],
)
def test_standing(points: int, available: int | None, standing: tuple[object, ...]) -> None:
    load = load_of(points, available)

    assert (load.percent, load.headroom, load.zone_label, load.over) == standing


def test_percent_is_rounded_half_up_in_the_third_decimal_as_probation_does() -> None:
    # 1 of 2000 is 0.0005 of what is available: up to 0.001, which is 0.1 %.
    assert [load_of(points, 200_000).thousandths for points in (99, 100, 299, 300)] == [0, 1, 1, 2]


@pytest.mark.parametrize(
    ("points", "zone"),
    [(2070, "within capacity"), (2071, "over capacity"), (2277, "over capacity"), (2278, "over 110 % of capacity")],
)
def test_probation_s_zones(points: int, zone: str) -> None:
    assert worker_load(WMT, parts=[("community", points * 100)], available=207_000).zone_label == zone


def test_many_workers_equal_each_alone() -> None:
    demand = Parts(("child in need", "help"), np.array([[3150, 0, 100, 5000], [0, 0, 50, -200]]))
    available = np.array([2800, 0, 0, UNKNOWN])

    together = loads(OURS, demand=demand, available=available)

    alone = [
        worker_load(OURS, parts=demand.of(w), available=None if available[w] == UNKNOWN else int(available[w]))
        for w in range(4)
    ]
    assert [together.of(w) for w in range(4)] == alone
    assert together.over.tolist() == [True, False, True, False]


def test_excessive_is_over_110_percent_for_four_weeks_running() -> None:
    readings = [load_of(points, 1000) for points in (1101, 1200, 1101, 1150)]

    assert is_excessive(WMT, readings)
    assert not is_excessive(WMT, readings[1:])
    assert not is_excessive(WMT, [*readings, load_of(1100, 1000)])
    assert not is_excessive(scheme_of("wirral"), readings)


def test_a_week_nobody_knows_the_capacity_of_ends_the_run() -> None:
    assert weeks_above([load_of(1200, 1000), load_of(1200, None), load_of(1200, 1000)], 100) == 1


def test_nothing_available_and_something_asked_counts_as_above() -> None:
    assert weeks_above([load_of(1, 0)], 1000) == 1


POINTS = st.integers(0, 10_000)


@pytest.mark.slow
@given(st.lists(POINTS, max_size=5), POINTS, st.one_of(st.none(), POINTS))
def test_parts_sum_and_adding_a_case_never_lowers_anything(parts: list[int], more: int, available: int | None) -> None:
    named = [(f"case {n}", points) for n, points in enumerate(parts)]
    before = worker_load(OURS, parts=named, available=available)
    after = worker_load(OURS, parts=[*named, ("one more", more)], available=available)

    assert sum(points for _, points in after.parts) == after.points
    assert after.points >= before.points
    assert (after.thousandths or 0) >= (before.thousandths or 0)
    assert after.over >= before.over
    assert (-1 if after.zone is None else after.zone) >= (-1 if before.zone is None else before.zone)
    if before.headroom is not None and after.headroom is not None:
        assert before.headroom - after.headroom == more


@given(POINTS, POINTS)
def test_over_is_exactly_the_zones_beyond_the_line(points: int, available: int) -> None:
    load = load_of(points, available)

    assert load.over is (points > available)
    assert load.over is (load.zone is not None and OURS.zones[load.zone].beyond_line)


def test_demand_below_nothing_is_refused() -> None:
    with pytest.raises(ValueError, match="points must be 0 or more"):
        load_of(-1, 100)
