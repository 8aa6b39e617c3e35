"""Orders of work, out of the records."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from types import MappingProxyType
from uuid import UUID

import numpy as np

from plimsoll.core.access import NotThere, Permission, Viewer
from plimsoll.core.calendar import DAY_MINUTES, LONDON, as_datetime, day_of, moment
from plimsoll.core.priority.arithmetic import JUDGED
from plimsoll.core.priority.away import brought_forward, taken_before
from plimsoll.core.priority.bands import HALF
from plimsoll.core.priority.explain import ReasonKind
from plimsoll.core.priority.firmness import close_calls
from plimsoll.core.priority.guards import EverythingUrgent, everything_urgent
from plimsoll.core.priority.order import family_place
from plimsoll.core.terms import Band, CaseType, Circumstance, DueState, Indicator, Information, Known
from plimsoll.core.timescales.explain import due_words, left_words, time_left
from plimsoll.queries.facts.answered import answered
from plimsoll.queries.facts.awaiting import Awaiting, awaiting
from plimsoll.queries.facts.caseload import holders, until
from plimsoll.queries.facts.cover import supervisors, unheld_since
from plimsoll.queries.facts.families import families
from plimsoll.queries.facts.ranked import Ranked, agreed, ranked
from plimsoll.queries.facts.shadow import shadow_until
from plimsoll.queries.facts.shown import Against, Shown, shown
from plimsoll.records import scopes
from plimsoll.records.models.families import Household
from plimsoll.records.models.people import Team

BANDS, STATES = list(Band), list(DueState)
# Reasons that speak of dates alone: all that is told to those who do not read the record.
DATES = frozenset(
    {ReasonKind.OVERDUE, ReasonKind.DUE_SOON, ReasonKind.NEXT_DUE, ReasonKind.NOT_STARTED, ReasonKind.NOTHING_DUE}
)
# What a list asks of each of its cases: whether the viewer may.
ASKED = (Permission.READ_RECORD, Permission.WRITE_RECORD, Permission.ALLOCATE, Permission.EXPORT_CASES)


@dataclass(frozen=True)
class Weighed:
    """One indicator of a case: its value in words, where that comes from, and what it gives to the order.

    by, on : who judged it and when, where people do; share : millionths of a point of 100; missing : nobody has judged it,
    or it is not known; stale : judged too long ago.
    """

    indicator: Indicator
    value: str
    by: str
    on: date | None
    share: int
    missing: bool
    stale: bool


@dataclass(frozen=True)
class Placed:
    """A case in its place, and why it is there.

    against : what a person decided about that place; close_to : reference of the next in the order of work, where it is a
    close call which of the two comes first and nobody has said; family, family_place : the number of its family, and the
    place of that family's highest case on this list; kinds : of what each reason speaks; due_sum : how the date of what is
    due next was worked out; unsaid : why what is due cannot be told where nothing is dated, '' where it can; unseen : not
    seen within the interval; news : kinds of information that came in and of which nobody has said what they mean, () for
    those who may not read; weighed, score : the arithmetic of the place, nothing for those who may not read the record;
    may : what the viewer may do, of `ASKED`; awaits : visits that wait for a supervisor to agree that they are later;
    visit : by what the child is to be seen next, and its due day.
    """

    case: UUID
    reference: str
    child: UUID | None
    name: str
    given_name: str
    family_name: str
    born_on: date | None
    expected_on: date | None
    case_type: CaseType
    level_of_need: int | None
    band: Band | None
    place: int
    family: int
    family_place: int
    reasons: tuple[str, ...]
    kinds: tuple[ReasonKind, ...]
    next_due: str | None
    next_due_on: date | None
    due_sum: str
    overdue: bool
    last_seen: date | None
    unseen: bool
    weighed: tuple[Weighed, ...]
    score: int
    may: frozenset[Permission]
    against: Against | None = None
    close_to: str = ""
    unsaid: str = ""
    news: tuple[Information, ...] = ()
    awaits: tuple[Awaiting, ...] = ()
    visit: tuple[str, date] | None = None

    def without_place(self) -> "Placed":
        """The case in a shadow month: what is due on it and when, and nothing of where the order has it or why. Only that a
        child must be made safe now is never hidden."""
        if self.band is Band.ACT_NOW:
            return replace(self, place=0, family_place=0, weighed=(), score=0, against=None, close_to="")
        dated = [(kind, text) for kind, text in zip(self.kinds, self.reasons, strict=True) if kind in DATES]
        return replace(
            self, band=None, place=0, family_place=0, reasons=tuple(text for _, text in dated),
            kinds=tuple(kind for kind, _ in dated), weighed=(), score=0, against=None, close_to="",
        )  # fmt: skip


@dataclass(frozen=True)
class AskedFirst:
    """A judgement of a case of a list that nobody has made, or too long ago (`stale`). moves : by how many places the answer
    could move the case."""

    case: UUID
    indicator: Indicator
    stale: bool
    moves: int


@dataclass(frozen=True)
class Forward:
    """That cases stand in *Today* only because their worker has no time later for what is due on them: how many (of those
    of `cases`), and the days without time, from the first to the last."""

    cases: tuple[UUID, ...]
    first: date
    last: date


@dataclass(frozen=True)
class OrderOfWork:
    """Cases in order of work at a moment, by one set of criteria and one rulebook.

    worker, name : whose, or None and '' for the unallocated queue; may_export : whether the viewer may take all of it out;
    urgent : what fills the top two bands, where they hold too much of the list to say anything; forward : what came into
    *Today* because the worker is not there later; asks : judgements that are
    missing or too old and could move something, of the cases that the viewer may write on, the one that moves most first;
    support_at : percent of what the worker can give from which the page names who can help: supervisors, by name;
    shadow_until : the last day of a shadow month: then the cases stand by what is due next, those of *Act now* first,
    without their places, and nothing else is told of their order; whole : what the order came from, for whoever compares it
    with another: None where there is no case, or where the order is not shown.
    """

    worker: UUID | None
    name: str
    at: int
    known_at: datetime | None
    criteria: str
    rulebook: str
    cases: tuple[Placed, ...]
    may_export: bool
    urgent: EverythingUrgent | None = None
    forward: Forward | None = None
    asks: tuple[AskedFirst, ...] = ()
    support_at: int = 100
    supervisors: tuple[str, ...] = ()
    shadow_until: date | None = None
    whole: Ranked | None = field(default=None, repr=False, compare=False)

    def in_shadow(self, until: date | None) -> "OrderOfWork":
        """The list as it is shown in a shadow month; the same list where none runs."""
        if until is None:
            return self
        cases = sorted(
            self.cases,
            key=lambda one: (one.band is not Band.ACT_NOW, one.next_due_on or date.max, one.reference),
        )
        unplaced = tuple(one.without_place() for one in cases)
        return replace(self, cases=unplaced, urgent=None, forward=None, asks=(), shadow_until=until, whole=None)


@dataclass(frozen=True)
class Clock:
    """A timescale that runs because nobody holds a case: what is due, and when in words; `late`: it was missed."""

    title: str
    words: str
    late: bool


@dataclass(frozen=True)
class Waiting:
    """That nobody holds a case: since when, or `at_least` since when; which timescales run because of it (none where no rule
    in force says so); and who must see to it: the team, and its supervisors by name."""

    since: datetime
    at_least: bool
    clocks: tuple[Clock, ...]
    team: str
    owners: tuple[str, ...]


@dataclass(frozen=True)
class Queue:
    """Cases that nobody holds, in order of work; `waits` by case."""

    order: OrderOfWork
    waits: Mapping[UUID, Waiting]


def get_caseload(viewer: Viewer, worker: UUID, at: int, known_at: datetime | None = None) -> OrderOfWork:
    """A worker's order of work at a moment, as known at a moment: of the cases that the viewer may see now.

    What was known is asked of the history; without `known_at` it is what is known now. In a shadow month of their team
    without its order. At most thirty-one queries.

    Raises
    ------
    NotThere : no such worker is within the viewer's reach.
    NothingInForce : the organisation has agreed on no rulebook or criteria yet.
    """
    order, until = get_computed_caseload(viewer, worker, at, known_at)
    return order.in_shadow(until)


def get_computed_caseload(
    viewer: Viewer, worker: UUID, at: int, known_at: datetime | None = None
) -> tuple[OrderOfWork, date | None]:
    """As `get_caseload`, with the order that a shadow month does not show, and the last day of that month: whoever asks
    shows no more than `in_shadow` leaves."""
    found = scopes.workers(viewer, Permission.SEE_CASE, [worker], day_of(at)).get(worker)
    if found is None:
        raise NotThere
    until = shadow_until(viewer, worker, day_of(at), past=known_at is not None)
    return _caseload(viewer, worker, found.name, at, known_at), until


def get_list_around(viewer: Viewer, worker: UUID, at: int) -> tuple[OrderOfWork, date | None]:
    """As `get_computed_caseload`, for somebody who asks of one case that they may see: of those cases of its worker's list
    alone that they may see too, whether or not they may open that worker's caseload."""
    return _caseload(viewer, worker, "", at, None), shadow_until(viewer, worker, day_of(at))


