"""Cases: which kinds there are, and what else is true of one."""

from plimsoll.core.terms.term import Term


class CaseType(Term):
    """Kind of involvement. A child may have several open at once; the first that applies below is the case's own type.

    The first four follow the hierarchy of Ofsted's Annex A, List 6 (looked after beats child protection
    beats child in need beats open assessment).
    """

    LOOKED_AFTER = "LOOKED_AFTER"
    CHILD_PROTECTION = "CHILD_PROTECTION"
    SECTION_47 = "SECTION_47", "section 47 enquiry"
    CHILD_IN_NEED = "CHILD_IN_NEED"
    ASSESSMENT = "ASSESSMENT"
    CARE_LEAVER = "CARE_LEAVER"
    REFERRAL = "REFERRAL"
    PRIVATE_FOSTERING = "PRIVATE_FOSTERING"
    ADOPTION = "ADOPTION"
    EARLY_HELP = "EARLY_HELP"
    EHC = "EHC", "education, health and care"
    EARLY_YEARS = "EARLY_YEARS"


class Circumstance(Term):
    """What else is true of a case and decides which timescale applies; computed from the case's facts."""

    PLACEMENT_UNDER_A_YEAR = "PLACEMENT_UNDER_A_YEAR"
    PLACEMENT_OVER_A_YEAR = "PLACEMENT_OVER_A_YEAR"
    PLACEMENT_TO_18 = "PLACEMENT_TO_18"
    LONG_TERM_FOSTER_AGREED = "LONG_TERM_FOSTER_AGREED"
    WITH_PARENT = "WITH_PARENT"
    BEFORE_ASSESSMENT = "BEFORE_ASSESSMENT"
    CONNECTED_PERSON_TEMPORARY = "CONNECTED_PERSON_TEMPORARY"
    INTERIM_CARE_ORDER = "INTERIM_CARE_ORDER"
    CARE_ORDER = "CARE_ORDER"
    EMERGENCY_PLACEMENT = "EMERGENCY_PLACEMENT"
    NEWLY_QUALIFIED = "NEWLY_QUALIFIED"
    CHILD_PROTECTION_CONCERN = "CHILD_PROTECTION_CONCERN"
    PRIVATE_FOSTERING_OVER_A_YEAR = "PRIVATE_FOSTERING_OVER_A_YEAR"
    COUNCIL_ACCOMMODATION = "COUNCIL_ACCOMMODATION"
    UNALLOCATED = "UNALLOCATED"
    LOOKED_AFTER_OVER_A_YEAR = "LOOKED_AFTER_OVER_A_YEAR"
    CHILD_DIED = "CHILD_DIED"
