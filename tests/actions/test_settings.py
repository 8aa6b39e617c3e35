"""What an organisation settles is a new version with its day; what was before stays as it was."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date, timedelta
from threading import Barrier

import pytest
from django.db import connections

from plimsoll.actions.cases import Refused
from plimsoll.actions.organisation import begin_organisation
from plimsoll.actions.settings import Hours, adopt_criteria, adopt_rulebook, adopt_scheme, set_calendar
from plimsoll.core.access import NotAllowed
from plimsoll.core.calendar import Nation
from plimsoll.core.terms import Act, CaseType
from plimsoll.queries import shipped
from plimsoll.queries.access import get_viewer
from plimsoll.queries.facts import editions
from plimsoll.queries.settings import get_first_steps, get_rulebook, unusable
from plimsoll.records import scopes
from plimsoll.records.context import acting
from plimsoll.records.models.audit import AuditEvent
from plimsoll.records.models.people import Organisation
from plimsoll.records.models.reference import CalendarSetting, RulebookVersion
from plimsoll.records.models.workload import SchemeVersion
from tests.factories.small import NOW, TODAY

LATER = NOW + timedelta(minutes=1)
HOURS = Hours(Nation.WALES, 510, 990, (date(2026, 12, 29),))


@pytest.fixture
def adam(small):
    """An administrator, acting."""
    with acting(small.org, small.people["adam"], "a test"):
        yield small.viewer("adam")


@pytest.mark.parametrize("name", ["ann", "sue", "max"])
def test_nobody_but_an_administrator_settles_anything(small, name):
    by = small.viewer(name)
    with acting(small.org, small.people[name], "a test"):
        for act in (
            lambda: set_calendar(HOURS, by=by, at=NOW),
            lambda: adopt_rulebook((), start_day_is=0, bank_holidays_count=False, by=by, at=NOW),
            lambda: adopt_scheme("plimsoll_hours", by=by, at=NOW),
            lambda: adopt_criteria("statutory", by=by, at=NOW),
        ):
            with pytest.raises(NotAllowed):
                act()


def test_the_calendar_agreed_last_holds_and_the_one_before_stays(small, adam):
    set_calendar(HOURS, by=adam, at=NOW)
    set_calendar(Hours(Nation.SCOTLAND, 540, 1020), by=adam, at=LATER)

    calendar = editions.rulebook(adam, TODAY, None).calendar
    assert (calendar.nation, calendar.opens_at, calendar.closure_days) == (Nation.SCOTLAND, 540, frozenset())
    kept = CalendarSetting.objects.filter(org_id=small.org).order_by("agreed_at").values_list("nation", "agreed_by")
    assert list(kept) == [("WLS", adam.worker), ("SCT", adam.worker)]


def test_the_choice_between_rival_rules_holds_from_its_day_and_keeps_the_hours(small, adam):
    set_calendar(HOURS, by=adam, at=NOW)
    before = RulebookVersion.objects.get(org_id=small.org).text
    adopt_rulebook(("cp_visit_4wk_variant",), start_day_is=0, bank_holidays_count=False, by=adam, at=LATER)
    chosen = ("cp_visit_10wd", "mash_surrey_red")
    adopt_rulebook(chosen, start_day_is=1, bank_holidays_count=True, by=adam, at=LATER + timedelta(minutes=1))

    book, agreed = get_rulebook(adam, TODAY)
    assert book.chosen == {"cp_visit_10wd", "mash_surrey_red"}
    assert (book.calendar.start_day_is, book.calendar.bank_holidays_count, book.calendar.opens_at) == (1, True, 510)
    assert (agreed.by, agreed.version) == ("adam", "3 (from 2026.2)")
    assert get_rulebook(adam, TODAY - timedelta(1))[0].chosen == frozenset()
    assert before in RulebookVersion.objects.filter(org_id=small.org).values_list("text", flat=True)


@pytest.mark.parametrize("chosen", [("cp_visit_10wd", "cp_visit_4wk_variant"), ("no_such_rule",)])
def test_a_choice_that_cannot_be_is_refused(adam, chosen):
    with pytest.raises(Refused):
        adopt_rulebook(chosen, start_day_is=0, bank_holidays_count=False, by=adam, at=NOW)


@pytest.mark.parametrize("key", ["wirral", "moj_wmt", "none"])
def test_a_scheme_by_which_nothing_can_be_worked_out_is_refused(adam, key):
    with pytest.raises(Refused):
        adopt_scheme(key, by=adam, at=NOW)


def test_each_is_agreed_with_an_event_of_its_own(small, adam):
    set_calendar(HOURS, by=adam, at=NOW)
    adopt_rulebook((), start_day_is=0, bank_holidays_count=False, by=adam, at=LATER)
    adopt_rulebook((), start_day_is=1, bank_holidays_count=False, by=adam, at=LATER)
    adopt_scheme("plimsoll_hours", by=adam, at=NOW)
    adopt_criteria("statutory", by=adam, at=NOW)

    found = AuditEvent.objects.filter(org_id=small.org).order_by("at").values_list("act", flat=True)
    assert list(found) == [
        Act.CALENDAR_SET,
        Act.RULEBOOK_ADOPTED,  # days counted as before
        Act.RULEBOOK_ADOPTED, Act.CALENDAR_SET,
        Act.SCHEME_ADOPTED, Act.CRITERIA_ADOPTED,
    ]  # fmt: skip
    steps = get_first_steps(adam, TODAY)
    assert {agreed.by for agreed in (steps.calendar, steps.rulebook, steps.scheme, steps.criteria)} == {"adam"}


def test_what_is_suggested_is_the_stricter_rule():
    book = shipped.shipped_rulebook()
    chosen = book.choosing(shipped.suggested())

    assert chosen.open_choices == ()
    assert [unusable(scheme) == "" for scheme in shipped.shipped_schemes()] == [True, False, False]


# ---- a new organisation --------------------------------------------------------------------------------------------------


@pytest.mark.django_db(transaction=True, databases=["default", "owner"])
def test_a_new_organisation_can_order_work_at_once_and_its_administrator_sees_no_cases():
    made = begin_organisation(name=" New  Council ", administrator="Ada Quill", nation=Nation.SCOTLAND, at=NOW)

    assert Organisation.objects.using("owner").get(pk=made.org).name == "New Council"
    with acting(made.org, made.worker, "a test"):
        viewer = get_viewer(made.org, made.worker, TODAY)
        assert editions.rulebook(viewer, TODAY, None).calendar.nation is Nation.SCOTLAND
        assert editions.criteria(viewer, TODAY, None).intervals.keys() == set(CaseType)
        assert editions.scheme(viewer, TODAY, None).key == "plimsoll_hours"
        steps = get_first_steps(viewer, TODAY)
        assert (steps.rulebook.by, steps.teams, steps.people, steps.holders) == ("", 0, 1, 0)
        assert not scopes.cases(viewer).exists()
    with pytest.raises(Refused):
        begin_organisation(name="new council", administrator="Ada", nation=Nation.ENGLAND, at=NOW)
    with pytest.raises(Refused) as fault:
        begin_organisation(name="\u200b", administrator=" ", nation=Nation.ENGLAND, at=NOW)
    assert set(fault.value.faults) == {"name", "administrator"}


@pytest.mark.django_db(transaction=True, databases=["default", "owner"])
def test_two_administrators_who_agree_at_once_make_two_versions():
    made = begin_organisation(name="Agreed at once", administrator="Ada Quill", nation=Nation.ENGLAND, at=NOW)
    together = Barrier(2)

    def agree(minutes: int) -> None:
        try:
            with acting(made.org, made.worker, "a test"):
                viewer = get_viewer(made.org, made.worker, TODAY)
                together.wait(10)
                adopt_scheme("plimsoll_hours", by=viewer, at=NOW + timedelta(minutes=minutes))
        finally:
            connections.close_all()

    with ThreadPoolExecutor(2) as pool:
        list(pool.map(agree, (1, 2)))
    with acting(made.org, None, "a test"):
        versions = SchemeVersion.objects.filter(org_id=made.org).order_by("version").values_list("version", flat=True)
        assert list(versions) == ["1", "2 (from 1)", "3 (from 1)"]


@pytest.mark.parametrize("key", shipped.SETS)
def test_each_of_the_criteria_sets_that_ship_can_be_agreed_on(adam, key):
    adopt_criteria(key, by=adam, at=LATER)

    agreed, ours = editions.criteria(adam, TODAY, None), shipped.shipped_sets()[shipped.SETS.index(key)]
    assert agreed == replace(ours, version=f"{2 if key == 'statutory' else 1} (from 2026.1)", in_force_from=TODAY)


def test_a_criteria_set_that_is_none_is_refused(adam):
    with pytest.raises(Refused, match="criteria sets that are there"):
        adopt_criteria("of nobody", by=adam, at=LATER)
