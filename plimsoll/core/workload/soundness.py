"""What must hold between the parts of a load scheme."""

import re
from math import prod

from plimsoll.core.strict import Table
from plimsoll.core.workload.blanks import check_once
from plimsoll.core.workload.rules import Effect, Measure, Period
from plimsoll.core.workload.scheme import NOT_COUNTED, Scheme

# Weights and additions stay below 10**8 hundredths; with a growth of 1,000 at most, int64 cannot overflow on the way.
MOST_GROWTH = 1_000
_CODE = r"[A-Z][A-Z0-9_]*"


def check_sound(table: Table, scheme: Scheme) -> None:
    """Notes every fault that shows only between parts, or in how a part is named."""
    if scheme.key and not re.fullmatch(r"[a-z][a-z0-9_]*", scheme.key):
        table.fault(f"'key' must be small letters, digits and _, not {scheme.key!r}.")
    for what, codes in (
        ("kinds", list(scheme.kinds)),
        ("levels", list(scheme.levels)),
        ("modifiers", [entry.key for entry in scheme.modifiers]),
        ("extras", [entry.key for entry in scheme.extras]),
        ("help", [entry.key for entry in scheme.help_tasks]),
        ("reductions", [entry.key for entry in scheme.reductions]),
    ):
        check_once(table, what, codes)
        for code in codes:
            if code and not re.fullmatch(_CODE, code):
                table.fault(f"'{what}' names {code!r}, which is not a code such as FURTHER_CHILD.")
    if scheme.levels and scheme.level_when_unknown not in (*scheme.levels, NOT_COUNTED, ""):
        table.fault(f"'level_when_unknown' must be one of the levels or {NOT_COUNTED}.")
    hours = scheme.full_time_hours
    weekly_hours = scheme.measure is Measure.HOURS and scheme.period is Period.WEEK
    if weekly_hours and hours not in (None, scheme.full_time_capacity):
        table.fault("'full_time_capacity' must equal 'full_time_hours' where load is counted in hours a week.")
    if (scheme.stable.points or 0) > scheme.full_time_capacity:
        table.fault("stable, 'points' must not exceed 'full_time_capacity'.")
    factors = [each.amount or 100 for each in scheme.modifiers if each.effect is Effect.MULTIPLY]
    if prod(max(100, factor) for factor in factors) > MOST_GROWTH * 100 ** len(factors):
        table.fault(f"'modifiers' together must not multiply a case by more than {MOST_GROWTH:,}.")
    _check_zones(table, [zone.percent for zone in scheme.zones])


def _check_zones(table: Table, percents: list[int]) -> None:
    if not percents or percents[0] != 0:
        table.fault("'zones' must begin with one from 0 percent.")
    if percents != sorted(set(percents)):
        table.fault("'zones' must rise from each to the next.")
    if 100 not in percents:
        table.fault("'zones' must have one above 100 percent: the load line itself.")
