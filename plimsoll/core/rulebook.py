"""A rulebook: the timescales of a nation or an organisation, as data.

The national rulebook ships with the product; an organisation's own says what it chooses, changes, adds or leaves out,
dated and versioned, and never edits the national one.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from plimsoll.core.calendar import Calendar, Nation
from plimsoll.core.strict import FaultyData, Table, load
from plimsoll.core.terms import (
    CaseType,
    Circumstance,
    EventKind,
    Owner,
    Purpose,
    RuleKind,
    Strength,
    Subject,
    Term,
    Unit,
)


class Nth(Term):
    """Which of a sequence of like events a rule is about, where law treats first, second and later ones differently."""

    ANY = "ANY"
    FIRST = "FIRST"
    SECOND = "SECOND"
    LATER = "LATER"


class Status(Term):
    """Whether a timescale makes due items, and if not, what it waits for."""

    ON = "ON"
    CHOOSE = "CHOOSE"
    CHECK_LOCALLY = "CHECK_LOCALLY"
    STANDING = "STANDING"
    OFF = "OFF"


@dataclass(frozen=True)
class Source:
    """Where a figure comes from, and whether it was read there."""

    basis: str
    title: str
    url: str | None
    year: int | None
    read: bool


@dataclass(frozen=True)
class Recommended:
    """The earlier of the two dates that some rules have: what is aimed at, while the rule's own amount is the latest. basis:
    who recommends it."""

    amount: int
    unit: Unit
    basis: str


@dataclass(frozen=True)
class Timescale:
    """One rule: so much time, counted from an event, for a duty.

    The clock runs from the latest event of `starts_on` (for `from_earliest`, from the earliest since the duty was last
    met); a recurring rule starts again from the event that met it. `stops_on` ends the duty without meeting it.
    `until`: no longer applies once such an event has happened; `after`: applies only once it has. `before`: due that
    long *before* the event (of several planned, the next). `when` must all hold of the case, of `unless` none. Ages in
    years: from inclusive, to exclusive. `recommended`: an earlier day that is aimed at, counted alike.
    """

    key: str
    title: str
    case_types: frozenset[CaseType]
    trigger: str
    starts_on: tuple[EventKind, ...]
    met_by: tuple[EventKind, ...]
    stops_on: tuple[EventKind, ...]
    until: tuple[EventKind, ...]
    after: tuple[EventKind, ...]
    nth: Nth
    when: frozenset[Circumstance]
    unless: frozenset[Circumstance]
    age_from: int | None
    age_to: int | None
    amount: int
    unit: Unit
    before: bool
    from_earliest: bool
    recurring: bool
    kind: RuleKind
    strength: Strength
    purpose: Purpose
    owner: Owner
    subject: Subject
    choice: str | None
    note: str
    source: Source
    recommended: Recommended | None = None

    @property
    def status(self) -> Status:
        """What the rule waits for by itself, before an organisation has chosen or checked anything."""
        if self.purpose is Purpose.CHECK:
            return Status.STANDING
        if not self.source.read:
            return Status.CHECK_LOCALLY
        return Status.CHOOSE if self.choice else Status.ON

    @property
    def statutory(self) -> bool:
        """Whether statute or statutory guidance sets it; a local standard is neither."""
        return self.strength is not Strength.LOCAL

    @property
    def length(self) -> str:
        """The amount in words: '10 working days', '6 weeks', 'at once'."""
        if not self.amount:
            return "at once"
        unit = self.unit.label
        return f"{self.amount} {unit.removesuffix('s') if self.amount == 1 else unit}"


@dataclass(frozen=True)
class Choice:
    """A question on which councils differ: at most one of its rules holds, and none until someone chooses. `ours`: the key
    of the rule that Plimsoll suggests until then."""

    key: str
    title: str
    ours: str | None = None


@dataclass(frozen=True)
class Rulebook:
    """Timescales with the choices made among them, and the calendar by which they count.

    `chosen`: keys of rival rules that were chosen; `checked`: keys of unread rules that someone has checked against
    their source; `off`: keys that do not apply here.
    """

    key: str
    title: str
    version: str
    nation: Nation
    in_force_from: date
    note: str
    timescales: tuple[Timescale, ...]
    choices: tuple[Choice, ...] = ()
    chosen: frozenset[str] = frozenset()
    checked: frozenset[str] = frozenset()
    off: frozenset[str] = frozenset()
    left_out: tuple[tuple[str, str], ...] = ()
    calendar: Calendar = field(default_factory=Calendar)

    def status(self, timescale: Timescale) -> Status:
        """Whether one timescale makes due items here, and if not, why."""
        if timescale.key in self.off:
            return Status.OFF
        status = timescale.status
        if timescale.key in self.checked and status is Status.CHECK_LOCALLY:
            status = Status.CHOOSE if timescale.choice else Status.ON
        if timescale.key in self.chosen and status is Status.CHOOSE:
            return Status.ON
        return status

    @property
    def in_force(self) -> tuple[Timescale, ...]:
        """The timescales that make due items, in the file's order."""
        return tuple(rule for rule in self.timescales if self.status(rule) is Status.ON)

    @property
    def open_choices(self) -> tuple[tuple[Choice, tuple[Timescale, ...]], ...]:
        """Choices nobody has made, each with the rules to choose from."""
        waiting = []
        for choice in self.choices:
            rivals = tuple(rule for rule in self.timescales if rule.choice == choice.key and rule.key not in self.off)
            if rivals and not any(rule.key in self.chosen for rule in rivals):
                waiting.append((choice, rivals))
        return tuple(waiting)

    def choosing(self, keys: Iterable[str]) -> "Rulebook":
        """This rulebook with rival rules chosen.

        Raises
        ------
        FaultyData : a key names no rival rule, or two keys answer one question; every such fault is named.
        """
        faults: list[str] = []
        chosen = set(self.chosen)
        by_key = {rule.key: rule for rule in self.timescales if rule.choice}
        answered: dict[str, str] = {}
        for key in dict.fromkeys(keys):
            rule = by_key.get(key)
            if rule is None or rule.choice is None:
                rivals = ", ".join(sorted(by_key)) or "none"
                faults.append(f"'{key}' is not a rule to choose. There are: {rivals}.")
                continue
            if rule.choice in answered:
                faults.append(f"'{key}' and '{answered[rule.choice]}' answer the same question; choose one of them.")
                continue
            answered[rule.choice] = key
            chosen -= {other.key for other in by_key.values() if other.choice == rule.choice}
            chosen.add(key)
        if faults:
            raise FaultyData("The choice of timescales", faults)
        return replace(self, chosen=frozenset(chosen))

    def overridden_by(self, own: "Rulebook") -> "Rulebook":
        """This rulebook with an organisation's own laid over it: its rules replace those of the same key or are added.

        Raises
        ------
        FaultyData : the organisation's own chooses, checks or switches off a rule that neither of the two has.
        """
        mine = {rule.key: rule for rule in own.timescales}
        kept = tuple(mine.pop(rule.key, rule) for rule in self.timescales)
        both = kept + tuple(mine.values())
        known = {rule.key for rule in both}
        questions = {choice.key for choice in self.choices}
        asked = {"checked": own.checked, "off": own.off}
        faults = [
            f"'{key}' under '{where}' is not a rule of {self.title} or of {own.title}."
            for where, keys in asked.items()
            for key in sorted(keys - known)
        ]
        laid = replace(
            self,
            key=own.key,
            title=own.title,
            version=f"{own.version} over {self.title} {self.version}",
            in_force_from=own.in_force_from,
            note=own.note,
            timescales=both,
            choices=self.choices + tuple(choice for choice in own.choices if choice.key not in questions),
            checked=self.checked | own.checked,
            off=self.off | own.off,
            nation=own.nation,
            calendar=own.calendar,
        )
        try:
            laid = laid.choosing(sorted(own.chosen))
        except FaultyData as fault:
            faults.extend(fault.faults)
        if faults:
            raise FaultyData(own.title, faults)
        return laid


