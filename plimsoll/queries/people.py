"""Teams and the people in them, as a viewer may see them, and as whoever keeps people does."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

import numpy as np
from django.db.models import Q, QuerySet

from plimsoll.core.access import NotThere, Permission, Viewer
from plimsoll.core.calendar import as_datetime, day_of
from plimsoll.core.priority.bands import HALF
from plimsoll.core.priority.guards import EverythingUrgent, everything_urgent
from plimsoll.core.terms import Band, DueState, Indicator, Owner, Role
from plimsoll.core.timescales.explain import due_words, left_words, time_left
from plimsoll.core.workload.balance import Load
from plimsoll.queries.facts.cover import Gone, Unheld, gone, unheld_since
from plimsoll.queries.facts.missing import Missing, missing
from plimsoll.queries.facts.near import late_cases, near
from plimsoll.queries.facts.ranked import Ranked, agreed, ranked
from plimsoll.queries.facts.shadow import is_in_shadow
from plimsoll.queries.information import LateNews, list_late_news
from plimsoll.queries.matters import Asked, list_asked
from plimsoll.queries.workload import list_loads
from plimsoll.records import scopes
from plimsoll.records.models.cases import Allocation
from plimsoll.records.models.people import Membership, RoleHeld, Team, Worker, WorkingPattern

BANDS, STATES = list(Band), list(DueState)


@dataclass(frozen=True)
class Work:
    """What stands in one worker's cases now, of those that the viewer may see: items late and coming due, children not seen
    within the interval, cases in each of the two first bands."""

    late: int = 0
    coming: int = 0
    unseen: int = 0
    act_now: int = 0
    today: int = 0


@dataclass(frozen=True)
class Member:
    """A worker of a team: cases held that the viewer may see, whether holding cases is part of their role, and the load,
    where the viewer may see it; asked : of how many of their cases something of a file waits for a decision; urgent : what
    fills the top two bands of their list, where that is too much and the viewer may read all of it."""

    id: UUID
    name: str
    cases: int
    holds_cases: bool
    load: Load | None
    work: Work
    asked: int = 0
    urgent: EverythingUrgent | None = None


@dataclass(frozen=True)
class Named:
    """A case as a list names it."""

    case: UUID
    child: UUID | None
    reference: str
    name: str


@dataclass(frozen=True)
class Uncovered(Named):
    """A case whose worker is not there; cover : who stands in for them, as they left or are away for long, '' for nobody."""

    worker: str
    why: str
    cover: str = ""


@dataclass(frozen=True)
class TeamDue(Named):
    """One thing late or coming due: what, whose, when in words; `at` is the moment; `own`: it is the manager's to see to,
    by its rule or because nobody holds the case."""

    title: str
    whose: str
    words: str
    at: int
    late: bool
    own: bool


@dataclass(frozen=True)
class TeamView:
    """A team with what needs somebody now, its people, the most loaded first, and what is late or coming due.

    unallocated, waiting_since : open cases that nobody holds, and since when the longest of them waits; waiting_late : on
    how many of them something is late; due : what is late or coming due; asked : what
    files left to decide, by case, of the team's own cases and those that its people hold; late_news : what came in on its
    own cases and has waited too long for somebody to say what it means; untold : of how many of its own cases it cannot be
    told when something of the worker's is due.
    """

    id: UUID
    name: str
    members: tuple[Member, ...]
    unallocated: int
    waiting_since: Unheld | None
    waiting_late: int
    uncovered: tuple[Uncovered, ...]
    due: tuple[TeamDue, ...]
    asked: Mapping[UUID, tuple[Asked, ...]]
    late_news: tuple[LateNews, ...] = ()
    untold: int = 0


def get_team(viewer: Viewer, team: UUID, at: int) -> TeamView:
    """A team now. Its cases, and those that its people hold for others, go through the engines once. At most forty
    queries.

    Raises
    ------
    NotThere : no such team is within the viewer's reach.
    NothingInForce : the organisation has agreed on no rulebook, criteria or scheme yet.
    """
    found = scopes.teams(viewer, Permission.SEE_CASE).filter(pk=team).first()
    if found is None:
        raise NotThere
    on = day_of(at)
    people = scopes.members(viewer.org, on).filter(team_id=team).filter(
        Q(worker__left_on__isnull=True) | Q(worker__left_on__gt=on)
    )  # fmt: skip
    names = dict(people.order_by("worker__sort_name", "worker_id").values_list("worker_id", "worker__name"))
    own, held, holders = _cases(viewer, found, list(names))
    waits = unheld_since(viewer, [case for case in own if case not in held])
    criteria, rulebook = agreed(viewer, at, None)
    since = {case: one.since for case, one in waits.items()}
    whole = ranked(viewer, sorted(own | set(held)), at, None, held, criteria, rulebook, since)
    loads = list_loads(viewer, list(names), at)
    holding = scopes.holding(viewer.org, Role.PRACTITIONER, on, list(names))
    work = _work(whole, at) if whole else {}
    urgent = _urgent(viewer, whole) if whole else {}
    if is_in_shadow(viewer, team, on):  # how many stand in Today would tell of the order
        urgent = {}
        work = {key: replace(one, today=0) for key, one in work.items()}
    counts = Counter(held.values())
    asked = list_asked(viewer, sorted(own | set(held)))
    waiting = Counter(held[case] for case in asked if case in held)
    members = [
        Member(
            key, name, counts[key], key in holding, loads.get(key), work.get(key, Work()), waiting[key], urgent.get(key)
        )
        for key, name in names.items()
    ]
    away = gone(viewer, {held[case] for case in own if case in held}, on, as_datetime(at))
    due = _due(whole, own, holders, at) if whole else []
    return TeamView(
        found.pk,
        found.name,
        tuple(sorted(members, key=lambda one: -(one.load.thousandths or 0) if one.load else 1)),
        len(waits),
        min(waits.values(), default=None),
        len(late_cases(whole, at) & set(waits)) if whole else 0,
        tuple(_uncovered(whole, own, held, away)) if whole else (),
        tuple(due),
        asked,
        list_late_news(viewer, own, as_datetime(at)),
        _untold(whole, own) if whole else 0,
    )


def _cases(viewer: Viewer, team: Team, people: list[UUID]) -> tuple[set[UUID], dict[UUID, UUID], dict[UUID, str]]:
    """Open cases of a team that the viewer may see; who holds these and whatever its people hold; the holders' names. Two
    queries."""
    seen = scopes.cases(viewer).filter(closed_at__isnull=True)
    own = set(seen.filter(team_id=team.pk).values_list("pk", flat=True))
    spells = Allocation.objects.filter(org_id=viewer.org, to_at__isnull=True, case_id__in=seen.values("pk")).filter(
        Q(worker_id__in=people) | Q(case__team_id=team.pk)
    )
    rows = list(spells.values_list("case_id", "worker_id", "worker__name"))
    return own, {case: worker for case, worker, _ in rows}, {case: name for case, _, name in rows}


def _work(whole: Ranked, at: int) -> dict[UUID, Work]:
    """What stands in each worker's cases."""
    items, facts, ranking = whole.items, whole.facts, whole.ranking
    worker = facts.caseload.worker
    late, coming = near(whole, at, (Owner.WORKER,))
    unseen = ranking.indicators.values[Indicator.LAST_SEEN.number] > HALF
    band = ranking.bands.band

    def count(of: np.ndarray) -> list[int]:
        return np.bincount(of[of >= 0], minlength=len(facts.workers)).tolist()

    columns = (
        count(worker[items.case[late]]),
        count(worker[items.case[coming]]),
        count(worker[unseen]),
        count(worker[band == Band.ACT_NOW.number]),
        count(worker[band == Band.TODAY.number]),
    )
    return {key: Work(*(column[place] for column in columns)) for place, key in enumerate(facts.workers)}


