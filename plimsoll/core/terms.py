"""The words of the practice, as enums. Stored codes are UPPER_CASE; people see the label.

Arrays hold the position of a member in its enum (`CaseType.ASSESSMENT.number`), masks hold `1 << number`.
Members are therefore only ever appended.
"""

from enum import StrEnum
from functools import cached_property


class Term(StrEnum):
    """A word with a code for files and a label for people. Words of two enums are never the same, however they are spelled;
    a word and its code are."""

    def __eq__(self, other: object) -> bool:
        if isinstance(other, Term) and type(other) is not type(self):
            return False
        return str.__eq__(self, other)

    def __ne__(self, other: object) -> bool:
        return not self == other

    __hash__ = str.__hash__

    @cached_property
    def label(self) -> str:
        """The word as a person reads it.

        >>> CaseType.CHILD_IN_NEED.label
        'child in need'
        """
        return _LABELS.get(self, self.value.replace("_", " ").lower())

    @cached_property
    def number(self) -> int:
        """Position in the enum, from 0: what arrays hold."""
        return list(type(self)).index(self)

    @cached_property
    def bit(self) -> int:
        """`1 << number`: what masks hold."""
        return 1 << self.number


class CaseType(Term):
    """Kind of involvement. A child may have several open at once; the first that applies below is the case's own type.

    The first four follow the hierarchy of Ofsted's Annex A, List 6 (looked after beats child protection
    beats child in need beats open assessment).
    """

    LOOKED_AFTER = "LOOKED_AFTER"
    CHILD_PROTECTION = "CHILD_PROTECTION"
    SECTION_47 = "SECTION_47"
    CHILD_IN_NEED = "CHILD_IN_NEED"
    ASSESSMENT = "ASSESSMENT"
    CARE_LEAVER = "CARE_LEAVER"
    REFERRAL = "REFERRAL"
    PRIVATE_FOSTERING = "PRIVATE_FOSTERING"
    ADOPTION = "ADOPTION"
    EARLY_HELP = "EARLY_HELP"
    EHC = "EHC"
    EARLY_YEARS = "EARLY_YEARS"


class Purpose(Term):
    """What a due item is for. A check is a standing duty without a clock."""

    SEE = "SEE"
    PROTECT = "PROTECT"
    COURT = "COURT"
    DECIDE = "DECIDE"
    REVIEW = "REVIEW"
    RECORD = "RECORD"
    CHECK = "CHECK"


class Owner(Term):
    """Whose duty a due item is. Only the allocated worker's own items move a case."""

    WORKER = "WORKER"
    MANAGER = "MANAGER"
    FRONT_DOOR = "FRONT_DOOR"
    TEAM = "TEAM"
    OTHER = "OTHER"


class Subject(Term):
    """What a timescale is about: a child's case, or a worker (supervision, workload form), which never scores a case."""

    CASE = "CASE"
    WORKER = "WORKER"


class Unit(Term):
    """Unit of a timescale's amount."""

    HOURS = "HOURS"
    OFFICE_HOURS = "OFFICE_HOURS"
    CALENDAR_DAYS = "CALENDAR_DAYS"
    WORKING_DAYS = "WORKING_DAYS"
    SCHOOL_DAYS = "SCHOOL_DAYS"
    SCHOOL_TERMS = "SCHOOL_TERMS"
    WEEKS = "WEEKS"
    MONTHS = "MONTHS"
    YEARS = "YEARS"


class RuleKind(Term):
    """How firmly an amount binds."""

    MAXIMUM = "MAXIMUM"
    MINIMUM_FREQUENCY = "MINIMUM_FREQUENCY"
    RECOMMENDED = "RECOMMENDED"
    LOCAL_TYPICAL = "LOCAL_TYPICAL"
    WINDOW = "WINDOW"


class Strength(Term):
    """Where a timescale's force comes from."""

    STATUTE = "STATUTE"
    STATUTORY_GUIDANCE = "STATUTORY_GUIDANCE"
    LOCAL = "LOCAL"


class DueState(Term):
    """Where one due item stands at a moment."""

    NOT_STARTED = "NOT_STARTED"
    DUE = "DUE"
    OVERDUE = "OVERDUE"
    MET = "MET"
    MET_LATE = "MET_LATE"
    STOPPED = "STOPPED"


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


