"""What was acknowledged is there, whatever is killed: `plimsoll serve` as it runs, people who write, and kills at random.

Each writer types: a draft is saved twice under a key of its own, and two of three are then sent as a record. Where no answer
comes, or another than that it is done, the same is sent again, with the same key, until it is acknowledged. In the end each
acknowledged record must be there once, with what it tells, one event in the trail and a version of both in the history, and
none of these without the others; each acknowledged draft with its last words, ended where it was sent and only there.
"""

import os
import random
import signal
import time
from collections.abc import Callable, Collection, Iterator, Mapping
from functools import partial
from statistics import median
from threading import Event, Lock, Thread
from uuid import UUID, uuid4

import psycopg

from plimsoll.bench.ground.pages import Browser, NoAnswer
from plimsoll.bench.ground.processes import children
from plimsoll.bench.ground.scratch import SEED, Scratch
from plimsoll.bench.ground.served import Served
from plimsoll.bench.measure import Row
from plimsoll.config.databases import DATABASE, OWNER
from plimsoll.config.embedded import cluster

KILLS, KILLS_QUICK = 100, 3
KILLS_ASKED = "PLIMSOLL_BENCH_KILLS"  # another number, in the environment
WRITERS = 4
PAUSE_SECONDS = (0.2, 0.7)  # between two kills, at least and at most, after people can write again
PATIENCE_SECONDS = 60.0
ASK_AGAIN_SECONDS = 0.1

PEOPLE = """
    SELECT a.org_id, a.worker_id, min(c.id::text)::uuid FROM records_allocation a
    JOIN records_case c ON c.org_id = a.org_id AND c.id = a.case_id
    JOIN records_worker w ON w.org_id = a.org_id AND w.id = a.worker_id AND w.left_on IS NULL AND w.user_id IS NOT NULL
    WHERE a.to_at IS NULL AND c.closed_at IS NULL
    GROUP BY 1, 2 ORDER BY count(*) DESC, 2 LIMIT %s
"""
# Of each key: how many records, what they tell, events of the trail and versions of both in the history.
KEPT = """
    SELECT key,
        (SELECT count(*) FROM records_caserecord r WHERE r.id = key),
        (SELECT count(*) FROM records_event e WHERE e.record_id = key),
        (SELECT count(*) FROM records_auditevent a WHERE a.about_id = key AND a.act = 'RECORD_WRITTEN'),
        (SELECT count(*) FROM records_history h
         WHERE h.org_id = %(org)s AND h.tbl = 'records_event' AND h.row_id = key),
        (SELECT count(*) FROM records_history h
         WHERE h.org_id = %(org)s AND h.tbl = 'records_caserecord' AND h.row_id = key)
    FROM unnest(%(keys)s::uuid[]) key
"""
DRAFTS = "SELECT id, version, content->>'text', ended_how = 'SENT' FROM records_draft WHERE id = ANY(%s::uuid[])"
SAVINGS = 2  # of each draft
SENT_OF = 3  # one of so many drafts is not sent


def rows(scratch: Scratch) -> Iterator[Row]:
    """Kills of what answers, and kills of the database."""
    scratch.town()
    with psycopg.connect(scratch.url(OWNER, DATABASE)) as owner:
        people = owner.execute(PEOPLE, [WRITERS]).fetchall()
    people = [people[number % len(people)] for number in range(WRITERS)]
    count = int(os.environ.get(KILLS_ASKED) or (KILLS_QUICK if scratch.quick else KILLS))
    with Served(scratch.home, scratch.own_environment(scratch.home), "--invented", "--workers", "2") as served:
        for what, kill in (
            ("a process that answers", lambda draw: _kill_answering(served, draw)),
            ("the database", lambda draw: _kill_database(scratch)),
        ):
            try:
                yield from _under_fire(scratch, served, people, what, kill, count)
            except Exception as fault:
                said = " / ".join(served.text().splitlines()[-4:])
                raise RuntimeError(f"{fault}. Serve said last: {said}") from fault
    yield _trail(scratch)


