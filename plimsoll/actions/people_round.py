"""Writing down who is round a child, what they were told, who the child is, and what keeps staff safe."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from plimsoll.actions.audit import record_event
from plimsoll.actions.authorise import check_can_write
from plimsoll.actions.cases import Refused, one_at_a_time_on, plain, reason
from plimsoll.core.access import NotThere, Viewer
from plimsoll.core.calendar import LONDON
from plimsoll.core.identifiers import NHS_DIGITS, UPN_SIGNS
from plimsoll.core.terms import Act, Bond, ContactKind, Couple, Disability, Ethnicity, Kinship, Sex
from plimsoll.records.models.cases import Case
from plimsoll.records.models.families import Child, FamilyRelation, NetworkContact, SafetyNote, Told

LONGEST_NAME, LONGEST_PART, LONGEST_PHONE, LONGEST_TEXT = 200, 200, 50, 2000
LONGEST_LANGUAGE, LONGEST_SOURCE = 100, 500
LONGEST_REVIEW = timedelta(366)  # ours: a safety note that nobody looks at for a year is a rumour
OF_A_FAMILY = "This is the case of a whole family. Write who is round a child on the case of that child."


@dataclass(frozen=True)
class Person:
    """What is said of somebody round a child.

    kinship, responsible : what they are to the child, and whether they have parental responsibility; None where nobody knows
    or they are of a profession. partner, couple : with whom they are or were a couple, both or neither. parent_of : of a
    grandparent, which parent is their child. until : the first day on which they are round the child no more, None while
    they are.
    """

    kind: ContactKind
    name: str
    part: str = ""
    telephone: str = ""
    email: str = ""
    kinship: Kinship | None = None
    responsible: bool | None = None
    sex: Sex | None = None
    born_year: int | None = None
    died: bool = False
    lives_with: bool | None = None
    bond: Bond | None = None
    partner: UUID | None = None
    couple: Couple | None = None
    parent_of: UUID | None = None
    since: date | None = None
    until: date | None = None


def write_person(case: UUID, said: Person, *, who: UUID | None, key: UUID, by: Viewer, at: datetime) -> UUID:
    """Puts somebody round the child of a case on record, or what is so of them in place of what stood; what stood stays in
    the history. Whoever may write on the case; event PEOPLE_ROUND_CHANGED. Their id.

    Parameters
    ----------
    who : whom it changes; None for somebody new, whose id becomes `key`, so that what is sent twice is written once.

    Raises
    ------
    NotThere, NotAllowed : as `check_can_write`, and where `who` is nobody round this child. Refused : something is missing
        or cannot be.
    """
    found = check_can_write(by, case)
    child = _child(found, by)
    one_at_a_time_on(case, by=by)
    around = {
        row.pk: row for row in NetworkContact.objects.select_for_update().filter(org_id=by.org, child_id=child.pk)
    }
    if who is not None and who not in around:
        raise NotThere
    row = around.get(who or key)
    if who is None and row is not None:
        return row.pk  # sent twice
    faults = _person_faults(said, who or key, around, at)
    if row is not None and row.reach_protected:
        hidden = ["telephone", "email", *(["part"] if said.kind is ContactKind.PROFESSIONAL else [])]
        faults |= {
            field: "This is protected. Write it where the others of it stand."
            for field in hidden
            if getattr(said, field)
        }
    if faults:
        raise Refused(faults)
    row = row or NetworkContact(org_id=by.org, id=key, child_id=child.pk)
    row.kind, row.name, row.part = said.kind, said.name, said.part
    row.telephone, row.email, row.bond = said.telephone, said.email, said.bond
    row.sex, row.born_year, row.died, row.lives_with = said.sex, said.born_year, said.died, said.lives_with
    row.partner_id, row.couple, row.parent_of_id = said.partner, said.couple, said.parent_of
    row.from_date = said.since or row.from_date or at.astimezone(LONDON).date()
    row.to_date = said.until
    row.save(force_insert=who is None)
    _pair(row, around)
    _relate(row, child, said, by, at)
    record_event(by, Act.PEOPLE_ROUND_CHANGED, case_id=case, child_id=child.pk, about_id=row.pk)
    return row.pk


def _child(found: Case, by: Viewer) -> Child:
    child = Child.objects.filter(org_id=by.org, pk=found.child_id).first()
    if child is None:
        raise Refused({"name": OF_A_FAMILY})
    return child


def _person_faults(said: Person, key: UUID, around: Mapping[UUID, NetworkContact], at: datetime) -> dict[str, str]:
    today = at.astimezone(LONDON).date()
    faults = {}
    if not said.name.strip():
        faults["name"] = "Write their name. Where it is not known, write who they are: the mother's partner."
    for field, text, most in (
        ("name", said.name, LONGEST_NAME),
        ("part", said.part, LONGEST_PART),
        ("telephone", said.telephone, LONGEST_PHONE),
    ):
        if len(text) > most:
            faults[field] = f"Write {most} characters or fewer; these are {len(text)}."
    if said.born_year is not None and not today.year - 120 <= said.born_year <= today.year:
        faults["born_year"] = "This cannot be the year in which they were born. Check it."
    if said.since and said.since > today:
        faults["since"] = "This lies ahead."
    if said.until and said.until > today:
        faults["until"] = "This lies ahead. Write it once it is so."
    if said.since and said.until and said.until < said.since:
        faults["until"] = "This is before the day since when they are round the child."
    if (said.partner is None) != (said.couple is None):
        faults["couple" if said.partner else "partner"] = "Say both: with whom, and whether they are together."
    for field, other in (("partner", said.partner), ("parent_of", said.parent_of)):
        if other is not None and (other == key or other not in around):
            faults[field] = "Choose somebody else who is round this child."
    return faults


def _pair(row: NetworkContact, around: Mapping[UUID, Any]) -> None:
    """What is said of one of a couple is so of the other; whoever was their other half before is it no longer."""
    for other in around.values():
        if other.pk == row.pk:
            continue
        theirs = other.pk == row.partner_id
        before = other.partner_id, other.couple
        if theirs or other.partner_id == row.pk:
            other.partner, other.couple = (row, row.couple) if theirs else (None, None)
            if (other.partner_id, other.couple) != before:
                other.save(update_fields=["partner", "couple"])


def _relate(row: NetworkContact, child: Child, said: Person, by: Viewer, at: datetime) -> None:
    """What they are to the child: at most one thing at a time."""
    relation = FamilyRelation.objects.filter(org_id=by.org, contact_id=row.pk, withdrawn_on__isnull=True).first()
    if said.kinship is None:
        if relation is not None:
            relation.withdrawn_on = at.astimezone(LONDON).date()
            relation.save(update_fields=["withdrawn_on"])
        return
    if relation is None:
        relation = FamilyRelation(org_id=by.org, child_id=child.pk, contact_id=row.pk)
    elif (relation.kinship, relation.parental_responsibility) == (said.kinship, said.responsible):
        return
    relation.kinship, relation.parental_responsibility = said.kinship, said.responsible
    relation.save()


def tell(case: UUID, contact: UUID, what: str, *, on: date, key: UUID, by: Viewer, at: datetime) -> UUID:
    """Writes down what somebody round the child of a case was told. Whoever may write on it; event PERSON_TOLD.

    Raises
    ------
    NotThere, NotAllowed : as `check_can_write`. Refused : nobody round this child, nothing is said, or a day ahead.
    """
    found = check_can_write(by, case)
    one_at_a_time_on(case, by=by)
    if Told.objects.filter(org_id=by.org, pk=key, case_id=case).exists():
        return key
    what, faults = plain(what), {}
    around = NetworkContact.objects.filter(org_id=by.org, child_id=found.child_id, pk=contact)
    if found.child_id is None or not around.exists():
        faults["contact"] = "Choose somebody who is round this child."
    if not what:
        faults["what"] = "Say what they were told."
    elif len(what) > LONGEST_TEXT:
        faults["what"] = f"Write {LONGEST_TEXT:,} characters or fewer; these are {len(what):,}."
    if on > at.astimezone(LONDON).date():
        faults["told_on"] = "This lies ahead."
    if faults:
        raise Refused(faults)
    Told.objects.create(
        org_id=by.org,
        id=key,
        case_id=case,
        contact_id=contact,
        told_on=on,
        what=what,
        told_by_id=by.worker,
        recorded_at=at,
    )
    record_event(by, Act.PERSON_TOLD, case_id=case, child_id=found.child_id, about_id=contact)
    return key


# ---- who the child is ----------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class About:
    """Who a child is to other services, and how one talks with them. nhs_number, upn : without spaces, '' for nothing.
    disabilities : empty where nobody has asked; `Disability.NONE` stands alone. interpreter : None where nobody asked."""

    nhs_number: str = ""
    upn: str = ""
    sex: Sex | None = None
    ethnicity: Ethnicity | None = None
    disabilities: tuple[Disability, ...] = ()
    language: str = ""
    interpreter: bool | None = None
    communication: str = ""


def about(child: Child) -> About:
    """What stands of a child."""
    return About(
        child.nhs_number or "",
        child.upn,
        Sex(child.sex) if child.sex else None,
        Ethnicity(child.ethnicity) if child.ethnicity else None,
        tuple(map(Disability, child.disabilities)),
        child.language,
        child.interpreter,
        child.communication,
    )


def describe_child(case: UUID, said: About, *, seen: About | None = None, by: Viewer, at: datetime) -> None:
    """Writes down who the child of a case is, in place of what stood; that stays in the history. Whoever may write on the
    case; event CHILD_DESCRIBED, which names the fields and no value. A number that looks wrong is kept: the page says what
    speaks against it.

    Parameters
    ----------
    seen : what stood when `said` was typed, where that is known.

    Raises
    ------
    NotThere, NotAllowed : as `check_can_write`. Refused : nothing is changed, a field holds what it cannot, or somebody else
        changed it meanwhile.
    """
    child = Child.objects.select_for_update().filter(org_id=by.org, pk=check_can_write(by, case).child_id).first()
    if child is None:
        raise Refused({"about": OF_A_FAMILY})
    now = about(child)
    if seen is not None and seen != now:
        raise Refused({"about": "Somebody changed this meanwhile. What stands now is shown: write yours again."})
    changed = sorted(one.name for one in fields(now) if getattr(now, one.name) != getattr(said, one.name))
    if not changed:
        raise Refused({"about": "Nothing is different from what stands. Change something, or go back."})
    faults = _about_faults(said)
    if faults:
        raise Refused(faults)
    for name in changed:
        setattr(child, name, getattr(said, name))
    child.nhs_number = said.nhs_number or None
    child.disabilities = [word.value for word in said.disabilities]
    child.save(update_fields=changed)
    record_event(by, Act.CHILD_DESCRIBED, case_id=case, child_id=child.pk, detail={"fields": changed})


def _about_faults(said: About) -> dict[str, str]:
    faults = {}
    if said.nhs_number and not re.fullmatch(rf"[0-9]{{{NHS_DIGITS}}}", said.nhs_number):
        faults["nhs_number"] = f"An NHS number has {NHS_DIGITS} digits. Write them, with or without spaces."
    if not re.fullmatch(rf"[A-Z0-9]{{0,{UPN_SIGNS}}}", said.upn):
        faults["upn"] = f"A UPN has {UPN_SIGNS} letters and digits."
    if Disability.NONE in said.disabilities and len(said.disabilities) > 1:
        faults["disabilities"] = "Tick “none” alone, or what it is."
    for field, text, most in (
        ("language", said.language, LONGEST_LANGUAGE),
        ("communication", said.communication, LONGEST_TEXT),
    ):
        if len(text) > most:
            faults[field] = f"Write {most:,} characters or fewer; these are {len(text):,}."
    return faults


# ---- what keeps staff safe -----------------------------------------------------------------------------------------------


def note_safety(case: UUID, text: str, source: str, *, review_on: date, key: UUID, by: Viewer, at: datetime) -> UUID:
    """Writes down what somebody who visits must know to be safe, from whom it is known, and by when it is looked at again.
    Whoever may write on the case; event SAFETY_NOTED.

    Raises
    ------
    NotThere, NotAllowed : as `check_can_write`. Refused : something is missing or too long, or the review is not ahead
        within a year.
    """
    found = check_can_write(by, case)
    one_at_a_time_on(case, by=by)
    if SafetyNote.objects.filter(org_id=by.org, pk=key, case_id=case).exists():
        return key
    text, source, today = plain(text), plain(source), at.astimezone(LONDON).date()
    faults = {}
    if not text:
        faults["text"] = "Say what somebody who visits must know."
    elif len(text) > LONGEST_TEXT:
        faults["text"] = f"Write {LONGEST_TEXT:,} characters or fewer; these are {len(text):,}."
    if not source:
        faults["source"] = "Say from whom or what this is known."
    elif len(source) > LONGEST_SOURCE:
        faults["source"] = f"Write {LONGEST_SOURCE} characters or fewer; these are {len(source)}."
    if not today < review_on <= today + LONGEST_REVIEW:
        faults["review_on"] = "Give a day ahead, within a year, on which it is looked at again."
    if faults:
        raise Refused(faults)
    SafetyNote.objects.create(
        org_id=by.org, id=key, case_id=case, text=text, source=source, review_on=review_on, noted_at=at,
        noted_by_id=by.worker,
    )  # fmt: skip
    record_event(by, Act.SAFETY_NOTED, case_id=case, child_id=found.child_id, about_id=key)
    return key


def end_safety_note(case: UUID, note: UUID, why: str, *, by: Viewer, at: datetime) -> None:
    """Ends a safety note that is no longer so. Whoever may write on its case; event SAFETY_NOTED.

    Raises
    ------
    NotThere, NotAllowed : as `check_can_write`, and where the case has no such note. Refused : no reason, or it has ended.
    """
    found = check_can_write(by, case)
    row = SafetyNote.objects.select_for_update().filter(org_id=by.org, case_id=case, pk=note).first()
    if row is None:
        raise NotThere
    faults = reason(why)
    if row.ended_at is not None:
        faults["why"] = "This note has been ended already."
    if faults:
        raise Refused(faults)
    row.ended_at, row.ended_by_id, row.ended_why = at, by.worker, why.strip()
    row.save(update_fields=["ended_at", "ended_by", "ended_why"])
    record_event(by, Act.SAFETY_NOTED, case_id=case, child_id=found.child_id, about_id=note, detail={"ended": True})
