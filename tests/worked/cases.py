"""The eleven worked cases of the default set: Monday 23 November, 09:00, 27 working hours left, nobody waiting.

Where the written case leaves a day open, the day is chosen that gives the written count. Days since a child was seen are
counted by date: "17 of 10 working days" is a visit on Thursday 29 October. A due item runs to the end of office hours:
at 09:00 "in 10 working days" is Friday 4 December, "day 9 of 10" today, and seven days late is Wednesday 11 November.
"""

from dataclasses import dataclass, field, replace
from datetime import datetime

import numpy as np

from plimsoll.core.calendar import Calendar, moment
from plimsoll.core.caseload import AT_THE_SETS_VALUE, Caseload, Diary, Workers
from plimsoll.core.terms import CaseType, Factor, Information, Owner, Purpose
from plimsoll.core.timescales.due import DueItems, Duty, states

AS_AT = moment(datetime(2026, 11, 23, 9, 0))
CALENDAR = Calendar()

VISIT = Duty("visit", "child protection visit", Purpose.SEE, Owner.WORKER, True)
EDUCATION_PLAN = Duty("education_plan", "education plan", Purpose.REVIEW, Owner.WORKER, True)
HEALTH_CHECK = Duty("health_check", "health check", Purpose.RECORD, Owner.WORKER, True)
FAMILY_MEETING = Duty("family_meeting", "team-around-the-family meeting", Purpose.REVIEW, Owner.WORKER, False)
COURT_STATEMENT = Duty("court_statement", "court statement", Purpose.COURT, Owner.WORKER, True)
ASSESSMENT = Duty("assessment", "assessment", Purpose.DECIDE, Owner.MANAGER, True)


@dataclass(frozen=True)
class Worked:
    """One case: its type, what was judged, when the child was seen, what is due (duty, started, due, hours of effort)."""

    name: str
    type: CaseType
    risk: tuple[int, int] | None = None
    wait: int | None = None
    seen: str | None = None
    since: str | None = None
    interval: tuple[int, bool] | None = None
    items: tuple[tuple[Duty, str, str, float], ...] = ()
    factors: tuple[Factor, ...] = ()
    facts: dict = field(default_factory=dict)


CASES = (
    Worked("A", CaseType.CHILD_PROTECTION, (3, 4), 4, "2026-11-10", None, (10, True),
           ((VISIT, "2026-11-09", "2026-11-23", 0),), (Factor.PRE_VERBAL,),
           {"immediate_harm": True, "information": Information.IMMEDIATE_HARM.bit}),
    Worked("B", CaseType.CHILD_PROTECTION, (3, 3), 3, "2026-10-29", None, (10, True),
           ((VISIT, "2026-10-28", "2026-11-11", 0),)),
    Worked("C", CaseType.LOOKED_AFTER, (1, 1), 0, "2026-10-12", None, (91, False),
           ((EDUCATION_PLAN, "2026-05-04", "2026-11-04", 0), (HEALTH_CHECK, "2025-10-24", "2026-10-24", 0))),
    Worked("D", CaseType.CHILD_IN_NEED, None, None, "2026-11-09", None, (20, True),
           ((VISIT, "2026-11-06", "2026-12-04", 0),)),
    Worked("E", CaseType.CHILD_IN_NEED, (2, 3), 1, "2026-11-09", None, (20, True),
           ((VISIT, "2026-11-06", "2026-12-04", 0),)),
    Worked("F", CaseType.CHILD_PROTECTION, (3, 3), 2, None, "2026-10-19", (10, True),
           ((VISIT, "2026-10-16", "2026-10-30", 0),)),
    Worked("G", CaseType.EARLY_HELP, (2, 2), 2, "2026-08-17", None, (42, False),
           ((FAMILY_MEETING, "2026-11-09", "2026-12-18", 0),)),
    Worked("H", CaseType.CHILD_PROTECTION, (3, 4), 2, "2026-11-18", None, (10, True),
           ((VISIT, "2026-11-17", "2026-12-01", 0),), (Factor.UNDER_1,),
           {"blocked": True, "chase": np.datetime64("2026-12-04"), "chases": 1}),
    # Last seen and the next visit are not written; half the interval gone gives the written score.
    Worked("I", CaseType.LOOKED_AFTER, (3, 4), 4, "2026-11-02", None, (42, False), (),
           (Factor.MISSING, Factor.EXPLOITED), {"missing": True}),
    # 10 hours are 10 / 7.4 working days. The direction was made on Friday 30 October, so its length is 19 working days;
    # with the 20 of a direction of unknown date the score would be 41.1.
    Worked("J", CaseType.CHILD_PROTECTION, (3, 3), 2, "2026-11-13", None, (20, True),
           ((COURT_STATEMENT, "2026-10-30", "2026-11-26", 10),)),
    Worked("K", CaseType.ASSESSMENT, (2, 2), 1, "2026-11-13", None, (10, True),
           ((ASSESSMENT, "2026-09-18", "2026-11-20", 0),)),
)  # fmt: skip


