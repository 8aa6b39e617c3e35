"""PostgreSQL's own programs, which take a database out into a file and put it back.

They are told where by a file that only we can read: a password on a command line is there for everybody to see.
"""

import os
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from psycopg import pq

from plimsoll.cli.backups.faults import Unusable
from plimsoll.config.embedded import find_copying

# Who is signed in is nothing to keep: after a restore everybody signs in anew.
NOT_KEPT = "django_session"
Parts = Mapping[str, str]


def parts_of(settings: Mapping[str, Any]) -> Parts:
    """Where a database of Django's settings is, as PostgreSQL's programs name it; what is Django's alone is left out.

    >>> options = {"sslmode": "require", "server_side_binding": True}
    >>> sorted(parts_of({"NAME": "town", "USER": "ann", "HOST": "", "OPTIONS": options}).items())
    [('dbname', 'town'), ('sslmode', 'require'), ('user', 'ann')]
    """
    names = {"dbname": "NAME", "user": "USER", "password": "PASSWORD", "host": "HOST", "port": "PORT"}
    said = {theirs: str(settings.get(ours) or "") for theirs, ours in names.items()}
    known = {option.keyword.decode() for option in pq.Conninfo.get_defaults()}
    said |= {name: str(value) for name, value in settings.get("OPTIONS", {}).items() if name in known}
    return {name: value for name, value in said.items() if value}


def take_out(room: Path, parts: Parts, version: int, snapshot: str, into: Path) -> None:
    """Writes a database to a file, as one snapshot of it sees it.

    Raises
    ------
    Unusable : the program is not there, or fails.
    """
    _run("pg_dump", room, parts, version, ["--format=custom", f"--snapshot={snapshot}",
         f"--exclude-table-data={NOT_KEPT}", f"--file={into}"])  # fmt: skip


def put_back(room: Path, parts: Parts, version: int, dump: Path) -> None:
    """Writes such a file into an empty database, all of it or nothing.

    Raises
    ------
    Unusable : the program is not there, or fails.
    """
    _run("pg_restore", room, parts, version, [*PUT_BACK, str(dump)])


PUT_BACK = (
    "--dbname=service=plimsoll", "--single-transaction", "--exit-on-error", "--no-owner", "--no-comments",
    "--no-publications", "--no-subscriptions",
)  # fmt: skip


def told_where(room: Path, parts: Parts) -> dict[str, str]:
    """The environment in which the programs find a database."""
    service = room / "where"
    with os.fdopen(os.open(service, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8") as lines:
        lines.write("[plimsoll]\n" + "".join(f"{name}={value}\n" for name, value in parts.items()))
    kept = {name: value for name, value in os.environ.items() if not name.startswith("PG")}
    return kept | {"PGSERVICEFILE": str(service), "PGSERVICE": "plimsoll", "LC_ALL": "C", "TZ": "UTC"}


def _run(program: str, room: Path, parts: Parts, version: int, options: Sequence[str]) -> None:
    command = [find_copying(version).path(program), *options]
    done = subprocess.run(
        command, env=told_where(room, parts), stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False
    )
    if done.returncode:
        said = [line for line in done.stderr.splitlines() if line.strip()][:2]
        what = "taken out of the database" if program == "pg_dump" else "put into the database, and nothing of them was"
        raise Unusable(f"The records could not be {what}: {' / '.join(said) or f'{program} said nothing'}")
