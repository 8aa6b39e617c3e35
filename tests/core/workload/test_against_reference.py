"""The engine and its slow plain second version agree exactly."""

from decimal import Decimal
from fractions import Fraction

import numpy as np
import pytest

from plimsoll.core.workload.balance import loads
from plimsoll.core.workload.capacity import available_points
from plimsoll.core.workload.demand import case_points, worker_parts
from plimsoll.core.workload.whole import UNKNOWN
from tests.core.workload.schemes import filled_text, scheme_of, text_of
from tests.reference import workload as plain

CASES = 400
WORKERS = 40
HOURS = np.array([0, 1, 1850, 2220, 2960, 3000, 3333, 3700, 4000])


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("key", ["moj_wmt", "plimsoll_hours", "FILLED"])
def test_engine_agrees_with_the_plain_version(key: str, seed: int) -> None:
    scheme = scheme_of(key)
    raw = plain.raw(filled_text() if key == "FILLED" else text_of(key))
    rng = np.random.default_rng(seed)
    kind = rng.integers(0, len(scheme.kinds), CASES)
    level = rng.integers(UNKNOWN, len(scheme.levels), CASES) if scheme.levels else None
    holds = rng.random((len(scheme.modifiers), CASES)) < 0.3
    share = rng.choice([0, 33, 50, 70, 100], CASES)
    owner = rng.integers(UNKNOWN, WORKERS, CASES)
    hours = rng.choice(HOURS, WORKERS)
    percent = rng.choice([0, 0, 10, 20, 40, 100, 120], WORKERS)
    off = rng.choice([0, 0, 180, 370, 4000], WORKERS)

    points = case_points(scheme, case_type=kind, level=level, modifiers=holds, share=share)
    there = available_points(scheme, contracted_hours=hours, reduction_percent=percent, reduction_hours=off)
    asked = worker_parts(scheme, points=points, case_type=kind, worker=owner, contracted_hours=hours, available=there)
    found = loads(scheme, demand=asked, available=there)

    plain_points = [
        plain.case_points(
            raw,
            scheme.kinds[kind[i]],
            None if level is None or level[i] == UNKNOWN else scheme.levels[level[i]],
            {rule.key for rule, column in zip(scheme.modifiers, holds[:, i], strict=True) if column},
            int(share[i]),
        )
        for i in range(CASES)
    ]
    assert [Fraction(int(p), 100) for p in points] == plain_points
    for w in range(WORKERS):
        worked = Fraction(int(hours[w]), 100)
        can = plain.available(raw, worked, int(percent[w]), Fraction(int(off[w]), 100))
        does = sum((p for p, o in zip(plain_points, owner, strict=True) if o == w), Fraction(0))
        if raw["stable"]["counted_in"] == "LOAD" and can:
            does += plain.stable(raw, worked)
        load = found.of(w)
        said = None if load.thousandths is None else Decimal(load.thousandths) / 10
        assert (Fraction(load.points, 100), Fraction(load.available or 0, 100)) == (does, can)
        assert (said, load.zone_label, load.over) == plain.standing(raw, does, can)
