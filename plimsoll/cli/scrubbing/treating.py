"""A row of the real records becomes a row of the copy, field by field, as each is declared."""

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

from django.apps import apps
from django.db.models import Field, Model

from plimsoll.cli.scrubbing.declared import DECLARED, KEPT_SETTINGS, Emptied, Fields, How, Made
from plimsoll.core.made_up import MadeUp, earlier
from plimsoll.records.names import sort_name

NO_PASSWORD = "!"  # noqa: S105 - Django's mark of an account that no password opens
Row = dict[str, Any]


class Undeclared(Exception):
    """A table or a field of which it is not said what becomes of it; the message says which."""


@dataclass(frozen=True)
class Table:
    """A table that goes into the copy: its model, its columns in order, and what becomes of each."""

    model: type[Model]
    columns: tuple[str, ...]
    how: Mapping[str, How]
    most: Mapping[str, int | None]  # the longest text of a column

    @property
    def name(self) -> str:
        """Of the table in the database."""
        return str(self.model._meta.db_table)


def tables() -> list[Table]:
    """Every table of which rows go into the copy, each after those that it points at.

    Raises
    ------
    Undeclared : it is not said of each field what becomes of it.
    """
    found: dict[str, Table] = {}
    for model in apps.get_models(include_auto_created=True):
        said = DECLARED.get(model._meta.db_table)
        if said is None:
            raise Undeclared(f"It is not declared what becomes of the table {model._meta.db_table}.")
        if isinstance(said, Emptied | Made):
            continue
        found[model._meta.db_table] = _table(model, said)
    ordered: list[Table] = []
    while found:
        ready = [name for name, one in found.items() if not (_pointed(one) - {name}) & set(found)]
        ordered += [found.pop(name) for name in ready]
        assert ready, f"tables point at each other in a circle: {sorted(found)}"
    return ordered


def _table(model: type[Model], said: Fields) -> Table:
    there = model._meta.concrete_fields
    missing = [one.name for one in there if one.name not in said and one.column]
    if missing:
        raise Undeclared(f"It is not declared what becomes of {', '.join(missing)} of {model._meta.db_table}.")
    kept = [one for one in there if one.column]
    return Table(
        model,
        tuple(one.column for one in kept),
        {one.column: said[one.name] for one in kept},
        {one.column: _most(one) for one in kept},
    )


def _most(one: "Field[Any, Any]") -> int | None:
    return one.max_length if isinstance(one.max_length, int) else None


def _pointed(one: Table) -> set[str]:
    return {f.related_model._meta.db_table for f in one.model._meta.local_fields if f.is_relation}


@dataclass
class Treatment:
    """Makes rows of the copy. today : on which ages stay what they are; born : of children, by their keys: how many days
    later each is said to be born. It notes the files that stand in for documents, by organisation and digest."""

    made_up: MadeUp
    today: date
    of: Mapping[str, Table]
    born: Mapping[UUID, int] = field(default_factory=dict)
    stand_ins: dict[tuple[UUID, str], bytes] = field(default_factory=dict)
    _teams: dict[str, str] = field(default_factory=dict)
    _organisations: dict[str, str] = field(default_factory=dict)

    def row(self, table: Table, row: Row) -> Row | None:
        """A row as it stands in the copy; nothing where it is left out. `row` has a value for each column, or for those that
        it had when it was kept in the past."""
        if table.name == "records_setting" and row["key"] not in KEPT_SETTINGS:
            return None
        if table.name == "records_history" and not self._has_past(row):
            return None
        made: Row = {}
        for column, value in row.items():
            how = table.how.get(column)
            if how is None:  # a column that was, and is no more
                continue
            if how is How.EMPTIED:
                made[column] = "" if isinstance(value, str) else None
            else:
                made[column] = None if value is None else self._one(how, value, column, table, row)
        return made

    def _has_past(self, version: Row) -> bool:
        """Whether the row of a version goes into the copy."""
        setting = version["tbl"] == "records_setting"
        return version["tbl"] in self.of and (not setting or version["row"]["key"] in KEPT_SETTINGS)

    def _one(self, how: How, value: Any, column: str, table: Table, row: Row) -> Any:
        plain = _PLAIN.get(how)
        if plain is not None:
            return plain(self.made_up, value)
        if how is How.KEPT:
            return value
        if how is How.MOVED:
            return self._moved(value, self._weeks(row))
        if how in (How.TEXT, How.SAID):
            if how is How.TEXT:
                return self.made_up.text(value, table.most[column], row.get("id", row.get("row_id")), column)
            return self.made_up.said(value, row.get("id"), column)
        return _BESIDE[how](self, value, table, row)

    def _weeks(self, row: Row) -> int:
        """Of the organisation that a row is of; of those who sign in, who are of none, as if of one."""
        return self.made_up.weeks(row.get("org_id") or row["id"])

    def _moved(self, value: Any, weeks: int) -> Any:
        if isinstance(value, list):
            return [self._moved(one, weeks) for one in value]
        if isinstance(value, datetime):
            return earlier(value, weeks)
        return date.fromordinal(value.toordinal() - 7 * weeks) if isinstance(value, date) else value

    def _birth(self, value: date, table: Table, row: Row) -> date:
        days = self.born.get(row["id"], -1)
        return date.fromordinal(value.toordinal() - 7 * self._weeks(row) + days)

    def _birth_year(self, value: int, table: Table, row: Row) -> int:
        return min(2100, max(1900, value + (-2, -1, 1, 2)[self.made_up.number("year", row["id"]) % 4]))

    def _sort_name(self, value: str, table: Table, row: Row) -> str:
        if "name" in row:
            return sort_name(self.made_up.person(row["name"]))
        whole = f"{self.made_up.given(row.get('given_name', ''))} {self.made_up.family(row.get('family_name', ''))}"
        return sort_name(whole.strip())

    def _team(self, value: str, table: Table, row: Row) -> str:
        return self._teams.setdefault(value, f"Team {len(self._teams) + 1}")

    def _organisation(self, value: str, table: Table, row: Row) -> str:
        return self._organisations.setdefault(value, f"Scrubbed copy {len(self._organisations) + 1}")

    def _stand_in(self, value: str, table: Table, row: Row) -> str:
        content = self._content(value)
        digest = hashlib.sha256(content).hexdigest()
        self.stand_ins[self.made_up.key(row["org_id"]), digest] = content
        return digest

    def _size(self, value: int, table: Table, row: Row) -> int:
        return len(self._content(row["digest"]))

    def _content(self, digest: str) -> bytes:
        number = self.made_up.number("file", digest)
        return f"This stands in for a document, in a scrubbed copy. Number {number:020d}.\n".encode()

    def _version(self, value: Row, table: Table, row: Row) -> Row:
        """A row as it stood, which the history keeps as the database wrote it down."""
        of = self.of[row["tbl"]]
        kinds = {one.column: one.get_internal_type() for one in of.model._meta.concrete_fields}
        made = self.row(of, {name: _read(kinds.get(name, ""), one) for name, one in value.items()})
        assert made is not None, "what is left out has no past"
        return {name: _written(one) for name, one in made.items()}


