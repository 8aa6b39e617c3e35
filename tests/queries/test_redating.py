"""A change of the timescales says what it moves: old and new day, case by case of what one may see, numbers else."""

from datetime import date, datetime, timedelta

import pytest

from plimsoll.actions.settings import adopt_rulebook
from plimsoll.core.calendar import LONDON
from plimsoll.queries.redating import has_moved, would_move
from plimsoll.records.context import acting
from tests.factories.small import Small

AT = datetime(2026, 11, 23, 9, 30, tzinfo=LONDON)


def as_(small: Small, name: str):
    return acting(small.org, small.people[name], "a test"), small.viewer(name)


def look(small: Small, name: str, *, start_day_is: int = 1):
    context, viewer = as_(small, name)
    with context:
        return would_move(viewer, (), start_day_is=start_day_is, bank_holidays_count=False, now=AT)


def test_another_way_to_count_moves_what_is_counted_in_days(small):
    found = look(small, "sue")
    (team,) = [team for team in found.teams if team.moved]
    assert {(one.reference, one.title, one.before, one.after) for one in team.moved} >= {
        ("A1", "child in need visit", date(2026, 6, 29), date(2026, 6, 26)),
        ("U1", "child in need visit", date(2026, 6, 29), date(2026, 6, 26)),
    }
    assert all(one.title != "child in need review" for one in team.moved)  # twelve weeks are twelve weeks
    assert sum(team.others for team in found.teams) == 1  # of the other team, by number alone
    assert found.cases == 4


@pytest.mark.parametrize(("name", "cases"), [("ann", {"A1"}), ("adam", set()), ("max", {"A1", "B1", "C1", "U1"})])
def test_each_is_told_of_what_they_may_see_and_how_much_else_there_is(small, name, cases):
    found = look(small, name)
    assert {one.reference for team in found.teams for one in team.moved} == cases
    assert found.many == 4


def test_the_same_moves_nothing(small):
    assert look(small, "max", start_day_is=0).teams == ()


def test_after_it_is_agreed_the_same_list_is_told(small):
    context, adam = as_(small, "adam")
    with context:
        assert has_moved(adam, AT) is None
    wanted = look(small, "max")
    with as_(small, "adam")[0]:
        adopt_rulebook((), start_day_is=1, bank_holidays_count=False, by=adam, at=AT)
    context, viewer = as_(small, "max")
    with context:
        found = has_moved(viewer, AT + timedelta(hours=1))
    assert [team.moved for team in found.teams] == [team.moved for team in wanted.teams]
    assert found.agreed_at == AT
