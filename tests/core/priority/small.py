"""One or a few cases by hand: calm ones, of which a test changes what it is about. Monday 23 November 2026, 09:00."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

import numpy as np

from plimsoll.core.calendar import Calendar, moment
from plimsoll.core.caseload import Caseload, Diary, Workers
from plimsoll.core.priority.bands import Ground
from plimsoll.core.priority.criteria import CriteriaSet
from plimsoll.core.priority.explain import Explanation
from plimsoll.core.priority.order import Ranking, rank
from plimsoll.core.terms import Band, CaseType, Factor, Indicator, Owner, Purpose
from plimsoll.core.timescales.due import NO_MOMENT, DueItems, Duty, states
from tests.core.priority.generated import shipped

CALENDAR = Calendar()
AS_AT = moment(datetime(2026, 11, 23, 9, 0))
TODAY = "2026-11-23"
# Of a child in need whom someone judged and saw on Friday; nothing waits, nothing is due.
CALM: dict[str, Any] = {
    "type": CaseType.CHILD_IN_NEED,
    "worker": 0,
    "last_seen": "2026-11-20",
    "likelihood": 0,
    "severity": 0,
    "wait": 0,
    "triage": 0,
    "who_else": 0,
}


def at(text: str) -> int:
    """A moment from '2026-11-23T09:00'; a day alone ends with office hours."""
    return moment(datetime.fromisoformat(text if "T" in text else f"{text}T17:00"))


def item(
    purpose: Purpose = Purpose.SEE,
    due: str | None = "2026-12-18",
    *,
    started: str | None = None,
    hours: float = 0,
    owner: Owner = Owner.WORKER,
    statutory: bool = True,
    met: str | None = None,
    duty: Duty | None = None,
) -> tuple[Duty, str | None, str | None, float, str | None]:
    """One due item."""
    title = f"{purpose.label} duty"
    return duty or Duty(title.replace(" ", "_"), title, purpose, owner, statutory), started, due, hours, met


def caseload_of(rows: Sequence[dict[str, Any]], **whole: Any) -> Caseload:
    """Cases from facts that differ from the calm one's; `factors` by factor, `stale` by name of the judgement."""
    rows = [CALM | row for row in rows]
    references = [row.get("reference", f"case {number}") for number, row in enumerate(rows)]
    blank = Caseload.blank(references, [row["type"] for row in rows])
    columns = {}
    for name, column in vars(blank).items():
        if isinstance(column, np.ndarray) and column.ndim == 1 and name not in ("reference", "case_type"):
            values = [row.get(name, column[number]) for number, row in enumerate(rows)]
            columns[name] = np.array(values, dtype=column.dtype)
    factors, stale = blank.factors.copy(), blank.stale.copy()
    for number, row in enumerate(rows):
        for factor, value in row.get("factors", {}).items():
            factors[factor.number, number] = value
        for name in row.get("stale", ()):
            stale[("likelihood", "severity", "wait", "triage").index(name), number] = True
    return replace(blank, **columns, factors=factors, stale=stale, **whole)


def items_of(rows: Sequence[dict[str, Any]], as_at: int) -> DueItems:
    """The items of the rows."""
    found = [(number, *one) for number, row in enumerate(rows) for one in row.get("items", ())]
    duties = tuple(dict.fromkeys(duty for _, duty, *_ in found))
    due = np.array([NO_MOMENT if day is None else at(day) for *_, day, _, _ in found], dtype=np.int64)
    met = np.array([day or "NaT" for *_, day in found], dtype="datetime64[D]")
    return DueItems(
        duties=duties,
        case=np.array([number for number, *_ in found], dtype=np.int32),
        duty=np.array([duties.index(duty) for _, duty, *_ in found], dtype=np.int16),
        started=np.array([day or "NaT" for _, _, day, *_ in found], dtype="datetime64[D]"),
        due=due,
        met=met,
        state=states(due, met, as_at),
        effort_minutes=np.array([round(hours * 60) for *_, hours, _ in found], dtype=np.int64),
    )


def workers_of(left: Sequence[int] = (1620,), away: Sequence[tuple[str, str]] = ()) -> Workers:
    """Workers with minutes left, the first of them away between some moments."""
    spans = [(0, at(begins), at(ends)) for begins, ends in away]
    return Workers(tuple(f"worker {n}" for n in range(len(left))), np.array(left), Diary.of(spans))


def ranked(
    *rows: dict[str, Any],
    now: str | None = None,
    workers: Workers | None = None,
    criteria: CriteriaSet | None = None,
    calendar: Calendar = CALENDAR,
    **whole: Any,
) -> Ranking:
    """The order of work of some cases."""
    as_at = AS_AT if now is None else at(now)
    caseload, items = caseload_of(rows, **whole), items_of(rows, as_at)
    return rank(caseload, items, workers or workers_of(), criteria or shipped(), calendar, as_at)


def explained(*rows: dict[str, Any], now: str | None = None, criteria: CriteriaSet | None = None) -> Explanation:
    """The reasons of some cases."""
    as_at = AS_AT if now is None else at(now)
    caseload, items = caseload_of(rows), items_of(rows, as_at)
    ranking = rank(caseload, items, workers_of(), criteria or shipped(), CALENDAR, as_at)
    return Explanation(caseload, items, ranking, CALENDAR)


def value(word: Indicator, *, now: str | None = None, workers: Workers | None = None, **facts: Any) -> int:
    """One indicator of one case, in millionths."""
    return int(ranked(facts, now=now, workers=workers).indicators.of(word)[0])


def band(*, now: str | None = None, workers: Workers | None = None, **facts: Any) -> Band:
    """The band of one case."""
    return list(Band)[ranked(facts, now=now, workers=workers).bands.band[0]]


def grounds(ranking: Ranking, case: int = 0) -> set[Ground]:
    """The conditions that hold of a case."""
    return {ground for ground in Ground if int(ranking.bands.grounds[case]) & ground.bit}


def names_in_order(*rows: dict[str, Any], **more: Any) -> list[str]:
    """References of some cases in the order of work."""
    ranking = ranked(*rows, **more)
    return [rows[case].get("reference", f"case {case}") for case in ranking.order]


YOUNG = {Factor.UNDER_1: -1}
