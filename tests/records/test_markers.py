"""Markers of removals: what the table promises, and that only the removal itself writes one."""

from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import IntegrityError, ProgrammingError, connection, transaction

from plimsoll.records.models.people import Worker
from plimsoll.records.models.removal import Removal, RetentionRule
from tests.factories.records import USUAL

OWNER = "owner"
pytestmark = pytest.mark.django_db(databases=["default", OWNER])


def marker(org: UUID, **given: Any) -> Removal:
    return Removal.objects.using(OWNER).create(**{"org_id": org, **USUAL["removal"](), **given})


def refused(name: str) -> Any:
    return pytest.raises(IntegrityError, match=f'"{name}"')


def test_a_marker_of_nothing_is_refused(org):
    with refused("removal_rows_from_1"), transaction.atomic(using=OWNER):
        marker(org, rows=0)


def test_a_child_is_removed_once(org):
    child = uuid4()
    row = marker(org, child_key=child)
    for given, name in (({"child_key": child}, "removal_once_a_child"), ({"id": row.pk}, "removal_key")):
        with refused(name), transaction.atomic(using=OWNER):
            marker(org, **given)


@pytest.mark.parametrize("field", ["asked_by", "agreed_by", "rule"])
def test_who_decided_and_by_what_is_of_its_own_organisation(orgs, field):
    own, other = orgs
    if field == "rule":
        by = Worker.objects.using(OWNER).create(org_id=other, **USUAL["worker"]()).pk
        of = RetentionRule.objects.using(OWNER).create(org_id=other, set_by_id=by, **USUAL["retentionrule"]()).pk
    else:
        of = Worker.objects.using(OWNER).create(org_id=other, **USUAL["worker"]()).pk
    with refused(f"removal_{field}_same_org"), transaction.atomic(using=OWNER):
        marker(own, **{f"{field}_id": of})


@pytest.mark.parametrize(
    "statement",
    [
        "INSERT INTO records_removal (id) VALUES (gen_random_uuid())",
        "UPDATE records_removal SET rows = 1",
        "DELETE FROM records_removal",
    ],
)
def test_the_web_role_writes_none(statement):
    with (
        pytest.raises(ProgrammingError, match="permission denied"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)