def _urgent(viewer: Viewer, whole: Ranked) -> dict[UUID, EverythingUrgent]:
    """Whose list has too much at its top, of those of which the viewer may read every record. One query."""
    keys, worker, order = [case.pk for case in whole.facts.cases], whole.facts.caseload.worker, whole.ranking.order
    reads = scopes.allowed(viewer, (Permission.READ_RECORD,), keys)[Permission.READ_RECORD]
    found = {}
    for place, key in enumerate(whole.facts.workers):
        theirs = order[worker[order] == place]
        guard = everything_urgent(whole.ranking, whole.items, theirs)
        if guard is not None and all(keys[case] in reads for case in theirs.tolist()):
            found[key] = guard
    return found


def _due(whole: Ranked, own: set[UUID], holders: dict[UUID, str], at: int) -> list[TeamDue]:
    """What is late or coming due on the team's own cases: first what is late and the manager's own, then as it falls due."""
    items, calendar = whole.items, whole.rulebook.calendar
    late, coming = near(whole, at)
    found = []
    for item in np.flatnonzero(late | coming).tolist():
        case = whole.facts.cases[items.case[item]]
        if case.pk not in own:
            continue
        duty, due = items.duties[items.duty[item]], int(items.due[item])
        left = left_words(duty.unit, time_left(duty.unit, due, calendar, at), STATES[items.state[item]])
        whose = holders.get(case.pk, "nobody") if duty.owner is Owner.WORKER else f"the {duty.owner.label}"
        named = _named(whole, int(items.case[item]))
        words = f"{due_words(duty, due, calendar)}, {left}"
        managers = duty.owner is Owner.MANAGER or case.pk not in holders
        found.append(TeamDue(*named, duty.title, whose, words, due, bool(late[item]), managers))
    return sorted(found, key=lambda one: (not (one.late and one.own), one.at, one.reference, one.title))


