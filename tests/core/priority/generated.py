"""Caseloads from a grid of values: boundaries, unknown, stale, ties; by seed with NumPy, or field by field for shrinking.

Days in the grids are counted from the day of the moment, minutes from the moment. The first value of each grid is the
calm one, so that a shrunk example says only what it must.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from importlib.resources import files

import numpy as np

from plimsoll.core.calendar import DAY_MINUTES, Calendar, Nation
from plimsoll.core.caseload import AT_THE_SETS_VALUE, NOBODY, ONE, UNKNOWN, Caseload, Diary, Workers
from plimsoll.core.priority.criteria import CriteriaSet, parse
from plimsoll.core.rulebook import Timescale
from plimsoll.core.rulebook import parse as parse_rulebook
from plimsoll.core.terms import CaseType, Factor, Indicator, Information, Owner, Purpose, Unit
from plimsoll.core.timescales.due import NO_MOMENT, DueItems, Duty, states

NO_DAY = -(2**63)  # what NaT is as a whole number
YES_NO = (False, True)
JUDGED = (UNKNOWN, 0, 1, 2, 3, 4)
OPEN = 9 * 60  # of the ordinary office
CLOSE = 17 * 60

CASE_GRID: dict[str, tuple[int | bool, ...]] = {
    "case_type": tuple(word.number for word in CaseType),
    "also": (0, CaseType.CHILD_PROTECTION.bit, CaseType.LOOKED_AFTER.bit),
    "born": (-3650, NO_DAY, 10, 0, -1, -364, -365, -366, -367, -2000),
    "expected_birth": (NO_DAY, NO_DAY, -3, 0, 27, 28, 29, 100),
    "involved_from": (-35, NO_DAY, 0, -1, -5, -14, -20, -28, -61, -122, -400),
    "last_seen": (-1, NO_DAY, 0, *range(-2, -23, -1), -27, -28, -29, -41, -42, -43, -83, -84, -85, -91, -182, -400),
    "seen_unrecorded": (False, False, False, False, True),
    "interval": (0, 0, 1, 3, 5, 7, 10, 20, 42, 91),
    "interval_works": YES_NO,
    "failed_visits": (0, 0, 1, 2, 3, 4, 5),
    "likelihood": JUDGED,
    "severity": JUDGED,
    "wait": JUDGED,
    "triage": JUDGED,
    **{f"stale_{number}": (False, False, False, True) for number in range(4)},
    **{f"factor_{word}": (0, 0, AT_THE_SETS_VALUE, AT_THE_SETS_VALUE, 1, 500_000, 999_999, ONE) for word in Factor},
    "information": (0, 0, *(word.bit for word in Information), 2 ** len(Information) - 1),
    "immediate_harm": (False,) * 9 + (True,),
    "missing": (False,) * 9 + (True,),
    "emergency": (False,) * 9 + (True,),
    "waiting_days": (0, 0, 1, 3, 9, 10, 11, 300),
    "who_else": (UNKNOWN, 0, 1, 2),
    "blocked": YES_NO,
    "chase": (9, NO_DAY, -1, 0, 1, 5, 10, 12, 13, 14, 15, 16, 17, 18, 19, 20, 30),
    "chases": (1, 0, 1, 2, 3),
    "supervisor_agreed": YES_NO,
    "next_step": (True, True, True, True, False),
    "untouched_days": (0, 0, 27, 28, 29, 400),
    "effort_minutes": (0, 1, 30, 600, 1620, 3000),
    "window_closes": (NO_DAY, -60, 0, 1, 60, 480, 1440, 3 * 1440, 8 * 1440, 21 * 1440, 60 * 1440),
    "window_opens": (NO_DAY, 0, -1, -5, -14, -60),
}
ITEM_GRID: dict[str, tuple[int, ...]] = {
    "due": (40, NO_DAY, -200, -30, *range(-10, 13), 20, 28, 29, 300),
    "minute": (CLOSE, CLOSE, CLOSE, 0, OPEN, OPEN + 1, 12 * 60, CLOSE + 1, DAY_MINUTES - 1),
    "started": (-20, NO_DAY, 10, 0, -1, -5, -14, -27, -28, -29, -45, -365),
    "effort_minutes": (0, 0, 1, 60, 444, 600, 2220, 6000),
    "met": (NO_DAY, NO_DAY, NO_DAY, NO_DAY, 0, -1, -30),
}
LEFT = (1620, UNKNOWN, 0, 1, 30, 599, 600, 2220)
_FLAGS = [name for name, values in CASE_GRID.items() if values[0] is True or values[0] is False]


@dataclass(frozen=True)
class World:
    """Everything the engine asks for, but the criteria set."""

    caseload: Caseload
    items: DueItems
    workers: Workers
    calendar: Calendar
    as_at: int


@cache
def shipped_text() -> str:
    """The default set as it ships."""
    return (files("plimsoll") / "rulebooks/criteria/statutory.toml").read_text()


@cache
def shipped() -> CriteriaSet:
    """The default set."""
    return parse(shipped_text())


@cache
def calendars() -> tuple[Calendar, ...]:
    """The ordinary office, one with other hours, and one of another nation with closures and a longer day."""
    closed = frozenset({date(2026, 11, 24), date(2026, 12, 29), date(2027, 1, 5)})
    return (
        Calendar(),
        Calendar(opens_at=8 * 60 + 30, closes_at=16 * 60, hours_a_day=7.25),
        Calendar(Nation.SCOTLAND, closed, opens_at=8 * 60, closes_at=17 * 60 + 10, hours_a_day=8),
    )


@cache
def duties() -> tuple[Duty, ...]:
    """Every purpose, statutory and not, of the worker's own; every other owner; three recurring visits by rule."""
    own = [
        Duty(f"{purpose}_{statutory}".lower(), f"{purpose.label} duty", purpose, Owner.WORKER, statutory)
        for purpose in Purpose
        for statutory in (True, False)
    ]
    others = [
        Duty(f"{owner}_{purpose}".lower(), f"{purpose.label} of theirs", purpose, owner, True)
        for owner in Owner
        if owner is not Owner.WORKER
        for purpose in (Purpose.SEE, Purpose.DECIDE, Purpose.RECORD)
    ]
    visits = [Duty.of_rule(recurring_visit(*every)) for every in (("a", 6, Unit.WEEKS), ("b", 10, Unit.WORKING_DAYS))]
    theirs = Duty.of_rule(recurring_visit("c", 3, Unit.MONTHS, Owner.OTHER))
    return (*own, *others, *visits, theirs)


