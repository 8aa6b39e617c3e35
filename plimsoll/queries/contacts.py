"""Contacts: what came in and is not yet a referral, what each came to, and those of the same child before."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from plimsoll.core.access import Permission, Viewer
from plimsoll.core.terms import ContactOutcome
from plimsoll.records import scopes
from plimsoll.records.models.cases import Case
from plimsoll.records.models.referrals import ContactDecision, Referral

AGAIN_DAYS, DECIDED_DAYS = 365, 28
ENDS = frozenset({ContactOutcome.NO_FURTHER_ACTION, ContactOutcome.ADVICE})


@dataclass(frozen=True)
class ContactBefore:
    """A contact about a child. outcome : what it came to, None while nobody has said."""

    case: UUID
    child: UUID | None
    reference: str
    received_at: datetime
    outcome: ContactOutcome | None
    why: str


@dataclass(frozen=True)
class TakenUp:
    """That a contact which waits was decided before, and why it was taken up again."""

    at: datetime
    by: str
    why: str


@dataclass(frozen=True)
class DecidedContact:
    """What a contact came to. advice, told : what was advised and to whom, '' where that is not what it came to."""

    case: UUID
    child: UUID | None
    reference: str
    name: str
    received_at: datetime
    outcome: ContactOutcome
    why: str
    advice: str
    told: str
    by: str
    at: datetime


def _latest(viewer: Viewer, cases: Collection[UUID]) -> dict[UUID, ContactDecision]:
    """What was last said of the contact of each case. One query."""
    rows = ContactDecision.objects.filter(org_id=viewer.org, case_id__in=list(cases)).select_related("decided_by")
    return {row.case_id: row for row in rows.order_by("decided_at", "pk")}


def contacts_waiting(viewer: Viewer, cases: Collection[UUID]) -> dict[UUID, TakenUp | None]:
    """Of open referrals those that are contacts of which nobody has said what they come to, with why each was taken up
    again, if it was. Two queries."""
    rows = Referral.objects.filter(org_id=viewer.org, case_id__in=list(cases), contact=True)
    found = set(rows.values_list("case_id", flat=True))
    said = _latest(viewer, found)
    waits: dict[UUID, TakenUp | None] = {}
    for case in found:
        last = said.get(case)
        if last is None:
            waits[case] = None
        elif last.outcome == ContactOutcome.TAKEN_UP_AGAIN:
            waits[case] = TakenUp(last.decided_at, last.decided_by.name, last.why)
    return waits


def waits_as_contact(viewer: Viewer, case: UUID) -> bool:
    """Whether an open referral is a contact of which nobody has said what it comes to. Two queries."""
    return case in contacts_waiting(viewer, [case])


def ends_as_contact(viewer: Viewer, case: UUID) -> bool:
    """Whether a closed case ended by what its contact came to. One query."""
    last = _latest(viewer, [case]).get(case)
    return last is not None and last.outcome in ENDS


def list_contacts_of(viewer: Viewer, children: Iterable[UUID], now: datetime) -> tuple[ContactBefore, ...]:
    """The contacts of twelve months about some children, of those that the viewer may read, the earliest first. Two
    queries."""
    mine = scopes.cases(viewer, Permission.READ_RECORD).filter(child_id__in=list(children))
    rows = Referral.objects.filter(
        org_id=viewer.org, case__in=mine, contact=True, received_at__gte=now - timedelta(AGAIN_DAYS)
    )
    found = list(rows.select_related("case").order_by("received_at", "pk"))
    said = _latest(viewer, [row.case_id for row in found])
    return tuple(_before(row, said.get(row.case_id)) for row in found)


def _before(row: Referral, said: ContactDecision | None) -> ContactBefore:
    waits = said is None or said.outcome == ContactOutcome.TAKEN_UP_AGAIN
    return ContactBefore(
        row.case_id, row.case.child_id, row.case.reference, row.received_at,
        None if waits or said is None else ContactOutcome(said.outcome), "" if waits or said is None else said.why,
    )  # fmt: skip


def list_decided_contacts(viewer: Viewer, now: datetime) -> tuple[DecidedContact, ...]:
    """What contacts came to in the last four weeks, of those that the viewer may read, the latest first; of one that was
    taken up again only what was said since. Three queries."""
    mine = scopes.cases(viewer, Permission.READ_RECORD)
    rows = ContactDecision.objects.filter(
        org_id=viewer.org, decided_at__gte=now - timedelta(DECIDED_DAYS), case__in=mine
    ).select_related("case__child", "decided_by")
    latest = {row.case_id: row for row in rows.order_by("decided_at", "pk")}
    last = sorted(latest.values(), key=lambda row: row.decided_at, reverse=True)
    came = Referral.objects.filter(org_id=viewer.org, case_id__in=list(latest))
    received = dict(came.values_list("case_id", "received_at"))
    return tuple(_decided(row, received[row.case_id]) for row in last if row.outcome != ContactOutcome.TAKEN_UP_AGAIN)


def _decided(row: ContactDecision, received_at: datetime) -> DecidedContact:
    case: Case = row.case
    name = f"{case.child.given_name} {case.child.family_name}".strip() if case.child else case.reference
    return DecidedContact(
        row.case_id, case.child_id, case.reference, name, received_at, ContactOutcome(row.outcome), row.why, row.advice,
        row.told, row.decided_by.name, row.decided_at,
    )  # fmt: skip
