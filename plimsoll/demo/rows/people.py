"""Teams, workers, who is in which team, who holds which role, who signs in, who is away."""

from datetime import date, timedelta
from uuid import UUID

from plimsoll.core.terms import AbsenceKind, Role
from plimsoll.demo.rows.making import NINE, Making, Row, at
from plimsoll.demo.service import Person, Post
from plimsoll.records.models.access import User
from plimsoll.records.models.people import (
    Absence,
    Delegation,
    Membership,
    RoleHeld,
    Team,
    Worker,
    WorkingPattern,
)
from plimsoll.records.models.route import RoutePlace
from plimsoll.records.names import sort_name

FIVE = 17 * 60
LEAVE_APART_DAYS = (45, 80)
SICK_SHARE = 0.5  # of the workers, a few days in the last half-year: 3.5 % of days with the one long absence (B)
LONG_SICK_DAYS = 47
ROUTE_DAYS = 90  # since when who is told at night is named


def add_people(making: Making, domain: str) -> None:
    """Every team and worker with all that is true of them; `domain` of the users' e-mail addresses."""
    service = making.book.service
    for unit in service.units:
        making.units[unit] = making.add(Team, name=unit.name, opened_on=unit.opened)
    for place, person in enumerate(service.people):
        _worker(making, person, place, domain)
    admin = service.administrator
    for person in sorted(service.people, key=lambda person: person is not admin):
        _spells(making, person, None if person is admin else making.people[admin])
    for person in service.people:
        if person.is_here:
            _away(making, person)
    _long_absences(making)
    _route(making)


def _route(making: Making) -> None:
    """Who takes what must be done now at night: the duty team by telephone, then the service manager."""
    chief = making.people[making.book.service.service_manager]
    by: Row = {
        "from_minute": FIVE,
        "to_minute": NINE,
        "minutes": 30,
        "set_at": at(making.as_at - timedelta(ROUTE_DAYS), NINE),
        "set_by_id": making.people[making.book.service.administrator],
    }
    making.add(RoutePlace, **by, number=1, name="Emergency duty team", phone="01632 960999")
    making.add(RoutePlace, **by, number=2, worker_id=chief)


def _worker(making: Making, person: Person, place: int, domain: str) -> None:
    user = _user(making, person, domain) if person.is_here else None
    making.people[person] = making.add(
        Worker,
        user_id=user,
        name=person.name,
        sort_name=sort_name(person.name),
        reference=f"W{1001 + place}",
        joined_on=person.joined,
        left_on=person.left,
        newly_qualified_until=person.qualified_until,
    )


def _user(making: Making, person: Person, domain: str) -> UUID:
    """Somebody who may sign in, but by no password: only an invented town lets them in without."""
    key = making.key("User")
    email = f"{person.name.lower().replace(' ', '.')}@{domain}"
    password = "!" + key.hex  # as Django marks a password that none can match, but the same for the same seed
    created = at(max(person.joined, making.as_at - timedelta(400)), NINE)
    making.rows.setdefault(User, []).append({"id": key, "email": email, "created_at": created, "password": password})
    return key


def _spells(making: Making, person: Person, administrator: UUID | None) -> None:
    """Membership, roles and working pattern, from joining to leaving."""
    worker = making.people[person]
    if person.unit:
        team = making.units[person.unit]
        making.add(Membership, worker_id=worker, team_id=team, from_date=person.joined, to_date=person.left)
    for role, unit in person.roles:
        making.add(
            RoleHeld,
            worker_id=worker,
            team_id=making.units[unit] if unit else None,
            role=role.value,
            from_date=person.joined,
            to_date=person.left,
            given_by_id=administrator,
            given_at=at(person.joined, NINE),
            ended_by_id=administrator if person.left else None,
            ended_at=at(person.left, NINE) if person.left else None,
        )
    making.add(WorkingPattern, worker_id=worker, from_date=person.joined, to_date=person.left, minutes=person.minutes)


def _away(making: Making, person: Person) -> None:
    """Leave of the last half-year and the next two months, a few days of illness, a day of training."""
    draws, today = making.draws, making.as_at
    day = today - timedelta(draws.between(160, 200))
    taken: list[tuple[date, date]] = []
    while day < today + timedelta(60):
        length = draws.between(1, 9)
        last = day + timedelta(length)
        if not day - timedelta(3) <= today <= last + timedelta(1):  # who is away this morning is said apart
            _absence(making, person, AbsenceKind.LEAVE, day, last)
            taken.append((day, last))
        day = last + timedelta(draws.between(*LEAVE_APART_DAYS))
    if draws.chance(SICK_SHARE):
        _between(making, person, AbsenceKind.SICKNESS, draws.between(15, 150), draws.between(0, 4), taken)
    if draws.chance(0.4):
        _between(making, person, AbsenceKind.TRAINING, draws.between(-25, 90), 0, taken)


def _between(
    making: Making, person: Person, kind: AbsenceKind, ago: int, days: int, taken: list[tuple[date, date]]
) -> None:
    """An absence that meets no other."""
    day = making.as_at - timedelta(ago)
    last = day + timedelta(days)
    if day.weekday() < 5 and all(last < begins or ends < day for begins, ends in taken):
        _absence(making, person, kind, day, last)
        taken.append((day, last))


def _absence(making: Making, person: Person, kind: AbsenceKind, day: date, last: date) -> None:
    known = at(day, 8 * 60) if kind is AbsenceKind.SICKNESS else at(day - timedelta(25), NINE)
    making.add(
        Absence,
        worker_id=making.people[person],
        kind=kind.value,
        begins_at=at(day, NINE),
        ends_at=at(last, FIVE),
        recorded_by_id=making.people[making.book.service.manager(person.unit)],
        recorded_at=making.before_now(known),
    )


def _long_absences(making: Making) -> None:
    """Somebody has been ill for weeks, two are on leave this week, and one manager's work is in another's hands."""
    service, today = making.book.service, making.as_at
    units = [unit for unit in service.units if unit is not service.alone]
    away: list[Person] = []
    for unit in units[1:]:
        holders = [person for person in unit.here(Post.HOLDER) if not person.roles[1:]]
        if len(holders) > 1:
            away.append(holders[-1])
    if away:
        _absence(making, away[0], AbsenceKind.SICKNESS, today - timedelta(LONG_SICK_DAYS), today + timedelta(20))
    for person in away[1:]:
        _absence(making, person, AbsenceKind.LEAVE, today - timedelta(3), today + timedelta(4))
    unit = units[-1]
    manager = service.manager(unit)
    stands_in = next((person for person in unit.here(Post.HOLDER) if person not in away), None)
    _absence(making, manager, AbsenceKind.LEAVE, today, today + timedelta(4))
    if stands_in:
        making.add(
            Delegation,
            giver_id=making.people[manager],
            taker_id=making.people[stands_in],
            role=Role.SUPERVISOR.value,
            from_date=today,
            to_date=today + timedelta(5),
            why="on leave this week",
            given_at=at(today - timedelta(4), 15 * 60),
        )
