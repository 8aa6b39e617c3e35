"""The blank page is the same for everybody and holds nobody; the key is for one person and for 72 hours."""

from base64 import b64decode
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from plimsoll.core.access import Viewer
from plimsoll.records.models.written import Draft
from plimsoll.web.device_keys import LASTS, NoKey, key_of, new_key, person_tag
from plimsoll.web.templating import static
from plimsoll.web.without_signal.views import FILES
from tests.factories.records import MORNING
from tests.factories.small import Small
from tests.web.conftest import Browser


def viewers(small: Small) -> tuple[Viewer, Viewer]:
    ann, bob = (Viewer(small.org, small.people[name], name) for name in ("ann", "bob"))
    return ann, bob


def test_the_blank_page_is_the_same_for_owner_and_stranger_and_names_nobody(browser: Browser, small):
    pages = [client.get(reverse("without-signal")) for client in (browser("ann"), browser("bob"), Client())]
    page = pages[0].content.decode()

    assert len({answer.content for answer in pages}) == 1
    assert [(answer.status_code, answer["Cache-Control"]) for answer in pages] == [(200, "no-store")] * 3
    assert [word for word in ("A1", "Invented", ">ann", ">bob", "csrf", str(small.people["ann"])) if word in page] == []
    assert "here none runs" in page  # said until the script says otherwise
    assert 'data-begun autocomplete="off" hidden' in page
    assert all(not answer.cookies for answer in pages)


def test_workers_come_from_our_own_address_and_hold_what_the_blank_page_loads(db):
    client = Client(SERVER_NAME="localhost")
    page, worker = client.get(reverse("without-signal")), client.get(reverse("without-signal-worker"))
    text = worker.content.decode()

    assert "worker-src 'self'" in page["Content-Security-Policy"]
    assert (worker["Content-Type"], worker["Cache-Control"]) == ("text/javascript; charset=utf-8", "no-cache")
    assert [name for name in (reverse("without-signal"), *map(static, FILES)) if f'"{name}"' not in text] == []
    for name in FILES:
        answer = client.get(static(name))
        assert answer.status_code == 200
        answer.close()


def test_a_key_is_given_again_for_its_grant_to_the_same_person_alone_and_for_72_hours(small):
    ann, bob = viewers(small)
    given, other = new_key(ann, MORNING), new_key(ann, MORNING)
    late = MORNING + LASTS - timedelta(seconds=10)

    assert len(b64decode(given.key)) == 32
    assert given.seconds == 72 * 3600
    assert (other.grant == given.grant, other.key == given.key) == (False, False)
    assert (key_of(given.grant, ann, late).key, key_of(given.grant, ann, late).seconds) == (given.key, 10)
    for grant, viewer, at in (
        (given.grant, bob, MORNING),
        (given.grant, ann, MORNING + LASTS),
        (given.grant.replace(".", ".9", 1), ann, MORNING),
        ("", ann, MORNING),
    ):
        with pytest.raises(NoKey):
            key_of(grant, viewer, at)


def test_the_key_is_for_who_is_signed_in_and_stays_nowhere(browser: Browser, small):
    where, client = reverse("without-signal-key"), browser("ann")
    given = client.post(where)
    again = client.post(where, {"grant": given.json()["grant"]})

    assert (given.status_code, given["Cache-Control"]) == (200, "no-store")
    assert again.json()["key"] == given.json()["key"]
    refused = browser("bob").post(where, {"grant": given.json()["grant"]})
    assert (refused.status_code, "key" in refused.json()) == (410, False)
    assert Client().post(where).status_code == 302
    assert browser("adam").post(where).status_code == 403
    assert client.get(where).status_code == 405


def test_what_stands_for_a_person_is_on_their_pages_and_in_what_their_session_says(browser: Browser, small):
    ann, bob = map(person_tag, viewers(small))
    page = browser("ann").get(reverse("my-caseload")).content.decode()

    assert f'data-unsent="{ann}" data-writes' in page
    assert ann != bob
    assert bob not in page
    assert browser("ann").get(reverse("session")).json()["person"] == ann
    assert "data-writes" not in browser("adam").get(reverse("roles")).content.decode()
    assert reverse("without-signal") in page
    assert "data-signed-out" in Client().get(reverse("sign-in")).content.decode()


def test_what_was_begun_without_signal_is_offered_what_is_due_as_a_new_form(browser: Browser, small):
    client, where = browser("ann"), reverse("case-write", args=[small.cases["A1"].pk])
    said = {"key": "0d8f3c1e-6f0e-4d8b-9a8e-0d8f3c1e6f0e", "kind": "VISIT", "text": "At home", "save_draft": "quietly"}
    for unasked, ticked in (({"unasked": "meets"}, True), ({}, False)):
        client.post(where, {**said, **unasked, "version": str(Draft.objects.count())})
        page = client.get(where, {"draft": said["key"]}).content.decode()
        assert ('value="IN_NEED_VISIT" checked' in page) is ticked
    assert [draft.version for draft in Draft.objects.all()] == [2]
