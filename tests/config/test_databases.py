"""Roles and database are made once, narrowed each time, and a role that sees too much is refused."""

import os
from collections.abc import Iterator
from typing import Any

import psycopg
import pytest

from plimsoll.config.databases import DATABASE, OWNER, WEB, UnsafeRole, address, check_web_role, provision
from plimsoll.config.embedded import SUPERUSER, Cluster

NARROW = (False, False, False)


@pytest.fixture
def server(cluster: Cluster) -> Iterator[psycopg.Connection[Any]]:
    with psycopg.connect(cluster.url(SUPERUSER, "postgres"), autocommit=True) as connection:
        yield connection


def rights(server: psycopg.Connection[Any], role: str) -> tuple[Any, ...] | None:
    return server.execute(
        "select rolsuper, rolbypassrls, rolcreaterole, rolcreatedb from pg_roles where rolname = %s", [role]
    ).fetchone()


def test_roles_are_narrow_however_often_they_are_made(cluster, server):
    provision(cluster)
    provision(cluster)

    assert (rights(server, OWNER), rights(server, WEB)) == ((*NARROW, True), (*NARROW, False))


def test_what_was_widened_by_hand_is_narrowed_again(cluster, server):
    server.execute(f"ALTER ROLE {WEB} CREATEDB")
    provision(cluster)

    assert rights(server, WEB) == (*NARROW, False)


def test_the_secret_key_is_made_once_and_for_its_owner_alone(cluster):
    key = cluster.home / "secret-key"
    before = key.read_text()
    provision(cluster)

    assert (key.read_text(), len(before) >= 50, key.stat().st_mode & 0o777) == (before, True, 0o600)


@pytest.fixture
def wide(server: psycopg.Connection[Any]) -> Iterator[str]:
    """A role of this run's own, to be made too wide."""
    name = f"test_wide_{os.getpid()}"
    server.execute(f"CREATE ROLE {name} LOGIN")
    yield name
    server.execute(f"DROP ROLE {name}")


@pytest.mark.parametrize(
    ("widening", "fault"),
    [
        ("ALTER ROLE {} BYPASSRLS", "bypasses row-level security"),
        ("ALTER ROLE {} SUPERUSER", "is a superuser"),
        (f"GRANT {SUPERUSER} TO {{}}", "is a superuser"),
    ],
)
def test_a_role_that_sees_too_much_is_refused(cluster, server, wide, widening, fault):
    server.execute(widening.format(wide))
    with (
        psycopg.connect(cluster.url(wide, "postgres")) as web,
        pytest.raises(UnsafeRole, match=f"The database role '{wide}' {fault}.*Set DATABASE_URL"),
    ):
        check_web_role(web)


def test_nobody_else_enters_the_database(cluster, server):
    server.execute("CREATE ROLE plimsoll_stranger LOGIN")
    try:
        with pytest.raises(psycopg.OperationalError, match="permission denied for database"):
            psycopg.connect(cluster.url("plimsoll_stranger", DATABASE))
    finally:
        server.execute("DROP ROLE plimsoll_stranger")


def test_an_address_becomes_djangos_settings():
    assert address("postgresql://ann:s%40y@db.invented.example:5433/town?sslmode=require") == {
        "NAME": "town",
        "USER": "ann",
        "PASSWORD": "s@y",
        "HOST": "db.invented.example",
        "PORT": "5433",
        "OPTIONS": {"sslmode": "require"},
    }
