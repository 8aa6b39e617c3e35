"""Every migration can be taken back, and nothing is left of it; they are quick, and what they see of the tables is whole."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from django.db import models
from django.db.migrations.state import ModelState, ProjectState

from plimsoll.config.databases import OWNER, WEB
from plimsoll.config.embedded import SUPERUSER, Cluster
from plimsoll.records.management.commands.migrate import one_class_at_a_time

NAME = f"test_plimsoll_{os.getpid()}_back"
ROOT = Path(__file__).parents[2]
# Of everything that a migration can leave behind, but what PostgreSQL brings, Django's list of migrations, and the queue:
# procrastinate's own migrations have no way back.
LEFT = """
    SELECT name FROM (
        SELECT relname AS name FROM pg_class WHERE relnamespace = 'public'::regnamespace
        UNION SELECT proname FROM pg_proc WHERE pronamespace = 'public'::regnamespace
        UNION SELECT tgname FROM pg_trigger WHERE NOT tgisinternal UNION SELECT polname FROM pg_policy
    ) AS found
    WHERE name !~ '^(idx_)?(django_migrations|procrastinate_)' AND name !~ '^pg_'
"""
# What the web role may with the queue; nothing of it stays.
GRANTED = """
    SELECT relname FROM pg_class, aclexplode(relacl) a
    WHERE starts_with(relname, 'procrastinate_') AND a.grantee = %(web)s::regrole
    UNION SELECT proname FROM pg_proc, aclexplode(proacl) a
    WHERE starts_with(proname, 'procrastinate_') AND a.grantee = %(web)s::regrole
"""


@pytest.fixture
def empty(cluster: Cluster) -> Iterator[str]:
    """A database of the owner's with nothing in it."""
    with psycopg.connect(cluster.url(SUPERUSER, "postgres"), autocommit=True) as server:
        server.execute(f'CREATE DATABASE "{NAME}" OWNER {OWNER}')
        yield NAME
        server.execute(f'DROP DATABASE "{NAME}"')


def migrate(cluster: Cluster, *to: str) -> None:
    there = {"DATABASE_URL": cluster.url(WEB, NAME), "DATABASE_OWNER_URL": cluster.url(OWNER, NAME)}
    subprocess.run(
        [sys.executable, "manage.py", "migrate", "--database", "owner", "--verbosity", "0", *to],
        env=os.environ | there | {"SECRET_KEY": "only for a test; " * 4},
        cwd=ROOT,
        check=True,
    )


def left(cluster: Cluster) -> list[str]:
    with psycopg.connect(cluster.url(SUPERUSER, NAME)) as database:
        return sorted(name for (name,) in database.execute(LEFT).fetchall())


def granted(cluster: Cluster) -> int:
    with psycopg.connect(cluster.url(SUPERUSER, NAME)) as database:
        return len(database.execute(GRANTED, {"web": WEB}).fetchall())


@pytest.mark.slow
def test_migrations_go_back_to_nothing_and_forth_again(cluster, empty):
    migrate(cluster)
    made, may = left(cluster), granted(cluster)
    migrate(cluster, "records", "zero")
    for app in ("sessions", "auth", "contenttypes"):
        migrate(cluster, app, "zero")
    nothing, may_nothing = left(cluster), granted(cluster)
    migrate(cluster)

    assert (nothing, left(cluster)) == ([], made)
    assert (may_nothing, granted(cluster)) == (0, may)
    assert may > 0


def a_picture() -> ProjectState:
    """Of two tables: a case leads to its town, and they have been looked at."""
    picture = ProjectState()
    key = ("id", models.BigAutoField(primary_key=True))
    picture.add_model(ModelState("records", "Town", [key]))
    to_town = models.ForeignKey("records.Town", models.CASCADE, related_name="cases")
    picture.add_model(ModelState("records", "Case", [key, ("town", to_town)]))
    assert len(picture.apps.get_models()) == 2
    return picture


def test_a_step_changes_one_class_and_code_over_rows_is_given_all() -> None:
    picture = a_picture()
    case = picture.apps.get_model("records", "Case")
    with one_class_at_a_time():
        picture.add_field("records", "town", "name", models.TextField(), True)
        town = picture.apps.get_model("records", "Town")
        assert [field.name for field in town._meta.local_fields] == ["id", "name"]
        assert picture.apps.get_model("records", "Case") is case

        picture.clear_delayed_apps_cache()  # as Django does for RunPython
        linked = picture.apps.get_model("records", "Case")._meta.get_field("town").related_model
        assert [field.name for field in linked._meta.local_fields] == ["id", "name"]
        assert linked._meta.related_objects[0].get_accessor_name() == "cases"


def test_any_other_step_after_it_is_given_all_classes() -> None:
    picture = a_picture()
    with one_class_at_a_time():
        picture.add_constraint("records", "town", models.CheckConstraint(condition=models.Q(id__gt=0), name="above"))
        picture.alter_field("records", "town", "id", models.UUIDField(primary_key=True), True)

    town, case = (picture.apps.get_model("records", name) for name in ("Town", "Case"))
    assert case._meta.get_field("town").target_field.model is town
    assert [one.name for one in town._meta.constraints] == ["above"]
    assert [one.related_model for one in town._meta.related_objects] == [case]
