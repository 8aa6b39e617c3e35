"""Serving starts all that it needs, ends all that it started, however it ends, and refuses in a sentence."""

import os
import shutil
import signal
import socket
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest

from plimsoll.config.databases import DATABASE, OWNER, WEB, provision
from plimsoll.config.embedded import SUPERUSER, cluster, is_running, start, stop
from tests.cli.served import Served, database_pid, family, table, wait_until_gone

pytestmark = [pytest.mark.slow, pytest.mark.allow_hosts(["127.0.0.1"])]

SECONDS = 6  # what "within seconds" means; it takes less than one where nothing else runs
Serve = Callable[..., Served]
WEB_PROCESS, JOBS_PROCESS = "plimsoll.config.server", "plimsoll.jobs"
KEY = "only for a test; " * 4


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A home in a closed folder with spaces in its name; its tables are made once, by whichever test is first."""
    closed = tmp_path_factory.mktemp("a closed folder")
    closed.chmod(0o700)
    folder = closed / "home of its own"
    yield folder
    stop(folder)
    for place in (cluster(folder).place, cluster(folder).socket):
        shutil.rmtree(place, ignore_errors=True)


@pytest.fixture
def serve(home: Path) -> Iterator[Serve]:
    """Starts one; at the end none is left."""
    started: list[Served] = []

    def begin(*options: str, **more: str) -> Served:
        started.append(Served(home, *options, **more))
        return started[-1]

    yield begin
    for one in started:
        one.end(signal.SIGKILL)
    for one in started:
        wait_until_gone(family(one.process.pid), SECONDS)


@pytest.fixture
def owner(home: Path) -> Iterator[psycopg.Connection[Any]]:
    """The database as its owner sees it, while the server runs by other means."""
    provision(start(home)[0])
    with psycopg.connect(cluster(home).url(OWNER, DATABASE), autocommit=True) as connection:
        yield connection
        connection.execute("DELETE FROM records_organisation")
    stop(home)


def organisation(owner: psycopg.Connection[Any], *, invented: bool) -> None:
    owner.execute(
        "INSERT INTO records_organisation (id, name, nation, invented, created_at) "
        "VALUES (gen_random_uuid(), 'Harbour', 'ENG', %s, now())",
        [invented],
    )


def test_serves_and_takes_all_with_it_at_the_end(serve, home):
    one = serve()
    assert one.healthy()
    one.wait_for_pid(JOBS_PROCESS)
    running = one.everything()

    assert {"postgres", "keeper"} <= {word for word in ("postgres", "keeper") if word in " ".join(running.values())}
    assert one.end() == 0
    assert wait_until_gone(running, SECONDS) == []
    assert not is_running(home)
    assert "Traceback" not in one.text()


def test_a_key_pressed_in_the_terminal_reaches_every_process_of_it(serve):
    """Ctrl-C goes to the whole group, not to the command alone."""
    one = serve()
    one.address()
    running = one.everything()
    os.killpg(one.process.pid, signal.SIGINT)

    assert one.process.wait(SECONDS) == 0
    assert wait_until_gone(running, SECONDS) == []
    assert one.text().count("\n") == 1


def test_a_terminal_that_is_closed_ends_it(serve):
    one = serve("--no-jobs")
    one.address()
    running = one.everything()

    assert one.pids(JOBS_PROCESS) == []
    assert one.end(signal.SIGHUP) == 0
    assert wait_until_gone(running, SECONDS) == []


def test_killed_it_leaves_nobody_behind(serve, home):
    one = serve()
    one.address()
    one.wait_for_pid(JOBS_PROCESS)
    running = one.everything()
    one.end(signal.SIGKILL)

    assert wait_until_gone(running, SECONDS + 6) == []
    assert not is_running(home)


def test_stopped_while_it_starts_it_leaves_nobody_behind(serve, home):
    one = serve()
    one.wait_for_pid("keeper")
    os.killpg(one.process.pid, signal.SIGINT)
    running = one.everything()

    assert one.process.wait(SECONDS) == 0
    assert wait_until_gone(running, SECONDS) == []
    assert not is_running(home)


def test_what_dies_is_started_again(serve):
    one = serve()
    address = one.address()
    web, *answering = one.pids(WEB_PROCESS)
    jobs = one.wait_for_pid(JOBS_PROCESS)
    os.kill(jobs, signal.SIGKILL)
    os.kill(web, signal.SIGKILL)

    assert "The jobs worker ended unexpectedly (by SIGKILL)" in one.wait_for("jobs worker ended")
    assert "The web server ended unexpectedly (by SIGKILL)" in one.wait_for("web server ended")
    assert wait_until_gone(answering, SECONDS) == []
    one.wait_for_pid(JOBS_PROCESS, not_in=[jobs])
    one.wait_for_pid(WEB_PROCESS, not_in=[web, *answering])
    assert address == one.address()
    assert one.end() == 0


def test_two_share_the_database_and_the_last_one_stops_it(serve, home):
    first, second = serve(), serve()
    first.address()
    assert second.healthy()
    database = database_pid(home)

    assert first.end() == 0
    assert second.healthy()
    assert database_pid(home) == database
    assert second.end() == 0
    assert not is_running(home)


def test_a_database_that_was_there_before_stays(serve, home, owner):
    one = serve("--no-jobs")
    one.address()

    assert one.end() == 0
    assert database_pid(home) in table()


# ---- what is refused ------------------------------------------------------------------------------------------------


def refused(one: Served) -> str:
    """The one sentence."""
    assert one.process.wait(60) == 2, one.text()
    return one.text()


def test_a_port_that_is_taken(serve):
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]

        assert refused(serve(port=str(port))) == (
            f"Port {port} is taken by another program. Stop that one, or choose another port: --port {port + 1}, "
            "or --port 0 for any that is free.\n"
        )


@pytest.mark.parametrize(
    ("host", "says"),
    [
        ("nowhere.invalid", "There is no address 'nowhere.invalid' here"),
        ("192.0.2.1", "This machine does not have the address 192.0.2.1"),
    ],
)
def test_addresses_that_are_not_there(serve, host, says):
    assert says in refused(serve("--host", host))


def test_without_a_password_only_where_all_are_invented(serve, owner):
    assert "There is no invented organisation" in refused(serve("--invented"))

    organisation(owner, invented=True)
    one = serve("--invented", "--no-jobs")
    assert one.healthy()
    for pid in one.pids(WEB_PROCESS):
        assert b"PLIMSOLL_INVENTED=yes" in Path(f"/proc/{pid}/environ").read_bytes().split(b"\0")
    one.end()

    organisation(owner, invented=False)
    assert "1 of 2 in this database is real. Leave out --invented" in refused(serve(PLIMSOLL_INVENTED="yes"))


def test_ones_own_server(serve, home, owner):
    """With https expected, the server still tells the machine itself that it is well."""
    place = cluster(home)
    own = {
        "DATABASE_URL": place.url(WEB, DATABASE),
        "DATABASE_OWNER_URL": place.url(OWNER, DATABASE),
        "SECRET_KEY": KEY,
    }
    one = serve("--no-jobs", **own)
    assert one.healthy()
    one.end()

    as_owner = own | {"DATABASE_URL": place.url(OWNER, DATABASE)}
    assert f"The database role '{OWNER}' owns tables" in refused(serve(**as_owner))
    as_superuser = own | {"DATABASE_URL": place.url(SUPERUSER, DATABASE)}
    assert "is a superuser" in refused(serve(**as_superuser))
    assert "Set SECRET_KEY to" in refused(serve(**own | {"SECRET_KEY": ""}))
    nowhere = own | {"DATABASE_OWNER_URL": "postgresql://owner@/town?host=/nowhere"}
    assert "The database does not answer" in refused(serve(**nowhere))
