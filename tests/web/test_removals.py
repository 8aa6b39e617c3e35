"""A record whose time is over is held, kept longer, or removed by two people; nothing of it is left to any page."""

import re
from datetime import UTC, date, datetime
from uuid import UUID

import pytest
from django.urls import reverse

from plimsoll.actions.priority import confirm_order
from plimsoll.core.terms import Act
from plimsoll.queries.replays import get_any_review
from plimsoll.records import files
from plimsoll.records.context import acting
from plimsoll.records.models.audit import AuditEvent
from plimsoll.records.models.cases import Case
from plimsoll.records.models.families import Child
from plimsoll.records.models.removal import LegalHold, Removal, RemovalAsk, RetentionRule
from tests.factories.records import make
from tests.factories.small import FROM, Small
from tests.web.conftest import Browser

pytestmark = pytest.mark.django_db
NINE = datetime(2026, 10, 23, 9, tzinfo=UTC)
LONG_AGO = datetime(2018, 3, 5, 10, tzinfo=UTC)


def words(answer) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", answer.content.decode()).replace("&#39;", "'").split())


@pytest.fixture
def over(small: Small, settings, tmp_path) -> UUID:
    """The child of A1, whose case was closed eight years ago; a schedule of six years; a safeguarding lead, lea."""
    settings.DOCUMENTS, settings.REMOVALS = tmp_path / "documents", tmp_path / "removals"
    lea = make("worker", small.org, name="lea", sort_name="lea", joined_on=FROM)
    small.people["lea"] = lea.pk
    make("roleheld", small.org, worker=lea, role="SAFEGUARDING_LEAD", from_date=FROM)
    case = small.cases["A1"]
    Case.objects.filter(pk=case.pk).update(
        opened_at=LONG_AGO, closed_at=LONG_AGO, closed_by_id=small.people["sue"], closed_why="goals met"
    )
    make("retentionrule", small.org, years=6, basis="Our policy on records", source="page 2", set_by=lea)
    return UUID(str(case.child_id))


def ask(browser: Browser, small: Small, child: UUID, by: str = "max") -> UUID:
    answer = browser(by).post(reverse("removal-ask", args=[child]), {"why": "its time is over"})
    assert answer.status_code == 302, words(answer)
    with acting(small.org, None, "a test"):
        return RemovalAsk.objects.get().pk


def decide(browser: Browser, asked: UUID, by: str = "lea", decision: str = "AGREE"):
    return browser(by).post(reverse("removal-decide", args=[asked]), {"decision": decision, "why": "I looked at it"})


def test_a_record_whose_time_is_over_is_shown_with_its_reason(browser: Browser, small, over):
    listed = words(browser("max").get(reverse("removals")))
    one = words(browser("max").get(reverse("removal", args=[over])))

    assert "A1 Invented" in listed
    assert "Child in need: 6 years from the day on which the case was closed, Mon 5 Mar 2018" in listed
    assert "Legal basis: Our policy on records. Source: page 2." in one
    assert "Nobody else is known in the household" in one


@pytest.mark.parametrize("name", ["ann", "sue", "adam", "eve", "bea"])
def test_nobody_else_is_shown_it(browser: Browser, small, over, name):
    assert browser(name).get(reverse("removals")).status_code == 403
    assert browser(name).get(reverse("removal", args=[over])).status_code == 404
    assert browser(name).post(reverse("removal-hold", args=[over]), {"kind": "CLAIM", "why": "x"}).status_code in (
        403,
        404,
    )


def test_without_a_schedule_nothing_falls_due(browser: Browser, small, over):
    make("retentionrule", small.org, years=None, basis="", source="", set_at=datetime(2026, 11, 3, tzinfo=UTC))

    assert "A1 Invented" not in words(browser("max").get(reverse("removals")))
    assert browser("max").post(reverse("removal-ask", args=[over]), {"why": "x"}).status_code == 403


