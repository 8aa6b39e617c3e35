"""Slow, plain second versions of the calendar and of the due items: day by day and case by case, from the docstrings."""

from calendar import monthrange
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import numpy as np
from numpy.typing import NDArray

from plimsoll.core.calendar import Calendar, Nation
from plimsoll.core.caseload import UNKNOWN, Caseload, Events
from plimsoll.core.rulebook import Nth, Rulebook, Source, Timescale
from plimsoll.core.terms import (
    CaseType,
    Circumstance,
    DueState,
    EventKind,
    Owner,
    Purpose,
    RuleKind,
    Strength,
    Subject,
    Unit,
)
from plimsoll.core.timescales.due import NO_MOMENT, DueItems

LONDON = ZoneInfo("Europe/London")
ONE_DAY = timedelta(days=1)
FIRST_DAY, LAST_DAY = date(1900, 1, 1), date(2100, 12, 31)


# ---- the calendar -----------------------------------------------------------------------------------------------


def is_open(day: date, calendar: Calendar) -> bool:
    """Whether the office works: no weekend, no bank holiday, no closure day."""
    return day.weekday() < 5 and day not in calendar.holidays and day not in calendar.closure_days


def counts(day: date, unit: Unit, calendar: Calendar) -> bool:
    """Whether a day counts in a unit of days."""
    match unit:
        case Unit.WORKING_DAYS if calendar.bank_holidays_count:
            return day.weekday() < 5 and day not in calendar.closure_days
        case Unit.WORKING_DAYS:
            return is_open(day, calendar)
        case Unit.SCHOOL_DAYS:
            return is_open(day, calendar) and any(first <= day <= last for first, last in calendar.school_terms)
        case _:
            return True


def add(day: date, amount: int, unit: Unit, calendar: Calendar) -> date | None:
    """The day on which an amount counted from a day ends; None where it leaves the calendar."""
    match unit:
        case Unit.WORKING_DAYS | Unit.SCHOOL_DAYS | Unit.CALENDAR_DAYS:
            return _step(day, amount, unit, calendar)
        case Unit.WEEKS:
            return day + timedelta(weeks=amount)
        case Unit.MONTHS:
            return add_months(day, amount)
        case Unit.YEARS:
            return add_months(day, 12 * amount)
        case Unit.SCHOOL_TERMS:
            begun = [term for term in calendar.school_terms if term[0] <= day]
            which = len(begun) - 1 + amount
            return calendar.school_terms[which][1] if 0 <= which < len(calendar.school_terms) else None
    raise AssertionError(unit)


def _step(day: date, amount: int, unit: Unit, calendar: Calendar) -> date | None:
    if not amount:
        return day
    way = ONE_DAY if amount > 0 else -ONE_DAY
    counted = 0
    at = day
    if calendar.start_day_is and amount > 0 and counts(day, unit, calendar):
        counted = 1  # the day itself is day 1
    while counted < abs(amount):
        at += way
        if not FIRST_DAY <= at <= LAST_DAY:
            return None
        counted += counts(at, unit, calendar)
    return at


