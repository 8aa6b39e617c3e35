"""Who of a team is away now or soon, and who covers; for whoever gives the team's cases to workers."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from plimsoll.core.access import COVERS, Permission, Viewer
from plimsoll.core.calendar import LONDON
from plimsoll.core.terms import AbsenceKind
from plimsoll.queries.facts.cover import gone
from plimsoll.records import scopes
from plimsoll.records.models.cases import Allocation
from plimsoll.records.models.people import Absence, Delegation


@dataclass(frozen=True)
class AwayNow:
    """That somebody of a team is away, from when until when, and why; cover : who stands in, by name; cases : how many open
    cases they hold, of those that the viewer may see; uncovered : whether these show as uncovered now."""

    id: UUID
    worker: UUID
    name: str
    kind: AbsenceKind
    begins_at: datetime
    ends_at: datetime
    cover: tuple[str, ...]
    cases: int
    uncovered: bool


@dataclass(frozen=True)
class TeamAbsence:
    """Who of a team is away or will be, the earliest first; the people of the team, and who could cover, by name."""

    name: str
    away: tuple[AwayNow, ...]
    people: tuple[tuple[UUID, str], ...]
    could_cover: tuple[tuple[UUID, str], ...]


def get_team_absence(viewer: Viewer, team: UUID, now: datetime) -> TeamAbsence:
    """As `TeamAbsence`, for whoever was asked whether they may. Ten queries, whatever the number of people."""
    today = now.astimezone(LONDON).date()
    name = scopes.teams(viewer, Permission.ALLOCATE).values_list("name", flat=True).get(pk=team)
    members = scopes.members(viewer.org, today).filter(team_id=team).order_by("worker__sort_name", "worker_id")
    people = tuple(members.values_list("worker_id", "worker__name"))
    keys = [key for key, _ in people]
    rows = Absence.objects.filter(org_id=viewer.org, worker_id__in=keys, cancelled_at__isnull=True, ends_at__gt=now)
    covers: dict[UUID, list[tuple[Delegation, str]]] = {}
    standing = Delegation.objects.filter(
        org_id=viewer.org, giver_id__in=keys, role__in=COVERS, to_date__gt=today
    ).select_related("taker")
    for one in standing.order_by("taker__sort_name", "taker_id"):
        covers.setdefault(one.giver_id, []).append((one, one.taker.name))
    held = Allocation.objects.filter(
        org_id=viewer.org, worker_id__in=keys, to_at__isnull=True, case_id__in=scopes.cases(viewer).values("pk")
    )
    cases = Counter(held.values_list("worker_id", flat=True))
    away = gone(viewer, keys, today, now)
    able = scopes.able(viewer.org, Permission.WRITE_RECORD, today).order_by("sort_name", "pk")
    return TeamAbsence(
        name,
        tuple(
            AwayNow(
                row.pk, row.worker_id, row.worker.name, AbsenceKind(row.kind), row.begins_at, row.ends_at,
                tuple(
                    dict.fromkeys(
                        taker
                        for one, taker in covers.get(row.worker_id, ())
                        if one.from_date < row.ends_at.astimezone(LONDON).date()
                        and one.to_date > row.begins_at.astimezone(LONDON).date()
                    )
                ),
                cases[row.worker_id],
                row.begins_at <= now and row.worker_id in away,
            )
            for row in rows.select_related("worker").order_by("begins_at", "worker__sort_name", "pk")
        ),
        people,
        tuple(able.values_list("pk", "name")),
    )  # fmt: skip
