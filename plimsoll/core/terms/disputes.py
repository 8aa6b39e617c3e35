"""That somebody says that something on record is wrong, and what comes of it."""

from plimsoll.core.terms.term import Term


class DisputeOutcome(Term):
    """What comes of it that somebody says that something on record is wrong."""

    CORRECTED = "CORRECTED", "it was wrong, and is corrected"
    NOTED = "NOTED", "it stays, with their words beside it"
    REFUSED = "REFUSED", "it is right as it stands"
