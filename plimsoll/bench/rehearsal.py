"""A changed criteria set rehearsed: on 6,000 cases with three years behind them, out of the database, against reading the
same rows by COPY; and on 400,000 cases in memory: seconds, and the most memory it takes.
"""

import tracemalloc
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any
from uuid import UUID

import numpy as np
import psycopg

from plimsoll.bench.ground.past import CASES, CASES_QUICK, LONG_AGO
from plimsoll.bench.ground.scratch import Scratch
from plimsoll.bench.ground.years import CASES_EACH, make_three_years
from plimsoll.bench.measure import Row, in_turn
from plimsoll.config.databases import WEB
from plimsoll.config.embedded import SUPERUSER
from plimsoll.core.access import Viewer
from plimsoll.core.calendar import moment
from plimsoll.core.caseload import UNKNOWN, Caseload, Workers
from plimsoll.core.priority.criteria import CriteriaSet
from plimsoll.core.priority.order import rank
from plimsoll.core.priority.rehearsal import rehearse
from plimsoll.core.rulebook import Rulebook
from plimsoll.core.terms import Criterion
from plimsoll.core.timescales.due import due_items
from plimsoll.records.guards import PRODUCT

MANY, MANY_QUICK = 400_000, 600
TIMES, TIMES_QUICK = 5, 1
GOAL = 3.0  # ratio
NAME = "rehearsal"
MIB = 1024**2
WEIGHTS = {Criterion.URGENCY: 10, Criterion.PROTOCOLS: 45}  # of the draft; the other three stay
Said = list[tuple[str, Any]]


def rows(quick: bool) -> Iterator[Row]:
    """Seconds out of the database and in memory, and the memory of the latter."""
    times = TIMES_QUICK if quick else TIMES
    with Scratch(quick) as scratch:
        scratch.town()
        scratch.copy(LONG_AGO)
        cases = CASES_QUICK if quick else CASES
        make_three_years(scratch.url(SUPERUSER, LONG_AGO), scratch.at, cases)
        scratch.use(LONG_AGO)
        org, at = _organisation(scratch), moment(scratch.at)
        ours = _rehearsing(org, at)
        seen, said = _captured(ours)
        what = f"a draft rehearsed on {seen:,} cases with three years behind them"
        with psycopg.connect(scratch.url(WEB, LONG_AGO)) as bare:
            seconds, copied = in_turn(ours, _copied(bare, org, said), times=times)
        yield Row(NAME, what, seconds, "s", f"the rows of its {len(said)} statements by COPY", copied, GOAL)
        facts, criteria, rulebook = _facts(org, at)
    many = MANY_QUICK if quick else MANY
    caseload = _repeated(facts, many)
    yield from _in_memory(caseload, criteria, rulebook, at, times)


def drafted(criteria: CriteriaSet) -> CriteriaSet:
    """The set with other weights."""
    rules = tuple(replace(rule, weight=WEIGHTS.get(rule.criterion, rule.weight)) for rule in criteria.criteria)
    return replace(criteria, criteria=rules)


def _organisation(scratch: Scratch) -> UUID:
    with psycopg.connect(scratch.url(SUPERUSER, LONG_AGO)) as server:
        found = server.execute("SELECT org_id FROM records_worker WHERE reference LIKE 'past-%' LIMIT 1").fetchone()
    assert found is not None
    return UUID(str(found[0]))


def _product(org: UUID) -> Viewer:
    return Viewer(org, UUID(PRODUCT), "Plimsoll")


def _rehearsing(org: UUID, at: int) -> Callable[[], dict[str, Any]]:
    """What the jobs worker does, but for keeping what came of it."""
    from plimsoll.queries.facts.ranked import agreed  # noqa: PLC0415 - Django is ready only now
    from plimsoll.queries.rehearsing import rehearse_everywhere  # noqa: PLC0415 - the same
    from plimsoll.records.context import acting  # noqa: PLC0415 - the same

    with acting(org, None, "a measurement"):
        draft = drafted(agreed(_product(org), at, None)[0])

    def ours() -> dict[str, Any]:
        with acting(org, None, "a measurement"):
            return rehearse_everywhere(_product(org), draft, at)

    return ours


