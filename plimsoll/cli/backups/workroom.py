"""A folder to work in, closed to others and swept before and after, and in it a server that is thrown away.

What lies there is not encrypted, as the database itself is not. Where a command was killed, the next one sweeps.
"""

import fcntl
import shutil
import signal
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from types import FrameType

import psycopg
from psycopg import sql

from plimsoll.cli.backups.faults import Unusable
from plimsoll.config.databases import DATABASE, provision
from plimsoll.config.embedded import SUPERUSER, Cluster, cluster, stop
from plimsoll.config.keeper import needed

ASKING = (signal.SIGTERM, signal.SIGHUP)
# A server that is thrown away need not wait for the disk.
HURRY = ("fsync", "full_page_writes", "synchronous_commit")


@contextmanager
def workroom(home: Path) -> Iterator[Path]:
    """A folder of one's own in a home, empty, for as long as it takes; one at a time.

    Raises
    ------
    Unusable : somebody else is at work there.
    """
    home.mkdir(parents=True, exist_ok=True)
    with (home / "copying.lock").open("a") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise Unusable(f"Another backup or restore is at work in {home}. Wait until it has ended.") from None
        room = home / "copying"
        _sweep(room)
        with _asked_to_stop():
            try:
                room.mkdir(mode=0o700)
                yield room
            finally:
                _sweep(room)


@contextmanager
def spare_server(room: Path, roles: Iterable[str]) -> Iterator[Cluster]:
    """A server with an empty database and these roles beside its own two."""
    with needed(room / "server") as place:
        provision(place)
        with closing(psycopg.connect(place.url(SUPERUSER, DATABASE), autocommit=True)) as server:
            for setting in HURRY:
                server.execute(sql.SQL("ALTER SYSTEM SET {} = off").format(sql.Identifier(setting)))
            server.execute("SELECT pg_reload_conf()")
            for role in roles:
                if not server.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [role]).fetchone():
                    server.execute(sql.SQL("CREATE ROLE {} NOLOGIN").format(sql.Identifier(role)))
        yield place


def _sweep(room: Path) -> None:
    """Nothing is left of what was worked on, elsewhere too: run as root, a server lives outside."""
    server = room / "server"
    place = cluster(server)
    if place.data.exists():
        stop(server)
    for folder in (place.place, place.socket, room):
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def _asked_to_stop() -> Iterator[None]:
    """A command that is asked to stop sweeps first."""

    def leave(number: int, frame: FrameType | None) -> None:
        raise SystemExit(128 + number)

    before = {}
    for asking in ASKING:
        with suppress(ValueError):  # not in the first thread: then nobody asks us
            before[asking] = signal.signal(asking, leave)
    try:
        yield
    finally:
        for asking, handler in before.items():
            signal.signal(asking, handler)
