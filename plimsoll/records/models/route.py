"""By whom what must be done now is taken outside office hours, or while nobody of the case is there."""

from django.db import models
from django.db.models import Q

from plimsoll.records.tenancy import Tenant, Within, both_or_neither, in_order, within

DAY = 24 * 60


class RoutePlace(Tenant):
    """One place on the out-of-hours route of a team, or (no team) of every team that has none of its own: who is told, how
    they are reached, at which hours, and for how long before the next is told. True until it is ended."""

    team = Within("records.Team", null=True)
    number = models.SmallIntegerField()
    worker = Within("records.Worker", null=True)  # nobody: somebody who does not sign in here, by name and telephone
    name = models.CharField(max_length=200, blank=True)
    phone = models.CharField(max_length=50, blank=True)
    from_minute = models.SmallIntegerField()  # minutes after midnight; the same as `to_minute`: round the clock
    to_minute = models.SmallIntegerField()  # before `from_minute`: over midnight
    minutes = models.SmallIntegerField()  # without an answer, until the next is told
    set_at = models.DateTimeField()
    set_by = Within("records.Worker")
    ended_at = models.DateTimeField(null=True)
    ended_by = Within("records.Worker", null=True)

    class Meta:
        constraints = [
            within("routeplace_number", "number", 1, 20),
            within("routeplace_from_in_the_day", "from_minute", 0, DAY),
            within("routeplace_to_in_the_day", "to_minute", 0, DAY),
            within("routeplace_minutes", "minutes", 1, DAY),
            models.CheckConstraint(
                condition=Q(worker__isnull=False) | ~Q(name="") & ~Q(phone=""), name="routeplace_can_be_reached"
            ),
            both_or_neither("routeplace_ended", "ended_at", "ended_by"),
            in_order("routeplace_set_before_ended", "set_at", "ended_at", may_touch=True),
        ]


class RouteTaking(Tenant):
    """Somebody has taken what must be done now on a case, out of hours: from then on it stands with them alone. A row is
    never changed; they see the case by it until it is over or somebody of the case is there again. What lasts longer is
    taken anew, by another row."""

    case = Within("records.Case")
    event = Within("records.Event")  # what must be answered
    worker = Within("records.Worker")  # who took it, or noted who did
    taker = models.CharField(max_length=200, blank=True)  # who took it by telephone, and does not sign in here
    told = models.CharField(max_length=2000, blank=True)  # who had been told when, as it was then
    taken_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["org", "event", "taken_at"], name="routetaking_one_a_moment"),
        ]
