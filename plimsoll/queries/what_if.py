"""What would change a place: where a case would stand if something about it were otherwise."""

from dataclasses import dataclass
from uuid import UUID

import numpy as np

from plimsoll.core.access import Viewer
from plimsoll.core.calendar import day_of
from plimsoll.core.priority.counterfactual import TOP, Ask, Outcome
from plimsoll.core.terms import Band
from plimsoll.queries.facts.caseload import holders
from plimsoll.queries.facts.shadow import check_order_is_shown
from plimsoll.queries.placing import list_of

_BANDS = list(Band)


@dataclass(frozen=True)
class Otherwise:
    """Where a case stands in the order of work as it is computed, and where it would stand.

    next_done : were what is due next done today, None where nothing that a record can meet is due; after_a_week : did nobody
    work on it for a week; smallest : the smallest single change that brings it into the top three of its list, or out of it,
    None where none that is tried out does; asks : what is judged by nobody or too long ago.
    """

    place: int
    of: int
    band: Band
    next_done: Outcome | None
    after_a_week: Outcome
    smallest: Outcome | None
    asks: tuple[Ask, ...]

    @property
    def inside(self) -> bool:
        """Whether it is in the top three now."""
        return self.place <= TOP


def get_otherwise(viewer: Viewer, case: UUID, at: int) -> Otherwise | None:
    """What would change the place of a case on its worker's list; None where nobody holds it. At most twenty-three
    queries; for those who may read its record.

    Raises
    ------
    NothingInForce : the organisation has agreed on no rulebook or criteria yet.
    NotAllowed : in a shadow month.
    """
    worker = holders(viewer, at, None).get(case)
    if worker:
        check_order_is_shown(viewer, worker, day_of(at))
    whole = list_of(viewer, worker, at) if worker else None
    own = next((number for number, row in enumerate(whole.facts.cases) if row.pk == case), None) if whole else None
    if whole is None or own is None:
        return None
    what_if = whole.what_if
    return Otherwise(
        int(whole.ranking.place[own]),
        len(whole.facts),
        _BANDS[whole.ranking.bands.band[own]],
        what_if.next_done(own),
        what_if.after_a_week(own),
        what_if.smallest(own),
        tuple(what_if.asks(np.array([own]))),
    )
