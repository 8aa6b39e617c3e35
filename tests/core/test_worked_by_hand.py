"""The rulebook tried on cases that were worked by hand, with a calendar of paper beside them.

Each row says what began when, and on which day or at which moment it falls due; `by` says whose figure it is. The days were
counted from the Government's lists of bank holidays (gov.uk/bank-holidays): England and Wales, and Scotland, 2024 to 2027.
"""

from dataclasses import replace
from datetime import date, datetime
from importlib.resources import files

import pytest

from plimsoll.core.calendar import Calendar, Nation, moment
from plimsoll.core.rulebook import Timescale, parse
from plimsoll.core.terms import DueState, EventKind
from plimsoll.core.timescales.due import due_items
from tests.reference.timescales import Child, Happening, caseload_of, items_of

ENGLAND = parse(files("plimsoll").joinpath("rulebooks", "england.toml").read_text(encoding="utf-8"))
RULES = {rule.key: rule for rule in ENGLAND.timescales}
HERE, SCOTLAND = Calendar(), Calendar(nation=Nation.SCOTLAND)
DAY_1 = Calendar(start_day_is=1)
AS_SYSTEM = Calendar(bank_holidays_count=True)  # one council's system counts bank holidays
# Of a council in England 2025-26.
SCHOOL = Calendar(
    school_terms=(
        (date(2025, 9, 2), date(2025, 12, 19)),
        (date(2026, 1, 5), date(2026, 3, 27)),
        (date(2026, 4, 13), date(2026, 7, 21)),
    )
)
WORKING_TOGETHER = "Working Together 2023"
LOCAL_10 = "one council: every 10 working days (studied as cp_visit_10wd)"
CARE_2010 = "Care Planning, Placement and Case Review (England) Regulations 2010"
LONDON_TIME = "statutory guidance on missing children 2014: 72 hours, by the clock"

