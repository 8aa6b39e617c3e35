"""`plimsoll backup`: taken out, put back on a server that is thrown away, compared, encrypted, read again."""

import hashlib
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Any
from uuid import UUID

import psycopg
import typer

from plimsoll import __version__
from plimsoll.cli.backups.contents import (
    KEPT_FILES,
    MIGRATIONS,
    ROLES,
    Contents,
    Stock,
    differences,
    list_of,
    take_stock,
)
from plimsoll.cli.backups.copying import Parts, parts_of, put_back, take_out
from plimsoll.cli.backups.faults import MOST_NAMED, Differs, Unusable, many, telling
from plimsoll.cli.backups.keys import recipients
from plimsoll.cli.backups.packed import CONTENTS, DUMP, REMOVALS, SEALS, Member, pack
from plimsoll.cli.backups.workroom import spare_server, workroom
from plimsoll.cli.serve import database, say
from plimsoll.cli.verify_audit import A_SEAL
from plimsoll.config.databases import DATABASE, OWNER
from plimsoll.config.embedded import cluster
from plimsoll.config.setup import with_django


@dataclass(frozen=True)
class Taken:
    """What was taken out: what was counted as it was, the seals that were there before, what rows name of documents,
    and the ledger of removals."""

    contents: Contents
    seals: tuple[str, ...]
    documents: tuple[tuple[UUID, str], ...]
    trail: Any
    removals: tuple[str, ...]


def backup_command(
    folder: Annotated[Path, typer.Argument(help="Where the file is written; best on another machine's disk.")],
    key: Annotated[
        list[str] | None, typer.Option(help="A public key that can open it, beside those of PLIMSOLL_BACKUP_KEYS.")
    ] = None,
) -> None:
    """Copy all records, prove that they can be put back, and keep them encrypted. Ends with 1 where not all is whole."""
    with telling():
        from plimsoll.config import settings  # noqa: PLC0415 - reads the environment, and refuses what is unsafe in it

        readers = recipients([*settings.BACKUP_KEYS, *(key or ())])
        home = Path(settings.HOME)
        if not settings.DATABASE_URL and not cluster(home).data.exists():
            raise Unusable(
                f"There is no database in {home}: set PLIMSOLL_HOME, or DATABASE_URL and DATABASE_OWNER_URL."
            )
        if not folder.is_dir():
            raise Unusable(f"There is no folder {folder}. Make it, for the user of Plimsoll alone, and try again.")
        with workroom(home) as room, database():
            with_django()
            raise SystemExit(_backed_up(room, folder, readers, settings))


def _backed_up(room: Path, folder: Path, readers: Sequence[Any], settings: Any) -> int:
    """Makes the file, says what is in it; the exit status."""
    now = datetime.now(UTC)
    taken = _taken_out(room, settings, now)
    say("Taken out of the database. Putting it back on a server that is thrown away ...")
    whole = _tried(room, taken)
    say("It came back as it was. Encrypting ...")
    target = folder.resolve() / f"plimsoll-{now:%Y%m%d-%H%M%S}.age"
    missing: list[str] = []
    digest = pack(target, readers, _members(room, taken, missing))
    _remember(target, digest, taken.contents)
    for line in _in_words(target, taken, missing, whole):
        typer.echo(line)
    return 0 if whole and not missing else 1


# ---- taking out -----------------------------------------------------------------------------------------------------


def _taken_out(room: Path, settings: Any, now: datetime) -> Taken:
    """All of it as one moment shows it, however much is written meanwhile: the counts and the dump see one snapshot."""
    from plimsoll.actions.removals import note_removals  # noqa: PLC0415 - the same
    from plimsoll.queries.audit import verify_trail  # noqa: PLC0415 - Django is ready only now

    parts = parts_of(settings.DATABASES["owner"])
    _seal(settings.AUDIT_SEALS)
    seals = _lines(settings.AUDIT_SEALS)  # read before the snapshot, which then has each of them
    with closing(psycopg.connect(**parts)) as connection:
        connection.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
        connection.read_only = True
        connection.execute("SET LOCAL statement_timeout = 0")
        connection.execute("SET LOCAL idle_in_transaction_session_timeout = 0")
        version = connection.info.server_version // 10_000
        (snapshot,) = _row(connection, "SELECT pg_export_snapshot()")
        if _row(connection, "SELECT to_regclass('public.records_organisation') IS NULL") == (True,):
            raise Unusable(
                "The database has no tables of Plimsoll: there is nothing to keep. `plimsoll serve` makes them."
            )
        take_out(room, parts, version, snapshot, room / DUMP)
        contents = Contents(
            made_at=now.isoformat(timespec="seconds"),
            plimsoll=__version__,
            postgresql=version,
            migrations=list_of(connection, MIGRATIONS),
            roles=list_of(connection, ROLES),
            stock=take_stock(connection),
            dump=_digest(room / DUMP),
            documents=0,
            missing=(),
        )
        documents = tuple((UUID(org), digest) for org, digest in map(str.split, list_of(connection, KEPT_FILES)))
        removals = tuple(note_removals(settings.REMOVALS))
        return Taken(contents, seals, documents, verify_trail(connection, seals), removals)


