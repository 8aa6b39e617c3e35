"""What keeps a team from being closed: what has to be moved or ended first."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Q

from plimsoll.core.access import NotThere, Permission, Viewer
from plimsoll.records import scopes
from plimsoll.records.models.life import CaseTransfer
from plimsoll.records.models.people import RoleHeld
from plimsoll.records.models.priority import ShadowSpell
from plimsoll.records.models.route import RoutePlace


@dataclass(frozen=True)
class StillThere:
    """What is there of a team still. cases : open ones, also those that nobody who keeps people may know of; people : by
    name; roles : who holds one in it, or is to, without belonging to it; offered : cases that are offered to it; route :
    places of its own on the out-of-hours route; shadow : whether a shadow month runs."""

    cases: int
    people: tuple[str, ...]
    roles: tuple[str, ...]
    offered: int
    route: int
    shadow: bool

    @property
    def says(self) -> tuple[str, ...]:
        """What to do first, a sentence each; none where it can be closed."""
        said = []
        if self.cases:
            many = "1 open case stands" if self.cases == 1 else f"{self.cases:,} open cases stand"
            said.append(
                f"{many} in it. A supervisor of the team or a service manager gives each to a worker of another team, "
                "offers it to one, or closes it; a restricted case is for the people named on it."
            )
        if self.offered:
            many = "1 case is" if self.offered == 1 else f"{self.offered} cases are"
            said.append(f"{many} offered to it. A supervisor or a service manager accepts or declines.")
        if self.people:
            said.append(f"People are in it: {', '.join(self.people)}. Put each into another team, or in none.")
        if self.roles:
            said.append(f"Roles are held in it: by {', '.join(self.roles)}. End them.")
        if self.shadow:
            said.append("A shadow month runs for it. End that.")
        if self.route:
            said.append("It has places of its own on the out-of-hours route. Take them off.")
        return tuple(said)


def get_still_there(viewer: Viewer, team: UUID, on: date) -> StillThere:
    """What is there of a team on a day. Six queries.

    Raises
    ------
    NotThere : the viewer does not keep people.
    """
    if not viewer.reach(Permission.MANAGE_PEOPLE):
        raise NotThere
    mine = {"org_id": viewer.org, "team_id": team}
    here = Q(worker__left_on__isnull=True) | Q(worker__left_on__gt=on)
    members = scopes.belonging(viewer.org, team, on)
    held = RoleHeld.objects.filter(here, scopes.still(on), **mine).exclude(worker_id__in=[key for key, _ in members])
    shadow = ShadowSpell.objects.filter(**mine, to_date__gt=on, ended_at__isnull=True)
    offered = CaseTransfer.objects.filter(
        org_id=viewer.org, to_team_id=team, decided_at__isnull=True, withdrawn_at__isnull=True
    )
    return StillThere(
        cases=scopes.open_in_team(team),
        people=tuple(name for _, name in members),
        roles=tuple(dict.fromkeys(held.order_by("worker__sort_name", "pk").values_list("worker__name", flat=True))),
        offered=offered.count(),
        route=RoutePlace.objects.filter(**mine, ended_at__isnull=True).count(),
        shadow=shadow.exists(),
    )
