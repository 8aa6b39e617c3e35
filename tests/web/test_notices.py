"""What somebody is told of: computed from the records, opened once, chosen by kind, and never of a case out of sight."""

import re
from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from plimsoll.actions.cases import allocate_case, restrict_case
from plimsoll.core.terms import NoticeKind, Role
from plimsoll.queries.notices import count_notices, list_notices
from plimsoll.records.context import acting
from plimsoll.records.models.cases import Case
from plimsoll.records.models.notices import NoticeSeen
from tests.factories.records import make
from tests.factories.small import FROM, Small
from tests.web.conftest import Browser

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)  # a Monday
BEFORE = NOW - timedelta(hours=2)
BAND = "A child may be in danger: 1 thing has to be done now, and you have not opened it"


@pytest.fixture(autouse=True)
def monday_morning(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(timezone, "now", lambda: NOW)


@pytest.fixture
def desk(small: Small) -> Small:
    """With a duty worker in the first team."""
    dee = make("worker", small.org, name="dee", sort_name="dee", joined_on=FROM)
    make("roleheld", small.org, worker=dee, team_id=small.team, role=Role.DUTY, from_date=FROM)
    small.people["dee"] = dee.pk
    return small


def words(answer) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", answer.content.decode()).replace("&#39;", "'").split())


def told(small: Small, name: str, now: datetime = NOW) -> set[tuple[str, str]]:
    """Kind and reference of all that somebody is told of."""
    with acting(small.org, small.people[name], "a test"):
        return {(one.kind.value, one.reference or one.what) for one in list_notices(small.viewer(name), now)}


def harm(small: Small, case: str = "A1", kind: str = "IMMEDIATE_HARM_REPORTED", at: datetime = BEFORE) -> None:
    make("event", small.org, case=small.cases[case], kind=kind, happened_at=at, recorded_at=at)


def news(small: Small, case: str = "A1", due: datetime = NOW + timedelta(hours=1), by: str = "bea") -> None:
    make("newinformation", small.org, case=small.cases[case], received_at=BEFORE, recorded_at=BEFORE, due_at=due,
         recorded_by_id=small.people[by])  # fmt: skip


def test_what_must_be_done_now_is_told_to_who_holds_the_case_until_it_ends(desk):
    harm(desk)
    assert told(desk, "ann") == {("ACT_NOW", "A1")}
    assert [told(desk, name) for name in ("bob", "dee", "sue", "max", "bea", "adam", "eve")] == [set()] * 7

    harm(desk, kind="MADE_SAFE", at=NOW - timedelta(hours=1))
    assert told(desk, "ann") == set()
    harm(desk, kind="WENT_MISSING", at=NOW - timedelta(minutes=30))
    assert told(desk, "ann") == {("ACT_NOW", "A1")}


def test_where_nobody_holds_a_case_or_its_worker_is_not_there_duty_and_the_supervisor_are_told(desk):
    harm(desk, "U1")
    harm(desk, "A1")
    assert told(desk, "dee") == told(desk, "sue") == {("ACT_NOW", "U1")}

    make("absence", desk.org, worker_id=desk.people["ann"], begins_at=BEFORE, ends_at=NOW + timedelta(3))
    assert told(desk, "dee") == {("ACT_NOW", "U1"), ("ACT_NOW", "A1")}
    assert told(desk, "sue") == {("ACT_NOW", "U1"), ("ACT_NOW", "A1"), ("UNCOVERED", "ann")}
    make("delegation", desk.org, giver_id=desk.people["ann"], taker_id=desk.people["bob"], role="PRACTITIONER",
         from_date=FROM, to_date=date(2099, 1, 1))  # fmt: skip
    assert told(desk, "dee") == {("ACT_NOW", "U1")}
    assert told(desk, "bob") == {("ACT_NOW", "A1")}  # who stands in is told in their place


def test_news_is_told_to_the_worker_and_when_it_waits_too_long_to_the_supervisor(desk):
    news(desk)
    assert (told(desk, "ann"), told(desk, "sue")) == ({("INFORMATION", "A1")}, set())
    news(desk, due=NOW)
    assert told(desk, "sue") == {("LATE_INFORMATION", "A1")}
    assert told(desk, "dee") == set()
    news(desk, "B1", by="bob")
    assert told(desk, "bob") == set()  # it is no news to who wrote it down


def test_a_case_that_is_given_to_somebody_is_told_for_two_weeks(desk):
    allocate_case(desk.cases["U1"].pk, worker=desk.people["bob"], why="has room", by=desk.viewer("sue"), at=NOW)

    assert told(desk, "bob") == {("ALLOCATED", "U1")}
    assert told(desk, "bob", NOW + timedelta(15)) == set()


def test_what_may_not_be_seen_at_that_moment_is_not_told(desk):
    harm(desk)
    news(desk, due=NOW)
    restrict_case(desk.cases["A1"].pk, named=[desk.people["max"]], why="known", by=desk.viewer("sue"), at=NOW)
    assert told(desk, "sue") == set()
    Case.objects.filter(pk=desk.cases["A1"].pk).update(
        closed_at=NOW, closed_by_id=desk.people["sue"], closed_why="all is well"
    )
    assert told(desk, "ann") == set()


def test_act_now_stands_over_every_page_until_it_is_opened_and_names_nobody(browser: Browser, desk):
    harm(desk)
    for page in ("my-caseload", "search", "roles"):
        over = words(browser("ann").get(reverse(page)))
        assert BAND in over
    assert BAND not in words(browser("bob").get(reverse("my-caseload")))
    assert "A1" not in words(browser("ann").get(reverse("roles")))

    page = browser("ann").get(reverse("notices"))
    assert "Act now: immediate harm reported A1 Invented (A1) today 07:30" in words(page)
    fields = dict(re.findall(r'name="(kind|about)" value="([^"]+)"', page.content.decode()))
    opened = browser("ann").post(reverse("notice-open"), fields)
    assert opened.headers["Location"] == reverse("case", args=[desk.cases["A1"].pk])
    assert BAND not in words(browser("ann").get(reverse("my-caseload")))
    assert "Opened, and still so (1)" in words(browser("ann").get(reverse("notices")))
    browser("ann").post(reverse("notice-open"), fields)
    assert NoticeSeen.objects.count() == 1
    harm(desk, at=NOW - timedelta(minutes=5))
    assert BAND in words(browser("ann").get(reverse("my-caseload")))  # something else is told anew


def test_what_one_is_not_told_cannot_be_opened(browser: Browser, desk):
    harm(desk)
    page = browser("ann").get(reverse("notices")).content.decode()
    fields = dict(re.findall(r'name="(kind|about)" value="([^"]+)"', page))
    for name, said in (("bob", fields), ("ann", fields | {"about": uuid4()}), ("ann", {"kind": "OTHER"}), ("ann", {})):
        assert browser(name).post(reverse("notice-open"), said).status_code == 404
    assert NoticeSeen.objects.count() == 0


def test_kinds_can_be_switched_off_but_what_must_be_done_now(browser: Browser, desk):
    harm(desk)
    news(desk)
    client = browser("ann")
    assert "2 notices" in words(client.get(reverse("my-caseload")))
    assert client.post(reverse("notices"), {"told": ["ALLOCATED"]}).status_code == 302
    page = words(client.get(reverse("notices")))
    assert "1 notice " in page
    assert "Act now: immediate harm reported" in page
    assert "New information: police notification" not in page

    assert client.post(reverse("notices"), {"told": ["ALLOCATED", "INFORMATION"]}).status_code == 302
    assert "New information: police notification" in words(client.get(reverse("notices")))
    assert (
        browser("adam").post(reverse("notices"), {"told": []}).status_code == 404
    )  # is told of nothing to choose from


def test_it_is_counted_in_one_question_however_much_there_is(desk, django_assert_num_queries):
    viewers = {name: desk.viewer(name) for name in ("ann", "sue", "bea", "adam")}
    for _ in range(2):
        for name, many in (("ann", 1), ("sue", 1), ("bea", 0), ("adam", 0)):
            with django_assert_num_queries(many):
                count_notices(viewers[name], NOW)
        harm(desk)
        news(desk, due=NOW)
        news(desk)


def test_the_page_asks_as_many_questions_however_much_there_is(browser: Browser, desk):
    client = browser("ann")

    def queries() -> int:
        with CaptureQueriesContext(connection) as asked:
            assert client.get(reverse("notices")).status_code == 200
        return len(asked)

    news(desk)
    few = queries()
    for _ in range(3):
        news(desk)
        harm(desk)
    assert queries() == few
    assert {one.kind for one in list_notices(desk.viewer("ann"), NOW)} == {NoticeKind.INFORMATION, NoticeKind.ACT_NOW}
