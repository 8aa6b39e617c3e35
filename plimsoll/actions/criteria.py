"""Drafts of the criteria: begun, changed, rehearsed on every open case, approved by another person, or left. A draft changes
nothing; approving it makes a version that holds from its day."""

import logging
from dataclasses import replace
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import InterfaceError, OperationalError
from django.db.models import QuerySet
from procrastinate.contrib.django import app as jobs

from plimsoll.actions.audit import product, record_event
from plimsoll.actions.authorise import check_can_approve_criteria, check_can_manage_settings
from plimsoll.actions.cases import Refused
from plimsoll.actions.settings import next_version, one_at_a_time
from plimsoll.core.access import NotThere, Viewer
from plimsoll.core.calendar import LONDON, moment
from plimsoll.core.priority.criteria import CriteriaSet, parse
from plimsoll.core.priority.criteria_text import digest, write
from plimsoll.core.priority.safe import parse_new
from plimsoll.core.priority.told import day_in_words
from plimsoll.core.strict import FaultyData
from plimsoll.core.terms import Act
from plimsoll.queries.facts.editions import NothingInForce
from plimsoll.queries.rehearsing import rehearse_everywhere
from plimsoll.records.context import acting, beside
from plimsoll.records.models import priority
from plimsoll.records.models.priority import CriteriaDraft

_log = logging.getLogger(__name__)
GIVEN_UP = timedelta(minutes=30)  # a rehearsal that is not done by then may be asked for again
LATEST = timedelta(days=366)  # how far ahead a version may be agreed
MOST_WHY = 2000


def begin_draft(text: str, why: str, *, by: Viewer, at: datetime) -> UUID:
    """A new draft. Whoever manages settings; event CRITERIA_DRAFTED.

    Raises
    ------
    NotAllowed : as `check_can_manage_settings`. Refused : faults of the text, at `text`, or nothing is said of why.
    """
    check_can_manage_settings(by)
    _check(text, why)
    row = CriteriaDraft.objects.create(
        org_id=by.org,
        text=text,
        why=why.strip(),
        drafted_at=at,
        drafted_by_id=by.worker,
        changed_at=at,
        changed_by_id=by.worker,
    )
    record_event(by, Act.CRITERIA_DRAFTED, about_id=row.pk, why=row.why)
    return row.pk


def change_draft(draft: UUID, text: str, why: str, *, by: Viewer, at: datetime) -> None:
    """Another text of a draft, which has to be rehearsed again. Whoever manages settings; event CRITERIA_CHANGED.

    Raises
    ------
    NotAllowed : as `check_can_manage_settings`. NotThere : no such draft. Refused : as `begin_draft`, or it is approved or
    left.
    """
    row = _open(draft, by)
    _check(text, why)
    row.text, row.why, row.changed_at, row.changed_by_id = text, why.strip(), at, by.worker
    row.asked_at = row.rehearsed_at = row.rehearsal = None
    row.done, row.total, row.failed = 0, 0, ""
    row.save()
    record_event(by, Act.CRITERIA_CHANGED, about_id=draft, why=row.why)


def leave_draft(draft: UUID, *, by: Viewer, at: datetime) -> None:
    """Puts a draft aside, unused. Whoever manages settings; event CRITERIA_LEFT.

    Raises
    ------
    NotAllowed, NotThere, Refused : as `change_draft`.
    """
    row = _open(draft, by)
    row.left_at, row.left_by_id = at, by.worker
    row.save(update_fields=["left_at", "left_by"])
    record_event(by, Act.CRITERIA_LEFT, about_id=draft)


def start_rehearsal(draft: UUID, *, by: Viewer, at: datetime) -> None:
    """Hands a draft to the jobs worker, which tries it out on every open case. Whoever manages settings; event
    CRITERIA_REHEARSED.

    Raises
    ------
    NotAllowed, NotThere, Refused : as `change_draft`; Refused, too, where that is under way.
    """
    row = _open(draft, by)
    running = row.asked_at is not None and row.rehearsed_at is None and not row.failed
    if running and row.asked_at is not None and at - row.asked_at < GIVEN_UP:
        raise Refused({"draft": "This draft is being rehearsed already."})
    row.asked_at, row.rehearsed_at, row.rehearsal, row.done, row.total, row.failed = at, None, None, 0, 0, ""
    row.save()
    record_event(by, Act.CRITERIA_REHEARSED, about_id=draft)
    jobs.configure_task("rehearse_criteria").defer(org=str(by.org), draft=str(draft))


def rehearse_draft(org: UUID, draft: UUID, *, at: datetime) -> None:
    """What the jobs worker does: tries a draft out and keeps what came of it. Done again, or where the draft was changed
    meanwhile, it does nothing. `done` of the draft says from outside how far it is.

    Raises
    ------
    OperationalError, InterfaceError : the database went away; nothing was kept.
    """
    try:
        _rehearse(org, draft, at)
    except (OperationalError, InterfaceError):
        raise
    except NothingInForce as refusal:
        _fail(org, draft, str(refusal))
    except Exception:
        _log.exception("Draft %s could not be rehearsed.", draft)
        _fail(org, draft, "It could not be rehearsed, by a fault of the program. Nothing was changed.")


