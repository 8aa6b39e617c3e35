"""Passkeys, with a real browser and what it makes of a touch: a device that the browser itself pretends to have."""

import os
import re
import subprocess
import sys
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.cli.served import Served
from tests.journeys.conftest import barriers

WORDS = "a quiet tin harbour"
DEVICE = {
    "protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True,
    "isUserVerified": True, "automaticPresenceSimulation": True,
}  # fmt: skip


@pytest.fixture
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """Plimsoll with nothing in it. Passkeys go by the name of a place, and an address of digits has none."""
    one = Served(tmp_path_factory.mktemp("passkey") / "home", "--no-jobs")
    yield one
    one.end()


def link(served: Served, base: str) -> str:
    words = ("organisation", "Saltmarsh", "--administrator", "Ada Quill", "--address", base)
    done = subprocess.run(
        [sys.executable, "-m", "plimsoll", *words],
        env=os.environ | {"PLIMSOLL_HOME": str(served.home)},
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    return re.search(r"http://\S+", done.stdout)[0]


def enter(page: Page, base: str) -> None:
    page.goto(base + "sign-in")
    page.get_by_label("E-mail address").fill("ada@example.org")
    page.get_by_label("Password").fill(WORDS)
    page.get_by_role("button", name="Sign in").click()


def test_a_passkey_is_added_and_gets_its_owner_in(served: Served, browser: Browser) -> None:
    base = served.address().replace("127.0.0.1", "localhost")
    page = browser.new_context().new_page()
    devices = page.context.new_cdp_session(page)
    devices.send("WebAuthn.enable")
    device = devices.send("WebAuthn.addVirtualAuthenticator", {"options": DEVICE})["authenticatorId"]
    page.goto(link(served, base))
    page.get_by_role("button", name="Sign in").click()
    page.goto(base + "account/password")
    page.get_by_label("Your e-mail address").fill("ada@example.org")
    page.get_by_label("New password").fill(WORDS)
    page.get_by_label("The same password again").fill(WORDS)
    page.get_by_role("button", name="Set the password").click()
    page.context.clear_cookies()

    enter(page, base)
    page.wait_for_url("**/account/app")
    page.goto(base + "account/passkey")
    expect(page.get_by_role("heading", name="Add a passkey")).to_be_visible()
    assert barriers(page) == []
    page.get_by_label("What do you call it?").fill("My computer")
    page.get_by_role("button", name="Add the passkey").click()
    expect(page.get_by_role("heading", name="Recovery codes")).to_be_visible()
    page.goto(base + "account")
    expect(page.get_by_text("My computer", exact=True)).to_be_visible()

    page.context.clear_cookies()
    enter(page, base)
    page.wait_for_url("**/sign-in/step")
    page.get_by_role("button", name="Use your passkey").click()
    page.wait_for_url("**/set-up")

    # a device of somebody else gets nobody in
    page.context.clear_cookies()
    devices.send("WebAuthn.removeVirtualAuthenticator", {"authenticatorId": device})
    devices.send("WebAuthn.addVirtualAuthenticator", {"options": DEVICE})
    enter(page, base)
    page.get_by_role("button", name="Use your passkey").click()
    expect(page.get_by_text("did not work, or you stopped it")).to_be_visible()
    page.context.close()
