"""From the lists of a workbook to caseloads: open cases as the engines see them, their workers, their events.

Siblings are not guessed: the lists carry no family.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

import numpy as np

from plimsoll.core.caseload import AT_THE_SETS_VALUE, NOBODY, UNKNOWN, Caseload, Events
from plimsoll.core.terms import CaseType, Circumstance, EventKind, Factor, Indicator
from plimsoll.core.timescales.due import ages, birthdays, circumstances
from plimsoll.formats.annex_a.children import CHILD_LISTS, END, START, Children, NotRanked, OpenCase
from plimsoll.formats.annex_a.facts import (
    EVENT_COLUMNS,
    PLANNED_COLUMNS,
    emergency,
    factors,
    first_day,
    last_seen,
    latest_day,
    placement,
    records,
    row_events,
    seen_unrecorded,
)
from plimsoll.formats.annex_a.faults import Fault, FaultKind
from plimsoll.formats.annex_a.layout import layout
from plimsoll.formats.annex_a.people import Names
from plimsoll.formats.annex_a.tables import AnnexA


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


@dataclass(frozen=True)
class Sorted:
    """The children of a workbook, sorted into open work and the rest.

    cases : open work; holders : (n,) the worker and the team of each, or None; teams : the team that most of each
    worker's cases name, for every worker; faults : what only shows on the reporting day, or of names.
    """

    reader: Children
    names: Names
    cases: tuple[OpenCase, ...]
    holders: tuple[tuple[str | None, str | None], ...]
    teams: Mapping[str, str | None]
    not_ranked: tuple[NotRanked, ...]
    faults: tuple[Fault, ...]


def sort_children(annex: AnnexA, as_at: date, people: Mapping[str, str] | None = None) -> Sorted:
    """Every child of Lists 3 to 9, either as open work or with the reason why not.

    Parameters
    ----------
    annex : the workbook as read; as_at : the reporting day: what ends after it is still open on it.
    people : what is settled of names in a worker column (in lower case): whose they are, '' for nobody's.
    """
    lists = {number: annex.lists[number] for number in CHILD_LISTS if number in annex.lists}
    names = Names(lists.values(), people)
    reader = Children(lists, as_at)
    found = [reader.case(child, rows) for child, rows in reader.rows.items()]
    cases = tuple(case for case in found if isinstance(case, OpenCase))
    holders = tuple(names.worker(lists, case.open_rows) for case in cases)
    by_worker: dict[str, Counter[str]] = {name: Counter() for name in sorted({name for name, _ in holders if name})}
    for name, team in holders:
        if name is not None and team is not None:
            by_worker[name][team] += 1
    return Sorted(
        reader=reader,
        names=names,
        cases=cases,
        holders=holders,
        teams={name: min(c, key=lambda team: (-c[team], team)) if c else None for name, c in by_worker.items()},
        not_ranked=tuple(case for case in found if isinstance(case, NotRanked)),
        faults=(*_not_yet(reader), *_no_person(reader, names)),
    )


def caseloads(annex: AnnexA, as_at: date) -> FileCaseload:
    """The open cases of a workbook as the engines see them, and why the other children have none."""
    found = sort_children(annex, as_at)
    position = {name: number for number, name in enumerate(found.teams)}
    workers = [NOBODY if name is None else position[name] for name, _ in found.holders]
    return FileCaseload(
        caseload=_arrays(found.cases, workers, found.reader, as_at),
        child=tuple(case.child for case in found.cases),
        where=tuple(case.where for case in found.cases),
        workers=tuple(found.teams),
        teams=tuple(found.teams.values()),
        team=tuple(team for _, team in found.holders),
        not_ranked=found.not_ranked,
        faults=found.faults,
    )


def _not_yet(reader: Children) -> Iterable[Fault]:
    """Dates after the reporting day: they have not happened, and whoever wrote them should know."""
    done = "after the reporting date: taken as not happened yet"
    for number, table in reader.lists.items():
        dated = {*EVENT_COLUMNS[number], START.get(number), END.get(number)} - {None, *PLANNED_COLUMNS}
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
    born = _days(first_day(reader, case.rows, "date_of_birth", future=True) for case in cases)
    placed = _days(latest_day(reader, case, 8, "placement_start_date") for case in cases)
    looked_after = _days(latest_day(reader, case, 8, "looked_after_start_date") for case in cases)
    unborn = born > today
    bits = circumstances(placed, looked_after, np.full(len(cases), np.datetime64("NaT", "D")), today)
    bits |= np.array([sum(word.bit for word in placement(reader, case)) for case in cases], dtype=np.int64)
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
        last_seen=_days(last_seen(reader, case) for case in cases),
        seen_unrecorded=np.array([seen_unrecorded(reader, case) for case in cases], dtype=bool),
        factors=_factors(reader, cases, born, today),
        emergency=np.array([emergency(reader, case) is not None for case in cases], dtype=bool),
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
        records=records(reader),
    )


def _factors(reader: Children, cases: Sequence[OpenCase], born: np.ndarray, today: np.datetime64) -> np.ndarray:
    """Vulnerability: under 1 (the unborn too), and what the lists carry."""
    found = np.zeros((len(Factor), len(cases)), dtype=np.int64)
    found[Factor.UNDER_1.number] = (ages(born, today) == 0) | (born > today)
    for at, case in enumerate(cases):
        for factor in factors(reader, case.rows):
            found[factor.number, at] = 1
    return found * AT_THE_SETS_VALUE


def _events(reader: Children, cases: Sequence[OpenCase]) -> Events:
    """What the dated columns of every row of the children say has happened, closed rows too."""
    rows: list[tuple[int, int, int, int]] = []  # case, kind, day, nth
    numbers = {kind: kind.number for kind in EventKind}
    for at, case in enumerate(cases):
        told = [
            event
            for number, positions in case.rows.items()
            for position in positions
            for event in row_events(reader, number, position)
        ]
        protected = emergency(reader, case)
        told += [protected[1]] if protected else []
        rows.extend((at, numbers[event.kind], event.day.toordinal() - _EPOCH, event.nth) for event in told)
    columns = np.array(rows, dtype=np.int64).reshape(-1, 4)
    return Events(
        case=columns[:, 0].astype(np.int32),
        kind=columns[:, 1].astype(np.int16),
        day=columns[:, 2].astype("datetime64[D]"),
        minute=np.full(len(columns), UNKNOWN, dtype=np.int16),
        nth=columns[:, 3].astype(np.int8),
    )


_EPOCH = date(1970, 1, 1).toordinal()


def _days(values: Iterable[date | None]) -> np.ndarray:
    """Dates as `datetime64[D]`, None as NaT."""
    nothing = np.iinfo(np.int64).min
    numbers = [nothing if day is None else day.toordinal() - _EPOCH for day in values]
    return np.array(numbers, dtype=np.int64).astype("datetime64[D]")
