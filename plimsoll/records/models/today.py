"""What people said of a day's work, and what came in between."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from plimsoll.core.terms import CameUp, DayOutcome, Task
from plimsoll.records.tenancy import Code, Tenant, Within, said


class DayEntry(Tenant):
    """What somebody said became of a thing to do on a day, for one case of it: done, partly, not, moved; or why it was begun
    before something that stands higher. The rows of one answer share `answer`. A row is never changed; it is true until
    another one replaces it."""

    answer = models.UUIDField()
    case = Within("records.Case")
    worker = Within("records.Worker")  # whose day it was
    day = models.DateField()
    task = Code(Task)
    duties = ArrayField(models.CharField(max_length=100), default=list)  # keys of timescales; none: no rule asks for it
    title = models.CharField(max_length=500)
    outcome = Code(DayOutcome)
    why = models.CharField(max_length=2000, blank=True)
    next_step = models.CharField(max_length=2000, blank=True)  # what is left, or what is done next
    until = models.DateField(null=True)  # to which day it was moved, or by when the next step
    passed = ArrayField(
        models.UUIDField(), default=list
    )  # cases that waited above: whoever may not see one is told of none
    said_at = models.DateTimeField()
    said_by = Within("records.Worker")
    replaces = Within("records.DayEntry", null=True)

    class Meta:
        constraints = [
            said("dayentry_title_said", "title"),
            models.UniqueConstraint(fields=["org", "answer", "case"], name="dayentry_once_a_case"),
            models.UniqueConstraint(fields=["org", "replaces"], name="dayentry_replaced_once"),
            models.CheckConstraint(condition=~Q(id=F("replaces")), name="dayentry_replaces_another"),
            models.CheckConstraint(
                condition=~Q(outcome__in=[DayOutcome.STARTED.value, DayOutcome.NOT_DONE.value, DayOutcome.MOVED.value])
                | ~Q(why=""),
                name="dayentry_says_why",
            ),
            models.CheckConstraint(
                condition=~Q(outcome__in=[DayOutcome.PARTLY.value, DayOutcome.NOT_DONE.value]) | ~Q(next_step=""),
                name="dayentry_says_what_next",
            ),
            models.CheckConstraint(
                condition=~Q(outcome=DayOutcome.MOVED.value) | Q(until__isnull=False), name="dayentry_moved_to_a_day"
            ),
        ]
        indexes = [
            models.Index(fields=["org", "worker", "day"], name="dayentry_by_day"),
            models.Index(fields=["org", "case", "said_at"], name="dayentry_by_case"),
        ]


class Interruption(Tenant):
    """Something came in between on a worker's day: a call, somebody at the door, an appointment that was agreed, something
    short. It asks for no reason, names nobody, and is never changed; what it was about is written on the record."""

    worker = Within("records.Worker")
    kind = Code(CameUp)
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["org", "worker", "at"], name="interruption_by_day")]
