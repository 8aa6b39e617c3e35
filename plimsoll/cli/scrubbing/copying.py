"""The rows of one database go into another, each made up on the way: what is real never comes to the copy's disk."""

import os
import subprocess
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any
from uuid import UUID

import psycopg
from psycopg import sql
from psycopg.rows import dict_row
from psycopg.types.json import Jsonb

from plimsoll.cli.backups.faults import Unusable
from plimsoll.cli.scrubbing.declared import How
from plimsoll.cli.scrubbing.treating import Row, Table, Treatment
from plimsoll.core.made_up import MadeUp

AT_ONCE = 2000  # rows that are fetched at a time
# Names of people as they stand, word by word: none of them is made up for somebody else.
NAMES = """
    SELECT DISTINCT lower(word) AS word
    FROM (SELECT given_name || ' ' || family_name AS name FROM records_child
          UNION SELECT name FROM records_worker UNION SELECT name FROM records_networkcontact
          UNION SELECT name FROM records_household UNION SELECT row ->> 'name' FROM records_history
          WHERE tbl IN ('records_worker', 'records_networkcontact', 'records_household')
          UNION SELECT concat_ws(' ', row ->> 'given_name', row ->> 'family_name') FROM records_history
          WHERE tbl = 'records_child') named,
        regexp_split_to_table(name, '[^[:alpha:]]+') word
    WHERE word <> ''
"""
BIRTHS = "SELECT id, coalesce(born_on, expected_on) AS born, family_name, died_on FROM records_child"
# The town has settings since before there was any time, which the driver has no word for.
BEGINNING = "-infinity"
NOT_OURS = ("DATABASE_URL", "DATABASE_OWNER_URL", "SECRET_KEY", "PLIMSOLL_DOCUMENTS", "PLIMSOLL_INBOX", "PLIMSOLL_HOME")


def make_tables(home: Path) -> None:
    """The tables of a copy in a home of its own, empty.

    Raises
    ------
    Unusable : they could not be made.
    """
    kept = {name: value for name, value in os.environ.items() if name not in NOT_OURS}
    done = subprocess.run(
        [sys.executable, "-P", "-m", "plimsoll.cli.scrubbing.tables"],
        env=kept | {"PLIMSOLL_HOME": str(home)}, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False,
    )  # fmt: skip
    if done.returncode:
        said = [line for line in done.stderr.splitlines() if line.strip()][-1:]
        raise Unusable(f"The tables of the copy could not be made: {' '.join(said) or 'nothing was said'}")


def treatment(real: Any, secret: bytes, tables: list[Table], today: date) -> Treatment:
    """What is known of the real records before the first row: names that are taken, and how births move."""
    made_up = MadeUp(secret, frozenset(word for (word,) in real.execute(NAMES)))
    born = {
        key: made_up.birth_days(born, family, died, today)
        for key, born, family, died in real.execute(BIRTHS)
        if born is not None
    }
    return Treatment(made_up, today, {table.name: table for table in tables}, born)


def copy_rows(real: Any, copy: Any, tables: list[Table], treating: Treatment) -> dict[str, int]:
    """Every row, in the transaction of each connection; how many of each table stand in the copy. What the copy promises
    holds: its checks and keys look at each row; only what would remember or fill in by itself stands aside."""
    rows = {}
    for table in tables:
        copy.execute(sql.SQL("ALTER TABLE {} DISABLE TRIGGER USER").format(sql.Identifier(table.name)))
        rows[table.name] = _copy_table(real, copy, table, treating)
    copy.execute("SET CONSTRAINTS ALL IMMEDIATE")
    for table in tables:
        copy.execute(sql.SQL("ALTER TABLE {} ENABLE TRIGGER USER").format(sql.Identifier(table.name)))
    return rows


def _copy_table(real: Any, copy: Any, table: Table, treating: Treatment) -> int:
    columns = sql.SQL(", ").join(map(sql.Identifier, table.columns))
    into = sql.SQL("COPY {} ({}) FROM STDIN").format(sql.Identifier(table.name), columns)
    json = {column for column, how in table.how.items() if how in (How.SAID, How.VERSION)} | {
        one.column for one in table.model._meta.concrete_fields if one.get_internal_type() == "JSONField"
    }
    done = 0
    with copy.cursor() as cursor, cursor.copy(into) as lines:
        for row, begins in _rows(real, table):
            made = treating.row(table, row)
            if made is None:
                continue
            if begins:
                made["from_at"] = BEGINNING
            lines.write_row([
                Jsonb(made[name]) if name in json and made[name] is not None else made[name] for name in table.columns
            ])  # fmt: skip
            done += 1
    return done


def _rows(real: Any, table: Table) -> Iterator[tuple[Row, bool]]:
    """Rows of a table, and of a version of one whether it has always been there."""
    history = table.name == "records_history"
    columns = sql.SQL(", ").join(
        sql.SQL("nullif(from_at, '-infinity') AS from_at") if history and name == "from_at" else sql.Identifier(name)
        for name in table.columns
    )
    with real.cursor(name="plimsoll_scrub", row_factory=dict_row) as cursor:
        cursor.itersize = AT_ONCE
        cursor.execute(sql.SQL("SELECT {} FROM {}").format(columns, sql.Identifier(table.name)))
        for row in cursor:
            yield row, history and row["from_at"] is None


def keep_stand_ins(folder: Path, stand_ins: dict[tuple[UUID, str], bytes]) -> None:
    """The small files that stand in for documents, where the copy looks for them."""
    for (org, digest), content in stand_ins.items():
        place = folder / str(org) / digest[:2]
        place.mkdir(parents=True, exist_ok=True, mode=0o700)
        with os.fdopen(os.open(place / digest, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
            file.write(content)


def connected(parts: dict[str, str]) -> Any:
    """A connection to the real records, which can only read them and sees one moment."""
    connection = psycopg.connect(**parts)  # type: ignore[arg-type]
    connection.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
    connection.read_only = True
    connection.execute("SET LOCAL statement_timeout = 0")
    connection.execute("SET LOCAL idle_in_transaction_session_timeout = 0")
    return connection
