"""A case that is put on record is there at once: held, weighed, with what began it, and once however often it is sent."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from uuid import uuid4

import pytest
from django.db import IntegrityError

from plimsoll.actions import new_case
from plimsoll.actions.cases import Refused, restrict_case
from plimsoll.actions.new_case import STARTS, NewCase, add_case
from plimsoll.core.access import NotAllowed, NotThere
from plimsoll.core.calendar import LONDON
from plimsoll.core.terms import Act, CaseType, EventKind
from plimsoll.queries.cases import get_case
from plimsoll.queries.new_case import list_alike, list_places
from plimsoll.queries.place import get_standing
from plimsoll.queries.priority import get_caseload, list_unallocated
from plimsoll.queries.workload import get_load
from plimsoll.records.context import acting
from plimsoll.records.models.audit import AuditEvent
from plimsoll.records.models.cases import Case, Event
from plimsoll.records.models.families import Child, HouseholdMember
from plimsoll.records.models.workload import CaseWeight
from plimsoll.records.names import is_made_here
from tests.factories.records import make
from tests.factories.small import AT, NOW, TODAY, Small


def said(small: Small, **given) -> NewCase:
    usual = NewCase(
        key=uuid4(), given_name="Marram", family_name="Dune", born_on=date(2021, 4, 3), expected_on=None,
        case_type=CaseType.CHILD_IN_NEED, began_on=date(2026, 11, 2), level_of_need=3, received_at=None, opened_on=TODAY,
        team=small.team, worker=None,
    )  # fmt: skip
    return replace(usual, **given)


def add(small: Small, name: str, **given):
    with acting(small.org, small.people[name], "a test"):
        return add_case(said(small, **given), by=small.viewer(name), at=NOW)


def test_ones_own_case_stands_in_the_order_of_work_with_what_is_due_at_once(small):
    with acting(small.org, small.people["ann"], "a test"):
        ann = small.viewer("ann")
        before = get_load(ann, small.people["ann"], AT).points
        key = add_case(said(small, worker=small.people["ann"]), by=ann, at=NOW)
        placed = {one.case: one for one in get_caseload(ann, small.people["ann"], AT).cases}[key]
        standing = get_standing(ann, get_case(ann, key), AT)
        after = get_load(ann, small.people["ann"], AT).points

    assert placed.name == "Marram Dune"
    assert "Child in need" in str(placed.next_due)
    assert any("Mon 2 Nov 2026" in due.worked_out for due in standing.due)
    assert after > before
    assert [event.act for event in AuditEvent.objects.filter(case_id=key)] == [Act.CASE_ADDED]


@pytest.mark.parametrize(
    ("name", "team", "worker", "allowed"),
    [
        ("ann", "team", "ann", True),
        ("ann", "team", None, False),  # a practitioner's case is theirs
        ("ann", "team", "bob", False),
        ("ann", "other_team", "ann", False),
        ("sue", "team", None, True),
        ("sue", "team", "bob", True),
        ("sue", "team", "cat", False),
        ("sue", "other_team", None, False),
        ("max", "other_team", "cat", True),
        ("max", "other_team", None, True),
    ],
)
def test_whose_a_new_case_can_be(small, name, team, worker, allowed):
    given = {"team": getattr(small, team), "worker": small.people[worker] if worker else None}
    if allowed:
        key = add(small, name, **given)
        assert Case.objects.get(pk=key).team_id == given["team"]
    else:
        with pytest.raises(Refused) as refusal:
            add(small, name, **given)
        assert set(refusal.value.faults) <= {"team", "worker"}


@pytest.mark.parametrize("name", ["bea", "eve", "adam"])
def test_who_may_not_add_is_told_so(small, name):
    with pytest.raises(NotAllowed, match="for practitioners, supervisors, duty"):
        add(small, name)


def test_duty_leaves_a_case_in_the_queue_and_gives_it_to_nobody(small):
    worker = make("worker", small.org, name="dee", sort_name="dee", joined_on=date(2026, 1, 5))
    make("roleheld", small.org, worker=worker, team_id=small.team, role="DUTY", from_date=date(2026, 1, 5))
    small.people["dee"] = worker.pk
    key = add(small, "dee")
    with pytest.raises(Refused):
        add(small, "dee", worker=small.people["ann"])

    with acting(small.org, worker.pk, "a test"):
        assert key in {one.case for one in list_unallocated(small.viewer("dee"), AT).order.cases}


def test_what_is_sent_twice_is_added_once(small):
    key = uuid4()
    again = said(small, key=key)
    with acting(small.org, small.people["sue"], "a test"):
        assert {add_case(again, by=small.viewer("sue"), at=NOW) for _ in range(2)} == {key}

    assert Child.objects.filter(family_name="Dune").count() == 1


def test_what_another_system_calls_a_case_is_kept_as_typed_whoever_else_is_called_so(small):
    """A guess at the reference of a case that is not there for Cat is answered as any other is."""
    kept = {}
    for guess in ("A1", "B1", "nobody-s"):
        made = Case.objects.get(
            pk=add(small, "cat", team=small.other_team, worker=small.people["cat"], other_reference=guess)
        )
        kept[guess] = made.other_reference
        assert is_made_here(made.reference)
        assert made.child.reference == made.reference

    assert kept == {guess: guess for guess in kept}
    assert Child.objects.filter(family_name="Dune").count() == 3


def test_a_reference_of_another_open_case_within_reach_is_refused(small):
    add(small, "sue", other_reference="EXT-555")
    for guess in ("ext-555 ", "B1"):
        with pytest.raises(Refused, match="has this reference here already"):
            add(small, "sue", other_reference=guess)
    mine = Case.objects.get(other_reference="EXT-555")
    assert add(small, "sue", other_reference="EXT-555", child=mine.child_id)  # another case of the same child
    assert add(small, "cat", team=small.other_team, worker=small.people["cat"], other_reference="EXT-555")


def test_a_reference_that_is_taken_is_made_anew_and_in_the_end_nothing_stays(small, monkeypatch):
    made = iter(["A1", "N-000001", "A1", "A1", "A1", "A1", "A1"])
    monkeypatch.setattr(new_case, "make_reference", lambda: next(made))

    assert Case.objects.get(pk=add(small, "sue")).reference == "N-000001"
    with pytest.raises(IntegrityError):
        add(small, "sue")
    assert Child.objects.filter(family_name="Dune").count() == 1


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"given_name": " "}, "given_name"),
        ({"family_name": ""}, "family_name"),
        ({"born_on": date(1999, 1, 1)}, "born"),
        ({"born_on": None, "expected_on": date(2028, 1, 1)}, "born"),
        ({"began_on": date(2026, 12, 1)}, "began"),
        ({"began_on": date(2016, 12, 1)}, "began"),
        ({"opened_on": date(2026, 12, 1)}, "opened"),
        ({"received_at": NOW + timedelta(hours=1)}, "received"),
        ({"other_reference": "1" * 101}, "other_reference"),
    ],
)
def test_what_cannot_be_is_said_at_its_field(small, given, field):
    with pytest.raises(Refused) as refusal:
        add(small, "sue", **given)

    assert list(refusal.value.faults) == [field]


@pytest.mark.parametrize("kind", CaseType)
def test_every_kind_begins_with_its_own_event(small, kind):
    key = add(small, "sue", case_type=kind)
    event = Event.objects.get(case_id=key)

    assert (event.kind, event.happened_at.astimezone(LONDON).date()) == (STARTS[kind], date(2026, 11, 2))
    assert event.time_known is False


def test_a_referral_happens_when_it_comes_in_apart_from_when_it_is_written(small):
    heard = datetime(2026, 11, 20, 16, 40, tzinfo=LONDON)
    key = add(small, "sue", case_type=CaseType.REFERRAL, began_on=date(2026, 11, 20), received_at=heard)
    event = Event.objects.get(case_id=key)

    assert event.kind == EventKind.REFERRAL_RECEIVED
    assert (event.happened_at, event.time_known, event.received_at, event.recorded_at) == (heard, True, heard, NOW)


# ---- families ------------------------------------------------------------------------------------------------------------


def test_a_brother_or_sister_shares_the_household_and_is_the_further_child(small):
    first = small.cases["A1"]
    key = add(small, "ann", worker=small.people["ann"], family=first.pk, given_name="Sorrel")
    with acting(small.org, small.people["ann"], "a test"):
        ann = small.viewer("ann")
        beside = {one.name for one in get_case(ann, first.pk).brothers_and_sisters}
        back = {one.case for one in get_case(ann, key).brothers_and_sisters}
    child = Case.objects.get(pk=key).child_id

    assert (beside, back) == ({"Sorrel"}, {first.pk})
    assert (
        HouseholdMember.objects.filter(child_id__in=[child, first.child_id]).values("household_id").distinct().count()
        == 1
    )
    alone = add(small, "ann", worker=small.people["ann"], given_name="Thrift", born_on=date(2015, 1, 1))
    points = dict(CaseWeight.objects.filter(case_id__in=[first.pk, key, alone]).values_list("case_id", "points"))
    assert min(points[first.pk], points[key]) < points[alone] == max(points[first.pk], points[key], points[alone])


def test_beside_a_restricted_case_the_new_one_is_restricted_to_the_same_people(small):
    """A household that is shared would tell of it."""
    with acting(small.org, small.people["sue"], "a test"):
        people = [small.people["sue"]]
        restrict_case(small.cases["A1"].pk, named=people, why="Known to staff", by=small.viewer("sue"), at=NOW)
    later = NOW + timedelta(minutes=5)
    with acting(small.org, small.people["ann"], "a test"):
        new = said(small, worker=small.people["ann"], family=small.cases["A1"].pk)
        key = add_case(new, by=small.viewer("ann"), at=later)
    seen = set()
    for name in ("ann", "sue", "max", "bob"):
        with acting(small.org, small.people[name], "a test"):
            try:
                get_case(small.viewer(name), key)
            except NotThere:
                continue
            seen.add(name)

    assert seen == {"ann", "sue"}


def test_only_a_case_within_reach_can_be_the_family(small):
    with pytest.raises(Refused, match="brother or sister is not there"):
        add(small, "ann", worker=small.people["ann"], family=small.cases["C1"].pk)


# ---- is it one of these? -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("given", "family", "born", "found"),
    [
        ("Kathryn", "O'Brien", date(2021, 4, 3), True),
        ("Catherine", "Obrian", date(2021, 4, 3), True),
        ("Catherine", "O'Brien", date(2021, 3, 4), True),  # day and month changed about
        ("Catherine", "O'Brien", date(2020, 4, 3), True),  # the year beside
        ("O'Brien", "Catherine", date(2021, 4, 3), True),  # names changed about
        ("Catherine", "Newname", date(2021, 4, 3), True),  # the same day, another family name
        ("Catherine", "O'Brien", None, True),
        ("Catherine", "O'Brien", date(2018, 8, 8), False),
        ("Mia", "O'Brien", date(2021, 4, 3), False),  # a twin
    ],
)
def test_a_child_much_alike_is_found_within_reach_alone(small, given, family, born, found):
    child = make("child", small.org, given_name="Catherine", family_name="O'Brien", sort_name="catherine o'brien",
                 born_on=date(2021, 4, 3))  # fmt: skip
    make("case", small.org, child=child, reference="K1", team_id=small.team, opened_at=NOW)
    seen = {}
    for name in ("sue", "cat", "max"):
        with acting(small.org, small.people[name], "a test"):
            seen[name] = bool(list_alike(small.viewer(name), given, family, born, None))

    assert seen == {"sue": found, "cat": False, "max": found}


def test_a_case_is_added_to_the_child_who_was_chosen_and_to_none_out_of_reach(small):
    mine, theirs = small.cases["B1"].child_id, small.cases["C1"].child_id
    key = add(small, "sue", child=mine)
    with pytest.raises(Refused, match="not there any more"):
        add(small, "sue", child=theirs)

    assert Case.objects.get(pk=key).child_id == mine
    assert not Child.objects.filter(family_name="Dune").exists()


def test_places_are_asked_in_a_fixed_number_of_queries(small, django_assert_num_queries):
    for name in ("ann", "max"):
        with acting(small.org, small.people[name], "a test"):
            viewer = small.viewer(name)
            with django_assert_num_queries(3):
                list_places(viewer, TODAY)
            with django_assert_num_queries(2):
                list_alike(viewer, "A1", "Invented", date(2015, 6, 1), None)
