"""From indicators to criteria to a score, in whole numbers: the same on any machine, to the last place.

Every value in 0..1 is a whole number of millionths; a score of 0..100 points is a whole number of millionths of a point.
The numbers are carried in float64, which holds whole numbers up to 2^53 exactly and divides faster than integers do;
every quotient is rounded half up to a whole number at once, and no intermediate passes 2^47.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from plimsoll.core.caseload import ONE
from plimsoll.core.priority.criteria import Combine, CriteriaSet, CriterionRule
from plimsoll.core.terms import CaseType, Criterion, Indicator

Wholes = NDArray[np.float64]  # whole numbers
# Cases combined at a time: small enough to stay in a core's cache, large enough to drown the calls. Measured on one machine
# with a million cases: 4,096 take 30 ms, 16,384 18, 32,768 16, 131,072 14, all at once 34.
BLOCK = 65_536


@dataclass(frozen=True)
class Indicators:
    """The indicators of n cases.

    values : (len(Indicator), n) int32 millionths, 0 where not applicable, the set's `unknown` where unknown;
    known : (len(Indicator), n) int8, `Known.number`; case_type : (n,) int8, `CaseType.number`;
    applicable : (len(Indicator), len(CaseType)) whether an indicator applies to a case type in this source.
    """

    values: NDArray[np.int32]
    known: NDArray[np.int8]
    case_type: NDArray[np.int8]
    applicable: NDArray[np.bool_]

    def __post_init__(self) -> None:
        if self.values.shape != self.known.shape or self.values.shape[0] != len(Indicator):
            raise ValueError(f"'values' {self.values.shape} and 'known' {self.known.shape} need one row an indicator.")
        if self.values.shape[1] != len(self.case_type):
            raise ValueError(f"{self.values.shape[1]} cases have indicators, {len(self.case_type)} have a case type.")
        if self.applicable.shape != (len(Indicator), len(CaseType)):
            raise ValueError("'applicable' must have one row an indicator and one column a case type.")

    def __len__(self) -> int:
        return len(self.case_type)

    def take(self, which: NDArray[np.int64]) -> "Indicators":
        """Those of some cases, by position."""
        return Indicators(self.values[:, which], self.known[:, which], self.case_type[which], self.applicable)

    def of(self, indicator: Indicator) -> NDArray[np.int32]:
        """One indicator of all cases."""
        return np.asarray(self.values[indicator.number])


def criterion_values(indicators: Indicators, criteria: CriteriaSet) -> NDArray[np.int64]:
    """The five criteria of each case: (len(Criterion), n) millionths."""
    found = np.zeros((len(Criterion), len(indicators)), dtype=np.int64)
    for begin in range(0, len(indicators), BLOCK):
        block = slice(begin, begin + BLOCK)
        for rule in criteria.criteria:
            found[rule.criterion.number, block] = _criterion(rule, indicators, block)
    return found


def scores(indicators: Indicators, criteria: CriteriaSet) -> NDArray[np.int64]:
    """The score of each case: (n,) whole millionths of a point, 0 to 100,000,000."""
    found = np.empty(len(indicators), dtype=np.int64)
    for begin in range(0, len(indicators), BLOCK):
        block = slice(begin, begin + BLOCK)
        total = np.zeros(len(indicators.case_type[block]))
        for rule in criteria.criteria:
            total += rule.weight * _criterion(rule, indicators, block)
        found[block] = total
    return found


def _criterion(rule: CriterionRule, indicators: Indicators, block: slice) -> Wholes:
    value = _combined(rule, indicators, block)
    if rule.lifted_by is None:
        return value
    v = indicators.values[rule.lifted_by.number, block].astype(np.float64)
    return value + _rounded(rule.lift * v * (ONE - value), 100.0 * ONE)


def _combined(rule: CriterionRule, indicators: Indicators, block: slice) -> Wholes:
    """What a criterion makes of its indicators, before it is lifted."""
    values = indicators.values
    first, *others = [word.number for word in rule.indicators]
    if rule.combine is Combine.MAX:
        greatest = values[first, block]
        for other in others:
            greatest = np.maximum(greatest, values[other, block])
        return greatest.astype(np.float64)
    if rule.combine is Combine.EITHER:
        rest = ONE - values[first, block].astype(np.float64)
        for other in others:
            rest = _rounded(rest * (ONE - values[other, block]), float(ONE))
        return ONE - rest
    total = values[first, block].astype(np.float64) * rule.weights[0]
    for weight, other in zip(rule.weights[1:], others, strict=True):
        total += values[other, block].astype(np.float64) * weight
    divisor = mean_divisors(rule, indicators.applicable)
    if divisor.min() == divisor.max():
        return _rounded(total, float(max(divisor[0], 1)))
    return _rounded(total, np.maximum(divisor, 1).astype(np.float64)[indicators.case_type[block]])


def mean_divisors(rule: CriterionRule, applicable: NDArray[np.bool_]) -> NDArray[np.int64]:
    """Sum of the weights of a mean's applicable indicators, by case type: (len(CaseType),)."""
    return np.asarray(sum(w * applicable[word.number] for w, word in zip(rule.weights, rule.indicators, strict=True)))


