"""Worked cases: invented ones with what practitioners would do first, over which any criteria set can be run.

A criteria set that an organisation drafts shows here, before anyone works by it, where it departs from practice.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from itertools import pairwise
from typing import Any

import numpy as np

from plimsoll.core.calendar import Calendar, as_datetime, moment
from plimsoll.core.caseload import AT_THE_SETS_VALUE, Caseload, Diary, Workers
from plimsoll.core.priority.criteria import CriteriaSet
from plimsoll.core.priority.explain import Explanation
from plimsoll.core.priority.order import Ranking, rank
from plimsoll.core.priority.scales import HIGHEST
from plimsoll.core.priority.told import listed
from plimsoll.core.strict import FaultyData, Table, load
from plimsoll.core.terms import Band, CaseType, Factor, Information, Owner, Purpose, WhoElse
from plimsoll.core.timescales.due import DueItems, Duty, states

EITHER_WAY = " or "  # between cases of which practitioners would take either first
_FLAGS = ("immediate_harm", "missing", "emergency", "blocked", "supervisor_agreed")
_DAYS = ("born", "expected_birth", "involved_from", "last_seen", "chase")
_JUDGED = ("likelihood", "severity", "wait", "triage")
_COUNTS = ("failed_visits", "waiting_days", "untouched_days")


@dataclass(frozen=True)
class Item:
    """One thing due on a case: from the day its clock began to the end of office hours of its day."""

    duty: Duty
    started: date
    by: date
    minutes: int  # of effort still to be spent


@dataclass(frozen=True)
class WorkedCase:
    """One worked case.

    says : its facts as a person tells them. facts : the same as the engine reads them, by column of `Caseload`; what is not
    there is as on a blank case. factors : vulnerabilities, each at the value of the set. band : where practitioners would
    have it, why : in a sentence or two. elsewhere : on whose list it stands instead, else empty.
    """

    key: str
    title: str
    says: str
    kind: CaseType
    worker: int
    facts: Mapping[str, Any]
    factors: tuple[Factor, ...]
    due: tuple[Item, ...]
    band: Band
    why: str
    elsewhere: str

    @property
    def name(self) -> str:
        """How sentences speak of it: `A (Noah, 3)`."""
        return f"{self.key} ({self.title})"


@dataclass(frozen=True)
class Worked:
    """Worked cases of one kind of practice at one moment, and the order in which practitioners would do them.

    order : groups of keys, first things first; within a group either way is right. A case of no group stands on another's
    list.
    """

    key: str
    title: str
    note: str
    as_at: int
    workers: Workers
    cases: tuple[WorkedCase, ...]
    order: tuple[tuple[str, ...], ...]

    @property
    def at(self) -> datetime:
        """The moment of which they speak."""
        return as_datetime(self.as_at)

    def caseload(self) -> Caseload:
        """The cases as arrays, in the file's order."""
        blank = Caseload.blank([case.key for case in self.cases], [case.kind for case in self.cases])
        named = {name for case in self.cases for name in case.facts}
        columns: dict[str, Any] = {}
        for name in named:
            usual = getattr(blank, name)
            values = [case.facts.get(name, usual[number]) for number, case in enumerate(self.cases)]
            columns[name] = np.array(values, dtype=usual.dtype)
        factors = blank.factors.copy()
        for number, case in enumerate(self.cases):
            factors[[factor.number for factor in case.factors], number] = AT_THE_SETS_VALUE
        worker = np.array([case.worker for case in self.cases], dtype=np.int32)
        return replace(blank, worker=worker, factors=factors, **columns)

    def items(self, calendar: Calendar) -> DueItems:
        """What is due on them, each at the end of office hours of its day."""
        rows = [(number, item) for number, case in enumerate(self.cases) for item in case.due]
        duties = tuple(dict.fromkeys(item.duty for _, item in rows))
        due = calendar.end_of_day(np.array([item.by for _, item in rows], dtype="datetime64[D]"))
        met = np.full(len(rows), np.datetime64("NaT", "D"))
        found = DueItems(
            duties=duties,
            case=np.array([number for number, _ in rows], dtype=np.int32),
            duty=np.array([duties.index(item.duty) for _, item in rows], dtype=np.int16),
            started=np.array([item.started for _, item in rows], dtype="datetime64[D]"),
            due=due,
            met=met,
            state=states(due, met, self.as_at),
            effort_minutes=np.array([item.minutes for _, item in rows], dtype=np.int64),
        )
        return DueItems.join([found])


