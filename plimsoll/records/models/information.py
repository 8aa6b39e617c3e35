"""New information: what came in from outside about the child of a case, and what somebody said that it means."""

from django.db import models
from django.db.models import Q

from plimsoll.core.terms import Information, InformationOutcome, Means
from plimsoll.records.tenancy import Code, Tenant, Within, both_or_neither, in_order, said


class NewInformation(Tenant):
    """Something came in about the child of a case: from whom, how, what; when it happened, when we heard of it and when it
    was written down, apart. It waits until somebody says what it means, and is never taken away."""

    case = Within("records.Case")
    kind = Code(Information)
    source = models.CharField(max_length=200)  # who told us: name, post and how to reach them
    means = Code(Means)
    what = models.TextField()
    danger = models.BooleanField(default=False)  # the child may be in danger now, as whoever told us fears
    happened_at = models.DateTimeField(null=True)  # nothing: nobody said when
    time_known = models.BooleanField(default=True)  # else only the day is, and the moment is its midnight in London
    received_at = models.DateTimeField()
    due_at = models.DateTimeField()  # by when somebody was to say what it means, by the rules that held when it came in
    recorded_at = models.DateTimeField()
    recorded_by = Within("records.Worker")
    outcome = Code(InformationOutcome, null=True)
    meaning = models.CharField(max_length=2000, null=True)
    dealt_at = models.DateTimeField(null=True)
    dealt_by = Within("records.Worker", null=True)

    class Meta:
        constraints = [
            said("newinformation_source_said", "source"),
            said("newinformation_what_said", "what"),
            in_order("newinformation_happened_before_received", "happened_at", "received_at", may_touch=True),
            in_order("newinformation_received_before_due", "received_at", "due_at", may_touch=True),
            in_order("newinformation_received_before_recorded", "received_at", "recorded_at", may_touch=True),
            both_or_neither("newinformation_whole_dealing", "outcome", "meaning", "dealt_at", "dealt_by"),
            in_order("newinformation_recorded_before_dealt", "recorded_at", "dealt_at", may_touch=True),
        ]
        indexes = [
            models.Index(
                fields=["org", "received_at"], condition=Q(dealt_at__isnull=True), name="newinformation_waiting"
            )
        ]
