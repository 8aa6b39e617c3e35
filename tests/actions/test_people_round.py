"""Writing down who is round a child: what is so, what was so, and what cannot be."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest

from plimsoll.actions.cases import Refused
from plimsoll.actions.people_round import (
    About,
    Person,
    describe_child,
    end_safety_note,
    note_safety,
    tell,
    write_person,
)
from plimsoll.core.access import NotAllowed, NotThere, Viewer
from plimsoll.core.terms import Bond, ContactKind, Couple, Disability, Kinship, Sex
from plimsoll.queries.cases import get_case
from plimsoll.queries.people_round import RoundView, get_round, list_safety
from plimsoll.records.context import acting
from plimsoll.records.models.audit import AuditEvent
from plimsoll.records.models.cases import Case, NamedPerson, Restriction
from plimsoll.records.models.history import History
from tests.factories.records import make
from tests.factories.small import FROM, NOW, TODAY, Small

MOTHER = Person(ContactKind.FAMILY, "Ada", part="mother", kinship=Kinship.PARENT, responsible=True, lives_with=True)
FATHER = Person(ContactKind.FAMILY, "Ben", part="father", kinship=Kinship.PARENT, sex=Sex.M, born_year=1990)
SCHOOL = Person(ContactKind.PROFESSIONAL, "Cy", part="form teacher", bond=Bond.STRONG)


@contextmanager
def by(small: Small, name: str = "ann") -> Iterator[Viewer]:
    with acting(small.org, small.people[name], "a test"):
        yield small.viewer(name)


def case(small: Small, reference: str = "A1") -> UUID:
    return small.cases[reference].pk


def write(small: Small, said: Person, who: UUID | None = None, name: str = "ann", key: UUID | None = None) -> UUID:
    with by(small, name) as viewer:
        return write_person(case(small), said, who=who, key=key or uuid4(), by=viewer, at=NOW)


def around(small: Small, name: str = "ann", reference: str = "A1") -> RoundView:
    with by(small, name) as viewer:
        return get_round(viewer, case(small, reference))


def describe(small: Small, said: About, seen: About | None = None) -> None:
    with by(small) as viewer:
        describe_child(case(small), said, seen=seen, by=viewer, at=NOW)


def note(small: Small, name: str = "ann", reference: str = "A1", **said: Any) -> UUID:
    told = {"text": "Ring first", "source": "Seen by me", "review_on": TODAY + timedelta(90), "key": uuid4(), **said}
    with by(small, name) as viewer:
        return note_safety(case(small, reference), told.pop("text"), told.pop("source"), **told, by=viewer, at=NOW)


def test_what_is_said_of_one_of_a_couple_is_so_of_the_other(small):
    ada = write(small, MOTHER)
    ben = write(small, replace(FATHER, partner=ada, couple=Couple.SEPARATED))
    eli = write(small, replace(FATHER, name="Eli", part="partner", kinship=Kinship.PARTNER_OF_PARENT))

    people = {one.name: one for one in around(small).people}
    assert (people["Ada"].partner, people["Ada"].couple) == (ben, Couple.SEPARATED)

    write(small, replace(MOTHER, partner=eli, couple=Couple.TOGETHER), ada)
    people = {one.name: one for one in around(small).people}
    assert [people[name].partner for name in ("Ada", "Ben", "Eli")] == [eli, None, ada]
    assert people["Ada"].responsible is True


def test_what_stood_before_stays_in_the_history_and_who_left_is_told_apart(small):
    cy = write(small, SCHOOL)
    write(small, replace(SCHOOL, name="Cyril", until=TODAY), cy)

    found = around(small)
    assert [one.name for one in found.people] == []
    assert [(one.name, one.until) for one in found.gone] == [("Cyril", TODAY)]
    with by(small):
        names = History.objects.filter(row_id=cy).order_by("from_at").values_list("row__name", flat=True)
        assert list(names) == ["Cy", "Cyril"]
        assert AuditEvent.objects.filter(act="PEOPLE_ROUND_CHANGED", about_id=cy).count() == 2


def test_sent_twice_is_written_once(small):
    key = uuid4()

    assert write(small, SCHOOL, key=key) == write(small, SCHOOL, key=key) == key
    assert len(around(small).people) == 1


def test_everything_that_is_wrong_is_said_at_once(small):
    said = replace(
        FATHER,
        name=" ",
        telephone="0" * 51,
        born_year=1850,
        since=TODAY + timedelta(1),
        partner=uuid4(),
        parent_of=uuid4(),
    )

    with pytest.raises(Refused) as refusal:
        write(small, said)

    assert set(refusal.value.faults) == {"name", "telephone", "born_year", "since", "couple", "partner", "parent_of"}
    assert around(small).people == ()


def test_nobody_of_another_child_can_be_changed_or_told(small):
    with by(small, "bob") as viewer:
        other = write_person(case(small, "B1"), SCHOOL, who=None, key=uuid4(), by=viewer, at=NOW)

    with pytest.raises(NotThere):
        write(small, SCHOOL, other)
    with by(small) as viewer, pytest.raises(Refused, match="round this child"):
        tell(case(small), other, "The plan", on=TODAY, key=uuid4(), by=viewer, at=NOW)


@pytest.mark.parametrize(("name", "says"), [("bea", NotAllowed), ("cat", NotThere), ("adam", NotThere)])
def test_only_who_may_write_on_the_case_writes_and_a_stranger_finds_nothing(small, name, says):
    with pytest.raises(says):
        write(small, SCHOOL, name=name)
    with pytest.raises(NotThere):
        around(small, name)


def test_what_somebody_was_told_stands_with_who_and_when(small):
    cy = write(small, SCHOOL)
    with by(small) as viewer:
        tell(case(small), cy, "The plan", on=TODAY - timedelta(2), key=uuid4(), by=viewer, at=NOW)
        with pytest.raises(Refused) as refusal:
            tell(case(small), cy, " ", on=TODAY + timedelta(2), key=uuid4(), by=viewer, at=NOW)

    (told,) = around(small, "sue").told
    assert (told.name, told.what, told.by, told.told_on) == ("Cy", "The plan", "ann", TODAY - timedelta(2))
    assert set(refusal.value.faults) == {"what", "told_on"}


def test_a_number_that_looks_wrong_is_kept_and_doubted(small):
    describe(small, About(nhs_number="9434765918", upn="A801200001001", language="Cornish"))

    found = around(small)
    assert found.child.nhs_number == "9434765918"
    assert set(found.doubts) == {"nhs_number", "upn"}


def test_another_child_with_the_same_number_is_told_only_to_who_may_see_both(small):
    with acting(small.org, None, "a test"):
        twin = make("child", small.org, nhs_number="9434765919")
        Case.objects.filter(pk=case(small, "C1")).update(child=twin)
    describe(small, About(nhs_number="9434765919"))

    assert around(small).doubts == {}
    assert "C1" in around(small, "max").doubts["nhs_number"]


def test_none_stands_alone_and_an_impossible_number_is_refused(small):
    with pytest.raises(Refused) as refusal:
        describe(small, About(nhs_number="12", upn="H-8", disabilities=(Disability.NONE, Disability.LD)))

    assert set(refusal.value.faults) == {"nhs_number", "upn", "disabilities"}


def test_who_looked_at_something_older_overwrites_nothing(small):
    describe(small, About(language="Cornish"))

    with pytest.raises(Refused, match="meanwhile"):
        describe(small, About(sex=Sex.F), seen=About())
    assert around(small).child.language == "Cornish"


def test_a_safety_note_holds_until_somebody_ends_it(small):
    key = note(small)
    assert [one.text for one in around(small, "sue").safety] == ["Ring first"]

    with by(small) as viewer:
        end_safety_note(case(small), key, "They moved", by=viewer, at=NOW)
        with pytest.raises(Refused):
            end_safety_note(case(small), key, "Again", by=viewer, at=NOW)
    assert around(small).safety == ()


@pytest.mark.parametrize("day", [TODAY, TODAY + timedelta(400)])
def test_a_safety_note_is_looked_at_again_within_a_year(small, day):
    with pytest.raises(Refused) as refusal:
        note(small, text="", source="", review_on=day)

    assert set(refusal.value.faults) == {"text", "source", "review_on"}


def test_who_visits_a_brother_is_told_what_stands_on_the_case_of_his_sister_but_not_of_a_hidden_one(small):
    with acting(small.org, None, "a test"):
        home = make("household", small.org)
        sister = make("child", small.org, given_name="Zoe")
        Case.objects.filter(pk=case(small, "B1")).update(child=sister)
        for child in (Case.objects.get(pk=case(small)).child, sister):
            make("householdmember", small.org, child=child, household=home, from_date=FROM)
    note(small, "bob", "B1", text="The dog bites")

    def told(name: str) -> list[tuple[str, str]]:
        with by(small, name) as viewer:
            return [(one.text, one.elsewhere) for one in list_safety(viewer, get_case(viewer, case(small)))]

    assert [text for text, _ in told("sue")] == ["The dog bites"]
    assert told("sue")[0][1].startswith("Zoe")
    with acting(small.org, None, "a test"):
        row = Restriction.objects.create(
            org_id=small.org, case_id=case(small, "B1"), from_at=NOW, restricted_by_id=small.people["bob"], why="x"
        )
        NamedPerson.objects.create(
            org_id=small.org, case_id=row.case_id, worker_id=small.people["bob"], from_at=NOW,
            named_by_id=small.people["bob"],
        )  # fmt: skip
    assert told("sue") == []


def test_the_case_of_a_whole_family_says_where_to_write(small):
    with acting(small.org, None, "a test"):
        Case.objects.filter(pk=case(small)).update(child=None, household=make("household", small.org))

    with pytest.raises(Refused, match="whole family"):
        write(small, MOTHER)
    assert around(small).people == ()


def test_an_end_before_the_beginning_is_refused(small):
    with pytest.raises(Refused) as refusal:
        write(small, replace(SCHOOL, since=date(2026, 3, 2), until=date(2026, 3, 1)))

    assert list(refusal.value.faults) == ["until"]
