"""Writing down a step of a case: something by which timescales start and end; and looking first at what it would change."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction

from plimsoll.actions.audit import record_event
from plimsoll.actions.authorise import check_can_write
from plimsoll.actions.cases import Refused, one_at_a_time_on
from plimsoll.actions.recording import OfChild, Told, write_record
from plimsoll.core.access import Viewer
from plimsoll.core.calendar import LONDON
from plimsoll.core.steps import OUTCOMES, STEPS
from plimsoll.core.terms import Act, EventKind, RecordKind, Sight
from plimsoll.core.timescales.explain import day_words
from plimsoll.queries.recording import Changed, changes, list_due_of
from plimsoll.records.models.families import Child
from plimsoll.records.models.written import CaseRecord


@dataclass(frozen=True)
class Step:
    """A step of one or several cases. outcome : of a conference what it decided, by its code in `OUTCOMES`, '' of the rest;
    received_at : when we heard of it, where that was later; sight : of a child who was found, whether we saw them."""

    kind: EventKind
    happened_at: datetime
    time_known: bool
    text: str = ""
    outcome: str = ""
    received_at: datetime | None = None
    sight: Sight | None = None

    @property
    def kinds(self) -> tuple[EventKind, ...]:
        """The step, and what follows from what was decided."""
        _, follows = OUTCOMES.get(self.kind, {}).get(self.outcome, ("", None))
        return (self.kind, follows) if follows else (self.kind,)


def record_step(step: Step, cases: Sequence[UUID], *, key: UUID, by: Viewer, at: datetime) -> dict[UUID, UUID]:
    """Writes a step down on one case or several at once, as a record of its kind: it is amended and taken back as one. A
    birth is also written where the child's birth date stands. Whoever may write on each of the cases; an event
    RECORD_WRITTEN for each, and RECORD_CORRECTED for a birth. The id of each record, by case.

    Parameters
    ----------
    cases : the one first from which it is written. key : made with the form, so that what is sent twice is written once.

    Raises
    ------
    NotThere, NotAllowed : as `check_can_write`. Refused : it cannot have happened then, a conference decided nothing, or as
    `write_record`.
    """
    found = [check_can_write(by, case) for case in cases]
    faults = _faults(step)
    if faults:
        raise Refused(faults)
    one_at_a_time_on(*cases, by=by)
    again = CaseRecord.objects.filter(org_id=by.org, together=key).exists()
    outcome = OUTCOMES.get(step.kind, {}).get(step.outcome, ("", None))[0]
    told = Told(
        RecordKind.STEP,
        step.happened_at,
        step.time_known,
        step.text or f"{step.kind.label[:1].upper()}{step.kind.label[1:]}.",
        received_at=step.received_at,
        decision=outcome,
    )
    child = OfChild(sight=step.sight if step.kind is EventKind.FOUND else None, meets=step.kinds)
    with transaction.atomic():
        if step.kind is EventKind.BIRTH and not again:
            for case in found:
                _is_born(case.pk, case.child_id, step, by)
        return write_record(told, [(case, child) for case in cases], key=key, by=by, at=at)


def try_step(
    step: Step, cases: Sequence[UUID], *, key: UUID, by: Viewer, at: datetime
) -> dict[UUID, tuple[Changed, ...]]:
    """What a step would start, close and date on some cases, by case; nothing of it is kept. It is written and undone in one
    transaction, so what is shown is what the very same rows will do.

    Raises
    ------
    NotThere, NotAllowed, Refused : as `record_step`.
    """
    before = list_due_of(by, cases, at)
    with transaction.atomic():
        record_step(step, cases, key=key, by=by, at=at)
        after = list_due_of(by, cases, at)
        transaction.set_rollback(True)
    return {case: changes(before.get(case, ()), after.get(case, ())) for case in cases}


def _faults(step: Step) -> dict[str, str]:
    faults = {}
    if step.kind not in STEPS:
        faults["kind"] = "This is not written down so. Choose one of those that are there."
    if step.kind in OUTCOMES and step.outcome not in OUTCOMES[step.kind]:
        faults["outcome"] = "Say what the conference decided."
    return faults


def _is_born(case: UUID, child_id: UUID | None, step: Step, by: Viewer) -> None:
    """The birth of a child who was expected: their birth date is on record from then on."""
    child = Child.objects.select_for_update().filter(org_id=by.org, pk=child_id).first()
    if child is None:
        raise Refused({"kind": "This is the case of a family. Write the birth down on the case of the child."})
    if child.born_on is not None:
        raise Refused(
            {
                "kind": f"The child is on record as born on {day_words(child.born_on)}. "
                "Correct the record where that is wrong."
            }
        )
    child.born_on = step.happened_at.astimezone(LONDON).date()
    child.save(update_fields=["born_on"])
    record_event(by, Act.RECORD_CORRECTED, case_id=case, child_id=child.pk, detail={"fields": ["born_on"]})
