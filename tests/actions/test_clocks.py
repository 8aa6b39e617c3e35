"""Clocks that somebody extends or stops: with authority, a reason, and both dates for ever."""

from datetime import date, datetime, timedelta

import pytest

from plimsoll.actions.cases import Refused
from plimsoll.actions.clocks import Change, ask_for_clock, change_clock, decide_clock
from plimsoll.core.access import NotAllowed
from plimsoll.core.calendar import LONDON, moment
from plimsoll.core.priority.criteria import parse as criteria_of
from plimsoll.core.priority.replay import replay
from plimsoll.core.rulebook import parse as rulebook_of
from plimsoll.core.terms import ClockChangeKind, DueState
from plimsoll.queries.cases import get_case
from plimsoll.queries.clocks import list_clock_changes, list_clocks_that_wait
from plimsoll.queries.place import get_standing
from plimsoll.queries.placing import get_shown
from plimsoll.records.context import acting
from plimsoll.records.models.audit import AuditEvent
from plimsoll.records.models.cases import Allocation
from plimsoll.records.models.timescales import ClockChange
from tests.factories.small import Small, text

AT = datetime(2026, 11, 23, 9, 0, tzinfo=LONDON)
REVIEW, VISIT = "cin_review_12wk@2026-06-01", "cin_visit_20wd@2026-06-01"
DAY = date(2026, 12, 4)
EXTENDED = Change(REVIEW, ClockChangeKind.EXTENDED, DAY, "", "the school is shut")


def as_(small: Small, name: str):
    return acting(small.org, small.people[name], "a test"), small.viewer(name)


def ask(small: Small, change: Change = EXTENDED, name: str = "ann"):
    context, by = as_(small, name)
    with context:
        return ask_for_clock(small.cases["A1"].pk, change, by=by, at=AT)


def do(small: Small, change: Change = EXTENDED, name: str = "sue"):
    context, by = as_(small, name)
    with context:
        return change_clock(small.cases["A1"].pk, change, by=by, at=AT)


def decide(small: Small, row, name: str = "sue", *, agree: bool = True):
    context, by = as_(small, name)
    with context:
        decide_clock(row, "talked it over", agree=agree, by=by, at=AT + timedelta(minutes=1))


def item(small: Small, key: str = "cin_review_12wk", at: datetime = AT + timedelta(hours=1)):
    context, viewer = as_(small, "ann")
    with context:
        standing = get_standing(viewer, get_case(viewer, small.cases["A1"].pk), moment(at))
    return next(one for one in standing.due if one.key == key)


def test_what_is_asked_for_moves_nothing_until_somebody_else_agrees(small):
    row = ask(small)
    assert (item(small).on, item(small).by_rule_on) == (date(2026, 8, 24), None)
    with as_(small, "sue")[0]:
        assert [one.id for one in list_clocks_that_wait(small.viewer("sue"))] == [row]
    decide(small, row)
    assert (item(small).on, item(small).by_rule_on, item(small).state) == (DAY, date(2026, 8, 24), DueState.DUE)
    assert item(small, at=AT).by_rule_on is None  # as it stood before
    with as_(small, "ann")[0]:
        (one,) = list_clock_changes(small.viewer("ann"), small.cases["A1"].pk)
    assert (one.asked_by, one.asked_why, one.decided_by, one.decided_why) == (
        "ann", "the school is shut", "sue", "talked it over",
    )  # fmt: skip
    assert [event.act for event in AuditEvent.objects.filter(about_id=row).order_by("at")] == [
        "CLOCK_ASKED", "CLOCK_CHANGED",
    ]  # fmt: skip


def test_not_agreed_it_runs_on_and_stands_on_record(small):
    decide(small, ask(small), agree=False)
    assert item(small).by_rule_on is None
    assert ClockChange.objects.get().agreed is False


def test_nobody_agrees_to_their_own_request_or_changes_the_clock_of_a_case_that_they_hold(small):
    row = ask(small, name="sue")
    with pytest.raises(NotAllowed, match="yourself"):
        decide(small, row, "sue")
    decide(small, row, "max")
    with pytest.raises(NotAllowed):
        do(small, name="ann")
    Allocation.objects.filter(case=small.cases["A1"]).update(worker_id=small.people["sue"])
    with pytest.raises(NotAllowed, match="hold this case"):
        do(small)


def test_unasked_a_supervisor_stops_a_clock_and_it_presses_no_more(small):
    do(small, Change(REVIEW, ClockChangeKind.STOPPED, None, "", "closing"))
    assert item(small).state is DueState.STOPPED
    assert "stopped; it was due" in item(small).worked_out


def test_a_kept_list_is_computed_again_with_its_clocks(small):
    do(small)
    context, viewer = as_(small, "ann")
    with context:
        kept = get_shown(viewer, small.people["ann"], moment(AT + timedelta(hours=1))).kept()
    found = replay(kept, criteria_of(text("criteria/statutory.toml")), rulebook_of(text("england.toml")))
    assert not found.differences
    assert kept["inputs"]["clocks"]


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"until": None}, "until"),
        ({"until": date(2026, 8, 24)}, "until"),
        ({"until": date(2028, 1, 1)}, "until"),
        ({"kind": ClockChangeKind.STOPPED}, "until"),
        ({"clock": "cin_review_12wk@2026-05-01"}, "clock"),
        ({"clock": VISIT}, "meanwhile"),
        ({"why": " "}, "why"),
    ],
)
def test_what_cannot_be_is_refused_at_its_field(small, change, field):
    with pytest.raises(Refused) as refusal:
        do(small, Change(**{**vars(EXTENDED), **change}))
    assert list(refusal.value.faults) == [field]
    assert not ClockChange.objects.exists()


def test_one_request_waits_at_a_time(small):
    ask(small)
    with pytest.raises(Refused, match="already"):
        ask(small)
