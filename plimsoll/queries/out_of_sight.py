"""Open cases in teams in which nobody's role reaches them: a child is never lost, so whoever can mend it is told how many
there are, and nothing of whom they are about."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from plimsoll.core.access import NotThere, Permission, Viewer
from plimsoll.core.calendar import LONDON
from plimsoll.core.terms import ImportState
from plimsoll.queries.matching import Names, TeamNames, Whose
from plimsoll.records import scopes
from plimsoll.records.models.exchange import Import, ImportFile
from plimsoll.records.models.people import Organisation


@dataclass(frozen=True)
class OutOfSight:
    """How many open cases stand in teams in which nobody but their worker can see them, and how many of these have no worker
    who can (`unheld`): nobody at all sees these. teams : id (None of one that a file is to make), name, and how many.

    closed_team, named_gone, holder_left : how many stand in a team that is closed, are restricted to people of whom none
    works here with a role that sees cases (for those who keep people alone), or are held by somebody who has left."""

    cases: int = 0
    unheld: int = 0
    teams: tuple[tuple[UUID | None, str, int], ...] = ()
    closed_team: int = 0
    named_gone: int = 0
    holder_left: int = 0

    def __bool__(self) -> bool:
        return any((self.cases, self.closed_team, self.named_gone, self.holder_left))


def get_out_of_sight(viewer: Viewer, on: date) -> OutOfSight:
    """How many there are now. At most five queries.

    Raises
    ------
    NotThere : the viewer neither keeps people nor brings files in.
    """
    _check(viewer)
    rows = scopes.out_of_sight(viewer.org, on)
    closed, left = scopes.lost(viewer.org, on)
    return replace(
        _of((team, name, held, many) for team, name, held, many in rows),
        closed_team=closed,
        named_gone=scopes.seen_by_nobody(on) if viewer.reach(Permission.MANAGE_PEOPLE) else 0,
        holder_left=left,
    )


def get_out_of_sight_of(viewer: Viewer, import_id: UUID, on: date) -> OutOfSight:
    """How many new cases of a file would come to stand so, as its names are settled; of one that is brought in or put aside
    there are none. At most ten queries.

    Raises
    ------
    NotThere : the viewer neither keeps people nor brings files in.
    """
    _check(viewer)
    row = Import.objects.filter(org_id=viewer.org, pk=import_id, state=ImportState.STAGED).first()
    if row is None:
        return OutOfSight()
    kept = ImportFile.objects.filter(org_id=viewer.org, of_id=import_id).values_list("understood", flat=True)[0]
    reached = scopes.able_in(viewer.org, Permission.SEE_CASE, on)
    if None in reached:
        return OutOfSight()
    able = set(scopes.able(viewer.org, Permission.SEE_CASE, on).values_list("pk", flat=True))
    names = Names(viewer.org, row.layout, row.facts_on or on)
    placing = Placing(viewer.org, row, names, kept)
    return _of(
        (team, name, whose.to_add or whose.worker in able, many)
        for team, name, whose, many in placing.rows()
        if team not in reached
    )


class Placing:
    """In which team each new case of a file would stand. Four queries."""

    def __init__(self, org: UUID, row: Import, names: Names, kept: dict[str, list[list[str]]]) -> None:
        self.teams = TeamNames(org, row.layout)
        self.organisation = Organisation.objects.get(pk=org).name
        self.homes = scopes.homes(org, row.facts_on or row.staged_at.astimezone(LONDON).date())
        self.names, self.told = names, kept.get("places", ())  # one read by an earlier version has none
        self.mostly = {person[0]: person[2] for person in kept["people"]}

    def rows(self) -> Iterable[tuple[UUID | None, str, Whose, int]]:
        """Team (None of one that is to be made), its name, whose the cases are, and how many."""
        for team, worker, many in self.told:
            whose = self.names.of(worker) if worker else Whose()
            key, name = self._team(team, worker, whose)
            yield key, name, whose, int(many)

    def unnamed(self) -> int:
        """How many go to the team for whatever names neither team nor worker."""
        found = 0
        for team, worker, many in self.told:
            whose = self.names.of(worker) if worker else Whose()
            found += int(many) if not self._says(team, worker, whose) else 0
        return found

    def usual(self) -> tuple[UUID | None, str]:
        """The team for these, by id and name."""
        which = self.teams.usual(self.organisation)
        return which.team, self.teams.teams[which.team] if which.team else self.organisation

    def _says(self, team: str, worker: str, whose: Whose) -> str | UUID | None:
        if team:
            return team
        if whose.worker and whose.worker in self.homes:
            return self.homes[whose.worker]
        return (self.mostly.get(worker) or None) if whose.to_add else None

    def _team(self, team: str, worker: str, whose: Whose) -> tuple[UUID | None, str]:
        said = self._says(team, worker, whose)
        if said is None:
            return self.usual()
        key = said if isinstance(said, UUID) else self.teams.of(said).team
        return key, self.teams.teams.get(key, "") if key else str(said)


def _of(rows: Iterable[tuple[UUID | None, str, bool, int]]) -> OutOfSight:
    teams: Counter[tuple[UUID | None, str]] = Counter()
    cases = unheld = 0
    for team, name, held, many in rows:
        teams[team, name] += many
        cases += many
        unheld += 0 if held else many
    named = sorted(teams.items(), key=lambda one: (one[0][1], str(one[0][0])))
    return OutOfSight(cases, unheld, tuple((team, name, many) for (team, name), many in named))


def _check(viewer: Viewer) -> None:
    if not (viewer.reach(Permission.MANAGE_PEOPLE) or viewer.reach(Permission.IMPORT)):
        raise NotThere
