"""What can be done to a case: give it to somebody, close it, restrict it."""

import unicodedata
from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from plimsoll.actions.audit import record_event
from plimsoll.actions.authorise import (
    check_can_allocate,
    check_can_close,
    check_can_lift,
    check_can_restrict,
)
from plimsoll.core.access import Permission, Viewer
from plimsoll.core.calendar import LONDON
from plimsoll.core.terms import Act, EventKind
from plimsoll.queries.family_cases import list_family_cases
from plimsoll.records import scopes
from plimsoll.records.models.cases import Allocation, Case, Event, NamedPerson, Restriction

LONGEST_WHY = 500
LONGEST_NOTE = 20_000


class Refused(Exception):
    """What was asked cannot be done as it was said; `faults` has a sentence for each field, all of them at once."""

    def __init__(self, faults: dict[str, str]) -> None:
        self.faults = faults
        super().__init__(" ".join(faults.values()))


def plain(text: str) -> str:
    """A text with one kind of line end, without signs that steer a machine; nothing where it holds nothing to read."""
    plain = "".join(
        char
        for char in text.replace("\r\n", "\n").replace("\r", "\n")
        if char in "\n\t" or unicodedata.category(char) != "Cc"
    ).strip()
    return plain if any(char.isprintable() and not char.isspace() for char in plain) else ""


def allocate_case(
    case: UUID, *, worker: UUID, why: str, read: Collection[UUID] | None = None, by: Viewer, at: datetime
) -> None:
    """Gives a case to a worker, from now on; whoever held it holds it no longer. A supervisor of its team or a service
    manager; event CASE_ALLOCATED. The case goes to the worker's team, where that is another. On a restricted case the
    worker is named, or they could not see it.

    Parameters
    ----------
    read : who holds it, as whoever gives it away had that before their eyes, by the ids of allocations; None: nobody asked.

    Raises
    ------
    NotThere, NotAllowed : as `check_can_allocate`. Refused : no reason, no such worker, or they hold it already.
    """
    one_at_a_time_on(case, by=by)
    found = check_can_allocate(by, case)
    faults, today = reason(why), at.astimezone(LONDON).date()
    spells = Allocation.objects.filter(org_id=by.org, case_id=case, to_at__isnull=True)
    current = spells.select_related("worker").first()
    if found.closed_at is not None:
        faults["worker"] = "This case is closed: nobody can be given it."
    elif not scopes.able(by.org, Permission.WRITE_RECORD, today, team=found.team_id).filter(pk=worker).exists():
        faults["worker"] = "Choose somebody who works here, and to whom the case would then be open."
    elif current is not None and current.worker_id == worker:
        faults["worker"] = "They hold this case already. Choose somebody else."
    elif read is not None and {current.pk if current else None} - {None} != set(read):
        whose = f"{current.worker.name} holds this case" if current else "Nobody holds this case any more"
        faults["worker"] = (
            f"{whose} since you opened the page. Read what stands here now. Save again if you still want to."
        )
    elif current is not None and current.from_at >= at:
        faults["worker"] = (
            f"It was given to {current.worker.name} a moment ago. Look at the case again before you change it."
        )
    if faults:
        raise Refused(faults)
    if current is not None:
        end_allocation(current, why.strip(), by=by, at=at)
    moved = _follow(found, worker, by, at)
    made = Allocation.objects.create(
        org_id=by.org, case_id=case, worker_id=worker, from_at=at, why=why.strip(), allocated_by_id=by.worker
    )
    tell_allocation(case, current, by=by, at=at)
    if Restriction.objects.filter(org_id=by.org, case_id=case, to_at__isnull=True).exists():
        _name(case, [worker], by, at)
    record_event(
        by, Act.CASE_ALLOCATED, case_id=case, child_id=found.child_id, about_id=made.pk, why=why.strip(), detail=moved
    )


