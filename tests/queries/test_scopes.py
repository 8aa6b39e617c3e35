"""Who sees which cases."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection

from plimsoll.core.access import NotThere, Permission
from plimsoll.core.calendar import moment
from plimsoll.queries.cases import get_case
from plimsoll.queries.people import get_team
from plimsoll.queries.priority import get_caseload, list_unallocated
from plimsoll.queries.record import get_record
from plimsoll.queries.search import Wanted, search_cases
from plimsoll.queries.workload import OTHER_WORK, get_load
from plimsoll.records import scopes
from plimsoll.records.context import acting
from plimsoll.records.models.people import Worker
from tests.factories.records import make
from tests.factories.small import AT, NOW, OPENED

SEEN = {
    "ann": {"A1"},
    "bob": {"B1"},
    "cat": {"C1"},
    "sue": {"A1", "B1", "U1"},
    "bea": {"A1", "B1", "U1"},
    "max": {"A1", "B1", "C1", "U1"},
    "eve": {"A1", "B1", "C1", "U1"},
    "adam": set(),
}


@pytest.mark.parametrize("name", SEEN)
def test_cases_within_reach(small, name):
    found = set(scopes.cases(small.viewer(name)).values_list("reference", flat=True))

    assert found == SEEN[name]


@pytest.mark.parametrize("name", SEEN)
def test_a_written_out_statement_reaches_as_far(small, name):
    reached, params = scopes.condition(small.viewer(name), "c")
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT c.reference FROM records_case c WHERE {reached}", params)
        found = {reference for (reference,) in cursor.fetchall()}

    assert found == SEEN[name]


@pytest.mark.parametrize("name", SEEN)
@pytest.mark.parametrize("reference", ["A1", "B1", "C1", "U1"])
def test_a_case_opens_for_those_who_see_it(small, name, reference):
    viewer, case = small.viewer(name), small.cases[reference].pk
    if reference in SEEN[name]:
        assert get_case(viewer, case).reference == reference
    else:
        with pytest.raises(NotThere):
            get_case(viewer, case)


def test_who_may_know_of_a_case_need_not_read_it(small):
    assert get_record(small.viewer("bea"), small.cases["A1"].pk) is None
    assert get_record(small.viewer("sue"), small.cases["A1"].pk).found == 1


def test_search_finds_within_reach(small):
    assert {found.reference for found in search_cases(small.viewer("sue"), Wanted("invented"))} == {"A1", "B1", "U1"}
    assert [found.reference for found in search_cases(small.viewer("ann"), Wanted("A1"))] == ["A1"]
    assert search_cases(small.viewer("ann"), Wanted("B1")) == search_cases(small.viewer("max"), Wanted("i")) == ()


def test_search_cuts_off_closed_cases_and_no_open_one(small, monkeypatch):
    monkeypatch.setattr("plimsoll.queries.search.MOST_FOUND", 2)
    for reference in ("A1", "U1"):
        case = small.cases[reference]
        case.closed_at, case.closed_by_id, case.closed_why = NOW, small.people["sue"], "over"
        case.save()

    found = search_cases(small.viewer("max"), Wanted("invented"))

    assert [(each.reference, each.is_open) for each in found] == [("B1", True), ("C1", True)]


def test_an_order_of_work_says_why(small):
    (placed,) = get_caseload(small.viewer("ann"), small.people["ann"], AT).cases

    assert (placed.reference, placed.place) == ("A1", 1)
    assert placed.next_due == "Child in need visit was due Mon 29 Jun 2026, 104 working days late"
    assert placed.next_due in placed.reasons


def test_a_caseload_out_of_reach_is_not_there(small):
    with pytest.raises(NotThere):
        get_caseload(small.viewer("ann"), small.people["bob"], AT)
    assert len(get_caseload(small.viewer("sue"), small.people["bob"], AT).cases) == 1


def test_the_unallocated_queue_is_ordered_and_within_reach(small):
    assert [placed.reference for placed in list_unallocated(small.viewer("sue"), AT).order.cases] == ["U1"]
    assert list_unallocated(small.viewer("ann"), AT).order.cases == ()


def test_a_caseload_is_as_it_was_known(small):
    """The same Monday, before and after somebody wrote down that the child was seen the Friday before."""
    viewer, ann = small.viewer("max"), small.people["ann"]
    before = datetime.now(UTC)
    friday = datetime(2026, 11, 20, 15, 0, tzinfo=UTC)
    make("event", small.org, case=small.cases["A1"], kind="IN_NEED_VISIT", happened_at=friday, recorded_at=friday)
    then, known, now = (
        get_caseload(viewer, ann, AT, known_at) for known_at in (before, datetime.now(UTC) + timedelta(minutes=1), None)
    )

    assert (then.cases[0].last_seen, known.cases[0].last_seen) == (None, friday.date())
    assert then.cases[0].reasons != known.cases[0].reasons
    assert known.cases == now.cases


def test_a_caseload_is_as_it_stood_at_the_moment(small):
    """Before the case was opened it was nobody's; before the visit it was late."""
    viewer, ann = small.viewer("max"), small.people["ann"]
    friday = datetime(2026, 11, 20, 15, 0, tzinfo=UTC)
    make("event", small.org, case=small.cases["A1"], kind="IN_NEED_VISIT", happened_at=friday, recorded_at=friday)
    days = [
        datetime(2026, 5, 1, 9, 0, tzinfo=UTC),
        datetime(2026, 11, 19, 9, 0, tzinfo=UTC),
        friday + timedelta(hours=1),
    ]
    seen = [[placed.last_seen for placed in get_caseload(viewer, ann, moment(day)).cases] for day in days]

    assert seen == [[], [None], [friday.date()]]


