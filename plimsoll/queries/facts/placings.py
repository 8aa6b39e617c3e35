"""What people decided against an order of work, as it held at a moment."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists, OuterRef, Q

from plimsoll.core.access import Viewer
from plimsoll.core.calendar import day_of
from plimsoll.core.priority.placing import Placing, has_lapsed
from plimsoll.core.terms import DANGER_ENDS, Band, PlacingKind, PlacingReason
from plimsoll.queries.facts.caseload import until
from plimsoll.queries.facts.editions import rows
from plimsoll.queries.facts.ranked import Ranked
from plimsoll.records.models.cases import Event
from plimsoll.records.models.priority import Override

_BANDS = list(Band)


@dataclass(frozen=True)
class Decided:
    """A placing of a case of a list, by position of the case. waits : it needs a supervisor's countersignature, and has
    none: it is shown and moves nothing; else `placing` is in force."""

    case: int
    row: Override
    placing: Placing
    waits: bool


def decided(viewer: Viewer, whole: Ranked, at: int, known_at: datetime | None = None) -> list[Decided]:
    """The placings of some cases that hold or wait at a moment, the earliest made first. One query.

    Left out are those that have ended or run out, that were made on somebody else's list, and those of cases whose band has
    risen since, or that are in danger anew: they have lapsed.
    """
    moment, position = until(at), {case.pk: place for place, case in enumerate(whole.facts.cases)}
    running = Q(ended_at__isnull=True) | Q(ended_at__gt=moment)
    found = (
        rows(Override, known_at, cases=list(position))
        .filter(running, org_id=viewer.org, made_at__lte=moment, lasts_until__gte=day_of(at))
        .annotate(in_danger=in_danger_since(min(moment, known_at) if known_at else moment))
        .select_related("made_by")
        .order_by("made_at", "pk")
    )
    held = [whole.facts.workers[worker] if worker >= 0 else None for worker in whole.facts.caseload.worker.tolist()]
    told = []
    for row in found:
        case = position[row.case_id]
        now = _BANDS[whole.ranking.bands.band[case]]
        if held[case] != row.worker_id or row.in_danger or has_lapsed(Band(row.made_in), now):
            continue
        other = position.get(row.other_id, -1) if row.other_id else None  # -1: on no list here, so it moves nothing
        band = Band(row.band) if row.band else None
        placing = Placing(case, PlacingKind(row.kind), other, band, stays=row.reason == PlacingReason.CLOSE_CALL)
        signed = row.countersigned_at is not None and row.countersigned_at <= moment
        told.append(Decided(case, row, placing, row.to_countersign and not signed))
    return told


def in_danger_since(moment: datetime | None = None) -> Exists:
    """Of a placing, whether it was written since (by a moment) that the child is in danger: harmed at once, missing, or in
    police protection. Being in *Act now* already, the case could not rise by it, and whoever placed it did not know."""
    told = Event.objects.filter(
        org_id=OuterRef("org_id"),
        case_id=OuterRef("case_id"),
        kind__in=[kind.value for kind in DANGER_ENDS],
        withdraws=False,
        recorded_at__gt=OuterRef("made_at"),
    )
    return Exists(told.filter(recorded_at__lte=moment) if moment else told)
