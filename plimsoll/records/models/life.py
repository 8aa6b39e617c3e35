"""The life of a case: its steps, its end, and that it is opened again."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from plimsoll.core.terms import Authority, CaseType, LifeKind, LifeReason
from plimsoll.records.tenancy import CODE_LENGTH, Code, Tenant, Within, both_or_neither, in_order, said, within

KINDS = [word.value for word in CaseType]


class LifeStep(Tenant):
    """Somebody says that a case steps to other kinds of work, closes or is opened again. Where that needs more authority
    than theirs it waits for somebody else, and nothing changes until then. A row is never taken back."""

    case = Within("records.Case")
    kind = Code(LifeKind)
    from_types = ArrayField(models.CharField(max_length=CODE_LENGTH))  # the case's own kind first
    to_types = ArrayField(models.CharField(max_length=CODE_LENGTH), default=list)  # none of an end
    effective_on = models.DateField()  # from when it is true, apart from when it was written down
    because = Code(LifeReason)
    why = models.CharField(max_length=500)
    # Of an end: what was left open, what was said to each, and the ids of other cases of which that tells.
    answers = models.JSONField(default=list)
    worker = Within("records.Worker", null=True)  # of one opened again: who is to hold it
    needs = Code(Authority)
    said_at = models.DateTimeField()
    said_by = Within("records.Worker")
    decided_at = models.DateTimeField(null=True)
    decided_by = Within("records.Worker", null=True)
    decided_why = models.CharField(max_length=500, null=True)
    agreed = models.BooleanField(null=True)
    done_at = models.DateTimeField(null=True)  # when it took effect; nothing: it waits, or nobody agreed

    class Meta:
        constraints = [
            said("lifestep_why_said", "why"),
            models.CheckConstraint(
                condition=Q(from_types__contained_by=KINDS, to_types__contained_by=KINDS), name="lifestep_types_codes"
            ),
            both_or_neither("lifestep_decided", "decided_at", "decided_by", "decided_why", "agreed"),
            models.CheckConstraint(
                condition=Q(decided_by__isnull=True) | ~Q(decided_by=F("said_by")), name="lifestep_another_decides"
            ),
            models.CheckConstraint(
                condition=Q(done_at__isnull=True) | Q(agreed__isnull=True) | Q(agreed=True),
                name="lifestep_refused_is_not_done",
            ),
            in_order("lifestep_said_before_decided", "said_at", "decided_at", may_touch=True),
            models.UniqueConstraint(
                fields=["org", "case"],
                condition=Q(decided_at__isnull=True, done_at__isnull=True),
                name="lifestep_one_waits",
            ),
        ]


class CaseTransfer(Tenant):
    """Somebody proposes that another team takes a case, with a handover. It stays where it is until somebody of that team
    accepts; declined or taken back, it stays for good, and this row says so."""

    case = Within("records.Case")
    from_team = Within("records.Team")
    to_team = Within("records.Team")
    due = models.CharField(max_length=2000)  # what is due, and what is agreed with whom
    worries = models.CharField(max_length=2000)
    child_told = models.CharField(max_length=2000)  # what the child and the family were told
    who_knows = models.CharField(max_length=2000)  # who else knows of it
    why = models.CharField(max_length=500)
    proposed_at = models.DateTimeField()
    proposed_by = Within("records.Worker")
    decided_at = models.DateTimeField(null=True)
    decided_by = Within("records.Worker", null=True)
    decided_why = models.CharField(max_length=500, null=True)
    accepted = models.BooleanField(null=True)
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_by = Within("records.Worker", null=True)
    withdrawn_why = models.CharField(max_length=500, null=True)

    class Meta:
        constraints = [
            said("casetransfer_why_said", "why"),
            models.CheckConstraint(condition=~Q(from_team=F("to_team")), name="casetransfer_to_another"),
            both_or_neither("casetransfer_decided", "decided_at", "decided_by", "decided_why", "accepted"),
            both_or_neither("casetransfer_withdrawn", "withdrawn_at", "withdrawn_by", "withdrawn_why"),
            models.CheckConstraint(
                condition=Q(decided_at__isnull=True) | Q(withdrawn_at__isnull=True), name="casetransfer_ends_once"
            ),
            models.CheckConstraint(
                condition=Q(decided_by__isnull=True) | ~Q(decided_by=F("proposed_by")),
                name="casetransfer_another_accepts",
            ),
            in_order("casetransfer_proposed_before_decided", "proposed_at", "decided_at", may_touch=True),
            models.UniqueConstraint(
                fields=["org", "case"],
                condition=Q(decided_at__isnull=True, withdrawn_at__isnull=True),
                name="casetransfer_one_waits",
            ),
        ]


class NeedLevel(Tenant):
    """That somebody chose the level of need of a case, as the level was called then. A row is never changed: the latest
    holds."""

    case = Within("records.Case")
    level = models.SmallIntegerField(null=True)  # none: it is not known
    called = models.CharField(max_length=100, blank=True)  # its name in the organisation when it was chosen
    why = models.CharField(max_length=500)
    set_at = models.DateTimeField()
    set_by = Within("records.Worker")

    class Meta:
        constraints = [
            within("needlevel_1_to_9", "level", 1, 9),
            said("needlevel_why_said", "why"),
        ]
