"""Serving starts all that it needs, ends all that it started, however it ends, and refuses in a sentence."""

import os
import signal
import socket
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.request import Request, urlopen

import pytest
from django.db import connections

from plimsoll.cli.processes import Process, Signals, watch
from plimsoll.cli.processes import stop as stop_processes
from plimsoll.cli.serve import Refused, _check_invented, free_port
from plimsoll.config.databases import DATABASE, OWNER, WEB, provision
from plimsoll.config.embedded import cluster, is_running, start, stop
from tests.cli.served import PATIENCE_SECONDS, Served, database_pid, family, table, wait_until_gone

pytestmark = [pytest.mark.slow, pytest.mark.allow_hosts(["127.0.0.1"])]

SECONDS = 6  # what "within seconds" means; it takes less than one where nothing else runs
Serve = Callable[..., Served]
WEB_PROCESS, JOBS_PROCESS = "plimsoll.config.server", "plimsoll.jobs"
KEY = "only for a test; " * 4


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
def running_before(home: Path) -> Iterator[None]:
    """The server runs, started by other means."""
    provision(start(home)[0])
    yield
    stop(home)


def test_serves_starts_anew_what_dies_and_a_key_in_the_terminal_ends_all(serve, home):
    """Ctrl-C goes to every process of the terminal's group, not to the command alone."""
    one = serve()
    address = one.address()
    assert one.healthy()
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

    running = one.everything()
    assert {word for word in ("keeper", "postgres") if word in " ".join(running.values())} == {"keeper", "postgres"}
    os.killpg(one.process.pid, signal.SIGINT)
    assert one.process.wait(PATIENCE_SECONDS) == 0
    assert wait_until_gone(running, SECONDS) == []
    assert not is_running(home)
    assert one.text().replace("Bringing the tables up to date ...\n", "").count("\n") == 4


def test_stopped_while_it_starts_it_leaves_nobody_behind(serve, home):
    one = serve()
    one.wait_for_pid("keeper")
    os.killpg(one.process.pid, signal.SIGINT)
    running = one.everything()

    assert one.process.wait(PATIENCE_SECONDS) == 0
    assert wait_until_gone(running, SECONDS) == []
    assert not is_running(home)


def test_two_share_the_database_and_killed_the_last_one_takes_it_along(serve, home):
    first, second = serve("--no-jobs"), serve("--no-jobs")
    first.address()
    assert second.healthy()
    database = database_pid(home)

    assert first.end() == 0
    assert second.healthy()
    assert database_pid(home) == database

    running = second.everything()
    second.end(signal.SIGKILL)
    assert wait_until_gone(running, PATIENCE_SECONDS) == []
    assert not is_running(home)


def test_a_database_that_is_killed_runs_again(serve, home):
    one = serve("--no-jobs")
    address = one.address()
    killed = database_pid(home)
    os.kill(killed, signal.SIGKILL)

    one.wait_for("The database ended unexpectedly. It runs again; what was saved is there.")
    assert database_pid(home) != killed
    asks_the_database = Request(address + "sign-in", headers={"Cookie": f"session={'a' * 32}"})  # noqa: S310 - our own address
    with urlopen(asks_the_database, timeout=10) as answer:  # noqa: S310 - the same
        assert answer.status == 200
    assert one.end() == 0
    assert not is_running(home)


def test_a_terminal_that_is_closed_ends_it_but_not_a_database_that_was_there_before(serve, home, running_before):
    one = serve("--no-jobs")
    one.address()
    mine = family(one.process.pid)

    assert one.pids(JOBS_PROCESS) == []
    assert one.end(signal.SIGHUP) == 0
    assert wait_until_gone(mine, SECONDS) == []
    assert database_pid(home) in table()


def test_ones_own_server(serve, home, running_before):
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

    assert f"The database role '{OWNER}' owns tables" in refused(
        serve(**own | {"DATABASE_URL": place.url(OWNER, DATABASE)})
    )
    nowhere = own | {"DATABASE_OWNER_URL": "postgresql://owner@/town?host=/nowhere"}
    assert "The database does not answer" in refused(serve(**nowhere))


def test_one_that_did_its_work_is_in_no_row_of_deaths():
    rounds: list[int] = []

    def look() -> bool:
        rounds.append(1)
        if len(rounds) > 1:
            signal.raise_signal(signal.SIGTERM)
        return False

    process = Process("sleeper", ["-c", "import time; time.sleep(60)"], well=lambda: True, deaths=4)
    with Signals() as signals:
        process.start()
        watch([process], signals, print, look=look)
        stop_processes([process], signals)

    assert process.deaths == 0


# ---- what is refused ------------------------------------------------------------------------------------------------


def refused(one: Served) -> str:
    """The one sentence."""
    assert one.process.wait(PATIENCE_SECONDS) == 2, one.text()
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


@pytest.mark.enable_socket
@pytest.mark.parametrize(
    ("host", "says"),
    [
        ("nowhere.invalid", "There is no address 'nowhere.invalid' here"),
        ("192.0.2.1", "This machine does not have the address 192.0.2.1"),
    ],
)
def test_addresses_that_are_not_there(host, says):
    with pytest.raises(Refused, match=says):
        free_port(host, 0)


@pytest.mark.django_db(databases=["default", "owner"])
@pytest.mark.parametrize(
    ("invented", "says"),
    [
        ([], "There is no invented organisation to sign in to yet. `plimsoll demo` makes a town"),
        ([False], "1 of 1 in this database is real. Leave out --invented"),
        ([True, False, False], "2 of 3 in this database are real. Leave out --invented"),
    ],
)
def test_without_a_password_only_where_all_are_invented(invented, says):
    organisations(invented)
    with pytest.raises(Refused, match=says):
        _check_invented(True)
    _check_invented(False)


@pytest.mark.django_db(databases=["default", "owner"])
def test_without_a_password_where_all_are_invented(settings):
    organisations([True, True])
    _check_invented(True)

    organisations([False])
    settings.INVENTED = True  # PLIMSOLL_INVENTED asks for it as the option does
    with pytest.raises(Refused):
        _check_invented(False)


def organisations(invented: list[bool]) -> None:
    """These, and none of those that are there: a temporary table stands before the real one, for the test's transaction."""
    with connections["owner"].cursor() as cursor:
        cursor.execute("CREATE TEMPORARY TABLE IF NOT EXISTS records_organisation (invented boolean) ON COMMIT DROP")
        for one in invented:
            cursor.execute("INSERT INTO records_organisation VALUES (%s)", [one])
