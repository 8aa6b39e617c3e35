"""A service manager brings the town's workbook in, sees the caseload it makes, brings the next month's in, decides what it
left open, and takes it back."""

import re
import threading
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from django.db import connections
from django.db.models import Count
from django.utils.timezone import now
from playwright.sync_api import Page

from plimsoll.actions.exchange import apply_import, read_import, undo_import
from plimsoll.demo.annex_a import write_annex_a
from plimsoll.formats.reading import read_told
from plimsoll.records.context import acting
from plimsoll.records.models.cases import Allocation, Case
from plimsoll.records.models.exchange import Import
from tests.factories.small import Small
from tests.formats.workbooks import SAMPLES
from tests.journeys.conftest import ENLARGED, NARROW, WIDE, barriers, runs_off, signed_in

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "owner"])
AS_AT = date(2026, 9, 28)
DOES = {"READING": read_import, "APPLYING": apply_import, "UNDOING": undo_import}


@pytest.fixture
def work(town: Small) -> Callable[[], None]:
    """Does what waits in the queue, as the jobs worker does: in a thread of its own."""

    def worked() -> None:
        thread = threading.Thread(target=_apply_all, args=[town])
        thread.start()
        thread.join(60)

    return worked


def _apply_all(town: Small) -> None:
    try:
        with acting(town.org, None, "a test"):
            waiting = list(Import.objects.filter(org_id=town.org, state__in=DOES).values_list("pk", "state"))
        for file, state in waiting:
            DOES[state](town.org, file, at=now())
    finally:
        connections.close_all()


