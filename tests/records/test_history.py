"""Whatever is written is remembered, and any table can be had as it was at any moment."""

import random
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from django.db import connection, connections

from plimsoll.records.context import acting
from plimsoll.records.models.cases import Allocation, Case, Event
from plimsoll.records.models.history import History
from plimsoll.records.models.reference import Setting
from plimsoll.records.past import as_at
from tests.factories.records import LATER, MORNING, USUAL, filled, make
from tests.records.conftest import ANN

BOTH = ["default", "owner"]


def now(alias: str = "default") -> datetime:
    """The database's clock, between two statements."""
    with connections[alias].cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        return cursor.fetchone()[0]


def versions(row: Any) -> list[Any]:
    """The values a setting had, each with whether it ended."""
    found = History.objects.filter(tbl=row._meta.db_table, row_id=row.pk).order_by("from_at")
    return [(version.row["value"], version.to_at is not None) for version in found]


def values(moment: datetime) -> dict[UUID, int]:
    return dict(as_at(Setting, moment).values_list("pk", "value"))


def test_a_new_row_is_remembered_with_who_and_why(here):
    with acting(here, ANN, "a test"):
        setting = make("setting", here, value=1)
    (version,) = History.objects.filter(row_id=setting.pk)

    assert (version.org_id, version.by_id, version.why, version.to_at) == (here, ANN, "a test", None)
    assert version.row == {"id": str(setting.pk), "org_id": str(here), "key": setting.key, "value": 1}


def test_a_change_closes_the_version_before(here):
    setting = make("setting", here, value=1)
    setting.value = 2
    setting.save()
    first, second = History.objects.filter(row_id=setting.pk).order_by("from_at")

    assert versions(setting) == [(1, True), (2, False)]
    assert first.to_at == second.from_at > first.from_at


def test_a_change_that_changes_nothing_is_no_version(here):
    setting = make("setting", here, value=1)
    setting.save()

    assert versions(setting) == [(1, False)]


def test_bulk_writes_are_remembered(here):
    made = Setting.objects.bulk_create(Setting(**filled("setting", here, value=1)) for _ in range(3))
    Setting.objects.filter(pk__in=[row.pk for row in made]).update(value=2)

    assert [versions(row) for row in made] == [[(1, True), (2, False)]] * 3


def test_raw_sql_is_remembered(here):
    setting = make("setting", here, value=1)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE records_setting SET value = '2' WHERE id = %s", [setting.pk])

    assert versions(setting) == [(1, True), (2, False)]


@pytest.mark.django_db(databases=BOTH)
def test_a_deletion_is_remembered_with_a_version_of_no_length(org):
    """Only the owner can delete; what it was stays to be read."""
    setting = Setting.objects.using("owner").create(**filled("setting", org, value=1))
    with connections["owner"].cursor() as cursor:
        cursor.execute("SELECT set_config('plimsoll.why', 'retention', true)")
    Setting.objects.using("owner").filter(pk=setting.pk).delete()
    first, last = History.objects.using("owner").filter(row_id=setting.pk).order_by("from_at")

    assert first.from_at < first.to_at == last.from_at == last.to_at
    assert (last.why, last.row["value"]) == ("retention", 1)


def test_rows_that_hang_on_a_case_say_which(here):
    case = make("case", here)
    event = make("event", here, case=case)
    found = History.objects.filter(case_id=case.pk).values_list("tbl", "row_id")

    assert set(found) == {("records_case", case.pk), ("records_event", event.pk)}


def test_another_organisations_history_is_not_seen(db, orgs):
    own, other = orgs
    with acting(other, ANN, "a test"):
        make("setting", other)
        moment = now()
    with acting(own, ANN, "a test"):
        seen = History.objects.filter(org_id=other).count(), as_at(Setting, moment).count()

    assert (*seen, History.objects.count(), as_at(Setting, moment).count()) == (0, 0, 0, 0)


@pytest.mark.django_db(databases=BOTH)
def test_a_clock_set_back_ends_no_version_before_it_began(org):
    setting = Setting.objects.using("owner").create(**filled("setting", org, value=1))
    history = History.objects.using("owner").filter(row_id=setting.pk)
    tomorrow = now("owner") + timedelta(days=1)
    history.update(from_at=tomorrow)
    Setting.objects.using("owner").filter(pk=setting.pk).update(value=2)
    first, second = history.order_by("from_at")

    assert tomorrow == first.from_at < first.to_at == second.from_at


