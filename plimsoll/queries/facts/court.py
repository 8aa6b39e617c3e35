"""Court work, legal status and clocks of cases, as the engines see them at any moment and as known at any moment."""

from collections.abc import Mapping
from datetime import date, datetime
from uuid import UUID

from plimsoll.core.calendar import DAY_MINUTES
from plimsoll.core.caseload import STOPPED, ByHand, ClockChange
from plimsoll.core.terms import Circumstance, CourtEnd, CourtKind, LegalStatusKind, Owner, Purpose
from plimsoll.queries.facts.editions import read
from plimsoll.records.models import timescales
from plimsoll.records.models.court import CourtDate, LegalStatus

EPOCH = date(1970, 1, 1).toordinal()
COURT, LEGAL = "court-", "legal-"  # with the id of its row, the key of what is due by hand
HOLDS = {
    LegalStatusKind.INTERIM_CARE_ORDER: Circumstance.INTERIM_CARE_ORDER,
    LegalStatusKind.CARE_ORDER: Circumstance.CARE_ORDER,
}


def day_number(day: date) -> int:
    """Days since 1970."""
    return day.toordinal() - EPOCH


def court_dates(
    keys: list[UUID], position: Mapping[UUID, int], moment: datetime, known_at: datetime | None
) -> tuple[ByHand, ...]:
    """Dates of court work that stood at a moment: neither varied nor discharged since. One query."""
    found = []
    for case, key, kind, owner, ordered_on, due, timed, ended_on, how in read(
        DATES, CourtDate, known_at, [moment, moment, moment], cases=keys
    ):
        if how == CourtEnd.DISCHARGED:
            continue
        met = day_number(ended_on) if ended_on else None
        what = ByHand(
            position[case], f"{COURT}{key}", CourtKind(kind).label, Purpose.COURT, Owner(owner), day_number(ordered_on),
            due, met, bool(timed),
        )  # fmt: skip
        found.append(what)
    return tuple(found)


DATES = """
    WITH told AS MATERIALIZED (
        SELECT case_id, id, kind, owner, ordered_on, due_at, time_known, ended_on, ended_how, ended_at, replaces_id
        FROM {table} d WHERE written_at <= %s)
    SELECT case_id, id, kind, owner, ordered_on, extract(epoch FROM due_at AT TIME ZONE 'Europe/London')::bigint / 60,
        time_known, CASE WHEN ended_at <= %s THEN ended_on END, CASE WHEN ended_at <= %s THEN ended_how END
    FROM told WHERE NOT EXISTS (SELECT FROM told later WHERE later.replaces_id = told.id) ORDER BY case_id, due_at, id
"""


def legal_statuses(
    keys: list[UUID], position: Mapping[UUID, int], moment: datetime, today: date, known_at: datetime | None
) -> tuple[tuple[ByHand, ...], dict[int, int], set[int]]:
    """What the legal status of children brings: the end of what runs out by itself, as something due; bits of the
    circumstances that hold; and the cases with an emergency order in force. One query."""
    runs_out: list[ByHand] = []
    bits: dict[int, int] = {}
    emergency: set[int] = set()
    for case, key, kind, since, expires in read(
        STATUSES, LegalStatus, known_at, [moment, today, today, moment], cases=keys
    ):
        word, at = LegalStatusKind(kind), position[case]
        if word in HOLDS:
            bits[at] = bits.get(at, 0) | HOLDS[word].bit
        if expires is not None:
            due = day_number(expires) * DAY_MINUTES
            title = f"next step before the {word.label} runs out"
            runs_out.append(
                ByHand(at, f"{LEGAL}{key}", title, Purpose.COURT, Owner.WORKER, day_number(since), due, None, False)
            )
        if word is LegalStatusKind.EMERGENCY_PROTECTION_ORDER and (expires is None or expires >= today):
            emergency.add(at)
    return tuple(runs_out), bits, emergency


STATUSES = """
    SELECT case_id, id, kind, from_date, expires_on FROM {table} s
    WHERE written_at <= %s AND from_date <= %s AND (to_date IS NULL OR to_date > %s OR ended_at > %s)
    ORDER BY case_id, from_date, id
"""


def clock_changes(
    keys: list[UUID], position: Mapping[UUID, int], moment: datetime, known_at: datetime | None
) -> tuple[ClockChange, ...]:
    """Clocks that somebody with authority had extended or stopped by a moment, the last of one clock last. One query."""
    return tuple(
        ClockChange(position[case], duty, day_number(started), STOPPED if until is None else day_number(until))
        for case, duty, started, until in read(CLOCKS, timescales.ClockChange, known_at, [moment], cases=keys)
    )


CLOCKS = """
    SELECT case_id, duty, started_on, until FROM {table} c WHERE agreed AND decided_at <= %s
    ORDER BY case_id, decided_at, id
"""
