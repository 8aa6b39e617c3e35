"""The embedded database runs as long as somebody needs it, and no longer.

Whoever needs it is inside `needed`. The last one to leave stops it. That is not done by the one who leaves, but by a
process beside it, the keeper: it waits for the end of a pipe, so it also notices one that was killed. A server that was
started by other means is found, used and left running.
"""

import fcntl
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from plimsoll.config.embedded import Cluster, is_running, listens, start, stop

STOP_SECONDS = 30
LEFT = b"left"


@contextmanager
def needed(home: Path) -> Iterator[Cluster]:
    """The embedded database of a folder runs; at the end it is stopped, unless somebody else needs it or started it.

    Raises
    ------
    NoDatabase : it cannot be started; the message says why and what to do.
    """
    home = home.resolve()
    try:
        home.mkdir(parents=True, exist_ok=True)
    except OSError:
        start(home)  # says in a sentence what is wrong with the folder
        raise
    with _uses(home).open("a") as uses:
        fcntl.flock(uses, fcntl.LOCK_SH)  # waits while one that is being stopped ends
        keeper = subprocess.Popen(
            [sys.executable, "-P", "-m", "plimsoll.config.keeper", str(home)],
            stdin=subprocess.PIPE,
            start_new_session=True,  # a key pressed in the terminal is not meant for it
        )
        try:
            # Said before: were it said after, one killed between the two would leave a server that nobody stops.
            if not is_running(home):
                _ours(home).touch()
            yield start(home)[0]
        finally:
            fcntl.flock(uses, fcntl.LOCK_UN)
            keeper.communicate(LEFT, STOP_SECONDS)


def start_again(home: Path) -> bool:
    """Starts the database of those inside `needed` anew where it died; whether this call did. What was committed is there.

    Raises
    ------
    NoDatabase : it cannot be started.
    """
    if listens(home):
        return False
    _ours(home).touch()  # now it is, whoever started it before
    return start(home)[1]


def _uses(home: Path) -> Path:
    """Locked by everyone who needs the database."""
    return home / "in-use"


def _ours(home: Path) -> Path:
    """There while the server that runs is one that `needed` started."""
    return home / "stop-after-use"


def keep(home: Path) -> None:
    """Waits until whoever started this is gone, and stops the database if nobody needs it any more."""
    for meant_for_others in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(meant_for_others, signal.SIG_IGN)
    left = sys.stdin.buffer.read() == LEFT
    with _uses(home).open("a") as uses:
        try:
            # The lock of one that was killed may outlast its pipe by a moment; that of one that left is gone.
            fcntl.flock(uses, fcntl.LOCK_EX | (fcntl.LOCK_NB if left else 0))
        except BlockingIOError:
            return
        if _ours(home).exists():
            stop(home)
            _ours(home).unlink(missing_ok=True)


if __name__ == "__main__":
    keep(Path(os.fsdecode(sys.argv[1])))
