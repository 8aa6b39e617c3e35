"""The words of the practice, as enums: a file for each word, and this the one door to all of them."""

from plimsoll.core.terms.audit import Act, Oddity
from plimsoll.core.terms.cases import CaseType, Circumstance
from plimsoll.core.terms.copies import AccessEnd, Asker, Exemption, Keeping
from plimsoll.core.terms.court import CourtEnd, CourtKind, LegalStatusKind
from plimsoll.core.terms.disputes import DisputeOutcome
from plimsoll.core.terms.emergency import EmergencyKind
from plimsoll.core.terms.events import DANGER_ENDS, PLANS, SEEING, EventKind
from plimsoll.core.terms.exchange import CLOSING, About, ImportState, Layout, Matter, MeaningKind
from plimsoll.core.terms.families import Bond, ContactKind, Couple, Disability, Ethnicity, Kinship, Sex
from plimsoll.core.terms.information import Information, InformationOutcome
from plimsoll.core.terms.life import Authority, LifeKind, LifeReason
from plimsoll.core.terms.notices import NoticeKind
from plimsoll.core.terms.people import AbsenceKind, Role
from plimsoll.core.terms.plans import (
    ActionOutcome,
    ActionOwner,
    Agreement,
    Better,
    DevelopmentArea,
    PlanKind,
    Progress,
    Rater,
    WhoseWords,
)
from plimsoll.core.terms.priority import (
    Band,
    Criterion,
    Factor,
    Indicator,
    Known,
    PlacingKind,
    PlacingReason,
    Postponing,
    Scale,
    WhoElse,
)
from plimsoll.core.terms.referrals import ContactOutcome, FamilyKnows, Means, ReferralSource, Reported, TriageOutcome
from plimsoll.core.terms.search import FilterPlace
from plimsoll.core.terms.term import Term
from plimsoll.core.terms.timescales import ClockChangeKind, DueState, Owner, Purpose, RuleKind, Strength, Subject, Unit
from plimsoll.core.terms.today import CameUp, DayOutcome, Task
from plimsoll.core.terms.written import DraftEnd, Looked, RecordKind, Sight, Voice

__all__ = [
    "CLOSING",
    "DANGER_ENDS",
    "PLANS",
    "SEEING",
    "About",
    "AbsenceKind",
    "AccessEnd",
    "Act",
    "ActionOutcome",
    "ActionOwner",
    "Agreement",
    "Asker",
    "Authority",
    "Band",
    "Better",
    "Bond",
    "CameUp",
    "CaseType",
    "Circumstance",
    "ClockChangeKind",
    "ContactKind",
    "ContactOutcome",
    "Couple",
    "CourtEnd",
    "CourtKind",
    "Criterion",
    "DayOutcome",
    "DevelopmentArea",
    "Disability",
    "DisputeOutcome",
    "DraftEnd",
    "DueState",
    "EmergencyKind",
    "Ethnicity",
    "EventKind",
    "Exemption",
    "Factor",
    "FamilyKnows",
    "FilterPlace",
    "ImportState",
    "Indicator",
    "Information",
    "InformationOutcome",
    "Keeping",
    "Kinship",
    "Known",
    "Layout",
    "LegalStatusKind",
    "LifeKind",
    "LifeReason",
    "Looked",
    "Matter",
    "MeaningKind",
    "Means",
    "NoticeKind",
    "Oddity",
    "Owner",
    "PlacingKind",
    "PlacingReason",
    "PlanKind",
    "Postponing",
    "Progress",
    "Purpose",
    "Rater",
    "RecordKind",
    "ReferralSource",
    "Reported",
    "Role",
    "RuleKind",
    "Scale",
    "Sex",
    "Sight",
    "Strength",
    "Subject",
    "Task",
    "Term",
    "TriageOutcome",
    "Unit",
    "Voice",
    "WhoElse",
    "WhoseWords",
]
