"""A criteria set: what counts, how much, and by when, as an organisation agreed it. The code holds no weight of its own."""

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeVar

from plimsoll.core.caseload import ONE
from plimsoll.core.strict import FaultyData, Table, load
from plimsoll.core.terms import CaseType, Criterion, Factor, Indicator, Information, Term

T = TypeVar("T", bound=Term)

BREAKS_TIES = (Indicator.FITS,)  # indicators that no criterion may use
# What never enters an order of work, in no spelling and by no stand-in: words of keys and codes.
NEVER_ENTERS = frozenset(
    [
        "SEX",
        "GENDER",
        "ETHNICITY",
        "ETHNIC",
        "RACE",
        "COLOUR",
        "CASTE",
        "NATIONALITY",
        "CITIZENSHIP",
        "ORIGIN",
        "COUNTRY",
        "BIRTHPLACE",
        "LANGUAGE",
        "ACCENT",
        "NAME",
        "SURNAME",
        "RELIGION",
        "BELIEF",
        "FAITH",
        "SEXUALITY",
        "ORIENTATION",
        "TRANS",
        "TRANSGENDER",
        "MARRIAGE",
        "MARITAL",
        "POSTCODE",
        "WARD",
        "ASYLUM",
        "IMMIGRATION",
        "TRAVELLER",
        "ROMA",
    ]
)
# What brings a case into Act now, in keys and codes: no set has a say in it. Two of the words are also kinds of news.
ACT_NOW = (
    frozenset({"ACT", "NOW"}),
    frozenset({"MISSING", "NOW"}),
    frozenset({"POLICE", "PROTECTION"}),
    frozenset({"EMERGENCY"}),
    frozenset({"MADE", "SAFE"}),
)


class Combine(Term):
    """How a criterion makes one value in 0..1 of its indicators.

    MAX: the greatest. EITHER: 1 - product of (1 - x), so that several small signs add up and one full one is enough.
    MEAN: weighted by whole numbers, over the indicators that apply.
    """

    MAX = "MAX"
    EITHER = "EITHER"
    MEAN = "MEAN"


@dataclass(frozen=True)
class CriterionRule:
    """How one of the five criteria is made.

    weight : points of 100; indicators, weights : what it combines, in the set's order; lifted_by : indicator v that lifts
    the combined value c to c + lift / 100 * v * (1 - c), or None.
    """

    criterion: Criterion
    weight: int
    combine: Combine
    indicators: tuple[Indicator, ...]
    weights: tuple[int, ...]
    lifted_by: Indicator | None = None
    lift: int = 0


@dataclass(frozen=True)
class Interval:
    """How often a child of a case type is expected to be seen."""

    days: int
    working: bool


@dataclass(frozen=True)
class CriteriaSet:
    """One version of a criteria set. Values in 0..1 are whole millionths.

    Attributes
    ----------
    unknown : value of a judged indicator that nobody has judged.
    decay : k of the slack pressure, in hundredths; shortest, longest : limits of a timescale's length, working days.
    other_statutory, other : purpose factors of items that are neither see, protect nor court.
    waiting_limit_days : waiting time of others that counts fully.
    stale_days : days after which a judgement is asked for again.
    factors : value of each vulnerability factor; information : importance of each kind.
    safeguarding : kinds of information that lift a case to *Today* until dealt with.
    intervals : expected interval of every case type.
    applies : case types to which an indicator applies; an indicator not named applies to all.
    today_days, week_days : "within n working days" of the bands *Today* and *This week*.
    risk_this_week, wait_this_week : values that hold a case in *This week* at least.
    unborn_days, untouched_days, chase_days : the other limits of the bands.
    close_points : two neighbours whose scores are closer are a close call; close_turns : so are those whose order turns in
    this share of the draws of weights.
    urgent_share : share of a caseload in the top two bands above which everything is urgent, and so nothing.
    short_minutes : work that takes less never asks why a case in a higher band waits; asks_a_day : how often at most
    anything asks beyond recording; support_at : percent of what a worker can give from which the page names who can help.
    """

    key: str
    title: str
    version: str
    in_force_from: date
    note: str
    unknown: int
    decay: int
    shortest: int
    longest: int
    other_statutory: int
    other: int
    waiting_limit_days: int
    stale_days: int
    factors: dict[Factor, int]
    information: dict[Information, int]
    safeguarding: frozenset[Information]
    intervals: dict[CaseType, Interval]
    applies: dict[Indicator, frozenset[CaseType]]
    today_days: int
    week_days: int
    risk_this_week: int
    wait_this_week: int
    unborn_days: int
    untouched_days: int
    chase_days: int
    close_points: int
    close_turns: int
    urgent_share: int
    short_minutes: int
    asks_a_day: int
    support_at: int
    criteria: tuple[CriterionRule, ...]

    @property
    def name(self) -> str:
        """Key and version: what stands on every ranking."""
        return f"{self.key} {self.version}"

    def applicable(self, carries: Mapping[Indicator, frozenset[CaseType]]) -> dict[Indicator, frozenset[CaseType]]:
        """Case types to which each indicator applies, given those for which the source can carry it."""
        every = frozenset(CaseType)
        return {word: self.applies.get(word, every) & carries.get(word, frozenset()) for word in Indicator}


