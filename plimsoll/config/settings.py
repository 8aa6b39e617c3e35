"""Settings of the product, out of the environment. A value that is missing or unsafe ends the start with a sentence.

Two connections to one database: `default` as the web role, which row-level security binds, and `owner`, which makes the
tables. Without DATABASE_URL both lead to the embedded database of PLIMSOLL_HOME; its address is computed here, and
whoever needs it running starts it (`plimsoll.config.embedded`).
"""

import secrets
from pathlib import Path
from typing import Any

from csp.constants import NONE, SELF

from plimsoll.config import environment
from plimsoll.config.databases import DATABASE, OWNER, PREPARED, WEB, address
from plimsoll.config.embedded import cluster
from plimsoll.config.environment import Missing, flag, number, text, words
from plimsoll.config.log import LEVELS
from plimsoll.config.secrets import is_known_password, is_weak

# ---- where --------------------------------------------------------------------------------------------------------

PACKAGE = Path(__file__).resolve().parents[1]
HOME = Path(text("PLIMSOLL_HOME", str(Path.cwd() / ".plimsoll" / "own")))
AUDIT_SEALS = HOME / "audit-seals"  # where the sealer notes every seal, outside the database
REMOVALS = (
    HOME / "removals"
)  # where every removal of a record is noted, by keys alone, so that no backup brings it back
DATABASE_URL = text("DATABASE_URL", "")
DATABASE_OWNER_URL = text("DATABASE_OWNER_URL", "")
if DATABASE_URL and not DATABASE_OWNER_URL:
    raise Missing("DATABASE_OWNER_URL", "the same database as DATABASE_URL, as the role that owns the tables")
if DATABASE_OWNER_URL and not DATABASE_URL:
    raise Missing("DATABASE_URL", "the same database as DATABASE_OWNER_URL, as the role that row-level security binds")


def _database(url: str, role: str) -> dict[str, Any]:
    found = address(url or cluster(HOME).url(role, DATABASE))
    if url and found["PASSWORD"] and is_known_password(found["PASSWORD"], found["USER"]):
        name = "DATABASE_OWNER_URL" if role == OWNER else "DATABASE_URL"
        raise Missing(
            name, f"an address with another password: that of {found['USER']!r} is a known one, and anybody tries it"
        )
    return {
        "ENGINE": "django.db.backends.postgresql",
        # One connection a process, kept: a pool gains nothing with one thread.
        "CONN_MAX_AGE": None,
        "CONN_HEALTH_CHECKS": True,
        **found,
        "OPTIONS": PREPARED | found["OPTIONS"],
    }


DATABASES = {
    # Tests too run as the web role, so what they see is what people see.
    "default": {**_database(DATABASE_URL, WEB), "TEST": {"MIRROR": "owner"}},
    "owner": {**_database(DATABASE_OWNER_URL, OWNER), "TEST": {"DEPENDENCIES": []}},
}
DATABASE_ROUTERS = ["plimsoll.config.databases.OnlyOwnerMigrates"]

# ---- what is installed ----------------------------------------------------------------------------------------------

INSTALLED_APPS = [
    "django.contrib.auth",  # asked by allauth; its permissions and groups are not used (core/access.py is)
    "django.contrib.contenttypes",
    "django.contrib.postgres",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "csp",
    "procrastinate.contrib.django",
    "plimsoll.records",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",  # before all that answers: files have the policy too
    "plimsoll.web.middleware.headers.Headers",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    # A list of cases becomes a sixteenth. The length says nothing: a random number of bytes is added, the proof in forms is
    # masked anew each time, and other sites cannot ask for pages as somebody (their cookie is Lax).
    "django.middleware.gzip.GZipMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "plimsoll.web.middleware.methods.Methods",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "plimsoll.web.middleware.records.Records",
]
ROOT_URLCONF = "plimsoll.config.urls"
WSGI_APPLICATION = "plimsoll.config.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "DIRS": [PACKAGE / "web" / "templates"],
        "OPTIONS": {"environment": "plimsoll.web.templating.environment"},
    }
]
AUTH_USER_MODEL = "records.User"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"  # no table of ours uses it: keys are UUIDs

# ---- safety -----------------------------------------------------------------------------------------------------------

