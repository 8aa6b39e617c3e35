"""Working days, office hours and day counts, against the Government's list and a plain day-by-day second version."""

from datetime import UTC, date, datetime, timedelta

import numpy as np
import pytest
from govuk_bank_holidays.bank_holidays import BankHolidays
from hypothesis import given, settings
from hypothesis import strategies as st

from plimsoll.core.calendar import (
    DAY_MINUTES,
    FIRST_DAY,
    LAST_DAY,
    LONDON,
    Calendar,
    Nation,
    WorkingPattern,
    as_datetime,
    bank_holidays,
    day_of,
    moment,
)
from plimsoll.core.terms import Unit
from tests.reference import timescales as plain

# Autumn 2025 to spring 2028, as a council sets them: half-terms are gaps between two terms of this list.
TERMS = (
    (date(2025, 9, 2), date(2025, 12, 19)),
    (date(2026, 1, 5), date(2026, 3, 27)),
    (date(2026, 4, 13), date(2026, 7, 21)),
    (date(2026, 9, 2), date(2026, 12, 18)),
    (date(2027, 1, 4), date(2027, 3, 25)),
    (date(2027, 4, 12), date(2027, 7, 22)),
)
CALENDARS = (
    Calendar(school_terms=TERMS),
    Calendar(start_day_is=1, school_terms=TERMS),
    Calendar(bank_holidays_count=True, closure_days=frozenset({date(2026, 12, 29), date(2026, 12, 25)})),
    Calendar(Nation.SCOTLAND, start_day_is=1, bank_holidays_count=True, school_terms=TERMS),
    Calendar(Nation.NORTHERN_IRELAND, closure_days=frozenset({date(2026, 7, 14)}), opens_at=510, closes_at=1000),
)
LONG = Calendar()


def days(*iso: str) -> np.ndarray:
    return np.array(iso, "datetime64[D]")


def add(calendar: Calendar, iso: str, amount: int, unit: Unit) -> str:
    return str(calendar.add(days(iso), amount, unit)[0])


def at(year: int, month: int, day: int, hour: int = 0, minute: int = 0) -> int:
    return moment(datetime(year, month, day, hour, minute))


# ---- bank holidays ----------------------------------------------------------------------------------------------

DIVISIONS = {
    Nation.ENGLAND: BankHolidays.ENGLAND_AND_WALES,
    Nation.WALES: BankHolidays.ENGLAND_AND_WALES,
    Nation.SCOTLAND: BankHolidays.SCOTLAND,
    Nation.NORTHERN_IRELAND: BankHolidays.NORTHERN_IRELAND,
}

# Proclaimed on 3 February 2026, after the copy that comes with `govuk-bank-holidays` 0.19 was made.
LATER = {Nation.SCOTLAND: {date(2026, 6, 15)}}


@pytest.mark.parametrize("nation", Nation)
def test_bank_holidays_are_the_governments(nation):
    """Weekdays alone: both list a substitute day, only one of them the Saturday or Sunday it stands for."""
    published = {
        holiday["date"] for holiday in BankHolidays(use_cached_holidays=True).get_holidays(division=DIVISIONS[nation])
    }
    years = range(min(published).year, max(published).year + 1)
    assert years.start <= 2012
    assert years.stop > 2027

    ours = {day for day in bank_holidays(nation, years) if day.weekday() < 5}

    assert ours == {day for day in published if day.weekday() < 5} | LATER.get(nation, set())


def test_bank_holidays_differ_between_nations():
    saint_patrick, twelfth, january_2, easter_monday = "2026-03-17", "2026-07-13", "2026-01-02", "2026-04-06"
    four = days(saint_patrick, twelfth, january_2, easter_monday)
    closed = {nation: (~Calendar(nation).is_working_day(four)).tolist() for nation in Nation}
    assert closed == {
        Nation.ENGLAND: [False, False, False, True],
        Nation.WALES: [False, False, False, True],
        Nation.SCOTLAND: [False, False, True, False],
        Nation.NORTHERN_IRELAND: [True, True, False, True],
    }


