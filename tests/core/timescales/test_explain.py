"""A due item explains its own sum in plain English."""

from dataclasses import replace
from datetime import date, datetime
from importlib.resources import files

import pytest

from plimsoll.core.calendar import Calendar, moment
from plimsoll.core.caseload import STOPPED, ByHand, ClockChange
from plimsoll.core.rulebook import Recommended, Source, Timescale, parse
from plimsoll.core.terms import CaseType, Circumstance, DueState, EventKind, Owner, Purpose, Strength, Unit
from plimsoll.core.timescales.due import NO_MOMENT, DueItems, Duty, due_items
from plimsoll.core.timescales.explain import day_words, due_words, left_words, sum_in_words, time_left
from tests.reference.timescales import A_RULE, Child, Happening, book_of, caseload_of

MONDAY = datetime(2026, 11, 23, 9, 0)
PLAN, VISIT = EventKind.PROTECTION_PLAN_STARTED, EventKind.PROTECTION_VISIT
LAW = "Set by law: Act 1989 s1."
EPOCH = date(1970, 1, 1).toordinal()


def items_at(as_at: datetime, calendar: Calendar, rule: Timescale, *events: tuple[EventKind, str]) -> DueItems:
    happened = []
    for kind, iso in events:
        at = datetime.fromisoformat(iso)
        happened.append(Happening(kind, at.date(), at.hour * 60 + at.minute if "T" in iso else None))
    child = Child(frozenset(rule.case_types), circumstances=rule.when, events=tuple(happened))
    return due_items(caseload_of([child]), book_of(rule), calendar, moment(as_at))


def words(
    rule: Timescale, *events: tuple[EventKind, str], as_at: datetime = MONDAY, calendar: Calendar | None = None
) -> str:
    calendar = calendar or Calendar()
    return sum_in_words(items_at(as_at, calendar, rule, *events), 0, calendar, moment(as_at))


# ---- whole sentences --------------------------------------------------------------------------------------------


def test_due():
    assert words(A_RULE, (PLAN, "2026-11-12")) == (
        "Visit: due Thu 26 Nov 2026, in 3 working days. Today is day 7 of 10 working days. That is 10 working days from the"
        f" start of the plan (Thu 12 Nov 2026 is day 0); no bank holiday falls in between. {LAW}"
    )


def test_due_today_overdue_and_met():
    assert words(A_RULE, (PLAN, "2026-11-09")).startswith("Visit: due today, Mon 23 Nov 2026. Today is day 10 of 10")
    late_today = words(A_RULE, (PLAN, "2026-11-09"), as_at=datetime(2026, 11, 23, 17, 30))
    assert late_today.startswith("Visit: was due Mon 23 Nov 2026, late since earlier today. Today is day 10 of 10")
    assert words(A_RULE, (PLAN, "2026-11-06")).startswith(
        "Visit: was due Fri 20 Nov 2026, 1 working day late. Today is day 11, and it was to be done in 10"
    )
    met = ((PLAN, "2026-11-02"), (VISIT, "2026-11-05"))
    assert words(A_RULE, *met).startswith("Visit: done on Thu 5 Nov 2026, in time; it was due Mon 16 Nov 2026. That is")
    on_the_day = ((PLAN, "2026-11-02"), (VISIT, "2026-11-16"))
    assert words(A_RULE, *on_the_day).startswith("Visit: done on Mon 16 Nov 2026, the day it was due. That is")
    late = ((PLAN, "2026-11-02"), (VISIT, "2026-11-17"))
    assert words(A_RULE, *late).startswith("Visit: done on Tue 17 Nov 2026, late; it was due Mon 16 Nov 2026. That is")


def test_a_visit_that_was_never_made_runs_from_the_start_of_the_work_and_says_so():
    rule = replace(A_RULE, recurring=True, purpose=Purpose.SEE, starts_on=(VISIT,), trigger="the last visit")
    never = Child(frozenset(rule.case_types), circumstances=rule.when, involved_from=date(2026, 11, 2))
    once = replace(never, events=(Happening(VISIT, date(2026, 11, 16), None),))
    items = due_items(caseload_of([never, once]), book_of(rule), Calendar(), moment(MONDAY))
    said = [sum_in_words(items, which, Calendar(), moment(MONDAY)) for which in range(2)]

    assert "No visit is on record, so that it runs from the day the work began." in said[0]
    assert "is on record" not in said[1]


