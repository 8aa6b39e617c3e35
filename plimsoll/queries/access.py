"""Who is asking."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import connection
from django.db.models import F, Q

from plimsoll.core.access import Held, NotThere, Viewer
from plimsoll.core.terms import Role
from plimsoll.records import context
from plimsoll.records.models.people import Delegation, Organisation, RoleHeld, Worker


@dataclass(frozen=True)
class Person:
    """Someone of an invented town, whom one may sign in as without a password."""

    org: UUID
    worker: UUID
    organisation: str
    name: str
    team: str
    roles: tuple[Role, ...]


def list_invented_people() -> list[Person]:
    """Everyone whom one may sign in as without a password: nobody, unless every organisation is invented. One query.

    Asked before anyone is signed in, so the database answers it by a function of its own.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT org_id, worker_id, organisation, name, team, roles FROM records_invented_people()")
        found = cursor.fetchall()
    return [
        Person(org, worker, organisation, name, team, tuple(Role(word) for word in roles))
        for org, worker, organisation, name, team, roles in found
    ]


def has_organisation() -> bool:
    """Whether there is any organisation in the database. One query, asked before anyone is signed in."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT records_has_organisation()")
        (there,) = cursor.fetchone()
    return bool(there)


def get_viewer(org: UUID, worker: UUID, on: date) -> Viewer:
    """A worker with the roles that they hold on a day, their own and those they stand in for. Three queries.

    Raises
    ------
    NotThere : no such worker is there on that day.
    """
    found = Worker.objects.filter(Q(left_on__isnull=True) | Q(left_on__gt=on), org_id=org, pk=worker).first()
    if found is None:
        raise NotThere
    standing_in = Delegation.objects.filter(org_id=org, taker_id=worker, from_date__lte=on, to_date__gt=on)
    given = set(standing_in.values_list("giver_id", "role"))
    held = RoleHeld.objects.filter(
        Q(worker_id=worker) | Q(worker_id__in=[giver for giver, _ in given]),
        Q(to_date__isnull=True) | Q(to_date__gt=on),
        org_id=org,
        from_date__lte=on,
    ).order_by(F("team_id").asc(nulls_first=True), "role", "worker_id")
    return Viewer(
        org,
        worker,
        found.name,
        tuple(
            Held(Role(row.role), row.team_id, row.worker_id)
            for row in held
            if row.worker_id == worker or (row.worker_id, row.role) in given
        ),
    )


def get_organisation(viewer: Viewer) -> tuple[str, bool]:
    """The name of the viewer's organisation, and whether it is invented. One query."""
    found = Organisation.objects.get(pk=viewer.org)
    return found.name, found.invented


acting_as = context.acting
say_roles = context.say_roles
