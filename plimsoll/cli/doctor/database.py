"""What the database says of itself: asked over both connections, by the product's own settings."""

import time
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

import psycopg
from cryptography.fernet import InvalidToken

from plimsoll.cli.doctor.finding import Finding, fail, unasked, warn, well
from plimsoll.config.databases import PREPARED, UnsafeRole, check_web_role
from plimsoll.config.embedded import OLDEST
from plimsoll.config.keys import box

Connection = psycopg.Connection[Any]
EXTENSIONS = ("btree_gist", "fuzzystrmatch", "pg_trgm")
LOCAL = ("localhost", "127.0.0.1", "::1")
WARN_CLOCK_SECONDS, MOST_CLOCK_SECONDS = 2.0, 30.0
CONNECT_SECONDS = 5
BACK_UP = "Say `plimsoll backup FOLDER`, and look whether what says it every night still does."
NEWEST_BACKUP = """
    SELECT count(*), max(made.at) AT TIME ZONE 'UTC', now() AT TIME ZONE 'UTC' FROM records_organisation org
    LEFT JOIN LATERAL (
        SELECT at FROM records_auditevent WHERE org_id = org.id AND act = 'BACKED_UP' ORDER BY at DESC LIMIT 1
    ) made ON true WHERE NOT org.invented
"""


def connect(settings: dict[str, Any]) -> Connection:
    """A connection by Django's settings of one."""
    names = {"NAME": "dbname", "USER": "user", "PASSWORD": "password", "HOST": "host", "PORT": "port"}
    said = {theirs: settings[ours] for ours, theirs in names.items() if settings.get(ours)}
    more = {name: value for name, value in settings["OPTIONS"].items() if name not in PREPARED}
    return psycopg.connect(**{"connect_timeout": CONNECT_SECONDS, **more, **said}, autocommit=True)


def same_database(web: Connection, owner: Connection) -> Finding:
    """Both addresses lead to one place."""
    question = "SELECT pg_postmaster_start_time(), oid FROM pg_database WHERE datname = current_database()"
    if _row(web, question) != _row(owner, question):
        return fail(
            "database",
            "DATABASE_URL and DATABASE_OWNER_URL lead to different databases",
            "Set both to the same server and database; only the role differs.",
        )
    return well("database", f"'{web.info.dbname}' answers both roles")


def version(owner: Connection) -> Finding:
    """New enough."""
    found = owner.info.server_version // 10_000
    if found < OLDEST:
        return fail("PostgreSQL", f"{found} is too old", f"Plimsoll needs PostgreSQL {OLDEST} or later.")
    return well("PostgreSQL", str(found))


def encrypted(settings: dict[str, Any]) -> Finding:
    """What goes over a network goes encrypted."""
    host, mode = settings["HOST"], settings["OPTIONS"].get("sslmode", "prefer")
    if not host or host.startswith("/") or host in LOCAL:
        return well("encryption", "the database is on this machine")
    if mode not in {"verify-full", "verify-ca", "require"}:
        return fail(
            "encryption", f"what goes to {host} may go unencrypted", "Add ?sslmode=verify-full to DATABASE_URL."
        )
    if mode == "require":
        return warn("encryption", f"{host} is not asked who it is", "Set sslmode=verify-full in DATABASE_URL.")
    return well("encryption", f"{host} by TLS, its certificate checked")


def web_role(web: Connection) -> Finding:
    """Row-level security binds whoever serves people."""
    try:
        check_web_role(web)
    except UnsafeRole as refusal:
        said, _, todo = str(refusal).partition(". ")
        return fail("web role", said, todo)
    return well("web role", f"'{web.info.user}' is bound by row-level security")


def owner_role(owner: Connection) -> Finding:
    """The owner owns what is there, or it could not change it."""
    others = _names(
        owner,
        "SELECT relname FROM pg_class WHERE relkind IN ('r', 'p') AND relnamespace = 'public'::regnamespace "
        "AND NOT pg_has_role(current_user, relowner, 'MEMBER')",
    )
    if others:
        return fail(
            "owner role",
            f"'{owner.info.user}' does not own {_few(others)}",
            "Set DATABASE_OWNER_URL to the role that made the tables, or ALTER TABLE ... OWNER TO it.",
        )
    return well("owner role", f"'{owner.info.user}' owns the tables")


def migrations() -> Finding:
    """The tables are as this version needs them. Django is ready."""
    from plimsoll.config.schema import unapplied, unknown  # noqa: PLC0415 - Django is ready only now

    waiting, newer = unapplied(), unknown()
    if waiting:
        said = f"{len(waiting)} migrations are not applied: {_few(waiting)}"
        return fail("tables", said, "`plimsoll serve` applies them, or `python manage.py migrate --database owner`.")
    if newer:
        return warn(
            "tables", f"the database is newer than this program: it has {newer[-1]}", "Install the newer version."
        )
    return well("tables", "up to date")


