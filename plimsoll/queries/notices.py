"""What somebody is told of, worked out from the records each time it is asked: what must be done now, what came in, what
was given to them, whose cases nobody covers, what waits for them to agree or to take, whether an order of work was gone
through with them. Nothing is kept of it but what they have seen, so nothing of it can be lost, and it names no case that
they may not read at that moment."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection

from plimsoll.core.access import COVERS, Permission, Viewer
from plimsoll.core.calendar import LONDON
from plimsoll.core.terms import DANGER_ENDS, SEEING, EventKind, Information, NoticeKind
from plimsoll.queries.danger import LASTS
from plimsoll.queries.naming import decides_naming
from plimsoll.records import scopes
from plimsoll.records.models.notices import NoticeChoice

TOLD = (
    NoticeKind.ACT_NOW,
    NoticeKind.INFORMATION,
    NoticeKind.LATE_INFORMATION,
    NoticeKind.ALLOCATED,
    NoticeKind.UNCOVERED,
    NoticeKind.REVIEW_ASKED,
    NoticeKind.REVIEW_ANSWERED,
    NoticeKind.COUNTERSIGN_ANSWERED,
    NoticeKind.TAKEN,
    NoticeKind.AGREEMENT_ASKED,
    NoticeKind.CASE_OFFERED,
    NoticeKind.OFFER_ANSWERED,
    NoticeKind.NAMING_ASKED,
    NoticeKind.NAMED,
    NoticeKind.OPENED_IN_EMERGENCY,
    NoticeKind.EMERGENCY_TO_REVIEW,
)
TAKEN_DAYS = 7  # how long whoever holds a case is told that somebody took it out of hours
GIVEN_DAYS = 14  # how long somebody is told that a case was given to them, or what was answered


@dataclass(frozen=True)
class Told:
    """One thing that somebody is told of. about : the row it is about; case, child, reference, name : None and '' where it
    is about a person or a whole list, or about a case that is not theirs to see yet; what : the kind of event or of news as
    a code, who is not there, whose list it is, who asked or answered, or which team offers; team : of a person; seen :
    whether the viewer has opened it; on : whether they want to be told of its kind; agreed : what was answered, None of what
    is no answer."""

    kind: NoticeKind
    about: UUID
    at: datetime
    case: UUID | None
    child: UUID | None
    reference: str
    name: str
    what: str
    team: UUID | None
    seen: bool
    on: bool
    agreed: bool | None

    @property
    def says(self) -> str:
        """What it is, in words: an event or news by its label, a person by the name."""
        if self.kind is NoticeKind.ACT_NOW:
            return EventKind(self.what).label
        if self.kind in (NoticeKind.INFORMATION, NoticeKind.LATE_INFORMATION):
            return Information(self.what).label
        return self.what


@dataclass(frozen=True)
class Waiting:
    """How much somebody is told of and has not opened: of all kinds that they want to be told of, and of what must be done
    now."""

    count: int = 0
    act_now: int = 0


def count_notices(viewer: Viewer, now: datetime) -> Waiting:
    """How much waits to be opened. One query, none for whoever is told of nothing."""
    if not _is_told(viewer):
        return Waiting()
    statement, values = _statement(viewer, now)
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT count(*), count(*) FILTER (WHERE kind = 'ACT_NOW') FROM ({statement}) t "  # noqa: S608
            "WHERE NOT seen AND told",
            values,
        )
        return Waiting(*cursor.fetchone())


def list_notices(viewer: Viewer, now: datetime) -> tuple[Told, ...]:
    """All that somebody is told of now, what must be done now first, then the latest. One query, none for whoever is told of
    nothing."""
    if not _is_told(viewer):
        return ()
    statement, values = _statement(viewer, now)
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        rows = cursor.fetchall()
    found = [
        Told(NoticeKind(kind), about, at, case, child, reference, name or reference, what, team, seen, on, agreed)
        for kind, about, at, case, child, reference, name, what, team, seen, on, agreed in rows
    ]
    found.sort(key=lambda one: str(one.about))
    found.sort(key=lambda one: one.at, reverse=True)
    return tuple(sorted(found, key=lambda one: one.kind is not NoticeKind.ACT_NOW))


def find_notice(viewer: Viewer, kind: NoticeKind, about: UUID, now: datetime) -> Told | None:
    """One thing that the viewer is told of now; None where they are not. One query."""
    return next((one for one in list_notices(viewer, now) if (one.kind, one.about) == (kind, about)), None)


def kinds_told(viewer: Viewer) -> tuple[NoticeKind, ...]:
    """The kinds of which the viewer can be told by their roles."""
    own, minds, leads, signs = _reach(viewer)
    kinds = {
        NoticeKind.ACT_NOW: own or minds,
        NoticeKind.INFORMATION: own or minds,
        NoticeKind.LATE_INFORMATION: leads,
        NoticeKind.ALLOCATED: own,
        NoticeKind.UNCOVERED: leads,
        NoticeKind.REVIEW_ASKED: signs,
        NoticeKind.REVIEW_ANSWERED: own or signs,
        NoticeKind.COUNTERSIGN_ANSWERED: own,
        NoticeKind.TAKEN: own,
        NoticeKind.AGREEMENT_ASKED: signs,
        NoticeKind.CASE_OFFERED: bool(viewer.reach(Permission.ALLOCATE)),
        NoticeKind.OFFER_ANSWERED: bool(viewer.reach(Permission.ALLOCATE)),
        NoticeKind.NAMING_ASKED: decides_naming(viewer),
        NoticeKind.NAMED: bool(viewer.reach(Permission.RESTRICT)),
        NoticeKind.OPENED_IN_EMERGENCY: bool(viewer.rules.opens) and (own or leads),
        NoticeKind.EMERGENCY_TO_REVIEW: bool(viewer.rules.opens) and viewer.reviews_openings,
    }
    return tuple(kind for kind in TOLD if kinds[kind])


def kinds_off(viewer: Viewer) -> frozenset[NoticeKind]:
    """The kinds of which the viewer has chosen not to be told. One query."""
    rows = NoticeChoice.objects.filter(org_id=viewer.org, worker_id=viewer.worker, told=False)
    return frozenset(map(NoticeKind, rows.values_list("kind", flat=True)))


def _is_told(viewer: Viewer) -> bool:
    return bool(kinds_told(viewer))


def _reach(viewer: Viewer) -> tuple[bool, bool, bool, bool]:
    """Whether the viewer holds cases or stands in for somebody who does; takes what comes in for a team; leads one;
    countersigns."""
    return (
        bool(viewer.reach(Permission.WRITE_RECORD).workers or viewer.stands_with),
        bool(viewer.reach(Permission.TRIAGE)),
        bool(viewer.reach(Permission.COUNTERSIGN) and viewer.reach(Permission.TRIAGE)),
        bool(viewer.reach(Permission.COUNTERSIGN)),
    )


def _statement(viewer: Viewer, now: datetime) -> tuple[str, dict[str, Any]]:
    """The statement with its values. The cases that it looks at are the viewer's own, and those of the teams for which they
    take what comes in; all of it within what they may read. Of an order of work they are told where they may read all of
    it."""
    triage, leads = viewer.reach(Permission.TRIAGE), viewer.reach(Permission.COUNTERSIGN)
    gives = viewer.reach(Permission.ALLOCATE)
    mine, params = scopes.condition(viewer, "c", Permission.READ_RECORD)
    for number in range(len(params)):
        mine = mine.replace("%s", f"%(mine_{number})s", 1)
    values = {
        "org": viewer.org,
        "worker": viewer.worker,
        "signs": bool(leads),
        "asks": sorted({viewer.worker, *viewer.signs_for}),
        "signs_in": sorted(leads.teams),
        "signs_all": leads.everything,
        "gives_in": sorted(gives.teams),
        "gives_all": gives.everything,
        "roles": scopes.roles_seeing(),
        "stands": sorted(viewer.stands_with),
        "own": sorted(viewer.reach(Permission.WRITE_RECORD).workers),
        "teams": sorted(triage.teams),
        "every_team": triage.everything,
        "led": sorted(leads.teams & triage.teams),
        "every_led": leads.everything and triage.everything,
        "now": now,
        "today": now.astimezone(LONDON).date(),
        "given_days": GIVEN_DAYS,
        "taken_days": TAKEN_DAYS,
        "seeing": sorted(SEEING),
        "covers": [role.value for role in COVERS],
        "began": [began.value for began in DANGER_ENDS],
        "ended": [ended.value for ended in DANGER_ENDS.values()],
        **{f"mine_{number}": value for number, value in enumerate(params)},
    }
    own, _, leads_one, _ = _reach(viewer)
    parts = {
        AGREEMENT: bool(leads),
        OFFERS: bool(gives),
        NAMING: decides_naming(viewer),
        NAMED: bool(viewer.reach(Permission.RESTRICT)),
        OPENED: bool(viewer.rules.opens) and (own or leads_one),
        TO_REVIEW: bool(viewer.rules.opens) and viewer.reviews_openings,
    }
    more = "".join(part.format(mine=mine) for part, concerns in parts.items() if concerns)
    return NOTICES.format(mine=mine, lasts=LASTS, asked=ASKED if leads or gives else "", more=more), values


NOTICES = """
    WITH cases AS MATERIALIZED (
        SELECT c.id, c.child_id, c.reference, c.team_id, a.id AS spell, a.worker_id, a.from_at, a.allocated_by_id,
            (a.worker_id = ANY(%(own)s::uuid[]) OR c.id = ANY(%(stands)s::uuid[])) IS TRUE AS own,
            %(every_team)s OR c.team_id = ANY(%(teams)s::uuid[]) AS takes,
            %(every_led)s OR c.team_id = ANY(%(led)s::uuid[]) AS leads
        FROM records_case c
        LEFT JOIN records_allocation a ON a.org_id = c.org_id AND a.case_id = c.id AND a.to_at IS NULL
        WHERE c.org_id = %(org)s AND c.closed_at IS NULL AND {mine}
          AND (a.worker_id = ANY(%(own)s::uuid[]) OR %(every_team)s OR c.team_id = ANY(%(teams)s::uuid[])
               OR c.id = ANY(%(stands)s::uuid[]))),
    away AS MATERIALIZED (
        SELECT w.id AS worker_id, w.name, coalesce(b.id, w.id) AS about,
            coalesce(b.begins_at, w.left_on::timestamp AT TIME ZONE 'Europe/London') AS at
        FROM records_worker w
        LEFT JOIN records_absence b ON b.org_id = w.org_id AND b.worker_id = w.id AND b.cancelled_at IS NULL
            AND b.begins_at <= %(now)s AND b.ends_at > %(now)s
        WHERE w.org_id = %(org)s AND w.id IN (SELECT worker_id FROM cases) AND (b.id IS NOT NULL OR w.left_on <= %(today)s)
          AND NOT EXISTS (
            SELECT FROM records_delegation d
            WHERE d.org_id = w.org_id AND d.giver_id = w.id AND d.role = ANY(%(covers)s::text[])
              AND d.from_date <= %(today)s AND d.to_date > %(today)s)),
    minded AS MATERIALIZED (
        SELECT * FROM cases
        WHERE own OR takes AND (worker_id IS NULL OR worker_id IN (SELECT worker_id FROM away))),
{asked}
    found AS (
        SELECT 'ACT_NOW' AS kind, e.id AS about, e.happened_at AS at, m.id AS case_id, e.kind::text AS what,
            NULL::uuid AS team_id, NULL::boolean AS agreed
        FROM minded m
        JOIN records_event e ON e.org_id = %(org)s AND e.case_id = m.id AND e.kind = ANY(%(began)s::text[])
        JOIN unnest(%(began)s::text[], %(ended)s::text[]) AS ends(began, ended) ON ends.began = e.kind
        WHERE {lasts}
        UNION ALL
        SELECT 'INFORMATION', n.id, n.recorded_at, m.id, n.kind::text, NULL, NULL
        FROM minded m JOIN records_newinformation n ON n.org_id = %(org)s AND n.case_id = m.id
        WHERE n.dealt_at IS NULL AND n.recorded_by_id <> %(worker)s
        UNION ALL
        SELECT 'LATE_INFORMATION', n.id, n.due_at, c.id, n.kind::text, NULL, NULL
        FROM cases c JOIN records_newinformation n ON n.org_id = %(org)s AND n.case_id = c.id
        WHERE c.leads AND n.dealt_at IS NULL AND n.due_at <= %(now)s
        UNION ALL
        SELECT 'ALLOCATED', c.spell, c.from_at, c.id, '', NULL, NULL
        FROM cases c
        WHERE c.worker_id = %(worker)s AND c.allocated_by_id <> %(worker)s
          AND c.from_at > %(now)s - make_interval(days => %(given_days)s)
        UNION ALL
        SELECT 'COUNTERSIGN_ANSWERED', s.about, s.at, c.id, w.name, NULL, s.agreed
        FROM cases c
        JOIN (
            SELECT v.org_id, v.id AS about, v.case_id, coalesce(v.countersigned_at, v.ended_at) AS at,
                coalesce(v.countersigned_by_id, v.ended_by_id) AS by_id, v.countersigned_at IS NOT NULL AS agreed
            FROM records_override v WHERE v.made_by_id = %(worker)s AND v.to_countersign
            UNION ALL
            SELECT p.org_id, p.id, p.case_id, coalesce(p.countersigned_at, p.ended_at),
                coalesce(p.countersigned_by_id, p.ended_by_id), p.countersigned_at IS NOT NULL
            FROM records_postponement p WHERE p.made_by_id = %(worker)s AND p.to_countersign
            UNION ALL
            SELECT k.org_id, k.id, k.case_id, k.decided_at, k.decided_by_id, k.agreed
            FROM records_clockchange k WHERE k.asked_by_id = %(worker)s
            UNION ALL
            SELECT l.org_id, l.id, l.case_id, l.decided_at, l.decided_by_id, l.agreed
            FROM records_lifestep l WHERE l.said_by_id = %(worker)s
            ) s ON s.org_id = %(org)s AND s.case_id = c.id
        JOIN records_worker w ON w.org_id = %(org)s AND w.id = s.by_id
        WHERE c.own AND s.by_id <> %(worker)s AND s.at > %(now)s - make_interval(days => %(given_days)s)
        UNION ALL
        SELECT 'COUNTERSIGN_ANSWERED', l.id, l.decided_at, c.id, w.name, NULL, l.agreed  -- closed by it, so nobody's now
        FROM records_lifestep l
        JOIN records_worker w ON w.org_id = l.org_id AND w.id = l.decided_by_id
        LEFT JOIN records_case c ON c.org_id = l.org_id AND c.id = l.case_id AND {mine}
        WHERE l.org_id = %(org)s AND l.said_by_id = %(worker)s AND l.kind = 'CLOSE' AND l.done_at IS NOT NULL
          AND NOT EXISTS (SELECT FROM cases o WHERE o.id = l.case_id AND o.own)
          AND l.decided_at > %(now)s - make_interval(days => %(given_days)s)
        UNION ALL
        SELECT 'TAKEN', t.id, t.taken_at, m.id, coalesce(nullif(t.taker, ''), k.name), NULL, NULL
        FROM minded m JOIN records_routetaking t ON t.org_id = %(org)s AND t.case_id = m.id
        JOIN records_worker k ON k.org_id = t.org_id AND k.id = t.worker_id
        WHERE m.own AND t.worker_id <> %(worker)s AND t.taken_at > %(now)s - make_interval(days => %(taken_days)s)
        UNION ALL
        SELECT DISTINCT ON (w.worker_id, c.team_id) 'UNCOVERED', w.about, w.at, NULL::uuid, w.name, c.team_id, NULL
        FROM away w JOIN cases c ON c.worker_id = w.worker_id AND c.leads
        {more}
        UNION ALL
        SELECT o.kind, o.about, o.at, NULL, o.what, NULL, o.agreed
        FROM (
            SELECT 'REVIEW_ASKED' AS kind, r.id AS about, r.confirmed_at AS at, w.name AS what, r.ranking_id,
                NULL::boolean AS agreed
            FROM records_prioritisationreview r
            JOIN records_worker w ON w.org_id = r.org_id AND w.id = r.worker_id
            WHERE %(signs)s AND r.org_id = %(org)s AND r.supervisor_id = %(worker)s AND r.confirmed_by_id <> %(worker)s
              AND NOT EXISTS (SELECT FROM records_reviewanswer a WHERE a.org_id = r.org_id AND a.review_id = r.id)
            UNION ALL
            SELECT 'REVIEW_ANSWERED', r.id, a.answered_at, w.name, r.ranking_id, a.agreed
            FROM records_prioritisationreview r
            JOIN records_reviewanswer a ON a.org_id = r.org_id AND a.review_id = r.id
            JOIN records_worker w ON w.org_id = a.org_id AND w.id = a.answered_by_id
            WHERE r.org_id = %(org)s AND r.confirmed_by_id = %(worker)s
              AND a.answered_at > %(now)s - make_interval(days => %(given_days)s)) o
        JOIN records_ranking k ON k.org_id = %(org)s AND k.id = o.ranking_id
        WHERE NOT EXISTS (
            SELECT FROM unnest(k.cases) AS listed(id)
            WHERE NOT EXISTS (
                SELECT FROM records_case c WHERE c.org_id = %(org)s AND c.id = listed.id AND {mine})))
    SELECT f.kind, f.about, f.at, f.case_id, c.child_id, coalesce(c.reference, ''),
        trim(concat_ws(' ', h.given_name, h.family_name)), f.what, f.team_id, s.id IS NOT NULL AS seen,
        coalesce(o.told, true) AS told, f.agreed
    FROM found f
    LEFT JOIN records_case c ON c.org_id = %(org)s AND c.id = f.case_id
    LEFT JOIN records_child h ON h.org_id = %(org)s AND h.id = c.child_id
    LEFT JOIN records_noticeseen s ON s.org_id = %(org)s AND s.worker_id = %(worker)s AND s.kind = f.kind
        AND s.about = f.about
    LEFT JOIN records_noticechoice o ON o.org_id = %(org)s AND o.worker_id = %(worker)s AND o.kind = f.kind
