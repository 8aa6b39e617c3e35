"""Steps of a case: what has happened on it so far, which can come next, and which start a timescale only on another kind of
case."""

from collections.abc import Collection, Sequence
from datetime import datetime
from uuid import UUID

from django.db.models import Exists, OuterRef

from plimsoll.core.access import Viewer
from plimsoll.core.calendar import LONDON
from plimsoll.core.steps import STEPS, Happened, wrong_order
from plimsoll.core.terms import CaseType, EventKind, Subject
from plimsoll.core.timescales.explain import day_words
from plimsoll.queries.facts import editions
from plimsoll.queries.facts.editions import NothingInForce
from plimsoll.records.models.cases import Case, Event


def list_happened(
    viewer: Viewer, case: UUID, *, sent: UUID | None = None, amended: UUID | None = None
) -> list[Happened]:
    """Every step that stands on a case, with its moment and its day in words, whoever wrote it down; without those of a form
    that was sent (`sent`) and of a record (`amended`). One query."""
    later = Event.objects.filter(org_id=viewer.org, replaces_id=OuterRef("pk"))
    rows = Event.objects.filter(~Exists(later), org_id=viewer.org, case_id=case, kind__in=STEPS, withdraws=False)
    if sent:
        rows = rows.exclude(record__together=sent)
    if amended:
        rows = rows.exclude(record_id=amended)
    return [
        (EventKind(kind), at, day_words(at.astimezone(LONDON).date()))
        for kind, at in rows.order_by("happened_at").values_list("kind", "happened_at")
    ]


def out_of_order(
    viewer: Viewer,
    case: UUID,
    kinds: Collection[EventKind],
    at: datetime,
    *,
    sent: UUID | None = None,
    amended: UUID | None = None,
) -> str:
    """Why steps of one moment cannot have happened on a case then, '' where they can. One query."""
    happened = list_happened(viewer, case, sent=sent, amended=amended)
    said = [wrong_order(kind, at, happened) for kind in sorted(kinds, key=lambda one: one.number)]
    return " ".join(filter(None, said))


def only_with(viewer: Viewer, case: UUID, kinds: Sequence[EventKind], now: datetime) -> tuple[CaseType, ...]:
    """Kinds of case that some steps start timescales of, where they start none of those that this case is. Three queries."""
    try:
        book = editions.rulebook(viewer, now.astimezone(LONDON).date(), None)
    except NothingInForce:
        return ()
    own, also = Case.objects.filter(org_id=viewer.org, pk=case).values_list("case_type", "also").get()
    types = {CaseType(own), *map(CaseType, also)}
    started = [
        rule
        for rule in book.in_force
        if rule.subject is Subject.CASE and rule.case_types and not set(kinds).isdisjoint(rule.starts_on)
    ]
    if not started or any(not rule.case_types.isdisjoint(types) for rule in started):
        return ()
    found = {word for rule in started for word in rule.case_types}
    return tuple(word for word in CaseType if word in found)
