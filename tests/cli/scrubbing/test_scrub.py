"""Nothing real comes into a scrubbed copy: a word, a number and a day of its own in every field of every table, looked for
in every column and every file of the copy."""

import re
import shutil
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import date
from itertools import count
from pathlib import Path
from typing import Any
from uuid import UUID

import psycopg
import pytest
from django.apps import apps
from django.contrib.postgres.fields import ArrayField
from django.db import connections, models
from psycopg import sql
from psycopg.types.json import Jsonb

from plimsoll.cli.backups.copying import parts_of
from plimsoll.cli.scrubbing.copying import connected, copy_rows, keep_stand_ins, make_tables, treatment
from plimsoll.cli.scrubbing.declared import DECLARED, WHY_KEPT, Emptied
from plimsoll.cli.scrubbing.treating import tables
from plimsoll.config.databases import DATABASE, OWNER
from plimsoll.config.embedded import cluster, stop
from plimsoll.config.keeper import needed
from plimsoll.records.context import acting
from plimsoll.records.tenancy import Code, Tenant
from tests.factories.records import filled, make, organisation

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True, databases=["default", "owner"])]

BORN = date(2011, 2, 3)  # no other day of a factory
TODAY = date(2026, 11, 24)
NHS = "9434765919"
WORDS = {model._meta.model_name: model for model in apps.get_app_config("records").get_models()}
CANARY, KEY = re.compile(r"zq[0-9]{5}x", re.IGNORECASE), re.compile(r"[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}")
# Codes, held to by the database, and digits: no word can stand there.
NO_WORD = {
    "case.also", "caserecord.voice_by", "child.disabilities", "child.nhs_number", "import.carries", "lifestep.from_types",
    "lifestep.to_types", "organisation.nation",
}  # fmt: skip
ALL_TABLES = "SELECT relname FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace"
CHECKS = """
    SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid) FROM pg_constraint
    WHERE contype = 'c' AND conrelid::regclass::text LIKE 'records%%'
"""
BY_THE_OWNER = ("removal", "signinlink")


@dataclass
class Copied:
    """A copy of a database with a row in each table: where it is, what was real, and what of it stands in which table."""

    home: Path
    keys: set[str]
    rows: dict[str, list[str]]
    made: dict[str, int]

    @property
    def text(self) -> str:
        return "\n".join(line for lines in self.rows.values() for line in lines)


def owner(statement: Any, *params: Any) -> list[tuple[Any, ...]]:
    with connections["owner"].cursor() as cursor:
        cursor.execute(statement, params or None)
        return cursor.fetchall() if cursor.description else []


def word_for(field: Any, number: int) -> Any:
    """A word of its own for a field that can hold one; nothing for another."""
    if isinstance(field, Code) or field.is_relation:
        return None
    text = f"zq{number:05d}x"
    if isinstance(field, models.JSONField):
        return Jsonb([[text, text, []]])
    if isinstance(field, models.BinaryField):
        return text.encode()
    if isinstance(field, ArrayField):
        return [text] if isinstance(field.base_field, models.CharField) else None
    if isinstance(field, models.EmailField):
        return f"{text}@example.org"
    return text if isinstance(field, models.CharField | models.TextField) else None


def say_everywhere(made: dict[str, Any]) -> None:
    """Puts a word into every text of every row but those that are kept."""
    numbers = count()
    for word, row in made.items():
        for field in row._meta.concrete_fields:
            value = word_for(field, next(numbers))
            name = f"{row._meta.db_table}.{field.name}"
            if value is not None and name not in WHY_KEPT and f"{word}.{field.name}" not in NO_WORD:
                column = sql.Identifier(field.column)
                owner(sql.SQL("UPDATE {} SET {} = %s WHERE id = %s").format(
                    sql.Identifier(row._meta.db_table), column), value, row.pk)  # fmt: skip


