"""Worked cases are read strictly, become what the engine sees, and show where a criteria set departs from practice."""

from dataclasses import replace
from datetime import datetime

import numpy as np
import pytest

from plimsoll.core.calendar import Calendar, moment
from plimsoll.core.caseload import AT_THE_SETS_VALUE, NOBODY
from plimsoll.core.priority.worked import Worked, parse, run
from plimsoll.core.strict import FaultyData
from plimsoll.core.terms import Band, Criterion, Factor, Information, WhoElse
from tests.core.priority.generated import shipped

TEXT = """
order = ["A or B", "C"]

[meta]
key = "harbour"
title = "Harbour"
at = 2026-11-23T09:00:00
note = "Invented."

[[worker]]
name = "Amara"
hours_left = 27

[[worker]]
name = "Ben"
hours_left = 10
away = [{ begins = 2026-11-25T09:00:00, ends = 2026-11-25T17:00:00 }]

[[duty]]
key = "visit"
title = "visit to the child"
purpose = "SEE"
owner = "WORKER"
statutory = true

[[case]]
key = "A"
title = "seen late"
says = "Facts."
kind = "CHILD_PROTECTION"
last_seen = 2026-10-29
due = [{ duty = "visit", started = 2026-10-28, by = 2026-11-11, hours = 1.5 }]
factors = ["UNDER_1"]
information = ["SCHOOL", "OTHER"]
band = "TODAY"
why = "The visit is overdue."

[[case]]
key = "B"
title = "missing"
says = "Facts."
kind = "LOOKED_AFTER"
worker = "Ben"
likelihood = 2
severity = 4
triage = 3
interval = { days = 20, working = true }
who_else = "ONLY_ME"
failed_visits = 1
involved_from = 2026-11-02
window_closes = 2026-11-25T12:00:00
window_opened = 2026-11-20
missing = false
due = [{ duty = "visit", started = 2026-11-09, by = 2026-11-24 }]
band = "TODAY"
why = "A visit tomorrow."

[[case]]
key = "C"
title = "waiting"
says = "Facts."
kind = "EARLY_HELP"
last_seen = 2026-11-20
likelihood = 1
severity = 1
wait = 1
blocked = true
chase = 2026-12-01
band = "AWAITING_OTHERS"
why = "The clinic has the next step."

[[case]]
key = "D"
title = "not ours"
says = "Facts."
kind = "ASSESSMENT"
untouched_days = 3
next_step = true
elsewhere = "the manager"
band = "PLANNED"
why = "The manager has it."
"""

FAULTS = [
    ('["A or B", "C"]', '["A or B"]', "case 'C' must stand once in 'order', not 0 times."),
    ('["A or B", "C"]', '["A", "B or A", "C"]', "case 'A' must stand once in 'order', not 2 times."),
    ('["A or B", "C"]', '["A or B", "C", "Z"]', "'order' names 'Z', which is none of the cases."),
    ('["A or B", "C"]', '["C", "A or B"]', "'order' has 'C' before 'A', which stands in a higher band."),
    ('["A or B", "C"]', '["A or B", "C", "D"]', "case 'D' stands on another's list and can have no place in 'order'."),
    ('key = "B"', 'key = "A"', "case 'A' stands twice."),
    ('worker = "Ben"', 'worker = "Cal"', "case 'B': 'worker' 'Cal' is none of the workers."),
    ('name = "Ben"', 'name = "Amara"', "worker 'Amara': the name stands twice."),
    ('duty = "visit", started = 2026-11-09', 'duty = "tea", started = 2026-11-09', "'tea' is none of the duties."),
    ("by = 2026-11-24", "by = 2026-11-08", "'by' must not come before 'started'."),
    ("ends = 2026-11-25T17:00:00", "ends = 2026-11-25T08:00:00", "'ends' must come after 'begins'."),
    ("chase = 2026-12-01\n", "", "'blocked' and 'chase' belong together"),
    ("last_seen = 2026-11-20", "last_seen = 2026-11-24", "'last_seen' must not lie after the moment"),
    ("likelihood = 2", "likelihood = 5", "'likelihood' must be a whole number from 0 to 4, not 5."),
    ('why = "The manager has it."', "", "'why' is missing; it must be a text."),
    ('why = "The manager has it."', 'why = "It."\nmood = "low"', "case 'D': 'mood' is not a known key."),
    ("at = 2026-11-23T09:00:00", "at = 2026-11-23", "'at' must be a day and a time such as 2026-11-23T09:00:00"),
    ("at = 2026-11-23T09:00:00", "at = 2026-11-23T09:00:00Z", "on the wall clock, without a time zone."),
]


@pytest.fixture(scope="module")
def worked() -> Worked:
    return parse(TEXT)


