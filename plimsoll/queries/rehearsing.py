"""A drafted criteria set tried out on every open case of an organisation: whose first ten would change, and how."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime
from types import MappingProxyType
from typing import Any
from uuid import UUID

import numpy as np
from numpy.typing import NDArray

from plimsoll.core.access import Viewer
from plimsoll.core.caseload import NOBODY
from plimsoll.core.priority.changes import changes
from plimsoll.core.priority.criteria import CriteriaSet
from plimsoll.core.priority.order import Ranking, rank
from plimsoll.core.priority.rehearsal import rehearse
from plimsoll.core.rulebook import Rulebook
from plimsoll.queries.facts.caseload import holders
from plimsoll.queries.facts.cover import unheld_since
from plimsoll.queries.facts.ranked import Ranked, agreed, ranked
from plimsoll.records.models.cases import Case, Restriction

CHUNK = 2_000  # cases that are read at once: whole lists of workers, so that a large organisation fits into memory
Tell = Callable[[int, int], object]


def rehearse_everywhere(
    viewer: Viewer, draft: CriteriaSet, at: int, tell: Tell = lambda done, total: None
) -> dict[str, Any]:
    """What a draft would change, as it is kept: numbers and ids, no names. Whoever asks sees every case: the product. Those
    restricted to named people are left out: numbers that hold them would tell of them.

    `tell` is called with the cases done and all of them. `changes` are those of the draft that can move a place, each in its
    sentences. `lists` are those on which a place or a band changes, those with most that come in or go out of the first ten
    first: whose (None: nobody's), how many enter, leave, move within, and go up or down a band; and, so that whoever may see
    some of its cases can be shown their order, all of its cases in the order of now, and the orders as of `_order`.

    Raises
    ------
    NothingInForce : the organisation has agreed on no rulebook or criteria yet.
    """
    criteria, rulebook = agreed(viewer, at, None)
    parts = changes(criteria, draft)
    alone = [part.criteria for part in parts] if len(parts) > 1 else []  # one by one: there are 20 parts at most
    restricted = Restriction.objects.filter(org_id=viewer.org, to_at__isnull=True).values("case_id")
    still = Case.objects.filter(org_id=viewer.org, closed_at__isnull=True).exclude(pk__in=restricted)
    asked = list(still.values_list("pk", flat=True))
    held = holders(viewer, at, None)
    unheld = unheld_since(viewer, [case for case in asked if case not in held])
    since = {case: one.since for case, one in unheld.items()}
    found: list[dict[str, Any]] = []
    done = seen = up = down = 0
    for ids in _whole_lists(asked, held):
        every = _under_each(viewer, ids, at, held, (criteria, draft, *alone), rulebook, since)
        done += len(ids)
        tell(done, len(asked))
        if every is None:
            continue
        whole, (then, *only) = every
        lists, gone_up, gone_down = _changes(whole, then, only)
        found += lists
        seen, up, down = seen + len(whole.facts), up + gone_up, down + gone_down
    found.sort(key=lambda one: (-(one["entered"] + one["left"]), -one["moved"], one["worker"] or ""))
    everyone = {held[case] for case in asked if case in held}
    queue = any(case not in held for case in asked)
    return {
        "criteria": criteria.name,
        "changes": [part.said for part in parts],
        "cases": seen,
        "all_lists": len(everyone) + queue,
        "up": up,
        "down": down,
        "lists": found,
    }


def _whole_lists(asked: list[UUID], held: Mapping[UUID, UUID]) -> Iterator[list[UUID]]:
    """The cases in parts, each list in one part."""
    lists: dict[UUID | None, list[UUID]] = {}
    for case in asked:
        lists.setdefault(held.get(case), []).append(case)
    part: list[UUID] = []
    for cases in lists.values():
        part += cases
        if len(part) >= CHUNK:
            yield part
            part = []
    if part:
        yield part


def _under_each(
    viewer: Viewer,
    ids: list[UUID],
    at: int,
    held: dict[UUID, UUID],
    sets: Sequence[CriteriaSet],
    rulebook: Rulebook,
    since: Mapping[UUID, datetime] = MappingProxyType({}),
) -> tuple[Ranked, list[Ranking]] | None:
    """The cases under the set in force, which is the first, and their order under each of the others. What is read of them
    is the same, unless a set asks for judgements again after another time, or gives vulnerabilities other values."""
    known: list[Ranked] = []

    def under(criteria: CriteriaSet) -> Ranking:
        for read in known:
            one = read.ranking.criteria
            if (one.stale_days, one.factors) == (criteria.stale_days, criteria.factors):
                return rank(read.facts.caseload, read.items, read.workers, criteria, rulebook.calendar, at)
        again = ranked(viewer, ids, at, None, held, criteria, rulebook, since)
        assert again is not None
        known.append(again)
        return again.ranking

    whole = ranked(viewer, ids, at, None, held, sets[0], rulebook, since)
    if whole is None:
        return None
    known.append(whole)
    return whole, [under(criteria) for criteria in sets[1:]]


def _changes(whole: Ranked, then: Ranking, only: Sequence[Ranking]) -> tuple[list[dict[str, Any]], int, int]:
    """The lists that change, as they are kept; how many cases go up, and down, a band."""
    now, worker = whole.ranking, whole.facts.caseload.worker
    found = rehearse(now, then, worker)
    step = then.bands.band.astype(np.int64) - now.bands.band
    top = {
        int(one): (int(entered), int(left), int(moved))
        for one, entered, left, moved in zip(found.lists, found.entered, found.left, found.moved, strict=True)
    }
    kept = []
    for one in np.unique(worker[_differs(now, then)]).tolist():
        own = worker == one
        entered, left, moved = top.get(one, (0, 0, 0))
        cases = np.flatnonzero(own)[np.argsort(now.place[own])]
        kept.append(
            {
                "worker": None if one == NOBODY else str(whole.facts.workers[one]),
                "entered": entered,
                "left": left,
                "moved": moved,
                "up": int((own & (step < 0)).sum()),
                "down": int((own & (step > 0)).sum()),
                "cases": [str(whole.facts.cases[case].pk) for case in cases.tolist()],
                "now": now.bands.band[cases].tolist(),
                "then": _order(then, cases),
                "only": [
                    _order(each, cases) | {"change": number}
                    for number, each in enumerate(only)
                    if _differs(now, each)[own].any()
                ],
            }
        )
    return kept, found.up, found.down


def _differs(now: Ranking, then: Ranking) -> NDArray[np.bool_]:
    """Which cases stand in another place or band."""
    return (now.place != then.place) | (now.bands.band != then.bands.band)


def _order(ranking: Ranking, cases: NDArray[np.intp]) -> dict[str, Any]:
    """The order of one list's cases, as positions in `cases`; and, of each of `cases`, the number of its band."""
    return {"order": np.argsort(ranking.place[cases]).tolist(), "bands": ranking.bands.band[cases].tolist()}
