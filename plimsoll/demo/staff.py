"""Teams, the people in them, and who holds which family."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from heapq import heapify, heappop, heappush

from plimsoll.demo import names, shares
from plimsoll.demo.draws import Draws
from plimsoll.demo.people import IN_CARE, Child, Kind, Worker

WORKERS_PER_TEAM = 6.5  # invented


class Role(StrEnum):
    """What a team does, as it stands in its name."""

    FRONT_DOOR = "Front Door"
    ASSESSMENT = "Assessment"
    LOCALITY = "Protection and In Need"
    CARE = "Children in Care"
    DISABILITY = "Children with Disabilities"
    LEAVING = "Leaving Care"


def role_of(child: Child, disabled: bool) -> Role:
    """The kind of team that holds a child at this point of the child's story."""
    kind = child.story.kind
    if kind in IN_CARE | {Kind.CLOSED_CARE, Kind.CLOSED_ADOPTED, Kind.NEED_AFTER_CARE}:
        return Role.CARE
    if kind is Kind.TURNED_ADULT:
        return Role.CARE
    if kind in {Kind.ASSESSMENT, Kind.NOT_IN_NEED, Kind.NFA}:
        return Role.ASSESSMENT
    return Role.DISABILITY if disabled else Role.LOCALITY


def shared_out(total: int, weights: dict[Role, float]) -> dict[Role, int]:
    """`total` people over roles in proportion to the weights, by largest remainder.

    >>> shared_out(3, {Role.CARE: 1.0, Role.LOCALITY: 2.1})
    {<Role.CARE: 'Children in Care'>: 1, <Role.LOCALITY: 'Protection and In Need'>: 2}
    """
    whole = sum(weights.values()) or 1.0
    exact = {role: total * weight / whole for role, weight in weights.items()}
    given = {role: int(amount) for role, amount in exact.items()}
    for role in sorted(exact, key=lambda role: given[role] - exact[role])[: total - sum(given.values())]:
        given[role] += 1
    return given


@dataclass(slots=True)
class _Post:
    """A worker with the room they have, 1.0 for an even share, and the children given so far."""

    worker: Worker
    room: float
    held: int = 0


@dataclass(slots=True)
class Group:
    """The people of one role, who take new families in turn of who has most room left."""

    posts: list[_Post] = field(default_factory=list)
    _queue: list[tuple[float, int]] = field(default_factory=list)

    def take(self, children: int) -> Worker:
        """Give a sibling group to the one with most room; its children then count."""
        if not self._queue:
            self._queue = [(post.held / post.room, place) for place, post in enumerate(self.posts)]
            heapify(self._queue)
        _, place = heappop(self._queue)
        post = self.posts[place]
        post.held += children
        heappush(self._queue, (post.held / post.room, place))
        return post.worker

    def anyone(self, draws: Draws) -> Worker:
        """Someone of the group, for work that is over."""
        return draws.one_of(self.posts).worker


class Staff:
    """All workers of the town. A role too small for a worker of its own is done by the largest one.

    Parameters: people, the number of workers in each role. teams, how many teams those of a role make together; after
    their number where not given.
    """

    def __init__(self, people: dict[Role, int], draws: Draws, teams: Mapping[Role, int] | None = None) -> None:
        self._groups: dict[Role, Group] = {}
        self._wanted = teams or {}
        self._named = 0
        self._teams = 0
        for role, number in people.items():
            if number:
                self._groups[role] = self._hire(role, number, draws)
        holders = [role for role in self._groups if role not in (Role.FRONT_DOOR, Role.LEAVING)]
        self._largest = max(holders, key=lambda role: len(self._groups[role].posts))

    def group(self, role: Role) -> Group:
        """The people of a role."""
        return self._groups.get(role) or self._groups[self._largest]

    def workers(self, role: Role) -> list[Worker]:
        """Those hired for a role, in the order of their names; nobody where it was too small."""
        group = self._groups.get(role)
        return [post.worker for post in group.posts] if group else []

    def _hire(self, role: Role, number: int, draws: Draws) -> Group:
        """Number people over teams of like size; the first locality team is the one over the line."""
        teams = min(self._wanted.get(role) or max(1, round(number / WORKERS_PER_TEAM)), number)
        titles = [names.team_name(self._teams + n, role.value) for n in range(teams)]
        self._teams += teams
        group = Group()
        for team, title in enumerate(titles):
            over = shares.OVER_THE_LINE if role is Role.LOCALITY and team == 0 and teams > 1 else 1.0
            rooms = [_room(draws) for _ in range(len(range(team, number, teams)))]
            group.posts.extend(self._post(title, over * room * len(rooms) / sum(rooms)) for room in rooms)
        return group

    def _post(self, team: str, room: float) -> _Post:
        self._named += 1
        return _Post(Worker(names.worker_name(self._named - 1), team), room)


def _room(draws: Draws) -> float:
    """How much of an even share someone holds, 0.5 to 1.5, near 1 for most; invented, for an average hides people."""
    return 0.5 + (draws.share() + draws.share()) / 2