class EventKind(Term):
    """What happened, on a day, to a child's case (or, at the end, to a worker)."""

    CONTACT_RECEIVED = "CONTACT_RECEIVED"
    CONTACT_GRADED_RED = "CONTACT_GRADED_RED"
    CONTACT_GRADED_GREEN = "CONTACT_GRADED_GREEN"
    CONTACT_DECIDED = "CONTACT_DECIDED"
    REFERRAL_RECEIVED = "REFERRAL_RECEIVED"
    REFERRAL_DECIDED = "REFERRAL_DECIDED"
    ALLOCATED = "ALLOCATED"
    CHILD_SEEN = "CHILD_SEEN"
    ASSESSMENT_STARTED = "ASSESSMENT_STARTED"
    ASSESSMENT_AUTHORISED = "ASSESSMENT_AUTHORISED"
    HARM_SUSPECTED = "HARM_SUSPECTED"
    STRATEGY_DISCUSSION = "STRATEGY_DISCUSSION"
    SECTION_47_STARTED = "SECTION_47_STARTED"
    SECTION_47_ENDED = "SECTION_47_ENDED"
    CONFERENCE_NOT_NEEDED = "CONFERENCE_NOT_NEEDED"
    CONFERENCE_PLANNED = "CONFERENCE_PLANNED"
    INITIAL_CONFERENCE = "INITIAL_CONFERENCE"
    POLICE_PROTECTION_STARTED = "POLICE_PROTECTION_STARTED"
    POLICE_PROTECTION_ENDED = "POLICE_PROTECTION_ENDED"
    PROTECTION_PLAN_STARTED = "PROTECTION_PLAN_STARTED"
    PROTECTION_PLAN_ENDED = "PROTECTION_PLAN_ENDED"
    PROTECTION_VISIT = "PROTECTION_VISIT"
    CORE_GROUP = "CORE_GROUP"
    REVIEW_CONFERENCE_PLANNED = "REVIEW_CONFERENCE_PLANNED"
    REVIEW_CONFERENCE = "REVIEW_CONFERENCE"
    CONFERENCE_REPORT_SHARED = "CONFERENCE_REPORT_SHARED"
    BIRTH = "BIRTH"
    IN_NEED_STARTED = "IN_NEED_STARTED"
    IN_NEED_MEETING = "IN_NEED_MEETING"
    IN_NEED_VISIT = "IN_NEED_VISIT"
    IN_NEED_REVIEW = "IN_NEED_REVIEW"
    SUPERVISION_ORDER_MADE = "SUPERVISION_ORDER_MADE"
    SUPERVISION_ORDER_REVIEW = "SUPERVISION_ORDER_REVIEW"
    LOOKED_AFTER_STARTED = "LOOKED_AFTER_STARTED"
    LOOKED_AFTER_ENDED = "LOOKED_AFTER_ENDED"
    PLACEMENT_STARTED = "PLACEMENT_STARTED"
    LOOKED_AFTER_VISIT = "LOOKED_AFTER_VISIT"
    LOOKED_AFTER_REVIEW = "LOOKED_AFTER_REVIEW"
    HEALTH_ASSESSMENT = "HEALTH_ASSESSMENT"
    DENTAL_CHECK = "DENTAL_CHECK"
    STRENGTHS_QUESTIONNAIRE = "STRENGTHS_QUESTIONNAIRE"
    EDUCATION_PLAN_STARTED = "EDUCATION_PLAN_STARTED"
    EDUCATION_PLAN_COMPLETED = "EDUCATION_PLAN_COMPLETED"
    CARE_PLAN_MADE = "CARE_PLAN_MADE"
    PROCEEDINGS_ISSUED = "PROCEEDINGS_ISSUED"
    PROCEEDINGS_ENDED = "PROCEEDINGS_ENDED"
    TURNED_2 = "TURNED_2"
    TURNED_16 = "TURNED_16"
    TURNED_21 = "TURNED_21"
    PATHWAY_NEEDS_ASSESSED = "PATHWAY_NEEDS_ASSESSED"
    PATHWAY_PLAN_STARTED = "PATHWAY_PLAN_STARTED"
    PATHWAY_REVIEW_PLANNED = "PATHWAY_REVIEW_PLANNED"
    PATHWAY_REVIEW = "PATHWAY_REVIEW"
    MOVED_HOME = "MOVED_HOME"
    ADVISER_VISIT = "ADVISER_VISIT"
    WENT_MISSING = "WENT_MISSING"
    FOUND = "FOUND"
    RETURN_INTERVIEW = "RETURN_INTERVIEW"
    PRIVATE_FOSTERING_PLANNED = "PRIVATE_FOSTERING_PLANNED"
    PRIVATE_FOSTERING_NOTIFIED = "PRIVATE_FOSTERING_NOTIFIED"
    PRIVATE_FOSTERING_VISIT = "PRIVATE_FOSTERING_VISIT"
    PLACED_FOR_ADOPTION = "PLACED_FOR_ADOPTION"
    ADOPTION_VISIT = "ADOPTION_VISIT"
    ADOPTION_REVIEW = "ADOPTION_REVIEW"
    EARLY_HELP_STARTED = "EARLY_HELP_STARTED"
    EARLY_HELP_ASSESSED = "EARLY_HELP_ASSESSED"
    TEAM_AROUND_FAMILY = "TEAM_AROUND_FAMILY"
    EHC_REQUESTED = "EHC_REQUESTED"
    EHC_DECIDED = "EHC_DECIDED"
    EHC_ADVICE_ASKED = "EHC_ADVICE_ASKED"
    EHC_ADVICE_GIVEN = "EHC_ADVICE_GIVEN"
    EHC_REFUSED = "EHC_REFUSED"
    EHC_DRAFT_SENT = "EHC_DRAFT_SENT"
    EHC_COMMENTS_RECEIVED = "EHC_COMMENTS_RECEIVED"
    EHC_PLAN_ISSUED = "EHC_PLAN_ISSUED"
    EHC_REVIEWED = "EHC_REVIEWED"
    ALLEGATION_KNOWN = "ALLEGATION_KNOWN"
    ALLEGATION_REFERRED = "ALLEGATION_REFERRED"
    SERIOUS_INCIDENT = "SERIOUS_INCIDENT"
    REGULATOR_TOLD = "REGULATOR_TOLD"
    STARTED_AT_SETTING = "STARTED_AT_SETTING"
    KEY_PERSON_NAMED = "KEY_PERSON_NAMED"
    PROGRESS_CHECK = "PROGRESS_CHECK"
    CASE_DISCUSSED = "CASE_DISCUSSED"
    CRITICAL_EVENT = "CRITICAL_EVENT"
    SIGNIFICANT_EVENT = "SIGNIFICANT_EVENT"
    OTHER_EVENT = "OTHER_EVENT"
    EVENT_RECORDED = "EVENT_RECORDED"
    UNALLOCATED_SINCE = "UNALLOCATED_SINCE"
    UNALLOCATED_REVIEWED = "UNALLOCATED_REVIEWED"
    DISAGREEMENT_RAISED = "DISAGREEMENT_RAISED"
    DISAGREEMENT_STEP_2 = "DISAGREEMENT_STEP_2"
    DISAGREEMENT_STEP_3 = "DISAGREEMENT_STEP_3"
    DISAGREEMENT_SETTLED = "DISAGREEMENT_SETTLED"
    WORKER_CHANGED = "WORKER_CHANGED"
    HANDOVER_RECORDED = "HANDOVER_RECORDED"
    SUPERVISION_HELD = "SUPERVISION_HELD"
    WORKER_STARTED = "WORKER_STARTED"
    WORKLOAD_AGREED = "WORKLOAD_AGREED"
    IMMEDIATE_HARM_REPORTED = "IMMEDIATE_HARM_REPORTED"
    MADE_SAFE = "MADE_SAFE"
    NO_ACCESS = "NO_ACCESS"
    PRE_PROCEEDINGS_DECIDED = "PRE_PROCEEDINGS_DECIDED"
    LETTER_BEFORE_PROCEEDINGS = "LETTER_BEFORE_PROCEEDINGS"
    PRE_PROCEEDINGS_MEETING = "PRE_PROCEEDINGS_MEETING"
    PRE_PROCEEDINGS_REVIEW = "PRE_PROCEEDINGS_REVIEW"
    PRE_PROCEEDINGS_ENDED = "PRE_PROCEEDINGS_ENDED"
    SECTION_37_DIRECTED = "SECTION_37_DIRECTED"
    SECTION_37_REPORTED = "SECTION_37_REPORTED"
    TURNED_18 = "TURNED_18"
    ALLOCATION_PLANNED_OUT = "ALLOCATION_PLANNED_OUT"
    CASE_STEPPED = "CASE_STEPPED"
    CASE_CLOSED = "CASE_CLOSED"
    CASE_REOPENED = "CASE_REOPENED"
    CASE_TRANSFERRED = "CASE_TRANSFERRED"
    PLACEMENT_ENDED = "PLACEMENT_ENDED"
    IN_NEED_ENDED = "IN_NEED_ENDED"


# What says that the service saw the child.
SEEING = frozenset(
    {
        EventKind.CHILD_SEEN,
        EventKind.PROTECTION_VISIT,
        EventKind.IN_NEED_VISIT,
        EventKind.LOOKED_AFTER_VISIT,
        EventKind.ADVISER_VISIT,
        EventKind.PRIVATE_FOSTERING_VISIT,
        EventKind.ADOPTION_VISIT,
    }
)


# What puts a child into danger now, and what ends it.
DANGER_ENDS = {
    EventKind.IMMEDIATE_HARM_REPORTED: EventKind.MADE_SAFE,
    EventKind.WENT_MISSING: EventKind.FOUND,
    EventKind.POLICE_PROTECTION_STARTED: EventKind.POLICE_PROTECTION_ENDED,
}
# What is planned: the day lies ahead, and rules that run before it count back from there.
PLANS = frozenset(kind for kind in EventKind if kind.value.endswith("_PLANNED"))


class Band(Term):
    """A lexicographic tier of the order of work, in the order of the list. No weight lifts a case across bands.

    They are tested in another order: *Awaiting others* before *Planned*, which is the rest.
    """

    ACT_NOW = "ACT_NOW"
    TODAY = "TODAY"
    THIS_WEEK = "THIS_WEEK"
    PLANNED = "PLANNED"
    AWAITING_OTHERS = "AWAITING_OTHERS"


class Criterion(Term):
    """The five agreed criteria of CYPOP11, 2.1."""

    URGENCY = "URGENCY"
    CONSEQUENCES = "CONSEQUENCES"
    PROTOCOLS = "PROTOCOLS"
    WORKLOAD = "WORKLOAD"
    RESOURCES = "RESOURCES"


class Indicator(Term):
    """One measured or judged fact about a case, turned into 0..1 by a value function."""

    TRIAGE = "TRIAGE"
    INFORMATION = "INFORMATION"
    LAST_SEEN = "LAST_SEEN"
    RISK = "RISK"
    WAIT = "WAIT"
    VULNERABILITY = "VULNERABILITY"
    PRESSURE = "PRESSURE"
    LATENESS = "LATENESS"
    OTHERS_WAITING = "OTHERS_WAITING"
    WHO_ELSE = "WHO_ELSE"
    WINDOW = "WINDOW"
    FITS = "FITS"


class Scale(Term):
    """What a person judges from 0 to 4; likelihood and severity together are the indicator of risk. Protection is written
    down and shown, and moves nothing: what is good in a child's life never makes a child wait."""

    LIKELIHOOD = "LIKELIHOOD"
    SEVERITY = "SEVERITY"
    WAIT = "WAIT"
    TRIAGE = "TRIAGE"
    PROTECTION = "PROTECTION"


class RecordKind(Term):
    """What somebody wrote on a case. An attempt is one to see or reach the family that reached nobody: it never counts. A
    step is one by which timescales start and end, and needs no words."""

    VISIT = "VISIT"
    ATTEMPT = "ATTEMPT"
    CALL = "CALL"
    COMMUNICATION = "COMMUNICATION"
    MEETING = "MEETING"
    CASE_NOTE = "CASE_NOTE"
    MANAGEMENT_OVERSIGHT = "MANAGEMENT_OVERSIGHT"
    ASSESSMENT = "ASSESSMENT"
    REVIEW = "REVIEW"
    STEP = "STEP"


