"""Cases as the engines see them, out of the records, as at any moment and as known at any moment."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from types import MappingProxyType
from typing import Any, NamedTuple
from uuid import UUID

import numpy as np
from django.db import connection

from plimsoll.core.access import Viewer
from plimsoll.core.calendar import DAY_MINUTES, LONDON, as_datetime, day_of
from plimsoll.core.caseload import AT_THE_SETS_VALUE, NOBODY, ONE, UNKNOWN, Caseload, Events
from plimsoll.core.terms import PLANS, SEEING, CaseType, Circumstance, EventKind, Factor, Indicator, Information, Scale
from plimsoll.core.timescales.due import ages, birthdays
from plimsoll.core.timescales.due import circumstances as of_dates
from plimsoll.queries.facts.court import clock_changes, court_dates, legal_statuses
from plimsoll.queries.facts.editions import read
from plimsoll.queries.facts.plans import plan_actions
from plimsoll.queries.facts.reported import news
from plimsoll.records.models.cases import Allocation, Case, CaseCircumstance, CaseFactor, Event
from plimsoll.records.models.families import Child
from plimsoll.records.models.information import NewInformation
from plimsoll.records.models.priority import FactorJudgement, Judgement

# What the records can carry so far; of the rest their silence says nothing.
CARRIES = {
    Indicator.TRIAGE: frozenset(CaseType),
    Indicator.INFORMATION: frozenset(CaseType),
    Indicator.LAST_SEEN: frozenset(CaseType) - {CaseType.REFERRAL},
    Indicator.RISK: frozenset(CaseType),
    Indicator.WAIT: frozenset(CaseType),
    Indicator.VULNERABILITY: frozenset(CaseType),
    Indicator.PRESSURE: frozenset(CaseType),
    Indicator.LATENESS: frozenset(CaseType),
}
# Ours: below it few children can tell a stranger what happened to them. Of a child who is known here, somebody says so.
TALKS_AT_AGE = 3
SCALES = (Scale.LIKELIHOOD, Scale.SEVERITY, Scale.WAIT, Scale.TRIAGE)  # in the order of `Caseload.stale`
SCALE_OF = {
    scale.value: (number, scale) for number, scale in enumerate(SCALES)
}  # of a word: looked up for every judgement


class KnownCase(NamedTuple):
    """What is read of an open case; involved_from : the day it was opened, None where its source cannot say."""

    pk: UUID
    reference: str
    child_id: UUID | None
    household_id: UUID | None
    team_id: UUID
    case_type: str
    also: list[str]
    level_of_need: int | None
    seen_unrecorded: bool
    involved_from: date | None


class KnownChild(NamedTuple):
    """What is read of the child of a case."""

    pk: UUID
    given_name: str
    family_name: str
    born_on: date | None
    expected_on: date | None
    died_on: date | None


class Judged(NamedTuple):
    """Who judged a case on one scale last, and when: a moment of the wall clock in London."""

    by: str
    at: datetime


@dataclass(frozen=True)
class CaseFacts:
    """Cases with all that an order of work stands on.

    caseload : n cases, by case id, `worker` by position in `workers` or NOBODY; cases, children : (n,) what is known of
    each, None for the child of a family's case; workers : ids of whoever holds one of them; judged, weighed : who judged
    last, by position of the case and scale, and by position and vulnerability.
    """

    caseload: Caseload
    cases: tuple[KnownCase, ...]
    children: tuple[KnownChild | None, ...]
    workers: tuple[UUID, ...]
    judged: Mapping[tuple[int, Scale], Judged]
    weighed: Mapping[tuple[int, Factor], Judged] = field(default_factory=dict)

    def __len__(self) -> int:
        return len(self.cases)


def until(at: int) -> datetime:
    """The end of the minute that a moment is: what was done a second ago counts, and what it ended does not."""
    return as_datetime(at) + timedelta(minutes=1) - timedelta(microseconds=1)


def holders(
    viewer: Viewer, at: int, known_at: datetime | None, *, workers: Sequence[UUID] | None = None
) -> dict[UUID, UUID]:
    """Who holds which case at a moment, worker by case; those of some workers alone where they are named. One query."""
    narrowed = {} if workers is None else {"workers": list(workers)}
    return dict(read(HELD, Allocation, known_at, [viewer.org, until(at), until(at)], **narrowed))


HELD = """
    SELECT case_id, worker_id FROM {table} a WHERE org_id = %s AND from_at <= %s AND (to_at IS NULL OR to_at > %s)
