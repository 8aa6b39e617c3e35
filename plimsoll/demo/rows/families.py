"""Children, households, and who is round them."""

from datetime import date, timedelta
from uuid import UUID

from plimsoll.core.terms import ContactKind, Kinship, Role
from plimsoll.demo import names
from plimsoll.demo.calendar_days import years_at
from plimsoll.demo.involvements import Involvement
from plimsoll.demo.people import Child, Family
from plimsoll.demo.rows.making import Making, at
from plimsoll.records.models.addresses import AddressProtection, AddressReader, ProtectedAddress
from plimsoll.records.models.families import Child as ChildRow
from plimsoll.records.models.families import FamilyRelation, Household, HouseholdMember, NetworkContact
from plimsoll.records.names import sort_name

PROTECTED_SHARE = 0.03  # of the addresses
GRANDPARENT_SHARE, FATHER_SHARE = 0.3, 0.6
NHS_KNOWN_SHARE = 0.93
STREETS = ("Lane", "Row", "Street", "Steps", "Terrace", "Walk")
SCHOOLS = ("Tidemark Primary School", "Sandbank Academy")
LEFT_HOME = timedelta(1)


def nhs_number(place: int) -> str | None:
    """The number at a place of the range 999 that is kept for tests, with its check digit; None where it has none.

    >>> nhs_number(0), nhs_number(1)
    ('9990000018', '9990000026')
    """
    digits = f"999{place + 1:06d}"
    rest = 11 - sum(int(digit) * weight for digit, weight in zip(digits, range(10, 1, -1), strict=True)) % 11
    return None if rest == 10 else f"{digits}{rest % 11}"


def family_name(place: int) -> str:
    """The name of the family at a place: two plain things, so that no worker has such a one.

    >>> family_name(0), family_name(60)
    ('Bellwether-Buttonhook', 'Bellwether-Candlewick')
    """
    words = names.LAST_WORDS
    turn, first = divmod(place, len(words))
    return f"{words[first]}-{words[(first + 1 + turn % (len(words) - 1)) % len(words)]}"


def add_families(making: Making) -> None:
    """Every family of a case, once."""
    open_families = {id(case.family) for case in making.book.open_cases()}
    seen: set[int] = set()
    place = 0
    given = {case.child.id: case.name for case in making.book.cases}
    for case in making.book.cases:
        family = case.family
        if id(family) in seen:
            continue
        seen.add(id(family))
        _family(making, family, place, given, in_full=id(family) in open_families)
        place += 1


def _family(making: Making, family: Family, place: int, given: dict[str, str], *, in_full: bool) -> None:
    name = family_name(place)
    draws = making.draws
    house = making.add(
        Household,
        name=f"{name} household",
        address=f"{draws.between(1, 90)} {draws.one_of(names.TEAM_WORDS)} {draws.one_of(STREETS)}, "
        f"{names.TOWN}, {names.postcode(draws)}",
        address_protected=draws.chance(PROTECTED_SHARE),
    )
    making.households[id(family)] = house
    for child in family.children:
        if child.id not in given:
            continue
        _child(making, child, given[child.id], name)
        _lives(making, child, house)
        if in_full:
            _network(making, child, name)
    if in_full:
        _siblings(making, [child for child in family.children if child.id in given])


def protect_addresses(making: Making) -> None:
    """Of the addresses that are protected: they move to those named for them, who are whoever holds a case of the family,
    the manager of their team and the safeguarding lead."""
    service = making.book.service
    lead = next((one for one in making.people if (Role.SAFEGUARDING_LEAD, None) in one.roles), None)
    homes = {row["id"]: row for row in making.rows[Household] if row["address_protected"]}
    of: dict[UUID, Involvement] = {}
    for case in making.book.cases:
        home = making.household_of(case.family)
        if home in homes and (home not in of or case.closed is None):
            of[home] = case
    for home, case in of.items():
        manager = service.manager(case.unit)
        begun = making.before_now(at(case.opened, 16 * 60))
        mark = making.add(
            AddressProtection,
            household_id=home,
            ask_id=making.people[manager],
            from_at=begun,
            marked_by_id=making.people[manager],
            why="a person who was violent to the family looks for them",
        )
        for person in dict.fromkeys(filter(None, (manager, case.holder, lead))):
            making.add(
                AddressReader, protection_id=mark, worker_id=making.people[person], from_at=begun,
                named_by_id=making.people[manager],
            )  # fmt: skip
        making.add(
            ProtectedAddress, protection_id=mark, address=homes[home]["address"], telephone="", email="", part="",
            written_at=begun, written_by_id=making.people[manager],
        )  # fmt: skip
    for home, row in homes.items():
        row["address"] = ""
        row["address_protected"] = home in of


