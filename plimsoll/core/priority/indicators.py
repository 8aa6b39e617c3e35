"""Value functions: each fact about a case turned into 0..1.

Source: the product's own specification of prioritisation; the slack pressure is the exponential look-ahead of the
apparent-tardiness-cost rule (Vepsalainen & Morton 1987).
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from plimsoll.core.calendar import DAY_MINUTES, Calendar, Moments
from plimsoll.core.caseload import AT_THE_SETS_VALUE, NOBODY, ONE, UNKNOWN, Caseload, Flags, Workers
from plimsoll.core.priority.criteria import CriteriaSet
from plimsoll.core.priority.scores import Indicators
from plimsoll.core.terms import (
    CaseType,
    Circumstance,
    DueState,
    Factor,
    Indicator,
    Information,
    Known,
    Owner,
    Purpose,
    WhoElse,
)
from plimsoll.core.timescales.due import DueItems, expected_intervals

Values = NDArray[np.int64]
URGENT = (Purpose.SEE, Purpose.PROTECT, Purpose.COURT)
_QUARTER = ONE // 4


@dataclass(frozen=True)
class Pending:
    """The due items that move cases at a moment: not yet met, and the allocated worker's own.

    which : (j,) positions in the due items; case : (j,) their cases; pressure : (j,) millionths;
    late_minutes, length_minutes : (j,) working time overdue, and the length of the timescale within the set's limits;
    slack_minutes : (j,) working time from now to the latest start, 0 or less when it should have begun.
    """

    which: NDArray[np.intp]
    case: NDArray[np.int32]
    pressure: Values
    late_minutes: Values
    length_minutes: Values
    slack_minutes: Values


def own_items(items: DueItems, caseload: Caseload) -> NDArray[np.intp]:
    """Positions of the items not yet met that are the allocated worker's own.

    The unallocated queue is the manager's work: there the manager's and the team's own items count.
    """
    waiting = np.isin(items.state, (DueState.DUE.number, DueState.OVERDUE.number))
    owner = np.array([duty.owner.number for duty in items.duties], dtype=np.int8)[items.duty]
    theirs = np.isin(owner, (Owner.MANAGER.number, Owner.TEAM.number)) & (caseload.worker[items.case] == NOBODY)
    return np.flatnonzero(waiting & ((owner == Owner.WORKER.number) | theirs))


def pending(
    items: DueItems, caseload: Caseload, workers: Workers, criteria: CriteriaSet, calendar: Calendar, as_at: int
) -> Pending:
    """Pressure, lateness and slack of every item that moves a case."""
    which = own_items(items, caseload)
    case, due = items.case[which], items.due[which]
    worked = calendar.working_minutes(due)
    now = int(calendar.working_minutes(np.array([as_at]))[0])
    length = np.clip(
        _lengths(items, which, worked, calendar, criteria.longest),
        criteria.shortest * calendar.day_minutes,
        criteria.longest * calendar.day_minutes,
    )
    effort = office_minutes(items.effort_minutes[which], calendar)
    blocked = blocked_minutes(workers, caseload.worker[case], as_at, due, calendar)
    slack = worked - now - blocked - effort
    factor = purpose_factors(items, criteria)[items.duty[which]]
    return Pending(
        which=which,
        case=case,
        pressure=slack_pressure(slack, length, factor, criteria),
        late_minutes=np.maximum(now - worked, 0),
        length_minutes=length,
        slack_minutes=slack,
    )


def office_minutes(effort_minutes: Values, calendar: Calendar) -> Values:
    """Effort as office time: a full-time day's hours of effort fill one day of office hours."""
    return np.asarray(np.rint(effort_minutes * (calendar.day_minutes / (calendar.hours_a_day * 60)))).astype(np.int64)


def _lengths(items: DueItems, which: NDArray[np.intp], worked: Values, calendar: Calendar, longest: int) -> Values:
    """Working time from the start of each timescale to its end; the longest where no start is known."""
    started = items.started[which]
    known = ~np.isnat(started)
    begun = calendar.working_minutes(calendar.end_of_day(np.where(known, started, np.datetime64("1970-01-01"))))
    return np.where(known, worked - begun, longest * calendar.day_minutes)


def slack_pressure(slack: Values, length: Values, factor: Values, criteria: CriteriaSet) -> Values:
    """1 when it must have begun, else exp(-slack / (k * length)), times the purpose factor; millionths.

    slack, length : (j,) office minutes; factor : (j,) millionths.
    """
    look_ahead = length * (criteria.decay / 100)
    full = np.exp(-np.maximum(slack, 0) / look_ahead)
    return np.asarray(np.floor(full * factor + 0.5)).astype(np.int64)


