"""From an empty database to an organisation in which work is ordered, in a browser: the server is the product's own."""

import os
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
from allauth.mfa.totp.internal import auth as totp
from playwright.sync_api import Browser, Page, expect

from tests.cli.served import Served
from tests.journeys.conftest import ENLARGED, NARROW, WIDE, barriers, runs_off

PEOPLE = "Name,Team,Roles,Hours a week\nBea Rook,Harbour,supervisor,37\nCal Sedge,Quay,practitioner,30\n"
PAGES = (
    "set-up", "set-up/organisation", "set-up/teams", "set-up/alone", "set-up/timescales", "set-up/scheme", "set-up/criteria",
    "people", "people/add", "people/file", "people/hours", "people/let-in",
    "criteria", "criteria/shipped/leaving_care", "criteria/drafts",
    "account", "account/password", "set-up/second-step", "sign-in/invitation", "sign-in",
)  # fmt: skip
WORDS = "a quiet tin harbour"
OF_A_PERSON = ("", "/role", "/team", "/hours", "/leaving")


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """Plimsoll as somebody starts it first, on an empty database."""
    one = Served(tmp_path_factory.mktemp("first") / "home", "--no-jobs")
    yield one
    one.end()


@pytest.fixture
def opened(browser: Browser) -> Iterator[Page]:
    """A browser without scripts: every step is done without."""
    context = browser.new_context(java_script_enabled=False)
    yield context.new_page()
    context.close()


def link_of(served: Served) -> str:
    return re.search(r"http://\S+key=\S+", served.wait_for("Set up the first"))[0].replace("localhost", "127.0.0.1")


