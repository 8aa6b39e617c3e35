"""What leaves as a file, and what is brought in as one."""

import csv
from collections.abc import Mapping
from datetime import date, datetime
from enum import Enum
from io import StringIO
from uuid import UUID

from plimsoll.actions.audit import record_event, record_viewing
from plimsoll.actions.authorise import WHY_NOT
from plimsoll.core.access import NotAllowed, Permission, Viewer
from plimsoll.core.terms import Act
from plimsoll.formats.cells import harmless
from plimsoll.queries.priority import OrderOfWork, get_caseload
from plimsoll.records import scopes

COLUMNS = ("place", "band", "reference", "name", "born", "case type", "reasons", "next due", "last seen")


def export_caseload(worker: UUID, *, by: Viewer, at: int) -> str:
    """A worker's order of work as CSV, of the cases that the viewer may take out; event CASELOAD_EXPORTED, and a viewing: a
    file shows a child as a page does.

    Raises
    ------
    NotThere : no such worker is within reach. NotAllowed : the viewer may not take all of these
        cases out, or none at all.
    """
    caseload = get_caseload(by, worker, at)
    if not by.reach(Permission.EXPORT_CASES):
        raise NotAllowed(WHY_NOT[Permission.EXPORT_CASES])
    may = set(scopes.cases(by, Permission.EXPORT_CASES).values_list("pk", flat=True))
    shown = [placed for placed in caseload.cases if placed.case in may]
    if len(shown) < len(caseload.cases):
        raise NotAllowed("You may see these cases, but not take them out as a file. Ask your supervisor.")
    record_event(
        by,
        Act.CASELOAD_EXPORTED,
        about_id=worker,
        detail={"cases": len(shown), "as": "csv"},  # which, the viewing says: what is hidden later must be so here too
    )
    if shown:
        children = {placed.child for placed in shown if placed.child}
        record_viewing(by, "caseload-file", children=children, cases=[placed.case for placed in shown])
    return _csv(caseload)


def _csv(caseload: OrderOfWork) -> str:
    out = StringIO()
    lines = csv.writer(out, lineterminator="\r\n")
    lines.writerow(COLUMNS)
    for placed in caseload.cases:
        cells = (
            placed.place,
            placed.band.label,
            placed.reference,
            placed.name,
            placed.born_on.isoformat() if placed.born_on else "",
            placed.case_type.label,
            "; ".join(placed.reasons),
            placed.next_due or "",
            placed.last_seen.isoformat() if placed.last_seen else "",
        )
        lines.writerow([harmless(cell) for cell in cells])
    return out.getvalue()


class Settled(Enum):
    """What a name in a file can stand for, beside somebody who works here."""

    ADD = "ADD"  # somebody who works here and is not on record yet
    NOBODY = "NOBODY"  # no person: these cases wait for a worker


ADD, NOBODY = Settled.ADD, Settled.NOBODY


def stage_file(
    content: bytes,
    file_name: str,
    *,
    by: Viewer | None,
    org: UUID,
    at: datetime,
    facts_on: date | None = None,
) -> UUID:
    """Reads a file and keeps it with what was understood of it; nothing else changes. Its id. Event FILE_STAGED.

    Parameters
    ----------
    by : who brings it in; None: it lay in the watched folder. facts_on : the day of which it speaks; None: the latest on
    which something happened in it.

    Raises
    ------
    NotAllowed : as `check_can_import`. Refused : it cannot be used, with the reason.
    """
    raise NotImplementedError


def set_facts_on(import_id: UUID, facts_on: date, *, by: Viewer, at: datetime) -> None:
    """Says of which day a staged file speaks; it is read again. Event FILE_SETTLED."""
    raise NotImplementedError


def settle_values(import_id: UUID, meanings: Mapping[tuple[str, str], str], *, by: Viewer, at: datetime) -> None:
    """Says what values of a file mean, code by column and text as found; kept for later files of the organisation, and the
    file is read again. Event FILE_SETTLED."""
    raise NotImplementedError


def settle_people(import_id: UUID, people: Mapping[str, UUID | Settled], *, by: Viewer, at: datetime) -> None:
    """Says whose the names of a file are; kept for later files of the organisation. Event FILE_SETTLED."""
    raise NotImplementedError


def start_applying(import_id: UUID, *, by: Viewer, at: datetime, leave_unknown: bool = False) -> None:
    """Hands a staged file to the jobs worker, which applies it. Event FILE_APPLIED.

    Raises
    ------
    NotAllowed : as `check_can_import`. NotThere : no such file. Refused : it is not staged any more, or names or values
    in it are not settled; values may be left empty on purpose with `leave_unknown`.
    """
    raise NotImplementedError


def apply_import(org: UUID, import_id: UUID) -> None:
    """What the jobs worker does: merges the file with the records in one transaction, so that nothing is half done. Done
    again, it does nothing. `done` of the file says from outside how far it is."""
    raise NotImplementedError


def leave_import(import_id: UUID, *, by: Viewer, at: datetime) -> None:
    """Puts a staged file aside, unused. Event FILE_LEFT."""
    raise NotImplementedError


def undo_import(import_id: UUID, why: str, *, by: Viewer, at: datetime) -> None:
    """Takes back what an applied file did: what it wrote goes, what it replaced stands again. Event FILE_UNDONE.

    Raises
    ------
    Refused : no reason, or cases were written on since; `faults` names them.
    """
    raise NotImplementedError


def decide_matter(matter_id: UUID, take: bool, why: str, *, by: Viewer, at: datetime) -> None:
    """Decides what a file left open: as the file says (`take`), or as it stands. Event MATTER_DECIDED.

    Raises
    ------
    NotThere, NotAllowed : whoever may allocate the case decides about its worker, who may close it about closing, who may
    write on it about the rest. Refused : no reason, or decided already.
    """
    raise NotImplementedError