def test_one_off_holidays_are_known():
    assert not Calendar().is_working_day(days("2022-06-03", "2022-09-19", "2023-05-08")).any()


def test_holidays_hold_weekdays_with_names():
    calendar = Calendar(closure_days=frozenset({date(2026, 12, 29), date(2026, 12, 25), date(2026, 12, 27)}))
    found = {day: name for day, name in calendar.holidays.items() if date(2026, 12, 20) < day < date(2027, 1, 2)}
    assert found == {
        date(2026, 12, 25): "Christmas Day",  # a closure of the same day does not take its name
        date(2026, 12, 28): "Boxing Day (substitute day)",
        date(2026, 12, 29): "closed",
        date(2027, 1, 1): "New Year's Day",
    }


# ---- day counts -------------------------------------------------------------------------------------------------


def test_visit_day_is_day_0_or_day_1():
    """The traps of the reference: one council counts the day of the visit as day 0, another counts from and including it."""
    assert add(Calendar(), "2026-11-02", 14, Unit.CALENDAR_DAYS) == "2026-11-16"
    assert add(Calendar(start_day_is=1), "2026-11-02", 14, Unit.CALENDAR_DAYS) == "2026-11-15"
    assert add(Calendar(), "2026-11-02", 10, Unit.WORKING_DAYS) == "2026-11-16"
    assert add(Calendar(start_day_is=1), "2026-11-02", 10, Unit.WORKING_DAYS) == "2026-11-13"


def test_start_on_a_closed_day_is_never_day_1():
    for start_day_is in (0, 1):
        assert add(Calendar(start_day_is=start_day_is), "2026-11-01", 1, Unit.WORKING_DAYS) == "2026-11-02"


@pytest.mark.parametrize(
    ("calendar", "due"),
    [
        (Calendar(), "2027-01-07"),
        (Calendar(bank_holidays_count=True), "2027-01-04"),
        (Calendar(closure_days=frozenset({date(2026, 12, 29), date(2026, 12, 30)})), "2027-01-11"),
        (
            Calendar(bank_holidays_count=True, closure_days=frozenset({date(2026, 12, 29), date(2026, 12, 30)})),
            "2027-01-06",
        ),
        (Calendar(Nation.SCOTLAND), "2027-01-08"),  # 4 January stands for 2 January, a Saturday
    ],
)
def test_ten_working_days_over_christmas(calendar, due):
    assert add(calendar, "2026-12-21", 10, Unit.WORKING_DAYS) == due


def test_working_days_ignore_school_holidays():
    assert add(Calendar(school_terms=TERMS), "2026-07-20", 20, Unit.WORKING_DAYS) == "2026-08-17"


def test_negative_counts_run_back_from_the_day_itself():
    for start_day_is in (0, 1):  # a lead time has no day 1
        calendar = Calendar(start_day_is=start_day_is)
        assert add(calendar, "2026-11-23", -5, Unit.WORKING_DAYS) == "2026-11-16"
        assert add(calendar, "2026-12-29", -2, Unit.WORKING_DAYS) == "2026-12-23"
        assert add(calendar, "2026-11-23", -28, Unit.CALENDAR_DAYS) == "2026-10-26"
        assert add(calendar, "2026-03-31", -1, Unit.MONTHS) == "2026-02-28"


def test_months_and_years_end_on_the_same_date_or_the_last_of_the_month():
    assert add(Calendar(), "2026-08-31", 6, Unit.MONTHS) == "2027-02-28"
    assert add(Calendar(), "2027-08-31", 6, Unit.MONTHS) == "2028-02-29"
    assert add(Calendar(), "2026-01-31", 3, Unit.MONTHS) == "2026-04-30"
    assert add(Calendar(), "2028-02-29", 12, Unit.MONTHS) == "2029-02-28"
    assert add(Calendar(), "2028-02-29", 4, Unit.YEARS) == "2032-02-29"
    assert add(Calendar(start_day_is=1), "2026-11-02", 6, Unit.WEEKS) == "2026-12-14"  # weeks keep the weekday