def say(served: Served, *words: str) -> str:
    """What a command of the product says, on the same database."""
    done = subprocess.run(
        [sys.executable, "-m", "plimsoll", *words],
        env=os.environ | {"PLIMSOLL_HOME": str(served.home)},
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    return done.stdout + done.stderr


def press(page: Page, button: str) -> None:
    page.get_by_role("button", name=button, exact=True).click()


def state_of(page: Page, step: str) -> str:
    return page.get_by_role("listitem").filter(has=page.get_by_role("link", name=step, exact=True)).inner_text()


def test_from_an_empty_database_to_people_who_sign_in(served, opened, browser, tmp_path):
    page, base = opened, served.address()

    # given nobody has set anything up, whoever comes is told what to do, and no command finds anyone
    page.goto(base)
    assert "there is no organisation in it yet" in page.inner_text("main")
    assert "There is no organisation yet" in say(served, "sign-in-link", "Ada Quill")

    # when the first of them opens the link, names nothing, and then the organisation
    page.goto(link_of(served))
    press(page, "Set up")
    assert "Write the name of your organisation" in page.inner_text("main")
    page.get_by_label("What is your organisation called?").fill("Saltmarsh Children's Services")
    page.get_by_label("What is your own name?").fill("Ada Quill")
    page.get_by_role("radio", name="Nothing else: I keep people and settings").check()
    press(page, "Set up")

    # then they are signed in, every step is there, and the link is spent
    expect(page.get_by_role("heading", name="Set up", exact=True)).to_be_visible()
    assert "0 of 7 steps are done" in page.inner_text("main")
    other = browser.new_context().new_page()
    assert other.goto(link_of(served)).status == 403
    other.context.close()

    # when they do some steps, and stop
    page.get_by_role("link", name="Teams", exact=True).click()
    page.get_by_label("What are your teams called?").fill("Harbour\nQuay\nharbour")
    press(page, "Add teams")
    assert "2 teams" in state_of(page, "Teams")
    page.get_by_role("link", name="Timescales", exact=True).click()
    page.get_by_role("radio", name="4 weeks for the child protection visit").check()
    press(page, "Agree from today")
    assert "Agreed" in state_of(page, "Timescales")
    press(page, "Sign out") if page.get_by_role(
        "button", name="Sign out", exact=True
    ).is_visible() else page.context.clear_cookies()

    # then a new link brings them back to where they were
    port = urlsplit(base).port
    assert f"http://localhost:{port}/sign-in/link?key=" in say(served, "sign-in-link", "ada quill")  # where it runs
    said = say(served, "sign-in-link", "ada quill", "--address", base)
    link = re.search(r"http://\S+", said)[0]
    page.goto(link)
    press(page, "Sign in")
    assert "1 of 7 steps is done" in page.inner_text("main")
    page.goto(base + "set-up/timescales")
    assert page.get_by_role("radio", name="4 weeks for the child protection visit").is_checked()
    assert "Agreed by Ada Quill" in page.inner_text("main")

    # and the rest is done: people by a file with a fault, and again without
    page.goto(base + "people/file")
    for content, wanted in ((PEOPLE.replace("Quay", "Quey"), "Did you mean 'Quay'?"), (PEOPLE, "3 people")):
        (tmp_path / "people.csv").write_text(content)
        page.get_by_label("Your list of people").set_input_files(tmp_path / "people.csv")
        press(page, "Bring in")
        assert wanted in page.inner_text("main")
    for name in ("set-up/organisation", "set-up/scheme", "set-up/criteria"):
        page.goto(base + name)
        press(page, "Agree from today")
    assert "5 of 7 steps are done" in page.inner_text("main")
    assert "1 without a supervisor" in state_of(page, "Teams")

    # and whoever works there signs in with a link of their own, and has a caseload
    page.goto(re.search(r"http://\S+", say(served, "sign-in-link", "Cal Sedge", "--address", base))[0])
    press(page, "Sign in")
    assert page.get_by_role("heading", level=1).inner_text() == "My caseload"
    assert page.goto(base + "set-up").status == 403
    assert "Nobody is called 'Cal Sedg'. Did you mean 'Cal Sedge'?" in say(served, "sign-in-link", "Cal Sedg")

    # and another organisation is made beside it, by its name alone
    made = say(served, "organisation", "Elsewhere", "--administrator", "Ada Quill")
    assert "Made 'Elsewhere'" in made
    assert "2 people are called 'Ada Quill'" in say(served, "sign-in-link", "Ada Quill")
    assert "sign-in/link?key=" in say(served, "sign-in-link", "Ada Quill", "--organisation", "elsewhere")


def test_an_invitation_a_password_and_a_code_lead_to_work(served, browser):
    """Without scripts: whoever was invited sets a password, adds an app, and comes in again with both."""
    base = served.address()
    made = say(served, "organisation", "Far Side", "--administrator", "Ada Far", "--service-manager", "--address", base)
    first = browser.new_context(java_script_enabled=False).new_page()
    first.goto(re.search(r"http://\S+", made)[0])
    press(first, "Sign in")
    first.goto(base + "set-up/teams")
    first.get_by_label("What are your teams called?").fill("Harbour")
    press(first, "Add teams")
    first.goto(base + "people/add")
    first.get_by_label("What is their name?").fill("Dee Marsh")
    first.get_by_label("Supervisor or team manager").check()
    first.get_by_label("In which team?").select_option("Harbour")
    press(first, "Add")
    first.goto(base + "people/let-in")
    press(first, "Make an invitation for Dee Marsh")
    link = first.locator(".made-link code").inner_text()
    first.context.close()

    page = browser.new_context(java_script_enabled=False).new_page()
    page.goto(link)
    page.get_by_label("Your e-mail address").fill("dee@example.org")
    page.get_by_label("New password").fill(WORDS)
    page.get_by_label("The same password again").fill(WORDS)
    press(page, "Set the password")
    assert "your organisation asks for a second step" in page.inner_text("main")
    page.get_by_text("No camera?").click()
    secret = page.locator("details code").inner_text().replace(" ", "")
    page.get_by_label("Code from your app").fill(code_of(secret))
    press(page, "Add the app")
    code = page.locator(".recovery-codes code").first.inner_text()
    page.get_by_role("link", name="Go on").click()
    assert page.get_by_role("heading", level=1).inner_text() == "Harbour"

    page.context.clear_cookies()
    page.goto(base)
    page.get_by_label("E-mail address").fill("dee@example.org")
    page.get_by_label("Password").fill(WORDS)
    press(page, "Sign in")
    page.get_by_label("Code from your app").fill(code)
    press(page, "Go on")
    assert page.get_by_role("heading", level=1).inner_text() == "Harbour"
    page.context.close()


def code_of(secret: str) -> str:
    """What the app shows now."""
    return totp.format_hotp_value(totp.hotp_value(secret, int(time.time()) // 30))


def test_every_page_of_the_first_steps_is_open_to_everyone(served, browser):
    """No barrier, and nothing runs off the side, on a desk, on a phone, at 400 %, in the dark."""
    base = served.address()
    made = say(served, "organisation", "Beyond", "--administrator", "Ada Quill", "--address", base)
    link = re.search(r"http://\S+", made)[0]
    page = browser.new_context().new_page()
    page.goto(link)
    found: list[object] = look_at(page, "sign-in/link")
    page.get_by_role("button", name="Sign in").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/set-up")
    page.goto(base + "people")
    person = page.get_by_role("link", name="Ada Quill").get_attribute("href").removeprefix("/")
    for path in (*PAGES, *(person + more for more in OF_A_PERSON)):
        page.goto(base + path)
        found += look_at(page, path)
    page.goto(base + "set-up/teams")
    page.get_by_role("button", name="Add teams").click()
    found += look_at(page, "a form with faults")
    page.goto(base + "criteria/drafts")
    page.get_by_label("What is this to make better?").fill("Dates were missed")
    page.get_by_role("button", name="Begin a draft").click()
    page.get_by_label("Urgency", exact=True).fill("much")
    page.get_by_role("button", name="Save the draft").click()
    found += look_at(page, "a draft with faults")
    page.get_by_label("Urgency", exact=True).fill("30")
    page.get_by_role("button", name="Save the draft").click()
    expect(page.get_by_role("heading", name="What would be different")).to_be_visible()
    draft = page.url.removeprefix(base).partition("?")[0]
    for path in (draft, f"{draft}/text", f"{draft}/approve"):
        page.goto(base + path)
        found += look_at(page, path)
    page.context.close()

    assert found == []


def look_at(page: Page, path: str) -> list[object]:
    found: list[object] = []
    for width in (WIDE, NARROW, ENLARGED):
        page.set_viewport_size({"width": width, "height": 900})
        found += [(path, width, off)] if (off := runs_off(page)) else []
    for theme in ("light", "dark"):
        page.evaluate("theme => document.documentElement.dataset.theme = theme", theme)
        found += [(path, theme, barrier) for barrier in barriers(page)]
    return found
