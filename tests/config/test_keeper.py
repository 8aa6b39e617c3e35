"""The embedded database ends with the last one who needs it, also where that one was killed."""

import fcntl
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from plimsoll.config.embedded import is_running, start, stop

pytestmark = pytest.mark.slow

SECONDS = 30
NEEDS_IT = """
import sys
from pathlib import Path
from plimsoll.config.keeper import needed

with needed(Path(sys.argv[1])):
    print("running", flush=True)
    sys.stdin.read()
"""


def needing(home: Path) -> subprocess.Popen[str]:
    """A process that needs the database, which runs by now."""
    one = subprocess.Popen(
        [sys.executable, "-c", NEEDS_IT, str(home)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert one.stdout is not None
    assert one.stdout.readline() == "running\n"
    return one


def ends(home: Path) -> bool:
    """Whether the database ends by itself."""
    last = time.monotonic() + SECONDS
    while is_running(home) and time.monotonic() < last:
        time.sleep(0.1)
    return not is_running(home)


def test_the_lock_of_a_killed_one_may_outlast_its_pipe(home: Path) -> None:
    with needing(home) as one, (home / "in-use").open("a") as lasting:
        fcntl.flock(lasting, fcntl.LOCK_SH)
        one.send_signal(signal.SIGKILL)
        one.wait()
        time.sleep(0.5)
        assert is_running(home)

    assert ends(home)


def test_one_that_leaves_does_not_wait_for_the_others(home: Path) -> None:
    first, second = needing(home), needing(home)

    first.communicate(timeout=SECONDS)
    assert is_running(home)
    second.communicate(timeout=SECONDS)
    assert not is_running(home)


def test_a_server_started_by_other_means_is_left_running(home: Path) -> None:
    start(home)
    try:
        needing(home).communicate(timeout=SECONDS)
        assert is_running(home)
    finally:
        stop(home)
