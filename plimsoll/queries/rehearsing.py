"""A drafted criteria set tried out on every open case of an organisation: whose first ten would change, and how."""

from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from types import MappingProxyType
from typing import Any
from uuid import UUID

import numpy as np
from numpy.typing import NDArray

from plimsoll.core.access import Viewer
from plimsoll.core.caseload import NOBODY
from plimsoll.core.priority.criteria import CriteriaSet
from plimsoll.core.priority.order import Ranking, rank
from plimsoll.core.priority.rehearsal import TOP, rehearse
from plimsoll.core.rulebook import Rulebook
from plimsoll.core.terms import Band
from plimsoll.queries.facts.caseload import holders
from plimsoll.queries.facts.cover import unheld_since
from plimsoll.queries.facts.ranked import Ranked, agreed, ranked
from plimsoll.records.models.cases import Case, Restriction

CHUNK = 2_000  # cases that are read at once: whole lists of workers, so that a large organisation fits into memory
BANDS = list(Band)
Tell = Callable[[int, int], object]


def rehearse_everywhere(
    viewer: Viewer, draft: CriteriaSet, at: int, tell: Tell = lambda done, total: None
) -> dict[str, Any]:
    """What a draft would change, as it is kept: numbers and ids, no names. Whoever asks sees every case: the product. Those
    restricted to named people are left out: numbers that hold them would tell of them.

    `tell` is called with the cases done and all of them. `lists` are those whose first ten change or whose cases change
    band, those with most that come in or go out first: whose (None: nobody's), how many enter, leave, move within, and go
    up or down a band; and of each case at the top its place and band before and after.

    Raises
    ------
    NothingInForce : the organisation has agreed on no rulebook or criteria yet.
    """
    criteria, rulebook = agreed(viewer, at, None)
    restricted = Restriction.objects.filter(org_id=viewer.org, to_at__isnull=True).values("case_id")
    still = Case.objects.filter(org_id=viewer.org, closed_at__isnull=True).exclude(pk__in=restricted)
    asked = list(still.values_list("pk", flat=True))
    held = holders(viewer, at, None)
    unheld = unheld_since(viewer, [case for case in asked if case not in held])
    since = {case: one.since for case, one in unheld.items()}
    found: list[dict[str, Any]] = []
    done = seen = up = down = 0
    for ids in _whole_lists(asked, held):
        pair = _both(viewer, ids, at, held, (criteria, draft), rulebook, since)
        done += len(ids)
        tell(done, len(asked))
        if pair is None:
            continue
        whole, then = pair
        lists, gone_up, gone_down = _changes(whole, then)
        found += lists
        seen, up, down = seen + len(whole.facts), up + gone_up, down + gone_down
    found.sort(key=lambda one: (-(one["entered"] + one["left"]), -one["moved"], one["worker"] or ""))
    everyone = {held[case] for case in asked if case in held}
    queue = any(case not in held for case in asked)
    return {
        "criteria": criteria.name,
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


def _both(
    viewer: Viewer,
    ids: list[UUID],
    at: int,
    held: dict[UUID, UUID],
    sets: tuple[CriteriaSet, CriteriaSet],
    rulebook: Rulebook,
    since: Mapping[UUID, datetime] = MappingProxyType({}),
) -> tuple[Ranked, Ranking] | None:
    """The cases under the set in force, and their order under the draft. What is read of them is the same, unless the draft
    asks for judgements again after another time, or gives vulnerabilities other values."""
    now, draft = sets
    whole = ranked(viewer, ids, at, None, held, now, rulebook, since)
    if whole is None:
        return None
    if (draft.stale_days, draft.factors) == (now.stale_days, now.factors):
        return whole, rank(whole.facts.caseload, whole.items, whole.workers, draft, rulebook.calendar, at)
    again = ranked(viewer, ids, at, None, held, draft, rulebook, since)
    assert again is not None
    return whole, again.ranking


def _changes(whole: Ranked, then: Ranking) -> tuple[list[dict[str, Any]], int, int]:
    """The lists that change, as they are kept; how many cases go up, and down, a band."""
    now, worker = whole.ranking, whole.facts.caseload.worker
    found = rehearse(now, then, worker)
    step = then.bands.band.astype(np.int64) - now.bands.band
    tops = (now.place <= TOP) | (then.place <= TOP)
    changed = tops & ((now.place != then.place) | (step != 0))
    top = {
        int(one): (int(entered), int(left), int(moved))
        for one, entered, left, moved in zip(found.lists, found.entered, found.left, found.moved, strict=True)
    }
    kept = []
    for one in np.unique(worker[changed | (step != 0)]).tolist():
        own = worker == one
        entered, left, moved = top.get(one, (0, 0, 0))
        kept.append(
            {
                "worker": None if one == NOBODY else str(whole.facts.workers[one]),
                "entered": entered,
                "left": left,
                "moved": moved,
                "up": int((own & (step < 0)).sum()),
                "down": int((own & (step > 0)).sum()),
                "cases": _cases(whole, then, np.flatnonzero(own & changed)),
            }
        )
    return kept, found.up, found.down


def _cases(whole: Ranked, then: Ranking, which: NDArray[np.intp]) -> list[list[Any]]:
    """Of some cases: id, place and band now, place and band then; in the order of the draft."""
    now = whole.ranking
    return [
        [
            str(whole.facts.cases[case].pk),
            int(now.place[case]),
            BANDS[now.bands.band[case]].value,
            int(then.place[case]),
            BANDS[then.bands.band[case]].value,
        ]
        for case in which[np.argsort(then.place[which], kind="stable")].tolist()
    ]
