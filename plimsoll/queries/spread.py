"""One's own spread of judgements beside the team's: for oneself alone, and the team's only where it gives nobody away."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Count, Q

from plimsoll.core.access import Viewer
from plimsoll.core.calendar import LONDON
from plimsoll.core.priority.scales import HIGHEST
from plimsoll.core.terms import Scale
from plimsoll.records.models.people import Membership
from plimsoll.records.models.priority import Judgement

FEWEST_PEOPLE, FEWEST_JUDGEMENTS = 5, 20  # of fewer, one colleague's judgements could be read out of the whole
MOST_OF_ONE = 50  # percent: where one colleague made more of them, the same
DAYS = 365
STEP = 5  # percent: a team's shares are told no finer


@dataclass(frozen=True)
class Spread:
    """How one scale was used within a year. own, team : how many in 100 judgements took each value, 0 to 4; () where there
    is none, or, of the team, too few people or judgements to be told. many : how many one made oneself."""

    scale: Scale
    own: tuple[int, ...]
    team: tuple[int, ...]
    many: int


def list_spreads(viewer: Viewer, as_at: datetime) -> tuple[Spread, ...]:
    """The viewer's own judgements of a year beside those of their colleagues in the same teams, one entry a scale. Cases
    that are restricted, and not to the viewer, are not counted. Two queries."""
    colleagues = _colleagues(viewer, as_at)
    counted = (
        Judgement.objects.filter(
            org_id=viewer.org,
            judged_by_id__in=[viewer.worker, *colleagues],
            judged_at__gt=as_at - timedelta(DAYS),
            judged_at__lte=as_at,
            value__isnull=False,
        )
        .values_list("scale", "judged_by_id", "value")
        .annotate(many=Count("pk"))
    )
    found: dict[Scale, dict[UUID, Counter[int]]] = {scale: {} for scale in Scale}
    for word, worker, value, many in counted:
        found[Scale(word)].setdefault(worker, Counter())[value] += many
    return tuple(_spread(scale, by, viewer.worker) for scale, by in found.items())


def _colleagues(viewer: Viewer, as_at: datetime) -> list[UUID]:
    """Everybody else who is in a team of the viewer's."""
    today = as_at.astimezone(LONDON).date()
    now = Membership.objects.filter(
        Q(to_date__isnull=True) | Q(to_date__gt=today), org_id=viewer.org, from_date__lte=today
    )
    own = now.filter(worker_id=viewer.worker).values("team_id")
    others = now.filter(team_id__in=own).exclude(worker_id=viewer.worker)
    return list(others.values_list("worker_id", flat=True).distinct())


def _spread(scale: Scale, by: dict[UUID, Counter[int]], own: UUID) -> Spread:
    mine = by.get(own, Counter())
    others = [counts for worker, counts in by.items() if worker != own]
    team = sum(others, Counter())
    total, largest = team.total(), max((counts.total() for counts in others), default=0)
    told = len(others) >= FEWEST_PEOPLE and total >= FEWEST_JUDGEMENTS and largest * 100 <= total * MOST_OF_ONE
    return Spread(scale, _shares(mine, 1), _shares(team, STEP) if told else (), mine.total())


def _shares(counts: Counter[int], step: int) -> tuple[int, ...]:
    """How many in 100 took each value, to a step; () of none."""
    total = counts.total()
    if not total:
        return ()
    return tuple(round(counts[value] * 100 / total / step) * step for value in range(HIGHEST + 1))
