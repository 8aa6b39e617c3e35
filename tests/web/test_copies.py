"""A copy of a child's record, on pages: from the request to the file, by two people."""

import io
import zipfile
from datetime import UTC, datetime

import pytest
from django.urls import reverse

from plimsoll.core.terms import Role
from plimsoll.records.context import acting
from plimsoll.records.models.copies import AccessRequest, CopyDecision
from tests.factories.records import make
from tests.factories.small import FROM, NOW, Small

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
ASKED = {"asked_by": "CHILD", "name": "Herself", "identity": "Known to us", "received_on": "20 Nov 2026"}


@pytest.fixture
def asked(small: Small, browser) -> Small:
    """Somebody round the child, somebody else who may release, and a request."""
    with acting(small.org, None, "a test"):
        lead = make("worker", small.org, name="dot", sort_name="dot", joined_on=FROM)
        make("roleheld", small.org, worker=lead, role=Role.SAFEGUARDING_LEAD, from_date=FROM)
        small.people["dot"] = lead.pk
        make("networkcontact", small.org, child_id=small.cases["A1"].child_id, name="Tom Quorvane")
        make("event", small.org, case=small.cases["A1"], note="Mr Quorvane rang", recorded_by_id=small.people["ann"])
    assert browser("max").post(at(small, "case-copy-ask"), ASKED).status_code == 302
    AccessRequest.objects.update(gathered_at=max(datetime.now(UTC), NOW))
    return small


def at(small: Small, name: str) -> str:
    return reverse(name, args=[small.cases["A1"].pk])


def test_from_the_request_to_the_file(asked, browser, settings):
    settings.OFTEN = settings.OFTEN | {"take-out": "1/h/key"}
    first, second = browser("max"), browser("dot")
    page = first.get(at(asked, "case-copy")).content.decode()
    first.post(at(asked, "case-copy-piece"), {"keeping": "WHOLE", "ground": "THIRD_PARTY", "why": "About him"})
    rest = {"keeping": "WORDS", "words": "Mr Quorvane", "ground": "THIRD_PARTY", "why": "About him"}
    decided = first.post(at(asked, "case-copy-piece"), rest)
    shown = first.get(at(asked, "case-copy-pieces")).content.decode()
    first.post(at(asked, "case-copy-ready"), {"read": "read"})
    second.post(at(asked, "case-copy-look"), {"answer": "RELEASE"})
    taken = first.post(at(asked, "case-copy-file"))
    copy = zipfile.ZipFile(io.BytesIO(taken.content))

    assert "2 of them tell of other people and wait for you." in page
    assert decided.headers["Location"].endswith("/copy/pieces?done=copy-decided")
    assert "[redacted: third party] rang" in shown
    assert copy.namelist() == ["record.pdf", "record.json"]
    assert b"Quorvane" not in copy.read("record.json")
    assert (taken.headers["Cache-Control"], taken.headers["Content-Type"]) == ("no-store", "application/zip")
    assert first.post(at(asked, "case-copy-file")).status_code == 429


def test_a_decision_says_every_fault_and_keeps_what_was_typed(asked, browser):
    page = browser("max").post(at(asked, "case-copy-piece"), {"keeping": "WHOLE", "words": "kept as typed"})

    assert page.status_code == 422
    assert "Choose the ground on which it is taken out" in page.content.decode()
    assert "kept as typed" in page.content.decode()
    assert not CopyDecision.objects.exists()


def test_a_piece_that_is_not_in_it_is_not_there(asked, browser):
    gone = browser("max").get(at(asked, "case-copy-piece"), {"piece": "records_child:none"})

    assert gone.status_code == 404


def test_who_sent_it_back_says_what_has_to_be_changed(asked, browser):
    browser("max").post(at(asked, "case-copy-words"), {"words": "Quorvane", "ground": "THIRD_PARTY", "why": "His name"})
    browser("max").post(at(asked, "case-copy-ready"), {"read": "read"})
    empty = browser("dot").post(at(asked, "case-copy-look"), {"answer": "BACK"})
    browser("dot").post(at(asked, "case-copy-look"), {"answer": "BACK", "why": "The school is named"})
    page = browser("max").get(at(asked, "case-copy")).content.decode()

    assert empty.status_code == 422
    assert "It was sent back: The school is named" in page


def test_a_request_that_has_ended_stays_in_sight(asked, browser):
    ended = browser("max").post(at(asked, "case-copy-end"), {"how": "WITHDRAWN", "why": "She rang"})
    page = browser("max").get(at(asked, "case-copy")).content.decode()
    nothing = browser("max").get(at(asked, "case-copy-pieces"))

    assert ended.status_code == 302
    assert "She rang" in page
    assert "Nobody asks for a copy" in page
    assert nothing.status_code == 403