"""


def case_facts(
    viewer: Viewer,
    ids: Iterable[UUID],
    at: int,
    known_at: datetime | None = None,
    *,
    stale_days: int,
    usual: Mapping[Factor, int] = MappingProxyType({}),
    held: dict[UUID, UUID] | None = None,
    unheld_since: Mapping[UUID, datetime] = MappingProxyType({}),
) -> CaseFacts:
    """Facts of the cases that were open at a moment, of those asked for; whoever asks has narrowed these to what the
    viewer may see.

    Parameters
    ----------
    at : the clock, a moment; known_at : what the database knew then; None: what it knows now.
    stale_days : age in days from which a judgement counts as stale.
    usual : millionths that the criteria set gives each vulnerability: one judged lower too long ago counts as that again.
    held : worker by case, where the caller knows already.
    unheld_since : since when nobody holds a case, where the caller knows: then the timescales of waiting run.

    Sixteen queries (fifteen where `held` is given), whatever the number of cases.
    """
    asked = list(ids)
    moment, today = until(at), day_of(at)
    if held is None:
        held = holders(viewer, at, known_at)
    found = _cases(asked, moment, known_at)
    position = {case.pk: place for place, case in enumerate(found)}
    keys = list(position)
    children = _children([case.child_id for case in found], known_at)
    workers = tuple(sorted({held[key] for key in keys if key in held}))
    places = {worker: place for place, worker in enumerate(workers)}
    told, written = _events(keys, position, moment, known_at)
    blank = Caseload.blank([case.reference for case in found], [CaseType(case.case_type) for case in found])
    born = _days(child.born_on if child else None for child in children)
    day = np.datetime64(today)
    events = (
        told.and_also(birthdays(born, day)).and_also(_unheld(position, unheld_since)).and_also(_records(told, written))
    )
    expected = [child.expected_on if child and child.born_on is None else None for child in children]
    judged, stale, by = _judged(keys, position, moment, known_at, stale_days)
    referrals = {case.pk: position[case.pk] for case in found if case.case_type == CaseType.REFERRAL}
    factors = _factors(keys, position, _of_age(born, _days(expected), day, referrals), today, known_at)
    weighed = _weigh(factors, keys, position, moment, known_at, stale_days, usual)
    worker = np.array([places[held[key]] if key in held else NOBODY for key in keys], dtype=np.int32)
    runs_out, orders, emergencies = legal_statuses(keys, position, moment, today, known_at)
    circumstances = _circumstances(keys, position, events, worker, today, known_at)
    emergency = _after(events, EventKind.POLICE_PROTECTION_STARTED, EventKind.POLICE_PROTECTION_ENDED, len(found))
    for place, bits in orders.items():
        circumstances[place] |= bits
    died = _days(child.died_on if child else None for child in children)
    circumstances |= np.where(died <= day, Circumstance.CHILD_DIED.bit, 0)
    emergency[list(emergencies)] = True
    caseload = replace(
        blank,
        worker=worker,
        case_types=np.array([_bits(case.case_type, *case.also) for case in found], dtype=np.int64),
        circumstances=circumstances,
        born=born,
        expected_birth=_days(expected),
        involved_from=_days(case.involved_from for case in found),
        last_seen=_latest(events, SEEING, len(found)),
        seen_unrecorded=np.array([case.seen_unrecorded for case in found], dtype=bool),
        likelihood=judged[0],
        severity=judged[1],
        wait=judged[2],
        triage=judged[3],
        stale=stale,
        factors=factors,
        information=news(keys, referrals, judged[3], moment, known_at) | _information(keys, position, moment, known_at),
        immediate_harm=_after(events, EventKind.IMMEDIATE_HARM_REPORTED, EventKind.MADE_SAFE, len(found)),
        missing=_after(events, EventKind.WENT_MISSING, EventKind.FOUND, len(found))
        | _found_unseen(told, written, len(found)),
        emergency=emergency,
        events=events,
        carries=CARRIES,
        carries_steps=False,
        records_of=_recorded(viewer.org, position, known_at),
        by_hand=court_dates(keys, position, moment, known_at)
        + runs_out
        + plan_actions(keys, position, moment, known_at),
        clocks=clock_changes(keys, position, moment, known_at),
    )
    return CaseFacts(caseload, tuple(found), children, workers, by, weighed)


def _recorded(org: UUID, position: dict[UUID, int], known_at: datetime | None) -> np.ndarray[Any, np.dtype[np.bool_]]:
    """(len(EventKind), n) kinds of events of which silence about a case says that there were none: for one that was put on
    record here, everything; for one that came by a file, what any file that held it can tell of, and what people wrote on
    that very case. A later file that cannot tell of a kind takes nothing away: what was told before still stands. One
    query."""
    found = np.ones((len(EventKind), len(position)), dtype=bool)
    with connection.cursor() as cursor:
        cursor.execute(BY_FILE, {"org": org, "cases": list(position), "known_at": known_at})
        for case, kinds in cursor.fetchall():
            found[:, position[case]] = False
            found[[EventKind(kind).number for kind in kinds], position[case]] = True
    found[EventKind.UNALLOCATED_REVIEWED.number] = True  # written here alone, wherever the case came from
    return found


# Cases that a file made, by the first of their history, with the kinds that the files tell of which held them: those of its
# layout since then, less those of the time in which it was no longer in the file (`away`), and those of another layout from
# the first that had its child. A file that was undone tells of nothing. What it made it took along, so that whoever asks of
# now never meets such a case. Cases share a few sets of files: what these tell of is put together once a set.
BY_FILE = """
    WITH applied AS MATERIALIZED (
        SELECT id, layout, carries::text[] AS carries, applied_at FROM records_import
        WHERE org_id = %(org)s AND applied_at <= coalesce(%(known_at)s::timestamptz, applied_at)
          AND (undone_at IS NULL OR undone_at > %(known_at)s::timestamptz)),
    first AS MATERIALIZED (
        SELECT DISTINCT ON (row_id) row_id, import_id FROM records_history
        WHERE org_id = %(org)s AND tbl = 'records_case' AND row_id = ANY(%(cases)s::uuid[])
        ORDER BY row_id, from_at),
    made AS MATERIALIZED (
        SELECT f.row_id, i.layout, i.applied_at
        FROM first f JOIN records_import i ON i.org_id = %(org)s AND i.id = f.import_id),
    held AS MATERIALIZED (
        SELECT row_id, layout, applied_at AS since FROM made
        UNION ALL
        SELECT m.row_id, i.layout, greatest(min(i.applied_at), m.applied_at)
        FROM made m JOIN applied i ON i.layout <> m.layout
        JOIN records_case c ON c.org_id = %(org)s AND c.id = m.row_id
        JOIN records_child h ON h.org_id = %(org)s AND h.id = c.child_id
        JOIN records_statement s ON s.org_id = %(org)s AND s.of_id = i.id AND s.child_reference = h.reference
            AND s.about = 'CHILD' AND s.name = 'in_file' AND s.value IS NOT NULL
        GROUP BY m.row_id, i.layout, m.applied_at),
    away AS MATERIALIZED (
        SELECT q.case_id AS row_id, g.layout, g.applied_at AS from_at, (
            SELECT min(i.applied_at) FROM applied i JOIN records_statement s ON s.org_id = %(org)s AND s.of_id = i.id
                AND s.child_reference = q.child_reference AND s.about = 'CHILD' AND s.name = 'in_file'
                AND s.value IS NOT NULL
            WHERE i.layout = g.layout AND i.applied_at > g.applied_at) AS to_at
        FROM records_importmatter q JOIN applied g ON g.id = q.of_id
        WHERE q.org_id = %(org)s AND q.case_id = ANY(%(cases)s::uuid[]) AND q.matter = 'NOT_IN_FILE'),
    files AS MATERIALIZED (
        SELECT f.row_id, array_agg(i.id ORDER BY i.id) AS ids
        FROM held f JOIN applied i ON i.layout = f.layout AND i.applied_at >= f.since
        WHERE NOT EXISTS (
            SELECT FROM away a WHERE a.row_id = f.row_id AND a.layout = i.layout
                AND i.applied_at >= a.from_at AND (a.to_at IS NULL OR i.applied_at < a.to_at))
        GROUP BY f.row_id),
    told AS MATERIALIZED (
        SELECT ids, ARRAY(SELECT DISTINCT unnest(i.carries) FROM applied i WHERE i.id = ANY(ids)) AS kinds
        FROM (SELECT DISTINCT ids FROM files) every)
    SELECT m.row_id, array_cat(coalesce(t.kinds, '{}'), ARRAY(
        SELECT DISTINCT e.kind::text FROM records_event e
        WHERE e.org_id = %(org)s AND e.case_id = m.row_id AND e.recorded_by_id IS NOT NULL
          AND e.recorded_at <= coalesce(%(known_at)s::timestamptz, e.recorded_at)))
    FROM made m LEFT JOIN files f ON f.row_id = m.row_id LEFT JOIN told t ON t.ids = f.ids