class Sight(Term):
    """Whether a child was seen."""

    ALONE = "ALONE"
    WITH_OTHERS = "WITH_OTHERS"
    NOT_SEEN = "NOT_SEEN"


class Looked(Term):
    """Whether something was looked at on a visit, or nobody asked to see it."""

    SEEN = "SEEN"
    REFUSED = "REFUSED"
    NOT_ASKED = "NOT_ASKED"


class Voice(Term):
    """How a child's views were reached."""

    SAID = "SAID"
    SHOWN = "SHOWN"
    OBSERVED = "OBSERVED"
    DRAWN = "DRAWN"
    WRITTEN = "WRITTEN"
    SIGNED = "SIGNED"
    AAC = "AAC"
    INTERPRETED = "INTERPRETED"
    TOLD_BY_OTHERS = "TOLD_BY_OTHERS"


class DraftEnd(Term):
    """What became of a draft."""

    SENT = "SENT"
    LEFT = "LEFT"


class ReferralSource(Term):
    """Who refers a child, in the order in which it is asked."""

    SCHOOL = "SCHOOL"
    HEALTH = "HEALTH"
    POLICE = "POLICE"
    EARLY_YEARS_SETTING = "EARLY_YEARS_SETTING"
    HELPING_SERVICE = "HELPING_SERVICE"
    OTHER_COUNCIL = "OTHER_COUNCIL"
    OTHER_PROFESSIONAL = "OTHER_PROFESSIONAL"
    FAMILY = "FAMILY"
    CHILD = "CHILD"
    PUBLIC = "PUBLIC"
    NOT_SAID = "NOT_SAID"


class Reported(Term):
    """What a referral tells of, as whoever takes it in hears it; what it means is judged later."""

    HARM = "HARM"
    CARE = "CARE"
    HELP = "HELP"


class Means(Term):
    """How something came in."""

    PHONE = "PHONE"
    EMAIL = "EMAIL"
    FORM = "FORM"
    IN_PERSON = "IN_PERSON"
    LETTER = "LETTER"


class FamilyKnows(Term):
    """Whether a family knows that it is referred, and agrees."""

    AGREES = "AGREES"
    KNOWS = "KNOWS"
    NOT_YET = "NOT_YET"
    NOT_SAFE = "NOT_SAFE"
    NOT_KNOWN = "NOT_KNOWN"


class TriageOutcome(Term):
    """What was decided about a referral."""

    ASSESSMENT = "ASSESSMENT"
    ENQUIRY = "ENQUIRY"
    EARLY_HELP = "EARLY_HELP"
    LINKED = "LINKED"
    SIGNPOSTED = "SIGNPOSTED"
    NO_FURTHER_ACTION = "NO_FURTHER_ACTION"


class ContactOutcome(Term):
    """What a contact comes to; taken up again: it was said wrongly, and waits anew."""

    NO_FURTHER_ACTION = "NO_FURTHER_ACTION"
    ADVICE = "ADVICE"
    EARLY_HELP = "EARLY_HELP"
    REFERRAL = "REFERRAL"
    TAKEN_UP_AGAIN = "TAKEN_UP_AGAIN"


class PlacingKind(Term):
    """How a person places a case against the order of work."""

    ABOVE = "ABOVE"
    BELOW = "BELOW"
    BAND = "BAND"


class PlacingReason(Term):
    """Why a person places a case against the order of work."""

    KNOWS_MORE = "KNOWS_MORE"
    FAMILY_ASKED = "FAMILY_ASKED"
    GOES_TOGETHER = "GOES_TOGETHER"
    SAFE_WITH_OTHERS = "SAFE_WITH_OTHERS"
    CLOSE_CALL = "CLOSE_CALL"
    AGREED_IN_SUPERVISION = "AGREED_IN_SUPERVISION"
    RECORD_IS_WRONG = "RECORD_IS_WRONG"
    OTHER = "OTHER"


class Postponing(Term):
    """What is put off: a task is deferred, a visit is rearranged with safeguards."""

    DEFERRED = "DEFERRED"
    REARRANGED = "REARRANGED"


class Task(Term):
    """What a thing to do on a day is."""

    KEEP_SAFE = "KEEP_SAFE"
    READ = "READ"
    VISIT = "VISIT"
    PROTECT = "PROTECT"
    COURT = "COURT"
    DECIDE = "DECIDE"
    REVIEW = "REVIEW"
    WRITE_UP = "WRITE_UP"
    CHECK = "CHECK"
    CHASE = "CHASE"
    JUDGE = "JUDGE"


class DayOutcome(Term):
    """What became of a thing to do, as whoever did it says."""

    STARTED = "STARTED"
    DONE = "DONE"
    PARTLY = "PARTLY"
    NOT_DONE = "NOT_DONE"
    MOVED = "MOVED"


class CameUp(Term):
    """What came in between: it never asks why something else waits."""

    CALL = "CALL"
    AT_THE_DOOR = "AT_THE_DOOR"
    APPOINTMENT = "APPOINTMENT"
    SHORT = "SHORT"


class CourtKind(Term):
    """What a date of court work is about."""

    STATEMENT = "STATEMENT"
    POSITION_STATEMENT = "POSITION_STATEMENT"
    CARE_PLAN = "CARE_PLAN"
    ASSESSMENT = "ASSESSMENT"
    SECTION_7_REPORT = "SECTION_7_REPORT"
    SECTION_37_REPORT = "SECTION_37_REPORT"
    HEARING = "HEARING"
    FINAL_HEARING = "FINAL_HEARING"
    LETTER = "LETTER"
    MEETING = "MEETING"
    REVIEW = "REVIEW"
    OTHER = "OTHER"


class CourtEnd(Term):
    """How a date of court work ended."""

    DONE = "DONE"
    DISCHARGED = "DISCHARGED"


class LegalStatusKind(Term):
    """In what legal status a child is."""

    SECTION_20 = "SECTION_20"
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
    REMAND = "REMAND"
    OTHER = "OTHER"


class ClockChangeKind(Term):
    """What becomes of a clock by somebody with authority."""

    EXTENDED = "EXTENDED"
    STOPPED = "STOPPED"


class Known(Term):
    """How much is known of an indicator of a case. *Not applicable* is decided by case type and source alone."""

    KNOWN = "KNOWN"
    UNKNOWN = "UNKNOWN"
    STALE = "STALE"
    NOT_APPLICABLE = "NOT_APPLICABLE"


class Factor(Term):
    """What makes a child more vulnerable. It can only raise a place."""

    UNDER_1 = "UNDER_1"
    DISABILITY = "DISABILITY"
    PRE_VERBAL = "PRE_VERBAL"
    MISSING = "MISSING"
    EXPLOITED = "EXPLOITED"
    PREVIOUS_PLAN = "PREVIOUS_PLAN"


class Information(Term):
    """Kinds of information that came in and wait for someone to say what they mean."""

    IMMEDIATE_HARM = "IMMEDIATE_HARM"
    SAFEGUARDING = "SAFEGUARDING"
    POLICE = "POLICE"
    HEALTH = "HEALTH"
    SCHOOL = "SCHOOL"
    FAMILY = "FAMILY"
    OTHER = "OTHER"


class InformationOutcome(Term):
    """What new information about a child comes to, as whoever deals with it says."""

    NOTHING_CHANGES = "NOTHING_CHANGES"
    ON_RECORD = "ON_RECORD"
    JUDGED = "JUDGED"


class WhoElse(Term):
    """Who else could do what is waiting on a case."""

    ADMIN = "ADMIN"
    COLLEAGUE = "COLLEAGUE"
    ONLY_ME = "ONLY_ME"


class Layout(Term):
    """How a file that is brought in is laid out."""

    ANNEX_A = "ANNEX_A"
    PLAIN = "PLAIN"


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

    CHANGED_HERE = "CHANGED_HERE"
    NEW_WORKER = "NEW_WORKER"
    NOT_IN_FILE = "NOT_IN_FILE"
    CLOSED_IN_FILE = "CLOSED_IN_FILE"
    OPEN_IN_FILE = "OPEN_IN_FILE"
    NOT_CONFIRMED = "NOT_CONFIRMED"
    TO_CHECK = "TO_CHECK"