def test_delegation_gives_the_givers_cases_and_teams(small):
    make("delegation", small.org, giver_id=small.people["sue"], taker_id=small.people["cat"], role="SUPERVISOR",
         from_date="2026-11-20", to_date="2026-11-27")  # fmt: skip
    make("delegation", small.org, giver_id=small.people["ann"], taker_id=small.people["cat"], role="PRACTITIONER",
         from_date="2026-11-20", to_date="2026-11-23")  # fmt: skip

    assert set(scopes.cases(small.viewer("cat")).values_list("reference", flat=True)) == {"A1", "B1", "C1", "U1"}
    assert set(small.viewer("cat").reach(Permission.SEE_CASE).workers) == {small.people["cat"]}


# ---- restricted ----------------------------------------------------------------------------------------------------------


def restrict(small) -> None:
    make("namedperson", small.org, case=small.cases["A1"], worker_id=small.people["ann"])
    make("restriction", small.org, case=small.cases["A1"])


def test_a_restricted_case_is_other_work_to_those_not_named(small):
    before = get_load(small.viewer("sue"), small.people["ann"], AT)
    restrict(small)
    with acting(small.org, small.people["sue"], "a test"):
        viewer = small.viewer("sue")
        load = get_load(viewer, small.people["ann"], AT)
        cases = get_caseload(viewer, small.people["ann"], AT).cases
        team = get_team(viewer, small.team, AT)
        with pytest.raises(NotThere):
            get_case(viewer, small.cases["A1"].pk)
        found = search_cases(viewer, Wanted("a1"))
    with acting(small.org, small.people["ann"], "a test"):
        own = get_load(small.viewer("ann"), small.people["ann"], AT)

    assert (load.points, own.points) == (before.points, before.points)
    assert (dict(load.parts)[OTHER_WORK], OTHER_WORK in dict(own.parts)) == (200, False)
    assert (cases, found) == ((), ())
    assert {member.name: member.cases for member in team.members} == {"ann": 0, "bob": 1, "sue": 0, "bea": 0}


def test_somebody_newly_qualified_has_less_to_give(small):
    ann = small.people["ann"]
    before = get_load(small.viewer("ann"), ann, AT).available
    Worker.objects.filter(pk=ann).update(newly_qualified_until="2027-01-01")
    after = get_load(small.viewer("ann"), ann, AT).available

    # Of 37 hours 10 % and half a day, 3.7 hours each; 7 hours go to what every week asks.
    assert (before, after) == (3000, 2260)


def test_what_is_planned_is_counted_back_from(small):
    """The report for a conference that lies ahead is due before it."""
    case = small.cases["A1"]
    type(case).objects.filter(pk=case.pk).update(case_type="CHILD_PROTECTION")
    for kind, at in (("PROTECTION_PLAN_STARTED", OPENED), ("REVIEW_CONFERENCE_PLANNED", NOW + timedelta(days=8))):
        make("event", small.org, case=case, kind=kind, happened_at=at, recorded_at=NOW)
    (placed,) = get_caseload(small.viewer("ann"), small.people["ann"], AT).cases

    assert any("report" in reason.lower() for reason in (*placed.reasons, placed.next_due or ""))


def test_cases_out_of_reach_are_other_work_too(small):
    make(
        "allocation",
        small.org,
        case=small.cases["U1"],
        worker_id=small.people["cat"],
        from_at=small.cases["U1"].opened_at,
    )

    assert dict(get_load(small.viewer("max"), small.people["cat"], AT).parts).get(OTHER_WORK) is None