def recurring_visit(key: str, amount: int, unit: Unit, owner: Owner = Owner.WORKER) -> Timescale:
    """A rule that the child is to be seen every so often."""
    book = parse_rulebook((files("plimsoll") / "rulebooks/england.toml").read_text())
    rule = next(rule for rule in book.timescales if rule.recurring and rule.purpose is Purpose.SEE)
    return replace(rule, key=f"visit_{key}", amount=amount, unit=unit, owner=owner, choice=None)


@cache
def _grid(of_items: bool, name: str) -> np.ndarray:
    values = (ITEM_GRID if of_items else CASE_GRID)[name]
    return np.array(values, dtype=bool if not of_items and name in _FLAGS else np.int64)


def build(
    cases: Mapping[str, np.ndarray],
    items: Mapping[str, np.ndarray],
    worker: np.ndarray,
    reference: np.ndarray,
    workers: Workers,
    calendar: Calendar,
    as_at: int,
    carries: Mapping[Indicator, frozenset[CaseType]] | None = None,
    carries_steps: bool = True,
) -> World:
    """A world of columns of values from the grids; `items` has `case` and `duty` besides."""
    today = as_at // DAY_MINUTES

    def days(column: np.ndarray) -> np.ndarray:
        return np.where(column == NO_DAY, NO_DAY, column + today).astype("datetime64[D]")

    types = cases["case_type"]
    closes = cases["window_closes"]
    caseload = Caseload(
        reference=reference,
        worker=worker.astype(np.int32),
        case_type=types.astype(np.int8),
        case_types=(1 << types) | cases["also"],
        circumstances=np.zeros(len(types), dtype=np.int64),
        born=days(cases["born"]),
        expected_birth=days(cases["expected_birth"]),
        involved_from=days(cases["involved_from"]),
        last_seen=days(cases["last_seen"]),
        interval=cases["interval"].astype(np.int32),
        interval_works=cases["interval_works"],
        seen_unrecorded=cases["seen_unrecorded"],
        failed_visits=cases["failed_visits"].astype(np.int32),
        likelihood=cases["likelihood"].astype(np.int8),
        severity=cases["severity"].astype(np.int8),
        wait=cases["wait"].astype(np.int8),
        triage=cases["triage"].astype(np.int8),
        stale=np.stack([cases[f"stale_{number}"] for number in range(4)]),
        factors=np.stack([cases[f"factor_{word}"] for word in Factor]),
        information=cases["information"],
        immediate_harm=cases["immediate_harm"],
        missing=cases["missing"],
        emergency=cases["emergency"],
        waiting_days=cases["waiting_days"].astype(np.int32),
        who_else=cases["who_else"].astype(np.int8),
        blocked=cases["blocked"],
        chase=days(cases["chase"]),
        chases=cases["chases"].astype(np.int32),
        supervisor_agreed=cases["supervisor_agreed"],
        next_step=cases["next_step"],
        untouched_days=cases["untouched_days"].astype(np.int32),
        effort_minutes=cases["effort_minutes"],
        window_closes=np.where(closes == NO_DAY, 0, closes + as_at),
        window_opens=days(cases["window_opens"]),
        events=Caseload.blank([], []).events,
        carries=carries or dict.fromkeys(Indicator, frozenset(CaseType)),
        carries_steps=carries_steps,
    )
    due, met = items["due"], days(items["met"])
    due = np.where(due == NO_DAY, NO_MOMENT, (np.where(due == NO_DAY, 0, due) + today) * DAY_MINUTES + items["minute"])
    found = DueItems(
        duties=duties(),
        case=items["case"].astype(np.int32),
        duty=items["duty"].astype(np.int16),
        started=days(items["started"]),
        due=due,
        met=met,
        state=states(due, met, as_at),
        effort_minutes=items["effort_minutes"],
    )
    return World(caseload, found, workers, calendar, as_at)


