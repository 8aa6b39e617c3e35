"""What can be done to a case: write on it, give it to somebody, restrict it."""

from collections.abc import Collection
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import IntegrityError, transaction

from plimsoll.actions.audit import record_event
from plimsoll.actions.authorise import check_can_allocate, check_can_lift, check_can_restrict, check_can_write
from plimsoll.core.access import Viewer
from plimsoll.core.terms import Act, EventKind
from plimsoll.records.models.cases import Allocation, Case, Event, NamedPerson, Restriction
from plimsoll.records.models.people import Worker

LONGEST_WHY = 500
LONGEST_NOTE = 20_000


class Refused(Exception):
    """What was asked cannot be done as it was said; `faults` has a sentence for each field, all of them at once."""

    def __init__(self, faults: dict[str, str]) -> None:
        self.faults = faults
        super().__init__(" ".join(faults.values()))


def write_event(
    case: UUID,
    *,
    key: UUID,
    kind: EventKind,
    happened_at: datetime,
    time_known: bool,
    note: str,
    by: Viewer,
    at: datetime,
) -> UUID:
    """Writes on the record of a case that something happened. Whoever may write on it; event RECORD_WRITTEN.

    Parameters
    ----------
    key : the id of the record, made with the form, so that what is sent twice is written once.

    Raises
    ------
    NotThere, NotAllowed : as `check_can_write`. Refused : a field says nothing, too much, or a time ahead.
    """
    found = check_can_write(by, case)
    faults = {}
    if happened_at > at:
        faults["happened"] = "This lies ahead. Give the day and time at which it happened."
    elif happened_at.date() < _earliest(found):
        faults["happened"] = "This is before the child was known. Check the year."
    if not note.strip():
        faults["note"] = "Say what happened."
    elif len(note) > LONGEST_NOTE:
        faults["note"] = f"This note is too long: {len(note):,} characters, and there is room for {LONGEST_NOTE:,}."
    if faults:
        raise Refused(faults)
    if Event.objects.filter(org_id=by.org, pk=key).exists():
        return key
    row = Event(
        id=key,
        org_id=by.org,
        case_id=case,
        kind=kind,
        happened_at=happened_at,
        time_known=time_known,
        received_at=None,
        recorded_at=at,
        recorded_by_id=by.worker,
        note=note.strip(),
    )
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError:  # sent twice at once: the other one was written
        return key
    record_event(by, Act.RECORD_WRITTEN, case_id=case, child_id=found.child_id, about_id=key)
    return key


def _earliest(case: Case) -> date:
    """A year before birth, or thirty years before the case was opened."""
    born: date | None = case.child.born_on if case.child else None
    opened: date = case.opened_at.date()
    return born - timedelta(365) if born else opened - timedelta(30 * 365)


def allocate_case(case: UUID, *, worker: UUID, why: str, by: Viewer, at: datetime) -> None:
    """Gives a case to a worker, from now on; whoever held it holds it no longer. A supervisor of its team or a service
    manager; event CASE_ALLOCATED. On a restricted case the worker is named, or they could not see it.

    Raises
    ------
    NotThere, NotAllowed : as `check_can_allocate`. Refused : no reason, no such worker, or they hold it already.
    """
    found = check_can_allocate(by, case)
    faults = _reason(why)
    current = Allocation.objects.select_for_update().filter(org_id=by.org, case_id=case, to_at__isnull=True).first()
    if found.closed_at is not None:
        faults["worker"] = "This case is closed: nobody can be given it."
    elif not Worker.objects.filter(org_id=by.org, pk=worker, left_on__isnull=True).exists():
        faults["worker"] = "Choose somebody who works here."
    elif current is not None and current.worker_id == worker:
        faults["worker"] = "They hold this case already. Choose somebody else."
    if faults:
        raise Refused(faults)
    if current is not None:
        current.to_at, current.ended_by_id, current.ended_why = at, by.worker, why.strip()
        current.save(update_fields=["to_at", "ended_by_id", "ended_why"])
    made = Allocation.objects.create(
        org_id=by.org, case_id=case, worker_id=worker, from_at=at, why=why.strip(), allocated_by_id=by.worker
    )
    if Restriction.objects.filter(org_id=by.org, case_id=case, to_at__isnull=True).exists():
        _name(case, [worker], by, at)
    record_event(by, Act.CASE_ALLOCATED, case_id=case, child_id=found.child_id, about_id=made.pk, why=why.strip())


def restrict_case(case: UUID, *, named: Collection[UUID], why: str, by: Viewer, at: datetime) -> None:
    """Restricts a case to named people: to anyone else it does not exist from now on, whatever their role. Whoever may
    restrict it; event CASE_RESTRICTED. Its allocated worker is always one of those named.

    Raises
    ------
    NotThere, NotAllowed : as `check_can_restrict`. Refused : no reason, or nobody named who could lift it again.
    """
    found = check_can_restrict(by, case)
    faults = _reason(why)
    people = set(Worker.objects.filter(org_id=by.org, pk__in=named, left_on__isnull=True).values_list("pk", flat=True))
    if people != set(named):
        faults["named"] = "Choose people who work here."
    elif not people:
        faults["named"] = "Name at least one person besides the allocated worker: somebody must be able to lift it."
    if faults:
        raise Refused(faults)
    held = Allocation.objects.filter(org_id=by.org, case_id=case, to_at__isnull=True).values_list(
        "worker_id", flat=True
    )
    _name(case, {*people, *held}, by, at)
    # Written before the restriction: afterwards whoever restricts it may be one of those from whom it is hidden.
    record_event(by, Act.CASE_RESTRICTED, case_id=case, child_id=found.child_id, why=why.strip())
    Restriction.objects.create(org_id=by.org, case_id=case, from_at=at, restricted_by_id=by.worker, why=why.strip())


def lift_restriction(case: UUID, *, why: str, by: Viewer, at: datetime) -> None:
    """Lifts the restriction of a case: it is there again for everyone within whose reach it is. Whoever may restrict it and
    is named on it; event RESTRICTION_LIFTED.

    Raises
    ------
    NotThere, NotAllowed : as `check_can_lift`. Refused : no reason.
    """
    found = check_can_lift(by, case)
    faults = _reason(why)
    if faults:
        raise Refused(faults)
    Restriction.objects.filter(org_id=by.org, case_id=case, to_at__isnull=True).update(
        to_at=at, lifted_by_id=by.worker, lifted_why=why.strip()
    )
    NamedPerson.objects.filter(org_id=by.org, case_id=case, to_at__isnull=True).update(to_at=at)
    record_event(by, Act.RESTRICTION_LIFTED, case_id=case, child_id=found.child_id, why=why.strip())


def _name(case: UUID, people: Collection[UUID], by: Viewer, at: datetime) -> None:
    there = set(
        NamedPerson.objects.filter(org_id=by.org, case_id=case, to_at__isnull=True).values_list("worker_id", flat=True)
    )
    NamedPerson.objects.bulk_create(
        NamedPerson(org_id=by.org, case_id=case, worker_id=worker, from_at=at, named_by_id=by.worker)
        for worker in sorted(set(people) - there)
    )


def _reason(why: str) -> dict[str, str]:
    if not why.strip():
        return {"why": "Say why."}
    if len(why) > LONGEST_WHY:
        return {"why": f"The reason is too long: {len(why):,} characters, and there is room for {LONGEST_WHY}."}
    return {}
