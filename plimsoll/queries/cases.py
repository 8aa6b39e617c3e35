"""One case."""

import unicodedata
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import Q, QuerySet

from plimsoll.core.access import NotThere, Permission, Viewer
from plimsoll.core.calendar import LONDON
from plimsoll.core.terms import CaseType, Kinship
from plimsoll.queries.addresses import ask_words, list_protections
from plimsoll.queries.facts.editions import rows
from plimsoll.records import scopes
from plimsoll.records.models.cases import Allocation, Case, NamedPerson, Restriction
from plimsoll.records.models.families import Child, FamilyRelation, Household, HouseholdMember, NetworkContact
from plimsoll.records.models.history import History
from plimsoll.records.models.people import Absence, Worker


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
    """Another child of whom the viewer may see a case, by its reference. `unborn`: expected, and not born yet;
    `lives_here`: in the same household."""

    case: UUID
    child: UUID
    name: str
    reference: str
    unborn: bool = False
    lives_here: bool = True


@dataclass(frozen=True)
class Around:
    """A person round the child. `kin` : what they are to the child, where that is on record; `responsible` : whether they
    have parental responsibility, None where nobody has asked."""

    name: str
    part: str
    kin: str
    responsible: bool | None
    telephone: str
    email: str
    protected: str = ""  # whom to ask, where how they are reached is protected


@dataclass(frozen=True)
class CaseView:
    """A case as one viewer may see it, as it is or as it was known at a moment (`known_at`).

    reads : whether they may read the record, or only know that the case is there; named : who may see it, where it is
    restricted; other_reference : what another system calls it, '' for nothing; closed_why is '' for those who may not read
    the record; opened_unrecorded : its source cannot say since when it is open; `opened_at` is the day of the first file
    that has it.
    """

    id: UUID
    reference: str
    other_reference: str
    case_type: CaseType
    also: tuple[CaseType, ...]
    level_of_need: int | None
    team_id: UUID
    team: str
    opened_at: datetime
    opened_unrecorded: bool
    closed_at: datetime | None
    closed_why: str
    child: UUID | None
    name: str
    born_on: date | None
    expected_on: date | None
    died_on: date | None
    household: str
    brothers_and_sisters: tuple[Relative, ...]
    worker: UUID | None
    worker_name: str
    allocations: tuple[Held, ...]
    reads: bool
    network: tuple[Around, ...]
    restricted: bool
    named: tuple[tuple[UUID, str], ...]
    known_at: datetime | None = None

    @property
    def called(self) -> str:
        """What the case is called: the child, else the household, else its reference."""
        return self.name or self.household or self.reference


class NotKnownThen(Exception):
    """A case was not on record at the moment that was asked for; `since` is when that began."""

    def __init__(self, since: datetime) -> None:
        self.since = since
        super().__init__()


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


def get_case(viewer: Viewer, case: UUID, known_at: datetime | None = None) -> CaseView:
    """A case with who is round the child and who held it, as it is or as it was known at a moment. Fourteen queries, some
    more for the past.

    Whether the viewer may see it and read it is asked of now, whatever the moment. Left out: the network and why who held
    it, for those who may only know of the case; names of workers stay, as they are no secret.

    Raises
    ------
    NotThere : it is not there for this viewer. NotKnownThen : it is, and was not on record at that moment.
    """
    if not scopes.cases(viewer).filter(pk=case).exists():
        raise NotThere
    reads = scopes.cases(viewer, Permission.READ_RECORD).filter(pk=case).exists()
    found = rows(Case, known_at, cases=[case]) if known_at else Case.objects.filter(org_id=viewer.org, pk=case)
    row = found.select_related("team", "household").first()
    if row is None:
        raise NotKnownThen(_on_record_since(viewer, case))
    child = rows(Child, known_at, ids=[row.child_id] if row.child_id else []).first()
    spells = _spells(viewer, case, known_at, reads)
    current = next((spell for spell in spells if spell.to_at is None), None)
    household, siblings = _family(viewer, row, known_at, reads)
    restricted, named = _restriction(case, known_at)
    return CaseView(
        id=row.pk,
        reference=row.reference,
        other_reference=row.other_reference or "",  # nothing in a past that is older than the column
        case_type=CaseType(row.case_type),
        also=tuple(map(CaseType, row.also)),
        level_of_need=row.level_of_need,
        team_id=row.team_id,
        team=row.team.name,
        opened_at=row.opened_at,
        opened_unrecorded=bool(row.opened_unrecorded),
        closed_at=row.closed_at,
        closed_why=(row.closed_why or "") if reads else "",
        child=row.child_id,
        name=f"{child.given_name} {child.family_name}".strip() if child else "",
        born_on=child.born_on if child else None,
        expected_on=child.expected_on if child else None,
        died_on=child.died_on if child else None,
        household=household,
        brothers_and_sisters=siblings,
        worker=current.worker if current else None,
        worker_name=current.name if current else "",
        allocations=spells,
        reads=reads,
        network=_network(viewer, row, known_at) if reads else (),
        restricted=restricted,
        named=named,
        known_at=known_at,
    )


