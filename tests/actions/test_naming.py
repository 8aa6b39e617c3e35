"""A restricted case that nobody sees any more is in reach again once two people agree whom to name; neither sees it."""

from datetime import datetime, timedelta
from uuid import UUID

import pytest

from plimsoll.actions.cases import Refused, restrict_case
from plimsoll.actions.naming import LAPSES_AFTER, ask_naming, decide_naming
from plimsoll.core.access import NotAllowed, NotThere
from plimsoll.core.calendar import LONDON
from plimsoll.core.terms import Act, NoticeKind
from plimsoll.queries.cases import get_case
from plimsoll.queries.naming import list_namable, list_namings_asked, list_out_of_reach
from plimsoll.queries.notices import list_notices
from plimsoll.records import scopes
from plimsoll.records.context import acting
from plimsoll.records.models.access import User
from plimsoll.records.models.audit import AuditEvent
from plimsoll.records.models.cases import NamedPerson
from plimsoll.records.models.naming import NamingAsk
from plimsoll.records.models.people import Worker
from tests.factories.records import MORNING, make
from tests.factories.small import FROM, TODAY, Small

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 23, 9, 0, tzinfo=LONDON)
LATER = AT + timedelta(hours=1)


@pytest.fixture
def lost(small: Small) -> Small:
    """A1 is restricted to sue and ann, who have both left; tom supervises the other team, ada keeps people beside adam."""
    for name, role, team in (("tom", "SUPERVISOR", small.other_team), ("ada", "ADMINISTRATOR", None)):
        worker = make("worker", small.org, name=name, sort_name=name, joined_on=FROM)
        small.people[name] = worker.pk
        make("roleheld", small.org, worker=worker, team_id=team, role=role, from_date=FROM)
    named = [small.people["sue"]]
    restrict_case(small.cases["A1"].pk, named=named, why="known to staff", by=small.viewer("sue"), at=AT)
    Worker.objects.filter(pk__in=[small.people["sue"], small.people["ann"]]).update(left_on=TODAY)
    return small


def as_(small: Small, name: str):
    return acting(small.org, small.people[name], "a test"), small.viewer(name)


def out_of_reach(small: Small, name: str = "adam"):
    context, viewer = as_(small, name)
    with context:
        return list_out_of_reach(viewer, TODAY)


def ask(small: Small, named: str = "tom", by: str = "adam", at: datetime = AT) -> UUID:
    (one,) = out_of_reach(small)
    context, viewer = as_(small, by)
    with context:
        return ask_naming(one.restriction, small.people[named], "the case needs somebody", by=viewer, at=at)


def decide(small: Small, row: UUID, by: str = "max", *, agree: bool = True, at: datetime = LATER) -> None:
    context, viewer = as_(small, by)
    with context:
        decide_naming(row, "talked it over", agree=agree, by=viewer, at=at)


def sees(small: Small, name: str) -> bool:
    context, viewer = as_(small, name)
    with context:
        try:
            return get_case(viewer, small.cases["A1"].pk).id == small.cases["A1"].pk
        except NotThere:
            return False


def trail(small: Small) -> list[tuple[str, bool]]:
    """What was done since, and whether it names the case."""
    rows = AuditEvent.objects.filter(org_id=small.org).exclude(act=Act.CASE_RESTRICTED).order_by("at")
    return [(row.act, row.case_id is not None) for row in rows]


def test_it_is_known_by_a_number_to_who_keeps_people_and_by_nothing_to_others(lost):
    (one,) = out_of_reach(lost)
    assert 1000 <= one.number <= 9999
    assert str(one.number) not in lost.cases["A1"].reference
    assert [sees(lost, name) for name in ("adam", "max", "tom", "bob")] == [False] * 4
    for name in ("max", "bob", "tom"):
        with pytest.raises(NotThere):
            out_of_reach(lost, name)


def test_once_two_agree_whoever_is_named_sees_it_and_is_told_and_they_do_not(lost):
    row = ask(lost)
    assert not sees(lost, "tom")
    decide(lost, row)

    assert [sees(lost, name) for name in ("tom", "max", "adam", "ada", "bob")] == [True, False, False, False, False]
    assert out_of_reach(lost) == ()
    assert trail(lost) == [(Act.NAMING_ASKED, False), (Act.NAMING_AGREED, False), (Act.PERSON_NAMED, True)]
    named = NamedPerson.objects.get(case=lost.cases["A1"].pk, worker_id=lost.people["tom"])
    assert (named.named_by_id, named.from_at, named.to_at) == (lost.people["max"], LATER, None)
    context, tom = as_(lost, "tom")
    with context:
        told = [(one.kind, one.reference, one.what) for one in list_notices(tom, LATER)]
        later = list_notices(tom, LATER + timedelta(15))
    assert told == [(NoticeKind.NAMED, "A1", "max")]
    assert later == ()


