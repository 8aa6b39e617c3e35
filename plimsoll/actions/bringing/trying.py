"""What a job does with a file is done whole, or a sentence says why not; where the database went away, it is done again."""

import logging
from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.db import DataError, IntegrityError, InterfaceError, OperationalError

from plimsoll.actions.audit import product, record_event
from plimsoll.core.terms import Act, ImportState
from plimsoll.formats.sheets import UnusableFile
from plimsoll.records.context import acting
from plimsoll.records.models.exchange import Import

_log = logging.getLogger(__name__)
DONE = {ImportState.READING: "read", ImportState.APPLYING: "applied", ImportState.UNDOING: "undone"}
# What becomes of a file with which that cannot be done, what the trail says then, and what no longer holds of it.
_INSTEAD: dict[ImportState, tuple[ImportState, Act, dict[str, Any]]] = {
    ImportState.READING: (ImportState.UNREADABLE, Act.FILE_UNREADABLE, {}),
    ImportState.APPLYING: (ImportState.FAILED, Act.FILE_FAILED, {}),
    ImportState.UNDOING: (
        ImportState.APPLIED,
        Act.FILE_UNDO_FAILED,
        {"undone_at": None, "undone_by": None, "undone_why": None},
    ),
}


class InTheWay(Exception):
    """It cannot be undone; the message says why, and `cases` names those that were written on where the viewer may see all
    of them."""

    def __init__(self, sentence: str, cases: tuple[str, ...] = ()) -> None:
        self.cases = cases
        super().__init__(sentence)


def attempt(state: ImportState, org: UUID, import_id: UUID, do: Callable[[], None]) -> None:
    """Does what a file in a state waits for, in a transaction of `do`'s own. Where it cannot be done the file says why, and
    nothing was changed; where the database does not answer, whoever called may call again.

    Raises
    ------
    OperationalError, InterfaceError : the database went away; nothing was changed.
    """
    done = DONE[state]
    try:
        try:
            do()
        except IntegrityError:  # mostly somebody put the same on record meanwhile; if not, it fails again
            do()
    except (OperationalError, InterfaceError):
        raise
    except (UnusableFile, InTheWay) as refusal:
        fail(state, org, import_id, str(refusal))
    except (DataError, IntegrityError) as fault:
        _log.exception("The file of import %s does not fit the records.", import_id)
        reason = str(fault).strip().splitlines()[0]
        fail(state, org, import_id, f"Something in the file cannot be kept ({reason}). Nothing was changed.")
    except Exception:
        _log.exception("Import %s could not be %s.", import_id, done)
        fail(state, org, import_id, f"The file could not be {done}, by a fault of the program. Nothing was changed.")


def give_up(state: ImportState, org: UUID, import_id: UUID) -> None:
    """A file that waits for a job, and for which none will come any more, failed."""
    tried = f"The file could not be {DONE[state]}, though it was tried several times. Nothing was changed."
    fail(state, org, import_id, tried)


def fail(state: ImportState, org: UUID, import_id: UUID, sentence: str) -> None:
    """Says of a file that is still in a state why what it waits for cannot be done. Event FILE_UNREADABLE, FILE_FAILED or
    FILE_UNDO_FAILED."""
    instead, act, cleared = _INSTEAD[state]
    with acting(org, None, f"a file could not be {DONE[state]}"):
        mine = Import.objects.filter(org_id=org, pk=import_id, state=state)
        if mine.update(state=instead, failed=sentence[:500], **cleared):
            record_event(product(org), act, about_id=import_id)
