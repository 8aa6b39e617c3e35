"""One judgement of a case saved, to the re-ordered page shown: how many queries it takes, and how long the server takes for
it, against its own statements said again without Django. A caseload of 60 cases, out of 6,000 with three years behind them.
"""

import gzip
import re
from collections.abc import Callable, Iterator
from http.cookies import SimpleCookie
from io import BytesIO
from typing import Any
from urllib.parse import urlencode
from uuid import UUID
from wsgiref.util import setup_testing_defaults

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
    from django.conf import settings  # noqa: PLC0415 - Django is ready only now
    from django.contrib.sessions.backends.db import SessionStore  # noqa: PLC0415 - the same
    from django.core.handlers.wsgi import WSGIHandler  # noqa: PLC0415 - the same

    from plimsoll.web.middleware.records import ORG, WORKER  # noqa: PLC0415 - the same

    session = SessionStore()
    session[ORG], session[WORKER] = str(people.org), str(worker)
    session.save()
    application = WSGIHandler()
    cookies = SimpleCookie({settings.SESSION_COOKIE_NAME: session.session_key})
    value = 0

    def ask(path: str, status: int, body: dict[str, Any] | None = None) -> str:
        content = urlencode(body or {}).encode()
        sent = "; ".join(f"{name}={cookie.value}" for name, cookie in cookies.items())
        environ: dict[str, Any] = {
            "PATH_INFO": path, "HTTP_HOST": "localhost", "REMOTE_ADDR": "127.0.0.1", "HTTP_COOKIE": sent,
            "HTTP_ACCEPT_ENCODING": "gzip", "REQUEST_METHOD": "POST" if body else "GET", "wsgi.input": BytesIO(content),
            "CONTENT_LENGTH": str(len(content)), "CONTENT_TYPE": "application/x-www-form-urlencoded",
        }  # fmt: skip
        setup_testing_defaults(environ)
        answer = application(environ, lambda status, headers: None)
        assert answer.status_code == status, f"{path} was answered with {answer.status_code}, not {status}."
        content = b"".join(answer)
        answer.close()
        cookies.update(answer.cookies)
        return (gzip.decompress(content) if answer.get("Content-Encoding") == "gzip" else content).decode()

    # Which hands out what a form is sent back with, and says how the question is answered now.
    (was,) = re.findall(r'name="was_WAIT" value="([^"]*)"', ask(f"/cases/{case}/judge", 200))

    def judge() -> None:
        nonlocal value, was
        before, value = was, (value + 1) % ANSWERS
        was = str(value)
        body = {"WAIT": value, "was_WAIT": before, "why": "Seen today", "csrfmiddlewaretoken": cookies["csrf"].value}
        ask(f"/cases/{case}/judge", 302, body)
        ask("/my-caseload", 200)

    return judge