def test_not_started():
    recurring = replace(A_RULE, recurring=True, starts_on=(VISIT,), trigger="the last visit")
    assert words(recurring) == (
        f"Visit: no date yet. It is counted from the last visit, and nothing of the kind is on record. {LAW}"
    )
    term = replace(A_RULE, unit=Unit.SCHOOL_TERMS, amount=1)
    assert words(term, (PLAN, "2026-11-12")) == (
        f"Visit: no date yet. It runs by school terms, and those that it needs have not been set. {LAW}"
    )
    assert words(A_RULE, (PLAN, "2100-12-29"), as_at=datetime(2100, 12, 30)) == (
        f"Visit: no date yet. The day it comes to lies outside the calendar: check the day it is counted from. {LAW}"
    )


@pytest.mark.parametrize(
    ("calendar", "start", "says"),
    [
        (
            Calendar(),
            "2026-12-21",
            "is day 0); Fri 25 Dec (Christmas Day), Mon 28 Dec (Boxing Day, substitute day) and"
            " Fri 1 Jan (New Year's Day) do not count.",
        ),
        (Calendar(), "2026-12-29", "is day 0); Fri 1 Jan (New Year's Day) does not count."),
        (Calendar(start_day_is=1), "2026-11-12", "is day 1); no bank holiday falls in between."),
        (
            Calendar(bank_holidays_count=True, closure_days=frozenset({date(2026, 12, 30)})),
            "2026-12-29",
            "is day 0); Fri 1 Jan (New Year's Day) counts too, but Wed 30 Dec (closed) does not count.",
        ),
    ],
)
def test_closed_days_are_named(calendar, start, says):
    said = words(A_RULE, (PLAN, start), as_at=datetime.fromisoformat(start).replace(hour=20), calendar=calendar)
    assert said.endswith(f"{says} {LAW}")


@pytest.mark.parametrize(
    ("amount", "unit", "says"),
    [
        (14, Unit.CALENDAR_DAYS, "That is 14 calendar days from the start of the plan (Thu 12 Nov 2026 is day 0)."),
        (6, Unit.WEEKS, "That is 6 weeks from the start of the plan (Thu 12 Nov 2026)."),
        (1, Unit.MONTHS, "That is 1 month from the start of the plan (Thu 12 Nov 2026)."),
        (1, Unit.YEARS, "That is 1 year from the start of the plan (Thu 12 Nov 2026)."),
        (0, Unit.CALENDAR_DAYS, "That is at once, counted from the start of the plan (Thu 12 Nov 2026)."),
        (2, Unit.SCHOOL_DAYS, "That is 2 school days from the start of the plan (Thu 12 Nov 2026 is day 0)."),
        (
            1,
            Unit.SCHOOL_TERMS,
            "That is the end of the next school term after the start of the plan (Thu 12 Nov 2026).",
        ),
    ],
)
def test_how_it_was_counted(amount, unit, says):
    terms = ((date(2026, 9, 2), date(2026, 12, 18)), (date(2027, 1, 4), date(2027, 3, 25)))
    rule = replace(A_RULE, amount=amount, unit=unit)
    said = words(rule, (PLAN, "2026-11-12"), calendar=Calendar(school_terms=terms))
    assert said.endswith(f" {says} {LAW}")


@pytest.mark.parametrize(
    ("found", "as_at", "says"),
    [
        (
            "2026-11-20T21:30",
            MONDAY,
            "due Mon 23 Nov 2026 at 21:30, in 12 hours. 60 of 72 hours have gone. That is 72 hours from the child being"
            " found (Fri 20 Nov 2026 at 21:30).",
        ),
        (
            "2026-11-20",
            MONDAY,
            "was due Mon 23 Nov 2026 at 00:00, 9 hours late. That is 72 hours from the child being found"
            " (Fri 20 Nov 2026, from midnight, as no time of day is on record).",
        ),
        (
            "2026-10-23T10:00",
            datetime(2026, 10, 24, 10, 0),
            "due Mon 26 Oct 2026 at 09:00, in 48 hours. 24 of 72 hours have gone. That is 72 hours from the child being"
            " found (Fri 23 Oct 2026 at 10:00; the clocks change in between).",
        ),
    ],
)
def test_hours(found, as_at, says):
    rule = replace(A_RULE, starts_on=(EventKind.FOUND,), trigger="the child being found", amount=72, unit=Unit.HOURS)
    assert words(rule, (EventKind.FOUND, found), as_at=as_at) == f"Visit: {says} {LAW}"


