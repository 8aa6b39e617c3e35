"""One case, and finding it."""

import unicodedata
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import F, Q, QuerySet
from django.db.models.expressions import RawSQL

from plimsoll.core.access import NotThere, Permission, Viewer
from plimsoll.core.terms import CaseType, EventKind
from plimsoll.records import scopes
from plimsoll.records.models.cases import Allocation, Case, Event, NamedPerson, Restriction
from plimsoll.records.models.families import HouseholdMember, NetworkContact
from plimsoll.records.models.people import Worker

SHORTEST_PART = 2  # letters of a name: one letter would find nearly everyone
MOST_FOUND = 50
LONGEST_SEARCH, MOST_WORDS = 100, 6  # nobody's name has more, and each word is a question to the database


@dataclass(frozen=True)
class Happened:
    """One event of a case; the three moments apart."""

    id: UUID
    kind: EventKind
    happened_at: datetime
    time_known: bool
    received_at: datetime | None
    recorded_at: datetime
    recorded_by: str
    note: str


@dataclass(frozen=True)
class Held:
    """One spell of a worker's holding the case. `why` is '' for who may not read the record: a reason may tell of it."""

    worker: UUID
    name: str
    from_at: datetime
    to_at: datetime | None
    why: str


@dataclass(frozen=True)
class Relative:
    """A brother or sister of whom the viewer may see a case."""

    case: UUID
    child: UUID
    name: str


@dataclass(frozen=True)
class CaseView:
    """A case as one viewer may see it. `record` is None where they may know of it and not read it.

    named : who may see it, where it is restricted.
    """

    id: UUID
    reference: str
    case_type: CaseType
    also: tuple[CaseType, ...]
    level_of_need: int | None
    team_id: UUID
    team: str
    opened_at: datetime
    closed_at: datetime | None
    child: UUID | None
    name: str
    born_on: date | None
    expected_on: date | None
    household: str
    brothers_and_sisters: tuple[Relative, ...]
    worker: UUID | None
    worker_name: str
    allocations: tuple[Held, ...]
    record: tuple[Happened, ...] | None
    network: tuple[tuple[str, str, str], ...]
    restricted: bool
    named: tuple[tuple[UUID, str], ...]


@dataclass(frozen=True)
class Found:
    """A case that a search found."""

    case: UUID
    child: UUID | None
    reference: str
    name: str
    born_on: date | None
    case_type: CaseType
    is_open: bool


def find_case(viewer: Viewer, case: UUID, permission: Permission = Permission.SEE_CASE) -> Case:
    """The row of a case within the viewer's reach by a permission. One query.

    Raises
    ------
    NotThere : it is not there for this viewer.
    """
    found = scopes.cases(viewer, permission).filter(pk=case).first()
    if found is None:
        raise NotThere
    return found


def list_within(viewer: Viewer, permission: Permission, cases: Collection[UUID]) -> frozenset[UUID]:
    """Which of some cases the viewer reaches by a permission. One query."""
    return frozenset(scopes.cases(viewer, permission).filter(pk__in=cases).values_list("pk", flat=True))


def get_case(viewer: Viewer, case: UUID) -> CaseView:
    """A case with its record, network and history of allocation. Nine queries.

    Left out: the record and why who held it, for those who may only know of the case; names of workers stay, as they are
    no secret.

    Raises
    ------
    NotThere : it is not there for this viewer.
    """
    found = scopes.cases(viewer).filter(pk=case).select_related("child", "team", "household").first()
    if found is None:
        raise NotThere
    reads = scopes.cases(viewer, Permission.READ_RECORD).filter(pk=case).exists()
    child = found.child
    spells = tuple(
        Held(row.worker_id, row.worker.name, row.from_at, row.to_at, row.why if reads else "")
        for row in Allocation.objects.filter(org_id=viewer.org, case_id=case)
        .select_related("worker")
        .order_by("-from_at", "pk")
    )
    current = next((spell for spell in spells if spell.to_at is None), None)
    household, siblings = _household(viewer, found)
    restricted = Restriction.objects.filter(org_id=viewer.org, case_id=case, to_at__isnull=True).exists()
    named = NamedPerson.objects.filter(org_id=viewer.org, case_id=case, to_at__isnull=True).select_related("worker")
    return CaseView(
        id=found.pk,
        reference=found.reference,
        case_type=CaseType(found.case_type),
        also=tuple(map(CaseType, found.also)),
        level_of_need=found.level_of_need,
        team_id=found.team_id,
        team=found.team.name,
        opened_at=found.opened_at,
        closed_at=found.closed_at,
        child=found.child_id,
        name=f"{child.given_name} {child.family_name}".strip() if child else "",
        born_on=child.born_on if child else None,
        expected_on=child.expected_on if child else None,
        household=household,
        brothers_and_sisters=siblings,
        worker=current.worker if current else None,
        worker_name=current.name if current else "",
        allocations=spells,
        record=_record(viewer, case) if reads else None,
        network=_network(viewer, found) if reads else (),
        restricted=restricted,
        named=tuple((row.worker_id, row.worker.name) for row in named.order_by("worker__sort_name", "pk"))
        if restricted
        else (),
    )


