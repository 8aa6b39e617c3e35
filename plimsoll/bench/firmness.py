"""How firm an order of 30 cases is over 2,000 draws of the weights, against one product and one argsort of that size."""

from collections.abc import Iterator
from dataclasses import replace
from importlib.resources import files

import numpy as np

from plimsoll.bench.measure import Row, in_turn
from plimsoll.core.calendar import Calendar
from plimsoll.core.caseload import Caseload, Events, Workers
from plimsoll.core.priority import criteria as criteria_sets
from plimsoll.core.priority.firmness import DRAWS, close_calls, drawn, firmness
from plimsoll.core.priority.order import Ranking, rank
from plimsoll.core.rulebook import parse
from plimsoll.core.terms import CaseType, Criterion, EventKind
from plimsoll.core.timescales.due import due_items

CASES = 30
SEED = 2026
AT = np.datetime64("2026-11-23T09:00", "m")
GOAL, TIMES = 5.0, 201


def rows() -> Iterator[Row]:
    """The range of places of one caseload, with the draws at hand and drawn anew; and which places are a close call."""
    ranking = _ranking()
    random = np.random.default_rng(SEED)
    weights, values = random.random((DRAWS, len(Criterion))), random.random((len(Criterion), CASES))
    cases = ranking.order

    def anew() -> object:
        drawn.cache_clear()
        return firmness(ranking, cases)

    def least() -> object:
        return (weights @ values).argsort(axis=1)

    ours, cold, calls, theirs = in_turn(
        lambda: firmness(ranking, cases), anew, lambda: close_calls(ranking, cases), least, times=TIMES
    )
    baseline = f"one product and argsort of {DRAWS:,} x {CASES} by NumPy"
    what = f"range of places of {CASES} cases over {DRAWS:,} draws"
    yield Row("firmness", what, ours * 1000, "ms", baseline, theirs * 1000, GOAL)
    yield Row("firmness", f"{what}, drawn anew", cold * 1000, "ms", baseline, theirs * 1000, GOAL)
    yield Row("firmness", f"close calls of {CASES} cases", calls * 1000, "ms", baseline, theirs * 1000, GOAL)


def _ranking() -> Ranking:
    """An order of work of cases with judgements and visits by chance."""
    read = files("plimsoll") / "rulebooks"
    criteria = criteria_sets.parse((read / "criteria/statutory.toml").read_text(encoding="utf-8"))
    rulebook = parse((read / "england.toml").read_text(encoding="utf-8"))
    random, calendar, at = np.random.default_rng(SEED), Calendar(), int(AT.astype(np.int64))
    today = AT.astype("datetime64[D]")
    blank = Caseload.blank([f"K-{number:03}" for number in range(CASES)], [CaseType.CHILD_IN_NEED] * CASES)
    seen = today - random.integers(1, 60, CASES)
    visits = [(case, EventKind.IN_NEED_VISIT, str(day)) for case, day in enumerate(seen)]
    begun = [(case, EventKind.IN_NEED_STARTED, str(day - np.timedelta64(100, "D"))) for case, day in enumerate(seen)]
    judged = {name: random.integers(0, 5, CASES).astype(np.int8) for name in ("likelihood", "severity", "wait")}
    worker = np.zeros(CASES, dtype=np.int32)
    caseload = replace(blank, worker=worker, last_seen=seen, events=Events.of([*visits, *begun]), **judged)
    items = due_items(caseload, rulebook, calendar, at)
    return rank(caseload, items, Workers(("a worker",), np.array([1_600])), criteria, calendar, at)
