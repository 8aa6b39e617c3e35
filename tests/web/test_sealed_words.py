"""What somebody types into a search: it is found by, and no address holds it."""

from urllib.parse import parse_qs, urlsplit

import pytest
from django.urls import reverse

from plimsoll.web.sealed_words import LONGEST, seal, unsealed
from tests.factories.small import Small
from tests.web.conftest import Browser

pytestmark = pytest.mark.django_db
NAME = "Invented"  # of every child of the small organisation


def test_a_name_is_found_by_an_address_that_does_not_hold_it(browser: Browser, small: Small) -> None:
    asked = browser("ann").post(reverse("look-for"), {"to": reverse("search"), "words": NAME})
    assert asked.status_code == 302
    assert NAME.casefold() not in asked["Location"].casefold()

    page = browser("ann").get(asked["Location"])
    assert f"for “{NAME}”." in page.content.decode()
    assert f'value="{NAME}"' in page.content.decode()
    assert NAME not in page.request["QUERY_STRING"]


def test_only_whoever_typed_it_can_open_it(browser: Browser, small: Small) -> None:
    where = browser("ann").post(reverse("look-for"), {"to": reverse("search"), "words": NAME})["Location"]

    assert f'value="{NAME}"' not in browser("sue").get(where).content.decode()


@pytest.mark.parametrize("said", [NAME, "AAAA", "é", "A" * 5, "%00"])
def test_an_address_that_nothing_leads_to_finds_nothing(browser: Browser, small: Small, said: str) -> None:
    page = browser("ann").get(reverse("search"), {"words": said})

    assert (page.status_code, page.context) == (200, None)
    assert "found for" not in page.content.decode()


def test_a_filter_that_is_kept_holds_no_name_in_its_links(browser: Browser, small: Small) -> None:
    client = browser("ann")
    found = client.post(reverse("look-for"), {"to": reverse("search"), "words": NAME}, follow=True).content.decode()
    keep = found.split(f'href="{reverse("filter-new")}')[1].split('"')[0].replace("&amp;", "&")
    asked = client.post(f"{reverse('filter-new')}{keep}", {"name": "Mine"})

    assert NAME not in f"{keep}{asked['Location']}"
    assert parse_qs(urlsplit(asked["Location"]).query).keys() == {"words", "done"}
    listed = client.get(reverse("filters")).content.decode()
    assert f"?words={NAME}" not in listed
    assert f"for “{NAME}”." in client.get(asked["Location"]).content.decode()


@pytest.mark.parametrize(
    "to", ["https://elsewhere.example/search", "//elsewhere.example/search", "", "/health", "/none"]
)
def test_it_leads_nowhere_but_to_a_search_of_ours(browser: Browser, small: Small, to: str) -> None:
    answer = browser("ann").post(reverse("look-for"), {"to": to, "words": NAME})

    assert answer.status_code == 404 or answer["Location"].startswith("/search?words=")


def test_a_text_is_cut_and_comes_back_whole(small: Small) -> None:
    ann = small.viewer("ann")

    assert unsealed(seal("ł" * 300, ann), ann) == "ł" * LONGEST
    assert (seal("", ann), unsealed("", ann)) == ("", "")
    assert seal(NAME, ann) == seal(NAME, ann) != seal(NAME, small.viewer("sue"))
