"""Records that somebody opened in an emergency, and how often they tried."""

from django.db import models
from django.db.models import F, Q

from plimsoll.core.terms import EmergencyKind
from plimsoll.records.tenancy import Code, Tenant, Within, both_or_neither, in_order, said


class EmergencyOpening(Tenant):
    """Somebody may read a case that is out of their reach, from `opened_at` until `ends_at` or until they ended it; then
    somebody else says whether it was right. It stays on record."""

    case = Within("records.Case")
    opened_by = Within("records.Worker")
    why = models.CharField(max_length=500)
    opened_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)  # earlier than it would have
    reviewed_at = models.DateTimeField(null=True)
    reviewed_by = Within("records.Worker", null=True)
    was_right = models.BooleanField(null=True)
    review = models.CharField(max_length=500, null=True)

    class Meta:
        constraints = [
            said("emergencyopening_why_said", "why"),
            in_order("emergencyopening_opened_before_ends", "opened_at", "ends_at"),
            in_order("emergencyopening_opened_before_ended", "opened_at", "ended_at", may_touch=True),
            in_order("emergencyopening_opened_before_reviewed", "opened_at", "reviewed_at", may_touch=True),
            both_or_neither("emergencyopening_reviewed", "reviewed_at", "reviewed_by", "was_right", "review"),
            models.CheckConstraint(
                condition=Q(reviewed_by__isnull=True) | ~Q(reviewed_by=F("opened_by")),
                name="emergencyopening_another_reviews",
            ),
        ]


class EmergencyTry(Tenant):
    """Somebody tried to open a record in an emergency, or asked whom to ring, whether or not there was anything: by these
    the tries of a day are counted. Never changed."""

    worker = Within("records.Worker")
    kind = Code(EmergencyKind)
    tried_at = models.DateTimeField()
