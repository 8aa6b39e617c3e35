"""Noting that somebody says that something on record is wrong, and deciding what comes of it."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from plimsoll.actions.audit import record_event
from plimsoll.actions.authorise import check_can_write
from plimsoll.actions.cases import LONGEST_WHY, Refused, one_at_a_time_on, plain, too_long
from plimsoll.core.access import NotThere, Viewer
from plimsoll.core.calendar import LONDON
from plimsoll.core.terms import Act, DisputeOutcome
from plimsoll.records.models.disputes import DisputeNote
from plimsoll.records.models.written import CaseRecord

LONGEST_NAME, LONGEST_WRONG = 200, 5_000
AHEAD = "This lies ahead. Check the day."


@dataclass(frozen=True)
class Wrong:
    """Who says that something is wrong, what, and when that came."""

    by_name: str
    wrong: str
    received_on: date


def note_dispute(case: UUID, said: Wrong, *, key: UUID, record: UUID | None = None, by: Viewer, at: datetime) -> UUID:
    """Notes that somebody says that something on record is wrong; with `record`, that this record is. Whoever may write on
    the case; event DISPUTE_NOTED.

    Parameters
    ----------
    key : the id of the note, made with the form, so that what is sent twice is kept once.

    Raises
    ------
    NotThere, NotAllowed : as `check_can_write`; the record is not of this case. Refused : something is not said.
    """
    found = check_can_write(by, case)
    if record and not CaseRecord.objects.filter(org_id=by.org, case_id=case, pk=record).exists():
        raise NotThere
    one_at_a_time_on(case, by=by)
    if DisputeNote.objects.filter(org_id=by.org, case_id=case, pk=key).exists():
        return key
    name, wrong = plain(said.by_name), plain(said.wrong)
    faults = {"by_name": too_long(name, LONGEST_NAME) if name else "Write who says so."}
    faults["wrong"] = too_long(wrong, LONGEST_WRONG) if wrong else "Write what is wrong, in their words."
    faults["received_on"] = AHEAD if said.received_on > at.astimezone(LONDON).date() else ""
    if any(faults.values()):
        raise Refused({field: fault for field, fault in faults.items() if fault})
    DisputeNote.objects.create(
        org_id=by.org, id=key, case_id=case, record_id=record, by_name=name, wrong=wrong, received_on=said.received_on,
        noted_at=at, noted_by_id=by.worker,
    )  # fmt: skip
    record_event(by, Act.DISPUTE_NOTED, case_id=case, child_id=found.child_id, about_id=key)
    return key


def decide_dispute(
    case: UUID, note: UUID, outcome: DisputeOutcome, why: str, *, told_on: date, by: Viewer, at: datetime
) -> None:
    """Says what comes of it that something is said to be wrong, and when they were told. The record itself is corrected or
    amended apart. Whoever may write on the case; event DISPUTE_DECIDED.

    Raises
    ------
    NotThere, NotAllowed : as `check_can_write`; no such note is on the case. Refused : no reason, a day ahead, or somebody
        decided meanwhile.
    """
    found = check_can_write(by, case)
    row = DisputeNote.objects.select_for_update().filter(org_id=by.org, case_id=case, pk=note).first()
    if row is None:
        raise NotThere
    why = plain(why)
    faults = {"why": too_long(why, LONGEST_WHY) if why else "Say why, as they were told."}
    faults["told_on"] = AHEAD if told_on > at.astimezone(LONDON).date() else ""
    faults["note"] = "Somebody decided on this meanwhile. Look at the page again." if row.decided_at else ""
    if any(faults.values()):
        raise Refused({field: fault for field, fault in faults.items() if fault})
    row.outcome, row.outcome_why, row.told_on = outcome, why, told_on
    row.decided_at, row.decided_by_id = at, by.worker
    row.save(update_fields=["outcome", "outcome_why", "told_on", "decided_at", "decided_by_id"])
    record_event(
        by, Act.DISPUTE_DECIDED, case_id=case, child_id=found.child_id, about_id=note, detail={"outcome": outcome.value}
    )
