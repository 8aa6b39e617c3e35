"""What people put off, as it moved an order of work at a moment."""

from datetime import date, datetime, time
from uuid import UUID

from django.db.models import Q

from plimsoll.core.access import Viewer
from plimsoll.core.calendar import LONDON, Calendar, day_of, moment
from plimsoll.core.caseload import PutOffs, Workers
from plimsoll.core.priority.criteria import CriteriaSet
from plimsoll.core.priority.placing import bands_without, has_lapsed
from plimsoll.core.terms import Band
from plimsoll.core.timescales.due import DueItems
from plimsoll.queries.facts.caseload import CaseFacts, until
from plimsoll.queries.facts.editions import rows
from plimsoll.records.models.priority import Postponement

Row = tuple[int, str, int, int]


def end_of(day: date, calendar: Calendar) -> int:
    """The moment until which something put off until a day waits: the end of its office hours."""
    return moment(datetime.combine(day, time(), LONDON)) + calendar.closes_at


def put_offs(
    viewer: Viewer,
    facts: CaseFacts,
    items: DueItems,
    workers: Workers,
    criteria: CriteriaSet,
    calendar: Calendar,
    at: int,
    known_at: datetime | None = None,
) -> PutOffs:
    """What is put off of some cases and moves their order at a moment. One query.

    Left out is what has ended or run out, what waits for a countersignature, and what lapsed as its case has risen since for
    another reason.
    """
    when, position = until(at), {case.pk: place for place, case in enumerate(facts.cases)}
    signed = Q(to_countersign=False) | Q(countersigned_at__lte=when)
    found = (
        rows(Postponement, known_at, cases=list(position))
        .filter(Q(ended_at__isnull=True) | Q(ended_at__gt=when), signed, org_id=viewer.org, made_at__lte=when)
        .filter(until__gte=day_of(at), made_in__isnull=False)
        .order_by("made_at", "pk")
    )
    told: list[tuple[Band, Row]] = [(Band(row.made_in), row_of(row, position[row.case_id], calendar)) for row in found]
    if not told:
        return PutOffs.of([])
    every = PutOffs.of([row for _, row in told])
    now = bands_without(facts.caseload, every, items, workers, criteria, calendar, at)
    return PutOffs.of([row for made_in, row in told if not has_lapsed(made_in, now[row[0]])])


def row_of(row: Postponement, case: int, calendar: Calendar) -> Row:
    """One putting off of the case at a position, as the engines see it."""
    return case, row.duty, moment(row.was_due_at), end_of(row.until, calendar)


def in_force(facts: CaseFacts, case: UUID) -> frozenset[str]:
    """Keys of the timescales of which a putting off moves the order of a case."""
    position = next(at for at, row in enumerate(facts.cases) if row.pk == case)
    return frozenset(duty for at, duty, *_ in facts.caseload.put_off.rows() if at == position)
