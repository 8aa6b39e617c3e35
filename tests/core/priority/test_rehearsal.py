"""Whose first places change under another set: against a plain comparison of sets."""

import dataclasses

from hypothesis import given, settings
from hypothesis import strategies as st

from plimsoll.core.priority.order import rank
from plimsoll.core.priority.rehearsal import rehearse
from tests.core.priority.generated import generated, shipped


def turned(weights):
    """The set with other weights, in the order of its criteria."""
    rules = tuple(
        dataclasses.replace(rule, weight=weight) for rule, weight in zip(shipped().criteria, weights, strict=True)
    )
    return dataclasses.replace(shipped(), criteria=rules, risk_this_week=500_001)


@settings(max_examples=15, deadline=None)
@given(st.integers(0, 2**32 - 1))
def test_every_list_whose_top_changes_is_named_with_how_much(seed):
    world = generated(seed, 120)
    now, then = (
        rank(world.caseload, world.items, world.workers, criteria, world.calendar, world.as_at)
        for criteria in (shipped(), turned((7, 8, 25, 30, 30)))
    )
    worker = world.caseload.worker

    found = rehearse(now, then, worker)

    plain = {}
    for one in set(worker.tolist()):
        first, second = (
            {case: place for place, case in enumerate([c for c in r.order.tolist() if worker[c] == one][:10], 1)}
            for r in (now, then)
        )
        both = first.keys() & second.keys()
        counts = len(second.keys() - both), len(first.keys() - both), sum(first[c] != second[c] for c in both)
        if any(counts):
            plain[one] = counts
    told = zip(found.lists.tolist(), found.entered.tolist(), found.left.tolist(), found.moved.tolist(), strict=True)
    assert {one: tuple(counts) for one, *counts in told} == plain
    crossings = [plain[one][0] + plain[one][1] for one in found.lists.tolist()]
    assert crossings == sorted(crossings, reverse=True)
    bands = list(zip(now.bands.band.tolist(), then.bands.band.tolist(), strict=True))
    assert (found.up, found.down) == (sum(b < a for a, b in bands), sum(b > a for a, b in bands))


def test_under_the_same_set_nothing_changes():
    world = generated(7, 60)
    ranking = rank(world.caseload, world.items, world.workers, shipped(), world.calendar, world.as_at)

    assert not len(rehearse(ranking, ranking, world.caseload.worker).lists)
