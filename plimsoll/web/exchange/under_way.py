"""What the page shows that says how far a file is, which a job has in hand."""

from django.urls import reverse

from plimsoll.core.terms import ImportState
from plimsoll.queries.exchange import UnderWay
from plimsoll.web.exchange.page import ProgressPage, many
from plimsoll.web.parts import Act, Link, Progress

REFRESH_SECONDS = {ImportState.READING: 1, ImportState.APPLYING: 2, ImportState.UNDOING: 1}
TITLES = {
    ImportState.READING: "Reading the file",
    ImportState.APPLYING: "Bringing the file in",
    ImportState.UNDOING: "Undoing the file",
}


def under_way_page(found: UnderWay) -> ProgressPage:
    """A file that is read, brought in or undone just now."""
    state, file = found.line.state, found.line.id
    return ProgressPage(
        TITLES[state],
        progress=Progress(
            _said(found),
            found.done / found.total if found.total and state is not ImportState.UNDOING else None,
            cancel=Act("Put the file aside", post=reverse("file-leave", args=[file]))
            if state is ImportState.READING
            else None,
        ),
        ended=None,
        change=(),
        refresh_seconds=REFRESH_SECONDS[state],
        back=Link(found.line.file_name, reverse("file", args=[file])),
    )


def _said(found: UnderWay) -> str:
    children = f"{found.done:,} of {many(found.total, 'child', 'children')}"
    match found.line.state:
        case ImportState.UNDOING:
            return "Taking back what it did"
        case ImportState.READING:
            return f"{children} compared with what is on record" if found.total else "Finding out what is in it"
        case _:
            return children if found.total else "About to begin"
