"""What somebody says is wrong on a record: it stands beside it, and goes with every copy."""

from uuid import uuid4

import pytest
from django.urls import reverse

from plimsoll.actions.cases import Refused
from plimsoll.actions.disputes import Wrong, note_dispute
from plimsoll.core.access import NotAllowed, NotThere
from plimsoll.records.context import acting
from plimsoll.records.models.audit import AuditEvent
from plimsoll.records.models.disputes import DisputeNote
from tests.factories.records import make
from tests.factories.small import NOW, TODAY, Small

pytestmark = pytest.mark.django_db


@pytest.fixture
def record(small: Small):
    """Something that somebody wrote."""
    with acting(small.org, None, "a test"):
        return make("caserecord", small.org, case=small.cases["A1"], recorded_by_id=small.people["ann"]).pk


def at(small: Small, name: str, **asked) -> str:
    more = "".join(f"?{key}={value}" for key, value in asked.items())
    return reverse(name, args=[small.cases["A1"].pk]) + more


def note(**more):
    return {
        "key": str(uuid4()),
        "by_name": "Her mother",
        "wrong": "It was a Tuesday",
        "received_on": "20 Nov 2026",
    } | more


def test_it_stands_beside_the_record_and_on_the_case_until_it_is_answered_and_after(small, browser, record):
    ann = browser("ann")
    sent = ann.post(at(small, "case-dispute-new", record=record), note())
    waits = ann.get(reverse("record", args=[record])).content.decode()
    answer = ann.post(
        at(small, "case-dispute-answer"), {"outcome": "NOTED", "why": "Both were there", "told_on": "21 Nov 2026"}
    )
    case = ann.get(at(small, "case")).content.decode()
    page = ann.get(at(small, "case-disputed")).content.decode()

    assert (sent.status_code, answer.status_code) == (302, 302)
    assert "Somebody says that something here is wrong; 1 waits for an answer." in waits
    assert "Somebody says that something here is wrong. All are answered." in case
    assert "It was a Tuesday" in page
    assert "Both were there" in page
    assert reverse("record", args=[record]) in page
    acts = AuditEvent.objects.filter(about_id=DisputeNote.objects.get().pk).order_by("at")
    assert list(acts.values_list("act", flat=True)) == ["DISPUTE_NOTED", "DISPUTE_DECIDED"]


def test_it_stays_with_an_amended_record(small, browser, record):
    browser("ann").post(at(small, "case-dispute-new", record=record), note())
    with acting(small.org, None, "a test"):
        by = {"recorded_by_id": small.people["ann"], "amended_why": "the day"}
        newer = make("caserecord", small.org, case=small.cases["A1"], replaces_id=record, **by).pk

    assert "is wrong; 1 waits" in browser("ann").get(reverse("record", args=[newer])).content.decode()


def test_every_fault_at_once_and_what_is_sent_twice_is_kept_once(small, browser):
    faulty = browser("ann").post(at(small, "case-dispute-new"), note(by_name="", wrong=" ", received_on="20 Dec 2026"))
    once = note()
    for _ in range(2):
        browser("ann").post(at(small, "case-dispute-new"), once)

    assert faulty.status_code == 422
    assert [text in faulty.content.decode() for text in ("Write who says so", "Write what is wrong")] == [True, True]
    assert DisputeNote.objects.count() == 1


def test_nobody_answers_twice(small, browser):
    ann = browser("ann")
    ann.post(at(small, "case-dispute-new"), note())
    said = {"outcome": "CORRECTED", "why": "It was a Tuesday", "told_on": "21 Nov 2026"}

    assert [ann.post(at(small, "case-dispute-answer"), said).status_code for _ in range(2)] == [302, 403]


def test_who_may_note_and_of_which_record(small, record):
    wrong = Wrong("Her mother", "It was a Tuesday", TODAY)
    case, other = small.cases["A1"].pk, small.cases["B1"].pk
    with pytest.raises(NotAllowed):
        note_dispute(case, wrong, key=uuid4(), by=small.viewer("eve"), at=NOW)
    with pytest.raises(NotThere):
        note_dispute(case, wrong, key=uuid4(), by=small.viewer("cat"), at=NOW)
    with pytest.raises(NotThere):
        note_dispute(other, wrong, key=uuid4(), record=record, by=small.viewer("sue"), at=NOW)
    ahead = Wrong("Her mother", "It was a Tuesday", TODAY.replace(year=2027))
    with pytest.raises(Refused, match="lies ahead"):
        note_dispute(case, ahead, key=uuid4(), by=small.viewer("ann"), at=NOW)
