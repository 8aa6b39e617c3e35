"""Two database roles: one owns the tables, the other serves people and is bound by row-level security.

Row-level security guards against a forgotten filter, not against injected SQL: the web role sets its own context.
"""

import secrets
from typing import Any

import psycopg
from psycopg import sql
from psycopg.conninfo import conninfo_to_dict

from plimsoll.config.embedded import SUPERUSER, Cluster

DATABASE = "plimsoll"
OWNER = "plimsoll_owner"
WEB = "plimsoll_web"
ONE_AT_A_TIME = 7_073_117  # any number, as long as it stays: the lock of those who provision
KEY_BYTES = 50
# For Django: what a connection has said five times is kept there with its plan; to plan it takes longer than to run it.
PREPARED = {"server_side_binding": True, "prepare_threshold": 5}


class UnsafeRole(Exception):
    """The program is connected as a role that row-level security does not bind; the message says why and what to do."""


class OnlyOwnerMigrates:
    """Django's router: tables are made over the connection `owner` alone."""

    def allow_migrate(self, db: str, app_label: str, **hints: object) -> bool:
        """Whether a migration may run over a connection."""
        return db == "owner"

    def allow_relation(self, first: object, second: object, **hints: object) -> bool:
        """Both connections lead to one database, so any two rows may point at each other."""
        return True


def address(url: str) -> dict[str, Any]:
    """Django's connection settings out of a PostgreSQL address.

    >>> address("postgresql://ann@/town?host=/run/db&sslmode=require")["OPTIONS"]
    {'sslmode': 'require'}
    """
    parts = conninfo_to_dict(url)
    known = {"NAME": "dbname", "USER": "user", "PASSWORD": "password", "HOST": "host", "PORT": "port"}
    found = {ours: str(parts.pop(theirs, None) or "") for ours, theirs in known.items()}
    return {**found, "OPTIONS": {name: value for name, value in parts.items() if value is not None}}


def provision(place: Cluster) -> None:
    """Makes the roles, the database and the secret key of an embedded cluster where they are not there yet."""
    with psycopg.connect(place.url(SUPERUSER, "postgres"), autocommit=True) as server:
        server.execute("select pg_advisory_lock(%s)", [ONE_AT_A_TIME])
        _make_role(server, OWNER, "CREATEDB")
        _make_role(server, WEB, "NOCREATEDB")
        if not server.execute("select 1 from pg_database where datname = %s", [DATABASE]).fetchone():
            server.execute(_said("CREATE DATABASE {} OWNER {}", DATABASE, OWNER))
        server.execute(_said("REVOKE ALL ON DATABASE {} FROM PUBLIC", DATABASE))
        server.execute(_said("GRANT CONNECT ON DATABASE {} TO {}", DATABASE, WEB))
    _make_key(place)


def check_web_role(connection: Any) -> None:
    """Refuses to serve people over a connection that row-level security does not bind.

    Parameters
    ----------
    connection : an open connection of Django or psycopg.

    Raises
    ------
    UnsafeRole : the role is a superuser, bypasses row-level security, owns tables, or may become a role that does.
    """
    with connection.cursor() as cursor:
        cursor.execute(REACH)
        name, is_super, bypasses, owns = cursor.fetchone()
    faults = {"is a superuser": is_super, "bypasses row-level security": bypasses, "owns tables": owns}
    found = " and ".join(fault for fault, there in faults.items() if there)
    if found:
        raise UnsafeRole(
            f"The database role '{name}' {found}, or may become a role of which that is true, so it would see every "
            f"organisation's records. Set DATABASE_URL to a role that owns nothing, such as {WEB}."
        )


# A role that may be assumed counts as one's own: SET ROLE would be enough.
REACH = """
    SELECT current_user,
           bool_or(rolsuper),
           bool_or(rolbypassrls),
           EXISTS (SELECT FROM pg_class JOIN pg_namespace ON pg_namespace.oid = relnamespace
                   WHERE relkind IN ('r', 'p') AND nspname NOT IN ('pg_catalog', 'information_schema')
                     AND pg_has_role(current_user, relowner, 'MEMBER'))
    FROM pg_roles
    WHERE pg_has_role(current_user, oid, 'MEMBER')
"""


def _make_role(server: psycopg.Connection[Any], name: str, may: str) -> None:
    if not server.execute("select 1 from pg_roles where rolname = %s", [name]).fetchone():
        server.execute(_said("CREATE ROLE {}", name))
    # Said again each time: what somebody widened by hand is narrowed at the next start.
    server.execute(_said("ALTER ROLE {} LOGIN NOSUPERUSER NOBYPASSRLS NOCREATEROLE NOREPLICATION " + may, name))


def _said(statement: str, *names: str) -> sql.Composed:
    return sql.SQL(statement).format(*map(sql.Identifier, names))


def _make_key(place: Cluster) -> None:
    path = place.home / "secret-key"
    if not path.exists():
        path.touch(mode=0o600)
        path.write_text(secrets.token_urlsafe(KEY_BYTES))
