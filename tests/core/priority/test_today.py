"""The top of the list as things to do, by hand-worked cases of Monday 23 November 2026, 09:00."""

import numpy as np
import pytest

from plimsoll.core.caseload import UNKNOWN
from plimsoll.core.priority.explain import Explanation
from plimsoll.core.priority.guards import Start, asks_why, waiting_above
from plimsoll.core.priority.order import rank
from plimsoll.core.priority.today import Minutes, by_date, fitting, parse, passed_by, things_to_do, without
from plimsoll.core.strict import FaultyData
from plimsoll.core.terms import Band, CaseType, Information, Purpose, Task
from plimsoll.queries.shipped import text_of
from tests.core.priority.generated import shipped
from tests.core.priority.small import AS_AT, CALENDAR, caseload_of, item, items_of, workers_of

MINUTES = Minutes(dict.fromkeys(Task, 60) | {Task.JUDGE: 10}, 30)
VISIT = item(Purpose.SEE, "2026-11-20")
BANDS = list(Band)


def today(*rows, family=None, asks=(), order=None):
    """Things to do on some cases, with their ranking."""
    rows = [{"reference": f"case {at}"} | row for at, row in enumerate(rows)]
    caseload, items = caseload_of(rows), items_of(rows, AS_AT)
    ranking = rank(caseload, items, workers_of(), shipped(), CALENDAR, AS_AT)
    explanation = Explanation(caseload, items, ranking, CALENDAR)
    stands = ranking.order.tolist() if order is None else order
    band = {case: BANDS[ranking.bands.band[case]] for case in stands}
    homes = np.arange(len(rows)) if family is None else np.array(family)
    return things_to_do(
        explanation, caseload, ranking, CALENDAR, order=stands, band=band, family=homes, asks=asks, minutes=MINUTES
    )


def said(things):
    return [(one.task, one.band, one.cases, [part.key for part in one.parts]) for one in things]


def test_a_late_visit_stands_above_the_paper_of_the_same_case_and_of_others():
    late_paper = item(Purpose.REVIEW, "2026-10-01")
    found = today(
        {"items": (late_paper, VISIT)}, {"items": (item(Purpose.SEE, "2026-11-24"),)}, {"items": (late_paper,)}
    )

    assert said(found) == [
        (Task.VISIT, Band.TODAY, (0,), ["see_duty"]),
        (Task.VISIT, Band.TODAY, (1,), ["see_duty"]),
        (Task.REVIEW, Band.THIS_WEEK, (0,), ["review_duty"]),
        (Task.REVIEW, Band.THIS_WEEK, (2,), ["review_duty"]),
    ]
    assert [one.leads for one in found] == [True, True, False, True]


def test_brothers_and_sisters_on_one_visit_are_one_thing_with_a_duty_each():
    quiet = {"items": (item(Purpose.SEE, "2026-12-18"),)}
    found = today({"items": (VISIT,)}, {}, {"items": (item(Purpose.SEE, "2026-11-26"),)}, quiet, family=[0, 1, 0, 0])

    first, later = found[0], found[-1]
    assert (first.task, first.cases, first.minutes) == (Task.VISIT, (0, 2), 90)
    assert (later.cases, later.band) == ((3,), Band.PLANNED)  # not due for weeks: a visit of its own day
    assert first.due == min(part.due for part in first.parts)


def test_one_meeting_of_a_family_is_one_thing_and_the_write_up_of_each_child_is_its_own():
    both = (item(Purpose.REVIEW, "2026-11-24"), item(Purpose.RECORD, "2026-11-24"))
    found = today({"items": both}, {"items": both}, family=[0, 0])

    assert [one.cases for one in found if one.task is Task.REVIEW] == [(0, 1)]
    assert sorted(one.cases for one in found if one.task is Task.WRITE_UP) == [(0,), (1,)]


