"""Putting a case on record by hand."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from uuid import UUID, uuid4

from django.db import IntegrityError, transaction
from django.db.models import Q

from plimsoll.actions.audit import record_event
from plimsoll.actions.authorise import check_can_add
from plimsoll.actions.cases import Refused, tell_allocation
from plimsoll.actions.workload import weigh
from plimsoll.core.access import Permission, Viewer
from plimsoll.core.calendar import LONDON
from plimsoll.core.case_life import STARTS
from plimsoll.core.terms import Act, CaseType, EventKind, Kinship
from plimsoll.queries.new_case import Places, list_places
from plimsoll.records import scopes
from plimsoll.records.models.cases import Allocation, Case, Event, NamedPerson, Restriction
from plimsoll.records.models.families import Child, FamilyRelation, Household, HouseholdMember
from plimsoll.records.names import make_reference, sort_name

LONGEST_NAME, LONGEST_REFERENCE = 200, 100
OLDEST_YEARS = 26  # young people are helped until they are 25
LONGEST_WAIT_DAYS = 300  # for a birth
TAKEN = ("case_one_per_reference", "child_one_per_reference")
TRIES = 5  # of a thousand million references, until one is free


@dataclass(frozen=True)
class NewCase:
    """What is said of a case that is put on record.

    key : its id, made with the form, so that what is sent twice is added once; began_on : the day of what starts work
    of its kind (`STARTS`), None where nobody knows; received_at : when the service heard, apart from when it is written
    down; worker : None leaves it in its team's queue; child : who it is about, where they are on record; family : the
    case of a brother or sister, whose household the child is to share; other_reference : what another system calls it,
    '' for nothing: refused where an open case of another child within reach has it; began : what starts it, where that
    is not what `STARTS` says; from_file : it is what a file calls the child, who may be on record by it without a case;
    note : what is written of what began it.
    """

    key: UUID
    given_name: str
    family_name: str
    born_on: date | None
    expected_on: date | None
    case_type: CaseType
    began_on: date | None
    level_of_need: int | None
    received_at: datetime | None
    opened_on: date
    team: UUID
    worker: UUID | None
    other_reference: str = ""
    from_file: bool = False
    child: UUID | None = None
    family: UUID | None = None
    note: str = ""
    began: EventKind | None = None


def add_case(said: NewCase, *, by: Viewer, at: datetime) -> UUID:
    """Puts a case on record, with its child where they are not there yet, what began it, who holds it and what it asks. A
    practitioner their own, a supervisor or duty worker their team's, a service manager any; event CASE_ADDED. Its id.

    The brothers and sisters of a case that is restricted are restricted to the same people: a household that is shared would
    tell of it.

    Raises
    ------
    NotAllowed : as `check_can_add`. Refused : something is missing, cannot be, or is out of reach.
    """
    check_can_add(by)
    if Case.objects.filter(org_id=by.org, pk=said.key).exists():
        return said.key
    places = list_places(by, at.astimezone(LONDON).date())
    faults = child_faults(said, at) | reference_faults(said, by) | _place_faults(said, places)
    beside = _family(said, by)
    if said.family is not None and beside is None:
        faults["family_name"] = "The case of the brother or sister is not there any more. Begin again."
    if said.child is not None and not scopes.cases(by).filter(child_id=said.child).exists():
        faults["family_name"] = "The child you chose is not there any more. Begin again."
    if faults:
        raise Refused(faults)
    team = places.team_for(said.worker, said.team) if said.worker else said.team
    assert team is not None, "a worker whose team is out of reach was refused"
    case = _put(said, team, by, at)
    if case is None:
        return said.key  # sent twice at once: the other was written while we looked
    if beside is not None and case.child_id is not None:
        _live_together(case.child_id, beside, by, at)
    if said.worker is not None:
        Allocation.objects.create(
            org_id=by.org, case_id=case.pk, worker_id=said.worker, from_at=at, why="put on record with the case",
            allocated_by_id=by.worker,
        )  # fmt: skip
        tell_allocation(case.pk, None, by=by, at=at)
    record_event(by, Act.CASE_ADDED, case_id=case.pk, child_id=case.child_id, about_id=case.pk)
    weigh(by.org, [case.pk], at)
    _restrict_alike(case, beside, said.worker, by, at)
    return case.pk


def _put(said: NewCase, team: UUID, by: Viewer, at: datetime) -> Case | None:
    """The case under a reference of its own, which we make: one that somebody types would tell them, by being refused, of a
    case that is not there for them. None where the case is there already."""
    for left in reversed(range(TRIES)):
        try:
            with transaction.atomic():
                return _written(said, make_reference(), team, by, at)
        except IntegrityError as fault:
            if Case.objects.filter(org_id=by.org, pk=said.key).exists():
                return None
            if not left or getattr(getattr(fault.__cause__, "diag", None), "constraint_name", "") not in TAKEN:
                raise
    return None


def child_faults(said: NewCase, at: datetime) -> dict[str, str]:
    """What is wrong with what was said, but for whose it is."""
    today = at.astimezone(LONDON).date()
    faults = {}
    if said.child is None:
        if not said.family_name.strip():
            faults["family_name"] = "Write the family name. Where it is not known, write Unknown."
        if not said.given_name.strip() and said.expected_on is None:
            faults["given_name"] = "Write the given name. It may be empty only before birth."
        if said.born_on and said.born_on > today:
            faults["born"] = "This lies ahead."
        elif said.born_on and said.born_on < today - timedelta(OLDEST_YEARS * 365.25):
            faults["born"] = f"This is over {OLDEST_YEARS} years ago. Check the year."
        elif said.expected_on and not timedelta(-60) < said.expected_on - today < timedelta(LONGEST_WAIT_DAYS):
            faults["born"] = "A birth is expected within ten months. Check the year."
    for field, day in (("began", said.began_on), ("opened", said.opened_on)):
        if day and day > today:
            faults[field] = "This lies ahead. Write the day on which it was."
        elif day and said.born_on and day < said.born_on - timedelta(365):
            faults[field] = "This is before the child was known. Check the year."
    if said.received_at and said.received_at > at:
        faults["received"] = "This lies ahead. Write when it came in."
    if len(said.other_reference.strip()) > LONGEST_REFERENCE:
        faults["other_reference"] = f"This is too long: {LONGEST_REFERENCE} letters and digits at most."
    return faults


def reference_faults(said: NewCase, by: Viewer) -> dict[str, str]:
    """That an open case of another child here has the reference of another system already: a file's row could be of either.
    Of cases that are not there for the viewer nothing is said: a file asks about these when it is brought in."""
    typed = said.other_reference.strip()
    if not typed or said.from_file:
        return {}
    named = Q(other_reference__iexact=typed) | Q(reference__iexact=typed) | Q(child__reference__iexact=typed)
    others = scopes.cases(by).filter(named, closed_at__isnull=True, child_id__isnull=False)
    others = others.exclude(child_id=said.child) if said.child else others
    found = others.order_by("opened_at", "pk").select_related("child").first()
    if found is None or found.child is None:
        return {}
    name = f"{found.child.given_name} {found.child.family_name}".strip() or "Another child"
    return {
        "other_reference": f"{name} ({found.reference}) has this reference here already. Check it, or leave it empty."
    }


def _place_faults(said: NewCase, places: Places) -> dict[str, str]:
    """What is wrong with whose it is to be."""
    if said.team not in {key for key, _ in places.teams}:
        return {"team": "Choose one of the teams that are there."}
    if said.worker is None:
        return {} if said.team in places.free else {"worker": "Choose who holds it."}
    if said.worker not in {key for key, *_ in places.workers} or places.team_for(said.worker, said.team) is None:
        return {"worker": "Choose one of the people who are there."}
    return {}


def _family(said: NewCase, by: Viewer) -> Case | None:
    """The case of the brother or sister."""
    found = scopes.cases(by).filter(pk=said.family, child_id__isnull=False) if said.family else Case.objects.none()
    return found.select_related("child").first()


def _written(said: NewCase, reference: str, team: UUID, by: Viewer, at: datetime) -> Case:
    """The rows of the case: its child, itself, and what began it."""
    child = said.child or _of_file(said, by) or _child(said, reference, by).pk
    today = at.astimezone(LONDON).date()
    opened_at = at if said.opened_on == today else datetime.combine(said.opened_on, time(), LONDON)
    case = Case.objects.create(
        org_id=by.org, id=said.key, reference=reference, other_reference=said.other_reference.strip(), child_id=child,
        team_id=team, case_type=said.case_type, level_of_need=said.level_of_need, opened_at=opened_at,
    )  # fmt: skip
    if said.began_on is not None:
        begun, timed = datetime.combine(said.began_on, time(), LONDON), False
        heard = said.received_at
        if said.case_type is CaseType.REFERRAL and heard and heard.astimezone(LONDON).date() == said.began_on:
            begun, timed = heard, True  # a referral happens when it comes in, and its clock runs by the hour
        Event.objects.create(
            org_id=by.org, case_id=case.pk, kind=said.began or STARTS[said.case_type], happened_at=begun, time_known=timed,
            received_at=heard, recorded_at=at, recorded_by_id=by.worker, note=said.note,
        )  # fmt: skip
    return case


def _child(said: NewCase, reference: str, by: Viewer) -> Child:
    given, family = said.given_name.strip(), said.family_name.strip()
    return Child.objects.create(
        org_id=by.org, reference=reference, given_name=given, family_name=family,
        sort_name=sort_name(f"{given} {family}"), born_on=said.born_on, expected_on=said.expected_on,
    )  # fmt: skip


def _of_file(said: NewCase, by: Viewer) -> UUID | None:
    """The child whom a file put on record, for who brings files in, with what it did not say of them filled in; None where
    there is none, or all their cases are out of reach: then the case is as if no file spoke of its child."""
    if not said.from_file or not by.reach(Permission.IMPORT):
        return None
    child = Child.objects.filter(org_id=by.org, reference=said.other_reference.strip()).first()
    if child is None:
        return None
    known = Case.objects.filter(org_id=by.org, child=child).exists()
    if known and not scopes.cases(by).filter(child=child).exists():
        return None
    child.given_name = child.given_name or said.given_name.strip()
    child.family_name = child.family_name or said.family_name.strip()
    child.sort_name = sort_name(f"{child.given_name} {child.family_name}")
    child.born_on = child.born_on or said.born_on
    child.expected_on = child.expected_on or said.expected_on
    child.save()
    return child.pk


def _live_together(child: UUID, beside: Case, by: Viewer, at: datetime) -> None:
    """A child shares the household of a brother or sister; both are on record as such, with those whom the other has."""
    today = at.astimezone(LONDON).date()
    members = HouseholdMember.objects.filter(org_id=by.org, child_id=beside.child_id, to_date__isnull=True)
    home = members.order_by("from_date").values_list("household_id", flat=True).first()
    if home is None:
        name = beside.child.family_name or beside.reference
        home = Household.objects.create(org_id=by.org, name=f"{name} household").pk
        HouseholdMember.objects.create(org_id=by.org, child_id=beside.child_id, household_id=home, from_date=today)
    if not HouseholdMember.objects.filter(org_id=by.org, child_id=child, household_id=home, to_date=None).exists():
        HouseholdMember.objects.create(org_id=by.org, child_id=child, household_id=home, from_date=today)
    known = FamilyRelation.objects.filter(
        org_id=by.org, child_id=beside.child_id, kinship=Kinship.SIBLING, withdrawn_on__isnull=True
    )
    others = {beside.child_id, *known.values_list("other_child_id", flat=True)} - {child, None}
    there = FamilyRelation.objects.filter(org_id=by.org, child_id=child, other_child_id__in=others)
    new = sorted(others - set(there.values_list("other_child_id", flat=True)))
    FamilyRelation.objects.bulk_create(
        FamilyRelation(org_id=by.org, id=uuid4(), child_id=one, other_child_id=other, kinship=Kinship.SIBLING)
        for sibling in new
        for one, other in ((child, sibling), (sibling, child))
    )


def _restrict_alike(case: Case, beside: Case | None, worker: UUID | None, by: Viewer, at: datetime) -> None:
    """Where the child's other cases, or that of a brother or sister, are restricted, so is the case, to the same people."""
    alike = [beside.pk] if beside is not None else []
    alike += Case.objects.filter(org_id=by.org, child_id=case.child_id).exclude(pk=case.pk).values_list("pk", flat=True)
    restricted = set(
        Restriction.objects.filter(org_id=by.org, case_id__in=alike, to_at__isnull=True).values_list(
            "case_id", flat=True
        )
    )
    if not restricted or restricted != set(alike):
        return
    spells = NamedPerson.objects.filter(org_id=by.org, case_id__in=restricted, to_at__isnull=True)
    people = {*spells.values_list("worker_id", flat=True), *([worker] if worker else [])}
    why = "as the child's other case, or that of a brother or sister"
    NamedPerson.objects.bulk_create(
        NamedPerson(org_id=by.org, case_id=case.pk, worker_id=one, from_at=at, named_by_id=by.worker)
        for one in sorted(people)
    )
    record_event(by, Act.CASE_RESTRICTED, case_id=case.pk, child_id=case.child_id, why=why)
    Restriction.objects.create(org_id=by.org, case_id=case.pk, from_at=at, restricted_by_id=by.worker, why=why)
