"""The choice of a look is kept in the browser, and every look can be read."""

import re
from itertools import product

import pytest
from django.test import Client

from plimsoll.web.assets import SOURCES
from plimsoll.web.theme import COOKIE, KEPT_SECONDS, Theme

SHEET = (SOURCES / "css" / "tokens" / "_themes.scss").read_text(encoding="utf-8")


@pytest.fixture
def client() -> Client:
    return Client(SERVER_NAME="localhost")


def test_without_a_choice_the_device_decides(client: Client) -> None:
    assert 'data-theme="system"' in client.get("/accessibility").content.decode()


def test_a_choice_is_kept_and_leads_back(client: Client) -> None:
    answer = client.post("/theme", {"theme": "dark", "next": "/accessibility?x=1"})
    kept = answer.cookies[COOKIE]

    assert (answer.status_code, answer["Location"]) == (302, "/accessibility?x=1")
    assert (kept.value, kept["max-age"], kept["samesite"], kept["httponly"]) == ("dark", KEPT_SECONDS, "Lax", True)
    assert 'data-theme="dark"' in client.get("/accessibility").content.decode()


@pytest.mark.parametrize("address", ["https://elsewhere.example/", "//elsewhere.example", "javascript:x", ""])
def test_a_choice_never_leads_elsewhere(client: Client, address: str) -> None:
    assert client.post("/theme", {"theme": "dark", "next": address})["Location"] == "/"


@pytest.mark.parametrize("theme", ["red", "", '"><script>'])
def test_what_is_no_theme_is_not_kept_and_not_shown(client: Client, theme: str) -> None:
    assert COOKIE not in client.post("/theme", {"theme": theme}).cookies

    client.cookies[COOKIE] = theme
    assert 'data-theme="system"' in client.get("/accessibility").content.decode()


def test_choosing_is_no_reading(client: Client) -> None:
    assert client.get("/theme").status_code == 405


# ---- contrast, reckoned as WCAG does ------------------------------------------------------------------------------------

GROUNDS = ("paper", "surface", "sunk")
TEXT = [
    *product(("ink", "ink-soft", "link", "link-visited", "link-hover", "alarm", "line-ink"), GROUNDS),
    ("good", "surface"),
    ("bar-ink", "bar"),
    ("on-accent", "accent"),
    ("on-accent", "accent-deep"),
    ("ink", "accent-wash"),
    ("link", "accent-wash"),
    ("ink-soft", "accent-wash"),
    ("ink", "good-wash"),
    ("ink", "alarm-wash"),
    ("ink", "line-wash"),
    ("made-up-ink", "made-up"),
    ("on-focus", "focus"),
    *(("stratum-ink", f"stratum-{n}") for n in (1, 2, 3)),
]
# Lines and shapes that say something by themselves.
SHAPES = [
    *product(("rule-strong", "accent", "line"), ("paper", "surface")),
    ("bar-line", "bar"),
    ("line", "surface"),
    ("ink", "surface"),
    ("water-edge", "paper"),
]


def colours(theme: str) -> dict[str, str]:
    """The colours of a theme, by name."""
    (block,) = re.findall(rf"@mixin {theme} {{(.*?)\n}}", SHEET, re.DOTALL)
    return dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6});", block))


def contrast(one: str, other: str) -> float:
    """How far apart two colours are, 1 to 21."""
    dark, light = sorted(_light(colour) for colour in (one, other))
    return (light + 0.05) / (dark + 0.05)


def _light(colour: str) -> float:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


@pytest.mark.parametrize("theme", ["light", "dark", "contrast"])
def test_text_and_shapes_stand_out(theme: str) -> None:
    found = colours(theme)
    weak = {
        (one, other): round(contrast(found[one], found[other]), 2)
        for pairs, least in ((TEXT, 4.5), (SHAPES, 3.0))
        for one, other in pairs
        if contrast(found[one], found[other]) < least
    }

    assert weak == {}


def test_every_theme_names_every_colour() -> None:
    assert [set(colours(theme)) for theme in ("dark", "contrast")] == [set(colours("light"))] * 2


def test_no_colour_is_named_outside_the_themes() -> None:
    others = [path for path in SOURCES.rglob("*.scss") if path.name != "_themes.scss"]
    named = {path.name: re.findall(r"#[0-9a-f]{3,8}\b|rgb\(", path.read_text(encoding="utf-8")) for path in others}

    assert {name: found for name, found in named.items() if found} == {}


def test_contrast_is_reckoned_rightly() -> None:
    assert (contrast("#000000", "#ffffff"), round(contrast("#777777", "#ffffff"), 2)) == (21.0, 4.48)


def test_every_choice_has_its_words() -> None:
    assert [theme.label for theme in Theme] == ["As my device", "Light", "Dark", "High contrast"]
