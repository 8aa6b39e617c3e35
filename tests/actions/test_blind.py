"""Exercises with invented cases: who is asked, what is kept, and what each may see of it when."""

import pytest

from plimsoll.actions.blind import begin_exercise, end_exercise, submit_order
from plimsoll.actions.cases import Refused
from plimsoll.core.access import NotAllowed
from plimsoll.core.priority import criteria, worked
from plimsoll.core.priority.blind import pairs, stands
from plimsoll.core.terms import Act
from plimsoll.queries import shipped
from plimsoll.queries.blind import get_exercise, list_exercises
from plimsoll.records.models.audit import AuditEvent
from plimsoll.records.models.priority import BlindExercise, BlindOrder
from tests.factories.small import NOW

WHY = "Before the new criteria are trusted"


@pytest.fixture
def engine() -> list[int]:
    """The places that the criteria which ship give."""
    cases = worked.parse(shipped.blind_text())
    return [one.place for one in stands(cases, criteria.parse(shipped.criteria_text("statutory")))]


@pytest.fixture
def exercise(small):
    return begin_exercise(WHY, by=small.viewer("adam"), at=NOW)


def test_the_cases_are_twenty_and_the_criteria_have_each_at_a_place_of_its_own(engine):
    assert sorted(engine) == list(range(1, 21))


def test_our_own_reading_and_each_set_that_ships_are_much_the_same():
    cases = worked.parse(shipped.blind_text())
    ours = {key: at for at, group in enumerate(cases.order, 1) for key in group}
    for key in shipped.SETS:
        found = stands(cases, criteria.parse(shipped.criteria_text(key)))
        assert pairs([ours[one.key] for one in found], [one.place for one in found]).tau > 0.7


def test_who_may_begin_order_and_end(small, exercise):
    for name in ("ann", "sue", "max"):
        with pytest.raises(NotAllowed):
            begin_exercise(WHY, by=small.viewer(name), at=NOW)
        with pytest.raises(NotAllowed):
            end_exercise(exercise, by=small.viewer(name), at=NOW)
    for name in ("ann", "adam"):
        with pytest.raises(NotAllowed):
            submit_order(exercise, range(1, 21), by=small.viewer(name), at=NOW)


def test_an_order_is_kept_with_its_agreement_and_never_changed(small, exercise, engine):
    submit_order(exercise, engine, by=small.viewer("sue"), at=NOW)
    submit_order(exercise, [21 - place for place in engine], by=small.viewer("max"), at=NOW)
    with pytest.raises(Refused, match="already"):
        submit_order(exercise, engine, by=small.viewer("max"), at=NOW)

    kept = dict(BlindOrder.objects.values_list("worker__name", "tau"))
    assert kept == {"sue": 1.0, "max": -1.0}
    assert AuditEvent.objects.filter(act=Act.CASES_ORDERED, about_id=exercise).count() == 2


@pytest.mark.parametrize("places", [[1] * 20, list(range(1, 20)), [0, *range(2, 21)], [*range(1, 20), 21]])
def test_places_that_are_none_are_refused(small, exercise, places):
    with pytest.raises(Refused):
        submit_order(exercise, places, by=small.viewer("sue"), at=NOW)


def test_one_exercise_at_a_time_and_none_is_ordered_once_it_is_over(small, exercise):
    adam = small.viewer("adam")
    with pytest.raises(Refused, match="under way"):
        begin_exercise(WHY, by=adam, at=NOW)
    end_exercise(exercise, by=adam, at=NOW)
    with pytest.raises(Refused, match="over"):
        submit_order(exercise, range(1, 21), by=small.viewer("sue"), at=NOW)
    with pytest.raises(Refused, match="over"):
        end_exercise(exercise, by=adam, at=NOW)

    begin_exercise(WHY, by=adam, at=NOW)
    assert [line.ended_at is None for line in list_exercises(adam)].count(True) == 1


def test_a_manager_sees_their_own_after_they_sent_it_and_nobody_elses(small, exercise, engine):
    sue, max_, adam = map(small.viewer, ("sue", "max", "adam"))
    submit_order(exercise, [21 - place for place in engine], by=max_, at=NOW)

    before = get_exercise(sue, exercise)
    assert (before.may_order, before.agreed) == (True, None)
    submit_order(exercise, engine, by=sue, at=NOW)
    after = get_exercise(sue, exercise)
    assert [name for name, *_ in after.agreed.people] == ["sue"]
    assert (after.may_order, after.agreed.between, after.agreed.apart) == (False, (), ())

    everybody = get_exercise(adam, exercise).agreed
    assert {name: one.tau for name, _, one in everybody.people} == {"max": -1.0, "sue": 1.0}
    assert [(a, b, one.tau) for a, b, one in everybody.between] == [("max", "sue", -1.0)]
    assert everybody.apart[0].places.keys() == {"max", "sue"}


def test_a_manager_who_settles_criteria_too_sees_nothing_before_they_ordered(small, exercise, engine):
    submit_order(exercise, engine, by=small.viewer("max"), at=NOW)
    both = small.viewer("sue")
    both = type(both)(both.org, both.worker, both.name, both.held + small.viewer("adam").held)
    assert get_exercise(both, exercise).agreed is None

    end_exercise(exercise, by=small.viewer("adam"), at=NOW)
    assert [name for name, *_ in get_exercise(both, exercise).agreed.people] == ["max"]


def test_the_order_on_the_page_is_another_for_each_person_and_stays(small, exercise):
    orders = {name: [case.key for case in get_exercise(small.viewer(name), exercise).cases] for name in ("sue", "max")}

    assert orders["sue"] != orders["max"]
    assert sorted(orders["sue"]) == sorted(orders["max"])
    assert [case.key for case in get_exercise(small.viewer("sue"), exercise).cases] == orders["sue"]


def test_what_was_asked_and_by_which_version_is_kept(small, exercise):
    row = BlindExercise.objects.get(pk=exercise)

    assert (row.criteria_set.key, row.text, len(row.stands)) == ("statutory", shipped.blind_text(), 20)
