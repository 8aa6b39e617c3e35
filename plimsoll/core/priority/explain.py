"""Why a case stands where it does: up to three reasons in plain English, and where each indicator comes from.

Reasons speak of what is to be done and why, first things first, with dates and names of timescales, never of scores.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

import numpy as np

from plimsoll.core.calendar import DAY_MINUTES, Calendar, as_datetime
from plimsoll.core.caseload import AT_THE_SETS_VALUE, ONE, UNKNOWN, Caseload, Workers
from plimsoll.core.priority.away import taken_before
from plimsoll.core.priority.bands import BAND_OF, HALF, Ground
from plimsoll.core.priority.indicators import URGENT
from plimsoll.core.priority.order import Ranking
from plimsoll.core.priority.putting_off import is_put_off
from plimsoll.core.terms import (
    CaseType,
    DueState,
    Factor,
    Indicator,
    Information,
    Known,
    Owner,
    Purpose,
    Term,
    Unit,
    WhoElse,
)
from plimsoll.core.timescales.due import DueItems, Duty, expected_intervals
from plimsoll.core.timescales.explain import (
    day_words,
    due_words,
    extended_from,
    left_words,
    runs_from_the_start,
    sum_in_words,
    time_left,
)

_NOBODY = Workers()
MOST_REASONS = 3
_GRAVE = 750_000  # of the risk, millionths: 3 by 3; a set may hold lower risks in *This week* too
_WEEKS = {1: "a week", 2: "two weeks", 3: "three weeks", 4: "four weeks", 5: "five weeks", 6: "six weeks"}
FAR_OFF_DAYS = 40  # working days: what is due later is no reason for today, unless there is nothing else to say


class ReasonKind(Term):
    """What a reason speaks of."""

    IMMEDIATE_HARM = "IMMEDIATE_HARM"
    MISSING = "MISSING"
    EMERGENCY = "EMERGENCY"
    OVERDUE = "OVERDUE"
    DUE_SOON = "DUE_SOON"
    INFORMATION = "INFORMATION"
    UNSEEN = "UNSEEN"
    WAIT = "WAIT"
    RISK = "RISK"
    BIRTH = "BIRTH"
    NO_NEXT_STEP = "NO_NEXT_STEP"
    UNTOUCHED = "UNTOUCHED"
    AWAITING = "AWAITING"
    WITH_OTHERS = "WITH_OTHERS"
    NOT_ASSESSED = "NOT_ASSESSED"
    NEXT_DUE = "NEXT_DUE"
    NOT_STARTED = "NOT_STARTED"
    SEEN = "SEEN"
    NOTHING_DUE = "NOTHING_DUE"


@dataclass(frozen=True)
class Reason:
    """One reason for a place, as a person reads it."""

    kind: ReasonKind
    text: str


@dataclass(frozen=True)
class NextDue:
    """The next thing due of the allocated worker's own on a case: what, when (moment), where it stands, a sentence."""

    item: int  # position in the due items
    duty: Duty
    due: int
    state: DueState
    words: str

    @property
    def title(self) -> str:
        """What is due."""
        return self.duty.title


@dataclass(frozen=True)
class Pressing:
    """An item of the allocated worker's own, not yet met: when it is due (moment), working minutes until its latest start,
    whether it is late and not put off, and whether it puts its case into *Today*. words : a sentence."""

    duty: Duty
    due: int
    slack: int
    late: bool
    for_today: bool
    words: str