"""


def _cases(ids: list[UUID], moment: datetime, known_at: datetime | None) -> list[KnownCase]:
    """In the order of their ids: the order of work never depends on it, and one answer is like the other."""
    return [KnownCase(*row) for row in read(OPEN, Case, known_at, [moment, moment], ids=ids)]


# A day is made by the database: making a moment of London of each takes longer than to ask for it.
OPEN = """
    SELECT id, reference, child_id, household_id, team_id, case_type, also, level_of_need, seen_unrecorded,
        CASE WHEN NOT opened_unrecorded THEN (opened_at AT TIME ZONE 'Europe/London')::date END
    FROM {table} c WHERE opened_at <= %s AND (closed_at IS NULL OR closed_at > %s) ORDER BY id
"""


def _children(ids: Sequence[UUID | None], known_at: datetime | None) -> tuple[KnownChild | None, ...]:
    asked = [key for key in ids if key is not None]
    found = {row[0]: KnownChild(*row) for row in read(CHILDREN, Child, known_at, [], ids=asked)}
    return tuple(found.get(key) if key is not None else None for key in ids)


CHILDREN = "SELECT id, given_name, family_name, born_on, expected_on, died_on FROM {table} c"


def _events(
    keys: list[UUID], position: dict[UUID, int], moment: datetime, known_at: datetime | None
) -> tuple[Events, np.ndarray[Any, np.dtype[np.bool_]]]:
    """What had happened by a moment, or was planned, and has not been replaced or withdrawn; and of each whether a record
    here tells of it.

    There are thousands in a caseload, so the database hands over numbers, a case a row: making a moment of London or an id
    of each took longer than all the rest.
    """
    told = read(EVENTS, Event, known_at, [moment, AHEAD, KINDS], cases=keys)
    columns = np.fromstring(",".join(text for _, text in told), dtype=np.int64, sep=",").reshape(-1, 5)
    kind, minutes, timed, nth, written = columns.T
    day, minute = np.divmod(minutes, DAY_MINUTES)
    each = [(text.count(",") + 1) // 5 for _, text in told]
    events = Events(
        case=np.repeat(np.array([position[key] for key, _ in told], dtype=np.int32), each),
        kind=kind.astype(np.int16),
        day=day.astype("datetime64[D]"),
        minute=np.where(timed, minute, UNKNOWN).astype(np.int16),
        nth=nth.astype(np.int8),
    )
    return events, written.astype(bool)


KINDS = [kind.value for kind in EventKind]
AHEAD = [kind.value for kind in PLANS]
# Of each case a row of numbers, five an event: kind, minutes since 1970 on the wall clock, whether the time is known, nth,
# and whether a record here tells of it.
EVENTS = """
    WITH told AS MATERIALIZED (
        SELECT id, case_id, kind, happened_at, time_known, nth, record_id, replaces_id, withdraws FROM {table} e
        WHERE happened_at <= %s OR kind = ANY(%s))
    SELECT case_id, string_agg(concat_ws(',', k.number - 1,
        extract(epoch FROM happened_at AT TIME ZONE 'Europe/London')::bigint / 60, time_known::integer, nth,
        (record_id IS NOT NULL)::integer), ',')
    FROM told JOIN unnest(%s::text[]) WITH ORDINALITY AS k(word, number) ON k.word = told.kind
    WHERE NOT withdraws AND NOT EXISTS (SELECT FROM told later WHERE later.replaces_id = told.id)
    GROUP BY case_id ORDER BY case_id