def get_past_caseload(viewer: Viewer, worker: UUID, then: datetime, on: date, *, known_at: datetime) -> OrderOfWork:
    """A worker's order of work as it stood at a past moment, from history alone: under the criteria and timescales of then,
    of the cases that the viewer may see now. A day of a shadow month is told as it was shown, but to those who look back at
    everybody. At most twenty-eight queries.

    Parameters
    ----------
    on : today, on which the viewer may look back at this worker. known_at : what the database knew then: `then`, and another
    moment only where somebody asks what came to be known later.

    Raises
    ------
    NotThere, NothingInForce : as `get_caseload`.
    """
    found = scopes.workers(viewer, Permission.LOOK_BACK, [worker], on).get(worker)
    if found is None:
        raise NotThere
    at = moment(then.astimezone(LONDON))
    until = shadow_until(viewer, worker, day_of(at), past=True)
    return _caseload(viewer, worker, found.name, at, known_at).in_shadow(until)


def can_look_back(viewer: Viewer, worker: UUID, on: date) -> bool:
    """Whether the viewer may see a worker's caseload of the past. One query."""
    return worker in scopes.workers(viewer, Permission.LOOK_BACK, [worker], on)


def _caseload(viewer: Viewer, worker: UUID, name: str, at: int, known_at: datetime | None) -> OrderOfWork:
    held = holders(viewer, at, known_at, workers=[worker])
    order, whole = ordered(viewer, list(held), at, known_at, held)
    if whole is None:
        return replace(order, worker=worker, name=name)
    ranking = whole.ranking
    # It tells what was heard and seen of cases: not to somebody who does not read all of their records.
    reads = all(Permission.READ_RECORD in placed.may for placed in order.cases)
    urgent = everything_urgent(ranking, whole.items, ranking.order) if reads else None
    found = shown(viewer, whole, at, known_at)
    awaits = awaiting(viewer, [placed.case for placed in order.cases], at, known_at)
    told = (
        replace(one, awaits=awaits[one.case]) if one.case in awaits and Permission.READ_RECORD in one.may else one
        for one in order.cases
    )
    cases = _argued(tuple(told), whole, found, answered(found.decided.values(), until(at), known_at))
    asks = tuple(_asks(whole, order.cases)) if known_at is None else ()
    return replace(
        order,
        worker=worker,
        name=name,
        urgent=urgent,
        forward=_forward(whole),
        cases=cases,
        asks=asks,
        support_at=ranking.criteria.support_at,
        supervisors=_supervisors(viewer, whole, at),
        whole=whole,
    )


