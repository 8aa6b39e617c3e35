"""A referral comes in: from the telephone to the worker who holds the case."""

import pytest
from playwright.sync_api import expect

from plimsoll.records.models.referrals import TriageDecision
from tests.journeys.conftest import NARROW, WIDE, signed_in
from tests.journeys.test_a_disagreement import checked

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "owner"])


@pytest.mark.parametrize(("width", "scripts"), [(WIDE, True), (NARROW, False)])
def test_a_referral_is_taken_in_decided_and_given_to_a_worker(visit, town, width, scripts):
    # given a supervisor at the front door
    page = signed_in(visit, "sue", width=width, scripts=scripts)
    page.goto(f"{'/'.join(page.url.split('/')[:3])}/front-door")
    expect(page.get_by_text("Nothing waits that you may see")).to_be_visible()

    # when a nursery rings, and something is left out at first
    page.get_by_role("link", name="Take a referral in").click()
    checked(page, width)
    page.get_by_label("Yes, or it may be so").check()
    page.get_by_label("Given name of the child").fill("Marram")
    page.get_by_label("Family name").fill("Dune")
    page.get_by_label("What are they worried about?").fill("A mark like a hand on the arm")
    page.get_by_label("Who refers?").select_option(label="A nursery or childminder")
    page.get_by_label("By phone").check()
    page.get_by_role("button", name="Take it in").click()
    expect(page.get_by_role("link", name="Say whether the family knows, and agrees.")).to_be_visible()
    checked(page, width)
    page.get_by_label("It is not known").check()
    page.get_by_label("Brothers and sisters it is also about").fill("Lyme Dune, 2/1/2019")
    page.get_by_role("button", name="Take it in").click()

    # then both children wait, before all others
    expect(page.get_by_text("2 wait for a decision")).to_be_visible()
    checked(page, width)

    # and when one is judged and decided
    page.get_by_role("link", name="Decide about").first.click()
    checked(page, width)
    for group in page.get_by_role("group").filter(has_text="Nobody has judged this yet.").all():
        group.get_by_role("radio").nth(3).check()
    page.get_by_label("Not yet: somebody keeps working on it").check()
    page.get_by_label("What keeps the child safe?").fill("The nursery keeps her until we are there")
    page.get_by_label("Assessment", exact=True).check()
    page.get_by_label("Why?").fill("An injury that nobody explains")
    page.get_by_role("button", name="Decide", exact=True).click()

    # then everyone who could hold it is shown with what it would do to them, and bob is given it
    expect(page.get_by_role("heading", name="What it would do to each")).to_be_visible()
    expect(page.get_by_text("It would stand 1st of 2, in Act now.").first).to_be_visible()
    checked(page, width)
    page.get_by_role("radio", name="bob").check()
    page.get_by_label("Who agreed to it?").fill("bob, just now")
    page.get_by_label("Why this worker?").fill("Has room")
    page.get_by_role("button", name="Allocate").click()
    expect(page.get_by_text("Allocated. Whoever holds the case now finds it in their caseload.")).to_be_visible()
    assert TriageDecision.objects.using("owner").get().safety == "The nursery keeps her until we are there"
    page.goto(f"{'/'.join(page.url.split('/')[:3])}/front-door/decided")
    checked(page, width)
