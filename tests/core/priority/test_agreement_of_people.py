"""Kendall's tau, against a plain count of pairs."""

from itertools import combinations
from math import sqrt

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from plimsoll.core.priority.agreement import agreement, kendall

PLACES = st.lists(st.tuples(st.integers(1, 6), st.integers(1, 6)), min_size=2, max_size=12)


def plain(a, b):
    """Pairs in the same order less pairs in the other, over the pairs that are no ties."""
    pairs = list(combinations(range(len(a)), 2))
    turns = [(a[i] - a[j]) * (b[i] - b[j]) for i, j in pairs]
    told_a, told_b = sum(a[i] != a[j] for i, j in pairs), sum(b[i] != b[j] for i, j in pairs)
    if not told_a or not told_b:
        return None
    return (sum(t > 0 for t in turns) - sum(t < 0 for t in turns)) / sqrt(told_a * told_b)


@given(PLACES)
def test_it_is_the_count_of_pairs(pairs):
    a, b = ([pair[side] for pair in pairs] for side in (0, 1))

    assert kendall(np.array(a), np.array(b)) == (pytest.approx(plain(a, b)) if plain(a, b) is not None else None)


def test_managers_are_held_against_the_engine_and_each_other():
    found = agreement({"Ines": [1, 2, 3, 4], "Gwen": [4, 3, 2, 1]}, [1, 2, 4, 3])

    assert found.with_engine["Ines"] == pytest.approx(2 / 3)
    assert found.with_engine["Gwen"] == pytest.approx(-2 / 3)
    assert found.between == {("Gwen", "Ines"): -1.0}
    assert found.apart[0] == (0, 1.5)


def test_everybody_orders_the_same_cases():
    with pytest.raises(ValueError, match="Ines ordered 2 cases, the engine 3"):
        agreement({"Ines": [1, 2]}, [1, 2, 3])