def _on_record_since(viewer: Viewer, case: UUID) -> datetime:
    """When the first row of a case was written."""
    versions = History.objects.filter(org_id=viewer.org, tbl=Case._meta.db_table, row_id=case).order_by("from_at")
    return versions.values_list("from_at", flat=True)[0]


def _spells(viewer: Viewer, case: UUID, known_at: datetime | None, reads: bool) -> tuple[Held, ...]:
    """Who held a case, latest first."""
    spells = rows(Allocation, known_at, cases=[case]).filter(org_id=viewer.org).select_related("worker")
    return tuple(
        Held(row.worker_id, row.worker.name, row.from_at, row.to_at, row.why if reads else "")
        for row in spells.order_by("-from_at", "pk")
    )


def _restriction(case: UUID, known_at: datetime | None) -> tuple[bool, tuple[tuple[UUID, str], ...]]:
    """Whether a case is restricted, and to whom: whoever has left is marked so."""
    restricted = rows(Restriction, known_at, cases=[case]).filter(to_at__isnull=True).exists()
    named = rows(NamedPerson, known_at, cases=[case]).filter(to_at__isnull=True).select_related("worker")
    people = tuple(
        (row.worker_id, f"{row.worker.name} (left)" if row.worker.left_on else row.worker.name)
        for row in named.order_by("worker__sort_name", "pk")
    )
    return restricted, people if restricted else ()


def _family(viewer: Viewer, case: Case, known_at: datetime | None, reads: bool) -> tuple[str, tuple[Relative, ...]]:
    """Where the child lives, by name, and brothers and sisters of whom the viewer may see an open case: those who live
    there, and for readers those who are on record as such and live elsewhere."""
    if case.child_id is None:
        return (case.household.name if case.household else ""), ()
    homes = (
        _living(viewer, known_at, child_id=case.child_id).order_by("from_date").values_list("household_id", flat=True)
    )
    names = dict(rows(Household, known_at, ids=(here := list(dict.fromkeys(homes)))).values_list("pk", "name"))
    with_them = set(_living(viewer, known_at, household_id__in=here).values_list("child_id", flat=True))
    kin = set(_relations(viewer, case.child_id, known_at).values_list("other_child_id", flat=True)) if reads else set()
    still_open = Q(closed_at__isnull=True) | Q(closed_at__gt=known_at) if known_at else Q(closed_at__isnull=True)
    others = scopes.cases(viewer).filter(still_open, child_id__in=(with_them | kin) - {None})
    found = others.exclude(child_id=case.child_id).select_related("child").order_by("child__born_on", "reference")
    return ", ".join(names[key] for key in here if key in names), tuple(
        Relative(
            row.pk,
            row.child_id,
            row.child.given_name,
            row.reference,
            unborn=row.child.born_on is None and row.child.expected_on is not None,
            lives_here=row.child_id in with_them,
        )
        for row in found
    )


def _living(viewer: Viewer, known_at: datetime | None, **of: object) -> QuerySet[HouseholdMember]:
    """Who lives in which household, of a child or of some households. A row is never taken away, so that those of now are
    all that there ever were."""
    now = HouseholdMember.objects.filter(org_id=viewer.org, **of)
    if known_at is None:
        return now.filter(to_date__isnull=True)
    then = rows(HouseholdMember, known_at, ids=list(now.values_list("pk", flat=True)))
    return then.filter(_still(known_at))


