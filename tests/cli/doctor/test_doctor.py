"""The whole answer: every check is in it, whatever is broken."""

import json
import os
import shutil
import subprocess
import sys
from contextlib import ExitStack
from types import SimpleNamespace

import pytest

from plimsoll.cli.doctor.look import OF_THE_DATABASE, _of_the_database
from plimsoll.config.databases import provision
from plimsoll.config.embedded import cluster, is_running
from plimsoll.config.keeper import needed

pytestmark = [pytest.mark.slow, pytest.mark.django_db(databases=["default", "owner"])]

OF_THE_MACHINE = (
    "Python", "packages", "time zones", "settings", "PostgreSQL's programs", "disk", "data folder", "secret key", "assets",
)  # fmt: skip


def doctor(home, *options: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "plimsoll", "doctor", *options],
        env=os.environ | {"PLIMSOLL_HOME": str(home)} | environment,
        capture_output=True,
        text=True,
        check=False,
    )


def verdicts(done: subprocess.CompletedProcess[str]) -> dict[str, str]:
    return {one["check"]: one["verdict"] for one in json.loads(done.stdout)["checks"]}


def test_ones_own_server(tmp_path, database):
    done = doctor(tmp_path, "--json", **database)
    found = verdicts(done)

    assert (done.returncode, done.stderr, json.loads(done.stdout)["ok"]) == (0, "", True)
    assert list(found) == [*OF_THE_MACHINE, *OF_THE_DATABASE, "backups"]
    assert set(found.values()) <= {"pass", "warn"}
    assert found["backups"] == "warn"


def test_a_server_that_does_not_answer(tmp_path, database):
    """And settings that are unsafe beside it."""
    broken = {"DATABASE_URL": "postgresql://web@/town?host=/nowhere", "PLIMSOLL_SECURE": "no"}
    done = doctor(tmp_path, "--json", **database | broken)
    found = verdicts(done)

    assert done.returncode == 1
    assert list(found) == [*OF_THE_MACHINE, *OF_THE_DATABASE, "backups"]
    assert [check for check, verdict in found.items() if verdict == "fail"] == ["database"]
    assert found["settings"] == "warn"
    assert {found[check] for check in OF_THE_DATABASE[1:]} == {"unasked"}


def test_settings_that_are_broken(tmp_path):
    done = doctor(tmp_path, DATABASE_URL="postgresql://web@/town")

    assert (done.returncode, done.stderr) == (1, "")
    assert "fail    settings: a value is missing or unsafe\n          Set DATABASE_OWNER_URL to " in done.stdout
    assert done.stdout.count("not looked at: the settings are broken") == len(OF_THE_DATABASE) + 1  # and the assets
    assert done.stdout.splitlines()[-1].startswith("1 check failed, ")


def test_a_database_of_ones_own_is_started_for_the_look_alone(tmp_path):
    home = tmp_path / "home"
    with ExitStack() as stack:
        there_is_none = next(_of_the_database(SimpleNamespace(DATABASE_URL=""), home, stack))
    assert (there_is_none.check, there_is_none.verdict, home.exists()) == ("database", "warn", False)

    try:
        with needed(home) as place:
            provision(place)
        found = verdicts(doctor(home, "--json"))

        assert (found["database"], found["tables"], found["secret key"]) == ("pass", "fail", "pass")
        assert not is_running(home)
    finally:
        shutil.rmtree(cluster(home).place, ignore_errors=True)
