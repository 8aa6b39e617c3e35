"""Close calls: of two cases that the order of work hardly tells apart, somebody says which comes first."""

from collections.abc import Collection
from datetime import date, datetime
from uuid import UUID

from plimsoll.actions.authorise import check_can_write
from plimsoll.actions.priority import place_case
from plimsoll.core.access import Viewer
from plimsoll.core.terms import PlacingKind, PlacingReason
from plimsoll.records.models.priority import Override


def settle_close_call(
    first: UUID, second: UUID, *, why: str, until: date, instead: Collection[UUID] = (), by: Viewer, at: datetime
) -> UUID:
    """Keeps as a placing that one case comes before another. A case has one placing at a time: so that an earlier answer
    about the first is not lost, the second is then placed below it. Whoever may write on both; event CASE_PLACED. The case
    that was placed.

    Raises
    ------
    NotThere, NotAllowed, Refused, Contradicted : as `place_case`.
    """
    check_can_write(by, first)
    check_can_write(by, second)
    open_ones = Override.objects.filter(org_id=by.org, case_id__in=[first, second], ended_at__isnull=True)
    others = {row.case_id: row.other_id for row in open_ones.exclude(pk__in=list(instead))}
    of_first_is_kept = first in others and others[first] != second
    below = of_first_is_kept and (second not in others or others[second] == first)
    case, kind, other = (second, PlacingKind.BELOW, first) if below else (first, PlacingKind.ABOVE, second)
    place_case(
        case, kind, other=other, because=PlacingReason.CLOSE_CALL, why=why, until=until, instead=instead, by=by, at=at
    )
    return case
