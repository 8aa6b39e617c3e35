"""What must be done now while nobody of the case is there: who is told when, who sees it by that, and who took it."""

from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from plimsoll.core.calendar import LONDON
from plimsoll.records.context import acting
from plimsoll.records.models.audit import AuditEvent
from plimsoll.records.models.cases import Event
from plimsoll.records.models.route import RoutePlace, RouteTaking
from tests.factories.records import make
from tests.factories.small import Small
from tests.web.conftest import Browser

NIGHT = datetime(2026, 11, 23, 22, 0, tzinfo=LONDON)  # a Monday
NOON = NIGHT - timedelta(hours=10)


def at(monkeypatch: pytest.MonkeyPatch, moment: datetime) -> None:
    monkeypatch.setattr("plimsoll.web.middleware.records.timezone.now", lambda: moment)


def missing(small: Small, when: datetime, reference: str = "A1") -> Event:
    with acting(small.org, None, "a test"):
        return make(
            "event", small.org, case=small.cases[reference], kind="WENT_MISSING", happened_at=when, recorded_at=when
        )


def on_call(small: Small, *names: str, minutes: int = 30, **more: Any) -> None:
    """The route of every team: these people, one after the other."""
    with acting(small.org, None, "a test"):
        for number, name in enumerate(names, start=1):
            said = {"worker_id": small.people[name], "name": "", "phone": ""}
            place = {
                "number": number,
                "minutes": minutes,
                "from_minute": 0,
                "to_minute": 0,
                "set_at": NIGHT,
                **said,
                **more,
            }
            make("routeplace", small.org, set_by_id=small.people["adam"], **place)


def status(client: Client, small: Small, reference: str = "A1") -> int:
    return client.get(reverse("case", args=[small.cases[reference].pk])).status_code


def page(client: Client, small: Small) -> str:
    return client.get(reverse("case", args=[small.cases["A1"].pk])).content.decode()


def take(client: Client, small: Small, **said: str) -> Any:
    return client.post(reverse("case-route-take", args=[small.cases["A1"].pk]), {"who": "myself", **said})


def test_those_on_the_route_see_the_case_one_after_the_other_and_only_then(browser: Browser, small, monkeypatch):
    on_call(small, "cat", "bob")
    cat, bob = browser("cat"), browser("bob")
    at(monkeypatch, NIGHT)
    before = status(cat, small), status(bob, small)
    missing(small, NIGHT)
    first = status(cat, small), status(bob, small)
    at(monkeypatch, NIGHT + timedelta(minutes=31))
    then = status(cat, small), status(bob, small)

    assert (before, first, then) == ((404, 404), (200, 404), (200, 200))
    assert status(cat, small, "B1") == 404  # no other case by it
    at(monkeypatch, NIGHT + timedelta(hours=12))  # the office is open, and Ann is there
    assert (status(browser("cat"), small), status(browser("bob"), small)) == (404, 404)


def test_whoever_takes_it_has_it_alone_and_the_next_morning_the_worker_is_told(browser: Browser, small, monkeypatch):
    on_call(small, "cat", "bob")
    cat, bob = browser("cat"), browser("bob")
    missing(small, NIGHT)
    at(monkeypatch, NIGHT + timedelta(minutes=40))
    taken, late = take(cat, small), take(bob, small)
    row = RouteTaking.objects.get()

    assert (taken.status_code, late.status_code) == (302, 404)
    assert status(cat, small) == 200
    assert row.told == "cat, Mon 23 Nov 22:00; bob, Mon 23 Nov 22:30"
    assert AuditEvent.objects.filter(act="ROUTE_TAKEN", case_id=small.cases["A1"].pk).count() == 1
    at(monkeypatch, NIGHT + timedelta(hours=12))
    ann = browser("ann")
    morning, notices = page(ann, small), ann.get(reverse("notices")).content.decode()
    assert "cat took it Mon 23 Nov at 22:40" in morning
    assert "Cat took what had to be done at once, out of hours" in notices
    assert status(browser("cat"), small) == 404


def test_what_lasts_another_night_is_told_and_taken_anew(browser: Browser, small, monkeypatch):
    on_call(small, "cat", "bob")
    missing(small, NIGHT)
    at(monkeypatch, NIGHT + timedelta(minutes=5))
    take(browser("cat"), small)
    at(monkeypatch, NIGHT + timedelta(days=1))
    cat, bob = browser("cat"), browser("bob")
    told = status(cat, small), status(bob, small)
    taken = take(bob, small)

    assert (told, taken.status_code) == ((200, 200), 302)
    assert (status(cat, small), status(bob, small)) == (404, 200)
    assert "With bob, who took it Tue 24 Nov at 22:00" in page(bob, small)
    assert "cat took it Mon 23 Nov at 22:05" in page(bob, small)


def test_it_stands_over_every_page_of_whom_it_stands_with(browser: Browser, small, monkeypatch):
    on_call(small, "cat")
    cat = browser("cat")
    at(monkeypatch, NIGHT)
    before = cat.get(reverse("my-caseload")).content.decode()
    missing(small, NIGHT)
    after = cat.get(reverse("my-caseload")).content.decode()

    assert "A child may be in danger" not in before
    assert "A child may be in danger" in after


