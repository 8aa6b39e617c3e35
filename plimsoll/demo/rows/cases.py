"""Cases, who holds them, what happened on them, and what else is true of them."""

from datetime import datetime, timedelta
from hashlib import sha256
from uuid import UUID

from plimsoll.demo.involvements import Involvement, Step
from plimsoll.demo.rows.making import Making, at, later
from plimsoll.records.models.cases import (
    Allocation,
    Case,
    CaseCircumstance,
    CaseFactor,
    Document,
    Event,
    NamedPerson,
    Restriction,
)

OPENED_MINUTE, ALLOCATED_MINUTE, CHANGED_MINUTE, CLOSED_MINUTE = 570, 660, 540, 1020
DOCUMENT_SHARE = 0.06  # of open cases
TITLES = ("Letter from school", "Chronology", "Medical report", "Drawing by the child", "Minutes of the meeting")
# What others tell us, in minutes between its happening and our hearing of it.
HEARD_MINUTES = (5, 180)


def add_cases(making: Making) -> None:
    """Every case with its spells and its events."""
    for place, case in enumerate(making.book.cases):
        making.cases[case] = _case(making, case, place)
        _spells(making, case)
        making.events[case] = [(step, _event(making, case, step)) for step in case.steps]
        _true_of(making, case)
    _documents(making)
    _restriction(making)


def _case(making: Making, case: Involvement, place: int) -> UUID:
    service = making.book.service
    last = case.spells[-1].person if case.spells else service.manager(case.unit)
    return making.add(
        Case,
        reference=f"C{100001 + place}",
        child_id=making.children[case.child.id],
        household_id=making.household_of(case.family),
        team_id=making.units[case.unit],
        case_type=case.case_type.value,
        also=[word.value for word in case.also],
        level_of_need=case.needs,
        opened_at=at(case.opened, OPENED_MINUTE),
        closed_at=at(case.closed, CLOSED_MINUTE) if case.closed else None,
        closed_by_id=making.people[last] if case.closed else None,
        closed_why=case.closed_why if case.closed else None,
    )


def _spells(making: Making, case: Involvement) -> None:
    manager = making.people[making.book.service.manager(case.unit)]
    for place, spell in enumerate(case.spells):
        last = place + 1 == len(case.spells)
        ends = at(spell.end, CLOSED_MINUTE if last and case.closed else CHANGED_MINUTE) if spell.end else None
        begins = at(spell.start, ALLOCATED_MINUTE if not place else CHANGED_MINUTE)
        making.add(
            Allocation,
            case_id=making.cases[case],
            worker_id=making.people[spell.person],
            from_at=begins,
            to_at=ends,
            why=spell.why,
            allocated_by_id=manager,
            ended_by_id=manager if ends else None,
            ended_why=spell.ended_why if ends else None,
        )


def _event(making: Making, case: Involvement, step: Step) -> UUID:
    happened = at(step.day, step.minute or 0)
    heard = later(happened, making.draws.between(*HEARD_MINUTES)) if step.heard else None
    recorded = _recorded(making, step, heard or happened)
    if heard and heard > recorded:
        heard = recorded
    by = step.by or case.held_by(step.day) or making.book.service.manager(case.unit)
    return making.add(
        Event,
        case_id=making.cases[case],
        kind=step.kind.value,
        happened_at=happened,
        time_known=step.minute is not None,
        nth=step.nth,
        received_at=heard,
        recorded_at=recorded,
        recorded_by_id=making.people[by],
        note=step.note,
    )


def _recorded(making: Making, step: Step, known: datetime) -> datetime:
    """Some hours or days later; what is only planned was written down before. Nothing is written down ahead of now."""
    if known >= making.now:
        return making.now - timedelta(hours=20, minutes=step.day.day)
    after = later(known, step.lag if step.minute is not None else 600 + step.lag)
    return max(known, making.before_now(after))


def _true_of(making: Making, case: Involvement) -> None:
    for circumstance, since in dict(case.circumstances).items():
        making.add(
            CaseCircumstance,
            case_id=making.cases[case],
            circumstance=circumstance.value,
            from_date=since,
            to_date=case.closed if case.closed and case.closed > since else None,
        )
    for factor, since in dict(case.factors).items():
        holder = case.held_by(since) or making.book.service.manager(case.unit)
        making.add(
            CaseFactor,
            case_id=making.cases[case],
            factor=factor.value,
            from_date=since,
            recorded_by_id=making.people[holder],
        )


def _documents(making: Making) -> None:
    """A few files, of which only the digest is there: nobody keeps an invented letter."""
    draws = making.draws
    for case in making.book.open_cases():
        if not case.holder or not draws.chance(DOCUMENT_SHARE):
            continue
        title = draws.one_of(TITLES)
        text = f"{title} (invented) {making.cases[case]}"
        day = making.as_at - timedelta(draws.between(1, 120))
        making.add(
            Document,
            case_id=making.cases[case],
            title=title,
            media_type="text/plain",
            size_bytes=len(text),
            digest=sha256(text.encode()).hexdigest(),
            recorded_at=at(max(day, case.opened), 16 * 60),
            recorded_by_id=making.people[case.holder],
        )


def _restriction(making: Making) -> None:
    """One family is known to staff: two people may see the case, its worker and the manager."""
    case = making.book.restricted
    if case is None or case.holder is None:
        return
    manager = making.book.service.manager(case.unit)
    begun = at(max(case.opened, making.as_at - timedelta(60)), 12 * 60)
    key, by = making.cases[case], making.people[manager]
    making.add(Restriction, case_id=key, from_at=begun, restricted_by_id=by, why="a relative works in this service")
    for person in (case.holder, manager):
        making.add(NamedPerson, case_id=key, worker_id=making.people[person], from_at=begun, named_by_id=by)
