"""Restricted cases that nobody sees any more, each by a number that says nothing of it, and who is asked for."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import QuerySet

from plimsoll.core.access import NotThere, Permission, Viewer
from plimsoll.records import scopes
from plimsoll.records.models.naming import NamingAsk


@dataclass(frozen=True)
class Naming:
    """That somebody is asked to be named. agreed : None while nobody has decided; lapses_at : when it is over, where nobody
    has by then."""

    id: UUID
    restriction: UUID
    named_id: UUID
    named: str
    why: str
    asked_by_id: UUID
    asked_by: str
    asked_at: datetime
    lapses_at: datetime
    decided_by: str
    decided_at: datetime | None
    decided_why: str
    agreed: bool | None

    @property
    def number(self) -> int:
        """What the case is called where it may not be known."""
        return number_of(self.restriction)

    def waits(self, now: datetime) -> bool:
        """Whether it can be decided still."""
        return self.agreed is None and now < self.lapses_at


@dataclass(frozen=True)
class OutOfReach:
    """One restricted case that nobody sees any more. asked : who was asked to be named, the latest first."""

    restriction: UUID
    asked: tuple[Naming, ...]

    @property
    def number(self) -> int:
        """What it is called where it may not be known."""
        return number_of(self.restriction)

    def waiting(self, now: datetime) -> Naming | None:
        """What waits to be decided, if anything does."""
        return next((one for one in self.asked if one.waits(now)), None)


def number_of(restriction: UUID) -> int:
    """Four digits by which people can speak of a restricted case. They come from a random key, so they say nothing of the
    case, and are the same on every day.

    >>> number_of(UUID("00001234-0000-4000-8000-000000000000"))
    5660
    """
    return 1000 + (restriction.int >> 96) % 9000


def decides_naming(viewer: Viewer) -> bool:
    """Whether the viewer agrees to such namings at all: a service manager, or whoever keeps people."""
    return bool(viewer.reach(Permission.MANAGE_PEOPLE)) or viewer.reach(Permission.COUNTERSIGN).everything


def list_out_of_reach(viewer: Viewer, on: date) -> tuple[OutOfReach, ...]:
    """Every open case restricted to people of whom nobody sees it any more, in the order of their numbers. Two queries.

    Raises
    ------
    NotThere : the viewer does not keep people.
    """
    if not viewer.reach(Permission.MANAGE_PEOPLE):
        raise NotThere
    lost = scopes.lost_restrictions(on)
    asked = tuple(map(_naming, _rows(viewer, lost).order_by("-asked_at", "pk")))
    found = (OutOfReach(key, tuple(one for one in asked if one.restriction == key)) for key in lost)
    return tuple(sorted(found, key=lambda one: (one.number, str(one.restriction))))


def get_out_of_reach(viewer: Viewer, restriction: UUID, on: date) -> OutOfReach:
    """One of them. Two queries.

    Raises
    ------
    NotThere : there is none of this id, somebody sees it again, or the viewer does not keep people.
    """
    found = next((one for one in list_out_of_reach(viewer, on) if one.restriction == restriction), None)
    if found is None:
        raise NotThere
    return found


def list_namings_asked(viewer: Viewer, now: datetime) -> tuple[Naming, ...]:
    """What waits for an agreement that the viewer may give, the oldest first. At most two queries."""
    if not decides_naming(viewer):
        return ()
    rows = _rows(viewer, scopes.lost_restrictions(now.date())).filter(decided_at__isnull=True, lapses_at__gt=now)
    own = (viewer.worker, *viewer.signs_for)
    rows = rows.exclude(asked_by_id__in=own).exclude(worker_id__in=own)
    return tuple(map(_naming, rows.order_by("asked_at", "pk")))


def get_naming_asked(viewer: Viewer, asked: UUID, now: datetime) -> Naming:
    """One of them.

    Raises
    ------
    NotThere : it does not wait for this viewer.
    """
    found = next((one for one in list_namings_asked(viewer, now) if one.id == asked), None)
    if found is None:
        raise NotThere
    return found


def list_namable(viewer: Viewer, on: date) -> tuple[tuple[UUID, str], ...]:
    """Who could be named, by name: whoever could lift the restriction again, but for the viewer. One query."""
    rows = scopes.able(viewer.org, Permission.RESTRICT, on).exclude(pk=viewer.worker)
    return tuple(rows.order_by("sort_name", "pk").values_list("pk", "name"))


def anybody_agrees(viewer: Viewer, on: date) -> bool:
    """Whether anybody but the viewer could agree to such a naming. Two queries."""
    keeps = scopes.able(viewer.org, Permission.MANAGE_PEOPLE, on).exclude(pk=viewer.worker)
    whole = scopes.able_in(viewer.org, Permission.COUNTERSIGN, on).get(None, set())
    return bool(whole - {viewer.worker}) or keeps.exists()


def _rows(viewer: Viewer, restrictions: list[UUID]) -> QuerySet[NamingAsk]:
    return NamingAsk.objects.filter(org_id=viewer.org, restriction_id__in=restrictions).select_related(
        "worker", "asked_by", "decided_by"
    )


def _naming(row: NamingAsk) -> Naming:
    return Naming(
        row.pk, row.restriction_id, row.worker_id, row.worker.name, row.why, row.asked_by_id, row.asked_by.name,
        row.asked_at, row.lapses_at, row.decided_by.name if row.decided_by else "", row.decided_at, row.decided_why or "",
        row.agreed,
    )  # fmt: skip
