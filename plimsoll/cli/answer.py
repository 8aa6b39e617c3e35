"""What `plimsoll rank` works out of a workbook, for its writers to put into words."""

from dataclasses import dataclass
from functools import cached_property
from importlib.resources import files

import numpy as np

from plimsoll.core.calendar import Calendar, as_datetime, day_of
from plimsoll.core.caseload import NOBODY, UNKNOWN, Workers
from plimsoll.core.priority.criteria import CriteriaSet
from plimsoll.core.priority.explain import Explanation
from plimsoll.core.priority.order import Ranking, rank
from plimsoll.core.rulebook import Choice, Rulebook, Timescale
from plimsoll.core.terms import CaseType
from plimsoll.core.timescales.due import DueItems, due_items
from plimsoll.core.workload.balance import Load, Loads, loads
from plimsoll.core.workload.capacity import available_points
from plimsoll.core.workload.demand import case_points, worker_parts
from plimsoll.core.workload.scheme import Scheme
from plimsoll.formats.annex_a.caseloads import FileCaseload, caseloads
from plimsoll.formats.annex_a.faults import Fault
from plimsoll.formats.annex_a.tables import AnnexA

RULEBOOKS = files("plimsoll") / "rulebooks"


@dataclass(frozen=True)
class Answer:
    """Everything that the order of work of one workbook stands on, and the order itself."""

    annex: AnnexA
    file: FileCaseload
    items: DueItems
    ranking: Ranking
    rulebook: Rulebook
    scheme: Scheme
    loads: Loads
    hours: int

    @property
    def calendar(self) -> Calendar:
        """The calendar by which everything was counted."""
        return self.rulebook.calendar

    @property
    def faults(self) -> tuple[Fault, ...]:
        """Everything that was wrong with the workbook."""
        return self.annex.faults + self.file.faults

    @cached_property
    def explanation(self) -> Explanation:
        """Why each case stands where it does."""
        return Explanation(self.file.caseload, self.items, self.ranking, self.calendar)

    @cached_property
    def choices_that_matter(self) -> tuple[tuple[Choice, tuple[Timescale, ...]], ...]:
        """Open choices between timescales that would make due items on a case of this file."""
        cases = self.file.caseload
        there = {word for word in CaseType if (cases.case_types & word.bit).any()}
        return tuple(
            (choice, rivals)
            for choice, rivals in self.rulebook.open_choices
            if any(
                rule.case_types & there
                and not cases.records.isdisjoint(rule.starts_on)
                and not cases.records.isdisjoint(rule.met_by)
                for rule in rivals
            )
        )

    @cached_property
    def lists(self) -> dict[int, list[int]]:
        """Positions of the cases of each worker (NOBODY for the unallocated) in order of work."""
        found: dict[int, list[int]] = {number: [] for number in range(len(self.file.workers))}
        found[NOBODY] = []
        worker = self.file.caseload.worker.tolist()
        for case in self.ranking.order.tolist():
            found[worker[case]].append(case)
        return found

    def cases(self, worker: int, team: str | None = None) -> list[int]:
        """The cases of one worker in order of work; of the unallocated, those of a team where one is named."""
        cases = self.lists[worker]
        if worker != NOBODY or team is None:
            return cases
        wanted = team.strip().casefold()
        return [case for case in cases if (self.file.team[case] or "").casefold() == wanted]

    def load(self, worker: int) -> Load:
        """The load of one worker."""
        return self.loads.of(worker)


def shipped(path: str) -> str:
    """The text of a data file that ships with the product."""
    return (RULEBOOKS / path).read_text(encoding="utf-8")


def rank_workbook(
    annex: AnnexA, *, as_at: int, rulebook: Rulebook, criteria: CriteriaSet, scheme: Scheme, hours: int
) -> Answer:
    """The order of work of every worker of a workbook at a moment.

    Parameters
    ----------
    hours : contracted hours a week taken for every worker, hundredths: a workbook does not carry them.
    """
    file = caseloads(annex, day_of(as_at))
    items = due_items(file.caseload, rulebook, rulebook.calendar, as_at)
    workers = Workers(file.workers, np.full(len(file.workers), UNKNOWN, dtype=np.int64))
    ranking = rank(file.caseload, items, workers, criteria, rulebook.calendar, as_at)
    return Answer(annex, file, items, ranking, rulebook, scheme, _loads(file, scheme, hours), hours)


def _loads(file: FileCaseload, scheme: Scheme, hours: int) -> Loads:
    case_type = file.caseload.case_type.astype(np.int64)
    contracted = np.full(len(file.workers), hours, dtype=np.int64)
    available = available_points(scheme, contracted_hours=contracted)
    demand = worker_parts(
        scheme,
        points=case_points(scheme, case_type=case_type),
        case_type=case_type,
        worker=file.caseload.worker.astype(np.int64),
        contracted_hours=contracted,
        available=available,
    )
    return loads(scheme, demand=demand, available=available)


def iso(at: int) -> str:
    """A moment as ISO 8601 with London's offset.

    >>> iso(29923740)
    '2026-11-23T09:00+00:00'
    """
    return as_datetime(at).isoformat(timespec="minutes")
