"""A supervisor is asked whether an order of work was gone through with them, and answers once."""

import re
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from django.urls import reverse

from plimsoll.actions.cases import Refused
from plimsoll.actions.reviews import answer_review
from plimsoll.core.access import NotAllowed, NotThere
from plimsoll.queries.notices import list_notices
from plimsoll.queries.replays import get_review, list_supervisors, list_to_answer
from plimsoll.records.context import acting
from plimsoll.records.models.audit import AuditEvent
from plimsoll.records.models.priority import PrioritisationReview, ReviewAnswer
from tests.factories.records import make
from tests.factories.small import Small
from tests.web.conftest import Browser

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


def words(answer) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", answer.content.decode()).replace("&#39;", "'").split())


def confirmed(browser: Browser, small: Small, by: str = "ann", supervisor: str = "sue"):
    """The address of a list of Ann's that somebody says was gone through with a supervisor."""
    new = reverse("review-new", args=[small.people["ann"]])
    said = {"supervisor": str(small.people.get(supervisor, supervisor)), "comment": "All agreed"}
    return browser(by).post(new, said)


def here(answer) -> str:
    return answer["Location"].split("?")[0]


def asked(small: Small, name: str) -> list[str]:
    with acting(small.org, small.people[name], "a test"):
        return [one.kind.value for one in list_notices(small.viewer(name), NOW) if one.kind.value.startswith("REVIEW")]


def test_a_supervisor_is_asked_and_says_yes(browser: Browser, small):
    review = here(confirmed(browser, small))
    assert re.search(
        r"With sue, as ann says: asked .* at \d\d:\d\d, not answered yet", words(browser("ann").get(review))
    )
    assert (asked(small, "sue"), asked(small, "ann")) == (["REVIEW_ASKED"], [])
    notices = browser("sue").get(reverse("notices"))
    assert "Did you go through the order of work of ann together?" in words(notices)
    fields = dict(re.findall(r'name="(kind|about)" value="([^"]+)"', notices.content.decode()))
    assert browser("sue").post(reverse("notice-open"), fields)["Location"] == review
    assert "Did you go through these orders of work together?" in words(browser("sue").get(reverse("to-countersign")))
    assert "Did you go through this order of work together?" in words(browser("sue").get(review))
    assert "Did you go through this order of work together?" not in words(browser("ann").get(review))

    answer = browser("sue").post(f"{review}/answer", {"agreed": "YES", "words": "As we agreed on Monday"})
    page = words(browser("ann").get(review))
    assert here(answer) == review
    assert re.search(r"With sue, who agreed: .* at \d\d:\d\d", page)
    assert "What sue said to it As we agreed on Monday" in page
    assert (asked(small, "sue"), asked(small, "ann")) == ([], ["REVIEW_ANSWERED"])
    assert "Sue agreed with an order of work that you confirmed" in words(browser("ann").get(reverse("notices")))
    assert "Nothing waits for you" in words(browser("sue").get(reverse("to-countersign")))
    assert AuditEvent.objects.filter(act="REVIEW_ANSWERED").count() == 1


def test_not_so_is_said_with_words_and_stands_beside_the_list(browser: Browser, small):
    review = here(confirmed(browser, small))
    refused = browser("sue").post(f"{review}/answer", {"agreed": "NOT", "words": " "})
    assert (refused.status_code, ReviewAnswer.objects.count()) == (422, 0)
    assert "Say what was otherwise" in words(refused)

    browser("sue").post(f"{review}/answer", {"agreed": "NOT", "words": "We spoke of two cases only"})
    assert "With sue, who did not agree: " in words(browser("ann").get(review))
    listed = words(browser("ann").get(reverse("reviews", args=[small.people["ann"]])))
    assert "sue, who did not agree" in listed
    assert "Sue did not agree with an order of work that you confirmed" in words(browser("ann").get(reverse("notices")))


def test_an_answer_is_given_once(browser: Browser, small):
    confirmed(browser, small)
    review, sue = PrioritisationReview.objects.get().pk, small.viewer("sue")

    def say(agreed: bool, said: str):
        with acting(small.org, sue.worker, "a test"):
            return answer_review(review, agreed=agreed, words=said, by=sue, at=NOW)

    assert say(True, "yes") == say(True, " yes ")
    with pytest.raises(Refused) as refusal:
        say(False, "no")
    assert set(refusal.value.faults) == {"agreed"}
    assert ReviewAnswer.objects.get().agreed


def test_only_the_supervisor_who_is_named_answers(browser: Browser, small):
    review = here(confirmed(browser, small))
    posted = {
        who: browser(who).post(f"{review}/answer", {"agreed": "YES"}).status_code
        for who in ("ann", "max", "eve", "bob", "cat")
    }
    assert posted == {"ann": 403, "max": 403, "eve": 403, "bob": 404, "cat": 404}
    assert not ReviewAnswer.objects.exists()


def test_who_confirms_the_list_with_themselves_is_not_asked(browser: Browser, small):
    review = here(confirmed(browser, small, by="sue"))
    assert "With sue, who confirmed it" in words(browser("sue").get(review))
    assert asked(small, "sue") == []
    assert browser("sue").get(f"{review}/answer").status_code == 403


def test_nobody_is_named_or_asked_who_may_not_read_all_of_it(browser: Browser, small):
    cases, day = [small.cases["A1"].pk], NOW.date()
    with acting(small.org, small.people["ann"], "a test"):
        listed = [name for _, name in list_supervisors(small.viewer("ann"), small.people["ann"], cases, day)]
    assert listed == ["max", "sue"]  # and not Bea, who leads another team
    assert confirmed(browser, small, supervisor="bea").status_code == 422

    review = here(confirmed(browser, small))
    with acting(small.org, None, "a test"):
        made = make("restriction", small.org, case=small.cases["A1"], from_at=NOW - timedelta(minutes=1))
        for name in ("ann", "max"):
            make("namedperson", small.org, case=small.cases["A1"], worker_id=small.people[name], from_at=made.from_at)
    with acting(small.org, small.people["ann"], "a test"):
        listed = [name for _, name in list_supervisors(small.viewer("ann"), small.people["ann"], cases, day)]
    assert listed == ["max"]
    assert asked(small, "sue") == []
    sue = small.viewer("sue")
    with acting(small.org, sue.worker, "a test"):
        assert list_to_answer(sue) == ()
        key = UUID(review.rsplit("/", 1)[1])
        with pytest.raises(NotThere):
            get_review(sue, key, day)
        with pytest.raises((NotThere, NotAllowed)):
            answer_review(key, agreed=True, words="", by=sue, at=NOW)
