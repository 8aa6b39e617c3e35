"""Children, the households they live in, and who is around them."""

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models import F, Q

from plimsoll.core.terms import Bond, ContactKind, Couple, Disability, Ethnicity, Kinship, Sex
from plimsoll.records.spells import no_overlap
from plimsoll.records.tenancy import CODE_LENGTH, Code, Tenant, Within, both_or_neither, in_order, said, within


class Child(Tenant):
    """A child or young person, born or expected, whom the organisation knows; a row is never taken away by use."""

    reference = models.CharField(max_length=100)  # what the case-recording system calls them
    given_name = models.CharField(max_length=200, blank=True)
    family_name = models.CharField(max_length=200, blank=True)
    sort_name = models.CharField(max_length=400, blank=True)  # lower case, no accents
    born_on = models.DateField(null=True)
    expected_on = models.DateField(null=True)  # an unborn child: when the birth is expected
    died_on = models.DateField(null=True)
    nhs_number = models.CharField(max_length=10, null=True)  # as somebody typed it: two may claim the same
    upn = models.CharField(max_length=13, blank=True, default="", db_default="")  # unique pupil number, as typed
    sex = Code(Sex, null=True)
    ethnicity = Code(Ethnicity, null=True)
    disabilities = ArrayField(
        models.CharField(max_length=CODE_LENGTH), default=list, db_default=models.Value("{}")
    )  # nothing: nobody has asked
    language = models.CharField(max_length=100, blank=True, default="", db_default="")  # the first one
    interpreter = models.BooleanField(null=True)  # whether one is needed; nothing: nobody has asked
    communication = models.CharField(max_length=2000, blank=True, default="", db_default="")  # what helps to talk

    class Meta:
        constraints = [
            said("child_reference_said", "reference"),
            in_order("child_born_before_died", "born_on", "died_on", may_touch=True),
            models.CheckConstraint(
                condition=Q(nhs_number__isnull=True) | Q(nhs_number__regex=r"^[0-9]{10}$"), name="child_nhs_ten_digits"
            ),
            models.UniqueConstraint(fields=["org", "reference"], name="child_one_per_reference"),
            models.CheckConstraint(
                condition=Q(disabilities__contained_by=[word.value for word in Disability]),
                name="child_disability_codes",
            ),
        ]
        indexes = [
            models.Index(fields=["org", "nhs_number"], name="child_by_nhs_number"),
            GinIndex(OpClass("sort_name", name="gin_trgm_ops"), name="child_by_part_of_name"),
        ]


class Household(Tenant):
    """People who live together at one address; true until they no longer do."""

    name = models.CharField(max_length=200)
    address = models.TextField(blank=True)
    address_protected = models.BooleanField(default=False)  # it stands in `ProtectedAddress`, for those named alone

    class Meta:
        constraints = [
            said("household_name_said", "name"),
            models.CheckConstraint(
                condition=Q(address_protected=False) | Q(address=""), name="household_protected_address_elsewhere"
            ),
        ]


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
    reach_protected = models.BooleanField(
        default=False, db_default=False
    )  # how they are reached stands in `ProtectedAddress`, for those named alone
    sex = Code(Sex, null=True)
    born_year = models.SmallIntegerField(null=True)
    died = models.BooleanField(default=False, db_default=False)
    lives_with = models.BooleanField(null=True)  # whether they live with the child; nothing: nobody has asked
    bond = Code(Bond, null=True)  # how it is between them and the child
    partner = Within("records.NetworkContact", null=True)  # with whom they are or were a couple; said of both
    couple = Code(Couple, null=True)
    parent_of = Within("records.NetworkContact", null=True)  # of a grandparent: which parent is their child
    from_date = models.DateField()
    to_date = models.DateField(null=True)

    class Meta:
        constraints = [
            said("networkcontact_name_said", "name"),
            models.CheckConstraint(
                condition=Q(reach_protected=False) | Q(telephone="", email=""),
                name="networkcontact_protected_reach_elsewhere",
            ),
            in_order("networkcontact_from_before_to", "from_date", "to_date", may_touch=True),
            within("networkcontact_born_year", "born_year", 1900, 2100),
            both_or_neither("networkcontact_partner_and_couple", "partner", "couple"),
            models.CheckConstraint(condition=~Q(partner=F("id")), name="networkcontact_partner_another"),
            models.CheckConstraint(condition=~Q(parent_of=F("id")), name="networkcontact_parent_of_another"),
        ]


class Told(Tenant):
    """Something that a person round a child was told, by somebody who works on a case, on a day. A row is never changed."""

    case = Within("records.Case")
    contact = Within("records.NetworkContact")
    told_on = models.DateField()
    what = models.CharField(max_length=2000)
    told_by = Within("records.Worker")
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = [said("told_what_said", "what")]


class SafetyNote(Tenant):
    """What somebody who visits must know to be safe, from whom it is known, and by when it is looked at again; true until it
    is ended. It is a claim about people: it says where it comes from, and never stands without an end."""

    case = Within("records.Case")
    text = models.CharField(max_length=2000)
    source = models.CharField(max_length=500)
    review_on = models.DateField()
    noted_at = models.DateTimeField()
    noted_by = Within("records.Worker")
    ended_at = models.DateTimeField(null=True)
    ended_by = Within("records.Worker", null=True)
    ended_why = models.CharField(max_length=500, null=True)

    class Meta:
        constraints = [
            said("safetynote_text_said", "text"),
            said("safetynote_source_said", "source"),
            both_or_neither("safetynote_ended", "ended_at", "ended_by", "ended_why"),
            in_order("safetynote_noted_before_ended", "noted_at", "ended_at", may_touch=True),
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
