"""Which duties a case has, when each began to run and when it is due."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import reduce
from typing import Any

import numpy as np
from numpy.typing import NDArray

from plimsoll.core.calendar import DAY_MINUTES, Calendar, Days, Moments
from plimsoll.core.caseload import STOPPED, UNKNOWN, ByHand, Caseload, Cases, ClockChange, Events, Flags
from plimsoll.core.rulebook import Nth, Rulebook, Timescale
from plimsoll.core.terms import (
    CaseType,
    Circumstance,
    DueState,
    EventKind,
    Owner,
    Purpose,
    Strength,
    Subject,
    Unit,
)

NO_MOMENT = np.iinfo(np.int64).min  # a due item without a date
_NO_DAY = np.datetime64("NaT", "D")
_ONE_DAY = np.timedelta64(1, "D")
_BY_THE_HOUR = (Unit.HOURS, Unit.OFFICE_HOURS)


@dataclass(frozen=True)
class Duty:
    """What a due item asks: of a rule, of a child's own plan, or directed by a court.

    statutory : set by statute or statutory guidance, or a frequency in the child's own plan, which counts as such.
    """

    key: str
    title: str
    purpose: Purpose
    owner: Owner
    statutory: bool
    unit: Unit = Unit.WORKING_DAYS
    rule: Timescale | None = None

    @classmethod
    def of_rule(cls, rule: Timescale) -> "Duty":
        """The duty that a timescale makes."""
        return cls(rule.key, rule.title, rule.purpose, rule.owner, rule.statutory, rule.unit, rule)


@dataclass(frozen=True)
class DueItems:
    """Things due on cases, one entry an item.

    case : (i,) int32; duty : (i,) int16, position in `duties`; started : (i,) day the clock began, or NaT;
    due : (i,) moment, or NO_MOMENT; met : (i,) day it was met, or NaT; state : (i,) int8, `DueState.number`;
    effort_minutes : (i,) working minutes still to be spent on it; untold : the worker's recurring duties of which nothing
    that a case's sources carry can say when they were last met, each with the positions of those cases; never : (i,) whether
    it is a recurring *see* duty that was never met, and runs from the start of involvement; None: of none it is known;
    by_rule : (i,) moment at which the rule itself has it due, where somebody extended or stopped the clock, else NO_MOMENT;
    recommended : (i,) the earlier moment that is aimed at, NO_MOMENT where the rule has one date; None: no item has one.
    """

    duties: tuple[Duty, ...]
    case: Cases
    duty: NDArray[np.int16]
    started: Days
    due: Moments
    met: Days
    state: NDArray[np.int8]
    effort_minutes: NDArray[np.int64]
    untold: tuple[tuple[Duty, Cases], ...] = ()
    never: Flags | None = None
    by_rule: Moments | None = None
    recommended: Moments | None = None

    def __len__(self) -> int:
        return len(self.case)

    @classmethod
    def join(cls, parts: Sequence["DueItems"]) -> "DueItems":
        """Items of several sources as one, ordered by case, then due moment, then duty key."""
        duties = tuple(dict.fromkeys(duty for part in parts for duty in part.duties))
        places = [np.array([duties.index(duty) for duty in part.duties], dtype=np.int16) for part in parts]
        case = _joined([part.case for part in parts], np.int32)
        duty = _joined([place[part.duty] for place, part in zip(places, parts, strict=True)], np.int16)
        due = _joined([part.due for part in parts], np.int64)
        by_key = np.argsort(np.argsort([item.key for item in duties], kind="stable"), kind="stable")
        order = np.lexsort((by_key[duty] if duties else duty, due, case))
        return cls(
            duties=duties,
            case=case[order],
            duty=duty[order],
            started=_joined([part.started for part in parts], "datetime64[D]")[order],
            due=due[order],
            met=_joined([part.met for part in parts], "datetime64[D]")[order],
            state=_joined([part.state for part in parts], np.int8)[order],
            effort_minutes=_joined([part.effort_minutes for part in parts], np.int64)[order],
            untold=tuple(each for part in parts for each in part.untold),
            never=_joined(
                [np.zeros(len(part), dtype=bool) if part.never is None else part.never for part in parts], bool
            )[order],
            by_rule=_moments_of([part.by_rule for part in parts], parts, order),
            recommended=_moments_of([part.recommended for part in parts], parts, order),
        )


def due_items(caseload: Caseload, rulebook: Rulebook, calendar: Calendar, as_at: int) -> DueItems:
    """Every due item that the rules in force make of a caseload's events, as they stand at a moment.

    A rule whose clock has not begun makes an item only where that is worth knowing: a recurring duty without anything
    to count from ("not started"). A recurring *see* rule without a previous event runs from the start of involvement.
    Events after the moment count only for rules that run *before* an event; of several planned, the next. A rule that
    is met only by events which a case's source does not record makes no item of it: silence there says nothing. Where it is
    a recurring duty of the worker's own, that it cannot be told is worth knowing (`untold`).

    Parameters
    ----------
    caseload : n cases with their events; calendar : the organisation's; as_at : moment.
    """
    history = _History(caseload.events, len(caseload), as_at)
    parts = [
        _of_rule(rule, concerned, caseload, history, calendar, as_at)
        for rule in rulebook.in_force
        if rule.subject is Subject.CASE
        and not caseload.records.isdisjoint(rule.met_by)
        # Most rules find nothing here that starts them, or nobody whom they concern: these need not be worked out.
        and (rule.recurring or history.holds(rule.starts_on))
        and (concerned := _concerned(rule, caseload, history.today)).any()
    ]
    if caseload.by_hand:
        parts += [_by_hand(row, calendar, as_at) for row in caseload.by_hand]
    if caseload.clocks:
        parts = [_as_changed(part, caseload.clocks, calendar, as_at) for part in parts]
    return DueItems.join(parts)


def _by_hand(row: ByHand, calendar: Calendar, as_at: int) -> DueItems:
    """What is due by a day that a person wrote: it counts as law does, as a court or a plan asks for it."""
    due = np.array([row.due if row.timed else row.due // DAY_MINUTES * DAY_MINUTES + calendar.closes_at])
    met = np.array([_NO_DAY if row.met is None else np.datetime64(row.met, "D")])
    minute = np.zeros(1, dtype=np.int64)
    return DueItems(
        duties=(Duty(row.key, row.title, row.purpose, row.owner, statutory=True),),
        case=np.array([row.case], dtype=np.int32),
        duty=np.zeros(1, dtype=np.int16),
        started=np.array([row.started]).astype("datetime64[D]"),
        due=due,
        met=met,
        state=states(due, met, as_at),
        effort_minutes=minute,
    )


def moves_with_authority(rule: Timescale) -> bool:
    """Whether extending or stopping its clock moves the order of work: a local standard, and statutory guidance on what is
    neither to see nor to protect a child. What law sets is recorded as extended, and stays late."""
    if rule.strength is Strength.LOCAL:
        return True
    return rule.strength is Strength.STATUTORY_GUIDANCE and rule.purpose not in (Purpose.SEE, Purpose.PROTECT)


def _as_changed(items: DueItems, clocks: Sequence[ClockChange], calendar: Calendar, as_at: int) -> DueItems:
    """Due items of one duty with the clocks that somebody extended or stopped. What was met keeps the state that it has by
    the rule."""
    (duty,) = items.duties
    due, state = items.due.copy(), items.state.copy()
    by_rule = np.full(len(items), NO_MOMENT)
    for case, key, started, until in clocks:
        if key != duty.key or duty.rule is None:
            continue
        which = (items.case == case) & (items.started == np.datetime64(started, "D")) & (items.due != NO_MOMENT)
        by_rule[which] = items.due[which]
        if not moves_with_authority(duty.rule):
            continue
        open_still = which & np.isin(items.state, (DueState.DUE.number, DueState.OVERDUE.number))
        until_at = until * DAY_MINUTES + calendar.closes_at
        due[which] = items.due[which] if until == STOPPED else np.maximum(items.due[which], until_at)
        later = np.where(due < as_at, DueState.OVERDUE.number, DueState.DUE.number)
        state = np.where(open_still, DueState.STOPPED.number if until == STOPPED else later, state).astype(np.int8)
    return replace(items, due=due, state=state, by_rule=by_rule)


class _History:
    """Events of a caseload asked for by kind, each answer one day a case."""

    def __init__(self, events: Events, n: int, as_at: int) -> None:
        self.n = n
        today, minute = divmod(int(as_at), DAY_MINUTES)
        self.today = np.datetime64(today, "D")
        happened = (events.day < self.today) | ((events.day == self.today) & (events.minute <= minute))
        self._past = _chosen(events, np.flatnonzero(happened))
        self._all = events
        self._latest: dict[tuple[EventKind, ...], Days] = {}  # most rules ask for the same few kinds

    def holds(self, kinds: Sequence[EventKind]) -> bool:
        """Whether there is any event of the kinds, past or planned."""
        return bool(len(self._all.of_kinds(kinds)))

    def latest(self, kinds: Sequence[EventKind], before: Days | None = None, planned: bool = False) -> Days:
        """The latest day of any of the kinds, or NaT; `before` a day of each case, where given. Not to be written into."""
        if before is not None or planned:
            return self._edge(kinds, before, None, planned, np.fmax)
        asked = tuple(kinds)
        if asked not in self._latest:
            self._latest[asked] = self._edge(kinds, None, None, False, np.fmax)
        return self._latest[asked]

    def earliest(self, kinds: Sequence[EventKind], after: Days | None = None) -> Days:
        """The earliest day of any of the kinds, or NaT; after a day of each case, where given and known."""
        return self._edge(kinds, None, after, False, np.fmin)

    def planned(self, kinds: Sequence[EventKind]) -> Days:
        """The next day of any of the kinds from today on; where none is planned, the latest before; or NaT."""
        yesterday = np.full(self.n, self.today - _ONE_DAY)
        ahead = self._edge(kinds, None, yesterday, True, np.fmin)
        return np.where(np.isnat(ahead), self.latest(kinds), ahead)

    def _edge(
        self, kinds: Sequence[EventKind], before: Days | None, after: Days | None, planned: bool, pick: np.ufunc
    ) -> Days:
        events = self._all if planned else self._past
        found = np.full(self.n, _NO_DAY)
        which = events.of_kinds(kinds)
        case, day = events.case[which], events.day[which]
        kept = np.ones(len(which), dtype=bool)
        if before is not None:
            kept &= day < before[case]
        if after is not None:
            kept &= np.isnat(after[case]) | (day > after[case])
        pick.at(found, case[kept], day[kept])
        return found

    def minute(
        self, kinds: Sequence[EventKind], day: Days, pick: np.ufunc = np.maximum, planned: bool = False
    ) -> NDArray[np.int64]:
        """Minutes after midnight of the event of that day; where none was noted 0, the earliest it can have been.

        Of several that day the last, or with `np.minimum` the first.
        """
        events = self._all if planned else self._past
        which = events.of_kinds(kinds)
        which = which[events.day[which] == day[events.case[which]]]
        found = np.full(self.n, 0 if pick is np.maximum else DAY_MINUTES, dtype=np.int64)
        pick.at(found, events.case[which], np.maximum(events.minute[which], 0).astype(np.int64))
        return found % DAY_MINUTES

    def count(self, kinds: Sequence[EventKind], since: Days) -> NDArray[np.int64]:
        """How many events of the kinds there were since a day of each case; at least the source's own numbering."""
        which = self._past.of_kinds(kinds)
        case, day = self._past.case[which], self._past.day[which]
        kept = np.isnat(since[case]) | (day >= since[case])
        found = np.bincount(case[kept], minlength=self.n).astype(np.int64)
        np.maximum.at(found, case[kept], self._past.nth[which][kept].astype(np.int64))
        return found


