"""Restricting a case and others of its family with it, as whoever does it chose; and lifting that."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from uuid import UUID

import pytest

from plimsoll.actions.cases import Refused, lift_restriction, restrict_case
from plimsoll.core.access import NotThere, Viewer
from plimsoll.queries.cases import find_case
from plimsoll.queries.family_cases import Tie, list_family_cases
from plimsoll.records.context import acting
from plimsoll.records.models.audit import AuditEvent
from plimsoll.records.models.cases import NamedPerson, Restriction
from tests.factories.records import make
from tests.factories.small import NOW, OPENED, Small

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(hours=1)


@contextmanager
def by(small: Small, name: str) -> Iterator[Viewer]:
    with acting(small.org, small.people[name], "a test"):
        yield small.viewer(name)


@pytest.fixture
def family(small: Small) -> dict[str, UUID]:
    """Ann's child lives with Bob's and with Cat's, of another team; had a case before; and the family has a case."""
    home = make("household", small.org, name="The Browns", address="4 Quay Street")
    for reference in ("A1", "B1", "C1"):
        make("householdmember", small.org, child=small.cases[reference].child, household=home)
    ended = {"closed_at": NOW, "closed_by_id": small.people["sue"], "closed_why": "over"}
    before = make("case", small.org, child=small.cases["A1"].child, reference="A0", team_id=small.team, opened_at=OPENED,
                  **ended)  # fmt: skip
    whole = make("case", small.org, household=home, reference="F1", team_id=small.team, opened_at=OPENED, child=None)
    return {"A0": before.pk, "F1": whole.pk} | {key: row.pk for key, row in small.cases.items()}


def offered(small: Small, name: str, case: UUID) -> dict[str, tuple[Tie, bool, bool]]:
    with by(small, name) as viewer:
        return {one.reference: (one.tie, one.closed, one.restrict) for one in list_family_cases(viewer, case)}


def restrict(small: Small, case: UUID, *also: UUID, name: str = "sue") -> None:
    with by(small, name) as viewer:
        named = [small.people["sue"], small.people["max"]]
        restrict_case(case, named=named, why="A colleague's child", also=also, by=viewer, at=NOW)


def there(small: Small, name: str, family: dict[str, UUID]) -> set[str]:
    found = set()
    with by(small, name) as viewer:
        for reference, case in family.items():
            try:
                find_case(viewer, case)
            except NotThere:
                continue
            found.add(reference)
    return found


def test_open_and_closed_cases_of_child_household_and_family_are_offered(small, family):
    same, home, whole = Tie.SAME_CHILD, Tie.SAME_HOME, Tie.FAMILY

    assert offered(small, "max", family["A1"]) == {
        "A0": (same, True, True), "B1": (home, False, True), "C1": (home, False, True), "F1": (whole, False, True),
    }  # fmt: skip
    # The supervisor of the first team knows nothing of the other team's case.
    assert set(offered(small, "sue", family["A1"])) == {"A0", "B1", "F1"}
    assert offered(small, "sue", family["U1"]) == {}


def test_what_is_hidden_from_whoever_restricts_is_not_offered(small, family):
    make("namedperson", small.org, case_id=family["B1"], worker_id=small.people["bob"])
    make("restriction", small.org, case_id=family["B1"])

    assert set(offered(small, "max", family["A1"])) == {"A0", "C1", "F1"}


def test_what_was_chosen_is_restricted_together_with_an_event_each(small, family):
    restrict(small, family["A1"], family["A0"], family["B1"])

    assert there(small, "sue", family) == {"A0", "A1", "B1", "F1", "U1"}
    assert there(small, "eve", family) == {"C1", "F1", "U1"}
    assert there(small, "ann", family) == {"A1"}  # each case's own worker is named on it, and on no other
    assert there(small, "bob", family) == {"B1"}
    with by(small, "max"):
        events = AuditEvent.objects.filter(act="CASE_RESTRICTED").values_list("case_id", "why")
        assert sorted(events) == sorted((family[one], "A colleague's child") for one in ("A0", "A1", "B1"))


def test_left_out_the_others_stay(small, family):
    restrict(small, family["A1"])

    assert there(small, "eve", family) == {"A0", "B1", "C1", "F1", "U1"}


def test_who_is_not_named_restricts_all_of_them_at_once(small, family):
    with by(small, "sue") as viewer:
        restrict_case(
            family["A1"], named=[small.people["max"]], why="x", also=[family["A0"], family["B1"]], by=viewer, at=NOW
        )

    assert there(small, "sue", family) == {"F1", "U1"}
    assert there(small, "max", family) == set(family)


@pytest.mark.parametrize("other", ["U1", "C1"])
def test_another_case_than_the_familys_or_one_out_of_reach_is_refused_and_nothing_is_done(small, family, other):
    with pytest.raises(Refused) as refused:
        restrict(small, family["A1"], family["B1"], family[other])

    assert set(refused.value.faults) == {"also"}
    with by(small, "max"):
        assert not Restriction.objects.exists()


def test_it_is_lifted_together_too_and_only_where_one_is_named(small, family):
    restrict(small, family["A1"], family["A0"], family["B1"])
    with by(small, "max") as viewer:
        NamedPerson.objects.filter(case_id=family["B1"], worker_id=small.people["sue"]).update(to_at=LATER)
    with by(small, "sue") as viewer:
        assert [one.reference for one in list_family_cases(viewer, family["A1"]) if one.lift] == ["A0"]
        with pytest.raises(Refused):
            lift_restriction(family["A1"], why="over", also=[family["F1"]], by=viewer, at=LATER)
        lift_restriction(family["A1"], why="over", also=[family["A0"]], by=viewer, at=LATER)

    assert there(small, "eve", family) == {"A0", "A1", "C1", "F1", "U1"}
    with by(small, "max"):
        lifted = AuditEvent.objects.filter(act="RESTRICTION_LIFTED").values_list("case_id", flat=True)
        assert set(lifted) == {family["A0"], family["A1"]}
