"""The web server as a process: `python -m plimsoll.config.server HOST PORT WORKERS`. It ends with whoever started it."""

import signal
import sys
from typing import Any

from granian.constants import HTTPModes, Interfaces
from granian.http import HTTP1Settings
from granian.log import LogLevels
from granian.server import Server

from plimsoll.config.databases import check_web_role
from plimsoll.config.lifeline import end_with_parent, end_with_starter, wait_for_go

STOP_SECONDS = 5  # how long a request that is being answered may hold up the end
HEAD_SECONDS = 10  # in which the head of a request is there, or its connection is closed


def serve(host: str, port: int, workers: int) -> None:
    """Loads, answers from the starter's word until told to stop; a process of it that dies is replaced."""
    _load()  # while the starter looks after the database; the processes that answer are forked from this one
    if not wait_for_go():
        return
    end_with_starter(grace_seconds=STOP_SECONDS + 1)
    Server(
        "plimsoll.config.wsgi:application",
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=workers,
        blocking_threads=1,  # threads wait for each other; processes do not
        websockets=False,
        http=HTTPModes.http1,  # as a proxy asks it; one way of saying where a message ends
        http1_settings=HTTP1Settings(header_read_timeout=HEAD_SECONDS * 1000),
        respawn_failed_workers=True,
        respawn_interval=0.2,
        workers_kill_timeout=STOP_SECONDS,
        log_level=LogLevels.warning,
    ).serve(target_loader=_application, wrap_loader=False)


def _load() -> Any:
    from plimsoll.config.wsgi import application  # noqa: PLC0415 - a process that is spawned loads it here

    return application


def _application() -> Any:
    """What answers, in each process that does."""
    # Told to stop before the server minds these signals, it stops; its parent's handlers would only note them.
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    end_with_parent()
    application = _load()
    from django.db import connection  # noqa: PLC0415 - Django is ready only now

    check_web_role(connection)
    return application


if __name__ == "__main__":
    serve(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]))