def test_school_days_and_terms():
    calendar = Calendar(school_terms=TERMS)
    assert add(calendar, "2026-12-17", 2, Unit.SCHOOL_DAYS) == "2027-01-04"
    assert add(calendar, "2027-01-04", -1, Unit.SCHOOL_DAYS) == "2026-12-18"
    assert add(calendar, "2026-10-01", 1, Unit.SCHOOL_TERMS) == "2027-03-25"
    assert add(calendar, "2026-09-02", 1, Unit.SCHOOL_TERMS) == "2027-03-25"  # on its first day a term has begun
    assert add(calendar, "2026-09-01", 1, Unit.SCHOOL_TERMS) == "2026-12-18"
    assert add(calendar, "2026-12-25", 1, Unit.SCHOOL_TERMS) == "2027-03-25"  # in the holidays: the next term's end
    assert add(calendar, "2020-01-01", 1, Unit.SCHOOL_TERMS) == "2025-12-19"


def test_school_time_that_is_not_set_gives_no_day():
    for unit in (Unit.SCHOOL_DAYS, Unit.SCHOOL_TERMS):
        assert np.isnat(Calendar().add(days("2026-11-02", "NaT"), 1, unit)).all()
    beyond = Calendar(school_terms=TERMS).add(days("2027-07-01"), 1, Unit.SCHOOL_TERMS)
    assert np.isnat(beyond).all()


@pytest.mark.parametrize("unit", [Unit.HOURS, Unit.OFFICE_HOURS])
def test_hours_are_not_days(unit):
    with pytest.raises(ValueError, match="use add_hours"):
        Calendar().add(days("2026-11-02"), 1, unit)


DAY_UNITS = [unit for unit in Unit if unit not in (Unit.HOURS, Unit.OFFICE_HOURS)]


@pytest.mark.slow
@settings(deadline=None)
@given(
    st.sampled_from(CALENDARS),
    st.dates(date(2024, 1, 1), date(2029, 12, 31)),
    st.integers(-60, 60),
    st.sampled_from(DAY_UNITS),
)
def test_add_agrees_with_counting_day_by_day(calendar, start, amount, unit):
    if not calendar.school_terms and unit in (Unit.SCHOOL_DAYS, Unit.SCHOOL_TERMS):
        amount = max(amount, 1)
    if unit is Unit.SCHOOL_DAYS:
        start = min(
            max(start, date(2025, 9, 1)), date(2027, 7, 31)
        )  # the plain version walks to the end of the calendar
        amount = max(-5, min(amount, 5))

    found = calendar.add(np.array([start], "datetime64[D]"), amount, unit)[0]

    wanted = plain.add(start, amount, unit, calendar)
    assert found.astype(object) == wanted


@pytest.mark.slow
@given(st.lists(st.dates(date(1890, 1, 1), date(2110, 1, 1)), max_size=5), st.integers(-2000, 2000))
def test_a_list_of_days_is_counted_one_by_one(starts, amount):
    whole = np.array([*starts, None], "datetime64[D]")
    for unit in DAY_UNITS:
        together = LONG.add(whole, amount, unit)
        singly = np.concatenate([LONG.add(whole[place : place + 1], amount, unit) for place in range(len(whole))])
        assert np.array_equal(together, singly, equal_nan=True)
        known = together[~np.isnat(together)]
        assert ((known >= FIRST_DAY) & (known <= LAST_DAY)).all()


@pytest.mark.parametrize("unit", DAY_UNITS)
@pytest.mark.parametrize("calendar", CALENDARS)
def test_edges_of_the_calendar_give_no_day(calendar, unit):
    edges = np.array(
        [FIRST_DAY - 1, FIRST_DAY, LAST_DAY, LAST_DAY + 1, np.datetime64("NaT"), np.datetime64("1066-10-14")],
        "datetime64[D]",
    )
    for amount in (-(10**6), -1, 1, 10**6):
        ends = calendar.add(edges, amount, unit)
        assert np.isnat(ends[[0, 3, 4, 5]]).all(), (amount, unit)
    assert np.isnat(calendar.add(edges, 10**6, unit)).all()
    assert np.isnat(calendar.add(edges[2:3], 5, unit)).all()
    assert np.isnat(calendar.add(edges[1:2], -5, unit)).all()


