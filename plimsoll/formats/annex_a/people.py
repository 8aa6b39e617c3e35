"""Who holds a case, from two columns of names: people are told from teams, and one person's spellings are put together."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping

from plimsoll.formats.annex_a.tables import ListTable
from plimsoll.formats.annex_a.wording import spaced

_BRACKET = re.compile(r"\s*\([^()]*\)\s*$")
_TITLE = re.compile(r"(?:^|(?<=\s))(mr|mrs|ms|miss|mx|dr)\.?\s+")
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
                    teams.setdefault(str(name).casefold(), Counter())[str(name)] += count
            for column in ("allocated_worker", "personal_adviser"):
                for name, count in Counter(table.columns.get(column, ())).items():
                    if name:
                        spellings.setdefault(self._key(str(name)), Counter())[str(name)] += count
        # Names in a worker column that name no person, with (list, position, column) of each row they stood for.
        self.no_person: dict[str, list[tuple[int, int, str]]] = {}
        meant = {person_key(name): name for name in self._settled.values() if name}
        self._shown = {key: meant.get(key) or _shown(spellings[key]) for key in spellings}
        self._spellings = {self._shown[key]: spellings[key] for key in spellings}
        self._teams = {key: min(found, key=lambda name: (-found[name], name)) for key, found in teams.items()}
        # A worker's name that slipped into the team column of a few rows does not make a team of the worker.
        self._people_as_teams = {
            key for key in teams if teams[key].total() < spellings.get(person_key(key), Counter()).total()
        }

    def _key(self, name: str) -> str:
        """What all spellings of whoever a name stands for have in common."""
        return person_key(self._settled.get(name.casefold()) or name)

    def spellings(self, shown: str) -> tuple[str, ...]:
        """How the file writes a worker's name, the most frequent first."""
        found = self._spellings[shown]
        return tuple(sorted(found, key=lambda name: (-found[name], name)))

    def is_person(self, name: str) -> bool:
        """Whether a name in a worker column names a person, and not a team or a place to wait."""
        key, bare = name.casefold(), _bare(name)
        if key in self._settled:
            return bool(self._settled[key])
        return (
            bool(bare) and (key not in self._teams or key in self._people_as_teams) and not _NOT_A_PERSON.search(bare)
        )

    def _team(self, name: str) -> str:
        """A team in its most frequent spelling."""
        return self._teams.get(name.casefold(), name)

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


def _shown(spellings: Counter[str]) -> str:
    """The spelling to show: the most frequent without a comma, else the most frequent turned round."""
    ordered = sorted(spellings, key=lambda name: ("," in name, _bare(name) != name, -spellings[name], name))
    return _forename_first(_bare(ordered[0]))
