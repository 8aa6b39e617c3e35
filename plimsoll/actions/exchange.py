"""What leaves as a file."""

import csv
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
