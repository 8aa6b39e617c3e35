"""Due items: when each duty falls due and where it stands, by hand-made cases and against a plain second version."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from importlib.resources import files

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from plimsoll.core.calendar import Calendar, moment
from plimsoll.core.rulebook import Nth, Rulebook, Timescale, parse
from plimsoll.core.terms import CaseType, Circumstance, DueState, EventKind, Owner, Purpose, Subject, Unit
from plimsoll.core.timescales.due import (
    NO_MOMENT,
    DueItems,
    Duty,
    ages,
    circumstances,
    due_items,
    expected_intervals,
    states,
)
from tests.reference import timescales as plain
from tests.reference.timescales import A_RULE, Child, Happening, Item, book_of, caseload_of, items_of, masks

CALENDAR = Calendar(
    school_terms=(
        (date(2025, 9, 2), date(2025, 12, 19)),
        (date(2026, 1, 5), date(2026, 3, 27)),
        (date(2026, 4, 13), date(2026, 7, 21)),
        (date(2026, 9, 2), date(2026, 12, 18)),
    )
)
PLAN, VISIT, END = EventKind.PROTECTION_PLAN_STARTED, EventKind.PROTECTION_VISIT, EventKind.PROTECTION_PLAN_ENDED
MONDAY = datetime(2026, 11, 23, 9, 0)
REPEATED = replace(A_RULE, starts_on=(VISIT, PLAN), stops_on=(END,), recurring=True)


def on(kind: EventKind, day: str, nth: int = 0) -> Happening:
    """An event on an ISO day, or at an ISO moment."""
    at = datetime.fromisoformat(day)
    return Happening(kind, at.date(), at.hour * 60 + at.minute if "T" in day else None, nth)


def child(*events: Happening, **facts) -> Child:
    return Child(**({"types": frozenset({CaseType.CHILD_PROTECTION})} | facts), events=events)


def item(rule: Timescale, who: Child, as_at: datetime = MONDAY, calendar: Calendar = CALENDAR) -> Item | None:
    return items_of(due_items(caseload_of([who]), book_of(rule), calendar, moment(as_at))).get(rule.key)


def due(rule: Timescale, who: Child, as_at: datetime = MONDAY) -> str | None:
    found = item(rule, who, as_at)
    return None if found is None or found.due is None else found.due.isoformat(timespec="minutes")


# ---- where an item stands ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("as_at", "state"),
    [
        (datetime(2026, 11, 16, 9, 0), DueState.DUE),
        (datetime(2026, 11, 16, 17, 0), DueState.DUE),  # the very moment
        (datetime(2026, 11, 16, 17, 1), DueState.OVERDUE),
    ],
)
def test_overdue_begins_after_the_last_minute(as_at, state):
    found = item(A_RULE, child(on(PLAN, "2026-11-02")), as_at)
    assert (found.due, found.state) == (datetime(2026, 11, 16, 17, 0), state)


@pytest.mark.parametrize(
    ("done", "state"),
    [
        ("2026-11-02", DueState.MET),  # on the day it began
        ("2026-11-16", DueState.MET),
        ("2026-11-16T20:00", DueState.MET),  # a duty in days has until the day is over
        ("2026-11-17", DueState.MET_LATE),
    ],
)
def test_met_in_time_up_to_the_day_it_is_due(done, state):
    found = item(A_RULE, child(on(PLAN, "2026-11-02"), on(VISIT, done)))
    assert (found.met, found.state) == (date.fromisoformat(done[:10]), state)


def test_met_by_the_first_event_since_the_clock_began():
    visits = [on(VISIT, day) for day in ("2026-11-20", "2026-10-01", "2026-11-05")]
    assert item(A_RULE, child(on(PLAN, "2026-11-02"), *visits)).met == date(2026, 11, 5)
    assert item(A_RULE, child(on(PLAN, "2026-11-22"), *visits)).met is None


def test_nothing_begun_makes_an_item_only_where_it_recurs():
    assert item(A_RULE, child()) is None
    found = item(replace(REPEATED, purpose=Purpose.REVIEW), child(involved_from=date(2026, 11, 2)))
    assert (found.started, found.due, found.state) == (None, None, DueState.NOT_STARTED)


def test_a_recurring_visit_runs_from_the_start_of_involvement():
    assert due(REPEATED, child(involved_from=date(2026, 11, 2))) == "2026-11-16T17:00"
    assert item(REPEATED, child()).state is DueState.NOT_STARTED


def test_a_recurring_duty_restarts_with_every_meeting():
    events = (on(PLAN, "2026-10-05"), on(VISIT, "2026-11-09"), on(VISIT, "2026-10-19"))
    found = item(REPEATED, child(*events))
    assert (found.started, found.due.date(), found.met, found.state) == (
        date(2026, 11, 9),
        date(2026, 11, 23),
        None,
        DueState.DUE,
    )


def test_an_event_after_the_moment_has_not_happened():
    later_today = child(on(PLAN, "2026-11-02"), on(VISIT, "2026-11-23T09:01"))
    assert item(A_RULE, later_today).met is None
    assert item(A_RULE, later_today, MONDAY + timedelta(minutes=1)).met == date(2026, 11, 23)
    assert item(A_RULE, child(on(PLAN, "2026-11-24"))) is None
    assert item(A_RULE, child(on(PLAN, "2026-11-23"))) is not None  # the hour unknown: today counts


def test_states_of_items_without_a_date():
    due_at = np.array([NO_MOMENT, NO_MOMENT])
    assert states(due_at, np.array(["NaT", "2026-11-02"], "datetime64[D]"), 0).tolist() == [0, 0]


# ---- what ends a duty, and whose turn it is ---------------------------------------------------------------------


@pytest.mark.parametrize(
    ("events", "running"),
    [
        (((PLAN, "2026-11-02"),), True),
        (((PLAN, "2026-11-02"), (END, "2026-11-10")), False),
        (((PLAN, "2026-11-02"), (END, "2026-11-02")), False),
        (((END, "2026-10-02"), (PLAN, "2026-11-02")), True),  # a later start begins it anew
        (((PLAN, "2026-11-02"), (END, "2026-12-10")), True),  # not yet
    ],
)
def test_a_stopped_duty_is_gone(events, running):
    who = child(*(on(kind, day) for kind, day in events))
    assert (item(replace(A_RULE, stops_on=(END,)), who) is not None) is running


@pytest.mark.parametrize(
    ("reviews", "first"),
    [((), True), (("2026-09-30",), True), (("2026-10-01",), False), (("2026-10-20",), False), (("2026-12-01",), True)],
)
def test_rules_before_and_after_an_event_take_turns(reviews, first):
    review = EventKind.REVIEW_CONFERENCE
    until, then = replace(REPEATED, until=(review,)), replace(REPEATED, key="then", after=(review,))
    who = child(on(PLAN, "2026-10-01"), on(VISIT, "2026-11-20"), *(on(review, day) for day in reviews))
    assert [item(until, who) is not None, item(then, who) is not None] == [first, not first]


REVIEW = (EventKind.REVIEW_CONFERENCE,)
REVIEWED = replace(A_RULE, starts_on=REVIEW, met_by=REVIEW, stops_on=(END,), unit=Unit.MONTHS, amount=6)
SEQUENCE = book_of(
    replace(REVIEWED, key="first", nth=Nth.FIRST, starts_on=(PLAN,), amount=3),
    replace(REVIEWED, key="second", nth=Nth.SECOND, amount=4),
    replace(REVIEWED, key="later", nth=Nth.LATER, recurring=True),
)


def sequence(*events: Happening, involved_from: date | None = date(2026, 1, 5)) -> dict[str, str]:
    who = child(*events, involved_from=involved_from)
    items = items_of(due_items(caseload_of([who]), SEQUENCE, CALENDAR, moment(MONDAY)))
    return {key: found.due.date().isoformat() for key, found in items.items()}


def test_first_second_and_later_follow_one_another():
    plan, one, two = on(PLAN, "2026-01-05"), *(on(EventKind.REVIEW_CONFERENCE, d) for d in ("2026-03-02", "2026-06-30"))
    assert sequence(plan) == {"first": "2026-04-05"}
    assert sequence(plan, one) == {"second": "2026-07-02"}
    assert sequence(plan, one, two) == {"later": "2026-12-30"}


def test_a_source_that_holds_only_the_latest_says_which_it_was():
    review = EventKind.REVIEW_CONFERENCE
    plan = on(PLAN, "2026-01-05")
    assert sequence(plan, on(review, "2026-06-30", nth=2)) == {"later": "2026-12-30"}
    assert sequence(plan, on(review, "2026-06-30", nth=1)) == {"second": "2026-10-30"}


def test_what_was_before_involvement_or_before_the_last_end_does_not_count():
    review, old = EventKind.REVIEW_CONFERENCE, on(EventKind.REVIEW_CONFERENCE, "2025-11-01")
    plan = on(PLAN, "2026-01-05")
    assert sequence(plan, old, on(review, "2026-03-02")) == {"second": "2026-07-02"}
    again = (on(END, "2026-05-01"), on(PLAN, "2026-08-03"))
    assert sequence(plan, on(review, "2026-03-02"), *again) == {"first": "2026-11-03"}
    assert sequence(plan, on(review, "2026-03-02"), *again, on(review, "2026-10-05")) == {"second": "2027-02-05"}
    on_the_last_day = on(review, "2026-05-01")
    assert sequence(plan, on_the_last_day, *again, on(review, "2026-10-05")) == {"second": "2027-02-05"}


def test_a_review_on_the_first_day_is_the_first():
    assert sequence(on(PLAN, "2026-01-05"), on(EventKind.REVIEW_CONFERENCE, "2026-01-05")) == {"second": "2026-05-05"}


def test_counted_from_the_earliest_since_the_duty_was_last_met():
    start, referral = EventKind.ASSESSMENT_STARTED, EventKind.REFERRAL_RECEIVED
    rule = replace(A_RULE, starts_on=(referral, start), from_earliest=True)
    waiting = (on(referral, "2026-09-01"), on(start, "2026-09-07"), on(referral, "2026-09-20"))
    assert item(rule, child(*waiting)).started == date(2026, 9, 1)
    assert item(rule, child(on(VISIT, "2026-08-20"), on(referral, "2026-08-01"), *waiting)).started == date(2026, 9, 1)


def test_an_item_met_is_still_counted_from_its_own_earliest_start():
    """Counted from the later start it would look to be in time."""
    start, referral = EventKind.ASSESSMENT_STARTED, EventKind.REFERRAL_RECEIVED
    rule = replace(A_RULE, starts_on=(referral, start), from_earliest=True)
    found = item(rule, child(on(referral, "2026-09-01"), on(start, "2026-09-14"), on(VISIT, "2026-09-25")))
    assert (found.started, found.state) == (date(2026, 9, 1), DueState.MET_LATE)


# ---- before an event --------------------------------------------------------------------------------------------

PLANNED, REPORT = EventKind.REVIEW_CONFERENCE_PLANNED, EventKind.CONFERENCE_REPORT_SHARED
BEFORE = replace(A_RULE, starts_on=(PLANNED,), met_by=(REPORT,), before=True, amount=5)


def test_due_before_a_planned_event():
    found = item(BEFORE, child(on(PLANNED, "2026-12-07")))
    assert (found.due.date(), found.state) == (date(2026, 11, 30), DueState.DUE)
    assert item(BEFORE, child(on(PLANNED, "2026-11-27"))).state is DueState.OVERDUE
    assert item(BEFORE, child(on(PLANNED, "2026-12-07"), on(REPORT, "2026-11-20"))).state is DueState.MET


def test_of_several_planned_events_the_next_counts():
    planned = [on(PLANNED, day) for day in ("2027-05-10", "2026-12-07", "2026-06-08")]
    assert item(BEFORE, child(*planned)).started == date(2026, 12, 7)
    assert item(BEFORE, child(planned[2])).started == date(2026, 6, 8)
    assert item(BEFORE, child(*planned), datetime(2026, 12, 7, 16)).started == date(2026, 12, 7)  # on its day
    assert item(BEFORE, child(*planned), datetime(2026, 12, 8, 9)).started == date(2027, 5, 10)


def test_a_report_for_the_last_meeting_is_none_for_the_next():
    planned = [on(PLANNED, day) for day in ("2026-06-08", "2026-12-07")]
    assert item(BEFORE, child(*planned, on(REPORT, "2026-06-01"))).met is None
    assert item(BEFORE, child(planned[1], on(REPORT, "2026-06-01"), involved_from=date(2026, 7, 1))).met is None
    assert item(BEFORE, child(*planned, on(REPORT, "2026-06-09"))).met == date(2026, 6, 9)


def test_hours_before_an_event():
    rule = replace(BEFORE, unit=Unit.HOURS, amount=48)
    assert due(rule, child(on(PLANNED, "2026-12-07T14:00"))) == "2026-12-05T14:00"
    assert due(rule, child(on(PLANNED, "2026-12-07"))) == "2026-12-05T00:00"


# ---- by the hour ------------------------------------------------------------------------------------------------

FOUND, TALK = EventKind.FOUND, EventKind.RETURN_INTERVIEW
HOURS = replace(A_RULE, starts_on=(FOUND,), met_by=(TALK,), unit=Unit.HOURS, amount=72)


@pytest.mark.parametrize(
    ("found", "ends"),
    [
        ("2026-11-20T21:30", "2026-11-23T21:30"),
        ("2026-11-20", "2026-11-23T00:00"),  # no hour on record: the earliest it can have been
        ("2026-03-27T10:00", "2026-03-30T11:00"),
        ("2026-10-23T10:00", "2026-10-26T09:00"),
    ],
)
def test_hours_run_by_the_clock(found, ends):
    assert due(HOURS, child(on(FOUND, found))) == ends


def test_hours_run_from_the_last_event_of_a_day():
    assert due(HOURS, child(on(FOUND, "2026-11-20T08:00"), on(FOUND, "2026-11-20T21:30"))) == "2026-11-23T21:30"


@pytest.mark.parametrize(
    ("talk", "state"),
    [
        ("2026-11-19T10:00", DueState.MET),
        ("2026-11-19T10:01", DueState.MET_LATE),
        ("2026-11-19", DueState.MET),  # nobody noted the hour
        ("2026-11-20", DueState.MET_LATE),
    ],
)
def test_a_duty_by_the_hour_is_met_by_the_hour(talk, state):
    assert item(HOURS, child(on(FOUND, "2026-11-16T10:00"), on(TALK, talk))).state is state


def test_the_first_of_two_on_a_day_meets_a_duty_by_the_hour():
    talks = on(TALK, "2026-11-19T10:30"), on(TALK, "2026-11-19T09:59")
    assert item(HOURS, child(on(FOUND, "2026-11-16T10:00"), *talks)).state is DueState.MET


def test_office_hours_run_while_the_office_is_open():
    rule = replace(HOURS, unit=Unit.OFFICE_HOURS, amount=4)
    assert due(rule, child(on(FOUND, "2026-11-20T16:00"))) == "2026-11-23T12:00"
    assert due(rule, child(on(FOUND, "2026-11-21T03:00"))) == "2026-11-23T13:00"


# ---- whom a rule concerns ---------------------------------------------------------------------------------------


def test_case_types_and_circumstances():
    rule = replace(A_RULE, when=frozenset({Circumstance.UNALLOCATED}), unless=frozenset({Circumstance.CARE_ORDER}))
    plan = on(PLAN, "2026-11-02")
    assert item(rule, child(plan)) is None
    assert item(rule, child(plan, circumstances=frozenset({Circumstance.UNALLOCATED}))) is not None
    both = frozenset({Circumstance.UNALLOCATED, Circumstance.CARE_ORDER})
    assert item(rule, child(plan, circumstances=both)) is None
    assert item(A_RULE, child(plan, types=frozenset({CaseType.LOOKED_AFTER}))) is None
    assert item(A_RULE, child(plan, types=frozenset({CaseType.LOOKED_AFTER, CaseType.CHILD_PROTECTION}))) is not None


def test_a_child_who_has_died_is_not_to_be_seen_and_what_else_is_due_stays():
    died = child(on(PLAN, "2026-11-02"), circumstances=frozenset({Circumstance.CHILD_DIED}))
    assert item(replace(A_RULE, purpose=Purpose.SEE), died) is None
    assert item(replace(A_RULE, purpose=Purpose.REVIEW), died) is not None


@pytest.mark.parametrize(
    ("born", "young", "old"),
    [
        (date(2021, 11, 24), True, False),
        (date(2021, 11, 23), False, True),  # the fifth birthday
        (date(2026, 11, 23), True, False),
        (date(2026, 11, 24), False, False),  # unborn
        (None, False, False),
    ],
)
def test_ages_from_and_to(born, young, old):
    plan = on(PLAN, "2026-11-02")
    assert (item(replace(A_RULE, age_to=5), child(plan, born=born)) is not None) is young
    assert (item(replace(A_RULE, age_from=5), child(plan, born=born)) is not None) is old
    assert item(A_RULE, child(plan, born=born)) is not None


def test_what_the_source_does_not_record_says_nothing():
    plan = on(PLAN, "2026-11-02")
    either = replace(A_RULE, key="either", met_by=(VISIT, EventKind.CHILD_SEEN))
    rules = book_of(A_RULE, either, replace(REPEATED, key="repeated"))
    silent = caseload_of([child(plan)], records=set(EventKind) - {VISIT})
    assert list(items_of(due_items(silent, rules, CALENDAR, moment(MONDAY)))) == ["either"]


def test_what_one_case_s_source_does_not_record_says_nothing_of_that_case_alone():
    plan = on(PLAN, "2026-11-02")
    both = replace(caseload_of([child(plan), child(plan)]), records_of=masks([set(EventKind) - {VISIT}, {VISIT}]))
    items = due_items(both, book_of(A_RULE), CALENDAR, moment(MONDAY))
    assert items.case.tolist() == [1]


def test_a_recurring_duty_of_the_workers_own_of_which_nothing_can_tell_is_named_with_its_cases():
    plan = on(PLAN, "2026-11-02")
    both = replace(
        caseload_of([child(plan), child(plan)]), records_of=masks([set(EventKind) - {VISIT}, set(EventKind)])
    )
    others = replace(REPEATED, key="others", owner=Owner.MANAGER)
    items = due_items(both, book_of(A_RULE, REPEATED, others), CALENDAR, moment(MONDAY))

    assert [(duty.key, cases.tolist()) for duty, cases in items.untold] == [(REPEATED.key, [0])]


def test_what_nobody_records_is_not_made_up_for_by_a_case_s_own_source():
    """A case tells of a kind where both say so: that one says it of one kind and the other of another is not enough."""
    either = replace(A_RULE, met_by=(VISIT, EventKind.CHILD_SEEN))
    one = caseload_of([child(on(PLAN, "2026-11-02"))], records=set(EventKind) - {EventKind.CHILD_SEEN})
    one = replace(one, records_of=masks([set(EventKind) - {VISIT}]))
    assert len(due_items(one, book_of(either), CALENDAR, moment(MONDAY))) == 0


def test_rules_about_workers_make_no_items_on_cases():
    assert item(replace(A_RULE, subject=Subject.WORKER), child(on(PLAN, "2026-11-02"))) is None


def test_days_beyond_the_calendar_make_an_item_without_a_date():
    late = datetime(2100, 12, 30, 9, 0)
    found = item(A_RULE, child(on(PLAN, "2100-12-29")), late)
    assert (found.started, found.due, found.state) == (date(2100, 12, 29), None, DueState.NOT_STARTED)


def test_school_terms_that_are_not_set_leave_an_item_without_a_date():
    rule = replace(A_RULE, unit=Unit.SCHOOL_TERMS, amount=1)
    assert item(rule, child(on(PLAN, "2026-04-20"))).due == datetime(2026, 12, 18, 17, 0)
    assert item(rule, child(on(PLAN, "2026-11-02"))).due is None
    assert item(rule, child(on(PLAN, "2026-04-20")), calendar=Calendar()).state is DueState.NOT_STARTED


# ---- many items -------------------------------------------------------------------------------------------------


def test_items_are_joined_by_case_then_moment_then_key():
    rules = [replace(A_RULE, key=key, amount=amount) for key, amount in (("b", 5), ("c", 3), ("a", 5))]
    children = [child(on(PLAN, "2026-11-02")), child(on(PLAN, "2026-10-05"))]
    items = due_items(caseload_of(children), book_of(*rules), CALENDAR, moment(MONDAY))
    order = [(int(case), items.duties[duty].key) for case, duty in zip(items.case, items.duty, strict=True)]
    assert order == [(0, "c"), (0, "a"), (0, "b"), (1, "c"), (1, "a"), (1, "b")]


def test_joining_does_not_depend_on_the_order_of_the_parts():
    rules = [replace(A_RULE, key=key, amount=amount) for key, amount in (("b", 5), ("c", 3), ("a", 5))]
    caseload = caseload_of([child(on(PLAN, "2026-11-02")), child(on(PLAN, "2026-10-05"))])
    parts = [due_items(caseload, book_of(rule), CALENDAR, moment(MONDAY)) for rule in rules]
    one, other = DueItems.join(parts), DueItems.join(parts[::-1])
    for items in (one, other):
        assert len(items) == 6
    keys = [[items.duties[duty].key for duty in items.duty] for items in (one, other)]
    assert keys[0] == keys[1]
    assert one.due.tolist() == other.due.tolist()


def test_joining_nothing():
    nothing = DueItems.join([])
    assert (len(nothing), nothing.duties) == (0, ())
    assert len(due_items(caseload_of([]), book_of(A_RULE), CALENDAR, moment(MONDAY))) == 0
    assert len(due_items(caseload_of([child()]), book_of(), CALENDAR, moment(MONDAY))) == 0


def test_one_duty_of_two_parts_stands_once():
    part = due_items(caseload_of([child(on(PLAN, "2026-11-02"))]), book_of(A_RULE), CALENDAR, moment(MONDAY))
    court = replace(part, duties=(Duty("court", "statement", Purpose.COURT, Owner.WORKER, True),))
    assert [duty.key for duty in DueItems.join([part, court, part]).duties] == ["rule", "court"]


# ---- ages, circumstances, intervals -----------------------------------------------------------------------------


@given(st.dates(date(1995, 1, 1), date(2030, 1, 1)), st.dates(date(2020, 1, 1), date(2030, 1, 1)))
def test_age_is_counted_in_birthdays(born, today):
    whole = ages(np.array([born], "datetime64[D]"), np.datetime64(today)).tolist()
    birthdays = sum(plain.add_months(born, 12 * year) <= today for year in range(1, 40))
    if (born.month, born.day) == (2, 29) and (today.month, today.day) == (2, 28):
        birthdays = sum(plain.add_months(born, 12 * year) < today for year in range(1, 40))  # on 1 March, not before
    assert whole == [birthdays if born <= today else -1]


def test_circumstances_follow_from_dates():
    today = np.datetime64("2026-11-23")
    placed = np.array(["2026-11-23", "2025-11-24", "2025-11-23", "NaT"], "datetime64[D]")
    nobody = np.full(4, np.datetime64("NaT"), "datetime64[D]")
    under, over = Circumstance.PLACEMENT_UNDER_A_YEAR.bit, Circumstance.PLACEMENT_OVER_A_YEAR.bit
    assert circumstances(placed, nobody, nobody, today).tolist() == [under, under, over, under]
    care, private = Circumstance.LOOKED_AFTER_OVER_A_YEAR.bit, Circumstance.PRIVATE_FOSTERING_OVER_A_YEAR.bit
    assert circumstances(nobody, placed, nobody, today).tolist() == [under, under, under | care, under]
    assert circumstances(nobody, nobody, placed, today).tolist() == [under, under, under | private, under]


def test_expected_interval_is_the_plans_then_the_shortest_rules_then_the_default():
    rules = book_of(
        replace(REPEATED, key="four_weeks", unit=Unit.WEEKS, amount=4),
        replace(REPEATED, key="fifteen_days", amount=15),  # 21 calendar days
        replace(REPEATED, key="review", amount=1, purpose=Purpose.REVIEW),
        replace(A_RULE, key="once", amount=1),
    )
    plan = on(PLAN, "2026-11-02")
    caseload = caseload_of([child(plan), child(plan), child(plan, types=frozenset({CaseType.EARLY_HELP}))])
    caseload = replace(caseload, interval=np.array([0, 9, 0]), interval_works=np.array([False, True, False]))
    items = due_items(caseload, rules, CALENDAR, moment(MONDAY))
    days, working = expected_intervals(items, caseload, dict.fromkeys(CaseType, (42, False)))
    assert (days.tolist(), working.tolist()) == ([15, 9, 42], [True, True, False])


@pytest.mark.parametrize(
    ("unit", "amount", "interval"),
    [
        (Unit.CALENDAR_DAYS, 10, (10, False)),
        (Unit.WORKING_DAYS, 10, (10, True)),
        (Unit.SCHOOL_DAYS, 10, (10, True)),
        (Unit.WEEKS, 6, (42, False)),
        (Unit.MONTHS, 1, (30, False)),
        (Unit.MONTHS, 3, (91, False)),
        (Unit.MONTHS, 6, (182, False)),
        (Unit.YEARS, 1, (365, False)),
        (Unit.SCHOOL_TERMS, 1, (91, False)),
        (Unit.HOURS, 72, (3, False)),
        (Unit.OFFICE_HOURS, 2, (1, False)),
    ],
)
def test_interval_of_a_rule_in_days(unit, amount, interval):
    caseload = caseload_of([child(on(PLAN, "2026-11-02"))])
    items = due_items(caseload, book_of(replace(REPEATED, unit=unit, amount=amount)), CALENDAR, moment(MONDAY))
    days, working = expected_intervals(items, caseload, dict.fromkeys(CaseType, (42, False)))
    assert (int(days[0]), bool(working[0])) == interval


# ---- against the plain second version ---------------------------------------------------------------------------

ENGLAND = parse(files("plimsoll").joinpath("rulebooks", "england.toml").read_text(encoding="utf-8"))
RIVALS = [[rule.key for rule in rules] for _, rules in ENGLAND.open_choices]
IN_USE = sorted({kind for rule in ENGLAND.timescales for kind in (*rule.starts_on, *rule.met_by, *rule.stops_on)})


@st.composite
def rulebooks(draw: st.DrawFn) -> Rulebook:
    """England's, with unread rules checked and one of each pair of rivals chosen."""
    book = replace(ENGLAND, checked=frozenset(rule.key for rule in ENGLAND.timescales))
    return book.choosing([draw(st.sampled_from(keys)) for keys in RIVALS])