def _relations(viewer: Viewer, child: UUID, known_at: datetime | None) -> QuerySet[FamilyRelation]:
    """What others are to a child."""
    now = FamilyRelation.objects.filter(org_id=viewer.org, child_id=child)
    if known_at is None:
        return now.filter(withdrawn_on__isnull=True)
    then = rows(FamilyRelation, known_at, ids=list(now.values_list("pk", flat=True)))
    return then.filter(Q(withdrawn_on__isnull=True) | Q(withdrawn_on__gt=known_at.astimezone(LONDON).date()))


def _still(known_at: datetime) -> Q:
    return Q(to_date__isnull=True) | Q(to_date__gt=known_at.astimezone(LONDON).date())


def _network(viewer: Viewer, case: Case, known_at: datetime | None) -> tuple[Around, ...]:
    """People round the child, family first, with what they are to the child."""
    if case.child_id is None:
        return ()
    now = NetworkContact.objects.filter(org_id=viewer.org, child_id=case.child_id)
    if known_at is None:
        found = now.filter(to_date__isnull=True)
    else:
        found = rows(NetworkContact, known_at, ids=list(now.values_list("pk", flat=True))).filter(_still(known_at))
    kin = {
        contact: (Kinship(kinship).label, responsible)
        for contact, kinship, responsible in _relations(viewer, case.child_id, known_at).values_list(
            "contact_id", "kinship", "parental_responsibility"
        )
    }
    people = list(found.order_by("kind", "name", "pk"))
    protected = list_protections(viewer, [row.pk for row in people if row.reach_protected or known_at])
    return tuple(
        Around(
            row.name, row.part, *kin.get(row.pk, ("", None)), row.telephone, row.email,
            ask_words(protected[row.pk]) if row.pk in protected else "",
        )
        for row in people
    )  # fmt: skip


def sort_key(text: str) -> str:
    """A name as it is sorted and searched by: lower case, no accents.

    >>> sort_key("Zoë  O'Brien")
    "zoe o'brien"
    """
    plain = unicodedata.normalize("NFKD", text)
    return " ".join("".join(char for char in plain if not unicodedata.combining(char)).casefold().split())


@dataclass(frozen=True)
class Holder:
    """Somebody to whom a case could be given, with their teams by name; own : they are in the team of the case; until : the
    day on which they are there again, None where they are not away now."""

    worker: UUID
    name: str
    teams: tuple[str, ...]
    own: bool
    until: date | None


def list_holders(viewer: Viewer, case: UUID, now: datetime) -> tuple[Holder, ...]:
    """Whom a case could be given to: those who work here, and to whom it would then be open; first those of its own team.
    Four queries."""
    on = now.astimezone(LONDON).date()
    found = find_case(viewer, case)
    people = _named(scopes.able(viewer.org, Permission.WRITE_RECORD, on, team=found.team_id))
    keys = [key for key, _ in people]
    members = scopes.members(viewer.org, on).filter(worker_id__in=keys).order_by("team__name", "team_id")
    teams: dict[UUID, dict[UUID, str]] = {key: {} for key in keys}
    for worker, team, name in members.values_list("worker_id", "team_id", "team__name"):
        teams[worker][team] = name
    away = Absence.objects.filter(
        org_id=viewer.org, worker_id__in=keys, cancelled_at__isnull=True, begins_at__lte=now, ends_at__gt=now
    )
    ends = dict(away.order_by("ends_at").values_list("worker_id", "ends_at"))
    holders = [
        Holder(
            key,
            name,
            tuple(teams[key].values()),
            found.team_id in teams[key],
            ends[key].astimezone(LONDON).date() if key in ends else None,
        )
        for key, name in people
    ]
    return tuple(sorted(holders, key=lambda one: not one.own))


def list_nameable(viewer: Viewer, case: UUID, on: date) -> tuple[tuple[UUID, str], ...]:
    """Who could be named on a case: those who work here, and whose role is about cases. Two queries."""
    find_case(viewer, case)
    return _named(scopes.able(viewer.org, Permission.SEE_CASE, on))


def _named(rows: QuerySet[Worker]) -> tuple[tuple[UUID, str], ...]:
    return tuple(rows.order_by("sort_name", "pk").values_list("pk", "name"))
