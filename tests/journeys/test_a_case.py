"""A case from being put on record to being closed: by keyboard, by phone, without scripts, and as it was known."""

import re
import time
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from plimsoll.records.context import acting
from plimsoll.records.models.cases import Case
from tests.factories.records import make
from tests.factories.small import Small
from tests.journeys.conftest import ENLARGED, NARROW, WIDE, barriers, runs_off, signed_in

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "owner"])
KEYS_A_SECOND, SECONDS_A_FIELD = 3, 2  # a slow typist, who reads each label
UNDER = 60


class Hands:
    """Somebody at the keyboard alone; counts what they press and fill."""

    def __init__(self, page: Page) -> None:
        self.page, self.keys, self.fields = page, 0, 0

    def press(self, key: str, times: int = 1) -> None:
        for _ in range(times):
            self.page.keyboard.press(key)
            self.keys += 1

    def reach(self, field: str) -> None:
        """Goes on to a field, one stop after the other."""
        for _ in range(40):
            if self.page.evaluate("document.activeElement.id") == field:
                return
            self.press("Tab")
        raise AssertionError(f"the field {field} is not reached by the keyboard")

    def fill(self, field: str, text: str) -> None:
        self.reach(field)
        self.page.keyboard.type(text)
        self.keys += len(text)
        self.fields += 1

    @property
    def seconds(self) -> float:
        """How long it takes a slow typist."""
        return self.keys / KEYS_A_SECOND + self.fields * SECONDS_A_FIELD


def here(page: Page, path: str) -> str:
    return f"{'/'.join(page.url.split('/')[:3])}{path}"


def checked(page: Page) -> None:
    """No barrier in either theme, and nothing off the side on any screen."""
    for width in (ENLARGED, NARROW, WIDE):
        page.set_viewport_size({"width": width, "height": 900})
        assert runs_off(page) == []
    for theme in ("light", "dark"):
        page.evaluate("theme => document.documentElement.dataset.theme = theme", theme)
        assert barriers(page) == []


def test_a_case_is_typed_in_by_keyboard_in_under_a_minute(visit, town, record_property):
    # given a worker with a child's papers on their desk
    page = signed_in(visit, "ann")
    page.goto(here(page, "/cases/new"))
    began, hands = time.monotonic(), Hands(page)

    # when they type what stands there, and go on with the keyboard alone
    hands.fill("given_name", "Marram")
    hands.fill("family_name", "Dune")
    hands.fill("born", "3/4/21")
    hands.fill("kind", "child pro")
    expect(page.get_by_label("Start of the child protection plan: on which day?")).to_be_visible()
    hands.fill("began", "2 nov 26")
    hands.press("Enter")

    # then the case is theirs, with what is due at once, and it took less than a minute
    expect(page.get_by_role("heading", level=1)).to_have_text("Marram Dune")
    told = page.inner_text("main")
    assert "child protection" in told
    assert "Allocated worker\nann" in told
    assert "Why in this place" in told
    assert "(Mon 2 Nov 2026)" in page.content()
    assert hands.fields == 5
    assert hands.seconds < UNDER
    record_property("seconds", round(hands.seconds, 1))
    print(f"typed in: {hands.fields} fields, {hands.keys} keys, {hands.seconds:.0f} s by hand, "
          f"{time.monotonic() - began:.1f} s of the machine")  # fmt: skip
    checked(page)


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without"])
def test_a_child_who_may_be_known_is_asked_about(visit, town, scripts):
    # given a supervisor who types in a child much like one on record
    page = signed_in(visit, "sue", width=NARROW, scripts=scripts)
    page.goto(here(page, "/cases/new"))
    page.get_by_role("button", name="Add this case").click()
    expect(page.get_by_role("alert").first).to_contain_text("Choose the kind of case")
    page.get_by_label("Given name").fill("A1")
    page.get_by_label("Family name").fill("Inventid")
    page.get_by_label("Date of birth, or when birth is expected").fill("6 Jan 2015")
    page.get_by_label("Kind of case").select_option(label="Early help")
    page.get_by_label("Team").select_option(index=1)
    page.get_by_role("button", name="Add this case").click()

    # when they are asked, and say nothing, they are asked again; what was typed is kept
    expect(page.get_by_role("heading", level=1)).to_have_text("Is it one of these?")
    page.get_by_role("button", name="Add this case").click()
    assert "Say whether it is one of these" in page.inner_text("main")
    if scripts:
        checked(page)
    page.get_by_label("A1 Invented").check()
    page.get_by_role("button", name="Add this case").click()

    # then the case is that child's, and nobody holds it yet
    expect(page.get_by_role("heading", level=1)).to_have_text("A1 Invented")
    assert "nobody: unallocated" in page.inner_text("main")
    with acting(town.org, None, "a test"):
        assert Case.objects.filter(child_id=town.cases["A1"].child_id).count() == 2


