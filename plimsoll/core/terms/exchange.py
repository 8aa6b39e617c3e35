"""Files that are brought in: how they are laid out, what they say, and what they leave to decide."""

from plimsoll.core.terms.term import Term


class Layout(Term):
    """How a file that is brought in is laid out."""

    ANNEX_A = "ANNEX_A", "Annex A workbook"
    PLAIN = "PLAIN", "plain table"


class About(Term):
    """What a statement of a file is about."""

    CHILD = "CHILD"
    CASE = "CASE"
    WORKER = "WORKER"
    EVENT = "EVENT"
    CIRCUMSTANCE = "CIRCUMSTANCE"
    FACTOR = "FACTOR"


class Matter(Term):
    """What an import leaves for a person to decide."""

    CHANGED_HERE = "CHANGED_HERE", "changed here and in the file"
    NEW_WORKER = "NEW_WORKER", "another worker or team in the file"
    NOT_IN_FILE = "NOT_IN_FILE", "no longer in the file"
    CLOSED_IN_FILE = "CLOSED_IN_FILE", "closed in the file"
    OPEN_IN_FILE = "OPEN_IN_FILE", "closed here, open in the file"
    NOT_CONFIRMED = "NOT_CONFIRMED", "said to be done there, not in the file"
    TO_CHECK = "TO_CHECK", "to be checked"


CLOSING = frozenset({Matter.NOT_IN_FILE, Matter.CLOSED_IN_FILE, Matter.TO_CHECK})
"""Matters of a case that is closed where somebody takes what the file says."""


class ImportState(Term):
    """Where a file that was brought in stands."""

    STAGED = "STAGED", "read, not applied yet"
    APPLYING = "APPLYING", "being applied"
    APPLIED = "APPLIED"
    UNDONE = "UNDONE"
    LEFT = "LEFT", "left unused"
    FAILED = "FAILED", "could not be applied"
    READING = "READING", "being read"
    UNREADABLE = "UNREADABLE", "cannot be used"
    UNDOING = "UNDOING", "being undone"


class MeaningKind(Term):
    """What an organisation has settled about a text of its files: what a value means, whose name a name is, or which team
    is called so."""

    VALUE = "VALUE"
    PERSON = "PERSON"
    TEAM = "TEAM"
