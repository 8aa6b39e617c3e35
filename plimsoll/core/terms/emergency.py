"""What is done in an emergency."""

from plimsoll.core.terms.term import Term


class EmergencyKind(Term):
    """What somebody tried to do about a record that is out of their reach."""

    OPEN = "OPEN"
    RING = "RING"
