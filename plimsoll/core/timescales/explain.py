"""A due item's sum in words: from what, how much, by which calendar, to when, and how it stands."""

from collections.abc import Sequence
from datetime import UTC, date, timedelta
from functools import lru_cache

import numpy as np

from plimsoll.core.calendar import DAY_MINUTES, Calendar, as_datetime, day_of
from plimsoll.core.rulebook import Timescale
from plimsoll.core.terms import DueState, Owner, Strength, Unit
from plimsoll.core.timescales.due import NO_MOMENT, DueItems, Duty

_STATES = list(DueState)
_COUNTED = (Unit.WORKING_DAYS, Unit.SCHOOL_DAYS, Unit.CALENDAR_DAYS)
_BY_THE_HOUR = (Unit.HOURS, Unit.OFFICE_HOURS)
_RUNS = (DueState.DUE, DueState.OVERDUE)
_EPOCH = date(1970, 1, 1).toordinal()
_HOURS_AS_DAYS = 96  # beyond four days nobody thinks in hours
_WHOSE = {
    Owner.MANAGER: "This is for the manager.",
    Owner.FRONT_DOOR: "This is for the front door.",
    Owner.TEAM: "Anyone in the team can do this.",
    Owner.OTHER: "This is for others to do, such as a reviewing officer, the court or a health team.",
}


@lru_cache(maxsize=4096)
def day_words(day: date, year: bool = True) -> str:
    """A day as people write it.

    >>> day_words(date(2026, 11, 26))
    'Thu 26 Nov 2026'
    """
    return f"{day:%a} {day.day} {day:%b %Y}" if year else f"{day:%a} {day.day} {day:%b}"


def due_words(duty: Duty, due: int, calendar: Calendar) -> str:
    """The due moment in words: the day, and the hour where the duty runs by the hour."""
    if due % DAY_MINUTES == calendar.closes_at and duty.unit not in _BY_THE_HOUR:
        return day_words(day_of(due))
    return f"{day_words(day_of(due))} at {as_datetime(due):%H:%M}"


def time_left(unit: Unit, due: int, calendar: Calendar, as_at: int) -> int:
    """Time left until a moment, in a rule's own unit; negative when it has gone.

    Whole hours, towards 0, for rules in hours, and office hours for rules in those. Else days from today to the due
    day, 0 only where they are one: working or school days as the calendar counts them, else calendar days.

    >>> time_left(Unit.WORKING_DAYS, 20780 * DAY_MINUTES, Calendar(), 20779 * DAY_MINUTES)  # Sunday to Monday
    1
    """
    if unit is Unit.HOURS:  # real hours, also where the clocks change
        return int((as_datetime(due).astimezone(UTC) - as_datetime(as_at).astimezone(UTC)) / timedelta(hours=1))
    if unit is Unit.OFFICE_HOURS:
        now, then = calendar.working_minutes(np.array([as_at, due])).tolist()
        return int((then - now) / 60)
    today, day = as_at // DAY_MINUTES, due // DAY_MINUTES
    if day > today:
        return max(1, calendar.counted_between(today, day, unit))
    return -max(1, calendar.counted_between(day, today, unit)) if day < today else 0


def left_words(unit: Unit, left: int, state: DueState) -> str:
    """Time left or gone in words.

    >>> left_words(Unit.WORKING_DAYS, 2, DueState.DUE), left_words(Unit.WEEKS, -1, DueState.OVERDUE)
    ('in 2 working days', '1 day late')
    """
    many, late = abs(left), state is DueState.OVERDUE
    if not many and unit in _BY_THE_HOUR:
        return "less than an hour late" if late else "in less than an hour"
    if not many:
        return "late since earlier today" if late else "due today"
    if unit is Unit.HOURS and many > _HOURS_AS_DAYS:
        many, word = many // 24, "day"
    else:
        word = unit.label.removesuffix("s") if unit in (*_BY_THE_HOUR, Unit.WORKING_DAYS, Unit.SCHOOL_DAYS) else "day"
    plural = f"{many} {word}{'' if many == 1 else 's'}"
    return f"{plural} late" if late else f"in {plural}"


