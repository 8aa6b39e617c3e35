"""Signing in by the organisation's own provider, in a real browser and against a real provider."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import Browser, Page, expect

from plimsoll.actions.account import let_in
from plimsoll.records.context import acting
from plimsoll.web.account.provider import _made
from tests.factories.small import Small
from tests.journeys.conftest import NARROW, Visit, barriers, runs_off
from tests.web.provider import Provider, running

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "owner"])
GO_ON = "Go on with your Saltmarsh account"


@pytest.fixture
def provider(site: str, settings: Any) -> Iterator[Provider]:
    with running(f"{site}/sign-in/provider/back") as one:
        _made.cache_clear()
        settings.PROVIDER_ISSUER, settings.PROVIDER_CLIENT = one.address, "plimsoll"
        settings.PROVIDER_SECRET, settings.PROVIDER_NAME = "only for a test", "your Saltmarsh account"
        settings.PROVIDER_SECOND_STEP, settings.PASSWORDS = frozenset({"always"}), False
        yield one


def there(page: Page, login: str) -> None:
    """Says at the provider who one is."""
    expect(page.get_by_role("heading", name="Saltmarsh accounts")).to_be_visible()
    page.get_by_label("Who are you?").fill(login)
    page.get_by_role("button", name="Sign in").click()


def test_an_invitation_leads_by_the_provider_to_work(
    town: Small, visit: Visit, provider: Provider, settings: Any, site: str, browser: Browser
) -> None:
    settings.INVENTED = False
    with acting(town.org, town.people["max"], "a test"):
        key = let_in(town.people["ann"], by=town.viewer("max"), at=timezone.now())

    page = visit(f"/sign-in/invitation?key={key}", width=NARROW)
    assert (barriers(page), runs_off(page)) == ([], [])
    page.get_by_role("link", name=GO_ON).click()
    there(page, "s-ann")
    page.wait_for_url("**/account")  # the town knew her before
    page.goto(f"{site}/my-caseload")
    expect(page.get_by_role("heading", name="My caseload")).to_be_visible()

    page.goto(f"{site}/account")
    expect(page.get_by_text("On. You sign in with it.")).to_be_visible()
    assert (barriers(page), runs_off(page)) == ([], [])
    page.get_by_text("Menu", exact=True).click()
    page.get_by_role("button", name="Sign out", exact=True).click()
    expect(page.get_by_text("still signed in with your Saltmarsh account")).to_be_visible()
    expect(page.get_by_label("Password")).to_have_count(0)
    assert (barriers(page), runs_off(page)) == ([], [])

    page.get_by_role("link", name=GO_ON).click()  # one is known there still
    expect(page.get_by_role("heading", name="My caseload")).to_be_visible()

    stranger = browser.new_context().new_page()  # a refusal is what a browser complains of
    stranger.goto(f"{site}/sign-in")
    stranger.get_by_role("link", name=GO_ON).click()
    there(stranger, "s-stranger")
    expect(stranger.get_by_role("heading", name="You are not signed in")).to_be_visible()
    assert (barriers(stranger), runs_off(stranger)) == ([], [])
    stranger.context.close()