@pytest.mark.parametrize(("old", "new", "fault"), FAULTS)
def test_each_fault_is_named(old: str, new: str, fault: str) -> None:
    with pytest.raises(FaultyData) as caught:
        parse(TEXT.replace(old, new, 1))

    assert any(fault in found for found in caught.value.faults), caught.value.faults


def test_every_fault_is_named_at_once() -> None:
    text = TEXT
    for old, new, _ in FAULTS[6:15]:
        text = text.replace(old, new, 1)

    with pytest.raises(FaultyData) as caught:
        parse(text)

    for *_, fault in FAULTS[6:15]:
        assert any(fault in found for found in caught.value.faults), fault


def test_file_without_workers_or_cases_is_refused() -> None:
    with pytest.raises(FaultyData) as caught:
        parse(TEXT[: TEXT.index("[[worker]]")].replace('["A or B", "C"]', "[]"))

    assert caught.value.faults == (
        "The worked cases: at least one [[worker]] must hold the cases.",
        "The worked cases: there is no [[case]].",
    )


def test_cases_become_what_the_engine_sees(worked: Worked) -> None:
    cases, items = worked.caseload(), worked.items(Calendar())

    assert f"{worked.at:%A %H:%M}" == "Monday 09:00"
    assert (cases.reference.tolist(), cases.worker.tolist()) == (["A", "B", "C", "D"], [0, 1, 0, 0])
    assert NOBODY not in cases.worker
    assert cases.last_seen.astype(str).tolist() == ["2026-10-29", "NaT", "2026-11-20", "NaT"]
    assert (cases.likelihood.tolist(), cases.triage.tolist()) == ([-1, 2, 1, -1], [-1, 3, -1, -1])
    assert (cases.interval.tolist(), cases.interval_works.tolist()[1]) == ([0, 20, 0, 0], True)
    assert cases.factors[Factor.UNDER_1.number].tolist() == [AT_THE_SETS_VALUE, 0, 0, 0]
    assert cases.information.tolist() == [Information.SCHOOL.bit | Information.OTHER.bit, 0, 0, 0]
    assert (cases.who_else.tolist()[1], cases.failed_visits.tolist()[1]) == (WhoElse.ONLY_ME.number, 1)
    assert cases.window_closes.tolist()[1] == moment(datetime(2026, 11, 25, 12))
    assert str(cases.window_opens[1]) == "2026-11-20"
    assert (cases.blocked.tolist(), cases.chases.tolist()) == ([False, False, True, False], [0, 0, 1, 0])
    assert (cases.untouched_days.tolist(), cases.next_step.all()) == ([0, 0, 0, 3], True)
    assert items.case.tolist() == [0, 1]
    assert items.due[0] == moment(datetime(2026, 11, 11, 17))
    assert items.effort_minutes.tolist() == [90, 0]
    assert worked.workers.minutes_left.tolist() == [27 * 60, 10 * 60]
    assert worked.workers.diary.worker.tolist() == [1]


def test_either_way_is_no_departure(worked: Worked) -> None:
    found = run(worked, shipped())
    turned = run(replace(worked, order=(("B", "A"), ("C",))), shipped())

    assert (found.departures, turned.departures) == ((), ())
    assert set(found.order[:2]) == {"A", "B"}
    assert "D" not in found.order  # it stands on another's list
    assert found.reasons["C"][0] == "Waits for others; chase on Tue 1 Dec 2026"


def test_bad_set_departs_and_says_where_naming_the_cases(worked: Worked) -> None:
    # By lateness alone, A comes before B; practitioners are said to take B first, and C today.
    strict = replace(worked, order=(("B",), ("A",), ("C",)))
    cases = tuple(replace(case, band=Band.THIS_WEEK) if case.key == "C" else case for case in worked.cases)
    only = tuple(replace(rule, weight=100 * (rule.criterion is Criterion.PROTOCOLS)) for rule in shipped().criteria)

    found = run(replace(strict, cases=cases), replace(shipped(), criteria=only))

    assert [(departure.cases, departure.text) for departure in found.departures] == [
        (
            ("C",),
            "C (waiting) stands in Awaiting others; practitioners would have it in This week. "
            "The clinic has the next step.",
        ),
        (("B", "A"), "B (missing) comes after A (seen late); practitioners would do it first. A visit tomorrow."),
    ]


def test_no_set_moves_a_case_out_of_act_now(worked: Worked) -> None:
    cases = tuple(
        replace(case, facts={**case.facts, "missing": True}, band=Band.ACT_NOW) if case.key == "B" else case
        for case in worked.cases
    )
    lenient = replace(
        shipped(),
        today_days=0,
        safeguarding=frozenset({Information.IMMEDIATE_HARM}),
        information=dict.fromkeys(Information, 0),
    )

    found = run(replace(worked, cases=cases), lenient)

    assert found.bands["B"] is Band.ACT_NOW
    assert found.order[0] == "B"
    assert np.flatnonzero(found.ranking.bands.band == Band.ACT_NOW.number).tolist() == [1]
