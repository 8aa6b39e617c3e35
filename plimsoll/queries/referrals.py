"""Referrals that wait for a decision, and what was decided about those that do not."""

from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from plimsoll.core.access import Permission, Viewer
from plimsoll.core.calendar import DAY_MINUTES, LONDON, as_datetime, day_of
from plimsoll.core.rulebook import Source
from plimsoll.core.terms import (
    Band,
    CaseType,
    DueState,
    EventKind,
    FamilyKnows,
    Means,
    ReferralSource,
    Reported,
    Strength,
    Term,
    TriageOutcome,
)
from plimsoll.core.timescales.explain import due_words, left_words, sum_in_words, time_left
from plimsoll.queries.cases import find_case
from plimsoll.queries.contacts import ContactBefore, TakenUp, contacts_waiting, list_contacts_of
from plimsoll.queries.facts.cover import supervisors, unheld_since
from plimsoll.queries.facts.on_duty import Taker, takers
from plimsoll.queries.facts.ranked import Ranked
from plimsoll.queries.priority import OrderOfWork, Placed, ordered
from plimsoll.records import scopes
from plimsoll.records.models.cases import Allocation, Case, Event
from plimsoll.records.models.families import HouseholdMember
from plimsoll.records.models.people import Team
from plimsoll.records.models.referrals import Referral, TriageDecision

AGAIN_DAYS = (
    365  # a referral within twelve months of another is counted as coming again, as the national figures count it
)
DECIDED_DAYS = 28
_STATES = list(DueState)
_DECIDED = frozenset({EventKind.REFERRAL_DECIDED, EventKind.CONTACT_DECIDED})
_HARM = (EventKind.IMMEDIATE_HARM_REPORTED, EventKind.MADE_SAFE)


class Stands(Term):
    """Where a referral stands by its clock, as the list has it: what is first to be decided, first."""

    ACT_NOW = "ACT_NOW"
    LATE = "LATE"
    TODAY = "TODAY"
    IN_TIME = "IN_TIME"
    NO_CLOCK = "NO_CLOCK"


@dataclass(frozen=True)
class Clock:
    """A timescale within which a referral is to be decided. words : when it is due, and how far off that is; worked_out :
    the sum in words; local : not statutory, but chosen by the organisation or suggested by us."""

    title: str
    due_at: datetime
    words: str
    late: bool
    worked_out: str
    length: str
    local: bool
    source: Source | None


@dataclass(frozen=True)
class Came:
    """A referral as it came in; the moments apart. recorded_at : when it was written down. Of one that came by a file nobody
    is named, and nothing is said of who referred. The rest is for those who may read the record."""

    received_at: datetime
    time_known: bool
    recorded_at: datetime
    recorded_by: str
    source: ReferralSource | None = None
    means: Means | None = None
    referrer: str = ""
    worry: str = ""
    danger: bool = False
    family_knows: FamilyKnows | None = None
    family_why: str = ""
    reported: Reported | None = None


@dataclass(frozen=True)
class OpenCase:
    """Another open case of the same child or household, within the viewer's reach."""

    case: UUID
    child: UUID | None
    reference: str
    name: str
    case_type: CaseType
    worker: str
    team: str
    writes: bool


@dataclass(frozen=True)
class Earlier:
    """An earlier referral of the same child, with what was decided about it; outcome : None where it is not on record."""

    case: UUID
    reference: str
    received_at: datetime
    outcome: TriageOutcome | None
    why: str
    by: str


@dataclass(frozen=True)
class Waiting:
    """A referral that waits for a decision. clocks : the earliest first; again : how many there were in the twelve months
    before; worker : who holds the case, '' for nobody; owners : supervisors of its team; taker : of one in *Act now*,
    who takes it at this minute; contact : it is one of which nobody has said what it comes to; contacts : others about its
    child in twelve months; taken_up : why it was taken up again, if it was."""

    placed: Placed
    stands: Stands
    clocks: tuple[Clock, ...]
    came: Came | None
    again: int
    open: tuple[OpenCase, ...]
    worker: str
    team: str
    owners: tuple[str, ...]
    may_triage: bool
    taker: Taker | None = None
    contact: bool = False
    contacts: tuple[ContactBefore, ...] = ()
    taken_up: TakenUp | None = None


