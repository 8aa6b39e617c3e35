"""Keeping what somebody has begun to write, so that no lost session and no stopped server takes it away."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction

from plimsoll.actions.authorise import check_can_write
from plimsoll.actions.cases import Refused
from plimsoll.core.access import NotThere, Viewer
from plimsoll.core.terms import DraftEnd, RecordKind
from plimsoll.records.models.written import Draft

MOST_CONTENT = 200_000  # characters, of all fields: a form has room for half of that
Typed = Mapping[str, str | list[str]]


@dataclass(frozen=True)
class Saved:
    """Which saving of a draft it was, and when."""

    version: int
    at: datetime


class NewerDraft(Exception):
    """A newer text of the same draft is kept already; nothing was overwritten."""

    def __init__(self, saved: Saved) -> None:
        self.saved = saved
        super().__init__()


def save_draft(
    case: UUID, kind: RecordKind, content: Typed, *, key: UUID, version: int, by: Viewer, at: datetime
) -> Saved:
    """Keeps what the viewer has typed into a form about a case, for themselves alone. Whoever may write on the case. It
    leaves no event: what counts is what is sent.

    Parameters
    ----------
    key : the id of the form. version : of the saving that the form goes on from, 0 for none.

    Raises
    ------
    NotThere, NotAllowed : as `check_can_write`; or the form is somebody else's. Refused : it was sent or left already, or is
    too long. NewerDraft : what is kept goes further than what the form began from.
    """
    check_can_write(by, case)
    kept = dict(content)
    if len(json.dumps(kept)) > MOST_CONTENT:
        raise Refused({"draft": "This is too long to be kept as a draft. Shorten the longest text."})
    row = Draft.objects.select_for_update().filter(org_id=by.org, pk=key, worker_id=by.worker).first()
    if row is None:
        return _first(case, kind, kept, key, by, at)
    if row.ended_at is not None:
        said = "sent" if row.ended_how == DraftEnd.SENT else "thrown away"
        raise Refused({"draft": f"This form was {said} already. Copy your text if it is not there, and begin anew."})
    if row.content == kept and row.kind == kind and row.case_id == case:  # the answer to the saving before was lost
        return Saved(row.version, row.saved_at)
    if version != row.version:
        raise NewerDraft(Saved(row.version, row.saved_at))
    row.case_id, row.kind, row.content, row.version, row.saved_at = case, kind, kept, row.version + 1, at
    row.save(update_fields=["case", "kind", "content", "version", "saved_at"])
    return Saved(row.version, at)


def _first(
    case: UUID, kind: RecordKind, content: dict[str, str | list[str]], key: UUID, by: Viewer, at: datetime
) -> Saved:
    try:
        with transaction.atomic():
            Draft.objects.create(
                org_id=by.org, id=key, case_id=case, worker_id=by.worker, kind=kind, content=content, saved_at=at
            )
    except IntegrityError:
        row = Draft.objects.filter(org_id=by.org, pk=key, worker_id=by.worker).first()
        if row is None:  # the form is somebody else's
            raise NotThere from None
        raise NewerDraft(Saved(row.version, row.saved_at)) from None
    return Saved(1, at)


def leave_draft(key: UUID, *, by: Viewer, at: datetime) -> None:
    """Says that a draft is not to be finished: it is listed no more. Whoever wrote it.

    Raises
    ------
    NotThere : the viewer has no such draft that is not finished.
    """
    if not end_draft(key, DraftEnd.LEFT, by=by, at=at):
        raise NotThere


def end_draft(key: UUID, how: DraftEnd, *, by: Viewer, at: datetime) -> bool:
    """Ends a draft of the viewer's own; whether there was one."""
    mine = Draft.objects.filter(org_id=by.org, pk=key, worker_id=by.worker, ended_at__isnull=True, saved_at__lte=at)
    return mine.exists() and bool(mine.update(ended_at=at, ended_how=how))
