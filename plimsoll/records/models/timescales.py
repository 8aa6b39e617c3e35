"""What is due on a case."""

from django.db import models
from django.db.models import Q

from plimsoll.core.terms import Owner, Purpose
from plimsoll.records.tenancy import Code, Tenant, Within, both_or_neither, said


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
