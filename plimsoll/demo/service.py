"""Who works in the town, now and in the last years: its teams, their people, who left and who came after them.

Case holders, advisers and the front door are the town's own staff. Managers and everyone else who holds no cases come on
top. Everything here is invented but the shares that carry a letter in `shares`.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum

from plimsoll.core import terms
from plimsoll.demo import names
from plimsoll.demo.building import LEAVERS_PER_ADVISER, Town
from plimsoll.demo.draws import Draws, Turns
from plimsoll.demo.people import Worker
from plimsoll.demo.shares import CARE_LEAVERS, CHILDREN_PER_WORKER
from plimsoll.demo.staff import Role

WORKERS_PER_SET = 40  # that make one set of four teams
FEWEST_IN_TWO_TEAMS = 12  # below that, protection and in need is one team
VACANT_SINCE_DAYS = (75, 38)  # two workers left so many days ago, and nobody has come
FEWEST_LEFT = 2  # in the team that two have left
JOINED_LATELY = 0.3  # of the workers, in the last three years: a turnover of about a tenth a year (B: 11.8 %)
LATELY_DAYS = 3 * 365
FULL_DAY = 444  # minutes: 7.4 hours
WEEKS = {1.0: 5, 0.8: 4, 0.6: 3}  # days a week by share of a post
# Of the case holders of a team, those who hold fewest; more where the team is over the line, nobody in assessment.
PART_TIME, PART_TIME_OVER = 0.2, 0.45
NEWLY_QUALIFIED_DAYS = 365
MOST_FOR_NEW = 13  # children that a newly qualified worker holds


class Post(StrEnum):
    """What somebody was hired for."""

    HOLDER = "HOLDER"
    ADVISER = "ADVISER"
    FRONT_DOOR = "FRONT_DOOR"
    MANAGER = "MANAGER"
    OTHER = "OTHER"


@dataclass(eq=False, slots=True)
class Person:
    """Somebody who works in the town, or did until `left`, the first day they were no longer there."""

    name: str
    post: Post
    unit: "Unit | None"
    joined: date
    left: date | None = None
    qualified_until: date | None = None
    days_a_week: int = 5
    came_after: "Person | None" = None
    roles: list[tuple[terms.Role, "Unit | None"]] = field(default_factory=list)

    @property
    def is_here(self) -> bool:
        """Whether they still work here."""
        return self.left is None

    @property
    def minutes(self) -> list[int]:
        """Contracted minutes from Monday to Sunday."""
        return [FULL_DAY] * self.days_a_week + [0] * (7 - self.days_a_week)


@dataclass(eq=False, slots=True)
class Unit:
    """A team, with everyone who is or was in it; `over` is the one that two have left."""

    name: str
    opened: date
    people: list[Person] = field(default_factory=list)
    manager: Person | None = None
    over: bool = False

    def here(self, *posts: Post) -> list[Person]:
        """Those of some posts who still work here."""
        return [person for person in self.people if person.is_here and person.post in posts]

    def at(self, day: date) -> list[Person]:
        """Case holders who worked here on a day."""
        return [
            person
            for person in self.people
            if person.post in (Post.HOLDER, Post.ADVISER)
            and person.joined <= day
            and (person.left is None or day < person.left)
        ]


@dataclass(eq=False, slots=True)
class Service:
    """All teams and all people, those without a team too; `of` finds who a worker of the town is."""

    units: list[Unit]
    people: list[Person]
    of: dict[Worker, Person]
    vacated: list[Person]
    alone: Unit | None
    service_manager: Person
    administrator: Person

    def unit(self, role: Role, place: int = 0) -> Unit:
        """A team that does the work of a role; the last one there is, where no team has it in its name."""
        doing = [unit for unit in self.units if DOES[role] in unit.name]
        return doing[place % len(doing)] if doing else self.units[-1]

    def manager(self, unit: Unit | None) -> Person:
        """Who answers for a team; for people without one, the service manager."""
        return (unit.manager if unit else None) or self.service_manager


# What of a team's name says that it does the work of a role.
DOES = {
    Role.ASSESSMENT: "Assessment",
    Role.FRONT_DOOR: "Assessment",
    Role.LOCALITY: "Protection",
    Role.CARE: "Looked After",
    Role.LEAVING: "Looked After",
    Role.DISABILITY: "Disabilities",
}
TITLES = {"Children in Care": "Looked After and Leaving Care"}


def sizes(workers: int) -> tuple[int, int, dict[Role, int]]:
    """How many open children and case holders, besides care leavers and their advisers, make a town of so many workers,
    and in how many teams each role works. The holders count the two who have left.

    >>> sizes(40)
    (548, 39, {<Role.LOCALITY: 'Protection and In Need'>: 2, <Role.CARE: 'Children in Care'>: 1,\
 <Role.ASSESSMENT: 'Assessment'>: 1, <Role.DISABILITY: 'Children with Disabilities'>: 1})
    """
    children = round(workers * CHILDREN_PER_WORKER / (1 + CARE_LEAVERS))
    advisers = max(1, round(round(children * CARE_LEAVERS) / LEAVERS_PER_ADVISER))
    sets = max(1, round(workers / WORKERS_PER_SET))
    teams = dict.fromkeys((Role.LOCALITY, Role.CARE, Role.ASSESSMENT, Role.DISABILITY), sets)
    teams[Role.LOCALITY] = 2 * sets if workers >= FEWEST_IN_TWO_TEAMS else sets
    return children, max(1, workers - advisers) + len(VACANT_SINCE_DAYS), teams


def build_service(town: Town, draws: Draws) -> Service:
    """The teams and people round a town's staff."""
    as_at = town.days.as_at
    service = _teams(town)
    places = sum(len(town.staff.workers(role)) for role in Role)
    later = iter(range(places, 10 * places + 1000))
    _leave(service, town)
    _join(service, later, as_at, draws)
    _part_time(service, town)
    _manage(service, later, as_at, draws)
    _others(service, later, as_at, draws)
    _give_roles(service)
    return service