DEBUG = flag("PLIMSOLL_DEBUG", False)
SHORTEST_KEY = 50


def _secret_key() -> str:
    """The key that signs sessions: given where the database is given, else the one kept beside the embedded database."""
    given = text("SECRET_KEY", "")
    hint = f"at least {SHORTEST_KEY} characters that nobody can guess, such as Python's secrets.token_urlsafe(50)"
    if (given and is_weak(given, SHORTEST_KEY)) or (not given and DATABASE_URL):
        raise Missing("SECRET_KEY", hint)
    kept = HOME / "secret-key"
    return given or (kept.read_text().strip() if kept.exists() else secrets.token_urlsafe(SHORTEST_KEY))


SECRET_KEY = _secret_key()
# Earlier keys, the newest first: what was signed or encrypted with one of them is read still; nothing new is made with it.
SECRET_KEY_FALLBACKS = words("SECRET_KEY_FALLBACKS", [])
ALLOWED_HOSTS = words("ALLOWED_HOSTS", ["localhost", "127.0.0.1", "[::1]"])
if DATABASE_URL and "*" in ALLOWED_HOSTS:
    raise Missing(
        "ALLOWED_HOSTS", "the names by which people reach Plimsoll, and not '*': links in it begin with any of them"
    )
if DEBUG and DATABASE_URL:
    raise Missing("PLIMSOLL_DEBUG", "'no' with a database of your own: its error pages show children's data")

# Nothing but our own files, nothing inline, and no frame round us.
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "manifest-src": [SELF],
        "worker-src": [SELF],
        "base-uri": [NONE],
        "object-src": [NONE],
        "frame-src": [NONE],
        "frame-ancestors": [NONE],
    }
}
# Set to 'no' only where people reach the server without TLS: on one's own machine.
SECURE = flag("PLIMSOLL_SECURE", bool(DATABASE_URL))
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE
SESSION_COOKIE_NAME, CSRF_COOKIE_NAME, THEME_COOKIE_NAME = (
    f"{'__Host-' if SECURE else ''}{name}" for name in ("session", "csrf", "theme")
)
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_AGE = 12 * 60 * 60  # a working day at most,
SESSION_EXPIRE_AT_BROWSER_CLOSE = True  # and no longer than the browser is open: machines are shared
CSRF_FAILURE_VIEW = "plimsoll.web.errors.forged"
SECURE_HSTS_SECONDS = 365 * 24 * 60 * 60 if SECURE else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE  # the name is Plimsoll's alone: docs/how-to/run-it-on-your-own-server.md
SECURE_SSL_REDIRECT = SECURE
SECURE_REDIRECT_EXEMPT = [r"^health$"]  # asked from the machine itself, without TLS; it says nothing of anybody
# Only a proxy of one's own may say by which scheme and from which address somebody came; anybody can send such headers.
BEHIND_PROXY = flag("PLIMSOLL_BEHIND_PROXY", False)
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if BEHIND_PROXY else None
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"

# Plain lines on standard error, where services keep their log. Our pages say themselves what failed (`web.errors`); what
# Django says of a request names its address, and what it says of a statement holds the values.
LOG_LEVEL = text("PLIMSOLL_LOG_LEVEL", "WARNING").upper()
if LOG_LEVEL not in LEVELS:
    raise Missing("PLIMSOLL_LOG_LEVEL", f"one of {', '.join(LEVELS)}, not '{LOG_LEVEL}'")
_silent = {"handlers": ["nowhere"], "propagate": False}
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"()": "plimsoll.config.log.Plain", "format": "%(levelname)s %(name)s: %(message)s"}},
    "handlers": {
        "stderr": {"class": "logging.StreamHandler", "formatter": "plain"},
        "nowhere": {"class": "logging.NullHandler"},
    },
    "root": {"handlers": ["stderr"], "level": LOG_LEVEL},
    "loggers": {
        "django": {"handlers": [], "level": LOG_LEVEL},
        **dict.fromkeys(("django.request", "django.server", "django.security", "django.db.backends"), _silent),
    },
}

