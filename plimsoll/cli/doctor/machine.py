"""What can be looked at without a database, most of it without a package."""

import os
import re
import shutil
import stat
import sys
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from importlib import metadata
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from plimsoll.cli.doctor.finding import Finding, fail, warn, well

OLDEST_PYTHON = (3, 11)
DISTRIBUTION = "plimsoll-caseload"
INSTALL = "Run `make install`, or install Plimsoll anew."
ROOT = Path(__file__).resolve().parents[3]
MEGABYTE = 1024 * 1024
LEAST_FREE_MEGABYTES = 500  # below it PostgreSQL soon cannot write
WARN_FREE_MEGABYTES = 2_000


def python(version: tuple[int, ...] = sys.version_info[:3]) -> Finding:
    """New enough."""
    said = ".".join(map(str, version))
    if version < OLDEST_PYTHON:
        return fail("Python", f"{said} is too old", f"Install Python {OLDEST_PYTHON[0]}.{OLDEST_PYTHON[1]} or later.")
    return well("Python", said)


def packages(lock: Path = ROOT / "requirements.lock", needed: Iterable[str] | None = None) -> Finding:
    """All that Plimsoll needs is there, in the versions that it was tried with.

    A version that is locked for another Python or system counts as tried too: nothing but the lock is read.
    """
    locked: dict[str, set[str]] = {}
    if lock.exists():
        for name, version in re.findall(r"^([\w.-]+)==([^\s;\\]+)", lock.read_text(), re.MULTILINE):
            locked.setdefault(_plain(name), set()).add(version)
    wanted = {_plain(name) for name in (_needed() if needed is None else needed)}
    there = {_plain(found.metadata["Name"]): found.version for found in metadata.distributions()}
    missing = sorted(wanted - there.keys())
    if missing:
        return fail("packages", f"missing: {', '.join(missing)}", INSTALL)
    other = sorted(
        f"{name} {there[name]} for {' or '.join(sorted(versions))}"
        for name, versions in locked.items()
        if name in there and there[name] not in versions
    )
    if other:
        return warn("packages", f"not as locked: {', '.join(other)}", INSTALL)
    return well("packages", f"{len(wanted)} needed, all there" + (" and as locked" if locked else ""))


def _needed() -> list[str]:
    """Names of the packages without which nothing runs; those for some systems or extras alone are left out."""
    try:
        said = metadata.requires(DISTRIBUTION) or []
    except metadata.PackageNotFoundError:
        return [DISTRIBUTION]
    return [re.split(r"[\s\[<>=!~;]", requirement)[0] for requirement in said if ";" not in requirement]


def _plain(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def time_zones() -> Finding:
    """London's time is known."""
    try:
        summer = datetime(2026, 7, 1, 12, tzinfo=UTC).astimezone(ZoneInfo("Europe/London"))
    except ZoneInfoNotFoundError:
        return fail(
            "time zones", "Europe/London is not known", "Install the package tzdata of your system or of Python."
        )
    if summer.hour != 13:
        return fail("time zones", "Europe/London has no summer time", "Install the time zone data of your system anew.")
    return well("time zones", "Europe/London is known")


def programs(own_server: bool) -> Finding:
    """PostgreSQL's programs, for the embedded database."""
    from plimsoll.config.embedded import NoDatabase, find_binaries  # noqa: PLC0415 - a broken module is a finding

    if own_server:
        return well("PostgreSQL's programs", "not needed: DATABASE_URL names a server")
    try:
        found = find_binaries()
    except NoDatabase as refusal:
        said, _, todo = str(refusal).partition(": ")
        return fail("PostgreSQL's programs", said, (todo[:1].upper() + todo[1:]) or "Install PostgreSQL.")
    return well("PostgreSQL's programs", f"PostgreSQL {found.version} in {found.folder}")


def disk(
    home: Path,
    own_server: bool,
    *,
    least_megabytes: int = LEAST_FREE_MEGABYTES,
    warn_megabytes: int = WARN_FREE_MEGABYTES,
) -> Finding:
    """Room where the data is."""
    from plimsoll.config.embedded import cluster  # noqa: PLC0415 - a broken module is a finding

    folder = home if own_server else cluster(home).place
    while not folder.exists():
        folder = folder.parent
    free = shutil.disk_usage(folder).free // MEGABYTE
    said, todo = f"{free:,} MB free at {folder}", "Free some space, or move PLIMSOLL_HOME to a larger disk."
    if free < least_megabytes:
        return fail("disk", f"only {said}", todo)
    return warn("disk", f"only {said}", todo) if free < warn_megabytes else well("disk", said)


def folders(home: Path) -> Finding:
    """Nobody else may write where the data and the key are, or enter the folders of the data and the socket. What is secret
    in an open home is closed as a file: see `secret_key`."""
    from plimsoll.config.embedded import cluster  # noqa: PLC0415 - a broken module is a finding

    if not home.exists():
        return well("data folder", f"{home} is not there yet: `plimsoll serve` makes it")
    place = cluster(home)
    if _mode(home) & 0o022:
        return fail("data folder", f"others may write in {home}", f"chmod go-w '{home}'")
    inner = [folder for folder in (place.data, place.socket) if folder.exists()]
    for folder in inner:
        if _mode(folder) & 0o077:
            return fail("data folder", f"others may enter {folder}", f"chmod 700 '{folder}'")
    closed = [*([] if _mode(home) & 0o077 else [home]), *inner]
    said = [f"closed to others: {', '.join(map(str, closed))}"] if closed else []
    if home not in closed:
        said += [f"others may look into {home}, and change nothing there"]
    return well("data folder", "; ".join(said))


def secret_key(home: Path, *, given: bool) -> Finding:
    """The key that signs sessions is nobody else's."""
    kept = home / "secret-key"
    if given:
        return well("secret key", "given as SECRET_KEY")
    if not kept.exists():
        return warn(
            "secret key", f"{kept} is not there yet", "`plimsoll serve` makes it; until then nobody stays signed in."
        )
    if _mode(kept) & 0o077:
        return fail(
            "secret key",
            f"others may read {kept}",
            f"chmod 600 '{kept}'; where others use this machine, remove it: the next start makes another.",
        )
    if kept.stat().st_uid not in {0, os.geteuid()}:
        return warn("secret key", f"{kept} belongs to another user", "Run doctor as the user that serves.")
    return well("secret key", f"{kept}, for its owner alone")


def _mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def assets(folder: Path) -> Finding:
    """Styles and scripts of the pages are built."""
    if not folder.is_dir() or not any(folder.iterdir()):
        return warn(
            "assets",
            f"there are none in {folder}: pages come without style",
            "Run `make assets`, or install the wheel.",
        )
    return well("assets", "built")


def backups(keys: Sequence[str]) -> Finding:
    """Somebody thought of the day when the disk breaks: there are keys for backups."""
    if not keys:
        return warn(
            "backups",
            "no key is set, so none can be made",
            "Make one with `plimsoll backup-key FILE`, set PLIMSOLL_BACKUP_KEYS, and say `plimsoll backup` every night.",
        )
    return well("backups", f"{len(keys)} public {'key' if len(keys) == 1 else 'keys'} to encrypt them to")
