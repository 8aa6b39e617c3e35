"""What an order of work tells of each case, and how much is asked for it."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.timezone import now

from plimsoll.core.calendar import moment
from plimsoll.core.terms import Band, Indicator
from plimsoll.queries.priority import get_caseload
from plimsoll.records.models.families import Child
from tests.factories.records import make
from tests.factories.small import AT, FROM, NOW, OPENED, Small


def add(small: Small, reference: str, home=None) -> None:
    """One more case of Ann's, of a child who lives in a household."""
    child = make("child", small.org, given_name=reference, family_name="Invented", sort_name=reference.lower())
    case = make("case", small.org, child=child, reference=reference, team_id=small.team, opened_at=OPENED)
    make("event", small.org, case=case, kind="IN_NEED_STARTED", happened_at=OPENED, recorded_at=OPENED)
    make("allocation", small.org, case=case, worker_id=small.people["ann"], from_at=OPENED)
    make(
        "judgement",
        small.org,
        case=case,
        scale="WAIT",
        value=2,
        judged_by_id=small.people["sue"],
        judged_at=OPENED,
        recorded_at=OPENED,
    )
    small.cases[reference] = case
    if home:
        make("householdmember", small.org, child=child, household=home, from_date=FROM)


def asked(small: Small, **more) -> int:
    with CaptureQueriesContext(connection) as queries:
        get_caseload(small.viewer("ann"), small.people["ann"], AT, **more)
    return len(queries)


@pytest.mark.parametrize("past", [False, True])
def test_more_cases_take_no_more_queries(small, past):
    def queries() -> int:
        return asked(small, **({"known_at": now()} if past else {}))  # by the clock of the database, as its history is

    home = make("household", small.org)
    add(small, "A2", home)
    few = queries()
    for number in range(3, 9):
        add(small, f"A{number}", home)

    assert queries() == few


def test_shares_of_a_place_sum_to_its_score(small):
    add(small, "A2")
    for placed in get_caseload(small.viewer("ann"), small.people["ann"], AT).cases:
        assert sum(weighed.share for weighed in placed.weighed) == placed.score


def test_a_judgement_says_whose_it_is_and_when(small):
    add(small, "A2")
    make(
        "judgement",
        small.org,
        case=small.cases["A2"],
        scale="WAIT",
        value=1,
        judged_by_id=small.people["bob"],
        judged_at=NOW,
        recorded_at=NOW,
    )
    placed = next(
        placed
        for placed in get_caseload(small.viewer("ann"), small.people["ann"], AT).cases
        if placed.reference == "A2"
    )
    wait = next(weighed for weighed in placed.weighed if weighed.indicator is Indicator.WAIT)

    assert (wait.value, wait.by, wait.on) == ("1 of 4", "bob", NOW.date())


def test_a_child_whom_one_may_not_see_joins_nobody(small):
    """Ann's two children share a home each with Bob's child, and none with each other."""
    first, second = make("household", small.org), make("household", small.org)
    add(small, "A2", first)
    add(small, "A3", second)
    for home in (first, second):
        make("householdmember", small.org, child=small.cases["B1"].child, household=home, from_date=FROM)

    families = {
        placed.reference: placed.family for placed in get_caseload(small.viewer("ann"), small.people["ann"], AT).cases
    }
    assert families["A2"] != families["A3"]


def test_two_homes_make_one_family(small):
    first, second = make("household", small.org), make("household", small.org)
    add(small, "A2", first)
    add(small, "A3", second)
    add(small, "A4", first)
    make("householdmember", small.org, child=small.cases["A4"].child, household=second, from_date=FROM)

    families = {
        placed.reference: placed.family
        for placed in get_caseload(small.viewer("ann"), small.people["ann"], moment(NOW)).cases
    }
    assert families["A2"] == families["A3"] == families["A4"] != families["A1"]


def placing(small: Small, case: str, **more) -> None:
    """A placing of a case of Ann's to Awaiting others, made in a band below which none lies."""
    usual = {"kind": "BAND", "other": None, "band": "AWAITING_OTHERS", "why": "a call", "made_in": "ACT_NOW"}
    make(
        "override", small.org, case=small.cases[case], worker_id=small.people["ann"], made_by_id=small.people["ann"],
        made_at=OPENED, lasts_until=NOW.date(), **{**usual, **more},
    )  # fmt: skip


def order(small: Small, viewer: str = "ann"):
    return get_caseload(small.viewer(viewer), small.people["ann"], AT).cases


def test_a_case_stands_where_it_was_placed_with_the_place_that_the_order_has_for_it(small):
    add(small, "A2")
    add(small, "A3")
    before = [placed.reference for placed in order(small)]
    placing(small, before[0])

    after = order(small)

    assert [placed.reference for placed in after] == [*before[1:], before[0]]
    assert [placed.place for placed in after] == [1, 2, 3]
    moved = after[-1]
    assert (moved.band, moved.against.place, moved.against.band) == (Band.AWAITING_OTHERS, 1, Band.TODAY)
    assert (moved.against.by, moved.against.why, moved.against.waits) == ("ann", "a call", False)
    assert [placed.against for placed in after[:-1]] == [None, None]


def test_what_waits_for_a_countersignature_moves_nothing(small):
    add(small, "A2")
    before = [placed.reference for placed in order(small)]
    placing(small, before[0], to_countersign=True)

    after = order(small)

    assert [placed.reference for placed in after] == before
    assert after[0].against.waits
    assert after[0].against.place == after[0].place == 1


def test_who_does_not_read_the_record_sees_that_a_case_was_placed_and_not_why(small):
    placing(small, "A1")

    (placed,) = order(small, "bea")

    assert placed.band is Band.AWAITING_OTHERS
    assert (placed.against.because, placed.against.why) == ("", "")


def test_two_that_differ_in_nothing_are_a_close_call_and_too_many_urgent_ones_are_said(small):
    for number in range(2, 7):
        add(small, f"A{number}")

    found = get_caseload(small.viewer("ann"), small.people["ann"], AT)

    twins = [placed for placed in found.cases if placed.reference != "A1"]
    assert [placed.close_to for placed in twins[:-1]] == [placed.reference for placed in twins[1:]]
    assert found.cases[-1].close_to == ""
    assert (found.urgent.top, found.urgent.cases) == (6, 6)
    assert found.urgent.kinds[0][0] == "child in need visit"


def test_who_does_not_read_the_record_is_told_neither_what_fills_the_top_nor_how_close_a_call_is(small):
    """Both come of what people judged and heard."""
    for number in range(2, 7):
        add(small, f"A{number}")

    found = get_caseload(small.viewer("bea"), small.people["ann"], AT)

    assert len(found.cases) == 6
    assert found.urgent is None
    assert {placed.close_to for placed in found.cases} == {""}


def test_a_child_who_has_died_is_not_to_be_seen_and_no_longer_unseen(small):
    def standing():
        (one,) = get_caseload(small.viewer("ann"), small.people["ann"], AT).cases
        weighed = {weighed.indicator for weighed in one.weighed if weighed.share}
        return one.visit, "visit" in " ".join(one.reasons).lower(), Indicator.LAST_SEEN in weighed

    before = standing()
    Child.objects.filter(pk=small.cases["A1"].child_id).update(died_on=FROM)

    assert before[0] is not None
    assert before[1:] == (True, True)
    assert standing() == (None, False, False)
