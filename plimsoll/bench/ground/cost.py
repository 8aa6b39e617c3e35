"""What row security, history, events and viewings cost, each apart and all together, on reading a caseload and on saving a
record. Both sides are taken in turn on the same data: the same worker, the same cases, the same code.

Without row security is the owner's connection, whom no policy binds. Without history is a copy of the database in which no
trigger remembers. Without event or viewing, the call that would write it does nothing.
"""

import gc
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from datetime import datetime
from importlib import import_module
from itertools import cycle
from typing import Any
from unittest.mock import patch
from uuid import UUID, uuid4

from plimsoll.bench.ground.scratch import Scratch, busiest
from plimsoll.bench.measure import Row, in_turn
from plimsoll.config.databases import DATABASE, OWNER
from plimsoll.core.access import Viewer
from plimsoll.core.calendar import moment

GOAL = 1.3  # ratio
FORGETFUL = "forgetful"  # the copy without history
CONTEXT = "SELECT set_config('plimsoll.org', %s, false), set_config('plimsoll.viewer', %s, false)"
READS, SAVES = 61, 301
READS_QUICK, SAVES_QUICK = 1, 2

EVENT = "plimsoll.actions.cases.record_event"
VIEWING = "plimsoll.web.middleware.records.record_viewing"
NO_CONTEXT = "plimsoll.web.middleware.records.acting_as"
ROLES = "plimsoll.web.middleware.records.say_roles"


def rows(scratch: Scratch) -> Iterator[Row]:
    """The ratio of each, with against without."""
    scratch.town()
    scratch.copy(FORGETFUL)
    _forget(scratch)
    org, worker, cases = busiest()
    yield from _reading(scratch, org, worker, len(cases))
    yield from _saving(scratch, org, worker, cases)


# ---- reading --------------------------------------------------------------------------------------------------------


def _reading(scratch: Scratch, org: UUID, worker: UUID, many: int) -> Iterator[Row]:
    from plimsoll.queries.access import acting_as, get_viewer  # noqa: PLC0415 - Django is ready only now
    from plimsoll.queries.priority import get_caseload  # noqa: PLC0415 - the same

    web, owner = _with_context(scratch, "default", DATABASE, org, worker), _bare(scratch, DATABASE, org, worker)
    at = moment(scratch.at)

    def query() -> object:
        with acting_as(org, worker, "measured"):
            return get_caseload(get_viewer(org, worker, scratch.monday), worker, at)

    times = READS_QUICK if scratch.quick else READS
    guarded, unguarded = in_turn(_on(web, query), _on(owner, query), times=times)
    what = f"a caseload of {many} cases asked for"
    yield _row(f"{what}, with row security", guarded, "the same as the owner of the tables", unguarded)

    page = _page(org, worker)
    whole, unguarded, unseen, bare = in_turn(
        _on(web, page),
        _on(owner, page),
        _on(web, page, VIEWING),
        _on(owner, page, VIEWING, ROLES, context=False),
        times=times,
    )
    what = f"the page of a caseload of {many} cases"
    yield _row(f"{what}, with row security", whole, "the same as the owner of the tables", unguarded)
    yield _row(f"{what}, with its viewing remembered", whole, "the same, not remembered", unseen)
    yield _row(f"{what}, with both (it writes no history and no event)", whole, "the same with neither", bare)


def _page(org: UUID, worker: UUID) -> Callable[[], object]:
    """The page as a browser asks for it, of somebody who is signed in; without the network."""
    from django.contrib.sessions.backends.db import SessionStore  # noqa: PLC0415 - Django is ready only now
    from django.test import Client  # noqa: PLC0415 - the same

    from plimsoll.web.middleware.records import ORG, WORKER  # noqa: PLC0415 - the same

    client = Client(headers={"host": "localhost"})
    session = SessionStore()
    session[ORG], session[WORKER] = str(org), str(worker)
    session.save()
    client.cookies["session"] = session.session_key

    def ask() -> object:
        answer = client.get("/my-caseload")
        assert answer.status_code == 200, f"The page answers {answer.status_code}."
        return answer

    return ask


# ---- saving ---------------------------------------------------------------------------------------------------------