def _of_rule(
    rule: Timescale, concerned: Flags, caseload: Caseload, history: _History, calendar: Calendar, as_at: int
) -> DueItems:
    start, met = _clock(rule, caseload, history)
    running, told = concerned & _runs(rule, caseload, history, start), caseload.tells_of(rule.met_by)
    asks = rule.recurring and rule.owner is Owner.WORKER
    silent = np.flatnonzero(running & ~told).astype(np.int32) if asks else np.zeros(0, dtype=np.int32)
    running &= told
    started = ~np.isnat(start)
    case = np.flatnonzero(running & (started | rule.recurring)).astype(np.int32)
    due = np.full(len(case), NO_MOMENT)
    begun = started[case]
    due[begun] = _due(rule, start, history, calendar)[case[begun]]
    minute = history.minute(rule.met_by, met, np.minimum)[case] if rule.unit in _BY_THE_HOUR else None
    met, duty = met[case], Duty.of_rule(rule)
    return DueItems(
        duties=(duty,),
        case=case,
        duty=np.zeros(len(case), dtype=np.int16),
        started=start[case],
        due=due,
        met=met,
        state=states(due, met, as_at, minute),
        effort_minutes=np.zeros(len(case), dtype=np.int64),
        untold=((duty, silent),) if len(silent) else (),
        never=_never(rule, history)[case],
        recommended=_recommended(rule, start, calendar)[case] if rule.recommended else None,
    )


