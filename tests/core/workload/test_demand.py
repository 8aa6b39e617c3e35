"""What cases ask: by hand, by property, and the calibration our own scheme claims."""

from random import Random

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from plimsoll.core.terms import CaseType
from plimsoll.core.workload.colleagues import help_points
from plimsoll.core.workload.demand import (
    case_parts,
    case_points,
    further_child,
    not_counted,
    worker_parts,
)
from plimsoll.core.workload.reading import parse
from plimsoll.core.workload.rules import HelpSize
from plimsoll.core.workload.scheme import FURTHER_CHILD, BlankInScheme
from plimsoll.core.workload.whole import UNKNOWN, IntArray, Parts
from tests.core.workload.schemes import scheme_of, text_of

OURS = scheme_of("plimsoll_hours")
WMT = scheme_of("moj_wmt")
FILLED = scheme_of("FILLED")


def ints(*values: int) -> IntArray:
    return np.array(values, dtype=np.int64)


def with_modifiers(n: int, **cases: list[int]) -> np.ndarray:
    holds = np.zeros((len(OURS.modifiers), n), dtype=np.bool_)
    for key, columns in cases.items():
        holds[OURS.modifier(key), columns] = True
    return holds


def test_additions_come_before_multiplications_whatever_the_order() -> None:
    # (2.75 + 1) x 1.25 = 4.6875 -> 4.69; x 0.7 = 3.283 -> 3.28; half of it 1.64
    holds = with_modifiers(1, COURT=[0], COMPLEXITY=[0], FURTHER_CHILD=[0])
    parts = case_parts(OURS, case_type=ints(CaseType.CHILD_PROTECTION.number), modifiers=holds, share=ints(50))

    assert parts.of(0) == (
        ("weight", 275),
        ("in court or pre-proceedings", 100),
        ("judged complex by worker and supervisor together", 94),
        ("further child of the same household", -141),
        ("shared with a co-worker", -164),
    )
    assert parts.total.tolist() == [164]


def test_probation_points_by_tier_and_untiered_not_counted() -> None:
    kinds, tiers = ints(0, 1, 2, 1), ints(0, 5, 14, UNKNOWN)

    assert case_points(WMT, case_type=kinds, level=tiers).tolist() == [20600, 13200, 1300, 0]
    assert not_counted(WMT, tiers, 4).tolist() == [False, False, False, True]
    assert case_points(WMT, case_type=kinds).tolist() == [0, 0, 0, 0]


def test_probation_warrants_keep_nothing() -> None:
    holds = np.array([[True], [False], [True]])

    assert case_points(WMT, case_type=ints(0), level=ints(0), modifiers=holds).tolist() == [0]


def test_england_s_average_caseload_stands_at_the_line() -> None:
    mix = {"LOOKED_AFTER": 20, "CHILD_PROTECTION": 12, "SECTION_47": 3, "ASSESSMENT": 20, "CHILD_IN_NEED": 45}
    kinds = np.repeat([CaseType[kind].number for kind in mix], list(mix.values()))

    hours = case_points(OURS, case_type=kinds).sum() / 100 / 100 * 15.2

    assert hours == pytest.approx(30, rel=0.01)


def test_typical_modifiers_about_cancel_out() -> None:
    kinds = np.repeat([0, 1, 2, 4, 3], [20, 12, 3, 20, 45])
    holds = np.zeros((len(OURS.modifiers), 100), dtype=np.bool_)
    shares = {"COURT": 10, "COMPLEXITY": 12, "NEW_CASE": 8, "INTERPRETER": 5, "TRAVEL": 5, FURTHER_CHILD: 45}
    rng = np.random.default_rng(1)
    for key, of_100 in shares.items():
        holds[OURS.modifier(key), rng.permutation(100)[:of_100]] = True

    plain, modified = (case_points(OURS, case_type=kinds, modifiers=m).sum() for m in (None, holds))

    assert modified == pytest.approx(plain, rel=0.05)


def test_shapes_and_ranges_are_asserted_at_the_door() -> None:
    with pytest.raises(ValueError, match="case_type must be from 0 to 11; found 0 to 12"):
        case_points(OURS, case_type=ints(0, 12))
    with pytest.raises(ValueError, match=r"modifiers must be bool \(6, 1\)"):
        case_points(OURS, case_type=ints(0), modifiers=np.zeros((2, 1), dtype=np.bool_))
    with pytest.raises(ValueError, match="share must be from 0 to 100"):
        case_points(OURS, case_type=ints(0), share=ints(101))
    with pytest.raises(ValueError, match="has no levels"):
        case_points(OURS, case_type=ints(0), level=ints(0))
    with pytest.raises(ValueError, match="worker must be from -1 to 1"):
        worker_parts(
            OURS,
            points=ints(100),
            case_type=ints(0),
            worker=ints(2),
            contracted_hours=ints(3700, 3700),
            available=ints(3000, 3000),
        )


def test_no_cases_is_no_points() -> None:
    assert case_points(OURS, case_type=ints()).tolist() == []


