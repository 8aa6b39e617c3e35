"""Filters that people keep for themselves."""

from django.db import models
from django.db.models import Q

from plimsoll.core.terms import FilterPlace
from plimsoll.records.tenancy import Code, Tenant, Within, in_order, said

LONGEST_NAME = 100


class SavedFilter(Tenant):
    """What a worker looks for again and again, under a name of their own, until they end it. Nobody else sees it: what is
    looked for may name a child."""

    worker = Within("records.Worker")
    place = Code(FilterPlace)
    name = models.CharField(max_length=LONGEST_NAME)
    asked = models.CharField(max_length=1000)  # as it stands in the address of the page, after the question mark
    kept_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            said("savedfilter_name_said", "name"),
            said("savedfilter_asked_said", "asked"),
            in_order("savedfilter_kept_before_ended", "kept_at", "ended_at"),
            models.UniqueConstraint(
                fields=["org", "worker", "place", "name"],
                condition=Q(ended_at__isnull=True),
                name="savedfilter_one_per_name",
            ),
        ]
