"""One worker's list as computed and as shown, and where one case stands on it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from plimsoll.core.access import Permission, Viewer
from plimsoll.core.calendar import as_datetime, moment
from plimsoll.core.caseload import PutOffs
from plimsoll.core.priority.order import Ranking
from plimsoll.core.priority.placing import bands_without
from plimsoll.core.terms import Band, Purpose
from plimsoll.core.timescales.due import DueItems
from plimsoll.queries.facts.caseload import holders
from plimsoll.queries.facts.put_offs import end_of
from plimsoll.queries.facts.ranked import Ranked, agreed, ranked
from plimsoll.queries.facts.shown import Shown, shown
from plimsoll.records import scopes

_BANDS = list(Band)


@dataclass(frozen=True)
class Due:
    """Something of the worker's own that is due on the case and not met."""

    title: str
    purpose: Purpose
    due_at: datetime


@dataclass(frozen=True)
class Computed:
    """A case on the list of whoever holds it, in the order of work as it is computed.

    position : of the case in `ranking`; others : bands of the other cases of the list that the viewer may see; due : by key
    of the timescale, the earliest of each.
    """

    worker: UUID
    position: int
    place: int
    band: Band
    others: Mapping[UUID, Band]
    due: Mapping[str, Due]
    ranking: Ranking
    items: DueItems
    whole: Ranked

    def band_without(self, duty: str, until: date) -> tuple[Band, bool]:
        """The band of the case by all but what is put off already and one thing more; whether that goes beyond the day on
        which the one thing is due."""
        facts, due = self.whole.facts, self.due[duty]
        calendar = self.whole.rulebook.calendar
        end = end_of(until, calendar)
        every = [*facts.caseload.put_off.rows(), (self.position, duty, moment(due.due_at), end)]
        criteria, at = self.ranking.criteria, self.ranking.as_at
        workers = self.whole.workers
        bands = bands_without(facts.caseload, PutOffs.of(every), self.items, workers, criteria, calendar, at)
        return bands[self.position], end > moment(due.due_at)


def get_computed(viewer: Viewer, case: UUID, at: int) -> Computed | None:
    """Where a case stands at a moment, among those of its worker's list that the viewer may see; None where nobody holds it
    or it was not open. At most twenty-two queries.

    Raises
    ------
    NothingInForce : the organisation has agreed on no rulebook or criteria yet.
    """
    return list_computed(viewer, [case], at).get(case)


def list_computed(viewer: Viewer, cases: Iterable[UUID], at: int) -> dict[UUID, Computed]:
    """As `get_computed`, of several cases, by case. The list of each who holds one of them is worked out once: at most
    twenty-two queries a list.

    Raises
    ------
    NothingInForce : the organisation has agreed on no rulebook or criteria yet.
    """
    everywhere = holders(viewer, at, None)
    held = {case: everywhere[case] for case in cases if case in everywhere}
    lists = {worker: list_of(viewer, worker, at) for worker in set(held.values())}
    stands = {case: _computed(lists[worker], worker, case) for case, worker in held.items()}
    return {case: one for case, one in stands.items() if one is not None}


def _computed(whole: Ranked | None, worker: UUID, case: UUID) -> Computed | None:
    """Where a case stands on the list of whoever holds it; None where it is not on it."""
    position = {one.pk: place for place, one in enumerate(whole.facts.cases)} if whole else {}
    if whole is None or case not in position:
        return None
    own, ranking, items = position[case], whole.ranking, whole.items
    bands = [_BANDS[number] for number in ranking.bands.band]
    due: dict[str, Due] = {}
    for item in sorted(ranking.moving.which[ranking.moving.case == own].tolist()):  # of a case, the earliest first
        duty = items.duties[items.duty[item]]
        if duty.rule is None:  # a court varies its own date
            continue
        due.setdefault(duty.key, Due(duty.title, duty.purpose, as_datetime(int(items.due[item]))))
    return Computed(
        worker,
        own,
        int(ranking.place[own]),
        bands[own],
        {key: bands[place] for key, place in position.items() if place != own},
        due,
        ranking,
        items,
        whole,
    )


def get_shown(viewer: Viewer, worker: UUID, at: int, known_at: datetime | None = None) -> Shown | None:
    """A worker's list at a moment as it is shown, of the cases that the viewer may see; None where there are none. At most
    twenty-two queries.

    Parameters
    ----------
    known_at : what the database knew then, out of the history; None: what it knows now.

    Raises
    ------
    NothingInForce : the organisation has agreed on no rulebook or criteria yet.
    """
    whole = list_of(viewer, worker, at, known_at)
    return shown(viewer, whole, at, known_at) if whole else None


def list_of(viewer: Viewer, worker: UUID, at: int, known_at: datetime | None = None) -> Ranked | None:
    """A worker's list at a moment in the order of work as it is computed, of the cases that the viewer may see; None where
    there are none. At most twenty-two queries."""
    criteria, rulebook = agreed(viewer, at, known_at)
    held = holders(viewer, at, known_at, workers=[worker])
    seen = scopes.allowed(viewer, (Permission.SEE_CASE,), list(held))[Permission.SEE_CASE]
    return ranked(viewer, sorted(seen), at, known_at, held, criteria, rulebook)