def test_days_outside_the_calendar_are_refused():
    for outside in (days("1899-12-31"), days("2101-01-01"), days("NaT")):
        with pytest.raises(ValueError, match="a day lies outside"):
            Calendar().is_working_day(outside)
    with pytest.raises(ValueError, match="lies outside"):
        WorkingPattern().hours_between(date(2100, 12, 30), date(2101, 1, 2), Calendar())
    with pytest.raises(ValueError, match="lies outside"):
        Calendar().end_of_working_day(at(2100, 12, 30), 5)


def test_counts_between_extreme_days_saturate():
    first, last = int(FIRST_DAY.astype(int)), int(LAST_DAY.astype(int))
    whole = LONG.counted_between(first - 1, last, Unit.WORKING_DAYS)
    assert LONG.counted_between(first - 10_000, last + 10_000, Unit.WORKING_DAYS) == whole
    assert LONG.counted_between(last + 10_000, first - 10_000, Unit.WORKING_DAYS) == -whole


def test_settings_that_make_no_sense_are_refused():
    for settings_, says in (
        ({"opens_at": 1020, "closes_at": 540}, "open before they close"),
        ({"closes_at": 1441}, "within one day"),
        ({"start_day_is": 2}, "day 0 or day 1"),
        ({"hours_a_day": 0}, "more than 0 hours"),
        ({"school_terms": ((date(2026, 9, 2), date(2026, 9, 1)),)}, "follow one another"),
        ({"school_terms": (TERMS[1], TERMS[0])}, "follow one another"),
    ):
        with pytest.raises(ValueError, match=says):
            Calendar(**settings_)


# ---- hours and clocks -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("begun", "ends"),
    [
        ((2026, 3, 27, 10, 0), "2026-03-30T11:00"),  # the clocks go forward on Sunday 29 March
        ((2026, 10, 23, 10, 0), "2026-10-26T09:00"),  # and back on Sunday 25 October
        ((2026, 6, 5, 10, 0), "2026-06-08T10:00"),
        ((2026, 3, 26, 1, 30), "2026-03-29T02:30"),  # 01:30 does not exist that night
    ],
)
def test_72_hours_stay_72_hours(begun, ends):
    due = as_datetime(Calendar().add_hours(np.array([at(*begun)]), 72)[0])
    assert due.replace(tzinfo=None).isoformat(timespec="minutes") == ends
    assert due.astimezone(UTC) - datetime(*begun, tzinfo=LONDON).astimezone(UTC) == timedelta(hours=72)


def test_add_hours_goes_back_and_keeps_the_order_of_an_array():
    moments = np.array([at(2026, 3, 30, 11), at(2026, 1, 4), at(2026, 3, 30, 11)])
    assert Calendar().add_hours(moments, -72).tolist() == [at(2026, 3, 27, 10), at(2026, 1, 1), at(2026, 3, 27, 10)]
    assert Calendar().add_hours(np.zeros(0, np.int64), 72).tolist() == []


def test_utc_becomes_london_in_summer_and_winter():
    assert moment(datetime(2026, 7, 1, 8, 0, tzinfo=UTC)) == at(2026, 7, 1, 9)
    assert moment(datetime(2026, 12, 1, 8, 0, tzinfo=UTC)) == at(2026, 12, 1, 8)
    assert moment(datetime(2026, 6, 30, 23, 30, tzinfo=UTC)) == at(2026, 7, 1, 0, 30)


