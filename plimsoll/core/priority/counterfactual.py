"""What would change a place: where a case would stand if one thing about it were otherwise, and the others as they are."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from plimsoll.core.calendar import DAY_MINUTES
from plimsoll.core.caseload import UNKNOWN, Caseload, Events, Workers
from plimsoll.core.priority.arithmetic import JUDGED
from plimsoll.core.priority.order import Keys, Ranking, order_of_work, rank
from plimsoll.core.priority.scales import HIGHEST
from plimsoll.core.rulebook import Rulebook
from plimsoll.core.terms import SEEING, Band, EventKind, Indicator, Information, Known, Scale, Term
from plimsoll.core.timescales.due import DueItems, Duty, due_items

WEEK = 7
WAITS = (1, 2, 3, 4, 7, 14, 28)  # days of waiting that are tried out
TOP = 3
# Of each scale, its row of `Caseload.stale`.
_ROWS = {Scale.LIKELIHOOD: 0, Scale.SEVERITY: 1, Scale.WAIT: 2, Scale.TRIAGE: 3}


class ChangeKind(Term):
    """What is otherwise, in the order in which people would rather do it."""

    FOUND = "FOUND"
    MADE_SAFE = "MADE_SAFE"
    DONE = "DONE"
    SEEN = "SEEN"
    DEALT_WITH = "DEALT_WITH"
    JUDGED = "JUDGED"
    WAITED = "WAITED"


@dataclass(frozen=True)
class Change:
    """One thing about a case that is otherwise.

    duty : what is done today (DONE); judged : value by scale (JUDGED); days : how long nobody works on the case, while the
    others stand as today (WAITED); size : by how much it is otherwise: steps of a scale, weeks begun of waiting, else 1.
    """

    kind: ChangeKind
    duty: Duty | None = None
    judged: tuple[tuple[Scale, int], ...] = ()
    days: int = 0
    size: int = 1


@dataclass(frozen=True)
class Outcome:
    """Where the case would stand then, in its worker's list."""

    change: Change
    place: int
    band: Band


@dataclass(frozen=True)
class Ask:
    """A judgement that nobody has made, or too long ago (`stale`). moves : how many places the case could move by it."""

    case: int
    indicator: Indicator
    moves: int
    stale: bool


