"""That somebody asks for a copy of what is kept of a child, and what is decided about each piece of it."""

from django.db import models
from django.db.models import F, Q

from plimsoll.core.terms import AccessEnd, Asker, Exemption, Keeping
from plimsoll.records.tenancy import Code, Tenant, Within, both_or_neither, in_order, said


class AccessRequest(Tenant):
    """Somebody asks for a copy of what is kept of the child of a case; true until it is ended.

    Through a case that is not restricted it is a copy of all of the child's cases that are not; through a restricted one, of
    that case alone, for those named on it.
    """

    case = Within("records.Case")
    asked_by = Code(Asker)
    name = models.CharField(max_length=200)  # who asks
    authority = models.CharField(max_length=500, blank=True)  # by what right, where it is not the child
    identity = models.CharField(max_length=500)  # how it was checked who they are
    received_on = models.DateField()
    due_on = models.DateField()
    extended_at = models.DateTimeField(null=True)
    extended_by = Within("records.Worker", null=True)
    extended_why = models.CharField(max_length=500, null=True)
    recorded_at = models.DateTimeField()
    recorded_by = Within("records.Worker")
    gathered_at = models.DateTimeField()  # the copy is of what was on record at this moment
    order_of_work = models.JSONField(default=list)  # where it stood each time when its list was confirmed, and why
    prepared_at = models.DateTimeField(null=True)
    prepared_by = Within("records.Worker", null=True)
    digest = models.CharField(max_length=64, null=True)  # SHA-256 of the copy as it was prepared
    sent_back_why = models.CharField(max_length=500, null=True)
    released_at = models.DateTimeField(null=True)
    released_by = Within("records.Worker", null=True)
    ended_at = models.DateTimeField(null=True)
    ended_by = Within("records.Worker", null=True)
    ended_how = Code(AccessEnd, null=True)
    ended_why = models.CharField(max_length=500, null=True)

    class Meta:
        constraints = [
            said("accessrequest_name_said", "name"),
            said("accessrequest_identity_said", "identity"),
            in_order("accessrequest_received_before_due", "received_on", "due_on"),
            both_or_neither("accessrequest_extended", "extended_at", "extended_by", "extended_why"),
            both_or_neither("accessrequest_prepared", "prepared_at", "prepared_by", "digest"),
            both_or_neither("accessrequest_released", "released_at", "released_by"),
            both_or_neither("accessrequest_whole_end", "ended_at", "ended_by", "ended_how", "ended_why"),
            models.CheckConstraint(
                condition=Q(released_at__isnull=True) | Q(prepared_at__isnull=False),
                name="accessrequest_prepared_first",
            ),
            models.CheckConstraint(
                condition=Q(released_by__isnull=True) | ~Q(released_by=F("prepared_by")),
                name="accessrequest_another_releases",
            ),
            models.UniqueConstraint(
                fields=["org", "case"], condition=Q(ended_at__isnull=True), name="accessrequest_one_runs"
            ),
        ]


class CopyDecision(Tenant):
    """What becomes of one piece of a copy: it stays in, or something is taken out of it, and why. It holds as long as the
    piece says what it said then; what is taken out is kept as places in it, and not as words."""

    case = Within("records.Case")
    request = Within("records.AccessRequest")
    piece = models.CharField(max_length=200)  # table, row, and of an earlier version since when
    digest = models.CharField(max_length=64)  # SHA-256 of the piece as it was read
    keeping = Code(Keeping)
    ground = Code(Exemption, null=True)
    places = models.JSONField(default=dict)  # by field: pairs of first sign and the one after the last
    why = models.CharField(max_length=500, blank=True)
    decided_at = models.DateTimeField()
    decided_by = Within("records.Worker")

    class Meta:
        constraints = [
            said("copydecision_piece_said", "piece"),
            models.UniqueConstraint(fields=["org", "request", "piece"], name="copydecision_one_a_piece"),
            models.CheckConstraint(
                condition=Q(keeping=Keeping.KEEP.value, ground__isnull=True)
                | (~Q(keeping=Keeping.KEEP.value) & Q(ground__isnull=False) & ~Q(why="")),
                name="copydecision_ground_and_why",
            ),
        ]
