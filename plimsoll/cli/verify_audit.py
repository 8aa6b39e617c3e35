"""`plimsoll verify-audit`: whether the trail of what was done and looked at is as it was written."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Any

import typer

from plimsoll.cli.serve import database, say
from plimsoll.config.embedded import NoDatabase, cluster
from plimsoll.config.environment import Missing
from plimsoll.config.setup import UNUSABLE, with_django

MOST_NAMED = 20  # of a kind, for people; --json names all
CALLED = {"records_auditevent": "event", "records_viewing": "viewing"}
A_SEAL = re.compile(r"\d+ \S+ \d+ [0-9a-f]{64}")


class Unusable(Exception):
    """There is nothing to check; the message says why and what to do."""


@dataclass(frozen=True)
class Outside:
    """The seals kept outside the database: `lines` as read, `unread` the numbers of those that are no seal."""

    path: Path | None
    lines: tuple[str, ...]
    unread: tuple[int, ...]


def verify_audit_command(
    seals: Annotated[
        Path | None, typer.Option(help="The seals kept outside the database; without it those noted in PLIMSOLL_HOME.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object, for other programs.")] = False,
) -> None:
    """Check that nothing in the trail was changed, taken out or put in. Ends with 1 where something was."""
    try:
        trail, outside = _checked(seals)
    except (Unusable, NoDatabase, Missing) as refusal:
        say(str(refusal))
        raise SystemExit(UNUSABLE) from None
    whole = trail.whole and not outside.unread
    if as_json:
        typer.echo(json.dumps(_as_json(trail, outside, whole), indent=1))
    else:
        for line in _in_words(trail, outside, whole):
            typer.echo(line)
    raise SystemExit(0 if whole else 1)


def _checked(seals: Path | None) -> tuple[Any, Outside]:
    from plimsoll.config import settings  # noqa: PLC0415 - reads the environment, and refuses what is unsafe in it

    home = Path(settings.HOME)
    if not settings.DATABASE_URL and not cluster(home).data.exists():
        raise Unusable(f"There is no database in {home}: set PLIMSOLL_HOME, or DATABASE_URL and DATABASE_OWNER_URL.")
    outside = _outside(seals, settings.AUDIT_SEALS)
    with database():
        with_django()
        from django.db import OperationalError, ProgrammingError, connections  # noqa: PLC0415 - Django is ready only now

        from plimsoll.queries.audit import verify_trail  # noqa: PLC0415 - the same

        try:
            return verify_trail(connections["owner"], outside.lines), outside
        except OperationalError as fault:
            reason = str(fault).strip().splitlines()[0]
            raise Unusable(f"The database does not answer: {reason}. Look at DATABASE_OWNER_URL.") from None
        except ProgrammingError as fault:
            reason = str(fault).strip().splitlines()[0]
            raise Unusable(
                f"The trail cannot be read ({reason}). DATABASE_OWNER_URL must lead to the role that owns the tables; "
                "`plimsoll serve` makes them."
            ) from None
        finally:
            connections.close_all()


def _outside(asked: Path | None, usual: Path) -> Outside:
    path = asked or (usual if usual.exists() else None)
    if path is None:
        return Outside(None, (), ())
    try:
        lines = path.read_text(encoding="ascii", errors="replace").splitlines()
    except OSError as fault:
        raise Unusable(f"The seals in {path} cannot be read: {fault.strerror}.") from None
    unread = [number for number, line in enumerate(lines, start=1) if not A_SEAL.fullmatch(line)]
    return Outside(path, tuple(line for line in lines if A_SEAL.fullmatch(line)), tuple(unread))


def _in_words(trail: Any, outside: Outside, whole: bool) -> Iterator[str]:
    entries, links = _many(trail.entries, "entry", "entries"), _many(trail.seals, "link", "links")
    yield f"The trail is {'whole' if whole else 'NOT WHOLE'}: {entries} checked, in {links}."
    yield from _named([f"{CALLED[table]} {key} is not as it was written" for table, key in trail.changed])
    yield from _named([f"link {one.seal}{_moment(one.at)}: {one.says}" for one in trail.broken])
    yield from _named([f"line {number} of {outside.path} is no seal" for number in outside.unread])
    if trail.unsealed:
        yield f"Not sealed yet: {_many(trail.unsealed, 'entry', 'entries')}, written since the last link."
    if trail.erased:
        yield f"Emptied when their time was over, with their digests standing: {_many(trail.erased, 'entry', 'entries')}."
    if outside.path is None:
        yield "No seals kept outside the database were found: a chain made anew as a whole would not show."
    else:
        yield f"Compared with {_many(len(outside.lines), 'seal', 'seals')} kept outside the database, in {outside.path}."


def _moment(at: datetime | None) -> str:
    return f" of {at.astimezone(UTC):%Y-%m-%d %H:%M:%S} UTC" if at else ""


def _named(faults: list[str]) -> Iterator[str]:
    for fault in faults[:MOST_NAMED]:
        yield f"  {fault}"
    if len(faults) > MOST_NAMED:
        yield f"  and {len(faults) - MOST_NAMED:,} more; --json names all"


def _many(number: int, one: str, more: str) -> str:
    return f"{number:,} {one if number == 1 else more}"


def _as_json(trail: Any, outside: Outside, whole: bool) -> dict[str, Any]:
    return {
        "whole": whole,
        "entries": trail.entries,
        "links": trail.seals,
        "unsealed": trail.unsealed,
        "erased": trail.erased,
        "changed": [{"table": table, "id": key} for table, key in trail.changed],
        "broken": [
            {"link": one.seal, "at": one.at.isoformat() if one.at else None, "says": one.says} for one in trail.broken
        ],
        "outside": {
            "file": str(outside.path) if outside.path else None,
            "seals": len(outside.lines),
            "unread_lines": list(outside.unread),
        },
    }
