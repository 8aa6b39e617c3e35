"""Journeys through what stands round every page: its menus, its theme, its keys, with and without scripts."""

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import NARROW, Visit, barriers

WORK = "/gallery/pages/work"


def theme_of(page: Page) -> str | None:
    return page.locator("html").get_attribute("data-theme")


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without"])
def test_a_worker_chooses_the_dark_theme_and_it_stays(visit: Visit, scripts: bool) -> None:
    # given a worker on their caseload
    page = visit(WORK, scripts=scripts)

    # when they open their menu and choose
    page.get_by_text("Amara O.").click()
    page.get_by_role("button", name="Dark").click()

    # then the page is dark, and still is when they come back
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")
    assert page.url.endswith(WORK)
    if scripts:
        expect(page.get_by_role("button", name="Dark")).to_have_attribute("aria-pressed", "true")
        page.wait_for_load_state("networkidle")
    page.reload()
    assert theme_of(page) == "dark"
    if scripts:
        assert barriers(page) == []


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without"])
def test_the_phones_one_menu_leads_everywhere(visit: Visit, scripts: bool) -> None:
    # given a worker with a phone
    page = visit(WORK, width=NARROW, scripts=scripts)
    expect(page.get_by_role("link", name="Supervision")).to_be_hidden()

    # when they press the menu
    page.get_by_text("Menu", exact=True).click()

    # then every place, the search and the way out are there, each large enough for a thumb
    for reached in (
        page.get_by_role("link", name="Supervision"),
        page.get_by_role("searchbox", name="Find a family, child or case"),
        page.get_by_role("button", name="Sign out"),
    ):
        expect(reached).to_be_visible()
        assert reached.bounding_box()["height"] >= 44
    if scripts:
        assert barriers(page) == []
    page.get_by_role("link", name="Supervision").click()
    expect(page.get_by_role("heading", name="No cases are allocated to you")).to_be_visible()


def test_escape_closes_the_menu_and_gives_the_focus_back(visit: Visit) -> None:
    page = visit(WORK)
    page.get_by_text("Amara O.").click()
    page.get_by_role("link", name="Notices").focus()

    page.keyboard.press("Escape")

    expect(page.get_by_role("link", name="Notices")).to_be_hidden()
    assert page.evaluate("document.activeElement.tagName") == "SUMMARY"


def test_the_first_stop_leads_past_the_bar(visit: Visit) -> None:
    page = visit(WORK)

    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to the page")).to_be_focused()
    page.keyboard.press("Enter")

    assert page.evaluate("document.activeElement.id") == "main"


def test_a_list_is_walked_by_keys(visit: Visit) -> None:
    # given a worker on their caseload
    page = visit(WORK)
    family = "document.activeElement.textContent"

    # when they go down twice and up once, then each lies where it should
    page.keyboard.press("j")
    page.keyboard.press("j")
    assert page.evaluate(family) == "Okafor-Lindqvist family"
    page.keyboard.press("k")
    assert page.evaluate(family) == "Ellis family"
    page.keyboard.press("k")
    assert page.evaluate(family) == "Ellis family"

    # and its exact times are there to read
    expect(page.get_by_text("Seen Sun 22 Nov 2026 at 11:00")).to_be_visible()
    assert barriers(page) == []

    # and `r` records on the case where they are
    page.keyboard.press("r")
    expect(page.get_by_role("heading", name="Record a visit")).to_be_visible()


def test_the_keys_are_told_and_can_be_turned_off(visit: Visit) -> None:
    # given a worker on their caseload
    page = visit(WORK)

    # when they ask, then the keys of this page are told
    page.keyboard.press("?")
    keys = page.get_by_role("dialog", name="Keys")
    expect(keys.get_by_text("next case")).to_be_visible()
    assert keys.locator("kbd").all_text_contents() == ["j", "k", "enter", "r", "?", "/", "o", "esc esc"]
    assert barriers(page) == []

    # when they turn them off, then a key does nothing here, and the list is still behind its button
    keys.get_by_role("checkbox").uncheck()
    keys.get_by_role("button", name="Close").click()
    page.keyboard.press("j")
    assert page.locator("[data-at]").count() == 0
    page.get_by_role("button", name="Keys").click()
    expect(keys).to_be_visible()


