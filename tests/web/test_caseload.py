"""The page of a caseload: families, the arithmetic behind a place, and looking for something on it."""

import re
from datetime import date
from urllib.parse import parse_qsl

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from plimsoll.records.context import acting
from tests.factories.records import make
from tests.factories.small import FROM, OPENED, Small
from tests.web.conftest import Browser, signed_in

PAGE = reverse("my-caseload")


def add(small: Small, reference: str, name: str, family: str, **more) -> None:
    """One more case of Ann's."""
    child = make("child", small.org, given_name=name, family_name=family, sort_name=f"{name} {family}".lower(), **more)
    case = make("case", small.org, child=child, reference=reference, team_id=small.team, opened_at=OPENED)
    make("event", small.org, case=case, kind="IN_NEED_STARTED", happened_at=OPENED, recorded_at=OPENED)
    make("allocation", small.org, case=case, worker_id=small.people["ann"], from_at=OPENED)
    small.cases[reference] = case


def settle_in(small: Small, *references: str) -> None:
    """Children of these cases live together."""
    home = make("household", small.org, name="Harbour Row")
    for reference in references:
        make("householdmember", small.org, child=small.cases[reference].child, household=home, from_date=FROM)


@pytest.fixture
def many(small: Small) -> Small:
    """Ann holds seven cases: of the Ellis family two, one of which was seen today and so stands far below the other."""
    add(small, "K1", "Noah", "Ellis", born_on=date(2023, 5, 1))
    add(small, "K2", "Mia", "Ellis", born_on=date(2020, 5, 1))
    for number in range(4):
        add(small, f"L{number}", f"Zoe{number}", "Last", born_on=date(2010 + number, 1, 1))
    make(
        "event",
        small.org,
        case=small.cases["K2"],
        kind="IN_NEED_VISIT",
        happened_at="2026-11-20T10:00Z",
        recorded_at="2026-11-20T10:00Z",
    )
    settle_in(small, "K1", "K2")
    return small


def rows(page: str) -> list[str]:
    """References of the rows, from the top."""
    return re.findall(r'class="case" id="(\w+)"', page)


def test_a_family_stands_together_at_the_place_of_its_highest_case(browser: Browser, many):
    page = browser("ann").get(PAGE).content.decode()

    found = rows(page)
    assert found.index("K2") == found.index("K1") + 1
    assert sorted(found) == ["A1", "K1", "K2", "L0", "L1", "L2", "L3"]
    assert "Ellis family" in page
    places = dict(re.findall(r'id="(\w+)" data-row>\s*<span class="case__place"><span[^>]*>Place </span>(\d+)', page))
    assert places["K2"] == "7"  # its own place in the order of work stays
    said = (
        "One visit to the family would serve 2 of them: child in need visit of Noah, .*; child in need visit of Mia, "
    )
    assert re.search(said, page)  # the earlier first


def test_a_place_opens_its_arithmetic_with_words_before_numbers(browser: Browser, small):
    make(
        "judgement",
        small.org,
        case=small.cases["A1"],
        scale="WAIT",
        value=3,
        judged_by_id=small.people["sue"],
        judged_at=OPENED,
        recorded_at=OPENED,
    )
    page = browser("ann").get(PAGE).content.decode()

    assert "not yet judged" in page
    assert "3 of 4, judged by sue on Mon 1 Jun 2026, too long ago: judge it again" in page
    assert page.index("Effect of waiting a week") < page.index("In all, of 100")


def test_a_run_of_close_calls_is_said_once(browser: Browser, many):
    page = " ".join(browser("ann").get(PAGE).content.decode().split())
    told = re.findall(r"Close call: ([^<]+)<", page)

    assert told == ["hardly before the next 5 in the order of work, down to L3"]


def test_who_may_not_read_the_record_is_shown_no_arithmetic(browser: Browser, small):
    page = browser("bea").get(reverse("caseload", args=[small.people["ann"]])).content.decode()

    assert "A1 Invented" in page
    assert "Why here" not in page


