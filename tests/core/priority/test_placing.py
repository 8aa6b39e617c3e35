"""People place cases against the order: both places stay, nothing is lost, and a lowering that matters waits."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from plimsoll.core.caseload import Caseload
from plimsoll.core.priority.order import rank
from plimsoll.core.priority.placing import Placing, needs_countersigning, placed
from plimsoll.core.terms import Band, CaseType, PlacingKind, Purpose
from tests.core.priority.generated import generated, shipped
from tests.core.priority.small import AS_AT, CALENDAR, caseload_of, item, items_of, ranked, workers_of

ABOVE, BELOW, BAND = PlacingKind
ROWS = (
    {"reference": "now", "immediate_harm": True},
    {"reference": "today", "items": (item(Purpose.SEE, "2026-11-23"),)},
    {"reference": "week", "wait": 4},
    {"reference": "mild", "wait": 2},
    {"reference": "calm"},
)
NOW, TODAY, WEEK, MILD, CALM = range(5)


def shown(*placings):
    ranking = ranked(*ROWS)
    found = placed(ranking, ranking.order, placings)
    return [ROWS[case]["reference"] for case in found.order], [list(Band)[band] for band in found.band]


def test_without_placings_the_order_is_as_computed():
    assert shown()[0] == ["now", "today", "week", "mild", "calm"]


@pytest.mark.parametrize(
    ("placing", "order", "band"),
    [
        (Placing(CALM, ABOVE, other=TODAY), ["now", "calm", "today", "week", "mild"], Band.TODAY),
        (Placing(CALM, BELOW, other=TODAY), ["now", "today", "calm", "week", "mild"], Band.TODAY),
        (Placing(WEEK, BELOW, other=CALM), ["now", "today", "mild", "calm", "week"], Band.PLANNED),
        (Placing(CALM, BAND, band=Band.THIS_WEEK), ["now", "today", "week", "calm", "mild"], Band.THIS_WEEK),
        (Placing(CALM, BAND, band=Band.TODAY), ["now", "today", "calm", "week", "mild"], Band.TODAY),
        (Placing(WEEK, BAND, band=Band.PLANNED), ["now", "today", "week", "mild", "calm"], Band.PLANNED),
        (Placing(MILD, BAND, band=Band.AWAITING_OTHERS), ["now", "today", "week", "calm", "mild"], Band.AWAITING_OTHERS),
    ],
)  # fmt: skip
def test_a_case_goes_where_it_is_placed_and_takes_the_band_it_comes_to(placing, order, band):
    names, bands = shown(placing)

    assert names == order
    assert bands[names.index(ROWS[placing.case]["reference"])] == band


def test_a_later_placing_finds_what_the_earlier_left():
    names, _ = shown(Placing(CALM, ABOVE, other=WEEK), Placing(MILD, ABOVE, other=CALM))

    assert names == ["now", "today", "mild", "calm", "week"]


def test_a_placing_by_a_case_that_is_gone_moves_nothing_and_says_so():
    ranking = ranked(*ROWS)
    cases = ranking.order[ranking.order != WEEK]
    placing = Placing(CALM, ABOVE, other=WEEK)

    found = placed(ranking, cases, [placing])

    assert found.order.tolist() == cases.tolist()
    assert found.idle == (placing,)


def test_a_placing_names_a_case_or_a_band():
    for wrong in ({"kind": ABOVE}, {"kind": BAND}, {"kind": BAND, "band": Band.TODAY, "other": 1}):
        with pytest.raises(ValueError, match="one of them alone"):
            Placing(0, **wrong)


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 2**32 - 1), st.data())
def test_whatever_is_placed_nothing_is_lost_and_bands_stay_together(seed, data):
    world = generated(seed, 9)
    ranking = rank(world.caseload, world.items, world.workers, shipped(), world.calendar, world.as_at)
    numbers = st.integers(0, 8)
    placings = []
    for case in data.draw(st.lists(numbers, unique=True)):
        kind = data.draw(st.sampled_from(list(PlacingKind)))
        other = data.draw(numbers.filter(lambda at, case=case: at != case))
        band = data.draw(st.sampled_from(list(Band)))
        placings.append(Placing(case, kind, band=band) if kind is BAND else Placing(case, kind, other=other))

    found = placed(ranking, ranking.order, placings)

    assert sorted(found.order.tolist()) == list(range(9))
    assert (np.diff(found.band) >= 0).all()
    untouched = [case for case in ranking.order.tolist() if case not in {placing.case for placing in placings}]
    assert [case for case in found.order.tolist() if case in untouched] == untouched


@pytest.mark.parametrize(
    ("facts", "to", "asked"),
    [
        ({"immediate_harm": True}, Band.TODAY, True),
        ({"missing": True}, Band.PLANNED, True),
        ({"immediate_harm": True}, Band.ACT_NOW, False),
        ({"items": (item(Purpose.SEE, "2026-11-23"),)}, Band.THIS_WEEK, True),
        ({"items": (item(Purpose.PROTECT, "2026-11-23"),)}, Band.PLANNED, True),
        ({"items": (item(Purpose.SEE, "2026-11-23"),)}, Band.TODAY, False),
        ({"items": (item(Purpose.COURT, "2026-11-23"),)}, Band.THIS_WEEK, False),
        ({"items": (item(Purpose.RECORD, "2026-11-23"),)}, Band.PLANNED, False),
        ({"items": (item(Purpose.RECORD, "2026-11-23"), item(Purpose.SEE))}, Band.PLANNED, False),
        ({"type": CaseType.CHILD_PROTECTION, "last_seen": "2026-06-01"}, Band.THIS_WEEK, True),
        ({"wait": 4}, Band.PLANNED, False),
    ],
)
def test_out_of_act_now_and_below_today_with_a_child_to_see_needs_a_countersignature(facts, to, asked):
    row = {"reference": "one"} | facts
    caseload: Caseload = caseload_of([row])
    items = items_of([row], AS_AT)
    ranking = rank(caseload, items, workers_of(), shipped(), CALENDAR, AS_AT)

    assert needs_countersigning(ranking, items, 0, to) is asked


def test_answers_that_say_only_which_comes_first_all_hold_whatever_order_they_were_given_in():
    """Each moves a case only where it must: an answer that was given earlier is not undone by a later one."""
    first = Placing(CALM, ABOVE, other=MILD, stays=True)
    second = Placing(MILD, ABOVE, other=WEEK, stays=True)
    names, _ = shown(first, second)

    assert names.index("calm") < names.index("mild") < names.index("week")
    assert shown(Placing(NOW, ABOVE, other=TODAY, stays=True))[0][0] == "now"
