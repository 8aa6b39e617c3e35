"""What is still missing of teams and people before everything that is shown of them can be relied on, as after a file."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Q, QuerySet

from plimsoll.core.terms import Role
from plimsoll.records.models.people import Membership, RoleHeld, Team, Worker, WorkingPattern

Named = tuple[tuple[UUID, str], ...]


@dataclass(frozen=True)
class Missing:
    """By name: open teams without a supervisor; and of those who hold cases by their role, whose hours are not known, and
    who is in no team."""

    supervisor: Named
    hours: Named
    team: Named

    @property
    def people(self) -> int:
        """How many people something is missing of."""
        return len({key for key, _ in (*self.hours, *self.team)})


def missing(org: UUID, on: date) -> Missing:
    """What is missing in an organisation on a day; nothing of any case. Four queries."""
    here = Worker.objects.filter(Q(left_on__isnull=True) | Q(left_on__gt=on), org_id=org)
    roles = RoleHeld.objects.filter(Q(to_date__isnull=True) | Q(to_date__gt=on), org_id=org, from_date__lte=on)
    supervised = roles.filter(role=Role.SUPERVISOR, worker__in=here)
    teams = Team.objects.filter(org_id=org, closed_on__isnull=True)
    if supervised.filter(team__isnull=True).exists():  # who supervises all of them
        teams = teams.none()
    holding = here.filter(pk__in=roles.filter(role=Role.PRACTITIONER).values("worker_id")).order_by("sort_name", "pk")

    def without(spells: QuerySet[WorkingPattern] | QuerySet[Membership]) -> Named:
        held = spells.filter(Q(to_date__isnull=True) | Q(to_date__gt=on), org_id=org, from_date__lte=on)
        return tuple(holding.exclude(pk__in=held.values("worker_id")).values_list("pk", "name"))

    unsupervised = teams.exclude(pk__in=supervised.filter(team__isnull=False).values("team_id"))
    return Missing(
        tuple(unsupervised.order_by("name", "pk").values_list("pk", "name")),
        without(WorkingPattern.objects.all()),
        without(Membership.objects.all()),
    )
