"""Work that comes forward because its worker is not there to do it later. Monday 23 November 2026, 09:00."""

from datetime import date

import pytest

from plimsoll.core.calendar import DAY_MINUTES, as_datetime
from plimsoll.core.priority.away import brought_forward, taken_before
from plimsoll.core.priority.explain import Explanation
from plimsoll.core.priority.order import rank
from plimsoll.core.terms import Band, Purpose
from tests.core.priority.generated import shipped
from tests.core.priority.small import AS_AT, CALENDAR, at, caseload_of, item, items_of, workers_of

LEAVE = ("2026-11-25T00:00", "2026-12-05T00:00")  # Wednesday to the Friday of the week after
DUE_IN_LEAVE = {"items": (item(Purpose.SEE, "2026-12-01"),)}


def standing(*rows, away=(LEAVE,)):
    rows = [{"reference": f"case {number}"} | row for number, row in enumerate(rows)]
    caseload, items, workers = caseload_of(rows), items_of(rows, AS_AT), workers_of(away=away)
    ranking = rank(caseload, items, workers, shipped(), CALENDAR, AS_AT)
    return ranking, Explanation(caseload, items, ranking, CALENDAR, workers)


def test_a_visit_due_in_the_workers_leave_comes_into_today_and_says_why_with_the_days():
    ranking, explanation = standing(DUE_IN_LEAVE)

    assert ranking.bands.band.tolist() == [Band.TODAY.number]
    assert brought_forward(ranking.bands, ranking.moving) == (0,)
    assert explanation.reasons(0)[0].text == (
        "See duty is due Tue 1 Dec 2026, in 6 working days; whoever holds the case has no working time from "
        "Wed 25 Nov 2026 to Fri 4 Dec 2026"
    )


def test_without_leave_it_would_wait_and_nothing_is_said():
    ranking, explanation = standing(DUE_IN_LEAVE, away=())

    assert ranking.bands.band.tolist() == [Band.PLANNED.number]
    assert brought_forward(ranking.bands, ranking.moving) == ()
    assert explanation.reasons(0)[0].text == "See duty is due Tue 1 Dec 2026, in 6 working days"


@pytest.mark.parametrize(
    "other",
    [
        {"items": (*DUE_IN_LEAVE["items"], item(Purpose.PROTECT, "2026-11-20"))},
        {"items": (*DUE_IN_LEAVE["items"], item(Purpose.RECORD, "2026-11-23"))},
        {"items": DUE_IN_LEAVE["items"], "missing": True},
        {"items": (item(Purpose.SEE, "2026-11-23"),)},
        {"items": (item(Purpose.SEE, "2026-12-08"),)},
    ],
    ids=["late besides", "paper of today besides", "missing besides", "due today anyhow", "due after the leave"],
)
def test_what_would_stand_there_anyhow_is_not_blamed_on_leave(other):
    ranking, _ = standing(other)

    assert brought_forward(ranking.bands, ranking.moving) == ()


@pytest.mark.parametrize(
    ("due", "away", "days"),
    [
        ("2026-12-01", [LEAVE], (date(2026, 11, 25), date(2026, 12, 4))),
        ("2026-11-27", [("2026-11-25T09:00", "2026-11-26T17:00"), ("2026-11-27T00:00", "2026-11-28T00:00")],
         (date(2026, 11, 25), date(2026, 11, 27))),
        ("2026-11-27", [("2026-11-27T09:00", "2026-11-27T17:00")], (date(2026, 11, 27), date(2026, 11, 27))),
        ("2026-11-27", [("2026-11-25T09:00", "2026-11-26T17:00")], None),
        ("2026-11-30", [("2026-11-26T17:00", "2026-12-01T00:00")], (date(2026, 11, 27), date(2026, 11, 30))),
    ],
    ids=["one leave", "spells that touch", "one day", "time is left", "begins after office hours"],
)  # fmt: skip
def test_days_without_time(due, away, days):
    found = taken_before(workers_of(away=away), 0, at(due), CALENDAR)
    told = found and tuple(as_datetime(day * DAY_MINUTES).date() for day in (found.first, found.last))

    assert told == days


def test_of_another_worker_nothing_is_taken():
    assert taken_before(workers_of(left=(100, 100), away=[LEAVE]), 1, at("2026-12-01"), CALENDAR) is None
