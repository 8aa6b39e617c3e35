"""What stands of a child and a case is corrected: by whom, what cannot be, and what stays of what stood."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from plimsoll.actions.cases import Refused
from plimsoll.actions.correcting import correct_record, name_children
from plimsoll.core.access import NotAllowed, NotThere
from plimsoll.core.terms import CaseType
from plimsoll.queries.cases import get_case
from plimsoll.queries.correcting import Particulars, get_particulars, list_corrections, list_nameless
from plimsoll.records.context import acting
from plimsoll.records.models.audit import AuditEvent
from plimsoll.records.models.cases import Case
from plimsoll.records.models.families import Child
from plimsoll.records.models.workload import CaseWeight
from tests.factories.records import make
from tests.factories.small import NOW, OPENED, TODAY, Small

BORN = date(2016, 6, 1)


def stands(small: Small, reference: str = "A1", name: str = "ann") -> Particulars:
    with acting(small.org, small.people[name], "a test"):
        return get_particulars(small.viewer(name), small.cases[reference].pk)


def correct(small: Small, name: str = "ann", reference: str = "A1", why: str = "Misheard", **said: Any) -> None:
    seen = said.pop("seen", None)
    with acting(small.org, small.people[name], "a test"):
        row = Case.objects.get(pk=small.cases[reference].pk)
        now = Particulars(row.child.given_name, row.child.family_name, row.child.born_on, row.child.expected_on,
                          CaseType(row.case_type), row.level_of_need, OPENED.date(), row.child.died_on)  # fmt: skip
        correct_record(row.pk, replace(now, **said), why, seen=seen, by=small.viewer(name), at=NOW)


def corrections(small: Small, name: str = "ann", reference: str = "A1") -> list[tuple[str, str, str, str]]:
    with acting(small.org, small.people[name], "a test"):
        viewer = small.viewer(name)
        found = list_corrections(viewer, get_case(viewer, small.cases[reference].pk), TODAY)
    return [(one.what, one.before, one.after, one.by) for one in found]


def reasons(small: Small, name: str = "ann", reference: str = "A1") -> list[str]:
    with acting(small.org, small.people[name], "a test"):
        viewer = small.viewer(name)
        return [one.why for one in list_corrections(viewer, get_case(viewer, small.cases[reference].pk), TODAY)]


def test_each_correction_says_why_and_of_another_case_of_the_child_nothing(small):
    correct(small, given_name="Ada", why="Misheard on the telephone")
    correct(small, "sue", given_name="Ida", why="The birth certificate")
    assert reasons(small) == ["The birth certificate", "Misheard on the telephone"]
    assert reasons(small, "bea") == []  # who may see the case, and not read its record

    with acting(small.org, None, "a test"):
        other = make("case", small.org, child_id=small.cases["A1"].child_id, reference="A1/2", team_id=small.team)
        make("allocation", small.org, case=other, worker_id=small.people["ann"], from_at=OPENED)
    with acting(small.org, small.people["ann"], "a test"):
        viewer = small.viewer("ann")
        now = get_particulars(viewer, other.pk)
        correct_record(other.pk, replace(now, given_name="Eda"), "Said in the other case", by=viewer, at=NOW)
    assert reasons(small)[0] == ""


def test_old_and_new_stand_in_the_history_with_who_changed_it(small):
    correct(small, given_name="Ada", born_on=BORN, level_of_need=3)
    correct(small, "sue", born_on=date(2016, 6, 2), why="The birth certificate")

    found = corrections(small)
    assert found[0] == ("Date of birth", "Wed 1 Jun 2016", "Thu 2 Jun 2016", "sue")
    assert sorted(found[1:]) == [
        ("Date of birth", "Mon 1 Jun 2015", "Wed 1 Jun 2016", "ann"), ("Given name", "A1", "Ada", "ann"),
        ("Level of need", "", "3", "ann"),
    ]  # fmt: skip
    assert Child.objects.get(pk=small.cases["A1"].child_id).sort_name == "invented ada"
    assert sorted(AuditEvent.objects.filter(act="RECORD_CORRECTED").values_list("why", flat=True)) == [
        "Misheard", "The birth certificate",
    ]  # fmt: skip
    assert AuditEvent.objects.get(why="Misheard").detail == {"fields": ["born_on", "given_name", "level_of_need"]}


def test_who_has_to_do_with_another_case_of_the_child_is_not_named(small):
    with acting(small.org, None, "a test"):
        other = make("case", small.org, child_id=small.cases["A1"].child_id, reference="A1/2", team_id=small.other_team)
        make("allocation", small.org, case=other, worker_id=small.people["cat"], from_at=OPENED)
    with acting(small.org, small.people["cat"], "a test"):
        viewer = small.viewer("cat")
        now = get_particulars(viewer, other.pk)
        correct_record(other.pk, replace(now, given_name="Ada"), "Misheard", by=viewer, at=NOW)

    assert corrections(small) == [("Given name", "A1", "Ada", "")]


def test_another_kind_of_case_is_weighed_anew(small):
    before = CaseWeight.objects.get(case=small.cases["A1"]).points
    correct(small, case_type=CaseType.CHILD_PROTECTION)

    assert CaseWeight.objects.get(case=small.cases["A1"]).points != before


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({}, "record"),
        ({"family_name": ""}, "family_name"),
        ({"given_name": ""}, "given_name"),
        ({"born_on": date(2026, 11, 24)}, "born_on"),
        ({"born_on": date(1999, 11, 24)}, "born_on"),
        ({"expected_on": date(2028, 1, 1)}, "expected_on"),
        ({"opened_on": None}, "opened_on"),
        ({"opened_on": date(2026, 11, 24)}, "opened_on"),
        ({"given_name": "Ada", "why": " "}, "why"),
        ({"died_on": date(2026, 11, 24)}, "died_on"),
        ({"died_on": date(2014, 6, 1)}, "died_on"),
        ({"died_on": date(2026, 11, 2), "why": ""}, "why"),
    ],
)
def test_what_cannot_be_is_said_at_its_field(small, said, field):
    with pytest.raises(Refused) as refusal:
        correct(small, **said)

    assert list(refusal.value.faults) == [field]
    assert corrections(small) == []


def test_a_date_of_death_is_written_corrected_and_taken_away_and_each_version_stays(small):
    correct(small, died_on=date(2026, 11, 2), why="The hospital told us")
    assert stands(small).died_on == date(2026, 11, 2)
    with pytest.raises(Refused) as refusal:
        correct(small, born_on=date(2026, 11, 3))
    assert list(refusal.value.faults) == ["born_on"]
    correct(small, died_on=date(2026, 11, 3), why="Past midnight")
    correct(small, died_on=None, why="Another child of that name")

    assert stands(small).died_on is None
    assert [one[:3] for one in corrections(small)] == [
        ("Date of death", "Tue 3 Nov 2026", ""),
        ("Date of death", "Mon 2 Nov 2026", "Tue 3 Nov 2026"),
        ("Date of death", "", "Mon 2 Nov 2026"),
    ]


def test_what_is_only_filled_in_needs_no_reason(small):
    correct(small, why="", level_of_need=2)

    assert stands(small).level_of_need == 2


def test_what_somebody_else_changed_meanwhile_is_not_overwritten(small):
    before = stands(small)
    correct(small, "sue", given_name="Ada")
    with pytest.raises(Refused, match="meanwhile"):
        correct(small, level_of_need=2, seen=before)


@pytest.mark.parametrize(
    ("name", "refusal"),
    [("bob", NotThere), ("cat", NotThere), ("adam", NotThere), ("bea", NotAllowed), ("max", NotAllowed)],
)
def test_who_may_not_write_may_not_correct(small, name, refusal):
    with pytest.raises(refusal):
        correct(small, name, given_name="Ada")


# ---- naming many ---------------------------------------------------------------------------------------------------------


@pytest.fixture
def nameless(small: Small) -> Small:
    """Two children of Ann's and one of Bob's without a name."""
    with acting(small.org, None, "a test"):
        for reference, holder in (("X1", "ann"), ("X2", "ann"), ("X3", "bob")):
            child = make("child", small.org, reference=reference, given_name="", family_name="", sort_name="")
            case = make("case", small.org, child=child, reference=reference, team_id=small.team, opened_at=OPENED)
            make("allocation", small.org, case=case, worker_id=small.people[holder], from_at=OPENED)
            small.cases[reference] = case
    return small


def name(small: Small, who: str = "ann", **said: tuple[str, str]) -> int:
    with acting(small.org, small.people[who], "a test"):
        names = {small.cases[reference].pk: said for reference, said in said.items()}
        return name_children(names, by=small.viewer(who), at=NOW)


def listed(small: Small, who: str) -> list[str]:
    with acting(small.org, small.people[who], "a test"):
        found, many = list_nameless(small.viewer(who))
    assert len(found) == many
    return [one.reference for one in found]


def test_each_names_those_of_their_own_and_a_supervisor_those_of_the_team(nameless):
    assert [listed(nameless, who) for who in ("ann", "bob", "sue", "cat", "max", "bea")] == [
        ["X1", "X2"], ["X3"], ["X1", "X2", "X3"], [], [], [],
    ]  # fmt: skip
    assert name(nameless, X1=(" Ada ", "Quill"), X2=("", "")) == 1

    child = nameless.cases["X1"].child
    child.refresh_from_db()
    assert (child.given_name, child.family_name, child.sort_name) == ("Ada", "Quill", "quill ada")
    assert listed(nameless, "ann") == ["X2"]
    (event,) = AuditEvent.objects.filter(act="RECORD_CORRECTED")
    assert (event.case_id, event.child_id) == (nameless.cases["X1"].pk, child.pk)


def test_one_fault_and_nobody_is_named(nameless):
    with pytest.raises(Refused) as refusal:
        name(nameless, X1=("Ada", "Quill"), X2=("Bo", ""))

    assert list(refusal.value.faults) == [f"family-{nameless.cases['X2'].pk}"]
    assert listed(nameless, "ann") == ["X1", "X2"]


@pytest.mark.parametrize("said", [{"X3": ("Cy", "Reed")}, {"A1": ("Cy", "Reed")}, {"X1": ("", " ")}])
def test_a_colleagues_child_one_with_a_name_and_nobody_are_refused(nameless, said):
    with pytest.raises(Refused) as refusal:
        name(nameless, **said)

    assert list(refusal.value.faults) == ["names"]
