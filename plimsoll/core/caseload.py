"""Labelled arrays: what the engines see of cases, events, workers and diaries, and all that they see.

One entry a case, in any order: the engines never depend on it. Days are `datetime64[D]` with NaT for unknown; moments are
minutes on the London wall clock (see `calendar`).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from functools import cached_property
from typing import Any, NamedTuple, TypeVar

import numpy as np
from numpy.typing import NDArray

from plimsoll.core.calendar import DAY_MINUTES, Days, Moments
from plimsoll.core.terms import CaseType, EventKind, Factor, Indicator, Owner, Purpose

Cases = NDArray[np.int32]  # positions of cases in a caseload
Flags = NDArray[np.bool_]
Scale = NDArray[np.int8]  # 0..4, or UNKNOWN
Millionths = NDArray[np.int64]

UNKNOWN = -1
NOBODY = -1  # worker of an unallocated case
ONE = 1_000_000  # 1.0 in whole millionths
AT_THE_SETS_VALUE = -1  # a vulnerability factor that is there, at the value the criteria set gives it


@dataclass(frozen=True)
class Events:
    """What happened on which case, in any order.

    case : (e,) int32, position of the case; kind : (e,) int16, `EventKind.number`; day : (e,) the day it happened;
    minute : (e,) int16, minutes after midnight, or UNKNOWN; nth : (e,) int8, place in the sequence of its kind where the
    source says so although it holds only the latest (2: second or later), else 0.
    """

    case: Cases
    kind: NDArray[np.int16]
    day: Days
    minute: NDArray[np.int16]
    nth: NDArray[np.int8]

    def __post_init__(self) -> None:
        _same_length("events", self.case, self.kind, self.day, self.minute, self.nth)

    def __len__(self) -> int:
        return len(self.case)

    @classmethod
    def of(cls, rows: Sequence[tuple[int, EventKind, str]]) -> "Events":
        """Events from (case, kind, ISO day or ISO moment), for tests and small callers.

        >>> Events.of([(0, EventKind.CORE_GROUP, "2026-11-02"), (0, EventKind.FOUND, "2026-11-03T21:30")]).minute.tolist()
        [-1, 1290]
        """
        moments = np.array([at for _, _, at in rows], dtype="datetime64[m]")
        timed = np.array(["T" in at for _, _, at in rows], dtype=bool)
        minutes = moments.astype(np.int64) % DAY_MINUTES
        return cls(
            case=np.array([case for case, _, _ in rows], dtype=np.int32),
            kind=np.array([kind.number for _, kind, _ in rows], dtype=np.int16),
            day=moments.astype("datetime64[D]"),
            minute=np.where(timed, minutes, UNKNOWN).astype(np.int16),
            nth=np.zeros(len(rows), dtype=np.int8),
        )

    def and_also(self, more: "Events") -> "Events":
        """These and some more."""
        names = [item.name for item in fields(self)]
        return Events(**{name: np.concatenate((getattr(self, name), getattr(more, name))) for name in names})

    def take(self, which: NDArray[np.intp], n: int) -> "Events":
        """Those of some of n cases, each under its new position; of a case that is taken twice, twice."""
        order = np.argsort(self.case, kind="stable")
        begins = np.searchsorted(self.case[order], np.arange(n + 1))
        each = (begins[1:] - begins[:-1])[which]
        before = np.cumsum(each) - each
        rows = order[np.arange(each.sum()) + np.repeat(begins[which] - before, each)]
        columns = {item.name: getattr(self, item.name)[rows] for item in fields(self)}
        return Events(**{**columns, "case": np.repeat(np.arange(len(which), dtype=np.int32), each)})

    def of_kinds(self, kinds: Sequence[EventKind]) -> NDArray[np.intp]:
        """Positions of the events of some kinds, in their order."""
        order, begins = self._by_kind
        found = [order[begins[kind.number] : begins[kind.number + 1]] for kind in kinds]
        return found[0] if len(found) == 1 else np.sort(np.concatenate(found)) if found else order[:0]

    @cached_property
    def _by_kind(self) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
        """Positions ordered by kind, and where each kind begins among them: rules ask for the same kinds over and over."""
        order = np.argsort(self.kind, kind="stable")
        return order, np.searchsorted(self.kind[order], np.arange(len(EventKind) + 1))


@dataclass(frozen=True)
class PutOffs:
    """What people put off on which case, in force, in any order.

    case : (p,) int32, position of the case; duty : (p,) keys of timescales; was_due : (p,) moment at which it was due when
    it was put off, so that it is not the next one of its kind; until : (p,) moment until which it waits.
    """

    case: Cases
    duty: NDArray[np.str_]
    was_due: Moments
    until: Moments

    def __post_init__(self) -> None:
        _same_length("what is put off", self.case, self.duty, self.was_due, self.until)

    def __len__(self) -> int:
        return len(self.case)

    @classmethod
    def of(cls, rows: Sequence[tuple[int, str, int, int]]) -> "PutOffs":
        """From (case, duty, was due, until).

        >>> len(PutOffs.of([(0, "core_group", 60, 120)])), len(PutOffs.of([]))
        (1, 0)
        """
        return cls(
            case=np.array([row[0] for row in rows], dtype=np.int32),
            duty=np.array([row[1] for row in rows], dtype=np.str_),
            was_due=np.array([row[2] for row in rows], dtype=np.int64),
            until=np.array([row[3] for row in rows], dtype=np.int64),
        )

    def rows(self) -> list[tuple[int, str, int, int]]:
        """As they were given to `of`."""
        columns = (self.case, self.duty, self.was_due, self.until)
        return list(zip(*(column.tolist() for column in columns), strict=True))

    def take(self, which: NDArray[np.intp]) -> "PutOffs":
        """Those of some cases, each under its new position; of a case that is taken twice, twice."""
        rows = self.rows()
        return PutOffs.of([(new, *row[1:]) for new, old in enumerate(which.tolist()) for row in rows if row[0] == old])


class ByHand(NamedTuple):
    """Something due on a case by a day that a person wrote, such as a court's direction, and by no rule.

    case : position; key : its own, of no timescale; started, met : day numbers since 1970, None for not met; due : moment,
    of which only the day counts where no time was given (`timed`).
    """

    case: int
    key: str
    title: str
    purpose: Purpose
    owner: Owner
    started: int
    due: int
    met: int | None = None
    timed: bool = True


Written = TypeVar("Written", "ByHand", "ClockChange")
STOPPED = -1  # until when a clock that was stopped is extended


class ClockChange(NamedTuple):
    """That somebody with authority extended or stopped a clock; of several of one clock the last counts.

    case : position; duty : key of the timescale; started : day number on which that very clock began; until : number of
    the extended day, or STOPPED.
    """

    case: int
    duty: str
    started: int
    until: int


@dataclass(frozen=True)
class Diary:
    """Office time that workers cannot use: leave, court, fixed appointments, days off. Spans of one worker do not overlap.

    worker : (d,) int32; begins, ends : (d,) moments.
    """

    worker: NDArray[np.int32]
    begins: Moments
    ends: Moments

    def __post_init__(self) -> None:
        _same_length("diary", self.worker, self.begins, self.ends)

    @classmethod
    def empty(cls) -> "Diary":
        """Nobody has anything in the diary."""
        nothing = np.zeros(0, dtype=np.int64)
        return cls(nothing.astype(np.int32), nothing, nothing)

    @classmethod
    def of(cls, spans: Sequence[tuple[int, int, int]]) -> "Diary":
        """A diary from (worker, begins, ends); spans that overlap or touch become one.

        >>> Diary.of([(0, 60, 120), (0, 100, 180), (1, 60, 90)]).ends.tolist()
        [180, 90]
        """
        merged: list[list[int]] = []
        for worker, begins, ends in sorted(spans):
            if merged and merged[-1][0] == worker and begins <= merged[-1][2]:
                merged[-1][2] = max(merged[-1][2], ends)
            elif ends > begins:
                merged.append([worker, begins, ends])
        columns = np.array(merged, dtype=np.int64).reshape(-1, 3)
        return cls(columns[:, 0].astype(np.int32), columns[:, 1], columns[:, 2])


@dataclass(frozen=True)
class Caseload:
    """Cases as the engines see them: n of them, every array of length n unless said otherwise.

    Attributes
    ----------
    reference : the case's own reference, unique; the last tie-breaker, by code point.
    worker : position of the allocated worker, or NOBODY.
    case_type : `CaseType.number` of the case's own type.
    case_types : bits of all the types open at once (a looked-after child may be on a protection plan too).
    circumstances : bits of `Circumstance`.
    born, involved_from : days; `expected_birth` for an unborn child.
    last_seen : day the child was last seen by the service, NaT for never.
    seen_unrecorded : the source cannot say when the child was last seen.
    interval, interval_works : how often the child is to be seen, in working days (`interval_works`) or calendar days;
        0: the criteria set's interval for the case type.
    failed_visits : failed or refused visits since the child was last seen.
    likelihood, severity, wait, triage : judgements 0..4, or UNKNOWN.
    stale : (4, n) whether each of those four is older than the set allows.
    factors : (len(Factor), n) millionths: 0 not there, AT_THE_SETS_VALUE, or the value a person judged.
    information : bits of `Information` not dealt with.
    immediate_harm, missing, emergency : reasons for Act now, until made safe, found and seen, or decided.
    waiting_days : calendar days the longest of others has been waiting on this case; 0 nobody.
    who_else : `WhoElse.number`, or UNKNOWN.
    blocked, chase, chases : waits for someone else; the chase date; how many chase dates there have been.
    supervisor_agreed : a second or later chase date has the supervisor's agreement.
    next_step : whether a next step is planned. untouched_days : days since anyone worked on it.
    effort_minutes : effort of what is to be done next.
    window_closes, window_opens : moment a resource goes (0: none), and day it was first there (NaT: unknown).
    events : what happened.
    carries : case types for which the source of these facts can carry an indicator; the rest are *not applicable*,
        never "none".
    carries_steps : whether the source can carry next steps and touches.
    records : kinds of events that the source records; of the others its silence says nothing.
    records_of : (len(EventKind), n) of each case, whether its own source records a kind, where cases have sources of their
        own; None: all have the same, `records`.
    put_off : what people put off: until then it presses no earlier.
    by_hand : what is due by a day that a person wrote; clocks : which clocks somebody with authority extended or stopped.
    """

    reference: NDArray[np.str_]
    worker: NDArray[np.int32]
    case_type: NDArray[np.int8]
    case_types: NDArray[np.int64]
    circumstances: NDArray[np.int64]
    born: Days
    expected_birth: Days
    involved_from: Days
    last_seen: Days
    interval: NDArray[np.int32]
    interval_works: Flags
    seen_unrecorded: Flags
    failed_visits: NDArray[np.int32]
    likelihood: Scale
    severity: Scale
    wait: Scale
    triage: Scale
    stale: Flags
    factors: Millionths
    information: NDArray[np.int64]
    immediate_harm: Flags
    missing: Flags
    emergency: Flags
    waiting_days: NDArray[np.int32]
    who_else: Scale
    blocked: Flags
    chase: Days
    chases: NDArray[np.int32]
    supervisor_agreed: Flags
    next_step: Flags
    untouched_days: NDArray[np.int32]
    effort_minutes: NDArray[np.int64]
    window_closes: Moments
    window_opens: Days
    events: Events
    carries: Mapping[Indicator, frozenset[CaseType]] = field(
        default_factory=lambda: dict.fromkeys(Indicator, frozenset(CaseType))
    )
    carries_steps: bool = True
    records: frozenset[EventKind] = frozenset(EventKind)
    records_of: Flags | None = None
    put_off: PutOffs = field(default_factory=lambda: PutOffs.of([]))
    by_hand: tuple[ByHand, ...] = ()
    clocks: tuple[ClockChange, ...] = ()

    def __post_init__(self) -> None:
        n = len(self.reference)
        for name, value in vars(self).items():
            if isinstance(value, np.ndarray) and value.shape[-1] != n:
                raise ValueError(f"'{name}' speaks of {value.shape[-1]} cases, 'reference' of {n}.")
        if self.factors.shape != (len(Factor), n):
            raise ValueError(f"'factors' must have one row a factor and one column a case, not {self.factors.shape}.")

        if self.records_of is not None and len(self.records_of) != len(EventKind):
            raise ValueError(f"'records_of' must have one row a kind of event, not {len(self.records_of)}.")

    def __len__(self) -> int:
        return len(self.reference)

    def take(self, which: NDArray[np.intp]) -> "Caseload":
        """Some of the cases, by position; one may be taken several times, to ask what would be if.

        >>> Caseload.blank(["a", "b"], [CaseType.EHC, CaseType.EHC]).take(np.array([1, 1])).reference.tolist()
        ['b', 'b']
        """
        columns: dict[str, Any] = {
            name: value[..., which] for name, value in vars(self).items() if isinstance(value, np.ndarray)
        }
        put_off = self.put_off.take(which) if len(self.put_off) else self.put_off
        return replace(
            self,
            **columns,
            events=self.events.take(which, len(self)),
            put_off=put_off,
            by_hand=_taken(self.by_hand, which),
            clocks=_taken(self.clocks, which),
        )

    def tells_of(self, kinds: Sequence[EventKind]) -> Flags:
        """(n,) cases whose source records any of some kinds, so that its silence says that there was none.

        >>> Caseload.blank(["a", "b"], [CaseType.EHC, CaseType.EHC]).tells_of([EventKind.FOUND]).tolist()
        [True, True]
        """
        told = [kind.number for kind in kinds if kind in self.records]
        if self.records_of is None:
            return np.full(len(self), bool(told))
        return np.asarray(self.records_of[told].any(axis=0))

    @classmethod
    def blank(cls, references: Sequence[str], case_types: Sequence[CaseType]) -> "Caseload":
        """Cases of which only reference and type are known: nothing judged, nothing waiting, nobody's.

        Fill in with `dataclasses.replace`.
        """
        n = len(references)
        no_day = np.full(n, np.datetime64("NaT", "D"))
        no = np.zeros(n, dtype=bool)
        none = np.zeros(n, dtype=np.int32)
        unknown = np.full(n, UNKNOWN, dtype=np.int8)
        types = np.array([word.number for word in case_types], dtype=np.int8)
        return cls(
            reference=np.array(references, dtype=np.str_),
            worker=np.full(n, NOBODY, dtype=np.int32),
            case_type=types,
            case_types=np.int64(1) << types.astype(np.int64),
            circumstances=np.zeros(n, dtype=np.int64),
            born=no_day,
            expected_birth=no_day,
            involved_from=no_day,
            last_seen=no_day,
            interval=none,
            interval_works=no,
            seen_unrecorded=no,
            failed_visits=none,
            likelihood=unknown,
            severity=unknown,
            wait=unknown,
            triage=unknown,
            stale=np.zeros((4, n), dtype=bool),
            factors=np.zeros((len(Factor), n), dtype=np.int64),
            information=np.zeros(n, dtype=np.int64),
            immediate_harm=no,
            missing=no,
            emergency=no,
            waiting_days=none,
            who_else=unknown,
            blocked=no,
            chase=no_day,
            chases=none,
            supervisor_agreed=no,
            next_step=np.ones(n, dtype=bool),
            untouched_days=none,
            effort_minutes=np.zeros(n, dtype=np.int64),
            window_closes=np.zeros(n, dtype=np.int64),
            window_opens=no_day,
            events=Events.of([]),
        )


@dataclass(frozen=True)
class Workers:
    """The people (or teams) whose caseloads these are.

    names : labels by position; minutes_left : (w,) working minutes each has left this week, or UNKNOWN.
    """

    names: tuple[str, ...] = ()
    minutes_left: NDArray[np.int64] = field(default_factory=lambda: np.zeros(0, dtype=np.int64))
    diary: Diary = field(default_factory=Diary.empty)


def _taken(rows: tuple[Written, ...], which: NDArray[np.intp]) -> tuple[Written, ...]:
    """The rows of some cases, each under its new position."""
    if not rows:
        return ()
    return tuple(row._replace(case=new) for new, old in enumerate(which.tolist()) for row in rows if row.case == old)


def _same_length(what: str, *arrays: NDArray[np.generic]) -> None:
    lengths = {len(array) for array in arrays}
    if len(lengths) > 1:
        raise ValueError(f"Arrays of {what} differ in length: {sorted(lengths)}.")
