"""What an organisation calls roles, wherever one is named."""

import pytest
from django.urls import reverse

from plimsoll.core.terms import Role
from plimsoll.records.models.reference import Setting
from tests.web.conftest import Browser

CALLED = {"SUPERVISOR": "practice lead", "AUDITOR": "assurance officer"}


def test_a_role_is_called_so_wherever_it_is_named(browser: Browser, small):
    adam = browser("adam")
    assert adam.post(reverse("set-up-labels"), CALLED).status_code == 302
    sue, where = browser("sue"), reverse("person", args=[small.people["sue"]])
    pages = {
        "own menu": sue.get(reverse("team", args=[small.team])),
        "roles": sue.get(reverse("roles")),
        "standing in": sue.get(reverse("standing-in")),
        "person": adam.get(where),
        "giving a role": adam.get(reverse("person-role", args=[small.people["sue"]])),
        "adding": adam.get(reverse("person-add")),
        "second step": adam.get(reverse("set-up-factors")),
        "emergencies": adam.get(reverse("set-up-emergency")),
        "letting in": browser("max").get(reverse("let-in")),
    }
    texts = {name: answer.content.decode().lower() for name, answer in pages.items()}

    assert [name for name, text in texts.items() if "practice lead" not in text] == []
    shown = [name for name, text in texts.items() if "supervisor or team manager" in text]
    assert shown == []


def test_empty_it_is_what_plimsoll_calls_it(browser: Browser, small):
    adam = browser("adam")
    adam.post(reverse("set-up-labels"), CALLED)
    adam.post(reverse("set-up-labels"), {"AUDITOR": "auditor"})

    assert Setting.objects.get(key="role_labels").value == {}
    assert "Supervisor or team manager" in browser("sue").get(reverse("roles")).content.decode()


@pytest.mark.parametrize(
    "said",
    [
        {"DUTY": "Business support"},
        {"DUTY": "first response", "BUSINESS_SUPPORT": "First  response"},
        {"DUTY": "x" * 61},
    ],
)
def test_two_roles_stay_two(browser: Browser, small, said):
    assert browser("adam").post(reverse("set-up-labels"), said).status_code == 422
    assert not Setting.objects.filter(key="role_labels").exists()


def test_everybody_reads_how_far_each_role_reaches(browser: Browser, small):
    page = browser("bea").get(reverse("roles")).content.decode()

    assert "Every permission, and how far each role reaches" in page
    assert all(role.label.lower() in page.lower() for role in Role)
    assert reverse("set-up-labels") not in page
    assert reverse("set-up-labels") in browser("adam").get(reverse("roles")).content.decode()
