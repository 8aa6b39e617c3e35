"""The way in before there are accounts: a link that works once, and the first organisation of an empty database."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.conf import settings as kept
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from plimsoll.actions.account import LINK_MINUTES, let_in
from plimsoll.config.keys import digest_of, fits, new_key
from plimsoll.core.terms import Act
from plimsoll.records.context import acting
from plimsoll.records.models.audit import AuditEvent
from plimsoll.records.models.people import Worker
from tests.factories.records import make

pytestmark = pytest.mark.django_db
LINK = "/sign-in/link"


def link(small, name: str = "ann", *, minutes_ago: int = 0) -> str:
    """One that whoever keeps people made for the first who comes in."""
    with acting(small.org, small.people["adam"], "a test"):
        return let_in(small.people[name], by=small.viewer("adam"), at=timezone.now() - timedelta(minutes=minutes_ago))


def test_a_link_signs_in_once_and_the_trail_says_how(small):
    key, first, second = link(small), Client(), Client()
    opened = first.get(LINK, {"key": key})
    assert key in opened.content.decode()
    assert opened["Cache-Control"] == "no-store"

    done = first.post(LINK, {"key": key})

    assert (done.status_code, done["Location"]) == (302, reverse("home"))
    assert first.get(reverse("my-caseload")).status_code == 200
    assert second.post(LINK, {"key": key}).status_code == 403
    assert second.get(reverse("my-caseload")).status_code == 302
    told = AuditEvent.objects.filter(org_id=small.org).order_by("at").values_list("act", "by_id", "detail")
    assert list(told) == [
        (Act.LINK_MADE, small.people["adam"], {}),
        (Act.SIGNED_IN, small.people["ann"], {"how": "link"}),
    ]


def test_whoever_knew_the_sign_of_the_forms_before_signing_in_knows_it_no_longer(small):
    key, client = link(small), Client(enforce_csrf_checks=True)
    client.get(LINK, {"key": key})
    before = client.cookies[kept.CSRF_COOKIE_NAME].value

    done = client.post(LINK, {"key": key, "csrfmiddlewaretoken": before})

    assert done.status_code == 302
    assert client.cookies[kept.CSRF_COOKIE_NAME].value != before


def test_opening_a_link_uses_nothing_up(small):
    key = link(small)
    for _ in range(3):
        assert Client().get(LINK, {"key": key}).status_code == 200

    assert Client().post(LINK, {"key": key}).status_code == 302


@pytest.mark.parametrize("spoil", [lambda key: "", lambda key: key[:-1], lambda key: key + "A", lambda key: "\x00é"])
def test_a_link_that_was_cut_short_or_made_up_lets_nobody_in(small, spoil):
    key = link(small)
    refused = Client().post(LINK, {"key": spoil(key)})

    assert refused.status_code == 403
    assert str(small.people["ann"]) not in refused.content.decode()
    assert Client().post(LINK, {"key": key}).status_code == 302


def test_a_link_expires(small):
    assert Client().post(LINK, {"key": link(small, minutes_ago=LINK_MINUTES)}).status_code == 403
    assert Client().post(LINK, {"key": link(small, minutes_ago=LINK_MINUTES - 1)}).status_code == 302


def test_a_link_of_somebody_who_left_leads_nowhere(small):
    key = link(small, "bob")
    Worker.objects.filter(pk=small.people["bob"]).update(left_on=timezone.now().date())

    assert Client().post(LINK, {"key": key}).status_code == 404


def test_a_link_leads_into_its_own_organisation_alone(small, orgs):
    """Whoever is signed in elsewhere is signed out there first."""
    with acting(orgs[1], None, "a test"):
        stranger, key = make("worker", orgs[1], name="stranger", sort_name="stranger"), new_key()
        with connection.cursor() as cursor:
            cursor.execute("SELECT records_let_in(%s, %s, %s)", [stranger.pk, digest_of(key), timezone.now()])
    client = Client()
    client.post(LINK, {"key": key})
    assert client.session["org"] == str(orgs[1])

    client.post(LINK, {"key": link(small)})

    assert client.session["org"] == str(small.org)


def test_a_key_is_long_and_kept_only_as_a_digest():
    key = new_key()

    assert len(key) >= 43
    assert fits(key, digest_of(key))
    assert not fits(key, digest_of(key + "x"))
    assert not fits("", "")


# ---- the first organisation ---------------------------------------------------------------------------------------------


def test_where_there_is_an_organisation_no_key_makes_another(small, settings):
    key = new_key()
    settings.SET_UP_DIGEST = digest_of(key)

    assert Client().get("/set-up/begin", {"key": key}).status_code == 403
    assert (
        Client().post("/set-up/begin", {"key": key, "name": "X", "administrator": "Y", "nation": "ENG"}).status_code
        == 403
    )


def test_without_a_key_there_is_no_first_organisation():
    assert kept.SET_UP_DIGEST == ""
    assert Client().get("/set-up/begin").status_code == 403
    assert Client().get("/set-up/begin", {"key": str(uuid4())}).status_code == 403
