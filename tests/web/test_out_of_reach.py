"""Naming somebody new for a restricted case that nobody sees: the pages say that it is there, and no more."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from plimsoll.actions.cases import restrict_case
from plimsoll.records.models.people import Worker
from tests.factories.records import make
from tests.factories.small import FROM, TODAY, Small
from tests.web.conftest import Browser

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)


@pytest.fixture(autouse=True)
def monday_morning(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(timezone, "now", lambda: NOW)


@pytest.fixture
def lost(small: Small) -> Small:
    """A1 is restricted to people who have all left; tom supervises the other team."""
    worker = make("worker", small.org, name="tom", sort_name="tom", joined_on=FROM)
    small.people["tom"] = worker.pk
    make("roleheld", small.org, worker=worker, team_id=small.other_team, role="SUPERVISOR", from_date=FROM)
    named = [small.people["sue"]]
    restrict_case(
        small.cases["A1"].pk, named=named, why="known to staff", by=small.viewer("sue"), at=NOW - timedelta(1)
    )
    Worker.objects.filter(pk__in=[small.people["sue"], small.people["ann"]]).update(left_on=TODAY)
    return small


def words(answer) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", answer.content.decode()).replace("&#39;", "'").split())


def link(answer, to: str) -> str:
    found = re.search(rf'href="({to}[^"]+)"', answer.content.decode())
    assert found is not None, f"no link to {to}"
    return found[1]


def test_from_the_need_on_the_page_of_people_to_a_new_name(browser: Browser, lost):
    adam, max_, tom = (browser(name) for name in ("adam", "max", "tom"))
    people = adam.get(reverse("people"))
    assert "1 restricted case is out of reach: nobody who is named on it works here any more." in words(people)
    listed = adam.get(reverse("out-of-reach"))
    assert "Nobody is asked for." in words(listed)
    ask = link(listed, reverse("out-of-reach") + "/")
    assert adam.post(ask, {"why": ""}).status_code == 422
    asked = adam.post(ask, {"worker": str(lost.people["tom"]), "why": "the other team can"}, follow=True)
    assert "Asked. A service manager or another administrator has to agree" in words(asked)
    assert "tom is asked for by adam. A second person has to agree by Mon 7 Dec 2026." in words(asked)

    assert "adam asks you to agree who is named" in words(max_.get(reverse("notices")))
    waiting = max_.get(reverse("out-of-reach"))
    decide = link(waiting, reverse("out-of-reach") + "/asked/")
    page = max_.get(decide)
    assert "Their reason: the other team can" in words(page)
    assert max_.post(decide, {"decision": "AGREE"}).status_code == 422
    done = max_.post(decide, {"decision": "AGREE", "why": "agreed by phone"}, follow=True)
    assert "Agreed. They are named from now on, and are told." in words(done)
    for answer in (people, listed, asked, waiting, page, done):
        assert "A1" not in words(answer)

    assert "You are named on a restricted case that nobody saw any more; max agreed to it" in words(
        tom.get(reverse("notices"))
    )
    assert tom.get(reverse("case", args=[lost.cases["A1"].pk])).status_code == 200
    assert [one.get(reverse("case", args=[lost.cases["A1"].pk])).status_code for one in (adam, max_)] == [404, 404]


@pytest.mark.parametrize(("who", "status"), [("bob", 403), ("bea", 403), ("eve", 403), ("max", 200), ("adam", 200)])
def test_it_is_for_who_keeps_people_and_who_agrees(browser: Browser, lost, who, status):
    assert browser(who).get(reverse("out-of-reach")).status_code == status