def _saving(scratch: Scratch, org: UUID, worker: UUID, cases: list[UUID]) -> Iterator[Row]:
    from plimsoll.queries.access import acting_as, get_viewer  # noqa: PLC0415 - Django is ready only now

    with acting_as(org, worker, "measured"):
        viewer = get_viewer(org, worker, scratch.monday)
    whole, unguarded, unremembered, untold, bare = in_turn(
        _on(_with_context(scratch, "default", DATABASE, org, worker), _save(viewer, cases, scratch.at)),
        _on(_bare(scratch, DATABASE, org, worker), _save(viewer, cases, scratch.at)),
        _on(_with_context(scratch, "default", FORGETFUL, org, worker), _save(viewer, cases, scratch.at)),
        _on(_with_context(scratch, "default", DATABASE, org, worker), _save(viewer, cases, scratch.at), EVENT),
        _on(_bare(scratch, FORGETFUL, org, worker), _save(viewer, cases, scratch.at, context=False), EVENT),
        times=SAVES_QUICK if scratch.quick else SAVES,
    )
    what = "a record written on a case and committed"
    yield _row(f"{what}, with row security", whole, "the same as the owner of the tables", unguarded)
    yield _row(f"{what}, with history", whole, "the same without its trigger", unremembered)
    yield _row(f"{what}, with its event", whole, "the same without the event", untold)
    yield _row(f"{what}, with all three (it shows nobody, so no viewing)", whole, "the same with none", bare)


def _save(viewer: Viewer, cases: list[UUID], at: datetime, *, context: bool = True) -> Callable[[], object]:
    from django.db import transaction  # noqa: PLC0415 - Django is ready only now

    from plimsoll.actions.recording import OfChild, Told, write_record  # noqa: PLC0415 - the same
    from plimsoll.core.terms import RecordKind  # noqa: PLC0415 - the same
    from plimsoll.queries.access import acting_as  # noqa: PLC0415 - the same

    turn = cycle(cases)
    text = "Spoke with the school: all is well there, and the next meeting is on Thursday."
    told = Told(RecordKind.CALL, at, time_known=True, text=text)

    def save() -> object:
        with acting_as(viewer.org, viewer.worker, "measured") if context else transaction.atomic():
            return write_record(told, [(next(turn), OfChild())], key=uuid4(), by=viewer, at=at)

    return save


def _forget(scratch: Scratch) -> None:
    """In the copy, nothing is remembered."""
    owner = scratch.connection("owner", FORGETFUL)
    with owner.cursor() as cursor:
        cursor.execute("SELECT tgrelid::regclass::text FROM pg_trigger WHERE tgname = 'remember'")
        for (table,) in cursor.fetchall():
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER remember")
    owner.close()


# ---- with and without -----------------------------------------------------------------------------------------------


def _row(measure: str, value: float, baseline: str, baseline_value: float) -> Row:
    return Row("ground", measure, value * 1000, "ms", baseline, baseline_value * 1000, GOAL)


def _with_context(scratch: Scratch, alias: str, name: str, org: UUID, worker: UUID, user: str | None = None) -> Any:
    """A connection with the context said for as long as it lasts, for what is asked without saying it again."""
    made = scratch.connection(alias, name, user=user)
    with made.cursor() as cursor:
        cursor.execute(CONTEXT, [str(org), str(worker)])
    return made


def _bare(scratch: Scratch, name: str, org: UUID, worker: UUID) -> Any:
    """The same as the owner, under the name by which everything is asked."""
    return _with_context(scratch, "default", name, org, worker, user=OWNER)


def _on(connection: Any, call: Callable[[], object], *off: str, context: bool = True) -> Callable[[], object]:
    """A call over a connection of its own, with some functions doing nothing; without `context`, a plain transaction."""
    from django.db import connections  # noqa: PLC0415 - Django is ready only now

    for name in (*off, NO_CONTEXT):
        import_module(name.rpartition(".")[0])

    def do() -> object:
        connections["default"] = connection
        with ExitStack() as changed:
            for name in off:
                changed.enter_context(patch(name, _nothing))
            if not context:
                changed.enter_context(patch(NO_CONTEXT, _plainly))
            return call()

    gc.collect()
    return do


def _nothing(*_: object, **__: object) -> None:
    """In place of what is left out."""


@contextmanager
def _plainly(*_: object, **__: object) -> Iterator[None]:
    from django.db import transaction  # noqa: PLC0415 - Django is ready only now

    with transaction.atomic():
        yield