class WhatIf:
    """Answers, for one ranking, where its cases would stand if something were otherwise."""

    def __init__(
        self, caseload: Caseload, items: DueItems, ranking: Ranking, workers: Workers, rulebook: Rulebook
    ) -> None:
        self._cases, self._items, self._ranking = caseload, items, ranking
        self._workers, self._rulebook = workers, rulebook

    def next_done(self, case: int) -> Outcome | None:
        """Where it would stand if what is due next of the worker's own were done today; None where nothing is due, or
        nothing that a record can meet."""
        changes = [*self._done(case)][:1]
        return self.outcomes(case, changes)[0] if changes else None

    def after_a_week(self, case: int) -> Outcome:
        """Where it would stand if nobody worked on it for a week."""
        return self.outcomes(case, [_waited(WEEK)])[0]

    def smallest(self, case: int) -> Outcome | None:
        """The smallest change that brings a case into the top three of its list, or out of it; None where no single one
        that is tried out does: a missing child found, one made safe, what is due next done, seen today, information dealt
        with, a scale judged otherwise, up to four weeks of waiting. Of changes of one size, the first of `ChangeKind`."""
        inside = int(self._ranking.place[case]) <= TOP
        every = sorted(self._every(case), key=lambda change: (change.size, change.kind.number))
        for outcome in self.outcomes(case, every):
            if (outcome.place <= TOP) != inside:
                return outcome
        return None

    def outcomes(self, case: int, changes: Sequence[Change]) -> list[Outcome]:
        """Where a case would stand after each of some changes, one at a time."""
        keys, at = [], []
        for moment in sorted({change.days for change in changes}):
            which = [number for number, change in enumerate(changes) if change.days == moment]
            keys.append(self._keys(np.full(len(which), case), [changes[number] for number in which], moment))
            at += which
        joined = Keys.join(keys)
        place = dict(zip(at, self._places(np.full(len(at), case), joined).tolist(), strict=True))
        band = dict(zip(at, joined.band.tolist(), strict=True))
        return [Outcome(change, place[number], _BANDS[band[number]]) for number, change in enumerate(changes)]

    def asks(self, cases: NDArray[np.int64]) -> list[Ask]:
        """Judgements of some cases of one list that are missing or too old, the one that could move the order most first;
        then in the order of the cases."""
        known = self._ranking.indicators.known
        wanting = (Known.UNKNOWN.number, Known.STALE.number)
        asked = [(int(case), word) for case in cases for word in JUDGED if known[word.number, case] in wanting]
        if not asked:
            return []
        low_and_high = [
            Change(ChangeKind.JUDGED, judged=tuple((scale, value) for scale in JUDGED[word]))
            for value in (0, HIGHEST)
            for _, word in asked
        ]
        which = np.array([case for case, _ in asked] * 2, dtype=np.intp)
        keys = self._keys(which, low_and_high, 0)
        places = self._places(which, keys).tolist()
        found = [
            Ask(case, word, abs(low - high), bool(known[word.number, case] == Known.STALE.number))
            for (case, word), low, high in zip(asked, places[: len(asked)], places[len(asked) :], strict=True)
        ]
        return sorted(found, key=lambda ask: -ask.moves)

    # ---- what can be otherwise --------------------------------------------------------------------------------------

    def _every(self, case: int) -> Iterator[Change]:
        if self._cases.missing[case]:
            yield Change(ChangeKind.FOUND)
        if self._cases.immediate_harm[case]:
            yield Change(ChangeKind.MADE_SAFE)
        yield from self._done(case)
        if self._cases.last_seen[case] != self._today(0):
            yield Change(ChangeKind.SEEN)
        if self._cases.information[case]:
            yield Change(ChangeKind.DEALT_WITH)
        for word, scales in JUDGED.items():
            if self._ranking.indicators.known[word.number, case] != Known.NOT_APPLICABLE.number:
                yield from self._judgements(case, scales)
        yield from map(_waited, WAITS)

    def _done(self, case: int) -> Iterator[Change]:
        """What is due of the worker's own and can be met by a record, the earliest first."""
        moving = self._ranking.moving
        own = moving.which[moving.case == case]
        for item in sorted(own.tolist(), key=lambda item: (self._items.due[item], item)):
            duty = self._items.duties[self._items.duty[item]]
            if duty.rule is not None and duty.rule.met_by:
                yield Change(ChangeKind.DONE, duty=duty)

    def _judgements(self, case: int, scales: tuple[Scale, ...]) -> Iterator[Change]:
        """Each scale a value up or down; scales that are judged together, together where nobody has judged them."""
        now = {scale: int(_judged(self._cases, scale)[case]) for scale in scales}
        if UNKNOWN in now.values():
            for value in range(HIGHEST + 1):
                size = abs(value - HIGHEST // 2) + 1
                yield Change(ChangeKind.JUDGED, judged=tuple((scale, value) for scale in scales), size=size)
            return
        for scale, before in now.items():
            for value in range(HIGHEST + 1):
                if value != before:
                    yield Change(ChangeKind.JUDGED, judged=((scale, value),), size=abs(value - before))

    # ---- how it would stand -----------------------------------------------------------------------------------------

    def _today(self, days: int) -> np.datetime64:
        return np.datetime64(self._ranking.as_at // DAY_MINUTES + days, "D")

    def _keys(self, which: NDArray[np.intp], changes: Sequence[Change], days: int) -> Keys:
        """The keys of some cases, each changed in its way, so many days from now."""
        as_at = self._ranking.as_at + days * DAY_MINUTES
        changed = self._changed(self._cases.take(which), changes, days)
        calendar = self._rulebook.calendar
        items = due_items(changed, self._rulebook, calendar, as_at)
        return rank(changed, items, self._workers, self._ranking.criteria, calendar, as_at).keys

    def _changed(self, cases: Caseload, changes: Sequence[Change], days: int) -> Caseload:
        columns = {name: getattr(cases, name).copy() for name in _CHANGED}
        rows: list[tuple[int, EventKind, str]] = []
        now = str(np.datetime64(self._ranking.as_at, "m"))
        for at, change in enumerate(changes):
            kinds: tuple[EventKind, ...] = ()
            if change.duty is not None and change.duty.rule is not None:
                kinds = change.duty.rule.met_by[:1]
                rows.append((at, kinds[0], now))
            if change.kind is ChangeKind.FOUND:
                columns["missing"][at] = False
                rows.append((at, EventKind.FOUND, now))
            if change.kind is ChangeKind.MADE_SAFE:
                columns["immediate_harm"][at] = False
                columns["information"][at] &= ~Information.IMMEDIATE_HARM.bit
                rows.append((at, EventKind.MADE_SAFE, now))
            if change.kind is ChangeKind.SEEN or not SEEING.isdisjoint(kinds):
                columns["last_seen"][at], columns["failed_visits"][at] = self._today(0), 0
                columns["seen_unrecorded"][at] = False
            if change.kind is ChangeKind.DEALT_WITH:
                harm = (
                    columns["information"][at] & Information.IMMEDIATE_HARM.bit if columns["immediate_harm"][at] else 0
                )
                columns["information"][at] = harm  # what is not made safe is not dealt with
            for scale, value in change.judged:
                columns[scale.value.lower()][at] = value
                columns["stale"][_ROWS[scale], at] = False
        columns["untouched_days"] += np.int32(days)
        columns["waiting_days"] += np.where(columns["waiting_days"] > 0, np.int32(days), np.int32(0))
        return replace(cases, **columns, events=cases.events.and_also(Events.of(rows)))

    def _places(self, which: NDArray[np.intp], keys: Keys) -> NDArray[np.int64]:
        """(k,) the place of each of k versions of some cases of one list, each among the others of it as they are."""
        worker = self._cases.worker
        listed = np.flatnonzero(worker == worker[which[0]])
        order = order_of_work(*Keys.join([self._ranking.keys.take(listed), keys]))
        at = np.empty(len(order), dtype=np.int64)
        at[order] = np.arange(len(order))
        now, then = at[: len(listed)], at[len(listed) :]
        before = np.cumsum(order < len(listed))  # cases of the list as it is, up to each position
        itself = now[np.searchsorted(listed, which)] < then
        return np.asarray(before[then] - itself + 1, dtype=np.int64)


def _judged(cases: Caseload, scale: Scale) -> NDArray[np.int8]:
    found: NDArray[np.int8] = getattr(cases, scale.value.lower())
    return found


def _waited(days: int) -> Change:
    return Change(ChangeKind.WAITED, days=days, size=-(-days // WEEK))


_BANDS = list(Band)
_CHANGED = (
    "last_seen", "failed_visits", "seen_unrecorded", "information", "immediate_harm", "missing", "likelihood", "severity",
    "wait", "triage", "stale", "untouched_days", "waiting_days",
)  # fmt: skip
