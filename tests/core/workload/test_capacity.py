"""What a worker can give: the oracles of the probation tool, part time, newly qualified, never below nothing."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from plimsoll.core.workload.capacity import Granted, available_points, capacity
from plimsoll.core.workload.scheme import BlankInScheme, Scheme
from plimsoll.core.workload.whole import UNKNOWN, IntArray
from tests.core.workload.schemes import scheme_of

OURS = scheme_of("plimsoll_hours")
WMT = scheme_of("moj_wmt")
FILLED = scheme_of("FILLED")


def ints(*values: int) -> IntArray:
    return np.array(values, dtype=np.int64)


@pytest.mark.parametrize(
    ("contracted", "off", "points"),
    [(3700, 0, 2176), (3700, 180, 2070), (3000, 180, 1658), (0, 0, 0), (1000, 3700, 0), (1850, 0, 1088)],
)
def test_probation_s_own_worked_cases(contracted: int, off: int, points: int) -> None:
    # The first rows are unit tests of ministryofjustice/hmpps-workload; the last three by hand.
    found = available_points(WMT, contracted_hours=ints(contracted), reduction_hours=ints(off))

    assert found.tolist() == [points * 100]


def test_nothing_where_the_scheme_s_own_hours_are_nothing() -> None:
    assert available_points(replace(WMT, full_time_hours=0), contracted_hours=ints(3700)).tolist() == [0]


def test_our_own_capacity_as_a_sum() -> None:
    found = capacity(
        OURS, contracted_hours=3700, granted=[Granted("NEWLY_QUALIFIED"), Granted("PROTECTED_DEVELOPMENT")]
    )

    assert found.parts == (
        ("contracted hours", 3700),
        ("being newly qualified (10 %)", -370),
        ("protected development time", -370),
        ("supervision, training, team and administration", -700),
    )
    assert found.points == 2260


@pytest.mark.parametrize(("percent", "points"), [(10, 90), (20, 80), (40, 60)])
def test_newly_qualified_is_a_setting(percent: int, points: int) -> None:
    rules = [replace(rule, amount=percent) if rule.key == "NEWLY_QUALIFIED" else rule for rule in FILLED.reductions]
    scheme = replace(FILLED, reductions=tuple(rules))

    assert capacity(scheme, contracted_hours=3700, granted=[Granted("NEWLY_QUALIFIED")]).points == points * 100


def test_half_the_hours_are_half_the_capacity() -> None:
    assert available_points(OURS, contracted_hours=ints(3700, 1850)).tolist() == [3000, 1500]


def test_a_worker_on_leave_has_nothing_available_and_parts_say_so() -> None:
    found = capacity(OURS, contracted_hours=3700, granted=[Granted("FAMILY_LEAVE"), Granted("NEWLY_QUALIFIED")])

    assert found.points == 0
    assert found.parts[1:] == (
        ("maternity, adoption or parental leave (100 %)", -3700),
        ("being newly qualified (10 %)", 0),
        ("supervision, training, team and administration", 0),
    )


def test_hours_nobody_told_us_are_unknown_not_nothing() -> None:
    assert available_points(OURS, contracted_hours=ints(UNKNOWN, 0)).tolist() == [UNKNOWN, 0]
    assert capacity(OURS, contracted_hours=None).points is None


@pytest.mark.parametrize(
    ("granted", "says"),
    [
        (Granted("NEWLY_QUALIFIED", percent=20), "NEWLY_QUALIFIED is fixed by the scheme"),
        (Granted("UNION_TIME"), "UNION_TIME needs its amount: give percent, up to 50"),
        (Granted("UNION_TIME", percent=51), "UNION_TIME, percent must be from 0 to 50, not 51"),
        (Granted("PHASED_RETURN"), "PHASED_RETURN needs its amount: give either percent or hours"),
        (Granted("PHASED_RETURN", percent=10, hours=100), "PHASED_RETURN needs its amount: give either"),
        (Granted("DISABILITY_ADJUSTMENT", percent=101), "DISABILITY_ADJUSTMENT, percent must be from 0 to 100"),
        (Granted("DISABILITY_ADJUSTMENT", hours=-1), "DISABILITY_ADJUSTMENT, hours must be from 0"),
    ],
)
def test_reductions_that_cannot_be(granted: Granted, says: str) -> None:
    with pytest.raises(ValueError, match=says):
        capacity(OURS, contracted_hours=3700, granted=[granted])


def test_a_disability_adjustment_is_whatever_was_agreed() -> None:
    by_hours, by_percent = (
        capacity(OURS, contracted_hours=3700, granted=[granted]).points
        for granted in (Granted("DISABILITY_ADJUSTMENT", hours=600), Granted("DISABILITY_ADJUSTMENT", percent=15))
    )

    assert (by_hours, by_percent) == (2400, 2445)


def test_wirral_needs_its_hours_first_then_its_part_time_rule() -> None:
    with pytest.raises(BlankInScheme, match="full_time_hours"):
        capacity(scheme_of("wirral"), contracted_hours=3700)


GRANTS = st.lists(
    st.one_of(
        st.just(Granted("NEWLY_QUALIFIED")),
        st.just(Granted("PROTECTED_DEVELOPMENT")),
        st.builds(Granted, st.just("UNION_TIME"), percent=st.integers(0, 50)),
        st.builds(Granted, st.just("PHASED_RETURN"), percent=st.integers(0, 100)),
        st.builds(Granted, st.just("PREGNANCY"), hours=st.integers(0, 4000)),
    ),
    max_size=4,
)


@pytest.mark.slow
@given(st.integers(0, 4800), GRANTS)
def test_parts_sum_to_the_capacity_and_never_add(hours: int, granted: list[Granted]) -> None:
    found = capacity(OURS, contracted_hours=hours, granted=granted)

    assert sum(points for _, points in found.parts) == found.points
    assert all(points <= 0 for _, points in found.parts[1:])
    assert found.points is not None
    assert 0 <= found.points <= hours


@given(st.integers(0, 4800), st.integers(0, 4800), st.integers(0, 150), st.integers(0, 2000))
@pytest.mark.parametrize("scheme", [OURS, WMT, FILLED])
def test_more_hours_never_give_less(scheme: Scheme, one: int, other: int, percent: int, off: int) -> None:
    low, high = sorted((one, other))
    found = available_points(
        scheme,
        contracted_hours=ints(low, high),
        reduction_percent=ints(percent, percent),
        reduction_hours=ints(off, off),
    )

    assert 0 <= found[0] <= found[1]


@given(st.integers(0, 3700))
def test_part_time_scales_to_the_hundredth(hours: int) -> None:
    (found,) = available_points(FILLED, contracted_hours=ints(hours)).tolist()

    assert abs(found * 3700 - 10_000 * hours) * 2 <= 3700