def test_in_office_hours_with_the_worker_there_nothing_goes_by_the_route(browser: Browser, small, monkeypatch):
    on_call(small, "cat")
    missing(small, NIGHT - timedelta(days=1))
    at(monkeypatch, NOON)
    cat, ann = browser("cat"), browser("ann")

    assert status(cat, small) == 404
    assert "Out of hours" not in page(ann, small)
    assert take(ann, small).status_code == 422


def test_in_office_hours_it_goes_by_the_route_while_the_worker_is_away(browser: Browser, small, monkeypatch):
    on_call(small, "cat")
    at(monkeypatch, NOON)
    with acting(small.org, None, "a test"):
        make(
            "absence", small.org, worker_id=small.people["ann"], kind="SICKNESS",
            begins_at=NIGHT - timedelta(days=3), ends_at=NIGHT + timedelta(days=3), recorded_at=NIGHT - timedelta(days=3),
        )  # fmt: skip
    missing(small, NIGHT - timedelta(days=1))

    assert status(browser("cat"), small) == 200


def test_without_a_route_it_goes_to_the_supervisor_and_the_fault_is_told(browser: Browser, small, monkeypatch):
    at(monkeypatch, NIGHT)
    missing(small, NIGHT)
    shown = page(browser("sue"), small)

    assert "No out-of-hours route is named" in shown
    assert "whoever stands in for them: sue" in shown
    for name in ("adam", "max"):
        assert "No out-of-hours route is named for" in browser(name).get(reverse("notices")).content.decode()
    assert "No out-of-hours route is named for" not in browser("sue").get(reverse("notices")).content.decode()


def test_a_restricted_case_goes_to_nobody_who_is_not_named(browser: Browser, small, monkeypatch):
    on_call(small, "cat")
    with acting(small.org, None, "a test"):
        case = small.cases["A1"]
        make("restriction", small.org, case=case, from_at=NIGHT, restricted_by_id=small.people["sue"], why="Known here")
        make("namedperson", small.org, case=case, worker_id=small.people["ann"], from_at=NIGHT)
    missing(small, NIGHT)
    at(monkeypatch, NIGHT)
    cat = browser("cat")

    assert status(cat, small) == 404
    assert "A child may be in danger" not in cat.get(reverse("my-caseload")).content.decode()


def test_what_was_taken_by_telephone_is_noted_by_whoever_may_write(browser: Browser, small, monkeypatch):
    on_call(small, "cat")
    missing(small, NIGHT)
    at(monkeypatch, NIGHT)
    sue = browser("sue")
    nobody = take(sue, small, who="other")
    noted = take(sue, small, who="other", taker="Night desk, Imo Invented")

    assert (nobody.status_code, noted.status_code) == (422, 302)
    assert "With Night desk, Imo Invented, who took it Mon 23 Nov at 22:00" in page(sue, small)
    assert take(sue, small).status_code == 422
    assert [take(browser(name), small).status_code for name in ("bob", "bea", "eve")] == [404, 403, 403]


# ---- settling it ----------------------------------------------------------------------------------------------------------


def settle(client: Client, places: str, team: str = "every") -> Any:
    return client.post(f"{reverse('set-up-route')}?team={team}", {"places": places})


def test_a_route_is_typed_one_place_a_line(browser: Browser, small):
    adam = browser("adam")
    done = settle(adam, "Cat, 17:00-9:00, 20 minutes\nNight desk, 01632-960001")
    stands = list(RoutePlace.objects.filter(ended_at__isnull=True).order_by("number"))

    assert done.status_code == 302
    assert [(row.worker_id, row.name, row.from_minute, row.to_minute, row.minutes) for row in stands] == [
        (small.people["cat"], "", 1020, 540, 20),
        (None, "Night desk", 0, 0, 30),
    ]
    shown = adam.get(reverse("set-up-route")).content.decode()
    assert "cat, 17:00-9:00, 20 minutes" in shown
    settle(adam, "none")
    assert not RoutePlace.objects.filter(ended_at__isnull=True).exists()
    assert RoutePlace.objects.count() == 2  # what held stays on record
    assert AuditEvent.objects.filter(act="ROUTE_SET").count() == 2


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("Nobody Here", "nobody here is called “Nobody Here”"),
        ("cat, soon", "“soon” is no telephone number"),
        ("cat, 25:00-9:00", "There is no 25:00"),
        ("cat, 0 minutes", "the minutes are not between"),
    ],
)
def test_a_line_that_says_no_place_is_told(browser: Browser, small, line, says):
    answer = settle(browser("adam"), f"bob\n{line}")

    assert answer.status_code == 422
    assert f"Line 2: {says}" in answer.content.decode().replace("&#34;", '"')
    assert not RoutePlace.objects.exists()


def test_the_route_of_a_team_goes_before_that_of_all(browser: Browser, small, monkeypatch):
    adam = browser("adam")
    settle(adam, "bob")
    settle(adam, "cat", team=str(small.team))
    missing(small, NIGHT)
    at(monkeypatch, NIGHT)

    assert (status(browser("cat"), small), status(browser("bob"), small)) == (200, 404)
    assert settle(adam, "cat", team=str(uuid4())).status_code == 404