def tell_allocation(case: UUID, before: Allocation | None, *, by: Viewer, at: datetime) -> None:
    """Tells the clocks that somebody holds a case from now on, and that it changed hands where `before` held it; whoever
    calls leaves the event of the trail."""
    kinds = [EventKind.ALLOCATED, *([EventKind.WORKER_CHANGED] if before else [])]
    Event.objects.bulk_create(
        Event(org_id=by.org, case_id=case, kind=kind, happened_at=at, recorded_at=at, recorded_by_id=by.worker)
        for kind in kinds
    )


def end_allocation(spell: Allocation, why: str, *, by: Viewer, at: datetime) -> None:
    """Ends that somebody holds a case; whoever calls leaves the event."""
    spell.to_at, spell.ended_by_id, spell.ended_why = at, by.worker, why
    spell.save(update_fields=["to_at", "ended_by_id", "ended_why"])


def _follow(case: Case, worker: UUID, by: Viewer, at: datetime) -> dict[str, object]:
    """A case goes with its worker: to their team, where they are in another; so that a supervisor of theirs sees it."""
    teams = scopes.members(by.org, at.astimezone(LONDON).date()).filter(worker_id=worker).order_by("from_date", "pk")
    theirs = list(teams.values_list("team_id", flat=True))
    if not theirs or case.team_id in theirs:
        return {}
    before, case.team_id = case.team_id, theirs[0]
    case.save(update_fields=["team_id"])
    return {"from_team": str(before), "to_team": str(case.team_id)}


def close_case(case: UUID, why: str, *, by: Viewer, at: datetime, closed_at: datetime | None = None) -> None:
    """Closes a case, and ends that somebody holds it, for the same reason. A supervisor of its team or a service manager;
    event CASE_CLOSED.

    Parameters
    ----------
    closed_at : when the work ended, where that was before `at`.

    Raises
    ------
    NotThere, NotAllowed : as `check_can_close`. Refused : no reason, or a moment ahead, or before the case was opened or
    given to whoever holds it.
    """
    one_at_a_time_on(case, by=by)
    found = check_can_close(by, case)
    ended = closed_at or at
    current = (
        Allocation.objects.filter(org_id=by.org, case_id=case, to_at__isnull=True).select_related("worker").first()
    )
    if faults := reason(why) | closing_faults(found, current, ended, at):
        raise Refused(faults)
    if current is not None:
        end_allocation(current, why.strip(), by=by, at=ended)
    found.closed_at, found.closed_by_id, found.closed_why = ended, by.worker, why.strip()
    found.save(update_fields=["closed_at", "closed_by_id", "closed_why"])
    record_event(by, Act.CASE_CLOSED, case_id=case, child_id=found.child_id, why=why.strip())


def closing_faults(found: Case, current: Allocation | None, ended: datetime, at: datetime) -> dict[str, str]:
    """What is wrong with the moment at which the work on a case is said to have ended; `current`: who holds it."""
    if ended > at:
        return {"closed": "This lies ahead. Give the day on which the work ended."}
    if ended < found.opened_at:
        return {"closed": "This is before the case was opened. Check the day."}
    if current is not None and ended <= current.from_at:
        return {"closed": f"This is before the case was given to {current.worker.name}. Give that day or a later one."}
    return {}


