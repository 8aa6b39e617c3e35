"""A worker as `plimsoll jobs` runs it, with one more job to do: `slow_worker.py HEARTBEAT SILENT`, both in seconds.

Not a test: the tests start it, and kill it.
"""

import os
import sys
import time
from pathlib import Path

from plimsoll.config.setup import with_django

with_django()

from procrastinate.contrib.django import app  # noqa: E402 - Django is ready only now

from plimsoll.jobs.worker import work  # noqa: E402 - the same


@app.task(name="slow")
def slow(note: str, seconds: float) -> None:
    """Notes that it began, and in which process; takes its time; notes that it ended."""
    with Path(note).open("a") as lines:
        lines.write(f"began {os.getpid()}\n")
    time.sleep(seconds)
    with Path(note).open("a") as lines:
        lines.write(f"ended {os.getpid()}\n")


if __name__ == "__main__":
    work(heartbeat_seconds=float(sys.argv[1]), silent_seconds=float(sys.argv[2]))
