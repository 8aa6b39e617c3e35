"""How long records are kept, what stops their removal, and what was removed."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from plimsoll.core.terms import CaseType, CountedFrom, HoldKind
from plimsoll.records.tenancy import Code, Tenant, Within, both_or_neither, in_order, said, within

LONGEST_YEARS = 150


class RetentionRule(Tenant):
    """How long the record of a child is kept that had a kind of case, from a day until the next row of this kind; without
    years nothing falls due by it. A row is never changed."""

    case_type = Code(CaseType)
    counted_from = Code(CountedFrom)
    years = models.SmallIntegerField(null=True)
    years_after_death = models.SmallIntegerField(null=True)  # in place of these, where the child has died
    basis = models.CharField(max_length=500, blank=True)  # in law, as the organisation says
    source = models.CharField(max_length=500, blank=True)  # where that can be read
    from_date = models.DateField()
    set_at = models.DateTimeField()
    set_by = Within("records.Worker")

    class Meta:
        constraints = [
            within("retentionrule_years", "years", 1, LONGEST_YEARS),
            within("retentionrule_years_after_death", "years_after_death", 1, LONGEST_YEARS),
            models.CheckConstraint(
                condition=Q(years__isnull=True, years_after_death__isnull=True)
                | Q(years__isnull=False) & ~Q(basis="") & ~Q(source=""),
                name="retentionrule_years_with_basis",
            ),
        ]


class LegalHold(Tenant):
    """The record of a child must not be removed, for an inquiry, a claim or a complaint, from a moment until this is
    lifted."""

    child = Within("records.Child")
    kind = Code(HoldKind)
    why = models.CharField(max_length=500)
    set_at = models.DateTimeField()
    set_by = Within("records.Worker")
    lifted_at = models.DateTimeField(null=True)
    lifted_by = Within("records.Worker", null=True)
    lifted_why = models.CharField(max_length=500, null=True)

    class Meta:
        constraints = [
            said("legalhold_why_said", "why"),
            both_or_neither("legalhold_lifted", "lifted_at", "lifted_by", "lifted_why"),
            in_order("legalhold_set_before_lifted", "set_at", "lifted_at", may_touch=True),
        ]


class KeptLonger(Tenant):
    """Somebody decided that the record of a child, whose time is over, is kept until a day all the same. A row is never
    changed: the latest holds."""

    child = Within("records.Child")
    until = models.DateField()
    why = models.CharField(max_length=500)
    decided_at = models.DateTimeField()
    decided_by = Within("records.Worker")

    class Meta:
        constraints = [said("keptlonger_why_said", "why")]


class RemovalAsk(Tenant):
    """Somebody asks that the record of a child is removed, as its time is over, and somebody else agrees or does not. It
    waits until it is decided, or until it lapses; agreed, it goes with the record."""

    child = Within("records.Child")
    rule = Within("records.RetentionRule")
    due_on = models.DateField()  # when its time was over, by the rule
    why = models.CharField(max_length=500)
    asked_at = models.DateTimeField()
    asked_by = Within("records.Worker")
    lapses_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True)
    decided_by = Within("records.Worker", null=True)
    decided_why = models.CharField(max_length=500, null=True)
    agreed = models.BooleanField(null=True)

    class Meta:
        constraints = [
            said("removalask_why_said", "why"),
            both_or_neither("removalask_decided", "decided_at", "decided_by", "decided_why", "agreed"),
            in_order("removalask_asked_before_lapses", "asked_at", "lapses_at"),
            in_order("removalask_asked_before_decided", "asked_at", "decided_at", may_touch=True),
            models.CheckConstraint(
                condition=Q(decided_by__isnull=True) | ~Q(decided_by=F("asked_by")),
                name="removalask_another_decides",
            ),
        ]


class Removal(Tenant):
    """The record of a child was removed: what is left of it. It names nobody but those who decided, and is never changed.
    The database writes it, with the removal."""

    child_key = models.UUIDField()  # the id that the child had; it leads nowhere
    case_keys = ArrayField(models.UUIDField())  # the ids that the cases had
    removed_at = models.DateTimeField()
    rule = Within("records.RetentionRule", null=True)  # nothing: a backup from before the rule was put back
    due_on = models.DateField()
    asked_by = Within("records.Worker", null=True)  # nothing, as with the rule
    agreed_by = Within("records.Worker", null=True)
    rows = models.IntegerField()  # how many were taken away
    again_at = models.DateTimeField(null=True)  # when it was done once more, after a backup was put back

    class Meta:
        constraints = [
            within("removal_rows_from_1", "rows", 1, 2**31 - 1),
            models.UniqueConstraint(fields=["org", "child_key"], name="removal_once_a_child"),
        ]