def _untold(whole: Ranked, own: set[UUID]) -> int:
    """Of how many of these cases it cannot be told when something is due."""
    return sum(bool(case.pk in own and whole.explanation.unsaid(at)) for at, case in enumerate(whole.facts.cases))


def _uncovered(whole: Ranked, own: set[UUID], held: dict[UUID, UUID], away: dict[UUID, Gone]) -> Iterable[Uncovered]:
    """In order of work."""
    for at in whole.ranking.order.tolist():
        case = whole.facts.cases[at].pk
        if case in own and held.get(case) in away:
            worker = away[held[case]]
            yield Uncovered(*_named(whole, at), worker.name, worker.why, worker.cover)


def _named(whole: Ranked, at: int) -> tuple[UUID, UUID | None, str, str]:
    case, child = whole.facts.cases[at], whole.facts.children[at]
    name = f"{child.given_name} {child.family_name}".strip() if child else ""
    return case.pk, case.child_id, case.reference, name or case.reference


# ---- keeping people ------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Spell:
    """A role or a team of somebody; `where` is the team of a role, or nothing: the whole organisation."""

    key: UUID
    what: str
    where: str
    from_date: date
    to_date: date | None


@dataclass(frozen=True)
class Kept:
    """Somebody as whoever keeps people sees them: nothing of cases. `minutes` of each day of the week, Monday first."""

    key: UUID
    name: str
    joined_on: date
    left_on: date | None
    newly_qualified_until: date | None
    teams: tuple[Spell, ...]
    roles: tuple[Spell, ...]
    minutes: tuple[int, ...] = ()

    def teams_on(self, on: date) -> tuple[Spell, ...]:
        """Their teams on a day."""
        return tuple(one for one in self.teams if one.from_date <= on and (one.to_date is None or one.to_date > on))

    def roles_on(self, on: date) -> tuple[Spell, ...]:
        """Their roles on a day."""
        return tuple(one for one in self.roles if one.from_date <= on and (one.to_date is None or one.to_date > on))

    def roles_after(self, on: date) -> tuple[Spell, ...]:
        """Their roles that begin after a day; one that was taken back before it began is none."""
        return tuple(
            one for one in self.roles if one.from_date > on and (one.to_date is None or one.to_date > one.from_date)
        )


def list_people(viewer: Viewer, on: date) -> tuple[Kept, ...]:
    """Everyone who is here, for whoever manages people. Four queries.

    Raises
    ------
    NotThere : the viewer does not manage people.
    """
    return _kept(viewer, Worker.objects.filter(Q(left_on__isnull=True) | Q(left_on__gt=on), org_id=viewer.org), on)