@pytest.fixture(scope="module")
def months(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """The town's workbook of two months."""
    folder = tmp_path_factory.mktemp("months")
    paths = [folder / f"annex-a-{month}.xlsx" for month in ("september", "october")]
    for later, path in enumerate(paths):
        write_annex_a(path, workers=2, seed=3, as_at=AS_AT, later=later)
    return paths


def to(page: Page, path: str) -> None:
    page.goto(f"{page.url.split('/', 3)[0]}//{page.url.split('/', 3)[2]}{path}")


def looked_at(page: Page) -> list[object]:
    """What is wrong with a page, on a desk, on a phone, at 400 %, in the light and in the dark."""
    found: list[object] = []
    for width in (WIDE, NARROW, ENLARGED):
        page.set_viewport_size({"width": width, "height": 900})
        found += [(page.url, width, off) for off in runs_off(page)]
    for theme in ("light", "dark"):
        page.evaluate("theme => document.documentElement.dataset.theme = theme", theme)
        found += [(page.url, theme, barrier) for barrier in barriers(page)]
    page.set_viewport_size({"width": WIDE, "height": 900})
    return found


def send_in(page: Page, path: Path, work: Callable[[], None]) -> None:
    """From choosing a file to its being read."""
    to(page, "/files")
    page.get_by_label("Choose a file").set_input_files(path)
    page.get_by_role("button", name="Read the file").click()
    assert "Reading the file" in page.inner_text("h1")
    work()
    page.get_by_role("heading", level=1, name=path.name).wait_for()


def bring_in(page: Page, path: Path, work: Callable[[], None]) -> None:
    """From choosing a file to its being in."""
    send_in(page, path, work)
    for names in ("People", "Teams"):
        task = page.locator("main li", has=page.get_by_role("link", name=names, exact=True))
        if task.get_by_text("to settle").count():
            task.get_by_role("link").click()
            together = page.get_by_role("button", name=re.compile("Add all"))
            if together.count():
                together.click()
            else:
                page.locator("main select").select_option("ADD")
                page.get_by_role("button", name="Save").click()
    # values that nobody knows are left empty, where there are any
    page.get_by_role("button", name=re.compile("Bring it in")).last.click()
    assert "Bringing the file in" in page.inner_text("h1")
    work()
    page.get_by_role("heading", name="The file is brought in").wait_for()


@pytest.mark.parametrize(("width", "scripts"), [(WIDE, True), (NARROW, False)])
def test_a_file_is_brought_in_and_the_next_month_decided_and_undone(visit, town, work, months, width, scripts):
    page = signed_in(visit, "max", width=width, scripts=scripts)
    bring_in(page, months[0], work)
    assert "Some of it is for people to decide" in page.content() or "Nothing is left to decide" in page.content()

    with acting(town.org, None, "a test"):
        held = Allocation.objects.filter(to_at__isnull=True).exclude(worker__in=town.people.values())
        holder = held.values("worker", "worker__name").annotate(cases=Count("pk")).order_by("-cases")[0]
    to(page, f"/workers/{holder['worker']}/caseload")
    assert holder["worker__name"] in page.inner_text("h1")
    assert "Facts from the file of" in page.inner_text("main")
    assert page.locator(".case").count() > 3

    bring_in(page, months[1], work)
    to(page, "/decide")
    if page.locator("#NOT_IN_FILE").count():
        part = page.locator("section", has=page.locator("#NOT_IN_FILE"))
        part.get_by_role("checkbox").first.check()
        part.get_by_label("Why?").fill("Their supervisor says that the work has ended")
        part.get_by_role("button", name="Keep them open").click()
        assert "Decided. It stands on the record" in page.inner_text("main")

    to(page, "/files")
    page.get_by_role("link", name=months[1].name).click()
    page.get_by_role("link", name="Undo this file").click()
    page.get_by_label("Why is it undone?").fill("It was last year's")
    page.get_by_role("button", name="Undo this file").click()
    assert "Undoing the file" in page.inner_text("h1")
    work()
    page.get_by_role("heading", level=1, name=months[1].name).wait_for()
    assert "Undone." in page.inner_text("main")


def test_every_page_of_files_is_open_to_everyone(visit, town, work, months):
    page = signed_in(visit, "max")
    found: list[object] = []
    send_in(page, months[0], work)
    file = page.url.split("?")[0].rstrip("/").rpartition("/")[2]
    for path in ("", "/people", "/teams", "/values", "/date", "/children", "/changes", "/faults"):
        to(page, f"/files/{file}{path}")
        found += looked_at(page)
    bring_in(page, months[0], work)
    applied = re.search(r"/files/([0-9a-f-]+)/progress", page.url)
    for path in (
        "/files",
        f"/files/{applied[1]}",
        f"/files/{applied[1]}/undo",
        f"/files/{applied[1]}/decide",
        "/decide",
    ):
        to(page, path)
        found += looked_at(page)

    assert found == []


def test_a_file_is_chosen_and_read_by_keyboard_alone(visit, town, work, months):
    page = signed_in(visit, "max")
    to(page, "/files")
    page.get_by_label("Choose a file").set_input_files(months[0])  # the window for files is the browser's own
    page.get_by_label("Choose a file").focus()
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.name") == "facts_on"
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent").strip() == "Read the file"
    page.keyboard.press("Enter")
    page.get_by_role("heading", name="Reading the file").wait_for()
    work()
    page.get_by_role("heading", name=months[0].name).wait_for()
    reached = []
    for _ in range(40):
        page.keyboard.press("Tab")
        reached.append(page.evaluate("document.activeElement.textContent").strip())

    wanted = ["Date of its facts", "People", "Teams", "Values", "Children", "Faults", "Leave it"]
    assert [name for name in wanted if name not in reached] == []


@pytest.mark.parametrize("name", ["cscdp_2015-01-sample.xlsx", "liia-tools-pipeline_Annex_A_2024_Jan.xlsx"])
def test_workbooks_made_by_others_are_brought_in_with_every_child_accounted_for(visit, town, work, name):
    path = SAMPLES / "annex_a" / name
    if not path.is_file():
        pytest.skip("the sample workbooks are not beside the repository")
    told = read_told(path, facts_on=None, today=AS_AT).children
    page = signed_in(visit, "max", scripts=False)
    bring_in(page, path, work)
    with acting(town.org, None, "a test"):
        file = Import.objects.get(org_id=town.org)
    to(page, f"/files/{file.pk}/children")
    accounted = page.inner_text("main")

    assert len(told) == file.children > 2
    assert [child.reference for child in told if child.reference not in accounted] == []
    with acting(town.org, None, "a test"):
        made = Case.objects.filter(reference__in=[child.reference for child in told])
        assert set(made.values_list("reference", flat=True)) == {child.reference for child in told if child.open}
