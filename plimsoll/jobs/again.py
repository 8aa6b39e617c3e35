"""What becomes of a job that failed, or whose worker went silent."""

from asgiref.sync import async_to_sync
from django.utils.timezone import now
from procrastinate import RetryStrategy
from procrastinate.contrib.django.django_connector import DjangoConnector
from procrastinate.jobs import Status
from procrastinate.manager import JobManager

ATTEMPTS = 5
# A job that failed is tried again after 4, 16, 64 and 256 seconds: long enough for a database or a mail server to be back.
# Then it stays as failed, and `plimsoll doctor` says so.
AGAIN = RetryStrategy(max_attempts=ATTEMPTS - 1, exponential_wait=4)

HEARTBEAT_SECONDS = 2.0
# Silence of this length counts as death. Shorter, and a database that is slow for a moment would have jobs done twice.
SILENT_SECONDS = 10.0


def rescue(silent_seconds: float = SILENT_SECONDS) -> None:
    """Puts the jobs of silent workers back into the queue; one that outlived no worker counts as failed.

    A job that ends its worker each time would otherwise end them for ever.
    """
    queue = JobManager(DjangoConnector())  # over Django's connection: the worker's own belongs to another thread
    for job in async_to_sync(queue.get_stalled_jobs)(seconds_since_heartbeat=silent_seconds):
        assert job.id is not None
        if job.attempts + 1 < ATTEMPTS:
            queue.retry_job_by_id(job.id, retry_at=now())
        else:
            async_to_sync(queue.finish_job_by_id_async)(job.id, status=Status.FAILED, delete_job=False)
    # One that was only held up finds itself off the list, ends, and is started again.
    async_to_sync(queue.prune_stalled_workers)(silent_seconds)