# rule, calendar, event that began it, when, due, by, why by hand
FAMILIES = {
    # working days --------------------------------------------------------------------------------------------------
    "15 working days over Easter": (
        "s47_to_icpc", HERE, "SECTION_47_STARTED", "2026-03-30", "2026-04-22T17:00", WORKING_TOGETHER,
    ),  # Tue 31 Mar is 1, Thu 2 Apr 3; Good Friday, Easter Monday left out; Tue 7 is 4, Fri 10 is 7, 17 is 12, Wed 22 is 15
    "the same in Scotland, where Easter Monday is worked": (
        "s47_to_icpc", SCOTLAND, "SECTION_47_STARTED", "2026-03-30", "2026-04-21T17:00", WORKING_TOGETHER,
    ),
    "10 working days over both May bank holidays": (
        "core_group_first", HERE, "INITIAL_CONFERENCE", "2026-05-01", "2026-05-18T17:00", WORKING_TOGETHER,
    ),  # Mon 4 May left out; Tue 5 is 1, Fri 8 is 4, Fri 15 is 9, Mon 18 is 10
    "10 working days over the spring bank holiday": (
        "core_group_first", HERE, "INITIAL_CONFERENCE", "2026-05-18", "2026-06-02T17:00", WORKING_TOGETHER,
    ),  # Fri 22 is 4; Mon 25 May left out; Tue 26 is 5, Fri 29 is 8, Mon 1 Jun 9, Tue 2 Jun 10
    "the same in Scotland, which keeps it too": (
        "core_group_first", SCOTLAND, "INITIAL_CONFERENCE", "2026-05-18", "2026-06-02T17:00", WORKING_TOGETHER,
    ),
    "10 working days from the end of July in Scotland": (
        "core_group_first", SCOTLAND, "INITIAL_CONFERENCE", "2026-07-27", "2026-08-11T17:00", WORKING_TOGETHER,
    ),  # its summer bank holiday is the first Monday of August, the 3rd: Fri 31 July is 4, Tue 4 Aug 5, Tue 11 Aug 10
    "10 working days from the end of July in England": (
        "core_group_first", HERE, "INITIAL_CONFERENCE", "2026-07-27", "2026-08-10T17:00", WORKING_TOGETHER,
    ),
    "10 working days over New Year in Scotland": (
        "core_group_first", SCOTLAND, "INITIAL_CONFERENCE", "2026-12-29", "2027-01-14T17:00", WORKING_TOGETHER,
    ),  # Wed 30 is 1, Thu 31 is 2; Fri 1 Jan and Mon 4 Jan (for Sat 2 Jan) left out; Tue 5 is 3, Fri 8 is 6, Thu 14 is 10
    "10 working days over New Year in England": (
        "core_group_first", HERE, "INITIAL_CONFERENCE", "2026-12-29", "2027-01-13T17:00", WORKING_TOGETHER,
    ),  # 2 January is no holiday here
    "45 working days from a referral in spring": (
        "assessment_45", HERE, "REFERRAL_RECEIVED", "2026-04-01", "2026-06-09T17:00", WORKING_TOGETHER,
    ),  # Thu 2 Apr is 1; Fri 10 is 5; 1 May is 20; 8 May 24; 15th 29; 22nd 34; 29th 38; 5 Jun 43; Tue 9 Jun 45
    "a visit every 10 working days, the day of the visit day 0": (
        "cp_visit_10wd", HERE, "PROTECTION_VISIT", "2026-05-18", "2026-06-02T17:00", LOCAL_10,
    ),
    "the same, the day of the visit day 1": (
        "cp_visit_10wd", DAY_1, "PROTECTION_VISIT", "2026-05-18", "2026-06-01T17:00", LOCAL_10,
    ),
    "the same where bank holidays count": (
        "cp_visit_10wd", AS_SYSTEM, "PROTECTION_VISIT", "2026-05-18", "2026-06-01T17:00", LOCAL_10,
    ),
    # calendar days -------------------------------------------------------------------------------------------------
    "10 days after a birth, over a leap day": (
        "prebirth_meeting_after_birth", HERE, "BIRTH", "2028-02-24", "2028-03-05T17:00", "London procedures 4.1.22",
    ),  # 29 February 2028 is a day: 25-29 Feb are 1-5, 5 March is 10
    "10 days after a birth in a year without one": (
        "prebirth_meeting_after_birth", HERE, "BIRTH", "2026-02-24", "2026-03-06T17:00", "London procedures 4.1.22",
    ),
    "28 days after a supervision order, Christmas or not": (
        "supervision_order_review_1", HERE, "SUPERVISION_ORDER_MADE", "2026-12-04", "2027-01-01T17:00",
        "Nottinghamshire",
    ),
    # weeks ---------------------------------------------------------------------------------------------------------
    "a visit within a week of the placement": (
        "lac_visit_first", HERE, "PLACEMENT_STARTED", "2026-12-24", "2026-12-31T17:00", f"{CARE_2010} reg 28",
    ),
    "26 weeks of care proceedings over a leap day": (
        "care_proceedings_26", HERE, "PROCEEDINGS_ISSUED", "2027-12-01", "2028-05-31T17:00",
        "Children and Families Act 2014 s14",
    ),  # 182 days: 30 left of December, 31, 29, 31, 30 make 151 to 30 April, and 31 of May
    "20 weeks to the final plan": (
        "ehc_final_plan", HERE, "EHC_REQUESTED", "2026-03-02", "2026-07-20T17:00", "SEND Regulations 2014",
    ),
    # months: the same date, or the month's last -----------------------------------------------------------------------
    "3 months from the last day of November": (
        "rcpc_first", HERE, "INITIAL_CONFERENCE", "2026-11-30", "2027-02-28T17:00", WORKING_TOGETHER,
    ),
    "3 months from the last day of November before a leap year's February": (
        "rcpc_first", HERE, "INITIAL_CONFERENCE", "2027-11-30", "2028-02-29T17:00", WORKING_TOGETHER,
    ),
    "6 months from 31 August": (
        "rcpc_repeat", HERE, "REVIEW_CONFERENCE", "2026-08-31", "2027-02-28T17:00", WORKING_TOGETHER,
    ),
    "a month from 31 January": (
        "core_group_repeat_local", HERE, "CORE_GROUP", "2026-01-31", "2026-02-28T17:00", "Liverpool",
    ),
    "12 months from a leap day": (
        "sdq_yearly", HERE, "STRENGTHS_QUESTIONNAIRE", "2024-02-29", "2025-02-28T17:00", "statutory guidance on health",
    ),
    # hours, by the clock ---------------------------------------------------------------------------------------------
    "72 hours over the night in which the clocks go back": (
        "return_home_interview", HERE, "FOUND", "2026-10-24T22:15", "2026-10-27T21:15", LONDON_TIME,
    ),  # Sunday 25 October 2026 has 25 hours
    "72 hours over the night in which the clocks go forward": (
        "return_home_interview", HERE, "FOUND", "2026-03-28T22:15", "2026-03-31T23:15", LONDON_TIME,
    ),  # Sunday 29 March 2026 has 23 hours
    "72 hours over Easter, which no clock knows": (
        "police_protection", HERE, "POLICE_PROTECTION_STARTED", "2026-04-02T18:30", "2026-04-05T18:30",
        "Children Act 1989 s46",
    ),
    "24 hours from a contact on New Year's Eve": (
        "contact_decision_local", HERE, "CONTACT_RECEIVED", "2026-12-31T16:40", "2027-01-01T16:40", "Tower Hamlets",
    ),
    # before an event -------------------------------------------------------------------------------------------------
    "a report 5 working days before a conference after Easter": (
        "rcpc_report_shared_local", HERE, "REVIEW_CONFERENCE_PLANNED", "2026-04-09", "2026-03-31T17:00", "Liverpool",
    ),  # Wed 8 Apr is 1, Tue 7 is 2; Easter Monday and Good Friday left out; Thu 2 is 3, Wed 1 is 4, Tue 31 Mar is 5
    "the same in Scotland": (
        "rcpc_report_shared_local", SCOTLAND, "REVIEW_CONFERENCE_PLANNED", "2026-04-09", "2026-04-01T17:00", "Liverpool",
    ),
    "a report 2 working days before a conference after the May bank holiday": (
        "icpc_report_shared_local", HERE, "CONFERENCE_PLANNED", "2026-05-05", "2026-04-30T17:00", "Liverpool",
    ),  # Fri 1 May is 1, Thu 30 April is 2
    "a visit 28 days before a review on 1 March": (
        "pa_visit_before_review", HERE, "PATHWAY_REVIEW_PLANNED", "2028-03-01", "2028-02-02T17:00",
        "2010 Regulations, unread",
    ),
    # school terms ----------------------------------------------------------------------------------------------------
    "a plan reviewed in the term after one begun in autumn": (
        "pep_review", SCHOOL, "EDUCATION_PLAN_COMPLETED", "2025-10-14", "2026-03-27T17:00", "guidance of 2018",
    ),
    "one completed on the last day of a term": (
        "pep_review", SCHOOL, "EDUCATION_PLAN_COMPLETED", "2025-12-19", "2026-03-27T17:00", "guidance of 2018",
    ),
    "one completed in the Easter holidays": (
        "pep_review", SCHOOL, "EDUCATION_PLAN_COMPLETED", "2026-04-02", "2026-07-21T17:00", "guidance of 2018",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", FAMILIES)
def test_worked_by_hand(name):
    key, calendar, kind, began, due, by = FAMILIES[name]
    assert by
    rule, at = RULES[key], datetime.fromisoformat(began)
    happened = Happening(EventKind(kind), at.date(), at.hour * 60 + at.minute if "T" in began else None)
    day_before = datetime.fromisoformat(min(began, due)[:10])
    as_at = moment(at if not rule.before else day_before)
    child = Child(frozenset({min(rule.case_types)}), rule.when, born=_born(rule, at), events=(happened,))
    book = replace(
        ENGLAND, timescales=(rule,), checked=frozenset({key}), chosen=frozenset({key} if rule.choice else ())
    )
    item = items_of(due_items(caseload_of([child]), book, calendar, as_at))[key]
    assert (item.due.isoformat(timespec="minutes"), item.state) == (due, DueState.DUE)


def _born(rule: Timescale, at: datetime) -> date | None:
    """A birth that puts the child into the ages of a rule."""
    return date(at.year - (rule.age_from or 10), 1, 1)


def test_every_family_of_timescale_has_three_cases():
    families = {}
    for key, *_ in FAMILIES.values():
        rule = RULES[key]
        families.setdefault("before" if rule.before else rule.unit.value, []).append(key)
    families["MONTHS"] = families.pop("MONTHS") + families.pop("YEARS", [])
    assert {name for name, cases in families.items() if len(cases) < 3} == set()
    assert set(families) == {"WORKING_DAYS", "CALENDAR_DAYS", "WEEKS", "MONTHS", "HOURS", "before", "SCHOOL_TERMS"}


# Wales: a core group monthly, and never beyond 6 weeks (safeguarding.wales, as the reference has it).
WALES = """
off = ["core_group_repeat_local"]

[meta]
key = "wales"
title = "A council in Wales"
version = "1"
nation = "WLS"
in_force_from = 2026-11-01

[[timescale]]
key = "core_group_wales"
title = "core group"
case_types = ["CHILD_PROTECTION"]
trigger = "the last core group"
starts_on = ["CORE_GROUP"]
met_by = ["CORE_GROUP"]
stops_on = ["PROTECTION_PLAN_ENDED"]
amount = 6
unit = "WEEKS"
recommended = { amount = 1, unit = "MONTHS", basis = "safeguarding.wales: monthly" }
recurring = true
kind = "MAXIMUM"
strength = "STATUTORY_GUIDANCE"
purpose = "REVIEW"
owner = "WORKER"
source = { basis = "Wales Safeguarding Procedures", title = "core groups", url = "https://safeguarding.wales", read = true }
"""


@pytest.mark.parametrize(
    ("held", "aimed", "latest"),
    [
        ("2026-01-31", "2026-02-28", "2026-03-14"),  # a short month: 42 days are 14 March
        ("2028-01-31", "2028-02-29", "2028-03-13"),  # a leap day in between
        ("2026-03-16", "2026-04-16", "2026-04-27"),
    ],
)
def test_a_rule_of_wales_has_two_dates(held, aimed, latest):
    book = ENGLAND.overridden_by(parse(WALES))
    assert book.calendar.nation is Nation.WALES
    child = Child(
        frozenset({min(RULES["core_group_first"].case_types)}),
        events=(Happening(EventKind.CORE_GROUP, date.fromisoformat(held)),),
    )
    items = due_items(caseload_of([child]), book, book.calendar, moment(datetime.fromisoformat(held)))
    which = next(at for at, duty in enumerate(items.duty) if items.duties[duty].key == "core_group_wales")
    days = [moment(datetime.fromisoformat(f"{day}T17:00")) for day in (aimed, latest)]
    assert [int(items.recommended[which]), int(items.due[which])] == days
