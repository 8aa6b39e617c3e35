"""Standing in for somebody: dated, said with for whom, not handed on, and never to agree with oneself."""

from datetime import date, datetime
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from plimsoll.core.calendar import LONDON
from plimsoll.records.context import acting
from plimsoll.records.models.audit import AuditEvent
from plimsoll.records.models.people import Absence, Delegation
from tests.factories.records import make
from tests.factories.small import Small
from tests.web.conftest import Browser

NOON = datetime(2026, 11, 23, 12, 0, tzinfo=LONDON)
OWN = reverse("standing-in")


@pytest.fixture(autouse=True)
def noon(monkeypatch: pytest.MonkeyPatch) -> None:
    at(monkeypatch, NOON)


def at(monkeypatch: pytest.MonkeyPatch, moment: datetime) -> None:
    monkeypatch.setattr("plimsoll.web.middleware.records.timezone.now", lambda: moment)


def gives(client: Client, small: Small, taker: str, where: str = OWN, **said: str) -> Any:
    usual = {"role": "SUPERVISOR", "begins": "today", "until": "27 Nov 2026", "why": "On leave"}
    return client.post(where, {**usual, "taker": str(small.people[taker]), **said})


def status(client: Client, small: Small, name: str = "case", reference: str = "A1") -> int:
    return client.get(reverse(name, args=[small.cases[reference].pk])).status_code


def test_whoever_stands_in_may_do_what_the_role_may_do_until_the_last_day(browser: Browser, small, monkeypatch):
    cat = browser("cat")
    before = status(cat, small)
    done = gives(browser("sue"), small, "cat")
    during = status(cat, small), status(cat, small, "case-allocate"), status(cat, small, reference="B1")
    at(monkeypatch, datetime(2026, 11, 27, 23, 0, tzinfo=LONDON))
    last = status(browser("cat"), small)
    at(monkeypatch, datetime(2026, 11, 28, 1, 0, tzinfo=LONDON))

    assert (before, done.status_code, during, last) == (404, 302, (200, 200, 200), 200)
    assert status(browser("cat"), small) == 404


def test_what_they_do_is_said_with_for_whom(browser: Browser, small):
    gives(browser("sue"), small, "cat")
    cat = browser("cat")
    page = cat.get(reverse("my-caseload")).content.decode()
    with acting(small.org, None, "a test"):
        child = small.cases["A1"].child_id
    cat.post(reverse("case-restrict", args=[small.cases["A1"].pk]),
             {"named": [str(small.people["cat"]), str(small.people["sue"])], "why": "Known to staff"})  # fmt: skip
    event = AuditEvent.objects.get(act="CASE_RESTRICTED")

    assert "practitioner, supervisor or team manager for sue" in page
    assert event.roles == f"PRACTITIONER, SUPERVISOR for {small.people['sue']}"
    with acting(small.org, None, "a test"):
        make("roleheld", small.org, worker_id=small.people["sue"], role="AUDITOR", from_date=date(2026, 1, 5))
    today = datetime.now(LONDON)
    asked = {"child": child, "begins": f"{today:%-d %b %Y}", "until": f"{today:%-d %b %Y}"}
    trail = browser("sue").get(reverse("viewings"), asked).content.decode()
    assert "practitioner, supervisor or team manager for sue" in trail


def test_it_begins_on_its_day_and_can_be_taken_back_before(browser: Browser, small, monkeypatch):
    sue = browser("sue")
    gives(sue, small, "cat", begins="25 Nov 2026")
    listed = sue.get(OWN).content.decode()
    early = status(browser("cat"), small)
    row = Delegation.objects.get()
    ended = sue.post(OWN, {"end": str(row.pk)})
    at(monkeypatch, datetime(2026, 11, 25, 9, 0, tzinfo=LONDON))

    assert "cat will stand in for sue, supervisor or team manager" in listed
    assert (early, ended.status_code, status(browser("cat"), small)) == (404, 302, 404)
    assert AuditEvent.objects.filter(act="STANDING_IN_ENDED").count() == 1
    assert gives(sue, small, "cat").status_code == 302  # and can be given anew


