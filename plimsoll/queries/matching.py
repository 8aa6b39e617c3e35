"""Who or which team a name in a file stands for: by what was settled, else by the name itself."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from uuid import UUID

from django.db.models import Q

from plimsoll.core.terms import Layout, MeaningKind
from plimsoll.formats.annex_a.people import person_key, team_key
from plimsoll.formats.told import Meanings
from plimsoll.records.models.exchange import Meaning
from plimsoll.records.models.people import Team, Worker


class Settled(StrEnum):
    """What a name in a file can stand for, beside somebody who works here, or one of the teams."""

    ADD = "ADD"  # somebody who works here, or a team, and is not on record yet
    NOBODY = "NOBODY"  # no person: these cases wait for a worker


@dataclass(frozen=True)
class Whose:
    """Who a name stands for. settled : so, or by hand said to be nobody, or to be added (`to_add`)."""

    worker: UUID | None = None
    settled: bool = False
    to_add: bool = False


class Names:
    """Names of a layout's files as people who work in an organisation on a day. Two queries."""

    def __init__(self, org: UUID, layout: Layout | None, on: date) -> None:
        here = Worker.objects.filter(Q(left_on__isnull=True) | Q(left_on__gt=on), org_id=org)
        self.workers: dict[UUID, str] = dict(here.values_list("pk", "name"))
        self._by_name: dict[str, list[UUID]] = {}
        for worker, name in self.workers.items():
            self._by_name.setdefault(person_key(name), []).append(worker)
        rows = Meaning.objects.filter(org_id=org, layout=layout, kind=MeaningKind.PERSON)
        self._settled = {
            found: (worker, means) for found, worker, means in rows.values_list("found", "worker_id", "means")
        }

    def of(self, name: str) -> Whose:
        """Whose a name is: as was settled by hand, else the only person here of that name."""
        worker, means = self._settled.get(name.casefold(), (None, ""))
        if worker in self.workers:
            return Whose(worker, True)
        if means == Settled.NOBODY:
            return Whose(None, True)
        same = self._by_name.get(person_key(name), [])
        if len(same) == 1:
            return Whose(same[0], True)
        return Whose(None, means == Settled.ADD, means == Settled.ADD)

    def added(self, name: str, worker: UUID) -> None:
        """Somebody of that name works here from now on."""
        self.workers[worker] = name
        self._by_name.setdefault(person_key(name), []).append(worker)


@dataclass(frozen=True)
class Which:
    """Which team a name stands for. settled : so, or by hand said to be added (`to_add`)."""

    team: UUID | None = None
    settled: bool = False
    to_add: bool = False


class TeamNames:
    """Names of a layout's files as open teams of an organisation. Two queries."""

    def __init__(self, org: UUID, layout: Layout) -> None:
        here = Team.objects.filter(org_id=org, closed_on__isnull=True)
        self.teams: dict[UUID, str] = dict(here.values_list("pk", "name"))
        self._by_name: dict[str, list[UUID]] = {}
        for team, name in self.teams.items():
            self._by_name.setdefault(team_key(name), []).append(team)
        rows = Meaning.objects.filter(org_id=org, layout=layout, kind=MeaningKind.TEAM)
        self._settled = {found: (team, means) for found, team, means in rows.values_list("found", "team_id", "means")}

    def of(self, name: str) -> Which:
        """Which team a name is: as was settled by hand, else the only one here of that name."""
        team, means = self._settled.get(team_key(name), (None, ""))
        if team in self.teams:
            return Which(team, True)
        same = self._by_name.get(team_key(name), [])
        exact = [team for team in same if self.teams[team] == name]
        if len(same) == 1 or exact:
            return Which((exact or same)[0], True)
        return Which(None, means == Settled.ADD, means == Settled.ADD)

    def added(self, name: str, team: UUID) -> None:
        """There is a team of that name from now on."""
        self.teams[team] = name
        self._by_name.setdefault(team_key(name), []).append(team)


def meanings(org: UUID) -> Meanings:
    """What an organisation has settled about values, of every layout: their columns have names of their own. One query."""
    rows = Meaning.objects.filter(org_id=org, kind=MeaningKind.VALUE)
    return Meanings(
        values={(column, found): means for column, found, means in rows.values_list("column", "found", "means")}
    )
