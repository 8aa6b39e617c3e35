"""New information on pages: taking it in, the list, the case, and the supervisor's team."""

import re
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from plimsoll.records.models.information import NewInformation
from tests.factories.records import make
from tests.factories.small import Small
from tests.web.conftest import Browser

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)  # a Monday
SAID = {
    "danger": "no", "kind": "SCHOOL", "what": "Came without a coat again.", "source": "Ms Sedge", "means": "PHONE",
    "received": "Friday 9:10", "happened": "Thursday",
}  # fmt: skip


@pytest.fixture(autouse=True)
def monday_morning(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(timezone, "now", lambda: NOW)


def words(answer) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", answer.content.decode()).replace("&#39;", "'").split())


def at(small: Small, name: str, case: str = "A1") -> str:
    return reverse(name, args=[small.cases[case].pk])


def test_something_comes_in_is_shown_on_the_list_and_the_case_and_is_dealt_with(browser: Browser, small):
    answer = browser("bea").post(at(small, "case-came-in"), {"key": uuid4(), **SAID})
    assert answer.status_code == 302
    row = NewInformation.objects.get()
    assert (row.received_at, row.happened_at, row.time_known, row.recorded_at) == (
        datetime(2026, 11, 20, 9, 10, tzinfo=UTC), datetime(2026, 11, 19, tzinfo=UTC), False, NOW,
    )  # fmt: skip
    assert "Came without a coat again." not in words(browser("bea").get(answer.headers["Location"]))

    assert "New information: news from school" in words(browser("ann").get(reverse("my-caseload")))
    page = words(browser("ann").get(at(small, "case")))
    assert "News from school came in Fri 09:10" in page
    assert "From Ms Sedge, by phone. It happened on Thu 19 Nov 2026. Written down today 09:30 by bea." in page
    assert "There are 16 office hours for that from when it came in." in page

    said = {"information": row.pk, "outcome": "NOTHING_CHANGES", "meaning": "The coat came on Friday."}
    assert browser("ann").post(at(small, "case-news"), said).status_code == 302
    page = words(browser("ann").get(at(small, "case")))
    assert "Nothing changes, said ann on Mon 23 Nov 2026 at 09:30: “The coat came on Friday.”" in page
    assert "New information: news" not in words(browser("ann").get(reverse("my-caseload")))


def test_what_is_wrong_is_told_at_once_and_nothing_that_was_typed_is_lost(browser: Browser, small):
    answer = browser("dee" if "dee" in small.people else "sue").post(
        at(small, "case-came-in"), {**SAID, "key": uuid4(), "danger": "", "received": "Friday", "happened": "40/1"}
    )
    page = words(answer)

    assert answer.status_code == 422
    assert "Say whether the child may be in danger now" in page
    assert "Write the time too, such as today 9:10." in page
    assert "Came without a coat again." in answer.content.decode()
    assert NewInformation.objects.count() == 0


def test_two_pieces_of_news_are_dealt_with_each_by_its_own_form(browser: Browser, small):
    rows = [make("newinformation", small.org, case=small.cases["A1"], kind=kind, recorded_by_id=small.people["bea"])
            for kind in ("POLICE", "HEALTH")]  # fmt: skip
    answer = browser("ann").post(
        at(small, "case-news"), {"information": rows[1].pk, "outcome": "JUDGED", "meaning": "Graver"}
    )
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Nobody has judged this case since it came in." in words(answer)
    assert page.count('name="information"') == 2
    assert len(set(re.findall(r' id="(meaning[^"]*)"', page))) == len(re.findall(r' id="meaning[^"]*"', page))

    gone = browser("ann").post(at(small, "case-news"), {"information": uuid4(), "outcome": "JUDGED", "meaning": "x"})
    assert "That does not wait any more" in words(gone)


def test_what_waits_too_long_stands_on_the_page_of_the_team(browser: Browser, small):
    early = NOW - timedelta(days=7)
    page = reverse("team", args=[small.team])
    assert "nobody has said in time" not in words(browser("sue").get(page))
    make("newinformation", small.org, case=small.cases["A1"], received_at=early, due_at=early, recorded_at=early,
         recorded_by_id=small.people["bea"])  # fmt: skip
    make("newinformation", small.org, case=small.cases["C1"], received_at=early, due_at=early, recorded_at=early,
         recorded_by_id=small.people["bea"])  # fmt: skip

    told = words(browser("sue").get(page))
    assert "1 case has new information, and nobody has said in time what it means: A1 Invented (A1)" in told
    assert "nobody has said in time" not in words(browser("bea").get(page))  # it tells of what was heard


def test_a_case_asks_as_many_questions_whatever_came_in(browser: Browser, small):
    client = browser("ann")

    def queries() -> int:
        with CaptureQueriesContext(connection) as asked:
            assert client.get(at(small, "case")).status_code == 200
        return len(asked)

    few = queries()
    for _ in range(3):
        make("newinformation", small.org, case=small.cases["A1"], recorded_by_id=small.people["bea"])
    assert queries() == few
