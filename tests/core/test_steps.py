"""What cannot have happened in that order."""

from datetime import UTC, datetime

import pytest

from plimsoll.core.steps import Happened, wrong_order
from plimsoll.core.terms import EventKind

MISSING, FOUND = EventKind.WENT_MISSING, EventKind.FOUND
PLACED, LEFT = EventKind.PLACEMENT_STARTED, EventKind.PLACEMENT_ENDED


def on(day: int) -> datetime:
    return datetime(2026, 11, day, 12, tzinfo=UTC)


def did(kind: EventKind, day: int) -> Happened:
    return kind, on(day), f"{day} November"


AWAY = [did(FOUND, 6), did(MISSING, 2)]  # in any order


@pytest.mark.parametrize(
    ("kind", "day", "happened", "says"),
    [
        (FOUND, 6, [], "Nothing of the kind has begun. Write this down first, with its day: went missing."),
        (FOUND, 1, [did(MISSING, 2)], "This is before the day the child went missing (2 November)."),
        (FOUND, 9, AWAY, "That is over already: found after being missing, 6 November."),
        (FOUND, 4, AWAY, "That is over already: found after being missing, 6 November."),
        (MISSING, 9, [did(MISSING, 2)], "There is one that goes on: went missing, 2 November."),
        (MISSING, 4, AWAY, "Another was going on then: went missing, 2 November; over 6 November."),
        (EventKind.RETURN_INTERVIEW, 9, [did(MISSING, 2)], "Nothing of the kind has begun."),
    ],
)
def test_what_cannot_be_is_told_with_what_stands_against_it(kind, day, happened, says):
    assert wrong_order(kind, on(day), happened).startswith(says)


@pytest.mark.parametrize(
    ("kind", "day", "happened"),
    [
        (MISSING, 9, AWAY),
        (MISSING, 1, [did(MISSING, 2)]),  # an earlier time, of which nobody wrote until now
        (FOUND, 4, [did(MISSING, 2), did(MISSING, 5), did(FOUND, 6)]),  # the end of the first of two
        (PLACED, 4, [did(PLACED, 2)]),  # from one placement to the next
        (LEFT, 4, [did(PLACED, 2), did(PLACED, 5), did(LEFT, 6)]),
        (EventKind.REVIEW_CONFERENCE, 9, [
            did(EventKind.PROTECTION_PLAN_STARTED, 2), did(EventKind.PROTECTION_PLAN_ENDED, 9),
        ]),
        (EventKind.STRATEGY_DISCUSSION, 4, AWAY),
    ],
)  # fmt: skip
def test_what_can_be_is_let_be(kind, day, happened):
    assert wrong_order(kind, on(day), happened) == ""