@dataclass(frozen=True)
class FrontDoor:
    """Referrals that wait, as they are to be decided: by `Stands`, and within it in order of work, families together."""

    order: OrderOfWork
    waiting: tuple[Waiting, ...]


def list_front_door(viewer: Viewer, at: int) -> FrontDoor:
    """Every referral within the viewer's reach about which nobody has decided. At most forty-six queries.

    Raises
    ------
    NothingInForce : the organisation has agreed on no rulebook or criteria yet.
    """
    rows = scopes.cases(viewer).filter(closed_at__isnull=True, case_type=CaseType.REFERRAL)
    return _front_door(viewer, list(rows.values_list("pk", flat=True)), at)


def get_waiting(viewer: Viewer, case: UUID, at: int) -> Waiting | None:
    """One referral that waits; None where none does on this case. As many queries as the list.

    Raises
    ------
    NotThere : the case is not there for the viewer. NothingInForce : as `list_front_door`.
    """
    found = find_case(viewer, case)
    if found.closed_at is not None or found.case_type != CaseType.REFERRAL:
        return None
    return next(iter(_front_door(viewer, [case], at).waiting), None)


def _front_door(viewer: Viewer, ids: list[UUID], at: int) -> FrontDoor:
    holds = Allocation.objects.filter(org_id=viewer.org, case_id__in=ids, to_at__isnull=True).select_related("worker")
    held = {spell.case_id: spell.worker for spell in holds}
    since = unheld_since(viewer, [case for case in ids if case not in held])
    by = {case: worker.pk for case, worker in held.items()}
    order, whole = ordered(viewer, ids, at, None, by, {case: one.since for case, one in since.items()})
    if whole is None:
        return FrontDoor(order, ())
    clocks, reads = _clocks(whole, at), _reading(viewer, ids)
    came, again = _came(viewer, ids, reads), _again(viewer, whole, at)
    contacts = contacts_waiting(viewer, ids)
    before = _contacts_before(viewer, whole, at)
    beside = _open(viewer, whole)
    triage = scopes.allowed(viewer, (Permission.TRIAGE,), ids)[Permission.TRIAGE]
    teams = {case.pk: case.team_id for case in whole.facts.cases}
    names = dict(Team.objects.filter(org_id=viewer.org, pk__in=set(teams.values())).values_list("pk", "name"))
    owners = supervisors(viewer, teams.values(), day_of(at))
    pressing = {one.case for one in order.cases if one.band is Band.ACT_NOW}
    holding = {case: (worker.pk, worker.name) for case, worker in held.items() if case in pressing}
    now = {case: team for case, team in teams.items() if case in pressing}
    taker = takers(viewer, now, holding, as_datetime(at)) if pressing else {}
    waiting = [
        Waiting(
            placed, _stands(placed, clocks.get(placed.case, ()), at), clocks.get(placed.case, ()), came.get(placed.case),
            again[placed.child], beside.get(placed.case, ()),
            held[placed.case].name if placed.case in held else "", names[teams[placed.case]], owners[teams[placed.case]],
            placed.case in triage, taker.get(placed.case), placed.case in contacts, before.get(placed.case, ()),
            contacts.get(placed.case),
        )
        for placed in order.cases
    ]  # fmt: skip
    return FrontDoor(order, _together(waiting))


def _together(waiting: list[Waiting]) -> tuple[Waiting, ...]:
    """What is first to be decided first; brothers and sisters beside the first of them."""
    place = {one.placed.case: number for number, one in enumerate(waiting)}
    first: dict[int, tuple[int, int]] = {}
    for one in waiting:
        key = one.stands.number, place[one.placed.case]
        first[one.placed.family] = min(first.get(one.placed.family, key), key)
    return tuple(sorted(waiting, key=lambda one: (first[one.placed.family], one.stands.number, place[one.placed.case])))