# ---- as it was ------------------------------------------------------------------------------------------------------------


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(3))
def test_every_moment_is_as_it_was(here, seed):
    """Sixty random writes; after each, all rows and the moment are noted; in the end each moment is asked for."""
    draw = random.Random(seed)  # noqa: S311  a test that runs the same each time
    made: list[UUID] = []
    noted = []
    for step in range(60):
        if not made or draw.random() < 0.3:
            made.append(make("setting", here, value=step).pk)
        else:
            some = draw.sample(made, draw.randint(1, len(made)))
            Setting.objects.filter(pk__in=some).update(value=step)
        noted.append((now(), dict(Setting.objects.values_list("pk", "value"))))

    assert [values(moment) for moment, _ in noted] == [was for _, was in noted]


@pytest.mark.parametrize(
    "word",
    sorted(
        set(USUAL)
        - {
            "addressprotection",
            "addressreader",
            "draft",
            "import",
            "importfile",
            "importmatter",
            "protectedaddress",
            "ranking",
            "removal",
            "savedfilter",
            "signinlink",
            "statement",
        }
    ),
)
def test_every_field_is_as_it_was(here, word):
    """Out of JSON and back: days, moments, lists, numbers, nothing."""
    row = make(word, here)
    rows = type(row).objects.filter(pk=row.pk)

    assert as_at(type(row), now()).values().get(pk=row.pk) == rows.values().get()


def test_a_field_that_changed_is_as_it_was(here):
    case = make("case", here, level_of_need=3)
    before = Case.objects.values().get(pk=case.pk)
    moment = now()
    Case.objects.filter(pk=case.pk).update(level_of_need=4, case_type="CHILD_PROTECTION")

    assert as_at(Case, moment).values().get(pk=case.pk) == before


def test_before_it_was_written_nothing_is_there(here):
    before = now()
    make("setting", here)

    assert not as_at(Setting, before).exists()


def test_the_past_is_filtered_ordered_and_counted_as_any_table(here):
    low, high = (make("setting", here, key=key, value=1) for key in ("a", "b"))
    moment = now()
    Setting.objects.update(value=2)
    past = as_at(Setting, moment)

    assert [row.pk for row in past.order_by("-key")] == [high.pk, low.pk]
    assert (past.filter(value=1).count(), past.filter(value=2).count(), past.exclude(key="a").get()) == (2, 0, high)
    assert Setting.objects.filter(pk__in=past.filter(key="a").values("pk")).get().value == 2


def test_the_past_of_some_cases(here):
    one, other = make("event", here), make("event", here)

    assert list(as_at(Event, now(), cases=[one.case_id])) == [one]
    assert set(as_at(Event, now())) == {one, other}
    assert not as_at(Event, now(), cases=[]).exists()
    assert list(as_at(Event, now(), ids=[one.pk])) == [one]


def test_a_past_caseload_of_a_worker(here):
    """Who held what then, and the cases as they were then."""
    ann, ben = make("worker", here), make("worker", here)
    case = make("case", here, level_of_need=2)
    held = make("allocation", here, case=case, worker=ann)
    make("allocation", here, worker=ben)
    moment = now()
    Allocation.objects.filter(pk=held.pk).update(to_at=LATER, ended_by=ann, ended_why="moved on")
    Case.objects.filter(pk=case.pk).update(level_of_need=4)
    cases = [row.case_id for row in as_at(Allocation, moment, workers=[ann.pk]).filter(to_at__isnull=True)]

    assert list(as_at(Case, moment, cases=cases).values_list("pk", "level_of_need")) == [(case.pk, 2)]


def test_what_happened_is_not_known_before_it_was_recorded(here):
    """Two clocks: what had happened by a moment, and what the database knew at another."""
    case = make("case", here)
    first = make("event", here, case=case, happened_at=MORNING)
    knew_one = now()
    late = make("event", here, case=case, happened_at=MORNING - timedelta(days=3))
    knew_both = now()

    def happened(by: datetime, known_at: datetime) -> set[Event]:
        return set(as_at(Event, known_at, cases=[case.pk]).filter(happened_at__lte=by))

    friday = MORNING - timedelta(days=2)
    assert happened(MORNING, knew_one) == {first}
    assert happened(MORNING, knew_both) == {first, late}
    assert (happened(friday, knew_one), happened(friday, knew_both)) == (set(), {late})


def test_a_row_withdrawn_later_was_there_before(here):
    absence = make("absence", here)
    moment = now()
    type(absence).objects.filter(pk=absence.pk).update(cancelled_at=MORNING)

    assert as_at(type(absence), moment).get(pk=absence.pk).cancelled_at is None
    assert as_at(type(absence), now()).get(pk=absence.pk).cancelled_at == MORNING
