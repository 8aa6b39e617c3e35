"""Who holds a case, from two columns of names: people are told from teams, and one person's spellings are put together."""

import re
from collections import Counter
from collections.abc import Iterable

from plimsoll.formats.annex_a.tables import ListTable

_TITLE = re.compile(r"^(mr|mrs|ms|miss|mx|dr)\.?\s+", re.IGNORECASE)
# Words that name a place for work to wait, never a person. Whole words only: a Miss Poole is a person.
_NOT_A_PERSON = re.compile(
    r"\b(team|unit|duty|hub|service|services|pod|tray|inbox|mash|front door|unallocated|not allocated|allocation|"
    r"awaiting|vacant|vacancy|tbc|tba|n/?a|none|unassigned|locality|agency cover|coordinator|co-ordinator)\b",
    re.IGNORECASE,
)


def person_key(name: str) -> str:
    """What two spellings of one person's name have in common: order of the parts, title and case do not count.

    >>> person_key("Quill, Aster") == person_key("ms. aster QUILL")
    True
    """
    family, comma, given = name.partition(",")
    if comma and "," not in given:
        name = f"{given.strip()} {family.strip()}"
    return " ".join(_TITLE.sub("", name.strip()).casefold().split())


class Names:
    """The workers and teams that a workbook names."""

    def __init__(self, tables: Iterable[ListTable]) -> None:
        self._teams: set[str] = set()
        spellings: dict[str, Counter[str]] = {}
        for table in tables:
            self._teams |= {str(team).casefold() for team in set(table.columns.get("allocated_team", ())) if team}
            for column in ("allocated_worker", "personal_adviser"):
                for name, count in Counter(table.columns.get(column, ())).items():
                    if name:
                        spellings.setdefault(person_key(str(name)), Counter())[str(name)] += count
        self._shown = {key: _shown(spellings[key]) for key in spellings}

    def is_person(self, name: str) -> bool:
        """Whether a name in a worker column names a person, and not a team or a place to wait."""
        return name.casefold() not in self._teams and not _NOT_A_PERSON.search(name)

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
                teams.append(str(team))
            for column in ("allocated_worker", "personal_adviser"):
                name = columns[column][at] if column in columns else None
                if name and self.is_person(str(name)):
                    return self._shown[person_key(str(name))], str(team) if team else None
                if name:
                    teams.append(str(name))
        return None, teams[0] if teams else None


def _shown(spellings: Counter[str]) -> str:
    """The spelling to show: the most frequent without a comma, else the most frequent turned round."""
    ordered = sorted(spellings, key=lambda name: ("," in name, -spellings[name], name))
    family, comma, given = ordered[0].partition(",")
    return f"{given.strip()} {family.strip()}" if comma else ordered[0]
