"""What people decided and what a file left open, by the keyboard alone: the page of a case with all its marks, and deciding
all of a kind the same way."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from plimsoll.records.context import acting
from plimsoll.records.models.exchange import ImportMatter
from tests.factories.records import make
from tests.factories.small import OPENED, Small
from tests.journeys.conftest import ENLARGED, NARROW, WIDE, barriers, runs_off, signed_in

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "owner"])
NOTHING: dict[str, object] = {"lists": [], "people": [], "unknown": [], "faults": [], "children": {}}


def checked(page: Page) -> None:
    """No barrier in either theme, and nothing off the side on any screen."""
    for width in (ENLARGED, NARROW, WIDE):
        page.set_viewport_size({"width": width, "height": 900})
        assert runs_off(page) == []
    for theme in ("light", "dark"):
        page.evaluate("theme => document.documentElement.dataset.theme = theme", theme)
        assert barriers(page) == []


def go(page: Page, path: str) -> None:
    page.goto(f"{'/'.join(page.url.split('/')[:3])}{path}")
    page.wait_for_load_state()


def reach(page: Page, words: str) -> None:
    """Goes on to what reads so, one stop after the other, and sees that the stop shows where it is."""
    for _ in range(120):
        page.keyboard.press("Tab")
        at = page.evaluate("[document.activeElement.labels?.[0]?.innerText, document.activeElement.innerText]")
        if any(text and words in text for text in at):
            assert page.evaluate("document.activeElement.matches(':focus-visible')")
            return
    raise AssertionError(f"“{words}” is not reached by the keyboard")


def _mark(town: Small) -> None:
    now, ann = timezone.now(), town.people["ann"]
    for reference in ("A2", "A3"):
        child = make("child", town.org, given_name=reference, family_name="Invented", sort_name=f"{reference} invented")
        case = make("case", town.org, child=child, reference=reference, team_id=town.team, opened_at=OPENED)
        make("event", town.org, case=case, kind="IN_NEED_STARTED", happened_at=OPENED, recorded_at=OPENED)
        make("allocation", town.org, case=case, worker_id=ann, from_at=OPENED)
        town.cases[reference] = case
    by = {"made_by_id": ann, "made_at": now - timedelta(hours=1)}
    make("override", town.org, case=town.cases["A3"], worker_id=ann, other=town.cases["A1"], kind="ABOVE",
         made_in="TODAY", why="Her aunt rang me", lasts_until=now.date() + timedelta(3), **by)  # fmt: skip
    make("postponement", town.org, case=town.cases["A3"], kind="REARRANGED", duty="cin_visit_20wd", title="visit",
         was_due_at=OPENED, until=now.date() + timedelta(2), why="The family is away",
         meanwhile="Her aunt rings me at noon", told="Her mother", **by)  # fmt: skip
    file = make("import", town.org, file_name="october.xlsx", state="APPLIED", applied_at=now)
    make("importfile", town.org, of=file, understood=NOTHING)
    for reference in ("A1", "A3", "B1"):
        make("importmatter", town.org, of=file, case=town.cases[reference], matter="CLOSED_IN_FILE", here="open",
             there="The work ended in May", child_reference=reference)  # fmt: skip


@pytest.fixture
def marked(town: Small) -> Small:
    """Ann holds three cases: one that she placed above another, with a visit that is rearranged and a matter of a file; the
    others hardly differ."""
    with acting(town.org, None, "a test"):
        _mark(town)
    return town


def test_a_case_with_all_its_marks_is_walked_by_the_keyboard(visit, marked):
    # given a list with a placing and close calls
    page = signed_in(visit, "ann")
    expect(page.get_by_text("Close call:").first).to_be_visible()
    assert "Her aunt rang me" in page.inner_text("main")
    checked(page)

    # when its worker opens the case and goes to each of its parts
    reach(page, "A3 Invented")
    page.keyboard.press("Enter")
    page.wait_for_load_state()
    expect(page.get_by_text("Put in place meanwhile: Her aunt rings me at noon")).to_be_visible()
    parts = page.get_by_role("navigation", name="On this page").get_by_role("link")
    for part in parts.all():
        place = (part.get_attribute("href") or "").removeprefix("#")
        assert page.locator(f"[id='{place}']").count() == 1
    checked(page)
    reach(page, "What is due")
    page.keyboard.press("Enter")
    assert page.url.endswith("#due")

    # then the sum behind a date opens, and the putting off can be ended, without a pointer
    reach(page, "How this was worked out")
    page.keyboard.press("Enter")
    expect(page.locator(".due details[open]").first).to_be_visible()
    checked(page)
    reach(page, "Bring it forward")
    page.keyboard.press("Enter")
    page.wait_for_load_state()
    expect(page.get_by_label("What happened?")).to_be_visible()
    checked(page)


def test_all_of_a_kind_are_decided_the_same_way_by_the_keyboard(visit, marked):
    # given a supervisor to whom a file left three cases
    page = signed_in(visit, "sue")
    go(page, "/decide")
    assert "3 to decide" in page.inner_text("main")
    checked(page)

    # when they ask for all of them at once, and look once more
    reach(page, "Decide all 3 the same way")
    page.keyboard.press("Enter")
    page.wait_for_load_state()
    expect(page.get_by_role("heading", level=1)).to_have_text("Closed in the file: decide all 3 the same way")
    checked(page)
    reach(page, "Why?")
    page.keyboard.type("The plans go on")
    reach(page, "Keep them open")
    page.keyboard.press("Enter")

    # then nothing is left
    expect(page.get_by_text("Nothing to decide")).to_be_visible()
    checked(page)
    assert not ImportMatter.objects.using("owner").filter(decided_at__isnull=True).exists()


@pytest.mark.parametrize("path", ["/decide", "case"])
def test_without_scripts_and_on_a_phone_the_same_can_be_decided(visit, marked, path):
    page = signed_in(visit, "sue", width=NARROW, scripts=False)
    go(page, path if path == "/decide" else f"/cases/{marked.cases['A3'].pk}")
    assert runs_off(page) == []

    if path == "/decide":
        page.get_by_label("A3 Invented").check()
    page.get_by_label("Why?").fill("The plan goes on")
    page.get_by_role("button", name="Keep").click()

    assert ImportMatter.objects.using("owner").filter(decided_at__isnull=False).count() == 1