# Asks for signing in without a password. It is granted only where every organisation is invented: `plimsoll serve` asks the
# database at the start, and whoever signs somebody in so asks it again (`records_all_invented`).
INVENTED = flag("PLIMSOLL_INVENTED", False)

# Files that another system puts here are read and staged: a folder with one folder for each organisation.
INBOX = Path(text("PLIMSOLL_INBOX", "")) if text("PLIMSOLL_INBOX", "") else None
# The digest of the key by which the first organisation is made in a browser. `plimsoll serve` makes the key at its start,
# and says it where there is no organisation.
SET_UP_DIGEST = text("PLIMSOLL_SET_UP_DIGEST", "")

# What one statement of a page may take; then it is ended, and the page says so. Ours: nobody waits for longer, and whoever
# comes after them waits too. What takes long is done by jobs, and these may take as long as they need.
STATEMENT_SECONDS = number("PLIMSOLL_STATEMENT_SECONDS", 30)

# ---- passwords and second factors -------------------------------------------------------------------------------------

AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
SILENCED_SYSTEM_CHECKS = [
    "auth.W004"
]  # an address is one person's whatever its capitals: by a constraint of the database
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
SHORTEST_PASSWORD = 10  # ours; long enough that a guesser who is slowed down never gets there
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": SHORTEST_PASSWORD},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "plimsoll.web.account.easy_words.EasyWords"},
]
LOGIN_URL, LOGIN_REDIRECT_URL = "sign-in", "home"
ACCOUNT_ADAPTER = "plimsoll.web.account.adapter.Adapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]  # nobody signs up: people are let in
ACCOUNT_EMAIL_VERIFICATION = "none"  # no e-mail is sent: whoever is let in is known to whoever let them in
ACCOUNT_REAUTHENTICATION_TIMEOUT = 15 * 60  # ours: one is asked again before what is dangerous
# allauth's own limits, and not a second library beside them: they count by address and person together (`adapter.py`), so
# that whoever guesses is stopped and the person is not. Of one address alone much is let through: an office has one.
ACCOUNT_RATE_LIMITS = {"login": "300/m/ip", "login_failed": "100/m/ip,5/5m/key"}
# How often one person may do what costs much or takes much out: ours, far above what is done by hand. The rest waits for the
# next page.
OFTEN = {"search": "60/m/key", "take-out": "120/h/key", "send-file": "60/h/key"}
MFA_ADAPTER = "plimsoll.web.account.adapter.FactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes", "webauthn"]
MFA_ALLOW_UNVERIFIED_EMAIL = True  # or whoever adds a factor is sent back without a word
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not SECURE  # on one's own machine alone
MFA_TOTP_ISSUER = "Plimsoll"
# Where what was tried is counted: in the database, as several processes answer.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "plimsoll_attempts",
        "OPTIONS": {"MAX_ENTRIES": 100_000},
    }
}

# ---- signing in by the organisation's own provider ----------------------------------------------------------------------

# An OpenID provider that people sign in at: docs/how-to/sign-in-by-your-own-provider.md. The issuer is compared letter by
# letter, so it stands here as the provider writes it.
PROVIDER_ISSUER = environment.address("PLIMSOLL_PROVIDER_ISSUER", secure=SECURE)
PROVIDER_CLIENT = text("PLIMSOLL_PROVIDER_CLIENT", "")
PROVIDER_SECRET = text("PLIMSOLL_PROVIDER_SECRET", "")
PROVIDER_NAME = text("PLIMSOLL_PROVIDER_NAME", "your work account")  # as buttons and sentences call it
# Which words of `acr`, `amr` or `acrs` say that the provider asked for a second step, so that ours is not asked as well; or
# `always`, where it asks everybody who comes here. Without any, ours is asked.
PROVIDER_SECOND_STEP = frozenset(words("PLIMSOLL_PROVIDER_SECOND_STEP", []))
PROVIDER_SECONDS = 10  # ours: how long it may take to answer; the sign-in of somebody waits for it
# Where anybody in the world has an account, the provider's word says nothing of who works here.
_ANYBODYS = {"common", "organizations", "consumers"}
if _ANYBODYS & set(PROVIDER_ISSUER.casefold().split("/")):
    raise Missing("PLIMSOLL_PROVIDER_ISSUER", "the address of your own tenant: with this one anybody could sign in")
