"""Writing on a case as people meet it: what is offered and ticked, what it did, and drafts that nobody else sees."""

from typing import Any
from uuid import UUID, uuid4

import pytest
from django.test import Client
from django.urls import reverse

from plimsoll.records.models.cases import Event
from plimsoll.records.models.written import CaseRecord, Draft
from tests.actions.test_recording import sibling
from tests.factories.small import Small
from tests.web.conftest import Browser

VISIT = {"kind": "VISIT", "happened": "yesterday", "time": "9.30", "sight": "ALONE", "text": "At home after school."}


def where(small: Small, reference: str = "A1") -> str:
    return reverse("case-write", args=[small.cases[reference].pk])


def page_of(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, answer.status_code
    return answer.content.decode()


def kept(client: Client, small: Small, key: UUID, **said: Any) -> Any:
    whole = {**VISIT, "key": str(key), "save_draft": "quietly", **said}
    return client.post(where(small), whole, headers={"accept": "application/json"})


# ---- the form -------------------------------------------------------------------------------------------------------------


def test_a_duty_in_the_address_chooses_the_kind_and_is_ticked_with_its_sum(browser: Browser, small):
    page = page_of(browser("ann"), f"{where(small)}?duty=cin_visit_20wd")

    assert "Write down a visit" in page
    assert 'value="IN_NEED_VISIT" checked' in page
    assert "working days late" in page


@pytest.mark.parametrize(
    ("kind", "title"), [("ATTEMPT", "an attempt"), ("MANAGEMENT_OVERSIGHT", "management oversight")]
)
def test_the_address_chooses_the_kind(browser: Browser, small, kind, title):
    page = page_of(browser("ann"), f"{where(small)}?kind={kind}")

    assert f"Write down {title}" in page
    assert "IN_NEED_VISIT" not in page


def test_another_kind_keeps_what_was_typed(browser: Browser, small):
    said = {**VISIT, "key": str(uuid4()), "turn_to": "CALL"}
    answer = browser("ann").post(where(small), said)

    assert answer.status_code == 200
    assert "Write down a call" in answer.content.decode()
    assert VISIT["text"] in answer.content.decode()
    assert not CaseRecord.objects.exists()


def test_what_it_closed_what_is_next_and_where_the_case_stands_is_told(browser: Browser, small):
    client = browser("ann")
    done = client.post(where(small), {**VISIT, "key": str(uuid4()), "meets": ["IN_NEED_VISIT"]})
    page = page_of(client, done["Location"])

    assert "What this changed" in page
    assert "Done late" in page
    assert "Due next" in page
    assert "It stands 1st of 1 now" in page
    assert reverse("my-caseload") in page
    assert "What this changed" not in page_of(client, done["Location"].split("?")[0])  # later it is read as it stands


def test_a_visit_that_was_in_time_and_is_written_down_late_was_in_time(browser: Browser, small):
    client = browser("ann")
    said = {**VISIT, "key": str(uuid4()), "happened": "20 Jun 2026", "meets": ["IN_NEED_VISIT"]}
    page = page_of(client, client.post(where(small), said)["Location"])

    assert "Done in time" in page
    assert "Overdue" in page  # what came after it


def test_a_tick_that_counts_only_where_the_child_was_seen_falls_with_it(browser: Browser, small):
    said = {**VISIT, "key": str(uuid4()), "sight": "NOT_SEEN", "meets": ["IN_NEED_VISIT"]}
    browser("ann").post(where(small), said)

    assert list(Event.objects.filter(record__isnull=False).values_list("kind", flat=True)) == ["OTHER_EVENT"]


def test_brothers_and_sisters_are_offered_to_whoever_may_write_there(browser: Browser, small):
    mine, others = sibling(small, "A2", "ann"), sibling(small, "A3", "bob")
    client = browser("ann")
    page = page_of(client, f"{where(small)}?kind=VISIT")
    said = {
        **VISIT,
        "key": str(uuid4()),
        f"{mine}-about": "yes",
        f"{mine}-sight": "NOT_SEEN",
        f"{mine}-own_words": "Out",
    }
    done = client.post(where(small), {**said, f"{others}-about": "yes", f"{others}-sight": "ALONE"})

    assert "Also about A2" in page
    assert str(others) not in page
    assert {row.case.reference: row.own_words for row in CaseRecord.objects.all()} == {"A1": "", "A2": "Out"}
    assert "A2" in page_of(client, done["Location"])


# ---- drafts ---------------------------------------------------------------------------------------------------------------


def test_what_is_typed_is_kept_and_filled_in_again(browser: Browser, small):
    client, key = browser("ann"), uuid4()
    first = kept(client, small, key, text="The first").json()
    second = kept(client, small, key, text="The second", voice_by=["DRAWN"], version=first["version"]).json()
    page = page_of(client, f"{where(small)}?draft={key}")

    assert (first["version"], second["version"]) == (1, 2)
    assert second["saved"].startswith("Draft saved ")
    assert "The second" in page
    assert 'value="DRAWN" checked' in page
    assert "1 not finished" in page
    assert "The second" in page_of(client, reverse("drafts"))
    sibling(small, "A2", "ann")
    assert "The second" not in page_of(client, f"{where(small, 'A2')}?draft={key}")  # it is about A1


def test_an_older_window_is_told_and_overwrites_nothing(browser: Browser, small):
    client, key = browser("ann"), uuid4()
    kept(client, small, key, text="The first")
    kept(client, small, key, text="The second", version=1)
    old = kept(client, small, key, text="Of another window", version=1)
    again = kept(client, small, key, text="The second", version=1)  # its answer was lost: it is the same
    shown = client.post(where(small), {**VISIT, "key": str(key), "version": 1, "save_draft": "yes"})

    assert (old.status_code, again.status_code, shown.status_code) == (409, 200, 409)
    assert "newer text" in old.json()["says"]
    assert "newer text" in shown.content.decode()
    assert Draft.objects.get(pk=key).content["text"] == "The second"


@pytest.mark.parametrize("other", ["sue", "max", "bob"])
def test_nobody_else_sees_a_draft_whatever_their_role(browser: Browser, small, other):
    key = uuid4()
    kept(browser("ann"), small, key, text="Not yet said")
    client = browser(other)

    assert "Not yet said" not in page_of(client, reverse("drafts"))
    assert client.post(reverse("drafts"), {"leave": str(key)}).status_code == 404
    if other == "sue":  # she may write there, and gets an empty form
        assert "Not yet said" not in page_of(client, f"{where(small)}?draft={key}")
        assert kept(client, small, key).status_code == 404


def test_what_is_sent_ends_the_draft_and_what_comes_late_is_refused(browser: Browser, small):
    client, key = browser("ann"), uuid4()
    kept(client, small, key)
    sent = [client.post(where(small), {**VISIT, "key": str(key), "version": 1}) for _ in range(2)]
    late = kept(client, small, key, text="Typed on", version=1)

    assert [answer.status_code for answer in sent] == [302, 302]
    assert CaseRecord.objects.filter(together=key).count() == 1
    assert Draft.objects.get(pk=key).ended_how == "SENT"
    assert (late.status_code, "sent already" in late.json()["says"]) == (410, True)
    assert "not finished" not in page_of(client, reverse("my-caseload"))


def test_without_scripts_a_draft_is_kept_by_its_button_and_left_by_another(browser: Browser, small):
    client, key = browser("ann"), uuid4()
    saved = client.post(where(small), {**VISIT, "key": str(key), "save_draft": "yes"})
    page = page_of(client, saved["Location"])
    left = client.post(reverse("drafts"), {"leave": str(key)})

    assert "Kept as a draft" in page
    assert VISIT["text"] in page
    assert left.status_code == 302
    assert "Nothing waits to be finished" in page_of(client, left["Location"])


def test_whoever_was_signed_out_comes_back_to_what_is_kept(browser: Browser, small):
    key = uuid4()
    answer = Client().post(where(small), {**VISIT, "key": str(key)})

    assert answer.status_code == 302
    assert answer["Location"].endswith(f"record%3Fdraft%3D{key}")


def test_on_a_shared_machine_nobody_sends_what_another_typed(browser: Browser, small):
    """Ann's form stays open, and sue signs in in another window of the browser."""
    said = {**VISIT, "key": str(uuid4()), "writer": str(small.people["ann"])}
    client = browser("sue")
    sent, quietly = client.post(where(small), said), kept(client, small, uuid4(), writer=str(small.people["ann"]))

    assert (sent.status_code, quietly.status_code) == (422, 409)
    assert "Somebody else opened this form" in sent.content.decode()
    assert not CaseRecord.objects.exists()
    assert not Draft.objects.exists()


# ---- staying signed in ----------------------------------------------------------------------------------------------------


def test_the_session_says_how_long_it_lasts_and_is_prolonged(browser: Browser, small, settings):
    client = browser("ann")
    settings.SESSION_COOKIE_AGE = 600
    told = client.post(reverse("session"), headers={"accept": "application/json"}).json()
    back = client.post(reverse("session"), {"next": "/drafts"})

    assert 595 <= told["seconds"] <= 600
    assert back["Location"] == "/drafts"
    assert 'data-session="' in page_of(client, reverse("drafts"))
    assert Client().get(reverse("session")).status_code == 302