def _recommended(rule: Timescale, start: Days, calendar: Calendar) -> Moments:
    """The earlier moment that is aimed at, of a rule that has one; never after the latest."""
    assert rule.recommended is not None
    amount = rule.recommended.amount * (-1 if rule.before else 1)
    day = calendar.add(start, amount, rule.recommended.unit)
    return np.where(np.isnat(day), NO_MOMENT, calendar.end_of_day(day))


def _never(rule: Timescale, history: _History) -> Flags:
    """(n,) whether a recurring *see* duty has nothing to count from but the start of involvement."""
    if not rule.recurring or rule.purpose is not Purpose.SEE:
        return np.zeros(history.n, dtype=bool)
    return np.asarray(np.isnat(history.latest(rule.starts_on)) & np.isnat(history.latest(rule.met_by)))


def states(due: Moments, met: Days, as_at: int, minute: NDArray[np.int64] | None = None) -> NDArray[np.int8]:
    """Where items stand at a moment: (i,) `DueState.number`.

    An item is met in time when it was met on or before the day it was due; it is overdue after the moment it was due.
    Where it runs by the hour, `minute` says when on that day it was met: minutes after midnight, 0 if nobody noted it.
    """
    dated = due != NO_MOMENT
    done = ~np.isnat(met)
    met_day, last = np.where(done, met, np.datetime64(0, "D")).astype(np.int64), np.where(dated, due, 0)
    by_the_day = met_day <= last // DAY_MINUTES
    in_time = done & (by_the_day if minute is None else met_day * DAY_MINUTES + minute <= last)
    state = np.where(due < as_at, DueState.OVERDUE.number, DueState.DUE.number)
    state = np.where(done, np.where(in_time, DueState.MET.number, DueState.MET_LATE.number), state)
    return np.where(dated, state, DueState.NOT_STARTED.number).astype(np.int8)


