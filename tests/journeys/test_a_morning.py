"""Somebody's morning, from signing in to writing down what happened, on pages with records behind them."""

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from plimsoll.actions.blind import begin_exercise, submit_order
from plimsoll.actions.shadow import begin_shadow
from plimsoll.records.context import acting
from plimsoll.web.sealed_words import sealed_query
from tests.factories.records import make
from tests.factories.small import OPENED
from tests.journeys.conftest import ENLARGED, NARROW, WIDE, barriers, runs_off, signed_in

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "owner"])


@pytest.mark.parametrize(("width", "scripts"), [(WIDE, True), (NARROW, False)])
def test_a_worker_finds_what_is_first_and_writes_down_what_happened(visit, town, width, scripts):
    page = signed_in(visit, "ann", width=width, scripts=scripts)
    assert page.get_by_role("heading", level=1).inner_text() == "My caseload"
    assert "over the line" not in page.content()

    page.get_by_role("link", name="A1 Invented").first.click()
    page.get_by_role("link", name="Write on the record").click()
    page.get_by_role("button", name="Save", exact=True).last.click()
    expect(page.get_by_text("Say what happened").first).to_be_visible()

    page.get_by_label("On which day?").fill("1 Oct 2026")
    page.get_by_label("At what time?").fill("9.30")
    page.get_by_label("Yes, alone").check()
    page.get_by_label("What did you see, hear and do?").fill("Seen at home; she showed me her drawing.")
    page.get_by_role("button", name="Save", exact=True).last.click()

    expect(page.get_by_role("heading", name="What this changed")).to_be_visible()
    page.get_by_role("link", name="A1 Invented").first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("A1 Invented")
    assert "she showed me her drawing" in page.inner_text("main")
    assert not runs_off(page)


def test_a_caseload_is_worked_by_keys(visit, town):
    """Given three cases, when somebody moves by keys, then why a case stands there opens, and the list keeps their place."""
    with acting(town.org, None, "a test"):
        for reference in ("A2", "A3"):
            child = make("child", town.org, given_name=reference, family_name="Invented", sort_name=reference.lower())
            case = make("case", town.org, child=child, reference=reference, team_id=town.team, opened_at=OPENED)
            make("allocation", town.org, case=case, worker_id=town.people["ann"], from_at=OPENED)
    page = signed_in(visit, "ann", width=WIDE)
    second = page.locator("[data-row]").nth(1)
    page.keyboard.press("j")
    page.keyboard.press("j")
    page.keyboard.press("a")
    expect(second.locator("details.working")).to_have_attribute("open", "")
    assert "In all, of 100" in second.inner_text()

    page.keyboard.press("?")
    assert "why here" in page.get_by_role("dialog").inner_text()
    page.keyboard.press("Escape")
    name = second.get_attribute("id")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text(f"{name} Invented")
    page.get_by_role("link", name="My caseload").first.click()
    expect(page.locator("[data-at]")).to_have_attribute("id", name)
    page.keyboard.press("r")
    expect(page.get_by_role("heading", level=1)).to_have_text("Write down a visit")


def test_why_a_case_stands_here_opens_without_scripts(visit, town):
    page = signed_in(visit, "ann", width=NARROW, scripts=False)
    page.get_by_text("Why here").first.click()
    assert "In all, of 100" in page.inner_text("main")
    page.locator(".case .opens > summary").click()
    page.get_by_role("link", name="Open the case A1").click()
    assert page.get_by_role("heading", level=1).inner_text() == "A1 Invented"


PATHS = {
    "ann": [
        "/my-caseload",
        "/today",
        "/cases/{A1}/today",
        "/cases/{A1}/start",
        "/my-caseload?sort=age",
        "/my-caseload?{nobody}",
        "/cases/{A1}",
        "/cases/{A1}/record?kind=VISIT",
        "/cases/{A1}/record?kind=MANAGEMENT_OVERSIGHT",
        "/drafts",
        "/cases/{A1}/correction",
        "/cases/names",
        "/search?{a1}",
        "/roles",
        "/notices",
    ],
    "ann, round a child": [
        "/cases/{A1}/people",
        "/cases/{A1}/plans",
        "/cases/{A1}/plans/new",
        "/cases/{A1}/outcomes",
        "/cases/{A1}/outcomes/goal",
        "/cases/{A1}/outcomes/score",
        "/cases/{A1}/development",
        "/cases/{A1}/development/note",
        "/cases/{A1}/step",
        "/cases/{A1}/step?kind=FOUND",
        "/cases/{A1}/level",
        "/cases/{A1}/kind/asking",
        "/cases/{A1}/closing/asking",
        "/cases/{A1}/clock",
    ],
    "sue": [
        "/teams",
        "/teams/{team}",
        "/unallocated",
        "/cases/{U1}",
        "/cases/{U1}/allocation",
        "/cases/{U1}/restriction",
        "/cases/{U1}/who",
        "/front-door",
        "/front-door/referral",
        "/front-door/decided",
        "/workers/{ann}/caseload/past?at=today",
        "/criteria/exercises/{exercise}",
    ],
    "sue, for a team": [
        "/cases/{A1}/kind",
        "/cases/{A1}/closing",
        "/cases/{A1}/transfer",
        "/cases/{A1}/clock/change",
        "/transfers",
        "/countersigning",
        "/teams/{team}/absence",
        "/front-door/contact",
    ],
    "adam": [
        "/roles",
        "/search?{a1}",
        "/criteria/exercises",
        "/criteria/exercises/{exercise}",
        "/criteria/shadow",
        "/criteria/shadow/{shadow}",
    ],
    "adam, settling": [
        "/set-up/life",
        "/set-up/out-of-hours",
        "/set-up/minutes",
        "/timescales/moved",
    ],
}


@pytest.mark.parametrize("name", PATHS)
def test_every_page_with_records_is_open_to_everyone(visit, town, name):
    """No barrier, and nothing runs off the side, on a desk, on a phone, at 400 %, in the dark."""
    keys = {reference: case.pk for reference, case in town.cases.items()} | {"team": town.team}
    with acting(town.org, None, "a test"):
        adam, at = town.viewer("adam"), timezone.now()
        keys["ann"], keys["exercise"] = town.people["ann"], begin_exercise("Once a year", by=adam, at=at)
        keys["shadow"] = begin_shadow(town.other_team, until=at.date(), why="To be tried", by=adam, at=at)
        submit_order(keys["exercise"], range(1, 21), by=town.viewer("max"), at=at)
        viewer = town.viewer(name.split(",")[0])
        keys["a1"], keys["nobody"] = (sealed_query([said], viewer) for said in (("words", "a1"), ("find", "nobody")))
        paths = [path.format(**keys) for path in PATHS[name]]
    page = signed_in(visit, name.split(",")[0])
    found: list[object] = []
    for path in paths:
        page.goto(f"{page.url.split('/', 3)[0]}//{page.url.split('/', 3)[2]}{path}")
        for width in (WIDE, NARROW, ENLARGED):
            page.set_viewport_size({"width": width, "height": 900})
            found += [(path, width)] if runs_off(page) else []
        page.evaluate("document.querySelectorAll('main details').forEach(each => { each.open = true })")
        found += [(path, "opened", ENLARGED)] if runs_off(page) else []
        for theme in ("light", "dark"):
            page.evaluate("theme => document.documentElement.dataset.theme = theme", theme)
            found += [(path, theme, barrier) for barrier in barriers(page)]

    assert found == []
