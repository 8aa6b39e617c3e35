"""From the lists of a workbook to caseloads: each child once, its open work, its worker, its events; nobody lost.

Lists 8 > 7 > 6 > 9 > open 5 and 4 > 3, as Ofsted's own hierarchy of case status has it. Siblings are not guessed: the
lists carry no family.
"""

from calendar import isleap
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

import numpy as np

from plimsoll.core.caseload import AT_THE_SETS_VALUE, NOBODY, UNKNOWN, Caseload, Events
from plimsoll.core.terms import CaseType, Circumstance, EventKind, Factor, Indicator, Term
from plimsoll.core.timescales.due import ages, circumstances
from plimsoll.core.timescales.explain import day_words
from plimsoll.formats.annex_a.people import Names
from plimsoll.formats.annex_a.tables import AnnexA, ListTable
from plimsoll.formats.annex_a.values import Value

CHILD_LISTS = (3, 4, 5, 6, 7, 8, 9)
# Which list speaks for a child's worker, first to last. 4 and 5 stand together: an enquiry (5) is the more urgent.
PRECEDENCE = (8, 7, 6, 9, 5, 4, 3)
NO_ID = "no id"

# What each dated column says has happened. The day a child was seen by List 6 meets whichever visit the child is due.
EVENT_COLUMNS: dict[int, dict[str, tuple[EventKind, ...]]] = {
    3: {"referral_date": (EventKind.REFERRAL_RECEIVED,)},
    4: {
        "assessment_start_date": (EventKind.ASSESSMENT_STARTED,),
        "assessment_authorised_date": (EventKind.ASSESSMENT_AUTHORISED,),
    },
    5: {
        "strategy_discussion_date": (EventKind.STRATEGY_DISCUSSION, EventKind.SECTION_47_STARTED),
        "initial_conference_date": (EventKind.INITIAL_CONFERENCE,),
    },
    6: {
        "cin_start_date": (EventKind.IN_NEED_STARTED,),
        "date_last_seen": (EventKind.CHILD_SEEN, EventKind.IN_NEED_VISIT),
    },
    7: {
        "cp_plan_start_date": (EventKind.PROTECTION_PLAN_STARTED,),
        "last_cp_visit_date": (EventKind.PROTECTION_VISIT,),
        "latest_review_conference_date": (EventKind.REVIEW_CONFERENCE,),
        "cp_plan_end_date": (EventKind.PROTECTION_PLAN_ENDED,),
    },
    8: {
        "looked_after_start_date": (EventKind.LOOKED_AFTER_STARTED,),
        "placement_start_date": (EventKind.PLACEMENT_STARTED,),
        "last_looked_after_visit_date": (EventKind.LOOKED_AFTER_VISIT,),
        "latest_looked_after_review_date": (EventKind.LOOKED_AFTER_REVIEW,),
        "last_health_assessment_date": (EventKind.HEALTH_ASSESSMENT,),
        "last_dental_check_date": (EventKind.DENTAL_CHECK,),
        "looked_after_end_date": (EventKind.LOOKED_AFTER_ENDED,),
    },
    9: {
        "pathway_plan_review_date": (EventKind.PATHWAY_REVIEW,),
        "latest_contact_date": (EventKind.ADVISER_VISIT,),
    },
}
START = {
    3: "referral_date",
    4: "assessment_start_date",
    5: "strategy_discussion_date",
    6: "cin_start_date",
    7: "cp_plan_start_date",
    8: "looked_after_start_date",
}
END = {4: "assessment_authorised_date", 6: "cin_closure_date", 7: "cp_plan_end_date", 8: "looked_after_end_date"}
SEEN = {6: "date_last_seen", 7: "last_cp_visit_date", 8: "last_looked_after_visit_date", 9: "latest_contact_date"}
# A looked-after review more than six weeks after the start of care is taken for the second or a later one: the first is
# due within 20 working days, and the workbook holds the latest alone.
FIRST_REVIEW_DAYS = 42
LONG_TERM_PLACEMENTS = ("U1", "U4")
EMERGENCY_STATUS = ("L1", "L2")  # police protection, emergency protection order


