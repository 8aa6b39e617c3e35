"""A slow, plain second version of the order of work, one case at a time, in fractions and decimals, from the specification.

It takes the raw TOML tables of a criteria set, not our CriteriaSet, so that a fault in reading shows as well. Only
`plain_cases` and `Setting.of` look at the engine's arrays. Where the specification leaves a rounding open, both sides do as
it says of indicators: whole millionths, half up, at once. Rounded so are the steps of a product (in the order written in
the set, or of the enum), each late item's part, and -log(1 - x) of the shares; effort becomes whole office minutes.
"""

import tomllib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal, localcontext
from fractions import Fraction
from functools import cache
from math import floor
from typing import Any

import numpy as np

from plimsoll.core.calendar import Calendar
from plimsoll.core.caseload import NOBODY, UNKNOWN, Caseload, Workers
from plimsoll.core.terms import (
    Band,
    CaseType,
    Criterion,
    DueState,
    Factor,
    Indicator,
    Information,
    Known,
    Owner,
    Purpose,
    Unit,
    WhoElse,
)
from plimsoll.core.timescales.due import DueItems

Raw = dict[str, Any]
MILLION = 1_000_000
DAY = 24 * 60
URGENT = {Purpose.SEE, Purpose.PROTECT, Purpose.COURT}
UNIX = date(1970, 1, 1).toordinal()


# ---- what is looked at -------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Item:
    """A due item not yet met; days are day numbers, moments minutes."""

    purpose: Purpose
    owner: Owner
    statutory: bool
    started: int | None
    due: int
    effort: int


@dataclass(frozen=True)
class Case:
    """All that is known of one case. None is unknown; a factor's None is the value of the set.

    see_every : days, and whether working days, of the recurring duties to see the child.
    """

    reference: str
    worker: int | None
    type: CaseType
    types: set[CaseType]
    born: int | None
    expected_birth: int | None
    involved_from: int | None
    last_seen: int | None
    seen_unrecorded: bool
    interval: tuple[int, bool] | None
    failed_visits: int
    likelihood: int | None
    severity: int | None
    wait: int | None
    triage: int | None
    stale: tuple[bool, bool, bool, bool]
    factors: dict[Factor, int | None]
    information: set[Information]
    immediate_harm: bool
    missing: bool
    emergency: bool
    waiting_days: int
    who_else: WhoElse | None
    blocked: bool
    chase: int | None
    chases: int
    supervisor_agreed: bool
    next_step: bool
    untouched_days: int
    effort: int
    window_closes: int
    window_opens: int | None
    items: tuple[Item, ...]
    see_every: tuple[tuple[int, bool], ...]