def test_both_clock_changes_in_utc():
    """In spring the hour from 1 to 2 is skipped; in autumn it comes twice, and both stand for the same wall clock."""
    assert moment(datetime(2026, 3, 29, 0, 59, tzinfo=UTC)) == at(2026, 3, 29, 0, 59)
    assert moment(datetime(2026, 3, 29, 1, 0, tzinfo=UTC)) == at(2026, 3, 29, 2, 0)
    assert moment(datetime(2026, 10, 25, 0, 30, tzinfo=UTC)) == at(2026, 10, 25, 1, 30)
    assert moment(datetime(2026, 10, 25, 1, 30, tzinfo=UTC)) == at(2026, 10, 25, 1, 30)
    assert as_datetime(at(2026, 10, 25, 1, 30)).astimezone(UTC).hour == 0  # the first of the two


@given(st.datetimes(datetime(1990, 1, 1), datetime(2050, 1, 1)))
def test_moments_and_wall_clock_are_inverse(wall):
    wall = wall.replace(second=0, microsecond=0)
    assert as_datetime(moment(wall)).replace(tzinfo=None) == wall
    assert day_of(moment(wall)) == wall.date()


@given(st.datetimes(datetime(1996, 1, 1), datetime(2050, 1, 1), timezones=st.just(UTC)))
def test_utc_there_and_back_but_for_the_doubled_hour(instant):
    instant = instant.replace(second=0, microsecond=0)
    back = as_datetime(moment(instant)).astimezone(UTC)
    doubled = instant.astimezone(LONDON).fold == 1
    assert instant - back == (timedelta(hours=1) if doubled else timedelta(0))


# ---- office time ------------------------------------------------------------------------------------------------

MOMENTS = st.integers(at(2026, 3, 20), at(2026, 4, 15))  # Easter and a change of clocks


@settings(deadline=None, max_examples=40)
@given(st.sampled_from(CALENDARS), MOMENTS, st.integers(0, 6 * DAY_MINUTES))
def test_working_minutes_agree_with_counting_minutes(calendar, begin, length):
    if length % 7:  # most of them short, as the plain version counts every minute
        length %= DAY_MINUTES
    counted = np.diff(calendar.working_minutes(np.array([begin, begin + length])))[0]
    wall = datetime(1970, 1, 1) + timedelta(minutes=begin)
    assert counted == plain.office_minutes(wall, wall + timedelta(minutes=length), calendar)


@given(st.sampled_from(CALENDARS), st.lists(MOMENTS, min_size=3, max_size=3))
def test_working_minutes_add_up_and_never_fall(calendar, moments):
    one, two, three = calendar.working_minutes(np.array(sorted(moments))).tolist()
    assert one <= two <= three
    assert (two - one) + (three - two) == three - one
    assert three - one <= max(moments) - min(moments)


@given(st.sampled_from(CALENDARS), st.integers(1, 20_000_000))
def test_at_working_minutes_undoes_working_minutes(calendar, minutes):
    reached = calendar.at_working_minutes(np.array([minutes]))
    assert calendar.working_minutes(reached).tolist() == [minutes]
    assert calendar.working_minutes(reached - 1).tolist() == [minutes - 1]  # the first such moment