CLOSING = frozenset({Matter.NOT_IN_FILE, Matter.CLOSED_IN_FILE, Matter.TO_CHECK})
"""Matters of a case that is closed where somebody takes what the file says."""


class ImportState(Term):
    """Where a file that was brought in stands."""

    STAGED = "STAGED"
    APPLYING = "APPLYING"
    APPLIED = "APPLIED"
    UNDONE = "UNDONE"
    LEFT = "LEFT"
    FAILED = "FAILED"
    READING = "READING"
    UNREADABLE = "UNREADABLE"
    UNDOING = "UNDOING"


class MeaningKind(Term):
    """What an organisation has settled about a text of its files: what a value means, whose name a name is, or which team
    is called so."""

    VALUE = "VALUE"
    PERSON = "PERSON"
    TEAM = "TEAM"


class Role(Term):
    """What a person is in an organisation; what each may do is written elsewhere."""

    PRACTITIONER = "PRACTITIONER"
    SUPERVISOR = "SUPERVISOR"
    DUTY = "DUTY"
    BUSINESS_SUPPORT = "BUSINESS_SUPPORT"
    SERVICE_MANAGER = "SERVICE_MANAGER"
    SAFEGUARDING_LEAD = "SAFEGUARDING_LEAD"
    LEARNER = "LEARNER"
    ASSESSOR = "ASSESSOR"
    QUALITY_ASSURER = "QUALITY_ASSURER"
    AUDITOR = "AUDITOR"
    ADMINISTRATOR = "ADMINISTRATOR"


class AbsenceKind(Term):
    """Why a worker is away."""

    LEAVE = "LEAVE"
    SICKNESS = "SICKNESS"
    TRAINING = "TRAINING"
    OTHER = "OTHER"
    SUSPENDED = "SUSPENDED"


class ContactKind(Term):
    """Whether a person around a child is there as family or by profession."""

    FAMILY = "FAMILY"
    PROFESSIONAL = "PROFESSIONAL"


class Kinship(Term):
    """What somebody is to a child."""

    PARENT = "PARENT"
    STEP_PARENT = "STEP_PARENT"
    SIBLING = "SIBLING"
    GRANDPARENT = "GRANDPARENT"
    OTHER_RELATIVE = "OTHER_RELATIVE"
    CARER = "CARER"
    PARTNER_OF_PARENT = "PARTNER_OF_PARENT"
    CHILD = "CHILD"
    HALF_SIBLING = "HALF_SIBLING"
    STEP_SIBLING = "STEP_SIBLING"


class Sex(Term):
    """As the censuses of children ask for it since 2025."""

    F = "F"
    M = "M"
    U = "U"


class Ethnicity(Term):
    """The codes that the censuses of children in need and in care share."""

    WBRI = "WBRI"
    WIRI = "WIRI"
    WIRT = "WIRT"
    WROM = "WROM"
    WOTH = "WOTH"
    MWBC = "MWBC"
    MWBA = "MWBA"
    MWAS = "MWAS"
    MOTH = "MOTH"
    AIND = "AIND"
    APKN = "APKN"
    ABAN = "ABAN"
    AOTH = "AOTH"
    BCRB = "BCRB"
    BAFR = "BAFR"
    BOTH = "BOTH"
    CHNE = "CHNE"
    OOTH = "OOTH"
    REFU = "REFU"
    NOBT = "NOBT"


class Disability(Term):
    """What disables a child, by the codes of the children in need census."""

    NONE = "NONE"
    MOB = "MOB"
    HAND = "HAND"
    PC = "PC"
    INC = "INC"
    COMM = "COMM"
    LD = "LD"
    HEAR = "HEAR"
    VIS = "VIS"
    BEH = "BEH"
    CON = "CON"
    AUT = "AUT"
    DDA = "DDA"


class Couple(Term):
    """How two people of a family stand to each other as a couple."""

    TOGETHER = "TOGETHER"
    SEPARATED = "SEPARATED"


class Bond(Term):
    """How it is between a child and somebody round them, as whoever works with the child sees it."""

    STRONG = "STRONG"
    ORDINARY = "ORDINARY"
    THIN = "THIN"
    STRAINED = "STRAINED"
    BROKEN = "BROKEN"


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


class PlanKind(Term):
    """What a plan is called by law or custom."""

    EARLY_HELP = "EARLY_HELP"
    CHILD_IN_NEED = "CHILD_IN_NEED"
    CHILD_PROTECTION = "CHILD_PROTECTION"
    CARE = "CARE"
    PATHWAY = "PATHWAY"
    EDUCATION_HEALTH_CARE = "EDUCATION_HEALTH_CARE"
    OTHER = "OTHER"


class WhoseWords(Term):
    """Whose words an outcome or a goal is in."""

    CHILD = "CHILD"
    FAMILY = "FAMILY"
    TOGETHER = "TOGETHER"
    PROFESSIONAL = "PROFESSIONAL"


class ActionOwner(Term):
    """Who does an action of a plan: whoever holds the case, or somebody by name."""

    WORKER = "WORKER"
    FAMILY = "FAMILY"
    PROFESSIONAL = "PROFESSIONAL"
    COLLEAGUE = "COLLEAGUE"


class ActionOutcome(Term):
    """What became of an action of a plan."""

    DONE = "DONE"
    PARTLY = "PARTLY"
    NOT_DONE = "NOT_DONE"


class Agreement(Term):
    """What the child and the family said to a plan."""

    AGREED = "AGREED"
    PARTLY = "PARTLY"
    DISAGREED = "DISAGREED"
    NOT_ASKED = "NOT_ASKED"


class Progress(Term):
    """How it stands with an outcome of a plan, at a review."""

    BETTER = "BETTER"
    SAME = "SAME"
    WORSE = "WORSE"


class Rater(Term):
    """Who said the number of a reading."""

    CHILD = "CHILD"
    CARER = "CARER"
    TOGETHER = "TOGETHER"
    TEACHER = "TEACHER"
    WORKER = "WORKER"


class Better(Term):
    """Which way a score moves as things go better."""

    HIGHER = "HIGHER"
    LOWER = "LOWER"


class DevelopmentArea(Term):
    """A part of a child's life in which they grow."""

    HEALTH = "HEALTH"
    LEARNING = "LEARNING"
    FEELINGS = "FEELINGS"
    RELATIONSHIPS = "RELATIONSHIPS"


class LifeKind(Term):
    """A step in the life of a case."""

    STEP = "STEP"
    CLOSE = "CLOSE"
    REOPEN = "REOPEN"


class LifeReason(Term):
    """Why a case takes a step in its life."""

    NEEDS_GREW = "NEEDS_GREW"
    NEEDS_LESSENED = "NEEDS_LESSENED"
    ASSESSMENT_SHOWED = "ASSESSMENT_SHOWED"
    MEETING_DECIDED = "MEETING_DECIDED"
    COURT_DECIDED = "COURT_DECIDED"
    FAMILY_ASKED = "FAMILY_ASKED"
    FAMILY_DECLINED = "FAMILY_DECLINED"
    AGE_REACHED = "AGE_REACHED"
    OUTCOMES_REACHED = "OUTCOMES_REACHED"
    OTHER_SERVICE = "OTHER_SERVICE"
    MOVED_AWAY = "MOVED_AWAY"
    DIED = "DIED"
    NEW_WORRY = "NEW_WORRY"
    CAME_BACK = "CAME_BACK"
    CLOSED_WRONGLY = "CLOSED_WRONGLY"
    OTHER = "OTHER"


class Authority(Term):
    """Whose agreement a step in the life of a case needs, from the least to the most."""

    WORKER = "WORKER"
    SUPERVISOR = "SUPERVISOR"
    SERVICE_MANAGER = "SERVICE_MANAGER"


class FilterPlace(Term):
    """What a kept filter is of."""

    SEARCH = "SEARCH"
    CASELOAD = "CASELOAD"


class Oddity(Term):
    """What is out of the ordinary about a viewing: something to ask about, and no more."""

    OUT_OF_HOURS = "OUT_OF_HOURS"
    NO_TIE = "NO_TIE"
    SAME_SURNAME = "SAME_SURNAME"


