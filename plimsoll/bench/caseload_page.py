"""The page of a caseload of 60 cases, out of 6,000 cases with three years behind them: how many queries it takes, and how
long the server takes for it, against its own statements said again without Django. The same for who may not see it.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from http.cookies import SimpleCookie
from typing import Any
from uuid import UUID, uuid4
from wsgiref.util import setup_testing_defaults

import psycopg

from plimsoll.bench.ground.past import CASES, CASES_QUICK, LONG_AGO
from plimsoll.bench.ground.scratch import Scratch
from plimsoll.bench.ground.years import make_three_years
from plimsoll.bench.measure import Row, in_turn
from plimsoll.config.databases import WEB
from plimsoll.config.embedded import SUPERUSER

MANY, FEW = 60, 10
MANY_QUICK, FEW_QUICK = 9, 3
FAMILY = 3  # children of one household
GOAL = 3.0  # ratio
TIMES, TIMES_QUICK = 61, 1
NAME = "caseload-page"
OK, NOT_FOUND = 200, 404
Said = list[tuple[str, Any]]


@dataclass(frozen=True)
class People:
    """Whose pages are asked for: who holds many cases, who holds few, and who may see neither."""

    org: UUID
    many: UUID
    few: UUID
    stranger: UUID


def rows(quick: bool) -> Iterator[Row]:
    """Queries of the page of many cases against those of few, and the time of page and refusal against their statements."""
    many, few = (MANY_QUICK, FEW_QUICK) if quick else (MANY, FEW)
    with Scratch(quick) as scratch:
        scratch.town()
        scratch.copy(LONG_AGO)
        cases = CASES_QUICK if quick else CASES
        make_three_years(scratch.url(SUPERUSER, LONG_AGO), scratch.at, cases)
        people = hand_out(scratch, many, few)
        scratch.use(LONG_AGO)
        page, fewer, refused = (
            asking(people, people.many, "/my-caseload", OK),
            asking(people, people.few, "/my-caseload", OK),
            asking(people, people.stranger, f"/workers/{people.many}/caseload", NOT_FOUND),
        )
        said, said_of_few, said_refused = (captured(ask) for ask in (page, fewer, refused))
        what = f"{many} cases, out of {cases:,} with three years behind them"
        yield Row(
            NAME, f"queries of the page of {what}", len(said), "queries", f"of {few} cases", len(said_of_few), 1.0
        )
        with psycopg.connect(scratch.url(WEB, LONG_AGO)) as bare:
            for measure, ask, statements, kept in (
                (f"the page of {what}", page, said, True),
                ("its refusal to a stranger", refused, said_refused, False),
            ):
                seconds = in_turn(ask, again(bare, statements, kept), times=TIMES_QUICK if quick else TIMES)
                ours, theirs = (one * 1000 for one in seconds)
                yield Row(NAME, measure, ours, "ms", f"its {len(statements)} statements by psycopg", theirs, GOAL)


def hand_out(scratch: Scratch, many: int, few: int) -> People:
    """Gives one worker many cases and leaves another few; children by threes share a household."""
    with psycopg.connect(scratch.url(SUPERUSER, LONG_AGO), autocommit=True) as server:
        server.execute("SET session_replication_role = replica")
        found = server.execute(
            "SELECT org_id, array_agg(id ORDER BY id) FROM records_worker WHERE reference LIKE 'past-%' GROUP BY 1"
        ).fetchone()
        assert found is not None
        org, (one, other, stranger, *_) = found
        held = [row[0] for row in server.execute(HELD, [found[1]]).fetchall()]
        server.execute(MOVE, [stranger, [one, other]])  # what they held; they are given anew what they are to have
        server.execute(GIVE, [one, held[:many]])
        server.execute(GIVE, [other, held[many : many + few]])
        for worker in (one, other, stranger):
            server.execute(ROLE, [uuid4(), org, worker])
        for holder in (one, other):
            children = [row[0] for row in server.execute(CHILDREN, [holder]).fetchall()]
            for begin in range(0, len(children), FAMILY):
                home = uuid4()
                server.execute(HOME, [home, org])
                for child in children[begin : begin + FAMILY]:
                    server.execute(LIVES, [uuid4(), org, child, home])
        server.execute("VACUUM ANALYZE")
    return People(org, one, other, stranger)


HELD = "SELECT id FROM records_allocation WHERE to_at IS NULL AND worker_id = ANY(%s) ORDER BY id"
MOVE = "UPDATE records_allocation SET worker_id = %s WHERE to_at IS NULL AND worker_id = ANY(%s)"
GIVE = "UPDATE records_allocation SET worker_id = %s WHERE id = ANY(%s)"
CHILDREN = """
    SELECT c.child_id FROM records_case c JOIN records_allocation a ON a.case_id = c.id AND a.to_at IS NULL
    WHERE a.worker_id = %s ORDER BY c.id
