"""What is promised holds on the oldest PostgreSQL that is supported, not on the newest alone."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from plimsoll.config.embedded import OLDEST, SYSTEM, NoDatabase, find_binaries

ROOT = Path(__file__).parents[2]


def oldest() -> Path | None:
    """The bin folder of the oldest supported version, where it is installed."""
    folders = [folder for pattern in SYSTEM for folder in Path("/").glob(pattern[1:]) if str(OLDEST) in folder.parts]
    return folders[0] if folders else None


def used() -> int | None:
    """The version that all other tests run on."""
    try:
        return find_binaries().version
    except NoDatabase:
        return None


# What leans on the database: its promises, what is asked of it, and pages that write. The way back of the migrations says
# nothing to one version that it does not say to another, and takes minutes.
KEPT = ("tests/records", "tests/house/test_tables.py", "tests/queries", "tests/web/test_pages.py")
NOT_AGAIN = ("--ignore", "tests/records/test_migrations.py")

OURS = ("PYTEST_", "PLIMSOLL_", "DJANGO_")  # what says which run this is, and where its server


@pytest.mark.slow
@pytest.mark.skipif(oldest() is None, reason=f"PostgreSQL {OLDEST} is not installed here")
@pytest.mark.skipif(used() == OLDEST, reason=f"all tests run on PostgreSQL {OLDEST} already")
def test_records_keep_their_promises_on_the_oldest_postgresql():
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", *KEPT, *NOT_AGAIN],
        cwd=ROOT,
        env={name: said for name, said in os.environ.items() if not name.startswith(OURS)} | {"PGBIN": str(oldest())},
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-3000:]
