"""What comes in from outside about the child of a case: taking it in, and saying what it means."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid5

from django.db import transaction

from plimsoll.actions.audit import record_event
from plimsoll.actions.authorise import check_can_judge, check_can_take_in
from plimsoll.actions.cases import LONGEST_NOTE, Refused, one_at_a_time_on, plain, too_long
from plimsoll.core.access import NotThere, Viewer
from plimsoll.core.calendar import LONDON
from plimsoll.core.terms import Act, EventKind, Information, InformationOutcome, Means
from plimsoll.core.timescales.explain import day_words
from plimsoll.queries.information import due_at, has_judged_since
from plimsoll.records.models.cases import Case, Event
from plimsoll.records.models.information import NewInformation

LONGEST_SOURCE = 200
LONGEST_MEANING = 2_000
OFFERED = tuple(kind for kind in Information if kind is not Information.IMMEDIATE_HARM)  # danger is asked apart


@dataclass(frozen=True)
class CameIn:
    """What is said when something comes in. key : made with the form, so that what is sent twice is taken in once;
    happened_at : when it happened, None where nobody says; also : cases of brothers and sisters whom it is about too."""

    key: UUID
    kind: Information
    source: str
    means: Means
    what: str
    danger: bool
    received_at: datetime
    happened_at: datetime | None = None
    time_known: bool = True
    also: tuple[UUID, ...] = ()


def take_in(case: UUID, said: CameIn, *, by: Viewer, at: datetime) -> tuple[UUID, ...]:
    """Puts on a case what came in from outside, where it waits until somebody says what it means; on the cases of brothers
    and sisters too, where they are named. A child who may be in danger stands in *Act now* from then on. Whoever may take in
    for each of these cases; event INFORMATION_TAKEN_IN, one a case. The ids, that of the first case first.

    Raises
    ------
    NotThere, NotAllowed : as `check_can_take_in`. Refused : something is missing, too long, or lies ahead.
    """
    cases = [check_can_take_in(by, one) for one in (case, *said.also)]
    faults = _faults(said, at)
    if faults:
        raise Refused(faults)
    with transaction.atomic():  # on all of the family, or on none
        one_at_a_time_on(*(one.pk for one in cases), by=by)
        return tuple(land(one, said, uuid5(said.key, str(one.pk)), by, at) for one in cases)


def _faults(said: CameIn, at: datetime) -> dict[str, str]:
    faults = {}
    if not said.source.strip():
        faults["source"] = "Write who told you."
    elif fault := too_long(said.source, LONGEST_SOURCE):
        faults["source"] = fault
    if not plain(said.what):
        faults["what"] = "Write what came in."
    elif fault := too_long(said.what, LONGEST_NOTE // 2):
        faults["what"] = fault
    if said.received_at > at:
        faults["received"] = "This lies ahead. Write when it came in."
    if said.happened_at and said.happened_at > said.received_at:
        faults["happened"] = "This is after it came in. Check both times."
    return faults


def land(case: Case, said: CameIn, key: UUID, by: Viewer, at: datetime) -> UUID:
    """What came in, on one case, once however often it is sent; whoever calls has asked whether they may."""
    if NewInformation.objects.filter(org_id=by.org, pk=key).exists():
        return key
    NewInformation.objects.create(
        id=key, org_id=by.org, case_id=case.pk, kind=said.kind, source=said.source.strip(), means=said.means,
        what=plain(said.what), danger=said.danger, happened_at=said.happened_at, time_known=said.time_known,
        received_at=said.received_at, due_at=due_at(said.kind, said.received_at, by=by), recorded_at=at,
        recorded_by_id=by.worker,
    )  # fmt: skip
    if said.danger:
        Event.objects.create(
            org_id=by.org, case_id=case.pk, kind=EventKind.IMMEDIATE_HARM_REPORTED, happened_at=said.received_at,
            received_at=said.received_at, recorded_at=at, recorded_by_id=by.worker,
            note=f"{said.kind.label[:1].upper()}{said.kind.label[1:]}, from {said.source.strip()}.",
        )  # fmt: skip
    record_event(
        by, Act.INFORMATION_TAKEN_IN, case_id=case.pk, child_id=case.child_id, about_id=key,
        detail={"kind": said.kind.value, "danger": said.danger},
    )  # fmt: skip
    return key


def deal_with_information(
    information: UUID, outcome: InformationOutcome, meaning: str, *, by: Viewer, at: datetime
) -> UUID:
    """Says what new information means: that nothing changes, that it goes on the record, or that the case was judged anew
    because of it. It waits no more; a child in danger stays in *Act now* until somebody writes that they are safe. Whoever
    may judge the case; events INFORMATION_DEALT_WITH and, where it goes on the record, RECORD_WRITTEN. The case.

    Raises
    ------
    NotThere, NotAllowed : as `check_can_judge`. Refused : no words, it is dealt with already, or nobody has judged the case
    since it came in.
    """
    row = NewInformation.objects.select_for_update().filter(org_id=by.org, pk=information).first()
    if row is None:
        raise NotThere
    case = check_can_judge(by, row.case_id)
    meaning = plain(meaning)
    faults = {}
    if not meaning:
        faults["meaning"] = "Say what it means for the child, or why nothing changes."
    elif fault := too_long(meaning, LONGEST_MEANING):
        faults["meaning"] = fault
    if row.dealt_at is not None:
        day = row.dealt_at.astimezone(LONDON)
        faults["information"] = f"This was dealt with already, on {day_words(day.date())} at {day:%H:%M}."
    elif outcome is InformationOutcome.JUDGED and not has_judged_since(by, case.pk, row.recorded_at):
        faults["outcome"] = "Nobody has judged this case since it came in. Judge it first, then say so here."
    if faults:
        raise Refused(faults)
    row.outcome, row.meaning, row.dealt_at, row.dealt_by_id = outcome, meaning, at, by.worker
    row.save(update_fields=["outcome", "meaning", "dealt_at", "dealt_by_id"])
    if outcome is InformationOutcome.ON_RECORD:
        _write(row, meaning, case, by, at)
    record_event(
        by, Act.INFORMATION_DEALT_WITH, case_id=case.pk, child_id=case.child_id, about_id=row.pk,
        detail={"outcome": outcome.value},
    )  # fmt: skip
    return case.pk


def _write(row: NewInformation, meaning: str, case: Case, by: Viewer, at: datetime) -> None:
    """What came in and what it means, as something that happened on the case."""
    kind = Information(row.kind).label
    note = f"{kind[:1].upper()}{kind[1:]}, from {row.source}:\n{row.what}\n\nWhat it means: {meaning}"
    key = uuid5(row.pk, "on record")
    Event.objects.create(
        id=key, org_id=by.org, case_id=case.pk, kind=EventKind.SIGNIFICANT_EVENT,
        happened_at=row.happened_at or row.received_at, time_known=row.time_known if row.happened_at else True,
        received_at=row.received_at, recorded_at=at, recorded_by_id=by.worker, note=note,
    )  # fmt: skip
    record_event(by, Act.RECORD_WRITTEN, case_id=case.pk, child_id=case.child_id, about_id=key)
