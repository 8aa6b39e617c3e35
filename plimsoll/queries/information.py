"""New information: what came in about a case, what waits for somebody to say what it means, and what has waited too long."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import numpy as np
from django.db.models import QuerySet

from plimsoll.core.access import Permission, Viewer
from plimsoll.core.calendar import LONDON, as_datetime, moment
from plimsoll.core.terms import Information, InformationOutcome, Means
from plimsoll.queries.cases import Relative
from plimsoll.queries.facts import editions
from plimsoll.records import scopes
from plimsoll.records.models.information import NewInformation
from plimsoll.records.models.priority import Judgement

MINUTES = 60


@dataclass(frozen=True)
class Dealt:
    """What somebody said that new information means."""

    outcome: InformationOutcome
    meaning: str
    at: datetime
    by: str


@dataclass(frozen=True)
class News:
    """One piece of new information about a case; its three moments apart. happened_at : None where nobody said when;
    dealt : None while it waits; hours : office hours within which somebody is to say what it means; late : they are over."""

    id: UUID
    case: UUID
    kind: Information
    source: str
    means: Means
    what: str
    danger: bool
    happened_at: datetime | None
    time_known: bool
    received_at: datetime
    recorded_at: datetime
    recorded_by: str
    dealt: Dealt | None
    hours: int
    late: bool


@dataclass(frozen=True)
class LateNews:
    """New information that has waited too long, as a list names it."""

    case: UUID
    child: UUID | None
    reference: str
    name: str
    kind: Information
    received_at: datetime


def list_news(viewer: Viewer, case: UUID, at: datetime) -> tuple[News, ...]:
    """What came in about a case, for those who may read its record: what waits first, the earliest first. Two queries."""
    mine = scopes.cases(viewer, Permission.READ_RECORD).filter(pk=case)
    rows = NewInformation.objects.filter(org_id=viewer.org, case__in=mine).select_related("recorded_by", "dealt_by")
    on = at.astimezone(LONDON).date()
    hours = editions.drift(viewer, on).information
    found = [_news(row, hours, at) for row in rows.order_by("received_at", "pk")]
    return tuple(sorted(found, key=lambda one: one.dealt is not None))


def _news(row: NewInformation, hours: Mapping[Information, int], at: datetime) -> News:
    kind = Information(row.kind)
    dealt = (
        Dealt(InformationOutcome(row.outcome), row.meaning or "", row.dealt_at, row.dealt_by.name)
        if row.dealt_at
        else None
    )
    return News(
        id=row.pk,
        case=row.case_id,
        kind=kind,
        source=row.source,
        means=Means(row.means),
        what=row.what,
        danger=row.danger,
        happened_at=row.happened_at,
        time_known=row.time_known,
        received_at=row.received_at,
        recorded_at=row.recorded_at,
        recorded_by=row.recorded_by.name,
        dealt=dealt,
        hours=hours[kind],
        late=dealt is None and row.due_at <= at,
    )


def due_at(kind: Information, received_at: datetime, *, by: Viewer) -> datetime:
    """By when somebody is to say what news of a kind means: so many office hours after it came in, by the rules and the
    calendar of that day. Three queries."""
    on = received_at.astimezone(LONDON).date()
    calendar, hours = editions.rulebook(by, on, None).calendar, editions.drift(by, on).information[kind]
    begun = calendar.working_minutes(np.array([moment(received_at.astimezone(LONDON))], dtype=np.int64))
    ends = as_datetime(calendar.at_working_minutes(begun + hours * MINUTES)[0])
    return max(ends, received_at)


def _waiting(viewer: Viewer) -> QuerySet[NewInformation]:
    mine = scopes.cases(viewer, Permission.READ_RECORD).filter(closed_at__isnull=True)
    return NewInformation.objects.filter(org_id=viewer.org, dealt_at__isnull=True, case__in=mine)


def list_late_news(viewer: Viewer, cases: Collection[UUID], at: datetime) -> tuple[LateNews, ...]:
    """What has waited too long on some cases whose record the viewer may read, the longest first. One query, none of no
    cases."""
    if not cases:
        return ()
    rows = _waiting(viewer).filter(case_id__in=list(cases), due_at__lte=at).select_related("case__child")
    return tuple(_named(row) for row in rows.order_by("received_at", "pk"))


def _named(row: NewInformation) -> LateNews:
    child = row.case.child
    name = f"{child.given_name} {child.family_name}".strip() if child else ""
    return LateNews(
        row.case_id,
        row.case.child_id,
        row.case.reference,
        name or row.case.reference,
        Information(row.kind),
        row.received_at,
    )


def has_judged_since(viewer: Viewer, case: UUID, since: datetime) -> bool:
    """Whether anybody judged a case after a moment. One query."""
    return Judgement.objects.filter(org_id=viewer.org, case_id=case, recorded_at__gte=since).exists()


def may_take_in(viewer: Viewer, beside: Iterable[Relative]) -> tuple[Relative, ...]:
    """Brothers and sisters about whose open cases the viewer may take something in too. One query, none of nobody."""
    some = tuple(beside)
    if not some:
        return ()
    allowed = set(
        scopes.cases(viewer, Permission.TAKE_IN)
        .filter(pk__in=[one.case for one in some], closed_at__isnull=True)
        .values_list("pk", flat=True)
    )
    return tuple(one for one in some if one.case in allowed)
