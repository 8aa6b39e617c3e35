"""What is made up is the same for the same, is nobody's, and keeps ages, days of the week and hours."""

from datetime import UTC, date, datetime, timedelta
from uuid import UUID, uuid4

import pytest

from plimsoll.core.calendar import LONDON
from plimsoll.core.identifiers import doubt_nhs_number, doubt_upn
from plimsoll.core.made_up import NOBODY, MadeUp, earlier, whole_years

TODAY = date(2026, 11, 24)
MADE_UP = MadeUp(b"s" * 32)


def test_a_name_is_the_same_wherever_it_stands_and_a_surname_is_kept_together() -> None:
    assert MADE_UP.person("Robin Quill").split() == [MADE_UP.given("Robin"), MADE_UP.family("Quill")]
    assert MADE_UP.family("quill ") == MADE_UP.family("Quill")
    assert MADE_UP.household("The Quill family") == f"{MADE_UP.family('Quill')} family"
    assert MADE_UP.person("Robin Quill") != MadeUp(b"t" * 32).person("Robin Quill")


def test_a_name_that_is_real_here_is_made_up_for_nobody() -> None:
    made = MADE_UP.family("Quill")

    assert MadeUp(b"s" * 32, frozenset({made.casefold()})).family("Quill") != made


@pytest.mark.parametrize("days", [0, 1, 20, 400, 6000])
@pytest.mark.parametrize("lived", [None, 0, 10])
def test_births_move_and_ages_stay(days: int, lived: int | None) -> None:
    born = TODAY - timedelta(days)
    died = None if lived is None else born + timedelta(lived)
    moved = {MadeUp(bytes([secret])).birth_days(born, "Quill", died, TODAY) for secret in range(40)}
    until = min(died or TODAY, TODAY)

    assert 0 not in moved
    assert {whole_years(born + timedelta(some), until) for some in moved} == {whole_years(born, until)}
    assert died is None or max(moved) <= (died - born).days


def test_twins_stay_twins() -> None:
    born = date(2020, 5, 5)

    assert MADE_UP.birth_days(born, "Quill", None, TODAY) == MADE_UP.birth_days(born, "QUILL", None, TODAY)


def test_a_moment_keeps_its_hour_and_its_day_of_the_week() -> None:
    for day in range(366):
        for minute in (30, 23 * 60 + 30):
            local = datetime(2026, 1, 1, tzinfo=LONDON) + timedelta(day, minutes=minute)
            moved = earlier(local.astimezone(UTC), 3).astimezone(LONDON)
            assert (moved.weekday(), moved.date()) == (local.weekday(), local.date() - timedelta(weeks=3))


@pytest.mark.parametrize("weeks", range(1, 9))
def test_what_came_later_still_does_where_the_clocks_change(weeks: int) -> None:
    begin = datetime(2026, 10, 24, 22, tzinfo=UTC)
    for start in (
        begin,
        begin + timedelta(weeks=weeks),
        datetime(2026, 3, 28, 22, tzinfo=UTC) + timedelta(weeks=weeks),
    ):
        moved = [earlier(start + timedelta(minutes=minute), weeks) for minute in range(0, 600, 7)]
        assert moved == sorted(set(moved))


def test_numbers_look_right_and_are_nobodys() -> None:
    nhs, upn = MADE_UP.nhs_number("9434765919"), MADE_UP.upn("H801200001001")

    assert (nhs[:3], doubt_nhs_number(nhs), upn[1:4], doubt_upn(upn)) == ("999", "", "000", "")
    assert MADE_UP.telephone("020 7946 0000").startswith("01632 960")
    assert MADE_UP.telephone("07946 000000").startswith("07700 900")
    assert MADE_UP.email("a@b.example").endswith("@copy.invalid")


def test_references_are_never_the_same_and_keep_their_form() -> None:
    made = {MADE_UP.reference(str(number)) for number in range(5000)}

    assert len(made) == 5000
    assert MADE_UP.reference("N-ABC234").startswith("N-")
    assert MADE_UP.reference("7") == MADE_UP.reference("7")


def test_keys_are_others_wherever_they_stand() -> None:
    key = uuid4()
    other = MADE_UP.key(key)

    assert other != key
    assert MADE_UP.keys_within(f"court-{key}") == f"court-{other}"
    assert MADE_UP.said([[str(key), 3, None]]) == [[str(other), 3, None]]
    assert MADE_UP.key(UUID(int=0)) == NOBODY


@pytest.mark.parametrize("length", [1, 5, 40, 3000, 500_000])
def test_a_text_is_about_as_long_and_within_its_field(length: int) -> None:
    made = MADE_UP.text("x" * length, length, "row", "field")

    assert made == MADE_UP.text("x" * length, length, "row", "field")
    assert length * 0.7 - 12 <= len(made) <= length
    assert made.strip()
