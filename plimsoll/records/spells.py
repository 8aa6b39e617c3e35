"""Spells: what is true from one moment, or day, until another. The end is the first at which it is no longer true."""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, DateTimeRangeField, RangeOperators
from django.db.models import F, Func, Q


class Days(Func):
    """The days from one to the day before another."""

    function = "DATERANGE"
    output_field = DateRangeField()


class Moments(Func):
    """The time from one moment to just before another."""

    function = "TSTZRANGE"
    output_field = DateTimeRangeField()


def no_overlap(name: str, *same: str, dates: bool = False, condition: Q | None = None) -> ExclusionConstraint:
    """At most one spell at a time of rows that have the same organisation and the same `same`."""
    span = Days(F("from_date"), F("to_date")) if dates else Moments(F("from_at"), F("to_at"))
    equal = [(F(field), RangeOperators.EQUAL) for field in ("org", *same)]
    return ExclusionConstraint(name=name, expressions=[*equal, (span, RangeOperators.OVERLAPS)], condition=condition)