def _captured(ours: Callable[[], dict[str, Any]]) -> tuple[int, Said]:
    """How many cases it tries, and what it reads."""
    from django.db import connection  # noqa: PLC0415 - Django is ready only now

    said: Said = []

    def keep(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: dict[str, Any]) -> Any:
        if sql.lstrip().startswith(("SELECT", "WITH")) and "set_config" not in sql and "current_setting" not in sql:
            said.append((sql, params))
        return execute(sql, params, many, context)

    with connection.execute_wrapper(keep):
        found = ours()
    return int(found["cases"]), said


def _copied(bare: psycopg.Connection, org: UUID, said: Said) -> Callable[[], None]:
    """The rows of some statements by COPY, each to its last byte, in one transaction."""

    def copy() -> None:
        with psycopg.ClientCursor(bare) as cursor:
            cursor.execute(
                "SELECT set_config('plimsoll.org', %s, true), set_config('plimsoll.viewer', %s, true)",
                [str(org), PRODUCT],
            )
            for sql, params in said:
                statement = cursor.mogrify(sql, params)
                with cursor.copy(f"COPY ({statement}) TO STDOUT") as rows:
                    for _ in rows:
                        pass
        bare.rollback()

    return copy


def _facts(org: UUID, at: int) -> tuple[Caseload, CriteriaSet, Rulebook]:
    from plimsoll.queries.facts.caseload import case_facts, holders  # noqa: PLC0415 - Django is ready only now
    from plimsoll.queries.facts.ranked import agreed  # noqa: PLC0415 - the same
    from plimsoll.records.context import acting  # noqa: PLC0415 - the same

    viewer = _product(org)
    with acting(org, None, "a measurement"):
        criteria, rulebook = agreed(viewer, at, None)
        held = holders(viewer, at, None)
        facts = case_facts(viewer, list(held), at, stale_days=criteria.stale_days, held=held)
    return facts.caseload, criteria, rulebook


def _repeated(caseload: Caseload, many: int) -> Caseload:
    """Its cases over and over, each with a reference of its own, on lists of as many as a worker holds."""
    found = caseload.take(np.arange(many) % len(caseload))
    number = np.arange(many)
    reference = np.char.add("K-", np.char.zfill(number.astype("U7"), 7))
    return replace(found, reference=reference, worker=(number // CASES_EACH).astype(np.int32))


def _in_memory(caseload: Caseload, criteria: CriteriaSet, rulebook: Rulebook, at: int, times: int) -> Iterator[Row]:
    draft, workers = drafted(criteria), _workers(int(caseload.worker.max()) + 1)
    keys = np.random.default_rng(2026).integers(0, 2**63, len(caseload), dtype=np.uint64)

    def ours() -> object:
        items = due_items(caseload, rulebook, rulebook.calendar, at)
        now, then = (rank(caseload, items, workers, one, rulebook.calendar, at) for one in (criteria, draft))
        return rehearse(now, then, caseload.worker)

    def least() -> object:
        return [value.copy() for value in _arrays(caseload)], np.sort(keys), np.sort(keys)

    seconds, floor = in_turn(ours, least, times=times)
    what = f"a draft rehearsed on {len(caseload):,} cases in memory"
    yield Row(NAME, what, seconds, "s", "one copy of what is known of them, and two np.sort of as many keys", floor)
    tracemalloc.start()
    try:
        ours()
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    size = sum(value.nbytes for value in _arrays(caseload))
    yield Row(NAME, f"most memory that took, beside the cases ({len(caseload):,})", peak / MIB, "MiB",
              "what is known of the cases", size / MIB)  # fmt: skip


def _workers(many: int) -> Workers:
    """Of whom nobody says how many hours they have left."""
    return Workers(tuple(map(str, range(many))), np.full(many, UNKNOWN, dtype=np.int64))


def _arrays(caseload: Caseload) -> list[np.ndarray]:
    own = [*vars(caseload).values(), *vars(caseload.events).values()]
    return [value for value in own if isinstance(value, np.ndarray)]
