"""What is in a backup: how many rows of each table, how far the trail goes, which documents. It is counted where the backup
is made, and again wherever it is put back."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from typing import Any

from psycopg import sql

from plimsoll.cli.backups.copying import NOT_KEPT
from plimsoll.cli.backups.faults import Unusable, many

FORMAT = 1


@dataclass(frozen=True)
class Stock:
    """What is counted in a database: rows of each table, links of the trail, and the last of them."""

    rows: Mapping[str, int]
    links: int
    head: str

    @property
    def all_rows(self) -> int:
        """Of all tables."""
        return sum(self.rows.values())


@dataclass(frozen=True)
class Contents:
    """What a backup says of itself.

    made_at : the moment it shows, ISO 8601; migrations : those that the tables had; roles : of the database that may do
    something with the tables, beside the owner; dump : SHA-256 of the file that holds the tables; documents : how many;
    missing : documents that rows name and that were not in their place, or not what they were.
    """

    made_at: str
    plimsoll: str
    postgresql: int
    migrations: tuple[str, ...]
    roles: tuple[str, ...]
    stock: Stock
    dump: str
    documents: int
    missing: tuple[str, ...]

    def as_text(self) -> str:
        """For the file."""
        return json.dumps({"format": FORMAT, **asdict(self)}, indent=1)


def contents_of(text: str) -> Contents:
    """Out of the file.

    Raises
    ------
    Unusable : it is of a later kind, or none.
    """
    try:
        said = json.loads(text)
        if said["format"] > FORMAT:
            raise Unusable("The backup was made by a newer version of Plimsoll. Install that version, and try again.")
        stock = Stock(**said["stock"])
        plain = {field.name: said[field.name] for field in fields(Contents)}
    except (ValueError, KeyError, TypeError):
        raise Unusable("The file was opened, and it is no backup of Plimsoll.") from None
    lists = {name: tuple(value) for name, value in plain.items() if isinstance(value, list)}
    return Contents(**plain | lists | {"stock": stock})


def take_stock(connection: Any) -> Stock:
    """Counts every table that is kept, as the owner, in the transaction of the connection."""
    with connection.cursor() as cursor:
        cursor.execute(TABLES, [NOT_KEPT])
        names = [name for (name,) in cursor.fetchall()]
        rows = {}
        for name in names:
            cursor.execute(sql.SQL("SELECT count(*) FROM {}").format(sql.Identifier("public", name)))
            (rows[name],) = cursor.fetchone()
        cursor.execute(LAST_LINK)
        links, head = cursor.fetchone() or (0, "")
    return Stock(rows, links, head)


def differences(made: Stock, found: Stock) -> list[str]:
    """In what a copy is not what it was made from, a sentence each; nothing where it is."""
    tables = sorted({*made.rows, *found.rows})
    told = [
        f"{name}: {_rows(made.rows.get(name))} where it was made, {_rows(found.rows.get(name))} in the copy"
        for name in tables
        if made.rows.get(name) != found.rows.get(name)
    ]
    if (made.links, made.head) != (found.links, found.head):
        told.append(f"the trail ends with link {made.links} where it was made, and with {found.links} in the copy")
    return told


def _rows(number: int | None) -> str:
    return "no such table" if number is None else many(number, "row", "rows")


def list_of(connection: Any, statement: str) -> tuple[str, ...]:
    """The first column of what a statement finds."""
    with connection.cursor() as cursor:
        cursor.execute(statement)
        return tuple(row[0] for row in cursor.fetchall())


TABLES = """
    SELECT relname FROM pg_class
    WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace AND relname <> %s
      AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.objid = pg_class.oid AND d.deptype = 'e')
    ORDER BY relname
"""
LAST_LINK = "SELECT n, encode(head, 'hex') FROM records_auditseal ORDER BY n DESC LIMIT 1"
MIGRATIONS = "SELECT name FROM django_migrations WHERE app = 'records' ORDER BY name"
# Whoever was given something by name, beside the owner and everybody.
ROLES = """
    SELECT DISTINCT pg_get_userbyid(grantee) FROM (
        SELECT relowner AS owner, (aclexplode(relacl)).grantee FROM pg_class WHERE relnamespace = 'public'::regnamespace
        UNION ALL
        SELECT proowner, (aclexplode(proacl)).grantee FROM pg_proc WHERE pronamespace = 'public'::regnamespace
    ) given WHERE grantee NOT IN (0, owner) ORDER BY 1
"""
KEPT_FILES = "SELECT DISTINCT org_id::text || ' ' || digest FROM records_document ORDER BY 1"
