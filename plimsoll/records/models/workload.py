"""What work asks of people, and what is in their diaries."""

from django.db import models

from plimsoll.core.terms import Purpose
from plimsoll.records.models.reference import Edition
from plimsoll.records.tenancy import Code, Tenant, Within, in_order, said, within


class SchemeVersion(Edition):
    """One version of what each kind of case asks in points or hours, from its day until the next version does."""


class CaseWeight(Tenant):
    """What a case asks of whoever holds it, by one version of the scheme; written anew when the case or the scheme changes.
    Kept, so that a load is whole for someone who may not see every case in it."""

    case = Within("records.Case")
    scheme = Within("records.SchemeVersion")
    points = models.IntegerField()  # hundredths of the scheme's unit
    set_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["org", "case"], name="caseweight_one_per_case"),
            within("caseweight_points_not_below_0", "points", 0, 1_000_000),
        ]


class Effort(Tenant):
    """How long one kind of work takes in an organisation, from a day until the next row of its kind does."""

    purpose = Code(Purpose)
    minutes = models.SmallIntegerField()
    from_date = models.DateField()

    class Meta:
        constraints = [
            within("effort_minutes_above_0", "minutes", 1, 7 * 24 * 60),
            models.UniqueConstraint(fields=["org", "purpose", "from_date"], name="effort_one_per_day"),
        ]


class Appointment(Tenant):
    """A fixed time in a worker's diary, from one moment to another; true until cancelled."""

    worker = Within("records.Worker")
    title = models.CharField(max_length=200)
    begins_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    cancelled_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            said("appointment_title_said", "title"),
            in_order("appointment_begins_before_ends", "begins_at", "ends_at"),
        ]


class CaseAppointment(Tenant):
    """An appointment is about a case; true as long as the appointment is. Apart, because most appointments are not, and
    every table that hangs on a case says which."""

    appointment = Within("records.Appointment")
    case = Within("records.Case")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["org", "appointment", "case"], name="caseappointment_once")]
