"""Copies of a child's record for those who may ask for one, and what is taken out of them."""

from plimsoll.core.terms.term import Term


class Asker(Term):
    """Who asks for a copy of what is kept of a child."""

    CHILD = "CHILD", "the child or young person"
    PARENT = "PARENT", "a parent, or who has parental responsibility"
    AUTHORISED = "AUTHORISED", "somebody they authorised"


class AccessEnd(Term):
    """How the asking for a copy ended."""

    GIVEN = "GIVEN", "the copy was handed over"
    WITHDRAWN = "WITHDRAWN", "they no longer want it"
    REFUSED = "REFUSED", "no copy is given"


class Keeping(Term):
    """What becomes of one piece of a record in a copy."""

    KEEP = "KEEP", "it stays in"
    WORDS = "WORDS", "some words are taken out"
    WHOLE = "WHOLE", "all of it is taken out"


class Exemption(Term):
    """Why something is taken out of a copy; the label stands in its place."""

    THIRD_PARTY = "THIRD_PARTY", "third party"
    PROTECTED_ADDRESS = "PROTECTED_ADDRESS", "protected address"
    SERIOUS_HARM = "SERIOUS_HARM", "serious harm"
    LEGAL_ADVICE = "LEGAL_ADVICE", "legal advice"
    OTHER = "OTHER", "another exemption"