class WhyNot(Term):
    """Why a child in the file stands in no order of work."""

    CHECK_RECORD = "CHECK_RECORD"
    CLOSED = "CLOSED"
    NO_FURTHER_ACTION = "NO_FURTHER_ACTION"
    WORK_DONE = "WORK_DONE"
    DIED = "DIED"

    @property
    def label(self) -> str:
        """The reason in a few words."""
        return _WHY_NOT[self]

    @property
    def needs_a_look(self) -> bool:
        """Whether the lists contradict each other, so that a person must say whether the child's work is open."""
        return self is WhyNot.CHECK_RECORD


_WHY_NOT = {
    WhyNot.CHECK_RECORD: "to be checked: the lists contradict each other",
    WhyNot.CLOSED: "closed",
    WhyNot.NO_FURTHER_ACTION: "referral without further action",
    WhyNot.WORK_DONE: "assessment or enquiry ended, nothing open since",
    WhyNot.DIED: "died",
}


@dataclass(frozen=True)
class NotRanked:
    """A child without open work: the lists it stands on, and why in words."""

    child: str
    lists: tuple[int, ...]
    kind: WhyNot
    reason: str


@dataclass(frozen=True)
class FileCaseload:
    """Caseloads of a workbook.

    caseload : the n open cases, `worker` by position in `workers` or NOBODY; child, where : (n,) the child's id, and
    sheet and row of the case's own list; lists : (n,) lists on which the child stands; workers, teams : names, and the
    team most of each worker's cases name; team : (n,) the case's own team, or None; not_ranked : the rest of the file.
    """

    caseload: Caseload
    child: tuple[str, ...]
    where: tuple[str, ...]
    workers: tuple[str, ...]
    teams: tuple[str | None, ...]
    team: tuple[str | None, ...]
    not_ranked: tuple[NotRanked, ...]

    @property
    def in_file(self) -> int:
        """Children on Lists 3 to 9."""
        return len(self.child) + len(self.not_ranked)


Rows = dict[int, list[int]]  # positions of one child's rows by list number


def caseloads(annex: AnnexA, as_at: date) -> FileCaseload:
    """Every child of Lists 3 to 9, either as an open case or with the reason why not.

    Parameters
    ----------
    annex : the workbook as read; as_at : the reporting day: what ends after it is still open on it.
    """
    lists = {number: annex.lists[number] for number in CHILD_LISTS if number in annex.lists}
    names = Names(lists.values())
    reader = _Children(lists, as_at)
    cases: list[_Case] = []
    not_ranked: list[NotRanked] = []
    for child, rows in reader.rows.items():
        found = reader.case(child, rows)
        if isinstance(found, _Case):
            cases.append(found)
        else:
            not_ranked.append(found)
    workers = [names.worker(lists, case.open_rows) for case in cases]
    people = sorted({name for name, _ in workers if name is not None})
    position = {name: number for number, name in enumerate(people)}
    teams = [team for _, team in workers]
    by_worker: dict[str, Counter[str]] = {name: Counter() for name in people}
    for name, team in workers:
        if name is not None and team is not None:
            by_worker[name][team] += 1
    return FileCaseload(
        caseload=_arrays(cases, [NOBODY if name is None else position[name] for name, _ in workers], reader, as_at),
        child=tuple(case.child for case in cases),
        where=tuple(case.where for case in cases),
        workers=tuple(people),
        teams=tuple(min(c, key=lambda team: (-c[team], team)) if (c := by_worker[name]) else None for name in people),
        team=tuple(teams),
        not_ranked=tuple(not_ranked),
    )


@dataclass(frozen=True)
class _Case:
    """One child's open work: its type, all open types, the rows that speak of it, and the facts on them."""

    child: str
    type: CaseType
    types: int
    where: str
    rows: Rows
    open_rows: list[tuple[int, int]]  # (list, position), in order of precedence
    started: date | None


