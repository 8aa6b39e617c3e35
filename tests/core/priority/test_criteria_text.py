"""A criteria set that is written is read as the same set."""

from dataclasses import replace

import pytest

from plimsoll.core.priority.criteria import parse
from plimsoll.core.priority.criteria_text import write
from plimsoll.queries import shipped


@pytest.mark.parametrize("key", shipped.SETS)
def test_what_is_written_is_read_as_the_same_set(key):
    criteria = parse(shipped.criteria_text(key))

    assert parse(write(criteria)) == criteria


def test_texts_with_quotes_and_odd_numbers_come_back():
    criteria = replace(
        shipped.shipped_criteria(), note='Ours: "agreed"\\ on 1 March\x7f\nby all', unknown=333_333, decay=7, applies={}
    )

    assert parse(write(criteria)) == criteria
