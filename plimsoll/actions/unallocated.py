"""What is done about a case while nobody holds it."""

from datetime import datetime
from uuid import UUID

from plimsoll.actions.audit import record_event
from plimsoll.actions.authorise import check_can_review_unallocated
from plimsoll.actions.cases import LONGEST_WHY, Refused, one_at_a_time_on, plain, too_long
from plimsoll.core.access import Viewer
from plimsoll.core.terms import Act, EventKind
from plimsoll.records.models.cases import Event

_ASKED = {
    "risk": "Say what the risk is now, and what has changed.",
    "safe": "Say what keeps the child safe while nobody holds the case.",
    "next": "Say who sees the child next, and when, and what is done to find a worker.",
}


def review_unallocated(
    case: UUID, *, key: UUID, risk: str, safe: str, next_step: str, by: Viewer, at: datetime
) -> UUID:
    """Weighs the risk of a case that nobody holds, in words: what the risk is, what keeps the child safe meanwhile, who sees
    the child next. The clock of such reviews runs anew from then. Whoever may give the case to a worker; event
    UNALLOCATED_REVIEWED.

    Parameters
    ----------
    key : the id of the record, made with the form, so that what is sent twice is written once.

    Raises
    ------
    NotThere, NotAllowed : as `check_can_review_unallocated`. Refused : something is not said, or too long.
    """
    found = check_can_review_unallocated(by, case)
    said = {"risk": plain(risk), "safe": plain(safe), "next": plain(next_step)}
    faults = {field: _ASKED[field] for field, text in said.items() if not text}
    faults |= {field: fault for field, text in said.items() if (fault := too_long(text, LONGEST_WHY))}
    if faults:
        raise Refused(faults)
    one_at_a_time_on(case, by=by)
    if Event.objects.filter(org_id=by.org, pk=key).exists():
        return key
    Event.objects.create(
        id=key, org_id=by.org, case_id=case, kind=EventKind.UNALLOCATED_REVIEWED, happened_at=at, recorded_at=at,
        recorded_by_id=by.worker,
        note=f"Risk now: {said['risk']}\n\nWhat keeps the child safe: {said['safe']}\n\nNext: {said['next']}",
    )  # fmt: skip
    record_event(by, Act.UNALLOCATED_REVIEWED, case_id=case, child_id=found.child_id, about_id=key)
    return key
