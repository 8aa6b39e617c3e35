"""How long records are kept, what stops their removal."""

from plimsoll.core.terms.term import Term


class CountedFrom(Term):
    """From what a retention schedule counts its years."""

    CLOSED = "CLOSED", "the day on which the case was closed"
    BIRTH = "BIRTH", "the child's birth"


class HoldKind(Term):
    """Why a record must not be removed, whatever its schedule says."""

    INQUIRY = "INQUIRY"
    CLAIM = "CLAIM", "legal claim"
    COMPLAINT = "COMPLAINT"
    OTHER = "OTHER", "another reason in law"