class Act(Term):
    """What somebody did, as the audit trail names it."""

    SIGNED_IN = "SIGNED_IN"
    SIGNED_OUT = "SIGNED_OUT"
    RECORD_WRITTEN = "RECORD_WRITTEN"
    RECORD_CORRECTED = "RECORD_CORRECTED"
    CASE_ALLOCATED = "CASE_ALLOCATED"
    CASE_RESTRICTED = "CASE_RESTRICTED"
    RESTRICTION_LIFTED = "RESTRICTION_LIFTED"
    CASELOAD_EXPORTED = "CASELOAD_EXPORTED"
    WEIGHTS_SET = "WEIGHTS_SET"
    TOWN_MADE = "TOWN_MADE"
    ORGANISATION_MADE = "ORGANISATION_MADE"
    LINK_MADE = "LINK_MADE"
    TEAM_ADDED = "TEAM_ADDED"
    PERSON_ADDED = "PERSON_ADDED"
    PERSON_LEFT = "PERSON_LEFT"
    TEAM_CHANGED = "TEAM_CHANGED"
    ROLE_GIVEN = "ROLE_GIVEN"
    ROLE_ENDED = "ROLE_ENDED"
    HOURS_SET = "HOURS_SET"
    CASE_FREED = "CASE_FREED"
    CALENDAR_SET = "CALENDAR_SET"
    RULEBOOK_ADOPTED = "RULEBOOK_ADOPTED"
    SCHEME_ADOPTED = "SCHEME_ADOPTED"
    CRITERIA_ADOPTED = "CRITERIA_ADOPTED"
    CRITERIA_DRAFTED = "CRITERIA_DRAFTED"
    CRITERIA_CHANGED = "CRITERIA_CHANGED"
    CRITERIA_REHEARSED = "CRITERIA_REHEARSED"
    CRITERIA_APPROVED = "CRITERIA_APPROVED"
    CRITERIA_LEFT = "CRITERIA_LEFT"
    ENTRY_EMPTIED = "ENTRY_EMPTIED"
    CASE_CLOSED = "CASE_CLOSED"
    FILE_STAGED = "FILE_STAGED"
    FILE_SETTLED = "FILE_SETTLED"
    FILE_STARTED = "FILE_STARTED"
    FILE_APPLIED = "FILE_APPLIED"
    FILE_FAILED = "FILE_FAILED"
    FILE_LEFT = "FILE_LEFT"
    FILE_UNDONE = "FILE_UNDONE"
    FILE_UNREADABLE = "FILE_UNREADABLE"
    FILE_UNDO_STARTED = "FILE_UNDO_STARTED"
    FILE_UNDO_FAILED = "FILE_UNDO_FAILED"
    MATTER_DECIDED = "MATTER_DECIDED"
    CASE_ADDED = "CASE_ADDED"
    DONE_THERE = "DONE_THERE"
    CASE_JUDGED = "CASE_JUDGED"
    CASE_PLACED = "CASE_PLACED"
    PLACING_COUNTERSIGNED = "PLACING_COUNTERSIGNED"
    PLACING_ENDED = "PLACING_ENDED"
    WORK_POSTPONED = "WORK_POSTPONED"
    POSTPONING_ENDED = "POSTPONING_ENDED"
    ORDER_CONFIRMED = "ORDER_CONFIRMED"
    REVIEW_ANSWERED = "REVIEW_ANSWERED"
    POSTPONING_COUNTERSIGNED = "POSTPONING_COUNTERSIGNED"
    REFERRAL_RECORDED = "REFERRAL_RECORDED"
    REFERRAL_DECIDED = "REFERRAL_DECIDED"
    EXERCISE_BEGUN = "EXERCISE_BEGUN"
    CASES_ORDERED = "CASES_ORDERED"
    EXERCISE_ENDED = "EXERCISE_ENDED"
    SHADOW_BEGUN = "SHADOW_BEGUN"
    SHADOW_ENDED = "SHADOW_ENDED"
    SHADOW_KEPT = "SHADOW_KEPT"
    DOCUMENT_ATTACHED = "DOCUMENT_ATTACHED"
    DOCUMENT_TAKEN = "DOCUMENT_TAKEN"
    RECORD_AMENDED = "RECORD_AMENDED"
    RECORD_WITHDRAWN = "RECORD_WITHDRAWN"
    DAY_SAID = "DAY_SAID"
    CAME_UP = "CAME_UP"
    COURT_DATE_WRITTEN = "COURT_DATE_WRITTEN"
    COURT_DATE_VARIED = "COURT_DATE_VARIED"
    COURT_DATE_ENDED = "COURT_DATE_ENDED"
    LEGAL_STATUS_WRITTEN = "LEGAL_STATUS_WRITTEN"
    LEGAL_STATUS_ENDED = "LEGAL_STATUS_ENDED"
    CLOCK_ASKED = "CLOCK_ASKED"
    CLOCK_CHANGED = "CLOCK_CHANGED"
    CLOCK_REFUSED = "CLOCK_REFUSED"
    FILTER_KEPT = "FILTER_KEPT"
    FILTER_ENDED = "FILTER_ENDED"
    INFORMATION_TAKEN_IN = "INFORMATION_TAKEN_IN"
    INFORMATION_DEALT_WITH = "INFORMATION_DEALT_WITH"
    UNALLOCATED_REVIEWED = "UNALLOCATED_REVIEWED"
    DRIFT_ADOPTED = "DRIFT_ADOPTED"
    PEOPLE_ROUND_CHANGED = "PEOPLE_ROUND_CHANGED"
    PERSON_TOLD = "PERSON_TOLD"
    CHILD_DESCRIBED = "CHILD_DESCRIBED"
    SAFETY_NOTED = "SAFETY_NOTED"
    PLAN_BEGUN = "PLAN_BEGUN"
    PLAN_CHANGED = "PLAN_CHANGED"
    PLAN_AGREED = "PLAN_AGREED"
    PLAN_ACTION_SAID = "PLAN_ACTION_SAID"
    PLAN_REVIEWED = "PLAN_REVIEWED"
    PLAN_ENDED = "PLAN_ENDED"
    PLAN_TAKEN = "PLAN_TAKEN"
    GOAL_SET = "GOAL_SET"
    GOAL_RATED = "GOAL_RATED"
    GOAL_ENDED = "GOAL_ENDED"
    SCORE_NOTED = "SCORE_NOTED"
    DEVELOPMENT_NOTED = "DEVELOPMENT_NOTED"
    NOTICE_OPENED = "NOTICE_OPENED"
    NOTICES_CHOSEN = "NOTICES_CHOSEN"
    STEP_ASKED = "STEP_ASKED"
    STEP_REFUSED = "STEP_REFUSED"
    CASE_STEPPED = "CASE_STEPPED"
    CASE_REOPENED = "CASE_REOPENED"
    TRANSFER_PROPOSED = "TRANSFER_PROPOSED"
    TRANSFER_WITHDRAWN = "TRANSFER_WITHDRAWN"
    TRANSFER_ACCEPTED = "TRANSFER_ACCEPTED"
    TRANSFER_DECLINED = "TRANSFER_DECLINED"
    LEVEL_CHOSEN = "LEVEL_CHOSEN"
    LIFE_ADOPTED = "LIFE_ADOPTED"
    ROUTE_SET = "ROUTE_SET"
    ROUTE_TAKEN = "ROUTE_TAKEN"
    ABSENCE_NOTED = "ABSENCE_NOTED"
    ABSENCE_ENDED = "ABSENCE_ENDED"
    EFFORT_SET = "EFFORT_SET"
    CONTACT_RECORDED = "CONTACT_RECORDED"
    CONTACT_DECIDED = "CONTACT_DECIDED"
    CONTACT_TAKEN_UP = "CONTACT_TAKEN_UP"
    BACKED_UP = "BACKED_UP"
    RESTORED = "RESTORED"
    VIEWINGS_EXPORTED = "VIEWINGS_EXPORTED"


