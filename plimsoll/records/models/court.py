"""Court work: the dates that courts and agreements set, and the legal status of a child."""

from django.db import models
from django.db.models import F, Q

from plimsoll.core.terms import CourtEnd, CourtKind, LegalStatusKind, Owner
from plimsoll.records.spells import no_overlap
from plimsoll.records.tenancy import Code, Tenant, Within, both_or_neither, in_order

BEFORE_PROCEEDINGS = (CourtKind.LETTER.value, CourtKind.MEETING.value, CourtKind.REVIEW.value)


class CourtDate(Tenant):
    """Something due in court work by a day that an order set, or before proceedings an agreement. Its day is never changed:
    varied, another row takes its place. It is true until it is done, or no longer asked for."""

    case = Within("records.Case")
    kind = Code(CourtKind)
    what = models.CharField(max_length=300, blank=True)  # in the words of the order
    due_at = models.DateTimeField()
    time_known = models.BooleanField(default=False)  # else only the day is
    ordered_on = models.DateField()  # day of the order or agreement that set it
    court = models.CharField(max_length=200, blank=True)  # none before proceedings
    owner = Code(Owner)
    written_at = models.DateTimeField()
    written_by = Within("records.Worker")
    replaces = Within("records.CourtDate", null=True)
    varied_why = models.CharField(max_length=500, null=True)
    ended_on = models.DateField(null=True)
    ended_how = Code(CourtEnd, null=True)
    ended_why = models.CharField(max_length=500, null=True)
    ended_at = models.DateTimeField(null=True)
    ended_by = Within("records.Worker", null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(court="") | Q(kind__in=BEFORE_PROCEEDINGS), name="courtdate_court_or_before_proceedings"
            ),
            both_or_neither("courtdate_varied_and_why", "replaces", "varied_why"),
            models.UniqueConstraint(fields=["org", "replaces"], name="courtdate_replaced_once"),
            models.CheckConstraint(condition=~Q(id=F("replaces")), name="courtdate_replaces_another"),
            both_or_neither("courtdate_whole_end", "ended_on", "ended_how", "ended_why", "ended_at", "ended_by"),
            in_order("courtdate_written_before_ended", "written_at", "ended_at", may_touch=True),
        ]


class LegalStatus(Tenant):
    """In what legal status the child of a case is, from a day until the day before `to_date`; some run out by themselves on
    a day that is known before."""

    case = Within("records.Case")
    kind = Code(LegalStatusKind)
    from_date = models.DateField()
    expires_on = models.DateField(null=True)  # the last day of an order that runs out
    court = models.CharField(max_length=200, blank=True)
    note = models.CharField(max_length=2000, blank=True)
    written_at = models.DateTimeField()
    written_by = Within("records.Worker")
    to_date = models.DateField(null=True)
    ended_at = models.DateTimeField(null=True)
    ended_by = Within("records.Worker", null=True)
    ended_why = models.CharField(max_length=500, null=True)

    class Meta:
        constraints = [
            in_order("legalstatus_from_before_to", "from_date", "to_date"),
            in_order("legalstatus_from_before_expiry", "from_date", "expires_on", may_touch=True),
            both_or_neither("legalstatus_ended", "to_date", "ended_at", "ended_by", "ended_why"),
            in_order("legalstatus_written_before_ended", "written_at", "ended_at", may_touch=True),
            no_overlap("legalstatus_one_at_a_time", "case", "kind", dates=True),
        ]