def test_two_people_remove_it_and_a_list_says_so(
    browser: Browser, small, over, django_capture_on_commit_callbacks, settings, tmp_path
):
    Case.objects.filter(pk=small.cases["A1"].pk).update(closed_at=None, closed_by_id=None, closed_why=None)
    with acting(small.org, small.people["ann"], "a test"):
        review = confirm_order(small.people["ann"], comment="", with_supervisor=None, by=small.viewer("ann"), at=NINE)
    Case.objects.filter(pk=small.cases["A1"].pk).update(
        closed_at=LONG_AGO, closed_by_id=small.people["sue"], closed_why="goals met"
    )
    letter = tmp_path / "letter.txt"
    letter.write_text("about A1")
    digest, size = files.keep(small.org, letter)
    make("document", small.org, case=small.cases["A1"], digest=digest, size_bytes=size)
    asked = ask(browser, small, over)
    with django_capture_on_commit_callbacks(execute=True):
        answer = decide(browser, asked)

    assert answer.status_code == 302
    listed = words(browser("lea").get(reverse("removals") + "?done=removed"))
    assert "A1" not in listed
    assert "Our policy on records max lea 1" in listed
    assert browser("max").get(reverse("case", args=[small.cases["A1"].pk])).status_code == 404
    assert list(tmp_path.glob(f"documents/*/*/{digest}")) == []
    with acting(small.org, None, "a test"):
        marker = Removal.objects.get()
        assert not Child.objects.filter(pk=over).exists()
        assert AuditEvent.objects.filter(act=Act.RECORD_REMOVED).count() == 1
        found = get_any_review(review, using="default")
    assert (tmp_path / "removals").read_text().split()[:3] == [str(marker.pk), str(small.org), str(over)]
    assert [under for _, under in found.removed] == [
        "the schedule for child in need: 6 years from the day on which the case was closed"
    ]
    assert (found.cases, found.again.differences) == ((), ())


def test_who_asked_does_not_agree(browser: Browser, small, over):
    asked = ask(browser, small, over)

    assert decide(browser, asked, by="max").status_code == 403
    assert decide(browser, asked, decision="NOT").status_code == 302
    with acting(small.org, None, "a test"):
        assert Child.objects.filter(pk=over).exists()


def test_nor_does_whoever_stands_in_for_who_asked(browser: Browser, small, over):
    asked = ask(browser, small, over)
    with acting(small.org, None, "a test"):
        make("delegation", small.org, giver_id=small.people["max"], taker_id=small.people["sue"], role="SERVICE_MANAGER",
             from_date=FROM, to_date=date(2036, 1, 5))  # fmt: skip

    assert decide(browser, asked, "sue").status_code == 403
    with acting(small.org, None, "a test"):
        assert Child.objects.filter(pk=over).exists()


def test_a_hold_stops_it_and_is_shown_on_the_case(browser: Browser, small, over):
    asked = ask(browser, small, over)
    held = browser("lea").post(reverse("removal-hold", args=[over]), {"kind": "CLAIM", "why": "a solicitor wrote"})
    case = reverse("case", args=[small.cases["A1"].pk])
    told = words(browser("sue").get(case))

    assert held.status_code == 302
    assert "Legal hold (legal claim): this child's record is not removed until it is lifted." in told
    assert "a solicitor wrote" not in told
    assert "Legal hold" not in words(browser("bea").get(case))  # may know of the case, and not read its record
    refused = decide(browser, asked)
    assert (refused.status_code, "A legal hold stands on this record" in words(refused)) == (422, True)
    with acting(small.org, None, "a test"):
        hold = LegalHold.objects.get().pk
    assert browser("max").post(reverse("removal-lift", args=[hold]), {"why": "settled"}).status_code == 302
    assert decide(browser, asked).status_code == 302
    with acting(small.org, None, "a test"):
        assert not Child.objects.filter(pk=over).exists()


def test_it_is_kept_longer_with_a_reason_and_a_day(browser: Browser, small, over):
    keep = reverse("removal-keep", args=[over])
    wrong = browser("max").post(keep, {"until": "yesterday", "why": ""})
    kept = browser("max").post(keep, {"until": "1 Mar 2030", "why": "a brother asks for it"})

    assert (wrong.status_code, "Say why" in words(wrong)) == (422, True)
    assert kept.status_code == 302
    assert "A1 Invented" not in words(browser("max").get(reverse("removals")))


def test_schedules_are_settled_in_the_browser_with_their_basis(browser: Browser, small):
    kind = reverse("set-up-retention-kind", args=["EARLY_HELP"])
    first = words(browser("adam").get(reverse("set-up-retention")))
    bare = browser("adam").post(kind, {"years": "6", "counted_from": "CLOSED"})
    said = {"years": "6", "counted_from": "BIRTH", "after_death": "", "basis": "Our policy", "source": "page 4"}
    done = browser("adam").post(kind, said)

    assert first.count("not set") == 12
    assert (bare.status_code, "Write on what law or policy this rests." in words(bare)) == (422, True)
    assert done.status_code == 302
    assert "6 years from the child's birth Our policy page 4" in words(browser("adam").get(reverse("set-up-retention")))
    assert browser("max").get(reverse("set-up-retention")).status_code == 403
    with acting(small.org, None, "a test"):
        assert RetentionRule.objects.get().from_date >= date(2026, 1, 1)
