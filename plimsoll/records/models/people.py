"""Organisations, teams and the people who work in them."""

from uuid import uuid4

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from plimsoll.core.calendar import Nation
from plimsoll.core.terms import AbsenceKind, Role
from plimsoll.records.spells import no_overlap
from plimsoll.records.tenancy import Code, Tenant, Within, both_or_neither, every_within, in_order, said


class Organisation(models.Model):
    """A body that holds cases: a council's children's services, a charity, a nursery; true as long as it uses Plimsoll.

    Its `id` is the `org_id` of every other table.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    name = models.CharField(max_length=200)
    nation = models.CharField(max_length=3)
    invented = models.BooleanField(default=False)  # a made-up town: nobody in it is real
    created_at = models.DateTimeField()

    class Meta:
        constraints = [
            said("organisation_name_said", "name"),
            models.CheckConstraint(
                condition=Q(nation__in=[nation.value for nation in Nation]), name="organisation_nation_code"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Team(Tenant):
    """People who work together under one manager, or one person alone; true until closed."""

    name = models.CharField(max_length=200)
    opened_on = models.DateField()
    closed_on = models.DateField(null=True)
    closed_why = models.CharField(max_length=500, null=True)
    phone = models.CharField(max_length=50, null=True)  # of its duty desk, for whoever has to ring

    class Meta:
        constraints = [
            said("team_name_said", "name"),
            models.CheckConstraint(
                condition=Q(closed_why__isnull=True) | Q(closed_on__isnull=False), name="team_why_where_closed"
            ),
            in_order("team_opened_before_closed", "opened_on", "closed_on"),
            models.UniqueConstraint(
                F("org"), F("name"), condition=Q(closed_on__isnull=True), name="team_one_open_per_name"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Worker(Tenant):
    """A person who works for an organisation, whether or not they sign in; true until the day they left."""

    user = models.ForeignKey("records.User", null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    name = models.CharField(max_length=200)
    sort_name = models.CharField(
        max_length=200
    )  # lower case, no accents: the server's own order is not to be relied on
    reference = models.CharField(max_length=100, null=True)  # what the case-recording system calls them
    joined_on = models.DateField()
    left_on = models.DateField(null=True)  # the first day they were no longer there
    newly_qualified_until = models.DateField(null=True)
    phone = models.CharField(max_length=50, null=True)  # at work, for whoever has to ring

    class Meta:
        constraints = [
            said("worker_name_said", "name"),
            in_order("worker_joined_before_left", "joined_on", "left_on", may_touch=True),
            models.UniqueConstraint(fields=["org", "user"], name="worker_one_per_user"),
            models.UniqueConstraint(fields=["org", "reference"], name="worker_one_per_reference"),
        ]

    def __str__(self) -> str:
        return self.name


class Membership(Tenant):
    """A worker belongs to a team, from a day until the day before `to_date`. One that ends on its first day was a slip of
    the keys, and never held; the same of roles and working patterns."""

    worker = Within("records.Worker")
    team = Within("records.Team")
    from_date = models.DateField()
    to_date = models.DateField(null=True)

    class Meta:
        constraints = [
            in_order("membership_from_before_to", "from_date", "to_date", may_touch=True),
            no_overlap("membership_one_at_a_time", "worker", "team", dates=True),
        ]


class RoleHeld(Tenant):
    """A worker holds a role, in one team or (no team) in the whole organisation, from a day until the day before
    `to_date`."""

    worker = Within("records.Worker")
    team = Within("records.Team", null=True)
    role = Code(Role)
    from_date = models.DateField()
    to_date = models.DateField(null=True)
    given_by = Within("records.Worker", null=True)  # nobody: the organisation was set up with it
    given_at = models.DateTimeField()
    ended_by = Within("records.Worker", null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            in_order("roleheld_from_before_to", "from_date", "to_date", may_touch=True),
            both_or_neither("roleheld_ended_by_and_at", "ended_by", "ended_at"),
            # Two nulls are equal to no constraint, so a role in the whole organisation is held to it apart.
            no_overlap("roleheld_one_in_a_team", "worker", "team", "role", dates=True),
            no_overlap("roleheld_one_in_all", "worker", "role", dates=True, condition=Q(team__isnull=True)),
        ]


class Delegation(Tenant):
    """A worker stands in for another in a role, from a day until the day before `to_date`; it always ends. One that ends on
    its first day was taken back before it began, and never held."""

    giver = Within("records.Worker")
    taker = Within("records.Worker")
    role = Code(Role)
    from_date = models.DateField()
    to_date = models.DateField()
    why = models.CharField(max_length=500)
    given_at = models.DateTimeField()
    given_by = Within("records.Worker", null=True)  # nobody: it was noted before this was kept
    ended_by = Within("records.Worker", null=True)  # before its time
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            in_order("delegation_from_before_to", "from_date", "to_date", may_touch=True),
            both_or_neither("delegation_ended_by_and_at", "ended_by", "ended_at"),
            models.CheckConstraint(condition=~Q(giver=F("taker")), name="delegation_to_another"),
            said("delegation_why_said", "why"),
        ]


class WorkingPattern(Tenant):
    """The minutes a worker is contracted for on each day of the week, Monday first, from a day until the day before
    `to_date`."""

    worker = Within("records.Worker")
    from_date = models.DateField()
    to_date = models.DateField(null=True)
    minutes = ArrayField(models.SmallIntegerField())

    class Meta:
        constraints = [
            in_order("workingpattern_from_before_to", "from_date", "to_date", may_touch=True),
            no_overlap("workingpattern_one_at_a_time", "worker", dates=True),
            models.CheckConstraint(condition=Q(minutes__len=7), name="workingpattern_seven_days"),
            every_within("workingpattern_minutes_of_a_day", "minutes", 0, 24 * 60),
        ]


class Absence(Tenant):
    """A worker is away from one moment to another: leave, illness, training; true until cancelled."""

    worker = Within("records.Worker")
    kind = Code(AbsenceKind)
    begins_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    recorded_by = Within("records.Worker", null=True)  # nobody: it came with an import
    recorded_at = models.DateTimeField()
    cancelled_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [in_order("absence_begins_before_ends", "begins_at", "ends_at")]
