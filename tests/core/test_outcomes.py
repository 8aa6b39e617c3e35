"""The rulebook of tools, and the distance from the first reading to the last."""

from datetime import date

import pytest

from plimsoll.core.outcomes import distance, in_words, parse
from plimsoll.core.strict import FaultyData
from plimsoll.core.terms import Better
from plimsoll.queries.shipped import TOOLS, shipped_tools, text_of

WORKED = """
[meta]
title = "Ours"
version = "1"
note = "Scores only."

[goals]
most = 3
low = 10
high = 10
notable_change = 2.45
notable_confirmed = false
source = "corc.uk.net"

[[tool]]
key = "one"
title = "One"
low = 5
high = 5
better = "SIDEWAYS"
parts = []
source = "read"
confirmed = true
licence = "ask"
wording = "How are you?"
"""


def test_the_shipped_tools_say_what_they_rest_on_and_hold_no_wording():
    tools = shipped_tools()

    assert [(tool.key, tool.low, tool.high, tool.better) for tool in tools.tools] == [
        ("sdq_total", 0, 40, Better.LOWER),
        ("outcomes_star", 1, 10, Better.HIGHER),
    ]
    assert (tools.most_goals, tools.low, tools.high) == (3, 0, 10)
    assert parse(text_of(TOOLS)) == tools


def test_all_faults_are_told_at_once_and_no_question_of_a_tool_is_taken():
    with pytest.raises(FaultyData) as fault:
        parse(WORKED)

    said = "\n".join(fault.value.faults)
    assert "'better'" in said
    assert said.count("'low' must lie below 'high'.") == 2
    assert "'wording' is not a known key." in said


@pytest.mark.parametrize(
    ("numbers", "better", "says"),
    [
        ([(1, 20), (9, 15)], Better.LOWER, "From 20 to 15 over 2 readings: better by 5."),
        ([(9, 3), (1, 6), (4, 8)], Better.HIGHER, "From 6 to 3 over 3 readings: worse by 3."),
        ([(1, 4), (2, 4)], Better.HIGHER, "From 4 to 4 over 2 readings: the same."),
    ],
)
def test_a_distance_is_the_last_reading_less_the_first_by_day(numbers, better, says):
    found = distance([(date(2026, 10, day), number) for day, number in numbers], better)

    assert found is not None
    assert in_words(found) == says


def test_nothing_measured_is_no_distance():
    assert distance([], Better.HIGHER) is None
