"""`plimsoll restore`: a backup put into an empty database, or, as a rehearsal, on a server that is thrown away."""

import hashlib
import time
from collections.abc import Iterator, Sequence
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Any
from uuid import UUID

import psycopg
import typer

from plimsoll.cli.backups.backup import put_back_aside
from plimsoll.cli.backups.contents import Contents, contents_of, differences, take_stock
from plimsoll.cli.backups.copying import parts_of, put_back
from plimsoll.cli.backups.faults import MOST_NAMED, Differs, Unusable, listed, many, telling
from plimsoll.cli.backups.keys import identities
from plimsoll.cli.backups.packed import CONTENTS, DUMP, REMOVALS, SEALS, unpack
from plimsoll.cli.backups.workroom import workroom
from plimsoll.cli.serve import database, say
from plimsoll.cli.verify_audit import A_SEAL
from plimsoll.config.setup import with_django


def restore_command(
    file: Annotated[Path, typer.Argument(help="A backup, as `plimsoll backup` wrote it.")],
    key: Annotated[Path, typer.Option(help="The file with the private key.")],
    rehearse: Annotated[
        bool, typer.Option("--rehearse", help="Only see that it can be done: on a server that is thrown away.")
    ] = False,
) -> None:
    """Put a backup into an empty database, and compare it with what was there then. Nothing is ever overwritten."""
    with telling():
        from plimsoll.config import settings  # noqa: PLC0415 - reads the environment, and refuses what is unsafe in it

        begin = time.monotonic()
        home = Path(settings.HOME)
        with workroom(home) as room:
            keys = identities(key)
            with_django()
            if rehearse:
                contents = _opened(file, keys, room)
                trail = _rehearsed(room, contents)
                done = f"Rehearsed in {_seconds(begin)}: the backup of {_moment(contents)} can be put back"
                _say_done(contents, trail, done)
                return
            with database():
                _check_empty(settings)
                contents = _opened(file, keys, room)
                lost, again, trail = _restored(room, file, contents, settings)
            done = f"Restored in {_seconds(begin)}: the records are as they were on {_moment(contents)}"
            _say_done(contents, trail, done)
            for line in _to_do(lost, again):
                typer.echo(line)


# ---- opening --------------------------------------------------------------------------------------------------------


def _opened(file: Path, keys: Sequence[Any], room: Path) -> Contents:
    """What the file holds, in the room, each part as it was when it was kept."""
    say("Opening the backup ...")
    unpack(file, keys, room)
    if not (room / CONTENTS).exists() or not (room / DUMP).exists():
        raise Unusable(f"{file} was opened, and it is no backup of Plimsoll.")
    contents = contents_of((room / CONTENTS).read_text(encoding="utf-8"))
    _check_version(contents)
    told = [] if _digest(room / DUMP) == contents.dump else ["the records"]
    documents = list(_documents(room))
    told += [f"document {org}/{path.name}" for org, path in documents if _digest(path) != path.name]
    if len(documents) != contents.documents:
        told.append(f"{len(documents)} documents, where {contents.documents} were kept")
    if told:
        raise Differs("What is in the backup is not what was put into it, so nothing was put back:", *told[:MOST_NAMED])
    return contents


def _check_version(contents: Contents) -> None:
    """Its tables are none that this version does not know."""
    from django.db.migrations.loader import MigrationLoader  # noqa: PLC0415 - Django is ready only now

    known = {name for app, name in MigrationLoader(None).disk_migrations if app == "records"}
    newer = [name for name in contents.migrations if name not in known]
    if newer:
        raise Unusable(
            f"The backup was made by Plimsoll {contents.plimsoll}, which is newer than this one: it has {newer[-1]}. "
            "Install that version, and try again."
        )


def _documents(room: Path) -> Iterator[tuple[UUID, Path]]:
    for folder in sorted((room / "documents").glob("*")):
        yield from ((UUID(folder.name), path) for path in sorted(folder.iterdir()))


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _seals(room: Path) -> list[str]:
    return [line for line in _lines(room / SEALS) if A_SEAL.fullmatch(line)]


def _lines(path: Path) -> list[str]:
    return path.read_text(encoding="ascii", errors="replace").splitlines() if path.exists() else []


# ---- rehearsing -----------------------------------------------------------------------------------------------------


def _rehearsed(room: Path, contents: Contents) -> Any:
    """Puts it back aside and compares; what the check of its trail found."""
    from plimsoll.queries.audit import verify_trail  # noqa: PLC0415 - Django is ready only now

    say("Putting it back on a server that is thrown away ...")
    found, trail = put_back_aside(room, contents, lambda copy: (take_stock(copy), verify_trail(copy, _seals(room))))
    _check_same(contents, differences(contents.stock, found))
    return trail


def _check_same(contents: Contents, told: Sequence[str]) -> None:
    if told:
        raise Differs(
            f"What came back is not what was there on {_moment(contents)}. Do not use it; take an earlier backup:",
            *told[:MOST_NAMED],
        )


# ---- restoring ------------------------------------------------------------------------------------------------------


def _check_empty(settings: Any) -> None:
    """Nothing is there that could be overwritten."""
    with closing(psycopg.connect(**parts_of(settings.DATABASES["owner"]))) as connection:
        there = connection.execute(THERE).fetchone()
    if there is not None:
        raise Unusable(
            f"There are tables in the database already ({there[0]}), and a restore overwrites nothing. Set PLIMSOLL_HOME to "
            "a folder that is not there yet, or DATABASE_URL and DATABASE_OWNER_URL to a new, empty database."
        )


