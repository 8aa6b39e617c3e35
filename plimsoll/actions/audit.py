"""The trail: what was done, what was looked at, and its seals."""

import logging
import os
from collections.abc import Iterable, Mapping
from pathlib import Path
from uuid import UUID, uuid4

from django.db import DEFAULT_DB_ALIAS, connection

from plimsoll.core.access import Viewer
from plimsoll.core.terms import Act
from plimsoll.records.guards import PRODUCT
from plimsoll.records.models.audit import AuditEvent, Viewing

_log = logging.getLogger(__name__)
LONGEST_LINE = 200  # bytes of a seal and the end of the one before it


def product(org: UUID) -> Viewer:
    """Plimsoll itself, as whoever does something."""
    return Viewer(org, UUID(PRODUCT), "Plimsoll")


def record_event(
    viewer: Viewer,
    act: Act,
    *,
    case_id: UUID | None = None,
    child_id: UUID | None = None,
    about_id: UUID | None = None,
    why: str = "",
    detail: Mapping[str, object] | None = None,
    using: str = DEFAULT_DB_ALIAS,
) -> None:
    """Remembers that somebody did something, in the transaction in which they did it; `using` the connection of that.

    Who, in which roles, from where and when are filled in by the database from the context of the transaction.
    """
    AuditEvent(
        org_id=viewer.org,
        id=uuid4(),
        act=act,
        case_id=case_id,
        child_id=child_id,
        about_id=about_id,
        why=why,
        detail=dict(detail or {}),
    ).save(force_insert=True, using=using)


def record_viewing(
    viewer: Viewer,
    page: str,
    *,
    children: Iterable[UUID],
    cases: Iterable[UUID],
    opened: UUID | None = None,
    using: str = DEFAULT_DB_ALIAS,
) -> None:
    """Remembers whom a page showed: one row a page; `opened` the case that the page is about, which is kept first; `using`
    the connection."""
    shown = sorted(cases, key=lambda case: (case != opened, case))
    Viewing(org_id=viewer.org, id=uuid4(), page=page, children=sorted(children), cases=shown).save(
        force_insert=True, using=using
    )


def seal_trail(outside: Path | None = None) -> int:
    """Chains what has been written to the trail since the last seal; the number of entries, 0 where there was nothing.

    Parameters
    ----------
    outside : a file to which each seal is also added, so that a chain that was made anew as a whole shows; made, for its
        user alone, where it is not there. It is written once the seal is committed: a seal that the file does not have
        is no fault, one that the database does not have is. Where its last line is such a one, the log says so, and
        the new seal is added below: what the file holds is never changed.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT n, at, entries, encode(head, 'hex') FROM records_seal()")
        made = cursor.fetchone()
    if made is None:
        return 0
    number, at, entries, head = made
    if outside is not None:
        outside.parent.mkdir(parents=True, exist_ok=True)
        _compare(outside, number)
        line = f"{number} {at.isoformat()} {entries} {head}\n"
        with os.fdopen(os.open(outside, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600), "ab", buffering=0) as lines:
            lines.write(line.encode("ascii"))  # in one piece, or a process that is killed could leave half a line
    return int(entries)


def _compare(outside: Path, made: int) -> None:
    """Says so in the log where the last line of the file is no seal that the database has; `made` is the newest of these."""
    last = _last_line(outside).split()
    if not last:
        return
    if len(last) != 4 or not last[0].isdecimal():
        _log.error(
            "The last line of %s is no seal. `plimsoll verify-audit` says what is wrong with the trail.", outside
        )
        return
    number = int(last[0])
    if number >= made:
        _log.error(
            "The file %s has seal %d, and the database had none beyond %d: it was put back to an earlier state, or seals "
            "were taken out of it. `plimsoll verify-audit` says what is wrong with the trail.", outside, number, made - 1,
        )  # fmt: skip
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT records_sealed(%s)", [number])
        (head,) = cursor.fetchone()
    if head != last[3]:
        _log.error(
            "Seal %d in the file %s is another one than in the database: the chain was made anew. `plimsoll verify-audit` "
            "says what is wrong with the trail.", number, outside,
        )  # fmt: skip


def _last_line(path: Path) -> str:
    try:
        with path.open("rb") as lines:
            lines.seek(max(0, lines.seek(0, os.SEEK_END) - LONGEST_LINE))
            found = lines.read().decode("ascii", "replace").splitlines()
    except FileNotFoundError:
        return ""
    return found[-1] if found else ""
