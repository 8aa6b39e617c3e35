"""A row of a file that may be of another child than the one who has its reference here."""

from datetime import date, timedelta

import pytest

from plimsoll.actions import exchange
from plimsoll.actions.bringing.identity import is_another
from plimsoll.actions.cases import Refused
from plimsoll.core.merge import Key
from plimsoll.core.terms import About
from plimsoll.queries.matters import list_matters
from plimsoll.records.models.cases import Allocation, Case
from plimsoll.records.models.exchange import ImportMatter, Statement
from plimsoll.records.models.families import Child
from tests.actions.bringing.by_hand import BORN, NOVEMBER, NOW, OCTOBER, SEEN, SEPTEMBER, WORKER, child
from tests.actions.bringing.test_claims import by_hand
from tests.actions.bringing.test_merging import days
from tests.actions.bringing.test_undoing import restrict

GIVEN, FAMILY = Key(About.CHILD, "given_name"), Key(About.CHILD, "family_name")
IVY = {GIVEN: "Ivy", FAMILY: "Marsh", BORN: "2018-05-04"}
ZACHARY = {GIVEN: "Zachary", FAMILY: "Stranger", BORN: "2012-01-01", SEEN: "2026-10-20"}


def who(given: str = "", family: str = "", born: str = "", number: str = "") -> dict[str, str]:
    return {"given_name": given, "family_name": family, "born_on": born, "nhs_number": number}


@pytest.mark.parametrize(
    ("here", "there", "another"),
    [
        (who("Ivy", "Marsh", "2018-05-04"), who("Ivy", "Marsh", "2012-01-01"), False),
        (who("Ivy", "Marsh", "2018-05-04"), who("Sol", "Holt", "2018-05-04"), False),
        (who("Ivy", "Marsh", "2018-05-04"), who("Sol", "Marsh", "2021-05-04"), True),
        (who("Ivy", "Marsh", "2018-05-04"), who("Ivy", "Marsch", "2018-04-05"), False),
        (who("Ivy", "Marsh", "2018-05-04"), who("Marsh", "Ivy", "2018-04-05"), False),
        (who("Alex", "Marsh", "2018-05-04"), who("Alexander", "Marsh", "2018-04-05"), False),
        (who(born="2018-05-04"), who(born="2019-05-04"), False),
        (who(born="2018-05-04"), who("Sol", "Holt", "2019-06-04"), True),
        (who("Ivy", "Marsh"), who("Sol", "Holt", "2019-06-04"), True),
        (who("Unborn", "Marsh"), who("Ivy", "Marsh", "2026-06-04"), False),
        (who("Ivy", "Marsh", "2018-05-04", "9"), who("Sol", "Holt", "2012-01-01", "9"), False),
        (who("Ivy", "Marsh", "2018-05-04", "9"), who("Ivy", "Marsh", "2012-01-01", "8"), True),
        (who(), who("Ivy", "Marsh", "2018-05-04"), False),
    ],
)
def test_one_thing_can_be_mistyped_and_two_make_another_child(here, there, another):
    assert is_another(here, there) is another
    assert is_another(there, here) is another


def test_of_a_row_that_may_be_of_another_child_nothing_is_written(service):
    service.bring(SEPTEMBER, child(said=IVY))
    said = Statement.objects.count()
    service.bring(OCTOBER, child(said={**ZACHARY, WORKER: "bob"}))

    ivy = service.case().child
    assert (ivy.given_name, ivy.family_name, ivy.born_on) == ("Ivy", "Marsh", date(2018, 5, 4))
    assert days(service, "IN_NEED_VISIT") == ["2026-09-01"]
    assert Statement.objects.count() == said
    there = "Zachary Stranger, born Sun 1 Jan 2012"
    assert service.matters() == [("CHANGED_HERE", "same_child", "Ivy Marsh, born Fri 4 May 2018", there)]


def test_once_it_is_said_to_be_the_same_child_the_row_is_taken(service):
    service.bring(SEPTEMBER, child(said=IVY))
    service.bring(OCTOBER, child(said=ZACHARY))
    service.decide("ann", take=True)

    assert (service.case().child.given_name, service.case().child.born_on) == ("Zachary", date(2012, 1, 1))
    assert days(service, "IN_NEED_VISIT") == ["2026-09-01", "2026-10-20"]
    service.bring(NOVEMBER, child(said=ZACHARY))
    assert service.matters() == []


