"""Whether the work that nobody waits for gets done."""

from typing import Any

import psycopg

from plimsoll.cli.doctor.finding import Finding, fail, unasked, warn, well

Connection = psycopg.Connection[Any]
ALIVE_SECONDS = 30  # a worker says every two seconds that it lives
LATE_MINUTES = 5
START = "Start `plimsoll serve` (without --no-jobs), or `plimsoll jobs`, and look at what it says."

ALIVE = "SELECT count(*) FROM procrastinate_workers WHERE last_heartbeat > now() - make_interval(secs => %s)"
LATE = """
    SELECT count(*) FROM procrastinate_jobs job WHERE status = 'todo'
    AND coalesce(scheduled_at, (SELECT min(at) FROM procrastinate_events WHERE job_id = job.id AND type = 'deferred'))
        < now() - make_interval(mins => %s)
"""
STALLED = """
    SELECT count(*) FROM procrastinate_jobs job WHERE status = 'doing' AND NOT EXISTS (
        SELECT FROM procrastinate_workers WHERE id = job.worker_id AND last_heartbeat > now() - make_interval(secs => %s))
"""
FAILED = (
    "SELECT task_name, count(*) FROM procrastinate_jobs WHERE status = 'failed' GROUP BY task_name ORDER BY task_name"
)


def worker(web: Connection) -> Finding:
    """Somebody does the jobs, and none waits for long."""
    if not _there(web):
        return unasked("jobs worker", "there are no tables yet")
    alive, late = _count(web, ALIVE, ALIVE_SECONDS), _count(web, LATE, LATE_MINUTES)
    if not alive:
        waiting = f", and {late} jobs wait for more than {LATE_MINUTES} minutes" if late else ""
        return (fail if late else warn)("jobs worker", f"none is at work{waiting}", START)
    if late:
        said = f"{late} jobs wait for more than {LATE_MINUTES} minutes"
        return warn("jobs worker", said, "Start another worker with `plimsoll jobs`, or see which job takes so long.")
    return well("jobs worker", f"{alive} at work")


def jobs(web: Connection) -> Finding:
    """None hangs, none has failed for good."""
    if not _there(web):
        return unasked("jobs", "there are no tables yet")
    stalled = _count(web, STALLED, ALIVE_SECONDS)
    if stalled:
        return fail("jobs", f"{stalled} belong to workers that are gone", f"A worker does them again. {START}")
    failed = web.execute(FAILED).fetchall()
    if failed:
        said = ", ".join(f"{name} ({count})" for name, count in failed)
        return warn("jobs", f"failed, however often tried: {said}", "See in the log why; they are kept for 90 days.")
    return well("jobs", "none hangs or failed")


def _there(web: Connection) -> bool:
    return web.execute("SELECT to_regclass('public.procrastinate_jobs')").fetchone() != (None,)


def _count(web: Connection, question: str, value: int) -> int:
    found = web.execute(question, [value]).fetchone()
    assert found is not None
    return int(found[0])
