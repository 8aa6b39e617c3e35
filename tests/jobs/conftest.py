"""The queue of the tests' database, outside of any test's transaction, and workers on it."""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest

WORKER = Path(__file__).with_name("slow_worker.py")


@pytest.fixture
def queue(database: dict[str, str]) -> Iterator[psycopg.Connection[Any]]:
    """The queue, as the web role; empty before and after."""
    with psycopg.connect(database["DATABASE_URL"], autocommit=True) as connection:
        for moment in ("before", "after"):
            for table in ("periodic_defers", "jobs", "workers"):
                connection.execute(f"DELETE FROM procrastinate_{table}")
            if moment == "before":
                yield connection


@pytest.fixture
def worker(database: dict[str, str], tmp_path: Path) -> Iterator[Callable[[float, float], "subprocess.Popen[bytes]"]]:
    """Starts a worker by its two times: between heartbeats, and until its silence counts as death. Its home is the test's
    folder."""
    own = os.environ | database | {"PLIMSOLL_HOME": str(tmp_path)}
    started: list[subprocess.Popen[bytes]] = []

    def begin(heartbeat_seconds: float, silent_seconds: float) -> "subprocess.Popen[bytes]":
        command = [sys.executable, str(WORKER), str(heartbeat_seconds), str(silent_seconds)]
        started.append(subprocess.Popen(command, env=own, stdin=subprocess.DEVNULL))
        return started[-1]

    yield begin
    for one in started:
        one.kill()
        one.wait()
