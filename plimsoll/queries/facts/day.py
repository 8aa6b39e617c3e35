"""A worker's day: what of it is left for work, what stands in their diary, whether they are there at all."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from uuid import UUID

from plimsoll.core.access import COVERS, Viewer
from plimsoll.core.calendar import LONDON, Calendar, moment
from plimsoll.core.priority.today import TASK_OF, Minutes
from plimsoll.core.terms import Purpose
from plimsoll.queries.facts.capacity import PATTERNS
from plimsoll.queries.facts.editions import read
from plimsoll.queries.shipped import shipped_minutes
from plimsoll.records.models.people import Absence, Delegation, WorkingPattern
from plimsoll.records.models.workload import Appointment, Effort


@dataclass(frozen=True)
class InDiary:
    """A fixed time of a day; what it is called is told to its worker alone."""

    title: str
    begins_at: datetime
    ends_at: datetime


@dataclass(frozen=True)
class Day:
    """One day of a worker, as it stands at a moment.

    left : minutes of it that are left for work; None where their hours are not known; works : whether they work on that day
    at all, None where that is not known; away_until : the last day of an absence that runs; why it does is told to nobody;
    covered_by : who stands in for them, by name; diary : what is fixed and not over.
    """

    left: int | None
    works: bool | None
    away_until: date | None
    covered_by: tuple[str, ...]
    diary: tuple[InDiary, ...]


def day_of_worker(viewer: Viewer, worker: UUID, now: datetime, calendar: Calendar) -> Day:
    """The day of a worker from a moment on. Four queries. A day's contracted minutes run from when the office opens."""
    today = now.astimezone(LONDON).date()
    midnight = datetime.combine(today, time(), LONDON)
    begins, ends = midnight, midnight + timedelta(1)
    away = list(
        Absence.objects.filter(
            org_id=viewer.org, worker_id=worker, cancelled_at__isnull=True, begins_at__lt=ends, ends_at__gt=now
        ).order_by("-ends_at")
    )
    fixed = list(
        Appointment.objects.filter(
            org_id=viewer.org, worker_id=worker, cancelled_at__isnull=True, begins_at__lt=ends, ends_at__gt=now
        ).order_by("begins_at", "pk")
    )
    running = [one for one in away if one.begins_at <= now]
    standing_in = Delegation.objects.filter(
        org_id=viewer.org, giver_id=worker, role__in=COVERS, from_date__lte=today, to_date__gt=today
    ).select_related("taker")
    covered = tuple(sorted({row.taker.name for row in standing_in})) if running else ()
    pattern = dict(read(PATTERNS, WorkingPattern, None, [today, today], workers=[worker])).get(worker)
    minutes = None if pattern is None else int(pattern[today.weekday()])
    opens = moment(begins) + calendar.opens_at
    busy = [(moment(one.begins_at), moment(one.ends_at)) for one in (*away, *fixed)]
    return Day(
        None if minutes is None else free_minutes(max(opens, moment(now)), opens + minutes, busy),
        None if minutes is None else bool(minutes),
        _last_day(running[0].ends_at) if running else None,
        covered,
        tuple(
            InDiary(one.title if worker == viewer.worker else "", one.begins_at.astimezone(LONDON),
                    one.ends_at.astimezone(LONDON))
            for one in fixed
        ),
    )  # fmt: skip


def _last_day(ends_at: datetime) -> date:
    """An absence until midnight ends on the day before."""
    return (ends_at.astimezone(LONDON) - timedelta(minutes=1)).date()


def free_minutes(begins: int, ends: int, busy: list[tuple[int, int]]) -> int:
    """Minutes between two moments that nothing fills; spans may overlap.

    >>> free_minutes(540, 1020, [(600, 660), (630, 690), (1000, 1100)]), free_minutes(700, 600, [])
    (370, 0)
    """
    free, at = 0, begins
    for starts, over in sorted(busy):
        free += max(0, min(starts, ends) - at)
        at = max(at, over)
    return free + max(0, ends - at)


def minutes_of(viewer: Viewer, on: date) -> tuple[Minutes, bool]:
    """How long things to do take, and whether any of that is the organisation's own: what it wrote, else what ships. One
    query."""
    shipped = shipped_minutes()
    own = {TASK_OF[purpose]: minutes for purpose, minutes in efforts(viewer, on).items()}
    return Minutes({**shipped.of, **own}, shipped.further_child), bool(own)


def efforts(viewer: Viewer, on: date) -> dict[Purpose, int]:
    """Minutes that each kind of work takes in the organisation, of those on record. One query."""
    rows = Effort.objects.filter(org_id=viewer.org, from_date__lte=on).order_by("from_date")
    return {Purpose(purpose): minutes for purpose, minutes in rows.values_list("purpose", "minutes")}
