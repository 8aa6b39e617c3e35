"""Close calls that somebody answered, as long as nothing that either case stands on has changed since."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db.models import Max, Q

from plimsoll.core.priority.answers import Answer
from plimsoll.core.terms import PlacingKind, PlacingReason
from plimsoll.queries.facts.editions import rows
from plimsoll.queries.facts.placings import Decided
from plimsoll.records.models.cases import Event
from plimsoll.records.models.priority import FactorJudgement, Judgement, Override


def answer_of(row: Override) -> Answer | None:
    """Which of two cases comes first by a placing; None of one by its band."""
    if row.other_id is None:
        return None
    above = row.kind == PlacingKind.ABOVE
    return Answer(row.pk, *((row.case_id, row.other_id) if above else (row.other_id, row.case_id)))


def answered(
    placings: Iterable[Decided], moment: datetime, known_at: datetime | None = None
) -> frozenset[frozenset[UUID]]:
    """Pairs of cases of which somebody said that comes first, and on neither of which anything was written or judged since.
    Three queries where any was answered, else none.

    Parameters
    ----------
    placings : those of one list that hold or wait at a moment, as `decided` gives them. known_at : what the database knew.
    """
    told = [
        (one.row.made_at, frozenset((one.row.case_id, one.row.other_id)))
        for one in placings
        if one.row.reason == PlacingReason.CLOSE_CALL and one.row.other_id is not None
    ]
    cases = sorted({case for _, pair in told for case in pair})
    if not cases:
        return frozenset()
    latest: dict[UUID, datetime] = {}
    since = Q(recorded_at__gt=min(made_at for made_at, _ in told), recorded_at__lte=moment)
    for model in (Event, Judgement, FactorJudgement):
        found = rows(model, known_at, cases=cases).filter(since).values_list("case_id").annotate(Max("recorded_at"))
        for case, at in found:
            latest[case] = max(at, latest.get(case, at))
    return frozenset(
        pair for made_at, pair in told if all(case not in latest or latest[case] <= made_at for case in pair)
    )