@st.composite
def children(draw: st.DrawFn) -> Child:
    """A child with events of one or two rules, so that they meet, stop and follow one another often."""
    rules = draw(st.lists(st.sampled_from(ENGLAND.timescales), min_size=1, max_size=3))
    kinds = [
        kind for rule in rules for kind in (*rule.starts_on, *rule.met_by, *rule.stops_on, *rule.until, *rule.after)
    ]
    offsets = st.integers(-12, 6) | st.integers(-400, 60)
    events = draw(
        st.lists(
            st.builds(
                Happening,
                st.sampled_from(kinds or IN_USE),
                offsets.map(lambda days: MONDAY.date() + timedelta(days=days)),
                st.none() | st.integers(0, 1439),
                st.sampled_from((0, 0, 0, 1, 2)),
            ),
            max_size=10,
        )
    )
    circumstance = st.sampled_from(
        [word for rule in rules for word in (*rule.when, *rule.unless)] or list(Circumstance)
    )
    return Child(
        types=frozenset(word for rule in rules for word in list(rule.case_types)[:2]) or frozenset({CaseType.EHC}),
        circumstances=draw(st.frozensets(circumstance, max_size=3)),
        born=draw(st.none() | st.dates(date(2003, 1, 1), date(2027, 3, 1))),
        involved_from=draw(st.none() | offsets.map(lambda days: MONDAY.date() + timedelta(days=days))),
        events=tuple(events),
    )