"""
# What the parts below ask besides: who supervises which team, and what waits for somebody to agree.
ASKED = """
    supervised AS MATERIALIZED (
        SELECT r.team_id, r.worker_id FROM records_roleheld r
        JOIN records_worker w ON w.org_id = r.org_id AND w.id = r.worker_id AND (w.left_on IS NULL OR w.left_on > %(today)s)
        WHERE r.org_id = %(org)s AND r.role = 'SUPERVISOR' AND r.team_id IS NOT NULL AND r.from_date <= %(today)s
          AND (r.to_date IS NULL OR r.to_date > %(today)s)),
    asked AS (
        SELECT l.id, l.case_id, l.said_at AS at, l.said_by_id AS by_id, l.needs FROM records_lifestep l
        WHERE l.org_id = %(org)s AND l.decided_at IS NULL AND l.done_at IS NULL
        UNION ALL
        SELECT k.id, k.case_id, k.asked_at, k.asked_by_id, 'SUPERVISOR' FROM records_clockchange k
        WHERE k.org_id = %(org)s AND k.decided_at IS NULL
        UNION ALL
        SELECT v.id, v.case_id, v.made_at, v.made_by_id, 'SUPERVISOR' FROM records_override v
        WHERE v.org_id = %(org)s AND v.to_countersign AND v.countersigned_at IS NULL AND v.ended_at IS NULL
          AND v.lasts_until >= %(today)s
        UNION ALL
        SELECT p.id, p.case_id, p.made_at, p.made_by_id, 'SUPERVISOR' FROM records_postponement p
        WHERE p.org_id = %(org)s AND p.to_countersign AND p.countersigned_at IS NULL AND p.ended_at IS NULL
          AND p.until >= %(today)s),