def _trail(scratch: Scratch) -> Row:
    """It was sealed each second meanwhile, and each seal noted outside the database."""
    from django.conf import settings  # noqa: PLC0415 - Django is ready only now
    from django.db import connections  # noqa: PLC0415 - the same

    from plimsoll.queries.audit import verify_trail  # noqa: PLC0415 - the same

    connections.close_all()  # the server that they led to was killed
    trail = verify_trail(connections["owner"], (scratch.home / settings.AUDIT_SEALS.name).read_text().splitlines())
    what = f"entries changed and links broken after all kills, {trail.seals:,} links against those noted outside"
    faults = len(trail.changed) + len(trail.broken)
    return Row("ground", what, faults, "faults", "entries checked", trail.entries, 0.0)


def _kill_answering(served: Served, draw: random.Random) -> None:
    web = [pid for pid, said in children(served.pid).items() if "plimsoll.config.server" in said]
    answering = [pid for parent in web for pid in children(parent)]
    if answering:
        _kill(draw.choice(answering))


def _kill_database(scratch: Scratch) -> None:
    note = cluster(scratch.home).data / "postmaster.pid"
    _kill(int(note.read_text().split()[0]))


def _kill(pid: int) -> None:
    try:
        os.kill(pid, signal.SIGKILL)
    except ProcessLookupError:
        return


# ---- people who write -----------------------------------------------------------------------------------------------


class Writers:
    """People who write one record after another, each in a thread."""

    def __init__(self, address: str, people: list[tuple[UUID, UUID, UUID]]) -> None:
        self.people = people
        self.org = people[0][0]
        self.address = address
        self.acknowledged: dict[UUID, float] = {}  # records, by key, the moment
        self.drafts: dict[UUID, tuple[int, str]] = {}  # by key, which saving was acknowledged last, and its words
        self.sent_again: set[UUID] = set()
        self.tried: set[UUID] = set()
        self.seconds: list[float] = []  # of writes that were acknowledged at once
        self.faults: list[BaseException] = []
        self._lock = Lock()
        self._ended = Event()
        self._threads = [Thread(target=self._keep_writing, args=(person,)) for person in people]

    def __enter__(self) -> "Writers":
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._ended.set()
        for thread in self._threads:
            thread.join(PATIENCE_SECONDS * 2)

    def wait_for_more(self, than: int) -> None:
        """Until more are acknowledged."""
        end = time.monotonic() + PATIENCE_SECONDS
        while len(self.acknowledged) <= than:
            if self.faults:
                raise self.faults[0]
            if time.monotonic() > end:
                raise RuntimeError(f"nobody could write for {PATIENCE_SECONDS:g} s")
            time.sleep(0.01)

    def _keep_writing(self, person: tuple[UUID, UUID, UUID]) -> None:
        org, worker, case = person
        browser = Browser(self.address)
        try:
            _again_and_again(lambda: browser.sign_in(org, worker))
            while not self._ended.is_set():
                self._write(browser, case)
        except Exception as fault:
            self.faults.append(fault)

    def _write(self, browser: Browser, case: UUID) -> None:
        """One draft and mostly its record, to its end: also when it is time to end, so that every key is settled."""
        key = uuid4()
        for saving in range(SAVINGS):
            text = f"{key}, saving {saving + 1}"
            _again_and_again(partial(browser.save_draft, case, key, saving, text))
            self.drafts[key] = (saving + 1, text)
        if key.int % SENT_OF == 0:
            return
        self.tried.add(key)
        begin = time.monotonic()
        tries = _again_and_again(lambda: browser.write(case, key))
        with self._lock:
            self.acknowledged[key] = time.monotonic()
            if tries > 1:
                self.sent_again.add(key)
            else:
                self.seconds.append(time.monotonic() - begin)


