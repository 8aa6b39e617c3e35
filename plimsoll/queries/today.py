"""A worker's order of work as things to do today, and what was said of them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from uuid import UUID

import numpy as np

from plimsoll.core.access import Permission, Viewer
from plimsoll.core.calendar import LONDON, day_of, moment
from plimsoll.core.priority.guards import Start, asks_why, waiting_above
from plimsoll.core.priority.today import (
    Minutes,
    Part,
    Thing,
    by_date,
    fitting,
    passed_by,
    things_to_do,
    without,
)
from plimsoll.core.terms import Band, CameUp, CaseType, DayOutcome, EventKind, Task
from plimsoll.queries.facts.day import Day, day_of_worker, minutes_of
from plimsoll.queries.facts.editions import rulebook
from plimsoll.queries.facts.ranked import Ranked
from plimsoll.queries.priority import OrderOfWork, Placed, get_computed_caseload, get_list_around
from plimsoll.records import scopes
from plimsoll.records.models.cases import Case, Event
from plimsoll.records.models.today import DayEntry, Interruption

SUMMED = frozenset({DayOutcome.DONE, DayOutcome.PARTLY, DayOutcome.NOT_DONE, DayOutcome.MOVED})
NOT_TOLD = "What is to be done here stands on the record, which you may not read"


@dataclass(frozen=True)
class Whom:
    """A case as Today names it."""

    case: UUID
    child: UUID | None
    reference: str
    name: str
    given_name: str
    family_name: str
    born_on: date | None
    expected_on: date | None
    case_type: CaseType


@dataclass(frozen=True)
class Duty:
    """One duty of one case in a thing to do. key : of the timescale, '' where no rule asks for it; urgent : to see, to
    protect or for court."""

    whom: Whom
    key: str
    title: str
    words: str
    due_on: date | None
    late: bool
    urgent: bool


@dataclass(frozen=True)
class Said:
    """One answer of a day, about one case or several of a family. due : the timescales it speaks of; passed : cases that it
    says wait, of those that the viewer may see; open : what it says is done is not on the record yet."""

    answer: UUID
    whom: tuple[Whom, ...]
    task: Task
    title: str
    outcome: DayOutcome
    why: str
    next_step: str
    until: date | None
    by: str
    by_id: UUID
    at: datetime
    due: tuple[str, ...]
    passed: tuple[Whom, ...]
    corrected: bool
    open: bool = False


@dataclass(frozen=True)
class ToDo:
    """One thing to do. band : None in a shadow month; place : of the case by which it stands; why : the reasons of that
    place, or when it is due; passes : cases that somebody who starts it passes by and is to say why; may : whether the
    viewer may write on all of its cases; said : what was said of it today."""

    task: Task
    duties: tuple[Duty, ...]
    band: Band | None
    place: int
    leads: bool
    minutes: int
    due_on: date | None
    why: tuple[str, ...]
    passes: tuple[Whom, ...]
    may: bool
    said: Said | None

    @property
    def whom(self) -> tuple[Whom, ...]:
        """Its cases, each once, that by which it stands first."""
        return tuple({duty.whom.case: duty.whom for duty in self.duties}.values())

    @property
    def key(self) -> str:
        """By what it is asked for, with the case by which it stands."""
        return key_of(self.task, self.duties[0].key)

    @property
    def may_be_moved(self) -> bool:
        """Whether it may be moved at all: never what makes a child safe, nor what no timescale dates."""
        return self.task is not Task.KEEP_SAFE and all(duty.key for duty in self.duties)


@dataclass(frozen=True)
class Recorded:
    """Something that was written on a record today."""

    whom: Whom
    kind: EventKind
    at: datetime


@dataclass(frozen=True)
class Today:
    """One worker's day.

    things : in order of work, or in a shadow month by date; fits : how many of them fit into what is left of the day, None
    where that is not known; quiet : cases on which nothing is to be done, each with what can be said of that; said : the
    answers of today, the latest first; own_minutes : whether minutes are the organisation's own; supervisors : who can help.
    """

    worker: UUID
    name: str
    at: int
    shadow_until: date | None
    criteria: str
    rulebook: str
    cases: int
    things: tuple[ToDo, ...]
    fits: int | None
    quiet: tuple[tuple[Whom, str], ...]
    said: tuple[Said, ...]
    recorded: tuple[Recorded, ...]
    came_up: tuple[tuple[CameUp, datetime], ...]
    day: Day
    own_minutes: bool
    supervisors: tuple[str, ...]
    asked_today: int

    def thing(self, case: UUID, key: str) -> ToDo | None:
        """The thing of a case with a key, wherever in it that duty stands now; without a key the first of the case."""
        for one in self.things:
            if any(duty.whom.case == case and key in ("", key_of(one.task, duty.key)) for duty in one.duties):
                return one
        return None


def key_of(task: Task, duty: str) -> str:
    """What names a thing of a case."""
    return f"{task.value}:{duty}" if duty else task.value


def get_today(viewer: Viewer, worker: UUID, now: datetime) -> Today:
    """A worker's day: of the cases that the viewer may see. As many queries of sixty cases as of ten.

    Raises
    ------
    NotThere : no such worker is within the viewer's reach. NothingInForce : nothing is agreed yet.
    """
    return _today(viewer, worker, now, *get_computed_caseload(viewer, worker, moment(now)))


def get_thing(viewer: Viewer, case: UUID, worker: UUID, key: str, now: datetime) -> ToDo | None:
    """What is to be done on a case that the viewer may see, and that a worker holds, by its key; without a key the first of
    it. The queries of `get_today`."""
    return _today(viewer, worker, now, *get_list_around(viewer, worker, moment(now))).thing(case, key)


def _today(viewer: Viewer, worker: UUID, now: datetime, order: OrderOfWork, until: date | None) -> Today:
    at = moment(now)
    minutes, own = minutes_of(viewer, day_of(at))
    calendar = order.whole.rulebook.calendar if order.whole else rulebook(viewer, day_of(at), None).calendar
    day = day_of_worker(viewer, worker, now, calendar)
    entries = _entries(viewer, worker, day_of(at))
    said = _said(viewer, entries)
    asked = sum(1 for one in said if one.outcome is DayOutcome.STARTED)
    empty = Today(
        worker, order.name, at, until, order.criteria, order.rulebook, len(order.cases), (), None, (), said,
        _recorded(viewer, worker, day_of(at)), _came_up(viewer, worker, day_of(at)), day, own, order.supervisors, asked,
    )  # fmt: skip
    if order.whole is None:
        return replace(empty, fits=None if day.left is None else 0)
    return _with_things(empty, order, order.whole, minutes)


def _with_things(empty: Today, order: OrderOfWork, whole: Ranked, minutes: Minutes) -> Today:
    position = {case.pk: at for at, case in enumerate(whole.facts.cases)}
    stands = [position[placed.case] for placed in order.cases]
    placed = dict(zip(stands, order.cases, strict=True))
    band = {at: one.band for at, one in placed.items() if one.band is not None}
    family = np.array([placed[at].family for at in range(len(stands))], dtype=np.int64)
    asked_first = list(dict.fromkeys(position[ask.case] for ask in order.asks))[: whole.ranking.criteria.asks_a_day]
    things = things_to_do(
        whole.explanation, whole.facts.caseload, whole.ranking, whole.rulebook.calendar,
        order=stands, band=band, family=family, asks=asked_first, minutes=minutes,
    )  # fmt: skip
    things = _readable(things, placed, minutes)
    answers = {
        (position[one.case], task, key): said
        for said in reversed(empty.said)
        if said.outcome in SUMMED
        for task in (said.task,)
        for one in said.whom
        if one.case in position
        for key in said.due or ("",)
    }
    done = {part for part, said in answers.items() if said.outcome is DayOutcome.DONE}
    still = {(part.case, thing.task, part.key) for thing in things for part in thing.parts}
    things = without(things, done, minutes)
    if empty.shadow_until:
        things = by_date(things, lambda case: placed[case].reference)
    to_do = tuple(_to_do(thing, things, whole, placed, stands, band, answers, empty) for thing in things)
    listed = {duty.whom.case for one in to_do for duty in one.duties}
    open_still = {answers[part].answer for part in done & still}
    return replace(
        empty,
        things=to_do,
        fits=None
        if empty.day.left is None
        else fitting([0 if one.said and one.said.outcome is not DayOutcome.PARTLY else one.minutes for one in to_do],
                     empty.day.left),
        quiet=tuple(
            (whom(one), NOT_TOLD if Permission.READ_RECORD not in one.may else _quiet(one))
            for one in order.cases
            if one.case not in listed
        ),
        said=tuple(replace(one, open=one.answer in open_still) for one in empty.said),
    )  # fmt: skip


def _quiet(one: Placed) -> str:
    """What can be said of a case on which nothing is to be done: that what is due cannot be told, or when the next is."""
    if one.unsaid:
        return f"What is due cannot be told: {one.unsaid}"
    return one.next_due or "Nothing on record is due"


def _readable(things: Sequence[Thing], placed: Mapping[int, Placed], minutes: Minutes) -> tuple[Thing, ...]:
    """Things as they are told to the viewer: of a case whose record they may not read its dates alone."""
    hidden = {
        (part.case, thing.task, part.key)
        for thing in things
        for part in thing.parts
        if not part.key and Permission.READ_RECORD not in placed[part.case].may
    }
    return without(things, hidden, minutes) if hidden else tuple(things)


def _to_do(
    thing: Thing,
    things: Sequence[Thing],
    whole: Ranked,
    placed: Mapping[int, Placed],
    stands: list[int],
    band: Mapping[int, Band],
    answers: Mapping[tuple[int, Task, str], Said],
    today: Today,
) -> ToDo:
    lead = placed[thing.cases[0]]
    found = [answers.get((part.case, thing.task, part.key)) for part in thing.parts]
    said = max((one for one in found if one), key=lambda one: one.at, default=None) if all(found) else None
    words = tuple(dict.fromkeys(part.words for part in thing.parts if part.words))
    shadow = bool(today.shadow_until) and thing.band is not Band.ACT_NOW
    return ToDo(
        thing.task,
        tuple(_duty(part, placed[part.case]) for part in thing.parts),
        None if shadow else thing.band,
        0 if shadow else lead.place,
        thing.leads,
        thing.minutes,
        None if thing.due is None else day_of(thing.due),
        lead.reasons if thing.leads and not shadow else words,
        () if today.shadow_until else _passes(thing, things, whole, placed, stands, band, answers, today),
        all(Permission.WRITE_RECORD in placed[case].may for case in thing.cases),
        said,
    )


def _passes(
    thing: Thing,
    things: Sequence[Thing],
    whole: Ranked,
    placed: Mapping[int, Placed],
    stands: list[int],
    band: Mapping[int, Band],
    answers: Mapping[tuple[int, Task, str], Said],
    today: Today,
) -> tuple[Whom, ...]:
    """Which cases wait above a thing, where whoever starts it is asked why: once a day for each of them."""
    told = {one.case for said in today.said if said.outcome is DayOutcome.STARTED for one in said.passed}
    answered = {case for case, *_ in answers} | {at for at, one in placed.items() if one.case in told}
    shown = np.array([band[at].number for at in stands], dtype=np.int8)
    above = waiting_above(shown, np.array(stands, dtype=np.int64), thing.cases[0])
    passed = passed_by(thing, things, above, answered)
    start = Start(thing.minutes)
    if not asks_why(whole.ranking.criteria, passed, start=start, asked_today=today.asked_today):
        return ()
    return tuple(whom(placed[case]) for case in passed)


def _duty(part: Part, placed: Placed) -> Duty:
    due = None if part.due is None else day_of(part.due)
    return Duty(whom(placed), part.key, part.title, part.words, due, part.late, part.urgent)


def whom(placed: Placed) -> Whom:
    """A case of an order of work, as Today names it."""
    return Whom(
        placed.case, placed.child, placed.reference, placed.name, placed.given_name, placed.family_name,
        placed.born_on, placed.expected_on, placed.case_type,
    )  # fmt: skip


# ---- what was said -------------------------------------------------------------------------------------------------------


def _entries(viewer: Viewer, worker: UUID, on: date) -> list[DayEntry]:
    """What was said of a worker's day and still stands. One query."""
    rows = DayEntry.objects.filter(org_id=viewer.org, worker_id=worker, day=on).select_related("said_by")
    return standing(rows.order_by("-said_at", "pk"))