@dataclass(frozen=True)
class Departure:
    """One place where a criteria set departs from what practitioners would do: the keys of its cases, and a sentence."""

    cases: tuple[str, ...]
    text: str


@dataclass(frozen=True)
class Run:
    """Worked cases as one criteria set orders them.

    order : keys in the set's order, without those on another's list; bands, scores (millionths of a point), reasons : by
    key; departures : bands first, then the order, each in the practitioners' order. Empty: the set agrees.
    """

    worked: Worked
    ranking: Ranking
    order: tuple[str, ...]
    bands: Mapping[str, Band]
    scores: Mapping[str, int]
    reasons: Mapping[str, tuple[str, ...]]
    departures: tuple[Departure, ...]


def run(worked: Worked, criteria: CriteriaSet, calendar: Calendar | None = None) -> Run:
    """Orders worked cases by a criteria set, and says where it departs from the practitioners; an ordinary office if no
    calendar is given."""
    office = calendar or Calendar()
    caseload, items = worked.caseload(), worked.items(office)
    ranking = rank(caseload, items, worked.workers, criteria, office, worked.as_at)
    explanation = Explanation(caseload, items, ranking, office)
    keys = [case.key for case in worked.cases]
    listed = {key for group in worked.order for key in group}
    order = tuple(keys[at] for at in ranking.order if keys[at] in listed)
    every_band = {band.number: band for band in Band}
    bands = {key: every_band[int(at)] for key, at in zip(keys, ranking.bands.band, strict=True)}
    return Run(
        worked=worked,
        ranking=ranking,
        order=order,
        bands=bands,
        scores=dict(zip(keys, ranking.score.tolist(), strict=True)),
        reasons={key: tuple(reason.text for reason in explanation.reasons(number)) for number, key in enumerate(keys)},
        departures=(*_band_departures(worked, bands), *_order_departures(worked, order)),
    )


def _band_departures(worked: Worked, bands: Mapping[str, Band]) -> list[Departure]:
    """Cases that stand in another band than practitioners would have them in."""
    return [
        Departure(
            (case.key,),
            f"{case.name} stands in {bands[case.key].label}; practitioners would have it in {case.band.label}. {case.why}",
        )
        for case in worked.cases
        if bands[case.key] is not case.band
    ]


def _order_departures(worked: Worked, order: Sequence[str]) -> list[Departure]:
    """Cases that practitioners would do before some that stand above them."""
    case_of = {case.key: case for case in worked.cases}
    group_of = {key: number for number, group in enumerate(worked.order) for key in group}
    found = []
    for key in (key for group in worked.order for key in group):
        above = [other for other in order[: order.index(key)] if group_of[other] > group_of[key]]
        if above:
            case, names = case_of[key], listed(case_of[other].name for other in above)
            text = f"{case.name} comes after {names}; practitioners would do it first. {case.why}"
            found.append(Departure((key, *above), text))
    return found


# ---- reading -------------------------------------------------------------------------------------------------------------


def parse(text: str, what: str = "The worked cases") -> Worked:
    """Worked cases from TOML; the files in `plimsoll/rulebooks/worked` show the keys.

    Raises
    ------
    FaultyData : anything wrong with them, every fault at once.
    """
    top = load(text, what)
    meta = top.table("meta")
    at = meta.moment("at")
    names, workers = _workers(top.tables("worker", named_by="name"))
    duties = {duty.key: duty for duty in map(_duty, top.tables("duty"))}
    tables = top.tables("case")
    found = Worked(
        key=meta.text("key"),
        title=meta.text("title"),
        note=meta.text("note"),
        as_at=moment(at),
        workers=workers,
        cases=tuple(_case(table, names, duties, at) for table in tables),
        order=tuple(tuple(group.split(EITHER_WAY)) for group in top.texts("order")),
    )
    meta.close()
    if not names:
        top.fault("at least one [[worker]] must hold the cases.")
    if not found.cases:
        top.fault("there is no [[case]].")
    _check_order(top, found)
    top.close()
    if top.faults:
        raise FaultyData(what, top.faults)
    return found


def _workers(tables: Sequence[Table]) -> tuple[list[str], Workers]:
    """Their names, and the workers as the engine sees them, with the office time they cannot use."""
    names, left, spans = [], [], []
    for number, table in enumerate(tables):
        names.append(table.text("name"))
        left.append(round(table.number("hours_left", 0, 168) * 60))
        for span in table.tables("away", named_by="begins") if "away" in table else ():
            begins, ends = span.moment("begins"), span.moment("ends")
            span.close()
            if ends <= begins:
                span.fault("'ends' must come after 'begins'.")
            spans.append((number, moment(begins), moment(ends)))
        table.close()
        if names.count(names[-1]) > 1:
            table.fault("the name stands twice.")
    return names, Workers(tuple(names), np.array(left, dtype=np.int64), Diary.of(spans))


