"""`plimsoll verify-audit` says in plain words whether the trail is whole, and where it is not."""

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from uuid import uuid4

import pytest
from django.db import connections

from plimsoll.actions.audit import record_event, seal_trail
from plimsoll.cli.verify_audit import MOST_NAMED, Outside, _in_words, _outside
from plimsoll.core.access import Viewer
from plimsoll.core.terms import Act
from plimsoll.queries.audit import Broken, Trail
from plimsoll.records.context import acting
from tests.factories.records import organisation

NINE = datetime(2026, 11, 23, 9, tzinfo=UTC)
Verify = Callable[..., "subprocess.CompletedProcess[str]"]


def words(trail: Trail, outside: Outside = Outside(None, (), ())) -> list[str]:  # noqa: B008 - it cannot be changed
    return list(_in_words(trail, outside, trail.whole and not outside.unread))


def test_a_whole_trail_in_words():
    outside = Outside(Path("seals"), ("one", "two"), ())

    assert words(Trail(2, 1204, 3, 1, (), ()), outside) == [
        "The trail is whole: 1,204 entries checked, in 2 links.",
        "Not sealed yet: 1 entry, written since the last link.",
        "Emptied when their time was over, with their digests standing: 3 entries.",
        "Compared with 2 seals kept outside the database, in seals.",
    ]


def test_a_broken_trail_in_words():
    key = str(uuid4())
    trail = Trail(1, 2, 0, 0, (("records_viewing", key),), (Broken(1, NINE, "it was changed"),))

    assert words(trail) == [
        "The trail is NOT WHOLE: 2 entries checked, in 1 link.",
        f"  viewing {key} is not as it was written",
        "  link 1 of 2026-11-23 09:00:00 UTC: it was changed",
        "No seals kept outside the database were found: a chain made anew as a whole would not show.",
    ]


def test_many_faults_are_named_up_to_a_number():
    many = tuple(("records_auditevent", str(uuid4())) for _ in range(MOST_NAMED + 5))

    assert words(Trail(1, 30, 0, 0, many, ()))[MOST_NAMED + 1] == "  and 5 more; --json names all"


def test_lines_of_the_file_that_are_no_seal_are_named(tmp_path):
    path = tmp_path / "seals"
    line = f"1 {NINE.isoformat()} 4 {'0f' * 32}"
    path.write_text(f"{line}\nhalf a li\n")

    assert _outside(path, tmp_path / "other") == Outside(path, (line,), (2,))
    assert _outside(None, tmp_path / "not there") == Outside(None, (), ())


# ---- as a process -----------------------------------------------------------------------------------------------------


@pytest.fixture
def trail(transactional_db: None, tmp_path: Path) -> Iterator[Path]:
    """Two links over four entries, and their file in a home; swept up afterwards."""
    org, ann = organisation().pk, uuid4()
    outside = tmp_path / "audit-seals"
    for _ in range(2):
        with acting(org, ann, "a test"):
            record_event(Viewer(org, ann, "Ann"), Act.RECORD_WRITTEN)
            record_event(Viewer(org, ann, "Ann"), Act.SIGNED_IN)
        seal_trail(outside)
    yield outside
    with connections["owner"].cursor() as cursor:
        cursor.execute("TRUNCATE records_auditevent, records_viewing, records_auditseal")


@pytest.fixture
def verify(database: dict[str, str], tmp_path: Path) -> Verify:
    """Runs it, at home in the test's folder."""

    def run(*options: str, **environment: str) -> "subprocess.CompletedProcess[str]":
        return subprocess.run(
            [sys.executable, "-m", "plimsoll", "verify-audit", *options],
            env=os.environ | database | {"PLIMSOLL_HOME": str(tmp_path)} | environment,
            capture_output=True,
            text=True,
            check=False,
        )

    return run


@pytest.mark.slow
@pytest.mark.django_db(transaction=True, databases=["default", "owner"])
def test_whole_and_then_not(trail, verify):
    done = verify()
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.splitlines() == [
        "The trail is whole: 4 entries checked, in 2 links.",
        f"Compared with 2 seals kept outside the database, in {trail}.",
    ]

    with connections["owner"].cursor() as cursor:
        cursor.execute("DELETE FROM records_auditevent WHERE xid = (SELECT min(xid) FROM records_auditevent)")
    done = verify("--json", "--seals", str(trail))
    found = json.loads(done.stdout)
    assert (done.returncode, found["whole"], found["entries"]) == (1, False, 2)
    assert [one["link"] for one in found["broken"]] == [1]


@pytest.mark.slow
@pytest.mark.django_db(databases=["default", "owner"])
def test_where_there_is_nothing_to_check(verify, tmp_path):
    nothing = {"DATABASE_URL": "", "DATABASE_OWNER_URL": ""}
    unread = tmp_path / "no such file"

    for done, says in [
        (verify(**nothing), f"There is no database in {tmp_path}: set PLIMSOLL_HOME"),
        (verify("--seals", str(unread)), f"The seals in {unread} cannot be read: No such file or directory."),
    ]:
        assert (done.returncode, done.stdout) == (2, "")
        assert done.stderr.startswith(says)
