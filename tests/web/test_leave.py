"""The page of a caseload says when leave brings work forward."""

from datetime import datetime, time, timedelta

import pytest
from django.urls import reverse

from plimsoll.core.calendar import LONDON
from tests.factories.records import make
from tests.factories.small import Small
from tests.web.conftest import Browser
from tests.web.test_urgent import words

PAGE = reverse("my-caseload")


@pytest.fixture
def leaving(small: Small) -> Small:
    """A1 was seen today, so the next visit falls due in 20 working days; ann is away from in two days until after that."""
    today = datetime.now(LONDON)
    midnight = datetime.combine(today.date(), time(), LONDON)
    case = small.cases["A1"]
    make("event", small.org, case=case, kind="IN_NEED_REVIEW", happened_at=today, recorded_at=today)
    make("event", small.org, case=case, kind="IN_NEED_VISIT", happened_at=today, recorded_at=today)
    away = {"begins_at": midnight + timedelta(1), "ends_at": midnight + timedelta(58)}
    make("absence", small.org, worker_id=small.people["ann"], **away)
    return small


def test_the_worker_is_told_that_leave_brought_it_forward_and_each_row_says_why(browser: Browser, leaving):
    page = words(browser("ann").get(PAGE))

    assert "You have no working time from" in page
    assert "1 case stands in Today for that alone" in page
    assert "whoever holds the case has no working time from" in page


def test_the_supervisor_reads_the_same_of_the_worker_by_name(browser: Browser, leaving):
    page = words(browser("sue").get(reverse("caseload", args=[leaving.people["ann"]])))

    assert "ann has no working time from" in page
    assert "falls due before they are back" in page


def test_somebody_else_is_told_nothing_of_it(browser: Browser, leaving):
    assert "no working time" not in words(browser("bob").get(PAGE))
    assert browser("cat").get(reverse("caseload", args=[leaving.people["ann"]])).status_code == 404
