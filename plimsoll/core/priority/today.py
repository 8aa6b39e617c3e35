"""The top of an order of work as things to do: what, for whom, by when, how long, and where the day's hours end.

The order is that of the cases. What is to be done with one visit, or at one meeting, for brothers and sisters is one thing.
"""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from plimsoll.core.calendar import DAY_MINUTES, Calendar
from plimsoll.core.caseload import Caseload
from plimsoll.core.priority.bands import Ground
from plimsoll.core.priority.explain import Explanation, Pressing
from plimsoll.core.priority.order import Ranking
from plimsoll.core.strict import FaultyData, load
from plimsoll.core.terms import Band, Information, Purpose, Task
from plimsoll.core.timescales.explain import day_words

TASK_OF = {
    Purpose.SEE: Task.VISIT,
    Purpose.PROTECT: Task.PROTECT,
    Purpose.COURT: Task.COURT,
    Purpose.DECIDE: Task.DECIDE,
    Purpose.REVIEW: Task.REVIEW,
    Purpose.RECORD: Task.WRITE_UP,
    Purpose.CHECK: Task.CHECK,
}
TOGETHER = (Task.KEEP_SAFE, Task.VISIT)  # one visit, whatever the duties that it meets
AT_ONE_MEETING = (
    Task.PROTECT,
    Task.COURT,
    Task.DECIDE,
    Task.REVIEW,
)  # the same duty of a family, due at the same moment
_UNSEEN = Ground.UNSEEN_TWICE.bit | Ground.UNSEEN_TWICE_TODAY.bit
_BANDS = list(Band)
_NEVER = np.iinfo(np.int64).max


@dataclass(frozen=True)
class Minutes:
    """How long each kind of thing takes, in minutes, and how much each further child on the same visit adds."""

    of: Mapping[Task, int]
    further_child: int

    def taken(self, task: Task, cases: int) -> int:
        """Minutes of one thing for some cases.

        >>> Minutes({Task.VISIT: 120, Task.REVIEW: 90}, 30).taken(Task.VISIT, 3)
        180
        """
        return self.of[task] + (self.further_child * (cases - 1) if task in TOGETHER else 0)


def parse(text: str, what: str = "The table of minutes") -> Minutes:
    """The minutes of TOML; every kind of thing has its own.

    Raises
    ------
    FaultyData : anything wrong with it, every fault at once.
    """
    top = load(text, what)
    meta, minutes, visit = top.table("meta"), top.table("minutes"), top.table("visit")
    for key in ("title", "version", "note"):
        meta.text(key)
    found = Minutes({word: minutes.whole(word.value, 1, 600) for word in Task}, visit.whole("further_child", 0, 240))
    for table in (meta, minutes, visit, top):
        table.close()
    if top.faults:
        raise FaultyData(what, top.faults)
    return found


@dataclass(frozen=True)
class Part:
    """One duty of one case.

    case : its position; key : of the timescale, '' where it is none; due : moment, None where nothing is dated; late : it
    is, and not put off; words : when, in a sentence; urgent : to see or protect a child, or for court.
    """

    case: int
    key: str
    title: str
    due: int | None = None
    late: bool = False
    words: str = ""
    urgent: bool = False


@dataclass(frozen=True)
class Thing:
    """Something to do, with every duty that it meets. band : where it stands in the order of work, which is never higher
    than its case does; place : of that case, 0..; leads : it is the first thing of that case, and stands there for its
    reasons; minutes : how long it takes."""

    task: Task
    parts: tuple[Part, ...]
    band: Band
    place: int
    leads: bool
    minutes: int = 0

    @property
    def cases(self) -> tuple[int, ...]:
        """Positions of its cases, each once, the one by which it stands first."""
        return tuple(dict.fromkeys(part.case for part in self.parts))

    @property
    def due(self) -> int | None:
        """The earliest moment at which any of it is due."""
        return min((part.due for part in self.parts if part.due is not None), default=None)


