"""What somebody is told of: computed from the records, opened once, chosen by kind, and never of a case out of sight."""

import re
from datetime import UTC, date, datetime, timedelta
from uuid import UUID, uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from plimsoll.actions.case_life import Ending, Step, ask_for_step, ask_to_end, decide_step
from plimsoll.actions.cases import allocate_case, restrict_case
from plimsoll.actions.transfers import Handover, decline_transfer, propose_transfer
from plimsoll.core.terms import CaseType, LifeReason, NoticeKind, Role
from plimsoll.queries.left_open import Open
from plimsoll.queries.notices import count_notices, list_notices
from plimsoll.records.context import acting
from plimsoll.records.models.cases import Case
from plimsoll.records.models.notices import NoticeSeen
from plimsoll.records.models.people import Team
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
    assert browser("bea").post(reverse("notices"), {"told": []}).status_code == 404  # is told of nothing to choose from


def test_it_is_counted_in_one_question_however_much_there_is(desk, django_assert_num_queries):
    viewers = {name: desk.viewer(name) for name in ("ann", "sue", "bea", "adam")}
    for _ in range(2):
        for name, many in (("ann", 1), ("sue", 1), ("bea", 0), ("adam", 1)):
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


def ask(small: Small, name: str = "ann", case: str = "A1") -> UUID:
    said = Step(
        (CaseType.CHILD_PROTECTION,), date(2026, 11, 20), LifeReason.MEETING_DECIDED, "The conference made a plan."
    )
    with acting(small.org, small.people[name], "a test"):
        return ask_for_step(small.cases[case].pk, said, by=small.viewer(name), at=BEFORE)


def test_what_waits_for_an_agreement_is_told_to_who_may_give_it_until_it_is_given(desk):
    row = ask(desk)
    assert told(desk, "sue") == {("AGREEMENT_ASKED", "A1")}
    assert [told(desk, name) for name in ("ann", "bob", "dee", "max", "adam")] == [set()] * 5

    with acting(desk.org, desk.people["sue"], "a test"):
        decide_step(row, "talked it over", agree=False, by=desk.viewer("sue"), at=NOW)
    assert told(desk, "sue") == set()
    assert told(desk, "ann") == {("COUNTERSIGN_ANSWERED", "A1")}


def test_who_asked_to_close_a_case_is_told_that_it_was_agreed_to_though_it_is_nobodys_now(browser: Browser, desk):
    ends = Ending(
        date(2026, 11, 23), LifeReason.NEEDS_LESSENED, "They manage.", dict.fromkeys(Open, "The school goes on.")
    )
    with acting(desk.org, desk.people["ann"], "a test"):
        row = ask_to_end(desk.cases["A1"].pk, ends, by=desk.viewer("ann"), at=BEFORE)
    with acting(desk.org, desk.people["sue"], "a test"):
        decide_step(row, "talked it over", agree=True, by=desk.viewer("sue"), at=NOW)
    assert Case.objects.get(pk=desk.cases["A1"].pk).closed_at is not None
    assert (told(desk, "ann"), told(desk, "bob")) == ({("COUNTERSIGN_ANSWERED", "sue")}, set())
    ann = browser("ann")
    page = words(ann.get(reverse("notices")))
    assert "agreed to close a case, as you asked" in page
    assert "A1" not in page
    opened = ann.post(reverse("notice-open"), {"kind": "COUNTERSIGN_ANSWERED", "about": str(row)})
    assert (opened.status_code, opened["Location"]) == (302, reverse("notices"))


def test_a_service_manager_is_told_of_what_needs_one_and_where_a_team_has_nobody_else(desk):
    ask(desk, "cat", "C1")  # of a team without a supervisor
    assert (told(desk, "max"), told(desk, "sue")) == ({("AGREEMENT_ASKED", "C1")}, set())
    make("lifestep", desk.org, case=desk.cases["B1"], needs="SERVICE_MANAGER", said_by_id=desk.people["bob"])
    assert told(desk, "max") == {("AGREEMENT_ASKED", "C1"), ("AGREEMENT_ASKED", "B1")}
    assert told(desk, "sue") == set()
    make("clockchange", desk.org, case=desk.cases["A1"], asked_by_id=desk.people["sue"], asked_at=BEFORE, asked_why="x")
    assert ("AGREEMENT_ASKED", "A1") in told(desk, "max")  # nobody else of the team may agree to what sue asked for


def test_an_offered_case_is_told_to_who_may_take_it_and_the_answer_to_who_offered_it(browser: Browser, desk):
    said = Handover("A visit on Friday.", "The father is back.", "On Monday.", "The school.", "They have moved.")
    with acting(desk.org, desk.people["sue"], "a test"):
        row = propose_transfer(desk.cases["A1"].pk, desk.other_team, said, by=desk.viewer("sue"), at=BEFORE)
    team = Team.objects.get(pk=desk.team).name
    assert (told(desk, "max"), told(desk, "sue")) == ({("CASE_OFFERED", team)}, set())  # there is no supervisor there

    tom = make("worker", desk.org, name="tom", sort_name="tom", joined_on=FROM)
    make("roleheld", desk.org, worker=tom, team_id=desk.other_team, role=Role.SUPERVISOR, from_date=FROM)
    desk.people["tom"] = tom.pk
    assert (told(desk, "tom"), told(desk, "max")) == ({("CASE_OFFERED", team)}, set())
    page = browser("tom").get(reverse("notices"))
    assert f"{team} offers a case to your team" in words(page)
    assert "A1" not in words(page)
    fields = dict(re.findall(r'name="(kind|about)" value="([^"]+)"', page.content.decode()))
    opened = browser("tom").post(reverse("notice-open"), fields)
    assert opened.headers["Location"] == reverse("transfer", args=[row])

    with acting(desk.org, tom.pk, "a test"):
        decline_transfer(row, "no room", by=desk.viewer("tom"), at=NOW - timedelta(minutes=5))
    assert told(desk, "tom") == set()
    assert told(desk, "sue") == {("OFFER_ANSWERED", "A1")}
    page = browser("sue").get(reverse("notices"))
    assert "declined the case that you offered" in words(page)
    fields = dict(re.findall(r'name="(kind|about)" value="([^"]+)"', page.content.decode()))
    opened = browser("sue").post(reverse("notice-open"), fields)
    assert opened.headers["Location"] == reverse("case", args=[desk.cases["A1"].pk])
