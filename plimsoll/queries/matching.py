"""Who or which team a name in a file stands for: by what was settled, else by the name itself."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches
from enum import StrEnum
from uuid import UUID

from django.db.models import Q

from plimsoll.core.terms import Layout, MeaningKind
from plimsoll.formats.annex_a.people import person_key, team_key
from plimsoll.formats.told import Meanings
from plimsoll.queries.new_case import names_alike, sounds
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


MOST_ALIKE = 3  # people who are suggested for one name
_NEAR = 0.82  # share of letters that two spellings of a surname have in common
_SIGNS = re.compile(r"[^\w'-]+")


class Alike:
    """Suggests who of those who work here a name may be: the same words in another order, an initial and the surname, or
    nearly the same spelling. It decides nothing: two people may share an initial."""

    def __init__(self, workers: Mapping[UUID, str]) -> None:
        self._words = {worker: _words(name) for worker, name in workers.items()}
        self._names = workers
        self._by_surname: dict[str, list[UUID]] = {}
        self._by_sound: dict[str, list[UUID]] = {}
        for worker, words in self._words.items():
            for word in {words[-1], words[0]} if words else ():
                self._by_surname.setdefault(word, []).append(worker)
                self._by_sound.setdefault(sounds(word), []).append(worker)

    def of(self, name: str) -> tuple[UUID, ...]:
        """Those who may be meant, the likeliest first, at most three.

        >>> ann, bob = UUID(int=1), UUID(int=2)
        >>> alike = Alike({ann: "Alder Bellwether", bob: "Bo Reed"})
        >>> [alike.of(name) == (ann,) for name in ("A. Bellwether", "Bellwether Alder", "Alder Belwether")]
        [True, True, True]
        >>> alike.of("Bo Bellwether"), alike.of("Cy Quill")
        ((), ())
        """
        words = _words(name)
        near: set[UUID] = set()
        for word in {words[0], words[-1]} if words else ():
            near |= {*self._by_surname.get(word, ()), *self._by_sound.get(sounds(word), ())}
            for other in get_close_matches(word, self._by_surname, n=MOST_ALIKE, cutoff=_NEAR):
                near.update(self._by_surname[other])
        found = [
            (how, self._names[worker], worker) for worker in near if (how := _likeness(words, self._words[worker]))
        ]
        return tuple(worker for _, _, worker in sorted(found, key=lambda one: (-one[0], one[1])))[:MOST_ALIKE]


def _words(name: str) -> list[str]:
    return _SIGNS.sub(" ", person_key(name)).split()


def _likeness(one: list[str], other: list[str]) -> int:
    """How much two names, word by word, are alike: 3 for the same words, 2 for an initial, 1 for a near spelling, else 0."""
    if sorted(one) == sorted(other):
        return 3
    if len(one) < 2 or len(other) < 2:
        return 0
    for turned in (one, [*one[1:], one[0]]):
        if turned[-1] == other[-1] and _short_for(turned[0], other[0]):
            return 2
    for turned in (one, [*one[1:], one[0]]):
        if names_alike(turned[-1], other[-1]) and (names_alike(turned[0], other[0]) or _short_for(turned[0], other[0])):
            return 1
    return 0


def _short_for(one: str, other: str) -> bool:
    """Whether one given name is the beginning of the other: 'a' or 'al' of 'alder'."""
    return one.startswith(other) or other.startswith(one)


NO_TEAM = "Rows without a team"  # stands in the place of a name for whatever names neither a team nor a worker in one


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

    def usual(self, organisation: str) -> Which:
        """Where cases go that name neither a team nor a worker in one: as was settled by hand, else the only team here, else
        the one that is called as the organisation, to be added where there is none."""
        said = self.of(NO_TEAM)
        if said.team or (len(self.teams) == 1 and not said.to_add):
            return Which(said.team or next(iter(self.teams)), True)
        named = self.of(organisation).team
        return Which(named, True, named is None)

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
