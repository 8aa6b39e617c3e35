"""One worker's list as it is shown: in the order of work, with what people decided against it."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

import numpy as np
from numpy.typing import NDArray

from plimsoll.core.access import Viewer
from plimsoll.core.priority.freeze import Frozen, freeze
from plimsoll.core.priority.placing import placed
from plimsoll.core.terms import Band, PlacingReason
from plimsoll.queries.facts.placings import Decided, decided
from plimsoll.queries.facts.ranked import Ranked

_BANDS = list(Band)


@dataclass(frozen=True)
class Against:
    """What a person decided about a case against the order of work. place, band : where the order has it; waits : for a
    countersignature, and moves nothing until then; at : when it was made; because, why : nothing for those who may not
    read the record."""

    placing: UUID
    place: int
    band: Band
    by: str
    until: date
    waits: bool
    to: Band | None
    because: str
    why: str
    at: datetime


@dataclass(frozen=True)
class Shown:
    """A list of n cases.

    order : (n,) positions of its cases, as shown; place, band : (n,) by position, where each is shown; decided : what people
    decided, by position of the case.
    """

    whole: Ranked
    order: NDArray[np.int64]
    place: NDArray[np.int64]
    band: tuple[Band, ...]
    decided: dict[int, Decided]

    def against(self, case: int, *, reads: bool) -> Against | None:
        """What a person decided about one case. reads : whether the viewer may read its record."""
        one = self.decided.get(case)
        if one is None:
            return None
        row, ranking = one.row, self.whole.ranking
        return Against(
            row.pk,
            int(ranking.place[case]),
            _BANDS[ranking.bands.band[case]],
            row.made_by.name,
            row.lasts_until,
            one.waits,
            Band(row.band) if row.band else None,
            PlacingReason(row.reason).label if reads else "",
            row.why if reads else "",
            row.made_at,
        )

    def kept(self) -> dict[str, Any]:
        """What a list was made from and came to, as plain data to be kept: `inputs` as of `freeze`, and `cases`, one entry a
        case in the order in which they are shown."""
        ranking, explanation = self.whole.ranking, self.whole.explanation
        cases = []
        for case in self.order.tolist():
            one = self.decided.get(case)
            cases.append(
                {
                    "case": str(self.whole.facts.cases[case].pk),
                    "reference": self.whole.facts.cases[case].reference,
                    "place": int(self.place[case]),
                    "band": self.band[case].value,
                    "computed_place": int(ranking.place[case]),
                    "computed_band": _BANDS[ranking.bands.band[case]].value,
                    "score": int(ranking.score[case]),
                    "reasons": [reason.text for reason in explanation.reasons(case)],
                    "placing": _placing(one) if one else None,
                }
            )
        return {"inputs": self._inputs(), "cases": cases}

    def _inputs(self) -> Frozen:
        return freeze(
            self.whole.facts.caseload, self.whole.workers, self.whole.rulebook.calendar, self.whole.ranking.as_at
        )


def shown(viewer: Viewer, whole: Ranked, at: int, known_at: datetime | None = None) -> Shown:
    """The list of one worker, the cases of which alone are ranked. One query."""
    placings = decided(viewer, whole, at, known_at)
    found = placed(whole.ranking, whole.ranking.order, [one.placing for one in placings if not one.waits])
    place = np.empty(len(found.order), dtype=np.int64)
    place[found.order] = np.arange(1, len(found.order) + 1)
    band = dict(zip(found.order.tolist(), found.band.tolist(), strict=True))
    return Shown(
        whole,
        found.order,
        place,
        tuple(_BANDS[band[case]] for case in range(len(place))),
        {one.case: one for one in placings},
    )


def _placing(one: Decided) -> dict[str, Any]:
    row = one.row
    return {
        "id": str(row.pk),
        "kind": row.kind,
        "other": str(row.other_id) if row.other_id else None,
        "band": row.band,
        "reason": row.reason,
        "why": row.why,
        "by": row.made_by.name,
        "made_at": row.made_at.isoformat(),
        "until": row.lasts_until.isoformat(),
        "waits": one.waits,
        "stays": one.placing.stays,
    }