def test_a_child_in_danger_comes_before_everything_and_a_family_in_danger_is_one_thing():
    danger = {"immediate_harm": True}
    found = today({"items": (VISIT,)}, danger, danger | {"missing": True}, family=[0, 1, 1])

    assert (found[0].task, found[0].band, set(found[0].cases)) == (Task.KEEP_SAFE, Band.ACT_NOW, {1, 2})
    assert len(found[0].parts) == 3
    assert found[1].cases == (0,)


def test_a_child_whom_nobody_has_seen_is_to_be_visited_though_no_rule_says_so():
    found = today({"type": CaseType.EARLY_HELP, "last_seen": "2026-03-02"})

    assert (found[0].task, found[0].band, found[0].parts[0].key) == (Task.VISIT, Band.THIS_WEEK, "")
    assert "expected every" in found[0].parts[0].words


def test_news_is_read_what_others_owe_is_chased_and_what_nobody_judged_is_judged():
    news = {"information": Information.POLICE.bit}
    waits = {"blocked": True, "chase": "2026-12-01", "chases": 1}
    found = today(news, waits, {"likelihood": UNKNOWN}, asks={2})

    assert [(one.task, one.band) for one in found] == [
        (Task.READ, Band.TODAY),
        (Task.JUDGE, Band.PLANNED),
        (Task.CHASE, Band.AWAITING_OTHERS),
    ]
    assert found[1].minutes == 10


def test_a_case_on_which_nothing_is_due_makes_nothing_unless_it_stands_high():
    assert today({}) == ()
    assert [(one.task, one.parts[0].title) for one in today({"wait": 4})] == [
        (Task.DECIDE, "say what is to be done next")
    ]


def test_what_is_done_of_a_visit_leaves_the_rest_of_it():
    found = today({"items": (VISIT,)}, {"items": (VISIT,)}, family=[0, 0])

    left = without(found, {(found[0].cases[0], Task.VISIT, "see_duty")}, MINUTES)
    assert [(one.cases, one.minutes) for one in left] == [((found[0].cases[1],), 60)]
    assert without(left, {(found[0].cases[1], Task.VISIT, "see_duty")}, MINUTES) == ()


def test_a_shadow_month_shows_what_is_dated_by_its_date_and_danger_first():
    found = today({"items": (VISIT,)}, {"items": (item(Purpose.RECORD, "2026-11-02"),)}, {"missing": True}, {"wait": 4})
    shown = by_date(found, lambda case: f"case {case}")

    assert [one.cases[0] for one in shown] == [2, 1, 0]


def test_the_day_ends_at_the_first_thing_that_does_not_fit():
    assert fitting([60, 60, 90, 5], 180) == 2
    assert fitting([60, 60], 0) == 0
    assert fitting([60, 60], 999) == 2


def test_who_starts_a_lower_thing_passes_those_that_wait_and_is_asked_once():
    found = today({"items": (VISIT,)}, {"items": (VISIT,)}, {"items": (item(Purpose.SEE, "2026-12-18"),)})
    band, order = np.array([1, 1, 3], np.int8), np.array([0, 1, 2])
    above = waiting_above(band, order, 2)

    passed = passed_by(found[-1], found, above, answered=())
    assert passed == (0, 1)
    assert asks_why(shipped(), passed, start=Start(found[-1].minutes), asked_today=0)
    assert passed_by(found[-1], found, above, answered={0}) == (1,)
    assert (
        passed_by(found[-1], found[1:], above, answered={1}) == ()
    )  # nothing to do on the one, something said of the other
    assert not asks_why(shipped(), (), start=Start(found[-1].minutes), asked_today=0)
    assert not asks_why(shipped(), passed, start=Start(minutes=14), asked_today=0)
    assert not asks_why(shipped(), passed, start=Start(found[-1].minutes), asked_today=2)


def test_the_minutes_that_ship_are_whole_and_a_table_with_a_hole_is_refused():
    text = text_of("minutes.toml")
    assert set(parse(text).of) == set(Task)
    with pytest.raises(FaultyData):
        parse(text.replace("JUDGE = 10\n", ""))