def sum_in_words(items: DueItems, which: int, calendar: Calendar, as_at: int) -> str:
    """How one due item stands, how it was worked out and on what ground, in plain English."""
    duty = items.duties[items.duty[which]]
    parts = [f"{duty.title[:1].upper()}{duty.title[1:]}: {_standing(items, which, calendar, as_at)}."]
    if items.due[which] == NO_MOMENT:
        parts.append(_why_not(duty, items, which))
    elif duty.rule is not None:
        parts += _two_dates(items, which, duty.rule, calendar, as_at)
        if _STATES[items.state[which]] in _RUNS:
            start = items.started[which].astype(object)
            parts.append(_today(duty.rule, start, _by_rule(items, which), calendar, as_at))
        parts.append(_count(duty.rule, items.started[which].astype(object), calendar, _by_rule(items, which)))
        if runs_from_the_start(items, which):
            parts.append(f"No {duty.title} is on record, so that it runs from the day the work began.")
    if duty.rule is not None:
        parts.append(_force(duty.rule))
    if duty.owner in _WHOSE:
        parts.append(_WHOSE[duty.owner])
    return " ".join(filter(None, parts))


def is_changed(items: DueItems, which: int) -> bool:
    """Whether somebody with authority extended or stopped the clock of a due item, or said so of one that law sets."""
    return items.by_rule is not None and int(items.by_rule[which]) != NO_MOMENT


def extended_from(items: DueItems, which: int) -> int | None:
    """The moment at which the rule has an item due that is due later by an extension; None where it is not."""
    if items.by_rule is None or items.by_rule[which] in (NO_MOMENT, items.due[which]):
        return None
    return int(items.by_rule[which])


def recommended_at(items: DueItems, which: int) -> int | None:
    """The earlier moment that is aimed at; None where the item has one date."""
    if items.recommended is None or items.recommended[which] == NO_MOMENT:
        return None
    return int(items.recommended[which])


def _by_rule(items: DueItems, which: int) -> int:
    """The moment at which the rule itself has an item due."""
    return int(items.by_rule[which] if items.by_rule is not None and is_changed(items, which) else items.due[which])


def _two_dates(items: DueItems, which: int, rule: Timescale, calendar: Calendar, as_at: int) -> list[str]:
    """The date that somebody with authority moved, and the earlier one that is recommended, where there are such."""
    said, due, state = [], int(items.due[which]), _STATES[items.state[which]]
    if (was := extended_from(items, which)) is not None:
        late = left_words(rule.unit, time_left(rule.unit, was, calendar, as_at), DueState.OVERDUE)
        gone = f", {late} by now" if was < as_at and state in _RUNS else ""
        said.append(f"That is the extended date; by {_set_by(rule)} it was due {day_words(day_of(was))}{gone}.")
    elif is_changed(items, which) and state is not DueState.STOPPED:
        said.append(f"It is recorded as extended or stopped, and {_set_by(rule)} sets this day: it stays.")
    aimed = recommended_at(items, which)
    if aimed is not None and rule.recommended is not None:
        passed = ", which has passed" if aimed < as_at and state in _RUNS else ""
        said.append(
            f"Recommended by {day_words(day_of(aimed))}{passed} ({rule.recommended.basis}); {day_words(day_of(due))} is the "
            "latest, and the order of work goes by that."
        )
    return said


def _set_by(rule: Timescale) -> str:
    return {
        Strength.STATUTE: "law",
        Strength.STATUTORY_GUIDANCE: "statutory guidance",
        Strength.LOCAL: "the local standard",
    }[rule.strength]


def _today(rule: Timescale, start: date, due: int, calendar: Calendar, as_at: int) -> str:
    """Which day of its count today is, in the rule's own unit; '' where nothing is counted."""
    today, day = as_at // DAY_MINUTES, due // DAY_MINUTES
    begun = start.toordinal() - _EPOCH
    if not rule.amount or (begun > today and not rule.before):
        return ""
    if rule.before:
        ahead = calendar.counted_between(today, begun, rule.unit) if begun > today else 0
        unit = rule.unit.label if rule.unit in _COUNTED else "days"
        many = f"{ahead} {unit.removesuffix('s') if ahead == 1 else unit}"
        return f"From today to {rule.trigger} it is {many}." if ahead else ""
    if rule.unit in _BY_THE_HOUR:
        gone = max(0, rule.amount - time_left(rule.unit, due, calendar, as_at))
        return f"{gone} of {rule.length} {'has' if gone == 1 else 'have'} gone." if due >= as_at else ""
    counted = rule.unit in _COUNTED
    first = begun - calendar.start_day_is if counted else begun
    number = calendar.counted_between(first, today, rule.unit)
    total = rule.amount if counted else day - begun
    unit = rule.unit.label if counted else "days"
    if number > total:
        return (
            f"Today is day {number}, and it was to be done in {total} {unit.removesuffix('s') if total == 1 else unit}."
        )
    return f"Today is day {number} of {total} {unit.removesuffix('s') if total == 1 else unit}."


def runs_from_the_start(items: DueItems, which: int) -> bool:
    """Whether a due item is counted from the start of involvement, as what it asks was never done."""
    return items.never is not None and bool(items.never[which])


