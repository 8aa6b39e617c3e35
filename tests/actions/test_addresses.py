"""A protected address: who reads it, what is left of it elsewhere, and how two people lift it."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest
from django.db import DatabaseError, connection, transaction

from plimsoll.actions.addresses import (
    Where,
    ask_to_lift,
    decide_lift,
    name_readers,
    protect_address,
    write_address,
    write_reach,
)
from plimsoll.actions.cases import Refused
from plimsoll.actions.people_round import Person, write_person
from plimsoll.core.access import NotAllowed, NotThere, Viewer
from plimsoll.core.terms import ContactKind
from plimsoll.queries.addresses import ask_words, get_protected, list_homes
from plimsoll.queries.cases import get_case
from plimsoll.records.context import acting
from plimsoll.records.models.addresses import AddressProtection, AddressReader, ProtectedAddress
from plimsoll.records.models.audit import AuditEvent
from plimsoll.records.models.cases import Case
from plimsoll.records.models.families import Household, NetworkContact
from plimsoll.records.models.history import History
from plimsoll.records.models.people import Worker
from tests.factories.records import make
from tests.factories.small import NOW, TODAY, Small

pytestmark = pytest.mark.django_db
STREET = "4 Quay Street\nSaltmarsh\nSA14 6QF"
LATER = NOW + timedelta(hours=1)


@contextmanager
def by(small: Small, name: str) -> Iterator[Viewer]:
    with acting(small.org, small.people[name] if name else None, "a test"):
        yield small.viewer(name) if name else small.viewer("ann")


@pytest.fixture
def home(small: Small) -> UUID:
    """Where the child of Ann's case lives: it stood otherwise before."""
    row = make("household", small.org, name="The Browns", address="1 Old Row")
    make("householdmember", small.org, child=small.cases["A1"].child, household=row)
    row.address = STREET
    row.save()
    return row.pk


def case(small: Small) -> UUID:
    return small.cases["A1"].pk


def protect(small: Small, named: tuple[str, ...] = ("sue", "max"), name: str = "ann", at: Any = NOW, **of: Any) -> UUID:
    people = [small.people[one] for one in named]
    with by(small, name) as viewer:
        return protect_address(
            case(small), **of, named=people, ask=people[0], why="He looks for them", by=viewer, at=at
        )


def reads(small: Small, protection: UUID, name: str) -> str:
    with by(small, name) as viewer:
        found = get_protected(viewer, Case.objects.get(pk=case(small)), protection, TODAY)
        return found.now.address or found.now.telephone


def homes(small: Small, name: str) -> tuple[str, str]:
    with by(small, name) as viewer:
        (one,) = list_homes(viewer, Case.objects.get(pk=case(small)))
        return one.address, ask_words(one.protection) if one.protection else ""


def test_only_those_named_read_it_and_everyone_else_is_told_whom_to_ask(small, home):
    mark = protect(small, home=home)

    assert reads(small, mark, "sue") == STREET
    assert reads(small, mark, "max") == STREET
    for name in ("ann", "eve"):  # who holds the case, and protected it; who audits
        with pytest.raises(NotThere):
            reads(small, mark, name)
        assert homes(small, name) == ("", "Address protected: ask sue")


@pytest.mark.parametrize("name", ["ann", "bob", "eve", "adam", ""])
def test_the_database_shows_it_and_who_is_named_to_nobody_else(small, home, name):
    protect(small, home=home)

    with by(small, name):  # '' is the product itself
        assert list(ProtectedAddress.objects.all()) == []
        assert list(AddressReader.objects.all()) == []


def test_no_column_of_any_other_table_holds_it(small, home):
    """Nor the history, nor the trail: every text of every table that people are served from."""
    contact = make("networkcontact", small.org, child=small.cases["A1"].child, name="Cy", kind="PROFESSIONAL",
                   part="Sandbank Academy", telephone="01632 960001", email="cy@sandbank.example").pk  # fmt: skip
    protect(small, home=home)
    protect(small, contact=contact)
    wanted = ("Quay Street", "SA14", "Old Row", "Sandbank", "960001", "sandbank.example")
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT relname FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace "
            "AND has_table_privilege(oid, 'SELECT')"
        )
        tables = {name for (name,) in cursor.fetchall()}
        holding = {"sue": set(), "ann": set()}
        for name, found in holding.items():
            with by(small, name):
                for table in tables:
                    cursor.execute(f'SELECT t::text FROM "{table}" t')
                    found |= {table for (row,) in cursor.fetchall() if any(word in row for word in wanted)}

    assert "records_history" in tables
    assert holding == {"sue": {"records_protectedaddress"}, "ann": set()}


