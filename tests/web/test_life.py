"""Steps in the life of a case on pages: what is seen before a step is what is written."""

import re
from datetime import datetime

import pytest
from django.urls import reverse

from plimsoll.core.calendar import LONDON
from plimsoll.records.models.life import LifeStep
from tests.factories.small import Small
from tests.web.conftest import Browser

pytestmark = pytest.mark.django_db
BEFORE = datetime(2026, 11, 23, 23, 58, tzinfo=LONDON)
AFTER = datetime(2026, 11, 24, 0, 3, tzinfo=LONDON)


def test_a_step_that_is_seen_before_midnight_and_taken_after_it_is_of_the_day_that_was_seen(
    browser: Browser, small: Small, monkeypatch
):
    sue, address = browser("sue"), reverse("case-kind", args=[small.cases["A1"].pk])
    said = {"kinds": ["CHILD_PROTECTION"], "on": "yesterday", "because": "MEETING_DECIDED", "why": "A plan was made."}
    monkeypatch.setattr("plimsoll.web.middleware.records.timezone.now", lambda: BEFORE)
    page = sue.post(address, said).content.decode()
    kept = dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', page))
    monkeypatch.setattr("plimsoll.web.middleware.records.timezone.now", lambda: AFTER)
    taken = sue.post(address, kept)

    assert "true from Sun 22 Nov 2026" in page
    assert taken.status_code == 302
    assert LifeStep.objects.get().effective_on == datetime(2026, 11, 22).date()
