"""Drafts of the criteria: who may do what with them, what is refused, and that nothing holds before it is approved."""

from datetime import timedelta

import pytest
from procrastinate.contrib.django.models import ProcrastinateJob

from plimsoll.actions.cases import Refused
from plimsoll.actions.criteria import (
    approve_draft,
    begin_draft,
    change_draft,
    leave_draft,
    rehearse_draft,
    start_rehearsal,
)
from plimsoll.core.access import NotAllowed, NotThere
from plimsoll.core.terms import Act, Band, Role
from plimsoll.queries import shipped
from plimsoll.queries.criteria import get_versions
from plimsoll.queries.criteria_drafts import get_draft, get_rehearsal
from plimsoll.queries.facts import editions
from plimsoll.queries.rehearsed import get_case_names, get_seen
from plimsoll.records.context import acting
from plimsoll.records.models.audit import AuditEvent
from plimsoll.records.models.priority import CriteriaDraft
from tests.factories.records import make
from tests.factories.small import FROM, NOW, OPENED, TODAY

LATER = NOW + timedelta(minutes=5)
TEXT = shipped.criteria_text("statutory")
OTHER = TEXT.replace("weight = 30", "weight = 10", 1).replace("weight = 25", "weight = 45")
WHY = "Dates of reviews were missed"


@pytest.fixture
def adam(small):
    """An administrator, acting."""
    with acting(small.org, small.people["adam"], "a test"):
        yield small.viewer("adam")


def second(small):
    """Another one."""
    worker = make("worker", small.org, name="amy", sort_name="amy", joined_on=FROM)
    make("roleheld", small.org, worker=worker, role=Role.ADMINISTRATOR, from_date=FROM)
    small.people["amy"] = worker.pk
    return small.viewer("amy")


def rehearsed(by, text=OTHER):
    draft = begin_draft(text, WHY, by=by, at=NOW)
    start_rehearsal(draft, by=by, at=NOW)
    rehearse_draft(by.org, draft, at=LATER)
    return draft


@pytest.mark.parametrize("name", ["ann", "sue", "max"])
def test_nobody_but_an_administrator_drafts(small, adam, name):
    draft, by = rehearsed(adam), small.viewer(name)
    for act in (
        lambda: begin_draft(TEXT, WHY, by=by, at=NOW),
        lambda: change_draft(draft, TEXT, WHY, by=by, at=NOW),
        lambda: start_rehearsal(draft, by=by, at=NOW),
        lambda: approve_draft(draft, holds_from=TODAY, by=by, at=NOW),
        lambda: leave_draft(draft, by=by, at=NOW),
    ):
        with pytest.raises(NotAllowed):
            act()


def test_every_fault_of_a_draft_is_named_at_once_and_nothing_is_kept(adam):
    faulty = (
        OTHER.replace("weight = 45", "weight = 40")
        .replace('"IMMEDIATE_HARM", ', "")
        .replace("today_days = 1", "today_days = 9")
    )
    with pytest.raises(Refused) as refused:
        begin_draft(faulty, " ", by=adam, at=NOW)

    assert refused.value.faults["why"] == "Say what this is to make better."
    assert [part in refused.value.faults["text"] for part in ("sum to 100, not 95", "IMMEDIATE_HARM", "0 to 5")] == [
        True
    ] * 3
    assert not CriteriaDraft.objects.exists()


def test_a_draft_that_weakens_what_keeps_children_safe_is_refused_with_all_of_it(adam):
    text = OTHER.replace("unknown = 0.5 ", "unknown = 0 ").replace("stale_days = 42 ", "stale_days = 999 ")
    for act in (
        lambda: begin_draft(text, WHY, by=adam, at=NOW),
        lambda: change_draft(begin_draft(TEXT, WHY, by=adam, at=NOW), text, WHY, by=adam, at=NOW),
    ):
        with pytest.raises(Refused) as refused:
            act()
        told = refused.value.faults["text"].splitlines()
        assert [line.partition(" must ")[0] for line in told] == ["The draft: 'unknown'", "The draft: 'stale_days'"]


def test_a_draft_of_before_a_limit_was_drawn_is_not_approved(adam):
    draft = rehearsed(adam)
    CriteriaDraft.objects.filter(pk=draft).update(text=OTHER.replace("unknown = 0.5", "unknown = 0.1"))
    with pytest.raises(Refused, match="'unknown' must be at least"):
        approve_draft(draft, holds_from=TODAY, by=adam, at=LATER)


def test_a_draft_changes_nothing_until_it_is_approved_and_then_holds_from_its_day(small, adam):
    draft = rehearsed(adam)
    before = editions.criteria(adam, TODAY, None)
    approve_draft(draft, holds_from=TODAY + timedelta(7), by=adam, at=LATER)

    assert editions.criteria(adam, TODAY + timedelta(6), None) == before
    then = editions.criteria(adam, TODAY + timedelta(7), None)
    assert (then.name, then.in_force_from) == ("statutory 2 (from 2026.1)", TODAY + timedelta(7))
    assert [rule.weight for rule in then.criteria] == [10, 30, 45, 8, 7]
    versions = get_versions(adam, TODAY)
    assert [version.by for version in versions.to_come] == ["adam"]
    acts = set(AuditEvent.objects.filter(org_id=small.org).values_list("act", flat=True))
    assert acts >= {Act.CRITERIA_DRAFTED, Act.CRITERIA_REHEARSED, Act.CRITERIA_APPROVED, Act.CRITERIA_ADOPTED}
    with pytest.raises(Refused, match="Begin another"):
        change_draft(draft, TEXT, WHY, by=adam, at=LATER)