@dataclass(frozen=True)
class Setting:
    """The set, the moment, office hours and diaries: whatever is the same for all the cases."""

    raw: Raw
    as_at: int
    closed: frozenset[int]
    opens: int
    closes: int
    hours_a_day: Fraction
    minutes_left: dict[int, int]
    diary: dict[int, list[tuple[int, int]]]
    carries: dict[Indicator, frozenset[CaseType]]
    carries_steps: bool
    known: dict[Any, Any] = field(default_factory=dict)

    @classmethod
    def of(cls, text: str, caseload: Caseload, workers: Workers, calendar: Calendar, as_at: int) -> "Setting":
        """What the engine is given, as plain values."""
        diary: dict[int, list[tuple[int, int]]] = {}
        spans = zip(*(column.tolist() for column in vars(workers.diary).values()), strict=True)
        for worker, begins, ends in spans:
            diary.setdefault(worker, []).append((begins, ends))
        left = {worker: minutes for worker, minutes in enumerate(workers.minutes_left.tolist()) if minutes != UNKNOWN}
        return cls(
            raw=tomllib.loads(text, parse_float=Decimal),
            as_at=as_at,
            closed=frozenset(day.toordinal() - UNIX for day in calendar.holidays),
            opens=calendar.opens_at,
            closes=calendar.closes_at,
            hours_a_day=Fraction(str(calendar.hours_a_day)),
            minutes_left=left,
            diary=diary,
            carries=dict(caseload.carries),
            carries_steps=caseload.carries_steps,
        )

    @property
    def today(self) -> int:
        return self.as_at // DAY

    @property
    def day_minutes(self) -> int:
        return self.closes - self.opens

    def is_working_day(self, day: int) -> bool:
        return date.fromordinal(UNIX + day).weekday() < 5 and day not in self.closed

    def worked(self, begin: int, end: int) -> int:
        """Office minutes between two moments; below 0 where the first is the later."""
        if begin > end:
            return -self.worked(end, begin)
        if (begin, end) not in self.known:
            total = 0
            for day in range(begin // DAY, end // DAY + 1):
                if self.is_working_day(day):
                    opens, closes = day * DAY + self.opens, day * DAY + self.closes
                    total += max(0, min(end, closes) - max(begin, opens))
            self.known[begin, end] = total
        return int(self.known[begin, end])

    def free(self, begin: int, end: int, worker: int | None) -> int:
        """The same without the worker's absences and fixed appointments."""
        spans = [] if worker is None else self.diary.get(worker, [])
        lost = sum(
            self.worked(max(begin, one), min(end, other)) for one, other in spans if max(begin, one) < min(end, other)
        )
        return self.worked(begin, end) - lost

    def end_of(self, day: int) -> int:
        """When something dated on a day without a time is due."""
        return day * DAY + self.closes

    def working_day_after(self, day: int, n: int) -> int:
        """The n-th next working day."""
        while n:
            day += 1
            n -= self.is_working_day(day)
        return day

    def needs(self, effort: int) -> int:
        """Office minutes that effort takes, of which a full-time day's hours fill one day."""
        return half_up(Fraction(effort * self.day_minutes) / (self.hours_a_day * 60))


def half_up(number: Fraction | int) -> int:
    return floor(Fraction(number) + Fraction(1, 2))


def millionths(number: Fraction | Decimal) -> int:
    return half_up(Fraction(number) * MILLION)


# ---- value functions ---------------------------------------------------------------------------------------------------


def slack_pressure(setting: Setting, slack: int, length: int, factor: Decimal) -> int:
    """1 when d - p <= t, else exp(-(d - p - t) / (k L)), times its purpose factor."""
    if slack <= 0:
        return millionths(factor)
    k = setting.raw["pressure"]["k"]
    return exponential(slack, length, k, factor)


@cache
def exponential(slack: int, length: int, k: Decimal, factor: Decimal) -> int:
    with localcontext() as context:
        context.prec = 40
        return millionths((-Decimal(slack) / (Decimal(k) * length)).exp() * factor)


def limited_length(setting: Setting, started: int | None, due: int) -> int:
    """L, the length of a timescale limited to 1..20 working days; a direction of unknown date takes 20."""
    rules = setting.raw["pressure"]
    shortest, longest = (rules[name] * setting.day_minutes for name in ("shortest_days", "longest_days"))
    if started is None:
        return int(longest)
    return int(min(max(setting.worked(setting.end_of(started), due), shortest), longest))


def purpose_factor(setting: Setting, item: Item) -> Decimal:
    if item.purpose in URGENT:
        return Decimal(1)
    return Decimal(setting.raw["pressure"]["other_statutory" if item.statutory else "other"])


def pressure(setting: Setting, case: Case, item: Item) -> int:
    t, d = setting.as_at, item.due
    slack = setting.free(t, d, case.worker) - setting.needs(item.effort)
    return slack_pressure(setting, slack, limited_length(setting, item.started, d), purpose_factor(setting, item))


def lateness(setting: Setting, items: Iterable[Item]) -> int:
    x = 0
    for item in items:
        if item.due < setting.as_at:
            late = Fraction(setting.worked(item.due, setting.as_at), limited_length(setting, item.started, item.due))
            x += millionths(late * Fraction(purpose_factor(setting, item)))
    return half_up(Fraction(x * MILLION, x + MILLION))


def expected_interval(setting: Setting, case: Case) -> tuple[int, bool]:
    """The child's own plan, else the shortest rule in force, else the set's for the case type."""
    if case.interval:
        return case.interval
    if case.see_every:
        return min(case.see_every, key=lambda every: Fraction(every[0]) * (Fraction(7, 5) if every[1] else 1))
    table = setting.raw["intervals"][case.type.value]
    return table["days"], table["working"]


def intervals_unseen(setting: Setting, case: Case) -> Fraction | None:
    """Days since the child was last seen, or since involvement began, in expected intervals; None for unknown."""
    since = case.involved_from if case.last_seen is None else case.last_seen
    if since is None or case.seen_unrecorded:
        return None
    interval, working = expected_interval(setting, case)
    if working:
        days = Fraction(sum(setting.is_working_day(day) for day in range(since + 1, setting.today + 1)))
    else:
        days = Fraction(setting.today - since)
    return max(days, Fraction(0)) / interval


def risk(case: Case) -> int | None:
    if case.likelihood is None or case.severity is None:
        return None
    with localcontext() as context:
        context.prec = 40
        return millionths(Decimal(case.likelihood * case.severity).sqrt() / 4)


def vulnerability(setting: Setting, case: Case) -> int:
    rest = MILLION
    for factor in Factor:
        if factor in case.factors:
            judged = case.factors[factor]
            v = millionths(Fraction(setting.raw["factors"][factor.value])) if judged is None else judged
            rest = half_up(Fraction(rest * (MILLION - v), MILLION))
    return MILLION - rest


def window_closing(setting: Setting, case: Case) -> int:
    if case.window_closes <= setting.as_at:
        return 0
    slack = setting.free(setting.as_at, case.window_closes, case.worker)
    return slack_pressure(setting, slack, limited_length(setting, case.window_opens, case.window_closes), Decimal(1))


def fits(setting: Setting, case: Case) -> int:
    left = None if case.worker is None else setting.minutes_left.get(case.worker)
    return 0 if left is None else min(half_up(Fraction(left * MILLION, max(case.effort, 1))), MILLION)


def own_items(case: Case) -> list[Item]:
    """Only the allocated worker's own items move the case; those of the queue are the manager's and the team's too."""
    theirs = {Owner.WORKER} if case.worker is not None else {Owner.WORKER, Owner.MANAGER, Owner.TEAM}
    return [item for item in case.items if item.owner in theirs]


def applies(setting: Setting, case: Case, indicator: Indicator) -> bool:
    named = setting.raw.get("applies", {}).get(indicator.value)
    return (named is None or case.type.value in named) and case.type in setting.carries.get(indicator, frozenset())


def indicators(setting: Setting, case: Case) -> dict[Indicator, tuple[int, Known]]:
    """Every indicator's value in millionths and how much is known of it."""
    unknown = millionths(Fraction(setting.raw["judged"]["unknown"]))
    limit = setting.raw["judged"]["waiting_limit_days"]
    unseen = intervals_unseen(setting, case)
    seen = None if unseen is None else min(millionths(unseen / 2) + case.failed_visits * MILLION // 4, MILLION)
    importance = [setting.raw["information"][word.value] for word in case.information]
    share = {WhoElse.ONLY_ME: 1, WhoElse.COLLEAGUE: Fraction(1, 2), WhoElse.ADMIN: 0}
    own = own_items(case)
    likely, severe, wait, triage = case.stale
    measured: dict[Indicator, tuple[int | None, bool]] = {
        Indicator.TRIAGE: (judged(case.triage), triage),
        Indicator.INFORMATION: (millionths(Fraction(max(importance, default=0))), False),
        Indicator.LAST_SEEN: (seen, False),
        Indicator.RISK: (risk(case), likely or severe),
        Indicator.WAIT: (judged(case.wait), wait),
        Indicator.VULNERABILITY: (vulnerability(setting, case), False),
        Indicator.PRESSURE: (max((pressure(setting, case, item) for item in own), default=0), False),
        Indicator.LATENESS: (lateness(setting, own), False),
        Indicator.OTHERS_WAITING: (millionths(min(Fraction(case.waiting_days, limit), Fraction(1))), False),
        Indicator.WHO_ELSE: (None if case.who_else is None else millionths(Fraction(share[case.who_else])), False),
        Indicator.WINDOW: (window_closing(setting, case), False),
        Indicator.FITS: (fits(setting, case), False),
    }
    found = {}
    for word, (value, stale) in measured.items():
        if not applies(setting, case, word):
            found[word] = (0, Known.NOT_APPLICABLE)
        elif value is None:
            found[word] = (unknown, Known.UNKNOWN)
        elif stale:
            found[word] = (max(value, unknown), Known.STALE)
        else:
            found[word] = (value, Known.KNOWN)
    return found


def judged(scale: int | None) -> int | None:
    return None if scale is None else scale * MILLION // 4


# ---- criteria, score, shares -------------------------------------------------------------------------------------------

Values = dict[Indicator, tuple[int, Known]]


def combined(rule: Raw, values: Values) -> int:
    """What a criterion makes of its applicable indicators, before a lift."""
    x = [(values[Indicator(word)][0], weight) for word, weight in weighted(rule, values)]
    if not x:
        return 0
    if rule["combine"] == "MAX":
        return max(value for value, _ in x)
    if rule["combine"] == "MEAN":
        return half_up(Fraction(sum(value * weight for value, weight in x), sum(weight for _, weight in x)))
    rest = MILLION
    for value, _ in x:
        rest = half_up(Fraction(rest * (MILLION - value), MILLION))
    return MILLION - rest


def weighted(rule: Raw, values: Values) -> list[tuple[str, int]]:
    pairs = zip(rule["of"], rule.get("weights", [1] * len(rule["of"])), strict=True)
    return [(word, weight) for word, weight in pairs if values[Indicator(word)][1] is not Known.NOT_APPLICABLE]


def criterion(rule: Raw, values: Values) -> int:
    c = combined(rule, values)
    if "lifted_by" not in rule:
        return c
    v = values[Indicator(rule["lifted_by"])][0]
    return c + half_up(Fraction(rule["lift"] * v * (MILLION - c), 100 * MILLION))


def shares(setting: Setting, values: Values) -> dict[Indicator, int]:
    """What each indicator gives to the score."""
    found = dict.fromkeys(Indicator, 0)
    for rule in setting.raw["criterion"]:
        c = combined(rule, values)
        if "lifted_by" in rule:
            found[Indicator(rule["lifted_by"])] = rule["weight"] * (criterion(rule, values) - c)
        words = [Indicator(word) for word, _ in weighted(rule, values)]
        x = [values[word][0] for word in words]
        if rule["combine"] == "MEAN":
            parts = [value * weight for value, (_, weight) in zip(x, weighted(rule, values), strict=True)]
        elif rule["combine"] == "MAX":
            parts = [int(at == x.index(max(x))) * value for at, value in enumerate(x)]
        elif MILLION in x:
            parts = [int(value == MILLION) for value in x]
        else:
            parts = [minus_log(value) for value in x]
        if sum(parts):
            points = rule["weight"] * c
            given = [points * part // sum(parts) for part in parts]
            given[given.index(max(given))] += points - sum(given)
            found.update(zip(words, given, strict=True))
    return found


@cache
def minus_log(value: int) -> int:
    with localcontext() as context:
        context.prec = 40
        return millionths(-(1 - Decimal(value) / MILLION).ln())


# ---- bands -------------------------------------------------------------------------------------------------------------


def begins_within(setting: Setting, case: Case, item: Item, days: int) -> bool:
    """Overdue, or the latest start lies before the end of the n-th next working day."""
    end = setting.end_of(setting.working_day_after(setting.today, days))
    if item.due < setting.as_at or item.due <= end:
        return True
    return setting.free(end, item.due, case.worker) <= setting.needs(item.effort)


def on_its_day(setting: Setting, item: Item) -> bool:
    """On its due day or the working day after, and the days between them."""
    due_day = item.due // DAY
    return due_day <= setting.today <= setting.working_day_after(due_day, 1)


def band(setting: Setting, case: Case, values: Values) -> Band:
    rules, own = setting.raw["bands"], own_items(case)
    unseen_twice = values[Indicator.LAST_SEEN][0] == MILLION
    under_1 = Factor.UNDER_1 in case.factors or (case.born is not None and age(case.born, setting.today) == 0)
    closely = bool(case.types & {CaseType.CHILD_PROTECTION, CaseType.LOOKED_AFTER}) or under_1

    if case.immediate_harm or case.missing or case.emergency:
        return Band.ACT_NOW

    if any(item.purpose in URGENT and begins_within(setting, case, item, rules["today_days"]) for item in own):
        return Band.TODAY
    if any(item.statutory and item.purpose not in URGENT and on_its_day(setting, item) for item in own):
        return Band.TODAY
    if any(word.value in setting.raw["safeguarding"] for word in case.information):
        return Band.TODAY
    if unseen_twice and closely:
        return Band.TODAY

    weekly = URGENT | {Purpose.DECIDE}
    if any(item.purpose in weekly and begins_within(setting, case, item, rules["week_days"]) for item in own):
        return Band.THIS_WEEK
    if any(item.due < setting.as_at for item in own) or unseen_twice:
        return Band.THIS_WEEK
    if values[Indicator.WAIT][0] >= millionths(Fraction(rules["wait_this_week"])):
        return Band.THIS_WEEK
    if values[Indicator.RISK][0] >= millionths(Fraction(rules["risk_this_week"])):
        return Band.THIS_WEEK
    unborn = case.born is None or case.born > setting.today
    if unborn and CaseType.CHILD_PROTECTION in case.types and born_within(setting, case, rules["unborn_days"]):
        return Band.THIS_WEEK
    if setting.carries_steps and (not case.next_step or case.untouched_days >= rules["untouched_days"]):
        return Band.THIS_WEEK
    return Band.AWAITING_OTHERS if waits(setting, case, values) else Band.PLANNED


def born_within(setting: Setting, case: Case, days: int) -> bool:
    return case.expected_birth is not None and case.expected_birth - setting.today <= days


def waits(setting: Setting, case: Case, values: Values) -> bool:
    unseen = intervals_unseen(setting, case)
    if unseen is None or unseen > 1 or values[Indicator.LAST_SEEN][1] is Known.NOT_APPLICABLE:
        return False
    if not case.blocked or case.information or case.chase is None:
        return False
    if case.chases > 1 and not case.supervisor_agreed:
        return False
    last = setting.working_day_after(setting.today, setting.raw["bands"]["chase_days"])
    something_falls_due = any(item.due // DAY <= setting.today for item in own_items(case))
    return setting.today < case.chase <= last and not something_falls_due


def age(born: int, today: int) -> int:
    one, other = date.fromordinal(UNIX + born), date.fromordinal(UNIX + today)
    return other.year - one.year - ((other.month, other.day) < (one.month, one.day))


# ---- the order ---------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Standing:
    """Where one case stands, and on what."""

    case: Case
    values: Values
    criteria: dict[Criterion, int]
    score: int
    shares: dict[Indicator, int]
    band: Band

    @property
    def key(self) -> tuple[Any, ...]:
        """Band, score, fits, earliest due, longest unseen, reference."""
        case, never = self.case, float("inf")
        earliest = min((item.due for item in own_items(case)), default=never)
        since = case.involved_from if case.last_seen is None else case.last_seen
        unseen = never if since is None else since
        listed = list(Band).index(self.band)
        return listed, -self.score, -self.values[Indicator.FITS][0], earliest, unseen, case.reference


def standing(setting: Setting, case: Case) -> Standing:
    values = indicators(setting, case)
    rules = setting.raw["criterion"]
    criteria = {Criterion(rule["key"]): criterion(rule, values) for rule in rules}
    score = sum(rule["weight"] * criteria[Criterion(rule["key"])] for rule in rules)
    return Standing(case, values, criteria, score, shares(setting, values), band(setting, case, values))


def order_of_work(standings: Sequence[Standing]) -> list[Standing]:
    return sorted(standings, key=lambda one: one.key)


# ---- from the engine's arrays ------------------------------------------------------------------------------------------


def plain_cases(caseload: Caseload, items: DueItems) -> list[Case]:
    """The cases of a caseload with their items, as plain values."""
    mine: dict[int, list[Item]] = {}
    every: dict[int, list[tuple[int, bool]]] = {}
    for at in range(len(items)):
        number, duty = int(items.case[at]), items.duties[items.duty[at]]
        if duty.rule is not None and duty.rule.recurring and duty.purpose is Purpose.SEE:
            every.setdefault(number, []).append(in_days(duty.rule.amount, duty.rule.unit))
        if list(DueState)[items.state[at]] in (DueState.DUE, DueState.OVERDUE):
            item = Item(
                purpose=duty.purpose,
                owner=duty.owner,
                statutory=duty.statutory,
                started=number_of(items.started[at]),
                due=int(items.due[at]),
                effort=int(items.effort_minutes[at]),
            )
            mine.setdefault(number, []).append(item)
    return [_case(caseload, at, tuple(mine.get(at, ())), tuple(every.get(at, ()))) for at in range(len(caseload))]


def in_days(amount: int, unit: Unit) -> tuple[int, bool]:
    match unit:
        case Unit.WORKING_DAYS:
            return amount, True
        case Unit.WEEKS:
            return amount * 7, False
        case Unit.MONTHS:
            return half_up(Fraction(amount * 91, 3)), False
        case Unit.CALENDAR_DAYS:
            return amount, False
        case _:
            raise ValueError(f"The plain version knows no recurring visit in {unit}.")


def number_of(day: np.datetime64) -> int | None:
    return None if np.isnat(day) else int(day.astype(np.int64))


def _case(caseload: Caseload, at: int, items: tuple[Item, ...], every: tuple[tuple[int, bool], ...]) -> Case:
    def day(name: str) -> int | None:
        return number_of(getattr(caseload, name)[at])

    def scale(name: str) -> int | None:
        value = int(getattr(caseload, name)[at])
        return None if value == UNKNOWN else value

    worker, who = int(caseload.worker[at]), scale("who_else")
    factors = {word: int(caseload.factors[word.number, at]) for word in Factor}
    likely, severe, wait, triage = (bool(one) for one in caseload.stale[:, at])
    return Case(
        reference=str(caseload.reference[at]),
        worker=None if worker == NOBODY else worker,
        type=list(CaseType)[caseload.case_type[at]],
        types={word for word in CaseType if int(caseload.case_types[at]) & word.bit},
        born=day("born"),
        expected_birth=day("expected_birth"),
        involved_from=day("involved_from"),
        last_seen=day("last_seen"),
        seen_unrecorded=bool(caseload.seen_unrecorded[at]),
        interval=(int(caseload.interval[at]), bool(caseload.interval_works[at])) if caseload.interval[at] else None,
        failed_visits=int(caseload.failed_visits[at]),
        likelihood=scale("likelihood"),
        severity=scale("severity"),
        wait=scale("wait"),
        triage=scale("triage"),
        stale=(likely, severe, wait, triage),
        factors={word: None if value == -1 else value for word, value in factors.items() if value},
        information={word for word in Information if int(caseload.information[at]) & word.bit},
        immediate_harm=bool(caseload.immediate_harm[at]),
        missing=bool(caseload.missing[at]),
        emergency=bool(caseload.emergency[at]),
        waiting_days=int(caseload.waiting_days[at]),
        who_else=None if who is None else list(WhoElse)[who],
        blocked=bool(caseload.blocked[at]),
        chase=day("chase"),
        chases=int(caseload.chases[at]),
        supervisor_agreed=bool(caseload.supervisor_agreed[at]),
        next_step=bool(caseload.next_step[at]),
        untouched_days=int(caseload.untouched_days[at]),
        effort=int(caseload.effort_minutes[at]),
        window_closes=int(caseload.window_closes[at]),
        window_opens=day("window_opens"),
        items=items,
        see_every=every,
    )
