"""Any past caseload of one worker, out of three years of history of 6,000 cases, against the same worker's present one.

The history is put in place as the owner, with the moments at which a service would have written it: no trigger could be
made to write three years ago.
"""

import random
import time
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from statistics import median, quantiles
from uuid import UUID

from plimsoll.bench.ground.scratch import SEED, Scratch
from plimsoll.bench.ground.years import CASES_EACH, DAYS, make_three_years
from plimsoll.bench.measure import Row
from plimsoll.config.embedded import SUPERUSER
from plimsoll.core.access import Held, Viewer
from plimsoll.core.calendar import moment
from plimsoll.core.terms import Role

CASES, CASES_QUICK = 6_000, 60
ASKED, ASKED_QUICK = 200, 3
GOAL = 2.0  # ratio: the past costs no more than twice the present
LONG_AGO = "three_years"  # the database


def rows(scratch: Scratch) -> Iterator[Row]:
    """Median and 95th percentile of a past caseload, of workers and moments drawn by chance."""
    scratch.town()
    scratch.copy(LONG_AGO)
    cases = CASES_QUICK if scratch.quick else CASES
    versions = make_three_years(scratch.url(SUPERUSER, LONG_AGO), scratch.at, cases)
    scratch.use(LONG_AGO)
    draw = random.Random(SEED)  # noqa: S311 - a sample, and no secret
    org, workers = _workers()
    past, present = _in_turn(scratch, org, workers, draw, ASKED_QUICK if scratch.quick else ASKED)
    what = f"of one worker's caseload of {CASES_EACH}, out of {versions:,} versions of {cases:,} cases in three years"
    for said, of in (("median", median), ("95th percentile", _most)):
        yield Row(
            "ground", f"{said} {what}", of(past) * 1000, "ms", f"{said} of the present one", of(present) * 1000, GOAL
        )


def _most(seconds: list[float]) -> float:
    return quantiles(seconds, n=20)[-1]


def _in_turn(
    scratch: Scratch, org: UUID, workers: list[UUID], draw: random.Random, times: int
) -> tuple[list[float], list[float]]:
    """Seconds of past caseloads and of present ones, each of a worker drawn by chance, in turn."""
    past: list[float] = []
    present: list[float] = []
    for turn in range(-2, times):  # two of each that do not count
        worker = draw.choice(workers)
        then = scratch.at - timedelta(days=draw.uniform(1, DAYS - 30))
        taken = _seconds(_ask(org, worker, then, then)), _seconds(_ask(org, worker, scratch.at, None))
        if turn >= 0:
            past.append(taken[0])
            present.append(taken[1])
    return past, present


def _ask(org: UUID, worker: UUID, at: datetime, known_at: datetime | None) -> Callable[[], None]:
    from plimsoll.queries.access import acting_as  # noqa: PLC0415 - Django is ready only now
    from plimsoll.queries.priority import get_caseload  # noqa: PLC0415 - the same

    viewer = Viewer(org, worker, "An auditor", (Held(Role.AUDITOR, None, worker),))

    def ask() -> None:
        with acting_as(org, worker, "measured"):
            found = get_caseload(viewer, worker, moment(at), known_at)
        assert len(found.cases) == CASES_EACH, f"{len(found.cases)} cases were found, not {CASES_EACH}."

    return ask


def _seconds(call: Callable[[], None]) -> float:
    begin = time.perf_counter()
    call()
    return time.perf_counter() - begin


def _workers() -> tuple[UUID, list[UUID]]:
    from django.db import connections  # noqa: PLC0415 - Django is ready only now

    with connections["owner"].cursor() as cursor:
        cursor.execute(
            "SELECT org_id, array_agg(id ORDER BY id) FROM records_worker WHERE reference LIKE 'past-%' GROUP BY 1"
        )
        org, workers = cursor.fetchone()
    return org, list(workers)
