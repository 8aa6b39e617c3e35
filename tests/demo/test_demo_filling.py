"""The invented town in the database: whole, valid, the same for the same seed, and nobody in it real."""

import os
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from itertools import pairwise
from typing import Any

import pytest
from django.apps import apps
from django.db import connections, transaction
from django.utils import timezone

from plimsoll.core.calendar import LONDON, moment
from plimsoll.core.terms import Act, Band, Role
from plimsoll.demo.filling import OWNER, Made, NoTown, make_town, town_rows
from plimsoll.demo.looking import look_before
from plimsoll.demo.names import FIRST_WORDS, LAST_WORDS
from plimsoll.demo.rows.reference import YEARS_BACK
from plimsoll.queries.access import get_viewer
from plimsoll.queries.audit import verify_trail
from plimsoll.queries.cases import NotKnownThen, get_case
from plimsoll.queries.place import get_standing
from plimsoll.queries.priority import get_caseload, list_unallocated
from plimsoll.records.context import acting
from plimsoll.records.models.access import User
from plimsoll.records.models.audit import AuditEvent, Viewing
from plimsoll.records.models.cases import Allocation, Case, Event
from plimsoll.records.models.families import Child
from plimsoll.records.models.history import History
from plimsoll.records.models.people import RoleHeld, Worker
from plimsoll.records.models.plans import Goal, GoalReading, Plan, PlanAction
from plimsoll.records.models.route import RoutePlace
from plimsoll.records.models.written import CaseRecord
from plimsoll.records.past import as_at
from tests.factories.records import organisation

AS_AT = date(2026, 11, 23)

pytestmark = pytest.mark.slow


@pytest.fixture
def town(db: None, small_town: Made) -> Iterator[Made]:
    """The test runs in the town, as the web role and as the product."""
    with acting(small_town.org, None, "a test"):
        yield small_town


def written(making: Any) -> dict[str, list[list[Any]]]:
    """Every value of every row, by table."""
    return {model.__name__: [list(row.values()) for row in rows] for model, rows in making.rows.items()}


def test_every_row_is_there_for_the_web_role(town: Made) -> None:
    unseen = {"User", "AddressReader", "ProtectedAddress"}  # of no organisation; for those named on them alone
    counts = {word: apps.get_model("records", word).objects.count() for word in town.rows if word not in unseen}
    assert counts == {word: number for word, number in town.rows.items() if word not in unseen}


def test_making_it_is_in_the_trail_once(town: Made) -> None:
    assert [entry.act for entry in AuditEvent.objects.all()] == [Act.TOWN_MADE]


def test_its_past_begins_as_early_as_its_story(town: Made) -> None:
    """A case that is closed by now, looked at while it was open; and the versions of each row follow each other."""
    since = datetime(AS_AT.year - YEARS_BACK, 4, 1, tzinfo=LONDON)
    case = Case.objects.filter(closed_at__isnull=False, opened_at__gt=since).order_by("opened_at", "pk")[0]
    spell = Allocation.objects.filter(case=case).order_by("from_at")[0]
    then = case.opened_at + (case.closed_at - case.opened_at) / 2
    auditor = RoleHeld.objects.filter(role=Role.AUDITOR, to_date__isnull=True)[0].worker_id
    viewer = get_viewer(town.org, auditor, AS_AT)
    known = get_case(viewer, case.pk, then)
    written = set(Event.objects.filter(case=case, recorded_at__lte=then).values_list("pk", flat=True))

    assert (known.closed_at, get_case(viewer, case.pk).closed_at) == (None, case.closed_at)
    assert known.allocations[-1].to_at is None or known.allocations[-1].to_at <= then
    assert 0 < len(written) < Event.objects.filter(case=case).count()
    assert set(as_at(Event, then, cases=[case.pk]).values_list("pk", flat=True)) == written
    assert get_standing(viewer, known, moment(then.astimezone(LONDON)), then) is not None
    with pytest.raises(NotKnownThen):
        get_case(viewer, case.pk, case.opened_at - timedelta(minutes=1))
    assert as_at(Allocation, spell.from_at, cases=[case.pk]).get(pk=spell.pk).to_at is None
    versions = History.objects.filter(org_id=town.org).order_by("tbl", "row_id", "from_at")
    found = list(versions.values_list("tbl", "row_id", "from_at", "to_at"))
    for (*one, _, ended), (*other, began, _) in pairwise(found):
        assert (ended == began) if one == other else ended is None
    assert min(began for *_, began, _ in found) == since
    assert max(began for *_, began, _ in found) <= timezone.now()


