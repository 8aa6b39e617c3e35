"""Files that are applied while something else is going on: another one undone, or a person at the same case."""

import threading
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from datetime import timedelta
from unittest.mock import patch

import pytest
from django.db import connections

from plimsoll.actions import exchange
from plimsoll.actions.bringing import applying
from plimsoll.actions.cases import Refused
from plimsoll.formats.told import Told
from plimsoll.records.context import acting
from plimsoll.records.models.cases import Case
from plimsoll.records.models.exchange import Import
from tests.actions.bringing.by_hand import KIND, NOW, OCTOBER, SEPTEMBER, Service, child, reading, told
from tests.factories.records import make, organisation
from tests.factories.small import small_organisation

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True, databases=["default", "owner"])]
PATIENCE_SECONDS = 20


@pytest.fixture
def service() -> Service:
    """One whose rows are there for every connection."""
    making = small_organisation(organisation().pk)
    small = next(making)
    with pytest.raises(StopIteration):  # its transaction ends
        next(making)
    return Service(small)


@contextmanager
def half_applied(service: Service, file: Told) -> Iterator[None]:
    """A file whose changes are worked out, and not written yet."""
    staged = begin(service, file)
    ready, go, real = threading.Event(), threading.Event(), applying.make_plan

    def slowly(*args: object, **named: object) -> object:
        plan = real(*args, **named)
        ready.set()
        go.wait(PATIENCE_SECONDS)
        return plan

    with reading(file), patch.object(applying, "make_plan", slowly):
        job = beside(lambda: exchange.apply_import(service.org, staged, at=NOW + timedelta(hours=5)))
        assert ready.wait(PATIENCE_SECONDS)
        try:
            yield
        finally:
            go.set()
            job.join(PATIENCE_SECONDS)


def begin(service: Service, file: Told) -> object:
    with acting(service.org, None, "a test"):
        staged = service.stage(file)
        context, by = service.as_("max")
    with context, reading(file):
        exchange.start_applying(staged, by=by, at=NOW)
    return staged


def beside(do: Callable[[], object]) -> threading.Thread:
    """Does it on a connection of its own."""

    def run() -> None:
        with closing(connections["default"]):
            do()

    thread = threading.Thread(target=run)
    thread.start()
    return thread


def bring(service: Service, file: Told) -> object:
    staged = begin(service, file)
    with reading(file):
        exchange.apply_import(service.org, staged, at=NOW + timedelta(hours=1))
    return staged


def undo(service: Service, file: object) -> None:
    with acting(service.org, None, "a test"):
        context, by = service.as_("max")
    with context:
        exchange.start_undoing(file, "the wrong file", by=by, at=NOW + timedelta(hours=10))


def test_no_file_is_undone_while_another_is_being_applied(service):
    first = bring(service, told(SEPTEMBER, child()))
    with (
        half_applied(service, told(OCTOBER, child(), child("N2"))),
        pytest.raises(Refused, match="being applied just now"),
    ):
        undo(service, first)

    with acting(service.org, None, "a test"):
        assert set(Import.objects.values_list("state", flat=True)) == {"APPLIED"}
        assert Case.objects.filter(reference__in=("N1", "N2")).count() == 2


def test_what_a_person_writes_meanwhile_waits_and_is_not_overwritten(service):
    bring(service, told(SEPTEMBER, child()))
    written = threading.Event()

    def write() -> None:
        with acting(service.org, service.small.people["ann"], "a test"):
            Case.objects.filter(reference="N1").update(case_type="LOOKED_AFTER")
        written.set()

    with half_applied(service, told(OCTOBER, child(said={KIND: "CHILD_PROTECTION"}))):
        person = beside(write)
        assert not written.wait(1)
    person.join(PATIENCE_SECONDS)

    with acting(service.org, None, "a test"):
        assert service.case().case_type == "LOOKED_AFTER"
        assert set(Import.objects.values_list("state", flat=True)) == {"APPLIED"}


def test_a_reference_that_is_given_meanwhile_is_found_at_the_second_try(service):
    with half_applied(service, told(OCTOBER, child())), acting(service.org, service.small.people["ann"], "a test"):
        make("child", service.org, reference="N1", given_name="Ada", family_name="Invented", sort_name="ada invented")

    with acting(service.org, None, "a test"):
        assert service.case().child.given_name == "Ada"
        assert Import.objects.get().state == "APPLIED"