@pytest.mark.slow
@settings(deadline=None, max_examples=60)
@given(
    rulebooks(),
    st.lists(children(), min_size=1, max_size=8),
    st.sampled_from([CALENDAR, replace(CALENDAR, start_day_is=1), Calendar(bank_holidays_count=True)]),
    st.sampled_from([MONDAY, datetime(2026, 11, 21, 0, 0), datetime(2026, 10, 25, 17, 1)]),
    st.frozensets(st.sampled_from(IN_USE), max_size=3),
    st.none() | st.lists(st.frozensets(st.sampled_from(IN_USE), max_size=9), min_size=8, max_size=8),
)
def test_due_items_agree_with_the_plain_version(book, some, calendar, as_at, unrecorded, of_each):
    everywhere = frozenset(EventKind) - unrecorded
    caseload = caseload_of(some, everywhere)
    if of_each is not None:
        caseload = replace(caseload, records_of=masks([set(EventKind) - gone for gone in of_each[: len(some)]]))
    items = due_items(caseload, book, calendar, moment(as_at))
    for number, one in enumerate(some):
        records = everywhere - (of_each[number] if of_each else frozenset())
        found = {key: str(made) for key, made in items_of(items, number).items()}
        wanted = {made.key: str(made) for made in plain.due_items(one, book, calendar, as_at, records)}
        assert found == wanted