"""
ROLE = """
    INSERT INTO records_roleheld (id, org_id, worker_id, role, from_date, given_at)
    VALUES (%s, %s, %s, 'PRACTITIONER', '2000-01-01', '2000-01-01')
"""
HOME = (
    "INSERT INTO records_household (id, org_id, name, address, address_protected) VALUES (%s, %s, 'A home', '', false)"
)
LIVES = """
    INSERT INTO records_householdmember (id, org_id, child_id, household_id, from_date) VALUES (%s, %s, %s, %s, '2000-01-01')
"""


def asking(people: People, worker: UUID, path: str, status: int, query: str = "") -> Callable[[], object]:
    """A request by somebody signed in, as the web server hands it over: with the cookies that a browser was given; `query`
    is what stands after the question mark."""
    from django.conf import settings  # noqa: PLC0415 - Django is ready only now
    from django.contrib.sessions.backends.db import SessionStore  # noqa: PLC0415 - the same
    from django.core.handlers.wsgi import WSGIHandler  # noqa: PLC0415 - the same

    from plimsoll.web.middleware.records import ORG, WORKER  # noqa: PLC0415 - the same

    session = SessionStore()
    session[ORG], session[WORKER] = str(people.org), str(worker)
    session.save()
    application = WSGIHandler()
    cookies = SimpleCookie({settings.SESSION_COOKIE_NAME: session.session_key})

    def ask() -> None:
        sent = "; ".join(f"{name}={cookie.value}" for name, cookie in cookies.items())
        environ = {"PATH_INFO": path, "HTTP_HOST": "localhost", "REMOTE_ADDR": "127.0.0.1", "HTTP_COOKIE": sent}
        environ |= {"HTTP_ACCEPT_ENCODING": "gzip", "QUERY_STRING": query}
        setup_testing_defaults(environ)
        answer = application(environ, lambda status, headers: None)
        assert answer.status_code == status, f"{path} was answered with {answer.status_code}, not {status}."
        b"".join(answer)
        answer.close()
        cookies.update(answer.cookies)

    return ask


def captured(ask: Callable[[], object]) -> Said:
    """What a request asks of the database, once it has been asked before."""
    from django.db import connection  # noqa: PLC0415 - Django is ready only now

    said: Said = []

    def keep(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: dict[str, Any]) -> Any:
        said.append((sql, params))
        return execute(sql, params, many, context)

    ask()
    with connection.execute_wrapper(keep):
        ask()
    return said


def again(bare: psycopg.Connection, statements: Said, kept: bool) -> Callable[[], None]:
    """The same statements in one transaction, every row fetched; what was written is written again as a new row, and undone
    where the request was."""

    def ask() -> None:
        for sql, params in statements:
            with psycopg.ClientCursor(bare) as cursor:  # as Django's: values are bound on our side
                cursor.execute(sql, _new(sql, params))  # type: ignore[arg-type]
                if cursor.description:
                    cursor.fetchall()
        (bare.commit if kept else bare.rollback)()

    return ask


def _new(sql: str, params: Any) -> Any:
    """The values of a statement; a row that is added has a key of its own."""
    if not sql.startswith("INSERT"):
        return params
    columns = re.findall(r'"(\w+)"', sql[: sql.index("VALUES")])[1:]
    return [uuid4() if column == "id" else value for column, value in zip(columns, params, strict=True)]
