"""All checks in their order. One that is broken ends no other; what hangs on it is named as not looked at."""

import os
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from plimsoll.cli.doctor import machine
from plimsoll.cli.doctor.finding import Finding, asked, fail, unasked, warn, well

OF_THE_DATABASE = (
    "database", "PostgreSQL", "encryption", "web role", "owner role", "extensions", "tables", "policies", "clock",
    "organisations", "last backup", "second steps", "jobs worker", "jobs",
)  # fmt: skip


def look() -> Iterator[Finding]:
    """Every finding, as it is found."""
    yield asked("Python", machine.python)
    yield asked("packages", machine.packages)
    yield asked("time zones", machine.time_zones)
    settings, finding = _settings()
    yield finding
    home = (
        Path(settings.HOME) if settings else Path(os.environ.get("PLIMSOLL_HOME") or Path.cwd() / ".plimsoll" / "own")
    )
    own_server = bool(os.environ.get("DATABASE_URL", "").strip())
    yield asked("PostgreSQL's programs", lambda: machine.programs(own_server))
    yield asked("disk", lambda: machine.disk(home, own_server))
    yield asked("data folder", lambda: machine.folders(home))
    yield asked("secret key", lambda: machine.secret_key(home, given=bool(os.environ.get("SECRET_KEY", "").strip())))
    if settings is None:
        yield unasked("assets", "the settings are broken")
    else:
        yield asked("assets", lambda: machine.assets(Path(settings.STATIC_ROOT)))
    with ExitStack() as open_until_the_end:
        yield from _of_the_database(settings, home, open_until_the_end)
    yield asked("backups", lambda: machine.backups(settings.BACKUP_KEYS if settings else ()))


def _settings() -> tuple[Any, Finding]:
    """The settings, read as the product reads them, or what is wrong with them."""
    try:
        from plimsoll.config import settings  # noqa: PLC0415 - it refuses what is unsafe, and that is a finding
    except Exception as fault:
        unset = type(fault).__name__ == "Missing"  # by name: its module may be what is broken
        said = str(fault).strip().splitlines()[0] if str(fault).strip() else type(fault).__name__
        if unset:
            return None, fail("settings", "a value is missing or unsafe", said)
        return None, fail("settings", f"they cannot be read: {said}", machine.INSTALL)
    unsafe = [
        said
        for said, there in {
            "PLIMSOLL_DEBUG shows children's data on error pages": settings.DEBUG,
            "PLIMSOLL_SECURE is 'no', so sessions may go unencrypted": bool(settings.DATABASE_URL)
            and not settings.SECURE,
            "ALLOWED_HOSTS answers to any name": "*" in settings.ALLOWED_HOSTS,
        }.items()
        if there
    ]
    if unsafe:
        return settings, warn(
            "settings", "; ".join(unsafe), "Right for one's own machine, never for real people's data."
        )
    return settings, well("settings", "complete and safe")


def _of_the_database(settings: Any, home: Path, until_the_end: ExitStack) -> Iterator[Finding]:
    reached: dict[str, Any] = {}

    def reach() -> Finding:
        from plimsoll.cli.doctor import database  # noqa: PLC0415 - where the driver is missing, that is a finding
        from plimsoll.config.embedded import cluster  # noqa: PLC0415 - the same
        from plimsoll.config.keeper import needed  # noqa: PLC0415 - the same

        if not settings.DATABASE_URL:
            if not cluster(home).data.exists():
                return warn("database", f"there is none in {home} yet", "`plimsoll serve` makes it.")
            until_the_end.enter_context(needed(home))  # where it does not run, it is started for this look alone
        for name in ("default", "owner"):
            reached[name] = until_the_end.enter_context(database.connect(settings.DATABASES[name]))
        return database.same_database(reached["default"], reached["owner"])

    if settings is None:
        yield from (unasked(check, "the settings are broken") for check in OF_THE_DATABASE)
        return
    found = asked("database", reach)
    yield found
    if len(reached) < 2:
        yield from (unasked(check, "the database was not reached") for check in OF_THE_DATABASE[1:])
        return
    yield from _of_both_roles(settings, reached["default"], reached["owner"])


def _of_both_roles(settings: Any, web: Any, owner: Any) -> Iterator[Finding]:
    from plimsoll.cli.doctor import database, queue  # noqa: PLC0415 - see above
    from plimsoll.config.setup import with_django  # noqa: PLC0415 - the same

    def migrations() -> Finding:
        with_django()
        return database.migrations()

    yield asked("PostgreSQL", lambda: database.version(owner))
    yield asked("encryption", lambda: database.encrypted(settings.DATABASES["default"]))
    yield asked("web role", lambda: database.web_role(web))
    yield asked("owner role", lambda: database.owner_role(owner))
    yield asked("extensions", lambda: database.extensions(owner))
    yield asked("tables", migrations)
    yield asked("policies", lambda: database.policies(owner))
    yield asked("clock", lambda: database.clock(web))
    yield asked("organisations", lambda: database.organisations(owner, passwordless=settings.INVENTED))
    yield asked("last backup", lambda: database.last_backup(owner, settings.BACKUP_DAYS))
    keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    yield asked("second steps", lambda: database.second_steps(owner, keys))
    yield asked("jobs worker", lambda: queue.worker(web))
    yield asked("jobs", lambda: queue.jobs(web))
