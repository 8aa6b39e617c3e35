"""What happens every night, by the clock of UTC. A machine that is off at night does it when it is next switched on."""

from django.contrib.sessions.backends.db import SessionStore
from procrastinate import JobContext
from procrastinate.contrib.django import app

from plimsoll.jobs.again import AGAIN

DONE_HOURS = 7 * 24  # how long one can see what ran
FAILED_HOURS = 90 * 24


@app.periodic(cron="10 2 * * *")
@app.task(name="clear_sessions", retry=AGAIN, queueing_lock="clear_sessions")
def clear_sessions(timestamp: int) -> None:
    """Sessions that have expired are deleted."""
    SessionStore.clear_expired()


@app.periodic(cron="20 2 * * *")
@app.task(name="forget_jobs", retry=AGAIN, queueing_lock="forget_jobs", pass_context=True)
async def forget_jobs(context: JobContext, timestamp: int) -> None:
    """Jobs that are done are deleted after a week, those that failed after a quarter of a year."""
    await context.app.job_manager.delete_old_jobs(nb_hours=DONE_HOURS)
    await context.app.job_manager.delete_old_jobs(
        nb_hours=FAILED_HOURS, include_failed=True, include_cancelled=True, include_aborted=True
    )