class _Children:
    """The rows of each child, and what they say together."""

    def __init__(self, lists: dict[int, ListTable], as_at: date) -> None:
        self.lists = lists
        self.as_at = as_at
        self.rows: dict[str, Rows] = {}
        for number, table in lists.items():
            ids = table.columns.get("child_id") or [None] * len(table)
            for at, child in enumerate(ids):
                # A row without an id may be a child too: it stands by itself under its place in the file.
                key = str(child) if child is not None else f"{NO_ID}: {table.sheet[at]} row {table.row[at]}"
                self.rows.setdefault(key, {}).setdefault(number, []).append(at)

    def value(self, number: int, key: str, at: int) -> Value:
        """One cell, or None where the list or the column is not there."""
        column = self.lists[number].columns.get(key)
        return None if column is None else column[at]

    def day(self, number: int, key: str | None, at: int) -> date | None:
        """One date, unless it lies after the reporting day: then it has not happened yet."""
        found = self.value(number, key, at) if key else None
        return found if isinstance(found, date) and found <= self.as_at else None

    def case(self, child: str, rows: Rows) -> "_Case | NotRanked":
        """A child's open work, or why there is none."""
        rows = {number: self._latest_first(number, positions) for number, positions in rows.items()}
        open_rows = [
            (number, at) for number in PRECEDENCE for at in rows.get(number, ()) if self._is_open(number, at, rows)
        ]
        if not open_rows:
            return self._why_not(child, rows)
        types = 0
        for number, at in open_rows:
            types |= self._type(number, at).bit
        if types & (CaseType.LOOKED_AFTER.bit | CaseType.CHILD_PROTECTION.bit):
            types &= ~CaseType.CHILD_IN_NEED.bit  # List 6 repeats them
        if types != CaseType.REFERRAL.bit:
            types &= ~CaseType.REFERRAL.bit  # a referral that became work is that work
        number, at = open_rows[0]
        own = next(word for word in CaseType if types & word.bit)
        first, first_at = next(pair for pair in open_rows if self._type(*pair) is own)
        return _Case(
            child=child,
            type=own,
            types=types,
            where=f"{self.lists[number].sheet[at]}, row {self.lists[number].row[at]}",
            rows=rows,
            open_rows=open_rows,
            started=self.day(first, START.get(first), first_at),
        )

    def _latest_first(self, number: int, positions: list[int]) -> list[int]:
        """Rows of one child on one list, the one that began last first; where it does not matter, still in one order."""
        if len(positions) == 1:
            return positions
        columns = [column for _, column in sorted(self.lists[number].columns.items())]

        def key(at: int) -> tuple[date, list[str]]:
            return self.day(number, START.get(number), at) or date.min, [str(column[at]) for column in columns]

        return sorted(positions, key=key, reverse=True)

    def _is_open(self, number: int, at: int, rows: Rows) -> bool:
        if self.day(number, END.get(number), at) is not None:
            return False
        match number:
            case 3:
                return self.value(3, "referral_nfa", at) != "YES" and not self._was_taken_up(at, rows)
            case 5:
                unnecessary = self.value(5, "conference_unnecessary", at) == "YES"
                return not unnecessary and self.day(5, "initial_conference_date", at) is None
            case 6:
                return self.value(6, "case_status", at) != "CLOSED"
            case 9:
                return self.value(9, "in_touch", at) != "DIED"
            case _:
                return True

    def _was_taken_up(self, referral: int, rows: Rows) -> bool:
        """Whether work that followed a referral is in the file: an assessment, enquiry, or a period of need since."""
        on = self.day(3, "referral_date", referral)
        if on is None:
            return False
        started = [self.day(number, START.get(number), at) for number in (4, 5, 6, 7, 8) for at in rows.get(number, ())]
        ended = [self.day(number, END[number], at) for number in END for at in rows.get(number, ())]
        # What ended on the very day was not this referral's: it may have been made because it ended.
        return any(day is not None and day >= on for day in started) or any(day and day > on for day in ended)

    def _type(self, number: int, at: int) -> CaseType:
        if number == 6:
            status = self.value(6, "case_status", at)
            return {
                "LOOKED_AFTER": CaseType.LOOKED_AFTER,
                "CHILD_PROTECTION": CaseType.CHILD_PROTECTION,
                "ASSESSMENT": CaseType.ASSESSMENT,
            }.get(str(status), CaseType.CHILD_IN_NEED)
        return _TYPES[number]

    def _why_not(self, child: str, rows: Rows) -> NotRanked:
        lists = tuple(sorted(rows))
        ended = [
            (day, number) for number in END for at in rows.get(number, ()) if (day := self.day(number, END[number], at))
        ]
        if any(self.value(9, "in_touch", at) == "DIED" for at in rows.get(9, ())):
            return NotRanked(child, lists, WhyNot.DIED, "The young person has died (List 9)")
        contradiction = self._contradiction(rows)
        if contradiction:
            return NotRanked(child, lists, WhyNot.CHECK_RECORD, contradiction)
        if ended:
            day, number = max(ended)
            kind = WhyNot.WORK_DONE if number == 4 else WhyNot.CLOSED
            return NotRanked(
                child, lists, kind, f"{_ENDED[number]} on {day_words(day)} (List {number}); nothing open since"
            )
        if 6 in rows:
            return NotRanked(child, lists, WhyNot.CLOSED, "The case status says that the episode is closed (List 6)")
        if 5 in rows:
            return NotRanked(child, lists, WhyNot.WORK_DONE, "The enquiry has ended (List 5); nothing open since")
        return NotRanked(child, lists, WhyNot.NO_FURTHER_ACTION, "The referral ended in no further action (List 3)")

    def _contradiction(self, rows: Rows) -> str | None:
        """What one list says began and no list carries on, or closed and open at once: nobody may be lost between."""
        for at in rows.get(6, ()):
            closed, status = self.day(6, "cin_closure_date", at), self.value(6, "case_status", at)
            if closed and status not in (None, "CLOSED"):
                return f"List 6 has it closed on {day_words(closed)} and its case status open: check this child"
        for at in rows.get(5, ()):
            if self.value(5, "conference_led_to_plan", at) == "YES" and 7 not in rows:
                day = self.day(5, "initial_conference_date", at)
                on = f" of {day_words(day)}" if day else ""
                return f"The conference{on} led to a protection plan (List 5), but List 7 has none: check this child"
        for at in rows.get(4, ()):
            if self.value(4, "support_required", at) == "YES" and not {6, 7, 8} & set(rows):
                return "The assessment found that support is needed (List 4), but List 6 has none: check this child"
        return None


