"""The figure always comes with words."""

import pytest

from plimsoll.core.workload.balance import Load, worker_load
from plimsoll.core.workload.capacity import Granted, capacity
from plimsoll.core.workload.explain import capacity_in_words, case_in_words, change, figure, room
from tests.core.workload.schemes import scheme_of

OURS = scheme_of("plimsoll_hours")
WMT = scheme_of("moj_wmt")


def load_of(points: int, available: int | None) -> Load:
    return worker_load(OURS, parts=[("child in need", points)], available=available)


@pytest.mark.parametrize(
    ("points", "available", "words"),
    [
        (3150, 2800, "31.5 of 28 hours, 112 %, over the line"),
        (2999, 3000, "29.99 of 30 hours, 99 %, near the line"),
        (100, 100, "1 of 1 hour, 100 %, near the line"),
        (400, 0, "4 of 0 hours, over the line"),
        (0, 0, "nothing asked and nothing available"),
        (400, None, "4 hours, what is available is not known"),
    ],
)
def test_figure(points: int, available: int | None, words: str) -> None:
    assert figure(load_of(points, available)) == words


def test_figure_says_how_long_from_the_second_week() -> None:
    load = load_of(3150, 2800)

    assert figure(load, weeks_over=1) == "31.5 of 28 hours, 112 %, over the line"
    assert figure(load, weeks_over=3) == "31.5 of 28 hours, 112 %, over the line for 3 weeks"


def test_room() -> None:
    assert [room(load_of(*each)) for each in ((2450, 2800), (2800, 2800), (3150, 2800), (1, None))] == [
        "3.5 hours left",
        "at the line",
        "3.5 hours over the line",
        "room not known",
    ]


def test_change_is_said_before_it_is_confirmed() -> None:
    words = change(load_of(2700, 2800), load_of(2975, 2800))

    assert words == "now 27 of 28 hours, 96 %, near the line; then 29.75 of 28 hours, 106 %, over the line"


def test_capacity_in_hours() -> None:
    words = capacity_in_words(capacity(OURS, contracted_hours=3700, granted=[Granted("NEWLY_QUALIFIED")]))

    assert words == (
        "37 hours, less 3.7 for being newly qualified (10 %), "
        "less 7 for supervision, training, team and administration: 26.3 hours"
    )


def test_capacity_in_points() -> None:
    words = capacity_in_words(capacity(WMT, contracted_hours=3000, granted=[Granted("DISABILITY", hours=180)]))

    assert (
        words
        == "1,764 points for 30 contracted hours, less 106 for disability, less 0 for stable element: 1,658 points"
    )


def test_capacity_not_known() -> None:
    assert capacity_in_words(capacity(OURS, contracted_hours=None)) == "contracted hours not known"


def test_case_in_words() -> None:
    case = (("weight", 275), ("in court", 100), ("further child", -113))

    assert case_in_words(OURS, case) == "2.75 weight, +1 in court, -1.13 further child: 2.62 hours"
    assert case_in_words(OURS, ()) == "nothing: 0 hours"