"""
# Each part is asked of those alone whom it can concern: most people are neither, and putting a statement together takes
# longer than answering it.
AGREEMENT = """
        UNION ALL
        SELECT 'AGREEMENT_ASKED', s.id, s.at, c.id, w.name, NULL, NULL
        FROM asked s
        JOIN records_case c ON c.org_id = %(org)s AND c.id = s.case_id AND c.closed_at IS NULL AND {mine}
        JOIN records_worker w ON w.org_id = %(org)s AND w.id = s.by_id
        LEFT JOIN records_allocation a ON a.org_id = %(org)s AND a.case_id = c.id AND a.to_at IS NULL
        WHERE s.by_id <> ALL(%(asks)s::uuid[]) AND (a.worker_id = ANY(%(asks)s::uuid[])) IS NOT TRUE
          AND CASE WHEN s.needs = 'SERVICE_MANAGER' THEN %(signs_all)s
              ELSE c.team_id = ANY(%(signs_in)s::uuid[]) OR %(signs_all)s AND NOT EXISTS (
                SELECT FROM supervised v
                WHERE v.team_id = c.team_id AND v.worker_id <> s.by_id AND v.worker_id IS DISTINCT FROM a.worker_id) END
"""
OFFERS = """
        UNION ALL
        SELECT 'CASE_OFFERED', t.id, t.proposed_at, NULL, m.name, NULL, NULL
        FROM records_casetransfer t
        JOIN records_case c ON c.org_id = t.org_id AND c.id = t.case_id AND c.closed_at IS NULL
        JOIN records_team m ON m.org_id = t.org_id AND m.id = t.from_team_id
        WHERE t.org_id = %(org)s AND t.decided_at IS NULL AND t.withdrawn_at IS NULL AND t.proposed_by_id <> %(worker)s
          AND (t.to_team_id = ANY(%(gives_in)s::uuid[]) OR %(gives_all)s AND NOT EXISTS (
            SELECT FROM supervised v WHERE v.team_id = t.to_team_id AND v.worker_id <> t.proposed_by_id))
        UNION ALL
        SELECT 'OFFER_ANSWERED', t.id, t.decided_at, c.id, m.name, NULL, t.accepted
        FROM records_casetransfer t
        JOIN records_team m ON m.org_id = t.org_id AND m.id = t.to_team_id
        LEFT JOIN records_case c ON c.org_id = t.org_id AND c.id = t.case_id AND {mine}
        WHERE t.org_id = %(org)s AND t.proposed_by_id = %(worker)s
          AND t.decided_at > %(now)s - make_interval(days => %(given_days)s)
