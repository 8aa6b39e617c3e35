"""A due item's sum in words: from what, how much, by which calendar, to when, and how it stands."""

from datetime import date, timedelta
from functools import lru_cache

import numpy as np

from plimsoll.core.calendar import DAY_MINUTES, Calendar, as_datetime, day_of
from plimsoll.core.rulebook import Timescale
from plimsoll.core.terms import DueState, Owner, Strength, Unit
from plimsoll.core.timescales.due import NO_MOMENT, DueItems, Duty

_COUNTED = (Unit.WORKING_DAYS, Unit.SCHOOL_DAYS, Unit.CALENDAR_DAYS)


@lru_cache(maxsize=4096)
def day_words(day: date, year: bool = True) -> str:
    """A day as people write it.

    >>> day_words(date(2026, 11, 26))
    'Thu 26 Nov 2026'
    """
    return f"{day:%a} {day.day} {day:%b %Y}" if year else f"{day:%a} {day.day} {day:%b}"


def due_words(duty: Duty, due: int, calendar: Calendar) -> str:
    """The due moment in words: the day, and the hour where the duty runs by the hour."""
    if due % DAY_MINUTES == calendar.closes_at and duty.unit not in (Unit.HOURS, Unit.OFFICE_HOURS):
        return day_words(day_of(due))
    return f"{day_words(day_of(due))} at {as_datetime(due):%H:%M}"


def daystime_left(items: DueItems, calendar: Calendar, as_at: int) -> list[int | None]:
    """Days (or hours) left until each item is due, in the rule's own unit; negative when overdue, None without a date.

    Working and school days for rules in those, hours for rules in hours, calendar days for all others; 0 is today.
    """
    return [
        None if due == NO_MOMENT else time_left(items.duties[duty].unit, int(due), calendar, as_at)
        for duty, due in zip(items.duty, items.due, strict=True)
    ]


def time_left(unit: Unit, due: int, calendar: Calendar, as_at: int) -> int:
    if unit in (Unit.HOURS, Unit.OFFICE_HOURS):
        return (due - as_at) // 60
    first, last = sorted((due // DAY_MINUTES, as_at // DAY_MINUTES))
    if unit in (Unit.WORKING_DAYS, Unit.SCHOOL_DAYS):
        days = calendar.working_days_between(first, last)
    else:
        days = last - first
    return days if due >= as_at else -days


def sum_in_words(items: DueItems, which: int, calendar: Calendar, as_at: int) -> str:
    """How one due item was worked out and where it stands, in plain English."""
    duty = items.duties[items.duty[which]]
    state = list(DueState)[items.state[which]]
    if state is DueState.NOT_STARTED:
        return f"{_capital(duty.title)}: not started. {_why_not(duty, items, which)}"
    due = int(items.due[which])
    parts = [f"{_capital(duty.title)}: due {due_words(duty, due, calendar)}."]
    if duty.rule is not None:
        parts.append(_count(duty.rule, items.started[which].astype(object), calendar, due))
    parts.append(_standing(state, items, which, calendar, as_at))
    if duty.rule is not None:
        parts.append(_force(duty.rule))
    if duty.owner is not Owner.WORKER:
        parts.append(f"This is for the {duty.owner.label}.")
    return " ".join(parts)


def _why_not(duty: Duty, items: DueItems, which: int) -> str:
    if duty.unit in (Unit.SCHOOL_TERMS, Unit.SCHOOL_DAYS) and not np.isnat(items.started[which]):
        return "It runs by school terms, and the terms have not been set."
    return f"Nothing is on record to count from ({duty.rule.trigger if duty.rule else 'no date'})."


def _count(rule: Timescale, start: date, calendar: Calendar, due: int) -> str:
    if rule.before:
        return f"That is {rule.length} before {rule.trigger} on {day_words(start)}."
    counted = f"Counted as {rule.length} from {rule.trigger} ({day_words(start)})"
    if rule.unit in _COUNTED and rule.amount:
        counted += f", which is day {calendar.start_day_is}"
    if rule.unit is Unit.WORKING_DAYS:
        counted += f"; {_skipped(start, as_datetime(due).date(), calendar)}"
    return counted + "."


def _skipped(start: date, end: date, calendar: Calendar) -> str:
    """Closed days between two days, named, or that there are none."""
    span = (start + timedelta(days=n) for n in range(1, (end - start).days + 1))
    closed = [day for day in span if day.weekday() < 5 and day in calendar.holidays]
    if not closed:
        return "no bank holiday falls in between"
    named = ", ".join(f"{day_words(day, year=False)} ({calendar.holidays[day]})" for day in closed)
    return f"{named} {'count' if calendar.bank_holidays_count else 'do not count'}"


def _standing(state: DueState, items: DueItems, which: int, calendar: Calendar, as_at: int) -> str:
    if state in (DueState.MET, DueState.MET_LATE):
        done = day_words(items.met[which].astype(object))
        return f"Done on {done}{', late' if state is DueState.MET_LATE else ', in time'}."
    duty = items.duties[items.duty[which]]
    left = time_left(duty.unit, int(items.due[which]), calendar, as_at)
    return f"{_capital(left_words(duty.unit, left, state))}."


def left_words(unit: Unit, left: int, state: DueState) -> str:
    """Time left or gone in words.

    >>> left_words(Unit.WORKING_DAYS, 2, DueState.DUE), left_words(Unit.WEEKS, -1, DueState.OVERDUE)
    ('in 2 working days', '1 day late')
    """
    if unit in (Unit.HOURS, Unit.OFFICE_HOURS):
        word = "hour"
    else:
        word = "working day" if unit in (Unit.WORKING_DAYS, Unit.SCHOOL_DAYS) else "day"
    many = abs(left)
    plural = f"{many} {word}{'' if many == 1 else 's'}"
    if state is DueState.OVERDUE:
        return f"{plural} late" if many else "late since earlier today"
    return f"in {plural}" if many else "due today"


def _force(rule: Timescale) -> str:
    if rule.strength is Strength.LOCAL:
        force = "A local standard, not a national one"
    else:
        force = "Set by law" if rule.strength is Strength.STATUTE else "Set by statutory guidance"
    return f"{force} ({rule.source.basis})."


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