@contextmanager
def without_checks() -> Iterator[Callable[[Any], object]]:
    """Rows may hold a word where it makes no sense; handed out: how a copy is made as lenient."""
    checks = owner(CHECKS)
    drops = [f'ALTER TABLE {table} DROP CONSTRAINT "{name}"' for table, name, _ in checks]
    for drop in drops:
        owner(drop)
    try:
        yield lambda copy: [copy.execute(drop) for drop in drops]
    finally:
        tables_there = [
            name for name in connections["owner"].introspection.table_names() if name.startswith("records_")
        ]
        owner(f"TRUNCATE {', '.join(tables_there)} CASCADE")
        for table, name, said in checks:
            owner(f'ALTER TABLE {table} ADD CONSTRAINT "{name}" {said}')


def _known(word: str, made: dict[str, Any]) -> dict[str, Any]:
    return {"worker": made["worker"]} if word == "signinlink" else {}


def fill() -> dict[str, Any]:
    """A row of each table, with words in all of its texts."""
    org = organisation()
    user = WORDS["user"].objects.using("owner").create(
        email="zq99999x@example.org", created_at=org.created_at, password="zq99998x"  # noqa: S106 - a word
    )  # fmt: skip
    made: dict[str, Any] = {"organisation": org, "user": user}
    with acting(org.pk, None, "zq99997x"):
        for word, model in WORDS.items():
            if issubclass(model, Tenant) and word not in BY_THE_OWNER:
                made[word] = make(word, org.pk, **({"user_id": user.pk} if word == "worker" else {}))
        left = {word: filled(word, org.pk, **_known(word, made)) for word in BY_THE_OWNER}
    for word, given in left.items():
        made[word] = WORDS[word].objects.using("owner").create(**given)
    return made


@pytest.fixture
def copied(transactional_db: None, tmp_path: Path) -> Iterator[Copied]:
    made = fill()
    with without_checks() as lenient:
        say_everywhere(made)
        owner("UPDATE records_child SET born_on = %s, nhs_number = %s", BORN, NHS)
        keys = {
            found
            for table in connections["owner"].introspection.table_names()
            if table.startswith("records_")
            for (text,) in owner(f'SELECT t::text FROM "{table}" t')
            for found in KEY.findall(text)
        } - {str(UUID(int=0))}
        home, every = tmp_path / "copy", tables()
        make_tables(home)
        with closing(connected(dict(parts_of(connections["owner"].settings_dict)))) as real, needed(home) as place:
            treating = treatment(real, b"s" * 32, every, TODAY)
            with closing(psycopg.connect(place.url(OWNER, DATABASE))) as copy:
                lenient(copy)
                counted = copy_rows(real, copy, every, treating)
                keep_stand_ins(home / "documents", treating.stand_ins)
                copy.commit()
                names = [name for (name,) in copy.execute(ALL_TABLES).fetchall()]
                told = {name: f'SELECT t::text FROM "{name}" t' for name in names}
                rows = {name: [text for (text,) in copy.execute(ask)] for name, ask in told.items()}
            real.close()
            yield Copied(home, keys, rows, counted)
    stop(home)
    for folder in (cluster(home).place, cluster(home).socket):
        shutil.rmtree(folder, ignore_errors=True)


def test_nothing_real_stands_anywhere_in_the_copy(copied: Copied) -> None:
    files = {path for root in (copied.home, cluster(copied.home).place) for path in root.rglob("*") if path.is_file()}
    in_files = {word for path in files for word in CANARY.findall(path.read_bytes().decode("latin-1"))}

    assert {name for name, number in copied.made.items() if number == 0} == {"records_setting"}  # an unknown setting
    assert len(copied.keys) > 300
    assert set(CANARY.findall(copied.text)) == set()
    assert copied.keys & set(KEY.findall(copied.text)) == set()
    assert [text for text in (BORN.isoformat(), NHS) if text in copied.text] == []
    assert len(files) > 100
    assert in_files == set()
    emptied = {name for name, said in DECLARED.items() if isinstance(said, Emptied)}
    assert {name for name in emptied if copied.rows.get(name)} == set()
    assert set(copied.rows) == set(DECLARED)
    (document,) = copied.rows["records_document"]
    stands_in = [path for path in (copied.home / "documents").rglob("*") if path.name in document and path.is_file()]
    assert [path.read_text().startswith("This stands in for a document") for path in stands_in] == [True]
