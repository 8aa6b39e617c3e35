"""A worker as `plimsoll jobs` runs it: `slow_importer.py hold` never comes to the end of what it does with a file, or of a
rehearsal, and says so by a file `held` in its home.

Not a test: the tests start it, and kill it.
"""

import os
import sys
import time
from collections.abc import Callable
from pathlib import Path

from plimsoll.config.setup import with_django

with_django()

from plimsoll.actions import criteria  # noqa: E402 - Django is ready only now
from plimsoll.actions.bringing import applying, staging, undoing  # noqa: E402 - the same
from plimsoll.jobs.worker import work  # noqa: E402 - the same
from plimsoll.queries.rehearsing import rehearse_everywhere  # noqa: E402 - the same


def hold(*_: object, **__: object) -> None:
    """In place of the last thing that is done."""
    Path(os.environ["PLIMSOLL_HOME"], "held").touch()
    time.sleep(600)


def hold_after_the_first(viewer: object, draft: object, at: object, tell: Callable[[int, int], None]) -> object:
    """A rehearsal that has told how far it is, and gets no further."""

    def told(done: int, total: int) -> None:
        tell(done, total)
        hold()

    return rehearse_everywhere(viewer, draft, at, told)


if __name__ == "__main__":
    if sys.argv[1] == "hold":
        staging.understood = applying.weigh = undoing.record_event = hold
        criteria.rehearse_everywhere = hold_after_the_first
    work(heartbeat_seconds=0.3, silent_seconds=1.5)
