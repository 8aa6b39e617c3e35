"""Signs that work with a child drifts: rules as data, and which of them hold of a case on a day.

A sign is a question for supervision. It moves nothing in the order of work, and says nothing of how anybody works.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date

import numpy as np

from plimsoll.core.calendar import Calendar
from plimsoll.core.rulebook import Source
from plimsoll.core.strict import FaultyData, Table, load
from plimsoll.core.terms import SEEING, CaseType, EventKind, Information, Term, Unit
from plimsoll.core.timescales.explain import day_words

LONGEST_QUOTED = 80


class Sign(Term):
    """A sign that can be computed from what is on record."""

    PLAN_LONG = "PLAN_LONG"
    PLAN_MIDWAY = "PLAN_MIDWAY"
    PLAN_AGAIN = "PLAN_AGAIN"
    WORKERS_MANY = "WORKERS_MANY"
    REFERRED_AGAIN = "REFERRED_AGAIN"
    NO_VISIT = "NO_VISIT"
    IN_NEED_LONG = "IN_NEED_LONG"
    IN_NEED_HALF_YEAR = "IN_NEED_HALF_YEAR"
    ASSESSMENT_UNSEEN = "ASSESSMENT_UNSEEN"
    PUT_OFF_AGAIN = "PUT_OFF_AGAIN"
    NOT_SEEN_ALONE = "NOT_SEEN_ALONE"
    ACTION_LATE = "ACTION_LATE"
    SAME_ACTIONS = "SAME_ACTIONS"


class DriftUnit(Term):
    """Of what a rule of drift counts so many."""

    DAYS = "DAYS"
    WORKING_DAYS = "WORKING_DAYS"
    MONTHS = "MONTHS"
    TIMES = "TIMES"


_UNITS = {
    DriftUnit.DAYS: Unit.CALENDAR_DAYS,
    DriftUnit.WORKING_DAYS: Unit.WORKING_DAYS,
    DriftUnit.MONTHS: Unit.MONTHS,
}


@dataclass(frozen=True)
class DriftRule:
    """One sign: from how many days, months or times on it holds.

    within_months : how far back times are counted, 0 where that does not matter; on, from_date : whether the rule is
    switched on, and from which day; unless : another sign that says the same more strongly; ours : the figure is our own.
    """

    sign: Sign
    title: str
    says: str
    case_types: frozenset[CaseType]
    amount: int
    unit: DriftUnit
    within_months: int
    on: bool
    from_date: date
    unless: Sign | None
    ours: bool
    source: Source

    @property
    def length(self) -> str:
        """From when on it holds, in words.

        >>> from plimsoll.core.rulebook import Source
        >>> ours = Source("Plimsoll", "Our own", None, None, True)
        >>> rule = DriftRule(Sign.PLAN_LONG, "", "", frozenset(), 24, DriftUnit.MONTHS, 0, True, date.min, None, True, ours)
        >>> rule.length
        '24 months or more'
        """
        within = f" within {self.within_months} months" if self.within_months else ""
        return f"{self.amount} {self.unit.label} or more{within}"


@dataclass(frozen=True)
class NotYet:
    """A sign that is known and cannot be computed yet, with why."""

    key: str
    title: str
    why_not: str


@dataclass(frozen=True)
class DriftRules:
    """One version of the rules of drift. information : office hours within which somebody says what news of a kind means;
    long_absence_days : from how many days of absence on a case shows as uncovered although somebody stands in."""

    key: str
    title: str
    version: str
    in_force_from: date
    note: str
    information: Mapping[Information, int]
    long_absence_days: int
    rules: tuple[DriftRule, ...]
    later: tuple[NotYet, ...]

    def of(self, sign: Sign) -> DriftRule:
        """The rule of a sign."""
        return next(rule for rule in self.rules if rule.sign is sign)


def parse(text: str, beside: DriftRules | None = None) -> DriftRules:
    """Rules of drift out of TOML.

    Parameters
    ----------
    beside : out of which comes what the text does not name, as it was agreed before there was such a sign; without it, every
        sign has to be named.

    Raises
    ------
    FaultyData : with a sentence for each fault.
    """
    top = load(text, "The rules of drift")
    meta, hours, cover = top.table("meta"), top.table("information"), top.table("cover")
    found = DriftRules(
        key=meta.text("key"),
        title=meta.text("title"),
        version=meta.text("version"),
        in_force_from=meta.day("in_force_from"),
        note=meta.text("note"),
        information={word: hours.whole(word.value, 1, 1_000) for word in Information},
        long_absence_days=cover.whole("long_absence_days", 1, 366),
        rules=tuple(_rule(table) for table in top.tables("sign")),
        later=tuple(_later(table) for table in top.tables("later")),
    )
    signs = [rule.sign for rule in found.rules]
    for sign in Sign:
        if signs.count(sign) > 1 or (beside is None and sign not in signs):
            top.fault(f"'sign' must name {sign.value} once, not {signs.count(sign)} times.")
    for table in (meta, hours, cover, top):
        table.close()
    if top.faults:
        raise FaultyData("The rules of drift", top.faults)
    if beside is None:
        return found
    newer = tuple(rule for rule in beside.rules if rule.sign not in signs)
    known = tuple(one for one in found.later if one.key not in set(Sign))
    return replace(found, rules=(*found.rules, *newer), later=known)


def written(text: str, amounts: Mapping[Sign, int], on: Iterable[Sign], *, version: str, in_force_from: date) -> str:
    """A text of rules with other figures, with these signs alone switched on, as another version from a day. A figure that
    is not the one of the text is the organisation's own.

    Raises
    ------
    FaultyData : a figure is out of its range.
    """
    wanted, before = frozenset(on), parse(text)
    head, *blocks = re.split(r"(?m)^(?=\[\[)", text)
    head = re.sub(r"(?m)^version = .*$", f'version = "{version}"', head, count=1)
    head = re.sub(r"(?m)^in_force_from = .*$", f"in_force_from = {in_force_from}", head, count=1)
    whole = head + "".join(_block(block, before, amounts, wanted) for block in blocks)
    parse(whole)
    return whole


def _block(block: str, before: DriftRules, amounts: Mapping[Sign, int], wanted: frozenset[Sign]) -> str:
    """One table of a list, as text; that of a sign with its new figure, and whether it is looked for."""
    key = re.search(r'(?m)^key = "(\w+)"$', block)
    if key is None or not block.startswith("[[sign]]"):
        return block
    sign = Sign(key[1])
    amount = amounts.get(sign, before.of(sign).amount)
    says = {"amount": str(amount), "on": "true" if sign in wanted else "false"}
    if amount != before.of(sign).amount:
        says["ours"] = "true"
    found = block
    for name, value in says.items():
        found = re.sub(rf"(?m)^{name} = .*$", f"{name} = {value}", found, count=1)
    return found


def _rule(table: Table) -> DriftRule:
    source = table.table("source")
    rule = DriftRule(
        sign=table.term("key", Sign),
        title=table.text("title"),
        says=table.text("says"),
        case_types=frozenset(table.terms("case_types", CaseType)),
        amount=table.whole("amount", 1, 1_000),
        unit=table.term("unit", DriftUnit),
        within_months=table.whole("within_months", 0, 120, 0),
        on=table.flag("on"),
        from_date=table.day("from_date"),
        unless=table.term("unless", Sign) if "unless" in table else None,
        ours=table.flag("ours"),
        source=Source(
            basis=source.text("basis"),
            title=source.text("title"),
            url=source.optional_text("url"),
            year=source.optional_whole("year", 1900, 2100),
            read=source.flag("read"),
        ),
    )
    counts = rule.sign in _COUNTED
    if counts != (rule.unit is DriftUnit.TIMES):
        table.fault(f"'unit' must {'' if counts else 'not '}be TIMES.")
    if not rule.case_types:
        table.fault("'case_types' names no kind of case.")
    source.close()
    table.close()
    return rule


def _later(table: Table) -> NotYet:
    found = NotYet(table.text("key"), table.text("title"), table.text("why_not"))
    table.close()
    return found


_COUNTED = frozenset({Sign.PLAN_AGAIN, Sign.WORKERS_MANY, Sign.REFERRED_AGAIN, Sign.PUT_OFF_AGAIN, Sign.SAME_ACTIONS})


# ---- what holds of a case ------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class CaseStory:
    """What the signs ask of a case.

    events : days on which each kind happened, ascending; open_from : the day it was opened, None where its source cannot
    say; held : the day on which each worker came to hold it, and by whom; a worker who came back counts once; referred :
    days of referrals of the child, of all their cases in sight; earlier_plan : an earlier protection plan is on record;
    put_off : what was put off and on which day; seen_alone, seen_with : days of records here that say that the child was
    seen alone, or with others there; tells_of_visits : its source records visits, so that its silence says
    something; late : the day and the words of each open action of a plan in force of which nothing was said since that day;
    reviewed : of each plan its reviews, the earliest first: the day, and the actions that were open then.
    """

    case_types: frozenset[CaseType]
    events: Mapping[EventKind, tuple[date, ...]] = field(default_factory=dict)
    open_from: date | None = None
    held: tuple[tuple[date, str], ...] = ()
    referred: tuple[date, ...] = ()
    earlier_plan: bool = False
    put_off: tuple[tuple[date, str], ...] = ()
    seen_alone: tuple[date, ...] = ()
    seen_with: tuple[date, ...] = ()
    tells_of_visits: bool = True
    late: tuple[tuple[date, str], ...] = ()
    reviewed: tuple[tuple[tuple[date, frozenset[str]], ...], ...] = ()

    def last(self, *kinds: EventKind) -> date | None:
        """The latest day of some kinds of event."""
        return max((day for kind in kinds for day in self.events.get(kind, ())), default=None)


@dataclass(frozen=True)
class Drifting:
    """A sign that holds of a case: since which day, and its facts in a sentence."""

    rule: DriftRule
    since: date
    says: str


def signs(story: CaseStory, rules: DriftRules, calendar: Calendar, on: date) -> tuple[Drifting, ...]:
    """Which signs hold of a case on a day, in the order of the rules; what another says more strongly is left out."""
    found: dict[Sign, Drifting] = {}
    for rule in rules.rules:
        if rule.on and rule.from_date <= on and story.case_types & rule.case_types:
            held = _TESTS[rule.sign](story, rule, calendar, on)
            if held is not None and held.since <= on:
                found[rule.sign] = held
    return tuple(one for one in found.values() if one.rule.unless not in found)


def ends(day: date, rule: DriftRule, calendar: Calendar) -> date:
    """The day on which the length of a rule has passed since a day."""
    passed = calendar.add(np.array([day], "datetime64[D]"), rule.amount, _UNITS[rule.unit])
    found: date = passed.astype(object)[0]
    return found


def months_before(on: date, months: int, calendar: Calendar) -> date:
    """The day so many months before."""
    found: date = calendar.add(np.array([on], "datetime64[D]"), -months, Unit.MONTHS).astype(object)[0]
    return found


def _plan_since(story: CaseStory) -> date | None:
    began, ended = story.last(EventKind.PROTECTION_PLAN_STARTED), story.last(EventKind.PROTECTION_PLAN_ENDED)
    return began if began and not (ended and ended > began) else None


def _plan(story: CaseStory, rule: DriftRule, calendar: Calendar, on: date) -> Drifting | None:
    began = _plan_since(story)
    return (
        Drifting(rule, ends(began, rule, calendar), f"The plan began on {day_words(began)}: {_months(began, on)}.")
        if began
        else None
    )


def _plan_again(story: CaseStory, rule: DriftRule, calendar: Calendar, on: date) -> Drifting | None:
    began = _plan_since(story)
    begun = len(story.events.get(EventKind.PROTECTION_PLAN_STARTED, ()))
    plans = max(begun, 2 if story.earlier_plan else 0)
    if began is None or plans < rule.amount:
        return None
    before = "an earlier plan is on record" if plans > begun else f"{begun} plans are on record here"
    return Drifting(rule, began, f"This plan began on {day_words(began)}; {before}.")


def _workers(story: CaseStory, rule: DriftRule, calendar: Calendar, on: date) -> Drifting | None:
    """Whoever held it at any time of the months that are looked at counts once."""
    since = months_before(on, rule.within_months, calendar)
    spells = sorted(story.held)
    then = [name for day, name in spells if day <= since][-1:]  # who held it as those months began
    later = [(day, name) for day, name in spells if since < day <= on]
    known, reached = set(then), None
    for day, name in later:
        known.add(name)
        if reached is None and len(known) >= rule.amount:
            reached = day
    if reached is None:
        return None
    return Drifting(rule, reached, f"{len(known)} people have held it since {day_words(since)}.")


def _referred(story: CaseStory, rule: DriftRule, calendar: Calendar, on: date) -> Drifting | None:
    """So many referrals within the months, the latest of them within these months too."""
    days = [day for day in sorted(set(story.referred)) if day <= on]
    if not days:
        return None
    last = days[-1]
    lately = [day for day in days if day >= months_before(last, rule.within_months, calendar)]
    if len(lately) < rule.amount or last < months_before(on, rule.within_months, calendar):
        return None
    return Drifting(rule, last, f"Referrals on {_days(lately)}, within {rule.within_months} months.")


def _no_visit(story: CaseStory, rule: DriftRule, calendar: Calendar, on: date) -> Drifting | None:
    if not story.tells_of_visits:
        return None
    seen = story.last(*SEEING)
    since = seen or story.open_from
    if since is None:
        return None
    said = (
        f"The last visit on record is of {day_words(since)}"
        if seen
        else f"Open since {day_words(since)}, without a visit"
    )
    return Drifting(rule, ends(since, rule, calendar), f"{said}: {(on - since).days} days.")


def _not_alone(story: CaseStory, rule: DriftRule, calendar: Calendar, on: date) -> Drifting | None:
    """Seen with others since they were last seen alone, or never alone; of a child whom nobody sees another sign tells."""
    alone = max((day for day in story.seen_alone if day <= on), default=None)
    since = sorted(day for day in story.seen_with if day <= on and (alone is None or day > alone))
    if not since:
        return None
    said = f"Last seen alone on {day_words(alone)}" if alone else "No record here says that the child was seen alone"
    return Drifting(rule, ends(alone or since[0], rule, calendar), f"{said}; seen with others on {_days(since[-3:])}.")


def _in_need(story: CaseStory, rule: DriftRule, calendar: Calendar, on: date) -> Drifting | None:
    began = story.last(EventKind.IN_NEED_STARTED) or story.open_from
    if began is None:
        return None
    return Drifting(rule, ends(began, rule, calendar), f"Child in need since {day_words(began)}: {_months(began, on)}.")


def _assessment(story: CaseStory, rule: DriftRule, calendar: Calendar, on: date) -> Drifting | None:
    began = story.last(EventKind.ASSESSMENT_STARTED) or story.last(EventKind.REFERRAL_RECEIVED)
    done = story.last(EventKind.ASSESSMENT_AUTHORISED)
    if began is None or not story.tells_of_visits or (done and done >= began):
        return None
    seen = story.last(*SEEING)
    if seen and seen >= began:
        return None
    return Drifting(
        rule,
        ends(began, rule, calendar),
        f"The assessment began on {day_words(began)}, and no visit is on record since.",
    )


def _put_off(story: CaseStory, rule: DriftRule, calendar: Calendar, on: date) -> Drifting | None:
    since = months_before(on, rule.within_months, calendar)
    by_title: dict[str, list[date]] = defaultdict(list)
    for day, title in sorted(story.put_off):
        if since < day <= on:
            by_title[title].append(day)
    often = {title: days for title, days in by_title.items() if len(days) >= rule.amount}
    if not often:
        return None
    said = "; ".join(f"{title[:1].upper()}{title[1:]} was put off on {_days(days)}" for title, days in often.items())
    return Drifting(rule, min(days[rule.amount - 1] for days in often.values()), f"{said}.")


def _late(story: CaseStory, rule: DriftRule, calendar: Calendar, on: date) -> Drifting | None:
    over = sorted((day, what) for day, what in story.late if ends(day, rule, calendar) <= on)
    if not over:
        return None
    first, *more = over
    said = f"{_quoted(first[1])} was due on {day_words(first[0])}, and nothing has been said of it since"
    rest = f"; so with {len(more)} more" if more else ""
    return Drifting(rule, ends(first[0], rule, calendar), f"{said}{rest}.")


def _same_actions(story: CaseStory, rule: DriftRule, calendar: Calendar, on: date) -> Drifting | None:
    """So many reviews of one plan in a row, the latest among them, that each found the same actions open."""
    found: list[tuple[date, str]] = []
    for reviews in story.reviewed:
        lately = [(day, actions) for day, actions in reviews if day <= on]
        last = lately[-1][1] if lately else frozenset()
        differ = max((number for number, one in enumerate(lately) if one[1] != last), default=-1)
        same = [day for day, _ in lately[differ + 1 :]]
        if last and len(same) >= rule.amount:
            many = len(last)
            action = f"the same {many} actions" if many > 1 else "the same action"
            found.append((same[rule.amount - 1], f"The reviews of {_days(same[-3:])} found {action} still open."))
    return Drifting(rule, *min(found)) if found else None


def _quoted(text: str) -> str:
    """An action in its own words, cut where it is long.

    >>> _quoted("Ring the school")
    '“Ring the school”'
    """
    return f"“{text if len(text) <= LONGEST_QUOTED else text[: LONGEST_QUOTED - 1].rstrip() + '…'}”"


_TESTS: Mapping[Sign, Callable[[CaseStory, DriftRule, Calendar, date], Drifting | None]] = {
    Sign.PLAN_LONG: _plan,
    Sign.PLAN_MIDWAY: _plan,
    Sign.PLAN_AGAIN: _plan_again,
    Sign.WORKERS_MANY: _workers,
    Sign.REFERRED_AGAIN: _referred,
    Sign.NO_VISIT: _no_visit,
    Sign.NOT_SEEN_ALONE: _not_alone,
    Sign.IN_NEED_LONG: _in_need,
    Sign.IN_NEED_HALF_YEAR: _in_need,
    Sign.ASSESSMENT_UNSEEN: _assessment,
    Sign.PUT_OFF_AGAIN: _put_off,
    Sign.ACTION_LATE: _late,
    Sign.SAME_ACTIONS: _same_actions,
}


def _days(days: Iterable[date]) -> str:
    return ", ".join(day_words(day) for day in days)


def _months(began: date, on: date) -> str:
    """Whole months between two days, in words.

    >>> _months(date(2025, 1, 31), date(2026, 1, 30)), _months(date(2026, 10, 1), date(2026, 11, 23))
    ('11 months', '1 month')
    """
    whole = (on.year - began.year) * 12 + on.month - began.month - (on.day < began.day)
    return f"{whole} month{'' if whole == 1 else 's'}"