def purpose_factors(items: DueItems, criteria: CriteriaSet) -> Values:
    """How much an item's purpose counts, by duty: see, protect and court 1, other statutory less, others least."""
    return np.array(
        [
            ONE if duty.purpose in URGENT else criteria.other_statutory if duty.statutory else criteria.other
            for duty in items.duties
        ],
        dtype=np.int64,
    )


def blocked_minutes(
    workers: Workers, worker: NDArray[np.int32], begin: int | Moments, end: Moments, calendar: Calendar
) -> Values:
    """Office time between two moments that each item's worker cannot use: absences and fixed appointments; (j,)."""
    diary = workers.diary
    if not (len(diary.worker) and len(end)):
        return np.zeros(len(end), dtype=np.int64)
    order = np.lexsort((diary.begins, diary.worker))
    whose, begins, ends = diary.worker[order], diary.begins[order], diary.ends[order]
    lasts = calendar.working_minutes(ends) - calendar.working_minutes(begins)
    before = np.append(0, np.cumsum(lasts))  # office time of all the spans before each, other workers' too
    far = int(max(ends.max(), end.max(), np.max(begin))) + 1  # beyond every moment here
    keys = whose.astype(np.int64) * far + begins

    def until(at: Moments) -> Values:
        """Office time of the spans of the workers before each item's, and of its own up to a moment."""
        last = np.searchsorted(keys, worker.astype(np.int64) * far + at, side="right") - 1  # that has begun
        still = np.where((last >= 0) & (whose[last] == worker), np.maximum(ends[last], at), at)
        return np.asarray(before[last + 1] - calendar.working_minutes(still) + calendar.working_minutes(at))

    first = np.broadcast_to(np.asarray(begin), end.shape)
    return np.asarray(until(np.maximum(end, first)) - until(first))


def indicator_values(
    caseload: Caseload,
    items: DueItems,
    moving: Pending,
    workers: Workers,
    criteria: CriteriaSet,
    calendar: Calendar,
    as_at: int,
) -> Indicators:
    """All indicators of all cases at a moment.

    A source that cannot carry a fact makes its indicator not applicable, never "none"; so does the death of a child when
    they were last seen.
    """
    n = len(caseload)
    applicable = np.zeros((len(Indicator), len(CaseType)), dtype=bool)
    for word, types in criteria.applicable(caseload.carries).items():
        applicable[word.number, [case_type.number for case_type in types]] = True
    values = np.zeros((len(Indicator), n), dtype=np.int64)
    known = np.full((len(Indicator), n), Known.KNOWN.number, dtype=np.int8)

    def put(word: Indicator, value: Values, unknown: Flags | None = None, stale: Flags | None = None) -> None:
        if stale is not None:
            value = np.where(stale, np.maximum(value, criteria.unknown), value)
            known[word.number, stale] = Known.STALE.number
        if unknown is not None:
            value = np.where(unknown, criteria.unknown, value)
            known[word.number, unknown] = Known.UNKNOWN.number
        values[word.number] = value

    put(Indicator.TRIAGE, _scale(caseload.triage), caseload.triage == UNKNOWN, caseload.stale[3])
    put(Indicator.INFORMATION, _importance(caseload, criteria))
    seen, unseen_known = last_seen(caseload, items, criteria, calendar, as_at)
    put(Indicator.LAST_SEEN, seen, ~unseen_known)
    likelihood, severity = caseload.likelihood.astype(np.int64), caseload.severity.astype(np.int64)
    unjudged = (likelihood == UNKNOWN) | (severity == UNKNOWN)
    risk = np.rint(np.sqrt(np.where(unjudged, 0, likelihood * severity)) * (ONE / 4)).astype(np.int64)
    put(Indicator.RISK, risk, unjudged, caseload.stale[0] | caseload.stale[1])
    put(Indicator.WAIT, _scale(caseload.wait), caseload.wait == UNKNOWN, caseload.stale[2])
    put(Indicator.VULNERABILITY, _vulnerability(caseload, criteria))
    pressure, lateness = _of_items(moving, items, criteria, n)
    put(Indicator.PRESSURE, pressure)
    put(Indicator.LATENESS, lateness)
    waited = _quotient(caseload.waiting_days.astype(np.int64) * ONE, criteria.waiting_limit_days)
    put(Indicator.OTHERS_WAITING, np.minimum(waited, ONE))
    who = caseload.who_else.astype(np.int64) * ONE // (len(WhoElse) - 1)
    put(Indicator.WHO_ELSE, who, caseload.who_else == UNKNOWN)
    put(Indicator.WINDOW, _windows(caseload, workers, criteria, calendar, as_at))
    put(Indicator.FITS, _fits(caseload, workers))

    applies = applicable[:, caseload.case_type]
    applies[Indicator.LAST_SEEN.number, (caseload.circumstances & Circumstance.CHILD_DIED.bit) != 0] = False
    values[~applies] = 0
    known[~applies] = Known.NOT_APPLICABLE.number
    return Indicators(values.astype(np.int32), known, caseload.case_type, applicable)


