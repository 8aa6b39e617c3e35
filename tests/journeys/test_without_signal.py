"""A record is begun without signal, kept on the device where nobody else reads it, sent once, and wiped."""

import json
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from plimsoll.records.context import acting
from plimsoll.records.models.written import CaseRecord, Draft
from tests.factories.small import Small
from tests.journeys.conftest import HEIGHT, NARROW, barriers, runs_off

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "owner"])
TYPED = "The stair gate is broken, and Mum says she will mend it"
SLOW = 30_000
NO_SIGNAL, GONE = "ERR_INTERNET_DISCONNECTED", "status of 410"
# All that stands in the two stores, with the bytes of what is sealed as text; and all that is cached, with its text.
STORES = """async () => {
  const base = await new Promise((keep) => {
    indexedDB.open("plimsoll").onsuccess = (event) => keep(event.target.result);
  });
  const all = (name) => new Promise((keep) => {
    if (!base.objectStoreNames.contains(name)) return keep([]);
    base.transaction(name).objectStore(name).getAll().onsuccess = (event) => keep(event.target.result);
  });
  const found = { keys: await all("keys"), entries: await all("entries") };
  base.close();
  found.read = await Promise.all(found.keys.filter((each) => each.key).map((each) =>
    crypto.subtle.exportKey("raw", each.key).then(() => "read out", (fault) => fault.name)));
  found.keys = found.keys.map(({ key, ...rest }) => ({ ...rest, usable: Boolean(key) }));
  found.entries = found.entries.map((each) => ({ ...each,
    sealed: new TextDecoder("latin1").decode(each.sealed), iv: [...each.iv].join(" ") }));
  found.cached = {};
  for (const name of await caches.keys()) {
    const cache = await caches.open(name);
    for (const request of await cache.keys()) {
      found.cached[new URL(request.url).pathname] = await (await cache.match(request)).text();
    }
  }
  return found;
}"""
Opens = Callable[..., Page]


@pytest.fixture
def device(site: str, browser: Browser) -> Iterator[Opens]:
    """Devices: `device(width=390)` opens a page on a new one. Nothing may go wrong but that there is no signal."""
    contexts: list[BrowserContext] = []
    complaints: list[str] = []

    def opened(width: int = 1280, **more: Any) -> Page:
        context = browser.new_context(viewport={"width": width, "height": HEIGHT}, base_url=site, **more)
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda fault: complaints.append(str(fault)))
        page.on("console", lambda said: complaints.append(said.text) if said.type == "error" else None)
        return page

    yield opened
    for context in contexts:
        context.close()
    assert [said for said in complaints if NO_SIGNAL not in said and GONE not in said] == []


def sign_in(page: Page, name: str) -> None:
    page.goto("/sign-in")
    page.get_by_role("button", name=f"Sign in as {name}").click()
    expect(page.locator("[data-unsent]")).to_be_attached()
    wait_for(page, lambda held: any(key["usable"] for key in held["keys"]) and len(held["cached"]) > 5)


def stores(page: Page) -> dict[str, Any]:
    found: dict[str, Any] = page.evaluate(STORES)
    return found


def wait_for(page: Page, holds: Callable[[dict[str, Any]], bool]) -> dict[str, Any]:
    for _ in range(100):
        found = stores(page)
        if holds(found):
            return found
        page.wait_for_timeout(200)
    raise AssertionError({name: found[name] for name in ("keys", "read")})


def begin(page: Page, text: str = TYPED) -> str:
    """Writes a visit, and the id under which it is kept."""
    page.get_by_label("What do you write down?").select_option("VISIT")
    page.get_by_label("For whom?").fill("Youngest at Harbour Road")
    page.get_by_label("Yes, alone").check()
    page.get_by_label("What happened?").fill(text)
    expect(page.locator("[data-list]")).to_contain_text(text, timeout=SLOW)  # once it is kept
    expect(page.locator("[data-kept]")).to_contain_text("Kept on this device")
    return page.url.split("#")[1]


def sign_out(page: Page) -> None:
    page.locator("details.menu:visible > summary").first.click()
    page.locator("[data-signs-out]:visible button").click()


def drafts(town: Small) -> list[Draft]:
    with acting(town.org, town.people["ann"], "a test"):
        return list(Draft.objects.all())


def send(page: Page) -> None:
    page.locator("[data-list] button", has_text="Send").click()
    page.get_by_label("Look for the case").fill("Invented")
    page.get_by_role("button", name="Search").click()
    expect(page.locator("[data-found-says]")).to_contain_text("found", timeout=SLOW)
    assert barriers(page) == []
    page.get_by_role("button", name="Send to this case").first.click()


