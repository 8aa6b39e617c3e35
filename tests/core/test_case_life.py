"""Which events a step in the life of a case tells the clocks."""

from plimsoll.core.case_life import ENDS, STARTS, events_of_step
from plimsoll.core.steps import BEGUN_BY
from plimsoll.core.terms import CaseType, EventKind


def test_what_ends_by_an_event_is_ended_by_a_step():
    """But an assessment: to end it is not to authorise it."""
    ended_by = {start: end for end, start in BEGUN_BY.items()}
    kinds = {kind: ended_by[start] for kind, start in STARTS.items() if start in ended_by}

    assert {kind: end for kind, end in kinds.items() if kind is not CaseType.ASSESSMENT} == ENDS


def test_a_step_tells_what_ended_and_then_what_began_each_once():
    before = [CaseType.CHILD_IN_NEED, CaseType.LOOKED_AFTER]

    assert events_of_step(before, [CaseType.CARE_LEAVER]) == (EventKind.LOOKED_AFTER_ENDED, EventKind.IN_NEED_ENDED)
    assert events_of_step(before, before) == ()
