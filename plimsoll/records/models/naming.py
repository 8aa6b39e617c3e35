"""Naming somebody new for a restricted case of which everybody who was named is gone."""

from django.db import models
from django.db.models import F, Q

from plimsoll.records.tenancy import Tenant, Within, both_or_neither, in_order, said


class NamingAsk(Tenant):
    """Somebody who keeps people asks that one more person is named on a restricted case that nobody sees any more, and
    somebody else agrees or does not. It names the restriction and not the case: whoever asks or agrees learns nothing of
    whom it is about. It waits until it is decided, or until it lapses."""

    restriction = Within("records.Restriction")
    worker = Within("records.Worker")  # who is to be named
    why = models.CharField(max_length=500)
    asked_at = models.DateTimeField()
    asked_by = Within("records.Worker")
    lapses_at = models.DateTimeField()  # not decided by then, it has to be asked anew
    decided_at = models.DateTimeField(null=True)
    decided_by = Within("records.Worker", null=True)
    decided_why = models.CharField(max_length=500, null=True)
    agreed = models.BooleanField(null=True)
    lapsed_at = models.DateTimeField(null=True)  # when it was asked anew, as nobody had decided in time

    class Meta:
        constraints = [
            said("namingask_why_said", "why"),
            both_or_neither("namingask_decided", "decided_at", "decided_by", "decided_why", "agreed"),
            in_order("namingask_asked_before_lapses", "asked_at", "lapses_at"),
            in_order("namingask_asked_before_decided", "asked_at", "decided_at", may_touch=True),
            models.CheckConstraint(
                condition=Q(decided_by__isnull=True) | ~Q(decided_by=F("asked_by")),
                name="namingask_another_decides",
            ),
            models.CheckConstraint(
                condition=Q(decided_by__isnull=True) | ~Q(decided_by=F("worker")),
                name="namingask_not_decided_by_who_is_named",
            ),
            models.CheckConstraint(condition=~Q(worker=F("asked_by")), name="namingask_of_another"),
            models.CheckConstraint(
                condition=Q(decided_at__isnull=True) | Q(lapsed_at__isnull=True), name="namingask_ends_once"
            ),
            models.UniqueConstraint(
                fields=["org", "restriction"],
                condition=Q(decided_at__isnull=True, lapsed_at__isnull=True),
                name="namingask_one_waits",
            ),
        ]
