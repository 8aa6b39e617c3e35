"""A plan on pages: begun, filled, put in force, worked on, reviewed, given to the family."""

import re
from datetime import UTC, date, datetime
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone

from plimsoll.core.terms import Act
from plimsoll.records.context import acting
from plimsoll.records.models.audit import AuditEvent
from plimsoll.records.models.cases import Event
from plimsoll.records.models.plans import ActionSaid, Plan, PlanAction, PlanOutcome
from tests.factories.records import make
from tests.factories.small import Small
from tests.web.conftest import Browser

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)  # a Monday


@pytest.fixture(autouse=True)
def monday_morning(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(timezone, "now", lambda: NOW)


def words(answer) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", answer.content.decode()).replace("&#39;", "'").split())


def at(small: Small, name: str, case: str = "A1") -> str:
    return reverse(name, args=[small.cases[case].pk])


def send(browser: Browser, small: Small, route: str, **said: object):
    answer = browser("ann").post(at(small, route), {"key": uuid4(), **said})
    assert answer.status_code == 302, words(answer)
    return answer


def put_in_force(browser: Browser, small: Small) -> Plan:
    send(browser, small, "case-plan-new", kind="CHILD_IN_NEED", purpose="Nights without shouting.")
    send(browser, small, "case-plan-outcome", text="I sleep through the night", words_of="CHILD")
    outcome = PlanOutcome.objects.get(org_id=small.org).pk
    send(browser, small, "case-plan-action", outcome=outcome, what="Ring the clinic", doer="WORKER", due_on="26 Nov")
    send(
        browser, small, "case-plan-action", outcome=outcome, what="Read a story at bedtime", doer="FAMILY",
        name="Leah, mother", due_on="30 Nov",
    )  # fmt: skip
    send(
        browser, small, "case-plan-agree", on="today", whom="Leah, mother", agreement="PARTLY",
        words="Not every night", ring="ann, 01632 960100",
    )  # fmt: skip
    return Plan.objects.get(org_id=small.org)


def test_a_plan_is_drafted_put_in_force_and_what_the_worker_has_to_do_is_due(browser: Browser, small):
    put_in_force(browser, small)

    page = words(browser("ann").get(at(small, "case-plans")))
    assert "Child in need plan, version 1" in page
    assert "“I sleep through the night” the child's words" in page
    assert "they agree with some of it: “Not every night”" in page
    case = words(browser("ann").get(at(small, "case")))
    assert "0 of 2 actions done." in case
    assert "Action of the plan" in case
    assert "“Ring the clinic”" in case


def test_what_became_of_an_action_is_said_and_what_is_late_is_told(browser: Browser, small, monkeypatch):
    put_in_force(browser, small)
    ring, read = PlanAction.objects.filter(org_id=small.org).order_by("due_on")
    monkeypatch.setattr(timezone, "now", lambda: datetime(2026, 12, 2, 9, 30, tzinfo=UTC))

    send(browser, small, "case-plan-said", action=ring.pk, outcome="DONE", on="1 Dec")
    refused = browser("ann").post(
        at(small, "case-plan-said"), {"key": uuid4(), "action": read.pk, "outcome": "PARTLY", "on": "1 Dec"}
    )
    send(browser, small, "case-plan-said", action=read.pk, outcome="PARTLY", on="1 Dec", words="Three nights")

    assert "Say what is done so far, or why it is not done." in words(refused)
    assert PlanAction.objects.get(pk=ring.pk).done_on == date(2026, 12, 1)
    case = words(browser("ann").get(at(small, "case")))
    assert "1 of 2 actions done. 1 action is past the day agreed." in case
    assert "Partly done on Tue 1 Dec 2026: Three nights (ann)" in case


def test_a_review_says_how_each_outcome_is_and_begins_the_next_version(browser: Browser, small):
    plan = put_in_force(browser, small)
    outcome = PlanOutcome.objects.get(org_id=small.org)
    ring, read = PlanAction.objects.filter(org_id=small.org).order_by("due_on")
    said = {
        "on": "today", "present": "Leah, the teacher", "decision": "The clinic first", "next": "change",
        f"progress-{outcome.pk}": "SAME", f"words-{outcome.pk}": "Wakes each night",
        f"outcome-{ring.pk}": "DONE", f"outcome-{read.pk}": "NOT_DONE", f"said-{read.pk}": "Shift work",
    }  # fmt: skip
    send(browser, small, "case-plan-review", **said)

    told = Event.objects.get(org_id=small.org, kind="PLAN_REVIEWED")
    assert (told.note, told.time_known) == ("Child in need plan: The clinic first", False)
    draft = Plan.objects.get(org_id=small.org, agreed_at=None)
    assert (draft.root, draft.number) == (plan.pk, 2)
    assert [one.what for one in PlanAction.objects.filter(plan=draft)] == ["Read a story at bedtime"]
    assert "“I sleep through the night” was the same at the last review." in words(
        browser("ann").get(at(small, "case"))
    )
    send(browser, small, "case-plan-agree", on="today", whom="Leah", agreement="AGREED", ring="ann, 01632 960100")
    page = words(browser("ann").get(at(small, "case-plans")))
    assert "Child in need plan, version 2" in page
    assert "Not done on Mon 23 Nov 2026: Shift work (ann)" in page
    assert Plan.objects.get(pk=plan.pk).agreed_words == "Not every night"
    assert PlanAction.objects.get(pk=read.pk).over_at == NOW


def test_the_family_is_given_one_page_and_that_is_remembered(browser: Browser, small):
    put_in_force(browser, small)
    with acting(small.org, small.people["ann"], "a note for staff"):
        make("safetynote", small.org, case=small.cases["A1"], text="Never alone there")

    page = words(browser("ann").post(at(small, "case-plan-family")))

    assert "Leah, mother Read a story at bedtime Mon 30 Nov 2026" in page
    assert "You told us that you agree with some of this plan. You said: “Not every night”" in page
    assert "Whom you can ring: ann, 01632 960100" in page
    assert "Never alone" not in page
    assert "This plan has held since Mon 23 Nov 2026." in page
    assert AuditEvent.objects.filter(org_id=small.org, act=Act.PLAN_TAKEN).count() == 1


def test_the_family_is_never_given_another_plan_than_was_asked_for(browser: Browser, small):
    plan = put_in_force(browser, small)
    send(browser, small, "case-plan-end", plan=plan.pk, on="today", why="Begun twice")
    put_another = {"kind": "CARE", "purpose": "Where I live."}
    send(browser, small, "case-plan-new", **put_another)
    send(browser, small, "case-plan-outcome", text="I stay with Nan", words_of="CHILD")
    outcome = PlanOutcome.objects.get(text="I stay with Nan").pk
    send(browser, small, "case-plan-action", outcome=outcome, what="Ring Nan", doer="WORKER", due_on="26 Nov")
    send(browser, small, "case-plan-agree", on="today", whom="Leah", agreement="AGREED", ring="ann, 01632 960100")

    stale = browser("ann").post(at(small, "case-plan-family"), {"plan": plan.pk})

    assert stale.status_code == 403
    assert "This plan is not in force any more." in words(stale)
    assert not AuditEvent.objects.filter(act=Act.PLAN_TAKEN).exists()


def test_one_plan_serves_a_brother_too_and_an_action_is_said_once_for_both(browser: Browser, small):
    with acting(small.org, small.people["ann"], "a brother"):
        child, home = make("child", small.org, given_name="Noah"), make("household", small.org)
        case = make("case", small.org, child=child, reference="B9", team_id=small.team, opened_at=NOW)
        make("allocation", small.org, case=case, worker_id=small.people["ann"], from_at=NOW)
        for one in (child.pk, small.cases["A1"].child_id):
            make("householdmember", small.org, child_id=one, household=home, from_date=NOW.date())
    also = [str(case.pk)]
    send(browser, small, "case-plan-new", kind="CHILD_IN_NEED", purpose="Calm nights.", also=also)
    send(browser, small, "case-plan-outcome", text="We sleep", words_of="CHILD", also=also)
    outcome = PlanOutcome.objects.get(case_id=small.cases["A1"].pk).pk
    asked = {"outcome": outcome, "what": "Ring the clinic", "doer": "WORKER", "due_on": "26 Nov", "also": also}
    send(browser, small, "case-plan-action", **asked)
    agreed = {"on": "today", "whom": "Leah", "agreement": "AGREED", "ring": "ann, 01632 960100"}
    for key in (small.cases["A1"].pk, case.pk):
        path = reverse("case-plan-agree", args=[key])
        assert browser("ann").post(path, agreed).status_code == 302

    first = PlanAction.objects.get(case_id=small.cases["A1"].pk)
    send(browser, small, "case-plan-said", action=first.pk, outcome="DONE", on="today", also=also)

    assert {one.done_on for one in PlanAction.objects.filter(org_id=small.org)} == {NOW.date()}
    assert ActionSaid.objects.filter(org_id=small.org).count() == 2
    assert AuditEvent.objects.filter(act=Act.PLAN_ACTION_SAID).count() == 2


def test_sent_twice_an_action_is_said_once(browser: Browser, small):
    put_in_force(browser, small)
    ring = PlanAction.objects.filter(org_id=small.org).order_by("due_on")[0]
    said = {"key": uuid4(), "action": ring.pk, "outcome": "PARTLY", "on": "today", "words": "No answer"}

    answers = [browser("ann").post(at(small, "case-plan-said"), said).status_code for _ in range(2)]

    assert answers == [302, 302]
    assert ActionSaid.objects.filter(org_id=small.org).count() == 1
