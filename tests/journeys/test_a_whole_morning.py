"""A worker's morning on a phone, from the list to the list: two families visited, a door that stayed shut, a call from the
police; nothing of it is lost, and what it took is counted."""

from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from uuid import UUID, uuid4

import pytest
from django.utils import timezone
from playwright.sync_api import Locator, Page, Request, expect

from plimsoll.actions.information import CameIn, take_in
from plimsoll.core.calendar import moment
from plimsoll.core.terms import DueState, Information, Means, Owner
from plimsoll.demo.rows.reference import rulebook_text
from plimsoll.queries.priority import get_caseload
from plimsoll.queries.recording import list_due_on
from plimsoll.records.context import acting
from plimsoll.records.models.information import NewInformation
from plimsoll.records.models.reference import RulebookVersion
from plimsoll.records.models.written import CaseRecord
from tests.ending import TALLY
from tests.factories.records import make
from tests.factories.small import NOW, OPENED, Small
from tests.journeys.conftest import NARROW, runs_off, signed_in

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "owner"])
NOON = NOW + timedelta(hours=4)
FAMILIES = {
    "Finch": ("CHILD_PROTECTION", ("Fay", "Felix"), "PROTECTION_PLAN_STARTED", "PROTECTION_VISIT"),
    "Sparrow": ("CHILD_IN_NEED", ("Sol", "Sia", "Stan"), "IN_NEED_STARTED", "IN_NEED_VISIT"),
}
MOST_PRESSES = 40
SEEN = datetime(2026, 10, 12, 15, 0, tzinfo=UTC)  # six weeks before
FOUND = {
    "Sol": (("WENT_MISSING", NOW - timedelta(days=3)), ("FOUND", NOW - timedelta(days=2)))
}  # and not yet asked where they were


