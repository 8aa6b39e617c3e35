"""What a file left for a person to decide is carried out."""

from datetime import date, datetime, time, timedelta
from uuid import UUID

from plimsoll.actions.authorise import can, check_can, check_can_import
from plimsoll.actions.bringing.identity import SAME_CHILD
from plimsoll.actions.bringing.taking import take_row
from plimsoll.actions.cases import Refused, allocate_case, close_case
from plimsoll.core.access import Viewer, needed
from plimsoll.core.calendar import LONDON
from plimsoll.core.terms import CLOSING, About, Matter
from plimsoll.records.models.cases import Allocation, Case, CaseCircumstance, CaseFactor, Event
from plimsoll.records.models.exchange import ImportMatter
from plimsoll.records.models.families import Child
from plimsoll.records.models.people import Team, Worker
from plimsoll.records.names import sort_name


def check_can_decide(matter: ImportMatter, take: bool, by: Viewer) -> None:
    """Whether the viewer may decide a matter, one way or the other. Raises NotThere or NotAllowed."""
    if matter.case_id is None:
        check_can_import(by)
        return
    usual, *others = needed(Matter(matter.matter), take=take)
    if not any(can(by, permission, matter.case_id) for permission in others):
        check_can(by, usual, matter.case_id)


def carry_out(matter: ImportMatter, take: bool, why: str, *, by: Viewer, at: datetime) -> None:
    """Does what was decided. Raises Refused where it cannot be done any more."""
    what = Matter(matter.matter)
    if matter.name == SAME_CHILD.name:
        if take:
            take_row(matter, by=by, at=at)
        return
    if what is Matter.NOT_CONFIRMED:
        _answer(matter, take, by, at)
    if not take or matter.case_id is None:
        return
    if what is Matter.NEW_WORKER and matter.about == About.WORKER:
        _give(matter, why, by, at)
    elif what in CLOSING:
        _close(matter, why, by, at)
    elif what is Matter.OPEN_IN_FILE:
        Case.objects.filter(org_id=by.org, pk=matter.case_id).update(closed_at=None, closed_by_id=None, closed_why=None)
    elif what in (Matter.CHANGED_HERE, Matter.NEW_WORKER):
        _change(matter, by, at)


def _answer(matter: ImportMatter, withdraw: bool, by: Viewer, at: datetime) -> None:
    """What was said to be done in the other system, and stands in no file, was not done; or was, and waits for no file any
    more: it stays the word of whoever said it."""
    claim = _standing(matter)
    if claim is None:
        if not withdraw:  # what a file took back under an earlier version did happen
            _event(matter, matter.here, by, at, None)
    elif withdraw:
        _event(matter, "", by, at, claim)
    elif claim.awaits_file:
        Event.objects.create(
            org_id=by.org, case_id=claim.case_id, kind=claim.kind, happened_at=claim.happened_at, time_known=False,
            nth=claim.nth, recorded_at=claim.recorded_at, recorded_by_id=claim.recorded_by_id, note=claim.note,
            replaces=claim,
        )  # fmt: skip


def _close(matter: ImportMatter, why: str, by: Viewer, at: datetime) -> None:
    if Case.objects.filter(org_id=by.org, pk=matter.case_id, closed_at__isnull=True).exists():
        close_case(matter.case_id, why, by=by, at=at, closed_at=_ended(matter, at))


def _ended(matter: ImportMatter, at: datetime) -> datetime:
    """When the work ended: at the end of the day that the file gives, or now. A case that was opened or given to somebody
    after that day ends right then."""
    if not matter.which:
        return at
    day = datetime.combine(date.fromisoformat(matter.which) + timedelta(1), time(), LONDON) - timedelta(seconds=1)
    spells = Allocation.objects.filter(org_id=matter.org_id, case_id=matter.case_id, to_at__isnull=True)
    begun = [from_at + timedelta(seconds=1) for from_at in spells.values_list("from_at", flat=True)]
    opened = Case.objects.filter(org_id=matter.org_id, pk=matter.case_id).values_list("opened_at", flat=True)
    return min(at, max(day, *opened, *begun))


