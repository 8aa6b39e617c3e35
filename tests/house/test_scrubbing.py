"""Every field of every table says what becomes of it in a scrubbed copy."""

import pytest
from django.apps import apps
from django.contrib.postgres.fields import ArrayField
from django.db import connection, models

from plimsoll.cli.scrubbing.declared import DECLARED, WHY_KEPT, Emptied, How, Made
from plimsoll.records.tenancy import Code

MODELS = {model._meta.db_table: model for model in apps.get_models(include_auto_created=True)}
FIELDS = {name: said for name, said in DECLARED.items() if not isinstance(said, Emptied | Made)}
AS_THEY_ARE = {How.KEPT, How.KEYS_WITHIN}


def holds_text(field: models.Field) -> bool:
    """Whether a field can hold what somebody typed."""
    if isinstance(field, ArrayField):
        field = field.base_field
    texts = (models.CharField, models.TextField, models.JSONField, models.BinaryField)
    return isinstance(field, texts) and not (isinstance(field, Code) and field.terms)


@pytest.mark.django_db
def test_every_table_of_the_database_is_declared() -> None:
    there = set(connection.introspection.table_names())

    assert there ^ set(DECLARED) == set()


def test_every_field_is_declared_and_no_other() -> None:
    told = [
        f"{table}: {sorted({one.name for one in MODELS[table]._meta.concrete_fields if one.column} ^ set(said))}"
        for table, said in FIELDS.items()
        if {one.name for one in MODELS[table]._meta.concrete_fields if one.column} != set(said)
    ]

    assert told == []


def test_a_text_that_is_kept_says_why() -> None:
    kept = {
        f"{table}.{name}"
        for table, said in FIELDS.items()
        for name, how in said.items()
        if how in AS_THEY_ARE and holds_text(MODELS[table]._meta.get_field(name))
    }

    assert kept ^ set(WHY_KEPT) == set()
    assert [name for name, why in WHY_KEPT.items() if not why.strip()] == []


def test_keys_and_days_are_never_kept() -> None:
    kept = {
        f"{table}.{name}"
        for table, said in FIELDS.items()
        for name, how in said.items()
        for field in [MODELS[table]._meta.get_field(name)]
        if how in AS_THEY_ARE
        and (field.is_relation or isinstance(field, models.UUIDField | models.DateField | models.DateTimeField))
    }

    assert kept == set()


def test_a_table_that_goes_in_points_at_none_that_is_emptied() -> None:
    pointing = {
        f"{table}.{field.name}"
        for table, said in FIELDS.items()
        for field in MODELS[table]._meta.local_fields
        if field.is_relation and said[field.name] is How.KEYED and field.related_model._meta.db_table not in FIELDS
    }

    assert pointing == set()