def _clock(rule: Timescale, caseload: Caseload, history: _History) -> tuple[Days, Days]:
    """Day on which each case's clock began, and day on which the duty was met (NaT for neither)."""
    done = history.latest(rule.met_by)
    if rule.recurring:
        start = np.fmax(history.latest(rule.starts_on), done)
        if rule.purpose is Purpose.SEE:
            start = np.where(np.isnat(start), caseload.involved_from, start)
        return start, np.full(len(start), _NO_DAY)
    if rule.nth is Nth.SECOND:
        start = history.earliest(rule.starts_on, after=_sequence_from(rule, caseload, history) - _ONE_DAY)
    elif rule.before:
        start = history.planned(rule.starts_on)
    else:
        start = history.latest(rule.starts_on)
    if rule.from_earliest:  # the first since the duty was met before the latest began
        start = history.earliest(rule.starts_on, after=history.latest(rule.met_by, before=start))
    if rule.before:  # met since the time before, or since involvement began
        since = np.fmax(history.latest(rule.starts_on, before=start, planned=True), caseload.involved_from)
        return start, history.earliest(rule.met_by, after=since)
    # Where the event that starts the clock is of the kind that meets the duty, only a later one meets it.
    since = start if set(rule.starts_on) & set(rule.met_by) else start - _ONE_DAY
    return start, np.where(np.isnat(start), _NO_DAY, history.earliest(rule.met_by, after=since))


def _due(rule: Timescale, start: Days, history: _History, calendar: Calendar) -> Moments:
    """The moment each clock runs out; NO_MOMENT where it cannot be dated."""
    amount = -rule.amount if rule.before else rule.amount
    if rule.unit in _BY_THE_HOUR:
        known = ~np.isnat(start)
        day = np.where(known, start, np.datetime64("2000-01-01"))
        began = day.astype(np.int64) * DAY_MINUTES + history.minute(rule.starts_on, start, planned=rule.before)
        if rule.unit is Unit.HOURS:
            ends = calendar.add_hours(began, amount)
        else:
            ends = calendar.at_working_minutes(calendar.working_minutes(began) + amount * 60)
        return np.where(known, ends, NO_MOMENT)
    day = calendar.add(start, amount, rule.unit)
    return np.where(np.isnat(day), NO_MOMENT, calendar.end_of_day(day))


