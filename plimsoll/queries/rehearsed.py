"""What a draft of the criteria would do to the caseloads that a viewer may see: the first ten of each, now and then.

The product tried it on every case. Of that, a viewer is shown the order of those cases that they may see, as if there were
no others: places and counts are counted anew among them.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple
from uuid import UUID

from plimsoll.core.access import Permission, Viewer
from plimsoll.core.priority.rehearsal import TOP
from plimsoll.core.terms import Band
from plimsoll.queries.criteria_drafts import UNALLOCATED, kept_rehearsal, whose
from plimsoll.queries.facts.shadow import in_shadow
from plimsoll.records import scopes
from plimsoll.records.models.families import Child

BANDS = list(Band)


@dataclass(frozen=True)
class Stand:
    """Where a case stands among those that the viewer may see, now and by the draft. by : numbers of the changes that move
    it so when made alone, the one that moves it furthest first."""

    case: UUID
    now: int
    now_band: Band
    then: int
    then_band: Band
    by: tuple[int, ...]

    @property
    def moves(self) -> bool:
        """Whether it stands in another place or band by the draft."""
        return (self.now, self.now_band) != (self.then, self.then_band)


@dataclass(frozen=True)
class SeenList:
    """One caseload: whose, and those of its cases that stand among the first ten now or by the draft, by the draft's order.
    worker : None for the cases of nobody; team : its key and name, '' where there is none."""

    worker: UUID | None
    name: str
    team: tuple[str, str]
    cases: tuple[Stand, ...]

    @property
    def entered(self) -> int:
        """How many cases come into the first ten."""
        return sum(one.now > TOP for one in self.cases)

    @property
    def left(self) -> int:
        """How many go out of them."""
        return sum(one.then > TOP for one in self.cases)

    @property
    def moved(self) -> int:
        """How many stay among them, in another place or band."""
        return sum(one.moves for one in self.cases) - self.entered - self.left


@dataclass(frozen=True)
class Seen:
    """What a draft would do, as far as the viewer may see. criteria : with what it was compared; changes : each in its
    sentences; lists : those whose first ten change, by team and name; hidden : a shadow month hides the order of others."""

    criteria: str
    changes: tuple[tuple[str, ...], ...]
    lists: tuple[SeenList, ...]
    hidden: bool


class Named(NamedTuple):
    """Whom a case is about. child : None of a family's case; name : the reference, and the child's name."""

    child: UUID | None
    name: str


def get_seen(viewer: Viewer, draft: UUID, on: date) -> Seen | None:
    """What a draft would do to the caseloads that the viewer may see; None where it has not been rehearsed. At most six
    queries.

    Raises
    ------
    NotThere : there is no such draft.
    """
    kept = kept_rehearsal(viewer, draft)
    if kept is None:
        return None
    may, shadow = _may_see(viewer, kept), in_shadow(viewer, on)
    names, teams = whose(viewer, kept, on)
    found, hidden = [], False
    for one in kept["lists"]:
        cases = tuple(_stands(one, may, len(kept["changes"])))
        if not any(case.moves for case in cases):
            continue
        worker = UUID(one["worker"]) if one["worker"] else None
        if worker is None:
            found.append(SeenList(None, UNALLOCATED, ("", ""), cases))
        elif worker in shadow:
            hidden = True
        else:
            team, name = teams.get(worker, ("", ""))
            found.append(SeenList(worker, names[worker], (str(team), name), cases))
    found.sort(key=lambda one: (not one.team[1], one.team[::-1], one.worker is None, one.name, str(one.worker)))
    return Seen(kept["criteria"], tuple(map(tuple, kept["changes"])), tuple(found), hidden)


def get_case_names(viewer: Viewer, cases: Iterable[UUID]) -> dict[UUID, Named]:
    """Whom some cases are about, of those that the viewer may see. One query."""
    rows = scopes.cases(viewer).filter(pk__in=list(cases)).select_related("child")
    return {row.pk: Named(row.child_id, " ".join([row.reference, *_names_of(row.child)])) for row in rows}


def _names_of(child: Child | None) -> list[str]:
    return [name for name in (child.given_name, child.family_name) if name] if child else []


def _may_see(viewer: Viewer, kept: Mapping[str, Any]) -> set[str]:
    """Of the cases of a rehearsal those that the viewer may see, and may see the rehearsal of. At most two queries."""
    ids = [UUID(case) for one in kept["lists"] for case in one["cases"]]
    within = scopes.allowed(viewer, (Permission.SEE_CASE, Permission.SEE_DRAFTS), ids)
    return set(map(str, within[Permission.SEE_CASE] & within[Permission.SEE_DRAFTS]))


def _stands(kept: Mapping[str, Any], may: set[str], changes: int) -> Iterator[Stand]:
    """The cases of one list that stand among the first ten now or by the draft, of those that may be seen."""
    cases = kept["cases"]
    seen = {at for at, case in enumerate(cases) if case in may}
    now, then = _places(range(len(cases)), seen), _places(kept["then"]["order"], seen)
    alone = [(one["change"], _places(one["order"], seen), one["bands"]) for one in kept["only"]]
    for at in sorted(seen, key=then.__getitem__):
        if min(now[at], then[at]) > TOP:
            continue
        stood, stands = (now[at], kept["now"][at]), (then[at], kept["then"]["bands"][at])
        steps = {change: _step(stood, (places[at], bands[at])) for change, places, bands in alone}
        by = _by(_step(stood, stands), steps) if changes > 1 else (0,) * changes
        yield Stand(UUID(cases[at]), stood[0], BANDS[stood[1]], stands[0], BANDS[stands[1]], by)


def _places(order: Iterable[int], seen: set[int]) -> dict[int, int]:
    """The place of each case that may be seen, from 1, as if there were no others."""
    return {at: place for place, at in enumerate((at for at in order if at in seen), 1)}


def _step(before: tuple[int, int], after: tuple[int, int]) -> tuple[int, int]:
    """By how many places, and by how many bands, a case goes down."""
    return after[0] - before[0], after[1] - before[1]


def _by(step: tuple[int, int], alone: Mapping[int, tuple[int, int]]) -> tuple[int, ...]:
    """The changes that alone move a case in the same direction: in places, or where it keeps its place in bands."""
    kind = 0 if step[0] else 1
    same = [change for change, each in alone.items() if each[kind] * step[kind] > 0]
    return tuple(sorted(same, key=lambda change: (-abs(alone[change][kind]), change)))
