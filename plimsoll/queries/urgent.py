"""Of a list on which too much is urgent: what fills its top, what that asks against what there is, what can be settled."""

from collections.abc import Iterator
from dataclasses import dataclass
from uuid import UUID

from plimsoll.core.access import Permission, Viewer
from plimsoll.core.calendar import day_of
from plimsoll.core.caseload import NOBODY, ONE, UNKNOWN
from plimsoll.core.priority.firmness import close_calls
from plimsoll.core.priority.guards import TOP_BANDS, EverythingUrgent, Filling
from plimsoll.core.terms import Purpose
from plimsoll.queries.facts.day import efforts
from plimsoll.queries.facts.ranked import Ranked
from plimsoll.queries.priority import OrderOfWork, Placed, get_caseload

VISITS = (Purpose.SEE, Purpose.PROTECT)
PERCENT = 100


@dataclass(frozen=True)
class Pressed:
    """A case in the top two bands. duty : key of what puts it there, '' where it is no item; words : when that is due."""

    case: UUID
    child: UUID | None
    reference: str
    name: str
    writes: bool
    duty: str = ""
    words: str = ""

    @property
    def called(self) -> str:
        """Reference and name."""
        return f"{self.reference} {self.name}".strip()


@dataclass(frozen=True)
class Part:
    """One kind of thing that fills the top, with the cases that it puts there.

    item : it is something due; visit : a child is seen or protected by it; minutes : what it takes in all, None where the
    organisation has not said how long such work takes.
    """

    kind: str
    item: bool
    visit: bool
    minutes: int | None
    cases: tuple[Pressed, ...]


@dataclass(frozen=True)
class Hours:
    """What the top of a list asks against what there is, in minutes of work.

    asked : None where nobody has said how long any of it takes; uncounted : cases there of which nothing is counted; left :
    what its worker has left this week, without leave and appointments, None where their hours are not known.
    """

    asked: int | None
    uncounted: int
    left: int | None


@dataclass(frozen=True)
class Urgent:
    """That more of a list stands in *Act now* and *Today* than its criteria set says can be urgent at once.

    share : of 100, above which it is too many; parts : what fills them, the most frequent first; batch : the cases that one
    kind of task alone put there, to be dealt with together, none where that kind is a visit; calls : close calls among them.
    """

    top: int
    cases: int
    share: int
    parts: tuple[Part, ...]
    hours: Hours
    batch: tuple[Pressed, ...]
    calls: tuple[tuple[Pressed, Pressed], ...]


def get_urgent(viewer: Viewer, worker: UUID, at: int) -> tuple[OrderOfWork, Urgent | None]:
    """A worker's order of work, and what fills its top where that is too much; None where it is not, or where the viewer may
    not read every record of the list. One query more than `get_caseload`.

    Raises
    ------
    NotThere, NothingInForce : as `get_caseload`.
    """
    found = get_caseload(viewer, worker, at)
    return found, urgent_of(viewer, found)


def urgent_of(viewer: Viewer, found: OrderOfWork) -> Urgent | None:
    """What fills the top of a list that was asked for already; None as of `get_urgent`. One query, also where it
    is not too much: a page asks the same of every list."""
    guard, whole, minutes = found.urgent, found.whole, efforts(viewer, day_of(found.at))
    if guard is None or whole is None:
        return None
    placed = {one.case: one for one in found.cases}
    parts = tuple(_part(whole, fill, placed, minutes) for fill in guard.fills)
    first = parts[0]
    alone = {whole.facts.cases[case].pk for case in guard.batch}
    return Urgent(
        guard.top,
        guard.cases,
        guard.share * PERCENT // ONE,
        parts,
        _hours(whole, guard, minutes),
        () if first.visit else tuple(one for one in first.cases if one.case in alone and one.writes),
        tuple(_calls(whole, placed)),
    )


def _part(whole: Ranked, fill: Filling, placed: dict[UUID, Placed], minutes: dict[Purpose, int]) -> Part:
    items = whole.items
    duties = {int(items.case[item]): items.duties[items.duty[item]] for item in reversed(fill.items)}
    purposes = [items.duties[items.duty[item]].purpose for item in fill.items]
    known = bool(purposes) and all(purpose in minutes for purpose in purposes)
    return Part(
        fill.kind,
        bool(fill.items),
        any(purpose in VISITS for purpose in purposes),
        sum(minutes[purpose] for purpose in purposes) if known else None,
        tuple(
            _pressed(whole, placed, case, duties[case].key if case in duties else "", fill.kind) for case in fill.cases
        ),
    )


def _pressed(whole: Ranked, placed: dict[UUID, Placed], case: int, duty: str = "", kind: str = "") -> Pressed:
    known, child = whole.facts.cases[case], whole.facts.children[case]
    words = next((one.words for one in whole.explanation.pressing(case) if duty and one.duty.key == duty), "")
    title = f"{kind[:1].upper()}{kind[1:]} "
    return Pressed(
        known.pk,
        known.child_id,
        known.reference,
        f"{child.given_name} {child.family_name}".strip() if child else "",
        Permission.WRITE_RECORD in placed[known.pk].may,
        duty,
        words.removeprefix(title),
    )


def _hours(whole: Ranked, guard: EverythingUrgent, minutes: dict[Purpose, int]) -> Hours:
    """Every item that puts a case there, once."""
    items = whole.items
    counted = {item for fill in guard.fills for item in fill.items if items.duties[items.duty[item]].purpose in minutes}
    asked = sum(minutes[items.duties[items.duty[item]].purpose] for item in counted)
    there = {case for fill in guard.fills for case in fill.cases}
    uncounted = len(there - {int(items.case[item]) for item in counted})
    holder = int(whole.facts.caseload.worker[next(iter(there))])
    left = int(whole.workers.minutes_left[holder]) if holder != NOBODY else UNKNOWN
    return Hours(asked if counted else None, uncounted, None if left == UNKNOWN else left)


def _calls(whole: Ranked, placed: dict[UUID, Placed]) -> Iterator[tuple[Pressed, Pressed]]:
    """Neighbours of the top two bands of which it is a close call which comes first, and that are still to be told apart."""
    top = {word.number for word in TOP_BANDS}
    order = whole.ranking.order.tolist()
    for case, after, near in zip(order, order[1:], close_calls(whole.ranking, whole.ranking.order), strict=False):
        one = placed[whole.facts.cases[case].pk]
        if near and one.close_to and int(whole.ranking.bands.band[case]) in top:
            yield _pressed(whole, placed, case), _pressed(whole, placed, after)
