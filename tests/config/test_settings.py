"""Settings come from the environment, and what is missing or unsafe ends the start with a sentence."""

import runpy
from pathlib import Path
from typing import Any

import pytest

from plimsoll.config import settings as there
from plimsoll.config.embedded import cluster
from plimsoll.config.environment import Missing, flag, number, text, words

KEY = "long enough to be a key, and only for this test; ok"
WEB = "postgresql://web@db.invented.example/town"
GUIDE = "a text of at least 50 characters that nobody can guess"  # as the guide shows it
OWNER = "postgresql://owner@db.invented.example/town"
OWN = {"DATABASE_URL": WEB, "DATABASE_OWNER_URL": OWNER, "SECRET_KEY": KEY}


@pytest.fixture
def settings(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Any:
    """The settings as they are read with some variables set."""

    def read(**given: str) -> dict[str, Any]:
        monkeypatch.setenv("PLIMSOLL_HOME", str(tmp_path))
        for name, value in given.items():
            monkeypatch.setenv(name, value)
        return runpy.run_path(str(there.__file__))

    return read


def test_without_an_address_both_roles_lead_to_the_embedded_database(settings, tmp_path):
    databases = settings()["DATABASES"]

    assert {name: (at["USER"], at["NAME"], at["HOST"]) for name, at in databases.items()} == {
        "default": ("plimsoll_web", "plimsoll", str(cluster(tmp_path).socket)),
        "owner": ("plimsoll_owner", "plimsoll", str(cluster(tmp_path).socket)),
    }


def test_reading_the_settings_starts_and_writes_nothing(settings, tmp_path):
    settings()

    assert list(tmp_path.iterdir()) == []


def test_the_gallery_is_there_only_where_asked_for(settings, monkeypatch):
    monkeypatch.delenv("PLIMSOLL_GALLERY")

    assert [settings()["GALLERY"], settings(PLIMSOLL_GALLERY="yes")["GALLERY"]] == [False, True]


def test_ones_own_server(settings):
    databases = settings(**OWN)["DATABASES"]

    assert [databases[name]["USER"] for name in ("default", "owner")] == ["web", "owner"]


def test_a_kept_key_is_used(settings, tmp_path):
    (tmp_path / "secret-key").write_text(f"{KEY}\n")

    assert settings()["SECRET_KEY"] == KEY


def test_without_a_kept_key_each_start_has_another(settings):
    assert settings()["SECRET_KEY"] != settings()["SECRET_KEY"]


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ({"DATABASE_URL": WEB}, "Set DATABASE_OWNER_URL to the same database"),
        ({"DATABASE_OWNER_URL": OWNER}, "Set DATABASE_URL to the same database"),
        ({"DATABASE_URL": WEB, "DATABASE_OWNER_URL": OWNER}, "Set SECRET_KEY to at least 50 characters"),
        ({"SECRET_KEY": "short"}, "Set SECRET_KEY to at least 50 characters"),
        ({**OWN, "SECRET_KEY": "ab" * 40}, "Set SECRET_KEY to at least 50 characters"),
        ({**OWN, "SECRET_KEY": f"django-insecure-{KEY}"}, "Set SECRET_KEY to at least 50 characters"),
        ({**OWN, "SECRET_KEY": GUIDE}, "Set SECRET_KEY to at least 50 characters"),
        (
            {**OWN, "DATABASE_URL": WEB.replace("web@", "web:PASSWORD@")},
            "Set DATABASE_URL to an address with another pass",
        ),
        (
            {**OWN, "DATABASE_OWNER_URL": OWNER.replace("owner@", "owner:owner@")},
            "Set DATABASE_OWNER_URL to an address with",
        ),
        ({**OWN, "ALLOWED_HOSTS": "*"}, "Set ALLOWED_HOSTS to the names by which people reach Plimsoll"),
        ({**OWN, "PLIMSOLL_DEBUG": "yes"}, "Set PLIMSOLL_DEBUG to 'no' with a database of your own"),
        ({"PLIMSOLL_LOG_LEVEL": "debug"}, "Set PLIMSOLL_LOG_LEVEL to one of INFO, WARNING, ERROR, not 'DEBUG'"),
        ({"PLIMSOLL_DEBUG": "perhaps"}, "Set PLIMSOLL_DEBUG to 'yes' or 'no', not 'perhaps'"),
    ],
)
def test_what_is_missing_or_unsafe_is_refused(settings, given, says):
    with pytest.raises(Missing, match=says):
        settings(**given)


def test_readers(monkeypatch):
    monkeypatch.setenv("HERE", " a, b ,")
    monkeypatch.setenv("EMPTY", "")

    assert (text("HERE"), text("EMPTY", "c"), words("HERE", []), words("EMPTY", ["d"])) == (
        "a, b ,", "c", ["a", "b"], ["d"],
    )  # fmt: skip
    assert (flag("EMPTY", True), flag("EMPTY", False)) == (True, False)
    with pytest.raises(Missing, match="Set EMPTY to a name"):
        text("EMPTY", hint="a name")


