"""How far places move under other weights: against a plain version in fractions, draw by draw."""

from fractions import Fraction

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from plimsoll.core.priority.firmness import DRAWS, close_calls, drawn, firmness
from plimsoll.core.priority.order import rank
from plimsoll.core.priority.scores import criterion_values
from plimsoll.core.terms import Criterion
from tests.core.priority.generated import generated, shipped
from tests.core.priority.small import ranked


def plain_places(ranking, cases, weights):
    """Places of a list under one draw, scaled to the sum of the weights, from 1."""
    values = criterion_values(ranking.indicators, ranking.criteria)
    scale = Fraction(100, sum(int(weight) for weight in weights))

    def key(at):
        case = cases[at]
        points = sum(int(weight) * scale * int(values[row, case]) for row, weight in enumerate(weights))
        return ranking.bands.band[case], -points, at

    order = sorted(range(len(cases)), key=key)
    return [order.index(at) + 1 for at in range(len(cases))]


@settings(max_examples=10, deadline=None)
@given(st.integers(0, 2**32 - 1))
def test_ranges_are_those_of_a_plain_version(seed):
    world = generated(seed, 12)
    ranking = rank(world.caseload, world.items, world.workers, shipped(), world.calendar, world.as_at)
    cases = ranking.order
    weights = drawn(tuple(rule.weight for rule in sorted(shipped().criteria, key=lambda rule: rule.criterion.number)))
    every = np.array([plain_places(ranking, cases, row) for row in weights[::100]])

    found = firmness(ranking, cases)

    assert (found.first <= every.min(axis=0)).all()
    assert (found.last >= every.max(axis=0)).all()
    assert (found.first <= np.arange(1, 13)).all()
    assert (found.last >= np.arange(1, 13)).all()


def test_every_draw_counts_and_bounds_are_kept():
    weights = drawn((30, 30, 25, 8, 7))

    assert weights.shape == (DRAWS, len(Criterion))
    assert weights[0].tolist() == [w * 1_000_000 for w in (30, 30, 25, 8, 7)]
    factors = weights / weights[0]
    assert 0.75 <= factors.min() < 0.751
    assert 1.249 < factors.max() <= 1.25
    assert drawn((30, 30, 25, 8, 7))[1].tolist() == [36_033_000.0, 27_574_830.0, 20_774_125.0, 7_471_720.0, 5_764_640.0]


def test_what_leads_in_every_criterion_stands_firm():
    ranking = ranked({"wait": 2, "likelihood": 3, "severity": 3}, {"wait": 1, "likelihood": 2, "severity": 3})

    found = firmness(ranking, ranking.order)

    assert (found.first.tolist(), found.last.tolist(), found.turns.tolist()) == ([1, 2], [1, 2], [0.0])


def test_bands_are_crossed_by_no_weights():
    ranking = ranked({"immediate_harm": True}, {"wait": 4, "likelihood": 4, "severity": 4, "last_seen": "2026-01-05"})

    found = firmness(ranking, ranking.order)

    assert found.last.tolist() == [1, 2]
    assert close_calls(ranking, ranking.order).tolist() == [False]


def test_close_in_points_is_a_close_call_and_so_is_what_turns():
    consequences = {"wait": 2, "likelihood": 2, "severity": 2, "last_seen": "2026-11-23"}
    urgency = {"wait": 0, "last_seen": "2026-10-30"}
    near = ranked(consequences, consequences | {"who_else": 1})
    turns = ranked(consequences, urgency)
    far = ranked(consequences, {})

    assert close_calls(near, near.order).tolist() == [True]
    assert turns.score.max() - turns.score.min() == 3_000_000
    assert firmness(turns, turns.order).turns[0] > 0.1
    assert close_calls(turns, turns.order).tolist() == [True]
    assert close_calls(far, far.order).tolist() == [False]