def _stands(placed: Placed, clocks: tuple[Clock, ...], at: int) -> Stands:
    if placed.band is Band.ACT_NOW:
        return Stands.ACT_NOW
    if not clocks:
        return Stands.NO_CLOCK
    if any(clock.late for clock in clocks):
        return Stands.LATE
    return Stands.TODAY if clocks[0].due_at.astimezone(LONDON).date() == day_of(at) else Stands.IN_TIME


def _clocks(whole: Ranked, at: int) -> dict[UUID, tuple[Clock, ...]]:
    """Of each case what is to be met by a decision and is not, the earliest first."""
    items, calendar = whole.items, whole.rulebook.calendar
    found: dict[UUID, list[Clock]] = {}
    for item in range(len(items)):
        duty, state = items.duties[items.duty[item]], _STATES[items.state[item]]
        rule = duty.rule
        if rule is None or not _DECIDED & set(rule.met_by) or state not in (DueState.DUE, DueState.OVERDUE):
            continue
        due = int(items.due[item])
        left = left_words(duty.unit, time_left(duty.unit, due, calendar, at), state)
        found.setdefault(whole.facts.cases[items.case[item]].pk, []).append(
            Clock(
                duty.title, as_datetime(due), f"{due_words(duty, due, calendar)}, {left}", state is DueState.OVERDUE,
                sum_in_words(items, item, calendar, at), rule.length, rule.strength is Strength.LOCAL, rule.source,
            )
        )  # fmt: skip
    return {case: tuple(sorted(clocks, key=lambda clock: clock.due_at)) for case, clocks in found.items()}


def _reading(viewer: Viewer, ids: Collection[UUID]) -> set[UUID]:
    return scopes.allowed(viewer, (Permission.READ_RECORD,), ids)[Permission.READ_RECORD]


def _came(viewer: Viewer, ids: Collection[UUID], reads: set[UUID]) -> dict[UUID, Came]:
    """How each came in, by the latest event that says so; one that was first a contact, as it was taken in. Two queries."""
    kept = Referral.objects.filter(org_id=viewer.org, case_id__in=list(ids)).select_related("recorded_by")
    told = {row.case_id: row for row in kept}
    came: dict[UUID, Came] = {
        case: Came(
            row.received_at, True, row.recorded_at, row.recorded_by.name, *_words_of(row if case in reads else None)
        )
        for case, row in told.items()
        if row.contact
    }
    for row in _received(viewer, ids).select_related("recorded_by").order_by("happened_at", "pk"):
        if row.case_id in told and told[row.case_id].contact:
            continue
        said = told.get(row.case_id) if row.case_id in reads else None
        came[row.case_id] = Came(
            row.received_at or row.happened_at, row.time_known, row.recorded_at,
            row.recorded_by.name if row.recorded_by else "",
            *_words_of(said),
        )  # fmt: skip
    return came


def _words_of(said: Referral | None) -> tuple[Any, ...]:
    """What a referral said, as `Came` has it after the moments; nothing for those who may not read it."""
    if said is None:
        return ()
    return (
        ReferralSource(said.source), Means(said.means), said.referrer, said.worry, said.danger,
        FamilyKnows(said.family_knows) if said.family_knows else None, said.family_why,
        Reported(said.reported) if said.reported else None,
    )  # fmt: skip


def _contacts_before(viewer: Viewer, whole: Ranked, at: int) -> dict[UUID, tuple[ContactBefore, ...]]:
    """Of each case the contacts on other cases of its child in the twelve months before. Two queries."""
    child_of = {case.pk: case.child_id for case in whole.facts.cases if case.child_id}
    found = list_contacts_of(viewer, set(child_of.values()), as_datetime(at))
    return {
        case: tuple(one for one in found if one.child == child and one.case != case) for case, child in child_of.items()
    }


