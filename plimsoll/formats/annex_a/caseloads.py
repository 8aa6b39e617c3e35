"""From the lists of a workbook to caseloads: open cases as the engines see them, their workers, their events.

Siblings are not guessed: the lists carry no family.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

import numpy as np

from plimsoll.core.caseload import AT_THE_SETS_VALUE, NOBODY, UNKNOWN, Caseload, Events
from plimsoll.core.terms import CaseType, Circumstance, EventKind, Factor, Indicator
from plimsoll.core.timescales.due import ages, birthdays, circumstances
from plimsoll.formats.annex_a.children import CHILD_LISTS, END, PRECEDENCE, START, Children, NotRanked, OpenCase
from plimsoll.formats.annex_a.faults import Fault, FaultKind
from plimsoll.formats.annex_a.layout import layout
from plimsoll.formats.annex_a.people import Names
from plimsoll.formats.annex_a.tables import AnnexA
from plimsoll.formats.annex_a.values import Value

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
PLANNED_COLUMNS = {None, "pathway_plan_review_date"}  # where a date ahead is a plan
SEEN = {6: "date_last_seen", 7: "last_cp_visit_date", 8: "last_looked_after_visit_date", 9: "latest_contact_date"}
# A looked-after review more than six weeks after the start of care is taken for the second or a later one: the first is
# due within 20 working days, and the workbook holds the latest alone.
FIRST_REVIEW_DAYS = 42
LONG_TERM_PLACEMENTS = ("U1", "U4")
EMERGENCY_STATUS = ("L1", "L2")  # police protection, emergency protection order


@dataclass(frozen=True)
class FileCaseload:
    """Caseloads of a workbook.

    caseload : the n open cases, `worker` by position in `workers` or NOBODY; child, where : (n,) the child's id, and
    sheet and row of the case's own list; lists : (n,) lists on which the child stands; workers, teams : names, and the
    team most of each worker's cases name; team : (n,) the case's own team, or None; not_ranked : the rest of the file;
    faults : what only shows on the reporting day, or of names.
    """

    caseload: Caseload
    child: tuple[str, ...]
    where: tuple[str, ...]
    workers: tuple[str, ...]
    teams: tuple[str | None, ...]
    team: tuple[str | None, ...]
    not_ranked: tuple[NotRanked, ...]
    faults: tuple[Fault, ...] = ()

    @property
    def in_file(self) -> int:
        """Children on Lists 3 to 9."""
        return len(self.child) + len(self.not_ranked)


def caseloads(annex: AnnexA, as_at: date) -> FileCaseload:
    """Every child of Lists 3 to 9, either as an open case or with the reason why not.

    Parameters
    ----------
    annex : the workbook as read; as_at : the reporting day: what ends after it is still open on it.
    """
    lists = {number: annex.lists[number] for number in CHILD_LISTS if number in annex.lists}
    names = Names(lists.values())
    reader = Children(lists, as_at)
    cases: list[OpenCase] = []
    not_ranked: list[NotRanked] = []
    for child, rows in reader.rows.items():
        found = reader.case(child, rows)
        if isinstance(found, OpenCase):
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
        faults=(*_not_yet(reader), *_no_person(reader, names)),
    )


def _not_yet(reader: Children) -> Iterable[Fault]:
    """Dates after the reporting day: they have not happened, and whoever wrote them should know."""
    done = "after the reporting date: taken as not happened yet"
    for number, table in reader.lists.items():
        dated = {*EVENT_COLUMNS[number], START.get(number), END.get(number)} - PLANNED_COLUMNS
        for key in sorted(key for key in dated if key in table.columns):
            for at, value in enumerate(table.columns[key]):
                if isinstance(value, date) and value > reader.as_at:
                    where = table.sheet[at], table.row[at], _header(number, key)
                    yield Fault(*where, FaultKind.AFTER_REPORTING_DATE, value.isoformat(), done)


def _no_person(reader: Children, names: Names) -> Iterable[Fault]:
    """Names in a worker column that were not taken for a person, each once."""
    for name, places in names.no_person.items():
        number, at, key = places[0]
        table = reader.lists[number]
        rows = f" ({len(places)} rows)" if len(places) > 1 else ""
        done = f"not taken for a person's name: these cases are unallocated unless another list names one{rows}"
        yield Fault(table.sheet[at], table.row[at], _header(number, key), FaultKind.NOT_A_PERSON, name, done)


def _header(number: int, key: str) -> str:
    """The official heading of a column."""
    return next(column.name for column in layout().lists[number].columns if column.key == key)


def _arrays(cases: Sequence[OpenCase], worker: list[int], reader: Children, as_at: date) -> Caseload:
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
        events=_events(reader, cases).and_also(birthdays(born, today)),
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


def _first(reader: Children, case: OpenCase, key: str, future: bool = False) -> date | None:
    """A date of the child itself, from the first list that has it; `future` where it may lie ahead (an unborn child)."""
    for number in PRECEDENCE:
        for at in case.rows.get(number, ()):
            found = reader.value(number, key, at)
            if isinstance(found, date) and (future or found <= reader.as_at):
                return found
    return None


def _event(reader: Children, case: OpenCase, number: int, key: str) -> date | None:
    """The latest day of one column over the child's open rows of a list."""
    days = [reader.day(number, key, at) for which, at in case.open_rows if which == number]
    return max((day for day in days if day is not None), default=None)


