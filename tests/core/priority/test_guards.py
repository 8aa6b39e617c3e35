"""When too much is urgent, what it is that fills the top."""

import numpy as np

from plimsoll.core.priority.guards import Start, asks_why, everything_urgent, waiting_above
from plimsoll.core.priority.order import rank
from plimsoll.core.terms import Information, Purpose
from tests.core.priority.generated import shipped
from tests.core.priority.small import AS_AT, CALENDAR, caseload_of, item, items_of, workers_of

PAPER = {"items": (item(Purpose.RECORD, "2026-11-23"),)}
VISIT = {"items": (item(Purpose.SEE, "2026-11-23"),)}


def guarded(*rows):
    rows = [{"reference": f"case {at}"} | row for at, row in enumerate(rows)]
    items = items_of(rows, AS_AT)
    ranking = rank(caseload_of(rows), items, workers_of(), shipped(), CALENDAR, AS_AT)
    return everything_urgent(ranking, items, ranking.order)


def test_two_of_five_are_within_the_set_share_and_three_are_too_many():
    assert guarded(VISIT, VISIT, {}, {}, {}) is None

    found = guarded(VISIT, VISIT, PAPER, {}, {})
    assert found is not None
    assert (found.top, found.cases) == (3, 5)


def test_the_kind_that_fills_the_top_is_named_and_what_it_alone_put_there_is_a_batch():
    both = {"items": (*PAPER["items"], *VISIT["items"])}
    found = guarded(PAPER, PAPER, PAPER, both, VISIT, {})

    assert found is not None
    assert found.kinds == (("record duty", 4), ("see duty", 2))
    assert sorted(found.batch) == [0, 1, 2]


def test_what_is_no_item_is_said_and_makes_no_batch():
    police = {"information": Information.POLICE.bit}
    found = guarded(police, police, police, {"missing": True}, {})

    assert found is not None
    assert found.kinds == (("safeguarding information not dealt with", 3), ("missing now", 1))
    assert found.batch == ()


def test_of_a_handful_one_alone_is_a_large_share():
    assert guarded(VISIT, VISIT, VISIT, VISIT) is None


def test_a_lower_case_is_asked_for_why_a_higher_one_waits_but_not_what_came_up_or_is_short():
    band, order = np.array([0, 1, 1, 3], np.int8), np.array([7, 2, 5, 4])
    assert waiting_above(band, order, 4) == (7, 2, 5)
    assert waiting_above(band, order, 5) == (7,)
    assert waiting_above(band, order, 7) == ()

    def asks(above=(7,), asked_today=0, **start):
        return asks_why(shipped(), above, start=Start(**start), asked_today=asked_today)

    assert asks()
    assert asks(minutes=15)
    assert not asks(minutes=14)
    assert not asks(came_up=True)
    assert not asks(above=())
    assert asks(asked_today=1)
    assert not asks(asked_today=2)
