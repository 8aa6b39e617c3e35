"""Bands: the tier in which each case stands, and by which of the band's conditions.

"Within n working days" means before the end of the n-th next working day; an item dated without a time is due at the end
of office hours. An expected interval is not a due item.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from plimsoll.core.calendar import DAY_MINUTES, Calendar
from plimsoll.core.caseload import ONE, Caseload, Flags, Workers
from plimsoll.core.priority.criteria import CriteriaSet
from plimsoll.core.priority.indicators import URGENT, Pending, blocked_minutes, office_minutes
from plimsoll.core.priority.scores import Indicators
from plimsoll.core.terms import Band, CaseType, Factor, Indicator, Known, Purpose, Term
from plimsoll.core.timescales.due import DueItems, ages

HALF = ONE // 2  # of *last seen*: seen exactly one expected interval ago


class Ground(Term):
    """A condition that puts a case in a band, in the order in which bands test them."""

    IMMEDIATE_HARM = "IMMEDIATE_HARM"
    MISSING = "MISSING"
    EMERGENCY = "EMERGENCY"
    URGENT_ITEM_TODAY = "URGENT_ITEM_TODAY"
    STATUTORY_ITEM_TODAY = "STATUTORY_ITEM_TODAY"
    SAFEGUARDING_INFORMATION = "SAFEGUARDING_INFORMATION"
    UNSEEN_TWICE_TODAY = "UNSEEN_TWICE_TODAY"
    ITEM_THIS_WEEK = "ITEM_THIS_WEEK"
    OVERDUE_ITEM = "OVERDUE_ITEM"
    WAIT_IS_HARMFUL = "WAIT_IS_HARMFUL"
    RISK_IS_HIGH = "RISK_IS_HIGH"
    BIRTH_IS_NEAR = "BIRTH_IS_NEAR"
    UNSEEN_TWICE = "UNSEEN_TWICE"
    NO_NEXT_STEP = "NO_NEXT_STEP"
    UNTOUCHED = "UNTOUCHED"
    WAITS_FOR_OTHERS = "WAITS_FOR_OTHERS"


BAND_OF = {
    Ground.IMMEDIATE_HARM: Band.ACT_NOW,
    Ground.MISSING: Band.ACT_NOW,
    Ground.EMERGENCY: Band.ACT_NOW,
    Ground.URGENT_ITEM_TODAY: Band.TODAY,
    Ground.STATUTORY_ITEM_TODAY: Band.TODAY,
    Ground.SAFEGUARDING_INFORMATION: Band.TODAY,
    Ground.UNSEEN_TWICE_TODAY: Band.TODAY,
    Ground.ITEM_THIS_WEEK: Band.THIS_WEEK,
    Ground.OVERDUE_ITEM: Band.THIS_WEEK,
    Ground.WAIT_IS_HARMFUL: Band.THIS_WEEK,
    Ground.RISK_IS_HIGH: Band.THIS_WEEK,
    Ground.BIRTH_IS_NEAR: Band.THIS_WEEK,
    Ground.UNSEEN_TWICE: Band.THIS_WEEK,
    Ground.NO_NEXT_STEP: Band.THIS_WEEK,
    Ground.UNTOUCHED: Band.THIS_WEEK,
    Ground.WAITS_FOR_OTHERS: Band.AWAITING_OTHERS,
}


@dataclass(frozen=True)
class Bands:
    """band : (n,) int8, `Band.number`; grounds : (n,) int64, bits of every `Ground` that holds of the case; for_today : (j,)
    whether each item of `Pending` puts its case into *Today* at least; no_time : (j,) whether it does so only because its
    worker has no time for it between then and when it is due."""

    band: NDArray[np.int8]
    grounds: NDArray[np.int64]
    for_today: Flags
    no_time: Flags


def bands(
    caseload: Caseload,
    indicators: Indicators,
    items: DueItems,
    moving: Pending,
    workers: Workers,
    criteria: CriteriaSet,
    calendar: Calendar,
    as_at: int,
) -> Bands:
    """The band of every case at a moment, with all the conditions that hold. Act now can be neither switched off nor
    reweighted: it reads nothing of the criteria set."""
    holds: dict[Ground, Flags] = {
        Ground.IMMEDIATE_HARM: caseload.immediate_harm,
        Ground.MISSING: caseload.missing,
        Ground.EMERGENCY: caseload.emergency,
    }
    by_items, for_today, no_time = _by_items(caseload, items, moving, workers, criteria, calendar, as_at)
    holds |= by_items
    holds |= _by_facts(caseload, indicators, criteria, as_at)
    holds[Ground.WAITS_FOR_OTHERS] = _waits(caseload, indicators, items, moving, criteria, calendar, as_at)

    band = np.full(len(caseload), Band.PLANNED.number, dtype=np.int8)
    grounds = np.zeros(len(caseload), dtype=np.int64)
    for ground in reversed(Ground):  # from the last tested to the first, so that the first has the last word
        band[holds[ground]] = BAND_OF[ground].number
        grounds |= np.where(holds[ground], ground.bit, 0)
    return Bands(band, grounds, for_today, no_time)


def _by_items(
    caseload: Caseload,
    items: DueItems,
    moving: Pending,
    workers: Workers,
    criteria: CriteriaSet,
    calendar: Calendar,
    as_at: int,
) -> tuple[dict[Ground, Flags], Flags, Flags]:
    """Conditions of *Today* and *This week* that speak of due items; and of each item, whether one of *Today* holds, and
    whether it would not if its worker were there."""
    n, duty = len(caseload), items.duty[moving.which]
    due = items.due[moving.which]
    purposes = np.array([item.purpose.number for item in items.duties], dtype=np.int8)[duty]
    statutory = np.array([item.statutory for item in items.duties], dtype=bool)[duty]
    urgent = np.isin(purposes, [word.number for word in URGENT])
    late = due < as_at

    def begins_by(days: int, *, there: bool = False) -> Flags:
        """Whether the latest start of each item lies before the end of the n-th next working day."""
        end = calendar.end_of_working_day(as_at, days)
        worker = caseload.worker[moving.case]
        free = calendar.working_minutes(due) - int(calendar.working_minutes(np.array([end]))[0])
        if not there:
            free = free - blocked_minutes(workers, worker, end, np.maximum(due, end), calendar)
        effort = office_minutes(items.effort_minutes[moving.which], calendar)
        return np.asarray(late | (free <= effort))

    today = as_at // DAY_MINUTES
    yesterday = _working_day_before(today, calendar)
    on_its_day = (due // DAY_MINUTES <= today) & (due // DAY_MINUTES >= yesterday)
    weekly = urgent | (purposes == Purpose.DECIDE.number)
    pressing, on_day = urgent & begins_by(criteria.today_days), statutory & ~urgent & on_its_day
    holds = {
        Ground.URGENT_ITEM_TODAY: _any(moving.case, pressing, n),
        Ground.STATUTORY_ITEM_TODAY: _any(moving.case, on_day, n),
        Ground.ITEM_THIS_WEEK: _any(moving.case, weekly & begins_by(criteria.week_days), n),
        Ground.OVERDUE_ITEM: _any(moving.case, late, n),
    }
    no_time = pressing & ~begins_by(criteria.today_days, there=True)
    return holds, pressing | on_day, no_time


def _working_day_before(day: int, calendar: Calendar) -> int:
    """The last working day before a day: an item due on it, or since, is on its due day or the working day after."""
    before = day - 1
    while not calendar.is_working_day(np.array([before], "datetime64[D]"))[0]:
        before -= 1
    return before


def _by_facts(caseload: Caseload, indicators: Indicators, criteria: CriteriaSet, as_at: int) -> dict[Ground, Flags]:
    """Conditions of *Today* and *This week* that speak of anything but due items."""
    today = np.datetime64(int(as_at) // DAY_MINUTES, "D")
    unseen = indicators.of(Indicator.LAST_SEEN) == ONE
    closely = (caseload.case_types & (CaseType.CHILD_PROTECTION.bit | CaseType.LOOKED_AFTER.bit)) != 0
    under_1 = (ages(caseload.born, today) == 0) | (caseload.factors[Factor.UNDER_1.number] != 0)
    kinds = sum(word.bit for word in criteria.safeguarding)
    on_a_plan = (caseload.case_types & CaseType.CHILD_PROTECTION.bit) != 0
    unborn = np.isnat(caseload.born) | (caseload.born > today)
    near = unborn & (caseload.expected_birth <= today + np.timedelta64(criteria.unborn_days, "D"))
    steps = np.full(len(caseload), caseload.carries_steps)
    return {
        Ground.SAFEGUARDING_INFORMATION: (caseload.information & kinds) != 0,
        Ground.UNSEEN_TWICE_TODAY: unseen & (closely | under_1),
        Ground.UNSEEN_TWICE: unseen,
        Ground.WAIT_IS_HARMFUL: indicators.of(Indicator.WAIT) >= criteria.wait_this_week,
        Ground.RISK_IS_HIGH: indicators.of(Indicator.RISK) >= criteria.risk_this_week,
        Ground.BIRTH_IS_NEAR: on_a_plan & near,
        Ground.NO_NEXT_STEP: steps & ~caseload.next_step,
        Ground.UNTOUCHED: steps & (caseload.untouched_days >= criteria.untouched_days),
    }


def _waits(
    caseload: Caseload,
    indicators: Indicators,
    items: DueItems,
    moving: Pending,
    criteria: CriteriaSet,
    calendar: Calendar,
    as_at: int,
) -> Flags:
    """Blocked, seen within the interval, nothing undealt with, a chase date ahead and near; leaves when it comes or
    something falls due. A second chase date needs the supervisor."""
    falls_due = _any(moving.case, items.due[moving.which] // DAY_MINUTES <= as_at // DAY_MINUTES, len(caseload))
    last = np.datetime64(calendar.end_of_working_day(as_at, criteria.chase_days) // DAY_MINUTES, "D")
    ahead = (caseload.chase > np.datetime64(int(as_at) // DAY_MINUTES, "D")) & (caseload.chase <= last)
    agreed = (caseload.chases <= 1) | caseload.supervisor_agreed
    known = indicators.known[Indicator.LAST_SEEN.number] == Known.KNOWN.number
    unseen = indicators.of(Indicator.LAST_SEEN)  # to which each failed visit adds a quarter, though it is no day unseen
    seen = known & (unseen < ONE) & (unseen - caseload.failed_visits * (ONE // 4) <= HALF)
    return np.asarray(caseload.blocked & seen & (caseload.information == 0) & ahead & agreed & ~falls_due)


def _any(case: NDArray[np.int32], holds: Flags, n: int) -> Flags:
    """Whether a condition holds of any item of each case."""
    found = np.zeros(n, dtype=bool)
    found[case[holds]] = True
    return found
