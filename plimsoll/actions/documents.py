"""Files kept with a case: attaching one, putting a newer one in its place, and taking one out."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from uuid import UUID

from django.db import IntegrityError, transaction

from plimsoll.actions.audit import record_event, record_viewing
from plimsoll.actions.authorise import check_can_read, check_can_write
from plimsoll.actions.cases import Refused, one_at_a_time_on
from plimsoll.core.access import NotAllowed, NotThere, Viewer
from plimsoll.core.terms import Act
from plimsoll.formats.documents import kind_of, known
from plimsoll.formats.sheets import UnusableFile
from plimsoll.records import files, scopes
from plimsoll.records.models.cases import Document

LONGEST_TITLE = 200
GONE = (
    "The file of this document is not in its place, or not what it was. Tell whoever runs Plimsoll to look for it in the "
    "backups."
)
REPLACED = "Somebody put a newer version in its place meanwhile. Look at that first."


@dataclass(frozen=True)
class TakenOut:
    """A document as it leaves: what it is called, with the ending of its kind; its media type; what is in it."""

    name: str
    media_type: str
    content: bytes


def attach_document(
    case: UUID,
    *,
    key: UUID,
    title: str,
    path: Path,
    name: str,
    replaces: UUID | None = None,
    by: Viewer,
    at: datetime,
) -> UUID:
    """Keeps a file with a case; with `replaces`, in place of an earlier one, which stays. Whoever may write on the case;
    event DOCUMENT_ATTACHED.

    Parameters
    ----------
    key : the id of the document, made with the form, so that what is sent twice is kept once. path : where the file lies
        now; it is copied. name : what it is called, which must fit what is in it; it gives the title where none is said.

    Raises
    ------
    NotThere, NotAllowed : as `check_can_write`; what it replaces is not of this case. Refused : it is no file that is kept,
        or what it replaces was replaced meanwhile.
    """
    found = check_can_write(by, case)
    if replaces and not Document.objects.filter(org_id=by.org, case_id=case, pk=replaces).exists():
        raise NotThere
    try:
        kind = kind_of(path, name)
    except UnusableFile as fault:
        raise Refused({"file": str(fault)}) from fault
    digest, size = files.keep(by.org, path)
    title = (title.strip() or Path(name).stem.strip() or kind.label)[:LONGEST_TITLE]
    one_at_a_time_on(case, by=by)
    before = Document.objects.filter(org_id=by.org, pk=key).first()
    if before is not None:
        if (before.case_id, before.digest) != (case, digest):
            raise Refused({"file": "This form was sent before with another file. Open the form anew."})
        return key
    row = Document(
        id=key, org_id=by.org, case_id=case, title=title, media_type=kind.media_type, size_bytes=size, digest=digest,
        recorded_at=at, recorded_by_id=by.worker, replaces_id=replaces,
    )  # fmt: skip
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError as fault:
        if getattr(getattr(fault.__cause__, "diag", None), "constraint_name", "") != "document_replaced_once":
            raise
        raise Refused({"file": REPLACED}) from fault
    record_event(by, Act.DOCUMENT_ATTACHED, case_id=case, child_id=found.child_id, about_id=key, detail={"bytes": size})
    return key


def take_document(document: UUID, *, by: Viewer) -> TakenOut:
    """A document as a file, for those who may read the record of its case; event DOCUMENT_TAKEN, and a viewing: a file shows
    a child as a page does.

    Raises
    ------
    NotThere : it is not there for them. NotAllowed : they may not read the record, or its file is gone.
    """
    seen = scopes.cases(by).values("pk")
    row = Document.objects.filter(org_id=by.org, pk=document, case__in=seen).first()
    if row is None:
        raise NotThere
    found = check_can_read(by, row.case_id)
    try:
        content = files.read(by.org, row.digest)
    except files.FileGone as fault:
        raise NotAllowed(GONE) from fault
    record_event(by, Act.DOCUMENT_TAKEN, case_id=found.pk, child_id=found.child_id, about_id=row.pk)
    record_viewing(by, "document-file", children=[found.child_id] if found.child_id else [], cases=[found.pk])
    kind = known(row.media_type)
    return TakenOut(f"{row.title}{kind.endings[0] if kind else ''}", row.media_type, content)