def add_months(day: date, months: int) -> date:
    """The same day of a later month, or its last where it is shorter."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def office_minutes(begin: datetime, end: datetime, calendar: Calendar) -> int:
    """Office minutes between two wall-clock times, one minute at a time."""
    count = 0
    while begin < end:
        minute = begin.hour * 60 + begin.minute
        count += is_open(begin.date(), calendar) and calendar.opens_at <= minute < calendar.closes_at
        begin += timedelta(minutes=1)
    return count


# ---- due items --------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Happening:
    """One event: its kind, its day, the minute after midnight (None: not noted), and its place in a sequence (0: unsaid)."""

    kind: EventKind
    day: date
    minute: int | None = None
    nth: int = 0


@dataclass(frozen=True)
class Child:
    """One case: open types, circumstances, birth, start of involvement, events."""

    types: frozenset[CaseType]
    circumstances: frozenset[Circumstance] = frozenset()
    born: date | None = None
    involved_from: date | None = None
    events: tuple[Happening, ...] = ()


@dataclass(frozen=True, order=True)
class Item:
    """One due item: its rule, the day its clock began, the wall-clock time it is due, the day it was met, its state."""

    key: str
    started: date | None = field(compare=False)
    due: datetime | None = field(compare=False)
    met: date | None = field(compare=False)
    state: DueState = field(compare=False)

    def __str__(self) -> str:
        return f"{self.key} {self.started} {self.due} {self.met} {self.state.value}"


def due_items(
    child: Child, rulebook: Rulebook, calendar: Calendar, as_at: datetime, records: frozenset[EventKind]
) -> list[Item]:
    """Every due item of one case, in the order of the rulebook."""
    found = []
    for rule in rulebook.timescales:
        if rulebook.status(rule).value != "ON" or rule.subject is not Subject.CASE:
            continue
        if not any(kind in records for kind in rule.met_by):
            continue  # silence says nothing
        item = due_item(rule, child, calendar, as_at)
        if item is not None:
            found.append(item)
    return found


def due_item(rule: Timescale, child: Child, calendar: Calendar, as_at: datetime) -> Item | None:
    """The due item that one rule makes of one case, or None."""
    past = [event for event in child.events if _has_happened(event, as_at)]
    start = _start(rule, child, past, as_at)
    if not _concerns(rule, child, as_at.date()) or _is_over(rule, child, past, start):
        return None
    if start is None:
        return Item(rule.key, None, None, None, DueState.NOT_STARTED) if rule.recurring else None
    met = None if rule.recurring else _met(rule, child, past, start)
    due = _due(rule, past if not rule.before else child.events, start, calendar)
    return Item(rule.key, start, due, met, _state(rule, past, due, met, as_at))


def _has_happened(event: Happening, as_at: datetime) -> bool:
    if event.day != as_at.date():
        return event.day < as_at.date()
    return event.minute is None or event.minute <= as_at.hour * 60 + as_at.minute


def _days(events: Iterable[Happening], kinds: Sequence[EventKind]) -> list[date]:
    return sorted(event.day for event in events if event.kind in kinds)


def _sequence(rule: Timescale, child: Child, past: list[Happening]) -> list[Happening]:
    """Events of the rule's kind since involvement began and since the duty last ended."""
    ended = max(_days(past, rule.stops_on), default=None)
    return [
        event
        for event in past
        if event.kind in rule.starts_on
        and (child.involved_from is None or event.day >= child.involved_from)
        and (ended is None or event.day > ended)
    ]


def _start(rule: Timescale, child: Child, past: list[Happening], as_at: datetime) -> date | None:
    starts = _days(past, rule.starts_on)
    if rule.recurring:
        either = starts + _days(past, rule.met_by)
        nothing = child.involved_from if rule.purpose is Purpose.SEE else None
        return max(either, default=nothing)
    if rule.before:
        ahead = [day for day in _days(child.events, rule.starts_on) if day >= as_at.date()]
        return min(ahead) if ahead else max(starts, default=None)
    if rule.nth is Nth.SECOND:
        return min((event.day for event in _sequence(rule, child, past)), default=None)
    if rule.from_earliest and starts:
        met_before = [day for day in _days(past, rule.met_by) if day < starts[-1]]
        return min(day for day in starts if not met_before or day > met_before[-1])
    return starts[-1] if starts else None


def _met(rule: Timescale, child: Child, past: list[Happening], start: date) -> date | None:
    """The first day on which the duty was met since its clock began (for `before`: since the event before)."""
    done = _days(past, rule.met_by)
    if rule.before:
        earlier = [day for day in _days(child.events, rule.starts_on) if day < start]
        since = max([*earlier, *([child.involved_from] if child.involved_from else [])], default=None)
        return next((day for day in done if since is None or day > since), None)
    itself = bool(set(rule.starts_on) & set(rule.met_by))
    return next((day for day in done if day > start or (day == start and not itself)), None)


def _concerns(rule: Timescale, child: Child, today: date) -> bool:
    if not rule.case_types & child.types:
        return False
    if not rule.when <= child.circumstances or rule.unless & child.circumstances:
        return False
    if rule.purpose is Purpose.SEE and Circumstance.CHILD_DIED in child.circumstances:
        return False
    if rule.age_from is None and rule.age_to is None:
        return True
    if child.born is None or child.born > today:
        return False
    age = today.year - child.born.year - ((today.month, today.day) < (child.born.month, child.born.day))
    return (rule.age_from or 0) <= age and (rule.age_to is None or age < rule.age_to)


def _is_over(rule: Timescale, child: Child, past: list[Happening], start: date | None) -> bool:
    """Whether the duty was stopped, or has given way to the rule that follows it, or is not yet that rule's turn."""
    stopped = max(_days(past, rule.stops_on), default=None)
    if stopped is not None and start is not None and stopped >= start:
        return True
    began = [kind for kind in rule.starts_on if kind not in rule.met_by]
    since = max(_days(past, began), default=None)
    ended = max(_days(past, rule.until), default=None)
    if ended is not None and (since is None or ended >= since):
        return True
    if rule.after:
        turned = max(_days(past, rule.after), default=None)
        if turned is None or (since is not None and turned < since):
            return True
    match rule.nth:
        case Nth.FIRST:
            return any(event.kind in rule.met_by and (since is None or event.day >= since) for event in past)
        case Nth.SECOND | Nth.LATER:
            sequence = _sequence(rule, child, past)
            so_far = max([len(sequence), *(event.nth for event in sequence)])
            return so_far != 1 if rule.nth is Nth.SECOND else so_far < 2
    return False


