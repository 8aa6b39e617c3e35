"""What happens every night leaves what is still needed."""

from datetime import timedelta

import pytest
from asgiref.sync import async_to_sync
from django.contrib.sessions.models import Session
from django.db import connection
from django.utils.timezone import now
from procrastinate.contrib.django.django_connector import DjangoConnector
from procrastinate.manager import JobManager

from plimsoll.jobs.every_night import DONE_HOURS, FAILED_HOURS, clear_sessions, forget_jobs

pytestmark = pytest.mark.django_db(databases=["default", "owner"])
MIDNIGHT = 0


def test_sessions_that_expired_go():
    for key, hours in {"gone": -1, "there": 1}.items():
        Session.objects.create(session_key=key, session_data="", expire_date=now() + timedelta(hours=hours))
    clear_sessions(timestamp=MIDNIGHT)

    assert list(Session.objects.values_list("session_key", flat=True)) == ["there"]


class Context:
    """Of a job's context, what the job asks of it: the queue over the test's own connection."""

    class app:  # noqa: N801 - as procrastinate calls it
        job_manager = JobManager(DjangoConnector())


def test_jobs_that_are_done_go_after_a_week_and_failed_ones_stay_longer():
    with connection.cursor() as cursor:
        for status, hours in [
            ("succeeded", DONE_HOURS + 1),
            ("succeeded", DONE_HOURS - 1),
            ("failed", DONE_HOURS + 1),
            ("failed", FAILED_HOURS + 1),
        ]:
            cursor.execute(
                "INSERT INTO procrastinate_jobs (queue_name, task_name, status) VALUES ('default', %s, %s) RETURNING id",
                [f"{status} {hours}", status],
            )
            cursor.execute(
                "INSERT INTO procrastinate_events (job_id, type, at) "
                "VALUES (%s, %s::procrastinate_job_event_type, now() - make_interval(hours => %s))",
                [*cursor.fetchone(), status, hours],
            )
        async_to_sync(forget_jobs.func)(Context, timestamp=MIDNIGHT)
        cursor.execute("SELECT task_name FROM procrastinate_jobs ORDER BY id")
        left = [name for (name,) in cursor.fetchall()]

    assert left == [f"succeeded {DONE_HOURS - 1}", f"failed {DONE_HOURS + 1}"]
