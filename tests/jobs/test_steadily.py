"""What is done steadily is done in one place at a time, and goes on after a failure."""

import logging
import time
from threading import Event

import pytest

from plimsoll.jobs.again import rescue
from plimsoll.jobs.importing import give_up
from plimsoll.jobs.inbox import look
from plimsoll.jobs.steadily import ONE_AT_A_TIME, STEADILY, Steady, _turn, begin, seal

pytestmark = [pytest.mark.slow, pytest.mark.django_db(databases=["default", "owner"])]


def test_the_list():
    assert [(entry.name, entry.seconds, entry.do) for entry in STEADILY] == [
        ("rescue", 2, rescue),
        ("seal", 1, seal),
        ("inbox", 5, look),
        ("files", 30, give_up),
    ]


def test_one_at_a_time_whichever_worker_it_is(queue):
    calls: list[int] = []
    entry = Steady("a test", 1, lambda: calls.append(1))
    key = [ONE_AT_A_TIME, entry.name]
    queue.execute("SELECT pg_advisory_lock(%s, hashtext(%s))", key)
    _turn(entry)
    assert calls == []

    queue.execute("SELECT pg_advisory_unlock(%s, hashtext(%s))", key)
    _turn(entry)
    assert calls == [1]
    assert queue.execute("SELECT pg_try_advisory_lock(%s, hashtext(%s))", key).fetchone() == (True,)
    queue.execute("SELECT pg_advisory_unlock_all()")


def test_it_lets_others_have_their_turn_when_it_fails(queue):
    def fails() -> None:
        raise ZeroDivisionError

    entry = Steady("a failing test", 1, fails)
    with pytest.raises(ZeroDivisionError):
        _turn(entry)

    assert queue.execute("SELECT pg_try_advisory_lock(%s, hashtext(%s))", [ONE_AT_A_TIME, entry.name]).fetchone() == (
        True,
    )
    queue.execute("SELECT pg_advisory_unlock_all()")


def test_a_failure_is_told_once_and_it_goes_on(queue, django_db_blocker, caplog):
    calls: list[int] = []

    def works_from_the_third_time() -> None:
        calls.append(1)
        assert len(calls) > 2, "not yet"

    ended = Event()
    with django_db_blocker.unblock(), caplog.at_level(logging.WARNING):
        threads = begin([Steady("a shaky test", 0.02, works_from_the_third_time)], ended)
        end = time.monotonic() + 10
        while len(calls) < 4 and time.monotonic() < end:
            time.sleep(0.01)
        ended.set()
        for thread in threads:
            thread.join(5)

    assert len(calls) >= 4
    assert [record.getMessage() for record in caplog.records] == [
        "'a shaky test' failed; it is tried again, with longer and longer pauses.",
        "'a shaky test' works again.",
    ]