def _due(rule: Timescale, events: Iterable[Happening], start: date, calendar: Calendar) -> datetime | None:
    amount = -rule.amount if rule.before else rule.amount
    if rule.unit is Unit.HOURS:
        minute = max(event.minute or 0 for event in events if event.kind in rule.starts_on and event.day == start)
        begun = datetime(start.year, start.month, start.day, minute // 60, minute % 60, tzinfo=LONDON)
        return (begun.astimezone(UTC) + timedelta(hours=amount)).astimezone(LONDON).replace(tzinfo=None)
    day = add(start, amount, rule.unit, calendar)
    if day is None:
        return None
    return datetime(day.year, day.month, day.day, calendar.closes_at // 60, calendar.closes_at % 60)


def _state(rule: Timescale, past: list[Happening], due: datetime | None, met: date | None, as_at: datetime) -> DueState:
    if due is None:
        return DueState.NOT_STARTED
    if met is None:
        return DueState.OVERDUE if due < as_at else DueState.DUE
    if rule.unit is not Unit.HOURS:
        return DueState.MET if met <= due.date() else DueState.MET_LATE
    minute = min(event.minute or 0 for event in past if event.kind in rule.met_by and event.day == met)
    return (
        DueState.MET if datetime(met.year, met.month, met.day, minute // 60, minute % 60) <= due else DueState.MET_LATE
    )


# ---- the same children for the engine ---------------------------------------------------------------------------


def caseload_of(children: Sequence[Child], records: Iterable[EventKind] = EventKind) -> Caseload:
    """Children as the engine sees them, their events in whatever order they come."""
    blank = Caseload.blank(
        [f"case {number:04}" for number in range(len(children))],
        [min(child.types, key=lambda word: word.number) for child in children],
    )
    rows = [(number, event) for number, child in enumerate(children) for event in child.events]
    return replace(
        blank,
        case_types=np.array([sum(word.bit for word in child.types) for child in children], np.int64),
        circumstances=np.array([sum(word.bit for word in child.circumstances) for child in children], np.int64),
        born=np.array([child.born for child in children], "datetime64[D]"),
        involved_from=np.array([child.involved_from for child in children], "datetime64[D]"),
        events=Events(
            case=np.array([number for number, _ in rows], np.int32),
            kind=np.array([event.kind.number for _, event in rows], np.int16),
            day=np.array([event.day for _, event in rows], "datetime64[D]"),
            minute=np.array([UNKNOWN if event.minute is None else event.minute for _, event in rows], np.int16),
            nth=np.array([event.nth for _, event in rows], np.int8),
        ),
        records=frozenset(records),
    )


def masks(records: Sequence[Iterable[EventKind]]) -> NDArray[np.bool_]:
    """What the source of each case records, as a caseload has it."""
    return np.array([[kind in set(told) for told in records] for kind in EventKind], dtype=bool)


def items_of(items: DueItems, case: int = 0) -> dict[str, Item]:
    """The engine's items of one case by key; a key comes once."""
    found: dict[str, Item] = {}
    for which in np.flatnonzero(items.case == case):
        key = items.duties[items.duty[which]].key
        assert key not in found, key
        due = int(items.due[which])
        found[key] = Item(
            key,
            items.started[which].astype(object),
            None if due == NO_MOMENT else datetime(1970, 1, 1) + timedelta(minutes=due),
            items.met[which].astype(object),
            list(DueState)[items.state[which]],
        )
    return found


A_RULE = Timescale(
    key="rule",
    title="visit",
    case_types=frozenset({CaseType.CHILD_PROTECTION}),
    trigger="the start of the plan",
    starts_on=(EventKind.PROTECTION_PLAN_STARTED,),
    met_by=(EventKind.PROTECTION_VISIT,),
    stops_on=(),
    until=(),
    after=(),
    nth=Nth.ANY,
    when=frozenset(),
    unless=frozenset(),
    age_from=None,
    age_to=None,
    amount=10,
    unit=Unit.WORKING_DAYS,
    before=False,
    from_earliest=False,
    recurring=False,
    kind=RuleKind.MAXIMUM,
    strength=Strength.STATUTE,
    purpose=Purpose.SEE,
    owner=Owner.WORKER,
    subject=Subject.CASE,
    choice=None,
    note="",
    source=Source("Act 1989 s1", "Act", None, 1989, True),
)


def book_of(*rules: Timescale) -> Rulebook:
    """A rulebook of a few rules, all in force."""
    return Rulebook("book", "Book", "1", Nation.ENGLAND, date(2026, 11, 1), "", rules)
