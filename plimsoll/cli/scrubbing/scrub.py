"""`plimsoll scrub`: a copy for testing and for suppliers, in a home of its own, of which nobody in it is real."""

import secrets
import shutil
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import datetime
from pathlib import Path
from typing import Annotated, Any

import psycopg
import typer

from plimsoll.cli.backups.copying import parts_of
from plimsoll.cli.backups.faults import Unusable, many, telling
from plimsoll.cli.serve import database, say
from plimsoll.config.databases import DATABASE, OWNER
from plimsoll.config.embedded import cluster, stop
from plimsoll.config.keeper import needed
from plimsoll.config.setup import with_django
from plimsoll.core.calendar import LONDON
from plimsoll.core.made_up import SECRET_BYTES


def scrub_command(
    folder: Annotated[Path, typer.Argument(help="A folder that is not there yet: the home of the copy.")],
) -> None:
    """Make a copy for testing: the same shape and load, and no real name, text or number. The records are only read."""
    with telling():
        from plimsoll.config import settings  # noqa: PLC0415 - reads the environment, and refuses what is unsafe in it

        home = Path(settings.HOME)
        if not settings.DATABASE_URL and not cluster(home).data.exists():
            raise Unusable(
                f"There is no database in {home}: set PLIMSOLL_HOME, or DATABASE_URL and DATABASE_OWNER_URL."
            )
        with database():
            with_django()
            _check_tables()
            with _new(folder.resolve(), home.resolve()) as copy:
                _scrubbed(copy, settings)


def _check_tables() -> None:
    """The tables are as this version knows them."""
    from plimsoll.config.schema import unapplied, unknown  # noqa: PLC0415 - Django is ready only now

    if unapplied() or unknown():
        raise Unusable(
            "The tables are not those of this version of Plimsoll. Start `plimsoll serve` once, and try again."
        )


@contextmanager
def _new(folder: Path, home: Path) -> Iterator[Path]:
    """A folder that was not there, or held nothing; where the copy fails, nothing is left of it.

    Raises
    ------
    Unusable : it holds something, or lies where the records are.
    """
    if folder == home or home in folder.parents or folder in home.parents:
        raise Unusable(
            f"{folder} is where the real records are. Choose a folder elsewhere: a copy is never made in place."
        )
    there = folder.exists()
    if there and (not folder.is_dir() or any(folder.iterdir())):
        raise Unusable(f"{folder} is there already and holds something. Choose a folder that is not there yet.")
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    folder.chmod(0o700)
    try:
        yield folder
    except BaseException:
        stop(folder)
        place = cluster(folder)
        for left in (place.place, place.socket, folder):
            shutil.rmtree(left, ignore_errors=True)
        raise


def _scrubbed(folder: Path, settings: Any) -> None:
    from plimsoll.actions.backups import note_scrubbed  # noqa: PLC0415 - Django is ready only now
    from plimsoll.cli.scrubbing.copying import (  # noqa: PLC0415 - the same
        connected,
        copy_rows,
        keep_stand_ins,
        make_tables,
        treatment,
    )
    from plimsoll.cli.scrubbing.treating import tables  # noqa: PLC0415 - the same

    say("Making the tables of the copy ...")
    make_tables(folder)
    every = tables()
    with closing(connected(dict(parts_of(settings.DATABASES["owner"])))) as real, needed(folder) as place:
        say("Making up every row ...")
        treating = treatment(real, secrets.token_bytes(SECRET_BYTES), every, datetime.now(LONDON).date())
        with closing(psycopg.connect(place.url(OWNER, DATABASE))) as copy:
            rows = copy_rows(real, copy, every, treating)
            keep_stand_ins(folder / "documents", treating.stand_ins)
            copy.commit()
            copy.autocommit = True
            copy.execute("ANALYZE")
        people = _who(place)
    note_scrubbed(rows=sum(rows.values()))
    typer.echo(
        f"Copied to {folder}: {many(sum(rows.values()), 'row', 'rows')} of {many(len(rows), 'table', 'tables')}, "
        f"{many(len(treating.stand_ins), 'small file', 'small files')} in place of documents. "
        "Every name, text, number and key in it is made up."
    )
    typer.echo(
        "It is pseudonymised, and not anonymous: who knows a child well may know them by what happened. Keep it so."
    )
    typer.echo(f"To serve it: PLIMSOLL_HOME={folder} plimsoll serve --port 8001")
    for role, name in people:
        typer.echo(f'To sign in as a {role}: PLIMSOLL_HOME={folder} plimsoll sign-in-link "{name}"')


def _who(place: Any) -> list[tuple[str, str]]:
    """One person of each of some roles, by the made-up name, for whoever tries the copy."""
    from plimsoll.core.terms import Role  # noqa: PLC0415 - Django is ready only now

    with closing(psycopg.connect(place.url(OWNER, DATABASE))) as copy:
        found: dict[str, str] = dict(copy.execute(WHO).fetchall())
    return [(role.label.lower(), found[role]) for role in Role if role in found][:3]


# A name that is another's too is none that the link can be asked for by.
WHO = """
    SELECT DISTINCT ON (h.role) h.role, w.name FROM records_roleheld h
    JOIN records_worker w ON w.org_id = h.org_id AND w.id = h.worker_id
    WHERE w.left_on IS NULL AND (h.to_date IS NULL OR h.to_date > current_date)
      AND NOT EXISTS (SELECT FROM records_worker o WHERE lower(o.name) = lower(w.name) AND o.id <> w.id)
    ORDER BY h.role, w.sort_name, w.id
"""
