"""What moved in one's own order of work since one last looked at it on an earlier day."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, time
from functools import lru_cache
from uuid import UUID

from django.db import connection

from plimsoll.core.access import Permission, Viewer
from plimsoll.core.calendar import LONDON, as_datetime, day_of, moment
from plimsoll.core.priority.moves import Fact, Standing, by_itself, moved_by, standings
from plimsoll.core.terms import Band, EventKind
from plimsoll.core.timescales.explain import day_words
from plimsoll.queries.facts.editions import NothingInForce
from plimsoll.queries.facts.ranked import Ranked
from plimsoll.queries.priority import OrderOfWork, Placed, get_caseload
from plimsoll.records import scopes
from plimsoll.records.models.cases import Event

MOST_TOLD = 5
LEAST_PLACES = 2  # a case that steps aside by one because another came has not moved by itself
LOOKS_KEPT = 512


@dataclass(frozen=True)
class Move:
    """One case that moved. `places` up (or below 0 down) among those that stood there then too, `before` its band then,
    None where it came in; `gone` says how it left; `why` is the fact that moved it, '' where only others moved or the viewer
    may not read it; `others`: only others moved; `event` is what was written since and brought that fact about, '' where
    nothing did, `at` when that happened."""

    reference: str
    name: str
    case: UUID
    child: UUID | None
    places: int = 0
    before: Band | None = None
    gone: str = ""
    why: str = ""
    others: bool = False
    event: str = ""
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
    """Where a case stood at a look: `band` as it was shown, `standing` as the order of work had it, `placed` by whose
    decision against that."""

    reference: str
    name: str
    child: UUID | None
    band: Band
    placed: UUID | None
    standing: Standing


@dataclass(frozen=True)
class _Look:
    """A list at a look: its cases in the order in which they were shown, and by what that was made."""

    cases: dict[UUID, _Stood]
    criteria: str
    rulebook: str


def get_moved(viewer: Viewer, found: OrderOfWork) -> Moved | None:
    """What moved in the viewer's own order of work since their last look on an earlier day; None where there was none, where
    nothing moved, or where the order is another's. At most three queries once that look has been worked out.

    What moved each is worked out from what the order stood on then and now; an event is named where it brought that about.
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
    moves = [*_in_both(found, then.cases), *_came(found, then.cases), *_left(viewer, found, then.cases)]
    if not moves:
        return None
    told = moves[:MOST_TOLD]
    return Moved(since, tuple(_with_reasons(viewer, found, then, told, since)), len(moves) - len(told))


def _last_look(at: int) -> datetime | None:
    """When the viewer last saw their own caseload before today. One query."""
    midnight = datetime.combine(day_of(at), time(), LONDON)
    with connection.cursor() as cursor:
        cursor.execute("SELECT records_last_look(%s)", [midnight])
        (look,) = cursor.fetchone()
    found: datetime | None = look
    return found


@lru_cache(maxsize=LOOKS_KEPT)
def _stood(viewer: Viewer, since: datetime) -> _Look | None:
    """The order of work at a look: the past does not change, so it is worked out once, for the same roles. In the order of
    work."""
    try:
        then = get_caseload(viewer, viewer.worker, moment(since.astimezone(LONDON)), since)
    except NothingInForce:
        return None
    if then.shadow_until is not None:
        return None
    stood = _standings(then.whole)
    cases = {
        placed.case: _Stood(
            placed.reference, placed.name, placed.child, placed.band, _placing(placed), stood[placed.case]
        )
        for placed in then.cases
        if placed.band is not None
    }
    return _Look(cases, then.criteria, then.rulebook)


def _standings(whole: Ranked | None) -> dict[UUID, Standing]:
    """Where the order of work has each case of a list."""
    if whole is None:
        return {}
    found = standings(whole.ranking, whole.explanation)
    return {case.pk: standing for case, standing in zip(whole.facts.cases, found, strict=True)}


def _placing(placed: Placed) -> UUID | None:
    """By whose decision a case stands elsewhere than the order of work has it."""
    return placed.against.placing if placed.against and not placed.against.waits else None


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
        Move(placed.reference, placed.name, placed.case, placed.child, -down, stood.band)
        for _, down, placed, stood in moves
    ]


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


def _with_reasons(
    viewer: Viewer, found: OrderOfWork, then: _Look, moves: list[Move], since: datetime
) -> Iterator[Move]:
    """Moves with the fact that moved each, and the latest event since that brought it about. One query."""
    now = {placed.case: placed for placed in found.cases}
    stands = _standings(found.whole)
    asked = [move for move in moves if move.before is not None and not move.gone]
    facts = {move.case: _fact(found, then, move, now[move.case], stands) for move in asked}
    reads = [move.case for move in asked if Permission.READ_RECORD in now[move.case].may]
    written = _written(viewer, found, reads, since)
    for move in moves:
        if move.case not in facts:
            yield replace(move, why=next(iter(now[move.case].reasons), "")) if move.case in now else move
            continue
        fact = facts[move.case]
        if fact is None:
            yield replace(move, others=True)
        elif fact.dates or move.case in reads:
            events = (event for event in written.get(move.case, ()) if event.kind in fact.kinds)
            yield _said(replace(move, why=fact.text), next(events, None))
        else:
            yield move


def _fact(found: OrderOfWork, then: _Look, move: Move, placed: Placed, stands: dict[UUID, Standing]) -> Fact | None:
    """What moved one case of both lists, '' where nothing can be named; None where only others moved."""
    stood, decided = then.cases[move.case], _placing(placed)
    if decided != stood.placed:
        if placed.against is None or decided is None:
            return Fact("It stands where the order of work has it again", dates=True)
        return Fact(f"{placed.against.by} placed it here until {day_words(placed.against.until)}", dates=True)
    # Among those of both lists: who came or left moves nobody.
    others = [stands[case] for case in then.cases if case in stands and case != move.case]
    if not by_itself(stood.standing, stands[move.case], others, move.places):
        return None
    if (then.criteria, then.rulebook) != (found.criteria, found.rulebook):
        return Fact("The criteria or the timescales that hold here were changed", dates=True)
    assert found.whole is not None
    at = next(at for at, case in enumerate(found.whole.facts.cases) if case.pk == move.case)
    return moved_by(stood.standing, stands[move.case], move.places, at, found.whole.explanation) or Fact("")


@dataclass(frozen=True)
class _Event:
    kind: EventKind
    at: datetime
    time_known: bool


def _written(viewer: Viewer, found: OrderOfWork, cases: list[UUID], since: datetime) -> dict[UUID, list[_Event]]:
    """What was written on some cases since a look, the latest first. One query."""
    rows = Event.objects.filter(
        org_id=viewer.org,
        case_id__among=cases,
        recorded_at__gt=since,
        recorded_at__lte=as_datetime(found.at),
        withdraws=False,
    ).order_by("-recorded_at", "-pk")
    written: dict[UUID, list[_Event]] = {}
    for case, kind, at, known in rows.values_list("case_id", "kind", "happened_at", "time_known"):
        written.setdefault(case, []).append(_Event(EventKind(kind), at, known))
    return written


def _said(move: Move, event: _Event | None) -> Move:
    if event is None:
        return move
    return replace(move, event=event.kind.label, at=event.at, time_known=event.time_known)
