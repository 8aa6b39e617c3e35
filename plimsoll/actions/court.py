"""What can be written of court work: dates that an order or an agreement set, steps, and the legal status of a child."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from types import MappingProxyType
from uuid import UUID

from plimsoll.actions.audit import record_event
from plimsoll.actions.authorise import check_can_judge
from plimsoll.actions.cases import Refused, one_at_a_time_on, plain, reason, too_long
from plimsoll.core.access import NotThere, Viewer
from plimsoll.core.calendar import LONDON
from plimsoll.core.terms import Act, CourtEnd, CourtKind, EventKind, LegalStatusKind, Owner
from plimsoll.records.models.cases import Case, Event
from plimsoll.records.models.court import BEFORE_PROCEEDINGS, CourtDate, LegalStatus

LONGEST_WHAT, LONGEST_COURT, LONGEST_STATUS_NOTE = 300, 200, 2_000
FURTHEST = timedelta(3 * 366)
# What stands on the chronology besides, so that the timescales that wait for it are met or begin.
EVENT_OF_DATE: Mapping[CourtKind, EventKind] = MappingProxyType(
    {
        CourtKind.LETTER: EventKind.LETTER_BEFORE_PROCEEDINGS,
        CourtKind.MEETING: EventKind.PRE_PROCEEDINGS_MEETING,
        CourtKind.REVIEW: EventKind.PRE_PROCEEDINGS_REVIEW,
        CourtKind.SECTION_37_REPORT: EventKind.SECTION_37_REPORTED,
    }
)
EVENT_OF_STATUS: Mapping[LegalStatusKind, EventKind] = MappingProxyType(
    {LegalStatusKind.SUPERVISION_ORDER: EventKind.SUPERVISION_ORDER_MADE}
)


@dataclass(frozen=True)
class Ordered:
    """What an order, or an agreement before proceedings, asks for by when."""

    kind: CourtKind
    what: str
    due_at: datetime
    time_known: bool
    ordered_on: date
    court: str
    owner: Owner


def write_court_date(case: UUID, said: Ordered, *, key: UUID, by: Viewer, at: datetime) -> UUID:
    """Writes what is due in court work, and by when. Whoever may write on the case, while it is open; event
    COURT_DATE_WRITTEN.

    Parameters
    ----------
    key : the id of the row, made with the form, so that what is sent twice is written once.

    Raises
    ------
    NotThere, NotAllowed : as `check_can_judge`. Refused : a field says nothing, too much, or a day that cannot be.
    """
    found = check_can_judge(by, case)
    faults = _faults(said, at)
    if faults:
        raise Refused(faults)
    one_at_a_time_on(case, by=by)
    if CourtDate.objects.filter(org_id=by.org, pk=key, case_id=case).exists():
        return key
    _keep(case, said, key, by, at)
    record_event(by, Act.COURT_DATE_WRITTEN, case_id=case, child_id=found.child_id, about_id=key)
    return key


def vary_court_date(row: UUID, said: Ordered, why: str, *, key: UUID, by: Viewer, at: datetime) -> UUID:
    """Writes that another order gave another day: the earlier one stays on record. Whoever may write on the case; event
    COURT_DATE_VARIED.

    Raises
    ------
    NotThere, NotAllowed : as `check_can_judge`. Refused : as `write_court_date`; no reason; it is done or varied already; or
    the order that varies is older than the one that is varied.
    """
    before, case = _open_date(row, by)
    faults = _faults(said, at) | reason(why)
    if said.ordered_on < before.ordered_on:
        faults["ordered_on"] = "This order is older than the one that it varies. Check the day."
    if CourtDate.objects.filter(org_id=by.org, replaces_id=row).exclude(pk=key).exists():
        faults["date"] = "This was varied already. Look at the case again."
    if faults:
        raise Refused(faults)
    if not CourtDate.objects.filter(org_id=by.org, pk=key).exists():
        _keep(case.pk, said, key, by, at, replaces_id=row, varied_why=why.strip())
        record_event(by, Act.COURT_DATE_VARIED, case_id=case.pk, child_id=case.child_id, about_id=key, why=why.strip())
    return key


def end_court_date(row: UUID, how: CourtEnd, on: date, why: str, *, by: Viewer, at: datetime) -> None:
    """Says that something due in court work is done, or that the court does not ask for it any more. Whoever may write on
    the case; event COURT_DATE_ENDED. A letter, meeting or report that is done stands on the chronology of that day too.

    Raises
    ------
    NotThere, NotAllowed : as `check_can_judge`. Refused : no words, a day that cannot be, or it has ended already.
    """
    date_row, case = _open_date(row, by)
    faults = reason(why)
    if on > at.astimezone(LONDON).date():
        faults["on"] = "This lies ahead. Give the day on which it happened."
    elif on < date_row.ordered_on:
        faults["on"] = "This is before it was asked for. Check the day."
    if CourtDate.objects.filter(org_id=by.org, replaces_id=row).exists():
        faults["date"] = "This was varied since. Look at the case again."
    if faults:
        raise Refused(faults)
    CourtDate.objects.filter(org_id=by.org, pk=row).update(
        ended_on=on, ended_how=how, ended_why=why.strip(), ended_at=at, ended_by_id=by.worker
    )
    kind = EVENT_OF_DATE.get(CourtKind(date_row.kind))
    if how is CourtEnd.DONE and kind:
        _happened(case, kind, on, why.strip(), by, at)
    record_event(by, Act.COURT_DATE_ENDED, case_id=case.pk, child_id=case.child_id, about_id=row, why=why.strip())


def write_legal_status(
    case: UUID,
    kind: LegalStatusKind,
    from_date: date,
    *,
    expires_on: date | None,
    court: str,
    note: str,
    by: Viewer,
    at: datetime,
) -> UUID:
    """Writes in what legal status the child of a case is since a day; one that runs out by itself is due then. Whoever may
    write on the case; event LEGAL_STATUS_WRITTEN.

    Raises
    ------
    NotThere, NotAllowed : as `check_can_judge`. Refused : a day that cannot be, a text too long, or the same status holds.
    """
    found = check_can_judge(by, case)
    today, faults = at.astimezone(LONDON).date(), {}
    if from_date > today:
        faults["from_date"] = "This lies ahead. Write it when it holds."
    if expires_on is not None and expires_on < from_date:
        faults["expires_on"] = "This is before it begins. Check both days."
    if kind is LegalStatusKind.EMERGENCY_PROTECTION_ORDER and expires_on is None:
        faults["expires_on"] = "An emergency order runs out. Write its last day: at most 8 days, with one extension 15."
    faults |= _too_long({"court": (court, LONGEST_COURT), "note": (note, LONGEST_STATUS_NOTE)})
    one_at_a_time_on(case, by=by)
    same = LegalStatus.objects.filter(org_id=by.org, case_id=case, kind=kind)
    if same.filter(to_date__isnull=True).exists() or same.filter(to_date__gt=from_date).exists():
        faults["kind"] = (
            "This status holds already from that day, or held until a later one. End the earlier one first."
        )
    if faults:
        raise Refused(faults)
    row = LegalStatus.objects.create(
        org_id=by.org, case_id=case, kind=kind, from_date=from_date, expires_on=expires_on, court=plain(court),
        note=plain(note), written_at=at, written_by_id=by.worker,
    )  # fmt: skip
    if event := EVENT_OF_STATUS.get(kind):
        _happened(found, event, from_date, "", by, at)
    record_event(by, Act.LEGAL_STATUS_WRITTEN, case_id=case, child_id=found.child_id, about_id=row.pk)
    return row.pk


def end_legal_status(row: UUID, on: date, why: str, *, by: Viewer, at: datetime) -> None:
    """Says from which day on a legal status holds no more, and by what. Whoever may write on the case; event
    LEGAL_STATUS_ENDED.

    Raises
    ------
    NotThere, NotAllowed : as `check_can_judge`. Refused : no words, a day that cannot be, or it has ended already.
    """
    status = LegalStatus.objects.select_for_update().filter(org_id=by.org, pk=row).first()
    if status is None:
        raise NotThere
    case = check_can_judge(by, status.case_id)
    faults = reason(why)
    if status.to_date is not None:
        faults["status"] = "This has ended already."
    if on > at.astimezone(LONDON).date():
        faults["on"] = "This lies ahead. Give the day on which it ended."
    elif on <= status.from_date:
        faults["on"] = "Give a day after the one on which it began."
    if faults:
        raise Refused(faults)
    status.to_date, status.ended_at, status.ended_by_id, status.ended_why = on, at, by.worker, why.strip()
    status.save(update_fields=["to_date", "ended_at", "ended_by_id", "ended_why"])
    record_event(by, Act.LEGAL_STATUS_ENDED, case_id=case.pk, child_id=case.child_id, about_id=row, why=why.strip())


def _open_date(row: UUID, by: Viewer) -> tuple[CourtDate, Case]:
    """A date of court work, held for this transaction, and its case, if the viewer may write on it."""
    found = CourtDate.objects.select_for_update().filter(org_id=by.org, pk=row).first()
    if found is None:
        raise NotThere
    case = check_can_judge(by, found.case_id)
    if found.ended_on is not None:
        raise Refused({"date": "This has ended already. Look at the case again."})
    return found, case


def _faults(said: Ordered, at: datetime) -> dict[str, str]:
    """What is wrong with a date, by field."""
    today, faults = at.astimezone(LONDON).date(), {}
    due_on = said.due_at.astimezone(LONDON).date()
    if said.ordered_on > today:
        faults["ordered_on"] = "This lies ahead. Give the day of the order or of the agreement."
    if due_on < said.ordered_on:
        faults["due"] = "This is before it was asked for. Check both days."
    elif due_on > said.ordered_on + FURTHEST:
        faults["due"] = "This is more than three years after the order. Check the year."
    if not said.court.strip() and said.kind not in BEFORE_PROCEEDINGS:
        faults["court"] = "Write which court asked for it."
    return faults | _too_long({"what": (said.what, LONGEST_WHAT), "court": (said.court, LONGEST_COURT)})


def _too_long(said: Mapping[str, tuple[str, int]]) -> dict[str, str]:
    return {name: fault for name, (text, most) in said.items() if (fault := too_long(text, most))}


def _keep(case: UUID, said: Ordered, key: UUID, by: Viewer, at: datetime, **more: object) -> None:
    CourtDate.objects.create(
        org_id=by.org, id=key, case_id=case, kind=said.kind, what=plain(said.what), due_at=said.due_at,
        time_known=said.time_known, ordered_on=said.ordered_on, court=plain(said.court), owner=said.owner, written_at=at,
        written_by_id=by.worker, **more,
    )  # fmt: skip


def _happened(case: Case, kind: EventKind, on: date, note: str, by: Viewer, at: datetime) -> None:
    """One event of a day on the chronology."""
    Event.objects.create(
        org_id=by.org, case_id=case.pk, kind=kind, happened_at=datetime.combine(on, time(), LONDON), time_known=False,
        recorded_at=at, recorded_by_id=by.worker, note=note,
    )  # fmt: skip
