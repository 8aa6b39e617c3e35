"""The page on which a record is corrected."""

import re
from html import unescape

import pytest
from django.urls import reverse

from plimsoll.records.models.families import Child
from tests.web.conftest import Browser

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("name", ["", "Ada"])
def test_a_record_is_corrected_whether_or_not_the_child_has_a_name(browser: Browser, small, name):
    case, client = small.cases["A1"], browser("ann")
    Child.objects.filter(pk=case.child_id).update(given_name=name, family_name=name, born_on="2016-06-01")
    where = reverse("case-correct", args=[case.pk])
    page = client.get(where).content.decode()
    seen = unescape(re.search(r'name="seen" value="([^"]*)"', page)[1])
    typed = {"given_name": name, "family_name": name, "born_on": "2 June 2016", "case_type": case.case_type,
             "level_of_need": case.level_of_need or "", "opened_on": "", "why": "Misheard"}  # fmt: skip
    opened = re.search(r'name="opened_on"[^>]* value="([^"]*)"', page)
    refused = client.post(where, typed | {"opened_on": opened[1], "seen": seen.replace("2016", "2015")})
    answer = client.post(where, typed | {"opened_on": opened[1], "seen": seen})

    assert (refused.status_code, "Somebody changed this record meanwhile" in refused.content.decode()) == (422, True)
    assert answer.status_code == 302
    assert str(Child.objects.get(pk=case.child_id).born_on) == "2016-06-02"


def test_a_date_of_death_is_asked_where_one_stands_or_somebody_says_that_there_is_one(browser: Browser, small):
    case, client = small.cases["A1"], browser("ann")
    Child.objects.filter(pk=case.child_id).update(born_on="2016-06-01")
    where = reverse("case-correct", args=[case.pk])
    page = client.get(where).content.decode()
    assert 'name="died_on"' not in page
    assert "?died=yes" in page
    typed = {"given_name": "A1", "family_name": "Invented", "born_on": "1 June 2016", "case_type": case.case_type,
             "opened_on": "1 June 2026", "died_on": "2 Nov 2026"}  # fmt: skip
    assert client.post(f"{where}?died=yes", typed).status_code == 422  # without a reason
    assert client.post(f"{where}?died=yes", typed | {"why": "The hospital rang"}).status_code == 302
    assert str(Child.objects.get(pk=case.child_id).died_on) == "2026-11-02"
    assert 'name="died_on"' in client.get(where).content.decode()
    assert (
        "died on Mon 2 Nov 2026. No visit is due any more."
        in client.get(reverse("case", args=[case.pk])).content.decode()
    )