def _forward(whole: Ranked) -> Forward | None:
    """What came into *Today* because the worker of a list is not there later."""
    ranking, calendar = whole.ranking, whole.rulebook.calendar
    cases = brought_forward(ranking.bands, ranking.moving)
    first = ranking.moving.which[ranking.bands.no_time & np.isin(ranking.moving.case, cases)].tolist()
    worker = whole.facts.caseload.worker
    taken = [
        days
        for item in first
        if (
            days := taken_before(
                whole.workers, int(worker[whole.items.case[item]]), int(whole.items.due[item]), calendar
            )
        )
    ]
    if not taken:
        return None
    span = (
        as_datetime(min(one.first for one in taken) * DAY_MINUTES),
        as_datetime(max(one.last for one in taken) * DAY_MINUTES),
    )
    return Forward(tuple(whole.facts.cases[case].pk for case in cases), span[0].date(), span[1].date())


def _supervisors(viewer: Viewer, whole: Ranked, at: int) -> tuple[str, ...]:
    """Who supervises the teams whose cases stand on a list, by name. One query."""
    found = supervisors(viewer, {case.team_id for case in whole.facts.cases}, day_of(at))
    return tuple(sorted({name for names in found.values() for name in names}))


def _asks(whole: Ranked, cases: Iterable[Placed]) -> Iterable[AskedFirst]:
    """What is to be judged first, of the cases on which the viewer may write."""
    may = {placed.case for placed in cases if {Permission.READ_RECORD, Permission.WRITE_RECORD} <= placed.may}
    which = np.array([at for at in whole.ranking.order.tolist() if whole.facts.cases[at].pk in may], dtype=np.int64)
    for ask in whole.what_if.asks(which):
        if ask.moves:
            yield AskedFirst(whole.facts.cases[ask.case].pk, ask.indicator, ask.stale, ask.moves)


