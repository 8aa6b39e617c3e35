"""What is remembered of people's doings: what they did, and what they looked at. Written once, sealed, never changed.

No row points at another table: the trail outlives what it speaks of. Who, in which role, from where, when, in which
transaction and the digest are filled in by the database from the context, whatever a program says of them.
"""

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models

from plimsoll.core.terms import Act
from plimsoll.records.tenancy import Code


class Sealed(models.Model):
    """One entry of the trail. Content and salt may be taken away when their time is over; the digest stays, so the chain of
    seals still closes."""

    pk = models.CompositePrimaryKey("org_id", "id")
    org_id = models.UUIDField()
    id = models.UUIDField()
    at = models.DateTimeField()
    by_id = models.UUIDField(null=True)  # worker; nobody: the product itself
    roles = models.CharField(max_length=400, null=True)  # that the worker held then
    origin = models.CharField(max_length=200, null=True)  # network address, or "command line"
    era = models.BigIntegerField()  # the database server's own number: transactions are counted anew on another
    xid = models.BigIntegerField()  # transaction
    salt = models.UUIDField(null=True)
    digest = models.BinaryField()  # SHA-256 of all of the above and below

    class Meta:
        abstract = True


class AuditEvent(Sealed):
    """Somebody did something."""

    act = Code(Act)
    case_id = models.UUIDField(null=True)
    child_id = models.UUIDField(null=True)
    about_id = models.UUIDField(null=True)  # the row that was made or changed
    why = models.TextField(null=True)
    detail = models.JSONField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["era", "xid"], name="auditevent_by_xid"),
            models.Index(fields=["org_id", "case_id", "at"], name="auditevent_by_case"),
            models.Index(fields=["org_id", "by_id", "at"], name="auditevent_by_worker"),
            models.Index(fields=["org_id", "at"], name="auditevent_by_time"),
        ]


class Viewing(Sealed):
    """Somebody was shown something of children: one row for one page."""

    page = models.CharField(max_length=100, null=True)  # the name of its address
    children = ArrayField(models.UUIDField(), null=True)
    cases = ArrayField(models.UUIDField(), null=True)

    class Meta:
        indexes = [
            models.Index(fields=["era", "xid"], name="viewing_by_xid"),
            GinIndex(fields=["children"], name="viewing_by_child"),
            GinIndex(fields=["cases"], name="viewing_by_one_case"),
            models.Index(fields=["org_id", "by_id", "at"], name="viewing_by_worker"),
            models.Index(fields=["org_id", "at"], name="viewing_by_time"),
        ]


class AuditSeal(models.Model):
    """One link of the chain: every entry of the transactions from `from_xid` to just before `upto_xid`, and the link
    before it, in one digest. The last link is also written outside the database."""

    n = models.BigIntegerField(primary_key=True)
    at = models.DateTimeField()
    era = models.BigIntegerField()
    from_xid = models.BigIntegerField()
    upto_xid = models.BigIntegerField()
    entries = models.BigIntegerField()
    head = models.BinaryField()