def parse(text: str, what: str = "The rulebook") -> Rulebook:
    """A rulebook from TOML.

    Raises
    ------
    FaultyData : anything wrong with it, every fault at once.
    """
    top = load(text, what)
    meta = top.table("meta")
    nation = meta.term("nation", Nation)
    choices = tuple(_choice(table) for table in top.tables("choice"))
    rules = tuple(_timescale(table) for table in top.tables("timescale"))
    left_out = tuple(_left_out(table) for table in top.tables("left_out"))
    book = Rulebook(
        key=meta.text("key"),
        title=meta.text("title"),
        version=meta.text("version"),
        nation=nation,
        in_force_from=meta.day("in_force_from"),
        note=meta.text("note", ""),
        timescales=rules,
        choices=choices,
        chosen=frozenset(top.texts("chosen")),
        checked=frozenset(top.texts("checked")),
        off=frozenset(top.texts("off")),
        left_out=left_out,
        calendar=_calendar(top.table("calendar", required=False), nation),
    )
    meta.close()
    _check_whole(top, book)
    top.close()
    if top.faults:
        raise FaultyData(what, top.faults)
    return book


def _calendar(table: Table, nation: Nation) -> Calendar:
    """The optional table of office hours and counting habits; what it leaves out is the product's default."""
    usual = Calendar(nation=nation)
    settings: dict[str, Any] = {
        "opens_at": table.clock("opens", usual.opens_at),
        "closes_at": table.clock("closes", usual.closes_at),
        "start_day_is": table.whole("start_day_is", 0, 1, usual.start_day_is),
        "bank_holidays_count": table.flag("bank_holidays_count", usual.bank_holidays_count),
        "hours_a_day": table.number("hours_a_day", 1, 24, usual.hours_a_day),
        "closure_days": frozenset(table.days("closure_days")),
        "school_terms": tuple(_term(term) for term in table.tables("school_terms", named_by="first")),
    }
    table.close()
    try:
        return replace(usual, **settings)
    except ValueError as fault:
        table.fault(str(fault))
        return usual


