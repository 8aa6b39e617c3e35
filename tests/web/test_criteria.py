"""The pages on which the criteria are read."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from plimsoll.core.priority.told import told
from plimsoll.queries import shipped
from plimsoll.records.context import acting
from tests.factories.records import make
from tests.factories.small import NOW, TODAY
from tests.web.conftest import Browser

pytestmark = pytest.mark.django_db


def read(browser: Browser, name: str, path: str) -> str:
    answer = browser(name).get(path)
    assert answer.status_code == 200
    return answer.content.decode()


def agree(small, version: str, text: str, since) -> None:
    with acting(small.org, None, "a test"):
        make(
            "criteriaset", small.org, key="statutory", version=version, title="Ours", text=text,
            in_force_from=since, agreed_at=NOW, agreed_by_id=small.people["adam"],
        )  # fmt: skip


def test_the_page_says_the_whole_set_with_its_scales(browser: Browser, small):
    page = read(browser, "ann", reverse("criteria"))

    for section in told(shipped.shipped_criteria(), shipped.shipped_scales())[1:]:
        assert section.title in page
    for question in shipped.shipped_scales().questions:
        assert all(
            text in page.replace("&#39;", "'") for point in question.points for text in (point.says, point.example)
        )
    assert "Settle other criteria" not in page
    assert "Settle other criteria" in read(browser, "adam", reverse("criteria"))


def test_earlier_versions_say_what_each_changed_and_later_ones_that_they_are_to_come(browser: Browser, small):
    text = shipped.criteria_text("statutory")
    other = text.replace("weight = 30", "weight = 25", 1).replace("weight = 8", "weight = 13")
    agree(small, "2", other, TODAY)
    agree(small, "3", text.replace("stale_days = 42", "stale_days = 30"), TODAY + timedelta(days=7))
    page = read(browser, "ann", reverse("criteria"))

    assert "Urgency counts 25 instead of 30 points of 100." in page
    assert "A judgement is asked for again after 30 instead of 42 days." in page
    assert page.index("Agreed, and still to come") < page.index("What counts, and how much")
    assert "Ours, version 2" in page
    assert "approved by adam" in page


def test_the_page_asks_as_much_however_many_versions_there_are(browser: Browser, small):
    client = browser("ann")

    def queries() -> int:
        with CaptureQueriesContext(connection) as asked:
            assert client.get(reverse("criteria")).status_code == 200
        return len(asked)

    queries()
    few = queries()
    for number in range(4):
        agree(small, f"again {number}", shipped.criteria_text("statutory"), TODAY)
    assert queries() == few


@pytest.mark.parametrize("key", shipped.SETS)
def test_every_shipped_set_is_shown_with_its_worked_cases(browser: Browser, small, key):
    page = read(browser, "adam", reverse("criteria-shipped", args=[key])).replace("&#39;", "'")
    worked = shipped.shipped_worked()[shipped.SETS.index(key)]

    assert all(case.says in page for case in worked.cases if not case.elsewhere)
    assert "in the order and the bands in which practitioners would do them" in page


def test_a_set_that_is_none_is_not_there(browser: Browser, small):
    assert browser("adam").get("/criteria/shipped/of-nobody").status_code == 404


def test_the_order_of_work_leads_to_how_it_is_made(browser: Browser, small):
    assert f'href="{reverse("criteria")}"' in read(browser, "ann", reverse("my-caseload"))


def test_set_up_offers_every_set_with_its_worked_cases_and_suggests_one(browser: Browser, small):
    page = read(browser, "adam", reverse("set-up-criteria")).replace("&#39;", "'")

    for criteria, worked in zip(shipped.shipped_sets(), shipped.shipped_worked(), strict=True):
        assert f'value="{criteria.key}"' in page
        assert all(case.says in page for case in worked.cases if not case.elsewhere)
    assert "Statutory social work (Plimsoll's suggestion)" in page


def test_the_set_that_was_chosen_is_the_one_that_is_read(browser: Browser, small):
    answer = browser("adam").post(reverse("set-up-criteria"), {"criteria": "leaving_care"})

    assert answer.status_code == 302
    page = read(browser, "ann", reverse("criteria"))
    assert "Leaving care, version 2026.1, 1" in page
    assert "Approved by</dt><dd>adam" in page
