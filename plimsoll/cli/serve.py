"""`plimsoll serve`: the database, the web server and the jobs worker, started in order and ended together."""

import errno
import socket
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from typing import Annotated
from urllib.parse import urlsplit

import typer

from plimsoll.cli.processes import Died, Process, Signals, stop, watch
from plimsoll.config.databases import UnsafeRole, check_web_role, provision
from plimsoll.config.embedded import OLDEST, NoDatabase
from plimsoll.config.environment import Missing
from plimsoll.config.keeper import needed, start_again
from plimsoll.config.keys import digest_of, new_key
from plimsoll.config.setup import UNUSABLE, with_django

ANSWER_SECONDS = 60
ASK_AGAIN_SECONDS = 0.1
HERE = ("127.0.0.1", "localhost", "::1")
EVERYWHERE = {"0.0.0.0": "127.0.0.1", "::": "::1", "": "127.0.0.1"}  # noqa: S104 - asked for, not chosen


ADDRESS = "address"  # a file of the home: where Plimsoll is, while it is served


class Refused(Exception):
    """It cannot be served so; the message says why and what to do."""


def serve_command(
    host: Annotated[str, typer.Option(help="The address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=0, max=65535, help="The port to listen on; 0 for any that is free.")] = 8000,
    workers: Annotated[int, typer.Option(min=1, help="Processes that answer, one request at a time each.")] = 2,
    invented: Annotated[
        bool, typer.Option("--invented", help="Sign in without a password: only where every organisation is invented.")
    ] = False,
    no_jobs: Annotated[
        bool, typer.Option("--no-jobs", help="No jobs worker here: `plimsoll jobs` runs elsewhere.")
    ] = False,
) -> None:
    """Serve Plimsoll. Without DATABASE_URL, with a database of its own in PLIMSOLL_HOME. Ctrl-C ends all of it."""
    raise SystemExit(serve(host=host, port=port, workers=workers, invented=invented, jobs=not no_jobs))


def serve(
    *,
    host: str,
    port: int,
    workers: int,
    invented: bool,
    jobs: bool,
    before: Callable[[Signals], None] = lambda signals: None,
    after: Callable[[str], None] = lambda address: None,
) -> int:
    """Serves until asked to stop; the exit status. `before` is called when the database is ready, `after` when the server
    answers, with its address."""
    with Signals() as signals:
        try:
            port = free_port(host, port)
            with database() as home:
                _run(host, port, workers, invented, jobs, signals, before, after, home)
        except (Refused, NoDatabase, Missing, UnsafeRole, Died) as refusal:
            if signals.asked:  # a key pressed while something was starting is no fault of that
                return 0
            say(str(refusal))
            return 1 if isinstance(refusal, Died) else UNUSABLE
    return 0


def say(sentence: str) -> None:
    """To whoever started it; on standard error, where services keep their log."""
    print(sentence, file=sys.stderr, flush=True)


@contextmanager
def database() -> Iterator[Path | None]:
    """The database runs: one's own server is left alone, the embedded one is started, and stopped when unneeded; its home
    then, else nothing."""
    from plimsoll.config import settings  # noqa: PLC0415 - reads the environment, and refuses what is unsafe in it

    if settings.DATABASE_URL:
        yield None
        return
    home = Path(settings.HOME)
    with needed(home) as place:
        provision(place)
        yield home


def free_port(host: str, port: int) -> int:
    """The port, when it is free; any that is for 0.

    Asked here because the web server would share the port with another one of its kind, each answering every other time.

    Raises
    ------
    Refused : it is taken, or may not be used, or there is no such address here.
    """
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(host or None, port, type=socket.SOCK_STREAM)[0]
        with socket.socket(family, kind, protocol) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(address)
            return int(probe.getsockname()[1])
    except socket.gaierror:
        raise Refused(f"There is no address '{host}' here. Say --host 127.0.0.1 for this machine alone.") from None
    except OSError as fault:
        raise Refused(_port_refusal(fault, host, port)) from None


def _port_refusal(fault: OSError, host: str, port: int) -> str:
    if fault.errno == errno.EADDRINUSE:
        return (
            f"Port {port} is taken by another program. Stop that one, or choose another port: --port {port + 1}, "
            "or --port 0 for any that is free."
        )
    if fault.errno == errno.EACCES:
        return f"Port {port} is not for ordinary users. Choose one above 1023: --port 8000."
    if fault.errno == errno.EADDRNOTAVAIL:
        return f"This machine does not have the address {host}. Say --host 127.0.0.1 for this machine alone."
    return f"Port {port} of {host} cannot be used: {fault.strerror}."


def _prepare(before: Callable[[Signals], None], signals: Signals) -> None:
    """The tables are up to date, and the web role is safe."""
    with_django()
    from django.db import OperationalError, connections  # noqa: PLC0415 - Django is ready only now

    from plimsoll.config.schema import NotMigrated, bring_up_to_date, unapplied, unknown  # noqa: PLC0415 - the same

    try:
        found = connections["owner"].cursor().connection.info.server_version // 10_000
        if found < OLDEST:
            raise Refused(f"The database is PostgreSQL {found}; Plimsoll needs {OLDEST} or later.")
        if unapplied():
            say("Bringing the tables up to date ...")
            bring_up_to_date()
        if newer := unknown():
            say(f"The database is newer than this version of Plimsoll (it has {newer[-1]}). Install the newer version.")
        check_web_role(connections["default"])
        if not signals.asked:
            before(signals)
    except OperationalError as fault:
        reason = str(fault).strip().splitlines()[0]
        raise Refused(
            f"The database does not answer: {reason}. See whether its server runs, and DATABASE_URL and DATABASE_OWNER_URL."
        ) from None
    except NotMigrated as refusal:
        raise Refused(str(refusal)) from None


def _let_go() -> None:
    """Nothing more is asked of the database from here."""
    from django.db import connections  # noqa: PLC0415 - Django is ready only now

    connections.close_all()


def _is_empty() -> bool:
    """Whether there is no organisation yet, asked as the owner."""
    from django.db import connections  # noqa: PLC0415 - Django is ready only now

    with connections["owner"].cursor() as cursor:
        cursor.execute("SELECT NOT EXISTS (SELECT FROM records_organisation)")
        return bool(cursor.fetchone() == (True,))


def _check_invented(asked: bool) -> None:
    """Refuses to let people sign in without a password unless every organisation is invented.

    Asked as the owner, who sees every organisation.
    """
    from django.conf import settings  # noqa: PLC0415 - Django is ready only now
    from django.db import connections  # noqa: PLC0415 - the same

    if not (asked or settings.INVENTED):
        return
    with connections["owner"].cursor() as cursor:
        cursor.execute("SELECT count(*), count(*) FILTER (WHERE NOT invented) FROM records_organisation")
        organisations, real = cursor.fetchone()
    if not organisations:
        raise Refused(
            "There is no invented organisation to sign in to yet. `plimsoll demo` makes a town and serves it; or leave out "
            "--invented."
        )
    if real:
        raise Refused(
            f"Signing in without a password is for invented organisations alone, and {real} of {organisations} in this "
            "database " + ("is" if real == 1 else "are") + " real. Leave out --invented (and PLIMSOLL_INVENTED)."
        )


def _run(
    host: str,
    port: int,
    workers: int,
    invented: bool,
    jobs: bool,
    signals: Signals,
    before: Callable[[Signals], None],
    after: Callable[[str], None],
    home: Path | None,
) -> None:
    key = new_key()
    environment = {"PLIMSOLL_SET_UP_DIGEST": digest_of(key)} | ({"PLIMSOLL_INVENTED": "yes"} if invented else {})
    answers = partial(_healthy, EVERYWHERE.get(host, host), port)
    web = Process("web server", ["-m", "plimsoll.config.server", host, str(port), str(workers)], environment, answers)
    worker = Process("jobs worker", ["-m", "plimsoll.jobs"], environment)
    processes = [web, worker] if jobs else [web]
    empty = False
    try:
        web.start(hold=True)  # it loads while we look after the database
        _prepare(before, signals)
        if not signals.asked:
            _check_invented(invented)
            empty = _is_empty()
            _let_go()
            web.go()
        if _answers(web, host, port, signals):
            address = f"http://{_named(host)}:{port}/"
            say(f"Plimsoll is at {address}  (Ctrl-C ends it)")
            _warn_of_hosts(host)
            if home is not None:
                (home / ADDRESS).write_text(address, encoding="utf-8")
            if empty:
                say(f"There is no organisation yet. Set up the first: {address}set-up/begin?key={key}")
            after(address)
            look = None if home is None else partial(_look_after_database, home)
            watch(processes, signals, say, look=look)  # it starts the worker: people wait for pages first
    finally:
        if home is not None and _kept_address(home) == f"http://{_named(host)}:{port}/":
            (home / ADDRESS).unlink()
        stop(processes, signals)


def running_address(home: Path) -> str:
    """Where Plimsoll is served out of a home now, '' where nothing answers there."""
    found = urlsplit(_kept_address(home))
    try:
        with socket.create_connection((found.hostname or "", found.port or 0), timeout=1):
            return found.geturl()
    except OSError:  # it was ended without a word
        return ""


def _kept_address(home: Path) -> str:
    try:
        return (home / ADDRESS).read_text(encoding="utf-8").strip()
    except FileNotFoundError:
        return ""


def _look_after_database(home: Path) -> bool:
    """Starts the embedded database anew where it died; whether it had."""
    died = start_again(home)
    if died:
        say("The database ended unexpectedly. It runs again; what was saved is there.")
    return died


def _named(host: str) -> str:
    host = "localhost" if host in HERE or host in EVERYWHERE else host
    return f"[{host}]" if ":" in host else host


def _answers(web: Process, host: str, port: int, signals: Signals) -> bool:
    """Waits until the server really answers; False when asked to stop meanwhile."""
    end = time.monotonic() + ANSWER_SECONDS
    while not signals.asked:
        if not web.lives():
            raise Refused(
                "The web server ended as it started. What it said stands above; `plimsoll doctor` looks for more."
            )
        if _healthy(EVERYWHERE.get(host, host), port):
            return True
        if time.monotonic() > end:
            raise Refused(
                f"The web server does not answer after {ANSWER_SECONDS} s. `plimsoll doctor` looks for the cause."
            )
        signals.wait(ASK_AGAIN_SECONDS)
    return False


def _healthy(host: str, port: int) -> bool:
    from django.conf import settings  # noqa: PLC0415 - Django is ready only now

    served = next((name.lstrip(".") for name in settings.ALLOWED_HOSTS if name != "*"), "localhost")
    connection = HTTPConnection(host, port, timeout=5)
    try:
        connection.request("GET", "/health", headers={"Host": served})
        return connection.getresponse().status == 200
    except (OSError, HTTPException):
        return False
    finally:
        connection.close()


def _warn_of_hosts(host: str) -> None:
    """Others can reach it, but would be refused by the name they ask for."""
    from django.conf import settings  # noqa: PLC0415 - Django is ready only now

    if host not in HERE and set(settings.ALLOWED_HOSTS) <= {"localhost", "127.0.0.1", "[::1]"}:
        say("Only this machine is answered: set ALLOWED_HOSTS to the names by which others ask for it.")