def _term(table: Table) -> tuple[date, date]:
    term = table.day("first"), table.day("last")
    table.close()
    return term


def _check_whole(top: Table, book: Rulebook) -> None:
    """Faults that only the whole book shows."""
    seen: set[str] = set()
    for rule in book.timescales:
        if rule.key in seen:
            top.fault(f"two timescales have the key '{rule.key}'.")
        seen.add(rule.key)
        if rule.choice and rule.choice not in {choice.key for choice in book.choices}:
            top.fault(f"timescale '{rule.key}' belongs to the choice '{rule.choice}', which is not declared.")
    for choice in book.choices:
        if choice.ours and choice.ours not in {rule.key for rule in book.timescales if rule.choice == choice.key}:
            top.fault(f"choice '{choice.key}' suggests '{choice.ours}', which is not one of its rules.")
    titles = [choice.key for choice in book.choices]
    for key in sorted({key for key in titles if titles.count(key) > 1}):
        top.fault(f"two choices have the key '{key}'.")
    for key in dict.fromkeys(titles):
        rivals = [f"'{rule.key}'" for rule in book.timescales if rule.choice == key and rule.key in book.chosen]
        if len(rivals) > 1:
            top.fault(f"{' and '.join(rivals)} answer the same question, '{key}'; choose one of them.")


def _left_out(table: Table) -> tuple[str, str]:
    key_and_reason = (table.text("key"), table.text("reason"))
    table.close()
    return key_and_reason


def _choice(table: Table) -> Choice:
    choice = Choice(table.text("key"), table.text("title"), table.optional_text("ours"))
    table.close()
    return choice


def _timescale(table: Table) -> Timescale:
    source = table.table("source")
    subject = table.term("subject", Subject, Subject.CASE)
    rule = Timescale(
        key=table.text("key"),
        title=table.text("title"),
        case_types=frozenset(table.terms("case_types", CaseType)),
        trigger=table.text("trigger"),
        starts_on=table.terms("starts_on", EventKind),
        met_by=table.terms("met_by", EventKind),
        stops_on=table.terms("stops_on", EventKind),
        until=table.terms("until", EventKind),
        after=table.terms("after", EventKind),
        nth=table.term("nth", Nth, Nth.ANY),
        when=frozenset(table.terms("when", Circumstance)),
        unless=frozenset(table.terms("unless", Circumstance)),
        age_from=table.optional_whole("age_from", 0, 25),
        age_to=table.optional_whole("age_to", 0, 26),
        amount=table.whole("amount", 0, 1000),
        unit=table.term("unit", Unit),
        before=table.flag("before", False),
        from_earliest=table.flag("from_earliest", False),
        recurring=table.flag("recurring"),
        kind=table.term("kind", RuleKind),
        strength=table.term("strength", Strength),
        purpose=table.term("purpose", Purpose),
        owner=table.term("owner", Owner),
        subject=subject,
        choice=table.optional_text("choice"),
        note=table.text("note", ""),
        source=Source(
            basis=source.text("basis"),
            title=source.text("title"),
            url=source.optional_text("url"),
            year=source.optional_whole("year", 1900, 2100),
            read=source.flag("read"),
        ),
        recommended=_recommended(table.table("recommended")) if "recommended" in table else None,
    )
    source.close()
    table.close()
    _check_timescale(table, rule)
    return rule


def _recommended(table: Table) -> Recommended:
    found = Recommended(table.whole("amount", 0, 1000), table.term("unit", Unit), table.text("basis"))
    table.close()
    return found


def _check_timescale(table: Table, rule: Timescale) -> None:
    """Faults of one rule that no single key shows."""
    if rule.subject is Subject.CASE and not rule.case_types:
        table.fault("'case_types' is empty; a rule about a case says which cases.")
    if rule.age_from is not None and rule.age_to is not None and rule.age_from >= rule.age_to:
        table.fault(f"'age_from' {rule.age_from} must be below 'age_to' {rule.age_to}.")
    if rule.when & rule.unless:
        both = ", ".join(sorted(word.value for word in rule.when & rule.unless))
        table.fault(f"'when' and 'unless' both name {both}.")
    if rule.source.url is not None and not rule.source.url.startswith(("https://", "http://")):
        table.fault(f"source 'url' must be a web address, not {rule.source.url!r}.")
    if rule.recurring and rule.before:
        table.fault("a rule cannot both recur and run before an event.")
    if rule.recurring and rule.from_earliest:
        table.fault("a rule cannot both recur and count from the earliest event.")
    if rule.recommended and Unit.HOURS in (rule.unit, rule.recommended.unit):
        table.fault("a rule in hours has one time, and 'recommended' is a number of days, weeks or months.")
    if rule.purpose is Purpose.CHECK:
        return
    if not rule.starts_on:
        table.fault("'starts_on' is empty; a clock needs an event to start on.")
    if not rule.met_by:
        table.fault("'met_by' is empty; a duty needs an event that meets it.")
    if rule.recurring and not rule.amount:
        table.fault("a recurring rule needs an amount above 0.")
