"""Criteria from indicators, the score, and the shares that explain it: by hand, in millionths."""

from dataclasses import replace

import numpy as np
import pytest

from plimsoll.core.caseload import ONE
from plimsoll.core.priority.criteria import Combine, CriterionRule
from plimsoll.core.priority.scores import Indicators, criterion_values, scores, shares
from plimsoll.core.terms import CaseType, Criterion, Indicator, Known
from tests.core.priority.generated import shipped

A, B, C, V = Indicator.TRIAGE, Indicator.INFORMATION, Indicator.LAST_SEEN, Indicator.VULNERABILITY


def indicators(*, without: tuple[Indicator, ...] = (), **values: int) -> Indicators:
    """One case of the first type, with some values and some indicators not applicable."""
    column = np.array([[values.get(word.value, 0) * (word not in without)] for word in Indicator], dtype=np.int32)
    applicable = np.ones((len(Indicator), len(CaseType)), dtype=bool)
    applicable[[word.number for word in without]] = False
    known = np.where(applicable[:, :1], Known.KNOWN.number, Known.NOT_APPLICABLE.number).astype(np.int8)
    return Indicators(column, known, np.zeros(1, dtype=np.int8), applicable)


def criteria(combine: Combine, of: tuple[Indicator, ...], weights: tuple[int, ...] = (), weight: int = 100, **more):
    """A set of one criterion that matters."""
    rule = CriterionRule(Criterion.URGENCY, weight, combine, of, weights or (1,) * len(of), **more)
    return replace(shipped(), criteria=(rule,))


def given(found: Indicators, rules) -> dict[str, int]:
    """The shares that are not 0, which sum to the score."""
    column = shares(found, rules)[:, 0]
    assert column.sum() == scores(found, rules)[0]
    return {word.value: int(column[word.number]) for word in Indicator if column[word.number]}


def test_either_adds_up_small_signs_and_takes_one_full_one() -> None:
    rules = criteria(Combine.EITHER, (A, B, C))

    assert criterion_values(indicators(TRIAGE=500_000, INFORMATION=400_000), rules)[0, 0] == 700_000
    assert criterion_values(indicators(TRIAGE=ONE, INFORMATION=1), rules)[0, 0] == ONE
    assert criterion_values(indicators(), rules)[0, 0] == 0


def test_either_rounds_each_step_half_up() -> None:
    # 0.5 x 0.999999 = 0.4999995 of the rest, rounded to 0.5
    assert (
        criterion_values(indicators(TRIAGE=500_000, INFORMATION=1), criteria(Combine.EITHER, (A, B)))[0, 0] == 500_000
    )


def test_max_takes_the_greatest() -> None:
    found = indicators(TRIAGE=250_000, INFORMATION=800_000)

    assert criterion_values(found, criteria(Combine.MAX, (A, B)))[0, 0] == 800_000


def test_mean_weighs_and_leaves_out_what_does_not_apply() -> None:
    rules = criteria(Combine.MEAN, (A, B), (4, 1))

    assert criterion_values(indicators(TRIAGE=500_000, INFORMATION=ONE), rules)[0, 0] == 600_000
    assert criterion_values(indicators(INFORMATION=ONE, without=(A,)), rules)[0, 0] == ONE


def test_mean_rounds_half_up() -> None:
    assert criterion_values(indicators(TRIAGE=1), criteria(Combine.MEAN, (A, B)))[0, 0] == 1


def test_mean_divides_by_what_applies_to_each_case_type() -> None:
    both = indicators(TRIAGE=500_000, INFORMATION=ONE)
    applicable = both.applicable.copy()
    applicable[A.number, 1] = False
    two = Indicators(
        np.array(
            [[row[0], row[0] * (word is not A)] for word, row in zip(Indicator, both.values, strict=True)],
            dtype=np.int32,
        ),
        np.repeat(both.known, 2, axis=1),
        np.array([0, 1], dtype=np.int8),
        applicable,
    )

    assert criterion_values(two, criteria(Combine.MEAN, (A, B)))[0].tolist() == [750_000, ONE]


