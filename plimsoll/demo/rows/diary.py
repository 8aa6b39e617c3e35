"""What is in people's diaries in the next weeks."""

from datetime import date, timedelta
from uuid import UUID

from plimsoll.core.terms import EventKind
from plimsoll.demo.involvements import Involvement
from plimsoll.demo.rows.making import Making, at
from plimsoll.demo.service import Person, Post
from plimsoll.records.models.workload import Appointment, CaseAppointment

COURT_SHARE = 0.35  # of the cases in proceedings: a hearing in the next weeks
WEEKS_AHEAD = 3
TEAM_MEETING = (1, 570, 660)  # Tuesday, half past nine to eleven


def add_diary(making: Making) -> None:
    """Hearings, conferences and team meetings."""
    for case in making.book.open_cases():
        if case.holder:
            _of_case(making, case, case.holder)
    for unit in making.book.service.units:
        for person in unit.people:
            if person.is_here:
                _team_meetings(making, person)


def _of_case(making: Making, case: Involvement, holder: Person) -> None:
    """A hearing where proceedings run, and every meeting that is planned."""
    draws = making.draws
    kinds = {step.kind for step in case.steps}
    in_court = EventKind.PROCEEDINGS_ISSUED in kinds and EventKind.PROCEEDINGS_ENDED not in kinds
    if in_court and draws.chance(COURT_SHARE):
        day = making.book.town.days.forward(making.as_at, draws.between(1, 14))
        _appointment(making, holder, "Court hearing", day, 600, 600 + 60 * draws.between(1, 4), case)
    for step in case.steps:
        if step.day >= making.as_at and step.minute is not None:
            _appointment(making, holder, "Conference", step.day, step.minute, step.minute + 120, case)


def _appointment(
    making: Making, person: Person, title: str, day: date, begins: int, ends: int, case: Involvement | None = None
) -> UUID:
    made = making.add(
        Appointment,
        worker_id=making.people[person],
        title=title,
        begins_at=at(day, begins),
        ends_at=at(day, ends),
    )
    if case:
        making.add(CaseAppointment, appointment_id=made, case_id=making.cases[case])
    return made


def _team_meetings(making: Making, person: Person) -> None:
    weekday, begins, ends = TEAM_MEETING
    first = making.as_at + timedelta((weekday - making.as_at.weekday()) % 7)
    for week in range(WEEKS_AHEAD):
        _appointment(making, person, "Team meeting", first + timedelta(7 * week), begins, ends)
    if person.post is Post.FRONT_DOOR:
        day = making.book.town.days.forward(making.as_at, making.draws.between(1, 5))
        _appointment(making, person, "Duty", day, 540, 1020)
