"""The embedded PostgreSQL starts, is found again, survives what happens to it, and says plainly what is wrong."""

import os
import shutil
import signal
import stat
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path

import psycopg
import pytest

from plimsoll.config import embedded
from plimsoll.config.embedded import LONGEST_SOCKET_FOLDER, NoDatabase, cluster, find_binaries, is_running, start, stop

pytestmark = pytest.mark.slow


@pytest.fixture
def home(tmp_path: Path) -> Iterator[Path]:
    folder = tmp_path / "home"
    yield folder
    stop(folder)
    for place in (cluster(folder).place, cluster(folder).socket):
        shutil.rmtree(place, ignore_errors=True)


def connect(home: Path) -> psycopg.Connection:
    return psycopg.connect(cluster(home).url("plimsoll", "postgres"), autocommit=True)


def server_number(home: Path) -> int:
    return int((cluster(home).data / "postmaster.pid").read_text().split()[0])


def test_starts_once_and_is_found_again(home: Path) -> None:
    assert [start(home)[1], start(home)[1], is_running(home)] == [True, False, True]

    stop(home)

    assert not is_running(home)
    assert start(home)[1]


def test_keeps_every_row_when_killed(home: Path) -> None:
    start(home)
    with connect(home) as database:
        database.execute("create table kept (n int)")
        for n in range(50):
            database.execute("insert into kept values (%s)", [n])
    os.kill(server_number(home), signal.SIGKILL)

    assert start(home)[1]
    with connect(home) as database:
        assert database.execute("select count(*) from kept").fetchone() == (50,)


def test_the_number_of_a_killed_server_given_to_another_program_stops_nothing(home: Path) -> None:
    start(home)
    stop(home)
    (cluster(home).data / "postmaster.pid").write_text(f"{os.getpid()}\n")

    assert start(home)[1]


def test_racing_starts_make_one_server(home: Path) -> None:
    program = (
        f"from pathlib import Path; from plimsoll.config.embedded import start; print(start(Path({str(home)!r}))[1])"
    )
    with ThreadPoolExecutor(6) as pool:
        answers = list(
            pool.map(lambda _: subprocess.check_output([sys.executable, "-c", program], text=True), range(6))
        )

    assert sorted(answer.strip() for answer in answers) == ["False"] * 5 + ["True"]


def test_a_killed_first_start_leaves_nothing_that_looks_finished(home: Path) -> None:
    place = cluster(home)
    embedded._make_place(place)
    (place.place / "making-abc").mkdir()
    (place.place / "making-abc" / "half").write_text("x")

    start(home)

    assert [path.name for path in place.place.glob("making-*")] == []


def test_long_path_and_spaces(tmp_path: Path) -> None:
    home = tmp_path / ("a folder " * 12) / "home"
    try:
        assert start(home)[1]
        assert len(os.fsencode(cluster(home).socket)) <= LONGEST_SOCKET_FOLDER
        with connect(home) as database:
            assert database.execute("select 1").fetchone() == (1,)
    finally:
        stop(home)
        shutil.rmtree(cluster(home).place, ignore_errors=True)
        shutil.rmtree(cluster(home).socket, ignore_errors=True)


def test_listens_on_a_closed_folder_alone(home: Path) -> None:
    start(home)

    assert stat.S_IMODE(cluster(home).socket.stat().st_mode) == 0o700
    with connect(home) as database:
        assert database.execute("show listen_addresses").fetchone() == ("",)
        assert database.execute("show fsync").fetchone() == ("on",)
        assert database.execute("show data_checksums").fetchone() == ("on",)


def test_the_log_keeps_nothing_of_what_was_written(home: Path) -> None:
    """A cluster made before keeps to it as well: its own configuration does not say so."""
    start(home)
    stop(home)
    configuration = cluster(home).data / "postgresql.conf"
    made = configuration.read_text()
    older = "".join(line for line in made.splitlines(keepends=True) if not line.startswith(tuple(embedded.SILENCE)))
    assert older != made
    for kept in (made, older):
        configuration.write_text(kept)
        start(home)
        with connect(home) as database:
            database.execute("create table if not exists child (name text unique check (name <> 'K-0413'))")
            for name in ("K-0412", "K-0412", "K-0413"):
                with suppress(psycopg.IntegrityError):
                    database.execute(f"insert into child values ('{name}') -- as text")
                with suppress(psycopg.IntegrityError):
                    database.execute("insert into child values (%s)", [name])
        stop(home)
    log = cluster(home).log.read_text()

    assert "violates unique constraint" in log
    assert "violates check constraint" in log
    assert "K-041" not in log


@pytest.mark.skipif(os.geteuid() != 0, reason="only root is refused by PostgreSQL")
def test_as_root_in_a_closed_folder(tmp_path: Path) -> None:
    closed = tmp_path / "closed"
    closed.mkdir(mode=0o700)
    home = closed / "home"
    try:
        start(home)
        assert (cluster(home).data).stat().st_uid != 0
        assert stat.S_IMODE(closed.stat().st_mode) == 0o700
    finally:
        stop(home)
        shutil.rmtree(cluster(home).place, ignore_errors=True)


@pytest.mark.skipif(os.geteuid() != 0, reason="only root keeps the data elsewhere")
def test_a_place_made_by_somebody_else_is_not_trusted(tmp_path: Path) -> None:
    place = cluster(tmp_path / "home").place
    place.mkdir()
    os.chown(place, 12345, 12345)
    try:
        with pytest.raises(NoDatabase, match="belongs to somebody else"):
            start(tmp_path / "home")
    finally:
        shutil.rmtree(place)


def test_postgresql_15(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = Path("/usr/lib/postgresql/15/bin")
    if not folder.is_dir():
        pytest.skip("PostgreSQL 15 is not installed on this machine.")
    monkeypatch.setenv("PGBIN", str(folder))

    start(home)

    with connect(home) as database:
        assert database.execute("show server_version_num").fetchone()[0].startswith("15")
    stop(home)


def test_pgbin_without_postgresql_is_one_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PGBIN", str(tmp_path))

    with pytest.raises(NoDatabase, match=r"PGBIN is .* name its bin folder"):
        find_binaries()


def test_data_of_another_version_is_told(home: Path) -> None:
    start(home)
    stop(home)
    version = cluster(home).data / "PG_VERSION"
    kept = version.read_text()
    version.write_text("14\n")

    with pytest.raises(NoDatabase, match="made by PostgreSQL 14"):
        start(home)
    version.write_text(kept)


def test_a_full_disk_is_told(home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real = find_binaries()
    programs = tmp_path / "programs"
    programs.mkdir(mode=0o755)
    for name in ("pg_ctl", "pg_isready", "postgres"):
        (programs / name).symlink_to(real.folder / name)
    refusing = programs / "initdb"
    refusing.write_text("#!/bin/sh\necho 'initdb: error: could not write: No space left on device'\nexit 1\n")
    refusing.chmod(0o755)
    monkeypatch.setattr(embedded, "find_binaries", lambda: embedded.Binaries(programs, real.version))
    monkeypatch.setattr(embedded, "_may_run", lambda binaries, place: True)
    if os.geteuid() == 0:
        monkeypatch.setattr(embedded, "_user", lambda: None)

    with pytest.raises(NoDatabase, match="is full"):
        start(home)