def test_the_past_of_all_else_stays_and_what_stood_before_is_nowhere(small, home):
    protect(small, home=home)

    with by(small, "sue"):
        past = History.objects.filter(tbl="records_household", row_id=home).order_by("from_at")
        assert [row.row["name"] for row in past] == ["The Browns"] * 3
        assert {row.row["address"] for row in past} == {""}
        assert AuditEvent.objects.filter(act="ADDRESS_PROTECTED", case_id=case(small)).get().why == "He looks for them"


def test_nobody_empties_a_history_without_protecting(small, home):
    mark = protect(small, home=home)

    with (
        by(small, "sue"),
        connection.cursor() as cursor,
        pytest.raises(DatabaseError, match="no address was protected"),
        transaction.atomic(),
    ):
        cursor.execute("SELECT records_forget_address(%s)", [mark])


def test_a_new_address_goes_to_those_named_whoever_writes_it(small, home):
    mark = protect(small, home=home)
    with by(small, "ann") as viewer:
        write_address(case(small), home, "7 New Steps", by=viewer, at=LATER)

    assert reads(small, mark, "sue") == "7 New Steps"
    with by(small, "sue") as viewer:
        found = get_protected(viewer, Case.objects.get(pk=case(small)), mark, TODAY)
        assert [each.address for each in found.before] == [STREET]
        assert Household.objects.get(pk=home).address == ""
        assert AuditEvent.objects.get(act="ADDRESS_WRITTEN").detail == {}


def test_how_somebody_is_reached_is_protected_with_the_school_that_says_where(small):
    contact = make("networkcontact", small.org, child=small.cases["A1"].child, name="Cy", kind="PROFESSIONAL",
                   part="teacher, Sandbank Academy", telephone="01632 960001").pk  # fmt: skip
    mark = protect(small, contact=contact)

    assert reads(small, mark, "sue") == "01632 960001"
    with by(small, "ann") as viewer:
        (one,) = get_case(viewer, case(small)).network
        assert (one.name, one.part, one.telephone, one.protected) == ("Cy", "", "", "Address protected: ask sue")
        again = Person(ContactKind.PROFESSIONAL, "Cy", telephone="01632 960002")
        with pytest.raises(Refused) as refused:
            write_person(case(small), again, who=contact, key=contact, by=viewer, at=NOW)
        assert set(refused.value.faults) == {"telephone"}
        write_reach(case(small), contact, Where(telephone="01632 960003"), by=viewer, at=LATER)
    assert reads(small, mark, "max") == "01632 960003"


def test_two_of_those_named_lift_it_and_one_alone_does_not(small, home):
    mark = protect(small, home=home)
    with by(small, "sue") as viewer:
        ask_to_lift(case(small), mark, why="He is in prison", by=viewer, at=LATER)
        with pytest.raises(NotAllowed):
            decide_lift(case(small), mark, agree=True, why="yes", by=viewer, at=LATER)
    assert homes(small, "ann")[0] == ""
    with by(small, "max") as viewer:
        decide_lift(case(small), mark, agree=True, why="Agreed with the mother", by=viewer, at=LATER)

    assert homes(small, "ann") == (STREET, "")
    with by(small, "max"):
        row = AddressProtection.objects.get(pk=mark)
        assert (row.to_at, row.lifted_by_id) == (LATER, small.people["max"])
        acts = AuditEvent.objects.filter(about_id=mark).values_list("act", flat=True)
        assert set(acts) == {"ADDRESS_PROTECTED", "ADDRESS_LIFT_ASKED", "ADDRESS_LIFTED"}


def test_whoever_stands_in_for_who_asked_does_not_agree(small, home):
    mark = protect(small, home=home, named=("sue", "bob"))
    with acting(small.org, None, "a test"):
        make("roleheld", small.org, worker_id=small.people["bob"], role="SUPERVISOR", team_id=small.team,
             from_date=date(2026, 1, 5))  # fmt: skip
        make("delegation", small.org, giver_id=small.people["sue"], taker_id=small.people["bob"], role="SUPERVISOR",
             from_date=date(2026, 1, 5), to_date=date(2027, 1, 1))  # fmt: skip
    with by(small, "sue") as viewer:
        ask_to_lift(case(small), mark, why="He is in prison", by=viewer, at=LATER)
    with by(small, "bob") as viewer, pytest.raises(NotAllowed, match="You stand in"):
        decide_lift(case(small), mark, agree=True, why="yes", by=viewer, at=LATER)


