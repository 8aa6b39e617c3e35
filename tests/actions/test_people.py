"""What people are is kept from a day until another; nothing is overwritten, nobody is lost, two at once do not collide."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from threading import Barrier
from uuid import uuid4

import pytest
from django.db import connections
from django.db.models import F

from plimsoll.actions.cases import Refused
from plimsoll.actions.people import (
    Person,
    add_teams,
    add_worker,
    bring_people,
    end_role,
    file_faults,
    give_role,
    move_team,
    record_leaving,
    set_pattern,
    work_alone,
)
from plimsoll.core.access import NotAllowed, NotThere
from plimsoll.core.terms import Act, Role
from plimsoll.formats.people_file import PersonRow
from plimsoll.queries.access import get_viewer
from plimsoll.queries.people import get_person, list_people
from plimsoll.queries.priority import list_unallocated
from plimsoll.records.context import acting
from plimsoll.records.models.audit import AuditEvent
from plimsoll.records.models.cases import Allocation
from plimsoll.records.models.people import Membership, RoleHeld, Team, Worker, WorkingPattern
from tests.factories.records import make, organisation
from tests.factories.small import AT, NOW, TODAY, Small, small_organisation

TOMORROW = NOW + timedelta(days=1)


@pytest.fixture
def adam(small: Small):
    """An administrator, acting."""
    with acting(small.org, small.people["adam"], "a test"):
        yield small.viewer("adam")


def spells(model: type, worker) -> list[tuple]:
    """From and to, in their order; of those that begin on one day, what was ended on it comes before what goes on."""
    found = model.objects.filter(worker_id=worker).order_by("from_date", F("to_date").asc(nulls_last=True))
    return list(found.values_list("from_date", "to_date"))


def acts(small: Small) -> list[str]:
    return list(AuditEvent.objects.filter(org_id=small.org).order_by("at", "id").values_list("act", flat=True))


@pytest.mark.parametrize("name", ["ann", "sue", "max", "eve"])
def test_nobody_but_an_administrator_keeps_people(small, name):
    by, ann = small.viewer(name), small.people["ann"]
    with acting(small.org, small.people[name], "a test"):
        for act in (
            lambda: add_teams(["New"], by=by, at=NOW),
            lambda: add_worker(Person(uuid4(), "New"), by=by, at=NOW),
            lambda: work_alone(minutes=60, by=by, at=NOW),
            lambda: give_role(ann, role=Role.AUDITOR, team=None, by=by, at=NOW),
            lambda: end_role(ann, held=uuid4(), by=by, at=NOW),
            lambda: move_team(ann, team=small.other_team, by=by, at=NOW),
            lambda: set_pattern(ann, minutes=[60] * 7, by=by, at=NOW),
            lambda: record_leaving(ann, by=by, at=NOW),
            lambda: bring_people([], by=by, at=NOW),
        ):
            with pytest.raises(NotAllowed):
                act()
        with pytest.raises(NotThere):
            list_people(by, TODAY)


def test_teams_that_are_there_stay_and_names_are_tidied(small, adam):
    made = add_teams(["  North   Team ", "", "north team", "South"], by=adam, at=NOW)
    again = add_teams(["NORTH TEAM", "West"], by=adam, at=NOW)

    names = Team.objects.filter(pk__in=[*made, *again]).order_by("name").values_list("name", flat=True)
    assert list(names) == ["North Team", "South", "West"]
    assert acts(small) == [Act.TEAM_ADDED] * 3


def test_somebody_is_added_once_however_often_it_is_sent(small, adam):
    new = Person(uuid4(), " Dee  Sedge", small.team, (Role.PRACTITIONER, Role.AUDITOR), 2220, date(2027, 8, 31))
    add_worker(new, by=adam, at=NOW)
    add_worker(new, by=adam, at=NOW)

    found = get_person(adam, new.key, TODAY)
    assert (found.name, found.joined_on, found.minutes) == ("Dee Sedge", TODAY, (444, 444, 444, 444, 444, 0, 0))
    assert [(spell.what, bool(spell.where)) for spell in found.roles] == [("auditor", False), ("practitioner", True)]
    assert Worker.objects.filter(name="Dee Sedge").count() == 1


def test_every_fault_is_told_at_once(small, adam):
    with pytest.raises(Refused) as fault:
        add_worker(Person(uuid4(), "ANN", uuid4(), (Role.SUPERVISOR,)), by=adam, at=NOW)
    assert set(fault.value.faults) == {"name", "team"}

    with pytest.raises(Refused) as fault:
        add_worker(Person(uuid4(), "", None, (Role.SUPERVISOR,)), by=adam, at=NOW)
    assert set(fault.value.faults) == {"name", "team"}


def test_roles_are_ended_and_given_anew_and_what_was_stays(small, adam):
    ann = small.people["ann"]
    held = RoleHeld.objects.get(worker_id=ann)
    end_role(ann, held=held.pk, by=adam, at=NOW)
    give_role(ann, role=Role.PRACTITIONER, team=small.team, by=adam, at=TOMORROW)

    assert spells(RoleHeld, ann) == [(held.from_date, TODAY), (TODAY + timedelta(1), None)]
    assert get_viewer(small.org, ann, TODAY).held == ()
    with pytest.raises(Refused):
        give_role(ann, role=Role.PRACTITIONER, team=small.team, by=adam, at=TOMORROW)
    with pytest.raises(NotThere):
        end_role(ann, held=held.pk, by=adam, at=TOMORROW)


def test_a_slip_of_the_keys_is_put_right_on_the_same_day(small, adam):
    ann = small.people["ann"]
    give_role(ann, role=Role.AUDITOR, team=None, by=adam, at=NOW)
    wrong = RoleHeld.objects.get(worker_id=ann, role=Role.AUDITOR)
    end_role(ann, held=wrong.pk, by=adam, at=NOW)
    for minutes in ([60] * 7, [120] * 7):
        set_pattern(ann, minutes=minutes, by=adam, at=NOW)

    assert small.viewer("ann").roles == (Role.PRACTITIONER,)
    assert get_person(adam, ann, TODAY).minutes == (120,) * 7
    assert spells(WorkingPattern, ann)[-2:] == [(TODAY, TODAY), (TODAY, None)]


def test_a_role_holds_from_its_day_to_its_last_and_before_it_allows_nothing(small, adam):
    bob, first, last = small.people["bob"], TODAY + timedelta(2), TODAY + timedelta(4)
    give_role(bob, role=Role.SUPERVISOR, team=small.other_team, begins=first, until=last, by=adam, at=NOW)

    def roles(on: date) -> set[Role]:
        return set(get_viewer(small.org, bob, on).roles)

    both = {Role.PRACTITIONER, Role.SUPERVISOR}
    assert [roles(first - timedelta(1)), roles(first), roles(last)] == [{Role.PRACTITIONER}, both, both]
    assert roles(last + timedelta(1)) == {Role.PRACTITIONER}
    (event,) = AuditEvent.objects.filter(act=Act.ROLE_GIVEN)
    assert (event.detail["from"], event.detail["until"]) == (str(first), str(last))
    give_role(bob, role=Role.SUPERVISOR, team=small.other_team, begins=last + timedelta(1), by=adam, at=NOW)  # goes on


def test_days_that_cannot_be_are_told_at_once_and_nothing_is_given(small, adam):
    ann = small.people["ann"]
    with pytest.raises(Refused) as refused:
        give_role(ann, role=Role.AUDITOR, team=small.team, begins=TODAY - timedelta(1), until=TODAY - timedelta(2),
                  by=adam, at=NOW)  # fmt: skip
    assert set(refused.value.faults) == {"team", "begins", "until"}
    with pytest.raises(Refused, match="holds this role there already"):
        give_role(ann, role=Role.PRACTITIONER, team=small.team, begins=TODAY + timedelta(9), by=adam, at=NOW)
    with pytest.raises(Refused, match="Nobody gives themselves a role"):
        give_role(adam.worker, role=Role.AUDITOR, team=None, begins=TODAY + timedelta(9), by=adam, at=NOW)
    assert Act.ROLE_GIVEN not in acts(small)


def test_a_role_ends_after_a_day_and_one_to_come_is_taken_back(small, adam):
    ann, first = small.people["ann"], TODAY + timedelta(7)
    held = RoleHeld.objects.get(worker_id=ann)
    end_role(ann, held=held.pk, last=TODAY + timedelta(3), by=adam, at=NOW)
    give_role(ann, role=Role.DUTY, team=small.team, begins=first, by=adam, at=NOW)
    to_come = RoleHeld.objects.get(worker_id=ann, role=Role.DUTY)
    for last in (TODAY - timedelta(1), TODAY + timedelta(3)):
        with pytest.raises(Refused):
            end_role(ann, held=held.pk, last=last, by=adam, at=NOW)
    end_role(ann, held=to_come.pk, by=adam, at=NOW)

    assert get_viewer(small.org, ann, TODAY + timedelta(3)).roles == (Role.PRACTITIONER,)
    assert get_viewer(small.org, ann, first).held == ()
    assert get_person(adam, ann, TODAY).roles_after(TODAY) == ()
    with pytest.raises(NotThere):
        end_role(ann, held=to_come.pk, by=adam, at=NOW)


def test_somebody_stays_an_administrator_on_every_day_to_come(small, adam):
    """Neither is who will be one no more another, nor who is not one yet."""
    mine, later = RoleHeld.objects.get(worker_id=adam.worker), TODAY + timedelta(5)
    give_role(small.people["max"], role=Role.ADMINISTRATOR, team=None, until=later, by=adam, at=NOW)
    give_role(small.people["eve"], role=Role.ADMINISTRATOR, team=None, begins=later, by=adam, at=NOW)
    for last in (None, later - timedelta(2)):
        with pytest.raises(Refused, match="stays an administrator"):
            end_role(adam.worker, held=mine.pk, last=last, by=adam, at=NOW)
    with pytest.raises(Refused, match="stays an administrator"):
        record_leaving(adam.worker, by=small.viewer("max"), at=NOW)
    assert Act.ROLE_ENDED not in acts(small)
    end_role(adam.worker, held=mine.pk, last=later - timedelta(1), by=adam, at=NOW)


def test_whoever_moves_or_leaves_takes_along_or_loses_what_is_to_come(small, adam):
    ann, first, last = small.people["ann"], TODAY + timedelta(3), TODAY + timedelta(6)
    give_role(ann, role=Role.DUTY, team=small.team, begins=first, until=last, by=adam, at=NOW)
    give_role(ann, role=Role.PRACTITIONER, team=small.other_team, begins=first, by=adam, at=NOW)
    move_team(ann, team=small.other_team, by=adam, at=NOW)

    found = [(held.role, held.team) for held in get_viewer(small.org, ann, TODAY).held]
    assert found == [(Role.PRACTITIONER, small.other_team)]  # without a day between
    after = {(held.role, held.team) for held in get_viewer(small.org, ann, last).held}
    assert after == {(Role.PRACTITIONER, small.other_team), (Role.DUTY, small.other_team)}
    assert get_viewer(small.org, ann, last + timedelta(1)).roles == (Role.PRACTITIONER,)
    record_leaving(ann, by=adam, at=NOW)
    assert not RoleHeld.objects.filter(worker_id=ann, to_date__isnull=True).exists()
    assert not RoleHeld.objects.filter(worker_id=ann, from_date__gt=TODAY, to_date__gt=F("from_date")).exists()


def test_the_last_administrator_stays_one(small, adam):
    mine = RoleHeld.objects.get(worker_id=adam.worker)
    with pytest.raises(Refused, match="Nobody else stays an administrator"):
        end_role(adam.worker, held=mine.pk, by=adam, at=NOW)
    with pytest.raises(Refused):
        record_leaving(adam.worker, by=adam, at=NOW)

    give_role(small.people["max"], role=Role.ADMINISTRATOR, team=None, by=adam, at=NOW)
    end_role(adam.worker, held=mine.pk, by=adam, at=NOW)

    assert small.viewer("adam").held == ()


def test_whoever_moves_holds_their_roles_in_the_new_team(small, adam):
    ann = small.people["ann"]
    move_team(ann, team=small.other_team, by=adam, at=NOW)

    assert [held.team for held in small.viewer("ann").held] == [small.other_team]
    now = Membership.objects.filter(worker_id=ann, to_date__isnull=True)
    assert list(now.values_list("team_id", flat=True)) == [small.other_team]
    with pytest.raises(Refused):
        move_team(ann, team=small.other_team, by=adam, at=NOW)


def test_the_cases_of_whoever_leaves_are_never_lost_even_those_that_nobody_may_know_of(small, adam):
    ann = small.people["ann"]
    with acting(small.org, None, "a test"):
        case = small.cases["A1"]
        make("restriction", small.org, case=case, from_at=NOW - timedelta(days=1), restricted_by_id=small.people["max"])
        make("namedperson", small.org, case=case, worker_id=small.people["sue"], named_by_id=small.people["max"])
    record_leaving(ann, by=adam, at=NOW)

    with acting(small.org, small.people["sue"], "a test"):
        assert "A1" in [placed.reference for placed in list_unallocated(small.viewer("sue"), AT).order.cases]
    with acting(small.org, None, "a test"):
        assert not Allocation.objects.filter(worker_id=ann, to_at__isnull=True).exists()
        assert Act.CASE_FREED in acts(small)
    with acting(small.org, adam.worker, "a test"):
        assert Act.CASE_FREED not in acts(small)
    with pytest.raises(NotThere):
        get_viewer(small.org, ann, TODAY)


@pytest.fixture
def sole(db, org):
    """The administrator of a new organisation, acting, with nobody else there."""
    with acting(org, None, "a test"):
        worker = make("worker", org, name="Ada Quill", joined_on=TODAY)
        make("roleheld", org, worker=worker, role=Role.ADMINISTRATOR, team=None, from_date=TODAY)
    with acting(org, worker.pk, "a test"):
        yield get_viewer(org, worker.pk, TODAY)


def test_whoever_works_alone_holds_cases_and_supervises_them(sole):
    work_alone(minutes=1110, by=sole, at=NOW)

    roles = get_viewer(sole.org, sole.worker, TODAY).roles
    assert set(roles) == {Role.ADMINISTRATOR, Role.PRACTITIONER, Role.SUPERVISOR}
    with pytest.raises(Refused, match="in a team already"):
        work_alone(minutes=1110, by=sole, at=NOW)


def test_whoever_is_first_gives_themselves_roles_until_others_come_even_by_one_file(sole):
    """Whoever comes afterwards makes the difference, and whoever was sent away again still does."""
    (team,) = add_teams(["North"], by=sole, at=NOW)
    told = [row(2, "Ada Quill", "North", Role.PRACTITIONER), row(3, "Bea Rook", "North", Role.SUPERVISOR)]
    assert bring_people(told, by=sole, at=NOW).changed == 1
    assert bring_people(told, by=sole, at=NOW).same == 2
    record_leaving(Worker.objects.get(name="Bea Rook").pk, by=sole, at=NOW)

    told = [row(2, "Ada Quill", "", Role.SERVICE_MANAGER)]
    assert [(fault.row, fault.column) for fault in file_faults(told, by=sole, at=NOW)] == [(2, "Roles")]
    for act in (
        lambda: bring_people(told, by=sole, at=NOW),
        lambda: give_role(sole.worker, role=Role.DUTY, team=team, by=sole, at=NOW),
        lambda: move_team(sole.worker, team=None, by=sole, at=NOW),
    ):
        with pytest.raises(Refused, match="Nobody gives themselves"):
            act()
    assert set(get_viewer(sole.org, sole.worker, TODAY).roles) == {Role.ADMINISTRATOR, Role.PRACTITIONER}


# ---- by file -------------------------------------------------------------------------------------------------------------


def row(number: int, name: str, team: str = "", *roles: Role, minutes: int | None = None) -> PersonRow:
    return PersonRow(number, name, team, roles, minutes, None)


def test_a_file_adds_changes_and_leaves_and_the_same_file_again_changes_nothing(small, adam):
    team, other = (Team.objects.get(pk=key).name for key in (small.team, small.other_team))
    told = [
        row(2, "Dee", team, Role.PRACTITIONER, minutes=2220),
        row(3, "ANN", other.upper(), Role.PRACTITIONER, minutes=1110),
        row(4, "bob"),
    ]
    assert file_faults(told, by=adam, at=NOW) == []

    first = bring_people(told, by=adam, at=NOW)
    second = bring_people(told, by=adam, at=NOW)

    assert (first.added, first.changed, first.same) == (1, 1, 1)
    assert (second.added, second.changed, second.same) == (0, 0, 3)
    assert [held.team for held in small.viewer("ann").held] == [small.other_team]


def test_what_only_the_records_show_is_told_with_its_row(small, adam):
    name = Team.objects.get(pk=small.team).name
    found = file_faults(
        [row(2, "New", name[:-1], Role.DUTY), row(3, "Newer", "", Role.SUPERVISOR), row(4, "Newest", name)],
        by=adam,
        at=NOW,
    )

    assert [(fault.row, fault.column) for fault in found] == [(2, "Team"), (3, "Team"), (4, "Roles")]
    assert "Did you mean" in found[0].says


# ---- two at once ---------------------------------------------------------------------------------------------------------


@pytest.mark.django_db(transaction=True, databases=["default", "owner"])
def test_two_administrators_at_once_leave_one():
    """Each ends the other's role. One of them is refused."""
    org = organisation().pk
    for small in small_organisation(org):
        make("roleheld", org, worker_id=small.people["max"], role=Role.ADMINISTRATOR, from_date=TODAY)
    together = Barrier(2)

    def end(by: str, other: str) -> bool:
        try:
            with acting(org, small.people[by], "a test"):
                viewer = small.viewer(by)
                held = RoleHeld.objects.get(org_id=org, worker_id=small.people[other], role=Role.ADMINISTRATOR)
                together.wait(10)
                end_role(small.people[other], held=held.pk, by=viewer, at=NOW)
                return True
        except Refused:
            return False
        finally:
            connections.close_all()

    with ThreadPoolExecutor(2) as pool:
        done = list(pool.map(lambda pair: end(*pair), [("adam", "max"), ("max", "adam")]))

    assert sorted(done) == [False, True]


@pytest.mark.django_db(transaction=True, databases=["default", "owner"])
def test_two_administrators_add_the_same_teams_at_once():
    org = organisation().pk
    (small,) = small_organisation(org)
    together = Barrier(2)

    def add(_: int) -> int:
        try:
            with acting(org, small.people["adam"], "a test"):
                together.wait(10)
                return len(add_teams(["One", "Two"], by=small.viewer("adam"), at=NOW))
        finally:
            connections.close_all()

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(add, range(2))) == [0, 2]