def test_another_child_is_left_out_and_asked_again_until_the_file_is_right(service):
    service.bring(SEPTEMBER, child(said=IVY))
    service.bring(OCTOBER, child(said=ZACHARY))
    service.decide("ann", take=False)
    assert (service.case().child.given_name, service.matters()) == ("Ivy", [])

    service.bring(NOVEMBER, child(said=ZACHARY))
    assert [name for _, name, _, _ in service.matters()] == ["same_child"]
    service.bring(NOVEMBER + timedelta(1), child(said=IVY))
    assert service.matters() == []


def test_a_typing_error_in_one_of_them_is_only_a_change(service):
    service.bring(SEPTEMBER, child(said=IVY))
    service.bring(OCTOBER, child(said={**IVY, BORN: "2011-05-04"}))
    assert (str(service.case().child.born_on), service.matters()) == ("2011-05-04", [])


def test_what_the_files_always_said_is_not_asked_after_somebody_put_it_right_here(service):
    service.bring(SEPTEMBER, child(said=ZACHARY))
    Child.objects.filter(pk=service.case().child_id).update(given_name="Ivy", family_name="Marsh", born_on="2018-05-04")
    service.bring(OCTOBER, child(said=ZACHARY))
    assert (service.case().child.given_name, service.matters()) == ("Ivy", [])


def test_a_row_that_was_held_back_is_undone_with_its_file(service):
    service.bring(SEPTEMBER, child(said=IVY))
    brought = service.bring(OCTOBER, child(said=ZACHARY))
    service.undo(brought)
    assert (service.case().child.given_name, service.matters()) == ("Ivy", [])


def test_of_two_cases_with_one_reference_neither_is_written_until_somebody_says_whose_it_is(service):
    one, other = by_hand(service, "N-000001", "X7"), by_hand(service, "N-000002", "X7")
    for case in (one, other):
        Allocation.objects.create(
            org_id=service.org, case=case, worker_id=service.small.people["ann"], from_at=case.opened_at, why="given"
        )
    service.bring(SEPTEMBER, child("X7", said=IVY))

    assert not Child.objects.filter(org_id=service.org, reference="X7").exists()
    assert set(Case.objects.filter(org_id=service.org, child=other.child)) == {other}
    rows = ImportMatter.objects.filter(org_id=service.org, name="same_child")
    assert set(rows.values_list("case_id", flat=True)) == {one.pk, other.pk}
    context, ann = service.as_("ann")
    with context:
        exchange.decide_matter(rows.get(case=other).pk, True, "the same", by=ann, at=NOW + timedelta(hours=9))
        assert list_matters(ann, waiting=True, case=one.pk) == ()
    assert Child.objects.get(org_id=service.org, reference="X7").pk == other.child_id
    service.bring(OCTOBER, child("X7", said=IVY))
    assert Child.objects.get(pk=one.child_id).reference == "N-000001"


def test_a_reference_that_is_one_cases_own_and_typed_on_another_is_asked(service):
    own, typed = by_hand(service, "N-000001", ""), by_hand(service, "N-000002", "N-000001")
    service.bring(SEPTEMBER, child("N-000001", said=IVY))

    assert [name for _, name, _, _ in service.matters()] == ["same_child", "same_child"]
    assert own.child.given_name == Child.objects.get(pk=own.child_id).given_name
    matter = ImportMatter.objects.get(org_id=service.org, case=typed)
    context, max_ = service.as_("sue")
    with context, pytest.raises(Refused, match="another child's own reference"):
        exchange.decide_matter(matter.pk, True, "the same", by=max_, at=NOW + timedelta(hours=9))


def test_two_who_claim_a_reference_tell_nothing_of_a_hidden_one(service):
    mine, hidden = by_hand(service, "N-000001", "X7"), by_hand(service, "N-000002", "X7")
    restrict(service, hidden.pk)
    service.bring(SEPTEMBER, child("X7"))
    assert "same_child" not in {name for _, name, _, _ in service.matters()}
    assert Child.objects.get(pk=mine.child_id).reference == "N-000001"
