"""A visit is written down, on a phone too; what is typed is kept by itself; and without scripts nothing is missing."""

import pytest
from playwright.sync_api import expect

from plimsoll.records.context import acting
from plimsoll.records.models.cases import Event
from plimsoll.records.models.written import CaseRecord, Draft
from tests.journeys.conftest import NARROW, barriers, signed_in

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "owner"])


def opened(page, town, more: str = "?kind=VISIT") -> None:
    begin = "/".join(page.url.split("/")[:3])
    page.goto(f"{begin}/cases/{town.cases['A1'].pk}/record{more}")


def test_a_visit_is_written_down_on_a_phone_and_says_what_it_did(visit, town):
    page = signed_in(visit, "ann", width=NARROW)
    opened(page, town)
    page.get_by_label("On which day?").fill("yesterday")
    page.get_by_label("At what time?").fill("9.30")
    assert page.get_by_label("If not alone, why?").is_hidden()
    page.get_by_label("Yes, with others there").check()
    page.get_by_label("If not alone, why?").fill("Two years old")
    page.get_by_label("What did you see, hear and do?").fill("At home, warm and calm.")
    page.get_by_label("Drawn or played").check()
    assert page.get_by_label("Child in need visit").is_checked()
    assert barriers(page) == []
    page.get_by_role("button", name="Save", exact=True).last.click()

    expect(page.get_by_role("heading", name="What this changed")).to_be_visible()
    expect(page.get_by_text("Due next")).to_be_visible()
    assert barriers(page) == []
    page.get_by_role("link", name="Back to my caseload").click()
    page.wait_for_url("**/my-caseload")
    with acting(town.org, town.people["ann"], "a test"):
        assert list(Event.objects.filter(record__isnull=False).values_list("kind", flat=True)) == ["IN_NEED_VISIT"]
        assert [row.ended_how for row in Draft.objects.all()] in ([], ["SENT"])


def test_what_is_typed_is_kept_and_found_again_after_the_session_was_lost(visit, town):
    page = signed_in(visit, "ann")
    opened(page, town, "?kind=CASE_NOTE")
    page.get_by_label("What is to be kept?").fill("Rang the school about Monday")
    expect(page.locator("[data-saved]")).to_contain_text("Draft saved", timeout=15_000)
    page.context.clear_cookies(name="session")
    page.get_by_label("What is to be kept?").fill("Rang the school about Monday, and the nurse")
    page.get_by_label("At what time?").focus()
    expect(page.locator("[data-saved]")).to_contain_text("you are signed out", timeout=15_000)
    page.get_by_role("button", name="Save", exact=True).last.click()  # leads nowhere: what was typed would be lost
    assert page.get_by_label("What is to be kept?").input_value().endswith("and the nurse")

    again = signed_in(visit, "ann")
    again.get_by_role("link", name="1 not finished").first.click()
    assert barriers(again) == []
    again.get_by_role("link", name="Case note: A1 Invented").click()
    assert again.get_by_label("What is to be kept?").input_value() == "Rang the school about Monday"


def test_without_scripts_a_draft_is_kept_and_sent_and_the_record_amended(visit, town):
    page = signed_in(visit, "ann", scripts=False)
    opened(page, town, "?kind=CALL")
    page.get_by_label("What was said?").fill("All is well at school")
    page.get_by_role("button", name="Save draft").click()
    assert "Kept as a draft" in page.inner_text("main")
    page.get_by_role("button", name="Save", exact=True).last.click()
    page.get_by_role("link", name="Amend or take back").click()
    page.get_by_label("What was said?").fill("All is well at nursery")
    page.get_by_label("Why is it amended?").fill("It was the nursery")
    page.get_by_role("button", name="Save the new version").last.click()

    assert "All is well at nursery" in page.inner_text("main")
    page.get_by_text("Written ", exact=False).last.click()
    assert "All is well at school" in page.inner_text("main")
    with acting(town.org, town.people["ann"], "a test"):
        assert CaseRecord.objects.count() == 2
        assert [row.ended_how for row in Draft.objects.all()] == ["SENT"]


def test_before_the_session_ends_one_is_warned_and_can_stay(visit, town, settings):
    settings.SESSION_COOKIE_AGE = 200  # the warning comes five minutes before
    page = signed_in(visit, "ann")
    warning = page.locator("form[data-session]")
    expect(warning).to_contain_text("You will be signed out at")
    settings.SESSION_COOKIE_AGE = 3600
    warning.get_by_role("button", name="Keep me signed in").click()
    expect(warning).to_be_hidden()
