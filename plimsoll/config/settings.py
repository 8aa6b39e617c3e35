"""Settings of the product, out of the environment. A value that is missing or unsafe ends the start with a sentence.

Two connections to one database: `default` as the web role, which row-level security binds, and `owner`, which makes the
tables. Without DATABASE_URL both lead to the embedded database of PLIMSOLL_HOME; its address is computed here, and
whoever needs it running starts it (`plimsoll.config.embedded`).
"""

import secrets
from pathlib import Path
from typing import Any

from plimsoll.config.databases import DATABASE, OWNER, WEB, address
from plimsoll.config.embedded import cluster
from plimsoll.config.environment import Missing, flag, text, words

# ---- where --------------------------------------------------------------------------------------------------------

HOME = Path(text("PLIMSOLL_HOME", str(Path.cwd() / ".plimsoll" / "own")))
DATABASE_URL = text("DATABASE_URL", "")
DATABASE_OWNER_URL = text("DATABASE_OWNER_URL", "")
if DATABASE_URL and not DATABASE_OWNER_URL:
    raise Missing("DATABASE_OWNER_URL", "the same database as DATABASE_URL, as the role that owns the tables")
if DATABASE_OWNER_URL and not DATABASE_URL:
    raise Missing("DATABASE_URL", "the same database as DATABASE_OWNER_URL, as the role that row-level security binds")


def _database(url: str, role: str) -> dict[str, Any]:
    return {
        "ENGINE": "django.db.backends.postgresql",
        # One connection a process, kept: a pool gains nothing with one thread.
        "CONN_MAX_AGE": None,
        "CONN_HEALTH_CHECKS": True,
        **address(url or cluster(HOME).url(role, DATABASE)),
    }


DATABASES = {
    # Tests too run as the web role, so what they see is what people see.
    "default": {**_database(DATABASE_URL, WEB), "TEST": {"MIRROR": "owner"}},
    "owner": {**_database(DATABASE_OWNER_URL, OWNER), "TEST": {"DEPENDENCIES": []}},
}
DATABASE_ROUTERS = ["plimsoll.config.databases.OnlyOwnerMigrates"]

# ---- what is installed ----------------------------------------------------------------------------------------------

INSTALLED_APPS = ["django.contrib.postgres", "plimsoll.records"]
AUTH_USER_MODEL = "records.User"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"  # no table of ours uses it: keys are UUIDs

# ---- safety -----------------------------------------------------------------------------------------------------------

DEBUG = flag("PLIMSOLL_DEBUG", False)
SHORTEST_KEY = 50


def _secret_key() -> str:
    """The key that signs sessions: given where the database is given, else the one kept beside the embedded database."""
    given = text("SECRET_KEY", "")
    hint = f"at least {SHORTEST_KEY} characters that nobody can guess, such as Python's secrets.token_urlsafe(50)"
    if given and len(given) < SHORTEST_KEY:
        raise Missing("SECRET_KEY", hint)
    if not given and DATABASE_URL:
        raise Missing("SECRET_KEY", hint)
    kept = HOME / "secret-key"
    return given or (kept.read_text().strip() if kept.exists() else secrets.token_urlsafe(SHORTEST_KEY))


SECRET_KEY = _secret_key()
ALLOWED_HOSTS = words("ALLOWED_HOSTS", ["localhost", "127.0.0.1", "[::1]"])
if DEBUG and DATABASE_URL:
    raise Missing("PLIMSOLL_DEBUG", "'no' with a database of your own: its error pages show children's data")

# ---- time and language ------------------------------------------------------------------------------------------------

USE_TZ = True
TIME_ZONE = "Europe/London"
LANGUAGE_CODE = "en-gb"
USE_I18N = False