def test_office_hours():
    rule = replace(A_RULE, amount=4, unit=Unit.OFFICE_HOURS)
    assert words(rule, (PLAN, "2026-11-20T16:00")) == (
        "Visit: due Mon 23 Nov 2026 at 12:00, in 3 office hours. 1 of 4 office hours has gone. That is 4 office hours from"
        " the start of the plan"
        f" (Fri 20 Nov 2026, counting the hours of the office only). {LAW}"
    )


def test_before_an_event():
    planned = EventKind.REVIEW_CONFERENCE_PLANNED
    rule = replace(A_RULE, starts_on=(planned,), trigger="the planned review conference", amount=5, before=True)
    assert words(rule, (planned, "2026-12-30")) == (
        "Visit: due Mon 21 Dec 2026, in 20 working days. From today to the planned review conference it is 25 working"
        " days. That is 5 working days before the planned review conference"
        " (Wed 30 Dec 2026); Fri 25 Dec (Christmas Day) and Mon 28 Dec (Boxing Day, substitute day) do not count."
        f" {LAW}"
    )


@pytest.mark.parametrize(
    ("calendar", "amount", "unit", "start", "as_at", "says"),
    [
        (Calendar(), 10, Unit.WORKING_DAYS, "2026-05-18", "2026-06-01", "Today is day 9 of 10 working days."),
        (Calendar(start_day_is=1), 10, Unit.WORKING_DAYS, "2026-05-18", "2026-05-29", "Today is day 9 of 10 working days."),
        (Calendar(), 14, Unit.CALENDAR_DAYS, "2026-05-18", "2026-05-18", "Today is day 0 of 14 calendar days."),
        (Calendar(), 6, Unit.WEEKS, "2026-10-15", "2026-11-23", "Today is day 39 of 42 days."),
        (Calendar(), 3, Unit.MONTHS, "2026-11-20", "2026-11-23", "Today is day 3 of 92 days."),
        (Calendar(), 1, Unit.CALENDAR_DAYS, "2026-11-20", "2026-11-23",
         "Today is day 3, and it was to be done in 1 calendar day."),
        (
            Calendar(school_terms=((date(2026, 9, 2), date(2026, 10, 23)), (date(2026, 11, 2), date(2026, 12, 18)))),
            20,
            Unit.SCHOOL_DAYS,
            "2026-10-20",
            "2026-11-04",
            "Today is day 6 of 20 school days.",
        ),
    ],
)  # fmt: skip
def test_which_day_of_the_count_today_is(calendar, amount, unit, start, as_at, says):
    rule = replace(A_RULE, amount=amount, unit=unit)
    assert f" {says} " in words(rule, (PLAN, start), as_at=datetime.fromisoformat(f"{as_at}T09:00"), calendar=calendar)


def test_nothing_is_counted_of_what_is_done_or_at_once():
    done = words(A_RULE, (PLAN, "2026-11-12"), (VISIT, "2026-11-20"))
    assert "Today is day" not in done
    assert "Today is day" not in words(replace(A_RULE, amount=0, unit=Unit.CALENDAR_DAYS), (PLAN, "2026-11-12"))


@pytest.mark.parametrize(
    ("as_at", "says"),
    [
        (datetime(2026, 11, 13, 9, 0), "Recommended by Mon 23 Nov 2026 (Wales); Fri 4 Dec 2026 is the latest"),
        (MONDAY.replace(hour=18), "Recommended by Mon 23 Nov 2026, which has passed (Wales); Fri 4 Dec 2026 is the latest"),
    ],
)  # fmt: skip
def test_a_rule_with_two_dates_says_both_and_is_late_after_the_latest(as_at, says):
    rule = replace(A_RULE, amount=6, unit=Unit.WEEKS, recommended=Recommended(1, Unit.MONTHS, "Wales"))
    items = items_at(as_at, Calendar(), rule, (PLAN, "2026-10-23"))
    assert list(DueState)[items.state[0]] is DueState.DUE
    assert says in sum_in_words(items, 0, Calendar(), moment(as_at))


