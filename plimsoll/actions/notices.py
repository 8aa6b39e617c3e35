"""Opening what one is told of, and choosing of which kinds one is told."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from plimsoll.actions.audit import record_event
from plimsoll.actions.cases import Refused
from plimsoll.core.access import NotThere, Viewer
from plimsoll.core.terms import Act, NoticeKind
from plimsoll.queries.notices import Told, find_notice, kinds_told
from plimsoll.records.models.notices import NoticeChoice, NoticeSeen


def open_notice(kind: NoticeKind, about: UUID, *, by: Viewer, at: datetime) -> Told:
    """Notes that somebody opened what they are told of: it is told to them as new no more. Event NOTICE_OPENED, the first
    time. What it is.

    Raises
    ------
    NotThere : they are not told of it now.
    """
    found = find_notice(by, kind, about, at)
    if found is None:
        raise NotThere
    row, new = NoticeSeen.objects.get_or_create(
        org_id=by.org, worker_id=by.worker, kind=kind, about=about, defaults={"seen_at": at}
    )
    if new:
        record_event(
            by,
            Act.NOTICE_OPENED,
            case_id=found.case,
            child_id=found.child,
            about_id=row.pk,
            detail={"kind": kind.value},
        )
    return found


def choose_notices(told: Collection[NoticeKind], *, by: Viewer, at: datetime) -> None:
    """Chooses of which kinds one is told, of those that one's roles are told of. What must be done now is always told.
    Event NOTICES_CHOSEN.

    Raises
    ------
    Refused : what must be done now is left out.
    """
    kinds = kinds_told(by)
    if NoticeKind.ACT_NOW in kinds and NoticeKind.ACT_NOW not in told:
        raise Refused({"told": "What must be done now is always told."})
    for kind in kinds:
        NoticeChoice.objects.update_or_create(
            org_id=by.org, worker_id=by.worker, kind=kind, defaults={"told": kind in told, "chosen_at": at}
        )
    record_event(by, Act.NOTICES_CHOSEN, detail={kind.value: kind in told for kind in kinds})