def test_the_name_of_the_file_of_seals_stands_once():
    """The sealer and whoever checks must mean the same file."""
    package = Path(there.__file__).parents[1]
    said = [path.name for path in package.rglob("*.py") if '"audit-seals"' in path.read_text(encoding="utf-8")]

    assert said == ["settings.py"]


def test_what_a_proxy_says_is_believed_only_where_there_is_one(settings):
    read = [settings(), settings(PLIMSOLL_BEHIND_PROXY="yes")]

    assert [(one["BEHIND_PROXY"], one["SECURE_PROXY_SSL_HEADER"]) for one in read] == [
        (False, None),
        (True, ("HTTP_X_FORWARDED_PROTO", "https")),
    ]


def test_nothing_is_mailed_and_no_request_or_statement_is_logged(settings):
    logging = settings(PLIMSOLL_LOG_LEVEL="info")["LOGGING"]
    loggers = logging["loggers"]

    assert (logging["root"], loggers["django"]["handlers"]) == ({"handlers": ["stderr"], "level": "INFO"}, [])
    for name in ("django.request", "django.server", "django.security", "django.db.backends"):
        assert loggers[name] == {"handlers": ["nowhere"], "propagate": False}


@pytest.mark.parametrize("wrong", ["0", "-1", "8.5", "eight"])
def test_a_number_that_is_none_is_refused(monkeypatch, wrong):
    monkeypatch.setenv("PLIMSOLL_OLD_FACTS_DAYS", wrong)

    with pytest.raises(Missing, match="a whole number above 0"):
        number("PLIMSOLL_OLD_FACTS_DAYS", 8)


def test_cookies_and_transport_are_safe_where_people_reach_it_over_a_network(settings):
    read = settings(**OWN)

    names = [read[f"{cookie}_COOKIE_NAME"] for cookie in ("SESSION", "CSRF", "THEME")]
    assert names == ["__Host-session", "__Host-csrf", "__Host-theme"]
    assert all(read[f"{cookie}_COOKIE_{what}"] for cookie in ("SESSION", "CSRF") for what in ("SECURE", "HTTPONLY"))
    assert read["SECURE_HSTS_SECONDS"] >= 31_536_000
    assert read["SECURE_HSTS_INCLUDE_SUBDOMAINS"]
    assert read["SECURE_SSL_REDIRECT"]
    assert not read["DEBUG"]


PROVIDER = {
    "PLIMSOLL_PROVIDER_ISSUER": "https://accounts.invented.example/a-tenant/v2.0",
    "PLIMSOLL_PROVIDER_CLIENT": "plimsoll",
    "PLIMSOLL_PROVIDER_SECRET": "only for this test",
}


def test_a_provider_of_ones_own(settings):
    found = settings(**PROVIDER, PLIMSOLL_PROVIDER_SECOND_STEP="mfa, c1", PLIMSOLL_PASSWORDS="no")

    assert found["PROVIDER_ISSUER"] == PROVIDER["PLIMSOLL_PROVIDER_ISSUER"]
    assert found["PROVIDER_SECOND_STEP"] == {"mfa", "c1"}
    assert (found["PASSWORDS"], settings(PLIMSOLL_PASSWORDS="yes")["PASSWORDS"]) == (False, True)


@pytest.mark.parametrize(
    ("given", "says"),
    [
        (PROVIDER | {"PLIMSOLL_PROVIDER_CLIENT": ""}, "PLIMSOLL_PROVIDER_CLIENT"),
        (PROVIDER | {"PLIMSOLL_PROVIDER_SECRET": ""}, "PLIMSOLL_PROVIDER_SECRET"),
        (PROVIDER | {"PLIMSOLL_PROVIDER_ISSUER": "http://accounts.invented.example"}, "https"),
        (PROVIDER | {"PLIMSOLL_PROVIDER_ISSUER": "accounts.invented.example"}, "https"),
        (PROVIDER | {"PLIMSOLL_PROVIDER_ISSUER": "https://accounts.invented.example/?tenant=a"}, "https"),
        (PROVIDER | {"PLIMSOLL_PROVIDER_ISSUER": "https://login.invented.example/Common/v2.0"}, "anybody could"),
        (PROVIDER | {"PLIMSOLL_PROVIDER_ISSUER": "https://login.invented.example/organizations/v2.0"}, "anybody could"),
        (PROVIDER | OWN | {"PLIMSOLL_PROVIDER_ISSUER": "http://127.0.0.1:9000"}, "https"),
        ({"PLIMSOLL_PASSWORDS": "no"}, "PLIMSOLL_PROVIDER_ISSUER"),
    ],
)
def test_a_provider_that_is_half_said_or_anybodys_is_refused(settings, given, says):
    with pytest.raises(Missing, match=says):
        settings(**given)


def test_earlier_secret_keys(settings):
    given = {"SECRET_KEY_FALLBACKS": "one, two"}
    assert settings(**given)["SECRET_KEY_FALLBACKS"] == ["one", "two"]
