"""What an organisation has settled, as its administrator reads it: what holds, who agreed it and when."""

from dataclasses import dataclass
from datetime import date, datetime

import numpy as np
from django.db.models import Q

from plimsoll.core.access import Viewer
from plimsoll.core.calendar import Calendar
from plimsoll.core.priority.today import TASK_OF
from plimsoll.core.rulebook import Rulebook
from plimsoll.core.terms import CaseType, ImportState, Purpose, Role
from plimsoll.core.workload.capacity import available_points
from plimsoll.core.workload.scheme import Scheme
from plimsoll.queries.facts import editions
from plimsoll.queries.facts.day import minutes_of
from plimsoll.queries.facts.missing import Missing, missing
from plimsoll.records.models.exchange import Import
from plimsoll.records.models.people import RoleHeld, Team, Worker
from plimsoll.records.models.priority import CriteriaSet
from plimsoll.records.models.reference import CalendarSetting, Edition, RulebookVersion
from plimsoll.records.models.workload import SchemeVersion


@dataclass(frozen=True)
class Agreed:
    """Who agreed to what holds, and when; `by` is empty where nobody has: it is the shipped default."""

    key: str = ""
    title: str = ""
    version: str = ""
    by: str = ""
    at: datetime | None = None


@dataclass(frozen=True)
class FirstSteps:
    """How far an organisation is, as its records say it."""

    calendar: Agreed
    rulebook: Agreed
    scheme: Agreed
    criteria: Agreed
    teams: int
    people: int
    holders: int
    files: int  # that were brought in
    missing: Missing


def get_first_steps(viewer: Viewer, on: date) -> FirstSteps:
    """What stands of the first steps. Twelve queries."""
    here = Worker.objects.filter(Q(left_on__isnull=True) | Q(left_on__gt=on), org_id=viewer.org)
    holding = RoleHeld.objects.filter(
        Q(to_date__isnull=True) | Q(to_date__gt=on), org_id=viewer.org, role=Role.PRACTITIONER, from_date__lte=on
    )
    return FirstSteps(
        calendar=_calendar_agreed(viewer, on),
        rulebook=_agreed(RulebookVersion, viewer, on),
        scheme=_agreed(SchemeVersion, viewer, on),
        criteria=_agreed(CriteriaSet, viewer, on),
        teams=Team.objects.filter(org_id=viewer.org, closed_on__isnull=True).count(),
        people=here.count(),
        holders=here.filter(pk__in=holding.values("worker_id")).count(),
        files=Import.objects.filter(org_id=viewer.org, state=ImportState.APPLIED).count(),
        missing=missing(viewer.org, on),
    )


def get_rulebook(viewer: Viewer, on: date) -> tuple[Rulebook, Agreed]:
    """The timescales that hold, and who agreed them. Three queries."""
    return editions.rulebook(viewer, on, None), _agreed(RulebookVersion, viewer, on)


def get_scheme(viewer: Viewer, on: date) -> Agreed:
    """The scheme of load that holds. One query."""
    return _agreed(SchemeVersion, viewer, on)


def get_criteria(viewer: Viewer, on: date) -> Agreed:
    """The criteria set that holds. One query."""
    return _agreed(CriteriaSet, viewer, on)


def calendar_now(viewer: Viewer, on: date) -> Calendar:
    """The calendar that holds. Two queries."""
    return editions.rulebook(viewer, on, None).calendar


def list_minutes(viewer: Viewer, on: date) -> tuple[tuple[Purpose, int], ...]:
    """How long each kind of work takes, as it holds on a day. One query."""
    minutes, _ = minutes_of(viewer, on)
    return tuple((purpose, minutes.of[task]) for purpose, task in TASK_OF.items() if task in minutes.of)


def full_time_points(scheme: Scheme) -> int | None:
    """What a full-time worker can give by a scheme, hundredths of its unit; nothing where it names no full-time hours."""
    if scheme.full_time_hours is None:
        return None
    return int(available_points(scheme, contracted_hours=np.array([scheme.full_time_hours], dtype=np.int64))[0])


def unusable(scheme: Scheme) -> str:
    """Why load cannot be worked out by a scheme as it ships; nothing where it can."""
    if scheme.kinds != tuple(word.value for word in CaseType):
        return "it is made for other kinds of case than those of children's services."
    if any(path.startswith("weights.") for path in scheme.blank):
        return "what it gives to each kind of case was not published, so it would have to be filled in first."
    return ""


def _agreed(kind: type[Edition], viewer: Viewer, on: date) -> Agreed:
    row = (
        kind._default_manager.filter(org_id=viewer.org, in_force_from__lte=on)
        .select_related("agreed_by")
        .order_by("-in_force_from", "-agreed_at", "-id")
        .first()
    )
    return Agreed() if row is None else Agreed(row.key, row.title, row.version, _name(row.agreed_by), row.agreed_at)


def _calendar_agreed(viewer: Viewer, on: date) -> Agreed:
    row = (
        CalendarSetting.objects.filter(org_id=viewer.org, from_date__lte=on)
        .select_related("agreed_by")
        .order_by("-from_date", "-agreed_at", "-id")
        .first()
    )
    return Agreed() if row is None else Agreed(by=_name(row.agreed_by), at=row.agreed_at)


def _name(worker: Worker | None) -> str:
    return worker.name if worker else ""
