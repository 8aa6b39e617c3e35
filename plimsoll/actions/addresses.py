"""Writing where a household lives; protecting that, or how somebody round a child is reached, for people who are named; and
lifting it by two of these."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid4

from django.db.models import Q

from plimsoll.actions.audit import record_event
from plimsoll.actions.authorise import (
    check_can_lift_address,
    check_can_read_address,
    check_can_write,
    check_not_for_whom_they_stand_in,
)
from plimsoll.actions.cases import Refused, one_at_a_time_on, plain, reason
from plimsoll.core.access import NotAllowed, NotThere, Permission, Viewer
from plimsoll.core.calendar import LONDON
from plimsoll.core.terms import Act, ContactKind
from plimsoll.queries.addresses import list_homes, list_protections
from plimsoll.records import scopes
from plimsoll.records.models.addresses import AddressProtection, AddressReader, ProtectedAddress
from plimsoll.records.models.cases import Case
from plimsoll.records.models.families import Child, Household, HouseholdMember, NetworkContact

LONGEST_ADDRESS = 500


@dataclass(frozen=True)
class Where:
    """Where a household lives (`address`), or how somebody is reached: by telephone and email, and of a profession what they
    are, as a school or a surgery can say where a child lives."""

    address: str = ""
    telephone: str = ""
    email: str = ""
    part: str = ""


def write_address(case: UUID, home: UUID | None, address: str, *, by: Viewer, at: datetime) -> UUID:
    """Writes where a household of a case lives, in place of what stood; that stays in the history. Without `home` the child
    gets a household of their own from today on. Where the address is protected it goes to those named for it, and whoever
    writes it need not be one of them. Whoever may write on the case; event ADDRESS_WRITTEN, without it. The household.

    Raises
    ------
    NotThere, NotAllowed : as `check_can_write`, and where the case has no such household. Refused : nothing is written, or
        too much.
    """
    found = check_can_write(by, case)
    one_at_a_time_on(case, by=by)
    address = plain(address)
    faults = {}
    if not address:
        faults["address"] = "Write the address."
    elif len(address) > LONGEST_ADDRESS:
        faults["address"] = f"Write {LONGEST_ADDRESS} characters or fewer; these are {len(address)}."
    row = _home(found, home, by) if home else None
    if home is None and list_homes(by, found):
        faults["address"] = "A household is on record for this case by now. Go back, and change its address."
    if faults:
        raise Refused(faults)
    row = row or _new_home(found, by, at)
    protection = list_protections(by, [row.pk]).get(row.pk)
    if protection is not None:
        _keep(protection.id, Where(address), by, at)
    else:
        row.address = address
        row.save(update_fields=["address"])
    record_event(by, Act.ADDRESS_WRITTEN, case_id=case, child_id=found.child_id, about_id=row.pk)
    return row.pk


def write_reach(case: UUID, contact: UUID, said: Where, *, by: Viewer, at: datetime) -> None:
    """Writes how somebody round the child of a case is reached, where that is protected: for those named for it. Whoever may
    write on the case; event ADDRESS_WRITTEN, without it.

    Raises
    ------
    NotThere, NotAllowed : as `check_can_write`, and where nobody like that is round the child or it is not protected.
        Refused : nothing is written.
    """
    found = check_can_write(by, case)
    one_at_a_time_on(case, by=by)
    row = _contact(found, contact, by)
    protection = list_protections(by, [row.pk]).get(row.pk)
    if protection is None:
        raise NotThere
    if not (said.telephone or said.email or said.part):
        raise Refused({"telephone": "Write at least one way in which they are reached."})
    _keep(protection.id, said, by, at)
    record_event(by, Act.ADDRESS_WRITTEN, case_id=case, child_id=found.child_id, about_id=row.pk)


def protect_address(
    case: UUID,
    *,
    home: UUID | None = None,
    contact: UUID | None = None,
    named: Collection[UUID],
    ask: UUID | None,
    why: str,
    by: Viewer,
    at: datetime,
) -> UUID:
    """Protects where a household of a case lives, or how somebody round its child is reached: from now on it is there for
    the people named alone, and in no history beside theirs. Whoever may write on the case; event ADDRESS_PROTECTED. The
    protection. One of which nobody who is named works here any more is taken as over: what it held stays with nobody, and
    the address is written anew.

    Parameters
    ----------
    home, contact : of which of them; one of the two. ask : who of those named is asked by everyone else.

    Raises
    ------
    NotThere, NotAllowed : as `check_can_write`, and where the case has no such household or person. Refused : no reason, it
        is protected already, or nobody named who could agree that it is lifted.
    """
    found = check_can_write(by, case)
    one_at_a_time_on(case, by=by)
    row = _home(found, home, by) if home else _contact(found, contact, by)
    faults = reason(why) | _named_faults(named, ask, by, at)
    before = AddressProtection.objects.select_for_update().filter(_of(row), org_id=by.org, to_at__isnull=True).first()
    if before is not None and not scopes.address_lost(before.pk, at.astimezone(LONDON).date()):
        faults["named"] = "This is protected already. Those who are named for it can name others."
    if faults:
        raise Refused(faults)
    if before is not None:
        before.to_at, before.lifted_by_id, before.lifted_why = at, by.worker, why.strip()
        before.lift_asked_at = before.lift_asked_by = before.lift_why = None
        before.save()
    about: dict[str, UUID | None] = (
        {"household_id": row.pk} if isinstance(row, Household) else {"contact_id": row.pk, "child_id": row.child_id}
    )
    made = AddressProtection(
        org_id=by.org, id=uuid4(), **about, ask_id=ask, from_at=at, marked_by_id=by.worker, why=why.strip()
    )
    made.save(force_insert=True)
    # Written before anything else is: whoever protects an address may be one of those who no longer read it.
    _name(made.pk, named, by, at)
    if isinstance(row, Household):
        _keep(made.pk, Where(row.address), by, at, stood=True)
        row.address, row.address_protected = "", True
        row.save(update_fields=["address", "address_protected"])
    else:
        profession = row.kind == ContactKind.PROFESSIONAL
        _keep(made.pk, Where("", row.telephone, row.email, row.part if profession else ""), by, at, stood=True)
        row.telephone, row.email, row.reach_protected = "", "", True
        row.part = "" if profession else row.part
        row.save(update_fields=["telephone", "email", "part", "reach_protected"])
    scopes.forget_address(made.pk)
    record_event(by, Act.ADDRESS_PROTECTED, case_id=case, child_id=found.child_id, about_id=made.pk, why=why.strip())
    return made.pk


def name_readers(
    case: UUID, protection: UUID, *, named: Collection[UUID], ask: UUID | None, by: Viewer, at: datetime
) -> None:
    """Names who may read a protected address from now on, in place of those who could. Whoever is named for it; event
    ADDRESS_NAMED, which names nobody.

    Raises
    ------
    NotThere, NotAllowed : as `check_can_read_address`. Refused : nobody named who could agree that it is lifted.
    """
    found = check_can_read_address(by, case, protection)
    row = AddressProtection.objects.select_for_update().get(org_id=by.org, pk=protection)
    if faults := _named_faults(named, ask, by, at):
        raise Refused(faults)
    there = AddressReader.objects.filter(org_id=by.org, protection_id=protection, to_at__isnull=True)
    had = set(there.values_list("worker_id", flat=True))
    row.ask_id = ask
    if row.lift_asked_by_id not in named:
        row.lift_asked_at = row.lift_asked_by = row.lift_why = None
    row.save(update_fields=["ask", "lift_asked_at", "lift_asked_by", "lift_why"])
    _name(protection, set(named) - had, by, at)
    there.filter(worker_id__in=had - set(named)).update(to_at=at)
    record_event(by, Act.ADDRESS_NAMED, case_id=case, child_id=found.child_id, about_id=protection)


def ask_to_lift(case: UUID, protection: UUID, *, why: str, by: Viewer, at: datetime) -> None:
    """Asks that an address is protected no longer; nothing changes until another one of those named agrees. Whoever is named
    for it and may restrict the case; event ADDRESS_LIFT_ASKED.

    Raises
    ------
    NotThere, NotAllowed : as `check_can_lift_address`. Refused : no reason, somebody asked already, or nobody else could
        agree.
    """
    found = check_can_lift_address(by, case, protection)
    row = AddressProtection.objects.select_for_update().get(org_id=by.org, pk=protection)
    faults = reason(why)
    others = AddressReader.objects.filter(org_id=by.org, protection_id=protection, to_at__isnull=True)
    able = scopes.able(by.org, Permission.RESTRICT, at.astimezone(LONDON).date()).exclude(pk=by.worker)
    if row.lift_asked_at is not None:
        faults["why"] = "Somebody has asked for this already. Go back, and agree or do not."
    elif not able.filter(pk__in=others.values("worker_id")).exists():
        faults["why"] = "Nobody else who is named could agree. Name another supervisor or manager for it first."
    if faults:
        raise Refused(faults)
    row.lift_asked_at, row.lift_asked_by_id, row.lift_why = at, by.worker, why.strip()
    row.save(update_fields=["lift_asked_at", "lift_asked_by", "lift_why"])
    record_event(
        by, Act.ADDRESS_LIFT_ASKED, case_id=case, child_id=found.child_id, about_id=protection, why=why.strip()
    )


def decide_lift(case: UUID, protection: UUID, *, agree: bool, why: str, by: Viewer, at: datetime) -> None:
    """Agrees that an address is protected no longer, or does not. Agreed, it stands with its household or person again, for
    all who may read the record; its past stays with those named. Whoever is named for it and may restrict the case, but not
    who asked; event ADDRESS_LIFTED or ADDRESS_LIFT_REFUSED.

    Raises
    ------
    NotThere, NotAllowed : as `check_can_lift_address`, and where nobody asked. Refused : no reason.
    """
    found = check_can_lift_address(by, case, protection)
    row = AddressProtection.objects.select_for_update().get(org_id=by.org, pk=protection)
    if row.lift_asked_by_id is None:
        raise NotThere
    if row.lift_asked_by_id == by.worker:
        raise NotAllowed("You asked for this yourself. Somebody else who is named has to agree.")
    check_not_for_whom_they_stand_in(by, Permission.RESTRICT, row.lift_asked_by_id)
    if faults := reason(why):
        raise Refused(faults)
    if agree:
        _put_back(row, by)
        row.to_at, row.lifted_by_id, row.lifted_why = at, by.worker, why.strip()
    else:
        row.lift_asked_at = row.lift_asked_by = row.lift_why = None
    row.save()
    act = Act.ADDRESS_LIFTED if agree else Act.ADDRESS_LIFT_REFUSED
    record_event(by, act, case_id=case, child_id=found.child_id, about_id=protection, why=why.strip())


def _put_back(row: AddressProtection, by: Viewer) -> None:
    last = ProtectedAddress.objects.filter(org_id=by.org, protection_id=row.pk).order_by("-written_at", "-pk")[0]
    if row.household_id:
        Household.objects.filter(org_id=by.org, pk=row.household_id).update(
            address=last.address, address_protected=False
        )
        return
    contact = NetworkContact.objects.select_for_update().get(org_id=by.org, pk=row.contact_id)
    contact.telephone, contact.email, contact.reach_protected = last.telephone, last.email, False
    contact.part = last.part or contact.part
    contact.save(update_fields=["telephone", "email", "part", "reach_protected"])


def _of(row: Household | NetworkContact) -> Q:
    return Q(household_id=row.pk) if isinstance(row, Household) else Q(contact_id=row.pk)


def _home(found: Case, home: UUID | None, by: Viewer) -> Household:
    row = Household.objects.select_for_update().filter(org_id=by.org, pk=home).first()
    if row is None or row.pk not in {one.id for one in list_homes(by, found)}:
        raise NotThere
    return row


def _contact(found: Case, contact: UUID | None, by: Viewer) -> NetworkContact:
    rows = NetworkContact.objects.select_for_update().filter(org_id=by.org, pk=contact, child_id=found.child_id)
    row = rows.first() if contact and found.child_id else None
    if row is None:
        raise NotThere
    return row


def _new_home(found: Case, by: Viewer, at: datetime) -> Household:
    """A household of the child's own, by the family's name."""
    child = Child.objects.get(org_id=by.org, pk=found.child_id)
    row = Household.objects.create(org_id=by.org, name=f"{child.family_name or child.reference} household"[:200])
    HouseholdMember.objects.create(
        org_id=by.org, child_id=child.pk, household_id=row.pk, from_date=at.astimezone(LONDON).date()
    )
    return row


def _keep(protection: UUID, said: Where, by: Viewer, at: datetime, *, stood: bool = False) -> None:
    """Keeps what is protected; `stood`: it stood there before, and nobody writes it now."""
    ProtectedAddress(
        org_id=by.org, id=uuid4(), protection_id=protection, address=said.address, telephone=said.telephone,
        email=said.email, part=said.part, written_at=at, written_by_id=None if stood else by.worker,
    ).save(force_insert=True)  # fmt: skip


def _name(protection: UUID, people: Collection[UUID], by: Viewer, at: datetime) -> None:
    AddressReader.objects.bulk_create(
        AddressReader(org_id=by.org, protection_id=protection, worker_id=one, from_at=at, named_by_id=by.worker)
        for one in sorted(people)
    )


def _named_faults(named: Collection[UUID], ask: UUID | None, by: Viewer, at: datetime) -> dict[str, str]:
    today = at.astimezone(LONDON).date()
    there = scopes.able(by.org, Permission.READ_RECORD, today).filter(pk__in=named)
    faults = {}
    if not named or set(there.values_list("pk", flat=True)) != set(named):
        faults["named"] = "Choose people who work here, and whose role reads records."
    elif not scopes.able(by.org, Permission.RESTRICT, today).filter(pk__in=named).exists():
        faults["named"] = (
            "Name at least one supervisor, service manager or safeguarding lead: somebody must be able to lift it again."
        )
    if ask not in named:
        faults["ask"] = "Choose one of those whom you name: everyone else is told to ask them."
    return faults
