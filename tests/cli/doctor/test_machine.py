"""What is wrong on a machine is told, with what to do."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from plimsoll.cli.doctor import machine
from plimsoll.cli.doctor.finding import Verdict, asked
from plimsoll.config.embedded import cluster

PASS, WARN, FAIL = Verdict.PASS, Verdict.WARN, Verdict.FAIL


def test_here_all_is_well(tmp_path):
    """On the machine that runs the tests."""
    found = [machine.python(), machine.packages(), machine.time_zones(), machine.programs(own_server=False)]

    assert [(finding.check, finding.verdict) for finding in found] == [
        ("Python", PASS),
        ("packages", PASS),
        ("time zones", PASS),
        ("PostgreSQL's programs", PASS),
    ]


def test_python_too_old():
    assert (machine.python((3, 10, 9)).verdict, machine.python((3, 11, 0)).verdict) == (FAIL, PASS)


def test_packages_that_are_missing(tmp_path):
    found = machine.packages(tmp_path / "none", ["numpy", "not.there_at-all"])

    assert (found.verdict, found.said) == (FAIL, "missing: not-there-at-all")


def test_packages_in_other_versions(tmp_path):
    lock = tmp_path / "requirements.lock"
    lock.write_text('numpy==0.0.1 ; python_version < "3.12" \\\n    --hash=sha256:0\nnumpy==0.0.2\nnot-needed==1\n')
    found = machine.packages(lock, ["numpy"])

    assert found.verdict is WARN
    assert found.said.startswith("not as locked: numpy ")
    assert found.said.endswith(" for 0.0.1 or 0.0.2")


def test_no_time_zone_data(tmp_path):
    """As on a small image without them, and without the package either."""
    program = (
        "import sys, zoneinfo; zoneinfo.reset_tzpath([]); sys.modules['tzdata'] = None\n"
        "from plimsoll.cli.doctor.machine import time_zones; print(time_zones().verdict)"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)

    assert done.stdout == "fail\n"


def test_no_programs_of_postgresql(tmp_path, monkeypatch):
    monkeypatch.setenv("PGBIN", str(tmp_path))
    found = machine.programs(own_server=False)

    assert (found.verdict, found.do) == (FAIL, "Name its bin folder.")
    assert machine.programs(own_server=True).verdict is PASS


@pytest.mark.parametrize(("least", "warn", "verdict"), [(10**9, 10**9, FAIL), (0, 10**9, WARN), (0, 0, PASS)])
def test_room_on_the_disk(tmp_path, least, warn, verdict):
    """The disk is real; what counts as little is not."""
    found = machine.disk(tmp_path / "a" / "b", own_server=True, least_megabytes=least, warn_megabytes=warn)

    assert found.verdict is verdict


def test_folders_that_others_may_enter(tmp_path):
    home = tmp_path / "home"
    assert machine.folders(home).verdict is PASS
    home.mkdir(mode=0o755)
    assert machine.folders(home).verdict is PASS
    data = cluster(home).data
    data.mkdir(parents=True)
    data.chmod(0o755)
    try:
        assert machine.folders(home).do == f"chmod 700 '{data}'"
        data.chmod(0o700)
        home.chmod(0o777)
        assert machine.folders(home).do == f"chmod go-w '{home}'"
    finally:
        shutil.rmtree(data.parent)


def test_what_is_said_of_a_folder_is_true_of_it(tmp_path):
    home = tmp_path / "home"
    home.mkdir(mode=0o755)
    looked_into = f"others may look into {home}, and change nothing there"
    assert machine.folders(home).said == looked_into
    place = cluster(home)
    for folder in (place.data, place.socket):
        folder.mkdir(mode=0o700, parents=True)
    place.data.parent.chmod(0o755)
    try:
        assert machine.folders(home).said == f"closed to others: {place.data}, {place.socket}; {looked_into}"
        home.chmod(0o700)
        assert machine.folders(home).said == f"closed to others: {home}, {place.data}, {place.socket}"
        place.socket.chmod(0o755)
        assert machine.folders(home).do == f"chmod 700 '{place.socket}'"
    finally:
        shutil.rmtree(place.data)
        shutil.rmtree(place.socket)


def test_a_secret_key_that_others_may_read(tmp_path):
    assert machine.secret_key(tmp_path, given=True).verdict is PASS
    assert machine.secret_key(tmp_path, given=False).verdict is WARN
    key = tmp_path / "secret-key"
    key.touch(mode=0o600)
    assert machine.secret_key(tmp_path, given=False).verdict is PASS
    key.chmod(0o640)
    assert machine.secret_key(tmp_path, given=False).verdict is FAIL


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can give a file away, and root may read any")
def test_root_may_keep_a_key_for_another_user(tmp_path):
    (tmp_path / "secret-key").touch(mode=0o600)
    os.chown(tmp_path / "secret-key", 12345, 12345)

    assert machine.secret_key(tmp_path, given=False).verdict is WARN


def test_assets_that_are_not_built(tmp_path):
    assert machine.assets(tmp_path / "none").verdict is WARN
    assert machine.assets(tmp_path).verdict is WARN
    (tmp_path / "app.css").touch()
    assert machine.assets(tmp_path).verdict is PASS


def test_a_check_that_breaks_is_a_finding():
    def breaks() -> None:
        raise PermissionError("You may not.")

    found = asked("a check", breaks)

    assert (found.check, found.verdict, found.said) == ("a check", FAIL, "could not be looked at: You may not.")


def test_it_needs_no_package_of_anybody():
    """Without site-packages: as when none is installed."""
    root = Path(__file__).parents[3]
    done = subprocess.run(
        [sys.executable, "-S", "-m", "plimsoll.cli.doctor"], cwd=root, capture_output=True, text=True, check=False
    )

    assert (done.returncode, done.stderr) == (1, "")
    assert "fail    packages: missing: plimsoll-caseload" in done.stdout
    assert "fail    settings: they cannot be read: No module named" in done.stdout
    assert "unasked web role: not looked at: the settings are broken" in done.stdout