def _teams(town: Town) -> Service:
    """The town's teams, the front door with assessment and the advisers with children in care; one works alone."""
    opened = date(town.days.as_at.year - 12, 4, 1)
    nobody = Person("", Post.MANAGER, None, opened)
    service = Service([], [], {}, [], None, nobody, nobody)
    by_name: dict[str, Unit] = {}
    for role in (Role.LOCALITY, Role.CARE, Role.ASSESSMENT):
        for worker in town.staff.workers(role):
            unit = by_name.setdefault(worker.team, Unit(_title(worker.team), opened))
            _put(service, worker, unit, Post.HOLDER, opened)
    service.units = [*by_name.values()]
    service.units[0].over = True
    for place, worker in enumerate(town.staff.workers(Role.FRONT_DOOR)):
        _put(service, worker, service.unit(Role.ASSESSMENT, place), Post.FRONT_DOOR, opened)
    for place, worker in enumerate(town.staff.workers(Role.LEAVING)):
        _put(service, worker, service.unit(Role.CARE, place), Post.ADVISER, opened)
    localities = [unit for unit in service.units if DOES[Role.LOCALITY] in unit.name]
    for worker in town.staff.workers(Role.DISABILITY):
        if service.alone is None:
            service.alone = Unit(_title(worker.team), opened)
            service.units.append(service.alone)
            _put(service, worker, service.alone, Post.HOLDER, opened)
        else:
            _put(service, worker, localities[-1], Post.HOLDER, opened)
    if service.alone is None and len(localities[-1].people) > FEWEST_LEFT:
        last = localities[-1].people.pop()
        last.unit = service.alone = Unit(names.team_name(len(service.units) + 2, Role.DISABILITY.value), opened, [last])
        service.units.append(service.alone)
    return service


def _title(team: str) -> str:
    for found, said in TITLES.items():
        team = team.replace(found, said)
    return team


def _put(service: Service, worker: Worker, unit: Unit, post: Post, joined: date) -> None:
    person = Person(worker.name, post, unit, joined)
    unit.people.append(person)
    service.people.append(person)
    service.of[worker] = person


def _leave(service: Service, town: Town) -> None:
    """Two of the first team have left, if enough are still there."""
    as_at = town.days.as_at
    first = service.units[0]
    for days in VACANT_SINCE_DAYS:
        here = first.here(Post.HOLDER)
        if len(here) > FEWEST_LEFT:
            here[-1].left = as_at - timedelta(days)
            service.vacated.append(here[-1])


