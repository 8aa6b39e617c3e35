"""Pages as they leave the server, in every state: nothing inline, nothing half filled in."""

import re
from datetime import datetime

import pytest
from django.test import Client
from jinja2 import UndefinedError

from plimsoll.web.account.page import Person, Team, sign_in
from plimsoll.web.forms.fields import Day, Text
from plimsoll.web.forms.form import Form
from plimsoll.web.gallery.forms import Everything
from plimsoll.web.gallery.samples import TEAMS
from plimsoll.web.gallery.views import FAULTY
from plimsoll.web.parts import Act
from plimsoll.web.shell import Shell
from plimsoll.web.templating import environment
from plimsoll.web.times import LONDON
from tests.journeys.test_every_page import PAGES

AS_AT = datetime(2026, 11, 23, 9, tzinfo=LONDON)


@pytest.mark.parametrize("name", PAGES)
def test_page_keeps_to_the_content_policy_and_is_whole(name: str) -> None:
    client = Client(SERVER_NAME="localhost", raise_request_exception=False)
    page = client.get(PAGES[name]).content.decode()
    ids = re.findall(r'\sid="([^"]+)"', page)

    assert re.findall(r'\sstyle="|\son\w+="|<style|<script(?! type="module" src="/static/)', page) == []
    assert re.findall(r"None|Undefined|\{\{|<macro|Markup\(", page) == []
    assert sorted(set(ids)) == sorted(ids)
    assert [drawn for drawn in re.findall(r"<svg[^>]*>", page) if " width=" not in drawn] == []


def test_a_name_that_is_not_there_fails_and_what_the_macros_ask_is_empty() -> None:
    made = environment(loader=None)

    with pytest.raises(UndefinedError):
        made.from_string("{{ page }}").render()
    with pytest.raises(UndefinedError):
        made.from_string("{% if page.titel %}{% endif %}").render(page=Shell())
    assert made.from_string("{% if params.classes %}x{% endif %}").render(params={}) == ""


def test_an_act_is_one_of_three() -> None:
    for wrong in ({}, {"href": "/", "post": "/"}, {"post": "/", "why_not": "no"}):
        with pytest.raises(ValueError, match="one of the three"):
            Act("Close", **wrong)


@pytest.mark.parametrize(
    ("name", "short"),
    [("Amara Okonkwo", "Amara O."), ("Mary Jane van Dyke", "Mary D."), ("Prince", "Prince"), ("", "")],
)
def test_short_name_of_the_bar(name: str, short: str) -> None:
    assert Shell(name=name).short_name == short


# ---- forms ---------------------------------------------------------------------------------------------------------------


def test_a_form_tells_all_faults_in_order_and_keeps_what_was_typed() -> None:
    form = Everything(FAULTY, as_at=AS_AT)

    assert [(fault.field, fault.text) for fault in form.faults] == [
        ("when", "There is no 32 Nov 2026"),
        ("kind", "Choose what kind of visit it was"),
        ("seen", "Choose from those that are there"),
        ("where", "Choose where it was"),
        ("what", "Write what you saw and heard"),
        ("words", "In one line: write 120 characters or fewer, these are 130"),
    ]
    assert 'value="32 Nov"' in form["when"].as_field_group()


def test_a_good_form_gives_days() -> None:
    sent = {"when": "yesterday", "kind": "planned", "seen": ["noah"], "where": "home", "what": "Well."}
    form = Everything(sent, as_at=AS_AT)

    assert form.faults == ()
    assert form.cleaned_data["when"].isoformat() == "2026-11-22"


def test_a_fresh_form_has_no_faults() -> None:
    assert Everything(as_at=AS_AT).faults == ()


def test_what_was_typed_is_text_and_never_markup() -> None:
    class Asked(Form):
        name = Text(label="Name <b>")
        day = Day(label="Day")

    form = Asked({"name": '"><script>', "day": "<i>"}, as_at=AS_AT)
    drawn = "".join(field.as_field_group() for field in form)

    assert "<script>" not in drawn
    assert "<b>" not in drawn
    assert "<i>" not in drawn


def test_a_day_that_is_known_is_shown_as_typed() -> None:
    class Asked(Form):
        day = Day(label="Day")

    assert (
        'value="3 Nov 2026"' in Asked(initial={"day": AS_AT.date().replace(day=3)}, as_at=AS_AT)["day"].as_field_group()
    )


# ---- signing in ----------------------------------------------------------------------------------------------------------


def test_people_are_found_by_name_role_and_team_whatever_the_case() -> None:
    page = sign_in("Saltmarsh", TEAMS, words="WHOLE fenwick", action="/", next_page="")

    assert page.teams == (Team("Whole service", (Person("ada", "Ada Fenwick", "service manager"),)),)
    assert page.filter.said == "1 of 44 people."


def test_nobody_found_leads_back_to_everyone() -> None:
    page = sign_in("Saltmarsh", TEAMS, words="nobody", action="/sign-in", next_page="/work")

    assert page.teams == ()
    assert page.nobody.act == Act("Show everyone", href="/sign-in")
    assert page.filter.kept == (("next", "/work"),)