def test_a_visit_begun_without_signal_is_kept_and_sent_once(device, town):
    page = device(width=NARROW)
    sign_in(page, "ann")
    page.context.set_offline(True)
    page.goto("/my-caseload")
    expect(page.locator("[data-state]")).to_contain_text("You have no signal", timeout=SLOW)
    assert barriers(page) == []
    assert runs_off(page) == []
    key = begin(page)
    page.reload()
    expect(page.get_by_label("What happened?")).to_have_value(TYPED, timeout=SLOW)
    expect(page.get_by_label("Yes, alone")).to_be_checked()
    page.get_by_label("What happened?").fill(f"{TYPED} today")
    page.get_by_label("At what time?").fill("0.00")  # at whatever hour the test is run, that is over
    expect(page.locator("[data-list] button", has_text="Send")).to_have_count(0)
    page.get_by_label("For whom?").focus()
    expect(page.locator("[data-list]")).to_contain_text(f"{TYPED} today", timeout=SLOW)

    page.context.set_offline(False)
    page.goto("/my-caseload")
    expect(page.locator("[data-unsent]")).to_contain_text("1 record not yet sent", timeout=SLOW)
    assert barriers(page) == []
    page.get_by_role("link", name="Look and send").click()
    send(page)
    expect(page.get_by_text("It is a draft on the case of")).to_be_visible(timeout=SLOW)
    assert stores(page)["entries"] == []
    (kept,) = drafts(town)
    assert (str(kept.pk), kept.case_id, kept.kind) == (key, town.cases["A1"].pk, "VISIT")
    assert kept.content["text"] == f"{TYPED} today"

    page.get_by_role("link", name="Go on with it").click()
    assert page.get_by_label(
        "Child in need visit"
    ).is_checked()  # nobody was asked without signal, so it is as in a new form
    page.get_by_role("button", name="Save", exact=True).last.click()
    expect(page.get_by_role("heading", name="What this changed")).to_be_visible(timeout=SLOW)
    with acting(town.org, town.people["ann"], "a test"):
        assert [str(row.pk) for row in CaseRecord.objects.all()] == [key]


def test_what_is_sent_twice_is_there_once_and_wiped_only_once_it_is(device, town):
    page = device()
    sign_in(page, "ann")
    page.goto("/without-signal")
    key = begin(page)
    held = stores(page)["entries"][0]
    where = f"**/cases/{town.cases['A1'].pk}/record"
    lost = []

    def lose(route: Any) -> None:
        lost.append(route.fetch().status)  # the server has it, and its answer is lost
        route.abort("internetdisconnected")

    page.route(where, lose)
    send(page)
    expect(page.get_by_text("Not sent: no signal. It is still on this device.")).to_be_visible(timeout=SLOW)
    assert (lost, [entry["id"] for entry in stores(page)["entries"]]) == ([200], [held["id"]])
    page.unroute(where)
    page.get_by_role("button", name="Send to this case").first.click()
    expect(page.get_by_text("It is a draft on the case of")).to_be_visible(timeout=SLOW)
    assert stores(page)["entries"] == []
    assert [(str(draft.pk), draft.version) for draft in drafts(town)] == [(key, 1)]


def test_a_second_person_on_the_device_reads_nothing_and_the_first_loses_nothing(device, town):
    page = device()
    sign_in(page, "ann")
    page.context.set_offline(True)
    page.goto("/my-caseload")
    key = begin(page)
    page.context.set_offline(False)
    page.context.clear_cookies(name="session")  # it ran out
    sign_in(page, "bob")

    expect(page.locator("[data-unsent]")).to_be_hidden()
    held = stores(page)
    assert {each["whose"]: each["usable"] for each in held["keys"]}[held["entries"][0]["whose"]] is False
    page.goto(f"/without-signal#{key}")
    expect(page.locator("[data-state]")).to_contain_text("You have signal", timeout=SLOW)
    assert TYPED not in page.content()
    assert "Harbour Road" not in page.content()
    assert page.locator("[data-waiting]").is_hidden()
    grant = next(each["grant"] for each in held["keys"] if not each["usable"])
    refused = page.evaluate(
        """async (grant) => {
          const { proof } = await (await fetch("/session")).json();
          const body = new URLSearchParams({ grant, csrfmiddlewaretoken: proof });
          const answer = await fetch("/without-signal/key", { method: "POST", body });
          return [answer.status, "key" in await answer.json()];
        }""",
        grant,
    )
    assert refused == [410, False]
    page.goto("/my-caseload")
    sign_out(page)
    page.wait_for_url("**/sign-in*")

    sign_in(page, "ann")
    expect(page.locator("[data-unsent]")).to_contain_text("1 record not yet sent", timeout=SLOW)
    page.goto(f"/without-signal#{key}")
    expect(page.get_by_label("What happened?")).to_have_value(TYPED, timeout=SLOW)


def test_signing_out_warns_first_and_then_wipes_all(device, town):
    page = device()
    sign_in(page, "ann")
    page.goto("/without-signal")
    begin(page)
    page.goto("/my-caseload")
    sign_out(page)
    expect(page.get_by_role("dialog")).to_contain_text("1 record not yet sent.")
    assert barriers(page) == []
    page.get_by_role("button", name="Stay signed in").click()
    assert len(stores(page)["entries"]) == 1
    sign_out(page)
    page.get_by_role("button", name="Wipe it and sign out").click()
    page.wait_for_url("**/sign-in*")
    page.wait_for_load_state()

    held = stores(page)
    assert (held["keys"], held["entries"], held["cached"]) == ([], [], {})
    assert page.evaluate("navigator.serviceWorker.getRegistrations().then((all) => all.length)") == 0
    assert "device=" not in page.evaluate("document.cookie")
    assert drafts(town) == []


