"""What comes in from outside about a child."""

from plimsoll.core.terms.term import Term


class Information(Term):
    """Kinds of information that came in and wait for someone to say what they mean."""

    IMMEDIATE_HARM = "IMMEDIATE_HARM", "concern of immediate harm"
    SAFEGUARDING = "SAFEGUARDING", "safeguarding concern"
    POLICE = "POLICE", "police notification"
    HEALTH = "HEALTH", "news from health"
    SCHOOL = "SCHOOL", "news from school"
    FAMILY = "FAMILY", "message from the family"
    OTHER = "OTHER", "other information"


class InformationOutcome(Term):
    """What new information about a child comes to, as whoever deals with it says."""

    NOTHING_CHANGES = "NOTHING_CHANGES"
    ON_RECORD = "ON_RECORD", "it goes on the record"
    JUDGED = "JUDGED", "the case is judged anew"
