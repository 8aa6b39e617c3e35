"""What was left undone is done again, but not for ever."""

import json

import pytest
from django.db import connection
from procrastinate.contrib.django import app

from plimsoll.jobs import every_night
from plimsoll.jobs.again import ATTEMPTS, SILENT_SECONDS, rescue
from plimsoll.jobs.importing import give_up
from plimsoll.records.models.audit import AuditEvent
from plimsoll.records.models.exchange import Import
from tests.factories.records import make

pytestmark = pytest.mark.django_db(databases=["default", "owner"])


def ask(question: str, *values: object) -> list[tuple]:
    with connection.cursor() as cursor:
        cursor.execute(question, values)
        return cursor.fetchall()


def doing(attempts: int, silent_seconds: float) -> int:
    """A job that a worker is at, which was last heard of so long ago."""
    ((worker,),) = ask(
        "INSERT INTO procrastinate_workers (last_heartbeat) VALUES (now() - make_interval(secs => %s)) RETURNING id",
        silent_seconds,
    )
    ((job,),) = ask(
        "INSERT INTO procrastinate_jobs (queue_name, task_name, status, attempts, worker_id) "
        "VALUES ('default', 'slow', 'doing', %s, %s) RETURNING id",
        attempts,
        worker,
    )
    return job


@pytest.mark.parametrize(
    ("attempts", "silent_seconds", "becomes"),
    [
        (0, SILENT_SECONDS - 5, "doing"),
        (0, SILENT_SECONDS + 1, "todo"),
        (ATTEMPTS - 2, SILENT_SECONDS + 1, "todo"),
        (ATTEMPTS - 1, SILENT_SECONDS + 1, "failed"),
    ],
)
def test_rescue(attempts, silent_seconds, becomes):
    job = doing(attempts, silent_seconds)
    rescue()
    rescue()

    counted = attempts + (becomes != "doing")
    assert ask("SELECT status::text, attempts FROM procrastinate_jobs WHERE id = %s", job) == [(becomes, counted)]


def test_every_job_is_tried_again_a_few_times_and_not_queued_twice():
    ours = [task for task in app.tasks.values() if task.func.__module__ == every_night.__name__]

    assert {task.name for task in ours} == {"clear_sessions", "forget_jobs"}
    assert {task.retry_strategy.max_attempts for task in ours} == {ATTEMPTS - 1}
    assert [task.name for task in ours if task.queueing_lock != task.name] == []


@pytest.mark.parametrize(
    ("statuses", "becomes"),
    [
        (["failed"], "FAILED"),
        (["failed", "todo"], "APPLYING"),
        (["doing"], "APPLYING"),
        (["failed", "failed"], "FAILED"),
    ],
)
def test_a_file_that_no_job_applies_any_more_failed(small, statuses, becomes):
    file = make("import", small.org, state="APPLYING").pk
    for status in statuses:
        ask(
            "INSERT INTO procrastinate_jobs (queue_name, task_name, status, args) "
            "VALUES ('default', 'apply_import', %s, %s) RETURNING id",
            status,
            json.dumps({"org": str(small.org), "import_id": str(file)}),
        )
    give_up()
    give_up()

    assert Import.objects.get(pk=file).state == becomes
    assert AuditEvent.objects.filter(act="FILE_FAILED").count() == (becomes == "FAILED")