def test_a_window_that_is_still_open_after_signing_out_keeps_nothing_and_says_so(device, town):
    page = device()
    sign_in(page, "ann")
    page.goto("/without-signal")
    other = page.context.new_page()
    other.goto("/my-caseload")
    sign_out(other)
    other.wait_for_url("**/sign-in*")
    page.get_by_label("What happened?").fill(TYPED)
    page.get_by_label("For whom?").focus()

    expect(page.locator("[data-kept]")).to_contain_text("Not kept: you signed out here", timeout=SLOW)
    assert stores(other)["entries"] == []


def test_what_the_device_holds_can_be_read_by_nobody_and_names_nobody(device, town):
    page = device()
    sign_in(page, "ann")
    page.goto("/my-caseload")
    page.goto(f"/cases/{town.cases['A1'].pk}")
    page.goto("/without-signal")
    begin(page)
    before = stores(page)["entries"][0]
    page.get_by_label("What happened?").fill(f"{TYPED}.")
    page.get_by_label("For whom?").focus()
    held = wait_for(page, lambda held: held["entries"][0]["iv"] != before["iv"])

    assert held["read"] == ["InvalidAccessError"]  # it cannot be exported
    assert held["entries"][0]["sealed"] != before["sealed"]
    for word in ("stair", "Youngest", "Harbour", "VISIT", "ALONE", str(town.people["ann"])):
        assert word not in json.dumps([held["keys"], held["entries"]])
    assert sorted(path.rsplit("/", 1)[1] for path in held["cached"]) == [
        "bold.ttf", "device.js", "govuk-frontend.js", "italic.ttf", "mark.svg", "plimsoll.css", "regular.ttf",
        "without-signal", "without-signal.js",
    ]  # fmt: skip
    blank = held["cached"]["/without-signal"]
    assert [word for word in ("A1", "Invented", ">ann", "ann<", "csrf", TYPED) if word in blank] == []
    assert "stair" not in page.evaluate("JSON.stringify([localStorage, sessionStorage]) + document.cookie")


def test_after_72_hours_it_is_gone_and_one_is_told_before(device, town):
    page = device()
    page.clock.install()
    sign_in(page, "ann")
    page.goto("/without-signal")
    begin(page)
    expect(page.locator("[data-kept]")).to_contain_text("It is wiped on")
    ends = stores(page)["entries"][0]["ends"]
    started = page.evaluate("Date.now()")
    assert 71.9 < (ends - started) / 3_600_000 <= 72

    page.clock.set_system_time((ends - 3_600_000) / 1000)
    page.goto("/my-caseload")
    expect(page.locator("[data-unsent]")).to_contain_text("not long is left", timeout=SLOW)
    page.clock.set_system_time((ends + 1000) / 1000)
    page.goto("/my-caseload")
    page.wait_for_timeout(500)
    assert stores(page)["entries"] == []
    assert page.locator("[data-unsent]").is_hidden()


def test_a_session_that_runs_out_without_signal_loses_nothing(device, town):
    page = device()
    sign_in(page, "ann")
    page.goto("/without-signal")
    page.context.set_offline(True)
    begin(page)
    page.context.clear_cookies()  # the session, and what this device knew of it: as after 12 hours
    page.get_by_label("What happened?").fill(f"{TYPED}. She has a new one.")
    page.get_by_label("For whom?").focus()
    expect(page.locator("[data-kept]")).to_contain_text("Kept on this device", timeout=SLOW)
    page.wait_for_timeout(1000)
    page.reload()
    expect(page.locator("[data-state]")).to_contain_text("locked, not lost", timeout=SLOW)
    assert TYPED not in page.content()
    assert page.locator("form[data-begun]").is_hidden()

    page.context.set_offline(False)
    sign_in(page, "ann")
    page.get_by_role("link", name="Look and send").click()
    expect(page.get_by_text("She has a new one.")).to_be_visible(timeout=SLOW)


def test_where_the_device_keeps_nothing_it_says_so(device, town):
    page = device()
    page.add_init_script("indexedDB.open = () => { throw new DOMException('refused', 'SecurityError'); };")
    page.goto("/sign-in")
    page.get_by_role("button", name="Sign in as ann").click()
    page.goto("/without-signal")

    expect(page.locator("[data-state]")).to_contain_text("This device keeps nothing for us", timeout=SLOW)
    assert page.locator("form[data-begun]").is_hidden()


def test_without_scripts_the_page_promises_nothing(device, town):
    page = device(java_script_enabled=False)
    page.goto("/without-signal")

    expect(page.locator("[data-state]")).to_contain_text("nothing that you type is kept on this device")
    assert page.locator("form[data-begun]").is_hidden()