def _seal(outside: Path) -> None:
    """As much of the trail as has ended, so that the copy's ends where its last link ends."""
    from plimsoll.actions.audit import seal_trail  # noqa: PLC0415 - Django is ready only now

    while seal_trail(outside):
        pass


def _lines(path: Path) -> tuple[str, ...]:
    if not path.exists():
        return ()
    lines = path.read_text(encoding="ascii", errors="replace").splitlines()
    return tuple(line for line in lines if A_SEAL.fullmatch(line))


def _row(connection: Any, question: str) -> tuple[Any, ...]:
    found = connection.execute(question).fetchone()
    assert found is not None
    return tuple(found)


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


# ---- trying ---------------------------------------------------------------------------------------------------------


def _tried(room: Path, taken: Taken) -> bool:
    """Puts it back elsewhere and compares; whether the trail is whole in both.

    Raises
    ------
    Differs : the copy is not what it was made from.
    """
    from plimsoll.queries.audit import verify_trail  # noqa: PLC0415 - Django is ready only now

    found, trail = put_back_aside(
        room, taken.contents, lambda copy: (take_stock(copy), verify_trail(copy, taken.seals))
    )
    told = differences(taken.contents.stock, found)
    if trail != taken.trail:
        told.append("the trail is found to be otherwise in the copy than where it was made")
    if told:
        raise Differs("What was taken out did not come back as it was, so no backup is kept:", *told[:MOST_NAMED])
    return bool(trail.whole)


def put_back_aside(room: Path, contents: Contents, look: Callable[[Any], tuple[Stock, Any]]) -> tuple[Stock, Any]:
    """Puts the dump in a room back on a server that is thrown away; what a look at it found there."""
    with spare_server(room, contents.roles) as place:
        parts: Parts = {"host": str(place.socket), "user": OWNER, "dbname": DATABASE}
        with closing(psycopg.connect(**parts, autocommit=True)) as copy:
            version = copy.info.server_version // 10_000
            if version < contents.postgresql:
                raise Unusable(
                    f"The records are of PostgreSQL {contents.postgresql}, and the newest found here to try them on is "
                    f"{version}. Install PostgreSQL {contents.postgresql}, or set PGBIN to its bin folder."
                )
            put_back(room, parts, version, room / DUMP)
            copy.execute("ANALYZE")
            return look(copy)


# ---- keeping --------------------------------------------------------------------------------------------------------


def _members(room: Path, taken: Taken, missing: list[str]) -> Iterator[Member]:
    """What goes into the file; `missing` is added to. What it says of itself comes last, when all is known."""

    from plimsoll.records import files  # noqa: PLC0415 - Django is ready only now

    yield DUMP, room / DUMP
    yield SEALS, "".join(f"{line}\n" for line in taken.seals).encode("ascii", "replace")
    yield REMOVALS, "".join(f"{line}\n" for line in taken.removals).encode("ascii")
    for org, digest in taken.documents:
        try:
            content = files.read(org, digest)
        except files.FileGone:
            missing.append(f"{org}/{digest}")
            continue
        yield f"documents/{org}/{digest}", content
    kept = len(taken.documents) - len(missing)
    yield CONTENTS, replace(taken.contents, documents=kept, missing=tuple(missing)).as_text().encode()


def _remember(target: Path, digest: str, contents: Contents) -> None:
    """In the trail of every organisation: that all its records were copied, and into which file."""
    from plimsoll.actions.backups import note_backup  # noqa: PLC0415 - Django is ready only now

    note_backup(file=target.name, digest=digest, rows=contents.stock.all_rows)


def _in_words(target: Path, taken: Taken, missing: Sequence[str], whole: bool) -> Iterator[str]:
    stock, trail = taken.contents.stock, taken.trail
    kept = len(taken.documents) - len(missing)
    yield (
        f"Backed up to {target}: {many(stock.all_rows, 'row', 'rows')} of {many(len(stock.rows), 'table', 'tables')} and "
        f"{many(kept, 'document', 'documents')}, put back once and compared."
    )
    links = many(trail.seals, "link", "links")
    if whole:
        yield f"The trail in it is whole: {many(trail.entries, 'entry', 'entries')}, in {links}."
    else:
        yield (
            "THE TRAIL IN IT IS NOT WHOLE, as it is not in the database: this is a true copy of one that was changed. "
            "`plimsoll verify-audit` says what is wrong. Keep the backups from before."
        )
    if missing:
        yield (
            f"{many(len(missing), 'document is', 'documents are')} NOT IN IT: not in the folder of documents, or no longer "
            "what was put there. Bring these back from an earlier backup:"
        )
        yield from (f"  {name}" for name in missing[:MOST_NAMED])
        if len(missing) > MOST_NAMED:
            yield f"  and {len(missing) - MOST_NAMED:,} more"
