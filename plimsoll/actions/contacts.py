"""Saying what a contact comes to, and taking up again one of which that was said wrongly."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from plimsoll.actions.audit import record_event
from plimsoll.actions.authorise import check_can_decide_contact, check_can_take_up_contact
from plimsoll.actions.cases import Refused, one_at_a_time_on, reason, too_long
from plimsoll.actions.referrals import BECOMES, close_by, go_on, happened, meanwhile
from plimsoll.actions.workload import weigh
from plimsoll.core.access import Viewer
from plimsoll.core.terms import Act, ContactOutcome, EventKind, TriageOutcome
from plimsoll.queries.contacts import ENDS
from plimsoll.queries.referrals import in_danger, that_stand
from plimsoll.records.models.cases import Event
from plimsoll.records.models.people import Team
from plimsoll.records.models.referrals import ContactDecision

LONGEST_ADVICE, LONGEST_TOLD = 2000, 200
OUTCOMES = tuple(word for word in ContactOutcome if word is not ContactOutcome.TAKEN_UP_AGAIN)


@dataclass(frozen=True)
class Comes:
    """What a contact comes to, and why. advice, told : what was advised, and to whom; team : that which helps early."""

    outcome: ContactOutcome
    why: str
    advice: str = ""
    told: str = ""
    team: UUID | None = None


def decide_contact(case: UUID, said: Comes, *, by: Viewer, at: datetime) -> UUID:
    """Says what a contact comes to. With no further action or advice it is closed, and stays on record with the reason; as
    early help it goes on with a team; as a referral it waits to be triaged, from when it came in. Whoever may triage it;
    event CONTACT_DECIDED. The id of what was said.

    Raises
    ------
    NotThere, NotAllowed : as `check_can_decide_contact`. Refused : no reason, no advice or nobody it was given to, no team,
    or the child may be in danger and it is not to be a referral.
    """
    one_at_a_time_on(case, by=by)
    found = check_can_decide_contact(by, case)
    if faults := _faults(said, in_danger(by, case), by) | meanwhile(case, by, at) | _said_meanwhile(case, by, at):
        raise Refused(faults)
    advised = said.outcome is ContactOutcome.ADVICE
    advice, told = (said.advice.strip(), said.told.strip()) if advised else ("", "")
    why, label = said.why.strip(), said.outcome.label
    row = ContactDecision.objects.create(
        org_id=by.org, case_id=case, outcome=said.outcome, why=why, advice=advice, told=told, decided_at=at,
        decided_by_id=by.worker,
    )  # fmt: skip
    words = f"{label[:1].upper()}{label[1:]}: {why}" + (f"\n\nAdvice to {told}: {advice}" if advised else "")
    happened(case, EventKind.CONTACT_DECIDED, at, words, by, at)
    detail: dict[str, object] = {"outcome": said.outcome.value}
    if said.outcome in ENDS:
        close_by(found, label, why, by, at)
    elif said.outcome is ContactOutcome.EARLY_HELP:
        assert said.team is not None, "without a team it was refused"
        detail |= go_on(found, *BECOMES[TriageOutcome.EARLY_HELP], said.team, by, at)
    else:
        came = list(that_stand(by, [case], EventKind.CONTACT_RECEIVED).order_by("happened_at", "recorded_at", "pk"))
        # What was said stands with the first; the clock runs from the last.
        happened(case, EventKind.REFERRAL_RECEIVED, came[-1].happened_at, came[0].note, by, at)
        weigh(by.org, [case], at)
    record_event(
        by, Act.CONTACT_DECIDED, case_id=case, child_id=found.child_id, about_id=row.pk, why=why, detail=detail
    )
    return row.pk


def _faults(said: Comes, danger: bool, by: Viewer) -> dict[str, str]:
    faults = reason(said.why)
    if said.outcome not in OUTCOMES:
        faults["outcome"] = "Choose what it comes to."
    elif danger and said.outcome is not ContactOutcome.REFERRAL:
        faults["outcome"] = "The child may be in danger now, so this is a referral: choose that."
    if said.outcome is ContactOutcome.ADVICE:
        if not said.advice.strip():
            faults["advice"] = "Write what you advised."
        elif fault := too_long(said.advice, LONGEST_ADVICE):
            faults["advice"] = fault
        if not said.told.strip():
            faults["told"] = "Write to whom you gave it."
        elif fault := too_long(said.told, LONGEST_TOLD):
            faults["told"] = fault
    teams = Team.objects.filter(org_id=by.org, pk=said.team, closed_on__isnull=True)
    if said.outcome is ContactOutcome.EARLY_HELP and (said.team is None or not teams.exists()):
        faults["team"] = "Choose the team that helps early."
    return faults


def take_up_contact(case: UUID, why: str, *, by: Viewer, at: datetime) -> UUID:
    """Takes up again a contact that was closed wrongly: what was said stays, and it waits anew, its clock from now. Whoever
    may triage it; event CONTACT_TAKEN_UP. The id of what was said.

    Raises
    ------
    NotThere, NotAllowed : as `check_can_take_up_contact`. Refused : no reason, or its team is closed.
    """
    one_at_a_time_on(case, by=by)
    found = check_can_take_up_contact(by, case)
    faults = reason(why) | _said_meanwhile(case, by, at)
    if Team.objects.filter(org_id=by.org, pk=found.team_id, closed_on__isnull=False).exists():
        faults["why"] = "Its team is closed, so it would be in nobody's queue. Take a new contact in for another team."
    if faults:
        raise Refused(faults)
    row = ContactDecision.objects.create(
        org_id=by.org, case_id=case, outcome=ContactOutcome.TAKEN_UP_AGAIN, why=why.strip(), decided_at=at,
        decided_by_id=by.worker,
    )  # fmt: skip
    _withdraw(case, by, at)
    before = found.closed_why or ""
    found.closed_at = found.closed_by_id = found.closed_why = None
    found.save(update_fields=["closed_at", "closed_by_id", "closed_why"])
    told = f"The contact is taken up again: {why.strip()} Closed before: {before}"
    happened(case, EventKind.CASE_REOPENED, at, told, by, at)
    happened(case, EventKind.CONTACT_RECEIVED, at, f"Taken up again: {why.strip()}", by, at)
    weigh(by.org, [case], at)
    record_event(by, Act.CONTACT_TAKEN_UP, case_id=case, child_id=found.child_id, about_id=row.pk, why=why.strip())
    return row.pk


def _said_meanwhile(case: UUID, by: Viewer, at: datetime) -> dict[str, str]:
    """That the last word on the contact is no earlier than this one: the latest holds, and of the two it would be chance."""
    said = ContactDecision.objects.filter(org_id=by.org, case_id=case, decided_at__gte=at)
    return {"why": "Somebody said what it comes to a moment ago. Look at it again."} if said.exists() else {}


def _withdraw(case: UUID, by: Viewer, at: datetime) -> None:
    """What was decided meets no clock any more, even on the same day; the words of it stay where they were written."""
    for event in that_stand(by, [case], EventKind.CONTACT_DECIDED):
        Event.objects.create(
            org_id=by.org, case_id=case, kind=event.kind, happened_at=event.happened_at, recorded_at=at,
            recorded_by_id=by.worker, replaces_id=event.pk, withdraws=True,
        )  # fmt: skip
