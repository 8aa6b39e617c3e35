"""Work that is put off: until its day it presses no earlier, and what law asks for stays written as it is."""

import json
from dataclasses import replace

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from plimsoll.core.caseload import PutOffs
from plimsoll.core.priority.explain import Explanation
from plimsoll.core.priority.freeze import freeze, thaw
from plimsoll.core.priority.order import rank
from plimsoll.core.priority.placing import bands_without
from plimsoll.core.priority.putting_off import as_put_off, is_put_off
from plimsoll.core.terms import Band, DueState, Indicator, Purpose
from tests.core.priority.generated import generated, shipped
from tests.core.priority.small import AS_AT, CALENDAR, at, caseload_of, item, items_of, ranked, workers_of

LATE = {"items": [item(Purpose.SEE, "2026-11-18", started="2026-10-20")]}
PAPER = {"items": [item(Purpose.REVIEW, "2026-11-02", started="2026-10-01")]}
VISIT, REVIEW = "see_duty", "review_duty"


def off(duty: str, until: str, was_due: str = "2026-11-18", case: int = 0) -> PutOffs:
    return PutOffs.of([(case, duty, at(was_due), at(until))])


def test_a_visit_put_off_is_neither_late_nor_of_today_and_comes_back_on_its_day():
    before, after = ranked(LATE), ranked(LATE, put_off=off(VISIT, "2026-12-18"))

    assert [list(Band)[found.bands.band[0]] for found in (before, after)] == [Band.TODAY, Band.PLANNED]
    assert after.indicators.of(Indicator.LATENESS)[0] == 0 < before.indicators.of(Indicator.LATENESS)[0]
    assert after.indicators.of(Indicator.PRESSURE)[0] < before.indicators.of(Indicator.PRESSURE)[0]
    on_its_day = ranked(LATE, put_off=off(VISIT, "2026-12-18"), now="2026-12-18T09:00")
    assert list(Band)[on_its_day.bands.band[0]] is Band.TODAY


def test_another_duty_another_case_and_the_next_of_its_kind_are_not_put_off():
    for other in (off(REVIEW, "2026-12-18"), off(VISIT, "2026-12-18", was_due="2026-11-17")):
        assert ranked(LATE, put_off=other).score[0] == ranked(LATE).score[0]
    both = ranked(LATE, LATE, put_off=off(VISIT, "2026-12-18", case=1))
    assert both.place.tolist() == [1, 2]


def test_what_is_put_off_to_a_day_before_it_is_due_presses_as_it_is_due():
    rows = {"items": [item(Purpose.SEE, "2026-12-18", started="2026-11-20")]}
    put = off(VISIT, "2026-11-27", was_due="2026-12-18")

    assert ranked(rows, put_off=put).score[0] == ranked(rows).score[0]


def test_the_words_tell_both_days():
    rows = [LATE, PAPER]
    put = PutOffs.of([*off(VISIT, "2026-12-18").rows(), *off(REVIEW, "2026-12-04", "2026-11-02", case=1).rows()])
    caseload, items = caseload_of(rows, put_off=put), items_of(rows, AS_AT)
    explanation = Explanation(
        caseload, items, rank(caseload, items, workers_of(), shipped(), CALENDAR, AS_AT), CALENDAR
    )

    assert "See duty was due Wed 18 Nov 2026; rearranged until Fri 18 Dec 2026" in [
        reason.text for reason in explanation.reasons(0)
    ]
    assert "Review duty was due Mon 2 Nov 2026; put off until Fri 4 Dec 2026" in [
        reason.text for reason in explanation.reasons(1)
    ]
    assert explanation.value(0, Indicator.LATENESS) == "1 late: see duty (put off)"


def test_the_band_by_all_that_is_not_put_off():
    rows = [LATE | {"missing": True}, LATE]
    put = PutOffs.of([row for case in (0, 1) for row in off(VISIT, "2026-11-24", case=case).rows()])
    found = bands_without(caseload_of(rows), put, items_of(rows, AS_AT), workers_of(), shipped(), CALENDAR, AS_AT)

    assert found == (Band.ACT_NOW, Band.PLANNED)


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 2**32 - 1))
def test_an_order_with_work_put_off_is_that_of_items_due_later_and_survives_freezing(seed):
    world = generated(seed, 30)
    rng = np.random.default_rng(seed)
    which = rng.choice(len(world.items), min(8, len(world.items)), replace=False)
    items, days = world.items, rng.integers(1, 40, len(which))
    put = PutOffs.of([
        (int(items.case[one]), items.duties[items.duty[one]].key, int(items.due[one]), world.as_at + int(day) * 1440)
        for one, day in zip(which, days, strict=True)
    ])  # fmt: skip
    caseload = replace(world.caseload, put_off=put)
    moved = as_put_off(items, put, world.as_at)
    waits = is_put_off(items, put)
    assert (moved.due >= items.due).all()
    assert (moved.due[~waits] == items.due[~waits]).all()
    assert not (moved.state[waits] == DueState.OVERDUE.number).any()

    plain = rank(world.caseload, moved, world.workers, shipped(), world.calendar, world.as_at)
    found = rank(caseload, items, world.workers, shipped(), world.calendar, world.as_at)
    again, *_ = thaw(json.loads(json.dumps(freeze(caseload, world.workers, world.calendar, world.as_at))))

    assert found.order.tolist() == plain.order.tolist()
    assert again.put_off.rows() == put.rows()
    assert caseload.take(np.array([3, 3, 0])).put_off.take(np.array([2, 1])).rows() == [
        (new, *row[1:]) for new, old in enumerate((0, 3)) for row in put.rows() if row[0] == old
    ]
