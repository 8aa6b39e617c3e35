"""Orders of work, out of the records."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

import numpy as np

from plimsoll.core.access import NotThere, Permission, Viewer
from plimsoll.core.calendar import day_of
from plimsoll.core.priority.criteria import CriteriaSet
from plimsoll.core.priority.explain import Explanation, ReasonKind
from plimsoll.core.priority.order import Ranking, rank
from plimsoll.core.rulebook import Rulebook
from plimsoll.core.terms import Band, CaseType, DueState
from plimsoll.core.timescales.due import DueItems, due_items
from plimsoll.queries.facts import editions
from plimsoll.queries.facts.capacity import diaries
from plimsoll.queries.facts.caseload import CaseFacts, case_facts, holders
from plimsoll.records import scopes
from plimsoll.records.models.people import Worker

BANDS = list(Band)
# Reasons that speak of dates alone: all that is told to those who do not read the record.
DATES = frozenset(
    {ReasonKind.OVERDUE, ReasonKind.DUE_SOON, ReasonKind.NEXT_DUE, ReasonKind.NOT_STARTED, ReasonKind.NOTHING_DUE}
)


@dataclass(frozen=True)
class Placed:
    """A case in its place, and why it is there."""

    case: UUID
    reference: str
    child: UUID | None
    name: str
    born_on: date | None
    expected_on: date | None
    case_type: CaseType
    band: Band
    place: int
    reasons: tuple[str, ...]
    next_due: str | None
    next_due_on: date | None
    overdue: bool
    last_seen: date | None


@dataclass(frozen=True)
class OrderOfWork:
    """Cases in order of work at a moment, by one set of criteria and one rulebook.

    worker, name : whose, or None and '' for the unallocated queue; may_export : whether the viewer may take all of it out.
    """

    worker: UUID | None
    name: str
    at: int
    known_at: datetime | None
    criteria: str
    rulebook: str
    cases: tuple[Placed, ...]
    may_export: bool


def get_caseload(viewer: Viewer, worker: UUID, at: int, known_at: datetime | None = None) -> OrderOfWork:
    """A worker's order of work at a moment, as known at a moment: of the cases that the viewer may see now.

    What was known is asked of the history; without `known_at` it is what is known now. Twenty queries.

    Raises
    ------
    NotThere : no such worker is within the viewer's reach.
    NothingInForce : the organisation has agreed on no rulebook or criteria yet.
    """
    found = scopes.workers(viewer, Permission.SEE_CASE, day_of(at)).filter(pk=worker).first()
    if found is None:
        raise NotThere
    held = holders(viewer, at, known_at, workers=[worker])
    shown = scopes.cases(viewer).filter(pk__in=held).values_list("pk", flat=True)
    return _ordered(viewer, shown, at, known_at, held, found)


def list_unallocated(viewer: Viewer, at: int) -> OrderOfWork:
    """The queue of open cases that nobody holds, within the viewer's reach, in order of work."""
    shown = set(scopes.cases(viewer).filter(closed_at__isnull=True).values_list("pk", flat=True))
    held = holders(viewer, at, None)
    return _ordered(viewer, shown - set(held), at, None, {}, None)


def _ordered(
    viewer: Viewer,
    ids: Iterable[UUID],
    at: int,
    known_at: datetime | None,
    held: dict[UUID, UUID],
    worker: Worker | None,
) -> OrderOfWork:
    on = day_of(at)
    criteria = editions.criteria(viewer, on, known_at)
    rulebook = editions.rulebook(viewer, on, known_at)
    ids = list(ids)
    read = set(scopes.cases(viewer, Permission.READ_RECORD).filter(pk__in=ids).values_list("pk", flat=True))
    may_export = scopes.cases(viewer, Permission.EXPORT_CASES).filter(pk__in=ids).count() == len(ids)
    facts = case_facts(viewer, ids, at, known_at, stale_days=criteria.stale_days, held=held)
    placed: tuple[Placed, ...] = ()
    if len(facts):
        items = due_items(facts.caseload, rulebook, rulebook.calendar, at)
        placed = tuple(_places(viewer, facts, items, criteria, rulebook, at, known_at, read))
    return OrderOfWork(
        worker.pk if worker else None,
        worker.name if worker else "",
        at,
        known_at,
        criteria.name,
        rulebook.version,
        placed,
        may_export,
    )


def _places(
    viewer: Viewer,
    facts: CaseFacts,
    items: DueItems,
    criteria: CriteriaSet,
    rulebook: Rulebook,
    at: int,
    known_at: datetime | None,
    read: set[UUID],
) -> Iterable[Placed]:
    workers = diaries(viewer, facts.workers, at, rulebook.calendar, known_at)
    ranking = rank(facts.caseload, items, workers, criteria, rulebook.calendar, at)
    explanation = Explanation(facts.caseload, items, ranking, rulebook.calendar)
    for case in ranking.order.tolist():
        yield _placed(facts, ranking, explanation, case, reads=facts.cases[case].pk in read)


def _placed(facts: CaseFacts, ranking: Ranking, explanation: Explanation, at: int, *, reads: bool) -> Placed:
    """A case in its place. Who may know of it and not read it is told the dates, and not what people judged or heard."""
    case, child = facts.cases[at], facts.children[at]
    due = explanation.next_due(at)
    seen = facts.caseload.last_seen[at]
    return Placed(
        case=case.pk,
        reference=case.reference,
        child=case.child_id,
        name=f"{child.given_name} {child.family_name}".strip() if child else "",
        born_on=child.born_on if child else None,
        expected_on=child.expected_on if child else None,
        case_type=CaseType(case.case_type),
        band=BANDS[ranking.bands.band[at]],
        place=int(ranking.place[at]),
        reasons=tuple(reason.text for reason in explanation.reasons(at) if reads or reason.kind in DATES),
        next_due=due.words if due else None,
        next_due_on=day_of(due.due) if due else None,
        overdue=due is not None and due.state is DueState.OVERDUE,
        last_seen=None if np.isnat(seen) else seen.astype(object),
    )