def test_escape_twice_hides_the_screen_and_shows_it_again(visit: Visit) -> None:
    page = visit("/gallery/pages/work")
    main, title = page.locator("main"), page.title()
    twice = "page => [1, 2].forEach(() => document.dispatchEvent(new KeyboardEvent('keydown', { key: 'Escape' })))"
    page.evaluate(twice)
    expect(main).to_be_hidden()
    assert page.title() != title

    page.evaluate(twice)
    expect(main).to_be_visible()
    assert page.title() == title

    page.get_by_role("button", name="Hide the screen").click()
    expect(main).to_be_hidden()
    page.mouse.click(10, 10)
    expect(main).to_be_visible()


def test_keys_are_letters_to_whoever_writes(visit: Visit) -> None:
    page = visit(WORK)

    page.keyboard.press("/")
    page.keyboard.type("jk?")

    expect(page.get_by_role("searchbox", name="Find a family, child or case")).to_have_value("jk?")
    assert page.locator("[data-at]").count() == 0


def test_paper_has_no_bar_but_the_exact_times_and_who_printed_it(visit: Visit) -> None:
    page = visit(WORK)
    page.keyboard.press("j")
    expect(page.locator(".case__exact:visible")).to_have_count(1)

    page.emulate_media(media="print")

    expect(page.locator(".case__exact:visible")).to_have_count(0)
    expect(page.locator("header.bar")).to_be_hidden()
    expect(page.get_by_text("Printed ", exact=False)).to_contain_text("by Amara Okonkwo, Saltmarsh Children's Services")
    expect(page.locator(".time__exact").first).to_be_visible()
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"

    # on a sheet as wide as A4 a case is one row, and no address is spelled out
    page.set_viewport_size({"width": 680, "height": 900})
    rows, after = page.evaluate(
        """() => [getComputedStyle(document.querySelector(".case")).gridTemplateColumns.split(" ").length,
        getComputedStyle(document.querySelector("a.case__family"), "::after").content]"""
    )
    assert (rows, after) == (4, "none")


def test_a_case_with_its_arithmetic_open_breaks_over_pages_and_no_focus_is_printed(visit: Visit) -> None:
    page = visit(WORK)
    summary = page.locator(".case .working > summary").first
    summary.focus()
    page.keyboard.press("Enter")

    page.emulate_media(media="print")

    broken, whole, outline = page.evaluate(
        """() => [getComputedStyle(document.querySelector(".case:has(.working[open])")).breakInside,
        getComputedStyle(document.querySelector(".case:not(:has(.working[open]))")).breakInside,
        getComputedStyle(document.activeElement).outlineStyle]"""
    )
    assert (broken, whole, outline) == ("auto", "avoid", "none")


def test_a_long_list_of_people_is_narrowed_by_its_address(visit: Visit) -> None:
    # given somebody at the door of an invented town, without scripts
    page = visit("/gallery/pages/sign-in", scripts=False)
    assert page.get_by_role("button", name="Sign in as").count() == 44

    # when they look for supervisors of one team
    page.get_by_role("searchbox", name="Name, role or team").fill("SUPERVISOR harbour")
    page.get_by_role("button", name="Show").click()

    # then these are there, and the address says so
    assert page.get_by_role("button", name="Sign in as").all_text_contents() == [
        "Sign in as Wren Abbot",
        "Sign in as Yusuf Rahim",
    ]
    assert page.url.endswith("words=SUPERVISOR+harbour")


def test_faults_of_a_form_lead_to_their_fields(visit: Visit) -> None:
    page = visit("/gallery/pages/form")

    expect(page.locator(".govuk-error-summary")).to_be_focused()
    page.get_by_role("link", name="There is no 32 Nov 2026").click()

    expect(page.get_by_role("textbox", name="When was the visit?")).to_be_focused()
    expect(page.get_by_role("textbox", name="When was the visit?")).to_have_value("32 Nov")
    assert barriers(page) == []
