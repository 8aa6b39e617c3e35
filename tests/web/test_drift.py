"""Signs of drift on pages: of a case, of a team, and the rules that an organisation settles."""

import re
from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from plimsoll.core.calendar import moment
from plimsoll.core.drift import Sign
from plimsoll.queries.drift import get_drift, get_team_drift
from plimsoll.records.models.cases import Case
from plimsoll.records.models.reference import DriftVersion
from tests.factories.records import make
from tests.factories.small import Small
from tests.web.conftest import Browser

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 12, 7, 9, 30, tzinfo=UTC)  # a Monday, half a year and a week after all cases began
AT = moment(NOW)


@pytest.fixture(autouse=True)
def monday_morning(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(timezone, "now", lambda: NOW)


def words(answer) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", answer.content.decode()).replace("&#39;", "'").split())


def held(small: Small, name: str = "ann", case: str = "A1") -> dict[Sign, date]:
    return {one.rule.sign: one.since for one in get_drift(small.viewer(name), small.cases[case].pk, AT)}


def test_the_signs_of_a_case_come_from_what_is_on_record(small):
    case = small.cases["A1"]
    assert held(small) == {Sign.NO_VISIT: date(2026, 7, 31), Sign.IN_NEED_HALF_YEAR: date(2026, 12, 1)}

    seen = datetime(2026, 12, 3, 10, tzinfo=UTC)
    make("event", small.org, case=case, kind="IN_NEED_VISIT", happened_at=seen, recorded_at=seen)
    for month in (7, 9, 11):
        made = datetime(2026, month, 2, 9, tzinfo=UTC)
        make("postponement", small.org, case=case, title="review of the plan", made_at=made, made_by_id=small.people["ann"],
             ended_at=made + timedelta(1), ended_by_id=small.people["ann"], ended_why="put off anew")  # fmt: skip
    for day in (datetime(2026, 3, 2, 9, tzinfo=UTC), datetime(2026, 10, 5, 9, tzinfo=UTC)):
        other = make("case", small.org, child_id=case.child_id, team_id=small.team, opened_at=day)
        make("event", small.org, case=other, kind="REFERRAL_RECEIVED", happened_at=day, recorded_at=day)
    assert held(small, "sue") == {
        Sign.IN_NEED_HALF_YEAR: date(2026, 12, 1),
        Sign.PUT_OFF_AGAIN: date(2026, 11, 2),
        Sign.REFERRED_AGAIN: date(2026, 10, 5),
    }
    assert Sign.REFERRED_AGAIN not in held(small)  # ann may not read the other cases of this child


def test_being_seen_alone_comes_from_records_that_stand(small):
    case, worker = small.cases["A1"], small.people["ann"]

    def visit(month: int, sight: str, **more):
        seen = datetime(2026, month, 5, 10, tzinfo=UTC)
        return make("caserecord", small.org, case=case, recorded_by_id=worker, sight=sight, happened_at=seen,
                    recorded_at=seen, **more)  # fmt: skip

    visit(7, "WITH_OTHERS")
    assert held(small)[Sign.NOT_SEEN_ALONE] == date(2026, 10, 3)
    alone = visit(8, "ALONE")
    visit(11, "WITH_OTHERS")
    assert held(small)[Sign.NOT_SEEN_ALONE] == date(2026, 11, 3)
    visit(8, "WITH_OTHERS", replaces=alone, amended_why="his mother was there")
    assert held(small)[Sign.NOT_SEEN_ALONE] == date(2026, 10, 3)


def test_late_actions_and_reviews_that_find_the_same_come_from_plans_in_force(small):
    case, begun = small.cases["A1"], datetime(2026, 6, 1, 9, tzinfo=UTC)
    agreed = {
        "agreed_on": date(2026, 6, 1), "agreed_with": "Leah", "agreement": "AGREED", "agreed_words": "", "ring": "ann",
        "agreed_at": begun, "agreed_by_id": small.people["ann"],
    }  # fmt: skip
    plan = make("plan", small.org, case=case, written_at=begun, **agreed)
    outcome = make("planoutcome", small.org, case=case, plan=plan)
    row = {"case": case, "plan": plan, "outcome": outcome, "in_force_at": begun}
    ring = make("planaction", small.org, what="Ring the school", due_on=date(2026, 11, 2), **row)
    make("planaction", small.org, what="Read a story", due_on=date(2026, 12, 3), **row)
    assert held(small)[Sign.ACTION_LATE] == date(2026, 11, 16)

    make(
        "actionsaid", small.org, case=case, action=ring, happened_on=date(2026, 11, 2), outcome="NOT_DONE", words="ill"
    )
    assert Sign.ACTION_LATE not in held(small)
    for day in (date(2026, 8, 3), date(2026, 11, 2)):
        assert Sign.SAME_ACTIONS not in held(small)
        make("planreview", small.org, case=case, plan=plan, reviewed_on=day)
    assert held(small)[Sign.SAME_ACTIONS] == date(2026, 11, 2)
    type(ring).objects.filter(pk=ring.pk).update(done_on=date(2026, 10, 1), done_at=NOW)
    assert Sign.SAME_ACTIONS not in held(small)


def test_workers_of_a_year_are_counted_from_who_held_the_case(small):
    case = small.cases["U1"]
    for name, since, until in (("ann", 1, 3), ("bob", 3, 5), ("cat", 5, 6)):
        make("allocation", small.org, case=case, worker_id=small.people[name], ended_by_id=small.people["sue"],
             from_at=datetime(2026, since, 5, 9, tzinfo=UTC), to_at=datetime(2026, until, 5, 9, tzinfo=UTC),
             ended_why="moved")  # fmt: skip

    assert held(small, "sue", "U1")[Sign.WORKERS_MANY] == date(2026, 5, 5)


def test_who_may_not_read_a_case_is_told_no_sign_of_it_and_a_closed_case_has_none(small):
    assert held(small, "bea") == {}
    assert held(small, "cat") == {}
    assert get_team_drift(small.viewer("bea"), small.team, AT).looked_at == 0
    Case.objects.filter(pk=small.cases["A1"].pk).update(
        closed_at=NOW, closed_by_id=small.people["sue"], closed_why="all is well"
    )
    assert held(small) == {}


def test_a_case_shows_its_signs_as_questions_with_facts_and_whose_figure(browser: Browser, small):
    page = words(browser("ann").get(reverse("case", args=[small.cases["A1"].pk])))

    assert "No visit on record for long since Fri 31 Jul 2026" in page
    assert "Open since Mon 1 Jun 2026, without a visit: 189 days." in page
    assert "Who has seen this child, and what did the child say?" in page
    assert "60 days or more: the figure is our own." in page
    assert "Signs of drift" not in words(browser("bea").get(reverse("case", args=[small.cases["A1"].pk])))


def test_a_team_lists_its_cases_by_sign_and_names_no_worker(browser: Browser, small):
    assert (
        reverse("team-drift", args=[small.team])
        in browser("sue").get(reverse("team", args=[small.team])).content.decode()
    )
    page = words(browser("sue").get(reverse("team-drift", args=[small.team])))

    assert "3 open cases that you may read, 3 of them with a sign." in page
    assert "A1 Invented (A1) Fri 31 Jul 2026 Open since Mon 1 Jun 2026, without a visit: 189 days." in page
    assert "C1" not in page
    main = page.split("Signs of drift:")[-1].split("Accessibility")[0]
    assert not re.search(r"\b(ann|bob)\b", main)
    assert browser("sue").get(reverse("team-drift", args=[small.other_team])).status_code == 404


def test_more_cases_take_no_more_queries(browser: Browser, small):
    client = browser("sue")

    def queries() -> int:
        with CaptureQueriesContext(connection) as asked:
            assert client.get(reverse("team-drift", args=[small.team])).status_code == 200
        return len(asked)

    few = queries()
    for number in range(4):
        child = make("child", small.org, given_name=f"X{number}")
        case = make(
            "case", small.org, child=child, reference=f"X{number}", team_id=small.team, opened_at=NOW - timedelta(200)
        )
        make("allocation", small.org, case=case, worker_id=small.people["ann"], from_at=NOW - timedelta(200))
    assert queries() == few


def test_an_organisation_settles_its_own_and_the_past_version_stands(browser: Browser, small, monkeypatch):
    said = {sign.value: "5" for sign in Sign} | {"NO_VISIT": "200", "on": ["NO_VISIT", "IN_NEED_HALF_YEAR"]}
    client = browser("adam")
    wrong = client.post(reverse("drift-rules"), said | {"NO_VISIT": "0"})
    assert wrong.status_code == 422
    assert "Write a whole number from 1 to 1,000" in words(wrong)
    assert client.post(reverse("drift-rules"), said).status_code == 302
    assert held(small) == {Sign.IN_NEED_HALF_YEAR: date(2026, 11, 1)}

    monkeypatch.setattr(timezone, "now", lambda: NOW + timedelta(minutes=5))
    assert client.post(reverse("drift-rules"), said | {"on": []}).status_code == 302
    assert held(small) == {}
    assert list(DriftVersion.objects.order_by("version").values_list("version", flat=True)) == [
        "2026.1, 1",
        "2026.1, 2",
    ]
    page = words(browser("ann").get(reverse("drift-rules")))
    assert "Version 2026.1, 2, agreed by adam on Mon 7 Dec 2026." in page
    assert "The legal status is on record; that a plan follows it is not." in page
    assert page.count("Sun 1 Nov 2026") <= 1  # a date that all have in common is said once
    assert browser("ann").post(reverse("drift-rules"), said).status_code == 403
