"""Files made by hand, statement by statement, and a service into which they are brought."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from unittest.mock import patch
from uuid import UUID

from plimsoll.actions import exchange
from plimsoll.actions.bringing import applying, staging
from plimsoll.core.access import Viewer
from plimsoll.core.calendar import LONDON
from plimsoll.core.merge import LATEST, Key
from plimsoll.core.terms import About, EventKind, Layout
from plimsoll.formats.told import Told, ToldChild, ToldPerson
from plimsoll.queries.access import get_viewer
from plimsoll.records.context import acting
from plimsoll.records.models.cases import Case
from plimsoll.records.models.exchange import Import, ImportMatter
from tests.factories.small import Small

SEPTEMBER, OCTOBER, NOVEMBER = date(2026, 9, 30), date(2026, 10, 31), date(2026, 11, 20)
NOW = datetime(2026, 11, 23, 9, 0, tzinfo=LONDON)
SEEN = Key(About.EVENT, "IN_NEED_VISIT", LATEST)
PLANNED = Key(About.EVENT, "IN_NEED_STARTED", "6.1")
BORN = Key(About.CHILD, "born_on")
WORKER = Key(About.WORKER, "name")
KIND = Key(About.CASE, "case_type")
TEAM = Key(About.CASE, "team")
OPENED = Key(About.CASE, "opened_on")
ORDER = Key(About.CIRCUMSTANCE, "CARE_ORDER")
DISABLED = Key(About.FACTOR, "DISABILITY")
USUAL = {
    BORN: "2015-06-01", KIND: "CHILD_IN_NEED", OPENED: "2026-03-02", WORKER: "ann", PLANNED: "2026-03-02",
    SEEN: "2026-09-01",
}  # fmt: skip


def child(reference: str = "N1", *, without: tuple[Key, ...] = (), **more: Any) -> ToldChild:
    """A child of a file: `said` over what is usual, less `without`."""
    said = {**USUAL, **more.pop("said", {})}
    return ToldChild(
        reference, "List 6, row 2", ("List 6",), {k: v for k, v in said.items() if k not in without}, **more
    )


def told(
    on: date,
    *children: ToldChild,
    carries: frozenset[EventKind] = frozenset(EventKind),
    layout: Layout = Layout.ANNEX_A,
) -> Told:
    """A file of a day."""
    names = {name for one in children if one.open and (name := one.said.get(WORKER))}
    people = tuple(ToldPerson(name, (name,), "", 1) for name in sorted(names))
    return Told(layout, on, children, people, (), carries, ())


@dataclass
class Service:
    """Where files are brought in by Max, the service manager; each an hour after the other."""

    small: Small
    files: int = 0

    @property
    def org(self) -> UUID:
        """Whose they are."""
        return self.small.org

    def as_(self, name: str) -> tuple[Any, Viewer]:
        """The context in which somebody acts, and they themselves."""
        return acting(self.org, self.small.people[name], "a test"), get_viewer(
            self.org, self.small.people[name], NOW.date()
        )

    def stage(self, file: Told) -> UUID:
        """A file as if it had been read."""
        context, by = self.as_("max")
        with context, reading(file):
            return exchange.stage_file(b"a file", "annex-a.xlsx", by=by, org=self.org, at=NOW)

    def bring(self, on: date, *children: ToldChild, **more: Any) -> UUID:
        """A file that is staged and applied at once."""
        file = told(on, *children, **more)
        staged = self.stage(file)
        context, by = self.as_("max")
        self.files += 1
        with context, reading(file):
            exchange.start_applying(staged, by=by, at=NOW)
            exchange.apply_import(self.org, staged, at=NOW + timedelta(hours=self.files))
        done = Import.objects.get(pk=staged)
        assert (done.state, done.failed) == ("APPLIED", "")
        return staged

    def case(self, reference: str = "N1") -> Case:
        """A case by its reference."""
        return Case.objects.get(org_id=self.org, reference=reference)

    def matters(self) -> list[tuple[str, str, str, str]]:
        """What is left to decide: what, about which field, here and there."""
        rows = ImportMatter.objects.filter(
            org_id=self.org, decided_at__isnull=True, superseded_by__isnull=True, of__state="APPLIED"
        )
        return sorted(rows.values_list("matter", "name", "here", "there"))

    def decide(self, name: str, take: bool, at: datetime = NOW + timedelta(hours=9)) -> None:
        """Somebody decides the only matter that waits."""
        matter = ImportMatter.objects.get(
            org_id=self.org, decided_at__isnull=True, superseded_by__isnull=True, of__state="APPLIED"
        )
        context, by = self.as_(name)
        with context:
            exchange.decide_matter(matter.pk, take, "agreed", by=by, at=at)

    def undo(self, import_id: UUID) -> None:
        """A file is undone."""
        context, by = self.as_("max")
        with context:
            exchange.start_undoing(import_id, "the wrong file", by=by, at=NOW + timedelta(hours=10))
        exchange.undo_import(self.org, import_id, at=NOW + timedelta(hours=11))


@contextmanager
def reading(file: Told) -> Iterator[None]:
    """Whatever is read is this file."""
    with patch.object(staging, "read", lambda *_: file), patch.object(applying, "read", lambda *_: file):
        yield
