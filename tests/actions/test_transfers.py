"""A case goes to another team with a handover: until they accept it stays where it is, and nothing falls between."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from plimsoll.actions.case_life import Ending, end_case
from plimsoll.actions.cases import Refused, allocate_case, restrict_case
from plimsoll.actions.transfers import (
    Handover,
    accept_transfer,
    decline_transfer,
    propose_transfer,
    take_back_transfer,
)
from plimsoll.core.access import NotAllowed, NotThere
from plimsoll.core.calendar import LONDON
from plimsoll.core.terms import LifeReason
from plimsoll.queries.cases import get_case
from plimsoll.queries.left_open import Open
from plimsoll.queries.transfers import get_offered, list_offered, list_proposed, list_transfers
from plimsoll.records.context import acting
from plimsoll.records.models.audit import AuditEvent
from plimsoll.records.models.cases import Allocation, Case, Event
from plimsoll.records.models.life import CaseTransfer
from tests.factories.records import make
from tests.factories.small import FROM, Small

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 23, 9, 0, tzinfo=LONDON)
SAID = Handover("A visit on Friday.", "The father is back.", "On Monday, by ann.", "The school.", "They have moved.")


@pytest.fixture
def two(small: Small) -> Small:
    """The other team has a supervisor too."""
    worker = make("worker", small.org, name="tom", sort_name="tom", joined_on=FROM)
    small.people["tom"] = worker.pk
    make("roleheld", small.org, worker=worker, team_id=small.other_team, role="SUPERVISOR", from_date=FROM)
    make("membership", small.org, worker=worker, team_id=small.other_team, from_date=FROM)
    return small


def as_(small: Small, name: str):
    return acting(small.org, small.people[name], "a test"), small.viewer(name)


def propose(small: Small, name: str = "sue", said: Handover = SAID, case: str = "A1"):
    context, by = as_(small, name)
    with context:
        return propose_transfer(small.cases[case].pk, small.other_team, said, by=by, at=AT)


def answer(small: Small, row, what=accept_transfer, name: str = "tom", **more):
    context, by = as_(small, name)
    with context:
        return what(row, "we know the family", by=by, at=AT + timedelta(hours=1), **more)


def there(small: Small, name: str) -> bool:
    context, viewer = as_(small, name)
    with context:
        try:
            get_case(viewer, small.cases["A1"].pk)
        except NotThere:
            return False
    return True


def test_until_they_accept_it_stays_where_it_is_and_both_teams_see_what_waits(two):
    row = propose(two)
    assert Case.objects.get(pk=two.cases["A1"].pk).team_id == two.team
    assert (there(two, "tom"), there(two, "sue"), there(two, "ann")) == (False, True, True)
    with as_(two, "tom")[0]:
        assert [one.id for one in list_offered(two.viewer("tom"))] == [row]
        assert get_offered(two.viewer("tom"), row).worries == "The father is back."
    with as_(two, "sue")[0]:
        assert [one.id for one in list_proposed(two.viewer("sue"))] == [row]
        assert not list_offered(two.viewer("sue"))
    for name in ("sue", "ann", "cat", "bea"):
        with as_(two, name)[0], pytest.raises(NotThere):
            get_offered(two.viewer(name), row)
        with pytest.raises(NotThere):
            answer(two, row, name=name, worker=None)


def test_accepted_it_is_theirs_at_once_with_the_worker_whom_they_name(two):
    answer(two, propose(two), worker=two.people["cat"])

    assert Case.objects.get(pk=two.cases["A1"].pk).team_id == two.other_team
    assert (there(two, "tom"), there(two, "cat"), there(two, "sue"), there(two, "ann")) == (True, True, False, False)
    spells = Allocation.objects.filter(case_id=two.cases["A1"].pk).order_by("from_at")
    assert [(one.worker_id, one.to_at) for one in spells] == [
        (two.people["ann"], AT + timedelta(hours=1)),
        (two.people["cat"], None),
    ]
    told = Event.objects.filter(case_id=two.cases["A1"].pk, recorded_at=AT + timedelta(hours=1))
    kinds = {"ALLOCATED", "WORKER_CHANGED", "CASE_TRANSFERRED", "HANDOVER_RECORDED"}
    assert set(told.values_list("kind", flat=True)) == kinds
    assert "The father is back." in told.get(kind="CASE_TRANSFERRED").note
    acts = AuditEvent.objects.filter(act__startswith="TRANSFER").order_by("at").values_list("act", flat=True)
    assert list(acts) == ["TRANSFER_PROPOSED", "TRANSFER_ACCEPTED"]


def test_accepted_without_a_worker_it_stands_in_their_queue(two):
    answer(two, propose(two), worker=None)
    assert not Allocation.objects.filter(case_id=two.cases["A1"].pk, to_at__isnull=True).exists()
    assert there(two, "tom")


def test_declined_or_taken_back_it_stays_and_the_words_are_read(two):
    answer(two, propose(two), decline_transfer)
    context, sue = as_(two, "sue")
    with context:
        (one,) = list_transfers(sue, two.cases["A1"].pk)
        assert (one.accepted, one.ended_by, one.ended_why) == (False, "tom", "we know the family")
    row = propose(two)
    with as_(two, "sue")[0]:
        take_back_transfer(two.cases["A1"].pk, "they stay", by=sue, at=AT)
    with pytest.raises(NotThere):
        answer(two, row, worker=None)
    assert Case.objects.get(pk=two.cases["A1"].pk).team_id == two.team


def test_what_was_moved_or_closed_meanwhile_is_not_accepted(two):
    row = propose(two)
    with as_(two, "sue")[0]:
        said = Ending(AT.date(), LifeReason.OUTCOMES_REACHED, "done", {Open.DUE: "over"})
        with pytest.raises(Refused, match="offered to another team"):
            end_case(two.cases["A1"].pk, said, by=two.viewer("sue"), at=AT)
    with as_(two, "max")[0]:
        allocate_case(two.cases["A1"].pk, worker=two.people["cat"], why="x", by=two.viewer("max"), at=AT)
    with pytest.raises(Refused, match="Decline it"):
        answer(two, row, worker=None)


def test_what_is_not_offered(two):
    for name, refusal in (("ann", NotAllowed), ("cat", NotThere), ("bea", NotAllowed)):
        with pytest.raises(refusal):
            propose(two, name)
    with pytest.raises(Refused) as refused:
        propose(two, said=Handover(" ", "", "", "x" * 2001, ""))
    assert set(refused.value.faults) == {"due", "worries", "child_told", "who_knows", "why"}
    propose(two)
    with pytest.raises(NotAllowed, match="already"):
        propose(two, said=replace(SAID, why="again"))
    with as_(two, "sue")[0]:
        restrict_case(two.cases["B1"].pk, named=[two.people["sue"]], why="known", by=two.viewer("sue"), at=AT)
    with pytest.raises(NotAllowed, match="restricted"):
        propose(two, case="B1")
    assert CaseTransfer.objects.count() == 1