def _give(matter: ImportMatter, why: str, by: Viewer, at: datetime) -> None:
    spell = Allocation.objects.filter(org_id=by.org, case_id=matter.case_id, to_at__isnull=True).first()
    if matter.there and (spell is None or str(spell.worker_id) != matter.there):
        left = Worker.objects.filter(org_id=by.org, pk=matter.there, left_on__isnull=False).first()
        if left is not None:
            raise Refused(
                {"matter": f"{left.name} no longer works here. Keep what stands, and give the case to another."}
            )
        allocate_case(matter.case_id, worker=UUID(matter.there), why=why, by=by, at=at)
    elif not matter.there and spell is not None:
        spell.to_at, spell.ended_by_id, spell.ended_why = max(at, spell.from_at + timedelta(seconds=1)), by.worker, why
        spell.save(update_fields=["to_at", "ended_by_id", "ended_why"])


def _change(matter: ImportMatter, by: Viewer, at: datetime) -> None:
    """The file's value takes the place of ours."""
    case = Case.objects.get(org_id=by.org, pk=matter.case_id)
    value = matter.there or None
    today = at.astimezone(LONDON).date()
    match About(matter.about):
        case About.CHILD:
            child = Child.objects.get(org_id=by.org, pk=case.child_id)
            setattr(child, matter.name, _typed(matter.name, value))
            child.sort_name = sort_name(f"{child.given_name} {child.family_name}")
            child.save()
        case About.CASE:
            _set(case, matter.name, value)
        case About.EVENT:
            _event(matter, matter.there, by, at, _counting(matter) if matter.here else None)
        case _:
            model = CaseCircumstance if matter.about == About.CIRCUMSTANCE else CaseFactor
            word = "circumstance" if model is CaseCircumstance else "factor"
            held = model.objects.filter(
                org_id=by.org, case_id=matter.case_id, to_date__isnull=True, **{word: matter.name}
            ).first()
            if held is not None and value is None:
                held.to_date = max(today, held.from_date + timedelta(1))
                held.save(update_fields=["to_date"])


def _typed(name: str, value: str | None) -> date | str | None:
    if name.endswith("_on"):
        return date.fromisoformat(value) if value else None
    return value if name == "nhs_number" else value or ""


def _set(case: Case, name: str, value: str | None) -> None:
    match name:
        case "also":
            case.also = (value or "").split()
        case "seen_unrecorded":
            case.seen_unrecorded = value is not None
        case "team":
            team = Team.objects.filter(org_id=case.org_id, name__iexact=value, closed_on__isnull=True).first()
            if team is None:
                raise Refused({"matter": f"There is no team '{value}' any more. Make it first, or keep what stands."})
            case.team = team
        case "opened_on":
            case.opened_at = datetime.combine(date.fromisoformat(value or ""), time(), LONDON)
            case.opened_unrecorded = False
            if case.closed_at is not None and case.closed_at < case.opened_at:
                raise Refused({"matter": "The case was closed before that day. Keep what stands."})
        case "level_of_need":
            case.level_of_need = int(value) if value else None
        case _:
            setattr(case, name, value)
    case.save()


def _event(matter: ImportMatter, day: str, by: Viewer, at: datetime, instead: Event | None) -> None:
    """An event as the file says it, or, where `day` is '', that it never happened."""
    Event.objects.create(
        org_id=by.org,
        case_id=matter.case_id,
        kind=matter.name,
        happened_at=datetime.combine(date.fromisoformat(day), time(), LONDON)
        if day or not instead
        else instead.happened_at,
        time_known=False,
        nth=matter.nth,
        recorded_at=at,
        recorded_by_id=by.worker,
        replaces=instead,
        withdraws=not day,
    )


def _counting(matter: ImportMatter) -> Event:
    """The event of the day that stands here."""
    found = _standing(matter)
    if found is None:
        raise Refused({"matter": "What stood here has been changed since. Look at the case, and keep what stands."})
    return found


def _standing(matter: ImportMatter) -> Event | None:
    """The event of the day that stood here, where it is neither replaced nor withdrawn."""
    begin = datetime.combine(date.fromisoformat(matter.here), time(), LONDON)
    rows = Event.objects.filter(
        org_id=matter.org_id, case_id=matter.case_id, kind=matter.name, withdraws=False,
        happened_at__gte=begin, happened_at__lt=begin + timedelta(1),
    ).order_by("pk")  # fmt: skip
    replaced = set(Event.objects.filter(org_id=matter.org_id, replaces__in=rows).values_list("replaces_id", flat=True))
    return next((row for row in rows if row.pk not in replaced), None)
