"""What is due on a case, and the clocks that somebody extended or stopped."""

from django.db import models
from django.db.models import F, Q

from plimsoll.core.terms import ClockChangeKind, Owner, Purpose
from plimsoll.records.tenancy import Code, Tenant, Within, both_or_neither, in_order, said


class DueItem(Tenant):
    """One thing due on one case by one timescale, until it is met, or ends because the duty does."""

    case = Within("records.Case")
    rulebook = Within("records.RulebookVersion")
    timescale = models.CharField(max_length=100)  # its key in that rulebook
    purpose = Code(Purpose)
    owner = Code(Owner)
    started_by = Within("records.Event", null=True)  # nothing: a standing duty, or what was made by hand
    started_at = models.DateTimeField()
    due_at = models.DateTimeField()
    met_at = models.DateTimeField(null=True)
    met_by_event = Within("records.Event", null=True)
    ended_at = models.DateTimeField(null=True)
    ended_why = models.CharField(max_length=500, null=True)

    class Meta:
        constraints = [
            said("dueitem_timescale_said", "timescale"),
            both_or_neither("dueitem_met_at_and_by", "met_at", "met_by_event"),
            both_or_neither("dueitem_ended_at_and_why", "ended_at", "ended_why"),
            models.CheckConstraint(
                condition=Q(met_at__isnull=True) | Q(ended_at__isnull=True), name="dueitem_met_or_ended"
            ),
            models.UniqueConstraint(fields=["org", "case", "timescale", "started_by"], name="dueitem_one_per_start"),
        ]
        indexes = [models.Index(fields=["org", "due_at"], name="dueitem_by_due_at")]


class ClockChange(Tenant):
    """That somebody asked for a clock to be extended or stopped, and what somebody else with authority said; or that the
    latter did it unasked. A row is never taken back: of several of one clock, the one that was agreed last holds."""

    case = Within("records.Case")
    duty = models.CharField(max_length=100)  # key of the timescale
    title = models.CharField(max_length=200)
    started_on = models.DateField()  # the day on which this very clock began
    due_at = models.DateTimeField()  # as the rule had it
    kind = Code(ClockChangeKind)
    until = models.DateField(null=True)  # the extended day
    meanwhile = models.CharField(
        max_length=2000, blank=True
    )  # what keeps the child safe; of what sees or protects always
    asked_at = models.DateTimeField(null=True)
    asked_by = Within("records.Worker", null=True)
    asked_why = models.CharField(max_length=2000, null=True)
    decided_at = models.DateTimeField(null=True)
    decided_by = Within("records.Worker", null=True)
    decided_why = models.CharField(max_length=2000, null=True)
    agreed = models.BooleanField(null=True)

    class Meta:
        constraints = [
            said("clockchange_duty_said", "duty"),
            models.CheckConstraint(
                condition=Q(kind=ClockChangeKind.EXTENDED.value, until__isnull=False)
                | Q(kind=ClockChangeKind.STOPPED.value, until__isnull=True),
                name="clockchange_until_where_extended",
            ),
            both_or_neither("clockchange_asked", "asked_at", "asked_by", "asked_why"),
            both_or_neither("clockchange_decided", "decided_at", "decided_by", "decided_why", "agreed"),
            models.CheckConstraint(
                condition=Q(asked_at__isnull=False) | Q(decided_at__isnull=False), name="clockchange_asked_or_decided"
            ),
            models.CheckConstraint(
                condition=Q(asked_by__isnull=True) | Q(decided_by__isnull=True) | ~Q(asked_by=F("decided_by")),
                name="clockchange_another_decides",
            ),
            in_order("clockchange_asked_before_decided", "asked_at", "decided_at", may_touch=True),
            models.UniqueConstraint(
                fields=["org", "case", "duty", "started_on"],
                condition=Q(decided_at__isnull=True),
                name="clockchange_one_waits",
            ),
        ]
