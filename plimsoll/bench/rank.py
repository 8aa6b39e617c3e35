"""Ranking a million cases, against the least that any ranking must do, and against the field's usual library."""

from collections.abc import Iterator
from importlib.resources import files

import numpy as np

from plimsoll.bench.measure import Row, in_turn
from plimsoll.core.priority.criteria import parse
from plimsoll.core.priority.order import order_of_work
from plimsoll.core.priority.scores import Indicators, scores
from plimsoll.core.terms import Band, CaseType, Indicator

CASES = 1_000_000
SEED = 2026


def rows() -> Iterator[Row]:
    """Order of work of a million cases by twelve indicators, exact to the last place."""
    criteria = parse((files("plimsoll") / "rulebooks/criteria/statutory.toml").read_text(encoding="utf-8"))
    random = np.random.default_rng(SEED)
    case_type = random.integers(0, len(CaseType), CASES).astype(np.int8)
    applicable = np.ones((len(Indicator), len(CaseType)), dtype=bool)
    for word, types in criteria.applies.items():
        applicable[word.number] = [kind in types for kind in CaseType]
    values = random.integers(0, 1_000_001, (len(Indicator), CASES), dtype=np.int32)
    values[~applicable[:, case_type]] = 0
    indicators = Indicators(values, np.zeros(values.shape, dtype=np.int8), case_type, applicable)
    band = random.integers(0, len(Band), CASES).astype(np.int8)
    due = random.integers(0, 30_000_000, CASES)
    since = random.integers(10_000, 21_000, CASES).astype("datetime64[D]")
    reference = np.char.add("K-", random.permutation(CASES).astype("U7"))
    keys = random.integers(0, 2**63, CASES, dtype=np.uint64)

    def ours() -> object:
        return order_of_work(band, scores(indicators, criteria), values[Indicator.FITS.number], due, since, reference)

    def least() -> object:
        return values.copy(), np.sort(keys)

    seconds, floor = in_turn(ours, least, times=7)
    measure = f"order of {CASES:,} cases x {len(Indicator)} indicators"
    yield Row("rank", measure, seconds, "s", "one copy of the matrix and one np.sort of as many keys", floor, 4.0)
    yield Row("rank", measure, seconds, "s", "pymcdm: weighted sum and ranking", _pymcdm(values), 0.01)


def _pymcdm(values: np.ndarray) -> float:
    from pymcdm.helpers import rrankdata  # noqa: PLC0415 - comes with the bench extra alone
    from pymcdm.methods import WSM  # noqa: PLC0415

    matrix = np.maximum(values.T, 1) / 1_000_000  # it refuses a 0
    n = matrix.shape[1]

    def theirs() -> object:
        return rrankdata(WSM()(matrix, np.full(n, 1 / n), np.ones(n)))

    seconds, _ = in_turn(theirs, lambda: None, times=1)
    return seconds