def standing(rows: Iterable[DayEntry]) -> list[DayEntry]:
    """Those that nothing replaces."""
    every = list(rows)
    gone = {row.replaces_id for row in every}
    return [row for row in every if row.pk not in gone]


def _said(viewer: Viewer, entries: Sequence[DayEntry]) -> tuple[Said, ...]:
    """Answers out of their rows, for those who may read the cases, the latest first. Two queries, or none where nothing was
    said."""
    if not entries:
        return ()
    asked = {row.case_id for row in entries} | {key for row in entries for key in row.passed}
    may = scopes.allowed(viewer, (Permission.SEE_CASE, Permission.READ_RECORD), asked)
    rows = Case.objects.filter(org_id=viewer.org, pk__among=sorted(may[Permission.SEE_CASE])).select_related(
        "child", "household"
    )
    known = {row.pk: _whom(row) for row in rows}
    answers: dict[UUID, list[DayEntry]] = {}
    for row in entries:
        if row.case_id in may[Permission.READ_RECORD] and row.case_id in known:
            answers.setdefault(row.answer, []).append(row)
    return tuple(
        Said(
            answer, tuple(known[row.case_id] for row in some), Task(some[0].task), some[0].title,
            DayOutcome(some[0].outcome), some[0].why, some[0].next_step, some[0].until, some[0].said_by.name,
            some[0].said_by_id, some[0].said_at.astimezone(LONDON),
            tuple(dict.fromkeys(key for row in some for key in row.duties)),
            tuple(known[key] for key in some[0].passed if key in known), some[0].replaces_id is not None,
        )
        for answer, some in answers.items()
    )  # fmt: skip


