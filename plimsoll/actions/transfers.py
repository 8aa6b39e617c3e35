"""Giving a case to another team: proposed with a handover, accepted or declined there. Until then it stays where it is."""

from dataclasses import dataclass, fields
from datetime import datetime
from uuid import UUID

from plimsoll.actions.audit import record_event
from plimsoll.actions.authorise import check_can_take_back_transfer, check_can_take_transfer, check_can_transfer
from plimsoll.actions.cases import (
    Refused,
    end_allocation,
    one_at_a_time_on,
    plain,
    reason,
    tell_allocation,
    too_long,
)
from plimsoll.actions.workload import weigh
from plimsoll.core.access import Viewer
from plimsoll.core.calendar import LONDON
from plimsoll.core.terms import Act, EventKind
from plimsoll.queries.transfers import list_other_teams, list_takers
from plimsoll.records.models.cases import Allocation, Case, Event
from plimsoll.records.models.life import CaseTransfer

LONGEST_PART = 2_000
_ASKED = {
    "due": "Say what is due, and what is agreed with whom.",
    "worries": "Say what worries you. Where nothing does, write that.",
    "child_told": "Say what the child and the family were told.",
    "who_knows": "Say who else knows of it.",
}


@dataclass(frozen=True)
class Handover:
    """What whoever gives a case away says to whoever takes it."""

    due: str
    worries: str
    child_told: str
    who_knows: str
    why: str


def propose_transfer(case: UUID, team: UUID | None, said: Handover, *, by: Viewer, at: datetime) -> UUID:
    """Offers a case to another team, with a handover; nothing changes until somebody there accepts. Whoever may give the
    case to a worker; event TRANSFER_PROPOSED.

    Raises
    ------
    NotThere, NotAllowed : as `check_can_transfer`. Refused : no such team, or something of the handover is not said.
    """
    one_at_a_time_on(case, by=by)
    found = check_can_transfer(by, case)
    texts = {one.name: plain(getattr(said, one.name)) for one in fields(said)}
    faults = reason(texts["why"])
    faults |= {name: sentence for name, sentence in _ASKED.items() if not texts[name]}
    faults |= {name: fault for name in _ASKED if (fault := too_long(texts[name], LONGEST_PART))}
    if team not in {key for key, _ in list_other_teams(by, case)}:
        faults["team"] = "Choose the team that is to take it."
    if faults:
        raise Refused(faults)
    row = CaseTransfer.objects.create(
        org_id=by.org, case=found, from_team_id=found.team_id, to_team_id=team, proposed_at=at, proposed_by_id=by.worker,
        **texts,
    )  # fmt: skip
    _trail(Act.TRANSFER_PROPOSED, row, found, row.why, by)
    return row.pk


def take_back_transfer(case: UUID, why: str, *, by: Viewer, at: datetime) -> None:
    """Takes back that a case is offered to another team. Whoever may give it to a worker; event TRANSFER_WITHDRAWN.

    Raises
    ------
    NotThere, NotAllowed : as `check_can_take_back_transfer`. Refused : no reason.
    """
    row = check_can_take_back_transfer(by, case)
    if faults := reason(why):
        raise Refused(faults)
    row.withdrawn_at, row.withdrawn_by_id, row.withdrawn_why = at, by.worker, why.strip()
    row.save(update_fields=["withdrawn_at", "withdrawn_by_id", "withdrawn_why"])
    _trail(Act.TRANSFER_WITHDRAWN, row, Case.objects.get(org_id=by.org, pk=case), why.strip(), by)


def decline_transfer(transfer: UUID, why: str, *, by: Viewer, at: datetime) -> None:
    """Declines a case that is offered: it stays where it is. Whoever may give cases of the receiving team to workers, and
    did not propose it; event TRANSFER_DECLINED.

    Raises
    ------
    NotThere : as `check_can_take_transfer`. Refused : no reason.
    """
    row = check_can_take_transfer(by, transfer)
    if faults := reason(why):
        raise Refused(faults)
    _decided(row, why, accepted=False, by=by, at=at)
    _trail(Act.TRANSFER_DECLINED, row, Case.objects.get(org_id=by.org, pk=row.case_id), why.strip(), by)


def accept_transfer(transfer: UUID, why: str, *, worker: UUID | None, by: Viewer, at: datetime) -> UUID:
    """Accepts a case that is offered: from now on it is the receiving team's, and held by one of them or in its unallocated
    queue. Whoever may give cases of that team to workers, and did not propose it; event TRANSFER_ACCEPTED. The case.

    Raises
    ------
    NotThere : as `check_can_take_transfer`. Refused : no reason, no such worker, or the case is not where it was.
    """
    row = check_can_take_transfer(by, transfer)
    case = Case.objects.select_for_update().get(org_id=by.org, pk=row.case_id)
    current = Allocation.objects.filter(org_id=by.org, case=case, to_at__isnull=True).first()
    faults = reason(why)
    takers = {key for key, _ in list_takers(by, row.to_team_id, at.astimezone(LONDON).date())}
    if worker is not None and worker not in takers:
        faults["worker"] = "Choose somebody of your team to whom the case would be open, or nobody yet."
    if case.closed_at is not None or case.team_id != row.from_team_id:
        faults["transfer"] = "The case has been closed or given to somebody else since. Decline it."
    elif current is not None and current.from_at >= at:
        faults["transfer"] = "The case was given to somebody a moment ago. Look at it again."
    if faults:
        raise Refused(faults)
    _decided(row, why, accepted=True, by=by, at=at)
    case.team_id = row.to_team_id
    case.save(update_fields=["team_id"])
    if current is not None and current.worker_id != worker:
        end_allocation(current, f"given to {row.to_team.name}", by=by, at=at)
    if worker is not None and (current is None or current.worker_id != worker):
        Allocation.objects.create(
            org_id=by.org, case=case, worker_id=worker, from_at=at, why=why.strip(), allocated_by_id=by.worker
        )
        tell_allocation(case.pk, current, by=by, at=at)
    told = f"{row.from_team.name} to {row.to_team.name}.\n\nDue: {row.due}\n\nWorries: {row.worries}"
    told += f"\n\nThe child and the family were told: {row.child_told}\n\nWho else knows: {row.who_knows}"
    for kind, note in ((EventKind.CASE_TRANSFERRED, told), (EventKind.HANDOVER_RECORDED, "")):
        Event.objects.create(
            org_id=by.org, case=case, kind=kind, happened_at=at, recorded_at=at, recorded_by_id=by.worker, note=note
        )
    weigh(by.org, [case.pk], at)
    _trail(Act.TRANSFER_ACCEPTED, row, case, why.strip(), by)
    return case.pk


def _decided(row: CaseTransfer, why: str, *, accepted: bool, by: Viewer, at: datetime) -> None:
    row.decided_at, row.decided_by_id, row.decided_why, row.accepted = at, by.worker, why.strip(), accepted
    row.save(update_fields=["decided_at", "decided_by_id", "decided_why", "accepted"])


def _trail(act: Act, row: CaseTransfer, case: Case, why: str, by: Viewer) -> None:
    detail: dict[str, object] = {"from_team": str(row.from_team_id), "to_team": str(row.to_team_id)}
    record_event(by, act, case_id=case.pk, child_id=case.child_id, about_id=row.pk, why=why, detail=detail)