def parse(text: str, what: str = "The criteria set") -> CriteriaSet:
    """A criteria set from TOML.

    Raises
    ------
    FaultyData : anything wrong with it, every fault at once.
    """
    found, faults = read(text, what)
    if faults:
        raise FaultyData(what, faults)
    return found


def read(text: str, what: str) -> tuple[CriteriaSet, list[str]]:
    """A criteria set from TOML with all its faults, each a sentence; where there is one, something harmless stands in its
    place.

    Raises
    ------
    FaultyData : it is no TOML.
    """
    top = load(text, what)
    _refuse_what_never_enters(top, tomllib.loads(text))
    meta = top.table("meta")
    judged = top.table("judged")
    pressure = top.table("pressure")
    bands = top.table("bands")
    guards = top.table("guards")
    safeguarding = top.terms("safeguarding", Information)
    found = CriteriaSet(
        key=meta.text("key"),
        title=meta.text("title"),
        version=meta.text("version"),
        in_force_from=meta.day("in_force_from"),
        note=meta.text("note"),
        unknown=_share(judged, "unknown"),
        stale_days=judged.whole("stale_days", 1, 3660),
        waiting_limit_days=judged.whole("waiting_limit_days", 1, 366),
        decay=_hundredths(pressure, "k"),
        shortest=pressure.whole("shortest_days", 1, 100),
        longest=pressure.whole("longest_days", 1, 366),
        other_statutory=_share(pressure, "other_statutory"),
        other=_share(pressure, "other"),
        today_days=bands.whole("today_days", 0, 5),
        week_days=bands.whole("week_days", 1, 30),
        risk_this_week=_share(bands, "risk_this_week"),
        wait_this_week=_share(bands, "wait_this_week"),
        unborn_days=bands.whole("unborn_days", 0, 280),
        untouched_days=bands.whole("untouched_days", 1, 366),
        chase_days=bands.whole("chase_days", 1, 60),
        close_points=guards.whole("close_points", 0, 100),
        close_turns=_share(guards, "close_turns"),
        urgent_share=_share(guards, "urgent_share"),
        # A set that was agreed before these were asked for says nothing of them.
        short_minutes=guards.whole("short_minutes", 0, 240, default=15),
        asks_a_day=guards.whole("asks_a_day", 0, 20, default=2),
        support_at=guards.whole("support_at", 50, 200, default=100),
        factors=_shares(top.table("factors"), Factor),
        information=_shares(top.table("information"), Information),
        safeguarding=frozenset(safeguarding),
        intervals=_intervals(top.table("intervals")),
        applies=_applies(top.table("applies", required=False)),
        criteria=tuple(_criterion(table) for table in top.tables("criterion")),
    )
    for table in (meta, judged, pressure, bands, guards):
        table.close()
    _check_whole(top, found)
    top.close()
    return found, top.faults


def _hundredths(table: Table, key: str) -> int:
    """A number in 0.01..10, in whole hundredths."""
    value = table.number(key, 0.01, 10)
    if abs(value * 100 - round(value * 100)) > 1e-6:
        table.fault(f"'{key}' must not be finer than a hundredth, {value} is.")
    return round(value * 100)


def _share(table: Table, key: str) -> int:
    """A number in 0..1, in whole millionths."""
    return round(table.number(key, 0, 1) * ONE)


def _shares(table: Table, words: type[T]) -> dict[T, int]:
    found = {word: _share(table, word.value) for word in words}
    table.close()
    return found


def _intervals(table: Table) -> dict[CaseType, Interval]:
    found = {}
    for word in CaseType:
        inner = table.table(word.value)
        found[word] = Interval(inner.whole("days", 1, 1000), inner.flag("working"))
        inner.close()
    table.close()
    return found