def _last_seen(reader: Children, case: OpenCase) -> date | None:
    """The latest day on which any list says the child was seen. List 9 knows the latest contact alone."""
    days = [reader.day(number, key, at) for number, key in SEEN.items() for at in case.rows.get(number, ())]
    return max((day for day in days if day is not None), default=None)


def _seen_unrecorded(reader: Children, case: OpenCase) -> bool:
    """Whether the file cannot say when the child was last seen: no list of the child's has such a column.

    List 4 alone says whether, not when: "no" means never seen since the assessment began.
    """
    last = _last_seen(reader, case)
    for number, at in case.open_rows:
        start = reader.day(number, START.get(number), at)
        seen = number == 4 and reader.value(4, "assessment_child_seen", at) == "YES"
        if seen and case.type is CaseType.ASSESSMENT and (last is None or (start is not None and last < start)):
            return True  # seen during the assessment, and the visit on record is of an earlier time
    if any(number in case.rows and key in reader.lists[number].columns for number, key in SEEN.items()):
        return False
    return not any(
        number == 4 and reader.value(4, "assessment_child_seen", at) == "NO" for number, at in case.open_rows
    )


def _legal_status(reader: Children, case: OpenCase) -> Value:
    return next((reader.value(8, "legal_status", at) for number, at in case.open_rows if number == 8), None)


def _placement(reader: Children, case: OpenCase) -> int:
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


def _factors(reader: Children, cases: Sequence[OpenCase], born: np.ndarray, today: np.datetime64) -> np.ndarray:
    """Vulnerability that the lists carry: under 1 (the unborn too), disability, missing from placement, an earlier plan."""

    def any_row(case: OpenCase, number: int, key: str) -> Iterable[Value]:
        return (reader.value(number, key, at) for at in case.rows.get(number, ()))

    def counted(case: OpenCase, number: int, key: str) -> bool:
        return any(isinstance(value, int) and value > 0 for value in any_row(case, number, key))

    found = np.zeros((len(Factor), len(cases)), dtype=np.int64)
    found[Factor.UNDER_1.number] = (ages(born, today) == 0) | (born > today)
    for at, case in enumerate(cases):
        disabled = any(value == "YES" for number in PRECEDENCE for value in any_row(case, number, "disability"))
        found[Factor.DISABILITY.number, at] = disabled
        found[Factor.MISSING.number, at] = counted(case, 8, "missing_episodes_last_12_months")
        found[Factor.PREVIOUS_PLAN.number, at] = counted(case, 7, "previous_cp_plans")
    return found * AT_THE_SETS_VALUE


def _events(reader: Children, cases: Sequence[OpenCase]) -> Events:
    """What the dated columns of every row of the children say has happened, closed rows too."""
    rows: list[tuple[int, int, int, int]] = []  # case, kind, day, nth
    for at, case in enumerate(cases):
        for number, positions in case.rows.items():
            for position in positions:
                rows.extend((at, kind, day, nth) for kind, day, nth in _row_events(reader, number, position))
    columns = np.array(rows, dtype=np.int64).reshape(-1, 4)
    return Events(
        case=columns[:, 0].astype(np.int32),
        kind=columns[:, 1].astype(np.int16),
        day=columns[:, 2].astype("datetime64[D]"),
        minute=np.full(len(columns), UNKNOWN, dtype=np.int16),
        nth=columns[:, 3].astype(np.int8),
    )


def _row_events(reader: Children, number: int, at: int) -> Iterable[tuple[int, int, int]]:
    """Kind, day and place in its sequence of each event of one row."""
    if number == 3 and reader.value(3, "referral_nfa", at) == "YES":
        return  # what ended there starts no clock of later work
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


_EPOCH = date(1970, 1, 1).toordinal()


def _days(values: Iterable[date | None]) -> np.ndarray:
    """Dates as `datetime64[D]`, None as NaT."""
    nothing = np.iinfo(np.int64).min
    numbers = [nothing if day is None else day.toordinal() - _EPOCH for day in values]
    return np.array(numbers, dtype=np.int64).astype("datetime64[D]")
