"""The trail over a million events: how fast it is sealed and checked, and what sealing costs those who write meanwhile."""

import time
from collections.abc import Callable, Iterator
from statistics import median
from threading import Event, Thread
from typing import Any
from uuid import UUID

import psycopg

from plimsoll.bench.ground.scratch import Scratch, busiest
from plimsoll.bench.measure import Row
from plimsoll.config.databases import OWNER, WEB

EVENTS, EVENTS_QUICK = 1_000_000, 1_000
EACH, EACH_QUICK = 100, 10  # events of one transaction
WRITERS = 4
TURNS, TURNS_QUICK = 5, 1
TURN_SECONDS, TURN_SECONDS_QUICK = 6.0, 0.3
COPY = "a_million_events"

CONTEXT = "SELECT set_config('plimsoll.org', %s, true), set_config('plimsoll.viewer', %s, true)"
WRITE = """
    INSERT INTO records_auditevent (org_id, id, act, case_id, about_id, why, detail)
    SELECT %s, gen_random_uuid(), 'RECORD_WRITTEN', %s, gen_random_uuid(), '', '{}' FROM generate_series(1, %s)
"""
# What has to be read of every entry, whatever is made of it.
IN_ORDER = "SELECT sum(length(e.digest)) FROM (SELECT digest FROM records_auditevent ORDER BY xid, org_id, id) e"
AS_TEXT = "SELECT sum(length(to_jsonb(e)::text)) FROM records_auditevent e"


def rows(scratch: Scratch) -> Iterator[Row]:
    """Seconds for all of it against the least that any check must read; seconds of a thousand writes, sealed or not."""
    scratch.town()
    org, worker, cases = busiest()
    scratch.copy(COPY)
    scratch.use(COPY)
    web, owner = scratch.url(WEB, COPY), scratch.url(OWNER, COPY)
    yield _writing(scratch, web, (org, worker, cases[0]))
    total, each = (EVENTS_QUICK, EACH_QUICK) if scratch.quick else (EVENTS, EACH)
    _write_all(web, (org, worker, cases[0]), total // each, each)
    with psycopg.connect(owner, autocommit=True) as connection:
        connection.execute("VACUUM ANALYZE records_auditevent")
        (unsealed,) = _one(
            connection,
            "SELECT count(*) FROM records_auditevent e WHERE e.xid >= "
            "(SELECT coalesce(max(upto_xid), 0) FROM records_auditseal)",
        )
        sealing = _seconds(_seal_all)
        reading = _seconds(lambda: _one(connection, IN_ORDER))
        what = f"{unsealed:,} events sealed, {unsealed / sealing:,.0f} a second"
        yield Row("ground", what, sealing, "s", "reading all digests in their order", reading)
        yield from _checking(connection)


def _checking(connection: Any) -> Iterator[Row]:
    from django.db import connections  # noqa: PLC0415 - Django is ready only now

    from plimsoll.queries.audit import verify_trail  # noqa: PLC0415 - the same

    begin = time.perf_counter()
    trail = verify_trail(connections["owner"])
    checking = time.perf_counter() - begin
    if not trail.whole or trail.unsealed:
        raise RuntimeError(f"the trail is not whole and sealed: {trail.unsealed} unsealed, {trail.broken[:3]}")
    reading = _seconds(lambda: _one(connection, AS_TEXT))
    what = f"{trail.entries:,} events in {trail.seals:,} links checked whole, {trail.entries / checking:,.0f} a second"
    yield Row("ground", what, checking, "s", "writing each out once as the digest takes it", reading)


def _seal_all() -> None:
    from plimsoll.actions.audit import seal_trail  # noqa: PLC0415 - Django is ready only now

    while seal_trail():
        pass


# ---- writing --------------------------------------------------------------------------------------------------------


def _write_all(url: str, whose: tuple[UUID, UUID, UUID], transactions: int, each: int) -> None:
    """So many transactions, shared between the writers."""

    def write(connection: Any) -> None:
        for _ in range(transactions // WRITERS):
            _write(connection, whose, each)

    _together(url, write)


def _writing(scratch: Scratch, url: str, whose: tuple[UUID, UUID, UUID]) -> Row:
    """Milliseconds of a transaction with one event, of several writers at once: while the trail is sealed each second, and
    while nobody seals it, in turn."""
    seconds = TURN_SECONDS_QUICK if scratch.quick else TURN_SECONDS
    sealed, unsealed = [], []
    for turn in range((TURNS_QUICK if scratch.quick else TURNS) + 1):  # the first counts for nothing
        taken = _transactions(url, whose, seconds, seal=True), _transactions(url, whose, seconds, seal=False)
        if turn:
            sealed.append(seconds / taken[0])
            unsealed.append(seconds / taken[1])
    with_it, without = median(sealed), median(unsealed)
    what = f"a transaction with an event, of {WRITERS} writers, sealed each second: {1 / with_it:,.0f} a second"
    baseline = f"the same with nobody sealing, {1 / without:,.0f} a second"
    return Row("ground", what, with_it * 1000, "ms", baseline, without * 1000)


def _transactions(url: str, whose: tuple[UUID, UUID, UUID], seconds: float, *, seal: bool) -> int:
    """How many transactions the writers end in that time."""
    ended = Event()
    done: list[int] = []
    sealer = Thread(target=_keep_sealing, args=(url, ended))

    def write(connection: Any) -> None:
        count = 0
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            _write(connection, whose, 1)
            count += 1
        done.append(count)

    if seal:
        sealer.start()
    _together(url, write)
    ended.set()
    if seal:
        sealer.join()
    return sum(done)


def _keep_sealing(url: str, ended: Event) -> None:
    """As the jobs worker does it."""
    with psycopg.connect(url, autocommit=True) as connection:
        while not ended.wait(1):
            connection.execute("SELECT n FROM records_seal()")


def _together(url: str, write: Callable[[Any], None]) -> None:
    """Each writer with a connection and a thread of its own; what goes wrong in one is raised."""
    faults: list[BaseException] = []

    def one() -> None:
        try:
            with psycopg.connect(url, autocommit=True) as connection:
                write(connection)
        except Exception as fault:
            faults.append(fault)

    threads = [Thread(target=one) for _ in range(WRITERS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if faults:
        raise faults[0]


def _write(connection: Any, whose: tuple[UUID, UUID, UUID], events: int) -> None:
    org, worker, case = whose
    with connection.transaction():
        connection.execute(CONTEXT, [str(org), str(worker)])
        connection.execute(WRITE, [org, case, events])


def _one(connection: Any, question: str) -> tuple[Any, ...]:
    found = connection.execute(question).fetchone()
    assert found is not None
    return tuple(found)


def _seconds(call: Callable[[], object]) -> float:
    begin = time.perf_counter()
    call()
    return time.perf_counter() - begin
