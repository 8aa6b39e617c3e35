"""A worker as `plimsoll jobs` runs it: `slow_importer.py hold` never comes to the end of applying a file.

Not a test: the tests start it, and kill it.
"""

import sys
import time

from plimsoll.config.setup import with_django

with_django()

from plimsoll.actions.bringing import applying  # noqa: E402 - Django is ready only now
from plimsoll.jobs.worker import work  # noqa: E402 - the same


def hold(*_: object) -> None:
    """In place of the last thing that is done."""
    time.sleep(600)


if __name__ == "__main__":
    if sys.argv[1] == "hold":
        applying.weigh = hold
    work(heartbeat_seconds=0.3, silent_seconds=1.5)