def _argued(
    cases: tuple[Placed, ...], whole: Ranked, found: Shown, settled: frozenset[frozenset[UUID]]
) -> tuple[Placed, ...]:
    """The cases of one list where people placed them, each with the place that the order of work gives it; which are a close
    call that is not settled."""
    position = {case.pk: at for at, case in enumerate(whole.facts.cases)}
    computed = whole.ranking.order.tolist()
    close = close_calls(whole.ranking, whole.ranking.order).tolist()
    keys = [case.pk for case in whole.facts.cases]
    follows = {case: whole.facts.cases[after].reference for case, after, near in
               zip(computed, computed[1:], close, strict=False)
               if near and frozenset((keys[case], keys[after])) not in settled}  # fmt: skip
    family = np.array([placed.family for placed in sorted(cases, key=lambda placed: position[placed.case])])
    highest = family_place(found.place, family)
    told = {
        at: replace(
            placed,
            place=int(found.place[at]),
            band=found.band[at],
            family_place=int(highest[at]),
            against=found.against(at, reads=Permission.READ_RECORD in placed.may),
            close_to=follows.get(at, "") if Permission.READ_RECORD in placed.may else "",
        )
        for placed in cases
        for at in (position[placed.case],)
    }
    return tuple(told[case] for case in found.order.tolist())


def list_unallocated(viewer: Viewer, at: int) -> Queue:
    """The queue of open cases that nobody holds, within the viewer's reach, in order of work, with their clocks. At most
    thirty queries.

    Raises
    ------
    NothingInForce : the organisation has agreed on no rulebook or criteria yet.
    """
    waiting = scopes.unheld(viewer.org, scopes.cases(viewer).filter(closed_at__isnull=True))
    ids = list(waiting.values_list("pk", flat=True))
    since = unheld_since(viewer, ids)
    order, whole = ordered(viewer, ids, at, None, {}, {case: one.since for case, one in since.items()})
    if whole is None:
        return Queue(order, {})
    teams = {case.pk: case.team_id for case in whole.facts.cases}
    names = dict(Team.objects.filter(org_id=viewer.org, pk__in=set(teams.values())).values_list("pk", "name"))
    owners = supervisors(viewer, teams.values(), day_of(at))
    clocks = _clocks(whole, at)
    waits = {
        case: Waiting(since[case].since, since[case].at_least, clocks.get(case, ()), names[team], owners[team])
        for case, team in teams.items()
    }
    return Queue(order, waits)


def _clocks(whole: Ranked, at: int) -> dict[UUID, tuple[Clock, ...]]:
    """Timescales that run because nobody holds a case, and until somebody does, the earliest first."""
    items, calendar = whole.items, whole.rulebook.calendar
    found: dict[UUID, list[tuple[int, str, Clock]]] = {}
    for item in range(len(items.case)):
        duty, state = items.duties[items.duty[item]], STATES[items.state[item]]
        of_waiting = duty.rule is not None and Circumstance.UNALLOCATED in duty.rule.when
        if of_waiting and state in (DueState.DUE, DueState.OVERDUE):
            due = int(items.due[item])
            left = left_words(duty.unit, time_left(duty.unit, due, calendar, at), state)
            clock = Clock(duty.title, f"{due_words(duty, due, calendar)}, {left}", state is DueState.OVERDUE)
            found.setdefault(whole.facts.cases[items.case[item]].pk, []).append((due, duty.key, clock))
    return {case: tuple(clock for *_, clock in sorted(clocks)) for case, clocks in found.items()}


