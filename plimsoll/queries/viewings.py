"""Who was shown whom and who did what, for whoever may see the trail; and viewings about which somebody may want to ask."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

import numpy as np
from django.conf import settings
from django.db import connection

from plimsoll.core.access import FOR_ANOTHER, NotThere, Viewer
from plimsoll.core.calendar import LONDON, Calendar
from plimsoll.core.terms import Act, Oddity
from plimsoll.queries.audit import list_acts
from plimsoll.queries.settings import calendar_now
from plimsoll.records import scopes
from plimsoll.records.models.emergency import EmergencyOpening
from plimsoll.records.models.families import Child
from plimsoll.records.models.people import Worker

MOST = 200  # lines of a page
# Ours: between these hours of a working day nobody need explain that they looked.


@dataclass(frozen=True)
class Asked:
    """Of which child, by whom (either may be left open), from when until just before when."""

    child: UUID | None
    person: UUID | None
    begins: datetime
    ends: datetime


@dataclass(frozen=True)
class Line:
    """One entry of the trail: a page that somebody was shown (`page`, the name of its address), or what they did (`act`).

    by : nobody where the product did it itself; roles : their codes then, with commas between; children : of whom, as far as
    the viewer may know of them. in_emergency : that whoever was shown it had opened a case of theirs in an emergency.
    """

    at: datetime
    by: UUID | None
    roles: str
    origin: str
    page: str
    act: Act | None
    children: tuple[UUID, ...]
    in_emergency: bool = False


class Called(NamedTuple):
    """How a child is called, and by which number."""

    name: str
    reference: str


@dataclass(frozen=True)
class Found:
    """Entries, the latest first; `more`: there are others that were left out. Names of whoever is in them."""

    lines: tuple[Line, ...]
    more: bool
    people: Mapping[UUID, str]
    children: Mapping[UUID, Called]


def get_viewings(viewer: Viewer, asked: Asked, most: int = MOST) -> Found:
    """The trail of a child, a person or a time. A viewing of nobody who may be known is not there. Five queries."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT at, by_id, roles, origin, page, children FROM records_viewings(%s, %s, %s, %s, %s)",
            [asked.child, asked.person, asked.begins, asked.ends, most + 1],
        )
        shown = [Line(at, by, roles, origin, page, None, tuple(of)) for at, by, roles, origin, page, of in cursor]
    shown = _marked(viewer, asked, shown)
    done = [
        Line(one.at, one.by, one.roles, one.origin, "", one.act, (one.child,) if one.child else ())
        for one in list_acts(
            viewer, begins=asked.begins, ends=asked.ends, by=asked.person, child=asked.child, most=most + 1
        )
    ]
    lines = sorted([*shown, *done], key=lambda line: line.at, reverse=True)
    kept = tuple(lines[:most])
    return Found(
        kept,
        len(lines) > most,
        _people(viewer, {key for line in kept for key in (line.by, *_stood_in_for(line.roles)) if key}),
        _children(viewer, {child for line in kept for child in line.children}),
    )


def _marked(viewer: Viewer, asked: Asked, shown: list[Line]) -> list[Line]:
    """Says of what somebody was shown whether they read it by an opening in an emergency. One query."""
    rows = EmergencyOpening.objects.filter(org_id=viewer.org, opened_at__lt=asked.ends, ends_at__gt=asked.begins)
    spells = [
        (by, child, begun, ended or ends)
        for by, child, begun, ended, ends in rows.values_list(
            "opened_by_id", "case__child_id", "opened_at", "ended_at", "ends_at"
        )
    ]
    return [
        replace(line, in_emergency=True)
        if any(
            line.by == by and child in line.children and begun <= line.at < ends for by, child, begun, ends in spells
        )
        else line
        for line in shown
    ]


def _stood_in_for(roles: str) -> list[UUID]:
    """Whose roles were held, of those that somebody held for others."""
    return [UUID(whose) for one in roles.split(", ") for _, found, whose in [one.partition(FOR_ANOTHER)] if found]


def find_child(viewer: Viewer, reference: str) -> UUID:
    """The child that a reference names: its own, or that of one of its cases. At most two queries.

    Raises
    ------
    NotThere : there is none of whom the viewer may know.
    """
    wanted = reference.strip()
    child = Child.objects.filter(org_id=viewer.org, reference__iexact=wanted).values_list("pk", flat=True).first()
    if child is None:
        cases = scopes.cases(viewer).filter(reference__iexact=wanted, child__isnull=False)
        child = cases.values_list("child_id", flat=True).first()
    if child is None:
        raise NotThere
    return child


def get_called(viewer: Viewer, child: UUID) -> Called:
    """How a child is called. One query.

    Raises
    ------
    NotThere : there is none of whom the viewer may know.
    """
    found = _children(viewer, {child})
    if child not in found:
        raise NotThere
    return found[child]


def list_people(viewer: Viewer) -> tuple[tuple[UUID, str], ...]:
    """Everybody who works or has worked here, by name. One query."""
    rows = Worker.objects.filter(org_id=viewer.org).order_by("sort_name", "pk")
    return tuple(rows.values_list("pk", "name"))


def _people(viewer: Viewer, ids: Collection[UUID]) -> dict[UUID, str]:
    return dict(Worker.objects.filter(org_id=viewer.org, pk__in=ids).values_list("pk", "name"))