def _sequence_from(rule: Timescale, caseload: Caseload, history: _History) -> Days:
    """The day from which first, second and later of a sequence count: of involvement, or after the duty last ended."""
    return np.asarray(np.fmax(caseload.involved_from, history.latest(rule.stops_on) + _ONE_DAY))


def _concerned(rule: Timescale, caseload: Caseload, today: np.datetime64) -> Flags:
    """Cases of the types, in the circumstances and of the age that a rule is for. A child who has died is not to be seen."""
    wanted = sum(word.bit for word in rule.case_types)
    must = sum(word.bit for word in rule.when)
    must_not = sum(word.bit for word in rule.unless)
    if rule.purpose is Purpose.SEE:
        must_not |= Circumstance.CHILD_DIED.bit
    applies = (caseload.case_types & wanted) != 0
    applies &= (caseload.circumstances & must) == must
    applies &= (caseload.circumstances & must_not) == 0
    return np.asarray(applies & _of_age(rule, caseload.born, today))


def _runs(rule: Timescale, caseload: Caseload, history: _History, start: Days) -> Flags:
    """Cases on which nothing that happened keeps a rule from running, or has stopped it."""
    applies = np.ones(len(caseload), dtype=bool)
    if rule.stops_on:
        applies &= ~(history.latest(rule.stops_on) >= start)
    began = [kind for kind in rule.starts_on if kind not in rule.met_by]
    since = history.latest(began) if began else np.full(len(caseload), _NO_DAY)
    if rule.until:
        ended = history.latest(rule.until)
        applies &= np.isnat(ended) | (ended < since)
    if rule.after:
        applies &= history.latest(rule.after) >= np.where(np.isnat(since), np.datetime64("1900-01-01"), since)
    if rule.nth is Nth.FIRST:
        applies &= history.count(rule.met_by, since) == 0
    elif rule.nth is not Nth.ANY:
        so_far = history.count(rule.starts_on, _sequence_from(rule, caseload, history))
        applies &= so_far == 1 if rule.nth is Nth.SECOND else so_far >= 2
    return np.asarray(applies)


def _of_age(rule: Timescale, born: Days, today: np.datetime64) -> Flags:
    """Whether each child's age falls within a rule's; a child of unknown age only under rules for any age."""
    fits = np.ones(len(born), dtype=bool)
    if rule.age_from is None and rule.age_to is None:
        return fits
    age = ages(born, today)
    fits &= age >= (rule.age_from or 0)
    if rule.age_to is not None:
        fits &= age < rule.age_to
    return fits


def ages(born: Days, today: np.datetime64) -> NDArray[np.int64]:
    """Whole years of age on a day; -1 for the unborn, the unknown.

    Someone born on 29 February has their birthday on 1 March in other years.

    >>> ages(np.array(["2024-02-29", "2027-01-01", "NaT"], "datetime64[D]"), np.datetime64("2026-02-28")).tolist()
    [1, -1, -1]
    """
    known = ~np.isnat(born)
    day = np.where(known, born, today)
    months = today.astype("datetime64[M]") - day.astype("datetime64[M]")
    not_yet = (today - today.astype("datetime64[M]")) < (day - day.astype("datetime64[M]"))
    years = (months.astype(np.int64) - not_yet) // 12
    return np.where(known & (years >= 0), years, -1)


BIRTHDAYS = {EventKind.TURNED_2: 2, EventKind.TURNED_16: 16, EventKind.TURNED_18: 18, EventKind.TURNED_21: 21}


