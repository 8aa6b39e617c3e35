"""What is done to a case leaves nobody lost, nothing overwritten, and nobody in the dark."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from django.db import connections
from django.utils import timezone

from plimsoll.actions.cases import Refused, allocate_case, close_case, lift_restriction, restrict_case
from plimsoll.core.access import NotAllowed, NotThere
from plimsoll.queries.access import get_viewer
from plimsoll.queries.cases import get_case, list_holders, list_nameable
from plimsoll.queries.priority import get_caseload, list_unallocated
from plimsoll.queries.search import Wanted, search_cases
from plimsoll.records.context import acting
from plimsoll.records.models.cases import Allocation, Case
from plimsoll.web.cases.forms import holder_choice
from tests.factories.records import make, organisation
from tests.factories.small import AT, NOW, TODAY, Small, small_organisation

YESTERDAY = NOW - timedelta(days=1)


def as_(small: Small, name: str):
    """The context in which somebody acts, and they themselves."""
    return acting(small.org, small.people[name], "a test"), small.viewer(name)


def restrict(small: Small, reference: str, by: str, *named: str) -> None:
    context, viewer = as_(small, by)
    with context:
        people = [small.people[name] for name in named]
        restrict_case(small.cases[reference].pk, named=people, why="Known to staff", by=viewer, at=NOW)


def seen_by(small: Small, reference: str) -> set[str]:
    found = set()
    for name in small.people:
        context, viewer = as_(small, name)
        with context:
            try:
                get_case(viewer, small.cases[reference].pk)
            except NotThere:
                continue
            found.add(name)
    return found


def test_whoever_is_named_sees_the_case_whosever_it_is(small):
    """The supervisor of another team, too: being named brings it within reach."""
    make(
        "roleheld",
        small.org,
        worker_id=small.people["cat"],
        team_id=small.other_team,
        role="SUPERVISOR",
        from_date=TODAY,
    )
    restrict(small, "A1", "sue", "cat")

    assert seen_by(small, "A1") == {"ann", "cat"}
    context, cat = as_(small, "cat")
    with context:
        assert [found.reference for found in search_cases(cat, Wanted("a1"))] == ["A1"]
        lift_restriction(small.cases["A1"].pk, why="Over", by=cat, at=NOW + timedelta(hours=1))
    assert "sue" in seen_by(small, "A1")


def test_a_restricted_case_that_nobody_holds_waits_before_those_named(small):
    restrict(small, "U1", "sue", "max")
    queues = {}
    for name in ("sue", "max", "eve"):
        context, viewer = as_(small, name)
        with context:
            queues[name] = [placed.reference for placed in list_unallocated(viewer, AT).order.cases]

    assert queues == {"sue": [], "max": ["U1"], "eve": []}


@pytest.mark.parametrize("named", [[], ["ann"], ["bea"], ["eve"], ["adam"], ["adam", "sue"]])
def test_somebody_who_can_lift_it_is_always_named_and_nobody_whose_role_is_not_about_cases(small, named):
    with pytest.raises(Refused) as refusal:
        restrict(small, "U1", "sue", *named)

    assert list(refusal.value.faults) == ["named"]
    assert "sue" in seen_by(small, "U1")


def test_a_case_is_given_only_to_whom_it_would_be_open(small):
    context, sue = as_(small, "sue")
    with context:
        offered = {one.name for one in list_holders(sue, small.cases["U1"].pk, NOW)}
        nameable = {name for _, name in list_nameable(sue, small.cases["U1"].pk, TODAY)}
        for name in ("adam", "eve", "bea", "max"):
            with pytest.raises(Refused, match="to whom the case would then be open"):
                allocate_case(small.cases["U1"].pk, worker=small.people[name], why="Has room", by=sue, at=NOW)

    assert offered == {"ann", "bob", "cat", "sue"}
    assert nameable == {"ann", "bob", "cat", "sue", "max", "bea", "eve"}


def test_whom_a_case_is_given_to_stands_with_their_team_those_of_its_own_first_and_until_when_they_are_away(small):
    with acting(small.org, None, "a test"):
        begins, ends = NOW - timedelta(days=1), NOW + timedelta(days=9)
        make("absence", small.org, worker_id=small.people["bob"], begins_at=begins, ends_at=ends)
    context, viewer = as_(small, "sue")
    with context:
        found = list_holders(viewer, small.cases["U1"].pk, NOW)

    assert [one.name for one in found] == ["ann", "bob", "sue", "cat"]
    assert [one.own for one in found] == [True, True, True, False]
    assert [one.until for one in found] == [None, ends.date(), None, None]
    assert found[0].teams != found[3].teams
    assert holder_choice(found[1]) == f"bob ({found[1].teams[0]}, not there until Wed 2 Dec 2026)"


def test_a_case_goes_to_the_team_of_whoever_is_given_it(small):
    context, max_ = as_(small, "max")
    with context:
        allocate_case(small.cases["U1"].pk, worker=small.people["cat"], why="Knows the family", by=max_, at=NOW)

    assert Case.objects.get(pk=small.cases["U1"].pk).team_id == small.other_team


# ---- who is told what ----------------------------------------------------------------------------------------------------


def test_who_does_not_read_the_record_is_told_no_judgement(small):
    make("event", small.org, case=small.cases["A1"], kind="IN_NEED_VISIT", happened_at=YESTERDAY, recorded_at=YESTERDAY)
    for scale in ("LIKELIHOOD", "SEVERITY", "WAIT"):
        make("judgement", small.org, case=small.cases["A1"], scale=scale, value=4, judged_at=YESTERDAY,
             recorded_at=YESTERDAY, judged_by_id=small.people["sue"])  # fmt: skip
    reasons = {}
    for name in ("sue", "bea"):
        context, viewer = as_(small, name)
        with context:
            (placed,) = get_caseload(viewer, small.people["ann"], AT).cases
            reasons[name] = placed.reasons

    assert any("judged" in reason for reason in reasons["sue"])
    assert not any("judged" in reason or "assessed" in reason for reason in reasons["bea"])


def test_open_cases_are_found_first_and_no_search_asks_without_end(small):
    for number in range(60):
        child = make("child", small.org, given_name="Marram", family_name=str(number), sort_name=f"marram {number:02}")
        closed = {"closed_at": NOW, "closed_why": "done", "closed_by_id": small.people["sue"]} if number < 55 else {}
        make("case", small.org, child=child, team_id=small.team, opened_at=YESTERDAY, **closed)
    context, sue = as_(small, "sue")
    with context:
        found = search_cases(sue, Wanted("marram"))
        many = search_cases(sue, Wanted("marram " * 1000))

    assert [each.is_open for each in found] == [True] * 5 + [False] * 45
    assert many == found


@pytest.mark.slow
@pytest.mark.django_db(transaction=True, databases=["default", "owner"])
def test_of_two_who_give_a_case_at_once_one_is_told(transactional_db):
    """Both have read that nobody holds it; one waits for the other, and learns of it."""
    for small in small_organisation(organisation().pk):
        case, org = small.cases["U1"].pk, small.org
        ready = Barrier(2)

    def give(worker: str) -> str:
        at = timezone.now()
        try:
            with acting(org, small.people["max"], "a test"):
                viewer = get_viewer(org, small.people["max"], at.date())
                ready.wait(timeout=20)
                allocate_case(case, worker=small.people[worker], why="Has room", by=viewer, at=at)
        except Refused as refusal:
            return next(iter(refusal.faults))
        finally:
            connections.close_all()
        return "given"

    with ThreadPoolExecutor(2) as threads:
        said = sorted(threads.map(give, ["ann", "bob"]))

    with acting(org, None, "a test"):
        assert Allocation.objects.filter(case_id=case).count() == said.count("given")
    assert said in (["given", "given"], ["given", "worker"])  # the second clock may have been read after the first act


def test_a_case_is_closed_by_who_answers_for_it_and_nobody_holds_it_any_more(small):
    case = small.cases["A1"].pk
    context, sue = as_(small, "sue")
    with context:
        close_case(case, " Moved away ", by=sue, at=NOW, closed_at=YESTERDAY)
        with pytest.raises(NotAllowed, match="closed already"):
            close_case(case, "Again", by=sue, at=NOW)

    found = Case.objects.get(pk=case)
    assert (found.closed_at, found.closed_by_id, found.closed_why) == (YESTERDAY, small.people["sue"], "Moved away")
    spell = Allocation.objects.get(case_id=case)
    assert (spell.to_at, spell.ended_by_id, spell.ended_why) == (YESTERDAY, small.people["sue"], "Moved away")


def test_a_case_is_not_closed_by_its_worker_nor_without_a_reason_nor_at_an_impossible_moment(small):
    case = small.cases["A1"].pk
    context, ann = as_(small, "ann")
    with context, pytest.raises(NotAllowed, match="supervisor"):
        close_case(case, "Moved away", by=ann, at=NOW)
    context, cat = as_(small, "cat")
    with context, pytest.raises(NotThere):
        close_case(case, "Moved away", by=cat, at=NOW)
    sue = small.viewer("sue")
    opened = small.cases["A1"].opened_at
    for when, word in ((NOW + timedelta(1), "ahead"), (opened - timedelta(1), "opened"), (opened, "given to ann")):
        with as_(small, "sue")[0], pytest.raises(Refused, match=word) as refusal:
            close_case(case, "", by=sue, at=NOW, closed_at=when)
        assert set(refusal.value.faults) == {"why", "closed"}
    assert Case.objects.get(pk=case).closed_at is None