def restrict_case(
    case: UUID, *, named: Collection[UUID], why: str, also: Collection[UUID] = (), by: Viewer, at: datetime
) -> None:
    """Restricts a case to named people, and others of the family with it: to anyone else they do not exist from now on,
    whatever their role. Whoever may restrict each of them; event CASE_RESTRICTED on each. Its allocated worker is always one
    of those named on a case.

    Parameters
    ----------
    also : other cases of the child or of the household, as `list_family_cases` tells of them.

    Raises
    ------
    NotThere, NotAllowed : as `check_can_restrict`. Refused : no reason, nobody named who could lift it again, or another
        case that is none of the family or cannot be restricted.
    """
    found = [check_can_restrict(by, case)]
    faults, today = reason(why), at.astimezone(LONDON).date()
    if others := set(also):
        if others <= {one.case for one in list_family_cases(by, case) if one.restrict}:
            found += Case.objects.filter(org_id=by.org, pk__in=others).order_by("reference")
        else:
            faults["also"] = "One of these cannot be restricted any more. Look at them again, and choose anew."
    people = set(scopes.able(by.org, Permission.SEE_CASE, today).filter(pk__in=named).values_list("pk", flat=True))
    may_lift = scopes.able(by.org, Permission.RESTRICT, today).filter(pk__in=people)
    if people != set(named):
        faults["named"] = "Choose people who work here, and whose role is about cases."
    elif not may_lift.exists():
        faults["named"] = (
            "Name at least one supervisor, service manager or safeguarding lead: somebody must be able to lift it again."
        )
    if faults:
        raise Refused(faults)
    held = dict(
        Allocation.objects.filter(org_id=by.org, case__in=found, to_at__isnull=True).values_list("case_id", "worker_id")
    )
    for one in found:
        _name(one.pk, people | ({held[one.pk]} if one.pk in held else set()), by, at)
        # Written before the restriction: afterwards whoever restricts it may be one of those from whom it is hidden.
        record_event(by, Act.CASE_RESTRICTED, case_id=one.pk, child_id=one.child_id, why=why.strip())
    Restriction.objects.bulk_create(
        Restriction(org_id=by.org, case_id=one.pk, from_at=at, restricted_by_id=by.worker, why=why.strip())
        for one in found
    )


def lift_restriction(case: UUID, *, why: str, also: Collection[UUID] = (), by: Viewer, at: datetime) -> None:
    """Lifts the restriction of a case, and of others of the family with it: they are there again for everyone within whose
    reach they are. Whoever may restrict each of them and is named on it; event RESTRICTION_LIFTED on each.

    Raises
    ------
    NotThere, NotAllowed : as `check_can_lift`. Refused : no reason, or another case that is none of the family or of which
        they cannot lift it.
    """
    found = [check_can_lift(by, case)]
    faults = reason(why)
    if others := set(also):
        if others <= {one.case for one in list_family_cases(by, case) if one.lift}:
            found += Case.objects.filter(org_id=by.org, pk__in=others).order_by("reference")
        else:
            faults["also"] = "One of these cannot be lifted any more. Look at them again, and choose anew."
    if faults:
        raise Refused(faults)
    Restriction.objects.filter(org_id=by.org, case__in=found, to_at__isnull=True).update(
        to_at=at, lifted_by_id=by.worker, lifted_why=why.strip()
    )
    NamedPerson.objects.filter(org_id=by.org, case__in=found, to_at__isnull=True).update(to_at=at)
    for one in found:
        record_event(by, Act.RESTRICTION_LIFTED, case_id=one.pk, child_id=one.child_id, why=why.strip())


def _name(case: UUID, people: Collection[UUID], by: Viewer, at: datetime) -> None:
    there = set(
        NamedPerson.objects.filter(org_id=by.org, case_id=case, to_at__isnull=True).values_list("worker_id", flat=True)
    )
    NamedPerson.objects.bulk_create(
        NamedPerson(org_id=by.org, case_id=case, worker_id=worker, from_at=at, named_by_id=by.worker)
        for worker in sorted(set(people) - there)
    )


def one_at_a_time_on(*cases: UUID, by: Viewer) -> None:
    """Waits until nobody else who asked for it writes on these cases, and keeps others waiting until this transaction ends:
    what is sent twice at once is then found written. One query."""
    list(Case.objects.select_for_update().filter(org_id=by.org, pk__in=cases).order_by("pk").values_list("pk"))


def too_long(text: str, most: int) -> str:
    """What is wrong with a text for which there is less room; '' for nothing."""
    return f"This is too long: {len(text):,} characters, and there is room for {most:,}." if len(text) > most else ""


def reason(why: str) -> dict[str, str]:
    """What is wrong with a reason, by field; nothing where it says something and is not too long."""
    if not why.strip():
        return {"why": "Say why."}
    if len(why) > LONGEST_WHY:
        return {"why": f"The reason is too long: {len(why):,} characters, and there is room for {LONGEST_WHY}."}
    return {}
