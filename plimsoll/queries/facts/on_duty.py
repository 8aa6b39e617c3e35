"""Who takes what must not wait a minute: a person, never a team."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Q

from plimsoll.core.access import Viewer
from plimsoll.core.calendar import LONDON
from plimsoll.core.terms import Role
from plimsoll.queries.facts.cover import gone
from plimsoll.records.models.cases import NamedPerson, Restriction
from plimsoll.records.models.people import Absence, Delegation, RoleHeld

FIRST = (Role.DUTY, Role.SUPERVISOR, Role.SERVICE_MANAGER)


@dataclass(frozen=True)
class Taker:
    """Somebody who is there now and takes a referral; as_role : by which role, '' for who holds it or is named on it."""

    worker: UUID
    name: str
    as_role: str = ""


@dataclass(frozen=True)
class _OnRota:
    role: Role
    team: UUID | None
    taker: Taker


def takers(
    viewer: Viewer, teams: Mapping[UUID, UUID], held: Mapping[UUID, tuple[UUID, str]], now: datetime
) -> dict[UUID, Taker]:
    """Who takes each of some cases at a moment: whoever holds it; else who is on duty in its team, then in the whole
    organisation; else who supervises the team; else who manages the service. Of several the first by name. A restricted case
    is taken by somebody named on it. Whoever is away is passed by for whoever stands in for them. A case without anybody is
    left out. Seven queries.

    Parameters
    ----------
    teams : team by case. held : worker and name by case, of those that somebody holds.
    """
    rota = _rota(viewer, now)
    away = gone(viewer, {worker for worker, _ in held.values()}, now.astimezone(LONDON).date(), now)
    found = {case: Taker(worker, name) for case, (worker, name) in held.items() if worker not in away}
    named = _named(viewer, [case for case in teams if case not in found])
    for case, team in teams.items():
        if case in found:
            continue
        ready = [
            one for one in rota if one.team in (team, None) and (case not in named or one.taker.worker in named[case])
        ]
        first = min(ready, key=lambda one: (FIRST.index(one.role), one.team is None), default=None)
        if first is not None:
            found[case] = first.taker
        elif named.get(case):
            found[case] = Taker(*min(named[case].items(), key=lambda pair: pair[1]))
    return found


def _rota(viewer: Viewer, now: datetime) -> list[_OnRota]:
    """Who holds a role that takes referrals and is there, by name; for whoever is away, who stands in."""
    on = now.astimezone(LONDON).date()
    held = RoleHeld.objects.filter(Q(to_date__isnull=True) | Q(to_date__gt=on), from_date__lte=on, role__in=FIRST)
    here = Q(worker__left_on__isnull=True) | Q(worker__left_on__gt=on)
    rows = list(
        held.filter(here, org_id=viewer.org).select_related("worker").order_by("worker__sort_name", "worker_id")
    )
    standing = Delegation.objects.filter(org_id=viewer.org, role__in=FIRST, from_date__lte=on, to_date__gt=on)
    instead = {(row.giver_id, row.role): row.taker for row in standing.select_related("taker").order_by("given_at")}
    people = {row.worker_id for row in rows} | {taker.pk for taker in instead.values()}
    away = set(
        Absence.objects.filter(
            org_id=viewer.org, worker_id__in=people, cancelled_at__isnull=True, begins_at__lte=now, ends_at__gt=now
        ).values_list("worker_id", flat=True)
    )
    found = []
    for row in rows:
        worker = instead.get((row.worker_id, row.role)) if row.worker_id in away else row.worker
        if worker is not None and worker.pk not in away:
            taker = Taker(worker.pk, worker.name, viewer.called(Role(row.role)))
            found.append(_OnRota(Role(row.role), row.team_id, taker))
    return found


def _named(viewer: Viewer, cases: list[UUID]) -> dict[UUID, dict[UUID, str]]:
    """Who is named on those of some cases that are restricted, by name."""
    restricted = Restriction.objects.filter(org_id=viewer.org, case_id__in=cases, to_at__isnull=True)
    found: dict[UUID, dict[UUID, str]] = {case: {} for case in restricted.values_list("case_id", flat=True)}
    rows = NamedPerson.objects.filter(org_id=viewer.org, case_id__in=found, to_at__isnull=True)
    for case, worker, name in rows.values_list("case_id", "worker_id", "worker__name"):
        found[case][worker] = name
    return found