def _again_and_again(call: Callable[[], None]) -> int:
    """Until it is done; how many times it took."""
    end = time.monotonic() + PATIENCE_SECONDS
    tries = 1
    while True:
        try:
            call()
        except NoAnswer:
            if time.monotonic() > end:
                raise
            tries += 1
            time.sleep(ASK_AGAIN_SECONDS)
        else:
            return tries


# ---- what is killed -------------------------------------------------------------------------------------------------


def _under_fire(
    scratch: Scratch,
    served: Served,
    people: list[tuple[UUID, UUID, UUID]],
    what: str,
    kill: Callable[[random.Random], None],
    count: int,
) -> Iterator[Row]:
    draw = random.Random(SEED)  # noqa: S311 - moments, and no secret
    recovery: list[float] = []
    with Writers(served.address(), people) as writers:
        writers.wait_for_more(WRITERS)
        for _ in range(count):
            time.sleep(draw.uniform(*PAUSE_SECONDS))
            before, begin = len(writers.acknowledged), time.monotonic()
            kill(draw)
            # Those that were being answered may still be acknowledged: each of the writers can have one more.
            writers.wait_for_more(before + WRITERS)
            recovery.append(time.monotonic() - begin)
    if writers.faults:
        raise writers.faults[0]
    yield from _told(scratch, writers, what, count, recovery)


def judged(kept: Mapping[UUID, tuple[int, ...]], acknowledged: Collection[UUID]) -> tuple[int, int, int]:
    """How many records were acknowledged and are not there, are half there, or are there more than once.

    Parameters
    ----------
    kept : by key, how many records, events of the trail and versions in the history.
    """
    lost = sum(not any(kept[key]) for key in acknowledged)
    half = sum(0 in counts and any(counts) for counts in kept.values())
    twice = sum(max(counts) > 1 for counts in kept.values())
    return lost, half, twice


def drafts_lost(
    kept: Mapping[UUID, tuple[int, str, bool]], acknowledged: Mapping[UUID, tuple[int, str]], sent: Collection[UUID]
) -> tuple[int, int]:
    """How many drafts were acknowledged and are not there with their words; how many are ended and their record is not sent,
    or the other way round.

    Parameters
    ----------
    kept : by key, which saving it is, its words, whether it was ended as sent. sent : keys of records that are there.
    """
    lost = sum(key not in kept or kept[key][:2] != last for key, last in acknowledged.items())
    apart = sum((key in kept and bool(kept[key][2])) != (key in sent) for key in acknowledged)
    return lost, apart


def _told(scratch: Scratch, writers: Writers, what: str, count: int, recovery: list[float]) -> Iterator[Row]:
    with psycopg.connect(scratch.url(OWNER, DATABASE)) as owner:
        asked = {"org": writers.org, "keys": list(writers.tried)}
        kept = {key: tuple(counts) for key, *counts in owner.execute(KEPT, asked)}
        begun = {key: tuple(said) for key, *said in owner.execute(DRAFTS, [list(writers.drafts)])}
    done = len(writers.acknowledged)
    lost, half, twice = judged(kept, writers.acknowledged)
    during = f"{count} kills of {what}"
    for said, number in (
        ("acknowledged and lost", lost),
        ("half-written (record, event and history not all there)", half),
        (f"kept more than once ({len(writers.sent_again):,} were sent again)", twice),
    ):
        yield Row("ground", f"{during}: records {said}", number, "records", "records acknowledged", done, 0.0)
    missing, apart = drafts_lost(begun, writers.drafts, [key for key, counts in kept.items() if all(counts)])
    for said, number in (
        ("acknowledged and lost, or with older words", missing),
        ("ended without their record, or not ended with it", apart),
    ):
        yield Row("ground", f"{during}: drafts {said}", number, "drafts", "drafts acknowledged", len(begun), 0.0)
    yield Row(
        "ground",
        f"{during}: until people could write again, median",
        median(recovery),
        "s",
        f"{WRITERS + 1} records written undisturbed",
        median(writers.seconds) * (WRITERS + 1) / WRITERS,
    )
