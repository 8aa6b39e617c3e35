"""A caseload as it was, on its page."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.factories.records import make
from tests.factories.small import Small
from tests.web.conftest import Browser
from tests.web.test_caseload import add
from tests.web.test_judging import words

pytestmark = pytest.mark.django_db


def past(small: Small, worker: str = "ann", at: str = "today") -> str:
    return f"{reverse('caseload-past', args=[small.people[worker]])}?at={at}"


def test_the_list_of_a_moment_and_who_had_been_shown_it(browser: Browser, small):
    browser("ann").get(reverse("my-caseload"))
    browser("sue").get(reverse("case", args=[small.cases["A1"].pk]))
    answer = browser("sue").get(past(small))

    said = words(answer)
    assert f"{reverse('case', args=[small.cases['A1'].pk])}?at=" in answer.content.decode()
    assert re.search(r"A1 .*ann, once, last .* \(own caseload\); sue, once, last .* \(the case\)", said)
    assert re.search(r"Last shown to ann as a list .{3} \d+ \w+ \d{4} at \d\d:\d\d", said)


def test_cases_that_nobody_had_been_shown_are_said_in_one_line(browser: Browser, small):
    add(small, "A2", "Noah", "Ellis")
    browser("sue").get(reverse("case", args=[small.cases["A1"].pk]))

    assert "Shown to nobody by then: A2." in words(browser("sue").get(past(small)))


@pytest.mark.parametrize(
    ("at", "says"),
    [("nonsense", "Write a day such as"), ("1 Jan 2100", "That lies ahead"), ("1 Mar 2020", "No order of work then")],
)
def test_a_moment_that_cannot_be_shown_says_why(browser: Browser, small, at, says):
    answer = browser("ann").get(past(small, at=at))

    assert says in words(answer)
    assert answer.status_code == (200 if "2020" in at else 422)


def test_more_cases_and_more_looks_take_no_more_queries(browser: Browser, small):
    client = browser("ann")

    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert client.get(past(small)).status_code == 200
        return len(queries)

    client.get(reverse("my-caseload"))
    add(small, "A2", "Noah", "Ellis")
    few = asked()
    for number in range(3, 8):
        add(small, f"A{number}", "Mia", "Ellis")
        browser("sue").get(reverse("caseload", args=[small.people["ann"]]))

    assert asked() == few


def test_the_way_to_it_stands_on_the_caseload_of_those_who_may(browser: Browser, small):
    make("roleheld", small.org, worker_id=small.people["bob"], team_id=small.team, role="DUTY", from_date="2026-01-05")
    where = reverse("caseload-past", args=[small.people["ann"]])
    shows = {
        name: where in browser(name).get(reverse("caseload", args=[small.people["ann"]])).content.decode()
        for name in ("ann", "sue", "bob")
    }

    assert shows == {"ann": True, "sue": True, "bob": False}
