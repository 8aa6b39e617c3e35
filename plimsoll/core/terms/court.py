"""Court work, and the legal status of a child."""

from plimsoll.core.terms.term import Term


class CourtKind(Term):
    """What a date of court work is about."""

    STATEMENT = "STATEMENT", "statement of the social worker"
    POSITION_STATEMENT = "POSITION_STATEMENT"
    CARE_PLAN = "CARE_PLAN"
    ASSESSMENT = "ASSESSMENT", "assessment for the court"
    SECTION_7_REPORT = "SECTION_7_REPORT"
    SECTION_37_REPORT = "SECTION_37_REPORT"
    HEARING = "HEARING"
    FINAL_HEARING = "FINAL_HEARING"
    LETTER = "LETTER", "letter before proceedings"
    MEETING = "MEETING", "pre-proceedings meeting"
    REVIEW = "REVIEW", "review of the pre-proceedings"
    OTHER = "OTHER", "something else for the court"


class CourtEnd(Term):
    """How a date of court work ended."""

    DONE = "DONE"
    DISCHARGED = "DISCHARGED", "no longer asked for by the court"


class LegalStatusKind(Term):
    """In what legal status a child is."""

    SECTION_20 = "SECTION_20", "accommodated under section 20"
    EMERGENCY_PROTECTION_ORDER = "EMERGENCY_PROTECTION_ORDER"
    CHILD_ASSESSMENT_ORDER = "CHILD_ASSESSMENT_ORDER"
    INTERIM_CARE_ORDER = "INTERIM_CARE_ORDER"
    CARE_ORDER = "CARE_ORDER"
    INTERIM_SUPERVISION_ORDER = "INTERIM_SUPERVISION_ORDER"
    SUPERVISION_ORDER = "SUPERVISION_ORDER"
    PLACEMENT_ORDER = "PLACEMENT_ORDER"
    SPECIAL_GUARDIANSHIP_ORDER = "SPECIAL_GUARDIANSHIP_ORDER"
    CHILD_ARRANGEMENTS_ORDER = "CHILD_ARRANGEMENTS_ORDER"
    FAMILY_ASSISTANCE_ORDER = "FAMILY_ASSISTANCE_ORDER"
    SECURE_ACCOMMODATION_ORDER = "SECURE_ACCOMMODATION_ORDER"
    REMAND = "REMAND", "on remand"
    OTHER = "OTHER", "another legal status"