def _child(making: Making, child: Child, given: str, family: str) -> None:
    unborn = child.age < 0
    known = not unborn and making.draws.chance(NHS_KNOWN_SHARE)
    made = making.add(
        ChildRow,
        reference=child.id,
        given_name="" if unborn else given,
        family_name=family,
        sort_name=sort_name(f"{'' if unborn else given} {family}"),
        born_on=None if unborn else child.birth,
        expected_on=child.birth if unborn else None,
        nhs_number=nhs_number(len(making.children)) if known else None,
    )
    making.children[child.id] = made


def _lives(making: Making, child: Child, house: UUID) -> None:
    """At home from the referral on; in care no longer from the day it began, and again after it."""
    story = child.story
    start = max(story.earlier_referral or story.referral, child.birth or story.referral)
    start = min(start, making.as_at - LEFT_HOME)
    lives = {"child_id": making.children[child.id], "household_id": house}
    if story.care_start is None:
        making.add(HouseholdMember, **lives, from_date=start)
        return
    if start < story.care_start:
        making.add(HouseholdMember, **lives, from_date=start, to_date=story.care_start)
    if story.care_end and story.closed is None:
        making.add(HouseholdMember, **lives, from_date=story.care_end)


def _network(making: Making, child: Child, family: str) -> None:
    """Parents and grandparents, and the profession nearest to the child's age."""
    draws = making.draws
    start = child.story.referral
    if not child.uasc:
        _relative(making, child, f"{_given(making)} {family}", "mother", Kinship.PARENT, start, True)
        if draws.chance(FATHER_SHARE):
            other = f"{_given(making)} {draws.one_of(names.LAST_WORDS)}"
            _relative(making, child, other, "father", Kinship.PARENT, start, draws.chance(0.8))
        if draws.chance(GRANDPARENT_SHARE):
            _relative(making, child, f"{_given(making)} {family}", "grandmother", Kinship.GRANDPARENT, start, False)
    part, body = _profession(child, making.as_at)
    slug = body.lower().replace(" ", "-")
    _contact(
        making, child, ContactKind.PROFESSIONAL, _named(making), f"{part}, {body}", f"office@{slug}.example", start
    )


def _given(making: Making) -> str:
    return making.draws.one_of(names.FIRST_WORDS)


def _named(making: Making) -> str:
    return f"{_given(making)} {making.draws.one_of(names.LAST_WORDS)}"


def _profession(child: Child, today: date) -> tuple[str, str]:
    age = -1 if child.birth is None else years_at(child.birth, today)
    if age < 0:
        return "midwife", "Seagull Street Health Visitors"
    if age < 4:
        return "health visitor", "Seagull Street Health Visitors"
    if age < 18:
        return "form teacher", SCHOOLS[age >= 11]
    return "housing officer", "Breakwater Family Centre"


def _relative(
    making: Making, child: Child, name: str, part: str, kinship: Kinship, start: date, responsible: bool
) -> None:
    contact = _contact(making, child, ContactKind.FAMILY, name, part, "", start)
    making.add(
        FamilyRelation,
        child_id=making.children[child.id],
        contact_id=contact,
        kinship=kinship.value,
        parental_responsibility=responsible,
    )


def _contact(making: Making, child: Child, kind: ContactKind, name: str, part: str, email: str, start: date) -> UUID:
    return making.add(
        NetworkContact,
        child_id=making.children[child.id],
        kind=kind.value,
        name=name,
        part=part,
        telephone=f"07700 900{making.draws.between(0, 999):03d}",  # numbers kept for plays and films
        email=email,
        from_date=start,
    )


def _siblings(making: Making, children: list[Child]) -> None:
    for child in children:
        for other in children:
            if child is not other:
                making.add(
                    FamilyRelation,
                    child_id=making.children[child.id],
                    other_child_id=making.children[other.id],
                    kinship=Kinship.SIBLING.value,
                )
