"""Cases run through the engines: what is due, in which order, and why."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property
from types import MappingProxyType
from uuid import UUID

from plimsoll.core.access import Viewer
from plimsoll.core.calendar import day_of
from plimsoll.core.caseload import Workers
from plimsoll.core.priority.arithmetic import Arithmetic
from plimsoll.core.priority.counterfactual import WhatIf
from plimsoll.core.priority.criteria import CriteriaSet
from plimsoll.core.priority.explain import Explanation
from plimsoll.core.priority.order import Ranking, rank
from plimsoll.core.rulebook import Rulebook
from plimsoll.core.timescales.due import DueItems, due_items
from plimsoll.queries.facts import editions
from plimsoll.queries.facts.capacity import diaries
from plimsoll.queries.facts.caseload import CaseFacts, case_facts
from plimsoll.queries.facts.put_offs import put_offs


@dataclass(frozen=True)
class Ranked:
    """Cases with their due items and their order. `explanation`, `arithmetic` and `what_if` are made when first asked
    for."""

    facts: CaseFacts
    items: DueItems
    ranking: Ranking
    rulebook: Rulebook
    workers: Workers

    @cached_property
    def explanation(self) -> Explanation:
        """Why each stands where it does."""
        return Explanation(self.facts.caseload, self.items, self.ranking, self.rulebook.calendar, self.workers)

    @cached_property
    def arithmetic(self) -> Arithmetic:
        """What each indicator gives to each place."""
        return Arithmetic(self.facts.caseload, self.ranking, self.explanation)

    @cached_property
    def what_if(self) -> WhatIf:
        """Where each would stand if something were otherwise."""
        return WhatIf(self.facts.caseload, self.items, self.ranking, self.workers, self.rulebook)


def agreed(viewer: Viewer, at: int, known_at: datetime | None) -> tuple[CriteriaSet, Rulebook]:
    """What the organisation has agreed on for a moment. Three queries.

    Raises
    ------
    NothingInForce : it has agreed on no rulebook or criteria yet.
    """
    on = day_of(at)
    return editions.criteria(viewer, on, known_at), editions.rulebook(viewer, on, known_at)


def ranked(
    viewer: Viewer,
    ids: Iterable[UUID],
    at: int,
    known_at: datetime | None,
    held: dict[UUID, UUID],
    criteria: CriteriaSet,
    rulebook: Rulebook,
    unheld_since: Mapping[UUID, datetime] = MappingProxyType({}),
) -> Ranked | None:
    """The cases in order, each worker's list within it; None where none of them was open at that moment. Twelve
    queries.

    The parameters are those of `case_facts`.
    """
    facts = case_facts(
        viewer,
        ids,
        at,
        known_at,
        stale_days=criteria.stale_days,
        usual=criteria.factors,
        held=held,
        unheld_since=unheld_since,
    )
    if not len(facts):
        return None
    items = due_items(facts.caseload, rulebook, rulebook.calendar, at)
    workers = diaries(facts.workers, at, rulebook.calendar, known_at)
    off = put_offs(viewer, facts, items, workers, criteria, rulebook.calendar, at, known_at)
    facts = replace(facts, caseload=replace(facts.caseload, put_off=off))
    ranking = rank(facts.caseload, items, workers, criteria, rulebook.calendar, at)
    return Ranked(facts, items, ranking, rulebook, workers)
