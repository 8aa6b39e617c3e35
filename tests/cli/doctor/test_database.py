"""What is wrong with a database, really broken in a transaction that is taken back, is told."""

from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import psycopg
import pytest
from django.conf import settings
from django.contrib.postgres.operations import CreateExtension
from django.db import connections
from django.db.migrations.loader import MigrationLoader

from plimsoll.cli.doctor import database as look
from plimsoll.cli.doctor import queue as look_at_jobs
from plimsoll.cli.doctor.finding import Verdict
from plimsoll.config.databases import OWNER, WEB, address
from plimsoll.config.embedded import SUPERUSER, Cluster
from plimsoll.config.keys import box

pytestmark = pytest.mark.django_db(databases=["default", "owner"])
PASS, WARN, FAIL, UNASKED = Verdict.PASS, Verdict.WARN, Verdict.FAIL, Verdict.UNASKED
Connection = psycopg.Connection[Any]


@pytest.fixture
def owner(database: dict[str, str]) -> Iterator[Connection]:
    """The owner, in a transaction of which nothing stays."""
    with psycopg.connect(database["DATABASE_OWNER_URL"]) as connection, connection.transaction(force_rollback=True):
        yield connection


@pytest.fixture
def web(database: dict[str, str]) -> Iterator[Connection]:
    """The web role, the same way."""
    with psycopg.connect(database["DATABASE_URL"]) as connection, connection.transaction(force_rollback=True):
        yield connection


@pytest.fixture
def superuser(cluster: Cluster, database: dict[str, str]) -> Iterator[Connection]:
    """Somebody who may do anything, the same way."""
    url = cluster.url(SUPERUSER, settings.DATABASES["owner"]["NAME"])
    with psycopg.connect(url) as connection, connection.transaction(force_rollback=True):
        yield connection


def test_a_sound_database(web, owner):
    owner.execute("DELETE FROM procrastinate_jobs")
    found = [
        look.same_database(web, owner),
        look.version(owner),
        look.encrypted(settings.DATABASES["default"]),
        look.web_role(web),
        look.owner_role(owner),
        look.extensions(owner),
        look.migrations(),
        look.policies(owner),
        look.clock(web),
        look.second_steps(owner, [settings.SECRET_KEY]),
        look.last_backup(owner, 2),
        look_at_jobs.jobs(owner),
    ]

    assert [(finding.check, finding.said) for finding in found if finding.verdict is not PASS] == []


def test_two_addresses_of_two_databases(cluster, web):
    with psycopg.connect(cluster.url(OWNER, "plimsoll")) as other:
        assert look.same_database(web, other).verdict is FAIL


def test_an_address_is_followed_as_the_product_follows_it(cluster, database):
    with look.connect(address(f"{database['DATABASE_URL']}&application_name=doctor")) as connection:
        assert connection.execute("SELECT current_user, current_setting('application_name')").fetchone() == (
            WEB,
            "doctor",
        )


def test_a_server_that_is_too_old():
    """A stand-in for the driver's connection: no such server is at hand."""
    old = SimpleNamespace(info=SimpleNamespace(server_version=140_012))

    assert (look.version(old).verdict, look.version(old).said) == (FAIL, "14 is too old")


@pytest.mark.parametrize(
    ("url", "verdict"),
    [
        ("postgresql://web@/town?host=/run/db", PASS),
        ("postgresql://web@localhost/town", PASS),
        ("postgresql://web@db.invented.example/town", FAIL),
        ("postgresql://web@db.invented.example/town?sslmode=require", WARN),
        ("postgresql://web@db.invented.example/town?sslmode=verify-full", PASS),
    ],
)
def test_what_goes_over_a_network(url, verdict):
    assert look.encrypted(address(url)).verdict is verdict


def test_a_web_role_that_sees_too_much(owner):
    found = look.web_role(owner)

    assert (found.verdict, found.do) == (FAIL, f"Set DATABASE_URL to a role that owns nothing, such as {WEB}.")


