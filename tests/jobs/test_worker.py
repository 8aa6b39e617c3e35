"""A job runs to its end, whatever becomes of the process that does it."""

import json
import signal
import subprocess
import sys
import time
from os import environ
from pathlib import Path

import pytest

pytestmark = [pytest.mark.slow, pytest.mark.django_db(databases=["default", "owner"])]

PATIENCE_SECONDS = 30


def defer(queue, note: Path, seconds: float) -> int:
    (found,) = queue.execute(
        "SELECT (procrastinate_defer_jobs_v1(ARRAY[ROW('default', 'slow', 0, NULL, NULL, %s::jsonb, NULL)"
        "::procrastinate_job_to_defer_v1]))[1]",
        [json.dumps({"note": str(note), "seconds": seconds})],
    ).fetchone()
    return found


def status(queue, job: int) -> str:
    return queue.execute("SELECT status::text FROM procrastinate_jobs WHERE id = %s", [job]).fetchone()[0]


def wait_for(note: Path, *words: str) -> list[str]:
    """The note's lines, when they begin with these words."""
    end = time.monotonic() + PATIENCE_SECONDS
    while True:
        lines = note.read_text().splitlines() if note.exists() else []
        if [line.split()[0] for line in lines] == list(words):
            return [line.split()[1] for line in lines]
        assert time.monotonic() < end, lines
        time.sleep(0.05)


def test_a_killed_workers_job_runs_again_and_one_that_is_asked_to_stop_ends_its_own(queue, worker, tmp_path):
    note = tmp_path / "note"
    job = defer(queue, note, 1)
    killed = worker(0.3, 1.5)
    assert wait_for(note, "began") == [str(killed.pid)]
    killed.kill()
    other = worker(0.3, 1.5)
    wait_for(note, "began", "began")
    other.send_signal(signal.SIGHUP)

    assert other.wait(PATIENCE_SECONDS) == 0
    assert wait_for(note, "began", "began", "ended") == [str(killed.pid), str(other.pid), str(other.pid)]
    assert status(queue, job) == "succeeded"
    # It took the silent one off the list, and itself at its end.
    assert queue.execute("SELECT count(*) FROM procrastinate_workers").fetchone() == (0,)


def test_refuses_a_role_that_sees_too_much(database):
    done = subprocess.run(
        [sys.executable, "-m", "plimsoll", "jobs"],
        env=environ | database | {"DATABASE_URL": database["DATABASE_OWNER_URL"]},
        capture_output=True,
        text=True,
        check=False,
    )

    assert (done.returncode, done.stderr.count("\n")) == (2, 1)
    assert "owns tables" in done.stderr
