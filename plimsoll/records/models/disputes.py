"""That somebody says that something on record is wrong."""

from django.db import models

from plimsoll.core.terms import DisputeOutcome
from plimsoll.records.tenancy import Code, Tenant, Within, both_or_neither, said


class DisputeNote(Tenant):
    """Somebody says that something on the record of a case is wrong, and what came of it. It stands for good
    beside what they mean: one record of the case, or the case and its child as a whole."""

    case = Within("records.Case")
    record = Within("records.CaseRecord", null=True)
    by_name = models.CharField(max_length=200)  # who says so
    wrong = models.TextField()  # what is wrong, and what would be right, in their words
    received_on = models.DateField()
    noted_at = models.DateTimeField()
    noted_by = Within("records.Worker")
    outcome = Code(DisputeOutcome, null=True)
    outcome_why = models.CharField(max_length=500, null=True)
    told_on = models.DateField(null=True)
    decided_at = models.DateTimeField(null=True)
    decided_by = Within("records.Worker", null=True)

    class Meta:
        constraints = [
            said("disputenote_by_name_said", "by_name"),
            said("disputenote_wrong_said", "wrong"),
            both_or_neither("disputenote_decided", "outcome", "outcome_why", "told_on", "decided_at", "decided_by"),
        ]