@dataclass(frozen=True)
class _Raw:
    """One duty of one case before brothers and sisters are brought together, and the band that it earns by itself."""

    task: Task
    band: Band
    part: Part


def things_to_do(
    explanation: Explanation,
    caseload: Caseload,
    ranking: Ranking,
    calendar: Calendar,
    *,
    order: Sequence[int],
    band: Mapping[int, Band],
    family: NDArray[np.int64],
    asks: Collection[int],
    minutes: Minutes,
) -> tuple[Thing, ...]:
    """What is to be done on the cases of a list, in the order of work.

    Of each case whatever must not wait for next week; where that is nothing, what is due next. The first of these stands
    where the case does. What else is due on it stands lower where it presses less by itself: late paper does not rise with
    an urgent visit.

    Parameters
    ----------
    order, band : positions of the list's cases as it is shown, and the band in which each stands there; family : (n,) the
    same number for those who live together; asks : cases that are to be judged first.
    """
    found: dict[tuple[object, ...], Thing] = {}
    for place, case in enumerate(order):
        raw = sorted(_of_case(explanation, caseload, ranking, calendar, case, asks), key=lambda one: one.band.number)
        to_judge = [one for one in raw if one.task is Task.JUDGE]
        raw = [one for one in raw if one.task is not Task.JUDGE]
        kept = ([one for one in raw if one.band.number <= Band.THIS_WEEK.number] or raw[:1]) + to_judge
        if not kept and band[case].number <= Band.THIS_WEEK.number:
            kept = [_Raw(Task.DECIDE, band[case], Part(case, "", "say what is to be done next"))]
        for number, one in enumerate(kept):
            stands = band[case] if not number else max(band[case], one.band, key=lambda word: word.number)
            made = Thing(one.task, (one.part,), stands, place, leads=not number)
            key = _together(made, one, int(family[case]))
            found[key] = _joined(found[key], made) if key in found else made
    timed = [replace(thing, minutes=minutes.taken(thing.task, len(thing.cases))) for thing in found.values()]
    return tuple(sorted(timed, key=lambda thing: (thing.band.number, thing.place, not thing.leads)))


def _of_case(
    explanation: Explanation, caseload: Caseload, ranking: Ranking, calendar: Calendar, case: int, asks: Collection[int]
) -> Iterator[_Raw]:
    """Everything that could be done on one case, what presses most first of each kind."""
    grounds = int(ranking.bands.grounds[case])
    for ground, title in _SAFE.items():
        if grounds & ground.bit:
            yield _Raw(Task.KEEP_SAFE, Band.ACT_NOW, Part(case, "", title, urgent=True))
    if bits := int(caseload.information[case]):
        told = ", ".join(word.label for word in Information if bits & word.bit)
        first = grounds & Ground.SAFEGUARDING_INFORMATION.bit
        yield _Raw(Task.READ, Band.TODAY if first else Band.THIS_WEEK, Part(case, "", f"say what this means: {told}"))
    seen = False
    for item in explanation.pressing(case):
        stands = _presses(item, ranking, calendar)
        seen |= item.duty.purpose is Purpose.SEE and stands.number <= Band.THIS_WEEK.number
        urgent = item.duty.purpose in (Purpose.SEE, Purpose.PROTECT, Purpose.COURT)
        part = Part(case, item.duty.key, item.duty.title, item.due, item.late, item.words, urgent)
        yield _Raw(TASK_OF[item.duty.purpose], stands, part)
    if grounds & _UNSEEN and not seen:
        stands = Band.TODAY if grounds & Ground.UNSEEN_TWICE_TODAY.bit else Band.THIS_WEEK
        words = explanation.of_ground(case, Ground.UNSEEN_TWICE) or explanation.of_ground(
            case, Ground.UNSEEN_TWICE_TODAY
        )
        yield _Raw(Task.VISIT, stands, Part(case, "", "see the child", words=words, urgent=True))
    if caseload.blocked[case] and not np.isnat(caseload.chase[case]):
        day = caseload.chase[case].astype(np.int64).item()
        due = int(calendar.end_of_day(caseload.chase[case : case + 1])[0])
        stands = Band.TODAY if day <= ranking.as_at // DAY_MINUTES else Band.AWAITING_OTHERS
        words = f"Chase on {day_words(caseload.chase[case].astype(object))}"
        yield _Raw(Task.CHASE, stands, Part(case, "", "chase what others owe", due, words=words))
    if case in asks:
        yield _Raw(Task.JUDGE, Band.THIS_WEEK, Part(case, "", "judge this case: the answer could move it"))