def policies(owner: Connection) -> Finding:
    """No table of an organisation lies open."""
    found = _names(
        owner,
        "SELECT c.relname FROM pg_class c WHERE relkind IN ('r', 'p') AND relnamespace = 'public'::regnamespace "
        "AND (relname = 'records_organisation' OR EXISTS (SELECT FROM pg_attribute "
        "WHERE attrelid = c.oid AND attname = 'org_id' AND NOT attisdropped)) "
        "AND (NOT relrowsecurity OR NOT EXISTS (SELECT FROM pg_policy WHERE polrelid = c.oid))",
    )
    if found:
        return fail(
            "policies",
            f"open to every organisation: {_few(found)}",
            "Stop serving. Enable row-level security on them as the migrations do, and find out who switched it off.",
        )
    return well("policies", "every table of an organisation is behind one")


def extensions(owner: Connection) -> Finding:
    """What the constraints and the search are made of."""
    there = _names(owner, "SELECT extname FROM pg_extension")
    missing = [name for name in EXTENSIONS if name not in there]
    if missing:
        said = " ".join(f"CREATE EXTENSION {name};" for name in missing)
        return fail("extensions", f"missing: {', '.join(missing)}", f"As a superuser: {said}")
    return well("extensions", ", ".join(EXTENSIONS))


def clock(web: Connection) -> Finding:
    """Program and database have the same time."""
    before = time.time()
    (theirs,) = _row(web, "SELECT clock_timestamp()")
    ours = datetime.fromtimestamp((before + time.time()) / 2, UTC)
    return clock_difference((theirs - ours).total_seconds())


def clock_difference(seconds: float) -> Finding:
    """The verdict on a difference; what is due is reckoned by one clock, and remembered by the other."""
    todo = "Set both machines' clocks by the same time server."
    if abs(seconds) > MOST_CLOCK_SECONDS:
        return fail("clock", f"the database is {seconds:+.0f} s from here", todo)
    if abs(seconds) > WARN_CLOCK_SECONDS:
        return warn("clock", f"the database is {seconds:+.1f} s from here", todo)
    return well("clock", "the same here and in the database")


def organisations(owner: Connection, *, passwordless: bool) -> Finding:
    """Real people are never among invented ones, and never let in without a password."""
    if _row(owner, "SELECT to_regclass('public.records_organisation')") == (None,):
        return unasked("organisations", "there are no tables yet")
    invented, real = _row(
        owner, "SELECT count(*) FILTER (WHERE invented), count(*) FILTER (WHERE NOT invented) FROM records_organisation"
    )
    if real and passwordless:
        return fail(
            "organisations",
            f"signing in without a password is asked for, and {real} of {real + invented} are real",
            "Take PLIMSOLL_INVENTED out of the settings.",
        )
    if real and invented:
        return warn(
            "organisations",
            f"{invented} invented beside {real} real",
            "Keep towns to try things on in a database apart.",
        )
    return well(
        "organisations", (f"{invented} invented" if invented else f"{real} real") if invented + real else "none yet"
    )


def second_steps(owner: Connection, keys: Sequence[str]) -> Finding:
    """What people's second steps rest on can be read; `keys` : the secret key, then the earlier ones."""
    if owner.execute("SELECT to_regclass('mfa_authenticator')").fetchone() == (None,):
        return unasked("second steps", "there are no tables yet")
    question = "SELECT coalesce(data ->> 'secret', data ->> 'seed') FROM mfa_authenticator"
    kept = [text.encode() for (text,) in owner.execute(question).fetchall() if text]
    lost, earlier = (sum(not _opens(text, some) for text in kept) for some in (keys, keys[:1]))
    if lost:
        said = f"{lost} of {len(kept)} secrets cannot be read with the secret key of now"
        return fail("second steps", said, "Put the key that was there before into SECRET_KEY_FALLBACKS.")
    if earlier:
        said = f"{earlier} of {len(kept)} secrets rest on an earlier key"
        return warn("second steps", said, "Keep it in SECRET_KEY_FALLBACKS until each of them was set up anew.")
    return well("second steps", f"{len(kept)} secrets, all readable" if kept else "none yet")


def last_backup(owner: Connection, days: int) -> Finding:
    """Somebody copied the records of real people lately; `days` : how old the newest backup may be. The trail says when."""
    if _row(owner, "SELECT to_regclass('public.records_organisation')") == (None,):
        return unasked("last backup", "there are no tables yet")
    real, newest, now = _row(owner, NEWEST_BACKUP)
    if not real:
        return well("last backup", "nobody is real, so none is needed")
    if newest is None:
        return warn("last backup", "none was made yet", BACK_UP)
    said = f"made on {newest:%d.%m.%Y at %H:%M} UTC"
    if now - newest > timedelta(days=days):
        return warn("last backup", f"{said}, more than {days} {'day' if days == 1 else 'days'} ago", BACK_UP)
    return well("last backup", said)


def _opens(text: bytes, keys: Iterable[str]) -> bool:
    try:
        box(keys).decrypt(text)
    except InvalidToken:
        return False
    return True


def _row(connection: Connection, question: str) -> tuple[Any, ...]:
    found = connection.execute(question).fetchone()
    assert found is not None
    return tuple(found)


def _names(connection: Connection, question: str) -> list[str]:
    return sorted(name for (name,) in connection.execute(question).fetchall())


def _few(names: list[str]) -> str:
    return ", ".join(names[:3]) + (f" and {len(names) - 3} more" if len(names) > 3 else "")
