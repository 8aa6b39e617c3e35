"""Who of a route is told when, and since when the office is closed."""

from datetime import UTC, datetime, timedelta

from plimsoll.core.calendar import LONDON, Calendar
from plimsoll.core.route import Place, closed_since, told_by

NIGHT, DAY = (17 * 60, 9 * 60), (9 * 60, 17 * 60)


def place(name: str, hours: tuple[int, int] = (0, 0), minutes: int = 30) -> Place:
    return Place(None, name, "01632 960001", *hours, minutes)


def told(route: list[Place], begun: datetime, hours: float) -> list[str]:
    """By name and clock, so many hours later."""
    found = told_by(route, begun, begun + timedelta(hours=hours))
    return [f"{one.place.name} {one.at.astimezone(LONDON):%a %H:%M}" for one in found]


def test_whoever_comes_later_is_told_when_they_come():
    noon = datetime(2026, 11, 23, 12, tzinfo=LONDON)  # the worker is ill, and the route is of the night
    route = [place("First", NIGHT), place("Second", NIGHT)]

    assert told(route, noon, 4) == []
    assert told(route, noon, 6) == ["First Mon 17:00", "Second Mon 17:30"]


def test_the_first_who_is_there_is_told_and_who_was_not_there_after_that():
    route = [place("Night", NIGHT), place("Day", DAY), place("Always")]

    assert told(route, datetime(2026, 11, 22, 10, tzinfo=LONDON), 8) == [
        "Day Sun 10:00",
        "Always Sun 10:30",
        "Night Sun 17:00",
    ]


def test_minutes_are_minutes_also_when_the_clocks_go_back():
    begun = datetime(2026, 10, 25, 0, 45, tzinfo=LONDON)  # BST; at two it is one again
    found = told_by([place(name) for name in "ABCD"], begun, begun.astimezone(UTC) + timedelta(hours=2))

    assert [f"{one.at:%H:%M}" for one in found] == ["23:45", "00:15", "00:45", "01:15"]


def test_an_office_that_closes_at_midnight_is_closed_from_midnight():
    late = Calendar(opens_at=9 * 60, closes_at=24 * 60)

    assert closed_since(late, datetime(2026, 11, 24, 3, tzinfo=LONDON)) == datetime(2026, 11, 24, tzinfo=LONDON)


def test_over_christmas_it_is_closed_since_the_last_day_that_was_worked():
    boxing_day = datetime(2026, 12, 26, 12, tzinfo=LONDON)

    assert closed_since(Calendar(), boxing_day) == datetime(2026, 12, 24, 17, tzinfo=LONDON)
