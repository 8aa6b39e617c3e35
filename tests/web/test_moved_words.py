"""What moved since the last look, in the words of the page."""

from uuid import uuid4

import pytest

from plimsoll.core.terms import Band
from plimsoll.queries.moved import Move
from plimsoll.web.priority.moved import _went


@pytest.mark.parametrize(
    ("before", "now", "places", "others", "said"),
    [
        (Band.PLANNED, Band.THIS_WEEK, 2, False, "to This week, from Planned, 2 places higher"),
        (Band.PLANNED, Band.THIS_WEEK, -1, False, "to This week, from Planned (1 place lower, as others rose)"),
        (Band.THIS_WEEK, Band.PLANNED, 0, False, "to Planned, from This week"),
        (Band.THIS_WEEK, Band.PLANNED, 1, False, "to Planned, from This week (1 place higher, as others fell)"),
        (Band.TODAY, Band.TODAY, 3, False, "up 3 places"),
        (Band.TODAY, Band.TODAY, -2, True, "down 2 places, as others rose"),
    ],
)
def test_a_move_says_its_band_first_and_why_its_place_went_the_other_way(before, now, places, others, said):
    move = Move("C1", "A child", uuid4(), None, places, before, others=others)

    assert _went(move, now) == said
