"""Strict reading: every fault of a file is named at once, with its place, and nothing wrong passes."""

from datetime import date, datetime

import pytest

from plimsoll.core.strict import FaultyData, Table, load
from plimsoll.core.terms import Band, EventKind


def faults_of(text: str, *read: str) -> list[str]:
    """What reading some keys of a text, each by the reader of its name, finds wrong."""
    table = load(text, "The file")
    for key in read:
        READERS[key](table)
    table.close()
    return table.faults


READERS = {
    "text": lambda table: table.text("text"),
    "note": lambda table: table.text("note", ""),
    "perhaps": lambda table: table.optional_text("perhaps"),
    "flag": lambda table: table.flag("flag"),
    "switch": lambda table: table.flag("switch", True),
    "whole": lambda table: table.whole("whole", 1, 9),
    "count": lambda table: table.whole("count", 1, 9, 5),
    "maybe": lambda table: table.optional_whole("maybe", 1, 9),
    "number": lambda table: table.number("number", 0, 2.5),
    "share": lambda table: table.number("share", 0, 1, 0.5),
    "day": lambda table: table.day("day"),
    "moment": lambda table: table.moment("moment"),
    "days": lambda table: table.days("days"),
    "clock": lambda table: table.clock("clock", 540),
    "band": lambda table: table.term("band", Band),
    "other": lambda table: table.term("other", Band, Band.TODAY),
    "bands": lambda table: table.terms("bands", Band),
    "texts": lambda table: table.texts("texts"),
    "wholes": lambda table: table.wholes("wholes", 0, 9),
    "table": lambda table: table.table("table"),
    "inner": lambda table: table.table("inner", required=False),
    "tables": lambda table: table.tables("tables"),
}

BANDS = "ACT_NOW, TODAY, THIS_WEEK, PLANNED, AWAITING_OTHERS"


def test_right_values_are_read():
    table = load(
        """
        text = "a"
        flag = false
        whole = 9
        number = 2
        day = 2026-11-23
        moment = 2026-11-23T09:30:00
        days = [2026-12-25]
        clock = "08:30"
        band = "PLANNED"
        bands = ["TODAY", "ACT_NOW"]
        texts = ["b", "c"]
        wholes = [0, 9]
        table = { key = "d" }
        tables = [{ key = "e" }, { key = "f" }]
        """,
        "The file",
    )
    values = {key: READERS[key](table) for key in READERS if key not in ("table", "inner", "tables")}
    assert values == {
        "text": "a",
        "note": "",
        "perhaps": None,
        "flag": False,
        "switch": True,
        "whole": 9,
        "count": 5,
        "maybe": None,
        "number": 2.0,
        "share": 0.5,
        "day": date(2026, 11, 23),
        "moment": datetime(2026, 11, 23, 9, 30),
        "days": (date(2026, 12, 25),),
        "clock": 510,
        "band": Band.PLANNED,
        "other": Band.TODAY,
        "bands": (Band.TODAY, Band.ACT_NOW),
        "texts": ("b", "c"),
        "wholes": (0, 9),
    }
    assert table.table("table").text("key") == "d"
    assert "key" not in table.table("inner", required=False)
    assert [inner.text("key") for inner in table.tables("tables")] == ["e", "f"]
    table.close()
    assert table.faults == []


