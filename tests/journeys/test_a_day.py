"""A worker's day on a phone: what is first, what became of it, why something else came before, with scripts and without."""

import pytest

from plimsoll.records.context import acting
from plimsoll.records.models.today import DayEntry, Interruption
from tests.factories.records import make
from tests.factories.small import OPENED
from tests.journeys.conftest import NARROW, barriers, runs_off, signed_in

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "owner"])


@pytest.fixture
def family(town):
    """Ann has a second case, of a child who was seen lately; the visit to the first is long late."""
    with acting(town.org, None, "a test"):
        child = make("child", town.org, given_name="Mia", family_name="Last", sort_name="mia last")
        case = make("case", town.org, child=child, reference="K1", team_id=town.team, opened_at=OPENED)
        make("event", town.org, case=case, kind="IN_NEED_STARTED", happened_at=OPENED, recorded_at=OPENED)
        make("event", town.org, case=case, kind="CHILD_SEEN")
        make("allocation", town.org, case=case, worker_id=town.people["ann"], from_at=OPENED)
    return town


@pytest.mark.parametrize("scripts", [True, False])
def test_a_day_is_worked_with_one_thumb(visit, family, scripts):
    """Given two cases, when nobody opens the door, then why and what next stand on the day, and the call that came in asks
    nothing; a visit is moved with safeguards only."""
    page = signed_in(visit, "ann", width=NARROW, scripts=scripts)
    page.goto(f"{page.url.split('/my-caseload')[0]}/today")
    first = page.locator(".thing").first
    assert "A1 Invented" in first.inner_text()
    assert not scripts or barriers(page) == []  # what looks for barriers is a script
    assert runs_off(page) == []

    page.get_by_text("Something came in").click()
    page.get_by_role("button", name="A call").click()
    assert "Noted." in page.inner_text("main")

    page.locator(".thing").first.locator("summary").click()
    page.locator(".thing").first.get_by_role("link", name="Could not be done").click()
    page.get_by_role("button", name="Save").click()
    assert "Say why." in page.inner_text("main")
    page.get_by_label("Why?").fill("Nobody opened")
    page.get_by_label("What is done next?").fill("Ring the school at two")
    assert not scripts or barriers(page) == []
    page.get_by_role("button", name="Save").click()
    assert "Kept." in page.inner_text("main")
    assert "Ring the school at two" in page.locator(".thing").first.inner_text()

    page.locator(".thing").first.locator("summary").click()
    page.locator(".thing").first.get_by_role("link", name="Moved").click()
    page.get_by_label("To which day?").fill("tomorrow")
    page.get_by_label("Why?").fill("The father is away")
    page.get_by_role("button", name="Save").click()
    assert "Say what keeps the child safe until then." in page.inner_text("main")
    assert runs_off(page) == []

    with acting(family.org, None, "a test"):
        assert list(DayEntry.objects.values_list("outcome", flat=True)) == ["NOT_DONE"]
        assert list(Interruption.objects.values_list("kind", flat=True)) == ["CALL"]


def test_the_next_step_leads_to_the_record_and_what_is_written_stands_at_the_end_of_the_day(visit, family):
    page = signed_in(visit, "ann", width=NARROW, scripts=False)
    page.goto(f"{page.url.split('/my-caseload')[0]}/today")
    page.locator(".thing").first.get_by_role("link", name="Record the visit").click()
    assert "duty=cin_visit_20wd" in page.url
    assert "visit" in page.get_by_role("heading", level=1).inner_text()