def _received(viewer: Viewer, ids: Iterable[UUID]) -> QuerySet[Event]:
    """Events that say that a referral came in on some cases, of those that stand."""
    return that_stand(viewer, list(ids), EventKind.REFERRAL_RECEIVED)


def that_stand(viewer: Viewer, ids: Collection[UUID], kind: EventKind) -> QuerySet[Event]:
    """Events of a kind on some cases, of those that nobody replaced or took back."""
    rows = Event.objects.filter(org_id=viewer.org, kind=kind, case_id__in=ids, withdraws=False)
    replaced = Event.objects.filter(org_id=viewer.org, case_id__in=ids, replaces__isnull=False)
    return rows.exclude(pk__in=replaced.values("replaces_id"))


def _again(viewer: Viewer, whole: Ranked, at: int) -> Counter[UUID | None]:
    """How many referrals there were on other cases of each child in the twelve months before, of those that the viewer may
    read. One query."""
    ids = [case.pk for case in whole.facts.cases]
    children = [case.child_id for case in whole.facts.cases if case.child_id]
    others = scopes.cases(viewer, Permission.READ_RECORD).filter(child_id__in=children).exclude(pk__in=ids)
    since = as_datetime(at - AGAIN_DAYS * DAY_MINUTES)
    rows = Event.objects.filter(org_id=viewer.org, kind=EventKind.REFERRAL_RECEIVED, happened_at__gte=since)
    found = rows.filter(withdraws=False, case__in=others).values_list("case__child_id", "case_id").distinct()
    return Counter(child for child, _ in found)


def _open(viewer: Viewer, whole: Ranked) -> dict[UUID, tuple[OpenCase, ...]]:
    """Of each case the open cases of the same child. Three queries."""
    children = [case.child_id for case in whole.facts.cases if case.child_id]
    found = _open_cases(viewer, Q(child_id__in=children))
    return {
        case.pk: tuple(one for one in found if one.child == case.child_id and one.case != case.pk)
        for case in whole.facts.cases
        if case.child_id
    }


def list_open_cases(viewer: Viewer, case: Case) -> tuple[OpenCase, ...]:
    """Open cases to which a referral could go: of the same child or of those they live with, that the viewer may write on.
    Four queries."""
    homes = HouseholdMember.objects.filter(org_id=viewer.org, child_id=case.child_id, to_date__isnull=True)
    together = HouseholdMember.objects.filter(
        org_id=viewer.org, household_id__in=homes.values("household_id"), to_date__isnull=True
    )
    among = Q(child_id=case.child_id) | Q(child_id__in=together.values("child_id"))
    return tuple(one for one in _open_cases(viewer, among) if one.writes and one.case != case.pk)


def list_linkable(viewer: Viewer, case: UUID) -> tuple[OpenCase, ...]:
    """As `list_open_cases`, of a case by its id. Five queries.

    Raises
    ------
    NotThere : the case is not there for the viewer.
    """
    return list_open_cases(viewer, find_case(viewer, case))


def _open_cases(viewer: Viewer, which: Q) -> tuple[OpenCase, ...]:
    rows = scopes.cases(viewer).filter(which, child_id__isnull=False, closed_at__isnull=True)
    found = list(
        rows.exclude(case_type=CaseType.REFERRAL)
        .select_related("child", "team")
        .order_by("child__sort_name", "reference")
    )
    ids = [row.pk for row in found]
    spells = Allocation.objects.filter(org_id=viewer.org, case_id__in=ids, to_at__isnull=True)
    holds = dict(spells.values_list("case_id", "worker__name"))
    writes = scopes.allowed(viewer, (Permission.WRITE_RECORD,), ids)[Permission.WRITE_RECORD]
    return tuple(
        OpenCase(
            row.pk, row.child_id, row.reference, f"{row.child.given_name} {row.child.family_name}".strip(),
            CaseType(row.case_type), holds.get(row.pk, ""), row.team.name, row.pk in writes,
        )
        for row in found
    )  # fmt: skip


