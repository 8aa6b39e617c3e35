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
