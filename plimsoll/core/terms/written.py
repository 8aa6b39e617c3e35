"""What is written on a case."""

from plimsoll.core.terms.term import Term


class RecordKind(Term):
    """What somebody wrote on a case. An attempt is one to see or reach the family that reached nobody: it never counts. A
    step is one by which timescales start and end, and needs no words."""

    VISIT = "VISIT"
    ATTEMPT = "ATTEMPT", "attempt: nobody reached"
    CALL = "CALL", "phone or video call"
    COMMUNICATION = "COMMUNICATION", "message or letter"
    MEETING = "MEETING"
    CASE_NOTE = "CASE_NOTE"
    MANAGEMENT_OVERSIGHT = "MANAGEMENT_OVERSIGHT"
    ASSESSMENT = "ASSESSMENT"
    REVIEW = "REVIEW"
    STEP = "STEP", "key event"


class Sight(Term):
    """Whether a child was seen."""

    ALONE = "ALONE", "yes, alone"
    WITH_OTHERS = "WITH_OTHERS", "yes, with others there"
    NOT_SEEN = "NOT_SEEN", "no"


class Looked(Term):
    """Whether something was looked at on a visit, or nobody asked to see it."""

    SEEN = "SEEN"
    REFUSED = "REFUSED", "not seen"
    NOT_ASKED = "NOT_ASKED", "did not ask to see it"


class Voice(Term):
    """How a child's views were reached."""

    SAID = "SAID", "said in words"
    SHOWN = "SHOWN", "shown, by pointing or doing"
    OBSERVED = "OBSERVED", "seen in how the child was"
    DRAWN = "DRAWN", "drawn or played"
    WRITTEN = "WRITTEN", "written or typed"
    SIGNED = "SIGNED"
    AAC = "AAC", "a communication aid or symbols"
    INTERPRETED = "INTERPRETED", "through an interpreter"
    TOLD_BY_OTHERS = "TOLD_BY_OTHERS", "told by somebody who knows the child"


class DraftEnd(Term):
    """What became of a draft."""

    SENT = "SENT"
    LEFT = "LEFT"
