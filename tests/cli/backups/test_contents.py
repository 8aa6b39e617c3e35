"""What a backup says of itself comes back, and what differs is told table by table."""

import json

import pytest

from plimsoll.cli.backups.contents import Contents, Stock, contents_of, differences
from plimsoll.cli.backups.faults import Unusable

STOCK = Stock({"records_case": 3, "records_child": 1}, 2, "0f")
CONTENTS = Contents("2026-11-23T02:00:00+00:00", "0.1.0", 18, ("0001_records",), ("web",), STOCK, "aa", 1, ("x",))


def test_it_comes_back():
    assert contents_of(CONTENTS.as_text()) == CONTENTS
    assert STOCK.all_rows == 4


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("half a li", "no backup of Plimsoll"),
        (json.dumps({"format": 1, "stock": {}}), "no backup of Plimsoll"),
        (json.dumps({"format": 2}), "a newer version of Plimsoll"),
    ],
)
def test_what_cannot_be_read_is_told(text, says):
    with pytest.raises(Unusable, match=says):
        contents_of(text)


def test_what_differs_is_told():
    assert differences(STOCK, STOCK) == []
    assert differences(STOCK, Stock({"records_case": 2, "records_team": 1}, 1, "")) == [
        "records_case: 3 rows where it was made, 2 rows in the copy",
        "records_child: 1 row where it was made, no such table in the copy",
        "records_team: no such table where it was made, 1 row in the copy",
        "the trail ends with link 2 where it was made, and with 1 in the copy",
    ]