def test_a_table_of_somebody_else(superuser):
    superuser.execute("CREATE TABLE left_behind ()")
    superuser.execute(f"SET LOCAL ROLE {OWNER}")
    found = look.owner_role(superuser)

    assert (found.verdict, "left_behind" in found.said) == (FAIL, True)


def test_an_extension_that_is_gone(owner):
    owner.execute("DROP EXTENSION btree_gist CASCADE")
    assert look.extensions(owner).said == "missing: btree_gist"
    owner.execute("DROP EXTENSION pg_trgm CASCADE")

    assert look.extensions(owner).do == "As a superuser: CREATE EXTENSION btree_gist; CREATE EXTENSION pg_trgm;"


def test_every_extension_that_a_migration_makes_is_looked_for_and_named_to_whoever_installs():
    made = {
        operation.name
        for migration in MigrationLoader(None).disk_migrations.values()
        for operation in migration.operations
        if isinstance(operation, CreateExtension)
    }
    how_to = (Path(__file__).parents[3] / "docs/how-to/run-it-on-your-own-server.md").read_text(encoding="utf-8")

    assert set(look.EXTENSIONS) == made
    assert [name for name in made if f"CREATE EXTENSION {name};" not in how_to] == []


@pytest.mark.parametrize(
    ("change", "verdict"),
    [
        ("DELETE FROM django_migrations WHERE app = 'records'", FAIL),
        ("INSERT INTO django_migrations (app, name, applied) VALUES ('records', '9999_later', now())", WARN),
    ],
)
def test_tables_that_are_older_or_newer_than_the_program(change, verdict):
    with connections["owner"].cursor() as cursor:
        cursor.execute(change)

    assert look.migrations().verdict is verdict


@pytest.mark.parametrize(
    "opening",
    [
        "ALTER TABLE records_team DISABLE ROW LEVEL SECURITY",
        "DROP POLICY own_organisation ON records_team",
        "CREATE TABLE records_team (org_id uuid)",
    ],
)
def test_a_table_that_lies_open(owner, opening):
    if opening.startswith("CREATE"):
        owner.execute("ALTER TABLE records_team RENAME TO records_formerteam")
    owner.execute(opening)

    assert look.policies(owner).said == "open to every organisation: records_team"


@pytest.mark.parametrize(("seconds", "verdict"), [(0.5, PASS), (-3, WARN), (3, WARN), (-40, FAIL)])
def test_clocks_apart(seconds, verdict):
    assert look.clock_difference(seconds).verdict is verdict


@pytest.mark.parametrize(
    ("invented", "passwordless", "verdict"),
    [
        ([], True, PASS),
        ([True], True, PASS),
        ([True, False], False, WARN),
        ([False], False, PASS),
        ([False], True, FAIL),
    ],
)
def test_invented_and_real(superuser, invented, passwordless, verdict):
    superuser.execute("SET LOCAL session_replication_role = replica")  # rows that hang on others' organisations stay
    superuser.execute("DELETE FROM records_organisation")
    for one in invented:
        superuser.execute(
            "INSERT INTO records_organisation (id, name, nation, invented, created_at) "
            "VALUES (gen_random_uuid(), 'Harbour', 'ENG', %s, now())",
            [one],
        )

    assert look.organisations(superuser, passwordless=passwordless).verdict is verdict
    # The question at sign-in agrees.
    (all_invented,) = superuser.execute("SELECT records_all_invented()").fetchone()
    assert all_invented is (bool(invented) and all(invented))


@pytest.mark.parametrize(
    ("invented", "made_days_ago", "verdict", "said"),
    [
        (True, (), PASS, "nobody is real"),
        (False, (), WARN, "none was made yet"),
        (False, (9, 1), PASS, "made on"),
        (False, (9, 3), WARN, "more than 2 days ago"),
    ],
)
def test_how_old_the_last_backup_is(superuser, invented, made_days_ago, verdict, said):
    superuser.execute("SET LOCAL session_replication_role = replica")  # the trail says of itself when; here we do
    superuser.execute("DELETE FROM records_organisation")
    (org,) = superuser.execute(
        "INSERT INTO records_organisation (id, name, nation, invented, created_at) "
        "VALUES (gen_random_uuid(), 'Harbour', 'ENG', %s, now()) RETURNING id",
        [invented],
    ).fetchone()
    for days in made_days_ago:
        superuser.execute(
            "INSERT INTO records_auditevent (id, org_id, at, era, xid, digest, act) "
            "VALUES (gen_random_uuid(), %s, now() - make_interval(days => %s), 1, 1, '', 'BACKED_UP')",
            [org, days],
        )
    found = look.last_backup(superuser, 2)

    assert found.verdict is verdict
    assert said in found.said