@pytest.mark.parametrize(
    ("line", "key", "says"),
    [
        ("", "text", "'text' is missing; it must be a text."),
        ("text = 1", "text", "'text' must be a text, not 1."),
        ('text = " "', "text", "'text' is empty."),
        ("note = []", "note", "'note' must be a text, not []."),
        ('perhaps = ""', "perhaps", "'perhaps' is empty."),
        ("perhaps = true", "perhaps", "'perhaps' must be a text, not True."),
        ("flag = 1", "flag", "'flag' must be true or false, not 1."),
        ("", "flag", "'flag' is missing; it must be true or false."),
        ('switch = "no"', "switch", "'switch' must be true or false, not 'no'."),
        ("whole = true", "whole", "'whole' must be a whole number from 1 to 9, not True."),
        ("whole = 5.0", "whole", "'whole' must be a whole number from 1 to 9, not 5.0."),
        ("whole = 10", "whole", "'whole' must be a whole number from 1 to 9, not 10."),
        ("count = 0", "count", "'count' must be a whole number from 1 to 9, not 0."),
        ("maybe = -1", "maybe", "'maybe' must be a whole number from 1 to 9, not -1."),
        ("number = nan", "number", "'number' must be a number from 0 to 2.5, not nan."),
        ("number = inf", "number", "'number' must be a number from 0 to 2.5, not inf."),
        ("number = true", "number", "'number' must be a number from 0 to 2.5, not True."),
        ('share = "0.5"', "share", "'share' must be a number from 0 to 1, not '0.5'."),
        ('day = "2026-11-23"', "day", "'day' must be a date such as 2026-11-23, not '2026-11-23'."),
        (
            "day = 2026-11-23T09:00:00",
            "day",
            "'day' must be a date such as 2026-11-23, not datetime.datetime(2026, 11, 23, 9, 0).",
        ),
        (
            "moment = 2026-11-23",
            "moment",
            "'moment' must be a day and a time such as 2026-11-23T09:00:00, not datetime.date(2026, 11, 23).",
        ),
        (
            "moment = 2026-11-23T09:00:00Z",
            "moment",
            "'moment' must be a day and a time such as 2026-11-23T09:00:00, on the wall clock, without a time zone.",
        ),
        ("day = 09:00:00", "day", "'day' must be a date such as 2026-11-23, not datetime.time(9, 0)."),
        ("days = 2026-12-25", "days", "'days' must be a list of dates, not datetime.date(2026, 12, 25)."),
        ("days = [2026-12-25T00:00:00]", "days", "'days' must be a list of dates such as 2026-11-23."),
        ("clock = 9", "clock", "'clock' must be a time of day such as \"09:00\", not 9."),
        ('clock = "9.30"', "clock", "'clock' must be a time of day such as \"09:00\", not '9.30'."),
        ('clock = "09:60"', "clock", "'clock' must be a time of day such as \"09:00\", not '09:60'."),
        ("", "band", f"'band' is missing; it must be one of {BANDS}."),
        ('band = "today"', "band", f"'band': 'today' is not one of {BANDS}."),
        ("other = 3", "other", f"'other' must be one of {BANDS}, not 3."),
        ('bands = "TODAY"', "bands", "'bands' must be a list, not 'TODAY'."),
        ('bands = ["TODAY", 3]', "bands", f"'bands': 3 is not one of {BANDS}."),
        ("bands = [[1]]", "bands", f"'bands': [1] is not one of {BANDS}."),
        ('bands = ["TODAY", "TODAY"]', "bands", "'bands' names a word twice."),
        ('texts = ["a", 1]', "texts", "'texts' must be a list of texts."),
        ("wholes = [1, true]", "wholes", "'wholes' must be a list of whole numbers from 0 to 9, not [1, True]."),
        ("wholes = [10]", "wholes", "'wholes' must be a list of whole numbers from 0 to 9, not [10]."),
        ("", "table", "'table' is missing; it must be a table."),
        ("inner = 1", "inner", "'inner' must be a table, not 1."),
        ("tables = 1", "tables", "'tables' must be a list of tables, not 1."),
        ("tables = [1]", "tables", "'tables' number 1 must be a table."),
        ("extra = 1", "note", "'extra' is not a known key."),
    ],
)
def test_wrong_value_is_one_fault(line, key, says):
    assert faults_of(line, key) == [f"The file: {says}"]


@pytest.mark.parametrize(
    ("line", "key", "harmless"),
    [
        ("whole = 99", "whole", 9),
        ("number = 99", "number", 0.0),
        ("number = nan", "number", 0.0),
        ("day = 1", "day", date.min),
    ],
)
def test_harmless_value_stands_in_for_a_wrong_one(line, key, harmless):
    assert READERS[key](load(line, "The file")) == harmless


def test_all_faults_come_at_once_each_with_its_place():
    table = load(
        """
        text = 5
        unknown = 1
        [[tables]]
        key = "first"
        whole = 0
        [[tables]]
        whole = 1
        odd = 1
        [table]
        """,
        "The book",
    )
    table.text("text")
    table.table("table").flag("flag")
    for inner in table.tables("tables"):
        inner.text("key")
        inner.whole("whole", 1, 9)
        inner.close()
    table.close()
    assert table.faults == [
        "The book: 'text' must be a text, not 5.",
        "The book, table: 'flag' is missing; it must be true or false.",
        "The book, tables 'first': 'whole' must be a whole number from 1 to 9, not 0.",
        "The book, tables 'number 2': 'key' is missing; it must be a text.",
        "The book, tables 'number 2': 'odd' is not a known key.",
        "The book: 'unknown' is not a known key.",
    ]


def test_long_lists_of_words_are_cut():
    table = Table({"kind": "NOTHING"}, "The file", [])
    table.term("kind", EventKind)
    assert table.faults[0].endswith(f" and {len(EventKind) - 12} more.")


def test_text_that_is_no_toml_is_refused_with_its_line():
    with pytest.raises(FaultyData) as refused:
        load("a = 1\nb = =", "The file")
    (fault,) = refused.value.faults
    assert fault.startswith("It is not valid TOML: ")
    assert "line 2" in fault
    assert str(refused.value).startswith("The file cannot be used, it has 1 fault:\n- It is not valid TOML")


def test_refusal_lists_its_faults():
    assert str(FaultyData("The set", ["one.", "two."])) == "The set cannot be used, it has 2 faults:\n- one.\n- two."
