"""What is left open on a case that is to be closed: each with where it stands, and whether it must be settled first."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

from plimsoll.core.access import Viewer
from plimsoll.core.calendar import LONDON, moment
from plimsoll.core.priority.told import capital
from plimsoll.core.terms import Owner, PlanKind
from plimsoll.core.timescales.explain import day_words
from plimsoll.queries.case_life import RUNNING
from plimsoll.queries.cases import CaseView
from plimsoll.queries.facts.editions import NothingInForce
from plimsoll.queries.place import Due, would_be
from plimsoll.queries.plans import standing
from plimsoll.records import scopes
from plimsoll.records.models.court import CourtDate, LegalStatus
from plimsoll.records.models.exchange import ImportMatter
from plimsoll.records.models.families import NetworkContact, Told
from plimsoll.records.models.information import NewInformation
from plimsoll.records.models.plans import Plan
from plimsoll.records.models.priority import Override, Postponement
from plimsoll.records.models.timescales import ClockChange
from plimsoll.records.models.written import Draft

TOLD_WITHIN_DAYS = 28  # ours: who was told of the end, was told of it lately


class Open(StrEnum):
    """What can be left open."""

    UNSAFE = "unsafe"
    NEWS = "news"
    COURT = "court"
    DUE = "due"
    DECISIONS = "decisions"
    LEGAL = "legal"
    PLANS = "plans"
    DRAFTS = "drafts"
    NETWORK = "network"
    FAMILY = "family"
    CASES = "cases"
    FILES = "files"


@dataclass(frozen=True)
class LeftOpen:
    """One thing that is left open: a sentence, and what of it, a line each. blocks : it must be settled before the case can
    be closed; else whoever closes it says what becomes of it; cases : other cases of which it tells."""

    what: Open
    says: str
    lines: tuple[str, ...] = ()
    blocks: bool = False
    cases: tuple[UUID, ...] = ()


def list_left_open(viewer: Viewer, found: CaseView, now: datetime) -> tuple[LeftOpen, ...]:
    """What is left open on a case, what blocks first; for those who may read its record. Twenty-seven queries at most."""
    here = {"org_id": viewer.org, "case_id": found.id}
    try:
        load = would_be(viewer, found.id, moment(now))
    except NothingInForce:
        load = None
    news = NewInformation.objects.filter(**here, dealt_at__isnull=True).count()
    replaced = CourtDate.objects.filter(**here, replaces__isnull=False).values("replaces_id")
    court = CourtDate.objects.filter(**here, ended_on__isnull=True).exclude(pk__in=replaced).count()
    due = [one for one in (load.now if load else ()) if one.state in RUNNING and not one.by_hand]
    today = now.astimezone(LONDON).date()
    unsigned = {**here, "to_countersign": True, "countersigned_at__isnull": True, "ended_at__isnull": True}
    waits = (
        ClockChange.objects.filter(**here, decided_at__isnull=True).count()
        + Override.objects.filter(**unsigned, lasts_until__gte=today).count()
        + Postponement.objects.filter(**unsigned, until__gte=today).count()
    )
    legal = LegalStatus.objects.filter(**here, to_date__isnull=True).exclude(expires_on__lt=today).count()
    plans = {row.root: _plan_line(row) for row in standing(viewer, found.id).order_by("kind", "number", "pk")}
    drafts = Draft.objects.filter(**here, worker_id=viewer.worker, ended_at__isnull=True).count()
    files = ImportMatter.objects.filter(**here, decided_at__isnull=True, superseded_by__isnull=True).count()
    others = _other_cases(viewer, found)
    untold = _untold(viewer, found, now)
    siblings = {one.case: one.name or one.reference for one in found.brothers_and_sisters}
    unsafe = load.unsafe if load else ()
    every = (
        LeftOpen(Open.UNSAFE, "The child is not safe, as far as is on record." if unsafe else "", unsafe, blocks=True),
        LeftOpen(Open.NEWS, _many(news, *_NEWS), blocks=True),
        LeftOpen(Open.COURT, _many(court, *_COURT), blocks=True),
        LeftOpen(Open.DUE, _many(len(due), "1 due item is not done.", "{} due items are not done."), _due_lines(due)),
        LeftOpen(
            Open.DECISIONS, _many(waits, "1 decision waits for a supervisor.", "{} decisions wait for a supervisor.")
        ),
        LeftOpen(Open.LEGAL, _many(legal, "1 legal status holds.", "{} legal statuses hold.")),
        LeftOpen(
            Open.PLANS, _many(len(plans), "1 plan is not ended.", "{} plans are not ended."), tuple(plans.values())
        ),
        LeftOpen(Open.DRAFTS, _many(drafts, *_DRAFTS)),
        LeftOpen(Open.NETWORK, _many(len(untold), *_NETWORK), untold),
        LeftOpen(Open.FAMILY, _many(len(siblings), *_FAMILY), tuple(siblings.values()), cases=tuple(siblings)),
        LeftOpen(Open.CASES, _many(len(others), *_CASES), tuple(others.values()), cases=tuple(others)),
        LeftOpen(Open.FILES, _many(files, "1 question of a file waits.", "{} questions of a file wait.")),
    )
    return tuple(one for one in every if one.says)


_NEWS = (
    "1 piece of new information waits for somebody to say what it means.",
    "{} pieces of new information wait for somebody to say what they mean.",
)
_COURT = (
    "1 thing that a court asks for, or that is agreed before proceedings, is not ended.",
    "{} things that a court asks for, or that are agreed before proceedings, are not ended.",
)
_DRAFTS = ("You have begun 1 record here and not finished it.", "You have begun {} records here and not finished them.")
_NETWORK = (
    f"Nobody wrote within {TOLD_WITHIN_DAYS} days that 1 person round the child was told anything.",
    f"Nobody wrote within {TOLD_WITHIN_DAYS} days that {{}} people round the child were told anything.",
)
_FAMILY = ("1 case of a brother or sister stays open.", "{} cases of brothers and sisters stay open.")
_CASES = ("1 other case of this child is open.", "{} other cases of this child are open.")


def _many(number: int, one: str, several: str) -> str:
    """So many things, in a sentence; '' for none.

    >>> _many(1, "1 case.", "{} cases."), _many(2, "1 case.", "{} cases."), _many(0, "1 case.", "{} cases.")
    ('1 case.', '2 cases.', '')
    """
    return (one if number == 1 else several.format(number)) if number else ""


def _plan_line(row: Plan) -> str:
    """A plan by its kind, and since when it holds."""
    return f"{capital(PlanKind(row.kind).label)}, {f'agreed on {day_words(row.agreed_on)}' if row.agreed_on else 'a draft'}"


def _due_lines(due: Sequence[Due]) -> tuple[str, ...]:
    """What is not done, each with its day, and whose it is where it is not the worker's."""
    return tuple(
        f"{one.title[:1].upper()}{one.title[1:]}"
        f"{f', due {day_words(one.on)}' if one.on else ''}"
        f"{'' if one.owner is Owner.WORKER else f' ({one.owner.label})'}"
        for one in due
    )


def _other_cases(viewer: Viewer, found: CaseView) -> dict[UUID, str]:
    """References of the other open cases of the child that the viewer may see, by their ids."""
    if found.child is None:
        return {}
    rows = scopes.cases(viewer).filter(child_id=found.child, closed_at__isnull=True).exclude(pk=found.id)
    return dict(rows.order_by("opened_at", "pk").values_list("pk", "reference"))


def _untold(viewer: Viewer, found: CaseView, now: datetime) -> tuple[str, ...]:
    """Names of those round the child of whom nobody wrote lately that they were told anything on this case."""
    if found.child is None:
        return ()
    since = now.astimezone(LONDON).date() - timedelta(TOLD_WITHIN_DAYS)
    told = Told.objects.filter(org_id=viewer.org, case_id=found.id, told_on__gte=since).values("contact_id")
    rows = NetworkContact.objects.filter(org_id=viewer.org, child_id=found.child, to_date__isnull=True, died=False)
    return tuple(rows.exclude(pk__in=told).order_by("name", "pk").values_list("name", flat=True))