def get_person(viewer: Viewer, worker: UUID, on: date) -> Kept:
    """Somebody with all their teams and roles, past ones and those to come too. Four queries.

    Raises
    ------
    NotThere : no such worker is here, or the viewer does not manage people.
    """
    found = _kept(viewer, Worker.objects.filter(org_id=viewer.org, pk=worker), on)
    if not found:
        raise NotThere
    return found[0]


def is_alone(viewer: Viewer) -> bool:
    """Whether nobody but the viewer is, or ever was, in their organisation. One query.

    Raises
    ------
    NotThere : the viewer does not manage people.
    """
    _check(viewer)
    return not Worker.objects.filter(org_id=viewer.org).exclude(pk=viewer.worker).exists()


@dataclass(frozen=True)
class Staffing:
    """How many people can hold cases by their role, and how many can give a case to somebody. alone : nobody but the viewer
    is or ever was here; keeps : the viewer keeps people."""

    holders: int
    allocators: int
    alone: bool
    keeps: bool


def get_staffing(viewer: Viewer, on: date) -> Staffing:
    """Who is here to take the cases of a file, for whoever brings files in. Three queries.

    Raises
    ------
    NotThere : the viewer may not bring files in.
    """
    if not viewer.reach(Permission.IMPORT):
        raise NotThere
    keeps = bool(viewer.reach(Permission.MANAGE_PEOPLE))
    return Staffing(
        holders=scopes.able(viewer.org, Permission.WRITE_RECORD, on).count(),
        allocators=scopes.able(viewer.org, Permission.ALLOCATE, on).count(),
        alone=keeps and is_alone(viewer),
        keeps=keeps,
    )


def list_open_teams(viewer: Viewer) -> tuple[tuple[UUID, str], ...]:
    """Every open team, for whoever manages people. One query.

    Raises
    ------
    NotThere : the viewer does not manage people.
    """
    _check(viewer)
    rows = Team.objects.filter(org_id=viewer.org, closed_on__isnull=True)
    return tuple(rows.order_by("name", "pk").values_list("pk", "name"))


def list_missing(viewer: Viewer, on: date) -> Missing:
    """What is still missing of teams and people, for whoever manages people. Four queries.

    Raises
    ------
    NotThere : the viewer does not manage people.
    """
    _check(viewer)
    return missing(viewer.org, on)


def _check(viewer: Viewer) -> None:
    if not viewer.reach(Permission.MANAGE_PEOPLE):
        raise NotThere


def _kept(viewer: Viewer, rows: QuerySet[Worker], on: date) -> tuple[Kept, ...]:
    _check(viewer)
    people = list(rows.order_by("sort_name", "pk"))
    keys = [one.pk for one in people]
    spells = {"org_id": viewer.org, "worker_id__in": keys}
    teams: dict[UUID, list[Spell]] = {key: [] for key in keys}
    for row in Membership.objects.filter(**spells).select_related("team").order_by("from_date", "pk"):
        teams[row.worker_id].append(Spell(row.pk, row.team.name, "", row.from_date, row.to_date))
    roles: dict[UUID, list[Spell]] = {key: [] for key in keys}
    for held in RoleHeld.objects.filter(**spells).select_related("team").order_by("from_date", "role", "pk"):
        where = held.team.name if held.team else ""
        roles[held.worker_id].append(
            Spell(held.pk, viewer.called(Role(held.role)), where, held.from_date, held.to_date)
        )
    patterns = WorkingPattern.objects.filter(**spells, from_date__lte=on)
    hours = dict(patterns.filter(Q(to_date__isnull=True) | Q(to_date__gt=on)).values_list("worker_id", "minutes"))
    return tuple(
        Kept(
            one.pk,
            one.name,
            one.joined_on,
            one.left_on,
            one.newly_qualified_until,
            tuple(teams[one.pk]),
            tuple(roles[one.pk]),
            tuple(hours.get(one.pk, ())),
        )
        for one in people
    )
