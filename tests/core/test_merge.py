"""Merging a file: whatever the three sides say, nothing that a person changed here is lost without being asked about."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plimsoll.core.merge import LATEST, Doing, Key, changed, merge
from plimsoll.core.terms import About, Matter

FIELD = st.sampled_from([Key(About.CASE, name) for name in ("case_type", "also", "opened_on", "team")])
SPELL = st.sampled_from([Key(About.CIRCUMSTANCE, "CARE_ORDER"), Key(About.FACTOR, "DISABILITY")])
KINDS, ROWS = ["CHILD_SEEN", "CORE_GROUP"], [LATEST, "8.1", "4@2026-03-02"]
EVENT = st.builds(Key, st.just(About.EVENT), st.sampled_from(KINDS), st.sampled_from(ROWS))
WORKER = st.just(Key(About.WORKER, "name"))
VALUE = st.sampled_from(["2026-03-02", "2026-05-04", "2026-07-06"])
SAID = st.dictionaries(FIELD | EVENT | WORKER, VALUE) | st.dictionaries(SPELL, st.just("YES"))


@given(SAID, SAID)
def test_a_file_that_repeats_what_was_said_changes_nothing_whatever_stands_here(base, ours):
    assert list(merge(base, base, ours)) == []


@given(SAID, SAID)
def test_where_nobody_changed_anything_nothing_is_asked_but_whose_the_case_is(base, theirs):
    asked = [step for step in merge(base, theirs, base) if step.doing is Doing.ASK]

    assert {step.matter for step in asked} <= {Matter.NEW_WORKER}


@given(SAID, SAID, SAID)
def test_what_a_person_made_of_a_field_is_never_written_over(base, theirs, ours):
    for step in merge(base, theirs, ours):
        here = ours.get(step.key)
        if (
            step.key.about in (About.CASE, About.CIRCUMSTANCE, About.FACTOR, About.WORKER)
            and step.doing is not Doing.ASK
        ):
            assert step.key.name != "team"  # nobody is moved by a file alone
            assert here == base.get(step.key)
        if step.doing in (Doing.REPLACE, Doing.END):  # what is taken away is what the files brought
            assert here == base.get(step.key)


@given(SAID, SAID, SAID)
def test_what_already_stands_is_neither_written_nor_asked_about(base, theirs, ours):
    for step in merge(base, theirs, ours):
        if step.key.about is not About.EVENT:
            assert step.value != ours.get(step.key)


@given(SAID, SAID)
def test_what_is_kept_of_a_file_gives_back_what_it_said(base, theirs):
    after = {**base, **changed(base, theirs)}

    assert {key: value for key, value in after.items() if value is not None} == theirs


def test_a_row_that_moves_up_is_no_correction():
    """The older of two rows left the list; the one that stays has its number now."""
    old, new = Key(About.EVENT, "PROTECTION_PLAN_STARTED", "7.1"), Key(About.EVENT, "PROTECTION_PLAN_STARTED", "7.2")
    base = {old: "2024-01-08", new: "2026-03-02"}

    assert list(merge(base, {old: "2026-03-02"}, base)) == []


def test_a_day_taken_out_of_a_row_that_stays_never_happened():
    start, end = Key(About.EVENT, "LOOKED_AFTER_STARTED", "8.1"), Key(About.EVENT, "LOOKED_AFTER_ENDED", "8.1")
    base = {start: "2024-01-08", end: "2026-03-02"}

    (step,) = merge(base, {start: "2024-01-08"}, base)
    assert (step.doing, step.key, step.here) == (Doing.END, end, "2026-03-02")
    assert list(merge(base, {}, base)) == []  # the row itself has left: that is no withdrawal


EPISODES = [
    # files before, the new file, what is written, what is replaced or withdrawn: (start, end) of each row, the oldest first
    pytest.param([("22", "23")], [("25", "")], ["25"], [], id="a new episode in the place of one that ended"),
    pytest.param([("22", "23"), ("24", "")], [("24", "")], [], [], id="the oldest leaves"),
    pytest.param([("22", ""), ("24", "")], [("24", "")], [], [], id="the oldest leaves without having ended"),
    pytest.param([("22", ""), ("24", "")], [("24", ""), ("26", "")], ["26"], [], id="the oldest leaves as one begins"),
    pytest.param([("22", "23"), ("24", "")], [("24", "25")], ["25"], [], id="the oldest leaves as the next ends"),
    pytest.param([("22", "23"), ("24", "25")], [("24", "26")], [], ["25"], id="it leaves as the next end is corrected"),
    pytest.param([("22", "23"), ("24", "25")], [("24", "")], [], ["25"], id="it leaves as the next end is taken out"),
    pytest.param([("22", "23"), ("25", "")], [("24", "")], [], ["25"], id="it leaves as the next start is corrected"),
    pytest.param([("22", "")], [("21", "")], [], ["22"], id="a start is corrected"),
    pytest.param([("22", "24")], [("23", "24")], [], ["22"], id="a later start before the end is a correction"),
    pytest.param([("22", "23")], [("22", "23"), ("24", "")], ["24"], [], id="one more begins"),
    pytest.param([("24", "")], [("22", "23"), ("24", "")], ["22", "23"], [], id="an older one is written in"),
    pytest.param([("22", "23"), ("24", "")], [], [], [], id="all have left"),
]


def rows(*episodes: tuple[str, str]) -> dict[Key, str]:
    """Periods of care, by the year in which they began and ended."""
    found = {}
    for place, days in enumerate(episodes, start=1):
        for kind, year in zip(("LOOKED_AFTER_STARTED", "LOOKED_AFTER_ENDED"), days, strict=True):
            if year:
                found[Key(About.EVENT, kind, f"8.{place}")] = f"20{year}-03-02"
    return found


@pytest.mark.parametrize(("before", "now", "written", "gone"), EPISODES)
def test_rows_told_apart_by_their_order_keep_to_their_episodes(before, now, written, gone):
    base = rows(*before)
    steps = list(merge(base, rows(*now), base))

    assert sorted(step.value[2:4] for step in steps if step.doing is Doing.WRITE) == written
    assert [step.here[2:4] for step in steps if step.doing is not Doing.WRITE] == gone
    assert not [step for step in steps if step.doing is Doing.ASK]


@given(
    st.lists(st.integers(10, 80), min_size=2, max_size=12, unique=True), st.integers(0, 3), st.integers(0, 3),
    st.booleans(),
)  # fmt: skip
def test_as_old_rows_leave_and_new_ones_come_nothing_is_taken_back(years, left, came, corrected_here):
    days = [str(year) for year in sorted(years)]
    every = [(begun, ended) for begun, ended in zip(days[::2], [*days[1::2], ""], strict=False)]
    came, left = min(came, len(every) - 1), min(left, len(every) - 1)
    before, now = every[: len(every) - came], every[left:]
    base = rows(*before)
    ours = {key: "2099-01-01" if corrected_here else day for key, day in base.items()}
    known = {day for begun, ended in before for day in (begun, ended)}

    steps = list(merge(base, rows(*now), ours))
    assert {step.doing for step in steps} <= {Doing.WRITE}
    assert {step.value[2:4] for step in steps} == {day for spell in now for day in spell if day} - known
