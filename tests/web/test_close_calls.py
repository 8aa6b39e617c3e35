"""Close calls: answered once, not marked again until something changes, and never in a circle."""

import re
from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from django.urls import reverse

from plimsoll.actions.close_calls import settle_close_call
from plimsoll.actions.priority import Contradicted, place_case
from plimsoll.core.access import NotThere
from plimsoll.core.calendar import moment
from plimsoll.core.terms import PlacingKind, PlacingReason
from plimsoll.queries.priority import get_caseload
from plimsoll.records.models.priority import Override
from tests.factories.records import make
from tests.factories.small import Small
from tests.web.conftest import Browser
from tests.web.test_caseload import add
from tests.web.test_urgent import words

PAGE = reverse("my-caseload")
WHY = "The school rang about her"


@pytest.fixture
def four(small: Small) -> Small:
    """Ann holds four cases, all much alike and so close calls."""
    for number in range(1, 4):
        add(small, f"L{number}", f"Zoe{number}", "Last")
    return small


def now() -> datetime:
    return datetime.now(UTC)


def shown(small: Small) -> list[str]:
    """References as ann's list has them."""
    return [one.reference for one in get_caseload(small.viewer("ann"), small.people["ann"], moment(now())).cases]


def marked(small: Small) -> dict[str, str]:
    """Which case is hardly before which."""
    found = get_caseload(small.viewer("ann"), small.people["ann"], moment(now())).cases
    return {one.reference: one.close_to for one in found if one.close_to}


def say(small: Small, first: str, second: str, name: str = "ann", **more):
    cases = small.cases
    until = now().date() + timedelta(7)
    said = {"why": WHY, "until": until, "by": small.viewer(name), "at": now()}
    return settle_close_call(cases[first].pk, cases[second].pk, **said, **more)


def test_an_answered_close_call_is_marked_no_longer_until_something_is_written_on_either(four):
    one, two, three, last = shown(four)
    assert marked(four) == dict(pairwise((one, two, three, last)))

    say(four, two, one)
    assert shown(four)[:2] == [two, one]
    assert marked(four) == {two: three, three: last}

    make(
        "judgement",
        four.org,
        case=four.cases[last],
        judged_by_id=four.people["ann"],
        judged_at=now(),
        recorded_at=now(),
    )
    assert one not in marked(four)
    make("event", four.org, case=four.cases[one], kind="OTHER_EVENT", happened_at=now(), recorded_at=now())
    assert marked(four)[one] == two


def test_answers_along_a_run_all_hold_whatever_they_are(four):
    one, two, three, last = shown(four)

    say(four, two, one)
    say(four, two, three)  # stands before it already: nothing moves, and the first answer is not lost
    say(four, last, three)

    assert marked(four) == {}
    order = shown(four)
    assert order.index(two) < order.index(one)
    assert order.index(two) < order.index(three)
    assert order.index(last) < order.index(three)


def test_an_answer_that_closes_a_circle_is_refused_with_both_former_answers_and_kept_once_one_gives_way(four):
    one, two, three, _ = shown(four)
    say(four, one, two)
    say(four, two, three)

    with pytest.raises(Contradicted) as refusal:
        say(four, three, one)

    named = {case.pk: reference for reference, case in four.cases.items()}
    told = [(named[each.first], named[each.second], each.by, each.why) for each in refusal.value.former]
    assert told == [(one, two, "ann", WHY), (two, three, "ann", WHY)]
    assert Override.objects.filter(org_id=four.org, ended_at__isnull=True).count() == 2

    say(four, three, one, instead=[refusal.value.former[0].placing])
    order = shown(four)
    assert order.index(two) < order.index(three) < order.index(one)
    assert Override.objects.get(pk=refusal.value.former[0].placing).ended_why == f"Said otherwise: {WHY}"


def test_placing_by_hand_may_not_contradict_an_answer_untold(browser: Browser, four):
    one, two, *_ = shown(four)
    say(four, one, two)
    page = reverse("case-place", args=[four.cases[two].pk])
    until = (now().date() + timedelta(7)).isoformat()
    said = {"kind": "ABOVE", "other": str(four.cases[one].pk), "because": "KNOWS_MORE", "why": WHY, "until": until}
    ann = browser("ann")

    told = ann.post(page, said)
    assert told.status_code == 422
    assert "This contradicts what was said before. Say which holds." in words(told)
    assert re.search(rf"This no longer holds: {one} .+? before this case", words(told))
    assert "Said by ann on" in words(told)

    kept = Override.objects.get(org_id=four.org, ended_at__isnull=True)
    stays = ann.post(page, said | {"instead": "FORMER"})
    assert stays["Location"] == reverse("case", args=[four.cases[two].pk])
    assert Override.objects.get(org_id=four.org, ended_at__isnull=True) == kept

    assert ann.post(page, said | {"instead": str(kept.pk)}).status_code == 302
    assert shown(four)[:2] == [two, one]


def test_the_page_of_an_answered_close_call_says_so(browser: Browser, four):
    one, two, *_ = shown(four)
    page = reverse("case-close-call", args=[four.cases[one].pk])
    ann = browser("ann")
    until = (now().date() + timedelta(7)).isoformat()
    assert ann.post(page, {"first": str(four.cases[two].pk), "why": WHY, "until": until}).status_code == 302

    again = ann.get(page)
    assert again.status_code == 403
    assert "Somebody has said which of these two comes first" in words(again)
    assert "a close call, and somebody said which first" in words(
        ann.get(reverse("firmness", args=[four.people["ann"]]))
    )


def test_a_supervisor_may_answer_and_a_stranger_finds_nothing(four):
    one, two, *_ = shown(four)
    say(four, two, one, "sue")
    assert shown(four)[:2] == [two, one]
    with pytest.raises(NotThere):
        say(four, one, two, "cat")


def test_what_was_placed_for_another_reason_still_stands_right_beside(four):
    one, two, three, last = shown(four)
    said = {"because": PlacingReason.GOES_TOGETHER, "why": WHY, "until": now().date() + timedelta(7)}
    place_case(
        four.cases[one].pk, PlacingKind.ABOVE, other=four.cases[last].pk, **said, by=four.viewer("ann"), at=now()
    )

    assert shown(four) == [two, three, one, last]