def generated(seed: int, cases: int = 1000, workers: int = 40, busy: int = 6) -> World:
    """A world by seed: about 1.5 items a case, every fourth case a copy of another of the same worker, items and all.

    busy : workers with something in the diary. A worker in forty is nobody: the unallocated queue.
    """
    rng = np.random.default_rng(seed)
    calendar = calendars()[0 if rng.random() < 0.8 else rng.integers(1, 3)]
    # Any day of 2026 to 2028 and any minute; half of them within office hours, some on their edges.
    today = int(rng.integers(20_454, 20_454 + 1096))
    minute = int(rng.choice([rng.integers(0, 1440), rng.integers(540, 1020), 539, 540, 541, 1019, 1020, 1021]))
    as_at = today * DAY_MINUTES + minute

    different = max(1, cases * 3 // 4)
    calm = rng.choice([0.0, 0.5, 0.8])  # the part of values that are the calm one
    case_columns = _columns(rng, False, different, calm)
    worker = rng.integers(NOBODY, workers, different)
    count = rng.choice([0, 1, 1, 2, 4], different)
    item_columns = _columns(rng, True, int(count.sum()), calm / 2)
    item_columns["duty"] = rng.integers(0, len(duties()), len(item_columns["due"]))

    which = np.concatenate([np.arange(different), rng.integers(0, different, cases - different)])
    first = np.cumsum(count) - count
    copies = count[which]
    at = np.arange(copies.sum()) - np.repeat(np.cumsum(copies) - copies, copies) + np.repeat(first[which], copies)
    item_columns = {name: column[at] for name, column in item_columns.items()}
    item_columns["case"] = np.repeat(np.arange(cases), copies)
    return build(
        {name: column[which] for name, column in case_columns.items()},
        item_columns,
        worker[which],
        np.char.add("C", rng.permutation(cases).astype(np.str_)),
        _people(rng, workers, busy, today),
        calendar,
        as_at,
        carries=_carried(rng),
        carries_steps=bool(rng.random() < 0.8),
    )


def _columns(rng: np.random.Generator, of_items: bool, n: int, calm: float) -> dict[str, np.ndarray]:
    grid = ITEM_GRID if of_items else CASE_GRID
    found = {}
    for name, values in grid.items():
        pick = rng.integers(0, len(values), n, dtype=np.int16)
        pick[rng.random(n, dtype=np.float32) < calm] = 0
        found[name] = _grid(of_items, name)[pick]
    for name in () if of_items else ("case_type", "blocked"):  # of these no value is the calm one
        found[name] = rng.choice(_grid(False, name), n)
    return found


def _people(rng: np.random.Generator, workers: int, busy: int, today: int) -> Workers:
    spans = []
    for worker in rng.permutation(workers)[:busy].tolist():
        for day in rng.integers(-2, 12, 3).tolist():
            begins, ends = ((0, DAY_MINUTES), (OPEN, CLOSE), (600, 720), (720, CLOSE))[rng.integers(0, 4)]
            spans.append((worker, (today + day) * DAY_MINUTES + begins, (today + day) * DAY_MINUTES + ends))
    names = tuple(f"worker {number}" for number in range(workers))
    return Workers(names, rng.choice(LEFT, workers), Diary.of(spans))


def _carried(rng: np.random.Generator) -> dict[Indicator, frozenset[CaseType]]:
    """What the source carries: half the time everything, else a part, for some case types."""
    every = frozenset(CaseType)
    if rng.random() < 0.5:
        return dict.fromkeys(Indicator, every)
    some = frozenset(word for word in CaseType if rng.random() < 0.7)
    return {word: every if rng.random() < 0.7 else some for word in Indicator if rng.random() < 0.9}
