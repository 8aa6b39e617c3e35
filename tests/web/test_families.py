"""Drawings of a family and a network: who stands where, and what no drawing may do."""

from datetime import date
from itertools import combinations
from types import SimpleNamespace
from uuid import UUID, uuid4

import pytest

from plimsoll.core.terms import Bond, ContactKind, Couple, Kinship, Sex
from plimsoll.queries.cases import Relative
from plimsoll.queries.people_round import PersonView, RoundView, SiblingView
from plimsoll.web.families.drawing import CHILD_RADIUS, NODE, SIZE, Picture, Sign, ecomap, genogram

YEAR = 2026


def person(name: str, kin: Kinship | None = None, **said: object) -> PersonView:
    kind = ContactKind.FAMILY if kin else ContactKind.PROFESSIONAL
    nothing = dict.fromkeys(
        ("responsible", "sex", "born_year", "lives_with", "bond", "partner", "couple", "parent_of", "until")
    )
    given = {
        "id": uuid4(),
        "kind": kind,
        "name": name,
        "part": "",
        "telephone": "",
        "email": "",
        "kin": kin,
        "died": False,
    }
    return PersonView(**{**given, **nothing, "since": date(2026, 1, 1), **said})  # type: ignore[arg-type]


def sibling(name: str, born: int, kin: Kinship = Kinship.SIBLING) -> SiblingView:
    return SiblingView(Relative(uuid4(), uuid4(), name, name), kin, Sex.F, date(born, 1, 1))


def around(*people: PersonView, siblings: tuple[SiblingView, ...] = ()) -> RoundView:
    child = SimpleNamespace(given_name="Kim", born_on=date(2015, 1, 1), expected_on=None, sex="F")
    case = SimpleNamespace(name="Kim Kipper")
    return RoundView(case, child, people, (), siblings, (), (), {})  # type: ignore[arg-type]


def at(picture: Picture | None, name: str) -> tuple[float, float]:
    assert picture is not None
    (one,) = [one for one in picture.people if one.name == name]
    return one.x, one.y


def couple(separated: bool = False) -> tuple[PersonView, PersonView]:
    mother, father = uuid4(), uuid4()
    how = Couple.SEPARATED if separated else Couple.TOGETHER
    return (
        person("Mum", Kinship.PARENT, id=mother, sex=Sex.F, partner=father, couple=how),
        person("Dad", Kinship.PARENT, id=father, sex=Sex.M, partner=mother, couple=how),
    )


def test_a_family_alone_is_no_drawing():
    assert genogram(around(), YEAR) is None
    assert ecomap(around()) is None


def test_generations_stand_under_each_other_and_children_by_age_under_their_parents():
    mother, father = couple()
    nan = person("Nan", Kinship.GRANDPARENT, parent_of=mother.id, born_year=1955)

    found = genogram(around(mother, father, nan, siblings=(sibling("Old", 2010), sibling("Young", 2020))), YEAR)

    assert at(found, "Nan")[1] < at(found, "Mum")[1] == at(found, "Dad")[1] < at(found, "Kim")[1]
    assert at(found, "Old")[0] < at(found, "Kim")[0] < at(found, "Young")[0]
    assert at(found, "Kim")[0] == (at(found, "Mum")[0] + at(found, "Dad")[0]) / 2
    assert at(found, "Nan")[0] == at(found, "Mum")[0]


def test_who_is_male_female_or_not_said_has_a_sign_of_their_own():
    mother, father = couple()

    found = genogram(around(mother, father, person("Gran", Kinship.GRANDPARENT)), YEAR)

    assert found is not None
    signs = {one.name: one.sign for one in found.people}
    assert signs == {"Mum": Sign.CIRCLE, "Dad": Sign.SQUARE, "Gran": Sign.DIAMOND, "Kim": Sign.CIRCLE}


@pytest.mark.parametrize(("separated", "styles"), [(True, {"plain", "separated"}), (False, {"plain"})])
def test_a_couple_that_parted_is_crossed_through(separated, styles):
    found = genogram(around(*couple(separated)), YEAR)

    assert found is not None
    assert {line.style for line in found.lines} == styles


def test_of_parents_of_whom_nobody_said_it_the_line_says_so():
    found = genogram(around(person("Mum", Kinship.PARENT), person("Dad", Kinship.PARENT)), YEAR)

    assert found is not None
    assert ("unsaid", "parents; whether they are together is not said") in found.styles


def test_partners_stand_beside_their_partner_and_nobody_on_another():
    mother, father = couple(separated=True)
    friend = person("Friend", Kinship.PARTNER_OF_PARENT, partner=mother.id, couple=Couple.TOGETHER)
    aunt, carer = person("Aunt", Kinship.OTHER_RELATIVE), person("Carer", Kinship.CARER)
    old = [person(f"Old {n}", Kinship.GRANDPARENT, parent_of=of.id) for n, of in enumerate((mother, mother, father))]
    half = sibling("Half", 2021, Kinship.HALF_SIBLING)

    found = genogram(around(mother, father, friend, aunt, carer, *old, siblings=(half,)), YEAR)

    assert found is not None
    for one, other in combinations(found.people, 2):
        assert one.y != other.y or abs(one.x - other.x) > SIZE * 2, (one.name, other.name)
    assert all(0 < one.x < found.width and 0 < one.y < found.height for one in found.people)
    assert "half" in {line.style for line in found.lines}


@pytest.mark.parametrize("many", range(1, 25))
def test_boxes_of_a_network_lie_on_nothing(many):
    found = ecomap(around(*(person(f"P {n}") for n in range(many))))

    assert found is not None
    for one, other in combinations(found.nodes, 2):
        assert abs(one.x - other.x) >= NODE[0] or abs(one.y - other.y) >= NODE[1], (one, other)
    for one in found.nodes:
        aside = (
            max(0.0, abs(one.x - found.middle[0]) - NODE[0] / 2),
            max(0.0, abs(one.y - found.middle[1]) - NODE[1] / 2),
        )
        assert aside[0] ** 2 + aside[1] ** 2 >= CHILD_RADIUS**2, one
        assert NODE[0] / 2 < one.x < found.width - NODE[0] / 2 + 1


@pytest.mark.parametrize("bond", [*Bond, None])
def test_each_bond_is_drawn_and_named(bond):
    found = ecomap(around(person("Cy", bond=bond)))

    assert found is not None
    assert found.lines
    ((style, said),) = found.styles
    assert style == (bond.value if bond else "")
    assert said == (bond.label if bond else "nobody has said how it is")


def test_a_partner_who_is_not_there_any_more_leaves_no_line():
    mother = person("Mum", Kinship.PARENT, partner=UUID(int=7), couple=Couple.TOGETHER)

    found = genogram(around(mother), YEAR)

    assert found is not None
    assert {line.style for line in found.lines} == {"plain"}
