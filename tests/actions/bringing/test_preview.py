"""What a file will change is told before it is brought in, by the plan that then does it; to those alone who may know."""

from collections import Counter
from datetime import date, datetime
from unittest.mock import patch

import pytest

from plimsoll.core import access
from plimsoll.core.access import NotThere, Permission
from plimsoll.core.calendar import LONDON
from plimsoll.core.terms import EventKind, Matter, Role
from plimsoll.queries.comparing import EventChange, FieldChange, How, list_changes
from plimsoll.queries.exchange import get_import
from plimsoll.records.models.exchange import ImportMatter
from tests.actions.bringing.by_hand import BORN, NOVEMBER, NOW, OCTOBER, PLANNED, SEEN, SEPTEMBER, WORKER, child, told
from tests.actions.bringing.test_undoing import restrict
from tests.factories.records import make

BEFORE = tuple(child(f"N{at}") for at in range(1, 7))
CLOSED = {"open": False, "why_not": "CLOSED", "reason": "Closed in October"}
AFTER = (
    child("N1"),
    child("N2", said={WORKER: "bob"}),
    child("N3", **CLOSED),
    child("N4", said={BORN: "2015-06-02", SEEN: "2026-10-05"}),
    child("N7"),
)  # N5 and N6 are gone


def changes(service, import_id, name="max"):
    context, by = service.as_(name)
    with context:
        found = list_changes(by, import_id)
        return None if found is None else {one.reference: one for one in found}


def test_what_a_file_will_leave_to_decide_is_what_it_then_leaves(service):
    service.bring(SEPTEMBER, *BEFORE)
    staged = service.stage(told(OCTOBER, *AFTER))
    before = changes(service, staged)
    with service.as_("max")[0]:
        counted = get_import(service.as_("max")[1], staged).counted
    assert not ImportMatter.objects.exists()
    brought = service.bring(OCTOBER, *AFTER)
    left = ImportMatter.objects.filter(of_id=brought)

    assert dict(counted.asks) == {Matter.NOT_IN_FILE: 2, Matter.CLOSED_IN_FILE: 1, Matter.NEW_WORKER: 1}
    assert {ref for ref, one in before.items() if one.asks} == set(left.values_list("child_reference", flat=True))
    assert changes(service, brought) == before


def test_each_change_is_told_in_words(service):
    service.bring(SEPTEMBER, *BEFORE)
    found = changes(service, service.stage(told(OCTOBER, *AFTER)))

    assert sorted(found) == ["N2", "N3", "N4", "N5", "N6", "N7"]  # of N1 nothing changes
    assert found["N4"].fields == (FieldChange("day of birth", "Mon 1 Jun 2015", "Tue 2 Jun 2015"),)
    assert found["N4"].events == (EventChange(EventKind.IN_NEED_VISIT, date(2026, 10, 5), How.ADDED, None),)
    assert (found["N4"].new, found["N4"].changed) == (False, True)
    assert (found["N2"].changed, found["N5"].changed) == (False, False)
    assert (found["N7"].new, found["N7"].fields, found["N7"].events) == (True, (), ())
    assert [(ask.matter, ask.what, ask.there) for ask in found["N2"].asks] == [(Matter.NEW_WORKER, "worker", "bob")]
    assert [ask.matter for ask in found["N5"].asks] == [Matter.NOT_IN_FILE]


def test_an_event_that_is_moved_or_confirmed_is_told_with_its_day(service):
    service.bring(SEPTEMBER, child())
    make(
        "event", service.org, case=service.case(), kind="IN_NEED_VISIT", time_known=False, awaits_file=True,
        happened_at=datetime(2026, 10, 5, tzinfo=LONDON), recorded_at=NOW, recorded_by_id=service.small.people["ann"],
    )  # fmt: skip
    staged = service.stage(told(OCTOBER, child(said={PLANNED: "2026-03-03", SEEN: "2026-10-05"})))

    assert changes(service, staged)["N1"].events == (
        EventChange(EventKind.IN_NEED_VISIT, date(2026, 10, 5), How.CONFIRMED, None),
        EventChange(EventKind.IN_NEED_STARTED, date(2026, 3, 3), How.MOVED, date(2026, 3, 2)),
    )


def test_what_is_counted_as_changed_is_what_the_list_shows_as_changed(service):
    service.bring(SEPTEMBER, *BEFORE)
    staged = service.stage(told(OCTOBER, *AFTER))
    context, by = service.as_("max")
    with context:
        counted = get_import(by, staged).counted
    found = changes(service, staged).values()

    assert (counted.new_cases, counted.changed_cases, counted.unchanged_cases) == (1, 1, 3)
    assert counted.changed_cases == sum(one.changed for one in found)
    assert counted.new_events == sum(event.how is How.ADDED for one in found for event in one.events)
    assert dict(counted.asked_of) == Counter(ask for one in found for ask in {ask.matter for ask in one.asks})


def test_what_stood_on_a_case_that_may_not_be_read_is_not_told(service):
    service.bring(SEPTEMBER, *BEFORE)
    staged = service.stage(told(OCTOBER, *AFTER))
    context, by = service.as_("max")
    may = access.grants
    less = {
        Role.SERVICE_MANAGER: {k: v for k, v in may(Role.SERVICE_MANAGER).items() if k is not Permission.READ_RECORD}
    }
    with context, patch.object(access, "grants", lambda role: less.get(role) or may(role)):
        (found,) = [one for one in list_changes(by, staged) if one.reference == "N4"]

    assert found.fields == (FieldChange("day of birth", None, "Tue 2 Jun 2015"),)


def test_a_case_that_is_hidden_is_told_as_if_it_were_not_on_record(service):
    service.bring(SEPTEMBER, *BEFORE)
    for reference in ("N2", "N3", "N4", "N5"):
        restrict(service, service.case(reference).pk)
    found = changes(service, service.stage(told(NOVEMBER, *AFTER)))

    assert sorted(found) == ["N2", "N4", "N6", "N7"]
    assert [(one.new, one.asks) for one in (found["N2"], found["N4"])] == [(True, ())] * 2


def test_how_a_file_compares_is_for_those_who_see_every_case(service):
    service.bring(SEPTEMBER, *BEFORE)
    staged = service.stage(told(OCTOBER, *AFTER))

    assert changes(service, staged, "adam") is None
    with service.as_("adam")[0]:
        assert get_import(service.as_("adam")[1], staged).counted.asks == ()
    for name in ("ann", "sue", "eve"):
        with pytest.raises(NotThere):
            changes(service, staged, name)
