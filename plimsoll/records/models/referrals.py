"""Referrals: what somebody was worried about, and what was decided about it."""

from django.db import models
from django.db.models import Q

from plimsoll.core.terms import ContactOutcome, FamilyKnows, Means, ReferralSource, Reported, TriageOutcome
from plimsoll.records.tenancy import Code, Tenant, Within, in_order, said

LONGEST_SAFETY = 500
UNLINKED = [word.value for word in TriageOutcome if word is not TriageOutcome.LINKED]


class Referral(Tenant):
    """Somebody told us that they are worried about the child of a case: who, how, when, and in their own words. A row is
    never changed; what was decided about it is a row of its own. A case that came by a file has none."""

    case = Within("records.Case")
    source = Code(ReferralSource)
    referrer = models.CharField(max_length=200, blank=True)  # name, post and how to reach them, as they said it
    means = Code(Means)
    received_at = models.DateTimeField()
    recorded_at = models.DateTimeField()
    recorded_by = Within("records.Worker")
    worry = models.TextField()
    contact = models.BooleanField(default=False, db_default=False)  # what it comes to is said before any triage
    danger = models.BooleanField(default=False)  # the child may be in danger now
    reported = Code(Reported, null=True)  # nothing: it was not asked
    family_knows = Code(FamilyKnows, null=True)  # nothing: it was not asked
    family_why = models.CharField(max_length=500, blank=True)

    class Meta:
        constraints = [
            said("referral_worry_said", "worry"),
            in_order("referral_received_before_recorded", "received_at", "recorded_at", may_touch=True),
            models.UniqueConstraint(fields=["org", "case"], name="referral_one_per_case"),
        ]


class TriageDecision(Tenant):
    """What somebody decided about the referral of a case. A row is never changed: another referral is another case."""

    case = Within("records.Case")
    outcome = Code(TriageOutcome)
    why = models.CharField(max_length=500)
    safety = models.CharField(max_length=LONGEST_SAFETY, blank=True)  # what keeps the child safe, where danger was said
    linked = Within("records.Case", null=True)  # the open case that it goes to; nothing: that one was removed since
    triaged_at = models.DateTimeField()
    triaged_by = Within("records.Worker")

    class Meta:
        constraints = [
            said("triagedecision_why_said", "why"),
            models.UniqueConstraint(fields=["org", "case"], name="triagedecision_one_per_case"),
            models.CheckConstraint(
                condition=~Q(outcome__in=UNLINKED, linked__isnull=False),
                name="triagedecision_linked_to_a_case",
            ),
        ]


class ContactDecision(Tenant):
    """What somebody said that a contact comes to, or that it is taken up again because that was wrong. A row is never
    changed: the latest holds."""

    case = Within("records.Case")
    outcome = Code(ContactOutcome)
    why = models.CharField(max_length=500)
    advice = models.CharField(max_length=2000, blank=True)  # what was advised, where advice was given
    told = models.CharField(max_length=200, blank=True)  # to whom
    decided_at = models.DateTimeField()
    decided_by = Within("records.Worker")

    class Meta:
        constraints = [
            said("contactdecision_why_said", "why"),
            models.CheckConstraint(
                condition=(Q(outcome="ADVICE") & ~Q(advice="") & ~Q(told=""))
                | (~Q(outcome="ADVICE") & Q(advice="", told="")),
                name="contactdecision_advice_to_somebody",
            ),
        ]
