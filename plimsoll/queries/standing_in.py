"""Who stands in for whom, as those concerned and whoever keeps people see it."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import F, Q

from plimsoll.core.access import HANDED_ON, NotThere, Permission, Viewer
from plimsoll.core.terms import Role
from plimsoll.records import scopes
from plimsoll.records.models.people import Delegation, RoleHeld


@dataclass(frozen=True)
class StandingIn:
    """That somebody (`taker`) stands in for somebody (`giver`) in a role, from a day until the day before `to_date`."""

    id: UUID
    giver: UUID
    giver_name: str
    taker: UUID
    taker_name: str
    role: Role
    from_date: date
    to_date: date
    why: str


@dataclass(frozen=True)
class StandingInOf:
    """Of one person: their name, what holds now or is to come on either side, the roles that they can hand on, and who could
    stand in, by name."""

    name: str
    all: tuple[StandingIn, ...]
    roles: tuple[Role, ...]
    people: tuple[tuple[UUID, str], ...]


def get_standing_in(viewer: Viewer, worker: UUID, on: date) -> StandingInOf:
    """As `StandingInOf`, of oneself, or of anybody for whoever manages people. Three queries.

    Raises
    ------
    NotThere : no such person is here for the viewer.
    """
    people = tuple(scopes.here(viewer.org, on).order_by("sort_name", "pk").values_list("pk", "name"))
    name = dict(people).get(worker)
    if name is None or (worker != viewer.worker and not viewer.reach(Permission.MANAGE_PEOPLE)):
        raise NotThere
    rows = Delegation.objects.filter(
        Q(giver_id=worker) | Q(taker_id=worker), org_id=viewer.org, to_date__gt=on, from_date__lt=F("to_date")
    ).select_related("giver", "taker")
    held = RoleHeld.objects.filter(scopes.still(on), org_id=viewer.org, worker_id=worker)
    codes = set(held.filter(role__in=HANDED_ON).values_list("role", flat=True))
    return StandingInOf(
        name,
        tuple(
            StandingIn(
                row.pk, row.giver_id, row.giver.name, row.taker_id, row.taker.name, Role(row.role), row.from_date,
                row.to_date, row.why,
            )
            for row in rows.order_by("from_date", "giver__sort_name", "taker__sort_name", "pk")
        ),
        tuple(role for role in HANDED_ON if role in codes),
        tuple(one for one in people if one[0] not in (worker, viewer.worker)),
    )  # fmt: skip