def test_every_role_is_held_by_somebody_who_can_sign_in(town: Made) -> None:
    held = RoleHeld.objects.filter(to_date__isnull=True, worker__user__isnull=False)
    assert set(held.values_list("role", flat=True)) == {role.value for role in Role}


@pytest.mark.django_db(databases=["default", "owner"])
def test_nobody_can_sign_in_by_a_password(town: Made) -> None:
    """Asked as the owner: the web role reads no password."""
    with_account = Worker.objects.filter(user__isnull=False).values_list("user", flat=True)
    users = User.objects.using("owner").filter(pk__in=list(with_account))
    assert len(users) == town.people
    assert [user.email for user in users if user.has_usable_password()] == []
    assert all(user.email.endswith("invented.example") for user in users)


def test_every_open_case_is_held_or_waits_by_design(town: Made) -> None:
    held = Allocation.objects.filter(to_at__isnull=True).values("case")
    waiting = Case.objects.filter(closed_at__isnull=True).exclude(id__in=held)
    said = Event.objects.filter(kind="UNALLOCATED_SINCE").exclude(note="").values("case")
    assert 0 < waiting.count() < 0.08 * town.open_cases
    assert waiting.exclude(id__in=said).count() == 0
    assert Allocation.objects.filter(to_at__isnull=True, case__closed_at__isnull=False).count() == 0


def test_every_morning_has_something_in_each_band(town: Made) -> None:
    day = AS_AT
    chief = RoleHeld.objects.get(role="SERVICE_MANAGER").worker_id
    viewer = get_viewer(town.org, chief, day)
    at = moment(datetime(day.year, day.month, day.day, 9, 0))
    holders = set(Allocation.objects.filter(to_at__isnull=True).values_list("worker", flat=True))
    orders = [get_caseload(viewer, worker, at) for worker in holders]
    bands = Counter(placed.band for order in (*orders, list_unallocated(viewer, at).order) for placed in order.cases)
    share = {band: bands[band] / bands.total() for band in Band}
    assert bands.total() == town.open_cases
    assert 0 < share[Band.ACT_NOW] < 0.05
    assert share[Band.TODAY] == pytest.approx(0.15, abs=0.08)
    assert share[Band.THIS_WEEK] == pytest.approx(0.28, abs=0.12)
    assert share[Band.PLANNED] == pytest.approx(0.55, abs=0.15)


def test_its_people_wrote_records_plans_and_goals_and_each_record_is_told_by_one_event(town: Made) -> None:
    held = Allocation.objects.filter(to_at__isnull=True).count()
    visits = CaseRecord.objects.filter(kind="VISIT")
    told = Event.objects.filter(record__isnull=False)
    late = PlanAction.objects.filter(owner="WORKER", due_on__lt=AS_AT, done_on__isnull=True)

    assert visits.values("case").distinct().count() > 0.7 * held
    assert set(told.values_list("record", "case")) == set(CaseRecord.objects.values_list("pk", "case"))
    assert held * 0.2 < Plan.objects.filter(agreed_at__isnull=False).count() < held * 0.7
    assert late.count() == 0
    assert (
        set(Goal.objects.values_list("pk", flat=True))
        == set(GoalReading.objects.values_list("goal", flat=True))
        != set()
    )
    assert RoutePlace.objects.count() == 2