class Explanation:
    """Answers, for one ranking, why each case stands where it does."""

    def __init__(
        self, caseload: Caseload, items: DueItems, ranking: Ranking, calendar: Calendar, workers: Workers = _NOBODY
    ) -> None:
        if np.any(np.diff(items.case) < 0):
            raise ValueError("Due items must be ordered by case, as `DueItems.join` leaves them.")
        self._cases, self._items, self._ranking, self._calendar = caseload, items, ranking, calendar
        self._workers = workers
        self._today = int(ranking.as_at) // DAY_MINUTES
        criteria = ranking.criteria
        weeks, days = divmod(criteria.untouched_days, 7)
        self._untouched = f"{criteria.untouched_days} days" if days else _WEEKS.get(weeks, f"{weeks} weeks")
        defaults = {word: (interval.days, interval.working) for word, interval in criteria.intervals.items()}
        self._interval, self._interval_works = expected_intervals(items, caseload, defaults)
        self._own = _by_case(ranking.moving.case, len(caseload))
        self._which, self._pressure = ranking.moving.which.tolist(), ranking.moving.pressure.tolist()
        self._slack, self._due = ranking.moving.slack_minutes.tolist(), items.due.tolist()
        self._duty, self._state = items.duty.tolist(), items.state.tolist()
        self._others = _by_case(items.case, len(caseload))
        self._unseen_since = np.where(np.isnat(caseload.last_seen), caseload.involved_from, caseload.last_seen)
        self._put_off = is_put_off(items, caseload.put_off).tolist()
        self._said: dict[
            int, tuple[Duty, DueState, str]
        ] = {}  # what was worked out once: reasons and sums ask for it again

    # ---- what is due ------------------------------------------------------------------------------------------------

    def _own_items(self, case: int) -> list[int]:
        """Positions in `moving` of a case's own items, those that press most first, then by date."""
        begin, end = self._own[case], self._own[case + 1]
        which = self._which
        return sorted(range(begin, end), key=lambda at: (-self._pressure[at], self._due[which[at]], which[at]))

    def pressing(self, case: int) -> tuple[Pressing, ...]:
        """A case's own items not yet met, those that press most first."""
        found = []
        for at in self._own_items(case):
            duty, state, words = self._words(at)
            item = self._which[at]
            late = state is DueState.OVERDUE and not self._put_off[item]
            today = bool(self._ranking.bands.for_today[at])
            found.append(Pressing(duty, self._due[item], self._slack[at], late, today, words))
        return tuple(found)

    def _words(self, at: int) -> tuple[Duty, DueState, str]:
        """An item of `moving`: its duty, state and a sentence."""
        if at not in self._said:
            self._said[at] = self._sentence(at)
        return self._said[at]

    def _sentence(self, at: int) -> tuple[Duty, DueState, str]:
        item = self._which[at]
        duty, state, due = self._items.duties[self._duty[item]], _STATES[self._state[item]], self._due[item]
        left = time_left(duty.unit, due, self._calendar, self._ranking.as_at)
        when, how_long = due_words(duty, due, self._calendar), left_words(duty.unit, left, state)
        if self._put_off[item]:
            verb = "rearranged" if duty.purpose in (Purpose.SEE, Purpose.PROTECT) else "put off"
            until = day_words(as_datetime(self._until(at)).date())
            text = f"{duty.title} {'was' if state is DueState.OVERDUE else 'is'} due {when}; {verb} until {until}"
        elif how_long == "due today":
            text = f"{duty.title} is due today ({when})"
        else:
            text = f"{duty.title} {'was' if state is DueState.OVERDUE else 'is'} due {when}, {how_long}"
        if (was := extended_from(self._items, item)) is not None:
            text += f"; extended, by the rule it was {day_words(as_datetime(was).date())}"
        if runs_from_the_start(self._items, item):
            text += "; none is on record since the work began"
        text += self._no_time(at, due)
        return duty, state, text[:1].upper() + text[1:]

    def _no_time(self, at: int, due: int) -> str:
        """That an item of `moving` presses as its worker has no time for it later, with the days; '' where it does not."""
        if not self._ranking.bands.no_time[at]:
            return ""
        worker = int(self._cases.worker[self._ranking.moving.case[at]])
        taken = taken_before(self._workers, worker, due, self._calendar)
        if taken is None:
            return ""
        first, last = (day_words(as_datetime(day * DAY_MINUTES).date()) for day in (taken.first, taken.last))
        days = f"on {first}" if first == last else f"from {first} to {last}"
        return f"; whoever holds the case has no working time {days}"

    def _until(self, at: int) -> int:
        """The moment until which an item of `moving` is put off."""
        item = self._which[at]
        key = self._items.duties[self._duty[item]].key
        rows = self._cases.put_off.rows()
        return max(until for case, duty, _, until in rows if (case, duty) == (int(self._items.case[item]), key))

    def next_due(self, case: int) -> NextDue | None:
        """The earliest of the case's own items not yet met, or None."""
        begin, end = self._own[case], self._own[case + 1]
        if begin == end:
            return None
        which = self._which
        at = min(range(begin, end), key=lambda at: (self._due[which[at]], which[at]))
        duty, state, words = self._words(at)
        return NextDue(which[at], duty, self._due[which[at]], state, words)

    def next_visit(self, case: int) -> tuple[str, int] | None:
        """The earliest of the case's own items not yet met by which the child is to be seen: what it is called, and its due
        moment; None where there is none."""
        items = [self._which[at] for at in range(self._own[case], self._own[case + 1])]
        visits = [item for item in items if self._items.duties[self._duty[item]].purpose is Purpose.SEE]
        first = min(visits, key=lambda item: (self._due[item], item), default=None)
        return None if first is None else (self._items.duties[self._duty[first]].title, self._due[first])

    def unsaid(self, case: int) -> str:
        """Why it cannot be told when a recurring duty of the worker's is due: no source of the case can say when it was last
        met, else none is on record; '' where all can be told."""
        silent = self._untold.get(case, [])
        if silent:
            return f"the files do not say when the last {_any_of(silent)} was"
        none = list(dict.fromkeys(duty.title for duty in self._undated_duties(case)))
        return f"no {_any_of(none)} is on record" if none else ""

    def _nothing_dated(self, case: int, otherwise: str) -> str:
        """Of a case on which nothing is dated: never that there is nothing where it is not known."""
        unsaid = self.unsaid(case)
        return f"What is due cannot be told: {unsaid}" if unsaid else otherwise

    @cached_property
    def _untold(self) -> dict[int, list[str]]:
        """Titles of what cannot be told, by case."""
        found: dict[int, list[str]] = {}
        for duty, cases in self._items.untold:
            for case in cases.tolist():
                found.setdefault(case, []).append(duty.title)
        return {case: list(dict.fromkeys(titles)) for case, titles in found.items()}

    def _undated_duties(self, case: int) -> Iterator[Duty]:
        """The worker's recurring duties without anything on record to count from."""
        for item in range(self._others[case], self._others[case + 1]):
            duty = self._items.duties[self._duty[item]]
            if self._state[item] == DueState.NOT_STARTED.number and duty.owner is Owner.WORKER:
                yield duty

    def worked_out(self, due: NextDue) -> str:
        """The sum behind a due item, in words."""
        return sum_in_words(self._items, due.item, self._calendar, self._ranking.as_at)

    # ---- reasons ----------------------------------------------------------------------------------------------------

    def reasons(self, case: int) -> tuple[Reason, ...]:
        """One to three reasons for the case's place, first things first."""
        found: list[Reason] = []
        said: set[str] = set()
        band = self._ranking.bands.band[case]
        deciding = _DECIDING.get(int(band), 0) & int(self._ranking.bands.grounds[case])
        # What puts the case in its band comes first: three late papers must not hide a child whom nobody has seen.
        for reason in sorted(self._candidates(case), key=lambda reason: not deciding & _SPEAKS_OF[reason.kind]):
            if reason.text not in said:
                found.append(reason)
                said.add(reason.text)
            if len(found) == MOST_REASONS:
                break
        return tuple(found)

    def of_ground(self, case: int, ground: Ground) -> str:
        """The first reason that speaks of a condition that holds of the case; '' where none does."""
        return next((reason.text for reason in self._candidates(case) if _SPEAKS_OF[reason.kind] & ground.bit), "")

    def _candidates(self, case: int) -> Iterator[Reason]:
        cases, grounds = self._cases, int(self._ranking.bands.grounds[case])
        if cases.immediate_harm[case]:
            yield Reason(ReasonKind.IMMEDIATE_HARM, "Concern of immediate harm, not yet made safe")
        if cases.missing[case]:
            yield Reason(ReasonKind.MISSING, "Missing now, until found and seen")
        if cases.emergency[case]:
            yield Reason(ReasonKind.EMERGENCY, "Emergency protection is running, until the next step is decided")
        own = self._own_items(case)
        pressing, near, far = self._split(own)
        yield from pressing
        yield from self._information(case)
        unseen = self._unseen(case)
        if unseen is not None and grounds & (Ground.UNSEEN_TWICE.bit | Ground.UNSEEN_TWICE_TODAY.bit):
            yield unseen
        yield from self._judged(case)
        if grounds & Ground.BIRTH_IS_NEAR.bit:
            yield Reason(ReasonKind.BIRTH, f"Baby expected on {_day(cases.expected_birth[case])}, on a protection plan")
        if grounds & Ground.NO_NEXT_STEP.bit:
            yield Reason(ReasonKind.NO_NEXT_STEP, "No next step is planned")
        if grounds & Ground.UNTOUCHED.bit:
            yield Reason(ReasonKind.UNTOUCHED, f"Nobody has worked on this for {self._untouched} or more")
        if grounds & Ground.WAITS_FOR_OTHERS.bit:
            yield Reason(ReasonKind.AWAITING, f"Waits for others; chase on {_day(cases.chase[case])}")
        overdue = self._ranking.indicators.values[Indicator.LAST_SEEN.number, case] > HALF
        if unseen is not None and overdue:
            yield unseen
        yield from self._with_others(case)
        yield from near
        yield from self._not_assessed(case)
        if unseen is not None and not overdue:
            yield Reason(ReasonKind.SEEN, unseen.text)
        yield from self._not_started(case)
        yield from far
        if not own and (case in self._untold or not self.unsaid(case)):  # else what is not on record says so already
            yield Reason(ReasonKind.NOTHING_DUE, self._nothing_dated(case, "Nothing on record is due"))

    def _split(self, own: Sequence[int]) -> tuple[list[Reason], list[Reason], list[Reason]]:
        """Own items as reasons: those that press now, those of the coming weeks, and those far off."""
        pressing: list[tuple[int, Reason]] = []
        near: list[Reason] = []
        far: list[Reason] = []
        slack = self._slack
        soon = (self._ranking.criteria.week_days + 1) * self._calendar.day_minutes
        for at in own:
            duty, state, words = self._words(at)
            late = state is DueState.OVERDUE and not self._put_off[self._which[at]]
            if late:
                pressing.append((0 if duty.purpose in URGENT else 1, Reason(ReasonKind.OVERDUE, words)))
            elif slack[at] <= soon:
                pressing.append((0 if duty.purpose in URGENT else 2, Reason(ReasonKind.DUE_SOON, words)))
            else:
                coming = slack[at] <= FAR_OFF_DAYS * self._calendar.day_minutes
                (near if coming else far).append(Reason(ReasonKind.NEXT_DUE, words))
        pressing.sort(key=lambda pair: pair[0])
        return [reason for _, reason in pressing], near, far

    def _information(self, case: int) -> Iterator[Reason]:
        bits = int(self._cases.information[case])
        for word in Information:
            if bits & word.bit and not (word is Information.IMMEDIATE_HARM and self._cases.immediate_harm[case]):
                text = f"{word.label[:1].upper()}{word.label[1:]} came in; nobody has said yet what it means"
                yield Reason(ReasonKind.INFORMATION, text)

    def _unseen(self, case: int) -> Reason | None:
        """That the child has not been seen, and how often it should be."""
        since = self._unseen_since[case]
        if self._ranking.indicators.known[Indicator.LAST_SEEN.number, case] == Known.NOT_APPLICABLE.number:
            return None
        if np.isnat(since) or self._cases.seen_unrecorded[case]:
            return Reason(ReasonKind.UNSEEN, "When the child was last seen is not recorded")
        every = f"expected every {self._every(case)}"
        if np.isnat(self._cases.last_seen[case]):
            return Reason(ReasonKind.UNSEEN, f"No visit on record since the work began on {_day(since)}; {every}")
        failed = int(self._cases.failed_visits[case])
        tried = f"; {failed} failed {'visit' if failed == 1 else 'visits'} since" if failed else ""
        # A care leaver is kept in touch with; the others are seen.
        leaver = self._cases.case_type[case] == CaseType.CARE_LEAVER.number
        last = "Last contact" if leaver else "Last seen"
        return Reason(ReasonKind.UNSEEN, f"{last} {_day(since)}, {self._ago(case)}; {every}{tried}")

    def _every(self, case: int) -> str:
        """The expected interval in its own unit, so that it can be held against the days gone by."""
        days, works = int(self._interval[case]), bool(self._interval_works[case])
        return f"{days} working days" if works else f"{days} days"

    def _ago(self, case: int) -> str:
        since = int(self._unseen_since[case].astype(np.int64))
        if self._interval_works[case]:
            days, word = self._calendar.counted_between(since, self._today, Unit.WORKING_DAYS), "working day"
        else:
            days, word = self._today - since, "day"
        return f"{days} {word}{'' if days == 1 else 's'} ago"

    def _judged(self, case: int) -> Iterator[Reason]:
        """What people judged to be grave."""
        cases = self._cases
        if cases.wait[case] >= 3:
            yield Reason(ReasonKind.WAIT, "Waiting a week is judged to do serious harm")
        risk = self._ranking.indicators.values[Indicator.RISK.number, case]
        if risk >= self._ranking.criteria.risk_this_week and cases.likelihood[case] != UNKNOWN:
            text = "Serious harm is judged to be likely" if risk >= _GRAVE else "The risk is judged too high to wait"
            yield Reason(ReasonKind.RISK, text)

    def _with_others(self, case: int) -> Iterator[Reason]:
        """Overdue items on another desk: shown, though they do not move the case."""
        own = {self._which[at] for at in range(self._own[case], self._own[case + 1])}
        for item in range(self._others[case], self._others[case + 1]):
            late = self._state[item] == DueState.OVERDUE.number
            duty = self._items.duties[self._duty[item]]
            if late and item not in own and duty.owner is not Owner.WORKER:
                due = due_words(duty, self._due[item], self._calendar)
                text = f"{duty.title[:1].upper()}{duty.title[1:]} was due {due}: {_DESKS[duty.owner]}"
                yield Reason(ReasonKind.WITH_OTHERS, text)

    def _not_started(self, case: int) -> Iterator[Reason]:
        """That nothing is on record to count from."""
        for duty in self._undated_duties(case):
            yield Reason(ReasonKind.NOT_STARTED, f"No {duty.title} is on record")

    def _not_assessed(self, case: int) -> Iterator[Reason]:
        known = self._ranking.indicators.known[:, case]
        missing = [word for word in _JUDGED if known[word.number] == Known.UNKNOWN.number]
        if missing:
            what = ", ".join(_JUDGED[word] for word in missing)
            yield Reason(ReasonKind.NOT_ASSESSED, f"Not yet assessed: {what}")
        if any(known[word.number] == Known.STALE.number for word in _JUDGED):
            yield Reason(ReasonKind.NOT_ASSESSED, "Judged too long ago; judge it again")

    # ---- sources ----------------------------------------------------------------------------------------------------

    def source(self, case: int, indicator: Indicator) -> str:
        """Where an indicator's value comes from: a record, a person, a rule, or that it is not known."""
        known = _KNOWN[self._ranking.indicators.known[indicator.number, case]]
        if known is Known.NOT_APPLICABLE:
            return "not applicable"
        if known is Known.UNKNOWN:
            return "not yet assessed" if indicator in _JUDGED else "not known"
        stale = ", too long ago" if known is Known.STALE else ""
        return _SOURCES[indicator](self, case) + stale

    def value(self, case: int, indicator: Indicator) -> str:
        """An indicator in words; where people judged it, that they did."""
        if indicator is Indicator.PRESSURE:
            own = self._own_items(case)
            return self._words(own[0])[2] if own else self._nothing_dated(case, "nothing due")
        if indicator is Indicator.LATENESS:
            late = [
                duty.title + (" (put off)" if self._put_off[self._which[at]] else "")
                for at in self._own_items(case)
                for duty, state, _ in (self._words(at),)
                if state is DueState.OVERDUE
            ]
            if late or case not in self._untold:
                return f"{len(late)} late: {', '.join(late)}" if late else "nothing is late"
            return f"nothing on record is late; {self.unsaid(case)}"
        return self.source(case, indicator)

    def _source_items(self, case: int, late: bool) -> str:
        own = [self._words(at) for at in self._own_items(case)]
        chosen = [duty for duty, state, _ in own if not late or state is DueState.OVERDUE]
        if not late:
            chosen = chosen[:1]
        return ", ".join(f"{duty.title} ({duty.key})" for duty in chosen) or (
            "nothing is late" if late else "nothing due"
        )

    def _source_seen(self, case: int) -> str:
        reason = self._unseen(case)
        return reason.text if reason else "not known"

    def _source_factors(self, case: int) -> str:
        """Those that are there, each with what it counts where a person judged it for this child."""
        factors = self._cases.factors[:, case].tolist()
        there = [
            word.label if value == AT_THE_SETS_VALUE else f"{word.label} (judged {value * 100 // ONE} of 100)"
            for word, value in zip(_FACTORS, factors, strict=True)
            if value
        ]
        return ", ".join(there) or "none on record"

    def _source_information(self, case: int) -> str:
        bits = int(self._cases.information[case])
        return ", ".join(word.label for word in Information if bits & word.bit) or "all dealt with"

    def _source_who(self, case: int) -> str:
        return list(WhoElse)[int(self._cases.who_else[case])].label

    def _source_waiting(self, case: int) -> str:
        days = int(self._cases.waiting_days[case])
        return f"others have waited {days} days" if days else "nobody waits"

    def _source_window(self, case: int) -> str:
        closes = int(self._cases.window_closes[case])
        return f"closes {day_words(as_datetime(closes).date())}" if closes > self._ranking.as_at else "none closing"


