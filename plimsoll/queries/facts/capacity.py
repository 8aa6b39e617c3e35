"""What workers can give, and what is in their diaries."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from uuid import UUID

import numpy as np
from django.db.models import Q

from plimsoll.core.access import Viewer
from plimsoll.core.calendar import Calendar, as_datetime, day_of, moment
from plimsoll.core.caseload import UNKNOWN, Diary, Workers
from plimsoll.core.workload.capacity import Granted, available_points, granted_amount
from plimsoll.core.workload.scheme import Scheme
from plimsoll.core.workload.whole import IntArray
from plimsoll.queries.facts.editions import rows
from plimsoll.records.models.people import Absence, Worker, WorkingPattern
from plimsoll.records.models.workload import Appointment

AHEAD_DAYS = 60  # further ahead nothing presses: the longest timescale that the criteria look at is 20 working days
WEEK = 7


def _patterns(workers: Sequence[UUID], on: date, known_at: datetime | None) -> dict[UUID, list[int]]:
    """Contracted minutes of each day of the week, Monday first."""
    held = rows(WorkingPattern, known_at, workers=list(workers)).filter(
        Q(to_date__isnull=True) | Q(to_date__gt=on), from_date__lte=on
    )
    return dict(held.values_list("worker_id", "minutes"))


def contracted_hours(viewer: Viewer, workers: Sequence[UUID], on: date, known_at: datetime | None) -> IntArray:
    """Contracted hours a week of each worker on a day, hundredths; UNKNOWN without a pattern. One query."""
    patterns = _patterns(workers, on, known_at)
    found = [sum(patterns[worker]) * 100 // 60 if worker in patterns else UNKNOWN for worker in workers]
    return np.array(found, dtype=np.int64)


# What a scheme takes off for somebody newly qualified, where it does. Other reductions are granted one by one.
NEWLY_QUALIFIED = ("NEWLY_QUALIFIED", "PROTECTED_DEVELOPMENT")


def available(
    viewer: Viewer, scheme: Scheme, workers: Sequence[UUID], contracted: IntArray, on: date, known_at: datetime | None
) -> IntArray:
    """What each worker can give on a day, hundredths of the scheme's unit. One query."""
    rules = [rule for rule in scheme.reductions if rule.key in NEWLY_QUALIFIED]
    percent, hours = (
        sum(amount)
        for amount in zip((0, 0), *(granted_amount(scheme, Granted(rule.key)) for rule in rules), strict=True)
    )
    found = rows(Worker, known_at).filter(org_id=viewer.org, pk__among=workers, newly_qualified_until__gt=on)
    new = set(found.values_list("pk", flat=True))
    flags = np.array([worker in new for worker in workers], dtype=np.int64)
    return available_points(
        scheme, contracted_hours=contracted, reduction_percent=flags * percent, reduction_hours=flags * hours
    )


def diaries(viewer: Viewer, workers: Sequence[UUID], at: int, calendar: Calendar, known_at: datetime | None) -> Workers:
    """Workers by position with what blocks their time in the next weeks, and working minutes left this week. Four queries.

    What blocks: absence, appointments, and days on which they do not work.
    """
    today = day_of(at)
    begin, end = as_datetime(at), as_datetime(at) + timedelta(AHEAD_DAYS)
    patterns = _patterns(workers, today, known_at)
    spans: list[tuple[int, int, int]] = []
    place = {worker: number for number, worker in enumerate(workers)}
    for model in (Absence, Appointment):
        busy = rows(model, known_at, workers=list(workers)).filter(
            cancelled_at__isnull=True, begins_at__lt=end, ends_at__gt=begin
        )
        for worker, begins, ends in busy.values_list("worker_id", "begins_at", "ends_at"):
            spans.append((place[worker], moment(begins), moment(ends)))
    for worker, minutes in patterns.items():
        for ahead in range(AHEAD_DAYS):
            day = today + timedelta(ahead)
            if day.weekday() < 5 and not minutes[day.weekday()]:
                midnight = moment(datetime(day.year, day.month, day.day))  # noqa: DTZ001 - the wall clock, on purpose
                spans.append((place[worker], midnight, midnight + 24 * 60))
    diary = Diary.of(spans)
    names = dict(rows(Worker, known_at, ids=list(workers)).filter(org_id=viewer.org).values_list("pk", "name"))
    left = np.full(len(workers), UNKNOWN, dtype=np.int64)
    for worker, minutes in patterns.items():
        left[place[worker]] = _left_this_week(minutes, diary, place[worker], at, calendar)
    return Workers(tuple(names.get(worker, "") for worker in workers), left, diary)


def _left_this_week(minutes: list[int], diary: Diary, worker: int, at: int, calendar: Calendar) -> int:
    """Contracted minutes from a moment to the end of its week, less what blocks them; a day's minutes run from opening."""
    left = 0
    today = day_of(at)
    own = diary.worker == worker
    for ahead in range(WEEK - today.weekday()):
        day = np.array([np.datetime64(today + timedelta(ahead))], dtype="datetime64[D]")
        if not calendar.is_working_day(day)[0]:
            continue
        opens = int(day.astype(np.int64)[0]) * 24 * 60 + calendar.opens_at
        begins, ends = max(opens, at), opens + minutes[(today + timedelta(ahead)).weekday()]
        if ends > begins:
            overlap = np.minimum(diary.ends[own], ends) - np.maximum(diary.begins[own], begins)
            left += ends - begins - int(np.clip(overlap, 0, None).sum())
    return max(left, 0)
