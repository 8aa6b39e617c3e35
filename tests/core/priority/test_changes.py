"""What a draft changes, taken apart: nothing is lost, nothing is said twice, and each part is the old set but for itself."""

from dataclasses import replace
from importlib.resources import files
from itertools import permutations

from hypothesis import given
from hypothesis import strategies as st

from plimsoll.core.priority.changes import beside, changes, moving
from plimsoll.core.priority.criteria import parse
from plimsoll.core.priority.differences import differences
from tests.core.priority.changed_sets import AS_WRITTEN, CHANGES, changed
from tests.core.priority.generated import shipped


@given(st.lists(st.sampled_from(CHANGES), max_size=3))
def test_every_difference_that_moves_a_place_is_in_one_change(some: list) -> None:
    other = AS_WRITTEN
    for path, value in some:
        other = changed(path, value) or other
    found = changes(AS_WRITTEN, other)

    told = [sentence for change in found for sentence in change.said]
    assert set(moving(AS_WRITTEN, other)) <= set(told)
    assert len(told) == len(set(told))
    assert all(change.said == differences(AS_WRITTEN, change.criteria) for change in found)
    assert all(not beside(AS_WRITTEN, change.criteria) for change in found)


def test_what_moves_no_place_is_told_apart_and_version_and_day_are_no_change() -> None:
    now = shipped()
    day = now.in_force_from.replace(day=30)

    same = replace(now, version="2 (from 2026.1)", in_force_from=day)
    assert (moving(now, same), beside(now, same), changes(now, same)) == ((), (), ())
    quieter = replace(same, close_points=5, title="Ours")
    assert (moving(now, quieter), changes(now, quieter)) == ((), ())
    assert beside(now, quieter) == (
        "The set is called “Ours” instead of “Statutory social work”.",
        "Two neighbours are a close call when fewer than 5 instead of 3 points part them.",
    )


def test_even_another_set_is_taken_apart_so_that_each_change_can_be_tried_alone() -> None:
    kept = sorted((files("plimsoll") / "rulebooks/criteria").iterdir(), key=lambda one: one.name)
    sets = [parse(one.read_text(encoding="utf-8")) for one in kept]

    for old, new in permutations(sets, 2):
        found = changes(old, new)
        assert set(moving(old, new)) <= {sentence for change in found for sentence in change.said}
        assert 1 < len(found) <= 20  # so many orders are computed of each list
