"""The worker as a process of `plimsoll serve`, with which it ends: `python -m plimsoll.jobs`."""

from plimsoll.config.lifeline import end_with_starter
from plimsoll.config.setup import with_django

if __name__ == "__main__":
    end_with_starter(grace_seconds=6)
    with_django()
    from plimsoll.jobs.worker import work

    work()
