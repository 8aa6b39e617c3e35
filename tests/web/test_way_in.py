"""The way in: an invitation that works once, and the first organisation of an empty database."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.conf import settings as kept
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from plimsoll.actions.account import INVITATION_DAYS, let_in
from plimsoll.config.keys import digest_of, fits, new_key
from plimsoll.core.terms import Act
from plimsoll.records.context import acting
from plimsoll.records.models.audit import AuditEvent
from plimsoll.records.models.people import Worker
from tests.factories.records import make

pytestmark = pytest.mark.django_db
LINK, INVITATION = "/sign-in/link", "/sign-in/invitation"
WORDS = "a quiet tin harbour"


def invitation(small, name: str = "ann", *, days_ago: int = 0) -> str:
    """One that whoever keeps people made for the first who comes in."""
    with acting(small.org, small.people["adam"], "a test"):
        return let_in(small.people[name], by=small.viewer("adam"), at=timezone.now() - timedelta(days=days_ago))


def accepted(client: Client, key: str, email: str = "ann@example.org", **other: str):
    body = {"key": key, "email": email, "password": WORDS, "again": WORDS, **other}
    return client.post(INVITATION, body)


def test_an_invitation_sets_a_password_once_and_the_trail_says_so(small):
    key, first, second = invitation(small), Client(), Client()
    opened = first.get(INVITATION, {"key": key})
    assert key in opened.content.decode()
    assert opened["Cache-Control"] == "no-store"

    done = accepted(first, key)

    assert (done.status_code, done["Location"]) == (302, reverse("home"))
    assert accepted(second, key, "other@example.org").status_code == 403
    assert second.get(reverse("my-caseload")).status_code == 302
    told = AuditEvent.objects.filter(org_id=small.org).order_by("at").values_list("act", "by_id", "detail")
    assert list(told) == [
        (Act.LINK_MADE, small.people["adam"], {}),
        (Act.PASSWORD_SET, small.people["ann"], {}),
        (Act.SIGNED_IN, small.people["ann"], {"how": "password"}),
    ]


def test_nobody_comes_in_by_an_invitation_without_a_password(small):
    assert Client().post(LINK, {"key": invitation(small)}).status_code == 403


def test_whoever_knew_the_sign_of_the_forms_before_signing_in_knows_it_no_longer(small):
    key, client = invitation(small), Client(enforce_csrf_checks=True)
    client.get(INVITATION, {"key": key})
    before = client.cookies[kept.CSRF_COOKIE_NAME].value

    done = accepted(client, key, csrfmiddlewaretoken=before)

    assert done.status_code == 302
    assert client.cookies[kept.CSRF_COOKIE_NAME].value != before


def test_opening_an_invitation_uses_nothing_up_and_nor_does_what_is_wrong_in_it(small):
    key = invitation(small)
    for wrong in (
        {"password": "password123", "again": "password123"},
        {"again": "another tin harbour"},
        {"email": "ann"},
    ):
        assert Client().get(INVITATION, {"key": key}).status_code == 200
        assert accepted(Client(), key, **wrong).status_code == 422

    assert accepted(Client(), key).status_code == 302


@pytest.mark.parametrize(
    ("password", "says"),
    [
        ("short one", "too short"),
        ("password123", "too common"),
        ("ann@example.org", "too similar"),
        ("Plimsoll Council 2026!", "words that are tried first"),
        ("socialwork-winter-26", "words that are tried first"),
    ],
)
def test_a_password_that_is_easy_to_guess_is_refused(small, password, says):
    refused = accepted(Client(), invitation(small), password=password, again=password)

    assert refused.status_code == 422
    assert says in refused.content.decode()
    assert password not in refused.content.decode().replace('value="ann@example.org"', "")


def test_one_address_is_one_account_whatever_its_capitals(small):
    bobs, anns = invitation(small, "bob"), invitation(small)
    assert accepted(Client(), bobs, "Some.Body@example.org").status_code == 302
    refused = accepted(Client(), anns, "some.body@EXAMPLE.org")

    assert refused.status_code == 422
    assert "has an account here already" in refused.content.decode()


@pytest.mark.parametrize("spoil", [lambda key: "", lambda key: key[:-1], lambda key: key + "A", lambda key: "\x00é"])
def test_an_invitation_that_was_cut_short_or_made_up_lets_nobody_in(small, spoil):
    key = invitation(small)
    refused = accepted(Client(), spoil(key))

    assert refused.status_code in (403, 422)  # some of it is no text that a form takes
    assert str(small.people["ann"]) not in refused.content.decode()
    assert accepted(Client(), key).status_code == 302


def test_an_invitation_lapses(small):
    assert accepted(Client(), invitation(small, days_ago=INVITATION_DAYS)).status_code == 403
    assert accepted(Client(), invitation(small, days_ago=INVITATION_DAYS - 1)).status_code == 302


def test_an_invitation_of_somebody_who_left_leads_nowhere(small):
    key = invitation(small, "bob")
    Worker.objects.filter(pk=small.people["bob"]).update(left_on=timezone.now().date())

    assert accepted(Client(), key).status_code == 404


def test_an_invitation_leads_into_its_own_organisation_alone(small, orgs):
    """Whoever is signed in elsewhere is signed out there first."""
    with acting(orgs[1], None, "a test"):
        stranger, key = make("worker", orgs[1], name="stranger", sort_name="stranger"), new_key()
        with connection.cursor() as cursor:
            cursor.execute("SELECT records_let_in(%s, %s, %s)", [stranger.pk, digest_of(key), timezone.now()])
    client = Client()
    accepted(client, key, "stranger@example.org")
    assert client.session["org"] == str(orgs[1])

    accepted(client, invitation(small))

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