if PROVIDER_ISSUER and not PROVIDER_CLIENT:
    raise Missing("PLIMSOLL_PROVIDER_CLIENT", "the client id under which your provider knows Plimsoll")
if PROVIDER_ISSUER and not PROVIDER_SECRET:
    raise Missing("PLIMSOLL_PROVIDER_SECRET", "the client secret that your provider gave you")
PASSWORDS = flag("PLIMSOLL_PASSWORDS", True)  # whether one can also sign in with a password of this server
if not PASSWORDS and not PROVIDER_ISSUER:
    raise Missing("PLIMSOLL_PROVIDER_ISSUER", "the address of your provider, or nobody can sign in without a password")

# ---- jobs -------------------------------------------------------------------------------------------------------------

PROCRASTINATE_AUTODISCOVER_MODULE_NAME = None  # ours are named, not found
PROCRASTINATE_IMPORT_PATHS = [
    "plimsoll.jobs.every_night",
    "plimsoll.jobs.importing",
    "plimsoll.jobs.rehearsing",
    "plimsoll.jobs.shadowing",
]
# What a machine missed that is switched off at night, it does in the morning.
PROCRASTINATE_PERIODIC_DEFAULTS = {"max_delay": 26 * 60 * 60}

# ---- files that are brought in ----------------------------------------------------------------------------------------

# What is sent goes to a temporary file that only the server's user can read, and never past this size.
UPLOAD_MEGABYTES = number("PLIMSOLL_UPLOAD_MEGABYTES", 50)
FILE_UPLOAD_HANDLERS = ["plimsoll.web.exchange.uploads.Limited"]
# Files that are kept with cases, and up to which size. Apart from all that is served: they leave by a page that asks who
# it is.
DOCUMENTS = Path(text("PLIMSOLL_DOCUMENTS", "")) if text("PLIMSOLL_DOCUMENTS", "") else HOME / "documents"
DOCUMENT_MEGABYTES = min(number("PLIMSOLL_DOCUMENT_MEGABYTES", 20), UPLOAD_MEGABYTES)
# The public keys to which backups are encrypted: whoever holds one of the private keys can open them, and nobody else.
BACKUP_KEYS = words("PLIMSOLL_BACKUP_KEYS", [])
# How old the newest backup may be before `plimsoll doctor` warns. Ours: one every night, and a day for one that failed.
BACKUP_DAYS = number("PLIMSOLL_BACKUP_DAYS", 2)
# More than a thousand things that a file left open are ticked on one page, each a field.
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5_000
DATA_UPLOAD_MAX_NUMBER_FILES = 4  # every form asks for one
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024  # of what is typed; the longest page of answers has a tenth of it
# From when on pages warn that the facts of the newest file are old. Ours: a file that comes every week, and a day for it to
# be late.
OLD_FACTS_DAYS = number("PLIMSOLL_OLD_FACTS_DAYS", 8)

# Between which hours of a working day looking at a case is nothing out of the ordinary. Ours.
USUAL_FROM, USUAL_UNTIL = number("PLIMSOLL_USUAL_FROM", 7), number("PLIMSOLL_USUAL_UNTIL", 20)

# ---- the built assets ---------------------------------------------------------------------------------------------------

STATIC_URL = "/static/"
STATIC_ROOT = PACKAGE / "web" / "dist"  # written by `make assets`, and carried by the wheel
STATICFILES_DIRS: list[Path] = []
if not STATIC_ROOT.is_dir():  # nothing is built yet, so nothing can be served; `plimsoll doctor` says so
    MIDDLEWARE.remove("whitenoise.middleware.WhiteNoiseMiddleware")
# Each build is a folder named after its content, so what is in one never changes.
WHITENOISE_IMMUTABLE_FILE_TEST = r"^/static/[0-9a-f]{12}/"
WHITENOISE_MAX_AGE = 60
# Every component in every state, for those who work on the pages.
GALLERY = DEBUG or flag("PLIMSOLL_GALLERY", False)

# ---- time and language ------------------------------------------------------------------------------------------------

USE_TZ = True
TIME_ZONE = "Europe/London"
LANGUAGE_CODE = "en-gb"
USE_I18N = False
