"""Somebody does not agree with the order of work: from judging a case anew to a list that is confirmed with all of it."""

import re

import pytest
from playwright.sync_api import Page, expect

from plimsoll.records.models.priority import Override
from tests.journeys.conftest import ENLARGED, NARROW, WIDE, barriers, runs_off, signed_in

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "owner"])


def checked(page: Page, width: int) -> None:
    """Nothing off the side on any screen; on a desk, as the check needs scripts, no barrier in either theme."""
    for wide in (ENLARGED, NARROW, WIDE):
        page.set_viewport_size({"width": wide, "height": 900})
        assert runs_off(page) == []
    for theme in ("light", "dark") if width == WIDE else ():
        page.evaluate("theme => document.documentElement.dataset.theme = theme", theme)
        assert barriers(page) == []
    page.set_viewport_size({"width": width, "height": 900})


def opened(page: Page, name: str, width: int) -> None:
    """Goes on by a link of the page, and looks at the page behind it."""
    page.locator("main").get_by_role("link", name=name).first.click()
    checked(page, width)


@pytest.mark.parametrize(("width", "scripts"), [(WIDE, True), (NARROW, False)])
def test_a_worker_disagrees_a_supervisor_agrees_and_the_list_is_confirmed(visit, town, width, scripts):
    # given a case whose visit is late
    page = signed_in(visit, "ann", width=width, scripts=scripts)
    page.get_by_role("link", name="A1 Invented").first.click()

    # when its worker judges it anew
    opened(page, "Judge this case", width)
    wait = page.get_by_role("group", name="How would it be if we waited a week?")
    wait.get_by_label("1: A child would notice, and it would be easy to put right.").check()
    page.get_by_label("Why?").fill("She told me herself that she is well")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("It stands 1st now, as before, in Today.")).to_be_visible()

    opened(page, "What would change this place", width)
    assert "Nobody works on it for a week" in page.inner_text("main")
    page.go_back()

    # and does not agree with its place
    opened(page, "Place it elsewhere", width)
    expect(page.get_by_text("holds only once a supervisor has countersigned")).to_be_visible()
    expect(page.get_by_label("In which band?")).to_be_visible()  # there is no other case to place it by
    page.get_by_role("button", name="Place it there").click()
    assert "Choose a reason" in page.inner_text("main")
    page.get_by_label("In which band?").select_option(label="Planned (a supervisor has to agree)")
    page.get_by_label("For which reason?").select_option(label="Somebody else keeps the child safe meanwhile")
    page.get_by_label("Why, in your own words?").fill("Her aunt keeps her until Friday")
    page.get_by_role("button", name="Place it there").click()
    expect(page.get_by_text(re.compile("it waits for .+ to agree since"))).to_be_visible()

    # and rearranges the visit, with what keeps the child safe
    opened(page, "Put off", width)
    page.get_by_label("Until which day?").fill("tomorrow")
    page.get_by_label("Why?").fill("The family is away today")
    page.get_by_role("button", name="Save").click()
    assert "Say what keeps the child safe until then" in page.inner_text("main")
    page.get_by_label("What is put in place until then?").fill("Her aunt rings me at noon")
    page.get_by_label("Who has been told?").fill("Her mother and school")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("Put in place meanwhile: Her aunt rings me at noon")).to_be_visible()
    checked(page, width)

    # then the supervisor finds it waiting, and agrees
    other = signed_in(visit, "sue", width=width, scripts=scripts)
    other.goto(f"{'/'.join(other.url.split('/')[:3])}/countersigning")
    checked(other, width)
    opened(other, "A1", width)
    other.get_by_label("Yes: it stands there until the day that was said").check()
    other.get_by_label("Why?").fill("The aunt rang me too")
    other.get_by_role("button", name="Save").click()
    expect(other.get_by_text("Countersigned. The case stands from now on where it was placed.")).to_be_visible()
    assert Override.objects.using("owner").get().countersigned_why == "The aunt rang me too"

    # and agrees to the visit, which from then on presses no earlier
    other.goto(f"{'/'.join(other.url.split('/')[:3])}/countersigning")
    opened(other, "A1", width)
    other.get_by_label("Yes: the visit waits until that day").check()
    other.get_by_label("Why?").fill("The aunt rang me too")
    other.get_by_role("button", name="Save").click()
    expect(other.get_by_text("Until then it presses no earlier in the order of work")).to_be_visible()

    # and the worker looks how firm the list is, and how they judge
    page.goto(f"{'/'.join(page.url.split('/')[:3])}/my-caseload")
    opened(page, "How firm this order is", width)
    page.go_back()
    opened(page, "How I judge", width)

    # and the list is confirmed with it, and comes out the same when it is computed again
    page.goto(f"{'/'.join(page.url.split('/')[:3])}/my-caseload")
    opened(page, "Review and confirm", width)
    assert "The order of work had it 1st, in Today." in page.inner_text("main")
    page.get_by_label("With which supervisor did you go through it?").select_option(label="sue")
    page.get_by_role("button", name="Confirm this order").click()
    expect(page.get_by_text("the cases shown here come out the same to the last place")).to_be_visible()
    checked(page, width)
    page.get_by_role("link", name="Confirmed lists of ann").click()
    checked(page, width)

    # and the supervisor who is named on it says whether it was so
    other.goto(f"{'/'.join(other.url.split('/')[:3])}/countersigning")
    checked(other, width)
    other.get_by_role("table", name="Did you go through").get_by_role("link").click()
    other.get_by_label("Not so").check()
    other.get_by_role("button", name="Answer").click()
    assert "Say what was otherwise" in other.inner_text("main")
    checked(other, width)
    other.get_by_label("Yes, and I agree with it").check()
    other.get_by_role("button", name="Answer").click()
    expect(other.get_by_text("Answered. Your answer stands beside the list")).to_be_visible()
    checked(other, width)
