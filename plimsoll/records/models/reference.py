"""What an organisation has settled: rulebooks, calendar, settings."""

from django.contrib.postgres.fields import ArrayField
from django.db import models

from plimsoll.core.calendar import Nation
from plimsoll.records.tenancy import Code, Tenant, Within, in_order, said, within


class Edition(Tenant):
    """One version of a text that the engines read, as it was agreed. A row is never changed; it holds from its day until
    the next version of the same key does."""

    key = models.CharField(max_length=100)
    version = models.CharField(max_length=100)
    title = models.CharField(max_length=200)
    text = models.TextField()  # TOML, as `plimsoll.core` parses it
    in_force_from = models.DateField()
    agreed_at = models.DateTimeField()
    agreed_by = Within("records.Worker", null=True)  # nobody: it ships with the product

    class Meta:
        abstract = True
        constraints = [
            models.UniqueConstraint(fields=["org", "key", "version"], name="%(class)s_one_per_version"),
            said("%(class)s_text_said", "text"),
        ]


class RulebookVersion(Edition):
    """One version of the timescales that hold in an organisation, from its day until the next version does."""


class DriftVersion(Edition):
    """One version of the rules by which signs of drift are looked for, from its day until the next version does."""


class LifeVersion(Edition):
    """One version of what is settled about the life of a case: whose agreement each step needs, and the levels of need."""


class CalendarSetting(Tenant):
    """When an organisation works and how it counts days, from a day until the next row does. A row is never changed: of two
    from one day, the one that was agreed later holds."""

    from_date = models.DateField()
    nation = Code(Nation)
    opens_minute = models.SmallIntegerField()  # minutes after midnight
    closes_minute = models.SmallIntegerField()
    start_day_is = models.SmallIntegerField(default=0)  # whether the day of a visit is day 0 or day 1 of its count
    bank_holidays_count = models.BooleanField(default=False)
    closure_days = ArrayField(models.DateField(), default=list)
    agreed_at = models.DateTimeField()
    agreed_by = Within("records.Worker", null=True)

    class Meta:
        constraints = [
            within("calendarsetting_opens_in_the_day", "opens_minute", 0, 1440),
            within("calendarsetting_closes_in_the_day", "closes_minute", 0, 1440),
            in_order("calendarsetting_opens_before_closes", "opens_minute", "closes_minute"),
            within("calendarsetting_start_day_0_or_1", "start_day_is", 0, 1),
        ]


class Setting(Tenant):
    """One choice of an organisation's own, until it is changed; what it was stands in the history."""

    key = models.CharField(max_length=100)
    value = models.JSONField()

    class Meta:
        constraints = [
            said("setting_key_said", "key"),
            models.UniqueConstraint(fields=["org", "key"], name="setting_one_per_key"),
        ]
