"""Somebody looks for a child: from writing where it lives to lifting the protection, and restricting a family's cases."""

import pytest
from playwright.sync_api import expect

from plimsoll.records.context import acting
from plimsoll.records.models.audit import Viewing
from plimsoll.records.models.cases import Restriction
from tests.factories.records import make
from tests.journeys.conftest import NARROW, WIDE, signed_in
from tests.journeys.test_a_disagreement import checked, opened

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "owner"])
PROTECTED = "Address protected: ask sue"


@pytest.mark.parametrize(("width", "scripts"), [(WIDE, True), (NARROW, False)])
def test_an_address_is_written_protected_read_and_lifted(visit, town, width, scripts):
    # given the worker of a case who learns where the child lives
    case = f"/cases/{town.cases['A1'].pk}/people"
    page = signed_in(visit, "ann", width=width, scripts=scripts)
    page.goto("/".join(page.url.split("/")[:3]) + case)
    opened(page, "Write where they live", width)
    page.get_by_label("Address", exact=True).fill("4 Quay Street\nSaltmarsh")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("4 Quay Street")).to_be_visible()

    # when she protects it for two others, after she left something out
    opened(page, "Protect this address", width)
    page.get_by_role("button", name="Protect it").click()
    expect(page.get_by_role("link", name="Choose at least one person")).to_be_visible()
    checked(page, width)
    page.get_by_role("checkbox", name="sue").check()
    page.get_by_role("checkbox", name="max").check()
    page.get_by_label("Whom does everyone else ask?").select_option(label="sue")
    page.get_by_label("Why is it protected?").fill("A man who hurt the mother looks for them")
    page.get_by_role("button", name="Protect it").click()

    # then it is gone for herself
    expect(page.get_by_text(PROTECTED)).to_be_visible()
    expect(page.get_by_text("4 Quay Street")).to_have_count(0)
    expect(page.get_by_role("link", name="Show what is protected")).to_have_count(0)
    checked(page, width)

    # and one of those named reads it, which is kept, and asks to lift it
    named = signed_in(visit, "sue", width=width, scripts=scripts)
    named.goto("/".join(named.url.split("/")[:3]) + case)
    expect(named.get_by_text(PROTECTED)).to_be_visible()
    opened(named, "Show what is protected", width)
    expect(named.get_by_text("4 Quay Street")).to_be_visible()
    assert Viewing.objects.using("owner").filter(page="case-address-read").count() == 1
    opened(named, "Ask to lift the protection", width)
    named.get_by_label("Why need it be protected no longer?").fill("He is in prison")
    named.get_by_role("button", name="Ask").click()
    expect(named.get_by_text("It stays protected until somebody else who is named agrees.")).to_be_visible()

    # and once the other agrees, it is there for all who read the record
    other = signed_in(visit, "max", width=width, scripts=scripts)
    other.goto("/".join(other.url.split("/")[:3]) + case)
    opened(other, "Show what is protected", width)
    opened(other, "Agree to lift it, or not", width)
    other.get_by_label("Yes: it is protected no longer").check()
    other.get_by_label("Why?").fill("Agreed with the mother")
    other.get_by_role("button", name="Say so").click()
    page.reload()
    expect(page.get_by_text("4 Quay Street")).to_be_visible()


@pytest.mark.parametrize(("width", "scripts"), [(WIDE, True), (NARROW, False)])
def test_the_cases_of_a_family_are_restricted_together(visit, town, width, scripts):
    # given two children of one household
    with acting(town.org, None, "a test"):
        home = make("household", town.org, name="The Invented family")
        for reference in ("A1", "B1"):
            make("householdmember", town.org, child=town.cases[reference].child, household=home)
    page = signed_in(visit, "max", width=width, scripts=scripts)
    page.goto("/".join(page.url.split("/")[:3]) + f"/cases/{town.cases['A1'].pk}/restriction")

    # when one case is restricted, the other is shown with what follows where it is left out
    expect(page.get_by_text("the household and its address stay to be found through this child")).to_be_visible()
    checked(page, width)
    page.get_by_role("checkbox", name="max").check()
    page.get_by_role("checkbox", name="B1 Invented, B1: lives in the same household, open").check()
    page.get_by_label("Why?").fill("The child of a colleague")
    page.get_by_role("button", name="Restrict").click()

    # then both are
    expect(page.get_by_text("Restricted. The case is there for the people named on it")).to_be_visible()
    rows = Restriction.objects.using("owner").filter(org_id=town.org, to_at__isnull=True)
    assert {row.case_id for row in rows} == {town.cases["A1"].pk, town.cases["B1"].pk}