_PLAIN: Mapping[How, Callable[[MadeUp, Any], Any]] = {
    How.KEYED: lambda made_up, value: (
        [made_up.key(one) for one in value] if isinstance(value, list) else made_up.key(value)
    ),
    How.KEYS_WITHIN: lambda made_up, value: (
        [made_up.keys_within(one) for one in value] if isinstance(value, list) else made_up.keys_within(value)
    ),
    How.GIVEN: lambda made_up, value: made_up.given(value),
    How.FAMILY: lambda made_up, value: made_up.family(value),
    How.PERSON: lambda made_up, value: made_up.person(value),
    How.HOUSEHOLD: lambda made_up, value: made_up.household(value),
    How.REFERENCE: lambda made_up, value: made_up.reference(value) if value else "",
    How.TELEPHONE: lambda made_up, value: made_up.telephone(value) if value else "",
    How.EMAIL: lambda made_up, value: made_up.email(value) if value else "",
    How.ADDRESS: lambda made_up, value: made_up.address(value) if value else "",
    How.NHS_NUMBER: lambda made_up, value: made_up.nhs_number(value),
    How.UPN: lambda made_up, value: made_up.upn(value) if value else "",
    How.CLOSED: lambda made_up, value: NO_PASSWORD,
    How.PLAIN_TEXT: lambda made_up, value: "text/plain",
}
_BESIDE: Mapping[How, Callable[[Treatment, Any, Table, Row], Any]] = {
    How.BIRTH: Treatment._birth,
    How.BIRTH_YEAR: Treatment._birth_year,
    How.SORT_NAME: Treatment._sort_name,
    How.TEAM: Treatment._team,
    How.ORGANISATION: Treatment._organisation,
    How.STAND_IN: Treatment._stand_in,
    How.SIZE: Treatment._size,
    How.VERSION: Treatment._version,
}


def _read(kind: str, value: Any) -> Any:
    """A value that PostgreSQL wrote as JSON, as a row has it."""
    if isinstance(value, list) and kind == "ArrayField":
        return [_unknown(one) for one in value]
    if not isinstance(value, str):
        return value
    if kind == "DateTimeField":
        return datetime.fromisoformat(value).astimezone(UTC)
    if kind == "DateField":
        return date.fromisoformat(value)
    if kind in ("UUIDField", "ForeignKey", "Within"):
        return UUID(value)
    return value


def _unknown(value: Any) -> Any:
    """One of a list: a key or a day where it looks like one; a list of texts has neither."""
    if not isinstance(value, str):
        return value
    try:
        return UUID(value) if len(value) == 36 else date.fromisoformat(value)
    except ValueError:
        return value


def _written(value: Any) -> Any:
    """The same way back."""
    if isinstance(value, list):
        return [_written(one) for one in value]
    if isinstance(value, datetime | date):
        return value.isoformat()
    return str(value) if isinstance(value, UUID) else value