"""


# What has to be written down by a day: of these a clock runs until a record of them is there.
TO_RECORD = [EventKind.CRITICAL_EVENT.number, EventKind.SIGNIFICANT_EVENT.number, EventKind.OTHER_EVENT.number]


def _records(told: Events, written: np.ndarray[Any, np.dtype[np.bool_]]) -> Events:
    """That a record tells of something is the record that was due of it: there is nothing more to write."""
    of = np.flatnonzero(written & np.isin(told.kind, TO_RECORD))
    kind = np.full(len(of), EventKind.EVENT_RECORDED.number, dtype=np.int16)
    return Events(case=told.case[of], kind=kind, day=told.day[of], minute=told.minute[of], nth=told.nth[of])


def _unheld(position: dict[UUID, int], since: Mapping[UUID, datetime]) -> Events:
    """That nobody holds a case is not written down by anybody, and follows from who held it."""
    waits = [(position[case], at.astimezone(LONDON)) for case, at in since.items() if case in position]
    n = len(waits)
    return Events(
        case=np.array([case for case, _ in waits], dtype=np.int32),
        kind=np.full(n, EventKind.UNALLOCATED_SINCE.number, dtype=np.int16),
        day=_days(at.date() for _, at in waits),
        minute=np.array([at.hour * 60 + at.minute for _, at in waits], dtype=np.int16),
        nth=np.zeros(n, dtype=np.int8),
    )


def _latest(events: Events, kinds: Iterable[EventKind], n: int) -> np.ndarray[Any, np.dtype[np.datetime64]]:
    """The latest day of some kinds of event on each case, NaT where none."""
    which = events.of_kinds(list(kinds))
    found = np.full(n, np.iinfo(np.int64).min)
    np.maximum.at(found, events.case[which], events.day[which].astype(np.int64))
    return found.astype("datetime64[D]")


def _after(events: Events, began: EventKind, ended: EventKind, n: int) -> np.ndarray[Any, np.dtype[np.bool_]]:
    """Cases on which something began and has not ended since."""

    def last(kind: EventKind) -> np.ndarray[Any, np.dtype[np.int64]]:
        which = events.of_kinds([kind])
        found = np.full(n, -1, dtype=np.int64)
        minutes = events.day[which].astype(np.int64) * 1440 + np.maximum(events.minute[which], 0)
        np.maximum.at(found, events.case[which], minutes)
        return found

    begun = last(began)
    return np.asarray((begun >= 0) & (last(ended) < begun))


def _found_unseen(
    events: Events, written: np.ndarray[Any, np.dtype[np.bool_]], n: int
) -> np.ndarray[Any, np.dtype[np.bool_]]:
    """Cases whose child was found after being missing, as a record here says, and was not seen since. Of what a file tells,
    silence about seeing the child says nothing, so there found is found. A day without a time is all of that day."""
    minutes = events.day.astype(np.int64) * DAY_MINUTES
    latest = np.full((2, n), -1, dtype=np.int64)
    for place, kinds, timeless in ((0, (EventKind.FOUND,), 0), (1, tuple(SEEING), DAY_MINUTES - 1)):
        which = events.of_kinds(list(kinds))
        at = minutes[which] + np.where(events.minute[which] >= 0, events.minute[which], timeless)
        np.maximum.at(latest[place], events.case[which], at)
    unseen = np.zeros(n, dtype=bool)
    which = events.of_kinds([EventKind.FOUND])
    case = events.case[which]
    last = minutes[which] + np.maximum(events.minute[which], 0) == latest[0][case]
    unseen[case[last & written[which]]] = True
    return np.asarray(unseen & (latest[1] < latest[0]))


def _circumstances(
    keys: list[UUID],
    position: dict[UUID, int],
    events: Events,
    worker: np.ndarray[Any, Any],
    today: date,
    known_at: datetime | None,
) -> np.ndarray[Any, np.dtype[np.int64]]:
    n = len(keys)
    bits = of_dates(
        _latest(events, [EventKind.PLACEMENT_STARTED], n),
        _latest(events, [EventKind.LOOKED_AFTER_STARTED], n),
        _latest(events, [EventKind.PRIVATE_FOSTERING_NOTIFIED], n),
        np.datetime64(today),
    )
    bits |= np.where(worker == NOBODY, Circumstance.UNALLOCATED.bit, 0)
    for case, word in read(CIRCUMSTANCES, CaseCircumstance, known_at, [today, today], cases=keys):
        bits[position[case]] |= Circumstance(word).bit
    return bits


ON = "from_date <= %s AND (to_date IS NULL OR to_date > %s)"
CIRCUMSTANCES = f"SELECT case_id, circumstance FROM {{table}} c WHERE {ON}"  # noqa: S608
FACTORS = f"SELECT case_id, factor, value FROM {{table}} f WHERE {ON}"  # noqa: S608


def _of_age(
    born: np.ndarray[Any, np.dtype[np.datetime64]],
    expected: np.ndarray[Any, np.dtype[np.datetime64]],
    day: np.datetime64,
    referrals: Mapping[UUID, int],
) -> dict[Factor, np.ndarray[Any, np.dtype[np.bool_]]]:
    """Vulnerabilities that follow from the age: under 1, also before birth; and of a child who has just been referred, whom
    nobody here knows yet, not talking."""
    age = ages(born, day)
    new = np.zeros(len(age), dtype=bool)
    new[list(referrals.values())] = True
    little = (age >= 0) & (age < TALKS_AT_AGE) & new
    return {Factor.UNDER_1: (age == 0) | ~np.isnat(expected), Factor.PRE_VERBAL: little}


def _factors(
    keys: list[UUID],
    position: dict[UUID, int],
    of_age: Mapping[Factor, np.ndarray[Any, np.dtype[np.bool_]]],
    today: date,
    known_at: datetime | None,
) -> np.ndarray[Any, np.dtype[np.int64]]:
    """What follows from the age; the rest stands on record."""
    found = np.zeros((len(Factor), len(keys)), dtype=np.int64)
    for factor, there in of_age.items():
        found[factor.number] = there * AT_THE_SETS_VALUE
    for case, word, value in read(FACTORS, CaseFactor, known_at, [today, today], cases=keys):
        found[Factor(word).number, position[case]] = AT_THE_SETS_VALUE if value is None else value * ONE // 100
    return found


def _weigh(
    factors: np.ndarray[Any, np.dtype[np.int64]],
    keys: list[UUID],
    position: dict[UUID, int],
    moment: datetime,
    known_at: datetime | None,
    stale_days: int,
    usual: Mapping[Factor, int],
) -> dict[tuple[int, Factor], Judged]:
    """Puts what people judged of single vulnerabilities in the place of what is on record; who did.

    Judged too long ago, one that is on record never counts for less than the criteria set gives it.
    """
    by = {}
    long_ago = moment - timedelta(stale_days + 1)
    for case, word, value, judged_at, old, name in read(
        WEIGHED, FactorJudgement, known_at, [long_ago, moment], cases=keys
    ):
        factor = Factor(word)
        at = factor.number, position[case]
        if value is not None:
            judged = value * ONE // 100
            lower = factors[at] != 0 and judged < usual.get(factor, ONE)
            factors[at] = AT_THE_SETS_VALUE if old and lower else judged
            by[position[case], factor] = Judged(name, judged_at)
    return by


def _information(
    keys: list[UUID], position: dict[UUID, int], moment: datetime, known_at: datetime | None
) -> np.ndarray[Any, np.dtype[np.int64]]:
    """Bits of the kinds of information of which nobody had said what it means."""
    found = np.zeros(len(keys), dtype=np.int64)
    for case, kinds in read(WAITING, NewInformation, known_at, [moment, moment], cases=keys):
        found[position[case]] = sum(Information(kind).bit for kind in kinds)
    return found


WAITING = """
    SELECT case_id, array_agg(DISTINCT kind::text) FROM {table} n
    WHERE received_at <= %s AND (dealt_at IS NULL OR dealt_at > %s) GROUP BY case_id
