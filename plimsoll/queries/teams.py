"""All the teams that a viewer may look into, each in one line."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q

from plimsoll.core.access import Permission, Viewer
from plimsoll.core.calendar import as_datetime, day_of
from plimsoll.core.terms import Role
from plimsoll.core.workload.balance import Load
from plimsoll.queries.facts.cover import Unheld, gone, supervisors, unheld_since
from plimsoll.queries.facts.near import late_cases, near
from plimsoll.queries.facts.ranked import Ranked, agreed, ranked
from plimsoll.queries.workload import list_loads
from plimsoll.records import scopes
from plimsoll.records.models.cases import Allocation


@dataclass(frozen=True)
class TeamLine:
    """One team: of its open cases that the viewer may see how many there are, how much on them is late or coming due, how
    many nobody holds, since when the longest of these waits and on how many of these something is late, and how many are
    held by somebody who is not there.

    loads : of those who hold cases, where the viewer may see them and they can be worked out; unknown : of how many the
    viewer may see them, and they cannot, as their hours are not known; hidden : of how many holders the viewer may not
    see them; supervised : whether anybody is its supervisor.
    """

    id: UUID
    name: str
    loads: tuple[Load, ...]
    cases: int
    late: int
    coming: int
    unallocated: int
    waiting_since: Unheld | None
    waiting_late: int
    uncovered: int
    supervised: bool
    unknown: int = 0
    hidden: int = 0

    @property
    def over(self) -> int:
        """How many are over the line."""
        return sum(load.over for load in self.loads)


def list_teams(viewer: Viewer, at: int) -> tuple[TeamLine, ...]:
    """Teams whose cases the viewer may see, the one with the most people over the line first. All their cases go through the
    engines once. At most thirty-three queries.

    Raises
    ------
    NothingInForce : the organisation has agreed on no rulebook, criteria or scheme yet.
    """
    on = day_of(at)
    names = dict(scopes.teams(viewer, Permission.SEE_CASE).order_by("name", "pk").values_list("pk", "name"))
    if not names:
        return ()
    open_cases = scopes.cases(viewer).filter(closed_at__isnull=True, team_id__in=names)
    of = dict(open_cases.values_list("pk", "team_id"))
    spells = Allocation.objects.filter(org_id=viewer.org, to_at__isnull=True, case_id__in=open_cases.values("pk"))
    held = dict(spells.values_list("case_id", "worker_id"))
    waits = unheld_since(viewer, [case for case in of if case not in held])
    whole = _ranked(viewer, of, at, held, waits)
    late, coming = _near(whole, of, at) if whole else (Counter[UUID](), Counter[UUID]())
    missed = Counter(of[case] for case in late_cases(whole, at) & set(waits)) if whole else Counter[UUID]()
    away = gone(viewer, set(held.values()), on, as_datetime(at))
    loads, unknown, hidden = _loads(viewer, names, at)
    owners = supervisors(viewer, names, on)
    many, free = Counter(of.values()), Counter(of[case] for case in waits)
    uncovered = Counter(of[case] for case, worker in held.items() if worker in away and not away[worker].cover)
    lines = [
        TeamLine(
            team,
            name,
            loads.get(team, ()),
            many[team],
            late[team],
            coming[team],
            free[team],
            min((since for case, since in waits.items() if of[case] == team), default=None),
            missed[team],
            uncovered[team],
            bool(owners[team]),
            unknown[team],
            hidden[team],
        )
        for team, name in names.items()
    ]
    return tuple(sorted(lines, key=lambda line: (-line.over, -line.late, line.name)))


def _ranked(
    viewer: Viewer, of: dict[UUID, UUID], at: int, held: dict[UUID, UUID], waits: dict[UUID, Unheld]
) -> Ranked | None:
    criteria, rulebook = agreed(viewer, at, None)
    since = {case: one.since for case, one in waits.items()}
    return ranked(viewer, sorted(of), at, None, held, criteria, rulebook, since)


def _near(whole: Ranked, of: dict[UUID, UUID], at: int) -> tuple[Counter[UUID], Counter[UUID]]:
    """How much is late and how much is coming due, by team."""
    teams = [of[case.pk] for case in whole.facts.cases]

    def count(items: Iterable[int]) -> Counter[UUID]:
        return Counter(teams[case] for case in items)

    late, coming = near(whole, at)
    return count(whole.items.case[late].tolist()), count(whole.items.case[coming].tolist())


def _loads(
    viewer: Viewer, teams: Iterable[UUID], at: int
) -> tuple[dict[UUID, tuple[Load, ...]], Counter[UUID], Counter[UUID]]:
    """Loads that count of those who hold cases by their role, by team; of how many what they can give is not known; and of
    how many the viewer may not see them."""
    on = day_of(at)
    members = scopes.members(viewer.org, on).filter(team_id__in=list(teams)).filter(
        Q(worker__left_on__isnull=True) | Q(worker__left_on__gt=on)
    )  # fmt: skip
    rows = list(members.order_by("worker__sort_name", "worker_id").values_list("team_id", "worker_id"))
    people = list(dict.fromkeys(worker for _, worker in rows))
    holding = scopes.holding(viewer.org, Role.PRACTITIONER, on, people)
    loads = list_loads(viewer, [worker for worker in people if worker in holding], at)
    found: dict[UUID, tuple[Load, ...]] = {}
    unknown: Counter[UUID] = Counter()
    hidden: Counter[UUID] = Counter()
    for team, worker in rows:
        load = loads.get(worker)
        hidden[team] += load is None and worker in holding
        if load is not None and load.thousandths is not None:
            found[team] = (*found.get(team, ()), load)
        elif load is not None and load.available is None:
            unknown[team] += 1
    return found, unknown, hidden