def _applies(table: Table) -> dict[Indicator, frozenset[CaseType]]:
    """Case types to which each indicator named applies; one that names them all says nothing."""
    found = {word: frozenset(table.terms(word.value, CaseType)) for word in Indicator if word.value in table}
    table.close()
    return {word: types for word, types in found.items() if types != frozenset(CaseType)}


def _criterion(table: Table) -> CriterionRule:
    indicators = table.terms("of", Indicator)
    weighed = "weights" in table
    weights = table.wholes("weights", 1, 100) or (1,) * len(indicators)
    lifted_by = table.term("lifted_by", Indicator) if "lifted_by" in table else None
    rule = CriterionRule(
        criterion=table.term("key", Criterion),
        weight=table.whole("weight", 0, 100),
        combine=table.term("combine", Combine),
        indicators=indicators,
        weights=weights,
        lifted_by=lifted_by,
        lift=table.whole("lift", 1, 100) if lifted_by else 0,
    )
    table.close()
    if not indicators:
        table.fault("'of' is empty; a criterion combines at least one indicator.")
    if len(weights) != len(indicators):
        table.fault(f"'weights' must hold one number for each of the {len(indicators)} indicators.")
    if weighed and rule.combine is not Combine.MEAN:
        table.fault(f"'weights' belongs to MEAN; {rule.combine.value} weighs nothing, so take it out.")
    return rule


def _check_whole(top: Table, found: CriteriaSet) -> None:
    """Faults that only the whole set shows."""
    named = [rule.criterion for rule in found.criteria]
    for word in Criterion:
        if named.count(word) != 1:
            top.fault(f"criterion {word.value} must stand exactly once, not {named.count(word)} times.")
    total = sum(rule.weight for rule in found.criteria)
    if total != 100:
        top.fault(f"the weights of the criteria must sum to 100, not {total}.")
    used = [word for rule in found.criteria for word in (*rule.indicators, rule.lifted_by) if word]
    for indicator in Indicator:
        if indicator in BREAKS_TIES and indicator in used:
            top.fault(f"indicator {indicator.value} only breaks ties and can belong to no criterion.")
        elif used.count(indicator) > 1:
            top.fault(f"indicator {indicator.value} is used {used.count(indicator)} times; once is the limit.")
    if found.shortest > found.longest:
        top.fault(f"'shortest_days' {found.shortest} must not exceed 'longest_days' {found.longest}.")
    if found.today_days >= found.week_days:
        top.fault(f"'today_days' {found.today_days} must be below 'week_days' {found.week_days}.")
    if found.unknown >= min(found.risk_this_week, found.wait_this_week):
        top.fault("'unknown' must be below 'risk_this_week' and 'wait_this_week': nobody's judgement is no grave one.")
    if Information.IMMEDIATE_HARM not in found.safeguarding:
        top.fault("'safeguarding' must name IMMEDIATE_HARM: it cannot be switched off.")
    if found.information[Information.IMMEDIATE_HARM] < max(found.information.values()):
        top.fault("no kind of 'information' may count for more than IMMEDIATE_HARM.")


def _refuse_what_never_enters(top: Table, data: Mapping[str, Any]) -> None:
    """Faults of a draft that would order children by who they are, or touch Act now."""
    for where, word in _codes_of(data):
        parts = set(re.split(r"[^A-Z]+", word.upper()))
        said = f"'{word}' in {where}" if where else f"'{word}'"
        harm = {"IMMEDIATE", "HARM"} <= parts and word != Information.IMMEDIATE_HARM.value
        if parts & NEVER_ENTERS:
            top.fault(f"{said} must come out: sex, ethnicity, religion, origin and what stands for them never enter.")
        if harm or any(some <= parts for some in ACT_NOW) or "ACTNOW" in parts:
            top.fault(f"{said} must come out: Act now cannot be switched off, delayed or given another weight.")


def _codes_of(data: Any, where: str = "") -> Iterator[tuple[str, str]]:
    """Every key and every code of a file, and the table it stands in; not the texts of `meta`, which people read."""
    if isinstance(data, Mapping):
        for key, value in data.items():
            yield where, key
            if key != "meta":
                yield from _codes_of(value, key)
    elif isinstance(data, list):
        for value in data:
            yield from _codes_of(value, where)
    elif isinstance(data, str):
        yield where, data