"""


def _judged(
    keys: list[UUID], position: dict[UUID, int], moment: datetime, known_at: datetime | None, stale_days: int
) -> tuple[np.ndarray[Any, np.dtype[np.int8]], np.ndarray[Any, np.dtype[np.bool_]], dict[tuple[int, Scale], Judged]]:
    """The latest judgement of each scale, (4, n), whether it is stale, and whose it is."""
    values = np.full((len(SCALES), len(keys)), UNKNOWN, dtype=np.int8)
    stale = np.zeros((len(SCALES), len(keys)), dtype=bool)
    by = {}
    long_ago = moment - timedelta(stale_days + 1)
    for case, word, value, judged_at, old, name in read(
        JUDGED, Judgement, known_at, [long_ago, moment, [*SCALE_OF]], cases=keys
    ):
        number, scale = SCALE_OF[word]
        at = number, position[case]
        values[at] = UNKNOWN if value is None else value
        stale[at] = value is not None and old
        by[position[case], scale] = Judged(name, judged_at)
    return values, stale, by


JUDGED = """
    SELECT DISTINCT ON (j.case_id, j.scale) j.case_id, j.scale, j.value, j.judged_at AT TIME ZONE 'Europe/London',
        j.judged_at <= l.ago, w.name
    FROM {table} j JOIN records_worker w ON w.id = j.judged_by_id CROSS JOIN (SELECT %s::timestamptz) l (ago)
    WHERE j.judged_at <= %s AND j.scale = ANY(%s::text[])
    ORDER BY j.case_id, j.scale, j.judged_at DESC, j.id DESC
"""
WEIGHED = """
    SELECT DISTINCT ON (j.case_id, j.factor) j.case_id, j.factor, j.value, j.judged_at AT TIME ZONE 'Europe/London',
        j.judged_at <= l.ago, w.name
    FROM {table} j JOIN records_worker w ON w.id = j.judged_by_id CROSS JOIN (SELECT %s::timestamptz) l (ago)
    WHERE j.judged_at <= %s ORDER BY j.case_id, j.factor, j.judged_at DESC, j.id DESC
"""


def _bits(*types: str) -> int:
    bits = 0
    for word in types:
        bits |= CaseType(word).bit
    return bits


def _days(values: Iterable[date | None]) -> np.ndarray[Any, np.dtype[np.datetime64]]:
    return np.array(
        [np.datetime64("NaT") if day is None else np.datetime64(day) for day in values], dtype="datetime64[D]"
    )