def test_further_child_is_all_but_the_one_who_asks_most() -> None:
    points = ints(160, 275, 275, 160, 160, 200)
    household = ints(1, 1, 1, 2, UNKNOWN, UNKNOWN)
    worker = ints(0, 0, 0, 0, 0, 0)

    assert further_child(points, household, worker).tolist() == [True, False, True, False, False, False]
    assert not further_child(points, household, ints(0, 1, 2, 0, 0, 0)).any()
    assert not further_child(points, household, np.full(6, UNKNOWN)).any()


def test_worker_parts_open_by_kind_stable_extras_and_help() -> None:
    kinds = ints(CaseType.CHILD_PROTECTION.number, CaseType.CHILD_IN_NEED.number, CaseType.CHILD_PROTECTION.number)
    given, received = help_points(
        OURS, task=ints(0), size=ints(HelpSize.MEDIUM.number), helper=ints(1), owner=ints(0), n_workers=2
    )
    extras = np.zeros((len(OURS.extras), 2), dtype=np.int64)
    extras[OURS.responsibility("MENTOR"), 0] = 2

    parts = worker_parts(
        OURS,
        points=case_points(OURS, case_type=kinds),
        case_type=kinds,
        worker=ints(0, 0, UNKNOWN),
        contracted_hours=ints(3700, 3700),
        available=ints(3000, 3000),
        extras=extras,
        help_given=given,
        help_received=received,
    )

    assert parts.of(0) == (
        ("child protection", 275),
        ("child in need", 160),
        ("mentor of a newly qualified colleague", 200),
        ("help from colleagues", -200),
    )
    assert parts.of(1) == (("help given to colleagues", 200),)


def test_wirral_counts_15_stable_points_for_all_who_have_something_available() -> None:
    parts = worker_parts(
        FILLED,
        points=ints(),
        case_type=ints(),
        worker=ints(),
        contracted_hours=ints(3700, 1850, 3700, UNKNOWN, 0),
        available=ints(10_000, 5_000, 0, UNKNOWN, 0),
    )

    assert parts.total.tolist() == [1500, 1500, 0, 1500, 0]


def test_help_never_takes_off_more_than_was_asked() -> None:
    parts = worker_parts(
        OURS,
        points=ints(100),
        case_type=ints(0),
        worker=ints(0),
        contracted_hours=ints(3700),
        available=ints(3000),
        help_received=ints(500),
    )

    assert parts.total.tolist() == [0]


def test_helping_on_one_s_own_case_is_refused() -> None:
    with pytest.raises(ValueError, match="that is their own case"):
        help_points(OURS, task=ints(0), size=ints(0), helper=ints(1), owner=ints(1), n_workers=2)


def test_probation_help_moves_from_owner_to_helper() -> None:
    task = WMT.help_task("PARTNERSHIP_MEETINGS")
    given, received = help_points(
        WMT, task=ints(task, task), size=ints(0, 2), helper=ints(0, 0), owner=ints(1, UNKNOWN), n_workers=2
    )

    assert (given.tolist(), received.tolist()) == ([3500, 0], [0, 900])


def test_a_blank_modifier_is_named_only_when_it_holds() -> None:
    text = text_of("plimsoll_hours").replace('effect = "ADD"\npoints = 1\n', 'effect = "ADD"\n')
    scheme = parse(text.replace("review_interval_weeks", 'blank = ["modifiers.COURT.points"]\nreview_interval_weeks'))

    assert case_points(scheme, case_type=ints(0), modifiers=with_modifiers(1, TRAVEL=[0])).tolist() == [250]
    with pytest.raises(BlankInScheme, match=r"modifiers\.COURT\.points"):
        case_points(scheme, case_type=ints(0), modifiers=with_modifiers(1, COURT=[0]))


CASE = st.tuples(st.integers(0, 11), st.integers(0, 2**5 - 1), st.integers(UNKNOWN, 2), st.integers(UNKNOWN, 1))


def totals(cases: list[tuple[int, int, int, int]]) -> tuple[IntArray, Parts]:
    """Points by worker with siblings marked by the engine itself."""
    kinds, masks, household, worker = (np.array(column, dtype=np.int64) for column in np.array(cases).reshape(-1, 4).T)
    holds = np.array([(masks >> bit & 1).astype(np.bool_) for bit in range(6)])
    before = case_points(OURS, case_type=kinds, modifiers=holds)
    holds[OURS.modifier(FURTHER_CHILD)] = further_child(before, household, worker)
    parts = case_parts(OURS, case_type=kinds, modifiers=holds)
    held = worker != UNKNOWN
    return np.bincount(worker[held], parts.total[held], minlength=2).astype(np.int64), parts


@pytest.mark.slow
@given(st.lists(CASE, max_size=8), CASE, st.integers(0, 8))
def test_adding_a_case_never_lowers_a_load_not_even_a_sibling(cases: list, more: tuple, place: int) -> None:
    before, _ = totals(cases)
    after, parts = totals([*cases[:place], more, *cases[place:]])

    assert (after >= before).all()
    assert (parts.total >= 0).all()
    assert parts.points.sum(axis=0).tolist() == parts.total.tolist()


@pytest.mark.slow
@given(st.lists(CASE, max_size=8), st.randoms())
def test_the_order_of_cases_does_not_matter(cases: list, random: Random) -> None:
    mixed = random.sample(cases, len(cases))

    assert totals(cases)[0].tolist() == totals(mixed)[0].tolist()