_STATES, _KNOWN, _FACTORS = list(DueState), list(Known), list(Factor)
# Bits of the grounds that decide for each band.
_DECIDING: dict[int, int] = {}
for _ground, _band in BAND_OF.items():
    _DECIDING[_band.number] = _DECIDING.get(_band.number, 0) | _ground.bit
_BY_ITEM = (
    Ground.URGENT_ITEM_TODAY.bit | Ground.STATUTORY_ITEM_TODAY.bit | Ground.ITEM_THIS_WEEK.bit | Ground.OVERDUE_ITEM.bit
)
# Bits of the grounds of which each kind of reason speaks.
_SPEAKS_OF: dict[ReasonKind, int] = dict.fromkeys(ReasonKind, 0) | {
    ReasonKind.IMMEDIATE_HARM: Ground.IMMEDIATE_HARM.bit,
    ReasonKind.MISSING: Ground.MISSING.bit,
    ReasonKind.EMERGENCY: Ground.EMERGENCY.bit,
    ReasonKind.OVERDUE: _BY_ITEM,
    ReasonKind.DUE_SOON: _BY_ITEM,
    ReasonKind.INFORMATION: Ground.SAFEGUARDING_INFORMATION.bit,
    ReasonKind.UNSEEN: Ground.UNSEEN_TWICE_TODAY.bit | Ground.UNSEEN_TWICE.bit,
    ReasonKind.WAIT: Ground.WAIT_IS_HARMFUL.bit,
    ReasonKind.RISK: Ground.RISK_IS_HIGH.bit,
    ReasonKind.BIRTH: Ground.BIRTH_IS_NEAR.bit,
    ReasonKind.NO_NEXT_STEP: Ground.NO_NEXT_STEP.bit,
    ReasonKind.UNTOUCHED: Ground.UNTOUCHED.bit,
    ReasonKind.AWAITING: Ground.WAITS_FOR_OTHERS.bit,
}
_JUDGED = {
    Indicator.TRIAGE: "triage rating",
    Indicator.RISK: "risk of harm",
    Indicator.WAIT: "effect of waiting a week",
}
_DESKS = {
    Owner.MANAGER: "with the manager",
    Owner.FRONT_DOOR: "with the front door",
    Owner.TEAM: "with the team",
    Owner.OTHER: "with another service",
}
_SOURCES: dict[Indicator, Callable[[Explanation, int], str]] = {
    Indicator.TRIAGE: lambda _, __: "judged",
    Indicator.INFORMATION: Explanation._source_information,
    Indicator.LAST_SEEN: Explanation._source_seen,
    Indicator.RISK: lambda _, __: "judged",
    Indicator.WAIT: lambda _, __: "judged",
    Indicator.VULNERABILITY: Explanation._source_factors,
    Indicator.PRESSURE: lambda self, case: self._source_items(case, late=False),
    Indicator.LATENESS: lambda self, case: self._source_items(case, late=True),
    Indicator.OTHERS_WAITING: Explanation._source_waiting,
    Indicator.WHO_ELSE: Explanation._source_who,
    Indicator.WINDOW: Explanation._source_window,
    Indicator.FITS: lambda _, __: "effort against the hours left",
}


def _any_of(titles: Sequence[str]) -> str:
    """Titles in a sentence.

    >>> _any_of(["visit", "core group", "review"])
    'visit, core group or review'
    """
    *most, last = titles
    return f"{', '.join(most)} or {last}" if most else last


def _by_case(case: np.ndarray, n: int) -> list[int]:
    """Where each case's items begin in an array ordered by case; one entry more than cases."""
    return [int(at) for at in np.searchsorted(case, np.arange(n + 1))]


def _day(day: np.datetime64) -> str:
    value: date = day.astype(object)
    return day_words(value)
