"""Ordering invented cases on pages."""

import re

import pytest
from django.urls import reverse

from plimsoll.actions.blind import begin_exercise
from plimsoll.records.models.priority import BlindExercise, BlindOrder
from tests.factories.small import NOW, Small
from tests.web.conftest import Browser
from tests.web.test_judging import words

pytestmark = pytest.mark.django_db


@pytest.fixture
def where(small: Small) -> str:
    """The address of an exercise that is under way."""
    return reverse("exercise", args=[begin_exercise("Once a year", by=small.viewer("adam"), at=NOW)])


def filled(page: str, **more: str) -> dict[str, str]:
    """The cases in the order in which they stand on a page."""
    names = re.findall(r'name="(place-\w)"', page)
    return {name: str(at) for at, name in enumerate(names, 1)} | more


def test_an_administrator_begins_one_and_sees_nobodys_order_yet(browser: Browser, small):
    client = browser("adam")
    answer = client.post(reverse("exercises"), {"why": "Before they are trusted"})

    assert BlindExercise.objects.get().why == "Before they are trusted"
    assert "Nobody has ordered the cases yet" in words(client.get(answer["Location"]))
    assert "<textarea" not in client.get(reverse("exercises")).content.decode()  # one at a time


def test_a_manager_orders_and_only_then_sees_how_it_compares(browser: Browser, small, where):
    client = browser("sue")
    page = client.get(where)
    assert "Kendall" not in words(page)
    assert "Act now" not in words(page)
    answer = client.post(where, filled(page.content.decode()))

    assert answer.status_code == 302
    said = words(client.get(answer["Location"]))
    assert re.search(r"\d+ of 190 pairs of cases stand the same way round", said)
    assert "Which cases differ most" in said


def test_what_is_missing_or_no_place_is_told_at_its_case_and_the_rest_is_kept(browser: Browser, small, where):
    client = browser("sue")
    given = filled(client.get(where).content.decode(), **{"place-A": "", "place-B": "21"})
    answer = client.post(where, given)

    said = words(answer)
    assert answer.status_code == 422
    assert "Give a place to: Poppy, 13, in need, and hardly at school" in said
    assert "Write a whole number from 1 to 20 for: Dom" in said
    assert f'name="place-C" value="{given["place-C"]}"' in answer.content.decode()
    assert not BlindOrder.objects.exists()


def test_those_who_approve_see_everybody_and_a_manager_themselves_alone(browser: Browser, small, where):
    for name in ("sue", "max"):
        browser(name).post(where, filled(browser(name).get(where).content.decode()))
    table = {
        name: words(browser(name).get(where)).split("How far people and criteria agree")[1] for name in ("adam", "sue")
    }

    assert "sue" in table["adam"]
    assert "max" in table["adam"]
    assert "max" not in table["sue"]


def test_the_way_to_it_stands_where_the_criteria_are_read(browser: Browser, small):
    shows = {
        name: reverse("exercises") in browser(name).get(reverse("criteria")).content.decode()
        for name in ("ann", "sue", "adam")
    }

    assert shows == {"ann": False, "sue": True, "adam": True}
