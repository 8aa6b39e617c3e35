"""What a file did is taken back to the last column, or refused with what stands in the way."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.apps import apps
from django.db import connection

from plimsoll.actions import exchange
from plimsoll.actions.cases import Refused
from plimsoll.core.calendar import LONDON
from plimsoll.queries.exchange import facts_dates, get_import, list_imports
from plimsoll.queries.matters import list_matters
from plimsoll.records.models.audit import AuditEvent
from plimsoll.records.models.cases import Case, Event
from plimsoll.records.models.history import History
from tests.actions.bringing.by_hand import (
    BORN,
    DISABLED,
    KIND,
    NOVEMBER,
    NOW,
    OCTOBER,
    ORDER,
    PLANNED,
    SEEN,
    SEPTEMBER,
    WORKER,
    child,
    told,
)
from tests.factories.records import make

# What a file leaves behind when it is undone: itself, what it said, the memory of it, and teams that came with it.
LEFT = {"import", "importfile", "statement", "importmatter", "history", "auditevent", "team", "user", "organisation"}


def everything() -> dict[str, list[tuple[Any, ...]]]:
    """Every row of every other table."""
    found = {}
    with connection.cursor() as cursor:
        for model in apps.get_app_config("records").get_models():
            if model._meta.model_name not in LEFT | {"auditseal", "viewing"}:
                cursor.execute(f"SELECT t::text FROM {model._meta.db_table} t ORDER BY 1")
                found[model._meta.model_name] = cursor.fetchall()
    return found


def test_the_first_file_undone_leaves_the_records_as_they_were(service):
    before = everything()
    brought = service.bring(SEPTEMBER, child(said={ORDER: "YES", DISABLED: "YES"}), child("N2"))
    assert everything() != before

    service.undo(brought)

    assert everything() == before


def test_a_later_file_undone_puts_back_what_it_changed_and_can_be_brought_again(service):
    service.bring(SEPTEMBER, child(said={ORDER: "YES", DISABLED: "YES"}), child("N2"))
    before = everything()
    news = child(said={KIND: "CHILD_PROTECTION", BORN: "2015-07-01", PLANNED: "2026-03-03", SEEN: "2026-10-05"})
    brought = service.bring(OCTOBER, news, child("N3"))
    after = service.matters(), Case.objects.get(reference="N1").case_type

    service.undo(brought)
    assert everything() == before
    assert service.matters() == []

    service.bring(OCTOBER, news, child("N3"))
    assert (service.matters(), Case.objects.get(reference="N1").case_type) == after
    assert len(after[0]) == 1  # N2 is no longer in the file


def test_files_are_undone_last_first(service):
    before = everything()
    first = service.bring(SEPTEMBER, child())
    second = service.bring(OCTOBER, child(said={SEEN: "2026-10-05"}))
    with pytest.raises(Refused, match=r"Undo the later file 'annex-a\.xlsx' first"):
        service.undo(first)

    service.undo(second)
    service.undo(first)
    assert everything() == before


def test_what_a_later_file_asked_about_a_case_is_in_nobodys_way_once_it_is_undone(service):
    service.bring(SEPTEMBER, child())
    before = everything()
    second = service.bring(OCTOBER, child(), child("N2"))
    third = service.bring(NOVEMBER, child())
    assert service.matters() != []  # N2 is no longer in the file

    service.undo(third)
    service.undo(second)

    assert everything() == before


def test_a_file_on_which_people_wrote_since_is_not_undone(service):
    brought = service.bring(SEPTEMBER, child(), child("N2"))
    write(service, service.case())
    before = everything()

    with pytest.raises(Refused, match=r"changed: N1\.$"):
        service.undo(brought)
    assert everything() == before


def test_a_child_who_has_a_case_of_our_own_since_is_in_the_way(service):
    brought = service.bring(SEPTEMBER, child(open=False, why_not="CLOSED", reason="Closed"))
    known = service.small.cases["A1"]
    make("case", service.org, reference="T1", child_id=child_of("N1"), team_id=known.team_id)

    with pytest.raises(Refused, match=r"changed: T1\.$"):
        service.undo(brought)


def child_of(reference: str) -> Any:
    return apps.get_model("records", "child").objects.get(reference=reference).pk


def test_a_case_that_was_restricted_since_is_not_in_the_way_and_stays_for_those_who_are_named(service):
    brought = service.bring(SEPTEMBER, child(), child("N2"))
    restrict(service, service.case().pk)
    write(service, service.case())
    service.undo(brought)

    context, _ = service.as_("max")
    with context:
        assert not Case.objects.filter(reference__in=("N1", "N2")).exists()
    context, _ = service.as_("sue")
    with context:
        assert service.case().child.reference == "N1"
        assert Event.objects.filter(case=service.case()).count() == 3
        assert not Case.objects.filter(reference="N2").exists()


def test_of_cases_in_the_way_a_hidden_one_is_not_named(service):
    service.bring(SEPTEMBER, child(), child("N2"))
    later = service.bring(OCTOBER, child(said={KIND: "CHILD_PROTECTION"}), child("N2", said={KIND: "CHILD_PROTECTION"}))
    restrict(service, service.case().pk)
    write(service, service.case("N2"))
    with pytest.raises(Refused, match=r"changed: N2\.$"):
        service.undo(later)

    write(service, service.case())
    with pytest.raises(Refused, match=r"brought or changed: N2\.$"):
        service.undo(later)


def write(service, case: Case) -> None:
    make(
        "event", service.org, case=case, kind="CHILD_SEEN", happened_at=datetime(2026, 11, 1, tzinfo=LONDON),
        recorded_at=NOW, recorded_by_id=service.small.people["ann"],
    )  # fmt: skip


def restrict(service, case: Any) -> None:
    make(
        "namedperson",
        service.org,
        case_id=case,
        worker_id=service.small.people["sue"],
        named_by_id=service.small.people["sue"],
    )
    make("restriction", service.org, case_id=case, restricted_by_id=service.small.people["sue"])


def test_a_restricted_case_is_merged_and_is_as_if_not_on_record_to_whoever_may_not_see_it(service):
    service.bring(SEPTEMBER, child(), child("N2"))
    hidden = service.case().pk
    restrict(service, hidden)
    brought = service.bring(NOVEMBER, child(said={WORKER: "bob", SEEN: "2026-11-05"}), child("N2"))

    assert Case.objects.get(pk=hidden).reference == "N1"
    assert History.objects.filter(import_id=brought, case_id=hidden, tbl="records_event").exists()
    context, max_ = service.as_("max")
    with context:
        view = get_import(max_, brought)
        assert [line.reference for line in view.children] == ["N1", "N2"]
        assert (view.counted.new_cases, view.counted.changed_cases, view.counted.unchanged_cases) == (1, 0, 1)
        assert view.counted.new_events == 0
        assert [(line.children, line.open, line.to_decide) for line in list_imports(max_)] == [(2, 2, 0)] * 2
        assert list_matters(max_) == ()
    context, sue = service.as_("sue")
    with context:
        assert [matter.reference for matter in list_matters(sue)] == ["N1"]


def test_nothing_is_undone_without_a_reason_nor_twice(service):
    brought = service.bring(SEPTEMBER, child())
    context, max_ = service.as_("max")
    with context, pytest.raises(Refused, match="Say why"):
        exchange.start_undoing(brought, " ", by=max_, at=NOW + timedelta(hours=3))
    service.undo(brought)
    with pytest.raises(Refused, match="Only a file that was applied"):
        service.undo(brought)
    with service.as_("max")[0]:
        assert get_import(max_, brought).undone_why == "the wrong file"


def test_what_people_wrote_since_it_was_asked_for_refuses_an_undo_and_the_file_says_so_without_naming_cases(service):
    brought = service.bring(SEPTEMBER, child(), child("N2"))
    context, max_ = service.as_("max")
    with context:
        exchange.start_undoing(brought, "the wrong file", by=max_, at=NOW + timedelta(hours=2))
    write(service, service.case())
    before = everything()
    exchange.undo_import(service.org, brought, at=NOW + timedelta(hours=3))

    assert everything() == before
    with service.as_("max")[0]:
        shown = get_import(max_, brought)
    assert (shown.line.state, shown.undone_at, shown.undone_by) == ("APPLIED", None, "")
    assert shown.failed.endswith("as people wrote since on cases that the file brought or changed.")
    acts = set(AuditEvent.objects.filter(about_id=brought).values_list("act", flat=True))
    assert acts == {"FILE_STAGED", "FILE_STARTED", "FILE_APPLIED", "FILE_UNDO_STARTED", "FILE_UNDO_FAILED"}


def test_while_a_file_is_undone_it_holds_and_nothing_else_is_begun(service):
    first = service.bring(SEPTEMBER, child())
    second = service.bring(OCTOBER, child(said={SEEN: "2026-10-05"}), child("N2"))
    waiting = service.stage(told(NOVEMBER, child(said={SEEN: "2026-10-05"}), child("N2")))
    context, max_ = service.as_("max")
    with context:
        exchange.start_undoing(second, "the wrong file", by=max_, at=NOW)
        for act in (
            lambda: exchange.start_undoing(second, "again", by=max_, at=NOW),
            lambda: exchange.start_undoing(first, "both", by=max_, at=NOW),
            lambda: exchange.start_applying(waiting, by=max_, at=NOW),
            lambda: exchange.leave_import(second, by=max_, at=NOW),
        ):
            with pytest.raises(Refused, match=r"undone just now|Only a file that was applied|being undone: wait"):
                act()
        assert [on for _, on, _ in facts_dates(max_)] == [OCTOBER]
        assert (
            get_import(max_, service.stage(told(NOVEMBER, child(said={SEEN: "2026-10-05"})))).counted.changed_cases == 0
        )
