"""What an organisation agrees on about order, what people judged, and the orders that came out."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from plimsoll.core.terms import Scale
from plimsoll.records.models.reference import Edition
from plimsoll.records.tenancy import Code, Tenant, Within, in_order, said, within


class CriteriaSet(Edition):
    """One version of the criteria by which an organisation orders its work, from its day until the next version does."""


class Judgement(Tenant):
    """What a person decided about a case on one scale, when and why. A row is never changed; it is true until a later
    one of the same case and scale, or until it is too old for the criteria set."""

    case = Within("records.Case")
    scale = Code(Scale)
    value = models.SmallIntegerField(null=True)  # 0 to 4; nothing: the person says that it is not known
    judged_at = models.DateTimeField()
    judged_by = Within("records.Worker")
    recorded_at = models.DateTimeField()
    why = models.CharField(max_length=2000)

    class Meta:
        constraints = [
            within("judgement_value_0_to_4", "value", 0, 4),
            said("judgement_why_said", "why"),
            in_order("judgement_judged_before_recorded", "judged_at", "recorded_at", may_touch=True),
        ]
        indexes = [models.Index(fields=["org", "case", "scale", "judged_at"], name="judgement_by_case")]


class Ranking(Tenant):
    """An order of work that was made, with all that it was made from. A row is never changed: it is what was shown."""

    worker = Within("records.Worker", null=True)
    team = Within("records.Team", null=True)
    as_at = models.DateTimeField()  # the clock it was made for
    known_at = models.DateTimeField()  # what the database knew then
    made_at = models.DateTimeField()
    criteria_set = Within("records.CriteriaSet")
    rulebook = Within("records.RulebookVersion")
    scheme = Within("records.SchemeVersion")
    cases = ArrayField(models.UUIDField())  # that it speaks of: whoever may not see one may not see it
    result = models.JSONField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(worker__isnull=True, team__isnull=False) | Q(worker__isnull=False, team__isnull=True),
                name="ranking_of_worker_or_team",
            ),
            in_order("ranking_known_before_made", "known_at", "made_at", may_touch=True),
        ]
