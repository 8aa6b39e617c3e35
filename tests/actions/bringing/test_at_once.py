"""Two files that are applied at once, or one twice: one waits for the other, and all of it is there once. Of two who ask at
once for what cannot both be, one is told so."""

import re
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier
from unittest.mock import patch

import pytest
from django.db import connections

from plimsoll.actions import exchange
from plimsoll.actions.bringing import applying, staging
from plimsoll.actions.cases import Refused
from plimsoll.records.context import acting
from plimsoll.records.models.audit import AuditEvent
from plimsoll.records.models.cases import Case, Event
from plimsoll.records.models.exchange import Import, ImportMatter
from plimsoll.records.models.families import Child
from tests.actions.bringing.by_hand import NOW, OCTOBER, SEEN, SEPTEMBER, Service, child, told
from tests.factories.records import organisation
from tests.factories.small import small_organisation

FILES = {
    b"september": told(SEPTEMBER, child("N1"), child("N2")),
    b"october": told(OCTOBER, child("N1", said={SEEN: "2026-10-05"}), child("N2")),
}


@pytest.mark.slow
@pytest.mark.parametrize("contents", [(b"september", b"october"), (b"september", b"september")])
@pytest.mark.parametrize("same", [False, True])
@pytest.mark.django_db(transaction=True, databases=["default", "owner"])
def test_two_that_are_applied_at_once_are_applied_one_after_the_other(transactional_db, contents, same):
    for small in small_organisation(organisation().pk):
        service, org, ready = Service(small), small.org, Barrier(2)
    staged = []

    def apply(which: int) -> None:
        try:
            ready.wait(timeout=20)
            exchange.apply_import(org, staged[which], at=NOW + timedelta(hours=1 + which))
        finally:
            connections.close_all()

    read = {"read": lambda content, *_: FILES[content]}
    with patch.multiple(staging, **read), patch.multiple(applying, **read):
        for content in contents:
            with acting(org, None, "a test"):
                context, max_ = service.as_("max")
            with context:
                staged.append(exchange.stage_file(content, "a.xlsx", by=max_, org=org, at=NOW))
                exchange.start_applying(staged[-1], by=max_, at=NOW)
        if same:  # one job that two workers took
            staged[1] = staged[0]
        with ThreadPoolExecutor(2) as threads:
            list(threads.map(apply, range(2)))

    with acting(org, None, "a test"):
        states = Import.objects.filter(pk__in=staged).values_list("state", "failed")
        assert set(states) == {("APPLIED", "")}
        assert Child.objects.filter(reference__in=("N1", "N2")).count() == 2
        cases = Case.objects.filter(child__reference__in=("N1", "N2"))
        assert sorted(cases.values_list("reference", flat=True)) == ["N1", "N2"]
        visits = Event.objects.filter(case__reference="N2", kind="IN_NEED_VISIT")
        assert visits.count() == 1
        assert not ImportMatter.objects.exists()


@pytest.mark.slow
@pytest.mark.parametrize("other", ["undo", "apply"])
@pytest.mark.django_db(transaction=True, databases=["default", "owner"])
def test_of_two_who_ask_at_once_for_an_undo_and_what_it_excludes_one_is_refused(transactional_db, other):
    for small in small_organisation(organisation().pk):
        service, org, ready = Service(small), small.org, Barrier(2)
    with acting(org, None, "a test"):
        first = service.bring(SEPTEMBER, child("N1"))
        second = service.stage(told(OCTOBER, child("N1")))
        _, max_ = service.as_("max")

    def ask(what: str) -> str:
        try:
            ready.wait(timeout=20)
            with acting(org, small.people["max"], "a test"):
                if what == "undo":
                    exchange.start_undoing(first, "the wrong file", by=max_, at=NOW)
                else:
                    exchange.start_applying(second, by=max_, at=NOW)
        except Refused as refusal:
            return str(refusal)
        finally:
            connections.close_all()
        return ""

    with ThreadPoolExecutor(2) as threads:
        answers = sorted(threads.map(ask, ["undo", other]))

    assert answers[0] == ""
    assert re.search("Only a file that was applied|being undone just now|being applied just now", answers[1])


@pytest.mark.slow
@pytest.mark.django_db(transaction=True, databases=["default", "owner"])
def test_one_undo_that_two_workers_took_is_done_once(transactional_db):
    for small in small_organisation(organisation().pk):
        service, org, ready = Service(small), small.org, Barrier(2)
    with acting(org, None, "a test"):
        brought = service.bring(SEPTEMBER, child("N1"))
        context, max_ = service.as_("max")
    with context:
        exchange.start_undoing(brought, "the wrong file", by=max_, at=NOW)

    def undo(_: int) -> None:
        try:
            ready.wait(timeout=20)
            exchange.undo_import(org, brought, at=NOW + timedelta(hours=2))
        finally:
            connections.close_all()

    with ThreadPoolExecutor(2) as threads:
        list(threads.map(undo, range(2)))

    with acting(org, None, "a test"):
        assert Import.objects.get(pk=brought).state == "UNDONE"
        assert not Case.objects.filter(reference="N1").exists()
        assert AuditEvent.objects.filter(act="FILE_UNDONE").count() == 1
