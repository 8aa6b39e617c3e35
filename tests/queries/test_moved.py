"""What moved since somebody last looked at their own caseload. Today they look; tomorrow they are told."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from plimsoll.core.calendar import LONDON, moment
from plimsoll.core.terms import Band
from plimsoll.queries.access import acting_as
from plimsoll.queries.moved import Moved, get_moved
from plimsoll.queries.priority import get_caseload
from plimsoll.records.models.cases import Allocation
from tests.factories.records import make
from tests.factories.small import OPENED, Small
from tests.web.conftest import signed_in


def tomorrow() -> int:
    return moment(timezone.now().astimezone(LONDON) + timedelta(days=1))


def look(small: Small, name: str = "ann") -> None:
    """Somebody opens their caseload in a browser."""
    assert signed_in(small.org, small.people[name]).get(reverse("my-caseload")).status_code == 200


def moved(small: Small, at: int | None = None, *, name: str = "ann", whose: str = "ann") -> Moved | None:
    viewer = small.viewer(name)
    with acting_as(small.org, small.people[name], "a test"):
        return get_moved(viewer, get_caseload(viewer, small.people[whose], at or tomorrow()))


def add(small: Small, reference: str) -> None:
    child = make("child", small.org, given_name=reference, family_name="Invented", sort_name=reference.lower())
    case = make("case", small.org, child=child, reference=reference, team_id=small.team, opened_at=OPENED)
    make("event", small.org, case=case, kind="IN_NEED_STARTED", happened_at=OPENED, recorded_at=OPENED)
    make("allocation", small.org, case=case, worker_id=small.people["ann"], from_at=OPENED)
    small.cases[reference] = case


@pytest.fixture
def three(small: Small) -> Small:
    for reference in ("A2", "A3"):
        add(small, reference)
    return small


def test_without_an_earlier_look_nothing_is_said(small):
    assert moved(small) is None


def test_a_look_of_today_is_no_earlier_look(small):
    look(small)
    viewer = small.viewer("ann")

    assert (
        get_moved(viewer, get_caseload(viewer, small.people["ann"], moment(timezone.now().astimezone(LONDON)))) is None
    )


def test_where_nothing_changed_nothing_is_said(three):
    look(three)

    assert moved(three) is None


def test_what_was_written_since_is_why_a_case_rose(three):
    look(three)
    now = timezone.now()
    make("event", three.org, case=three.cases["A3"], kind="WENT_MISSING", happened_at=now, recorded_at=now)
    found = moved(three)

    assert [(move.reference, move.places, move.why, move.event) for move in found.moves] == [
        ("A3", 2, "Missing now, until found and seen", "went missing")
    ]


def test_an_event_that_did_not_move_a_case_is_not_named(three):
    look(three)
    now = timezone.now()
    for kind in ("WENT_MISSING", "CASE_DISCUSSED"):
        make("event", three.org, case=three.cases["A3"], kind=kind, happened_at=now, recorded_at=now)

    assert [move.event for move in moved(three).moves] == ["went missing"]


def test_what_comes_due_by_itself_is_why_and_no_event_is(three):
    now = timezone.now()
    for case in ("A1", "A2", "A3"):
        make("event", three.org, case=three.cases[case], kind="IN_NEED_VISIT", happened_at=now, recorded_at=now)
    make("event", three.org, case=three.cases["A3"], kind="PROTECTION_PLAN_STARTED", happened_at=now, recorded_at=now)
    type(three.cases["A3"]).objects.filter(reference="A3").update(case_type="CHILD_PROTECTION", also=[])
    look(three)
    later = timezone.now()
    make("event", three.org, case=three.cases["A3"], kind="CASE_DISCUSSED", happened_at=later, recorded_at=later)
    found = moved(three, moment(timezone.now().astimezone(LONDON) + timedelta(days=9)))

    rose = next(move for move in found.moves if move.reference == "A3")
    assert rose.event == ""
    assert " due " in rose.why


def test_a_visit_that_was_made_is_why_a_case_fell(three):
    look(three)
    now = timezone.now()
    for kind in ("IN_NEED_VISIT", "CASE_DISCUSSED"):
        make("event", three.org, case=three.cases["A1"], kind=kind, happened_at=now, recorded_at=now)
    (fell,) = (move for move in moved(three).moves if move.reference == "A1")

    assert (fell.before, fell.event) == (Band.TODAY, "child in need visit")
    assert "hild in need visit" in fell.why


def test_what_a_person_placed_was_moved_by_that_person(three):
    look(three)
    ann, now = three.people["ann"], timezone.now()
    make(
        "override", three.org, case=three.cases["A1"], worker_id=ann, made_by_id=ann, made_at=now, kind="BAND", other=None,
        band="AWAITING_OTHERS", why="a call", made_in="ACT_NOW", lasts_until=now.date() + timedelta(days=7),
    )  # fmt: skip
    (fell,) = (move for move in moved(three).moves if move.reference == "A1")

    assert fell.why.startswith("ann placed it here until ")
    assert fell.event == ""


def test_where_only_others_moved_that_is_said(three):
    look(three)
    now = timezone.now()
    for case in ("A2", "A3"):
        make("event", three.org, case=three.cases[case], kind="WENT_MISSING", happened_at=now, recorded_at=now)
    fell = [move for move in moved(three).moves if move.reference == "A1"]

    assert [(move.places, move.others, move.why) for move in fell] == [(-2, True, "")]


def test_a_judgement_that_moved_a_case_is_named(three):
    look(three)
    for scale, value in (("LIKELIHOOD", 3), ("SEVERITY", 2)):
        now, ann = timezone.now(), three.people["ann"]
        make("judgement", three.org, case=three.cases["A3"], scale=scale, value=value, judged_at=now, recorded_at=now,
             judged_by_id=ann)  # fmt: skip
    rose = next(move for move in moved(three).moves if move.reference == "A3")

    assert (rose.why, rose.event) == ("The risk of harm counts for more than it did", "")


def test_what_came_in_is_said(three):
    look(three)
    add(three, "A4")

    assert [(move.reference, move.before, move.event) for move in moved(three).moves] == [("A4", None, "")]


def test_what_one_may_no_longer_see_is_not_named(three):
    look(three)
    now = timezone.now()
    Allocation.objects.filter(case=three.cases["A2"]).update(
        to_at=now, ended_by_id=three.people["sue"], ended_why="handed over"
    )

    assert moved(three) is None


def test_nobody_is_told_what_moved_on_anothers_list(small):
    look(small)
    add(small, "A2")

    assert moved(small, name="sue", whose="ann") is None


def test_a_look_is_worked_out_once(three):
    look(three)
    moved(three)
    viewer = three.viewer("ann")
    with acting_as(three.org, three.people["ann"], "a test"):
        found = get_caseload(viewer, three.people["ann"], tomorrow())
        with CaptureQueriesContext(connection) as queries:
            get_moved(viewer, found)

    assert len(queries) == 1