_TYPES = {
    3: CaseType.REFERRAL,
    4: CaseType.ASSESSMENT,
    5: CaseType.SECTION_47,
    7: CaseType.CHILD_PROTECTION,
    8: CaseType.LOOKED_AFTER,
    9: CaseType.CARE_LEAVER,
}
_ENDED = {
    4: "The assessment was authorised",
    6: "The episode of need was closed",
    7: "The protection plan ended",
    8: "The child ceased to be looked after",
}


def _arrays(cases: Sequence[_Case], worker: list[int], reader: _Children, as_at: date) -> Caseload:
    """Open cases as the engines see them."""
    blank = Caseload.blank([case.child for case in cases], [case.type for case in cases])
    today = np.datetime64(as_at)
    born = _days(_first(reader, case, "date_of_birth", future=True) for case in cases)
    placed = _days(_event(reader, case, 8, "placement_start_date") for case in cases)
    looked_after = _days(_event(reader, case, 8, "looked_after_start_date") for case in cases)
    unborn = born > today
    bits = circumstances(placed, looked_after, np.full(len(cases), np.datetime64("NaT", "D")), today)
    bits |= np.array([_placement(reader, case) for case in cases], dtype=np.int64)
    numbers = np.array(worker, dtype=np.int32)
    bits |= np.where(numbers == NOBODY, Circumstance.UNALLOCATED.bit, 0)
    return replace(
        blank,
        worker=numbers,
        case_types=np.array([case.types for case in cases], dtype=np.int64),
        circumstances=bits,
        born=np.where(unborn, np.datetime64("NaT"), born),
        expected_birth=np.where(unborn, born, np.datetime64("NaT")),
        involved_from=_days(case.started for case in cases),
        last_seen=_days(_last_seen(reader, case) for case in cases),
        seen_unrecorded=np.array([_seen_unrecorded(reader, case) for case in cases], dtype=bool),
        factors=_factors(reader, cases, born, today),
        emergency=np.array([_legal_status(reader, case) in EMERGENCY_STATUS for case in cases], dtype=bool),
        events=_events(reader, cases),
        carries={
            Indicator.TRIAGE: frozenset(CaseType),
            Indicator.LAST_SEEN: frozenset(CaseType) - {CaseType.REFERRAL},
            Indicator.RISK: frozenset(CaseType),
            Indicator.WAIT: frozenset(CaseType),
            Indicator.VULNERABILITY: frozenset(CaseType),
            Indicator.PRESSURE: frozenset(CaseType),
            Indicator.LATENESS: frozenset(CaseType),
        },
        carries_steps=False,
        records=frozenset(
            kind
            for number, columns in EVENT_COLUMNS.items()
            for key, kinds in columns.items()
            if number in reader.lists and key in reader.lists[number].columns
            for kind in kinds
        )
        | {EventKind.REFERRAL_DECIDED, EventKind.CONFERENCE_NOT_NEEDED},
    )