def test_where_there_is_another_administrator_nobody_approves_what_they_drafted_or_changed_last(small, adam):
    draft, amy = rehearsed(adam), second(small)
    with pytest.raises(NotAllowed, match="worked on this draft yourself"):
        approve_draft(draft, holds_from=TODAY, by=adam, at=LATER)
    approve_draft(draft, holds_from=TODAY, by=amy, at=LATER)
    assert get_versions(adam, TODAY).now.by == "amy"

    other = begin_draft(TEXT, WHY, by=amy, at=NOW)
    change_draft(other, OTHER, WHY, by=adam, at=LATER)
    start_rehearsal(other, by=adam, at=LATER)
    rehearse_draft(small.org, other, at=LATER)
    approve_draft(other, holds_from=TODAY, by=adam, at=LATER)  # both worked on it, and there is no third


def test_what_is_not_rehearsed_as_it_stands_or_is_dated_back_is_not_approved(adam):
    draft = rehearsed(adam)
    change_draft(draft, TEXT, WHY, by=adam, at=LATER)
    with pytest.raises(Refused) as refused:
        approve_draft(draft, holds_from=TODAY - timedelta(1), by=adam, at=LATER)

    assert set(refused.value.faults) == {"draft", "holds_from"}


def test_a_rehearsal_says_whose_order_changes_and_names_cases_to_those_alone_who_may_see_them(small, adam):
    child = make("child", small.org, given_name="E1", family_name="Invented", sort_name="e1 invented")
    opened = {"opened_at": OPENED, "case_type": "EARLY_HELP"}
    case = make("case", small.org, child=child, reference="E1", team_id=small.team, **opened)
    make("allocation", small.org, case=case, worker_id=small.people["ann"], from_at=OPENED)
    seldom = TEXT.replace("EARLY_HELP = { days = 42,", "EARLY_HELP = { days = 92,")
    draft = rehearsed(adam, seldom)
    found = get_rehearsal(adam, draft, TODAY)

    assert (found.cases, found.all_lists, found.up, found.down) == (5, 4, 0, 1)
    (own,) = found.lists
    assert (own.name, own.down) == ("ann", 1)
    with acting(small.org, small.people["sue"], "a test"):
        (alone,) = get_seen(small.viewer("sue"), draft, TODAY).lists
        (seen,) = (stand for stand in alone.cases if stand.moves)
        assert get_case_names(small.viewer("sue"), [seen.case])[case.pk].name == "E1 E1 Invented"
    assert (seen.case, seen.now_band, seen.then_band, seen.by) == (case.pk, Band.THIS_WEEK, Band.PLANNED, (0,))
    for name in ("adam", "ann", "eve", "bea"):  # who may settle criteria, and who may see cases but no drafts
        with acting(small.org, small.people[name], "a test"):
            assert get_seen(small.viewer(name), draft, TODAY).lists == ()


def test_a_draft_that_is_the_same_changes_nobodys_order(adam):
    found = get_rehearsal(adam, rehearsed(adam, TEXT), TODAY)

    assert (found.cases, found.up, found.down, found.lists) == (4, 0, 0, ())


def test_a_rehearsal_of_what_was_changed_meanwhile_is_not_kept_and_none_is_asked_for_twice(adam):
    draft = begin_draft(OTHER, WHY, by=adam, at=NOW)
    start_rehearsal(draft, by=adam, at=NOW)
    with pytest.raises(Refused, match="already"):
        start_rehearsal(draft, by=adam, at=LATER)
    assert ProcrastinateJob.objects.filter(task_name="rehearse_criteria", args__draft=str(draft)).count() == 1
    change_draft(draft, TEXT, WHY, by=adam, at=LATER)
    rehearse_draft(adam.org, draft, at=LATER)

    assert get_draft(adam, draft).rehearsed_at is None
    start_rehearsal(draft, by=adam, at=LATER)


def test_a_draft_that_was_left_stays_and_is_ended(small, adam):
    draft = begin_draft(OTHER, WHY, by=adam, at=NOW)
    leave_draft(draft, by=adam, at=LATER)

    assert not get_draft(adam, draft).is_open
    for act in (start_rehearsal, leave_draft):
        with pytest.raises(Refused):
            act(draft, by=adam, at=LATER)
    with pytest.raises(NotThere):
        leave_draft(small.team, by=adam, at=LATER)


def test_cases_restricted_to_named_people_are_no_part_of_a_rehearsal(small, adam):
    before = get_rehearsal(adam, rehearsed(adam), TODAY).cases
    with acting(small.org, None, "a test"):
        make("restriction", small.org, case=small.cases["B1"], restricted_by_id=small.people["max"], from_at=OPENED)

    assert get_rehearsal(adam, rehearsed(adam), TODAY).cases == before - 1
