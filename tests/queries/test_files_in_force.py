"""Of which day the facts were at a moment: of the file in force then, whatever was brought in or undone since."""

from datetime import date, datetime

import pytest

from plimsoll.core.calendar import LONDON
from plimsoll.queries.exchange import facts_dates
from plimsoll.web.shell import facts_line
from tests.factories.records import make
from tests.factories.small import Small

MAY, JUNE, JULY = date(2026, 5, 29), date(2026, 6, 30), date(2026, 7, 31)


def at(month: int, day: int) -> datetime:
    return datetime(2026, month, day, 9, tzinfo=LONDON)


@pytest.fixture
def files(small: Small) -> Small:
    """A file of May, one of June that was undone in the middle of July, and one of July."""
    make("import", small.org, state="APPLIED", facts_on=MAY, staged_at=at(6, 1), applied_at=at(6, 1))
    make(
        "import", small.org, state="UNDONE", facts_on=JUNE, staged_at=at(7, 1), applied_at=at(7, 1), undone_at=at(7, 15),
        undone_by_id=small.people["max"], undone_why="the wrong file",
    )  # fmt: skip
    make("import", small.org, state="APPLIED", facts_on=JULY, staged_at=at(8, 1), applied_at=at(8, 1))
    return small


@pytest.mark.parametrize(
    ("known_at", "on"),
    [(at(5, 1), []), (at(6, 15), [MAY]), (at(7, 2), [JUNE]), (at(7, 16), [MAY]), (at(8, 2), [JULY]), (None, [JULY])],
)
def test_facts_are_of_the_file_in_force_at_the_moment(files, known_at, on):
    assert [day for _, day, _ in facts_dates(files.viewer("max"), known_at)] == on


def test_a_page_about_the_past_heads_the_file_of_then(files):
    line = facts_line(files.viewer("ann"), at(7, 2).date(), at(7, 2))

    assert line is not None
    assert line.files == ("the file of Tue 30 Jun 2026",)
    assert facts_line(files.viewer("ann"), at(5, 1).date(), at(5, 1)) is None