def _duty(table: Table) -> Duty:
    duty = Duty(
        key=table.text("key"),
        title=table.text("title"),
        purpose=table.term("purpose", Purpose),
        owner=table.term("owner", Owner),
        statutory=table.flag("statutory"),
    )
    table.close()
    return duty


def _case(table: Table, names: Sequence[str], duties: Mapping[str, Duty], at: datetime) -> WorkedCase:
    worker = table.optional_text("worker")
    if worker is not None and worker not in names:
        table.fault(f"'worker' '{worker}' is none of the workers.")
    case = WorkedCase(
        key=table.text("key"),
        title=table.text("title"),
        says=table.text("says"),
        kind=table.term("kind", CaseType),
        worker=names.index(worker) if worker in names else 0,
        facts=_facts(table, at.date()),
        factors=table.terms("factors", Factor),
        due=tuple(_item(inner, duties) for inner in table.tables("due", named_by="duty")) if "due" in table else (),
        band=table.term("band", Band),
        why=table.text("why"),
        elsewhere=table.text("elsewhere", ""),
    )
    table.close()
    return case


def _item(table: Table, duties: Mapping[str, Duty]) -> Item:
    key = table.text("duty")
    if key not in duties:
        table.fault(f"'{key}' is none of the duties.")
    item = Item(
        duty=duties.get(key, Duty(key, key, Purpose.RECORD, Owner.WORKER, False)),
        started=table.day("started"),
        by=table.day("by"),
        minutes=round(table.number("hours", 0, 1000, 0) * 60),
    )
    table.close()
    if item.by < item.started:
        table.fault("'by' must not come before 'started'.")
    return item


def _facts(table: Table, today: date) -> dict[str, Any]:
    """What is said of a case, by column of `Caseload`."""
    found: dict[str, Any] = {name: table.whole(name, 0, HIGHEST) for name in _JUDGED if name in table}
    found |= {name: table.flag(name) for name in _FLAGS if name in table}
    found |= {name: np.datetime64(table.day(name), "D") for name in _DAYS if name in table}
    found |= {name: table.whole(name, 0, 3660) for name in _COUNTS if name in table}
    if "next_step" in table:
        found["next_step"] = table.flag("next_step")
    if "interval" in table:
        interval = table.table("interval")
        found |= {"interval": interval.whole("days", 1, 1000), "interval_works": interval.flag("working")}
        interval.close()
    if "information" in table:
        found["information"] = sum(word.bit for word in table.terms("information", Information))
    if "who_else" in table:
        found["who_else"] = table.term("who_else", WhoElse).number
    if "window_closes" in table:
        found["window_closes"] = moment(table.moment("window_closes"))
    if "window_opened" in table:
        found["window_opens"] = np.datetime64(table.day("window_opened"), "D")
    for name in ("last_seen", "involved_from"):
        if name in found and found[name] > np.datetime64(today, "D"):
            table.fault(f"'{name}' must not lie after the moment of which the cases speak.")
    if ("chase" in found) != found.get("blocked", False):
        table.fault("'blocked' and 'chase' belong together: a case that waits for others has a day to ask again.")
    if "chase" in found:
        found["chases"] = table.whole("chases", 1, 100, 1)
    return found


def _check_order(top: Table, found: Worked) -> None:
    """Faults of the practitioners' order, which only the whole file shows."""
    keys = [case.key for case in found.cases]
    bands = {case.key: case.band for case in found.cases}
    elsewhere = {case.key for case in found.cases if case.elsewhere}
    listed = [key for group in found.order for key in group]
    for key in dict.fromkeys(keys):
        if keys.count(key) > 1:
            top.fault(f"case '{key}' stands twice.")
        if key in elsewhere and key in listed:
            top.fault(f"case '{key}' stands on another's list and can have no place in 'order'.")
        if key not in elsewhere and listed.count(key) != 1:
            top.fault(f"case '{key}' must stand once in 'order', not {listed.count(key)} times.")
    for key in listed:
        if key not in keys:
            top.fault(f"'order' names '{key}', which is none of the cases.")
    order = [(key, bands[key].number) for key in listed if key in bands]
    for (before, higher), (after, lower) in pairwise(order):
        if higher > lower:
            top.fault(f"'order' has '{before}' before '{after}', which stands in a higher band.")
