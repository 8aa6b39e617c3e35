"""What is frozen is computed again to the last place, from JSON alone."""

import json
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from plimsoll.core.calendar import DAY_MINUTES
from plimsoll.core.caseload import ByHand, ClockChange, Events
from plimsoll.core.priority.freeze import freeze, thaw, without
from plimsoll.core.priority.order import rank
from plimsoll.core.priority.replay import replay
from plimsoll.core.terms import Band, EventKind, Indicator, Owner, Purpose
from plimsoll.core.timescales.due import due_items
from tests.core.priority.generated import generated, shipped
from tests.core.priority.test_counterfactual import rulebook


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 2**32 - 1))
def test_an_order_of_work_is_computed_again_to_the_last_place(seed):
    world = generated(seed, 40)
    rng = np.random.default_rng(seed)
    today = np.datetime64(world.as_at // DAY_MINUTES, "D")
    events = Events(
        rng.integers(0, 40, 200).astype(np.int32), rng.integers(0, len(EventKind), 200).astype(np.int16),
        today - rng.integers(0, 300, 200), np.where(rng.random(200) < 0.5, -1, 600).astype(np.int16),
        np.zeros(200, np.int8),
    )  # fmt: skip
    records = rng.random((len(EventKind), 40)) < 0.9
    caseload = replace(world.caseload, events=events, records_of=records)
    book = replace(rulebook(), calendar=world.calendar)

    def order(cases, workers, calendar, as_at):
        items = due_items(cases, book, calendar, as_at)
        return rank(cases, items, workers, shipped(), calendar, as_at)

    first = order(caseload, world.workers, world.calendar, world.as_at)
    again = order(*thaw(json.loads(json.dumps(freeze(caseload, world.workers, world.calendar, world.as_at)))))

    assert again.order.tolist() == first.order.tolist()
    assert again.place.tolist() == first.place.tolist()
    assert again.score.tolist() == first.score.tolist()
    assert again.bands.grounds.tolist() == first.bands.grounds.tolist()
    assert (again.indicators.known == first.indicators.known).all()


def test_every_column_comes_back_as_it_was():
    world = generated(3, 25)
    court = ByHand(4, "court-1", "position statement", Purpose.COURT, Owner.WORKER, 20_000, 28_900_000)
    caseload = replace(world.caseload, by_hand=(court,), clocks=(ClockChange(2, "core_group_first", 20_001, 20_070),))
    cases, workers, calendar, as_at = thaw(
        json.loads(json.dumps(freeze(caseload, world.workers, world.calendar, world.as_at)))
    )

    for name, before in vars(caseload).items():
        after = getattr(cases, name)
        if isinstance(before, np.ndarray):
            assert after.dtype.kind == before.dtype.kind, name
            assert np.array_equal(after, before, equal_nan=before.dtype.kind == "M"), name
        elif name == "put_off":
            assert after.rows() == before.rows()
        elif name != "events":
            assert after == before, name
    assert (workers.names, as_at, calendar) == (world.workers.names, world.as_at, world.calendar)
    assert cases.carries[Indicator.RISK] == world.caseload.carries[Indicator.RISK]


def test_what_a_later_version_kept_is_refused_in_a_sentence():
    world = generated(3, 5)
    frozen = freeze(world.caseload, world.workers, world.calendar, world.as_at) | {"format": 2}

    with pytest.raises(ValueError, match="kept in format 2"):
        thaw(frozen)


@settings(max_examples=15, deadline=None)
@given(st.integers(0, 2**32 - 1), st.integers(0, 19))
def test_a_list_without_a_case_is_computed_again_as_if_it_had_not_been_there(seed, which):
    world = generated(seed, 20)
    rng = np.random.default_rng(seed)
    today = np.datetime64(world.as_at // DAY_MINUTES, "D")
    events = Events(
        rng.integers(0, 20, 100).astype(np.int32), rng.integers(0, len(EventKind), 100).astype(np.int16),
        today - rng.integers(0, 300, 100), np.full(100, -1, np.int16), np.zeros(100, np.int8),
    )  # fmt: skip
    court = tuple(
        ByHand(at, f"court-{at}", "statement", Purpose.COURT, Owner.WORKER, 20_000, 28_900_000) for at in (3, 12)
    )
    caseload = replace(
        world.caseload, events=events, by_hand=court, worker=np.zeros_like(world.caseload.worker),
        records_of=rng.random((len(EventKind), 20)) < 0.9,
    )  # fmt: skip
    book = replace(rulebook(), calendar=world.calendar)
    items = due_items(caseload, book, world.calendar, world.as_at)
    ranking = rank(caseload, items, world.workers, shipped(), world.calendar, world.as_at)
    bands = list(Band)
    rows = [
        {
            "case": f"case-{at}", "reference": str(caseload.reference[at]), "placing": None, "reasons": [],
            "place": int(ranking.place[at]), "computed_place": int(ranking.place[at]), "score": int(ranking.score[at]),
            "band": bands[ranking.bands.band[at]].value, "computed_band": bands[ranking.bands.band[at]].value,
        }
        for at in ranking.order.tolist()
    ]  # fmt: skip
    kept = {"inputs": freeze(caseload, world.workers, world.calendar, world.as_at), "cases": rows}
    cut = json.loads(json.dumps(without(kept, f"case-{which}", {"on": "2026-11-23", "under": "our schedule"})))

    assert str(caseload.reference[which]) not in json.dumps(cut).replace('"', " ").split()
    assert cut["removed"] == [{"on": "2026-11-23", "under": "our schedule"}]
    assert len(cut["cases"]) == 19
    assert replay(cut, shipped(), book).differences == ()
