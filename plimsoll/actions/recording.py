"""Writing on cases: a record, with the events that it tells; amending one, and taking one back."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields, replace
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4, uuid5

from django.db import IntegrityError, transaction

from plimsoll.actions.audit import record_event
from plimsoll.actions.authorise import check_can_write
from plimsoll.actions.cases import LONGEST_NOTE, LONGEST_WHY, Refused, plain, reason, too_long
from plimsoll.actions.drafts import end_draft
from plimsoll.core.access import NotThere, Viewer
from plimsoll.core.calendar import LONDON
from plimsoll.core.recording import ASKS_SIGHT, can_tell, events_of, seen
from plimsoll.core.terms import SEEING, Act, DraftEnd, EventKind, Looked, RecordKind, Sight, Voice
from plimsoll.queries.steps import out_of_order
from plimsoll.records.models.cases import Case, Event
from plimsoll.records.models.written import CaseRecord

LONGEST_TEXT, LONGEST_PART, LONGEST_LINE = LONGEST_NOTE, 5_000, 200
LONGEST_PRESENT, LONGEST_LOOKED, MOST_MINUTES = 500, 1_000, 1_440
_KEYS = ("caserecord_key", "caserecord_once_a_case")  # the constraints that say: this was sent before
_REPLACED = "caserecord_replaced_once"
SENT_BEFORE = "This form was sent before with other words in it. Copy your text, open the form anew and send it."


@dataclass(frozen=True)
class Told:
    """What a record says of every child on it."""

    kind: RecordKind
    happened_at: datetime
    time_known: bool
    text: str
    received_at: datetime | None = None
    minutes: int | None = None
    present: str = ""
    place: str = ""
    announced: bool | None = None
    home: Looked | None = None
    home_words: str = ""
    bed: Looked | None = None
    bed_words: str = ""
    decision: str = ""
    decision_why: str = ""
    not_taken: str = ""


@dataclass(frozen=True)
class OfChild:
    """What it says of one child alone; meets : the kinds of event that it tells of them."""

    sight: Sight | None = None
    not_alone_why: str = ""
    voice: str = ""
    voice_by: tuple[Voice, ...] = ()
    voice_through: str = ""
    own_words: str = ""
    meets: tuple[EventKind, ...] = ()


_LENGTHS = {
    "text": LONGEST_TEXT,
    "decision": LONGEST_PART,
    "decision_why": LONGEST_PART,
    "not_taken": LONGEST_PART,
    "voice": LONGEST_PART,
    "own_words": LONGEST_PART,
    "present": LONGEST_PRESENT,
    "place": LONGEST_LINE,
    "voice_through": LONGEST_LINE,
    "home_words": LONGEST_LOOKED,
    "bed_words": LONGEST_LOOKED,
    "not_alone_why": LONGEST_WHY,
}
_NEEDED = {
    "text": "Say what happened.",
    "decision": "Say what was decided.",
    "decision_why": "Say why it was decided so.",
}


def write_record(
    told: Told, children: Sequence[tuple[UUID, OfChild]], *, key: UUID, by: Viewer, at: datetime
) -> dict[UUID, UUID]:
    """Writes a record on one case or several at once, with the events that it tells; the id of each, by case. Whoever may
    write on each of the cases; an event RECORD_WRITTEN for each.

    Parameters
    ----------
    children : cases, the one first from which it is written. key : the id of the record of that one, made with the form, so
    that what is sent twice is written once; those of the others follow from it.

    Raises
    ------
    NotThere, NotAllowed : as `check_can_write`. Refused : a field says nothing, too much or what cannot be; those of a child
    who does not come first are named after their case, `case-field`.
    """
    cases = [check_can_write(by, case) for case, _ in children]
    told, children = _plain(told), [(case, _plain(one)) for case, one in children]
    _check(told, children, cases, at, _faults_of_order(told, children, by, key=key))
    made = [_row(told, one, case, key, number, by, at) for number, (case, one) in enumerate(children)]
    there = list(CaseRecord.objects.filter(org_id=by.org, together=key))
    if not there:
        try:
            with transaction.atomic():
                _keep(made, children, [], by, at)
        except IntegrityError as fault:
            if _broken(fault) not in _KEYS:
                raise
            there = list(CaseRecord.objects.filter(org_id=by.org, together=key))  # sent twice at once
            if not there:  # the id is somebody else's, on a case that is not there for this viewer
                raise Refused({"text": SENT_BEFORE}) from None
        else:
            for row, case in zip(made, cases, strict=True):
                record_event(by, Act.RECORD_WRITTEN, case_id=row.case_id, child_id=case.child_id, about_id=row.pk)
    if there:
        _check_same(made, there)
    end_draft(key, DraftEnd.SENT, by=by, at=at)
    return {row.case_id: row.pk for row in made}


def amend_record(record: UUID, told: Told, child: OfChild, *, why: str, key: UUID, by: Viewer, at: datetime) -> UUID:
    """Puts a new version in the place of a record of one case; what it tells the clocks follows. The version before stays
    readable. Whoever may write on the case; event RECORD_AMENDED.

    Raises
    ------
    NotThere, NotAllowed : there is no such record, or as `check_can_write`. Refused : as `write_record`; no reason; or
    somebody amended it meanwhile.
    """
    old, case = _amendable(record, by)
    told, child = _plain(told), _plain(child)
    faults = _faults_of_why(why) | _faults_of_order(told, [(old.case_id, child)], by, amends=old.pk)
    _check(told, [(old.case_id, child)], [case], at, faults)
    row = _row(told, child, old.case_id, key, 0, by, at)
    row.replaces_id, row.amended_why = old.pk, why.strip()
    return _put_in_place(row, child, old, case, Act.RECORD_AMENDED, by, at)


def withdraw_record(record: UUID, *, why: str, key: UUID, by: Viewer, at: datetime) -> UUID:
    """Takes a record of one case back, and the events that it told: it should not be there. What it said stays readable.
    Whoever may write on the case; event RECORD_WITHDRAWN.

    Raises
    ------
    NotThere, NotAllowed, Refused : as `amend_record`.
    """
    old, case = _amendable(record, by)
    if faults := _faults_of_why(why):
        raise Refused(faults)
    row = CaseRecord.objects.get(pk=old.pk, org_id=by.org)
    row.pk, row.together, row.recorded_at, row.recorded_by_id = key, key, at, by.worker
    row.replaces_id, row.amended_why, row.withdraws = old.pk, why.strip(), True
    return _put_in_place(row, None, old, case, Act.RECORD_WITHDRAWN, by, at)


def told_of(row: CaseRecord) -> Told:
    """What a record says of every child on it."""
    kept = {one.name: getattr(row, one.name) for one in fields(Told)}
    looked = {name: Looked(kept[name]) if kept[name] else None for name in ("home", "bed")}
    return Told(**{**kept, **looked, "kind": RecordKind(row.kind)})


# ---- what is kept --------------------------------------------------------------------------------------------------------


def _row(told: Told, child: OfChild, case: UUID, key: UUID, number: int, by: Viewer, at: datetime) -> CaseRecord:
    asked = told.kind in ASKS_SIGHT
    return CaseRecord(
        id=uuid5(key, str(case)) if number else key, org_id=by.org, case_id=case, together=key, recorded_at=at,
        recorded_by_id=by.worker, **vars(told), sight=child.sight if asked else None, voice=child.voice,
        not_alone_why=child.not_alone_why if child.sight is Sight.WITH_OTHERS else "",
        voice_by=[word.value for word in Voice if word in child.voice_by], voice_through=child.voice_through,
        own_words=child.own_words,
    )  # fmt: skip


def _keep(
    made: Sequence[CaseRecord], children: Sequence[tuple[UUID, OfChild]], old: Sequence[Event], by: Viewer, at: datetime
) -> None:
    """Rows, and the events that they tell in place of those of an earlier version."""
    for row, (_, child) in zip(made, children, strict=True):
        row.save(force_insert=True)
        told = events_of(RecordKind(row.kind), child.sight, child.meets)
        before = {EventKind(event.kind): event for event in old}
        for number, kind in enumerate(told):
            event = _event(row, kind, row.pk if not number else uuid5(row.pk, kind), before.pop(kind, None), by, at)
            event.note = _words(row) if not number else ""
            event.save(force_insert=True)
        _take_back(row, before.values(), by, at)


def _event(row: CaseRecord, kind: EventKind, key: UUID, before: Event | None, by: Viewer, at: datetime) -> Event:
    return Event(
        id=key, org_id=by.org, case_id=row.case_id, kind=kind, happened_at=row.happened_at, time_known=row.time_known,
        received_at=row.received_at, recorded_at=at, recorded_by_id=by.worker, record=row, replaces=before,
    )  # fmt: skip


def _words(row: CaseRecord) -> str:
    """All words of a record as one text, which its first event carries: what looks for words looks at events."""
    said = (row.text, row.voice, row.own_words, row.decision, row.decision_why, row.not_taken, row.home_words, row.bed_words,
            row.present, row.place)  # fmt: skip
    return "\n\n".join(text for text in said if text)


def _put_in_place(
    row: CaseRecord, child: OfChild | None, old: CaseRecord, case: Case, act: Act, by: Viewer, at: datetime
) -> UUID:
    """The new version, once however often it is sent."""
    there = CaseRecord.objects.filter(org_id=by.org, replaces_id=old.pk).first()
    if there is None:
        events = _standing(old, by)
        try:
            with transaction.atomic():
                if child is None:
                    row.save(force_insert=True)
                    _take_back(row, events, by, at)
                else:
                    _keep([row], [(row.case_id, child)], events, by, at)
        except IntegrityError as fault:
            if _broken(fault) not in (*_KEYS, _REPLACED):
                raise
            there = CaseRecord.objects.filter(org_id=by.org, replaces_id=old.pk).first()
        else:
            record_event(by, act, case_id=row.case_id, child_id=case.child_id, about_id=row.pk, why=row.amended_why)
            return row.pk
    if there is None or there.pk != row.pk:
        raise Refused(
            {"text": "Somebody amended this record meanwhile. Copy your text, open the record anew and amend that."}
        )
    _check_same([row], [there])
    return row.pk


def _standing(old: CaseRecord, by: Viewer) -> list[Event]:
    """The events that a version tells, but those that a file has replaced since."""
    told = Event.objects.filter(org_id=by.org, record_id=old.pk, withdraws=False)
    replaced = set(
        Event.objects.filter(org_id=by.org, replaces__in=told.values("pk")).values_list("replaces_id", flat=True)
    )
    return [event for event in told if event.pk not in replaced]


def _take_back(row: CaseRecord, events: Iterable[Event], by: Viewer, at: datetime) -> None:
    """What a version told and this one does not."""
    for event in events:
        gone = _event(row, EventKind(event.kind), uuid4(), event, by, at)
        gone.happened_at, gone.time_known, gone.withdraws = event.happened_at, event.time_known, True
        gone.save(force_insert=True)


def _amendable(record: UUID, by: Viewer) -> tuple[CaseRecord, Case]:
    """A record and its case, for whoever may write there."""
    row = CaseRecord.objects.filter(org_id=by.org, pk=record).first()
    if row is None:
        raise NotThere
    case = check_can_write(by, row.case_id)
    if row.withdraws:
        raise Refused({"text": "This record was taken back. Write a new one."})
    return row, case


def _broken(fault: IntegrityError) -> str:
    return str(getattr(getattr(fault.__cause__, "diag", None), "constraint_name", ""))


def _check_same(made: Sequence[CaseRecord], there: Sequence[CaseRecord]) -> None:
    """What was sent before is what is sent now; only when it was sent may differ."""
    beside = {"recorded_at", "received_at"}
    names = [field.attname for field in CaseRecord._meta.local_fields if field.attname not in beside]
    kept = {row.pk: [getattr(row, name) for name in names] for row in there}
    if kept != {row.pk: [getattr(row, name) for name in names] for row in made}:
        raise Refused({"text": SENT_BEFORE})


# ---- what is wrong -------------------------------------------------------------------------------------------------------


def _plain(said: Any) -> Any:
    """With plain texts."""
    texts = {one.name: getattr(said, one.name) for one in fields(said)}
    return replace(said, **{name: plain(text) for name, text in texts.items() if type(text) is str})


def _check(
    told: Told,
    children: Sequence[tuple[UUID, OfChild]],
    cases: Sequence[Case],
    at: datetime,
    before: dict[str, str] | None = None,
) -> None:
    faults = {**(before or {}), **_faults_of_time(told, cases, at), **_too_long(told)}
    needed = ("text", "decision", "decision_why") if told.kind is RecordKind.MANAGEMENT_OVERSIGHT else ("text",)
    faults |= {name: _NEEDED[name] for name in needed if not getattr(told, name)}
    if told.minutes is not None and not 1 <= told.minutes <= MOST_MINUTES:
        faults["minutes"] = "Write how many minutes it took, at most those of a day."
    for number, (case, child) in enumerate(children):
        prefix = f"{case}-" if number else ""
        faults |= {f"{prefix}{name}": said for name, said in _faults_of_child(told.kind, child).items()}
    if faults:
        raise Refused(faults)


def _faults_of_why(why: str) -> dict[str, str]:
    said = reason(why)
    return {"amended_why": said["why"]} if said else {}


def _faults_of_order(
    told: Told,
    children: Sequence[tuple[UUID, OfChild]],
    by: Viewer,
    *,
    key: UUID | None = None,
    amends: UUID | None = None,
) -> dict[str, str]:
    """Of steps those that cannot have happened then. What was sent before, or is amended, is not held against itself."""
    faults: dict[str, str] = {}
    for number, (case, child) in enumerate(children if told.kind is RecordKind.STEP else ()):
        said = out_of_order(by, case, child.meets, told.happened_at, sent=key, amended=amends)
        if said:
            faults[f"{case}-meets" if number else "meets"] = said
    return faults


def _faults_of_time(told: Told, cases: Sequence[Case], at: datetime) -> dict[str, str]:
    if told.happened_at > at:
        return {"happened": "This lies ahead. Give the day and time at which it happened."}
    if any(told.happened_at.astimezone(LONDON).date() < _earliest(case) for case in cases):
        return {"happened": "This is before the child was known. Check the year."}
    if told.received_at is not None and told.received_at > at:
        return {"received": "This lies ahead. Give the day and time at which you heard of it."}
    return {}


def _faults_of_child(kind: RecordKind, child: OfChild) -> dict[str, str]:
    faults = _too_long(child)
    if kind is RecordKind.VISIT and child.sight is None:
        faults["sight"] = "Say whether the child was seen."
    if any(event not in can_tell(kind) for event in child.meets):
        faults["meets"] = f"A record of this kind ({kind.label}) cannot say that. Choose from those that are there."
    elif not seen(child.sight) and not SEEING.isdisjoint(child.meets):
        faults["meets"] = "The child was not seen, so it does not count as a visit. Take the tick away."
    return faults


def _too_long(said: Told | OfChild) -> dict[str, str]:
    names = [one.name for one in fields(said) if one.name in _LENGTHS]
    return {name: fault for name in names if (fault := too_long(getattr(said, name), _LENGTHS[name]))}


def _earliest(case: Case) -> date:
    """A year before birth, or thirty years before the case was opened."""
    born: date | None = case.child.born_on if case.child else None
    opened: date = case.opened_at.astimezone(LONDON).date()
    return born - timedelta(365) if born else opened - timedelta(30 * 365)
