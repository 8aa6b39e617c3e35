"""What a file did is taken back, unless people wrote on it since."""

from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, connection, transaction

from plimsoll.actions.audit import product, record_event
from plimsoll.actions.bringing import turn
from plimsoll.actions.bringing.trying import InTheWay, attempt
from plimsoll.core.access import Viewer
from plimsoll.core.terms import Act, ImportState
from plimsoll.queries.undoing import Hindrance, built_on, in_the_way, under_way
from plimsoll.records.context import acting
from plimsoll.records.models.exchange import Import, ImportMatter


def check_undo(applied: Import, by: Viewer) -> None:
    """Whether nothing stands in the way of undoing a file as it stands now. Raises InTheWay, as `in_the_way` says."""
    _refuse(in_the_way(applied, by))


def check_nothing_undone(org: UUID) -> None:
    """Whether no file is being undone. Raises InTheWay."""
    _refuse(under_way(org, ImportState.UNDOING))


def _refuse(hindrance: Hindrance | None) -> None:
    if hindrance is not None:
        raise InTheWay(hindrance.sentence, tuple(one.reference for one in hindrance.cases))


def undo(org: UUID, import_id: UUID, at: datetime) -> None:
    """Undoes a file of which somebody has said that it is to be undone. As `attempt`."""
    attempt(ImportState.UNDOING, org, import_id, lambda: _undo(org, import_id, at))


def _undo(org: UUID, import_id: UUID, at: datetime) -> None:
    with acting(org, None, "a file was undone", origin="jobs"):
        turn.take(org)
        undone = Import.objects.filter(org_id=org, pk=import_id, state=ImportState.UNDOING).first()
        if undone is None:  # done already, by another worker
            return
        _refuse(built_on(undone, None))
        _take_back(undone)
        ImportMatter.objects.filter(org_id=org, superseded_by_id=import_id).update(superseded_by_id=None)
        Import.objects.filter(org_id=org, pk=import_id).update(state=ImportState.UNDONE, undone_at=at, failed="")
        record_event(product(org), Act.FILE_UNDONE, about_id=import_id, why=undone.undone_why or "")


def _take_back(undone: Import) -> None:
    """Takes back what a file did, and remembers each row of it as a change by whoever had it undone.

    Raises
    ------
    InTheWay : something that is not remembered hangs on what the file made.
    """
    try:
        with (
            acting(undone.org_id, undone.undone_by_id, f"a file was undone: {undone.undone_why}", importing=undone.pk),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute("SELECT records_undo_import(%s)", [undone.pk])
    except IntegrityError:
        raise InTheWay("This can no longer be undone: something was added since to what the file brought.") from None