def _restored(room: Path, file: Path, contents: Contents, settings: Any) -> tuple[int, int, Any]:
    """Puts all of it in its place: files first, as they are nothing without rows, then all tables in one transaction. What
    was removed since the backup was made is removed again. How many links of the trail, kept outside, the backup does not
    have; how many records were removed again; what the check of the trail found."""
    from django.db import connections  # noqa: PLC0415 - Django is ready only now

    from plimsoll.actions.backups import note_restore  # noqa: PLC0415 - the same
    from plimsoll.actions.removals import remove_again  # noqa: PLC0415 - the same
    from plimsoll.config.schema import bring_up_to_date  # noqa: PLC0415 - the same
    from plimsoll.queries.audit import verify_trail  # noqa: PLC0415 - the same

    parts = parts_of(settings.DATABASES["owner"])
    with closing(psycopg.connect(**parts)) as connection:
        version = connection.info.server_version // 10_000
        _check_server(connection, version, contents)
    say("Putting the files in their place ...")
    _keep_documents(room)
    lost = _keep_seals(room, settings.AUDIT_SEALS)
    say("Putting the records into the database ...")
    put_back(room, parts, version, room / DUMP)
    with closing(psycopg.connect(**parts, autocommit=True)) as connection:
        _check_same(contents, differences(contents.stock, take_stock(connection)))
        connection.execute("ANALYZE")
    try:
        bring_up_to_date()
        _seal_rest(settings.AUDIT_SEALS)
        again = remove_again(_ledger(room, settings.REMOVALS))
        trail = verify_trail(connections["owner"], _seals(room))
        note_restore(file=file.name, made_at=contents.made_at, rows=contents.stock.all_rows, lost_links=lost)
    finally:
        connections.close_all()
    return lost, again, trail


def _check_server(connection: Any, version: int, contents: Contents) -> None:
    if version < contents.postgresql:
        raise Unusable(
            f"The backup is of PostgreSQL {contents.postgresql}, and this server is PostgreSQL {version}. Put it on a "
            f"server of version {contents.postgresql} or later."
        )
    there = {name for (name,) in connection.execute("SELECT rolname FROM pg_roles").fetchall()}
    missing = [role for role in contents.roles if role not in there]
    if missing:
        raise Unusable(
            f"The server has no role {listed(missing)}, which the tables of the backup are open to. Make it first, as the "
            "guide to running it on your own server says, and try again."
        )


def _keep_documents(room: Path) -> None:
    from plimsoll.records import files  # noqa: PLC0415 - Django is ready only now

    for org, path in _documents(room):
        files.keep(org, path)


def _keep_seals(room: Path, outside: Path) -> int:
    """Puts the seals of the backup in their place. Those that were there are kept beside it: they say what was done later,
    and how many there are is the answer."""
    kept, there = _lines(room / SEALS), _lines(outside)
    if there == kept:
        return 0
    if there:
        outside.rename(outside.with_name(f"{outside.name}-until-{datetime.now(UTC):%Y%m%d-%H%M%S}"))
    outside.parent.mkdir(parents=True, exist_ok=True)
    outside.touch(mode=0o600)
    outside.write_bytes((room / SEALS).read_bytes())
    return len(set(there) - set(kept))


def _ledger(room: Path, outside: Path) -> list[str]:
    """The ledger of removals: what stands on this server, and what came with the backup. It is kept here from now on."""
    lines = list(dict.fromkeys([*_lines(outside), *_lines(room / REMOVALS)]))
    if lines:
        outside.parent.mkdir(parents=True, exist_ok=True)
        outside.touch(mode=0o600)
        outside.write_text("".join(f"{line}\n" for line in lines), encoding="ascii")
    return lines


def _seal_rest(outside: Path) -> None:
    """What was written to the trail after the last seal of the backup, as its server can no longer do it."""
    from plimsoll.actions.audit import seal_trail  # noqa: PLC0415 - Django is ready only now

    while seal_trail(outside):
        pass


# ---- telling --------------------------------------------------------------------------------------------------------


def _say_done(contents: Contents, trail: Any, done: str) -> None:
    stock = contents.stock
    typer.echo(
        f"{done}: {many(stock.all_rows, 'row', 'rows')} of {many(len(stock.rows), 'table', 'tables')} and "
        f"{many(contents.documents, 'document', 'documents')}, as many as were kept."
    )
    if contents.missing:
        typer.echo(f"Not in it, as they were not there when it was made: {listed(contents.missing)}.")
    if not trail.whole:
        raise Differs(
            "THE TRAIL IN IT IS NOT WHOLE: it was changed before the backup was made. `plimsoll verify-audit` says in what."
        )
    typer.echo(
        f"Its trail is whole: {many(trail.entries, 'entry', 'entries')}, in {many(trail.seals, 'link', 'links')}."
    )


def _to_do(lost: int, again: int) -> Iterator[str]:
    if again:
        records = "1 child's record that was" if again == 1 else f"{again:,} children's records that were"
        yield f"The backup still had {records} removed since. Removed again, as the ledger of removals says."
    if lost:
        links = many(lost, "link", "links")
        yield (
            f"The file of seals outside the database had {links} more than the backup: what people did in that time is not "
            "in these records. It is kept beside the new one, and says until when."
        )
    yield "Now start `plimsoll serve`. Everybody signs in anew."


def _moment(contents: Contents) -> str:
    return f"{datetime.fromisoformat(contents.made_at).astimezone(UTC):%-d %B %Y at %H:%M:%S} UTC"


def _seconds(begin: float) -> str:
    return f"{time.monotonic() - begin:,.0f} s"


THERE = """
    SELECT relname FROM pg_class
    WHERE relkind IN ('r', 'p', 'v', 'm') AND relnamespace = 'public'::regnamespace
      AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.objid = pg_class.oid AND d.deptype = 'e')
    ORDER BY relname LIMIT 1
"""
