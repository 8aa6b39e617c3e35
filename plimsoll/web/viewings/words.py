"""What entries of the trail are called on pages."""

from datetime import datetime

from plimsoll.core.calendar import LONDON
from plimsoll.core.terms import Role
from plimsoll.core.timescales.explain import day_words

# A page by the name of its address; one that is not here is called by that.
PAGES = {
    "my-caseload": "their own caseload",
    "caseload": "a caseload",
    "caseload-file": "a caseload, as a file",
    "caseload-urgent": "what is urgent on a caseload",
    "caseload-past": "a caseload of the past",
    "case": "the case",
    "case-write": "writing on the case",
    "case-documents": "the documents of the case",
    "document-file": "a document, as a file",
    "record": "what was written on the case",
    "record-amend": "amending what was written",
    "case-judge": "judging the case",
    "case-place": "placing the case",
    "review": "a confirmed list",
    "review-new": "confirming a list",
    "to-countersign": "what waits for a countersignature",
    "unallocated": "unallocated cases",
    "front-door": "the front door",
    "search": "a search",
    "team": "a team",
    "today": "their day",
    "viewings": "who looked at whom",
    "viewings-file": "who looked at whom, as a file",
    "viewings-odd": "viewings out of the ordinary",
}


def page_words(name: str) -> str:
    """A page, as people call it."""
    return PAGES.get(name, name.replace("-", " "))


def role_words(codes: str) -> str:
    """The roles that somebody held, out of their codes."""
    known = set(Role)
    return ", ".join(Role(code).label if code in known else code for code in filter(None, codes.split(", "))) or "none"


def moment_words(at: datetime) -> str:
    """A moment, to the minute."""
    at = at.astimezone(LONDON)
    return f"{day_words(at.date())} at {at:%H:%M}"