def narrowed(client: Client, asked: str) -> HttpResponse:
    """A list by the form over it."""
    return client.post(reverse("look-for"), {"to": PAGE, **dict(parse_qsl(asked))}, follow=True)


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("find=ellis", {"K1", "K2"}),
        ("find=L2", {"L2"}),
        ("only=unseen", {"A1", "K1", "L0", "L1", "L2", "L3"}),
        ("kind=LOOKED_AFTER", set()),
        ("band=NONSENSE&sort=nothing", {"A1", "K1", "K2", "L0", "L1", "L2", "L3"}),
    ],
)
def test_a_list_is_narrowed_by_its_form(browser: Browser, many, asked, found):
    assert set(rows(narrowed(browser("ann"), asked).content.decode())) == found


def test_another_order_says_that_it_is_not_the_order_of_work(browser: Browser, many):
    page = narrowed(browser("ann"), "sort=seen&find=e").content.decode()

    assert "Sorted by last seen. This is not the order of work." in page
    assert re.search(rf'href="{PAGE}\?find=[\w-]+"', page)
    assert rows(page)[-1] == "K2"  # seen last of all


def test_what_matches_nothing_says_how_many_there_are(browser: Browser, many):
    page = narrowed(browser("ann"), "find=nobody").content.decode()

    assert "7 open cases are on this list; none of them is what you asked for." in page


def test_only_what_is_shown_is_remembered_as_viewed(browser: Browser, many):
    answer = narrowed(browser("ann"), "find=ellis")

    assert answer.viewed.cases == {many.cases["K1"].pk, many.cases["K2"].pk}


def test_rows_offer_what_the_viewer_may_do(browser: Browser, small):
    case = small.cases["A1"].pk
    write, allocate = reverse("case-write", args=[case]), reverse("case-allocate", args=[case])
    own = browser("ann").get(PAGE).content.decode()
    supervisors = browser("sue").get(reverse("caseload", args=[small.people["ann"]])).content.decode()
    managers = browser("max").get(reverse("caseload", args=[small.people["ann"]])).content.decode()

    assert [write in page for page in (own, supervisors, managers)] == [True, True, False]
    assert [allocate in page for page in (own, supervisors, managers)] == [False, True, True]


def test_where_nothing_is_agreed_the_page_says_so(db, orgs):
    org = orgs[1]  # nobody settled its rules
    with acting(org, None, "a test"):
        worker = make("worker", org, joined_on=FROM)
        make("roleheld", org, worker=worker, role="PRACTITIONER", from_date=FROM)
    answer = signed_in(org, worker.pk).get(PAGE)

    assert answer.status_code == 409
    assert "No criteria set holds on" in answer.content.decode()
    assert "There are no rules to work by yet" in answer.content.decode()


def test_a_child_without_a_name_is_called_by_the_reference_once(browser: Browser, small: Small) -> None:
    """As those of Annex A, which has no names."""
    add(small, "K9", "", "")
    add(small, "K10", "", "")
    add(small, "K11", "", "")  # and of whose home nothing is known
    settle_in(small, "K9", "K10")
    page = browser("ann").get(PAGE).content.decode()
    row = page.split('id="K9"')[1].split("</li>")[0]
    case = browser("ann").get(reverse("case", args=[small.cases["K11"].pk])).content.decode().split("<main")[1]

    assert len(re.findall(r">\s*K9\s*<", row)) == 1
    assert "K10 and K9 family" in page or "K9 and K10 family" in page
    assert "Reference" not in case
    assert "case__reference" in page  # of those who have a name


def test_what_the_load_is_made_of_has_its_heading_once(browser: Browser, small: Small) -> None:
    page = browser("ann").get(PAGE).content.decode()

    assert '<caption class="govuk-visually-hidden">What this load is made of' in page