def test_a_brother_or_sister_is_added_beside_the_other(visit, town):
    page = signed_in(visit, "ann")
    page.get_by_role("link", name="A1 Invented").first.click()
    page.get_by_text("Do something else").click()
    checked(page)
    page.get_by_role("link", name="Add a brother or sister").click()
    expect(page.get_by_label("Family name")).to_have_value("Invented")
    checked(page)

    page.get_by_label("Given name").fill("Sorrel")
    page.get_by_label("Date of birth, or when birth is expected").fill("1 Jan 2027")
    page.get_by_role("button", name="Add this case").click()

    expect(page.get_by_role("heading", level=1)).to_have_text("Sorrel Invented")
    assert "due in January 2027" in page.inner_text("main")
    page.get_by_role("link", name="A1", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("A1 Invented")


@pytest.mark.parametrize(("width", "scripts"), [(WIDE, True), (NARROW, False)])
def test_what_was_done_in_the_other_system_is_said_on_the_case(visit, town, width, scripts):
    # given an organisation that brings in files of another system
    with acting(town.org, None, "a test"):
        make("import", town.org, state="APPLIED", carries=["IN_NEED_VISIT"], applied_at=timezone.now())
    page = signed_in(visit, "ann", width=width, scripts=scripts)
    page.get_by_role("link", name="A1 Invented").first.click()

    # when the worker says that the visit stands there
    line = page.locator(".due", has_text="Child in need visit")
    line.get_by_role("link", name=re.compile("Done in the other system")).click()
    if scripts:
        checked(page)
    page.get_by_label("On which day?").fill("yesterday")
    page.get_by_label("Yes, alone").check()
    page.get_by_role("button", name="Say that it is done").click()

    # then it counts, and both the due item and the chronology say what it is
    assert "Overdue" not in line.inner_text()
    assert "said to be done there on" in line.inner_text()
    assert "said to be done there, until the next file confirms it" in page.locator(".chronology").inner_text().lower()


def test_the_case_as_it_was_known_and_offers_nothing_to_do(visit, town):
    # given a case on which something was written just now
    page = signed_in(visit, "ann")
    path = f"/cases/{town.cases['A1'].pk}"
    time.sleep(1.1)  # the moment asked for is after the case was put on record, and before the next
    before = timezone.localtime()
    with acting(town.org, None, "a test"):
        now = timezone.now()
        make("event", town.org, case=town.cases["A1"], kind="IN_NEED_VISIT", happened_at=now - timedelta(hours=1),
             recorded_at=now, note="Written later")  # fmt: skip

    # when the worker asks for a day ahead, then for the beginning of time, they are told why there is none
    page.goto(here(page, path))
    page.get_by_text("See it as it was on an earlier day").click()
    page.get_by_label("As it was on").fill((before + timedelta(days=3)).strftime("%d %m %Y"))
    page.get_by_role("button", name="Show it").click()
    assert "That lies ahead" in page.inner_text("main")
    page.get_by_label("As it was on").fill("1 Mar 2020")
    page.get_by_role("button", name="Show it").click()
    assert "has been on record here since" in page.inner_text("main")

    # and of today they see all that is known now, with a way back and nothing to press
    page.get_by_label("As it was on").fill("today")
    page.get_by_role("button", name="Show it").click()
    told = page.inner_text("main")
    assert "As it was known on" in told
    assert "Written later" in told
    assert page.get_by_role("link", name="Write on the record").count() == 0
    checked(page)
    page.get_by_role("link", name="Back to now").click()
    expect(page.get_by_role("link", name="Write on the record")).to_be_visible()


def test_a_case_is_closed_with_a_reason_and_says_what_is_open(visit, town: Small):
    page = signed_in(visit, "sue")
    page.goto(here(page, f"/cases/{town.cases['B1'].pk}"))
    checked(page)
    page.get_by_text("Do something else").click()
    page.get_by_role("link", name="Close this case").click()
    assert "Child in need visit" in page.inner_text("main")
    page.get_by_role("button", name="Close this case").click()
    assert "Say why it is closed" in page.inner_text("main")
    checked(page)
    page.get_by_label("Why is this case closed?").select_option(label="What was to be reached is reached")
    page.get_by_label("Say more").fill("The family is well, and school knows.")
    for asked in page.get_by_label("What becomes of it?").all():
        asked.fill("Ends with the case.")
    page.get_by_role("button", name="Close this case").click()

    told = page.inner_text("main")
    assert "This case was closed on" in told
    assert "The family is well" in told
    assert page.get_by_role("link", name="Allocate", exact=True).count() == 0
    checked(page)


def test_children_are_named_and_a_record_is_corrected_without_scripts(visit, town: Small):
    """By somebody whose file held no names: every fault at once, nothing half saved, old and new on the case."""
    with acting(town.org, None, "a test"):
        for reference in ("X1", "X2"):
            child = make("child", town.org, reference=reference, given_name="", family_name="", sort_name="")
            case = make("case", town.org, child=child, reference=reference, team_id=town.team)
            make("allocation", town.org, case=case, worker_id=town.people["ann"])
    page = signed_in(visit, "ann", scripts=False)

    # when they name one whole and one by half, both are still asked for, and what was typed is there
    page.get_by_role("link", name="Name them").click()
    first, second = page.get_by_label("Given name").nth(0), page.get_by_label("Given name").nth(1)
    first.fill("Robin")
    page.get_by_label("Family name").nth(0).fill("Reed")
    second.fill("Wren")
    page.get_by_role("button", name="Save the names").click()
    assert "X2: Write the family name" in page.inner_text("main")
    assert first.input_value() == "Robin"

    # then both are named, and a slip of the keys is put right, with a reason
    page.get_by_label("Family name").nth(1).fill("Reed")
    page.get_by_role("button", name="Save the names").click()
    page.get_by_role("link", name="Robin Reed", exact=True).first.click()
    page.get_by_text("Do something else").click()
    page.get_by_role("link", name="Correct the record").click()
    page.get_by_label("Given name").fill("Robyn")
    page.get_by_role("button", name="Save", exact=True).click()
    assert "Say why." in page.inner_text("main")
    page.get_by_label("Why is it corrected?").fill("Spelled so")
    page.get_by_role("button", name="Save", exact=True).click()
    assert page.get_by_role("heading", level=1).inner_text() == "Robyn Reed"
    assert ["Given name", "Robin", "Robyn"] in [
        row.inner_text().split("\t")[:3] for row in page.get_by_role("row").all()
    ]
