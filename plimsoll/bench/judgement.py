"""One judgement of a case saved, to the re-ordered page shown: how many queries it takes, and how long the server takes for
it, against its own statements said again without Django. A caseload of 60 cases, out of 6,000 with three years behind them.
"""

import gzip
import re
from collections.abc import Callable, Iterator
from uuid import UUID

import psycopg

from plimsoll.bench.caseload_page import (
    FEW,
    FEW_QUICK,
    GOAL,
    MANY,
    MANY_QUICK,
    TIMES_QUICK,
    People,
    Said,
    again,
    captured,
    hand_out,
    signed_in,
)
from plimsoll.bench.ground.past import CASES, CASES_QUICK, LONG_AGO
from plimsoll.bench.ground.scratch import Scratch
from plimsoll.bench.ground.years import make_three_years
from plimsoll.bench.measure import Row, in_turn
from plimsoll.config.databases import WEB
from plimsoll.config.embedded import SUPERUSER

TIMES = 31
NAME = "judgement"
ANSWERS = 5  # of a scale


def rows(quick: bool) -> Iterator[Row]:
    """Queries for a caseload of many cases against those for few, and the time against its statements."""
    many, few = (MANY_QUICK, FEW_QUICK) if quick else (MANY, FEW)
    with Scratch(quick) as scratch:
        scratch.town()
        scratch.copy(LONG_AGO)
        cases = CASES_QUICK if quick else CASES
        make_three_years(scratch.url(SUPERUSER, LONG_AGO), scratch.at, cases)
        people = hand_out(scratch, many, few)
        with psycopg.connect(scratch.url(SUPERUSER, LONG_AGO)) as server:
            found, other = (_case(server, worker) for worker in (people.many, people.few))
        scratch.use(LONG_AGO)
        judge, judge_of_few = _judging(people, people.many, found), _judging(people, people.few, other)
        said, said_of_few = _most(judge), _most(judge_of_few)
        what = f"one judgement saved and the list of {many} cases shown anew, out of {cases:,} with three years behind them"
        yield Row(NAME, f"queries: {what}", len(said), "queries", f"of {few} cases", len(said_of_few), 1.0)
        with psycopg.connect(scratch.url(WEB, LONG_AGO)) as bare:
            times = TIMES_QUICK if quick else TIMES
            ours, theirs = (one * 1000 for one in in_turn(judge, again(bare, said, kept=False), times=times))
        yield Row(NAME, what, ours, "ms", f"its {len(said)} statements by psycopg", theirs, GOAL)


def _most(judge: Callable[[], object]) -> Said:
    """What the answer that asks most of the database asks: where a case moves, the page says which, and by what."""
    return max((captured(judge) for _ in range(ANSWERS)), key=len)


def _case(server: psycopg.Connection, worker: UUID) -> UUID:
    """A case that a worker holds."""
    row = server.execute(
        "SELECT case_id FROM records_allocation WHERE to_at IS NULL AND worker_id = %s ORDER BY case_id LIMIT 1",
        [worker],
    ).fetchone()
    assert row is not None
    found: UUID = row[0]
    return found


def _judging(people: People, worker: UUID, case: UUID) -> Callable[[], object]:
    """Somebody signed in who judges a case, another way each time, and then looks at their list."""
    ask, cookies = signed_in(people, worker)
    value = 0
    # Which hands out what a form is sent back with, and says how the question is answered now.
    asked = gzip.decompress(ask(f"/cases/{case}/judge", 200)).decode()
    (was,) = re.findall(r'name="was_WAIT" value="([^"]*)"', asked)

    def judge() -> None:
        nonlocal value, was
        before, value = was, (value + 1) % ANSWERS
        was = str(value)
        body = {"WAIT": value, "was_WAIT": before, "why": "Seen today", "csrfmiddlewaretoken": cookies["csrf"].value}
        ask(f"/cases/{case}/judge", 302, body)
        ask("/my-caseload", 200)

    return judge
