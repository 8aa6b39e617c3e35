"""What happens every few seconds, as long as a worker runs: too often to be a job, and not to wait behind one.

`STEADILY` is the list. Each entry has a thread and a connection of its own in every worker, and runs in one worker at a
time: the others pass their turn. What it does may be cut off at any moment, and is done again at the next.
"""

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from threading import Event, Thread

from django.conf import settings
from django.db import close_old_connections, connection

from plimsoll.actions.audit import seal_trail
from plimsoll.jobs.again import rescue
from plimsoll.jobs.importing import give_up
from plimsoll.jobs.inbox import look

log = logging.getLogger(__name__)
ONE_AT_A_TIME = 7_073  # any number, as long as it stays: the first half of the locks
LONGEST_PAUSE_SECONDS = 60


@dataclass(frozen=True)
class Steady:
    """A function to be called every so many seconds, under a name that stays."""

    name: str
    seconds: float
    do: Callable[[], object]


def seal() -> None:
    """Chains what was written to the trail, and notes the seal outside the database."""
    seal_trail(settings.AUDIT_SEALS)


STEADILY = (
    Steady("rescue", 2, rescue),
    Steady("seal", 1, seal),
    Steady("inbox", 5, look),
    Steady("files", 30, give_up),
)


def begin(steadily: Sequence[Steady], ended: Event) -> list[Thread]:
    """A thread for each entry, until `ended` is set."""
    threads = [Thread(target=_keep, args=(entry, ended), name=entry.name, daemon=True) for entry in steadily]
    for thread in threads:
        thread.start()
    return threads


def _keep(entry: Steady, ended: Event) -> None:
    failures = 0
    while not ended.wait(min(entry.seconds * 2**failures, LONGEST_PAUSE_SECONDS)):
        try:
            close_old_connections()
            _turn(entry)
        except Exception:
            if not failures:  # said once, not every second
                log.exception("'%s' failed; it is tried again, with longer and longer pauses.", entry.name)
            failures += 1
        else:
            if failures:
                log.warning("'%s' works again.", entry.name)
            failures = 0
    connection.close()


def _turn(entry: Steady) -> None:
    """One call, unless another worker is at it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s, hashtext(%s))", [ONE_AT_A_TIME, entry.name])
        if cursor.fetchone() != (True,):
            return
        try:
            entry.do()
        finally:
            if connection.connection is not None and not connection.connection.closed:  # else it is gone with it
                cursor.execute("SELECT pg_advisory_unlock(%s, hashtext(%s))", [ONE_AT_A_TIME, entry.name])