def list_earlier(viewer: Viewer, case: UUID) -> tuple[Earlier, ...]:
    """Earlier referrals of the child of a case, of those that the viewer may read, the latest first. Four queries.

    Raises
    ------
    NotThere : the case is not there for the viewer.
    """
    found = find_case(viewer, case)
    if found.child_id is None:
        return ()
    others = scopes.cases(viewer, Permission.READ_RECORD).filter(child_id=found.child_id).exclude(pk=case)
    references = dict(others.values_list("pk", "reference"))
    decided = TriageDecision.objects.filter(org_id=viewer.org, case_id__in=list(references)).select_related(
        "triaged_by"
    )
    told = {row.case_id: row for row in decided}
    rows = _received(viewer, references).order_by("-happened_at", "pk")
    return tuple(
        Earlier(
            row.case_id, references[row.case_id], row.received_at or row.happened_at,
            TriageOutcome(said.outcome) if (said := told.get(row.case_id)) else None,
            said.why if said else "", said.triaged_by.name if said else "",
        )
        for row in rows
    )  # fmt: skip


def in_danger(viewer: Viewer, case: UUID) -> bool:
    """Whether a concern of immediate harm stands on a case, and the child has not been made safe since. One query."""
    rows = list(
        Event.objects.filter(org_id=viewer.org, case_id=case)
        .order_by("happened_at", "recorded_at", "pk")
        .values_list("pk", "kind", "happened_at", "replaces_id", "withdraws")
    )
    gone = {replaced for *_, replaced, _ in rows}
    latest = {
        kind: happened
        for key, kind, happened, _, withdraws in rows
        if kind in _HARM and key not in gone and not withdraws
    }
    reported, safe = (latest.get(kind) for kind in _HARM)
    return reported is not None and (safe is None or safe < reported)


@dataclass(frozen=True)
class DecidedOne:
    """A decision about a referral. again_at : when another came in for the same child after it."""

    case: UUID
    child: UUID | None
    reference: str
    name: str
    outcome: TriageOutcome
    why: str
    safety: str
    by: str
    at: datetime
    team: str
    received_at: datetime | None
    again_at: datetime | None


def list_decided(viewer: Viewer, now: datetime) -> tuple[DecidedOne, ...]:
    """What was decided in the last four weeks about referrals that the viewer may read, the latest first. Four queries."""
    mine = scopes.cases(viewer, Permission.READ_RECORD)
    rows = list(
        TriageDecision.objects.filter(org_id=viewer.org, triaged_at__gte=now - timedelta(DECIDED_DAYS), case__in=mine)
        .select_related("case__child", "case__team", "triaged_by")
        .order_by("-triaged_at", "pk")
    )
    children = {row.case.child_id for row in rows if row.case.child_id}
    theirs = list(mine.filter(child_id__in=children).values_list("pk", "child_id"))
    child_of = dict(theirs)
    came: dict[UUID | None, list[tuple[datetime, UUID]]] = {}
    for key, at in _received(viewer, child_of).order_by("happened_at").values_list("case_id", "happened_at"):
        came.setdefault(child_of[key], []).append((at, key))
    return tuple(_decided(row, came.get(row.case.child_id, [])) for row in rows)


def _decided(row: TriageDecision, came: list[tuple[datetime, UUID]]) -> DecidedOne:
    child = row.case.child
    return DecidedOne(
        row.case_id, row.case.child_id, row.case.reference,
        f"{child.given_name} {child.family_name}".strip() if child else row.case.reference,
        TriageOutcome(row.outcome), row.why, row.safety, row.triaged_by.name, row.triaged_at, row.case.team.name,
        next((at for at, case in came if case == row.case_id), None),
        next((at for at, case in came if case != row.case_id and at > row.triaged_at), None),
    )  # fmt: skip


def list_teams(viewer: Viewer) -> tuple[tuple[UUID, str], ...]:
    """Teams that can take a referral on: every open one of the organisation. One query."""
    rows = Team.objects.filter(org_id=viewer.org, closed_on__isnull=True)
    return tuple(rows.order_by("name", "pk").values_list("pk", "name"))