def _rehearse(org: UUID, draft: UUID, at: datetime) -> None:
    with acting(org, None, "a draft of the criteria was rehearsed", origin="jobs"), beside(org) as outside:
        row = _waiting(org, draft).first()
        if row is None:
            return

        def tell(done: int, total: int) -> None:
            outside.execute(
                "UPDATE records_criteriadraft SET done = %s, total = %s WHERE id = %s", [done, total, draft]
            )

        found = rehearse_everywhere(product(org), parse(row.text), moment(at), tell)
        _waiting(org, draft).filter(asked_at=row.asked_at).update(rehearsed_at=at, rehearsal=found)


def _fail(org: UUID, draft: UUID, sentence: str) -> None:
    with acting(org, None, "a draft of the criteria could not be rehearsed"):
        _waiting(org, draft).update(failed=sentence[:500])


def _waiting(org: UUID, draft: UUID) -> QuerySet[CriteriaDraft]:
    """The draft, if its rehearsal is asked for and not done."""
    return CriteriaDraft.objects.filter(
        org_id=org, pk=draft, asked_at__isnull=False, rehearsed_at__isnull=True, failed="", approved_at__isnull=True,
        left_at__isnull=True,
    )  # fmt: skip


def approve_draft(draft: UUID, *, holds_from: date, read: str | None = None, by: Viewer, at: datetime) -> None:
    """Makes a version of a draft that holds from a day, today or later. Somebody who may settle criteria and did not draft
    it, where there is one; it has been rehearsed as it stands. Events CRITERIA_APPROVED and CRITERIA_ADOPTED.

    Parameters
    ----------
    read : `digest` of the text that whoever approves has read; None where it was read just now.

    Raises
    ------
    NotAllowed : as `check_can_approve_criteria`. NotThere : no such draft. Refused : it is approved or left already, is not
    rehearsed, is another text than was read, or the day is past or more than a year away.
    """
    row = _open(draft, by)
    today = at.astimezone(LONDON).date()
    check_can_approve_criteria(by, drafters={row.drafted_by_id, row.changed_by_id}, on=today)
    faults = {}
    if row.rehearsed_at is None:
        faults["draft"] = "Rehearse this draft first: nobody has seen yet what it would change."
    elif read is not None and read != digest(row.text):
        changed = row.changed_at.astimezone(LONDON)
        faults["draft"] = (
            f"This draft is not the one that you read: {row.changed_by.name} changed it on "
            f"{day_in_words(changed.date())} at {changed:%H:%M}. Go back to it, read it as it is now, and approve it there."
        )
    if not today <= holds_from <= today + LATEST:
        faults["holds_from"] = "Choose today or a later day, within a year: what was ordered before stays as it was."
    try:  # it may have been drafted before a limit was drawn
        parse_new(row.text, "The draft")
    except FaultyData as fault:
        faults["draft"] = " ".join(fault.faults)
    if faults:
        raise Refused(faults)
    one_at_a_time(by)
    criteria = _as_agreed(parse(row.text), holds_from, by)
    made = priority.CriteriaSet(
        org_id=by.org,
        key=criteria.key,
        version=criteria.version,
        title=criteria.title,
        text=write(criteria),
        in_force_from=holds_from,
        agreed_at=at,
        agreed_by_id=by.worker,
    )
    made.save(force_insert=True)
    row.approved_at, row.approved_by_id, row.criteria_set = at, by.worker, made
    row.save(update_fields=["approved_at", "approved_by", "criteria_set"])
    record_event(by, Act.CRITERIA_APPROVED, about_id=draft, why=row.why)
    record_event(by, Act.CRITERIA_ADOPTED, about_id=made.pk)


def _as_agreed(criteria: CriteriaSet, holds_from: date, by: Viewer) -> CriteriaSet:
    """A draft with its day, and the organisation's next number of its kind as version: what then stands on every ranking."""
    version = next_version(priority.CriteriaSet, criteria.key, criteria.version, by)
    return replace(criteria, version=version, in_force_from=holds_from)


def _check(text: str, why: str) -> None:
    """Refuses a draft with every fault of its text."""
    faults = {}
    if not why.strip():
        faults["why"] = "Say what this is to make better."
    elif len(why) > MOST_WHY:
        faults["why"] = f"Write at most {MOST_WHY:,} characters, these are {len(why):,}."
    try:
        parse_new(text, "The draft")
    except FaultyData as fault:
        faults["text"] = "\n".join(fault.faults)
    if faults:
        raise Refused(faults)


def _open(draft: UUID, by: Viewer) -> CriteriaDraft:
    """The draft, held until the end of the transaction, if the viewer may change it and nobody has ended it."""
    check_can_manage_settings(by)
    row = CriteriaDraft.objects.select_for_update().filter(org_id=by.org, pk=draft).first()
    if row is None:
        raise NotThere
    if row.approved_at is not None or row.left_at is not None:
        raise Refused({"draft": "This draft is approved or was left. Begin another one."})
    return row
