"""Today: what is to be done, where the day ends, what is said of it, and who is asked why."""

import re
from datetime import UTC, datetime
from uuid import uuid4

import pytest
from django.urls import reverse

from plimsoll.records.context import acting
from plimsoll.records.models.today import DayEntry
from tests.factories.records import make
from tests.factories.small import FROM, OPENED, Small
from tests.web.conftest import Browser

TODAY = reverse("today")
NINE = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def monday(monkeypatch):
    """Monday morning, nine o'clock."""
    monkeypatch.setattr("django.utils.timezone.now", lambda: NINE)


def add(small: Small, reference: str, *, seen: str = "", kind: str = "CHILD_IN_NEED", holder: str = "ann", home=None):
    """One more case of somebody's, with a visit on a day."""
    child = make("child", small.org, given_name=reference, family_name="Last", sort_name=f"{reference} last".lower())
    case = make(
        "case", small.org, child=child, reference=reference, team_id=small.team, opened_at=OPENED, case_type=kind
    )
    make("event", small.org, case=case, kind="IN_NEED_STARTED", happened_at=OPENED, recorded_at=OPENED)
    make("allocation", small.org, case=case, worker_id=small.people[holder], from_at=OPENED)
    if seen:
        make(
            "event",
            small.org,
            case=case,
            kind="IN_NEED_VISIT",
            happened_at=f"{seen}T10:00Z",
            recorded_at=f"{seen}T10:00Z",
        )
    if home:
        make("householdmember", small.org, child=child, household=home, from_date=FROM)
    small.cases[reference] = case
    return case


def body(**said):
    return {"key": uuid4(), **said}


def page(browser: Browser, name="ann", address=TODAY) -> str:
    answer = browser(name).get(address)
    assert answer.status_code == 200, answer.content.decode()[:2000]
    return " ".join(re.sub(r"<[^>]+>", " ", answer.content.decode()).split())


def entries(small: Small) -> list[DayEntry]:
    with acting(small.org, None, "a test"):
        return list(DayEntry.objects.order_by("said_at", "case__reference"))


def test_the_day_has_its_things_its_hours_and_every_case(browser: Browser, small):
    add(small, "K1", seen="2026-11-20")
    said = page(browser)

    assert "2 open cases" in said
    assert "Visit: A1 Invented" in said
    assert "K1 Last" in said
    assert "left for this" in said
