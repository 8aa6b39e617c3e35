"""Supervision that was held: every four weeks or so, every two for the newly qualified, with some gaps."""

from datetime import date, timedelta

from plimsoll.demo.rows.making import Making, at
from plimsoll.demo.service import Person, Post
from plimsoll.records.models.supervision import SupervisionHeld

KEPT_DAYS = 400
EVERY_DAYS, NEW_EVERY_DAYS = 28, 14
MISSED_SHARE = 0.12  # invented: no national figure
SIGNED_SHARE = 0.93


def add_supervision(making: Making) -> None:
    """The sessions of everyone who holds cases, and of their managers."""
    service = making.book.service
    for person in service.people:
        supervisor = service.manager(person.unit) if person.post is not Post.MANAGER else service.service_manager
        if supervisor is person or person.post is Post.OTHER:
            continue
        _sessions(making, person, supervisor)


def _sessions(making: Making, person: Person, supervisor: Person) -> None:
    draws = making.draws
    last = min(person.left or making.as_at, making.as_at)
    day = max(person.joined, making.as_at - timedelta(KEPT_DAYS)) + timedelta(draws.between(3, 25))
    while day < last:
        new = person.qualified_until is not None and day < person.qualified_until
        if not draws.chance(MISSED_SHARE) and day >= supervisor.joined:
            _held(making, person, supervisor, day)
        every = NEW_EVERY_DAYS if new else EVERY_DAYS
        day += timedelta(every + draws.between(-2, 5))


def _held(making: Making, person: Person, supervisor: Person, day: date) -> None:
    draws = making.draws
    day = making.book.town.days.back(day, 0)
    held = at(day, 570 + 30 * draws.between(0, 12))
    recorded = making.before_now(held + timedelta(hours=draws.between(2, 90)))
    signed = [
        min(recorded + timedelta(hours=draws.between(1, 140)), making.now - timedelta(minutes=5))
        if draws.chance(SIGNED_SHARE)
        else None
        for _ in range(2)
    ]
    making.add(
        SupervisionHeld,
        worker_id=making.people[person],
        supervisor_id=making.people[supervisor],
        held_at=held,
        minutes=15 * draws.between(3, 7),
        recorded_at=recorded,
        worker_signed_at=signed[0],
        supervisor_signed_at=signed[1],
    )
