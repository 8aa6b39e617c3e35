"""`plimsoll jobs`: a jobs worker alone, for a machine that serves no pages."""

import sys

from plimsoll.config.databases import UnsafeRole
from plimsoll.config.setup import UNUSABLE, with_django


def jobs_command() -> None:
    """Do the jobs that wait in the database, until told to stop. `plimsoll serve` has a worker of its own."""
    with_django()
    from django.db import OperationalError  # noqa: PLC0415 - Django is ready only now

    from plimsoll.jobs.worker import NoQueue, work  # noqa: PLC0415 - the same

    try:
        work()
    except (UnsafeRole, NoQueue, OperationalError) as fault:
        reason = str(fault).strip().splitlines()[0]
        silent = isinstance(fault, OperationalError)
        print(f"The database does not answer: {reason}. Look at DATABASE_URL." if silent else reason, file=sys.stderr)
        raise SystemExit(UNUSABLE) from None
