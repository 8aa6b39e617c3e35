"""The total order: band, score, fits, earliest due, longest unseen, reference; and places within each worker's list."""

import numpy as np
import pytest

from plimsoll.core.priority.order import places
from plimsoll.core.terms import CaseType, Purpose
from tests.core.priority.small import item, names_in_order, ranked, workers_of

FIRST, SECOND = {"reference": "z first"}, {"reference": "a second"}  # but for the test, the reference puts z last


def test_band_comes_before_score() -> None:
    by_band = FIRST | {"immediate_harm": True}
    by_score = SECOND | {"wait": 4, "likelihood": 4, "severity": 4, "who_else": 2, "waiting_days": 99}

    ranking = ranked(by_band, by_score)

    assert names_in_order(by_band, by_score) == ["z first", "a second"]
    assert ranking.score[0] < ranking.score[1]


def test_planned_is_listed_before_awaiting_others() -> None:
    planned = FIRST
    awaiting = SECOND | {"blocked": True, "chase": "2026-12-04", "chases": 1, "wait": 2}

    assert names_in_order(awaiting, planned) == ["z first", "a second"]


def test_higher_score_comes_first() -> None:
    assert names_in_order(FIRST | {"wait": 2}, SECOND | {"wait": 1}) == ["z first", "a second"]


def test_what_fits_breaks_a_tie_of_scores() -> None:
    rows = FIRST | {"effort_minutes": 600}, SECOND | {"effort_minutes": 601}

    assert names_in_order(*rows, workers=workers_of(left=(600,))) == ["z first", "a second"]
    assert names_in_order(*rows, workers=workers_of(left=(-1,))) == ["a second", "z first"]


def test_earliest_due_breaks_a_tie_of_what_fits() -> None:
    # Both are past their latest start, so both press fully; what is due at all comes before what is not.
    due = {"items": (item(Purpose.RECORD, "2027-01-29", hours=2000),)}
    later = {"items": (item(Purpose.RECORD, "2027-02-01", hours=2000),)}

    assert names_in_order(FIRST | due, SECOND | later) == ["z first", "a second"]


def test_longest_unseen_breaks_a_tie_of_due_dates() -> None:
    looked_after = {"type": CaseType.LOOKED_AFTER, "seen_unrecorded": True}

    assert names_in_order(
        {"reference": "1", "last_seen": "NaT"} | looked_after,
        {"reference": "2", "last_seen": "2026-11-19"} | looked_after,
        {"reference": "3", "last_seen": "2026-11-18"} | looked_after,
        {"reference": "4", "last_seen": "NaT", "involved_from": "2026-11-17"} | looked_after,
    ) == ["4", "3", "2", "1"]


def test_reference_breaks_the_last_tie_by_code_point() -> None:
    rows = [{"reference": name} for name in ("b", "a", "Z", "é", "10", "9")]

    assert names_in_order(*rows) == ["10", "9", "Z", "a", "b", "é"]


def test_place_counts_within_each_list_and_the_queue_is_one() -> None:
    rows = [{"worker": 1}, {"worker": -1, "wait": 2}, {"worker": 1, "wait": 2}, {"worker": 0}, {"worker": -1}]

    ranking = ranked(*rows, workers=workers_of(left=(60, 60)))

    assert ranking.place.tolist() == [2, 1, 1, 1, 2]


def test_no_cases_have_no_places() -> None:
    ranking = ranked()

    assert (ranking.order.tolist(), ranking.place.tolist(), ranking.score.tolist()) == ([], [], [])


@pytest.mark.parametrize("worker", [[-1, -1, -1], [0, 0, 0], [2, 0, -1]])
def test_places_follow_the_order(worker: list[int]) -> None:
    found = places(np.array([2, 1, 0]), np.array(worker, dtype=np.int32))

    assert found.tolist() == ([3, 2, 1] if len(set(worker)) == 1 else [1, 1, 1])