@given(st.sampled_from(CALENDARS), MOMENTS)
def test_office_moments_come_back_as_themselves(calendar, when):
    minute = when % DAY_MINUTES
    open_day = calendar.is_working_day(np.array([when // DAY_MINUTES]).astype("datetime64[D]"))[0]
    back = calendar.at_working_minutes(calendar.working_minutes(np.array([when])))[0]
    assert back <= when
    if open_day and calendar.opens_at < minute <= calendar.closes_at:
        assert back == when


def test_working_minutes_outside_the_calendar_stand_still():
    edges = [-(10**15), (int(FIRST_DAY.astype(int))) * DAY_MINUTES, at(2100, 12, 31, 23, 59), at(2101, 1, 3), 10**15]
    counted = LONG.working_minutes(np.array(edges)).tolist()
    assert counted[0] == counted[1] == 0
    assert counted[2] == counted[3] == counted[4]


def test_office_minutes_outside_the_calendar_are_refused():
    most = int(LONG.working_minutes(np.array([10**15]))[0])
    assert as_datetime(LONG.at_working_minutes(np.array([most]))[0]).strftime("%Y-%m-%d %H:%M") == "2100-12-31 17:00"
    for outside in (0, -1, most + 1):
        with pytest.raises(ValueError, match="an amount lies outside"):
            LONG.at_working_minutes(np.array([5, outside]))


@pytest.mark.parametrize(
    ("now", "later", "end"),
    [
        ((2026, 11, 23, 9, 0), 0, "Mon 23 17:00"),
        ((2026, 11, 23, 9, 0), 1, "Tue 24 17:00"),
        ((2026, 11, 23, 23, 59), 1, "Tue 24 17:00"),  # at night it is still Monday
        ((2026, 11, 24, 0, 0), 1, "Wed 25 17:00"),
        ((2026, 11, 21, 12, 0), 0, "Sat 21 17:00"),
        ((2026, 11, 21, 12, 0), 1, "Mon 23 17:00"),
        ((2026, 11, 22, 3, 0), 5, "Fri 27 17:00"),
        ((2026, 12, 24, 18, 0), 1, "Tue 29 17:00"),
    ],
)
def test_end_of_working_day(now, later, end):
    assert as_datetime(Calendar().end_of_working_day(at(*now), later)).strftime("%a %d %H:%M") == end


def test_end_of_day_follows_the_office():
    calendar = Calendar(opens_at=8 * 60 + 30, closes_at=16 * 60 + 30)
    assert calendar.end_of_day(days("2026-11-23")).tolist() == [at(2026, 11, 23, 16, 30)]


def test_days_counted_between_two_days():
    """From a day to another: the days after it, up to and with the other."""
    number = {
        name: at(2026, 12, day) // DAY_MINUTES for name, day in {"sat": 19, "mon": 21, "thu": 24, "fri": 25}.items()
    }
    calendar = Calendar(school_terms=TERMS)
    assert calendar.counted_between(number["sat"], number["mon"], Unit.WORKING_DAYS) == 1
    assert calendar.counted_between(number["mon"], number["thu"], Unit.WORKING_DAYS) == 3
    assert calendar.counted_between(number["thu"], number["fri"], Unit.WORKING_DAYS) == 0
    assert Calendar(bank_holidays_count=True).counted_between(number["thu"], number["fri"], Unit.WORKING_DAYS) == 1
    assert calendar.counted_between(number["sat"], number["fri"], Unit.SCHOOL_DAYS) == 0
    assert calendar.counted_between(number["sat"], number["fri"], Unit.WEEKS) == 6


def test_working_days_since_are_counted_by_date():
    seen = days("2026-11-20", "2026-11-21", "2026-11-23", "2026-11-25")
    assert Calendar().working_days_since(seen, np.datetime64("2026-11-23")).tolist() == [1, 1, 0, 0]
    assert Calendar().working_days_since(seen, np.datetime64("2026-11-22")).tolist() == [0, 0, 0, 0]
    christmas = Calendar(bank_holidays_count=True).working_days_since(days("2026-12-24"), np.datetime64("2026-12-28"))
    assert christmas.tolist() == [2]


# ---- part-time --------------------------------------------------------------------------------------------------


def test_hours_of_a_part_time_pattern():
    three_days = WorkingPattern((7.4, 7.4, 7.4, 0, 0, 0, 0))
    week = date(2026, 12, 21), date(2026, 12, 27)
    assert three_days.contracted_hours == 22.2
    assert three_days.hours_between(*week, Calendar()) == 22.2  # Christmas falls on a day off
    assert WorkingPattern().hours_between(*week, Calendar()) == 29.6
    assert WorkingPattern().hours_between(*week, Calendar(), frozenset({date(2026, 12, 21)})) == 22.2
    assert WorkingPattern().hours_between(*week, Calendar(closure_days=frozenset({date(2026, 12, 24)}))) == 22.2
    assert three_days.hours_between(week[1], week[0], Calendar()) == 0


def test_a_day_has_no_more_than_24_hours():
    with pytest.raises(ValueError, match="between 0 and 24"):
        WorkingPattern((25, 0, 0, 0, 0, 0, 0))