@pytest.mark.parametrize("who", ["sue", "cat", "adam"])
def test_either_of_the_two_ends_it_and_whoever_keeps_people(browser: Browser, small, who):
    gives(browser("sue"), small, "cat")
    row = Delegation.objects.get()
    where = reverse("person-standing-in", args=[small.people["sue"]]) if who == "adam" else OWN
    stranger = browser("bob").post(OWN, {"end": str(row.pk)}).status_code

    assert (stranger, browser(who).post(where, {"end": str(row.pk)}).status_code) == (404, 302)
    assert status(browser("cat"), small) == 404


def test_whoever_keeps_people_sets_it_where_somebody_fell_ill_and_never_for_themselves(browser: Browser, small):
    adam, where = browser("adam"), reverse("person-standing-in", args=[small.people["sue"]])
    own = gives(adam, small, "adam", where)
    done = gives(adam, small, "bob", where)

    assert (own.status_code, done.status_code) == (422, 302)
    assert status(browser("bob"), small, "case-allocate") == 200
    assert browser("max").get(where).status_code == 403


def test_it_is_not_handed_on(browser: Browser, small):
    gives(browser("sue"), small, "cat")

    assert gives(browser("cat"), small, "bob").status_code == 422
    assert Delegation.objects.count() == 1


@pytest.mark.parametrize(
    ("said", "says"),
    [
        ({"role": "SERVICE_MANAGER"}, "Choose one of those that are there"),
        ({"begins": "20 Nov 2026"}, "This day is over"),
        ({"until": "22 Nov 2026"}, "This is before the first day"),
        ({"until": "1 Jan 2030"}, "more than two years"),
        ({"why": ""}, "Say why"),
    ],
)
def test_what_cannot_be_is_told(browser: Browser, small, said, says):
    answer = gives(browser("sue"), small, "cat", **said)

    assert (answer.status_code, says in answer.content.decode()) == (422, True)
    assert not Delegation.objects.exists()


def test_one_stands_in_once_at_a_time(browser: Browser, small):
    sue = browser("sue")
    gives(sue, small, "cat")

    assert "They stand in already in this role" in gives(sue, small, "cat").content.decode()


def test_a_restricted_case_is_not_theirs_to_see(browser: Browser, small):
    gives(browser("sue"), small, "cat")
    with acting(small.org, None, "a test"):
        make(
            "restriction",
            small.org,
            case=small.cases["A1"],
            from_at=NOON,
            restricted_by_id=small.people["sue"],
            why="Known",
        )
        make("namedperson", small.org, case=small.cases["A1"], worker_id=small.people["sue"], from_at=NOON)

    assert status(browser("cat"), small) == 404


def test_nobody_agrees_to_what_whoever_they_stand_in_for_asked_for(browser: Browser, small):
    """Sue asked for a visit to be rearranged, and chose who stands in for her."""
    with acting(small.org, None, "a test"):
        row = make(
            "postponement", small.org, case=small.cases["A1"], made_by_id=small.people["sue"], made_at=NOON,
            to_countersign=True, until=date(2026, 12, 1),
        )  # fmt: skip
    gives(browser("sue"), small, "cat")
    where = reverse("case-countersign-visit", args=[small.cases["A1"].pk])
    said = {"decision": "AGREE", "why": "Yes", "read": str(row.pk)}
    cat = browser("cat")

    assert cat.post(where, said).status_code == 403
    assert "A1" not in cat.get(reverse("to-countersign")).content.decode().split("<main", 1)[1]
    assert "asks you to agree" not in cat.get(reverse("notices")).content.decode()
    assert browser("max").get(reverse("to-countersign")).status_code == 200


def test_a_cover_that_is_taken_back_before_it_begins_never_holds(browser: Browser, small, monkeypatch):
    sue, where = browser("sue"), reverse("team-absence", args=[small.team])
    sue.post(where, {"worker": str(small.people["ann"]), "kind": "LEAVE", "begins": "25 Nov 2026", "until": "27 Nov 2026",
                     "cover": str(small.people["cat"])})  # fmt: skip
    sue.post(where, {"end": str(Absence.objects.get().pk)})
    at(monkeypatch, datetime(2026, 11, 25, 9, 0, tzinfo=LONDON))

    assert Delegation.objects.get().to_date == date(2026, 11, 25)
    assert status(browser("cat"), small) == 404
