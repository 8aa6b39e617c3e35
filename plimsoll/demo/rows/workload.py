"""What each open case asks, by the scheme that the town stores."""

from datetime import timedelta

import numpy as np

from plimsoll.core.terms import EventKind
from plimsoll.core.workload import reading
from plimsoll.core.workload.demand import case_points, further_child
from plimsoll.core.workload.scheme import FURTHER_CHILD, Scheme
from plimsoll.core.workload.whole import UNKNOWN, IntArray
from plimsoll.demo.involvements import Involvement
from plimsoll.demo.rows.making import Making, at
from plimsoll.demo.rows.reference import text_of
from plimsoll.records.models.workload import CaseWeight

NEW_DAYS = 28
WEIGHED_MINUTE = 6 * 60  # each morning, before anyone comes


def add_weights(making: Making) -> None:
    """The weight of every open case."""
    cases = making.book.open_cases()
    points = weights(making, cases, scheme())
    for case, amount in zip(cases, points.tolist(), strict=True):
        making.add(
            CaseWeight,
            case_id=making.cases[case],
            scheme_id=making.editions["scheme"],
            points=amount,
            set_at=at(making.as_at, WEIGHED_MINUTE),
        )


def scheme() -> Scheme:
    """The scheme as the town stores it."""
    return reading.parse(text_of("schemes/plimsoll_hours.toml"))


def weights(making: Making, cases: list[Involvement], by: Scheme) -> IntArray:
    """Points of each case, hundredths: court, new cases and further children of a household are known; what people agree
    about complexity, travel and interpreters is not on record."""
    kinds = np.array([case.case_type.number for case in cases], dtype=np.int64)
    holds = np.zeros((len(by.modifiers), len(cases)), dtype=np.bool_)
    since = making.as_at - timedelta(NEW_DAYS)
    holds[by.modifier("NEW_CASE")] = [case.opened >= since for case in cases]
    holds[by.modifier("COURT")] = [_in_court(case) for case in cases]
    houses = {id(case.family): place for place, case in enumerate(cases)}
    people = {person: place for place, person in enumerate(making.book.service.people)}
    holds[by.modifier(FURTHER_CHILD)] = further_child(
        case_points(by, case_type=kinds, modifiers=holds),
        np.array([houses[id(case.family)] for case in cases], dtype=np.int64),
        np.array([people[case.holder] if case.holder else UNKNOWN for case in cases], dtype=np.int64),
    )
    return case_points(by, case_type=kinds, modifiers=holds)


def _in_court(case: Involvement) -> bool:
    kinds = {step.kind for step in case.steps}
    return EventKind.PROCEEDINGS_ISSUED in kinds and EventKind.PROCEEDINGS_ENDED not in kinds
