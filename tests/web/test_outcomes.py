"""Goals, scores and development on pages: noted, corrected, laid beside each other."""

import re
from datetime import UTC, date, datetime
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone

from plimsoll.records.models.families import Child
from plimsoll.records.models.plans import DevelopmentNote, Goal, GoalReading, ToolScore
from plimsoll.records.models.reference import Setting
from tests.factories.small import Small
from tests.web.conftest import Browser

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)  # a Monday


@pytest.fixture(autouse=True)
def monday_morning(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(timezone, "now", lambda: NOW)


def words(answer) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", answer.content.decode()).replace("&#39;", "'").split())


def at(small: Small, name: str) -> str:
    return reverse(name, args=[small.cases["A1"].pk])


def send(browser: Browser, small: Small, route: str, asked: str = "", **said: object):
    answer = browser("ann").post(at(small, route) + asked, {"key": uuid4(), **said})
    assert answer.status_code == 302, words(answer)


def test_a_goal_is_rated_corrected_drawn_and_told_in_words(browser: Browser, small):
    send(browser, small, "case-goal", text="To sleep alone", words_of="CHILD", on="1 Oct 2026")
    goal = Goal.objects.get(org_id=small.org).pk
    send(browser, small, "case-goal-reading", goal=goal, rating="2", rated_by="CHILD", on="1 Oct 2026")
    send(browser, small, "case-goal-reading", goal=goal, rating="9", rated_by="CHILD", on="20 Nov 2026")
    wrong = GoalReading.objects.get(rating=9)
    asked = browser("ann").get(at(small, "case-goal-reading"), {"corrects": wrong.pk}).content.decode()
    assert re.search(r'value="9"[^>]* checked', asked)  # one corrects what stood, and types nothing anew
    send(
        browser, small, "case-goal-reading", f"?corrects={wrong.pk}", goal=goal, rating="6", rated_by="CHILD",
        on="20 Nov 2026", corrected_why="Held the sheet upside down",
    )  # fmt: skip

    answer = browser("ann").get(at(small, "case-outcomes"))
    assert "From 2 to 6 over 2 readings: better by 4." in words(answer)
    assert "corrected: Held the sheet upside down" in words(answer)
    assert answer.content.decode().count('class="distance__point"') == 2
    assert GoalReading.objects.get(pk=wrong.pk).rating == 9


def test_a_score_that_falls_is_better_where_lower_is_and_out_of_range_is_refused(browser: Browser, small):
    for day, score in (("1 Jun 2026", 20), ("2 Nov 2026", 15)):
        send(browser, small, "case-score", tool="sdq_total:", score=score, rated_by="CARER", on=day)
    beyond = browser("ann").post(
        at(small, "case-score"),
        {"key": uuid4(), "tool": "sdq_total:", "score": 41, "rated_by": "CARER", "on": "2 Nov 2026"},
    )

    assert "comes to a number from 0 to 40." in words(beyond)
    assert beyond.status_code == 422
    assert "From 20 to 15 over 2 readings: better by 5." in words(browser("ann").get(at(small, "case-outcomes")))
    assert ToolScore.objects.filter(org_id=small.org).count() == 2
    last = ToolScore.objects.get(score=15)
    asked = browser("ann").get(at(small, "case-score"), {"corrects": last.pk}).content.decode()
    assert re.search(r'value="sdq_total:"[^>]* selected', asked)
    assert re.search(r'name="score"[^>]* value="15"', asked)


def test_there_are_three_goals_at_most(browser: Browser, small):
    for text in ("One", "Two", "Three"):
        send(browser, small, "case-goal", text=text, words_of="FAMILY", on="today")
    said = {"key": uuid4(), "text": "Four", "words_of": "FAMILY", "on": "today"}

    fourth = browser("ann").post(at(small, "case-goal"), said)

    assert "There are 3 goals already. End one before you set another." in words(fourth)
    assert Goal.objects.filter(org_id=small.org).count() == 3


def test_development_stands_beside_the_childs_own_beginning(browser: Browser, small):
    for day, text in (("1 Jun 2026", "Knows ten words"), ("1 Sep 2026", "Knows thirty"), ("2 Nov 2026", "Reads")):
        send(browser, small, "case-development-note", area="LEARNING", on=day, text=text, source="Her teacher")

    page = words(browser("ann").get(at(small, "case-development")))

    assert "First: Mon 1 Jun 2026 Knows ten words Known from: Her teacher. Noted by ann." in page
    assert "Latest: Mon 2 Nov 2026 Reads" in page
    assert "Noted: Tue 1 Sep 2026 Knows thirty" in page
    assert DevelopmentNote.objects.filter(org_id=small.org).count() == 3


AGES = """Area\tfrom\tto\twhat
Learning; 8 years; 12 years; tells a story with a beginning and an end
Feelings\t9 years\t10 years 11 months\tsays what helps when angry
Learning; 18 months; 2 years 6 months; joins two words"""


def test_typical_ages_are_the_organisations_own_and_mark_nothing(browser: Browser, small):
    Child.objects.filter(pk=small.cases["A1"].child_id).update(born_on=date(2016, 6, 1))
    before = words(browser("ann").get(at(small, "case-development")))
    assert "your organisation has no list of its own" in before
    adam, way = browser("adam"), reverse("set-up-typical-ages")
    unsaid = adam.post(way, {"source": "", "lines": AGES})
    wrong = adam.post(
        way, {"source": "Our nursery team", "lines": "Sport; 2 years; 1 year; runs\nLearning; 2; 3; reads"}
    )
    assert (unsaid.status_code, wrong.status_code) == (422, 422)
    assert "Say where the list comes from." in words(unsaid)
    assert "Line 1: “Sport” is no part of life here." in words(wrong)
    assert "Line 2: “2” is no age." in words(wrong)
    assert Setting.objects.count() == 0

    assert adam.post(way, {"source": "Our nursery team", "lines": AGES}).status_code == 302
    page = words(browser("ann").get(at(small, "case-development")))
    assert "out of your organisation's own list (Our nursery team)" in page
    assert "tells a story with a beginning and an end 8 years to 12 years" in page
    assert "says what helps when angry 9 years to 10 years 11 months" in page
    assert "joins two words" not in page
    assert "joins two words" in adam.get(way).content.decode()

    assert adam.post(way, {"none": ["yes"]}).status_code == 302
    assert words(browser("ann").get(at(small, "case-development"))) == before
    assert browser("ann").get(way).status_code == 403
