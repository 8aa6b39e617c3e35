"""Noting that somebody is away, who covers, and that they are here again; how long kinds of work take."""

from datetime import datetime
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from plimsoll.core.calendar import LONDON
from plimsoll.core.terms import Purpose
from plimsoll.queries.settings import list_minutes
from plimsoll.records.context import acting
from plimsoll.records.models.audit import AuditEvent
from plimsoll.records.models.people import Absence, Delegation
from plimsoll.records.models.workload import Effort
from tests.factories.records import make
from tests.factories.small import OPENED, Small
from tests.web.conftest import Browser

NOON = datetime(2026, 11, 23, 12, 0, tzinfo=LONDON)


@pytest.fixture(autouse=True)
def _now(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("plimsoll.web.middleware.records.timezone.now", lambda: NOON)


def note(client: Client, small: Small, who: str = "ann", **said: Any) -> Any:
    whole = {"worker": small.people[who], "kind": "SICKNESS", "begins": "today", "until": "4 Dec 2026", **said}
    return client.post(reverse("team-absence", args=[small.team]), whole)


def shown(client: Client, small: Small) -> str:
    return client.get(reverse("team-absence", args=[small.team])).content.decode()


def sees(client: Client, small: Small) -> bool:
    return client.get(reverse("case", args=[small.cases["A1"].pk])).status_code == 200


def test_cases_of_whoever_is_away_are_uncovered_at_once(browser: Browser, small):
    sue = browser("sue")
    before = sue.get(reverse("team", args=[small.team])).content.decode()
    done = note(sue, small)
    page, team = shown(sue, small), sue.get(reverse("team", args=[small.team])).content.decode()

    assert done.status_code == 302
    assert "Sickness, Mon 23 Nov 2026 to Fri 4 Dec 2026" in page
    assert "Uncovered" in page
    assert "Nobody covers 1 open case" in page
    assert ("away until" in before, "away until" in team) == (False, True)
    assert "ann is not there, and nobody stands in" in sue.get(reverse("notices")).content.decode().lower()
    assert AuditEvent.objects.filter(act="ABSENCE_NOTED").count() == 1


def test_whoever_covers_sees_the_cases_for_as_long_and_no_longer(browser: Browser, small, monkeypatch):
    bob = browser("bob")
    before = sees(bob, small)
    note(browser("sue"), small, cover=small.people["bob"])
    during, page = sees(bob, small), shown(browser("sue"), small)
    monkeypatch.setattr(
        "plimsoll.web.middleware.records.timezone.now", lambda: datetime(2026, 12, 5, 9, 0, tzinfo=LONDON)
    )

    assert (before, during, sees(bob, small)) == (False, True, False)
    assert "bob covers 1 open case" in page
    assert "Uncovered" not in page


def test_whoever_is_here_again_is_away_no_more_and_it_stays_on_record(browser: Browser, small):
    sue = browser("sue")
    note(sue, small, cover=small.people["bob"])
    row = Absence.objects.get()
    done = sue.post(reverse("team-absence", args=[small.team]), {"end": str(row.pk)})

    assert done.status_code == 302
    assert Absence.objects.get().ends_at == NOON
    assert Delegation.objects.get().to_date == datetime(2026, 11, 24).date()
    assert "Nobody is away" in shown(sue, small)
    assert AuditEvent.objects.filter(act="ABSENCE_ENDED").count() == 1


@pytest.mark.parametrize(
    ("said", "says"),
    [
        ({"until": "20 Nov 2026"}, "This is not after it begins"),
        ({"begins": "1 Nov 2026", "until": "20 Nov 2026"}, "This is over already"),
        ({"until": "1 Dec 2029"}, "more than two years"),
        ({"cover": "ann"}, "Nobody covers for themselves"),
    ],
)
def test_what_cannot_be_is_told(browser: Browser, small, said, says):
    said = {name: small.people.get(value, value) for name, value in said.items()}
    answer = note(browser("sue"), small, **said)

    assert answer.status_code == 422
    assert says in answer.content.decode()
    assert not Absence.objects.exists()


def test_nobody_can_stand_in_for_whoever_is_no_practitioner(browser: Browser, small):
    answer = note(browser("max"), small, "sue", cover=small.people["bob"])

    assert answer.status_code == 422
    assert "They are no practitioner then" in answer.content.decode()
    assert not Absence.objects.exists()


def test_whoever_covers_does_so_from_today_though_it_began_before(browser: Browser, small):
    note(browser("sue"), small, begins="9 Nov 2026", cover=small.people["bob"])
    row = Delegation.objects.get()

    assert (row.from_date, row.to_date) == (NOON.date(), datetime(2026, 12, 5).date())


def test_of_the_cases_of_whoever_is_away_those_count_that_the_viewer_sees(browser: Browser, small):
    other = make("case", small.org, team_id=small.other_team, opened_at=OPENED)
    make("allocation", small.org, case=other, worker_id=small.people["ann"], from_at=OPENED)
    note(browser("sue"), small)

    assert "Nobody covers 1 open case" in shown(browser("sue"), small)


def test_one_time_is_noted_once(browser: Browser, small):
    sue = browser("sue")
    note(sue, small)
    again = note(sue, small, kind="SUSPENDED")

    assert again.status_code == 422
    assert "noted as away" in again.content.decode()
    assert Absence.objects.count() == 1


@pytest.mark.parametrize(
    ("who", "status"), [("ann", 404), ("bob", 404), ("bea", 403), ("adam", 404), ("eve", 403), ("max", 302)]
)
def test_only_whoever_gives_the_teams_cases_to_workers_notes_it(browser: Browser, small, who, status):
    assert note(browser(who), small).status_code == status
    assert Absence.objects.exists() == (status == 302)


def test_somebody_of_another_team_or_a_team_that_is_not_theirs_is_not_there(browser: Browser, small):
    sue, other = browser("sue"), reverse("team-absence", args=[small.other_team])

    assert note(sue, small, "cat").status_code == 422
    assert sue.get(other).status_code == 404
    assert note(browser("max"), small, "ann").status_code == 302
    row = Absence.objects.get()
    assert browser("max").post(other, {"end": str(row.pk)}).status_code == 404


def test_how_long_work_takes_is_settled_from_today(browser: Browser, small):
    adam, where = browser("adam"), reverse("set-up-minutes")
    context, viewer = acting(small.org, small.people["adam"], "a test"), small.viewer("adam")
    with context:
        said = {purpose.value.lower(): str(number) for purpose, number in list_minutes(viewer, NOON.date())}
    faulty = adam.post(where, {**said, "see": "long"})
    done = adam.post(where, {**said, "see": "75"})

    assert (faulty.status_code, done.status_code) == (422, 302)
    assert Effort.objects.get(purpose=Purpose.SEE).minutes == 75
    assert 'value="75"' in adam.get(where).content.decode()
    assert AuditEvent.objects.filter(act="EFFORT_SET").count() == 1
    assert browser("sue").get(where).status_code == 403