def _children(viewer: Viewer, ids: Collection[UUID]) -> dict[UUID, Called]:
    rows = Child.objects.filter(org_id=viewer.org, pk__in=ids)
    return {
        pk: Called(f"{given} {family}".strip() or reference, reference)
        for pk, given, family, reference in rows.values_list("pk", "given_name", "family_name", "reference")
    }


# ---- about which somebody may want to ask -------------------------------------------------------------------------------


@dataclass(frozen=True)
class Odd:
    """That somebody opened a case on one day: how often, when first, and what is out of the ordinary about it.

    called, child : of whom, nobody where the case is of a family; roles : their codes then, with commas between.
    """

    by: UUID
    name: str
    roles: str
    case: UUID
    reference: str
    child: UUID | None
    called: str
    first_at: datetime
    times: int
    why: tuple[Oddity, ...]


def list_odd_viewings(viewer: Viewer, begins: datetime, ends: datetime) -> tuple[Odd, ...]:
    """Cases that were opened outside working hours, by somebody without a tie to them, or with the child's surname; the
    latest first. Of cases that the viewer may see. A question to ask, never an answer: nothing follows from it. One query,
    and those of the calendar.

    A tie is: holding it or having held it, belonging or having a role in its team then, being named on it, or having
    written on it.
    """
    calendar = calendar_now(viewer, ends.astimezone(LONDON).date())
    condition, values = scopes.condition(viewer, "c")
    with connection.cursor() as cursor:
        cursor.execute(ODD.format(within=condition), [begins, ends, viewer.org, *values])
        rows = cursor.fetchall()
    return tuple(sorted(_by_day(rows, calendar), key=lambda odd: odd.first_at, reverse=True))


def _by_day(rows: Iterable[tuple], calendar: Calendar) -> list[Odd]:  # type: ignore[type-arg]
    """One line for each person, case and day of which something is out of the ordinary."""
    found: dict[tuple[object, ...], Odd] = {}
    for at, by, name, roles, case, reference, child, given, family, tied in rows:
        why = _why(at, name, family, tied, calendar)
        if not why:
            continue
        key = (by, case, at.astimezone(LONDON).date())
        before = found.get(key)
        found[key] = Odd(
            by, name, roles or "", case, reference, child, f"{given} {family}".strip() or reference,
            min(at, before.first_at) if before else at,
            before.times + 1 if before else 1,
            tuple(one for one in Oddity if one in why or (before and one in before.why)),
        )  # fmt: skip
    return list(found.values())


def _why(at: datetime, name: str, family: str, tied: bool, calendar: Calendar) -> set[Oddity]:
    local = at.astimezone(LONDON)
    (works,) = calendar.is_working_day(np.array([local.date()], dtype="datetime64[D]"))
    found = set()
    if not works or not settings.USUAL_FROM <= local.hour < settings.USUAL_UNTIL:
        found.add(Oddity.OUT_OF_HOURS)
    if not tied:
        found.add(Oddity.NO_TIE)
    if same_surname(name, family):
        found.add(Oddity.SAME_SURNAME)
    return found


def same_surname(worker: str, family: str) -> bool:
    """Whether somebody's surname is a part of a child's, or the other way round.

    >>> same_surname("Ada Quill", "Rook-Quill"), same_surname("Ada Quill", "Rook"), same_surname("Ada Quill", "")
    (True, False, False)
    """
    own, theirs = (
        set(text.casefold().replace("-", " ").split()) for text in (worker.rsplit(" ", maxsplit=1)[-1], family)
    )
    return bool(own & theirs)


ODD = """
    SELECT v.at, v.by_id, w.name, v.roles, c.id, c.reference, c.child_id, coalesce(ch.given_name, ''),
        coalesce(ch.family_name, ''),
        EXISTS (SELECT FROM records_allocation a
                WHERE a.org_id = c.org_id AND a.case_id = c.id AND a.worker_id = v.by_id AND a.from_at <= v.at)
        OR EXISTS (SELECT FROM records_membership m
                   WHERE m.org_id = c.org_id AND m.team_id = c.team_id AND m.worker_id = v.by_id
                     AND m.from_date <= local.day AND (m.to_date IS NULL OR m.to_date >= local.day))
        OR EXISTS (SELECT FROM records_roleheld r
                   WHERE r.org_id = c.org_id AND r.team_id = c.team_id AND r.worker_id = v.by_id
                     AND r.from_date <= local.day AND (r.to_date IS NULL OR r.to_date >= local.day))
        OR EXISTS (SELECT FROM records_namedperson n
                   WHERE n.org_id = c.org_id AND n.case_id = c.id AND n.worker_id = v.by_id AND n.from_at <= v.at)
        OR EXISTS (SELECT FROM records_event e
                   WHERE e.org_id = c.org_id AND e.case_id = c.id AND e.recorded_by_id = v.by_id)
    FROM records_cases_opened(%s, %s) v
    CROSS JOIN LATERAL (SELECT (v.at AT TIME ZONE 'Europe/London')::date AS day) local
    JOIN records_case c ON c.org_id = %s AND c.id = v.case_id AND {within}
    JOIN records_worker w ON w.org_id = c.org_id AND w.id = v.by_id
    LEFT JOIN records_child ch ON ch.org_id = c.org_id AND ch.id = c.child_id
    ORDER BY v.at, v.by_id, c.id
"""
