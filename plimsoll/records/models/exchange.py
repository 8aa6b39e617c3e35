"""What comes from outside, what is half written, and what people are told."""

from django.db import models
from django.db.models import Q

from plimsoll.core.terms import NoticeKind
from plimsoll.records.tenancy import Code, Tenant, Within, both_or_neither, in_order, said


class Import(Tenant):
    """A file that somebody brought in: read and staged, then applied after a look, or left; nothing changes before."""

    file_name = models.CharField(max_length=255)
    digest = models.CharField(max_length=64)  # SHA-256 of the file
    staged_at = models.DateTimeField()
    staged_by = Within("records.Worker")
    rows = models.JSONField(default=list)
    faults = models.JSONField(default=list)
    applied_at = models.DateTimeField(null=True)
    applied_by = Within("records.Worker", null=True)

    class Meta:
        constraints = [
            said("import_file_name_said", "file_name"),
            models.CheckConstraint(condition=Q(digest__regex=r"^[0-9a-f]{64}$"), name="import_digest_is_sha256"),
            both_or_neither("import_applied_at_and_by", "applied_at", "applied_by"),
            in_order("import_staged_before_applied", "staged_at", "applied_at", may_touch=True),
        ]


class Draft(Tenant):
    """What a worker has typed into a form and not sent yet; it goes when it is sent or thrown away."""

    worker = Within("records.Worker")
    form = models.CharField(max_length=200)  # which form, about what
    content = models.JSONField()
    saved_at = models.DateTimeField()

    class Meta:
        constraints = [
            said("draft_form_said", "form"),
            models.UniqueConstraint(fields=["org", "worker", "form"], name="draft_one_per_form"),
        ]


class Notice(Tenant):
    """Something a worker is told; new until they have seen it. It names no child: the page behind it knows who may."""

    worker = Within("records.Worker")
    kind = Code(NoticeKind)
    link = models.CharField(max_length=500)
    made_at = models.DateTimeField()
    seen_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [in_order("notice_made_before_seen", "made_at", "seen_at", may_touch=True)]
