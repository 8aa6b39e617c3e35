"""What people of the town judged about its open cases: most of them, some long ago, some not yet."""

from datetime import timedelta

from plimsoll.core.terms import CaseType, Scale
from plimsoll.demo import prose
from plimsoll.demo.draws import Ranges, Weighted
from plimsoll.demo.involvements import Involvement
from plimsoll.demo.rows.making import Making, at
from plimsoll.records.models.priority import Judgement

NOT_JUDGED_SHARE, STALE_SHARE, NOT_KNOWN_SHARE, EARLIER_SHARE = 0.1, 0.15, 0.04, 0.35
RECENT: Ranges = Weighted({(0, 7): 30, (8, 21): 40, (22, 40): 30})
OLD: Ranges = Weighted({(45, 60): 60, (61, 120): 40})

# Invented: how often each value of a scale is said, by how serious the case is.
USUAL = {
    Scale.LIKELIHOOD: Weighted({0: 18, 1: 40, 2: 32, 3: 9, 4: 1}),
    Scale.SEVERITY: Weighted({0: 12, 1: 40, 2: 36, 3: 11, 4: 1}),
    Scale.WAIT: Weighted({0: 34, 1: 42, 2: 21, 3: 2.6, 4: 0.4}),
    Scale.TRIAGE: Weighted({0: 10, 1: 38, 2: 36, 3: 14, 4: 2}),
}
SERIOUS = {
    Scale.LIKELIHOOD: Weighted({0: 4, 1: 26, 2: 46, 3: 21, 4: 3}),
    Scale.SEVERITY: Weighted({0: 2, 1: 18, 2: 50, 3: 25, 4: 5}),
    Scale.WAIT: Weighted({0: 12, 1: 40, 2: 40, 3: 7, 4: 1}),
}
SERIOUS_TYPES = frozenset({CaseType.CHILD_PROTECTION, CaseType.SECTION_47})
NEW_TYPES = frozenset({CaseType.REFERRAL, CaseType.ASSESSMENT})


def add_judgements(making: Making) -> None:
    """Likelihood, severity and the effect of waiting for most open cases; a triage rating for the new ones."""
    for case in making.book.open_cases():
        if case.case_type in NEW_TYPES:
            _judged(making, case, Scale.TRIAGE, case.opened.toordinal())
        if case.case_type is CaseType.REFERRAL or making.draws.chance(NOT_JUDGED_SHARE):
            continue
        draws = making.draws
        day = (making.as_at - timedelta(draws.within(OLD if draws.chance(STALE_SHARE) else RECENT))).toordinal()
        for scale in (Scale.LIKELIHOOD, Scale.SEVERITY, Scale.WAIT):
            if draws.chance(EARLIER_SHARE):
                _judged(making, case, scale, day - draws.between(40, 90))
            _judged(making, case, scale, day)


def _judged(making: Making, case: Involvement, scale: Scale, ordinal: int) -> None:
    draws = making.draws
    day = making.as_at + timedelta(ordinal - making.as_at.toordinal())
    if not case.opened <= day < making.as_at:
        return
    table = SERIOUS if SERIOUS_TYPES.intersection(case.types) and scale in SERIOUS else USUAL
    value = None if draws.chance(NOT_KNOWN_SHARE) else draws.of(table[scale])
    by = case.held_by(day) or making.book.service.manager(case.unit)
    judged = at(day, 660 + draws.between(0, 300))
    making.add(
        Judgement,
        case_id=making.cases[case],
        scale=scale.value,
        value=value,
        judged_at=judged,
        judged_by_id=making.people[by],
        recorded_at=making.before_now(judged + timedelta(minutes=draws.between(2, 90))),
        why=prose.judged_why(draws, scale, value),
    )