# ---- clocks that somebody with authority extended or stopped ------------------------------------------------------


def changed(
    rule: Timescale, until: str | None, *events: tuple[EventKind, str], started: str = "2026-11-02"
) -> DueItems:
    happened = tuple(Happening(kind, date.fromisoformat(day)) for kind, day in events)
    caseload = caseload_of([Child(rule.case_types, events=happened)])
    day = STOPPED if until is None else date.fromisoformat(until).toordinal() - EPOCH
    change = ClockChange(0, rule.key, date.fromisoformat(started).toordinal() - EPOCH, day)
    return due_items(replace(caseload, clocks=(change,)), book_of(rule), Calendar(), moment(MONDAY))


@pytest.mark.parametrize(
    ("strength", "purpose", "moves"),
    [
        (Strength.LOCAL, Purpose.SEE, True),
        (Strength.STATUTORY_GUIDANCE, Purpose.DECIDE, True),
        (Strength.STATUTORY_GUIDANCE, Purpose.SEE, False),
        (Strength.STATUTORY_GUIDANCE, Purpose.PROTECT, False),
        (Strength.STATUTE, Purpose.REVIEW, False),
    ],
)
def test_an_extension_moves_the_order_where_the_rule_allows_it_and_is_said_where_not(strength, purpose, moves):
    rule = replace(A_RULE, strength=strength, purpose=purpose)
    extended, stopped = changed(rule, "2026-11-27", (PLAN, "2026-11-02")), changed(rule, None, (PLAN, "2026-11-02"))
    asked = moment(datetime(2026, 11, 16, 17))
    assert extended.by_rule.tolist() == stopped.by_rule.tolist() == [asked]
    assert extended.due.tolist() == [moment(datetime(2026, 11, 27, 17)) if moves else asked]
    assert [list(DueState)[items.state[0]] for items in (extended, stopped)] == (
        [DueState.DUE, DueState.STOPPED] if moves else [DueState.OVERDUE] * 2
    )


def test_an_extended_clock_says_both_dates_and_holds_for_that_very_clock_alone():
    rule = replace(A_RULE, strength=Strength.LOCAL)
    said = sum_in_words(changed(rule, "2026-11-27", (PLAN, "2026-11-02")), 0, Calendar(), moment(MONDAY))
    assert said.startswith(
        "Visit: due Fri 27 Nov 2026, in 4 working days. That is the extended date; by the local standard it was due Mon 16"
        " Nov 2026, 5 working days late by now. Today is day 15, and it was to be done in 10 working days."
    )
    by_law = sum_in_words(changed(A_RULE, "2026-11-27", (PLAN, "2026-11-02")), 0, Calendar(), moment(MONDAY))
    assert "5 working days late. It is recorded as extended or stopped, and law sets this day: it stays." in by_law
    stopped = changed(rule, None, (PLAN, "2026-11-02"))
    assert sum_in_words(stopped, 0, Calendar(), moment(MONDAY)).startswith(
        "Visit: stopped; it was due Mon 16 Nov 2026. That is"
    )
    assert changed(rule, "2026-11-27", (PLAN, "2026-11-02"), started="2026-10-01").by_rule.tolist() == [NO_MOMENT]
    late = changed(rule, "2026-11-27", (PLAN, "2026-11-02"), (VISIT, "2026-11-20"))
    assert list(DueState)[late.state[0]] is DueState.MET_LATE


def test_a_day_that_a_court_gave_is_due_without_a_rule():
    due, day = moment(datetime(2026, 12, 1, 10)), date(2026, 11, 16).toordinal() - EPOCH
    row = ByHand(0, "court-1", "position statement", Purpose.COURT, Owner.WORKER, day, due)
    done = row._replace(key="court-2", met=date(2026, 11, 20).toordinal() - EPOCH)
    caseload = replace(caseload_of([Child(A_RULE.case_types)]), by_hand=(row, done))
    items = due_items(caseload, book_of(A_RULE), Calendar(), moment(MONDAY))
    said = [sum_in_words(items, which, Calendar(), moment(MONDAY)) for which in range(2)]
    assert said[0] == "Position statement: due Tue 1 Dec 2026 at 10:00, in 6 working days."
    assert said[1].startswith("Position statement: done on Fri 20 Nov 2026, in time")
    assert all(duty.statutory for duty in items.duties)


