"""A file that was sent is read, by a job: it is staged then, or says why it cannot be used."""

from datetime import datetime
from uuid import UUID

from plimsoll.actions.bringing import turn
from plimsoll.actions.bringing.staging import read_kept
from plimsoll.actions.bringing.trying import attempt
from plimsoll.core.terms import ImportState
from plimsoll.records.context import acting, beside


def read(org: UUID, import_id: UUID, at: datetime) -> None:
    """Reads a file that waits to be read. As `attempt`."""
    attempt(ImportState.READING, org, import_id, lambda: _read(org, import_id, at))


def _read(org: UUID, import_id: UUID, at: datetime) -> None:
    with acting(org, None, "a file was read", origin="jobs"), beside(org) as outside:
        turn.take_reading(import_id)

        def say(done: int, total: int) -> None:
            outside.execute("UPDATE records_import SET done = %s, total = %s WHERE id = %s", [done, total, import_id])

        read_kept(org, import_id, at, say)