def _record(viewer: Viewer, case: UUID) -> tuple[Happened, ...]:
    """What happened, latest first; what was replaced or withdrawn stands in the history."""
    rows = list(
        Event.objects.filter(org_id=viewer.org, case_id=case)
        .select_related("recorded_by")
        .order_by("-happened_at", "-recorded_at", "pk")
    )
    gone = {row.replaces_id for row in rows}
    return tuple(
        Happened(
            row.pk,
            EventKind(row.kind),
            row.happened_at,
            row.time_known,
            row.received_at,
            row.recorded_at,
            row.recorded_by.name if row.recorded_by else "",
            row.note,
        )
        for row in rows
        if row.pk not in gone and not row.withdraws
    )


def _household(viewer: Viewer, case: Case) -> tuple[str, tuple[Relative, ...]]:
    """Where the child lives, by name, and who else does of whom the viewer may see a case."""
    if case.child_id is None:
        return (case.household.name if case.household else ""), ()
    own = HouseholdMember.objects.filter(org_id=viewer.org, child_id=case.child_id, to_date__isnull=True)
    homes = dict(own.order_by("from_date").values_list("household_id", "household__name"))
    others = (
        scopes.cases(viewer)
        .filter(closed_at__isnull=True, child_id__in=_living_in(viewer, list(homes)))
        .exclude(child_id=case.child_id)
        .select_related("child")
        .order_by("child__born_on", "reference")
    )
    return ", ".join(homes.values()), tuple(Relative(row.pk, row.child_id, row.child.given_name) for row in others)


def _living_in(viewer: Viewer, homes: list[UUID]) -> list[UUID]:
    members = HouseholdMember.objects.filter(org_id=viewer.org, household_id__in=homes, to_date__isnull=True)
    return list(members.values_list("child_id", flat=True))


def _network(viewer: Viewer, case: Case) -> tuple[tuple[str, str, str], ...]:
    rows = NetworkContact.objects.filter(org_id=viewer.org, child_id=case.child_id, to_date__isnull=True)
    return tuple(rows.order_by("kind", "name").values_list("name", "part", "telephone"))


def search_cases(viewer: Viewer, text: str) -> tuple[Found, ...]:
    """Cases within the viewer's reach whose child's name holds every word, or whose reference is the text. At most fifty,
    open ones first. One query, the same whatever is found: how it is asked must not tell of what is out of reach."""
    words = [word for word in sort_key(text[:LONGEST_SEARCH]).split() if len(word) >= SHORTEST_PART][:MOST_WORDS]
    if not words:
        return ()
    named = Q()
    for word in words:
        named &= Q(child_id__in=RawSQL("SELECT records_find_children(%s)", [word]))
    rows = scopes.cases(viewer).filter(named | Q(reference__iexact=text.strip()))
    open_first = F("closed_at").desc(nulls_first=True)
    ordered = rows.select_related("child").order_by(open_first, "child__sort_name", "reference")
    return tuple(
        Found(
            row.pk,
            row.child_id,
            row.reference,
            f"{row.child.given_name} {row.child.family_name}".strip() if row.child else "",
            row.child.born_on if row.child else None,
            CaseType(row.case_type),
            row.closed_at is None,
        )
        for row in ordered[:MOST_FOUND]
    )


def sort_key(text: str) -> str:
    """A name as it is sorted and searched by: lower case, no accents.

    >>> sort_key("Zoë  O'Brien")
    "zoe o'brien"
    """
    plain = unicodedata.normalize("NFKD", text)
    return " ".join("".join(char for char in plain if not unicodedata.combining(char)).casefold().split())


def list_holders(viewer: Viewer, case: UUID, on: date) -> tuple[tuple[UUID, str], ...]:
    """Whom a case could be given to: those who work here, and to whom it would then be open. Two queries."""
    found = find_case(viewer, case)
    return _named(scopes.able(viewer.org, Permission.WRITE_RECORD, on, team=found.team_id))


def list_nameable(viewer: Viewer, case: UUID, on: date) -> tuple[tuple[UUID, str], ...]:
    """Who could be named on a case: those who work here, and whose role is about cases. Two queries."""
    find_case(viewer, case)
    return _named(scopes.able(viewer.org, Permission.SEE_CASE, on))


def _named(rows: QuerySet[Worker]) -> tuple[tuple[UUID, str], ...]:
    return tuple(rows.order_by("sort_name", "pk").values_list("pk", "name"))
