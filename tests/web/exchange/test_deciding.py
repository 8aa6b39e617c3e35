"""What files leave to decide, by whoever may."""

from uuid import uuid4

import pytest
from django.urls import reverse

from plimsoll.core.terms import Act, Matter
from plimsoll.records.models.cases import Allocation, Case
from plimsoll.records.models.exchange import ImportMatter
from plimsoll.records.models.people import Worker
from plimsoll.web.exchange import deciding
from tests.factories.small import Small
from tests.web.conftest import Browser
from tests.web.exchange.conftest import Bring, Send, child
from tests.web.exchange.test_files import key_of, words, workbook
from tests.web.test_pages import acts, viewings_of


@pytest.fixture
def second(bring: Bring) -> None:
    """Two files: in the second X-1 is gone, and X-2 has another worker."""
    bring(child("X-1"), child("X-2"), child("X-3"), name="first.xlsx")
    Worker.objects.filter(name="Ada Quill").count()
    bring(child("X-2", allocated_worker="Ned Quill"), child("X-3"), name="second.xlsx")


def matter(kind: Matter) -> ImportMatter:
    return ImportMatter.objects.get(matter=kind)


def post(client, kind: Matter, take: str, *ticked: object, why: str = "Looked into it"):
    said = {"kind": kind.value, "take": take, "why": why, "matter": [str(each) for each in ticked]}
    return client.post(reverse("decide"), said)


def test_what_waits_is_shown_here_and_there_and_counted(browser: Browser, second, small: Small):
    page = words(browser("max").get(reverse("decide")))

    assert "No longer in the file" in page
    assert "Another worker or team in the file" in page
    assert "2 to decide" in page
    assert viewings_of_case("X-1", small)
    assert "Nothing to decide" in words(browser("ann").get(reverse("decide")))


def test_what_a_later_file_settled_waits_no_more_and_is_told(browser: Browser, second, bring: Bring):
    last = bring(child("X-1"), child("X-2", allocated_worker="Ned Quill"), child("X-3"), name="third.xlsx")
    page = words(browser("max").get(reverse("decide")))
    of_file = words(browser("max").get(reverse("file-decide", args=[matter(Matter.NOT_IN_FILE).of_id])))

    assert matter(Matter.NOT_IN_FILE).superseded_by_id == last
    assert "1 to decide" in page
    assert all("closed by the later file of" in each for each in (page, of_file))


def test_what_does_not_fit_on_the_page_follows_when_room_is_made(browser: Browser, second, bring: Bring, monkeypatch):
    monkeypatch.setattr(deciding, "AT_ONCE", 1)
    bring(child("X-3"), name="third.xlsx")
    client, waiting = browser("max"), {row.pk for row in ImportMatter.objects.filter(matter=Matter.NOT_IN_FILE)}
    first = words(client.get(reverse("decide")))
    (shown,) = [key for key in waiting if f'value="{key}"' in first]
    assert (len(waiting), "These are 1 of 2. Decide them" in first) == (2, True)

    assert post(client, Matter.NOT_IN_FILE, "no", shown).status_code == 302

    then = words(client.get(reverse("decide")))
    assert [key for key in waiting if f'value="{key}"' in then] == [*(waiting - {shown})]
    assert "These are 1 of" not in then


def test_a_thousand_ticks_at_once_are_read(browser: Browser, second):
    answer = post(browser("max"), Matter.NOT_IN_FILE, "no", *(uuid4() for _ in range(1_200)))

    assert answer.status_code == 422


def viewings_of_case(reference: str, small: Small) -> list[tuple]:
    small.cases[reference] = Case.objects.get(reference=reference)
    return viewings_of(small, reference)


def test_several_are_closed_at_once_for_one_reason(browser: Browser, second, small: Small):
    gone = matter(Matter.NOT_IN_FILE)
    client = browser("max")
    refused = post(client, Matter.NOT_IN_FILE, "yes", why="")

    assert refused.status_code == 422
    assert "Tick at least one" in words(refused)
    assert "Say why" in words(refused)
    assert post(client, Matter.NOT_IN_FILE, "yes", gone.pk).status_code == 302
    assert Case.objects.get(reference="X-1").closed_why == "Looked into it"
    assert {Act.CASE_CLOSED, Act.MATTER_DECIDED} <= set(acts(small))


def test_what_was_ticked_and_typed_is_not_lost(browser: Browser, second):
    gone = matter(Matter.NOT_IN_FILE)
    page = words(post(browser("max"), Matter.NOT_IN_FILE, "yes", gone.pk, why=""))

    assert f'value="{gone.pk}" checked' in page


def test_a_new_worker_is_accepted_or_not(browser: Browser, second, small: Small):
    moved = matter(Matter.NEW_WORKER)
    done = post(browser("max"), Matter.NEW_WORKER, "yes", moved.pk)
    held = Allocation.objects.get(case__reference="X-2", to_at__isnull=True)

    assert done.status_code == 302
    assert held.worker.name == "Ned Quill"


def test_who_may_see_and_not_decide_is_told_so(browser: Browser, second):
    page = words(browser("eve").get(reverse("decide")))

    assert "Only the supervisor of its team or a service manager can close this case." in page
    assert 'name="matter"' not in page
    gone = matter(Matter.NOT_IN_FILE)
    refused = post(browser("eve"), Matter.NOT_IN_FILE, "yes", gone.pk)
    assert refused.status_code == 422
    assert Case.objects.get(reference="X-1").closed_at is None


def test_what_is_not_there_for_somebody_cannot_be_decided_by_them(browser: Browser, second):
    refused = post(browser("ann"), Matter.NOT_IN_FILE, "yes", matter(Matter.NOT_IN_FILE).pk)

    assert refused.status_code == 422
    assert Case.objects.get(reference="X-1").closed_at is None


def test_a_file_of_a_part_of_the_cases_warns_and_does_not_invite_to_close(browser: Browser, bring: Bring, send: Send):
    bring(*(child(f"X-{n}") for n in range(1, 6)), name="first.xlsx")
    part = key_of(send(workbook(child("X-1")), name="part.xlsx"))
    client = browser("max")
    assert "4 cases that earlier files had and that are open here are not in this file" in words(
        client.get(reverse("file", args=[part]))
    )
    bring(child("X-1"), name="part.xlsx")
    page = words(client.get(reverse("decide")))

    assert "The file has only 1 with open work, and 4 that are open here are not in it." in page
    assert "Child in need, " in page
    assert "child was seen" in page or "last seen" in page
    close, keep = page.index('name="take" value="yes"'), page.index('name="take" value="no"')
    assert keep < close
    assert "govuk-button--secondary" in page[close - 60 : close]
    all_of_them = words(client.post(reverse("decide"), {"kind": "NOT_IN_FILE", "all": "yes"}))
    assert ("Keep them open" in all_of_them, "Close these cases" in all_of_them) == (True, False)
