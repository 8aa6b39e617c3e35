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


# What leans on the database; the rest of the tests has nothing that another version could do otherwise.
KEPT = ("tests/records", "tests/house/test_tables.py", "tests/actions", "tests/queries", "tests/web/test_pages.py")


@pytest.mark.slow
@pytest.mark.skipif(oldest() is None, reason=f"PostgreSQL {OLDEST} is not installed here")
@pytest.mark.skipif(used() == OLDEST, reason=f"all tests run on PostgreSQL {OLDEST} already")
def test_records_keep_their_promises_on_the_oldest_postgresql():
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", *KEPT],
        cwd=ROOT,
        # A run of its own, with a server of its own, and no part of this one.
        env={name: said for name, said in os.environ.items() if "XDIST" not in name} | {"PGBIN": str(oldest())},
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-3000:]
