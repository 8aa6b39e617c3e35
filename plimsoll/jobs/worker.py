"""The worker: a process that does the jobs, and what is to be done steadily."""

import signal
from functools import partial
from threading import Event

from django.db import connections
from procrastinate.app import App
from procrastinate.contrib.django import DjangoApp, app

from plimsoll.config.databases import check_web_role
from plimsoll.jobs.again import HEARTBEAT_SECONDS, SILENT_SECONDS, rescue
from plimsoll.jobs.steadily import STEADILY, Steady, begin

CONCURRENCY = 2  # one long job does not hold up the short ones
LOOK_SECONDS = 2.0  # a new job is told of at once; one to be tried again is found by looking
STOP_SECONDS = 4.0  # how long a job may go on when asked to stop; then it is done again by another worker


class NoQueue(Exception):
    """There is nothing to work on; the message says what to do."""


def work(*, heartbeat_seconds: float = HEARTBEAT_SECONDS, silent_seconds: float = SILENT_SECONDS) -> None:
    """Does jobs until told to stop. Django is ready.

    Raises
    ------
    UnsafeRole : the database role is not bound by row-level security.
    NoQueue : the tables are not made yet.
    """
    check_web_role(connections["default"])
    _check_queue()
    connections.close_all()
    if hasattr(signal, "SIGHUP"):
        signal.signal(signal.SIGHUP, lambda *_: signal.raise_signal(signal.SIGTERM))
    steadily = [
        Steady(entry.name, heartbeat_seconds, partial(rescue, silent_seconds)) if entry.do is rescue else entry
        for entry in STEADILY
    ]
    ended = Event()
    threads = begin(steadily, ended)
    try:
        _worker_app().run_worker(
            concurrency=CONCURRENCY,
            fetch_job_polling_interval=LOOK_SECONDS,
            update_heartbeat_interval=heartbeat_seconds,
            stalled_worker_timeout=silent_seconds,
            shutdown_graceful_timeout=STOP_SECONDS,
        )
    finally:
        ended.set()
        for thread in threads:
            thread.join(STOP_SECONDS)


def _check_queue() -> None:
    with connections["default"].cursor() as cursor:
        cursor.execute(
            "SELECT to_regclass('procrastinate_jobs') IS NULL OR NOT has_table_privilege('procrastinate_jobs', 'UPDATE')"
        )
        if cursor.fetchone() == (True,):
            raise NoQueue("The database has no queue of jobs for this role yet: `plimsoll serve` makes the tables.")


def _worker_app() -> App:
    """The tasks as declared, with a connection of the worker's own to wait on.

    The tasks stay tied to the app they were declared with: a job that hands on another does so over Django's connection,
    in its own transaction.
    """
    app.perform_import_paths()
    made = DjangoApp(connector=app.connector.get_worker_connector(), periodic_defaults=app.periodic_defaults)
    made.tasks, made.periodic_registry = app.tasks, app.periodic_registry
    return made
