"""Steps of a case written down by hand: looked at first, then written, in an order that can be."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from plimsoll.core.terms import CaseType, EventKind
from plimsoll.records.context import acting
from plimsoll.records.models.cases import Case, Event
from plimsoll.records.models.families import Child
from plimsoll.records.models.written import CaseRecord
from tests.actions.test_recording import as_, sibling
from tests.factories.small import NOW, Small
from tests.web.conftest import Browser


@pytest.fixture(autouse=True)
def _now(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("plimsoll.web.middleware.records.timezone.now", lambda: NOW)


def where(small: Small, kind: str, reference: str = "A1") -> str:
    return f"{reverse('case-step', args=[small.cases[reference].pk])}?kind={kind}"


def looked_at(client: Client, address: str, **said: Any) -> tuple[str, dict[str, Any]]:
    """The page that says what it would change, and what is sent to write it down."""
    sent = {"key": str(uuid4()), "happened": "yesterday", "time": "9.30", **said}
    page = client.post(address, sent).content.decode()
    found = page.split('name="looked" value="')
    return page, {**sent, "sure": "yes", "looked": found[1].split('"')[0] if len(found) > 1 else ""}


def written(client: Client, address: str, **said: Any) -> Any:
    return client.post(address, looked_at(client, address, **said)[1])


def kinds(small: Small, reference: str = "A1") -> list[str]:
    rows = Event.objects.filter(case=small.cases[reference], record__isnull=False)
    return sorted(rows.values_list("kind", flat=True))


def is_of(small: Small, kind: CaseType) -> None:
    context, _ = as_(small, "ann")
    with context:
        Case.objects.filter(pk=small.cases["A1"].pk).update(case_type=kind)


def test_what_it_would_change_is_told_before_anything_is_written(browser: Browser, small):
    is_of(small, CaseType.CHILD_PROTECTION)
    page, _ = looked_at(browser("ann"), where(small, "PROTECTION_PLAN_STARTED"))

    assert "Due from then on" in page
    assert "10 working days" in page
    assert not CaseRecord.objects.exists()
    assert not Event.objects.filter(kind="PROTECTION_PLAN_STARTED").exists()


def test_it_is_written_and_its_record_says_what_it_started(browser: Browser, small, monkeypatch):
    monkeypatch.undo()  # what was known before is asked by the clock of the database
    is_of(small, CaseType.CHILD_PROTECTION)
    client = browser("ann")
    page = client.get(written(client, where(small, "PROTECTION_PLAN_STARTED"))["Location"]).content.decode()

    assert kinds(small) == ["PROTECTION_PLAN_STARTED"]
    assert "What this changed" in page
    assert "Due next" in page


def test_what_was_changed_after_it_was_looked_at_is_looked_at_again(browser: Browser, small):
    client = browser("ann")
    _, sent = looked_at(client, where(small, "WENT_MISSING"))
    page = client.post(where(small, "WENT_MISSING"), {**sent, "time": "8.00"})

    assert "What this would change" in page.content.decode()
    assert not CaseRecord.objects.exists()


@pytest.mark.parametrize(
    ("kind", "says"),
    [("FOUND", "Write this down first, with its day: went missing"), ("SECTION_47_ENDED", "section 47 enquiry")],
)
def test_an_end_without_a_start_is_refused(browser: Browser, small, kind, says):
    answer = browser("ann").post(where(small, kind), {"key": uuid4(), "happened": "today", "sight": "NOT_SEEN"})

    assert answer.status_code == 422
    assert says in answer.content.decode()


def test_a_second_start_is_refused_while_the_first_goes_on(browser: Browser, small):
    client = browser("ann")
    written(client, where(small, "SECTION_47_STARTED"))
    answer = client.post(where(small, "SECTION_47_STARTED"), {"key": uuid4(), "happened": "today"})
    move = written(client, where(small, "PLACEMENT_STARTED"), happened="today", time="")
    again = written(client, where(small, "PLACEMENT_STARTED"), happened="today", time="")

    assert answer.status_code == 422
    assert "There is one that goes on" in answer.content.decode()
    assert (move.status_code, again.status_code) == (302, 302)  # a child moves from one placement to the next


def test_a_form_that_is_sent_twice_is_written_once(browser: Browser, small):
    client = browser("ann")
    _, sent = looked_at(client, where(small, "WENT_MISSING"))
    first, second = (client.post(where(small, "WENT_MISSING"), sent) for _ in range(2))

    assert first["Location"] == second["Location"]
    assert kinds(small) == ["WENT_MISSING"]


def test_a_conference_says_what_it_decided(browser: Browser, small):
    client = browser("ann")
    nothing = client.post(where(small, "INITIAL_CONFERENCE"), {"key": uuid4(), "happened": "today"})
    written(client, where(small, "INITIAL_CONFERENCE"), outcome="plan")

    assert "Say what the conference decided" in nothing.content.decode()
    assert kinds(small) == ["INITIAL_CONFERENCE", "PROTECTION_PLAN_STARTED"]
    assert CaseRecord.objects.get().decision == "A child protection plan starts"


def test_a_child_who_was_found_and_seen_is_seen(browser: Browser, small):
    client = browser("ann")
    written(client, where(small, "WENT_MISSING"))
    written(client, where(small, "FOUND"), happened="today", time="", sight="ALONE")

    assert kinds(small) == ["CHILD_SEEN", "FOUND", "WENT_MISSING"]


def test_brothers_and_sisters_are_on_it_where_that_is_said(browser: Browser, small):
    mine, others = sibling(small, "A2", "ann"), sibling(small, "A3", "bob")
    client = browser("ann")
    page, _ = looked_at(client, where(small, "STRATEGY_DISCUSSION"), also=[str(mine)])
    written(client, where(small, "STRATEGY_DISCUSSION"), also=[str(mine)])
    refused = client.post(
        where(small, "STRATEGY_DISCUSSION"), {"key": uuid4(), "happened": "today", "also": [str(others)]}
    )

    assert "A2" in page
    assert kinds(small, "A1") == kinds(small, "A2") == ["STRATEGY_DISCUSSION"]
    assert refused.status_code == 422


def test_a_birth_is_the_birth_date_of_a_child_who_was_expected(browser: Browser, small):
    client, child = browser("ann"), small.cases["A1"].child_id
    born = client.post(where(small, "BIRTH"), {"key": uuid4(), "happened": "today"})
    with acting(small.org, small.people["ann"], "a test"):
        Child.objects.filter(pk=child).update(born_on=None, expected_on=NOW.date() + timedelta(days=3))
    written(client, where(small, "BIRTH"), happened="today", time="")

    assert "on record as born" in born.content.decode()
    assert Child.objects.get(pk=child).born_on == NOW.date()


def test_steps_on_which_something_waits_stand_first(browser: Browser, small):
    is_of(small, CaseType.ASSESSMENT)
    client = browser("ann")
    written(client, where(small, "ASSESSMENT_STARTED"))
    page = client.get(where(small, "").split("?")[0]).content.decode()

    assert EventKind.ASSESSMENT_AUTHORISED.value in page.split("What is due waits")[-1].split("steps__groups")[0]


def test_a_step_is_amended_and_taken_back_as_every_record(browser: Browser, small):
    client = browser("ann")
    done = written(client, where(small, "WENT_MISSING"))["Location"].split("?")[0]
    said = {
        "key": str(uuid4()),
        "happened": "yesterday",
        "time": "8.00",
        "text": "Seen at eight",
        "amended_why": "Wrong",
    }
    amended = client.post(f"{done}/amend", {**said, "meets": ["WENT_MISSING"]})
    found = client.post(f"{done}/amend", {**said, "key": str(uuid4()), "meets": ["FOUND"]})

    assert amended.status_code == 302
    assert Event.objects.filter(kind="WENT_MISSING", replaces__isnull=False, withdraws=False).count() == 1
    assert found.status_code == 302  # an older version leads to the newest one


@pytest.mark.parametrize(("who", "status"), [("bob", 404), ("bea", 403)])
def test_whoever_may_not_write_on_the_case_writes_no_step(browser: Browser, small, who, status):
    assert browser(who).post(where(small, "WENT_MISSING"), {"key": uuid4(), "happened": "today"}).status_code == status


# ---- missing --------------------------------------------------------------------------------------------------------------


def case_page(client: Client, small: Small) -> str:
    return client.get(reverse("case", args=[small.cases["A1"].pk])).content.decode()


def in_act_now(client: Client) -> bool:
    return 'id="band-act_now"' in client.get(reverse("my-caseload")).content.decode()


def test_a_missing_child_stays_in_act_now_until_found_and_seen(browser: Browser, small):
    client = browser("ann")
    before = in_act_now(client)
    written(client, where(small, "WENT_MISSING"))
    missing, told = in_act_now(client), case_page(client, small)
    written(client, where(small, "FOUND"), happened="today", time="0:30", sight="NOT_SEEN")
    unseen, still = in_act_now(client), case_page(client, small)
    notices = client.get(reverse("notices")).content.decode()
    visit = {"kind": "VISIT", "key": uuid4(), "happened": "today", "time": "0:40", "sight": "ALONE", "text": "At home."}
    client.post(reverse("case-write", args=[small.cases["A1"].pk]), visit)

    assert (before, missing, unseen, in_act_now(client)) == (False, True, True, False)
    assert "Missing since" in told
    assert "Found on" in still
    assert "not seen since" in still
    assert "Act now: went missing" in notices
    assert "Missing since" not in case_page(client, small)
    assert "Act now: went missing" not in client.get(reverse("notices")).content.decode()


def test_whoever_was_seen_the_day_before_is_not_seen_since_they_were_found(browser: Browser, small):
    client = browser("ann")
    visit = {"kind": "VISIT", "key": uuid4(), "happened": "yesterday", "time": "", "sight": "ALONE", "text": "At home."}
    client.post(reverse("case-write", args=[small.cases["A1"].pk]), visit)
    written(client, where(small, "WENT_MISSING"), happened="20 Nov 2026")
    written(client, where(small, "FOUND"), happened="today", time="", sight="NOT_SEEN")

    assert "not seen since" in case_page(client, small)
    assert "Act now: went missing" in client.get(reverse("notices")).content.decode()


def test_missing_episodes_are_counted(browser: Browser, small):
    client = browser("ann")
    written(client, where(small, "WENT_MISSING"), happened="1 Nov 2026")
    written(client, where(small, "FOUND"), happened="2 Nov 2026", sight="ALONE")
    written(client, where(small, "WENT_MISSING"))

    assert "for the 2nd time in twelve months" in case_page(client, small)
