"""The town's open cases as the engines see them, and their due items, for what is worked out when the town is made."""

from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from plimsoll.core import rulebook as rulebooks
from plimsoll.core.calendar import moment
from plimsoll.core.caseload import AT_THE_SETS_VALUE, NOBODY, UNKNOWN, Caseload, Events
from plimsoll.core.rulebook import Rulebook
from plimsoll.core.terms import CaseType, Circumstance, EventKind, Factor, Indicator
from plimsoll.core.timescales.due import DueItems, circumstances, due_items
from plimsoll.demo.courses import SEEN
from plimsoll.demo.involvements import Involvement
from plimsoll.demo.people import Kind
from plimsoll.demo.rows.making import Making
from plimsoll.demo.rows.reference import rulebook_text

BIRTHDAYS = ((EventKind.TURNED_2, 2), (EventKind.TURNED_16, 16), (EventKind.TURNED_21, 21))
CARRIED = (
    Indicator.TRIAGE,
    Indicator.LAST_SEEN,
    Indicator.RISK,
    Indicator.WAIT,
    Indicator.VULNERABILITY,
    Indicator.PRESSURE,
    Indicator.LATENESS,
)


@dataclass
class Facts:
    """Open cases in one order, with the rulebook that holds for them."""

    making: Making

    @cached_property
    def cases(self) -> list[Involvement]:
        """The open cases."""
        return self.making.book.open_cases()

    @cached_property
    def rulebook(self) -> Rulebook:
        """The rulebook as the town stores it."""
        return rulebooks.parse(rulebook_text())

    @cached_property
    def as_at(self) -> int:
        """The morning, as the engines count it."""
        return moment(self.making.now)

    @cached_property
    def workers(self) -> list[object]:
        """Who is here, in the order of positions."""
        return [person for person in self.making.book.service.people if person.is_here]

    @cached_property
    def caseload(self) -> Caseload:
        """The open cases as labelled arrays; nothing judged yet."""
        cases, today = self.cases, np.datetime64(self.making.as_at)
        position = {person: at for at, person in enumerate(self.workers)}
        unborn = [case.child.age < 0 for case in cases]
        blank = Caseload.blank(
            [case.child.id + case.case_type[:2] for case in cases], [case.case_type for case in cases]
        )
        worker = np.array([position[case.holder] if case.holder else NOBODY for case in cases], dtype=np.int32)
        placed = [_last(case, EventKind.PLACEMENT_STARTED) for case in cases]
        care = [_last(case, EventKind.LOOKED_AFTER_STARTED) for case in cases]
        never = np.full(len(cases), np.datetime64("NaT", "D"))
        bits = circumstances(_days(placed), _days(care), never, today)
        said = [sum(word.bit for word in dict(case.circumstances)) for case in cases]
        bits |= np.array(said, dtype=np.int64)
        bits |= np.where(worker == NOBODY, Circumstance.UNALLOCATED.bit, 0)
        factors = np.zeros((len(Factor), len(cases)), dtype=np.int64)
        for at, case in enumerate(cases):
            for factor in dict(case.factors):
                factors[factor.number, at] = AT_THE_SETS_VALUE
        return replace(
            blank,
            worker=worker,
            case_types=np.array([sum(word.bit for word in case.types) for case in cases], dtype=np.int64),
            circumstances=bits,
            born=_days(None if no else case.child.birth for no, case in zip(unborn, cases, strict=True)),
            expected_birth=_days(case.child.birth if no else None for no, case in zip(unborn, cases, strict=True)),
            involved_from=_days(case.opened for case in cases),
            last_seen=_days(max((s.day for s in case.steps if s.kind in SEEN), default=None) for case in cases),
            seen_unrecorded=np.array(unborn),
            factors=factors,
            missing=np.array([_open(case, EventKind.WENT_MISSING, EventKind.FOUND) for case in cases]),
            emergency=np.array(
                [_open(case, EventKind.POLICE_PROTECTION_STARTED, EventKind.POLICE_PROTECTION_ENDED) for case in cases]
            ),
            events=self._events(),
            carries={word: frozenset(CaseType) for word in CARRIED},
            carries_steps=False,
        )

    def _events(self) -> Events:
        rows = []
        for at, case in enumerate(self.cases):
            rows += [
                (at, step.kind.number, step.day.toordinal(), UNKNOWN if step.minute is None else step.minute)
                for step in case.steps
            ]
            birth = case.child.birth
            for kind, age in BIRTHDAYS:
                if birth and case.child.age >= age and case.child.story.kind is not Kind.NFA:
                    day = birth.toordinal() + round(age * 365.25)
                    rows.append((at, kind.number, day, UNKNOWN))
        columns = np.array(rows, dtype=np.int64).reshape(-1, 4)
        epoch = np.datetime64(0, "D").astype(object).toordinal()
        return Events(
            case=columns[:, 0].astype(np.int32),
            kind=columns[:, 1].astype(np.int16),
            day=(columns[:, 2] - epoch).astype("datetime64[D]"),
            minute=(columns[:, 3] % 1440).astype(np.int16),
            nth=np.zeros(len(columns), dtype=np.int8),
        )

    @cached_property
    def items(self) -> DueItems:
        """What is due on the open cases this morning."""
        return due_items(self.caseload, self.rulebook, self.rulebook.calendar, self.as_at)


def _last(case: Involvement, kind: EventKind) -> object:
    return max((step.day for step in case.steps if step.kind is kind), default=None)


def _open(case: Involvement, begins: EventKind, ends: EventKind) -> bool:
    """Whether something has begun and not ended since."""
    begun = [(s.day, s.minute or 0) for s in case.steps if s.kind is begins]
    ended = [(s.day, s.minute or 0) for s in case.steps if s.kind is ends]
    return bool(begun) and (not ended or max(ended) < max(begun))


def _days(values: object) -> np.ndarray:
    """Dates as `datetime64[D]`, None as NaT."""
    return np.array([np.datetime64("NaT") if day is None else np.datetime64(day) for day in values], "datetime64[D]")  # type: ignore[attr-defined]