@pytest.mark.parametrize(
    ("changes", "ends"),
    [
        ({}, "Set by law: Act 1989 s1."),
        (
            {"strength": Strength.STATUTORY_GUIDANCE, "source": Source("Working Together", "WT", None, 2023, True)},
            "Set by statutory guidance: Working Together, 2023.",
        ),
        (
            {"strength": Strength.LOCAL, "source": Source("Liverpool", "Visits", None, None, True)},
            "A local standard, not a national one: Liverpool.",
        ),
        (
            {"source": Source("Act 1989 s1", "Act", None, 1989, False)},
            "Set by law: Act 1989 s1. The figure did not come from reading that source; it was checked locally.",
        ),
        ({"owner": Owner.MANAGER}, "Set by law: Act 1989 s1. This is for the manager."),
        ({"owner": Owner.FRONT_DOOR}, "Set by law: Act 1989 s1. This is for the front door."),
        ({"owner": Owner.TEAM}, "Set by law: Act 1989 s1. Anyone in the team can do this."),
        (
            {"owner": Owner.OTHER},
            "Set by law: Act 1989 s1. This is for others to do, such as a reviewing officer, the court or a health team.",
        ),
    ],
)
def test_ground_and_owner(changes, ends):
    rule = replace(A_RULE, unit=Unit.WEEKS, **changes)
    checked = replace(book_of(rule), checked=frozenset({rule.key}))
    child = Child(rule.case_types, events=(Happening(PLAN, date(2026, 11, 12)),))
    items = due_items(caseload_of([child]), checked, Calendar(), moment(MONDAY))
    assert sum_in_words(items, 0, Calendar(), moment(MONDAY)).endswith(f"(Thu 12 Nov 2026). {ends}")


def test_a_duty_without_a_rule_says_when_and_no_more():
    court = Duty("statement", "statement for the court", Purpose.COURT, Owner.WORKER, True)
    items = replace(items_at(MONDAY, Calendar(), A_RULE, (PLAN, "2026-11-12")), duties=(court,))
    said = sum_in_words(items, 0, Calendar(), moment(MONDAY))
    assert said == "Statement for the court: due Thu 26 Nov 2026, in 3 working days."


# ---- time left --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("unit", "due", "as_at", "left"),
    [
        (Unit.WORKING_DAYS, "2026-11-23T17:00", "2026-11-23T09:00", 0),
        (Unit.WORKING_DAYS, "2026-11-23T17:00", "2026-11-21T12:00", 1),  # Saturday to Monday
        (Unit.WORKING_DAYS, "2026-11-23T17:00", "2026-11-20T09:00", 1),
        (Unit.WORKING_DAYS, "2026-11-20T17:00", "2026-11-21T09:00", -1),  # never 0 on another day
        (Unit.WORKING_DAYS, "2026-11-20T17:00", "2026-11-23T09:00", -1),
        (Unit.WORKING_DAYS, "2026-12-29T17:00", "2026-12-24T09:00", 1),
        (Unit.CALENDAR_DAYS, "2026-12-29T17:00", "2026-12-24T09:00", 5),
        (Unit.WEEKS, "2026-12-24T17:00", "2026-12-29T09:00", -5),
        (Unit.HOURS, "2026-11-23T10:00", "2026-11-23T09:30", 0),
        (Unit.HOURS, "2026-11-23T09:00", "2026-11-23T10:30", -1),
        (Unit.HOURS, "2026-10-26T09:00", "2026-10-23T10:00", 72),  # the clocks go back in between
        (Unit.OFFICE_HOURS, "2026-11-23T12:00", "2026-11-20T16:00", 4),
        (Unit.OFFICE_HOURS, "2026-11-20T16:00", "2026-11-23T12:00", -4),
    ],
)
def test_time_left_in_the_rules_own_unit(unit, due, as_at, left):
    moments = [moment(datetime.fromisoformat(iso)) for iso in (due, as_at)]
    assert time_left(unit, moments[0], Calendar(), moments[1]) == left


