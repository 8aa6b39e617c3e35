"""The trail: what was done, what was looked at, and its seals."""

import os
from collections.abc import Iterable, Mapping
from pathlib import Path
from uuid import UUID, uuid4

from django.db import DEFAULT_DB_ALIAS, connection

from plimsoll.core.access import Viewer
from plimsoll.core.terms import Act
from plimsoll.records.models.audit import AuditEvent, Viewing


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


def record_viewing(viewer: Viewer, page: str, *, children: Iterable[UUID], cases: Iterable[UUID]) -> None:
    """Remembers whom a page showed: one row a page."""
    Viewing(org_id=viewer.org, id=uuid4(), page=page, children=sorted(children), cases=sorted(cases)).save(
        force_insert=True
    )


def seal_trail(outside: Path | None = None) -> int:
    """Chains what has been written to the trail since the last seal; the number of entries, 0 where there was nothing.

    Parameters
    ----------
    outside : a file to which each seal is also added, so that a chain that was made anew as a whole shows; made, for its
        user alone, where it is not there. It is written once the seal is committed: a seal that the file does not have
        is no fault, one that the database does not have is.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT n, at, entries, encode(head, 'hex') FROM records_seal()")
        made = cursor.fetchone()
    if made is None:
        return 0
    number, at, entries, head = made
    if outside is not None:
        outside.parent.mkdir(parents=True, exist_ok=True)
        line = f"{number} {at.isoformat()} {entries} {head}\n"
        with os.fdopen(os.open(outside, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600), "ab", buffering=0) as lines:
            lines.write(line.encode("ascii"))  # in one piece, or a process that is killed could leave half a line
    return int(entries)
