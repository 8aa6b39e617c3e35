"""Addresses that are protected: that they are, who alone may read them, and what they are."""

from django.db import models
from django.db.models import F, Q

from plimsoll.records.tenancy import Tenant, Within, both_or_neither, in_order, said


class AddressProtection(Tenant):
    """Where a household lives, or how somebody round a child is reached, is there for the people named for it alone, from
    one moment until another. It says whom everyone else asks, and never what is protected."""

    household = Within("records.Household", null=True)
    contact = Within("records.NetworkContact", null=True)
    child = Within("records.Child", null=True)  # round whom the contact is
    ask = Within("records.Worker", null=True)  # nobody: none of them was known when the address was moved here
    from_at = models.DateTimeField()
    marked_by = Within("records.Worker", null=True)  # nobody: it was protected before this table was there
    why = models.CharField(max_length=500)
    lift_asked_at = models.DateTimeField(null=True)
    lift_asked_by = Within("records.Worker", null=True)
    lift_why = models.CharField(max_length=500, null=True)
    to_at = models.DateTimeField(null=True)
    lifted_by = Within("records.Worker", null=True)
    lifted_why = models.CharField(max_length=500, null=True)

    class Meta:
        constraints = [
            said("addressprotection_why_said", "why"),
            models.CheckConstraint(
                condition=Q(household__isnull=False, contact__isnull=True)
                | Q(household__isnull=True, contact__isnull=False),
                name="addressprotection_of_one",
            ),
            both_or_neither("addressprotection_contact_and_child", "contact", "child"),
            both_or_neither("addressprotection_lift_asked", "lift_asked_at", "lift_asked_by", "lift_why"),
            both_or_neither("addressprotection_lifted", "to_at", "lifted_by", "lifted_why"),
            in_order("addressprotection_from_before_to", "from_at", "to_at"),
            models.CheckConstraint(
                condition=Q(lifted_by__isnull=True) | Q(lift_asked_by__isnull=True) | ~Q(lifted_by=F("lift_asked_by")),
                name="addressprotection_another_lifts",
            ),
            models.UniqueConstraint(
                fields=["org", "household"],
                condition=Q(to_at__isnull=True, household__isnull=False),
                name="addressprotection_one_of_household",
            ),
            models.UniqueConstraint(
                fields=["org", "contact"],
                condition=Q(to_at__isnull=True, contact__isnull=False),
                name="addressprotection_one_of_contact",
            ),
        ]


class AddressReader(Tenant):
    """A worker may read a protected address, from one moment until another. The database shows the row to those alone who
    are named for that address."""

    protection = Within("records.AddressProtection")
    worker = Within("records.Worker")
    from_at = models.DateTimeField()
    to_at = models.DateTimeField(null=True)
    named_by = Within("records.Worker", null=True)  # nobody: as of `AddressProtection.marked_by`

    class Meta:
        constraints = [
            in_order("addressreader_from_before_to", "from_at", "to_at"),
            models.UniqueConstraint(
                fields=["org", "protection", "worker"],
                condition=Q(to_at__isnull=True),
                name="addressreader_named_once",
            ),
        ]


class ProtectedAddress(Tenant):
    """What is protected, as somebody wrote it. A row is never changed; the last of a protection is what holds. The database
    shows it to those alone who are named for it; it stands in no history but this table."""

    protection = Within("records.AddressProtection")
    address = models.TextField(blank=True)
    telephone = models.CharField(max_length=50, blank=True)
    email = models.EmailField(blank=True)
    part = models.CharField(max_length=200, blank=True)  # of a profession: who they are, with the school or surgery
    written_at = models.DateTimeField()
    written_by = Within("records.Worker", null=True)  # nobody: it stood there when it was protected
