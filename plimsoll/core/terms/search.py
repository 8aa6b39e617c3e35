"""The search, and filters that are kept."""

from plimsoll.core.terms.term import Term


class FilterPlace(Term):
    """What a kept filter is of."""

    SEARCH = "SEARCH", "the search"
    CASELOAD = "CASELOAD", "my caseload"
