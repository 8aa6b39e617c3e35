"""Supervision that was held."""

from django.db import models
from django.db.models import F, Q

from plimsoll.records.tenancy import Tenant, Within, in_order, within


class SupervisionHeld(Tenant):
    """A supervision session that took place between a worker and a supervisor; each signs when they agree the record."""

    worker = Within("records.Worker")
    supervisor = Within("records.Worker")
    held_at = models.DateTimeField()
    minutes = models.SmallIntegerField()
    recorded_at = models.DateTimeField()
    worker_signed_at = models.DateTimeField(null=True)
    supervisor_signed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(worker=F("supervisor")), name="supervisionheld_by_another"),
            within("supervisionheld_minutes_of_a_day", "minutes", 1, 24 * 60),
            in_order("supervisionheld_held_before_recorded", "held_at", "recorded_at", may_touch=True),
            in_order("supervisionheld_recorded_before_worker", "recorded_at", "worker_signed_at", may_touch=True),
            in_order("supervisionheld_recorded_before_super", "recorded_at", "supervisor_signed_at", may_touch=True),
        ]
