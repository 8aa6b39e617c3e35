"""What is late or coming due, of the duties that a team can see to."""

from uuid import UUID

import numpy as np

from plimsoll.core.calendar import day_of
from plimsoll.core.terms import DueState, Owner, Unit
from plimsoll.core.workload.whole import BoolArray
from plimsoll.queries.facts.ranked import Ranked

AHEAD_DAYS = 5  # working days: what falls due within them is coming due
OF_THE_TEAM = (Owner.WORKER, Owner.MANAGER, Owner.TEAM)


def near(whole: Ranked, at: int, owners: tuple[Owner, ...] = OF_THE_TEAM) -> tuple[BoolArray, BoolArray]:
    """Which of the due items are late, and which are coming due, of those that these owners see to: two masks over them."""
    items = whole.items
    theirs = np.array([duty.owner in owners for duty in items.duties], dtype=bool)[items.duty]
    coming = (items.state == DueState.DUE.number) & (items.due <= _ahead(whole, at))
    return theirs & (items.state == DueState.OVERDUE.number), theirs & coming


def late_cases(whole: Ranked, at: int) -> set[UUID]:
    """The cases on which something is late."""
    late, _ = near(whole, at)
    return {whole.facts.cases[case].pk for case in set(whole.items.case[late].tolist())}


def _ahead(whole: Ranked, at: int) -> int:
    """The end of the last working day that is near."""
    calendar = whole.rulebook.calendar
    last = calendar.add(np.array([np.datetime64(day_of(at))]), AHEAD_DAYS, Unit.WORKING_DAYS)
    return int(calendar.end_of_day(last)[0])
