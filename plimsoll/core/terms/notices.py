"""What people are told of."""

from plimsoll.core.terms.term import Term


class NoticeKind(Term):
    """What a worker is told of."""

    ALLOCATED = "ALLOCATED"
    INFORMATION = "INFORMATION"
    ACT_NOW = "ACT_NOW"
    LATE_INFORMATION = "LATE_INFORMATION"
    UNCOVERED = "UNCOVERED"
    REVIEW_ASKED = "REVIEW_ASKED"
    REVIEW_ANSWERED = "REVIEW_ANSWERED"
    COUNTERSIGN_ANSWERED = "COUNTERSIGN_ANSWERED"
    TAKEN = "TAKEN"
