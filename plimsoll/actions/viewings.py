"""The trail, taken out as a file by whoever may see it."""

import csv
from datetime import datetime
from io import StringIO
from uuid import UUID

from plimsoll.actions.audit import record_event, record_viewing
from plimsoll.actions.authorise import check_can_see_audit
from plimsoll.actions.cases import Refused
from plimsoll.core.access import Viewer
from plimsoll.core.calendar import LONDON
from plimsoll.core.terms import Act
from plimsoll.formats.cells import harmless
from plimsoll.queries.viewings import Asked, Called, Found, Line, get_called, get_viewings

MOST = 50_000  # lines of a file
COLUMNS = ("when", "who", "person id", "roles then", "from where", "what", "code", "children")


def export_viewings(asked: Asked, *, by: Viewer, at: datetime) -> str:
    """The entries of the trail as CSV, for whoever may see it. Event VIEWINGS_EXPORTED, and a viewing: a file shows a child
    as a page does.

    Raises
    ------
    NotAllowed : as `check_can_see_audit`. NotThere : no such child may be known of. Refused : it is too much for one file.
    """
    check_can_see_audit(by)
    if asked.child is not None:
        get_called(by, asked.child)
    found = get_viewings(by, asked, MOST)
    if found.more:
        raise Refused({"until": f"That is more than {MOST:,} lines. Choose fewer days, one person or one child."})
    detail = {
        "person": str(asked.person or ""),
        "from": asked.begins.isoformat(),
        "until": asked.ends.isoformat(),
        "lines": len(found.lines),
    }
    record_event(by, Act.VIEWINGS_EXPORTED, child_id=asked.child, about_id=asked.person, detail=detail)
    if found.children:
        record_viewing(by, "viewings-file", children=found.children, cases=())
    return _csv(found)


def _csv(found: Found) -> str:
    out = StringIO()
    lines = csv.writer(out, lineterminator="\r\n")
    lines.writerow(COLUMNS)
    for line in found.lines:
        lines.writerow([harmless(cell) for cell in _cells(line, found)])
    return out.getvalue()


def _cells(line: Line, found: Found) -> tuple[str, ...]:
    names = (_named(child, found.children.get(child)) for child in line.children)
    return (
        line.at.astimezone(LONDON).isoformat(timespec="seconds"),
        found.people.get(line.by, "somebody who is not on record") if line.by else "Plimsoll itself",
        str(line.by or ""),
        line.roles,
        line.origin,
        line.act.label if line.act else f"was shown{', opened in an emergency' if line.in_emergency else ''}",
        line.act.value if line.act else line.page,
        "; ".join(names),
    )


def _named(child: UUID, called: Called | None) -> str:
    return called.reference if called else str(child)
