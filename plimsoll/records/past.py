"""Any table as it was at any moment, out of the history."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any, TypeVar
from uuid import UUID

from django.db import models
from django.db.models.sql.datastructures import BaseTable

from plimsoll.records.guards import ORG

Row = TypeVar("Row", bound=models.Model)


# What is put into these are names of our own tables and columns; every value is handed over apart.
PAST = """(SELECT r.* FROM records_history h CROSS JOIN LATERAL jsonb_populate_record(NULL::"{table}", h.row) r
    WHERE h.org_id = {org} AND h.tbl = %s AND h.from_at <= %s AND (h.to_at IS NULL OR h.to_at > %s){narrowed})"""
PRESENT = "(SELECT * FROM {table} WHERE {narrowed})"


class _Past(BaseTable):
    """In place of a table: its rows of one moment. A column that is younger than a row is empty in it."""

    def __init__(self, table: str, alias: str | None, moment: datetime, only: Mapping[str, list[UUID]]) -> None:
        super().__init__(table, alias)
        self.moment, self.only = moment, only

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, list[Any]]:
        statement, params = _rows(self.table_name, self.moment, self.only)
        return f"{statement} {compiler.quote_name_unless_alias(self.table_alias)}", params

    def relabeled_clone(self, change_map: dict[str, str]) -> "_Past":
        return _Past(self.table_name, change_map.get(self.table_alias, self.table_alias), self.moment, self.only)

    @property
    def identity(self) -> tuple[Any, ...]:
        return self.__class__, self.table_name, self.table_alias, self.moment, str(self.only)

    def equals(self, other: Any, with_filtered_relation: bool) -> bool:
        return bool(self.identity == other.identity)


def _rows(table: str, moment: datetime, only: Mapping[str, list[UUID]]) -> tuple[str, list[Any]]:
    """The rows of a table of one moment, for a FROM, with the values; `only` by column of the history."""
    narrowed = "".join(f" AND h.{column} = ANY(%s)" for column in only)
    return PAST.format(table=table, org=ORG, narrowed=narrowed), [table, moment, moment, *only.values()]


def table(
    model: type[models.Model], moment: datetime | None, narrowed: Mapping[str, list[UUID]]
) -> tuple[str, list[Any]]:
    """A table as the database had it at a moment, or (None) as it is, with its values: for the FROM of a statement that is
    written out. Narrowed by `cases`, `workers` or `ids`, as `as_at` says."""
    name = model._meta.db_table
    if moment is not None:
        return _rows(name, moment, {HISTORY_COLUMNS[by]: keys for by, keys in narrowed.items()})
    only = " AND ".join(f"{COLUMNS[by]} = ANY(%s::uuid[])" for by in narrowed)
    arrays = [
        "{" + ",".join([key.hex for key in keys]) + "}" for keys in narrowed.values()
    ]  # the driver takes four times as long
    return (PRESENT.format(table=name, narrowed=only) if only else name), [*arrays]


COLUMNS = {"cases": "case_id", "workers": "worker_id", "ids": "id"}
HISTORY_COLUMNS = {"cases": "case_id", "workers": "worker_id", "ids": "row_id"}


def as_at(
    model: type[Row],
    moment: datetime,
    *,
    cases: Iterable[UUID] | None = None,
    workers: Iterable[UUID] | None = None,
    ids: Iterable[UUID] | None = None,
) -> models.QuerySet[Row]:
    """Rows of a table as the database had them at a moment, to filter, order and count as any others; only to be read.

    Tables joined to it are as they are now: ask for each table apart. `cases` and `workers` narrow it to rows that hang
    on these, `ids` to the rows themselves, before they are unpacked; a filter does so after, and took twenty times as long
    on 6,000 cases.

    A row counts from the moment of its statement, not of its commit: what was still being written at `moment` is there.
    """
    asked = {"cases": cases, "workers": workers, "ids": ids}
    only = {HISTORY_COLUMNS[by]: list(keys) for by, keys in asked.items() if keys is not None}
    rows = model._base_manager.all()
    alias = rows.query.get_initial_alias()
    rows.query.alias_map[alias] = _Past(model._meta.db_table, alias, moment, only)
    return rows
