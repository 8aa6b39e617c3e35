"""Many rows of one table at once: COPY is refused under row-level security, and this comes near it."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from itertools import islice
from typing import Any
from uuid import UUID

from django.contrib.postgres.fields import ArrayField
from django.db import connection, models
from psycopg import sql

AT_ONCE = 5_000


def insert(model: type[models.Model], columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> int:
    """Writes rows of an organisation's table, each a value for each column; how many. Every value goes over as text and is
    read by the database as what its column holds."""
    fields = [model._meta.get_field(name.removesuffix("_id")) for name in columns]
    statement = sql.SQL("INSERT INTO {} ({}) SELECT {} FROM unnest({}) AS r({})").format(
        sql.Identifier(model._meta.db_table),
        sql.SQL(", ").join(sql.Identifier(field.column) for field in fields),
        sql.SQL(", ").join(
            sql.SQL("{}::" + _kind(field)).format(sql.Identifier(f"c{at}")) for at, field in enumerate(fields)
        ),
        sql.SQL(", ").join(sql.SQL("%s::text[]") for _ in fields),
        sql.SQL(", ").join(sql.Identifier(f"c{at}") for at, _ in enumerate(fields)),
    )
    waiting, written = iter(rows), 0
    with connection.cursor() as cursor:
        while some := list(islice(waiting, AT_ONCE)):
            cursor.execute(statement, [[_text(value) for value in column] for column in zip(*some, strict=True)])
            written += len(some)
    return written


def _kind(field: models.Field) -> str:
    """What the database is to read a text as. Not as varchar(n), which would cut it off without a word."""
    if isinstance(field, ArrayField):
        return "text[]"
    if isinstance(field, models.CharField | models.TextField):
        return "text"
    return str(field.target_field.db_type(connection) if field.is_relation else field.db_type(connection))


def _text(value: Any) -> str | None:
    match value:
        case None:
            return None
        case bool():
            return "true" if value else "false"
        case datetime() | date():
            return value.isoformat()
        case list():
            return "{" + ",".join(value) + "}"  # of codes, which need no quotes
        case UUID() | int():
            return str(value)
        case _:
            return str(value)
