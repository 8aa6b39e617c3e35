"""What people write on cases, and what they have begun to write."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from plimsoll.core.terms import DraftEnd, Looked, RecordKind, Sight, Voice
from plimsoll.records.tenancy import CODE_LENGTH, Code, Tenant, Within, both_or_neither, in_order, said, within


class CaseRecord(Tenant):
    """What somebody wrote on one case of something that happened, was said or was decided; the events that it tells of point
    here. Of several children it is kept once with each, so that nobody who reads of one learns of another.

    A row is never changed. It is true until another one replaces it; one that `withdraws` says that it should not be there.
    """

    case = Within("records.Case")
    together = models.UUIDField()  # the form it came with: the same for each child of whom it was sent at once
    kind = Code(RecordKind)
    happened_at = models.DateTimeField()
    time_known = models.BooleanField(default=True)  # else only the day is, and the moment is its midnight in London
    received_at = models.DateTimeField(null=True)
    recorded_at = models.DateTimeField()
    recorded_by = Within("records.Worker")
    minutes = models.SmallIntegerField(null=True)  # that it took
    present = models.CharField(max_length=500, blank=True)  # who was there, or with whom
    place = models.CharField(max_length=200, blank=True)
    announced = models.BooleanField(null=True)
    home = Code(Looked, null=True)  # the conditions of the home
    home_words = models.CharField(max_length=1000, blank=True)
    bed = Code(Looked, null=True)  # where the child sleeps
    bed_words = models.CharField(max_length=1000, blank=True)
    text = models.TextField()
    decision = models.TextField(blank=True)
    decision_why = models.TextField(blank=True)
    not_taken = models.TextField(blank=True)  # what else could have been decided, and why it was not
    # of this child alone
    sight = Code(Sight, null=True)
    not_alone_why = models.CharField(max_length=500, blank=True)
    voice = models.TextField(blank=True)  # wishes and feelings, in the child's own words
    voice_by = ArrayField(models.CharField(max_length=CODE_LENGTH), default=list)
    voice_through = models.CharField(max_length=200, blank=True)
    own_words = models.TextField(blank=True)  # what stands on this child's record alone
    replaces = Within("records.CaseRecord", null=True)
    amended_why = models.CharField(max_length=500, blank=True)
    withdraws = models.BooleanField(default=False)

    class Meta:
        constraints = [
            said("caserecord_text_said", "text"),
            within("caserecord_minutes", "minutes", 1, 1440),
            models.CheckConstraint(
                condition=Q(voice_by__contained_by=[word.value for word in Voice]), name="caserecord_voice_by_codes"
            ),
            models.UniqueConstraint(fields=["org", "together", "case"], name="caserecord_once_a_case"),
            models.UniqueConstraint(fields=["org", "replaces"], name="caserecord_replaced_once"),
            models.CheckConstraint(condition=~Q(id=F("replaces")), name="caserecord_replaces_another"),
            models.CheckConstraint(
                condition=Q(withdraws=False) | Q(replaces__isnull=False), name="caserecord_withdraws_one"
            ),
            models.CheckConstraint(
                condition=Q(replaces__isnull=True, amended_why="") | Q(replaces__isnull=False) & ~Q(amended_why=""),
                name="caserecord_amended_why",
            ),
            in_order("caserecord_happened_before_recorded", "happened_at", "recorded_at", may_touch=True),
            in_order("caserecord_received_before_recorded", "received_at", "recorded_at", may_touch=True),
        ]


class Draft(Tenant):
    """What a worker has typed into a form about a case and not sent yet, for themselves alone; its id is the form's. It
    stays when it is sent or left, and says which."""

    case = Within("records.Case")
    worker = Within("records.Worker")
    kind = Code(RecordKind)
    content = models.JSONField()
    version = models.IntegerField(default=1)  # counts up with each saving, so that an old window overwrites nothing
    saved_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    ended_how = Code(DraftEnd, null=True)

    class Meta:
        constraints = [
            within("draft_version", "version", 1, 2**31 - 1),
            both_or_neither("draft_ended", "ended_at", "ended_how"),
            in_order("draft_saved_before_ended", "saved_at", "ended_at", may_touch=True),
        ]
