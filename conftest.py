"""The tests' database: an embedded cluster of their own, and in it a database for each run, as the web role.

Two runs at once share the server; the last one to end stops it.
"""

import fcntl
import os
from collections.abc import Iterator
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
    """A folder for each version of PostgreSQL, as one cannot open another's data."""
    try:
        return ROOT / ".plimsoll" / f"test-{find_binaries().version}"
    except NoDatabase:
        return ROOT / ".plimsoll" / "test"


# Before Django reads its settings: the tests never touch a database that somebody uses.
for name in ("DATABASE_URL", "DATABASE_OWNER_URL", "SECRET_KEY", "PLIMSOLL_DEBUG"):
    os.environ.pop(name, None)
HOME = _home()
os.environ["PLIMSOLL_HOME"] = str(HOME)
os.environ["PLIMSOLL_GALLERY"] = "yes"
os.environ["DJANGO_SETTINGS_MODULE"] = "plimsoll.config.settings"
django.setup()  # here, as conftests and tests below name models when they are read


@pytest.fixture(scope="session")
def cluster() -> Iterator[Cluster]:
    """The tests' own server, running."""
    HOME.mkdir(parents=True, exist_ok=True)
    with (HOME.parent / f"{HOME.name}.lock").open("w") as lock:
        alone = _try(lock)
        fcntl.flock(lock, fcntl.LOCK_SH)
        place, _ = start(HOME)
        provision(place)
        if alone:
            _drop_leftovers(place)
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