def birthdays(born: Days, today: np.datetime64) -> Events:
    """The birthdays that timescales count from, up to a day.

    Someone born on 29 February has their birthday on 1 March in other years.

    >>> birthdays(np.array(["2008-02-29"], "datetime64[D]"), np.datetime64("2026-11-23")).day.astype(str).tolist()
    ['2010-03-01', '2024-02-29', '2026-03-01']
    """
    parts = []
    month = born.astype("datetime64[M]")
    day_of_month = born - month.astype("datetime64[D]")
    for kind, age in BIRTHDAYS.items():
        day = (month + np.timedelta64(12 * age, "M")).astype("datetime64[D]") + day_of_month
        case = np.flatnonzero(~np.isnat(born) & (day <= today)).astype(np.int32)
        nothing = np.zeros(len(case), dtype=np.int16)
        kinds = np.full(len(case), kind.number, dtype=np.int16)
        parts.append(Events(case, kinds, day[case], nothing + np.int16(UNKNOWN), nothing.astype(np.int8)))
    return reduce(Events.and_also, parts)


def circumstances(
    placed: Days, looked_after: Days, privately_fostered: Days, today: np.datetime64
) -> NDArray[np.int64]:
    """Bits of the circumstances that follow from dates: how long in the placement, in care, in private fostering.

    A placement of unknown date counts as in its first year, so that the duty to visit never falls between two rules.
    """
    bits = np.zeros(len(placed), dtype=np.int64)
    over = {
        Circumstance.PLACEMENT_OVER_A_YEAR: placed,
        Circumstance.LOOKED_AFTER_OVER_A_YEAR: looked_after,
        Circumstance.PRIVATE_FOSTERING_OVER_A_YEAR: privately_fostered,
    }
    for word, since in over.items():
        bits |= np.where(ages(since, today) >= 1, word.bit, 0)
    bits |= np.where(ages(placed, today) < 1, Circumstance.PLACEMENT_UNDER_A_YEAR.bit, 0)
    return bits


def expected_intervals(
    items: DueItems, caseload: Caseload, defaults: dict[CaseType, tuple[int, bool]]
) -> tuple[NDArray[np.int32], Flags]:
    """How often each child is to be seen: (n,) days and whether they are working days.

    In this order: the case's own interval (its plan), the shortest recurring *see* rule in force for it, the criteria
    set's default for its type (`defaults`: days, whether working days).
    """
    default = np.array([defaults[word][0] for word in CaseType], dtype=np.int32)
    default_works = np.array([defaults[word][1] for word in CaseType])
    interval, works = default[caseload.case_type], default_works[caseload.case_type]
    shortest = np.full(len(caseload), np.inf)
    for number, duty in enumerate(items.duties):
        rule = duty.rule
        if rule is None or not rule.recurring or rule.purpose is not Purpose.SEE:
            continue
        days, working = _in_days(rule)
        case = items.case[items.duty == number]
        case = case[days * (1.4 if working else 1.0) < shortest[case]]
        shortest[case] = days * (1.4 if working else 1.0)  # five working days are seven calendar days
        interval[case], works[case] = days, working
    own = caseload.interval > 0
    return np.where(own, caseload.interval, interval), np.where(own, caseload.interval_works, works)


def _in_days(rule: Timescale) -> tuple[int, bool]:
    """A recurring interval in days, and whether they are working days; months and terms as 91 days a quarter."""
    if rule.unit in (Unit.WORKING_DAYS, Unit.SCHOOL_DAYS):
        return rule.amount, True
    return max(1, round(rule.amount * _UNIT_DAYS[rule.unit])), False


_UNIT_DAYS = {
    Unit.HOURS: 1 / 24,
    Unit.OFFICE_HOURS: 1 / 8,
    Unit.CALENDAR_DAYS: 1,
    Unit.WEEKS: 7,
    Unit.MONTHS: 91 / 3,
    Unit.SCHOOL_TERMS: 91,
    Unit.YEARS: 365,
}


def _chosen(events: Events, which: NDArray[np.intp]) -> Events:
    return Events(events.case[which], events.kind[which], events.day[which], events.minute[which], events.nth[which])


def _moments_of(
    columns: Sequence[Moments | None], parts: Sequence[DueItems], order: NDArray[np.intp]
) -> Moments | None:
    """A column of moments that only some parts have; None where none has it."""
    if all(column is None for column in columns):
        return None
    return _joined(
        [
            np.full(len(part), NO_MOMENT) if column is None else column
            for column, part in zip(columns, parts, strict=True)
        ],
        np.int64,
    )[order]


def _joined(parts: Sequence[NDArray[Any]], dtype: type | str) -> NDArray[Any]:
    return np.concatenate([*parts, np.zeros(0, dtype=dtype)]).astype(dtype)
