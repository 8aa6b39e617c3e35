"""Where a household lives and how somebody is reached, as far as a viewer may read it; and what is protected, for those who
are named for it."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import Q

from plimsoll.core.access import NotThere, Permission, Viewer
from plimsoll.records import scopes
from plimsoll.records.models.addresses import AddressProtection, AddressReader, ProtectedAddress
from plimsoll.records.models.cases import Case
from plimsoll.records.models.families import Household, HouseholdMember, NetworkContact


@dataclass(frozen=True)
class Protection:
    """That an address is protected. of : the household or the person that it is of; ask : whom everyone else asks, '' where
    they are here no more; mine : whether the viewer is named for it."""

    id: UUID
    of: UUID
    ask: str
    mine: bool


@dataclass(frozen=True)
class HomeView:
    """A household in which the child of a case lives, or whose case it is. address : '' where none is written down, or it is
    protected."""

    id: UUID
    name: str
    address: str
    protection: Protection | None


@dataclass(frozen=True)
class ReaderView:
    """Somebody who is named for a protected address; lifts : whether they may agree that it is protected no longer."""

    worker: UUID
    name: str
    since: datetime
    lifts: bool


@dataclass(frozen=True)
class WrittenAddress:
    """A protected address as somebody wrote it; by : '' where it stood there when it was protected."""

    address: str
    telephone: str
    email: str
    part: str
    at: datetime
    by: str


@dataclass(frozen=True)
class ProtectedView:
    """A protected address, for somebody who is named for it. of : whose it is, in words; home, contact : the household or
    the person, one of them; before : what stood before, the latest first; asked : who asked that it is lifted,
    when and why."""

    id: UUID
    of: str
    home: UUID | None
    contact: UUID | None
    profession: bool
    ask: UUID | None
    why: str
    since: datetime
    by: str
    now: WrittenAddress
    before: tuple[WrittenAddress, ...]
    readers: tuple[ReaderView, ...]
    asked: tuple[UUID, str, datetime, str] | None


def list_protections(viewer: Viewer, of: Collection[UUID]) -> dict[UUID, Protection]:
    """What is protected of some households and people, by these. Two queries, none where nothing is asked."""
    if not of:
        return {}
    rows = AddressProtection.objects.filter(Q(household_id__in=of) | Q(contact_id__in=of), to_at__isnull=True)
    rows = rows.filter(org_id=viewer.org).select_related("ask")
    found = list(rows)
    mine = _mine(viewer) if found else set()
    return {
        (key := row.household_id or row.contact_id): Protection(
            row.pk, key, row.ask.name if row.ask and row.ask.left_on is None else "", row.pk in mine
        )
        for row in found
    }


def _mine(viewer: Viewer) -> set[UUID]:
    rows = AddressReader.objects.filter(org_id=viewer.org, worker_id=viewer.worker, to_at__isnull=True)
    return set(rows.values_list("protection_id", flat=True))


def list_homes(viewer: Viewer, case: Case) -> tuple[HomeView, ...]:
    """Where the child of a case lives, or the family whose case it is; for who may read its record. Three queries."""
    member = HouseholdMember.objects.filter(org_id=viewer.org, child_id=case.child_id, to_date__isnull=True)
    rows = Household.objects.filter(
        Q(pk=case.household_id) | Q(pk__in=member.values("household_id")), org_id=viewer.org
    )
    found = list(rows.order_by("name", "pk"))
    protected = list_protections(viewer, [row.pk for row in found])
    return tuple(HomeView(row.pk, row.name, row.address, protected.get(row.pk)) for row in found)


def targets_of(viewer: Viewer, case: Case) -> set[UUID]:
    """The households and people of whom an address of a case can be: protected or not. Two queries."""
    contacts = NetworkContact.objects.filter(org_id=viewer.org, child_id=case.child_id) if case.child_id else []
    return {home.id for home in list_homes(viewer, case)} | {row.pk for row in contacts}


def list_mine(viewer: Viewer, case: Case) -> list[Protection]:
    """What is protected of a case and the viewer is named for; of a household first."""
    found = list_protections(viewer, targets_of(viewer, case)).values()
    homes = {home.id for home in list_homes(viewer, case)}
    return sorted((one for one in found if one.mine), key=lambda one: (one.of not in homes, str(one.of)))


def get_protected(viewer: Viewer, case: Case, protection: UUID, on: date) -> ProtectedView:
    """A protected address of a case whose record the viewer may read.

    Raises
    ------
    NotThere : it is none of this case, or the viewer is not named for it.
    """
    row = next((one for one in list_mine(viewer, case) if one.id == protection), None)
    found = (
        AddressProtection.objects.select_related("household", "contact", "marked_by", "lift_asked_by")
        .filter(org_id=viewer.org, pk=protection)
        .first()
    )
    if row is None or found is None:
        raise NotThere
    written = [
        WrittenAddress(
            each.address, each.telephone, each.email, each.part, each.written_at,
            each.written_by.name if each.written_by else "",
        )
        for each in ProtectedAddress.objects.filter(org_id=viewer.org, protection_id=protection)
        .select_related("written_by").order_by("-written_at", "-pk")
    ]  # fmt: skip
    readers = AddressReader.objects.filter(org_id=viewer.org, protection_id=protection, to_at__isnull=True)
    lifts = set(scopes.able(viewer.org, Permission.RESTRICT, on).values_list("pk", flat=True))
    asker = found.lift_asked_by
    return ProtectedView(
        id=found.pk,
        of=found.household.name if found.household else found.contact.name,
        home=found.household_id,
        contact=found.contact_id,
        profession=bool(found.contact) and found.contact.kind == "PROFESSIONAL",
        ask=found.ask_id,
        why=found.why,
        since=found.from_at,
        by=found.marked_by.name if found.marked_by else "",
        now=written[0],
        before=tuple(written[1:]),
        readers=tuple(
            ReaderView(each.worker_id, each.worker.name, each.from_at, each.worker_id in lifts)
            for each in readers.select_related("worker").order_by("worker__sort_name", "worker_id")
        ),
        asked=(asker.pk, asker.name, found.lift_asked_at, found.lift_why) if asker else None,
    )


def list_readable_by(viewer: Viewer, on: date) -> tuple[tuple[UUID, str], ...]:
    """Who could be named for a protected address: those who work here, and whose role reads records. One query."""
    rows = scopes.able(viewer.org, Permission.READ_RECORD, on)
    return tuple(rows.order_by("sort_name", "pk").values_list("pk", "name"))


def ask_words(protection: Protection) -> str:
    """What everybody who may know of it is told in place of a protected address.

    >>> from uuid import UUID
    >>> ask_words(Protection(UUID(int=1), UUID(int=2), "Sue Hill", False))
    'Address protected: ask Sue Hill'
    """
    return f"Address protected: ask {protection.ask or 'a service manager or the safeguarding lead'}"