_LABELS: dict[Term, str] = {
    EventKind.CASE_STEPPED: "case stepped up or down",
    EventKind.CASE_REOPENED: "case opened again",
    EventKind.CASE_TRANSFERRED: "case given to another team",
    LifeKind.STEP: "to step up or down",
    LifeKind.CLOSE: "to close",
    LifeKind.REOPEN: "to open again",
    LifeReason.NEEDS_GREW: "the child needs more than before",
    LifeReason.NEEDS_LESSENED: "the child needs less than before",
    LifeReason.ASSESSMENT_SHOWED: "an assessment or enquiry showed it",
    LifeReason.MEETING_DECIDED: "a conference or review decided it",
    LifeReason.COURT_DECIDED: "a court decided it",
    LifeReason.FAMILY_ASKED: "the child or the family asked for it",
    LifeReason.FAMILY_DECLINED: "the family no longer agrees to help that needs their consent",
    LifeReason.AGE_REACHED: "the child has reached the age for it",
    LifeReason.OUTCOMES_REACHED: "what was to be reached is reached",
    LifeReason.OTHER_SERVICE: "another service goes on with it",
    LifeReason.MOVED_AWAY: "the family has moved away, and the other area knows",
    LifeReason.DIED: "the child has died",
    LifeReason.NEW_WORRY: "a new worry",
    LifeReason.CAME_BACK: "the family has come back, or asks for help again",
    LifeReason.CLOSED_WRONGLY: "it was closed by mistake",
    LifeReason.OTHER: "another reason",
    Authority.WORKER: "whoever writes on the case",
    Authority.SUPERVISOR: "a supervisor",
    Authority.SERVICE_MANAGER: "a service manager",
    Act.STEP_ASKED: "asked for a step in the life of a case",
    Act.STEP_REFUSED: "did not agree to a step in the life of a case",
    Act.CASE_STEPPED: "stepped a case up or down",
    Act.CASE_REOPENED: "opened a case again",
    Act.LEVEL_CHOSEN: "chose the level of need of a case",
    Act.LIFE_ADOPTED: "settled the levels of need, and who agrees to what",
    Act.TRANSFER_PROPOSED: "offered a case to another team",
    Act.TRANSFER_WITHDRAWN: "took back that a case is offered to another team",
    Act.TRANSFER_ACCEPTED: "accepted a case of another team",
    Act.TRANSFER_DECLINED: "declined a case of another team",
    Act.PEOPLE_ROUND_CHANGED: "changed who is round a child",
    Act.PERSON_TOLD: "wrote down what somebody was told",
    Act.CHILD_DESCRIBED: "wrote down who a child is",
    Act.SAFETY_NOTED: "wrote or ended a staff safety note",
    Act.PLAN_BEGUN: "began a plan",
    Act.PLAN_CHANGED: "changed a draft of a plan",
    Act.PLAN_AGREED: "put a plan in force",
    Act.PLAN_ACTION_SAID: "said what became of an action of a plan",
    Act.PLAN_REVIEWED: "reviewed a plan",
    Act.PLAN_ENDED: "ended a plan",
    Act.PLAN_TAKEN: "took a plan out for the family",
    Act.GOAL_SET: "set a goal",
    Act.GOAL_RATED: "noted how far a goal is",
    Act.GOAL_ENDED: "ended a goal",
    Act.SCORE_NOTED: "noted the score of a tool",
    Act.DEVELOPMENT_NOTED: "noted how a child develops",
    PlanKind.EARLY_HELP: "early help plan",
    PlanKind.CHILD_IN_NEED: "child in need plan",
    PlanKind.CHILD_PROTECTION: "child protection plan",
    PlanKind.CARE: "care plan",
    PlanKind.PATHWAY: "pathway plan",
    PlanKind.EDUCATION_HEALTH_CARE: "education, health and care plan",
    PlanKind.OTHER: "plan",
    WhoseWords.CHILD: "the child's words",
    WhoseWords.FAMILY: "the family's words",
    WhoseWords.TOGETHER: "found together",
    WhoseWords.PROFESSIONAL: "a professional's words",
    ActionOwner.WORKER: "whoever holds the case",
    ActionOwner.FAMILY: "the child, or somebody of the family",
    ActionOwner.PROFESSIONAL: "a professional of the network",
    ActionOwner.COLLEAGUE: "somebody else who works here",
    ActionOutcome.PARTLY: "partly done",
    Agreement.AGREED: "they agree",
    Agreement.PARTLY: "they agree with some of it",
    Agreement.DISAGREED: "they disagree",
    Agreement.NOT_ASKED: "they were not asked",
    Progress.SAME: "the same",
    Rater.CHILD: "the child",
    Rater.CARER: "a parent or carer",
    Rater.TOGETHER: "the child and the worker together",
    Rater.TEACHER: "a teacher",
    Rater.WORKER: "a worker",
    Kinship.HALF_SIBLING: "half-brother or half-sister",
    Kinship.STEP_SIBLING: "stepbrother or stepsister",
    Kinship.SIBLING: "brother or sister",
    Kinship.STEP_PARENT: "step-parent",
    Kinship.CHILD: "own child",
    Sex.F: "female",
    Sex.M: "male",
    Sex.U: "not known or not said",
    Ethnicity.WBRI: "White British",
    Ethnicity.WIRI: "White Irish",
    Ethnicity.WIRT: "Traveller of Irish heritage",
    Ethnicity.WROM: "Gypsy or Roma",
    Ethnicity.WOTH: "any other White background",
    Ethnicity.MWBC: "White and Black Caribbean",
    Ethnicity.MWBA: "White and Black African",
    Ethnicity.MWAS: "White and Asian",
    Ethnicity.MOTH: "any other mixed background",
    Ethnicity.AIND: "Indian",
    Ethnicity.APKN: "Pakistani",
    Ethnicity.ABAN: "Bangladeshi",
    Ethnicity.AOTH: "any other Asian background",
    Ethnicity.BCRB: "Black Caribbean",
    Ethnicity.BAFR: "Black African",
    Ethnicity.BOTH: "any other Black background",
    Ethnicity.CHNE: "Chinese",
    Ethnicity.OOTH: "any other ethnic group",
    Ethnicity.REFU: "did not want to say",
    Ethnicity.NOBT: "not obtained yet",
    Disability.NONE: "none",
    Disability.MOB: "getting about",
    Disability.HAND: "use of hands",
    Disability.PC: "personal care",
    Disability.INC: "incontinence",
    Disability.COMM: "communication",
    Disability.LD: "learning",
    Disability.HEAR: "hearing",
    Disability.VIS: "sight",
    Disability.BEH: "behaviour",
    Disability.CON: "consciousness",
    Disability.AUT: "autism",
    Disability.DDA: "another, under the Equality Act",
    Couple.TOGETHER: "together",
    Couple.SEPARATED: "separated",
    Bond.STRONG: "close",
    Bond.ORDINARY: "neither close nor difficult",
    Bond.THIN: "thin: little contact",
    Bond.STRAINED: "strained",
    Bond.BROKEN: "broken off",
    Scale.LIKELIHOOD: "likelihood of harm",
    Scale.SEVERITY: "severity of harm",
    Scale.WAIT: "effect of waiting a week",
    Scale.TRIAGE: "triage rating",
    Scale.PROTECTION: "what protects the child",
    FilterPlace.SEARCH: "the search",
    FilterPlace.CASELOAD: "my caseload",
    Act.DOCUMENT_ATTACHED: "kept a file with a case",
    Act.DOCUMENT_TAKEN: "took a document out as a file",
    Act.FILTER_KEPT: "kept a filter for themselves",
    Act.FILTER_ENDED: "removed a filter of their own",
    Act.RECORD_WRITTEN: "wrote on a record",
    Act.RECORD_AMENDED: "amended a record",
    Act.RECORD_WITHDRAWN: "took a record back",
    Act.RECORD_CORRECTED: "corrected what stands of a child or a case",
    Act.CASE_ALLOCATED: "allocated a case",
    Act.CASE_RESTRICTED: "restricted a case to named people",
    Act.RESTRICTION_LIFTED: "lifted a restriction",
    Act.CASELOAD_EXPORTED: "took a list of cases out as a file",
    Act.WEIGHTS_SET: "worked out what cases ask",
    Act.TOWN_MADE: "made the invented town",
    Act.ORGANISATION_MADE: "made the organisation",
    Act.LINK_MADE: "made a link to sign in with",
    Act.TEAM_ADDED: "added a team",
    Act.PERSON_ADDED: "added a person",
    Act.PERSON_LEFT: "recorded that a person left",
    Act.TEAM_CHANGED: "put a person into another team",
    Act.ROLE_GIVEN: "gave a role",
    Act.ROLE_ENDED: "ended a role",
    Act.HOURS_SET: "set a person's hours",
    Act.CASE_FREED: "put a case into the unallocated queue, as its worker left",
    Act.CALENDAR_SET: "settled the calendar",
    Act.RULEBOOK_ADOPTED: "settled the timescales",
    Act.SCHEME_ADOPTED: "settled the scheme of load",
    Act.CRITERIA_ADOPTED: "settled the criteria set",
    Act.CRITERIA_DRAFTED: "began a draft of the criteria",
    Act.CRITERIA_CHANGED: "changed a draft of the criteria",
    Act.CRITERIA_REHEARSED: "had a draft of the criteria rehearsed",
    Act.CRITERIA_APPROVED: "approved a draft of the criteria",
    Act.CRITERIA_LEFT: "left a draft of the criteria",
    Act.ENTRY_EMPTIED: "emptied an entry of the trail whose time was over",
    Act.CASE_CLOSED: "closed a case",
    Act.FILE_STAGED: "brought a file in",
    Act.FILE_SETTLED: "settled what a file means",
    Act.FILE_STARTED: "had a file applied",
    Act.FILE_APPLIED: "applied a file",
    Act.FILE_FAILED: "could not apply a file",
    Act.FILE_LEFT: "left a file unused",
    Act.FILE_UNDONE: "undid what a file did",
    Act.FILE_UNREADABLE: "could not read a file",
    Act.FILE_UNDO_STARTED: "had a file undone",
    Act.FILE_UNDO_FAILED: "could not undo a file",
    Act.MATTER_DECIDED: "decided what a file left open",
    Act.CASE_ADDED: "put a case on record",
    Act.DONE_THERE: "said that something was done in another system",
    Act.CASE_JUDGED: "judged a case",
    Act.CASE_PLACED: "placed a case against the order of work",
    Act.PLACING_COUNTERSIGNED: "countersigned a placing",
    Act.PLACING_ENDED: "ended a placing",
    Act.WORK_POSTPONED: "put off a task or rearranged a visit",
    Act.POSTPONING_ENDED: "ended a putting off",
    Act.ORDER_CONFIRMED: "confirmed an order of work",
    Act.REVIEW_ANSWERED: "said whether an order of work was gone through with them",
    Act.POSTPONING_COUNTERSIGNED: "countersigned that a visit is rearranged",
    Act.REFERRAL_RECORDED: "took a referral in",
    Act.REFERRAL_DECIDED: "decided about a referral",
    Act.CONTACT_RECORDED: "took a contact in",
    Act.CONTACT_DECIDED: "said what a contact comes to",
    Act.CONTACT_TAKEN_UP: "took a contact up again",
    Act.BACKED_UP: "copied all records into a backup",
    Act.RESTORED: "put all records back from a backup",
    Act.VIEWINGS_EXPORTED: "took out who looked at whom as a file",
    Oddity.OUT_OF_HOURS: "outside working hours",
    Oddity.NO_TIE: "no tie to the case that Plimsoll knows of",
    Oddity.SAME_SURNAME: "same surname as the child",
    ContactOutcome.ADVICE: "advice given",
    EventKind.IMMEDIATE_HARM_REPORTED: "immediate harm reported",
    EventKind.MADE_SAFE: "child made safe",
    Reported.HARM: "a child was hurt or touched, or says so; an injury; somebody dangerous in the home",
    Reported.CARE: "a worry about how a child is cared for or gets on",
    Reported.HELP: "the family asks for help",
    EventKind.NO_ACCESS: "no access",
    RecordKind.ATTEMPT: "attempt: nobody reached",
    RecordKind.CALL: "phone or video call",
    RecordKind.COMMUNICATION: "message or letter",
    Sight.ALONE: "yes, alone",
    Sight.WITH_OTHERS: "yes, with others there",
    Sight.NOT_SEEN: "no",
    Looked.SEEN: "seen",
    Looked.REFUSED: "not seen",
    Looked.NOT_ASKED: "did not ask to see it",
    Voice.SAID: "said in words",
    Voice.SHOWN: "shown, by pointing or doing",
    Voice.OBSERVED: "seen in how the child was",
    Voice.DRAWN: "drawn or played",
    Voice.WRITTEN: "written or typed",
    Voice.SIGNED: "signed",
    Voice.AAC: "a communication aid or symbols",
    Voice.INTERPRETED: "through an interpreter",
    Voice.TOLD_BY_OTHERS: "told by somebody who knows the child",
    EventKind.PRE_PROCEEDINGS_DECIDED: "decision to begin pre-proceedings",
    EventKind.LETTER_BEFORE_PROCEEDINGS: "letter before proceedings sent",
    EventKind.PRE_PROCEEDINGS_MEETING: "pre-proceedings meeting",
    EventKind.PRE_PROCEEDINGS_REVIEW: "review of the pre-proceedings",
    EventKind.PRE_PROCEEDINGS_ENDED: "end of the pre-proceedings",
    EventKind.SECTION_37_DIRECTED: "court asked for a section 37 report",
    EventKind.SECTION_37_REPORTED: "section 37 report sent to the court",
    EventKind.TURNED_18: "18th birthday",
    EventKind.ALLOCATION_PLANNED_OUT: "manager's plan at allocation written",
    EventKind.PLACEMENT_ENDED: "end of the placement",
    EventKind.IN_NEED_STARTED: "start of the child in need plan",
    EventKind.IN_NEED_ENDED: "end of the child in need plan",
    EventKind.SECTION_47_ENDED: "end of the section 47 enquiry",
    EventKind.PROTECTION_PLAN_ENDED: "end of the child protection plan",
    EventKind.LOOKED_AFTER_ENDED: "end of being looked after",
    EventKind.POLICE_PROTECTION_STARTED: "start of police protection",
    EventKind.POLICE_PROTECTION_ENDED: "end of police protection",
    EventKind.WENT_MISSING: "went missing",
    EventKind.FOUND: "found after being missing",
    EventKind.RETURN_INTERVIEW: "return home interview",
    EventKind.CONFERENCE_NOT_NEEDED: "decision that no conference is needed",
    EventKind.EHC_REQUESTED: "education, health and care assessment asked for",
    EventKind.EHC_DECIDED: "decision whether to assess education, health and care",
    EventKind.EHC_REFUSED: "education, health and care plan refused",
    EventKind.EHC_ADVICE_ASKED: "advice asked for, education, health and care",
    EventKind.EHC_ADVICE_GIVEN: "advice given, education, health and care",
    EventKind.EHC_DRAFT_SENT: "draft plan sent, education, health and care",
    EventKind.EHC_COMMENTS_RECEIVED: "comments on the draft received, education, health and care",
    EventKind.EHC_PLAN_ISSUED: "education, health and care plan issued",
    RecordKind.STEP: "key event",
    ReferralSource.SCHOOL: "a school or college",
    ReferralSource.HEALTH: "health: a doctor, health visitor, midwife, hospital",
    ReferralSource.POLICE: "the police",
    ReferralSource.EARLY_YEARS_SETTING: "a nursery or childminder",
    ReferralSource.HELPING_SERVICE: "an early help, housing or voluntary service",
    ReferralSource.OTHER_COUNCIL: "another council",
    ReferralSource.OTHER_PROFESSIONAL: "another professional",
    ReferralSource.FAMILY: "somebody of the family",
    ReferralSource.CHILD: "the child",
    ReferralSource.PUBLIC: "a neighbour or member of the public",
    ReferralSource.NOT_SAID: "somebody who does not say who they are",
    Means.PHONE: "by phone",
    Means.EMAIL: "by email",
    Means.FORM: "by form",
    Means.IN_PERSON: "in person",
    Means.LETTER: "by letter",
    FamilyKnows.AGREES: "they know, and agree",
    FamilyKnows.KNOWS: "they know, and do not agree",
    FamilyKnows.NOT_YET: "they have not been told yet",
    FamilyKnows.NOT_SAFE: "they are not to be told: it could put the child at risk",
    FamilyKnows.NOT_KNOWN: "it is not known",
    TriageOutcome.ASSESSMENT: "assessment",
    TriageOutcome.ENQUIRY: "protection enquiry (section 47)",
    TriageOutcome.EARLY_HELP: "early help",
    TriageOutcome.LINKED: "goes to a case that is open",
    TriageOutcome.SIGNPOSTED: "signposted to another service",
    TriageOutcome.NO_FURTHER_ACTION: "no further action",
    Act.EXERCISE_BEGUN: "began an exercise of invented cases",
    Act.CASES_ORDERED: "ordered invented cases blind",
    Act.EXERCISE_ENDED: "ended an exercise of invented cases",
    Act.SHADOW_BEGUN: "began a shadow month of a team",
    Act.SHADOW_ENDED: "ended a shadow month of a team",
    Act.SHADOW_KEPT: "kept the order of a day of a shadow month",
    Act.NOTICE_OPENED: "opened a notice",
    Act.NOTICES_CHOSEN: "chose of what they are told",
    Act.DAY_SAID: "said what became of a thing to do",
    Act.CAME_UP: "noted that something came in between",
    Task.KEEP_SAFE: "make safe",
    Task.READ: "say what new information means",
    Task.PROTECT: "protect",
    Task.WRITE_UP: "write up",
    Task.JUDGE: "judge the case",
    DayOutcome.STARTED: "begun before something that stands higher",
    DayOutcome.PARTLY: "partly done",
    DayOutcome.NOT_DONE: "could not be done",
    CameUp.CALL: "a call",
    CameUp.AT_THE_DOOR: "somebody at the door",
    CameUp.APPOINTMENT: "an agreed appointment",
    CameUp.SHORT: "something short",
    Act.COURT_DATE_WRITTEN: "wrote a date of court work",
    Act.COURT_DATE_VARIED: "wrote that a date of court work was varied",
    Act.COURT_DATE_ENDED: "said how a date of court work ended",
    Act.LEGAL_STATUS_WRITTEN: "wrote a child's legal status",
    Act.LEGAL_STATUS_ENDED: "wrote that a legal status ended",
    Act.CLOCK_ASKED: "asked for a clock to be extended or stopped",
    Act.CLOCK_CHANGED: "extended or stopped a clock",
    Act.CLOCK_REFUSED: "did not agree that a clock is extended or stopped",
    CourtKind.STATEMENT: "statement of the social worker",
    CourtKind.SECTION_7_REPORT: "section 7 report",
    CourtKind.SECTION_37_REPORT: "section 37 report",
    CourtKind.ASSESSMENT: "assessment for the court",
    CourtKind.LETTER: "letter before proceedings",
    CourtKind.MEETING: "pre-proceedings meeting",
    CourtKind.REVIEW: "review of the pre-proceedings",
    CourtKind.OTHER: "something else for the court",
    CourtEnd.DONE: "done",
    CourtEnd.DISCHARGED: "no longer asked for by the court",
    LegalStatusKind.SECTION_20: "accommodated under section 20",
    LegalStatusKind.REMAND: "on remand",
    LegalStatusKind.OTHER: "another legal status",
    Act.INFORMATION_TAKEN_IN: "took in what came from outside about a case",
    Act.INFORMATION_DEALT_WITH: "said what new information means",
    Act.DRIFT_ADOPTED: "settled which signs of drift are looked for",
    Act.ROUTE_SET: "settled the out-of-hours route",
    Act.ROUTE_TAKEN: "took what had to be done at once, out of hours",
    Act.ABSENCE_NOTED: "noted that somebody is away",
    Act.ABSENCE_ENDED: "ended that somebody is away",
    Act.EFFORT_SET: "settled how long kinds of work take",
    Act.UNALLOCATED_REVIEWED: "weighed the risk of a case that nobody holds",
    InformationOutcome.NOTHING_CHANGES: "nothing changes",
    InformationOutcome.ON_RECORD: "it goes on the record",
    InformationOutcome.JUDGED: "the case is judged anew",
    PlacingReason.KNOWS_MORE: "I know something that is not on record yet",
    PlacingReason.FAMILY_ASKED: "the child or the family asked for it",
    PlacingReason.GOES_TOGETHER: "it goes together with other work",
    PlacingReason.SAFE_WITH_OTHERS: "somebody else keeps the child safe meanwhile",
    PlacingReason.CLOSE_CALL: "a close call, and I would do this first",
    PlacingReason.AGREED_IN_SUPERVISION: "agreed in supervision",
    PlacingReason.RECORD_IS_WRONG: "what is on record is wrong or out of date",
    PlacingReason.OTHER: "another reason",
    Postponing.DEFERRED: "task put off",
    Postponing.REARRANGED: "visit rearranged",
    ImportState.STAGED: "read, not applied yet",
    ImportState.APPLYING: "being applied",
    Matter.CHANGED_HERE: "changed here and in the file",
    Matter.NEW_WORKER: "another worker or team in the file",
    Matter.NOT_IN_FILE: "no longer in the file",
    Matter.CLOSED_IN_FILE: "closed in the file",
    Matter.OPEN_IN_FILE: "closed here, open in the file",
    Matter.NOT_CONFIRMED: "said to be done, and not in the file",
    Matter.TO_CHECK: "to be checked",
    ImportState.UNDONE: "undone",
    ImportState.LEFT: "left unused",
    ImportState.FAILED: "could not be applied",
    ImportState.READING: "being read",
    ImportState.UNREADABLE: "cannot be used",
    ImportState.UNDOING: "being undone",
    Role.SUPERVISOR: "supervisor or team manager",
    Role.DUTY: "duty social worker",
    Role.SAFEGUARDING_LEAD: "designated safeguarding lead",
    Role.QUALITY_ASSURER: "internal quality assurer",
    CaseType.SECTION_47: "section 47 enquiry",
    CaseType.EHC: "education, health and care",
    CaseType.CHILD_IN_NEED: "child in need",
    Band.ACT_NOW: "Act now",
    Band.TODAY: "Today",
    Band.THIS_WEEK: "This week",
    Band.AWAITING_OTHERS: "Awaiting others",
    Band.PLANNED: "Planned",
    Indicator.TRIAGE: "triage rating",
    Indicator.INFORMATION: "information not dealt with",
    Indicator.LAST_SEEN: "last seen",
    Indicator.RISK: "likelihood and severity of harm",
    Indicator.WAIT: "effect of waiting a week",
    Indicator.VULNERABILITY: "vulnerability",
    Indicator.PRESSURE: "greatest pressure of a due item",
    Indicator.LATENESS: "lateness",
    Indicator.OTHERS_WAITING: "others waiting on this",
    Indicator.WHO_ELSE: "who else could",
    Indicator.WINDOW: "window closing",
    Indicator.FITS: "fits the hours left",
    Factor.UNDER_1: "under 1",
    Factor.DISABILITY: "disability",
    Factor.PRE_VERBAL: "too young to tell",
    Factor.MISSING: "has been missing",
    Factor.EXPLOITED: "exploited",
    Factor.PREVIOUS_PLAN: "an earlier protection plan",
    Information.IMMEDIATE_HARM: "concern of immediate harm",
    Information.SAFEGUARDING: "safeguarding concern",
    Information.POLICE: "police notification",
    Information.HEALTH: "news from health",
    Information.SCHOOL: "news from school",
    Information.FAMILY: "message from the family",
    Information.OTHER: "other information",
    Criterion.CONSEQUENCES: "consequences of postponing",
    Criterion.PROTOCOLS: "protocols and timescales",
    Criterion.WORKLOAD: "workload, own and others'",
    Layout.ANNEX_A: "Annex A workbook",
    Layout.PLAIN: "plain table",
    Matter.CHANGED_HERE: "changed here and in the file",
    Matter.NEW_WORKER: "another worker or team in the file",
    Matter.NOT_IN_FILE: "no longer in the file",
    Matter.CLOSED_IN_FILE: "closed in the file",
    Matter.OPEN_IN_FILE: "closed here, open in the file",
    Matter.NOT_CONFIRMED: "said to be done there, not in the file",
    Matter.TO_CHECK: "to be checked",
    EventKind.ADVISER_VISIT: "contact by the personal adviser",
    EventKind.PROTECTION_VISIT: "child protection visit",
    EventKind.PROTECTION_PLAN_STARTED: "start of the child protection plan",
    EventKind.IN_NEED_VISIT: "child in need visit",
    EventKind.LOOKED_AFTER_STARTED: "start of being looked after",
    EventKind.PLACEMENT_STARTED: "start of the placement",
    EventKind.INITIAL_CONFERENCE: "initial child protection conference",
    EventKind.REVIEW_CONFERENCE: "review conference",
    EventKind.ASSESSMENT_STARTED: "start of the assessment",
    EventKind.SECTION_47_STARTED: "start of the section 47 enquiry",
}