def caseload() -> Caseload:
    """The eleven cases as arrays."""
    blank = Caseload.blank([case.name for case in CASES], [case.type for case in CASES])

    def days(values: list[str | None]) -> np.ndarray:
        return np.array([value or "NaT" for value in values], dtype="datetime64[D]")

    factors = blank.factors.copy()
    for number, case in enumerate(CASES):
        for factor in case.factors:
            factors[factor.number, number] = AT_THE_SETS_VALUE
    facts = {
        name: np.array([case.facts.get(name, getattr(blank, name)[number]) for number, case in enumerate(CASES)])
        for name in ("immediate_harm", "missing", "information", "blocked", "chase", "chases")
    }
    return replace(
        blank,
        worker=np.array([case.name == "J" for case in CASES], dtype=np.int32),
        likelihood=np.array([case.risk[0] if case.risk else -1 for case in CASES], dtype=np.int8),
        severity=np.array([case.risk[1] if case.risk else -1 for case in CASES], dtype=np.int8),
        wait=np.array([-1 if case.wait is None else case.wait for case in CASES], dtype=np.int8),
        last_seen=days([case.seen for case in CASES]),
        involved_from=days([case.since for case in CASES]),
        interval=np.array([case.interval[0] if case.interval else 0 for case in CASES], dtype=np.int32),
        interval_works=np.array([bool(case.interval and case.interval[1]) for case in CASES]),
        factors=factors,
        **facts,
    )


def items() -> DueItems:
    """Their due items, each due at the end of office hours of its day."""
    rows = [(number, *item) for number, case in enumerate(CASES) for item in case.items]
    duties = tuple(dict.fromkeys(duty for _, duty, *_ in rows))
    due = CALENDAR.end_of_day(np.array([due for *_, due, _ in rows], dtype="datetime64[D]"))
    met = np.full(len(rows), np.datetime64("NaT", "D"))
    return DueItems(
        duties=duties,
        case=np.array([number for number, *_ in rows], dtype=np.int32),
        duty=np.array([duties.index(duty) for _, duty, *_ in rows], dtype=np.int16),
        started=np.array([started for _, _, started, _, _ in rows], dtype="datetime64[D]"),
        due=due,
        met=met,
        state=states(due, met, AS_AT),
        effort_minutes=np.array([round(hours * 60) for *_, hours in rows], dtype=np.int64),
    )


def workers() -> Workers:
    """27 working hours left. The written case J alone reckons with a Wednesday in court, so it has a worker of its own."""
    wednesday = moment(datetime(2026, 11, 25, 9, 0)), moment(datetime(2026, 11, 25, 17, 0))
    return Workers(("Amara", "in court"), np.array([27 * 60, 27 * 60]), Diary.of([(1, *wednesday)]))
