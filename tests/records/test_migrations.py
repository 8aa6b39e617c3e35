"""Every migration can be taken back, and nothing is left of it."""

import os
import subprocess
import sys
from collections.abc import Iterator

import psycopg
import pytest

from plimsoll.config.databases import OWNER, WEB
from plimsoll.config.embedded import SUPERUSER, Cluster

NAME = f"test_plimsoll_{os.getpid()}_back"
# As manage.py, but that nobody looks through the thousands of classes that migrations make: a third of the time.
MANAGE = (
    "import gc, sys; gc.disable(); from django.core.management import execute_from_command_line as say; say(sys.argv)"
)
# Of everything that a migration can leave behind, but what PostgreSQL brings, Django's list of migrations, and the queue:
# procrastinate's own migrations have no way back.
LEFT = """
    SELECT name FROM (
        SELECT relname AS name FROM pg_class WHERE relnamespace = 'public'::regnamespace
        UNION SELECT proname FROM pg_proc WHERE pronamespace = 'public'::regnamespace
        UNION SELECT tgname FROM pg_trigger WHERE NOT tgisinternal UNION SELECT polname FROM pg_policy
    ) AS found
    WHERE name !~ '^(idx_)?(django_migrations|procrastinate_)' AND name !~ '^pg_'
"""
# What the web role may with the queue; nothing of it stays.
GRANTED = """
    SELECT relname FROM pg_class, aclexplode(relacl) a
    WHERE starts_with(relname, 'procrastinate_') AND a.grantee = %(web)s::regrole
    UNION SELECT proname FROM pg_proc, aclexplode(proacl) a
    WHERE starts_with(proname, 'procrastinate_') AND a.grantee = %(web)s::regrole
"""


@pytest.fixture
def empty(cluster: Cluster) -> Iterator[str]:
    """A database of the owner's with nothing in it."""
    with psycopg.connect(cluster.url(SUPERUSER, "postgres"), autocommit=True) as server:
        server.execute(f'CREATE DATABASE "{NAME}" OWNER {OWNER}')
        yield NAME
        server.execute(f'DROP DATABASE "{NAME}"')


def migrate(cluster: Cluster, *to: str) -> None:
    there = {"DATABASE_URL": cluster.url(WEB, NAME), "DATABASE_OWNER_URL": cluster.url(OWNER, NAME)}
    subprocess.run(
        [sys.executable, "-c", MANAGE, "migrate", "--database", "owner", "--verbosity", "0", *to],
        env=os.environ | there | {"SECRET_KEY": "only for a test; " * 4},
        check=True,
    )


def left(cluster: Cluster) -> list[str]:
    with psycopg.connect(cluster.url(SUPERUSER, NAME)) as database:
        return sorted(name for (name,) in database.execute(LEFT).fetchall())


def granted(cluster: Cluster) -> int:
    with psycopg.connect(cluster.url(SUPERUSER, NAME)) as database:
        return len(database.execute(GRANTED, {"web": WEB}).fetchall())


@pytest.mark.slow
def test_migrations_go_back_to_nothing_and_forth_again(cluster, empty):
    migrate(cluster)
    made, may = left(cluster), granted(cluster)
    migrate(cluster, "records", "zero")
    migrate(cluster, "sessions", "zero")
    nothing, may_nothing = left(cluster), granted(cluster)
    migrate(cluster)

    assert (nothing, left(cluster)) == ([], made)
    assert (may_nothing, granted(cluster)) == (0, may)
    assert may > 0
