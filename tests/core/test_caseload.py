"""Labelled arrays: shapes are asserted once, at the door."""

from dataclasses import replace

import numpy as np
import pytest

from plimsoll.core.caseload import NOBODY, UNKNOWN, Caseload, Diary, Events
from plimsoll.core.terms import CaseType, EventKind, Factor

TWO = Caseload.blank(["a", "b"], [CaseType.LOOKED_AFTER, CaseType.EARLY_HELP])


def test_blank_cases_are_nobodys_and_unjudged():
    assert len(TWO) == 2
    assert TWO.worker.tolist() == [NOBODY, NOBODY]
    assert TWO.case_types.tolist() == [CaseType.LOOKED_AFTER.bit, CaseType.EARLY_HELP.bit]
    assert {UNKNOWN} == set(TWO.likelihood.tolist() + TWO.severity.tolist() + TWO.wait.tolist() + TWO.triage.tolist())
    assert np.isnat(TWO.born).all()
    assert TWO.factors.shape == (len(Factor), 2)
    assert len(TWO.events) == 0
    assert len(Caseload.blank([], [])) == 0


def test_arrays_of_another_length_are_refused():
    with pytest.raises(ValueError, match="'born' speaks of 1 cases, 'reference' of 2"):
        replace(TWO, born=np.array(["2020-01-01"], "datetime64[D]"))
    with pytest.raises(ValueError, match="'factors' must have one row a factor"):
        replace(TWO, factors=np.zeros((2, 2), np.int64))
    with pytest.raises(ValueError, match="'records_of' must have one row a kind of event"):
        replace(TWO, records_of=np.ones((2, 2), dtype=bool))
    with pytest.raises(ValueError, match=r"Arrays of events differ in length: \[1, 2\]"):
        replace(Events.of([(0, EventKind.FOUND, "2026-11-02")]), nth=np.zeros(2, np.int8))


def test_events_know_the_minute_where_it_was_noted():
    events = Events.of(
        [
            (1, EventKind.FOUND, "2026-11-02T00:00"),
            (0, EventKind.FOUND, "2026-11-02"),
            (0, EventKind.CHILD_SEEN, "2026-11-03T23:59"),
        ]
    )
    assert events.minute.tolist() == [0, UNKNOWN, 1439]
    assert events.day.astype(str).tolist() == ["2026-11-02", "2026-11-02", "2026-11-03"]
    assert events.of_kinds([EventKind.FOUND]).tolist() == [0, 1]
    assert events.of_kinds([]).tolist() == []


def test_spans_of_a_diary_are_joined_by_worker():
    spans = [(1, 60, 90), (0, 100, 180), (0, 60, 120), (0, 180, 200), (0, 300, 300), (0, 150, 160)]
    diary = Diary.of(spans)
    assert list(zip(diary.worker.tolist(), diary.begins.tolist(), diary.ends.tolist(), strict=True)) == [
        (0, 60, 200),
        (1, 60, 90),
    ]
    assert len(Diary.of([]).worker) == len(Diary.empty().worker) == 0
