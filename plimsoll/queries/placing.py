"""Where one case stands on its worker's list, before anybody places it elsewhere."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from plimsoll.core.access import Permission, Viewer
from plimsoll.core.calendar import as_datetime
from plimsoll.core.priority.order import Ranking
from plimsoll.core.terms import Band, Purpose
from plimsoll.core.timescales.due import DueItems
from plimsoll.queries.facts.caseload import holders
from plimsoll.queries.facts.ranked import agreed, ranked
from plimsoll.records import scopes

_BANDS = list(Band)


@dataclass(frozen=True)
class Due:
    """Something of the worker's own that is due on the case and not met."""

    title: str
    purpose: Purpose
    due_at: datetime


@dataclass(frozen=True)
class Standing:
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


def get_standing(viewer: Viewer, case: UUID, at: int) -> Standing | None:
    """Where a case stands at a moment, among those of its worker's list that the viewer may see; None where nobody holds it
    or it was not open. At most sixteen queries.

    Raises
    ------
    NothingInForce : the organisation has agreed on no rulebook or criteria yet.
    """
    criteria, rulebook = agreed(viewer, at, None)
    everyone = holders(viewer, at, None)
    worker = everyone.get(case)
    if worker is None:
        return None
    held = {key: who for key, who in everyone.items() if who == worker}
    seen = scopes.allowed(viewer, (Permission.SEE_CASE,), list(held))[Permission.SEE_CASE]
    whole = ranked(viewer, sorted(seen), at, None, held, criteria, rulebook)
    position = {one.pk: place for place, one in enumerate(whole.facts.cases)} if whole else {}
    if whole is None or case not in position:
        return None
    own, ranking, items = position[case], whole.ranking, whole.items
    bands = [_BANDS[number] for number in ranking.bands.band]
    due: dict[str, Due] = {}
    for item in sorted(ranking.moving.which[ranking.moving.case == own].tolist()):  # of a case, the earliest first
        duty = items.duties[items.duty[item]]
        due.setdefault(duty.key, Due(duty.title, duty.purpose, as_datetime(int(items.due[item]))))
    return Standing(
        worker,
        own,
        int(ranking.place[own]),
        bands[own],
        {key: bands[place] for key, place in position.items() if place != own},
        due,
        ranking,
        items,
    )