def ordered(
    viewer: Viewer,
    asked: list[UUID],
    at: int,
    known_at: datetime | None,
    held: dict[UUID, UUID],
    since: Mapping[UUID, datetime] = MappingProxyType({}),
) -> tuple[OrderOfWork, Ranked | None]:
    """The order of work of those of some cases that the viewer may see, as nobody's, and what it came from."""
    criteria, rulebook = agreed(viewer, at, known_at)
    may = scopes.allowed(viewer, (Permission.SEE_CASE, *ASKED), asked)
    ids = sorted(may.pop(Permission.SEE_CASE))
    whole = ranked(viewer, ids, at, known_at, held, criteria, rulebook, since)
    order = OrderOfWork(
        None,
        "",
        at,
        known_at,
        criteria.name,
        rulebook.version,
        _places(viewer, whole, at, known_at, may) if whole else (),
        may[Permission.EXPORT_CASES] >= set(ids),
    )
    return order, whole


def _places(
    viewer: Viewer, whole: Ranked, at: int, known_at: datetime | None, may: Mapping[Permission, set[UUID]]
) -> tuple[Placed, ...]:
    """Every case in order of work. One or two queries: who lives with whom, and the names of households."""
    family = families(viewer, whole.facts.cases, day_of(at), known_at)
    highest = family_place(whole.ranking.place, family)
    homes = [case.household_id for case in whole.facts.cases if not case.child_id]
    names = dict(Household.objects.filter(org_id=viewer.org, pk__among=homes).values_list("pk", "name"))
    return tuple(
        _placed(
            whole,
            case,
            family=int(family[case]),
            highest=int(highest[case]),
            home=names.get(whole.facts.cases[case].household_id, ""),
            may=frozenset(word for word, ids in may.items() if whole.facts.cases[case].pk in ids),
        )
        for case in whole.ranking.order.tolist()
    )


def _placed(whole: Ranked, at: int, *, family: int, highest: int, home: str, may: frozenset[Permission]) -> Placed:
    """A case in its place. Who may know of it and not read it is told the dates, and not what people judged or heard."""
    case, child = whole.facts.cases[at], whole.facts.children[at]
    explanation, reads = whole.explanation, Permission.READ_RECORD in may
    due = explanation.next_due(at)
    reasons = [reason for reason in explanation.reasons(at) if reads or reason.kind in DATES]
    seen, visit = whole.facts.caseload.last_seen[at], explanation.next_visit(at)
    return Placed(
        case=case.pk,
        reference=case.reference,
        child=case.child_id,
        name=f"{child.given_name} {child.family_name}".strip() if child else home,
        given_name=child.given_name if child else "",
        family_name=child.family_name if child else "",
        born_on=child.born_on if child else None,
        expected_on=child.expected_on if child else None,
        case_type=CaseType(case.case_type),
        level_of_need=case.level_of_need,
        band=BANDS[whole.ranking.bands.band[at]],
        place=int(whole.ranking.place[at]),
        family=family,
        family_place=highest,
        reasons=tuple(reason.text for reason in reasons),
        kinds=tuple(reason.kind for reason in reasons),
        next_due=due.words if due else None,
        next_due_on=day_of(due.due) if due else None,
        due_sum=explanation.worked_out(due) if due and reads else "",
        overdue=due is not None and due.state is DueState.OVERDUE,
        last_seen=None if np.isnat(seen) else seen.astype(object),
        unseen=bool(whole.ranking.indicators.values[Indicator.LAST_SEEN.number, at] > HALF),
        weighed=tuple(_weighed(whole, at)) if reads else (),
        score=int(whole.ranking.score[at]) if reads else 0,
        may=may,
        unsaid="" if due else explanation.unsaid(at),
        news=tuple(word for word in Information if whole.facts.caseload.information[at] & word.bit) if reads else (),
        visit=(visit[0], day_of(visit[1])) if visit else None,
    )


def _weighed(whole: Ranked, at: int) -> Iterable[Weighed]:
    for part in whole.arithmetic.parts(at):
        judged = [
            by for scale in JUDGED.get(part.indicator, ()) if (by := whole.facts.judged.get((at, scale))) is not None
        ]
        latest = max(judged, key=lambda by: by.at, default=None)
        yield Weighed(
            part.indicator,
            part.value,
            latest.by if latest else "",
            latest.at.date() if latest else None,
            part.share,
            missing=part.known is Known.UNKNOWN,
            stale=part.known is Known.STALE,
        )