def test_neither_who_asked_nor_who_is_to_be_named_agrees(lost):
    row = ask(lost, "max")
    for name in ("adam", "max", "tom", "bob"):
        with pytest.raises(NotThere):
            decide(lost, row, name)
    with pytest.raises(NotAllowed):
        ask(lost, "tom", by="max")
    decide(lost, row, "ada")
    assert sees(lost, "max")


@pytest.mark.parametrize("giver", ["adam", "tom"])
def test_nor_does_whoever_stands_in_for_one_of_them(lost, giver):
    row = ask(lost)
    role = "SERVICE_MANAGER" if giver == "adam" else "SUPERVISOR"
    with acting(lost.org, None, "a test"):
        if giver == "adam":
            make("roleheld", lost.org, worker_id=lost.people["adam"], role=role, from_date=FROM)
        make("delegation", lost.org, giver_id=lost.people[giver], taker_id=lost.people["max"], role=role, from_date=FROM,
             to_date=TODAY + timedelta(9))  # fmt: skip

    with pytest.raises(NotThere):
        decide(lost, row, "max")
    with acting(lost.org, lost.people["max"], "a test"):
        NamingAsk.objects.filter(pk=row).update(
            decided_at=LATER, decided_by_id=lost.people["max"], decided_why="y", agreed=True
        )
        assert not scopes.name_again(row, TODAY)  # nor by way of the database


def test_whoever_may_agree_is_told_until_it_is_decided(lost):
    row = ask(lost)

    def told(name: str) -> set[NoticeKind]:
        context, viewer = as_(lost, name)
        with context:
            return {one.kind for one in list_notices(viewer, LATER)}

    assert [told(name) for name in ("max", "ada", "adam", "tom")] == [{NoticeKind.NAMING_ASKED}] * 2 + [set()] * 2
    decide(lost, row, agree=False)
    assert [told(name) for name in ("max", "ada")] == [set()] * 2


def test_where_it_is_refused_nothing_changes_and_somebody_else_can_be_asked_for(lost):
    decide(lost, ask(lost), agree=False)

    assert not sees(lost, "tom")
    assert trail(lost)[-1] == (Act.NAMING_REFUSED, False)
    (one,) = out_of_reach(lost)
    assert [(past.agreed, past.decided_by) for past in one.asked] == [(False, "max")]
    decide(lost, ask(lost, "max"), "ada", at=LATER + timedelta(1))
    assert sees(lost, "max")


def test_one_is_asked_for_at_a_time_and_it_lapses(lost):
    row = ask(lost)
    with pytest.raises(Refused, match="asked for already"):
        ask(lost, "max")
    over = AT + LAPSES_AFTER
    with pytest.raises(NotThere):
        decide(lost, row, at=over)
    again = ask(lost, at=over)

    assert NamingAsk.objects.get(pk=row).lapsed_at == over
    assert [act for act, _ in trail(lost)] == [Act.NAMING_ASKED, Act.NAMING_LAPSED, Act.NAMING_ASKED]
    decide(lost, again, at=over + timedelta(1))
    assert sees(lost, "tom")


def test_who_is_named_can_lift_it_and_is_somebody_else(lost):
    context, adam = as_(lost, "adam")
    with context:
        assert {name for _, name in list_namable(adam, TODAY)} == {"max", "tom"}
    for name in ("adam", "bob"):
        with pytest.raises(Refused, match="Choose somebody else"):
            ask(lost, name)


def test_where_somebody_sees_it_again_nothing_is_asked_and_nobody_is_named(lost):
    row = ask(lost)
    Worker.objects.filter(pk=lost.people["sue"]).update(left_on=None)

    assert out_of_reach(lost) == ()
    with pytest.raises(NotThere):
        decide(lost, row)
    assert not sees(lost, "tom")


def test_the_database_names_nobody_on_whom_nobody_agreed(lost):
    row = ask(lost)
    for name in ("adam", "max"):
        context, _ = as_(lost, name)
        with context:
            assert not scopes.name_again(row, TODAY)
    NamingAsk.objects.filter(pk=row).update(
        agreed=True, decided_at=LATER, decided_by_id=lost.people["max"], decided_why="written by another way"
    )
    context, _ = as_(lost, "ada")
    with context:
        assert not scopes.name_again(row, TODAY)
    assert not sees(lost, "tom")


def test_a_closed_account_is_nobody(small):
    user = User.objects.create(email="sue@invented.example", created_at=MORNING)
    Worker.objects.filter(pk=small.people["sue"]).update(user=user)
    named = [small.people["sue"]]
    restrict_case(small.cases["U1"].pk, named=named, why="known to staff", by=small.viewer("sue"), at=AT)
    assert out_of_reach(small) == ()
    Worker.objects.filter(pk=small.people["sue"]).update(left_on=TODAY)
    assert len(out_of_reach(small)) == 1


def test_what_waits_is_listed_for_who_may_agree(lost):
    row = ask(lost)
    for name, many in (("max", 1), ("ada", 1), ("adam", 0), ("tom", 0), ("bob", 0)):
        context, viewer = as_(lost, name)
        with context:
            assert [one.id for one in list_namings_asked(viewer, LATER)] == [row] * many
