"""Who is round a child, what they were told, who the child is, and what keeps staff safe."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from plimsoll.core.access import NotThere, Permission, Viewer
from plimsoll.core.calendar import LONDON
from plimsoll.core.identifiers import doubt_nhs_number, doubt_upn
from plimsoll.core.terms import Bond, ContactKind, Couple, Kinship, Sex
from plimsoll.queries.addresses import HomeView, Protection, list_homes, list_protections
from plimsoll.queries.cases import CaseView, Relative, get_case
from plimsoll.records import scopes
from plimsoll.records.models.cases import Case
from plimsoll.records.models.families import Child, FamilyRelation, HouseholdMember, NetworkContact, SafetyNote, Told


@dataclass(frozen=True)
class PersonView:
    """Somebody round a child. kin : what they are to the child, None where that is not on record; since, until : first day
    on which they are round the child, and first on which they are it no longer (None: they still are).
    protection : that how they are reached is protected."""

    id: UUID
    kind: ContactKind
    name: str
    part: str
    telephone: str
    email: str
    kin: Kinship | None
    responsible: bool | None
    sex: Sex | None
    born_year: int | None
    died: bool
    lives_with: bool | None
    bond: Bond | None
    partner: UUID | None
    couple: Couple | None
    parent_of: UUID | None
    since: date
    until: date | None
    protection: Protection | None = None


@dataclass(frozen=True)
class SiblingView:
    """A brother or sister of whom the viewer may see an open case."""

    one: Relative
    kin: Kinship
    sex: Sex | None
    born_on: date | None


@dataclass(frozen=True)
class ToldView:
    """What somebody was told."""

    contact: UUID
    name: str
    told_on: date
    what: str
    by: str


@dataclass(frozen=True)
class SafetyView:
    """What somebody who visits must know. elsewhere : it stands on the case of another child of the household, whose name it
    is; '' where it stands on this one."""

    id: UUID
    case: UUID
    text: str
    source: str
    noted_on: date
    by: str
    review_on: date
    elsewhere: str = ""


@dataclass(frozen=True)
class RoundView:
    """All of it, of a case. child : None of the case of a whole family. doubts : what speaks against a number of the child,
    a sentence each, by its field."""

    case: CaseView
    child: Child | None
    people: tuple[PersonView, ...]
    gone: tuple[PersonView, ...]
    siblings: tuple[SiblingView, ...]
    told: tuple[ToldView, ...]
    safety: tuple[SafetyView, ...]
    doubts: dict[str, str]
    homes: tuple[HomeView, ...] = ()


def get_round(viewer: Viewer, case: UUID) -> RoundView:
    """Who is round the child of a case whose record the viewer may read. Those of `get_case` and thirteen queries.

    Raises
    ------
    NotThere : it is not there for them to read.
    """
    found = get_case(viewer, case)
    if not found.reads:
        raise NotThere
    child = Child.objects.filter(org_id=viewer.org, pk=found.child).first()
    people = _people(viewer, found.child)
    told = Told.objects.filter(org_id=viewer.org, case_id=case).select_related("contact", "told_by")
    return RoundView(
        found,
        child,
        tuple(one for one in people if one.until is None),
        tuple(one for one in people if one.until is not None),
        _siblings(viewer, found),
        tuple(
            ToldView(row.contact_id, row.contact.name, row.told_on, row.what, row.told_by.name)
            for row in told.order_by("-told_on", "-recorded_at", "pk")
        ),
        list_safety(viewer, found),
        _doubts(viewer, child) if child else {},
        list_homes(viewer, Case.objects.get(org_id=viewer.org, pk=case)),
    )


def get_person(viewer: Viewer, case: UUID, who: UUID) -> PersonView:
    """Somebody round the child of a case that the viewer may write on.

    Raises
    ------
    NotThere : it is not there for them to write on, or nobody like that is round its child.
    """
    found = scopes.cases(viewer, Permission.WRITE_RECORD).filter(pk=case).first()
    one = next((one for one in _people(viewer, found.child_id) if one.id == who), None) if found else None
    if one is None:
        raise NotThere
    return one


def _people(viewer: Viewer, child: UUID | None) -> list[PersonView]:
    if child is None:
        return []
    relations = FamilyRelation.objects.filter(org_id=viewer.org, child_id=child, withdrawn_on__isnull=True)
    kin = {
        contact: (Kinship(kinship), responsible)
        for contact, kinship, responsible in relations.filter(contact__isnull=False).values_list(
            "contact_id", "kinship", "parental_responsibility"
        )
    }
    rows = list(NetworkContact.objects.filter(org_id=viewer.org, child_id=child).order_by("kind", "name", "pk"))
    protected = list_protections(viewer, [row.pk for row in rows if row.reach_protected])
    return [
        PersonView(
            id=row.pk,
            kind=ContactKind(row.kind),
            name=row.name,
            part=row.part,
            telephone=row.telephone,
            email=row.email,
            kin=kin.get(row.pk, (None, None))[0],
            responsible=kin.get(row.pk, (None, None))[1],
            sex=Sex(row.sex) if row.sex else None,
            born_year=row.born_year,
            died=row.died,
            lives_with=row.lives_with,
            bond=Bond(row.bond) if row.bond else None,
            partner=row.partner_id,
            couple=Couple(row.couple) if row.couple else None,
            parent_of=row.parent_of_id,
            since=row.from_date,
            until=row.to_date,
            protection=protected.get(row.pk),
        )
        for row in rows
    ]


def _siblings(viewer: Viewer, found: CaseView) -> tuple[SiblingView, ...]:
    """Each once, whatever the number of their cases."""
    first: dict[UUID, Relative] = {}
    for one in found.brothers_and_sisters:
        first.setdefault(one.child, one)
    if not first:
        return ()
    kin = dict(
        FamilyRelation.objects.filter(
            org_id=viewer.org, child_id=found.child, other_child_id__in=first, withdrawn_on__isnull=True
        ).values_list("other_child_id", "kinship")
    )
    rows = {row.pk: row for row in Child.objects.filter(org_id=viewer.org, pk__in=first)}
    return tuple(
        SiblingView(
            one,
            Kinship(kin.get(child, Kinship.SIBLING)),
            Sex(rows[child].sex) if rows[child].sex else None,
            rows[child].born_on,
        )
        for child, one in first.items()
    )


def list_safety(viewer: Viewer, found: CaseView) -> tuple[SafetyView, ...]:
    """What somebody who visits must know: of this case, and of other open cases of the household whose record the viewer may
    read. Two queries, three where a household has others."""
    if not found.reads:
        return ()
    names = {found.id: ""}
    homes = HouseholdMember.objects.filter(org_id=viewer.org, child_id=found.child, to_date__isnull=True)
    with_them = HouseholdMember.objects.filter(
        org_id=viewer.org, household_id__in=homes.values("household_id"), to_date__isnull=True
    ).exclude(child_id=found.child)
    if found.child:
        others = scopes.cases(viewer, Permission.READ_RECORD).filter(
            closed_at__isnull=True, child_id__in=with_them.values("child_id")
        )
        names |= {
            row.pk: f"{row.child.given_name} {row.child.family_name}".strip() or row.reference
            for row in others.select_related("child")
        }
    rows = SafetyNote.objects.filter(org_id=viewer.org, case_id__in=names, ended_at__isnull=True)
    return tuple(
        SafetyView(
            row.pk, row.case_id, row.text, row.source, row.noted_at.astimezone(LONDON).date(), row.noted_by.name,
            row.review_on, names[row.case_id],
        )
        for row in rows.select_related("noted_by").order_by("noted_at", "pk")
    )  # fmt: skip


def _doubts(viewer: Viewer, child: Child) -> dict[str, str]:
    """What speaks against the numbers of a child. Another child with the same NHS number is told of only where the viewer
    may see a case of theirs."""
    doubts = {}
    if child.nhs_number:
        twins = scopes.cases(viewer).filter(child__nhs_number=child.nhs_number).exclude(child_id=child.pk)
        others = ", ".join(sorted(set(twins.values_list("reference", flat=True))))
        doubts["nhs_number"] = doubt_nhs_number(child.nhs_number) or (
            f"Another child has the same NHS number on record here ({others}): one of the two is wrong."
            if others
            else ""
        )
    if child.upn:
        doubts["upn"] = doubt_upn(child.upn)
    return {field: doubt for field, doubt in doubts.items() if doubt}
