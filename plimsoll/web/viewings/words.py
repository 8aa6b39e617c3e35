"""What entries of the trail are called on pages."""

from collections.abc import Callable, Mapping
from datetime import datetime
from uuid import UUID

from plimsoll.core.access import FOR_ANOTHER
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


def role_words(codes: str, people: Mapping[UUID, str], called: Callable[[Role], str]) -> str:
    """The roles that somebody held, out of their codes, as they are called here; of one that they held for another, for
    whom, by name where it is known.

    >>> sue = "00000000-0000-0000-0000-000000000002"
    >>> role_words(f"DUTY, SUPERVISOR for {sue}", {UUID(sue): "Sue"}, lambda role: role.label)
    'duty social worker, supervisor or team manager for Sue'
    """
    return ", ".join(_role(one, people, called) for one in filter(None, codes.split(", "))) or "none"


def _role(said: str, people: Mapping[UUID, str], called: Callable[[Role], str]) -> str:
    code, _, whose = said.partition(FOR_ANOTHER)
    label = called(Role(code)) if code in set(Role) else code
    return f"{label} for {people.get(UUID(whose), 'a colleague')}" if whose else label


def moment_words(at: datetime) -> str:
    """A moment, to the minute."""
    at = at.astimezone(LONDON)
    return f"{day_words(at.date())} at {at:%H:%M}"
