"""Every row that an engine reads, as it was at any moment. A trigger writes here, and nothing else can."""

from django.db import models


class History(models.Model):
    """One row of one table as it stood from one moment to another. What was deleted ends with a row of no length, which
    says who deleted it and why."""

    pk = models.CompositePrimaryKey("org_id", "tbl", "row_id", "from_at")
    org_id = models.UUIDField()
    tbl = models.CharField(max_length=63)
    row_id = models.UUIDField()
    case_id = models.UUIDField(null=True)
    worker_id = models.UUIDField(null=True)  # whom the row is about; with the case, what the past is asked for by
    from_at = models.DateTimeField()
    to_at = models.DateTimeField(null=True)  # nothing: it stands
    by_id = models.UUIDField(null=True)  # worker; nobody: the product itself, or a hand in the database
    why = models.TextField(blank=True)
    import_id = models.UUIDField(null=True)  # the file that was being applied, or undone, when it was written
    row = models.JSONField()

    class Meta:
        # Both name columns, as nothing inside `row` can be found by an index under row-level security.
        indexes = [
            models.Index(fields=["org_id", "case_id", "tbl", "from_at"], name="history_by_case"),
            models.Index(
                fields=["org_id", "worker_id", "tbl", "from_at"],
                condition=models.Q(worker_id__isnull=False),
                name="history_by_worker",
            ),
            models.Index(
                fields=["org_id", "import_id", "tbl"],
                condition=models.Q(import_id__isnull=False),
                name="history_by_import",
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(to_at__isnull=True) | models.Q(to_at__gte=models.F("from_at")),
                name="history_from_before_to",
            )
        ]
