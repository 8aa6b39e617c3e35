"""A case restricted to named people is there for them alone, with all that hangs on it."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

import pytest
from django.apps import apps
from django.db import ProgrammingError, connection, transaction

from plimsoll.records.context import acting
from plimsoll.records.models.cases import Case, NamedPerson, Restriction
from plimsoll.records.models.history import History
from tests.factories.records import LATER, MONDAY, MORNING, make

# Whatever hangs on the child, household or case that is hidden, with its own table.
HANGING = {
    "allocation": "case",
    "caseappointment": "case",
    "casecircumstance": "case",
    "casefactor": "case",
    "caseweight": "case",
    "document": "case",
    "dueitem": "case",
    "emergencyopening": "case",
    "event": "case",
    "judgement": "case",
    "safetynote": "case",
    "told": "case",
    "householdmember": "child",
    "networkcontact": "child",
    "familyrelation": "child",
}


@pytest.fixture
def people(here: UUID) -> dict[str, UUID]:
    """One who is named, one who is not."""
    return {name: make("worker", here, name=name).pk for name in ("named", "other")}


@pytest.fixture
def restricted(here: UUID, people: dict[str, UUID]) -> dict[str, Any]:
    """A restricted case of a child in a household, with one row of everything that hangs on it."""
    child, household = make("child", here), make("household", here)
    case = make("case", here, child=child)
    rows = {"child": child, "household": household, "case": case}
    for word, on in HANGING.items():
        more = {"household": household} if word == "householdmember" else {}
        rows[word] = make(word, here, **{on: rows[on]}, **more)
    rows["appointment"] = rows["caseappointment"].appointment
    rows["namedperson"] = make("namedperson", here, case=case, worker_id=people["named"])
    rows["ranking"] = make("ranking", here, cases=[case.pk])
    rows["restriction"] = make("restriction", here, case=case)
    return rows


def there(row: Any) -> bool:
    return type(row).objects.filter(pk=row.pk).exists()


def seen_by(org: UUID, viewer: UUID | None, rows: dict[str, Any]) -> set[str]:
    with acting(org, viewer, "a test"):
        return {word for word, row in rows.items() if there(row)}


def test_it_is_there_for_those_named_and_for_the_product(here, people, restricted):
    assert seen_by(here, people["named"], restricted) == set(restricted)
    assert seen_by(here, None, restricted) == set(restricted)


def test_it_is_not_there_for_anyone_else(here, people, restricted):
    assert seen_by(here, people["other"], restricted) == set()


def test_nor_is_its_past(here, people, restricted):
    kept = {row.pk for word, row in restricted.items() if word != "ranking"}  # a ranking has no history
    with acting(here, people["other"], "a test"):
        past = History.objects.filter(row_id__in=kept).count()
    with acting(here, people["named"], "a test"):
        shown = set(History.objects.filter(row_id__in=kept).values_list("row_id", flat=True))

    assert (past, shown) == (0, kept)


def test_nor_are_its_events(here, people, restricted):
    audit = apps.get_model("records", "auditevent")
    case, child = restricted["case"].pk, restricted["child"].pk

    def count(viewer: UUID) -> int:
        with acting(here, viewer, "a test"):
            return int(audit.objects.count())

    with acting(here, people["other"], "a test"):  # who writes it need not be able to read it
        for about in ({"case_id": case}, {"child_id": child}):
            write_event(here, **about)

    assert (count(people["named"]), count(people["other"])) == (2, 0)


def write_event(org: UUID, **about: UUID) -> None:
    columns = ["org_id", "id", "act", *about]
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO records_auditevent ({', '.join(columns)}) "
            f"VALUES (%s, gen_random_uuid(), 'CASE_RESTRICTED'{', %s' * len(about)})",
            [org, *about.values()],
        )


def test_nothing_is_written_on_it_by_anyone_else(here, people, restricted):
    case = restricted["case"]
    writes: list[Callable[[], Any]] = [
        lambda: make("event", here, case_id=case.pk),
        lambda: make("namedperson", here, case_id=case.pk, worker_id=people["other"]),
        lambda: make("networkcontact", here, child_id=restricted["child"].pk),
    ]
    with acting(here, people["other"], "a test"):
        changed = Case.objects.filter(pk=case.pk).update(level_of_need=4)
        lifted = Restriction.objects.filter(case_id=case.pk).update(to_at=LATER)
        for write in writes:
            with pytest.raises(ProgrammingError, match="row-level security"), transaction.atomic():
                write()

    assert (changed, lifted) == (0, 0)


def test_it_is_back_for_everyone_once_lifted(here, people, restricted):
    with acting(here, people["named"], "a test"):
        Restriction.objects.filter(case=restricted["case"]).update(
            to_at=LATER, lifted_by=people["named"], lifted_why="over"
        )

    assert seen_by(here, people["other"], restricted) == set(restricted)


def test_a_name_taken_off_sees_no_more(here, people, restricted):
    NamedPerson.objects.filter(worker_id=people["named"]).update(to_at=LATER)

    assert seen_by(here, people["named"], restricted) == set()


def test_without_a_viewer_said_nothing_restricted_is_there(here, restricted):
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('plimsoll.viewer', '', true)")

    assert not there(restricted["case"])


def test_a_child_with_another_case_is_there_and_its_household(here, people, restricted):
    """What is known of a child anyway stays; the restricted case alone is gone."""
    other = make("case", here, child=restricted["child"])

    assert seen_by(here, people["other"], restricted | {"other": other}) == {
        "child", "household", "householdmember", "networkcontact", "familyrelation", "other",
    }  # fmt: skip


def test_brothers_and_sisters_without_a_case_go_with_the_household(here, people, restricted):
    brother = make("child", here)
    member = make("householdmember", here, child=brother, household=restricted["household"], from_date=MONDAY)

    assert seen_by(here, people["other"], {"brother": brother, "member": member}) == set()


def test_a_brother_with_a_case_of_his_own_stays_and_so_does_the_household(here, people, restricted):
    brother = make("child", here)
    make("householdmember", here, child=brother, household=restricted["household"])
    make("case", here, child=brother)

    assert seen_by(here, people["other"], {"brother": brother, **restricted}) == {"brother", "household"}


def test_a_restricted_case_of_a_family_hides_the_family(here, people):
    household, child = make("household", here), make("child", here)
    member = make("householdmember", here, child=child, household=household)
    case = make("case", here, child=None, household=household)
    make("restriction", here, case=case)
    rows = {"household": household, "child": child, "member": member, "case": case}

    assert seen_by(here, people["other"], rows) == set()


def test_a_relation_to_a_hidden_child_is_hidden_on_the_other_side_too(here, people, restricted):
    cousin = make("child", here)
    make("case", here, child=cousin)
    relation = make("familyrelation", here, child=cousin, other_child=restricted["child"], contact=None)

    assert seen_by(here, people["other"], {"cousin": cousin, "relation": relation}) == {"cousin"}


def held(org: UUID, viewer: UUID, worker: UUID) -> list[tuple[Any, ...]]:
    with acting(org, viewer, "a test"), connection.cursor() as cursor:
        cursor.execute("SELECT * FROM records_points_held(%s)", [[worker]])
        return list(cursor.fetchall())


def test_its_points_are_counted_for_everyone(here, people):
    worker, scheme = make("worker", here), make("schemeversion", here)
    for points in (200, 350):
        case = make("case", here)
        make("allocation", here, case=case, worker=worker, from_at=MORNING)
        make("caseweight", here, case=case, points=points, scheme=scheme)
    before = held(here, people["other"], worker.pk)
    make("restriction", here, case=case)

    assert held(here, people["other"], worker.pk) == before == [(worker.pk, 550)]


def test_its_name_is_not_found(here, people, restricted):
    type(restricted["child"]).objects.filter(pk=restricted["child"].pk).update(sort_name="quillfeather hazel")

    def found(viewer: UUID, part: str) -> list[UUID]:
        with acting(here, viewer, "a test"), connection.cursor() as cursor:
            cursor.execute("SELECT * FROM records_find_children(%s)", [part])
            return [pk for (pk,) in cursor.fetchall()]

    assert found(people["named"], "feather") == [restricted["child"].pk]
    assert found(people["other"], "feather") == []


@pytest.mark.parametrize(
    ("name", "part", "is_found"), [("a%b", "a%b", True), ("axb", "a%b", False), ("a\\b", "\\", True)]
)
def test_signs_of_a_name_are_signs_and_no_patterns(here, people, name, part, is_found):
    make("child", here, sort_name=name)
    with acting(here, people["other"], "a test"), connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM records_find_children(%s)", [part])

        assert cursor.fetchone() == (int(is_found),)