def test_criterion_without_applicable_indicators_scores_0_and_weights_stay() -> None:
    everything = indicators(**{word.value: ONE for word in Indicator})
    nothing = indicators(without=(Indicator.WINDOW,), **{word.value: ONE for word in Indicator})

    assert scores(everything, shipped()).tolist() == [100_000_000]
    assert scores(nothing, shipped()).tolist() == [93_000_000]


def test_lift_raises_by_a_part_of_what_is_left() -> None:
    rules = criteria(Combine.MEAN, (A,), lifted_by=V, lift=25)

    assert criterion_values(indicators(TRIAGE=500_000, VULNERABILITY=330_000), rules)[0, 0] == 541_250
    assert criterion_values(indicators(VULNERABILITY=ONE), rules)[0, 0] == 250_000
    assert criterion_values(indicators(TRIAGE=ONE, VULNERABILITY=ONE), rules)[0, 0] == ONE


def test_shares_of_a_mean_go_by_weight_times_value() -> None:
    rules = criteria(Combine.MEAN, (A, B), (4, 1))

    assert given(indicators(TRIAGE=500_000, INFORMATION=ONE), rules) == {
        "TRIAGE": 40_000_000,
        "INFORMATION": 20_000_000,
    }


def test_shares_of_a_max_go_to_the_greatest_the_first_on_a_tie() -> None:
    rules = criteria(Combine.MAX, (A, B, C))

    assert given(indicators(INFORMATION=500_000, LAST_SEEN=500_000), rules) == {"INFORMATION": 50_000_000}


def test_shares_of_either_go_by_the_logarithm() -> None:
    # log 0.25 is twice log 0.5: a third and two thirds of 87.5, each rounded down; the remainder to the largest.
    found = given(indicators(TRIAGE=500_000, INFORMATION=750_000), criteria(Combine.EITHER, (A, B)))

    assert found == {"TRIAGE": 29_166_666, "INFORMATION": 58_333_334}


def test_shares_of_either_go_to_those_at_1_alone() -> None:
    rules = criteria(Combine.EITHER, (A, B, C), weight=7)

    found = given(indicators(TRIAGE=ONE, INFORMATION=999_999, LAST_SEEN=ONE), rules)

    assert found == {"TRIAGE": 3_500_000, "LAST_SEEN": 3_500_000}


def test_rounding_remainder_goes_to_the_largest_share_the_first_on_a_tie() -> None:
    found = given(indicators(TRIAGE=1, INFORMATION=1, LAST_SEEN=1), criteria(Combine.EITHER, (A, B, C), weight=1))

    assert found == {"TRIAGE": 1, "INFORMATION": 1, "LAST_SEEN": 1}
    assert given(indicators(TRIAGE=1, LAST_SEEN=1), criteria(Combine.MEAN, (A, B, C), weight=1)) == {"TRIAGE": 1}


def test_share_of_a_lift_is_its_gain() -> None:
    rules = criteria(Combine.MEAN, (A,), lifted_by=V, lift=25)

    found = given(indicators(TRIAGE=500_000, VULNERABILITY=330_000), rules)

    assert found == {"TRIAGE": 50_000_000, "VULNERABILITY": 4_125_000}


@pytest.mark.slow
def test_logarithm_of_every_share_rounds_the_same_way_on_any_machine() -> None:
    # A library's logarithm is off by 10^-9 of a millionth at most; no value comes nearer to a half than 10^-6.
    logs = -np.log1p(-np.arange(ONE) / ONE) * ONE

    assert np.abs(logs - np.floor(logs) - 0.5).min() > 1e-6


@pytest.mark.parametrize("rows", [len(Indicator) - 1, len(Indicator) + 1])
def test_indicators_need_one_row_each(rows: int) -> None:
    one = indicators()

    with pytest.raises(ValueError, match="one row an indicator"):
        Indicators(np.zeros((rows, 1), dtype=np.int32), one.known, one.case_type, one.applicable)