def _first(reader: _Children, case: _Case, key: str, future: bool = False) -> date | None:
    """A date of the child itself, from the first list that has it; `future` where it may lie ahead (an unborn child)."""
    for number in PRECEDENCE:
        for at in case.rows.get(number, ()):
            found = reader.value(number, key, at)
            if isinstance(found, date) and (future or found <= reader.as_at):
                return found
    return None


def _event(reader: _Children, case: _Case, number: int, key: str) -> date | None:
    """The latest day of one column over the child's open rows of a list."""
    days = [reader.day(number, key, at) for which, at in case.open_rows if which == number]
    return max((day for day in days if day is not None), default=None)


def _last_seen(reader: _Children, case: _Case) -> date | None:
    """The latest day on which any list says the child was seen. List 9 knows the latest contact alone."""
    days = [reader.day(number, key, at) for number, key in SEEN.items() for at in case.rows.get(number, ())]
    return max((day for day in days if day is not None), default=None)


def _seen_unrecorded(reader: _Children, case: _Case) -> bool:
    """Whether the file cannot say when the child was last seen: no list of the child's has such a column.

    List 4 alone says whether, not when: "no" means never seen since the assessment began.
    """
    if any(number in case.rows and key in reader.lists[number].columns for number, key in SEEN.items()):
        return False
    return not any(
        number == 4 and reader.value(4, "assessment_child_seen", at) == "NO" for number, at in case.open_rows
    )


def _legal_status(reader: _Children, case: _Case) -> Value:
    return next((reader.value(8, "legal_status", at) for number, at in case.open_rows if number == 8), None)


def _placement(reader: _Children, case: _Case) -> int:
    """Circumstances that legal status and placement type of List 8 say."""
    row = next((at for number, at in case.open_rows if number == 8), None)
    if row is None:
        return 0
    status, placement = reader.value(8, "legal_status", row), reader.value(8, "placement_type", row)
    bits = 0
    if status in ("C1", "C2"):
        bits |= (Circumstance.INTERIM_CARE_ORDER if status == "C1" else Circumstance.CARE_ORDER).bit
    if placement == "P1":
        bits |= Circumstance.WITH_PARENT.bit
    if placement in LONG_TERM_PLACEMENTS:
        bits |= Circumstance.PLACEMENT_TO_18.bit
    return bits


