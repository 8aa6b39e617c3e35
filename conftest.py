"""The tests' database: an embedded cluster of their own, and in it a database for each run, as the web role.

Two runs at once share the server; the last one to end stops it. The processes of one run (`make test` has one for each
core) have a server each: what belongs to a whole server, such as its roles and the oldest transaction that runs, is then
nobody else's.
"""

import fcntl
import gc
import os
import signal
from collections.abc import Generator, Iterator
from pathlib import Path
from typing import IO, Any

import django
import psycopg
import pytest
from django.conf import settings
from django.db import connections
from django.test.utils import setup_databases, teardown_databases
from psycopg import sql

from plimsoll.config.databases import provision
from plimsoll.config.embedded import SUPERUSER, Cluster, NoDatabase, find_binaries, start, stop

ROOT = Path(__file__).parent


def _home() -> Path:
    """A folder for each version of PostgreSQL, as one cannot open another's data, and for each process of a run."""
    process = os.environ.get("PYTEST_XDIST_WORKER", "")
    try:
        name = f"test-{find_binaries().version}"
    except NoDatabase:
        name = "test"
    return ROOT / ".plimsoll" / (f"{name}-{process}" if process else name)


# Before Django reads its settings: the tests never touch a database that somebody uses.
for name in ("DATABASE_URL", "DATABASE_OWNER_URL", "SECRET_KEY", "PLIMSOLL_DEBUG"):
    os.environ.pop(name, None)
HOME = _home()
os.environ["PLIMSOLL_HOME"] = str(HOME)
os.environ["PLIMSOLL_GALLERY"] = "yes"
os.environ["DJANGO_SETTINGS_MODULE"] = "plimsoll.config.settings"
django.setup()  # here, as conftests and tests below name models when they are read
pytest_plugins = ["tests.ending"]
# A run in the background ignores Ctrl-C, and so would the processes that tests start, some of which are to end by it.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_setupnodes() -> None:
    """The processes of a run read the settings anew, each for its own server: by what is said here they would at once."""
    del os.environ["DJANGO_SETTINGS_MODULE"]


@pytest.hookimpl(trylast=True)  # after Django's order, which has those that commit after those that do not
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What takes long comes early, so that of several processes none is left with it at the end."""
    items.sort(key=_turn)


@pytest.hookimpl(wrapper=True)
def pytest_collection() -> Generator[None, object, object]:
    """Of what collecting makes nothing is freed while it lasts, and all of it stays to the end: nobody need look through it
    again and again."""
    gc.disable()
    try:
        return (yield)
    finally:
        gc.collect()
        gc.freeze()
        gc.enable()


def _turn(item: pytest.Item) -> int:
    """Long ones of their own processes, those with this process's database, other long ones, all others. A browser, once
    started, runs a loop in this process: those whose tests might mind come before."""
    if item.get_closest_marker("django_db") or not {"db", "transactional_db"}.isdisjoint(item.fixturenames):  # type: ignore[attr-defined]
        return 1
    if item.get_closest_marker("slow"):
        return 2 if "journeys" in item.path.parts else 0
    return 3


@pytest.fixture(scope="session")
def cluster() -> Iterator[Cluster]:
    """The tests' own server, running."""
    HOME.mkdir(parents=True, exist_ok=True)
    with (HOME.parent / f"{HOME.name}.lock").open("w") as lock:
        if _try(lock):
            _drop_leftovers(_ready())  # while nobody can begin who would make one that looks left over
        fcntl.flock(lock, fcntl.LOCK_SH)
        place = _ready()
        yield place
        if _try(lock):
            stop(HOME)


@pytest.fixture(scope="session")
def django_db_modify_db_settings(cluster: Cluster) -> None:
    """A database for each run, by its process."""
    settings.DATABASES["owner"]["TEST"]["NAME"] = f"test_plimsoll_{os.getpid()}"


@pytest.fixture(scope="session")
def django_db_setup(
    django_test_environment: None, django_db_blocker: Any, django_db_modify_db_settings: None
) -> Iterator[None]:
    """Makes it over both connections, whichever the tests ask for: the one mirrors the other. At the end it is let go of
    first, or it could not be dropped: our connections are kept open."""
    with django_db_blocker.unblock():
        made = setup_databases(verbosity=0, interactive=False)
        yield
        connections.close_all()
        teardown_databases(made, verbosity=0)


def _ready() -> Cluster:
    """The server, running, with its roles. It does not wait for the disk: what is in it is made anew by every run."""
    place, _ = start(HOME)
    provision(place)
    with psycopg.connect(place.url(SUPERUSER, "postgres"), autocommit=True) as server:
        for waits in ("fsync", "full_page_writes", "synchronous_commit"):
            server.execute(sql.SQL("ALTER SYSTEM SET {} = off").format(sql.Identifier(waits)))
        server.execute("SELECT pg_reload_conf()")
    return place


def _try(lock: IO[Any]) -> bool:
    """Whether nobody else uses the server; then nobody else can begin to, until we let go."""
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _drop_leftovers(place: Cluster) -> None:
    """Databases of runs that were killed."""
    with psycopg.connect(place.url(SUPERUSER, "postgres"), autocommit=True) as server:
        found = server.execute("select datname from pg_database where datname like 'test%plimsoll%'").fetchall()
        for (name,) in found:
            server.execute(sql.SQL("DROP DATABASE {}").format(sql.Identifier(name)))