def _rounded(number: Wholes, divisor: Wholes | float) -> Wholes:
    """number / divisor, rounded half up; exact, since the quotient's distance from a half is far above its error."""
    quotient = number / divisor
    quotient += 0.5
    return np.floor(quotient, out=quotient)


def shares(indicators: Indicators, criteria: CriteriaSet) -> NDArray[np.int64]:
    """What each indicator gives to each case's score: (len(Indicator), n) millionths of a point; columns sum to the score.

    *mean*: by weight times value. *max*: all to the greatest, the first on a tie. *either*: in proportion to -log(1 - x),
    all to those at 1. *lift*: the gain to the indicator that lifts. The rounding remainder goes to the largest share.
    """
    n = len(indicators)
    found = np.zeros((len(Indicator), n), dtype=np.int64)
    for rule in criteria.criteria:
        whole = slice(0, n)
        combined = _combined(rule, indicators, whole).astype(np.int64)
        if rule.lifted_by is not None:
            lifted = _criterion(rule, indicators, whole).astype(np.int64)
            found[rule.lifted_by.number] = rule.weight * (lifted - combined)
        rows = [word.number for word in rule.indicators]
        found[rows] = _split(rule.weight * combined, _parts(rule, indicators.values[rows]))
    return found


def _parts(rule: CriterionRule, values: NDArray[np.int32]) -> NDArray[np.int64]:
    """How a criterion's points are to be divided among its indicators: (k, n) whole proportions, 0 or more.

    -log(1 - x) is a whole number of millionths too, so that the shares are the same on any machine.
    """
    if rule.combine is Combine.MEAN:
        return np.asarray(values * np.array(rule.weights, dtype=np.int64)[:, None])
    if rule.combine is Combine.MAX:
        return np.where(np.arange(len(values))[:, None] == values.argmax(axis=0), values, 0).astype(np.int64)
    full = values == ONE
    small = np.where(full, 0, values) / ONE
    logs = np.rint(-np.log1p(-small) * ONE).astype(np.int64)
    return np.asarray(np.where(full.any(axis=0), full, logs), dtype=np.int64)


def _split(points: NDArray[np.int64], parts: NDArray[np.int64]) -> NDArray[np.int64]:
    """Whole points divided in proportion to parts, each rounded down, the remainder to the largest."""
    total = parts.sum(axis=0)
    split = points * parts // np.maximum(total, 1)  # at most 10^8 x 10^8, within int64
    remainder = points - split.sum(axis=0)
    split[split.argmax(axis=0), np.arange(len(points))] += remainder
    return np.asarray(split)