@pytest.fixture(autouse=True)
def monday_morning(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(timezone, "now", lambda: NOON)


@pytest.fixture
def families(town: Small) -> dict[str, UUID]:
    """Ann holds two more families: two children under a protection plan, three in need; all are late to be seen."""
    cases = {}
    with acting(town.org, None, "a test"):
        RulebookVersion.objects.using("owner").update(text=rulebook_text())  # with local rules
        for family, (kind, names, began, visited) in FAMILIES.items():
            home = make("household", town.org, name=family)
            for name in names:
                child = make(
                    "child", town.org, given_name=name, family_name=family, sort_name=f"{family} {name}".lower()
                )
                make("householdmember", town.org, child=child, household=home)
                case = make(
                    "case", town.org, child=child, reference=name, case_type=kind, team_id=town.team, opened_at=OPENED
                )
                for event, at in ((began, OPENED), (visited, SEEN), *FOUND.get(name, ())):
                    make("event", town.org, case=case, kind=event, happened_at=at, recorded_at=at)
                make("allocation", town.org, case=case, worker_id=town.people["ann"], from_at=OPENED)
                cases[name] = case.pk
    return cases


class Thumb:
    """Counts what a morning asks of the person, in presses, and of the server, in answers and seconds."""

    def __init__(self, page: Page) -> None:
        self.page, self.presses, self.answers, self.seconds = page, 0, 0, 0.0
        page.context.expose_function("pressed", self._pressed)
        page.context.add_init_script("addEventListener('pointerdown', () => pressed(), true)")
        page.on("requestfinished", self._answered)

    def _pressed(self) -> None:
        self.presses += 1

    def _answered(self, request: Request) -> None:
        if request.resource_type == "document":
            self.answers += 1
            self.seconds += max(0, request.timing["responseStart"] - request.timing["requestStart"]) / 1000

    def thing(self, what: str, whom: str) -> Locator:
        """Something to do on Today, where one goes on from what was written."""
        on = self.page.get_by_role("link", name="On with today")
        if on.is_visible():
            on.click()
        else:
            self.menu("Today")
        return self.page.locator(".thing").filter(has_text=f"{what}: ").filter(has_text=whom).first

    def menu(self, place: str) -> None:
        """Goes to a place by the menu of the phone."""
        self.page.get_by_text("Menu", exact=True).click()
        self.page.get_by_role("link", name=place, exact=True).first.click()

    def record(self, what: str, whom: str, at: str, text: str, label: str) -> None:
        """Begins to write down what is to be done, as far as every record asks."""
        self.thing(what, whom).locator(".thing__acts > a").click()
        self.page.get_by_label("At what time?").fill(at)
        self.page.get_by_label(label).fill(text)

    def seen(self, name: str, how: str = "Yes, alone") -> None:
        """Says how a child was seen; of one who does not come first also that the record is about them."""
        page, asked = self.page, self.page.get_by_role("group", name=f"Was {name} seen?")
        if not asked.is_visible():
            self.also(name)
        asked.get_by_label(how).check()
        page.get_by_label(f"What did {name} say, show or want?").fill(f"{name} wants to stay with Nan.")

    def also(self, name: str) -> None:
        """Puts a brother or sister on the record, where they are not on it yet."""
        on = self.page.get_by_label(f"Keep this with {name} too")
        if not on.is_visible():
            self.page.get_by_text(f"Also about {name}").click()
        if not on.is_checked():
            on.check()

    def save(self) -> None:
        """Sends the form, and sees what it did."""
        self.page.get_by_role("button", name="Save", exact=True).last.click()
        expect(self.page.get_by_role("heading", name="What this changed")).to_be_visible()
        assert runs_off(self.page) == []


def waiting(town: Small, cases: Iterable[UUID]) -> set[tuple[UUID, str, date]]:
    """What is due of the worker and not done: the case, which timescale, on which day."""
    with acting(town.org, None, "a test"):
        ann = town.viewer("ann")
        return {
            (case, due.key, due.on)
            for case in cases
            for due in list_due_on(ann, case, NOON)
            if due.owner is Owner.WORKER and due.state in (DueState.DUE, DueState.OVERDUE) and due.on
        }


def order(town: Small) -> list[str]:
    """The caseload in its order."""
    with acting(town.org, None, "a test"):
        found = get_caseload(town.viewer("ann"), town.people["ann"], moment(NOON))
        return [one.reference for one in found.cases]


def test_two_families_are_seen_and_the_list_is_another_one_afterwards(visit, town, families):
    """Given five children who are late to be seen, when both families are visited, then nine things that were due are not,
    the door that stayed shut changes nothing, and the list has another order."""
    cases = [*families.values(), town.cases["A1"].pk]
    with acting(town.org, None, "a test"):
        said = CameIn(uuid4(), Information.POLICE, "PC Dune", Means.PHONE, "Called to a quarrel.", False, NOW)
        take_in(families["Stan"], said, by=town.viewer("bea"), at=NOW)
        due, placed = waiting(town, cases), order(town)
    page = signed_in(visit, "ann", width=NARROW)
    thumb = Thumb(page)

    thumb.record("Visit", "A1", "9.00", "x", "What did you see, hear and do?")
    page.get_by_role("button", name="Nobody reached").click()
    page.get_by_label("What did you try, and what comes next?").fill("Rang twice. I try again at four.")
    thumb.save()
    expect(page.get_by_text("Nothing that is due changed by this.")).to_be_visible()

    thumb.record("Visit", "Finch", "9:20", "Warm and tidy. Both at the table.", "What did you see, hear and do?")
    for name in ("Fay", "Felix"):
        thumb.seen(name)
    thumb.save()
    thumb.record("ore group", "Finch", "10.15", "All came. The plan stands.", "What was talked about and agreed?")
    thumb.also("Felix")
    thumb.save()

    thumb.record("Visit", "Sparrow", "11", "Loud and cheerful.", "What did you see, hear and do?")
    for name in ("Sol", "Sia", "Stan"):
        thumb.seen(name, "Yes, with others there")
    page.get_by_role("group", name="Did any of this come to light about Sol?").get_by_label(
        "Return home interview"
    ).check()
    thumb.save()

    thumb.thing("Say what came in means", "Stan").locator(".thing__acts > a").click()
    page.get_by_label("Nothing changes").check()
    page.get_by_label("What does it mean for the child?").fill("A neighbour's quarrel; Stan was at school.")
    page.get_by_role("button", name="Say what it means").click()
    thumb.menu("My caseload")
    expect(page.get_by_role("heading", level=1)).to_have_text("My caseload")
    assert page.locator("[data-row]").first.get_attribute("id") == "A1"

    after = waiting(town, cases)
    with acting(town.org, None, "a test"):
        assert NewInformation.objects.get().dealt_at == NOON
        visits = CaseRecord.objects.filter(kind="VISIT")
        assert {row.case_id for row in visits} == set(families.values())
        assert len({row.together for row in visits}) == len(FAMILIES)
    assert len(due - after) == 8, due - after  # and what the police told is the ninth
    assert {each for each in due if each[0] == town.cases["A1"].pk} <= after
    assert order(town) != placed
    assert thumb.presses <= MOST_PRESSES
    TALLY.told.add(
        f"a worker's morning on a phone: {thumb.presses} presses, {thumb.answers} pages, {thumb.seconds:.1f} s of the server"
    )