def test_names_are_plainly_invented(town: Made) -> None:
    words = {*FIRST_WORDS, *LAST_WORDS}
    names = [child.given_name + " " + child.family_name for child in Child.objects.all()]
    names += [worker.name for worker in Worker.objects.all()]
    found = {word for name in names for word in name.replace("-", " ").split()}
    assert found <= words


@pytest.mark.parametrize("as_at", [AS_AT, date(2026, 3, 2)])
def test_nothing_is_written_down_before_it_is_known_or_ahead_of_the_morning(as_at: date) -> None:
    making = town_rows(workers=3, seed=4, as_at=as_at)
    late = [event for event in making.rows[Event] if event["recorded_at"] > making.now]
    late += [spell for spell in making.rows[Allocation] if spell["from_at"] > making.now]
    early = [e for e in making.rows[Event] if e["recorded_at"] < e["happened_at"] <= making.now]
    assert (late, early) == ([], [])


def test_the_same_seed_and_name_give_the_same_rows() -> None:
    one, two = (written(town_rows(workers=3, seed=7, as_at=AS_AT)) for _ in range(2))
    assert one == two
    other = written(town_rows(workers=3, seed=7, as_at=AS_AT, name="Another Town"))
    assert not {row[0] for row in one["Child"]} & {row[0] for row in other["Child"]}


SUM = """
import django; django.setup()
from datetime import date
from hashlib import sha256
from plimsoll.demo.filling import town_rows
rows = town_rows(workers=2, seed=3, as_at=date(2026, 11, 23)).rows
print(sha256(repr([(model.__name__, some) for model, some in rows.items()]).encode()).hexdigest())
"""


def test_another_process_makes_the_same_rows() -> None:
    """Sets have another order in each process: nothing may depend on it."""
    sums = {
        subprocess.run(
            [sys.executable, "-c", SUM],
            env=os.environ | {"PYTHONHASHSEED": seed},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    }
    assert len(sums) == 1


@pytest.mark.django_db(databases=["default", "owner"])
def test_no_town_where_somebody_is_real(small_town: Made) -> None:
    organisation(name="Real Council", invented=False)
    with pytest.raises(NoTown, match="The database holds 'Real Council', which is not invented"):
        make_town(workers=1, seed=1, as_at=AS_AT, again=True)


@pytest.mark.django_db(databases=["default", "owner"])
def test_no_second_town_unless_told(small_town: Made) -> None:
    with pytest.raises(NoTown, match="There is an invented town already"):
        make_town(workers=1, seed=1, as_at=AS_AT)
    with pytest.raises(NoTown, match="There is an invented town 'Small Invented Town' already"):
        make_town(workers=1, seed=1, as_at=AS_AT, name="Small Invented Town", again=True)


@pytest.mark.django_db(databases=["default", OWNER])
def test_everyone_looked_on_the_working_day_before_at_what_they_held_then(db: None, small_town: Made) -> None:
    """Made and undone here: looks are of the demo alone, and other tests count what is in the town."""
    friday = date(2026, 11, 20)
    with transaction.atomic(), transaction.atomic(using=OWNER):
        many = look_before(small_town.org, AS_AT)
        looks = list(Viewing.objects.using(OWNER).filter(org_id=small_town.org, page="my-caseload"))
        trail = verify_trail(connections[OWNER])
        transaction.set_rollback(True, using=OWNER)
    with acting(small_town.org, None, "a test"):
        holding = Allocation.objects.filter(from_at__lte=looks[0].at).exclude(to_at__lte=looks[0].at)
        holders = set(holding.values_list("worker_id", flat=True))

    assert many == len(looks) > 3
    assert {look.at.astimezone(LONDON).date() for look in looks} == {friday}
    assert {look.by_id for look in looks} <= holders
    assert all(look.cases and look.children for look in looks)
    assert trail.changed == ()
