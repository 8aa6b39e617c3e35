"""Children, the households they live in, and who is around them."""

from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models import Q

from plimsoll.core.terms import ContactKind, Kinship
from plimsoll.records.spells import no_overlap
from plimsoll.records.tenancy import Code, Tenant, Within, in_order, said


class Child(Tenant):
    """A child or young person, born or expected, whom the organisation knows; a row is never taken away by use."""

    reference = models.CharField(max_length=100)  # what the case-recording system calls them
    given_name = models.CharField(max_length=200, blank=True)
    family_name = models.CharField(max_length=200, blank=True)
    sort_name = models.CharField(max_length=400, blank=True)  # lower case, no accents
    born_on = models.DateField(null=True)
    expected_on = models.DateField(null=True)  # an unborn child: when the birth is expected
    died_on = models.DateField(null=True)
    nhs_number = models.CharField(max_length=10, null=True)

    class Meta:
        constraints = [
            said("child_reference_said", "reference"),
            in_order("child_born_before_died", "born_on", "died_on", may_touch=True),
            models.CheckConstraint(
                condition=Q(nhs_number__isnull=True) | Q(nhs_number__regex=r"^[0-9]{10}$"), name="child_nhs_ten_digits"
            ),
            models.UniqueConstraint(fields=["org", "reference"], name="child_one_per_reference"),
            models.UniqueConstraint(fields=["org", "nhs_number"], name="child_one_per_nhs_number"),
        ]
        indexes = [GinIndex(OpClass("sort_name", name="gin_trgm_ops"), name="child_by_part_of_name")]


class Household(Tenant):
    """People who live together at one address; true until they no longer do."""

    name = models.CharField(max_length=200)
    address = models.TextField(blank=True)
    address_protected = models.BooleanField(default=False)  # to be shown to nobody who does not need it

    class Meta:
        constraints = [said("household_name_said", "name")]


class HouseholdMember(Tenant):
    """A child lives in a household, from a day until the day before `to_date`; in two at a time where care is shared."""

    child = Within("records.Child")
    household = Within("records.Household")
    from_date = models.DateField()
    to_date = models.DateField(null=True)

    class Meta:
        constraints = [
            in_order("householdmember_from_before_to", "from_date", "to_date"),
            no_overlap("householdmember_one_at_a_time", "child", "household", dates=True),
        ]


class NetworkContact(Tenant):
    """A person around a child, of the family or of a profession, from a day until the day before `to_date`."""

    child = Within("records.Child")
    kind = Code(ContactKind)
    name = models.CharField(max_length=200)
    part = models.CharField(max_length=200, blank=True)  # health visitor, form teacher, neighbour
    telephone = models.CharField(max_length=50, blank=True)
    email = models.EmailField(blank=True)
    from_date = models.DateField()
    to_date = models.DateField(null=True)

    class Meta:
        constraints = [
            said("networkcontact_name_said", "name"),
            in_order("networkcontact_from_before_to", "from_date", "to_date"),
        ]


class FamilyRelation(Tenant):
    """What somebody is to a child: another child on record, or a person of the child's network; true until withdrawn."""

    child = Within("records.Child")
    other_child = Within("records.Child", null=True)
    contact = Within("records.NetworkContact", null=True)
    kinship = Code(Kinship)  # what the other is to the child
    parental_responsibility = models.BooleanField(null=True)  # not known: nobody has asked
    withdrawn_on = models.DateField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(other_child__isnull=True, contact__isnull=False)
                | Q(other_child__isnull=False, contact__isnull=True),
                name="familyrelation_to_one_person",
            ),
            models.CheckConstraint(condition=~Q(child=models.F("other_child")), name="familyrelation_to_another"),
        ]