def test_before_there_are_tables(superuser):
    superuser.execute("DROP TABLE records_organisation, procrastinate_jobs CASCADE")

    assert look.organisations(superuser, passwordless=False).verdict is UNASKED
    assert look.last_backup(superuser, 2).verdict is UNASKED
    assert (look_at_jobs.worker(superuser).verdict, look_at_jobs.jobs(superuser).verdict) == (UNASKED, UNASKED)


# ---- jobs -----------------------------------------------------------------------------------------------------------


@pytest.fixture
def queue(web: Connection) -> Connection:
    """An empty one."""
    for table in ("periodic_defers", "jobs", "workers"):
        web.execute(f"DELETE FROM procrastinate_{table}")
    return web


def a_worker(queue: Connection, silent_seconds: int) -> int:
    (found,) = queue.execute(
        "INSERT INTO procrastinate_workers (last_heartbeat) VALUES (now() - make_interval(secs => %s)) RETURNING id",
        [silent_seconds],
    ).fetchone()
    return found


def a_job(queue: Connection, status: str, worker: int | None = None, minutes: int = 0) -> None:
    queue.execute(
        "INSERT INTO procrastinate_jobs (queue_name, task_name, status, worker_id, scheduled_at) "
        "VALUES ('default', 'a_task', %s, %s, now() - make_interval(mins => %s))",
        [status, worker, minutes],
    )


def test_no_worker(queue):
    assert look_at_jobs.worker(queue).verdict is WARN
    a_worker(queue, silent_seconds=60)
    assert look_at_jobs.worker(queue).verdict is WARN
    a_job(queue, "todo", minutes=10)
    assert look_at_jobs.worker(queue).said == "none is at work, and 1 jobs wait for more than 5 minutes"
    assert look_at_jobs.worker(queue).verdict is FAIL
    a_worker(queue, silent_seconds=1)
    assert look_at_jobs.worker(queue).said == "1 jobs wait for more than 5 minutes"
    queue.execute("DELETE FROM procrastinate_jobs")
    assert look_at_jobs.worker(queue).said == "1 at work"


def test_jobs_that_hang_or_failed(queue):
    a_job(queue, "doing", a_worker(queue, silent_seconds=1))
    assert look_at_jobs.jobs(queue).verdict is PASS
    a_job(queue, "failed")
    assert look_at_jobs.jobs(queue).said == "failed, however often tried: a_task (1)"
    a_job(queue, "doing", a_worker(queue, silent_seconds=60))
    assert look_at_jobs.jobs(queue).said == "1 belong to workers that are gone"


# ---- secrets of second steps -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("keys", "verdict", "said"),
    [
        (["now", "before"], WARN, "1 of 2 secrets rest on an earlier key"),
        (["now"], FAIL, "1 of 2 secrets cannot be read"),
        (["another", "now", "before"], WARN, "2 of 2"),
    ],
)
def test_what_second_steps_rest_on(owner, keys, verdict, said):
    made = [box(["now"]).encrypt(b"a"), box(["before"]).encrypt(b"b")]
    rows = " UNION ALL ".join(f"SELECT jsonb_build_object('secret', '{one.decode()}') AS data" for one in made)
    owner.execute(
        f"CREATE TEMPORARY VIEW mfa_authenticator AS {rows} UNION ALL SELECT '{{}}'::jsonb"
    )  # before the table
    found = look.second_steps(owner, keys)

    assert found.verdict is verdict
    assert said in found.said


def test_before_anybody_has_a_second_step(owner):
    assert look.second_steps(owner, ["now"]).verdict is PASS
