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
from tests.factories.records import MORNING, make

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
    ("task", "state", "after", "act"),
    [
        ("read_import", "READING", "UNREADABLE", "FILE_UNREADABLE"),
        ("apply_import", "APPLYING", "FAILED", "FILE_FAILED"),
        ("undo_import", "UNDOING", "APPLIED", "FILE_UNDO_FAILED"),
    ],
)
@pytest.mark.parametrize(
    ("statuses", "given_up"),
    [
        (["failed"], True),
        (["failed", "todo"], False),
        (["doing"], False),
        (["failed", "failed"], True),
        (["succeeded", "failed"], True),  # read before, and again in vain
        (["succeeded"], False),
    ],
)
def test_a_file_that_no_job_takes_any_more_failed(small, task, state, after, act, statuses, given_up):
    undone = {"undone_at": MORNING, "undone_by_id": small.people["max"], "undone_why": "the wrong file"}
    file = make("import", small.org, state=state, **(undone if state == "UNDOING" else {})).pk
    for status in statuses:
        ask(
            "INSERT INTO procrastinate_jobs (queue_name, task_name, status, args) "
            "VALUES ('default', %s, %s, %s) RETURNING id",
            task,
            status,
            json.dumps({"org": str(small.org), "import_id": str(file)}),
        )
    give_up()
    give_up()

    found = Import.objects.get(pk=file)
    assert found.state == (after if given_up else state)
    assert ("though it was tried several times" in found.failed) == given_up
    assert AuditEvent.objects.filter(act=act).count() == given_up