def _join(service: Service, places: Iterator[int], as_at: date, draws: Draws) -> None:
    """When each came; who came in the last three years came after somebody who had left."""
    turns = Turns(0.4)
    lately = [
        person
        for person in service.people
        if person not in service.vacated and turns.comes(JOINED_LATELY) and person.unit is not service.alone
    ]
    lately = draws.shuffled(lately)
    for person in service.people:
        person.joined = as_at - timedelta(draws.between(LATELY_DAYS + 20, 12 * 365))
    for place, person in enumerate(lately):
        ago = 40 + round((place + draws.share() / 2) * (LATELY_DAYS - 60) / max(len(lately), 1))
        person.joined = as_at - timedelta(ago)
        gone = Person(names.worker_name(next(places)), person.post, person.unit, as_at - timedelta(15 * 365))
        gone.left = person.joined - timedelta(draws.between(0, 20))
        person.came_after = gone
        if person.unit:
            person.unit.people.append(gone)
        service.people.append(gone)
        if ago < NEWLY_QUALIFIED_DAYS and person.post is Post.HOLDER:
            person.qualified_until = person.joined + timedelta(NEWLY_QUALIFIED_DAYS)


def _part_time(service: Service, town: Town) -> None:
    """Those who hold fewest work part of the week; a newly qualified worker holds few."""
    held = dict.fromkeys(service.people, 0)
    for child in town.children():
        if child.is_open and child.worker:
            held[service.of[child.worker]] += 1
    for person, children in held.items():
        if children > MOST_FOR_NEW:
            person.qualified_until = None  # came with experience
    for unit in service.units:
        if unit is service.alone or DOES[Role.ASSESSMENT] in unit.name:
            continue
        holders = sorted(unit.here(Post.HOLDER), key=lambda person: (held[person], person.name))
        share = PART_TIME_OVER if unit.over else PART_TIME
        for place, person in enumerate(holders[: round(share * len(holders))]):
            person.days_a_week = WEEKS[0.6] if place % 3 == 0 else WEEKS[0.8]


def _manage(service: Service, places: Iterator[int], as_at: date, draws: Draws) -> None:
    """A manager for each team but that of one, which answers to the service manager."""
    service.service_manager = _hired(service, places, None, Post.MANAGER, as_at, draws)
    for unit in service.units:
        alone = unit is service.alone
        unit.manager = service.service_manager if alone else _hired(service, places, unit, Post.MANAGER, as_at, draws)


def _others(service: Service, places: Iterator[int], as_at: date, draws: Draws) -> None:
    """Those who hold no cases and manage nobody; the first is the administrator."""
    service.administrator = _hired(service, places, None, Post.OTHER, as_at, draws)
    service.administrator.roles.append((terms.Role.ADMINISTRATOR, None))
    for role in (
        terms.Role.SAFEGUARDING_LEAD,
        terms.Role.AUDITOR,
        terms.Role.ASSESSOR,
        terms.Role.QUALITY_ASSURER,
    ):
        _hired(service, places, None, Post.OTHER, as_at, draws).roles.append((role, None))
    for unit in service.units[:: max(1, len(service.units) // 2)]:
        helper = _hired(service, places, unit, Post.OTHER, as_at, draws)
        helper.roles.append((terms.Role.BUSINESS_SUPPORT, unit))


def _hired(service: Service, places: Iterator[int], unit: Unit | None, post: Post, as_at: date, draws: Draws) -> Person:
    joined = as_at - timedelta(draws.between(LATELY_DAYS + 400, 12 * 365))
    person = Person(names.worker_name(next(places)), post, unit, joined)
    if unit:
        unit.people.append(person)
    service.people.append(person)
    return person


def _give_roles(service: Service) -> None:
    """Roles by post; duty at the front door and by one worker of each larger team; a learner among the new ones."""
    for person in service.people:
        if person.post in (Post.HOLDER, Post.ADVISER):
            person.roles.append((terms.Role.PRACTITIONER, person.unit))
        elif person.post is Post.FRONT_DOOR:
            person.roles += [(terms.Role.PRACTITIONER, person.unit), (terms.Role.DUTY, person.unit)]
    for unit in service.units:
        manager = service.manager(unit)
        manager.roles.append((terms.Role.SUPERVISOR, unit))
        if unit is not service.alone and not any(role is terms.Role.DUTY for p in unit.people for role, _ in p.roles):
            holders = unit.here(Post.HOLDER)
            if holders:
                holders[0].roles.append((terms.Role.DUTY, unit))
    service.service_manager.roles.append((terms.Role.SERVICE_MANAGER, None))
    holders = [person for person in service.people if person.is_here and person.post is Post.HOLDER]
    new = [person for person in holders if person.qualified_until]
    (new or holders)[0].roles.append((terms.Role.LEARNER, None))