def test_time_left_counts_as_the_calendar_does():
    due, as_at = moment(datetime(2026, 12, 29, 17)), moment(datetime(2026, 12, 24, 9))
    assert time_left(Unit.WORKING_DAYS, due, Calendar(bank_holidays_count=True), as_at) == 3
    terms = Calendar(school_terms=((date(2026, 9, 2), date(2026, 12, 18)), (date(2027, 1, 4), date(2027, 3, 25))))
    assert time_left(Unit.SCHOOL_DAYS, moment(datetime(2027, 1, 5, 17)), terms, moment(datetime(2026, 12, 17, 9))) == 3


@pytest.mark.parametrize(
    ("unit", "left", "state", "says"),
    [
        (Unit.WORKING_DAYS, 1, DueState.DUE, "in 1 working day"),
        (Unit.WORKING_DAYS, -12, DueState.OVERDUE, "12 working days late"),
        (Unit.SCHOOL_DAYS, 3, DueState.DUE, "in 3 school days"),
        (Unit.MONTHS, 10, DueState.DUE, "in 10 days"),
        (Unit.WEEKS, 0, DueState.DUE, "due today"),
        (Unit.WEEKS, 0, DueState.OVERDUE, "late since earlier today"),
        (Unit.HOURS, 0, DueState.DUE, "in less than an hour"),
        (Unit.HOURS, 0, DueState.OVERDUE, "less than an hour late"),
        (Unit.HOURS, 96, DueState.DUE, "in 96 hours"),
        (Unit.HOURS, -1460, DueState.OVERDUE, "60 days late"),
        (Unit.OFFICE_HOURS, 1, DueState.DUE, "in 1 office hour"),
    ],
)
def test_time_left_in_words(unit, left, state, says):
    assert left_words(unit, left, state) == says


def test_days_and_moments_in_words():
    by_the_day, by_the_hour = Duty.of_rule(A_RULE), Duty.of_rule(replace(A_RULE, unit=Unit.HOURS))
    five, ten = moment(datetime(2026, 11, 3, 17)), moment(datetime(2026, 11, 3, 10, 5))
    assert due_words(by_the_day, five, Calendar()) == "Tue 3 Nov 2026"
    assert due_words(by_the_hour, five, Calendar()) == "Tue 3 Nov 2026 at 17:00"
    assert due_words(by_the_day, ten, Calendar()) == "Tue 3 Nov 2026 at 10:05"  # a court gave the hour
    assert day_words(date(2026, 11, 3), year=False) == "Tue 3 Nov"


# ---- England's rules --------------------------------------------------------------------------------------------

ENGLAND = parse(files("plimsoll").joinpath("rulebooks", "england.toml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("rule", [rule for rule in ENGLAND.in_force if rule.case_types], ids=lambda rule: rule.key)
def test_every_rule_of_england_explains_itself(rule):
    """One sentence after another, each closed, with the start, the length and the ground."""
    start = next((kind for kind in rule.starts_on if kind not in rule.met_by), rule.starts_on[0])
    events = [(start, "2026-12-14" if rule.before else "2026-11-20")] * 2
    events += [(kind, "2026-11-20") for kind in rule.after]
    bare = replace(rule, age_from=None, age_to=None, nth=type(rule.nth).ANY)
    calendar = Calendar(school_terms=((date(2026, 9, 2), date(2026, 12, 18)), (date(2027, 1, 4), date(2027, 3, 25))))

    said = words(bare, *events, calendar=calendar)

    assert said.startswith(f"{rule.title[:1].upper()}{rule.title[1:]}: ")
    assert rule.trigger in said
    assert rule.source.basis in said
    assert said.endswith(".")
    assert ".." not in said
    assert "  " not in said
    assert "None" not in said
    assert day_words(date(2026, 12, 14) if rule.before else date(2026, 11, 20)) in said
    assert CaseType.LOOKED_AFTER.value not in said
    assert all(word.value not in said for word in Circumstance)
