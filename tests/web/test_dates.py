"""Days as people type them are the days they mean."""

from contextlib import suppress
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plimsoll.web.forms.dates import NotADay, read_day

TODAY = date(2026, 11, 23)  # a Monday


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("23 11 2026", date(2026, 11, 23)),
        ("23.11.26", date(2026, 11, 23)),
        ("23/11/2026", date(2026, 11, 23)),
        ("2026-11-23", date(2026, 11, 23)),
        ("1st November 2026", date(2026, 11, 1)),
        ("Thu 12 Nov", date(2026, 11, 12)),
        ("12nov", date(2026, 11, 12)),
        ("23 Nov", date(2026, 11, 23)),
        ("24 Nov", date(2025, 11, 24)),
        ("29 Feb", date(2024, 2, 29)),
        (" Today ", date(2026, 11, 23)),
        ("yesterday", date(2026, 11, 22)),
        ("Monday", date(2026, 11, 23)),
        ("tues", date(2026, 11, 17)),
    ],
)
def test_days_that_have_been(text: str, meant: date) -> None:
    assert read_day(text, today=TODAY) == meant


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("23 Nov", date(2026, 11, 23)),
        ("22 Nov", date(2027, 11, 22)),
        ("tue", date(2026, 11, 24)),
        ("mon", date(2026, 11, 23)),
    ],
)
def test_days_to_come(text: str, meant: date) -> None:
    assert read_day(text, today=TODAY, forward=True) == meant


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("31 Nov 2026", "There is no 31 Nov 2026"),
        ("12 Foo", "'foo' is no month. Write a day such as 23 Nov 2026"),
        ("soon", "Write a day such as 23/11/2026, 23 Nov or yesterday"),
        ("", "Write a day such as 23/11/2026, 23 Nov or yesterday"),
        ("1 2 3 4", "Write a day such as 23/11/2026, 23 Nov or yesterday"),
        ("1 2 026", "Write the day, the month and the year, such as 23/11/2026"),
    ],
)
def test_what_is_no_day_is_said(text: str, said: str) -> None:
    with pytest.raises(NotADay) as told:
        read_day(text, today=TODAY)

    assert str(told.value) == said


@given(st.text(max_size=50))
def test_nothing_that_is_typed_breaks_it(text: str) -> None:
    with suppress(NotADay):
        read_day(text, today=TODAY)


@given(
    st.dates(date(2000, 1, 1), date(2099, 12, 31)), st.sampled_from(["%d %m %Y", "%d/%m/%y", "%Y-%m-%d", "%d %B %Y"])
)
def test_a_written_day_is_read_back(day: date, form: str) -> None:
    assert read_day(day.strftime(form), today=TODAY) == day


@given(st.integers(0, 364), st.booleans())
def test_a_day_without_a_year_is_the_nearest_on_its_side(away: int, forward: bool) -> None:
    day = TODAY + timedelta(days=away if forward else -away)

    assert read_day(day.strftime("%d %b"), today=TODAY, forward=forward) == day