"""
NAMING = """
        UNION ALL
        SELECT 'NAMING_ASKED', n.id, n.asked_at, NULL, w.name, NULL, NULL
        FROM records_namingask n JOIN records_worker w ON w.org_id = n.org_id AND w.id = n.asked_by_id
        WHERE n.org_id = %(org)s AND n.decided_at IS NULL AND n.lapsed_at IS NULL AND n.lapses_at > %(now)s
          AND n.asked_by_id <> %(worker)s AND n.worker_id <> %(worker)s
          AND n.restriction_id IN (SELECT records_lost_restrictions(%(roles)s, %(today)s))
"""
NAMED = """
        UNION ALL
        SELECT 'NAMED', n.id, n.decided_at, c.id, w.name, NULL, NULL
        FROM records_namingask n
        JOIN records_restriction r ON r.org_id = n.org_id AND r.id = n.restriction_id AND r.to_at IS NULL
        JOIN records_case c ON c.org_id = r.org_id AND c.id = r.case_id AND c.closed_at IS NULL AND {mine}
        JOIN records_worker w ON w.org_id = n.org_id AND w.id = n.decided_by_id
        WHERE n.org_id = %(org)s AND n.worker_id = %(worker)s AND n.agreed
          AND n.decided_at > %(now)s - make_interval(days => %(given_days)s)
"""
# Told as long as an organisation lets anybody open a record so: most never do.
OPENED = """
        UNION ALL
        SELECT 'OPENED_IN_EMERGENCY', o.id, o.opened_at, c.id, w.name, NULL, NULL
        FROM cases c JOIN records_emergencyopening o ON o.org_id = %(org)s AND o.case_id = c.id
        JOIN records_worker w ON w.org_id = o.org_id AND w.id = o.opened_by_id
        WHERE (c.own OR c.leads) AND o.opened_by_id <> %(worker)s
          AND o.opened_at > %(now)s - make_interval(days => %(given_days)s)
"""
TO_REVIEW = """
        UNION ALL
        SELECT 'EMERGENCY_TO_REVIEW', o.id, o.opened_at, c.id, w.name, NULL, NULL
        FROM records_emergencyopening o JOIN records_case c ON c.org_id = o.org_id AND c.id = o.case_id AND {mine}
        JOIN records_worker w ON w.org_id = o.org_id AND w.id = o.opened_by_id
        WHERE o.org_id = %(org)s AND o.reviewed_at IS NULL AND o.opened_by_id <> %(worker)s
"""
