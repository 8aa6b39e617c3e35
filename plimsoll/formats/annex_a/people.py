"""Who holds a case, from two columns of names: people are told from teams, and one person's spellings are put together."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from functools import lru_cache

from plimsoll.formats.annex_a.tables import ListTable
from plimsoll.formats.annex_a.wording import spaced
from plimsoll.formats.told import ToldTeam

_BRACKET = re.compile(r"\s*\([^()]*\)\s*$")
_TITLE = re.compile(r"(?:^|(?<=\s))(mr|mrs|ms|miss|mx|dr)\.?\s+")
_BETWEEN_WORDS = re.compile(r"[\W_]+")
# Words that name a place for work to wait, never a person. Whole words only: a Miss Poole is a person.
_NOT_A_PERSON = re.compile(
    r"\b(team|unit|duty|hub|service|services|pod|tray|inbox|mash|front door|unallocated|allocated|allocation|"
    r"awaiting|vacant|vacancy|tbc|tba|unassigned|locality|agency cover|coordinator|co-ordinator)\b|^(n/?a|none)$",
    re.IGNORECASE,
)


def person_key(name: str) -> str:
    """What two spellings of one person's name have in common: order of the parts, title and case do not count.

    >>> person_key("Quill, Aster") == person_key("ms. aster QUILL") == person_key("Ms Quill, Aster")
    True
    """
    return _TITLE.sub("", spaced(_forename_first(_bare(name)))).strip()


@lru_cache(4096)  # a workbook names few teams in very many rows
def team_key(name: str) -> str:
    """What two spellings of one team's name have in common: case, spaces and marks do not count, and '&' is 'and'.

    >>> team_key("CP Team North") == team_key("cp  team-north")
    True
    >>> team_key("Care & Court") == team_key("Care and Court"), team_key("Team 1/2") == team_key("Team 12")
    (True, False)
    """
    return _BETWEEN_WORDS.sub(" ", spaced(name).replace("&", " and ")).strip() or spaced(name)


def _bare(name: str) -> str:
    """A name without what stands in brackets at its end: 'Jane Smith (Duty)' is Jane Smith."""
    return _BRACKET.sub("", name)


def _forename_first(name: str) -> str:
    """A name with its only comma taken out and the parts turned round."""
    family, comma, given = name.partition(",")
    return f"{given.strip()} {family.strip()}" if comma and "," not in given else name


class Names:
    """The workers and teams that a workbook names."""

    def __init__(self, tables: Iterable[ListTable], settled: Mapping[str, str] | None = None) -> None:
        """`settled`: whose name a name (in lower case) is, or '' where it is nobody's."""
        self._settled = settled or {}
        spellings: dict[str, Counter[str]] = {}
        teams: dict[str, Counter[str]] = {}
        for table in tables:
            for name, count in Counter(table.columns.get("allocated_team", ())).items():
                if name:
                    teams.setdefault(team_key(str(name)), Counter())[str(name)] += count
            for column in ("allocated_worker", "personal_adviser"):
                for name, count in Counter(table.columns.get(column, ())).items():
                    if name:
                        spellings.setdefault(self._key(str(name)), Counter())[str(name)] += count
        # Names in a worker column that name no person, with (list, position, column) of each row they stood for.
        self.no_person: dict[str, list[tuple[int, int, str]]] = {}
        meant = {person_key(name): name for name in self._settled.values() if name}
        self._shown = {key: meant.get(key) or _shown(spellings[key]) for key in spellings}
        self._spellings = {self._shown[key]: spellings[key] for key in spellings}
        self._team_spellings = {key: _most_frequent_first(found) for key, found in teams.items()}
        self._teams = {key: found[0] for key, found in self._team_spellings.items()}
        # A worker's name that slipped into the team column of a few rows does not make a team of the worker.
        self._people_as_teams = {
            key
            for key, found in teams.items()
            if found.total() < spellings.get(person_key(self._teams[key]), Counter()).total()
        }

    def _key(self, name: str) -> str:
        """What all spellings of whoever a name stands for have in common."""
        return person_key(self._settled.get(name.casefold()) or name)

    def spellings(self, shown: str) -> tuple[str, ...]:
        """How the file writes a worker's name, the most frequent first."""
        return _most_frequent_first(self._spellings[shown])

    def told_teams(self, teams: Iterable[str | None]) -> tuple[ToldTeam, ...]:
        """The teams of open cases, from the team of each: by name, with every spelling in a column of teams."""
        cases = Counter(team for team in teams if team)
        return tuple(
            ToldTeam(team, self._team_spellings.get(team_key(team), (team,)), cases[team]) for team in sorted(cases)
        )

    def is_person(self, name: str) -> bool:
        """Whether a name in a worker column names a person, and not a team or a place to wait."""
        key, bare = team_key(name), _bare(name)
        if name.casefold() in self._settled:
            return bool(self._settled[name.casefold()])
        return (
            bool(bare) and (key not in self._teams or key in self._people_as_teams) and not _NOT_A_PERSON.search(bare)
        )

    def _team(self, name: str) -> str:
        """A team in its most frequent spelling."""
        return self._teams.get(team_key(name), name)

    def worker(self, lists: dict[int, ListTable], open_rows: list[tuple[int, int]]) -> tuple[str | None, str | None]:
        """The worker and team of a case: the first open row, in order of precedence, that names a person.

        Without a person, the case is nobody's and the team is the first that is named. A personal adviser of List 9
        holds the case where no allocated worker is named.
        """
        teams: list[str] = []
        for number, at in open_rows:
            columns = lists[number].columns
            team = columns["allocated_team"][at] if "allocated_team" in columns else None
            if team:
                teams.append(self._team(str(team)))
            for column in ("allocated_worker", "personal_adviser"):
                name = columns[column][at] if column in columns else None
                if name and self.is_person(str(name)):
                    return self._shown[self._key(str(name))], self._team(str(team)) if team else None
                if name:
                    teams.append(self._team(str(name)))
                    self.no_person.setdefault(str(name), []).append((number, at, column))
        return None, teams[0] if teams else None


def _most_frequent_first(spellings: Counter[str]) -> tuple[str, ...]:
    return tuple(sorted(spellings, key=lambda name: (-spellings[name], name)))


def _shown(spellings: Counter[str]) -> str:
    """The spelling to show: the most frequent without a comma, else the most frequent turned round."""
    ordered = sorted(spellings, key=lambda name: ("," in name, _bare(name) != name, -spellings[name], name))
    return _forename_first(_bare(ordered[0]))