def _factors(reader: _Children, cases: Sequence[_Case], born: np.ndarray, today: np.datetime64) -> np.ndarray:
    """Vulnerability that the lists carry: under 1 (the unborn too), disability, missing from placement, an earlier plan."""

    def any_row(case: _Case, number: int, key: str) -> Iterable[Value]:
        return (reader.value(number, key, at) for at in case.rows.get(number, ()))

    def counted(case: _Case, number: int, key: str) -> bool:
        return any(isinstance(value, int) and value > 0 for value in any_row(case, number, key))

    found = np.zeros((len(Factor), len(cases)), dtype=np.int64)
    found[Factor.UNDER_1.number] = (ages(born, today) == 0) | (born > today)
    for at, case in enumerate(cases):
        disabled = any(value == "YES" for number in PRECEDENCE for value in any_row(case, number, "disability"))
        found[Factor.DISABILITY.number, at] = disabled
        found[Factor.MISSING.number, at] = counted(case, 8, "missing_episodes_last_12_months")
        found[Factor.PREVIOUS_PLAN.number, at] = counted(case, 7, "previous_cp_plans")
    return found * AT_THE_SETS_VALUE


def _events(reader: _Children, cases: Sequence[_Case]) -> Events:
    """What the dated columns of every row of the children say has happened, closed rows too."""
    rows: list[tuple[int, int, int, int]] = []  # case, kind, day, nth
    for at, case in enumerate(cases):
        for number, positions in case.rows.items():
            for position in positions:
                rows.extend((at, kind, day, nth) for kind, day, nth in _row_events(reader, number, position))
        for kind, birthday in _birthdays(reader, case):
            rows.append((at, kind, birthday, 0))
    columns = np.array(rows, dtype=np.int64).reshape(-1, 4)
    return Events(
        case=columns[:, 0].astype(np.int32),
        kind=columns[:, 1].astype(np.int16),
        day=columns[:, 2].astype("datetime64[D]"),
        minute=np.full(len(columns), UNKNOWN, dtype=np.int16),
        nth=columns[:, 3].astype(np.int8),
    )


def _row_events(reader: _Children, number: int, at: int) -> Iterable[tuple[int, int, int]]:
    """Kind, day and place in its sequence of each event of one row."""
    start = reader.day(number, START.get(number), at)
    for key, kinds in EVENT_COLUMNS[number].items():
        day = reader.day(number, key, at)
        if day is None:
            continue
        if key == "latest_review_conference_date" and day == start:
            continue  # the initial conference, written in as the latest
        later = key == "latest_looked_after_review_date" and start and (day - start).days > FIRST_REVIEW_DAYS
        for kind in kinds:
            yield kind.number, day.toordinal() - _EPOCH, 2 if later else 0
    if start is None:
        return
    # These two lists say that it was decided, not when: the day stands for "by now" and is never shown.
    if number == 3 and reader.value(3, "referral_nfa", at) is not None:
        yield EventKind.REFERRAL_DECIDED.number, start.toordinal() - _EPOCH, 0
    if number == 5 and reader.value(5, "conference_unnecessary", at) == "YES":
        yield EventKind.CONFERENCE_NOT_NEEDED.number, start.toordinal() - _EPOCH, 0


def _birthdays(reader: _Children, case: _Case) -> Iterable[tuple[int, int]]:
    born = _first(reader, case, "date_of_birth")
    if born is None:
        return
    for kind, age in ((EventKind.TURNED_2, 2), (EventKind.TURNED_16, 16), (EventKind.TURNED_21, 21)):
        leap = born.month == 2 and born.day == 29 and not isleap(born.year + age)
        birthday = date(born.year + age, 3, 1) if leap else born.replace(year=born.year + age)
        if birthday <= reader.as_at:
            yield kind.number, birthday.toordinal() - _EPOCH


_EPOCH = date(1970, 1, 1).toordinal()


def _days(values: Iterable[date | None]) -> np.ndarray:
    """Dates as `datetime64[D]`, None as NaT."""
    nothing = np.iinfo(np.int64).min
    numbers = [nothing if day is None else day.toordinal() - _EPOCH for day in values]
    return np.array(numbers, dtype=np.int64).astype("datetime64[D]")
