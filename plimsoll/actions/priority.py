"""What people decide about the order of work: judgements, placings against it, work put off."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from types import MappingProxyType
from uuid import UUID, uuid4

from django.db import transaction
from django.db.models import QuerySet

from plimsoll.actions.audit import record_event
from plimsoll.actions.authorise import check_can_countersign, check_can_write
from plimsoll.actions.cases import LONGEST_WHY, Refused, reason, too_long
from plimsoll.core.access import NotThere, Permission, Viewer
from plimsoll.core.calendar import LONDON, moment
from plimsoll.core.priority.answers import against
from plimsoll.core.priority.placing import needs_countersigning
from plimsoll.core.terms import Act, Band, Factor, PlacingKind, PlacingReason, Postponing, Purpose, Scale
from plimsoll.core.timescales.explain import day_words
from plimsoll.queries.facts.answered import answer_of
from plimsoll.queries.facts.editions import keys_in_force
from plimsoll.queries.facts.placings import decided
from plimsoll.queries.facts.shadow import check_order_is_shown
from plimsoll.queries.placing import Computed, get_computed, get_shown
from plimsoll.queries.replays import list_supervisors
from plimsoll.records import scopes
from plimsoll.records.models.cases import Case
from plimsoll.records.models.people import Worker
from plimsoll.records.models.priority import (
    CriteriaSet,
    FactorJudgement,
    Judgement,
    Override,
    Postponement,
    PrioritisationReview,
    Ranking,
)
from plimsoll.records.models.reference import RulebookVersion
from plimsoll.records.models.workload import SchemeVersion

HIGHEST, PERCENT = 4, 100
LONGEST_PLACING = 28  # days; what is to hold for longer belongs into a judgement or into the criteria
LONGEST_PUTTING_OFF = 182
LONGEST_SAFEGUARD = 2_000
LONGEST_COMMENT = 5_000


def judge_case(
    case: UUID,
    values: Mapping[Scale, int | None],
    why: str,
    *,
    factors: Mapping[Factor, int | None] = MappingProxyType({}),
    by: Viewer,
    at: datetime,
) -> tuple[UUID, ...]:
    """Judges a case on one scale or several, or what makes its child more vulnerable, for one reason; what was judged before
    stays on record. Whoever may write on it; event CASE_JUDGED.

    Parameters
    ----------
    values : 0 to 4 by scale; None: it is not known. factors : percent by vulnerability, 0: it makes no difference for this
    child; None: as the record and the criteria set have it.

    Raises
    ------
    NotThere, NotAllowed : as `check_can_write`. Refused : no reason, nothing judged, or a value outside the
    scale.
    """
    found = check_can_write(by, case)
    faults = reason(why)
    if not values and not factors:
        faults["values"] = "Choose at least one answer."
    if any(value is not None and not 0 <= value <= HIGHEST for value in values.values()):
        faults["values"] = "Choose one of the answers."
    if any(value is not None and not 0 <= value <= PERCENT for value in factors.values()):
        faults["values"] = "Choose one of the answers."
    if found.closed_at is not None:
        faults["values"] = "This case is closed."
    if faults:
        raise Refused(faults)
    rows = [
        Judgement(
            org_id=by.org,
            case_id=case,
            scale=scale,
            value=value,
            judged_at=at,
            judged_by_id=by.worker,
            recorded_at=at,
            why=why.strip(),
        )
        for scale, value in values.items()
    ]
    weighed = [
        FactorJudgement(
            org_id=by.org,
            case_id=case,
            factor=factor,
            value=value,
            judged_at=at,
            judged_by_id=by.worker,
            recorded_at=at,
            why=why.strip(),
        )
        for factor, value in factors.items()
    ]
    Judgement.objects.bulk_create(rows)
    FactorJudgement.objects.bulk_create(weighed)
    detail = {"scales": sorted(scale.value for scale in values)}
    if factors:
        detail["factors"] = sorted(factor.value for factor in factors)
    record_event(by, Act.CASE_JUDGED, case_id=case, child_id=found.child_id, why=why.strip(), detail=detail)
    return tuple(row.pk for row in (*rows, *weighed))


def place_case(
    case: UUID,
    kind: PlacingKind,
    *,
    other: UUID | None = None,
    band: Band | None = None,
    because: PlacingReason,
    why: str,
    until: date,
    instead: Collection[UUID] = (),
    read: Collection[UUID] | None = None,
    by: Viewer,
    at: datetime,
) -> UUID:
    """Places a case against the order of work, until a day. Whoever may write on it; event CASE_PLACED. Where it takes the
    case out of *Act now*, or below *Today* while a child is to be seen or protected, it holds only once a supervisor has
    countersigned. A placing of the same case that holds ends.

    Parameters
    ----------
    instead : earlier placings that no longer hold, because this one says otherwise; they end too (PLACING_ENDED). read :
    placings of this case that whoever places it had before their eyes; None: nobody asked.

    Raises
    ------
    NotThere, NotAllowed : as `check_can_write`. Refused : no reason, a day that is past or too far off, another case that
    is not on the same list, nothing that would change, or another placing than those in `read`. Contradicted : earlier
    placings of the list that hold say, taken together, the opposite, and none of them is in `instead`.
    """
    found = check_can_write(by, case)
    faults = reason(why)
    today = at.astimezone(LONDON).date()
    faults |= last_day(until, today)
    standing = get_computed(by, case, moment(at))
    if standing is not None:
        check_order_is_shown(by, standing.worker, today)
    goes_to = _goes_to(standing, kind, other, band, faults)
    if faults or standing is None or goes_to is None:
        raise Refused(faults)
    ends = _said_otherwise(standing, case, kind, other, instead, by, at)
    Case.objects.select_for_update().get(org_id=by.org, pk=case)  # one at a time
    _all_read(case, read, by)
    otherwise = f"Said otherwise: {why.strip()}"
    with transaction.atomic():  # all of them end, or none
        for former in ends:
            end_placing(former, why.strip() if too_long(otherwise, LONGEST_WHY) else otherwise, by=by, at=at)
    _end(Override.objects.filter(org_id=by.org, case_id=case), "placed anew", by, at)
    row = Override.objects.create(
        org_id=by.org,
        case_id=case,
        worker_id=standing.worker,
        kind=kind,
        other_id=other,
        band=band,
        reason=because,
        why=why.strip(),
        made_at=at,
        made_by_id=by.worker,
        made_in=standing.band,
        made_place=standing.place,
        lasts_until=until,
        to_countersign=needs_countersigning(standing.ranking, standing.items, standing.position, goes_to),
    )
    detail = {"waits": row.to_countersign, "until": until.isoformat(), "reason": because.value}
    record_event(
        by, Act.CASE_PLACED, case_id=case, child_id=found.child_id, about_id=row.pk, why=why.strip(), detail=detail
    )
    return row.pk


def _all_read(case: UUID, read: Collection[UUID] | None, by: Viewer) -> None:
    """Refuses where somebody placed a case whom whoever places it now has not read."""
    held = Override.objects.filter(org_id=by.org, case_id=case, ended_at__isnull=True).select_related("made_by").first()
    if read is not None and held is not None and held.pk not in read:
        raise Refused(
            {
                "place": f"{held.made_by.name} placed this case since you opened the page: “{held.why}” Read what stands "
                "here now. Save again if yours should take its place."
            }
        )


@dataclass(frozen=True)
class Former:
    """An earlier placing as an answer: one case before another, by whom and when. why : '' for those who may not read the
    record of the case that was placed."""

    placing: UUID
    first: UUID
    second: UUID
    by: str
    at: datetime
    why: str


class Contradicted(Refused):
    """That earlier placings, taken together, say the opposite of a new one: `former`, from the one to the other case."""

    def __init__(self, former: tuple[Former, ...]) -> None:
        super().__init__({"instead": "This contradicts what was said before. Say which holds."})
        self.former = former


def _said_otherwise(
    standing: Computed,
    case: UUID,
    kind: PlacingKind,
    other: UUID | None,
    instead: Collection[UUID],
    by: Viewer,
    at: datetime,
) -> list[UUID]:
    """Which of the placings in `instead` hold on the list, and so end. One query; one more where it contradicts.

    Raises
    ------
    Contradicted : those that are left say the opposite.
    """
    if other is None:
        return []
    found = decided(by, standing.whole, moment(at))
    told = {one.row.pk: one.row for one in found if one.row.case_id != case and (one.placing.other or 0) >= 0}
    answers = [answer for key, row in told.items() if key not in instead and (answer := answer_of(row))]
    first, second = (case, other) if kind is PlacingKind.ABOVE else (other, case)
    if way := against(answers, first, second):
        rows = [told[answer.placing] for answer in way]
        reads = scopes.allowed(by, (Permission.READ_RECORD,), [row.case_id for row in rows])[Permission.READ_RECORD]
        raise Contradicted(
            tuple(
                Former(
                    row.pk, answer.first, answer.second, row.made_by.name, row.made_at,
                    row.why if row.case_id in reads else "",
                )
                for answer, row in zip(way, rows, strict=True)
            )
        )  # fmt: skip
    return [key for key in told if key in instead]


def last_day(until: date, today: date) -> dict[str, str]:
    """What is wrong with the last day of a placing, by field; nothing where it can hold until then."""
    if until < today:
        return {"until": "This day is past. Give the last day on which it should hold."}
    if until > today + timedelta(LONGEST_PLACING):
        latest = day_words(today + timedelta(LONGEST_PLACING))
        return {"until": f"A placing can hold until {latest} at most. Place it again then if it is still right."}
    return {}


def _goes_to(
    standing: Computed | None, kind: PlacingKind, other: UUID | None, band: Band | None, faults: dict[str, str]
) -> Band | None:
    """The band to which a placing takes a case; what is wrong with it goes into `faults`."""
    if standing is None:
        faults["place"] = (
            "Nobody holds this case, so it has no place in anybody's order of work. Give it to a worker first."
        )
        return None
    if kind is PlacingKind.BAND:
        if band is None:
            faults["place"] = "Choose a band."
        elif band is standing.band:
            faults["place"] = f"It stands in {band.label} already."
        return band
    there = standing.others.get(other) if other else None
    if there is None:
        faults["place"] = "Choose another case of the same list."
    return there


def countersign_placing(placing: UUID, why: str, *, by: Viewer, at: datetime) -> None:
    """Agrees that a case stands where a worker placed it; from then on the placing holds. Somebody else than they, who may
    countersign; one at a time. Event PLACING_COUNTERSIGNED.

    Raises
    ------
    NotThere, NotAllowed : as `check_can_countersign`. Refused : no reason, or nothing waits for it any more.
    """
    row, case = _placing(placing, by, countersign=True)
    faults = reason(why)
    if row.ended_at is not None or row.countersigned_at is not None or not row.to_countersign:
        faults["placing"] = "This placing does not wait for a countersignature any more."
    if row.lasts_until < at.astimezone(LONDON).date():
        faults["placing"] = "This placing has run out."
    if faults:
        raise Refused(faults)
    row.countersigned_at, row.countersigned_by_id, row.countersigned_why = at, by.worker, why.strip()
    row.save(update_fields=["countersigned_at", "countersigned_by_id", "countersigned_why"])
    record_event(
        by, Act.PLACING_COUNTERSIGNED, case_id=case.pk, child_id=case.child_id, about_id=row.pk, why=why.strip()
    )


def refuse_placing(placing: UUID, why: str, *, by: Viewer, at: datetime) -> None:
    """Does not agree that a case stands where a worker placed it: it stays where the order of work has it. Whoever might
    countersign; event PLACING_ENDED.

    Raises
    ------
    NotThere, NotAllowed : as `check_can_countersign`. Refused : no reason, or nothing waits for it any more.
    """
    row, case = _placing(placing, by, countersign=True)
    faults = reason(why)
    if row.ended_at is not None or row.countersigned_at is not None or not row.to_countersign:
        faults["placing"] = "This placing does not wait for a countersignature any more."
    if faults:
        raise Refused(faults)
    _end(Override.objects.filter(pk=row.pk, org_id=by.org), why.strip(), by, at)
    record_event(by, Act.PLACING_ENDED, case_id=case.pk, child_id=case.child_id, about_id=row.pk, why=why.strip())


def end_placing(placing: UUID, why: str, *, by: Viewer, at: datetime) -> None:
    """Ends a placing: the case stands again where the order of work has it. Whoever may write
    on the case; event PLACING_ENDED.

    Raises
    ------
    NotThere, NotAllowed : as `check_can_write`. Refused : no reason, or it has ended already.
    """
    row, case = _placing(placing, by, countersign=False)
    faults = reason(why)
    if row.ended_at is not None:
        faults["placing"] = "This placing has ended already."
    if faults:
        raise Refused(faults)
    _end(Override.objects.filter(pk=row.pk, org_id=by.org), why.strip(), by, at)
    record_event(by, Act.PLACING_ENDED, case_id=case.pk, child_id=case.child_id, about_id=row.pk, why=why.strip())


def postpone(
    case: UUID,
    duty: str,
    *,
    until: date,
    why: str,
    meanwhile: str,
    told: str,
    sooner_if: str,
    stands: Mapping[UUID, Computed] | None = None,
    by: Viewer,
    at: datetime,
) -> UUID:
    """Puts off a task, or rearranges a visit, until a day: until then it presses no earlier. What law or plan asks for stays
    written as due as it was. A visit that goes beyond its day moves nothing until a supervisor has countersigned. Whoever
    may write on the case; event WORK_POSTPONED.

    Parameters
    ----------
    duty : key of what is due on the case now. meanwhile, told : what keeps the child safe until then and who knows of it; of
    what is to see or protect a child always. sooner_if : what would bring it forward. stands : where the cases of a batch
    stand, worked out once for all of them; None: it is worked out here.

    Raises
    ------
    NotThere, NotAllowed : as `check_can_write`. Refused : no such thing is due, or a field says nothing that must, or a day
    that is past or too far off.
    """
    found = check_can_write(by, case)
    faults = reason(why)
    today = at.astimezone(LONDON).date()
    if until <= today:
        faults["until"] = "Give a day after today."
    elif until > today + timedelta(LONGEST_PUTTING_OFF):
        faults["until"] = "This is more than half a year off. Give an earlier day."
    standing = get_computed(by, case, moment(at)) if stands is None else stands.get(case)
    due = standing.due.get(duty) if standing else None
    if due is None:
        faults["duty"] = "This is not due any more. Look at the case again."
    visit = due is not None and due.purpose in (Purpose.SEE, Purpose.PROTECT)
    if visit and not meanwhile.strip():
        faults["meanwhile"] = "Say what keeps the child safe until then."
    if visit and not told.strip():
        faults["told"] = "Say who knows that the visit is later."
    said = {"meanwhile": meanwhile, "told": told, "sooner_if": sooner_if}
    faults |= {name: fault for name, text in said.items() if (fault := too_long(text, LONGEST_SAFEGUARD))}
    if faults or due is None or standing is None:
        raise Refused(faults)
    band, later = standing.band_without(duty, until)
    Case.objects.select_for_update().get(org_id=by.org, pk=case)
    _end(Postponement.objects.filter(org_id=by.org, case_id=case, duty=duty), "put off anew", by, at)
    row = Postponement.objects.create(
        org_id=by.org,
        case_id=case,
        kind=Postponing.REARRANGED if visit else Postponing.DEFERRED,
        duty=duty,
        title=due.title,
        was_due_at=due.due_at,
        until=until,
        why=why.strip(),
        meanwhile=meanwhile.strip(),
        told=told.strip(),
        sooner_if=sooner_if.strip(),
        made_at=at,
        made_by_id=by.worker,
        made_in=band,
        to_countersign=visit and later,
    )
    detail = {"duty": duty, "until": until.isoformat(), "waits": row.to_countersign}
    record_event(
        by, Act.WORK_POSTPONED, case_id=case, child_id=found.child_id, about_id=row.pk, why=why.strip(), detail=detail
    )
    return row.pk


def countersign_postponement(postponement: UUID, why: str, *, by: Viewer, at: datetime) -> None:
    """Agrees that a visit is rearranged; from then on it moves the order. Somebody else than who rearranged it, who may
    countersign; one at a time. Event POSTPONING_COUNTERSIGNED.

    Raises
    ------
    NotThere, NotAllowed : as `check_can_countersign`. Refused : no reason, or nothing waits for it any more.
    """
    row, case = _waiting(postponement, why, by, at)
    row.countersigned_at, row.countersigned_by_id, row.countersigned_why = at, by.worker, why.strip()
    row.save(update_fields=["countersigned_at", "countersigned_by_id", "countersigned_why"])
    record_event(
        by, Act.POSTPONING_COUNTERSIGNED, case_id=case.pk, child_id=case.child_id, about_id=row.pk, why=why.strip()
    )


def refuse_postponement(postponement: UUID, why: str, *, by: Viewer, at: datetime) -> None:
    """Does not agree that a visit is rearranged: it presses as it is due. Whoever might countersign; event
    POSTPONING_ENDED.

    Raises
    ------
    NotThere, NotAllowed : as `check_can_countersign`. Refused : no reason, or nothing waits for it any more.
    """
    row, case = _waiting(postponement, why, by, at)
    _end(Postponement.objects.filter(pk=row.pk, org_id=by.org), why.strip(), by, at)
    record_event(by, Act.POSTPONING_ENDED, case_id=case.pk, child_id=case.child_id, about_id=row.pk, why=why.strip())


def _waiting(postponement: UUID, why: str, by: Viewer, at: datetime) -> tuple[Postponement, Case]:
    """A putting off that waits for a countersignature, held for this transaction, and its case."""
    row = Postponement.objects.select_for_update().filter(org_id=by.org, pk=postponement).first()
    if row is None:
        raise NotThere
    case = check_can_countersign(by, row.case_id, made_by=row.made_by_id)
    faults = reason(why)
    if row.ended_at is not None or row.countersigned_at is not None or not row.to_countersign:
        faults["postponement"] = "This does not wait for a countersignature any more."
    if row.until < at.astimezone(LONDON).date():
        faults["postponement"] = "Its day has passed."
    if faults:
        raise Refused(faults)
    return row, case


def end_postponement(postponement: UUID, why: str, *, by: Viewer, at: datetime) -> None:
    """Ends a putting off before its day. Whoever may write on the case; event POSTPONING_ENDED.

    Raises
    ------
    NotThere, NotAllowed : as `check_can_write`. Refused : no reason, or it has ended already.
    """
    row = Postponement.objects.select_for_update().filter(org_id=by.org, pk=postponement).first()
    if row is None:
        raise NotThere
    case = check_can_write(by, row.case_id)
    faults = reason(why)
    if row.ended_at is not None:
        faults["postponement"] = "This has ended already."
    if faults:
        raise Refused(faults)
    _end(Postponement.objects.filter(pk=row.pk, org_id=by.org), why.strip(), by, at)
    record_event(by, Act.POSTPONING_ENDED, case_id=case.pk, child_id=case.child_id, about_id=row.pk, why=why.strip())


def confirm_order(
    worker: UUID, *, comment: str, with_supervisor: UUID | None, key: UUID | None = None, by: Viewer, at: datetime
) -> UUID:
    """Keeps a worker's list as it is shown now, with all that it was made from, as gone through and confirmed. The worker or
    whoever may write on their cases; event ORDER_CONFIRMED. Its id.

    Parameters
    ----------
    with_supervisor : who went through it with them, and is asked whether it was so; None: the worker alone. key : the id
    that it gets; one of this key is kept once, and sent again changes nothing.

    Raises
    ------
    NotThere : no such worker is within reach. NotAllowed : a shadow month hides its order. Refused : they hold no case, the
    comment is too long, or somebody is named who does not supervise or may not read all of it.
    """
    if worker not in scopes.workers(by, Permission.WRITE_RECORD, [worker], at.astimezone(LONDON).date()):
        raise NotThere
    check_order_is_shown(by, worker, at.astimezone(LONDON).date())
    # One at a time: what is sent twice at once is then found kept.
    Worker.objects.select_for_update(no_key=True).get(org_id=by.org, pk=worker)
    mine = PrioritisationReview.objects.filter(org_id=by.org, worker_id=worker, confirmed_by_id=by.worker)
    if key and mine.filter(pk=key).exists():
        return key
    faults = {}
    if fault := too_long(comment, LONGEST_COMMENT):
        faults["comment"] = fault
    found = get_shown(by, worker, moment(at))
    cases = [case.pk for case in found.whole.facts.cases] if found else []
    if with_supervisor is not None and (
        with_supervisor not in dict(list_supervisors(by, worker, cases, at.astimezone(LONDON).date()))
    ):
        faults["supervisor"] = "Choose a supervisor who may read every case on this list, or nobody."
    if found is None:
        faults["worker"] = "There is no case on this list."
    if faults or found is None:
        raise Refused(faults)
    keys = keys_in_force(by, at.astimezone(LONDON).date())
    ranking = Ranking.objects.create(
        org_id=by.org,
        worker_id=worker,
        as_at=at,
        known_at=at,
        made_at=at,
        criteria_set_id=keys[CriteriaSet],
        rulebook_id=keys[RulebookVersion],
        scheme_id=keys[SchemeVersion],
        cases=cases,
        result=found.kept(),
    )
    made = PrioritisationReview.objects.create(
        id=key or uuid4(),
        org_id=by.org,
        ranking=ranking,
        worker_id=worker,
        supervisor_id=with_supervisor,
        confirmed_at=at,
        confirmed_by_id=by.worker,
        comment=comment.strip(),
    )
    record_event(by, Act.ORDER_CONFIRMED, about_id=made.pk, detail={"cases": len(ranking.cases)})
    return made.pk


def _placing(placing: UUID, by: Viewer, *, countersign: bool) -> tuple[Override, Case]:
    """A placing, held for this transaction, and its case, if the viewer may do this to it."""
    row = Override.objects.select_for_update().filter(org_id=by.org, pk=placing).first()
    if row is None:
        raise NotThere
    if not countersign:
        return row, check_can_write(by, row.case_id)
    return row, check_can_countersign(by, row.case_id, made_by=row.made_by_id)


def _end(rows: QuerySet[Override] | QuerySet[Postponement], why: str, by: Viewer, at: datetime) -> None:
    rows.filter(ended_at__isnull=True).update(ended_at=at, ended_by_id=by.worker, ended_why=why)