def test_not_agreed_it_stays(small, home):
    mark = protect(small, home=home)
    with by(small, "sue") as viewer:
        ask_to_lift(case(small), mark, why="He is in prison", by=viewer, at=LATER)
    with by(small, "max") as viewer:
        decide_lift(case(small), mark, agree=False, why="He is out", by=viewer, at=LATER)

    assert homes(small, "ann") == ("", "Address protected: ask sue")
    with by(small, "sue"):
        assert AddressProtection.objects.get(pk=mark).lift_asked_at is None


def test_who_may_not_restrict_or_is_not_named_does_not_lift(small, home):
    mark = protect(small, named=("ann", "sue"), home=home)
    for name in ("ann", "max"):  # named, and may not restrict; may restrict, and is not named
        with by(small, name) as viewer, pytest.raises(NotAllowed):
            ask_to_lift(case(small), mark, why="over", by=viewer, at=LATER)
    with by(small, "sue") as viewer, pytest.raises(Refused, match="Nobody else"):
        ask_to_lift(case(small), mark, why="over", by=viewer, at=LATER)


def test_those_named_name_others_and_whoever_is_left_out_reads_it_no_more(small, home):
    mark = protect(small, home=home)
    with by(small, "sue") as viewer:
        people = [small.people["max"], small.people["ann"]]
        name_readers(case(small), mark, named=people, ask=people[0], by=viewer, at=LATER)

    assert reads(small, mark, "ann") == STREET
    with pytest.raises(NotThere):
        reads(small, mark, "sue")
    with by(small, "sue") as viewer, pytest.raises(NotAllowed):
        name_readers(case(small), mark, named=people, ask=people[0], by=viewer, at=LATER)


@pytest.mark.parametrize(
    ("named", "ask", "field"),
    [((), None, "named"), (("ann",), "ann", "named"), (("adam", "sue"), "sue", "named"), (("sue",), "max", "ask")],
)
def test_somebody_named_must_be_able_to_lift_it_and_read_records(small, home, named, ask, field):
    people = [small.people[one] for one in named]
    asked = small.people[ask] if ask else None
    with by(small, "ann") as viewer, pytest.raises(Refused) as refused:
        protect_address(case(small), home=home, named=people, ask=asked, why="x", by=viewer, at=NOW)

    assert field in refused.value.faults
    assert homes(small, "ann") == (STREET, "")


def test_protected_already_it_is_protected_anew_only_once_nobody_named_is_here(small, home):
    protect(small, home=home)
    with pytest.raises(Refused, match="protected already"):
        protect(small, named=("sue",), home=home)
    with acting(small.org, None, "they left"):
        Worker.objects.filter(pk__in=[small.people["sue"], small.people["max"]]).update(left_on=TODAY)
        make("roleheld", small.org, worker_id=small.people["ann"], team_id=small.team, role="SUPERVISOR")
    mark = protect(small, named=("ann",), at=LATER, home=home)

    assert reads(small, mark, "ann") == ""  # what stood stays with nobody: it is written anew
    with by(small, "ann") as viewer:
        write_address(case(small), home, "7 New Steps", by=viewer, at=LATER + timedelta(hours=1))
    assert reads(small, mark, "ann") == "7 New Steps"


def test_a_child_without_a_household_gets_one_with_the_address(small):
    with by(small, "ann") as viewer:
        home = write_address(case(small), None, STREET, by=viewer, at=NOW)
        with pytest.raises(Refused, match="on record for this case by now"):
            write_address(case(small), None, STREET, by=viewer, at=NOW)

    assert homes(small, "ann") == (STREET, "")
    with by(small, "ann"):
        assert NetworkContact.objects.count() == 0
        assert Household.objects.get(pk=home).name


def test_another_childs_household_is_not_there(small):
    other = make("household", small.org, name="Others", address="9 Far Lane").pk
    with by(small, "ann") as viewer:
        with pytest.raises(NotThere):
            write_address(case(small), other, "x", by=viewer, at=NOW)
        with pytest.raises(NotThere):
            protect_address(case(small), home=other, named=[small.people["sue"]], ask=small.people["sue"], why="x",
                            by=viewer, at=NOW)  # fmt: skip
