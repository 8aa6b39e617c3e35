"""What holds on every page, in every theme and at every width: nobody is shut out."""

import pytest

from plimsoll.web.gallery.exchange import EXCHANGE
from tests.journeys.conftest import ENLARGED, NARROW, WIDE, Look, Visit, barriers, runs_off

STATUS = {
    "bad-request": 400,
    "forbidden": 403,
    "forged": 403,
    "not-found": 404,
    "not-taken": 405,
    "server-error": 500,
    "unavailable": 503,
}
NAMES = ("work", "form", "empty", "failed", "stale", "loading", "sign-in", "no-way-in", *STATUS, *EXCHANGE)
PAGES = {name: f"/gallery/pages/{name}" for name in NAMES} | {
    "components": "/gallery/",
    "accessibility": "/accessibility",
}
# The pages that together hold every component; the others differ in words.
TELLING = ("components", "sign-in")


@pytest.mark.parametrize("name", PAGES)
def test_page_has_no_barrier_and_fits_when_enlarged(look: Look, name: str) -> None:
    page = look(PAGES[name], width=WIDE, refused=STATUS.get(name, 0))

    assert barriers(page) == []

    page.set_viewport_size({"width": ENLARGED, "height": 256})
    assert runs_off(page) == []


@pytest.mark.parametrize("theme", ["dark", "contrast"])
@pytest.mark.parametrize("name", TELLING)
def test_theme_has_no_barrier(look: Look, name: str, theme: str) -> None:
    page = look(PAGES[name], theme=theme, refused=STATUS.get(name, 0))

    assert barriers(page) == []


@pytest.mark.parametrize("name", TELLING)
def test_phone_has_no_barrier(look: Look, name: str) -> None:
    page = look(PAGES[name], width=NARROW, refused=STATUS.get(name, 0))

    assert barriers(page) == []
    assert runs_off(page) == []


def test_the_devices_theme_is_followed_where_none_is_chosen(visit: Visit) -> None:
    page = visit(PAGES["work"], theme="system", color_scheme="dark")

    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(13, 22, 36)"
    assert barriers(page) == []


def test_the_devices_own_colours_hold(visit: Visit) -> None:
    page = visit(PAGES["work"], forced_colors="active")

    line, text = page.evaluate(
        """() => [".load__line", "body"].map((each) => {
          const style = getComputedStyle(document.querySelector(each));
          return each === "body" ? style.color : style.stroke;
        })"""
    )

    assert line != text
