"""What every journey needs: a server of the pages, a browser, and what holds on every page.

The pages are served as people get them, under the strict content policy; whatever the browser complains of fails the test.
"""

import os
import threading
import time
from collections.abc import Callable, Iterator
from functools import wraps
from pathlib import Path
from socketserver import ThreadingMixIn
from typing import Any, ClassVar
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

import pytest
from django.core.wsgi import get_wsgi_application
from django.db import connections
from playwright.sync_api import Browser, Locator, Page, sync_playwright

from plimsoll.records.models.access import User
from plimsoll.records.models.people import Worker
from tests.ending import TALLY
from tests.factories.records import MORNING, organisation
from tests.factories.small import Small, small_organisation
from tests.journeys.browser import find

HERE = Path(__file__).parent
AXE = HERE.parents[1] / "node_modules" / "axe-core" / "axe.min.js"  # put there by `make assets`
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
WIDE, NARROW, ENLARGED = 1280, 390, 320  # the last is 1280 at 400 %
HEIGHT = 900
AT_MOST = 10  # seconds to wait for the last answers
FAULTS = "status of 422"  # a form that comes back with its faults: nothing went wrong
Look = Visit = Callable[..., Page]


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Journeys may speak to this machine; without a browser none of them runs."""
    without = find() is None
    for item in items:
        if HERE in item.path.parents and item.path.name.startswith("test_"):
            item.add_marker(pytest.mark.slow)
            item.add_marker(pytest.mark.enable_socket)
            item.add_marker(pytest.mark.allow_hosts(["127.0.0.1"]))
            if without:
                item.add_marker(pytest.mark.skip(reason="no browser"))
                TALLY.not_run.add(item.nodeid)


class _Server(ThreadingMixIn, WSGIServer):
    daemon_threads = True
    busy: ClassVar[set[object]] = set()  # connections that are being answered

    def process_request_thread(self, request: Any, client_address: Any) -> None:
        """Lets go of the database with the thread."""
        self.busy.add(client_address)
        try:
            super().process_request_thread(request, client_address)
        finally:
            connections.close_all()
            self.busy.discard(client_address)


class _Silent(WSGIRequestHandler):
    def log_message(self, *_: Any) -> None:
        """Nothing: pytest's own output is enough."""


@pytest.fixture(scope="session")
def site() -> Iterator[str]:
    """The address of the pages that need no database."""
    server = make_server("127.0.0.1", 0, get_wsgi_application(), _Server, _Silent)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()
    thread.join()


def _whole_page(press: Callable[..., None]) -> Callable[..., None]:
    """A press that ends when the page it leads to is there, with its scripts: what asks for a text or a count at once would
    otherwise read half a page."""

    @wraps(press)
    def pressed(self: Locator, *args: Any, **how: Any) -> None:
        press(self, *args, **how)
        self.page.wait_for_load_state()

    return pressed


@pytest.fixture(scope="session", autouse=True)
def whole_pages() -> Iterator[None]:
    """Presses of a button or a key lead to whole pages in every journey."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Locator, "click", _whole_page(Locator.click))
        patch.setattr(Locator, "press", _whole_page(Locator.press))
        yield


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One browser for all journeys. Its driver runs a loop in this thread, in which Django would refuse its database."""
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    with sync_playwright() as driver:
        as_root = hasattr(os, "geteuid") and os.geteuid() == 0  # Chromium has no sandbox for root
        started = driver.chromium.launch(executable_path=find(), args=["--no-sandbox"] if as_root else [])
        yield started
        started.close()


@pytest.fixture(scope="session")
def look(site: str, browser: Browser) -> Iterator[Look]:
    """Opens a page only to look at it, in a browser that knows the styles and scripts already."""
    pages: dict[tuple[int, str], Page] = {}
    complaints: list[str] = []

    def opened(path: str, *, width: int = WIDE, theme: str = "light", refused: int = 0) -> Page:
        if (width, theme) not in pages:
            pages[width, theme] = _page(browser, site, width, theme, complaints)
        page = pages[width, theme]
        page.set_viewport_size({"width": width, "height": HEIGHT})
        page.goto(f"{site}{path}")
        said = [each for each in complaints if not refused or str(refused) not in each]
        complaints.clear()
        assert said == []
        return page

    yield opened
    for page in pages.values():
        page.context.close()


@pytest.fixture
def visit(site: str, browser: Browser) -> Iterator[Visit]:
    """Opens a page as somebody has it: `visit("/gallery/", width=390, theme="dark", scripts=False)`, and more as playwright
    has it for a context. At the end nothing may have gone wrong that only the browser saw."""
    pages: list[Page] = []
    complaints: list[str] = []

    def opened(path: str, *, width: int = WIDE, theme: str = "light", scripts: bool = True, **more: Any) -> Page:
        pages.append(_page(browser, site, width, theme, complaints, java_script_enabled=scripts, **more))
        pages[-1].goto(f"{site}{path}")
        return pages[-1]

    opened.pages = pages  # type: ignore[attr-defined]
    yield opened
    for page in pages:
        page.context.close()
    assert complaints == []


@pytest.fixture
def town(settings: Any, transactional_db: None, visit: Any) -> Iterator[Small]:
    """An invented organisation, committed, so that the server sees it. The test says `django_db` with both databases. Before
    its tables are emptied, pages are closed and what they still asked for is answered: their scripts ask by themselves."""
    settings.INVENTED = True
    org = organisation(name="Invented council").pk
    for small in small_organisation(org):
        for name, key in small.people.items():
            user = User.objects.using("owner").create(email=f"{name}@{org}.example", created_at=MORNING)
            Worker.objects.filter(pk=key).update(user_id=user.pk)
    yield small
    for page in visit.pages:
        page.context.close()
    until = time.monotonic() + AT_MOST
    while _Server.busy and time.monotonic() < until:
        time.sleep(0.01)
    connections.close_all()


def signed_in(visit: Visit, name: str, **how: object) -> Page:
    """The page on which somebody begins."""
    page = visit("/sign-in", **how)
    page.get_by_role("button", name=f"Sign in as {name}").click()
    return page


def _page(browser: Browser, site: str, width: int, theme: str, complaints: list[str], **more: Any) -> Page:
    """A page in a browser that kept a theme; it tells of scripts, files and forbidden things that went wrong."""
    context = browser.new_context(viewport={"width": width, "height": HEIGHT}, **more)
    context.add_cookies([{"name": "theme", "value": theme, "url": site}])
    page = context.new_page()
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on(
        "console",
        lambda said: complaints.append(said.text) if said.type == "error" and FAULTS not in said.text else None,
    )
    return page


def barriers(page: Page) -> list[str]:
    """What the check of accessibility finds on a page: the rule, and where."""
    page.evaluate(
        AXE.read_text(encoding="utf-8")
    )  # by the browser's own door, so the content policy stays as strict as it is
    found = page.evaluate(
        "(rules) => axe.run(document, {runOnly: {type: 'tag', values: rules}, resultTypes: ['violations']})", RULES
    )
    return [
        f"{fault['id']}: {node['target']} {node['any'][:1] and node['any'][0]['message']}"
        for fault in found["violations"]
        for node in fault["nodes"]
    ]


def runs_off(page: Page) -> list[str]:
    """What makes a page wider than the screen."""
    return page.evaluate(
        """() => document.documentElement.scrollWidth <= document.documentElement.clientWidth ? [] :
        [...document.querySelectorAll("body *")]
          .filter((e) => e.getBoundingClientRect().right > document.documentElement.clientWidth + 1)
          .map((e) => `${e.tagName}.${e.getAttribute("class")}`)"""
    )
