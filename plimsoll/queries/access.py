"""Who is asking."""

import json
from dataclasses import dataclass, replace
from datetime import date, datetime
from uuid import UUID

from django.db import connection

from plimsoll.core.access import Held, NotThere, Viewer
from plimsoll.core.emergency import EmergencyRules
from plimsoll.core.terms import Role
from plimsoll.queries.facts.route import on_route
from plimsoll.records import context
from plimsoll.records.models.emergency import EmergencyOpening

EMERGENCY = "emergency"  # the setting: what is allowed in one
LABELS = "role_labels"  # the setting: what roles are called here, by their code


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
    """A worker with the roles that they hold on a day, their own and those they stand in for. One query.

    Raises
    ------
    NotThere : no such worker is there on that day.
    """
    with connection.cursor() as cursor:
        cursor.execute(VIEWER, {"org": org, "worker": worker, "on": on, "settings": [EMERGENCY, LABELS]})
        found = cursor.fetchall()
    if not found:
        raise NotThere
    held = tuple(Held(Role(role), team, holder, of) for _, role, team, holder, of, *_ in found if role)
    name, *_, on_route, kept, has_opened = found[0]
    settled = json.loads(kept or "{}")
    return Viewer(
        org, worker, name, held, on_route=on_route, rules=EmergencyRules.of(settled.get(EMERGENCY, {})),
        labels=tuple((Role(code), label) for code, label in sorted(settled.get(LABELS, {}).items())), has_opened=has_opened,
    )  # fmt: skip


def with_route(viewer: Viewer, now: datetime) -> Viewer:
    """A viewer with the cases that stand with them at a moment by the out-of-hours route. No query for whoever is on none,
    and has taken nothing by one; four else, one where nothing must be done now."""
    if not viewer.on_route:
        return viewer
    mine = frozenset(one.case for one in on_route(viewer, now) if one.stands_with(viewer.worker))
    return replace(viewer, stands_with=mine) if mine else viewer


def with_opened(viewer: Viewer, now: datetime) -> Viewer:
    """A viewer with the cases that they opened in an emergency and that are open still. No query for whoever opened none
    since yesterday, and for whom it is allowed no longer; one else."""
    if not (viewer.has_opened and viewer.opens):
        return viewer
    rows = EmergencyOpening.objects.filter(
        org_id=viewer.org, opened_by_id=viewer.worker, opened_at__lte=now, ends_at__gt=now, ended_at__isnull=True
    )
    return replace(viewer, opened=frozenset(rows.values_list("case_id", flat=True)))


# One row a role; one without a role for whoever holds none.
VIEWER = """
    SELECT w.name, r.role, r.team_id, r.worker_id,
        CASE WHEN r.worker_id = w.id THEN '' ELSE g.name END, EXISTS (
            SELECT FROM records_routeplace p WHERE p.org_id = w.org_id AND p.worker_id = w.id AND p.ended_at IS NULL)
        OR EXISTS (
            SELECT FROM records_routetaking t
            WHERE t.org_id = w.org_id AND t.worker_id = w.id AND t.taken_at > %(on)s::date - 7),
        (SELECT jsonb_object_agg(s.key, s.value)::text FROM records_setting s
         WHERE s.org_id = w.org_id AND s.key = ANY(%(settings)s::text[])),
        EXISTS (
            SELECT FROM records_emergencyopening o
            WHERE o.org_id = w.org_id AND o.opened_by_id = w.id AND o.ended_at IS NULL AND o.ends_at > %(on)s::date - 1)
    FROM records_worker w
    LEFT JOIN records_roleheld r ON r.org_id = w.org_id
        AND r.from_date <= %(on)s AND (r.to_date IS NULL OR r.to_date > %(on)s)
        AND (r.worker_id = w.id OR EXISTS (
            SELECT FROM records_delegation d
            WHERE d.org_id = w.org_id AND d.taker_id = w.id AND d.giver_id = r.worker_id AND d.role = r.role
              AND d.from_date <= %(on)s AND d.to_date > %(on)s))
    LEFT JOIN records_worker g ON g.org_id = r.org_id AND g.id = r.worker_id
    WHERE w.org_id = %(org)s AND w.id = %(worker)s AND (w.left_on IS NULL OR w.left_on > %(on)s)
    ORDER BY r.team_id NULLS FIRST, r.role, r.worker_id
"""


def get_organisation(viewer: Viewer) -> tuple[str, bool]:
    """The name of the viewer's organisation, and whether it is invented. One query."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT name, invented FROM records_organisation WHERE id = %s", [viewer.org])
        name, invented = cursor.fetchone()
    return name, invented


acting_as = context.acting
say_roles = context.say_roles