def _whom(row: Case) -> Whom:
    child = row.child
    name = f"{child.given_name} {child.family_name}".strip() if child else row.household.name if row.household else ""
    return Whom(
        row.pk, row.child_id, row.reference, name, child.given_name if child else "",
        child.family_name if child else "", child.born_on if child else None, child.expected_on if child else None,
        CaseType(row.case_type),
    )  # fmt: skip


def list_said_of(viewer: Viewer, case: UUID, most: int = 20) -> tuple[Said, ...]:
    """What was said of a case on the days of its workers, the latest first, for those who may read its record. Three
    queries."""
    rows = DayEntry.objects.filter(org_id=viewer.org, case_id=case).select_related("said_by")
    return _said(viewer, standing(rows.order_by("-said_at", "pk"))[:most])


def get_said(viewer: Viewer, case: UUID, answer: UUID) -> Said | None:
    """One answer that stands, by a case that it is about; None where there is none. Four queries."""
    there = DayEntry.objects.filter(org_id=viewer.org, case_id=case, answer=answer)
    if not there.exists():
        return None
    rows = DayEntry.objects.filter(org_id=viewer.org, answer=answer).select_related("said_by").order_by("case_id")
    replaced = DayEntry.objects.filter(org_id=viewer.org, replaces__in=rows.values("pk")).exists()
    return None if replaced else next(iter(_said(viewer, list(rows))), None)


def _span(on: date) -> tuple[datetime, datetime]:
    begins = datetime.combine(on, time(), LONDON)
    return begins, begins + timedelta(1)


def _came_up(viewer: Viewer, worker: UUID, on: date) -> tuple[tuple[CameUp, datetime], ...]:
    """What came in between today. One query."""
    rows = Interruption.objects.filter(org_id=viewer.org, worker_id=worker, at__range=_span(on)).order_by("-at", "pk")
    return tuple((CameUp(kind), at.astimezone(LONDON)) for kind, at in rows.values_list("kind", "at"))


def _recorded(viewer: Viewer, worker: UUID, on: date) -> tuple[Recorded, ...]:
    """What a worker wrote on records today, of those that the viewer may read, the latest first. One query."""
    reads = scopes.cases(viewer, Permission.READ_RECORD)
    rows = (
        Event.objects.filter(
            org_id=viewer.org, recorded_by_id=worker, recorded_at__range=_span(on), case_id__in=reads.values("pk"),
            withdraws=False,
        )
        .select_related("case__child", "case__household")
        .order_by("-recorded_at", "pk")
    )  # fmt: skip
    return tuple(Recorded(_whom(row.case), EventKind(row.kind), row.recorded_at.astimezone(LONDON)) for row in rows)