def _scale(judged: NDArray[np.int8]) -> Values:
    return judged.astype(np.int64) * _QUARTER


def _importance(caseload: Caseload, criteria: CriteriaSet) -> Values:
    """The greatest importance of what has not been dealt with."""
    greatest = np.zeros(len(caseload), dtype=np.int64)
    for word in Information:
        there = (caseload.information & word.bit) != 0
        greatest = np.maximum(greatest, np.where(there, criteria.information[word], 0))
    return greatest


def last_seen(
    caseload: Caseload, items: DueItems, criteria: CriteriaSet, calendar: Calendar, as_at: int
) -> tuple[Values, Flags]:
    """(Days since last seen / expected interval) / 2, and a quarter for each failed visit since, capped at 1; whether known.

    Days are counted by date, as people say them: on a Monday, a child seen on the Friday before was seen one working day
    ago, at whatever hour. A child never seen counts from the start of involvement.
    """
    defaults = {word: (interval.days, interval.working) for word, interval in criteria.intervals.items()}
    interval, works = expected_intervals(items, caseload, defaults)
    since = np.where(np.isnat(caseload.last_seen), caseload.involved_from, caseload.last_seen)
    known = ~np.isnat(since) & ~caseload.seen_unrecorded
    today = np.datetime64(int(as_at) // DAY_MINUTES, "D")
    day = np.where(known, since, today)
    apart = np.maximum((today - day).astype(np.int64), 0)
    passed = np.where(works, calendar.working_days_since(day, today), apart)
    value = _quotient(passed * ONE, 2 * interval.astype(np.int64)) + caseload.failed_visits.astype(np.int64) * _QUARTER
    return np.minimum(value, ONE), known


def _vulnerability(caseload: Caseload, criteria: CriteriaSet) -> Values:
    """1 - product of (1 - v) over the factors that are there."""
    rest = np.full(len(caseload), ONE, dtype=np.int64)
    for word in Factor:
        judged = caseload.factors[word.number]
        v = np.where(judged == AT_THE_SETS_VALUE, criteria.factors[word], judged)
        rest = _quotient(rest * (ONE - v), ONE)
    return ONE - rest


def _of_items(moving: Pending, items: DueItems, criteria: CriteriaSet, n: int) -> tuple[Values, Values]:
    """Greatest pressure and lateness of each case. Lateness: x / (x + 1), x the sum of time overdue / length x factor."""
    greatest = np.zeros(n, dtype=np.int64)
    np.maximum.at(greatest, moving.case, moving.pressure)
    factor = purpose_factors(items, criteria)[items.duty[moving.which]]
    # Each item's part is rounded to a whole millionth, so that the sum does not depend on the order of the items.
    part = _quotient(moving.late_minutes * factor, moving.length_minutes)
    x = np.zeros(n, dtype=np.int64)
    np.add.at(x, moving.case, part)
    return greatest, _quotient(x * ONE, x + ONE)


def _windows(caseload: Caseload, workers: Workers, criteria: CriteriaSet, calendar: Calendar, as_at: int) -> Values:
    """Slack pressure of the moment a resource goes; 0 where none is closing or it has gone."""
    closes = caseload.window_closes
    there = closes > as_at
    worked = calendar.working_minutes(np.where(there, closes, as_at))
    now = int(calendar.working_minutes(np.array([as_at]))[0])
    opened = np.where(np.isnat(caseload.window_opens), np.datetime64("1970-01-01"), caseload.window_opens)
    day = calendar.day_minutes
    length = np.where(
        np.isnat(caseload.window_opens),
        criteria.longest * day,
        worked - calendar.working_minutes(calendar.end_of_day(opened)),
    )
    length = np.clip(length, criteria.shortest * day, criteria.longest * day)
    blocked = np.zeros(len(caseload), dtype=np.int64)
    blocked[there] = blocked_minutes(workers, caseload.worker[there], as_at, closes[there], calendar)
    pressure = slack_pressure(worked - now - blocked, length, np.full(len(caseload), ONE), criteria)
    return np.where(there, pressure, 0)


def _fits(caseload: Caseload, workers: Workers) -> Values:
    """How far the effort fits into the worker's minutes left: 1 if all of it, else the part that does; 0 if unknown."""
    left = np.append(workers.minutes_left, UNKNOWN)[np.minimum(caseload.worker, len(workers.minutes_left))]
    left = np.where(caseload.worker == NOBODY, UNKNOWN, left)
    effort = np.maximum(caseload.effort_minutes, 1)
    return np.where(left == UNKNOWN, 0, np.minimum(_quotient(np.maximum(left, 0) * ONE, effort), ONE))


def _quotient(number: Values, divisor: Values | int) -> Values:
    """A quotient of whole numbers, rounded half up."""
    return np.asarray((number + divisor // 2) // divisor)
