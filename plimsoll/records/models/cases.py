"""Cases, who holds them, what happened on them."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from plimsoll.core.terms import CaseType, Circumstance, EventKind, Factor
from plimsoll.records.spells import no_overlap
from plimsoll.records.tenancy import CODE_LENGTH, Code, Tenant, Within, both_or_neither, in_order, said, within


class Case(Tenant):
    """A period of involvement with a child or a family, from when it was opened until it was closed."""

    reference = models.CharField(max_length=100)
    other_reference = models.CharField(
        max_length=100, blank=True, default="", db_default=""
    )  # what another system calls it, as somebody wrote here; several may claim the same
    child = Within("records.Child", null=True)
    household = Within("records.Household", null=True)
    team = Within("records.Team")  # whose it is, also while no worker holds it
    case_type = Code(CaseType)
    also = ArrayField(
        models.CharField(max_length=CODE_LENGTH), default=list
    )  # other types open at once: in care, and on a plan
    level_of_need = models.SmallIntegerField(null=True)  # by the local threshold document, 1 the lowest
    seen_unrecorded = models.BooleanField(
        default=False, db_default=False
    )  # its source cannot say when the child was last seen
    opened_at = models.DateTimeField()
    opened_unrecorded = models.BooleanField(
        default=False, db_default=False
    )  # its source cannot say since when: `opened_at` is the day of the first file that has it
    closed_at = models.DateTimeField(null=True)
    closed_by = Within("records.Worker", null=True)
    closed_why = models.CharField(max_length=500, null=True)

    class Meta:
        constraints = [
            said("case_reference_said", "reference"),
            models.UniqueConstraint(fields=["org", "reference"], name="case_one_per_reference"),
            models.CheckConstraint(
                condition=Q(child__isnull=False) | Q(household__isnull=False), name="case_of_child_or_family"
            ),
            within("case_level_of_need_1_to_9", "level_of_need", 1, 9),
            models.CheckConstraint(
                condition=Q(also__contained_by=[word.value for word in CaseType]), name="case_also_codes"
            ),
            both_or_neither("case_closed_at_by_and_why", "closed_at", "closed_by", "closed_why"),
            in_order("case_opened_before_closed", "opened_at", "closed_at", may_touch=True),
        ]


class Allocation(Tenant):
    """A worker holds a case, from one moment to another; a case without an open one stands in the unallocated queue."""

    case = Within("records.Case")
    worker = Within("records.Worker")
    from_at = models.DateTimeField()
    to_at = models.DateTimeField(null=True)
    why = models.CharField(max_length=500)
    allocated_by = Within("records.Worker", null=True)  # nobody: it came with an import
    ended_by = Within("records.Worker", null=True)
    ended_why = models.CharField(max_length=500, null=True)

    class Meta:
        constraints = [
            said("allocation_why_said", "why"),
            in_order("allocation_from_before_to", "from_at", "to_at"),
            both_or_neither("allocation_ended_at_by_and_why", "to_at", "ended_by", "ended_why"),
            no_overlap("allocation_one_at_a_time", "case"),
        ]


class CaseCircumstance(Tenant):
    """What else is true of a case and decides which timescale applies, from a day until the day before `to_date`. What
    follows from dates alone (placed for over a year, unallocated) is worked out and not kept here."""

    case = Within("records.Case")
    circumstance = Code(Circumstance)
    from_date = models.DateField()
    to_date = models.DateField(null=True)

    class Meta:
        constraints = [
            in_order("casecircumstance_from_before_to", "from_date", "to_date"),
            no_overlap("casecircumstance_one_at_a_time", "case", "circumstance", dates=True),
        ]


class CaseFactor(Tenant):
    """Something that makes the child of a case more vulnerable, from a day until the day before `to_date`."""

    case = Within("records.Case")
    factor = Code(Factor)
    value = models.SmallIntegerField(null=True)  # percent that a person judged; nothing: what the criteria set gives it
    from_date = models.DateField()
    to_date = models.DateField(null=True)
    recorded_by = Within("records.Worker", null=True)  # nobody: it came with an import

    class Meta:
        constraints = [
            within("casefactor_value_0_to_100", "value", 0, 100),
            in_order("casefactor_from_before_to", "from_date", "to_date"),
            no_overlap("casefactor_one_at_a_time", "case", "factor", dates=True),
        ]


class Restriction(Tenant):
    """A case is there for the people named on it alone, from one moment until another. To anyone else it does not exist."""

    case = Within("records.Case")
    from_at = models.DateTimeField()
    to_at = models.DateTimeField(null=True)
    restricted_by = Within("records.Worker")
    why = models.CharField(max_length=500)
    lifted_by = Within("records.Worker", null=True)
    lifted_why = models.CharField(max_length=500, null=True)

    class Meta:
        constraints = [
            said("restriction_why_said", "why"),
            in_order("restriction_from_before_to", "from_at", "to_at"),
            both_or_neither("restriction_lifted_at_by_and_why", "to_at", "lifted_by", "lifted_why"),
            no_overlap("restriction_one_at_a_time", "case"),
        ]


class NamedPerson(Tenant):
    """A worker may see a case while it is restricted, from one moment until another."""

    case = Within("records.Case")
    worker = Within("records.Worker")
    from_at = models.DateTimeField()
    to_at = models.DateTimeField(null=True)
    named_by = Within("records.Worker")

    class Meta:
        constraints = [
            in_order("namedperson_from_before_to", "from_at", "to_at"),
            no_overlap("namedperson_one_at_a_time", "case", "worker"),
        ]


class Event(Tenant):
    """Something happened on a case: when it happened, when we heard of it, and when it was written down, apart.

    A row is never changed. It is true until another one replaces it; one that `withdraws` says that it never happened.
    """

    case = Within("records.Case")
    kind = Code(EventKind)
    happened_at = models.DateTimeField()
    time_known = models.BooleanField(default=True)  # else only the day is, and the moment is its midnight in London
    nth = models.SmallIntegerField(default=0)  # place in the sequence of its kind, where only the source knows; 0 else
    received_at = models.DateTimeField(null=True)
    recorded_at = models.DateTimeField()
    recorded_by = Within("records.Worker", null=True)  # nobody: it came with an import
    note = models.TextField(blank=True)
    awaits_file = models.BooleanField(
        default=False, db_default=False
    )  # said to be done in another system: true until the next import looks
    record = Within("records.CaseRecord", null=True)  # what somebody wrote of it, which says the rest
    replaces = Within("records.Event", null=True)
    withdraws = models.BooleanField(default=False)

    class Meta:
        constraints = [
            within("event_nth_not_below_0", "nth", 0, 127),
            models.UniqueConstraint(fields=["org", "replaces"], name="event_replaced_once"),
            models.CheckConstraint(condition=~Q(id=F("replaces")), name="event_replaces_another"),
            models.CheckConstraint(
                condition=Q(withdraws=False) | Q(replaces__isnull=False), name="event_withdraws_one"
            ),
            in_order("event_received_before_recorded", "received_at", "recorded_at", may_touch=True),
        ]
        indexes = [
            models.Index(fields=["org", "case", "kind", "happened_at"], name="event_by_case"),
            models.Index(fields=["org", "kind"], condition=Q(recorded_by__isnull=False), name="event_by_people"),
        ]


class Document(Tenant):
    """A file kept with a case. A row is never changed; it is true until another one replaces it."""

    case = Within("records.Case")
    title = models.CharField(max_length=200)
    media_type = models.CharField(max_length=100)
    size_bytes = models.BigIntegerField()
    digest = models.CharField(max_length=64)  # SHA-256 of the file, by which it is stored
    recorded_at = models.DateTimeField()
    recorded_by = Within("records.Worker", null=True)
    replaces = Within("records.Document", null=True)

    class Meta:
        constraints = [
            said("document_title_said", "title"),
            within("document_size_not_below_0", "size_bytes", 0, 2**40),
            models.CheckConstraint(condition=Q(digest__regex=r"^[0-9a-f]{64}$"), name="document_digest_is_sha256"),
            models.UniqueConstraint(fields=["org", "replaces"], name="document_replaced_once"),
            models.CheckConstraint(condition=~Q(id=F("replaces")), name="document_replaces_another"),
        ]
