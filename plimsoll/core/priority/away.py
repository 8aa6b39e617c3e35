"""Work that comes forward because whoever has it is not there to do it later: leave, days off, court, appointments."""

from dataclasses import dataclass

import numpy as np

from plimsoll.core.calendar import DAY_MINUTES, Calendar
from plimsoll.core.caseload import Workers
from plimsoll.core.priority.bands import BAND_OF, Bands, Ground
from plimsoll.core.priority.indicators import Pending
from plimsoll.core.terms import Band


@dataclass(frozen=True)
class Taken:
    """Days of a worker, counted from 1970: from the first to the last of them no office time is theirs to use."""

    first: int
    last: int


def taken_before(workers: Workers, worker: int, due: int, calendar: Calendar) -> Taken | None:
    """The time round a moment that a worker cannot use; None where there is some right before it.

    Parameters
    ----------
    worker : position. due : the moment at which something falls due.
    """
    diary = workers.diary
    own = diary.worker == worker
    spans = sorted(zip(diary.begins[own].tolist(), diary.ends[own].tolist(), strict=True))

    def office(begin: int, end: int) -> int:
        begun, ended = calendar.working_minutes(np.array([begin, end])).tolist()
        return int(ended - begun)

    begin = end = due
    for begins, ends in reversed([span for span in spans if span[0] < due]):
        if office(min(ends, begin), begin):
            break
        begin = begins
        end = max(end, ends)
    for begins, ends in spans:
        if begins >= due and not office(end, begins):
            end = max(end, ends)
    if not office(begin, due):
        return None
    return Taken(_day_of_next_minute(begin, calendar), (end - 1) // DAY_MINUTES)


def _day_of_next_minute(at: int, calendar: Calendar) -> int:
    """The day of the first office minute after a moment."""
    day = at // DAY_MINUTES
    while (
        at >= day * DAY_MINUTES + calendar.closes_at or not calendar.is_working_day(np.array([day], "datetime64[D]"))[0]
    ):
        day += 1
    return day


def brought_forward(bands: Bands, moving: Pending) -> tuple[int, ...]:
    """Positions of the cases that stand in *Today* for no other reason than that their worker is not there to do later what
    is due on them."""
    today = {ground for ground in Ground if BAND_OF[ground] is Band.TODAY}
    otherwise = sum(ground.bit for ground in today - {Ground.URGENT_ITEM_TODAY})
    by_itself = set(moving.case[bands.for_today & ~bands.no_time].tolist())
    return tuple(
        case
        for case in dict.fromkeys(moving.case[bands.no_time].tolist())
        if bands.band[case] == Band.TODAY.number and not bands.grounds[case] & otherwise and case not in by_itself
    )
