"""What moved in one's own order of work since one last looked at it on an earlier day."""

from dataclasses import dataclass, replace
from datetime import datetime, time
from functools import lru_cache
from uuid import UUID

from django.db import connection

from plimsoll.core.access import Permission, Viewer
from plimsoll.core.calendar import LONDON, as_datetime, day_of, moment
from plimsoll.core.priority.explain import ReasonKind
from plimsoll.core.terms import Band, EventKind
from plimsoll.queries.facts.editions import NothingInForce
from plimsoll.queries.priority import OrderOfWork, Placed, get_caseload
from plimsoll.records import scopes
from plimsoll.records.models.cases import Event

MOST_TOLD = 5
LEAST_PLACES = 2  # a case that steps aside by one because another came has not moved by itself
LOOKS_KEPT = 512


@dataclass(frozen=True)
class Move:
    """One case that moved. `places` up (or below 0 down) among those that stood there then too, `before` its band then,
    None where it came in; `gone` says how it left; `why` is what was written since, or what speaks for it now and did not
    then; `at` is when the former happened."""

    reference: str
    name: str
    case: UUID
    child: UUID | None
    places: int = 0
    before: Band | None = None
    gone: str = ""
    why: str = ""
    at: datetime | None = None
    time_known: bool = True


@dataclass(frozen=True)
class Moved:
    """What moved since a look: the most telling first, and how many more there are."""

    since: datetime
    moves: tuple[Move, ...]
    more: int


@dataclass(frozen=True)
class _Stood:
    """Where a case stood at a look."""

    reference: str
    name: str
    child: UUID | None
    band: Band
    kinds: frozenset[ReasonKind]


def get_moved(viewer: Viewer, found: OrderOfWork) -> Moved | None:
    """What moved in the viewer's own order of work since their last look on an earlier day; None where there was none, where
    nothing moved, or where the order is another's. At most three queries once that look has been worked out.

    The order then is that of the moment of the look, as known at that moment, of the cases that the viewer may see now.
    """
    if found.worker != viewer.worker or found.known_at is not None or found.shadow_until is not None:
        return None
    since = _last_look(found.at)
    if since is None:
        return None
    then = _stood(viewer, since)
    if then is None:
        return None
    moves = [*_in_both(found, then), *_came(found, then), *_left(viewer, found, then)]
    if not moves:
        return None
    told = moves[:MOST_TOLD]
    return Moved(since, tuple(_with_events(viewer, found, told, since)), len(moves) - len(told))


def _last_look(at: int) -> datetime | None:
    """When the viewer last saw their own caseload before today. One query."""
    midnight = datetime.combine(day_of(at), time(), LONDON)
    with connection.cursor() as cursor:
        cursor.execute("SELECT records_last_look(%s)", [midnight])
        (look,) = cursor.fetchone()
    found: datetime | None = look
    return found


@lru_cache(maxsize=LOOKS_KEPT)
def _stood(viewer: Viewer, since: datetime) -> dict[UUID, _Stood] | None:
    """The order of work at a look: the past does not change, so it is worked out once, for the same roles. In the order of
    work."""
    try:
        then = get_caseload(viewer, viewer.worker, moment(since.astimezone(LONDON)), since)
    except NothingInForce:
        return None
    if then.shadow_until is not None:
        return None
    return {
        placed.case: _Stood(placed.reference, placed.name, placed.child, placed.band, frozenset(placed.kinds))
        for placed in then.cases
        if placed.band is not None
    }


def _in_both(found: OrderOfWork, then: dict[UUID, _Stood]) -> list[Move]:
    """Cases that stand elsewhere than they did among the same cases: those that rose first, the furthest first."""
    now = [placed for placed in found.cases if placed.case in then]
    there = {placed.case for placed in now}
    before = {case: place for place, case in enumerate(case for case in then if case in there)}
    moves = []
    for place, placed in enumerate(now):
        stood, places = then[placed.case], before[placed.case] - place
        if placed.band is not None and (abs(places) >= LEAST_PLACES or placed.band is not stood.band):
            moves.append((placed.band.number - stood.band.number, -places, placed, stood))
    moves.sort(key=lambda move: (move[0], move[1], move[2].place))
    return [
        Move(
            placed.reference, placed.name, placed.case, placed.child, -down, stood.band, why=_new_reason(placed, stood)
        )
        for _, down, placed, stood in moves
    ]


def _new_reason(placed: Placed, stood: _Stood) -> str:
    """The first reason of a kind that did not speak for the case then."""
    pairs = zip(placed.kinds, placed.reasons, strict=True)
    return next((text for kind, text in pairs if kind not in stood.kinds), "")


def _came(found: OrderOfWork, then: dict[UUID, _Stood]) -> list[Move]:
    return [
        Move(placed.reference, placed.name, placed.case, placed.child)
        for placed in found.cases
        if placed.case not in then
    ]


def _left(viewer: Viewer, found: OrderOfWork, then: dict[UUID, _Stood]) -> list[Move]:
    """Cases that are no longer on the list, of those that the viewer may still see. One query."""
    gone = set(then) - {placed.case for placed in found.cases}
    rows = scopes.cases(viewer).filter(pk__among=gone).values_list("pk", "closed_at")
    return [
        Move(
            then[case].reference,
            then[case].name,
            case,
            then[case].child,
            gone="closed" if closed_at else "held by somebody else",
        )
        for case, closed_at in sorted(rows, key=lambda row: then[row[0]].reference)
    ]


def _with_events(viewer: Viewer, found: OrderOfWork, moves: list[Move], since: datetime) -> list[Move]:
    """Moves with the latest thing that was written on the case since. One query."""
    reads = {placed.case for placed in found.cases if Permission.READ_RECORD in placed.may}
    asked = [move.case for move in moves if move.case in reads and not move.gone]
    rows = Event.objects.filter(
        org_id=viewer.org,
        case_id__among=asked,
        recorded_at__gt=since,
        recorded_at__lte=as_datetime(found.at),
        withdraws=False,
    ).order_by("recorded_at", "pk")
    latest = {case: rest for case, *rest in rows.values_list("case_id", "kind", "happened_at", "time_known")}
    return [_said(move, latest[move.case]) if move.case in latest else move for move in moves]


def _said(move: Move, event: list[object]) -> Move:
    kind, at, known = event
    return replace(move, why=EventKind(str(kind)).label, at=at, time_known=known)  # type: ignore[arg-type]
