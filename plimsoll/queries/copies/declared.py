"""What of each table goes into a copy of a child's record, and what does not, with the reason. A table that is not declared
here fails a test; a new field of one that goes in goes in with it."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import Model

from plimsoll.records.models import (
    access,
    addresses,
    audit,
    cases,
    copies,
    court,
    disputes,
    emergency,
    exchange,
    families,
    history,
    information,
    life,
    naming,
    notices,
    people,
    plans,
    priority,
    reference,
    referrals,
    removal,
    route,
    search,
    supervision,
    timescales,
    today,
    workload,
    written,
)


@dataclass(frozen=True)
class Goes:
    """A table that goes into a copy. section : under which heading; title : what one row is; leave : fields that say nothing
    to people; order : by which field; others : it tells of other people, so somebody decides on each row."""

    section: str
    title: str
    order: str = ""
    leave: frozenset[str] = frozenset()
    others: bool = False


@dataclass(frozen=True)
class Stays:
    """A table that stays out of a copy, and why. said : whether the copy says so, as it does of what is of the child."""

    why: str
    said: bool = False


SECTIONS = {
    "who": "Who you are",
    "family": "Your family and the people round you",
    "cases": "When we worked with you, and who",
    "came_in": "What came to us from others",
    "happened": "What happened, and what was written",
    "judged": "What was judged, and why",
    "due": "What was to be done by when",
    "disputed": "What was said to be wrong",
    "plans": "Plans, goals and how things went",
    "court": "Courts and legal status",
    "daily": "What workers said of their days",
    "order": "When your case came first, and why",
    "documents": "Documents",
}

_SETTLED = "It is a setting of the organisation, and says nothing of a child."
_STAFF = "It is about the people who work here, and says nothing of a child."
_SYSTEM = "It is what the program needs to work, and repeats what stands elsewhere."
_KEEPING = "It says how long the record is kept, which whoever asks is told beside the copy."
_ACCESS = "It is about requests for copies."

DECLARED: Mapping[type[Model], Goes | Stays] = {
    families.Child: Goes("who", "Who the child is", leave=frozenset({"sort_name"})),
    families.Household: Goes("family", "Household", others=True),
    families.HouseholdMember: Goes("family", "Lived in a household", "from_date"),
    families.NetworkContact: Goes("family", "Person round the child", "from_date", others=True),
    families.FamilyRelation: Goes("family", "What somebody is to the child", others=True),
    addresses.AddressProtection: Stays("It says who may read a protected address, and nothing else of a child."),
    addresses.AddressReader: Stays("It says who may read a protected address, and nothing else of a child."),
    addresses.ProtectedAddress: Stays(
        "Whoever asks may be who must not know it. Those named for it decide who is told, apart from any copy.",
        said=True,
    ),
    families.Told: Goes("family", "What somebody was told", "told_on", others=True),
    families.SafetyNote: Goes("family", "What people who visit have to know", "noted_at", others=True),
    cases.Case: Goes("cases", "Case", "opened_at"),
    cases.Allocation: Goes("cases", "Who held the case", "from_at"),
    cases.CaseCircumstance: Goes("cases", "What was true of the case", "from_date"),
    cases.CaseFactor: Goes("judged", "What makes the child more vulnerable", "from_date"),
    cases.Restriction: Goes("cases", "The case was for named people alone", "from_at", others=True),
    cases.NamedPerson: Goes("cases", "Who could see the case while it was for named people alone", "from_at"),
    cases.Event: Goes("happened", "Event", "happened_at", frozenset({"nth", "awaits_file"})),
    cases.Document: Goes("documents", "Document", "recorded_at", frozenset({"digest"}), others=True),
    written.CaseRecord: Goes("happened", "What somebody wrote", "happened_at"),
    written.Draft: Stays("It is a note that its writer has not finished, for themselves alone.", said=True),
    life.LifeStep: Goes("cases", "A step in the life of the case", "said_at", frozenset({"answers"})),
    life.CaseTransfer: Goes("cases", "The case was offered to another team", "proposed_at"),
    life.NeedLevel: Goes("judged", "Level of need", "set_at"),
    referrals.Referral: Goes("came_in", "Referral or contact", "received_at", others=True),
    referrals.TriageDecision: Goes("came_in", "What was decided about it", "triaged_at"),
    referrals.ContactDecision: Goes("came_in", "What the contact came to", "decided_at"),
    information.NewInformation: Goes("came_in", "News that came in", "received_at", others=True),
    priority.Judgement: Goes("judged", "Judgement", "judged_at"),
    priority.FactorJudgement: Goes("judged", "Judgement of what makes the child more vulnerable", "judged_at"),
    priority.Override: Goes("judged", "The case was placed elsewhere in the order of work", "made_at"),
    priority.Postponement: Goes("due", "Something was put off", "made_at", frozenset({"duty"})),
    timescales.DueItem: Goes("due", "Something to be done", "due_at"),
    timescales.ClockChange: Goes("due", "More time was asked for", "due_at", frozenset({"duty"})),
    plans.Plan: Goes("plans", "Plan", "written_at"),
    plans.PlanOutcome: Goes("plans", "What shall be different", "written_at"),
    plans.PlanAction: Goes("plans", "Who does what by when", "due_on", frozenset({"in_force_at", "over_at"})),
    plans.ActionSaid: Goes("plans", "What became of it", "said_at"),
    plans.PlanReview: Goes("plans", "Review of the plan", "reviewed_on"),
    plans.OutcomeProgress: Goes("plans", "How it stood at the review"),
    plans.Goal: Goes("plans", "Goal", "set_on"),
    plans.GoalReading: Goes("plans", "How far the goal was", "rated_on"),
    plans.ToolScore: Goes("plans", "Score of a questionnaire", "scored_on"),
    plans.DevelopmentNote: Goes("plans", "How the child was getting on", "noted_on"),
    disputes.DisputeNote: Goes("disputed", "Something was said to be wrong", "received_on", others=True),
    court.CourtDate: Goes("court", "Date set by a court or agreed", "due_at"),
    court.LegalStatus: Goes("court", "Legal status", "from_date"),
    today.DayEntry: Goes("daily", "What became of something to do", "said_at", frozenset({"duties"})),
    route.RouteTaking: Goes("daily", "Taken out of hours", "taken_at"),
    workload.CaseWeight: Stays(
        "It says what a case asks of whoever holds it, to share work out between them.", said=True
    ),
    workload.CaseAppointment: Stays(
        "It is a time in a worker's diary; what came of it stands on the record.", said=True
    ),
    workload.Appointment: Stays("It is a time in a worker's diary; what came of it stands on the record."),
    emergency.EmergencyOpening: Stays(
        "Who opened the record in an emergency is told with who looked at it, on a question of its own.", said=True
    ),
    emergency.EmergencyTry: Stays(_STAFF),
    history.History: Stays("Earlier versions of what stands here go in with it, each as it stood and until when."),
    audit.AuditEvent: Stays(
        "The log of who did what goes over everything; who wrote and decided stands with each thing here.", said=True
    ),
    audit.Viewing: Stays(
        "Who looked at the record is told on a question of its own, as it is about those who looked too.", said=True
    ),
    audit.AuditSeal: Stays(_SYSTEM),
    priority.Ranking: Stays("It holds other children too; of this child it goes in as the order of work."),
    priority.PrioritisationReview: Stays("It holds other children too; of this child it goes in as the order of work."),
    priority.ReviewAnswer: Stays("It is about a worker's whole list, and names no child."),
    priority.CriteriaSet: Stays(
        "It is a setting of the organisation; what each criterion means goes in with the order."
    ),
    priority.CriteriaDraft: Stays(_SETTLED),
    priority.BlindExercise: Stays("Its cases are invented."),
    priority.BlindOrder: Stays("Its cases are invented."),
    priority.ShadowSpell: Stays(_SETTLED),
    priority.ShadowDay: Stays("It is about a worker's whole list, and says of no child why."),
    exchange.Import: Stays("It holds many children; what it said of this one was written on the record."),
    exchange.ImportFile: Stays("It holds many children; what it said of this one was written on the record."),
    exchange.Statement: Stays("It holds many children; what it said of this one was written on the record."),
    exchange.ImportMatter: Stays(
        "It is a question about a file that was brought in; what was decided stands on the record.", said=True
    ),
    exchange.Meaning: Stays(_SETTLED),
    removal.KeptLonger: Stays(_KEEPING, said=True),
    removal.LegalHold: Stays(_KEEPING),
    removal.RemovalAsk: Stays(_KEEPING),
    removal.Removal: Stays("It is left where a record was, and there is nothing of that to copy."),
    removal.RetentionRule: Stays(_SETTLED),
    copies.AccessRequest: Stays(_ACCESS),
    copies.CopyDecision: Stays(_ACCESS),
    naming.NamingAsk: Stays("It says who may see a case, and nothing of the child."),
    notices.NoticeSeen: Stays(_STAFF),
    notices.NoticeChoice: Stays(_STAFF),
    people.Organisation: Stays(_SETTLED),
    people.Team: Stays(_SETTLED),
    people.Worker: Stays(_STAFF),
    people.Membership: Stays(_STAFF),
    people.RoleHeld: Stays(_STAFF),
    people.Delegation: Stays(_STAFF),
    people.WorkingPattern: Stays(_STAFF),
    people.Absence: Stays(_STAFF),
    access.User: Stays(_STAFF),
    access.SignInLink: Stays(_STAFF),
    supervision.SupervisionHeld: Stays(_STAFF),
    search.SavedFilter: Stays(_STAFF),
    today.Interruption: Stays(_STAFF),
    route.RoutePlace: Stays(_SETTLED),
    workload.SchemeVersion: Stays(_SETTLED),
    workload.Effort: Stays(_SETTLED),
    reference.RulebookVersion: Stays(_SETTLED),
    reference.DriftVersion: Stays(_SETTLED),
    reference.LifeVersion: Stays(_SETTLED),
    reference.CalendarSetting: Stays(_SETTLED),
    reference.Setting: Stays(_SETTLED),
}
GOING = {model: part for model, part in DECLARED.items() if isinstance(part, Goes)}
