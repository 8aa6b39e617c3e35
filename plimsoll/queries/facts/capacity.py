"""What workers can give, and what is in their diaries."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from uuid import UUID

import numpy as np

from plimsoll.core.calendar import Calendar, as_datetime, day_of, moment
from plimsoll.core.caseload import UNKNOWN, Diary, Workers
from plimsoll.core.workload.capacity import Granted, available_points, granted_amount
from plimsoll.core.workload.scheme import Scheme
from plimsoll.core.workload.whole import IntArray
from plimsoll.queries.facts.editions import read
from plimsoll.records.models.people import Absence, WorkingPattern
from plimsoll.records.models.workload import Appointment

AHEAD_DAYS = 60  # further ahead nothing presses: the longest timescale that the criteria look at is 20 working days
WEEK = 7


def _patterns(workers: Sequence[UUID], on: date, known_at: datetime | None) -> dict[UUID, list[int]]:
    """Contracted minutes of each day of the week, Monday first."""
    return dict(read(PATTERNS, WorkingPattern, known_at, [on, on], workers=list(workers)))


PATTERNS = "SELECT worker_id, minutes FROM {table} p WHERE from_date <= %s AND (to_date IS NULL OR to_date > %s)"


def contracted_hours(workers: Sequence[UUID], on: date, known_at: datetime | None) -> IntArray:
    """Contracted hours a week of each worker on a day, hundredths; UNKNOWN without a pattern. One query."""
    patterns = _patterns(workers, on, known_at)
    found = [sum(patterns[worker]) * 100 // 60 if worker in patterns else UNKNOWN for worker in workers]
    return np.array(found, dtype=np.int64)


# What a scheme takes off for somebody newly qualified, where it does. Other reductions are granted one by one.
NEWLY_QUALIFIED = ("NEWLY_QUALIFIED", "PROTECTED_DEVELOPMENT")


def available(scheme: Scheme, contracted: IntArray, new: IntArray) -> IntArray:
    """What each worker can give, hundredths of the scheme's unit; `new` is 1 for who is newly qualified, else 0."""
    rules = [rule for rule in scheme.reductions if rule.key in NEWLY_QUALIFIED]
    percent, hours = (
        sum(amount)
        for amount in zip((0, 0), *(granted_amount(scheme, Granted(rule.key)) for rule in rules), strict=True)
    )
    return available_points(
        scheme, contracted_hours=contracted, reduction_percent=new * percent, reduction_hours=new * hours
    )


def diaries(workers: Sequence[UUID], at: int, calendar: Calendar, known_at: datetime | None) -> Workers:
    """Workers by position with what blocks their time in the next weeks, and working minutes left this week; no names.
    Three queries.

    What blocks: absence, appointments, and days on which they do not work.
    """
    today = day_of(at)
    begin, end = as_datetime(at), as_datetime(at) + timedelta(AHEAD_DAYS)
    patterns = _patterns(workers, today, known_at)
    spans: list[tuple[int, int, int]] = []
    place = {worker: number for number, worker in enumerate(workers)}
    for model in (Absence, Appointment):
        for worker, begins, ends in read(BUSY, model, known_at, [end, begin], workers=list(workers)):
            spans.append((place[worker], moment(begins), moment(ends)))
    for worker, minutes in patterns.items():
        for ahead in range(AHEAD_DAYS):
            day = today + timedelta(ahead)
            if day.weekday() < 5 and not minutes[day.weekday()]:
                midnight = moment(datetime(day.year, day.month, day.day))  # noqa: DTZ001 - the wall clock, on purpose
                spans.append((place[worker], midnight, midnight + 24 * 60))
    diary = Diary.of(spans)
    left = np.full(len(workers), UNKNOWN, dtype=np.int64)
    for worker, minutes in patterns.items():
        left[place[worker]] = _left_this_week(minutes, diary, place[worker], at, calendar)
    return Workers(minutes_left=left, diary=diary)


BUSY = """
    SELECT worker_id, begins_at, ends_at FROM {table} b WHERE cancelled_at IS NULL AND begins_at < %s AND ends_at > %s
"""


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
