"""People and teams that a file names, as those who work here; the missing ones are made."""

from collections.abc import Callable, Iterable
from datetime import date, datetime
from uuid import UUID

from plimsoll.actions.audit import product, record_event
from plimsoll.core.terms import Act, Layout, Role
from plimsoll.formats.told import ToldPerson
from plimsoll.queries.matching import Names, TeamNames
from plimsoll.records import scopes
from plimsoll.records.models.people import Membership, Organisation, RoleHeld, Team, Worker
from plimsoll.records.names import sort_name


class Teams:
    """Open teams by what files of a layout call them. `of` makes one where there is none, event TEAM_ADDED, and `made`
    counts these; `home` is a worker's own, or the one for whatever names neither team nor worker."""

    def __init__(self, org: UUID, layout: Layout, on: date, *, make: bool) -> None:
        self.org, self.on, self.make, self.made = org, on, make, 0
        self._names = TeamNames(org, layout)
        self._organisation = Organisation.objects.get(pk=org).name
        self._usual = self._names.usual(self._organisation).team  # before the file makes teams of its own
        self._homes = scopes.homes(org, on)

    def called(self, name: str) -> str:
        """What a team of a file is called here; one that is to be made is called as in the file."""
        team = self._names.of(name).team
        return self._names.teams[team] if team else name

    def of(self, name: str) -> UUID:
        """The key of a team. Without `make`, one that is not there yet has the organisation's own."""
        found = self._names.of(name).team
        if found:
            return found
        if not self.make:
            return self.org
        made: UUID = Team.objects.create(org_id=self.org, name=name, opened_on=self.on).pk
        record_event(product(self.org), Act.TEAM_ADDED, about_id=made)
        self.made += 1
        self._names.added(name, made)
        return made

    def home(self, worker: UUID | None) -> UUID:
        """The team of a worker's that they joined first."""
        return (self._homes.get(worker) if worker else None) or self._usual or self.of(self._organisation)

    def joined(self, worker: UUID, team: UUID) -> None:
        """A worker belongs to a team from now on."""
        self._homes[worker] = team


def add_people(
    org: UUID, people: Iterable[ToldPerson], names: Names, teams: Teams, *, by: UUID | None, at: datetime
) -> int:
    """Those of whom it was said that they are to be added: each a worker, a member of the team that most of their cases
    name, and a practitioner there. How many they are. Events PERSON_ADDED, TEAM_CHANGED and ROLE_GIVEN for each."""
    made = 0
    for person in people:
        if not names.of(person.name).to_add:
            continue
        worker = Worker.objects.create(
            org_id=org, name=person.name, sort_name=sort_name(person.name), joined_on=teams.on
        )
        key = teams.of(person.team) if person.team else teams.home(None)
        Membership.objects.create(org_id=org, worker=worker, team_id=key, from_date=teams.on)
        RoleHeld.objects.create(
            org_id=org,
            worker=worker,
            team_id=key,
            role=Role.PRACTITIONER,
            from_date=teams.on,
            given_by_id=by,
            given_at=at,
        )
        viewer = product(org)
        record_event(viewer, Act.PERSON_ADDED, about_id=worker.pk)
        record_event(viewer, Act.TEAM_CHANGED, about_id=worker.pk, detail={"team": str(key)})
        given = {"role": Role.PRACTITIONER.value, "team": str(key)}
        record_event(viewer, Act.ROLE_GIVEN, about_id=worker.pk, detail=given)
        teams.joined(worker.pk, key)
        names.added(person.name, worker.pk)
        made += 1
    return made


def whose(names: Names) -> Callable[[str], UUID | None]:
    """Who a name of the file stands for, or nobody."""
    return lambda name: names.of(name).worker