_SAFE = {
    Ground.IMMEDIATE_HARM: "make the child safe",
    Ground.MISSING: "find the child, and see them",
    Ground.EMERGENCY: "decide the next step before the emergency protection ends",
}


def _presses(item: Pressing, ranking: Ranking, calendar: Calendar) -> Band:
    """The band that an item earns by itself."""
    if item.for_today:
        return Band.TODAY
    soon = (ranking.criteria.week_days + 1) * calendar.day_minutes
    return Band.THIS_WEEK if item.late or item.slack <= soon else Band.PLANNED


def _together(thing: Thing, one: _Raw, family: int) -> tuple[object, ...]:
    """What things share that are one: a visit to a family, or the same duty of a family at the same moment."""
    if thing.task in TOGETHER and one.band.number <= Band.THIS_WEEK.number:
        return (thing.task, family)
    if thing.task in AT_ONE_MEETING and one.part.key:
        return (thing.task, family, one.part.key, one.part.due)
    return (thing.task, one.part.case, one.part.key, one.part.due)


def _joined(first: Thing, then: Thing) -> Thing:
    """Two things as one, where the higher of them stands."""
    high, low = sorted((first, then), key=lambda thing: (thing.band.number, thing.place, not thing.leads))
    return replace(high, parts=(*high.parts, *low.parts))


def by_date(things: Sequence[Thing], reference: Callable[[int], str]) -> tuple[Thing, ...]:
    """Things as a shadow month shows them: those of *Act now* first, then news that nobody has said the meaning of,
    then by when they are due. What nothing dates stands in the order of work alone, and is left out."""
    told = (Task.KEEP_SAFE, Task.READ)
    dated = [thing for thing in things if thing.task in told or thing.band is Band.ACT_NOW or thing.due is not None]
    return tuple(
        sorted(
            dated,
            key=lambda thing: (
                thing.band is not Band.ACT_NOW,
                thing.task is not Task.READ,
                _NEVER if thing.due is None else thing.due,
                reference(thing.cases[0]),
            ),
        )
    )


Answered = Collection[tuple[int, Task, str]]


def without(things: Sequence[Thing], done: Answered, minutes: Minutes) -> tuple[Thing, ...]:
    """The things of which something is still to be done, where some parts of them are done: by position of the case, kind
    and key of the timescale."""
    left = []
    for thing in things:
        parts = tuple(part for part in thing.parts if (part.case, thing.task, part.key) not in done)
        if parts:
            rest = replace(thing, parts=parts)
            left.append(replace(rest, minutes=minutes.taken(thing.task, len(rest.cases))))
    return tuple(left)


def fitting(minutes: Sequence[int], left: int) -> int:
    """How many things from the top fit into the minutes that are left of a day: up to the first that does not.

    >>> fitting([120, 30, 90, 10], 200), fitting([120], 60), fitting([], 60)
    (2, 0, 0)
    """
    total = 0
    for number, one in enumerate(minutes):
        total += one
        if total > left:
            return number
    return len(minutes)


def passed_by(
    thing: Thing, things: Sequence[Thing], above: Sequence[int], answered: Collection[int]
) -> tuple[int, ...]:
    """Cases that somebody who starts a thing passes by, in their order.

    Parameters
    ----------
    things : all that is still to be done; above : cases that wait in a higher band, as of `guards.waiting_above`; answered :
    those of which something was said today, or of which it was said today why they wait.
    """
    to_do = {case for one in things for case in one.cases}
    return tuple(case for case in above if case in to_do and case not in answered and case not in thing.cases)