def _standing(items: DueItems, which: int, calendar: Calendar, as_at: int) -> str:
    duty, state = items.duties[items.duty[which]], _STATES[items.state[which]]
    if state is DueState.NOT_STARTED:
        return "no date yet"
    due = int(items.due[which])
    day = due_words(duty, due, calendar)
    if state is DueState.STOPPED:
        return f"stopped; it was due {day}"
    if state in (DueState.MET, DueState.MET_LATE):
        done = day_words(items.met[which].astype(object))
        if state is DueState.MET and done == day:
            return f"done on {done}, the day it was due"
        return f"done on {done}, {'late' if state is DueState.MET_LATE else 'in time'}; it was due {day}"
    left = left_words(duty.unit, time_left(duty.unit, due, calendar, as_at), state)
    if left == "due today":
        return f"due today, {day}"
    return f"{'was due' if state is DueState.OVERDUE else 'due'} {day}, {left}"


def _why_not(duty: Duty, items: DueItems, which: int) -> str:
    if np.isnat(items.started[which]):
        counted = duty.rule.trigger if duty.rule else "a day"
        return f"It is counted from {counted}, and nothing of the kind is on record."
    if duty.unit in (Unit.SCHOOL_TERMS, Unit.SCHOOL_DAYS):
        return "It runs by school terms, and those that it needs have not been set."
    return "The day it comes to lies outside the calendar: check the day it is counted from."


def _count(rule: Timescale, start: date, calendar: Calendar, due: int) -> str:
    way = "before" if rule.before else "from"
    if not rule.amount:
        return f"That is at once, counted from {rule.trigger} ({day_words(start)})."
    if rule.unit in _BY_THE_HOUR:
        return f"That is {rule.length} {way} {rule.trigger} ({_begun(rule, start, calendar, due)})."
    if rule.unit is Unit.SCHOOL_TERMS:
        which = "the next school term" if rule.amount == 1 else f"school term number {rule.amount}"
        return f"That is the end of {which} after {rule.trigger} ({day_words(start)})."
    zero = f" is day {calendar.start_day_is}" if rule.unit in _COUNTED and not rule.before else ""
    counted = f"That is {rule.length} {way} {rule.trigger} ({day_words(start)}{zero})"
    if rule.unit is Unit.WORKING_DAYS:
        first, last = sorted((start, day_of(due)))
        counted += f"; {_skipped(first, last, calendar)}"
    return counted + "."


def _begun(rule: Timescale, start: date, calendar: Calendar, due: int) -> str:
    """The day and hour from which hours were counted. Where no hour was noted they run from midnight."""
    if rule.unit is Unit.OFFICE_HOURS:
        return f"{day_words(start)}, counting the hours of the office only"
    back = rule.amount if rule.before else -rule.amount
    begun = int(calendar.add_hours(np.array([due]), back)[0])
    if not begun % DAY_MINUTES:
        return f"{day_words(start)}, from midnight, as no time of day is on record"
    clocks = "" if due - begun == -back * 60 else "; the clocks change in between"
    return f"{day_words(start)} at {as_datetime(begun):%H:%M}{clocks}"


def _skipped(first: date, last: date, calendar: Calendar) -> str:
    """Closed weekdays between two days, named, or that there are none."""
    closed = calendar.closed_between(first + timedelta(days=1 - calendar.start_day_is), last)
    counted = [day for day in closed if calendar.bank_holidays_count and day not in calendar.closure_days]
    said = []
    if counted:
        said.append(f"{_named(counted, calendar)} {'counts' if len(counted) == 1 else 'count'} too")
    if left_out := [day for day in closed if day not in counted]:
        said.append(f"{_named(left_out, calendar)} {'does' if len(left_out) == 1 else 'do'} not count")
    return ", but ".join(said) or "no bank holiday falls in between"


def _named(days: Sequence[date], calendar: Calendar) -> str:
    names = [calendar.holidays[day].replace(" (substitute day)", ", substitute day") for day in days]
    said = [f"{day_words(day, year=False)} ({name})" for name, day in zip(names, days, strict=True)]
    return said[0] if len(said) == 1 else f"{', '.join(said[:-1])} and {said[-1]}"


def _force(rule: Timescale) -> str:
    source = rule.source
    basis = (
        source.basis if source.year is None or str(source.year) in source.basis else f"{source.basis}, {source.year}"
    )
    checked = "" if source.read else " The figure did not come from reading that source; it was checked locally."
    if rule.strength is Strength.LOCAL:
        return f"A local standard, not a national one: {basis}.{checked}"
    return f"Set by {'law' if rule.strength is Strength.STATUTE else 'statutory guidance'}: {basis}.{checked}"
