"""Pages for what goes wrong: they say what to do, tell nothing, and stand without anything that may have failed."""

import logging
import logging.config
import re
import sys
from collections.abc import Callable, Iterable, Iterator

import pytest
from django.conf import settings
from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.db import OperationalError, connection
from django.http import Http404, HttpRequest, HttpResponse
from django.test import Client, RequestFactory, override_settings
from django.urls import URLPattern, URLResolver, path

from plimsoll.config import urls as real
from plimsoll.web import errors
from tests.factories.small import Small
from tests.web.conftest import signed_in

HANDLERS = {name: getattr(real, name) for name in ("handler400", "handler403", "handler404", "handler500")}
RAISED = {
    "bad": SuspiciousOperation("K-0412"),
    "denied": PermissionDenied("Only a manager closes a case."),
    "bare": PermissionDenied(),
    "hidden": Http404("K-0412 is restricted"),
    "broken": ZeroDivisionError("K-0412"),
    "no-database": OperationalError("K-0412"),
}


def fail(request: HttpRequest, what: str) -> HttpResponse:
    if what == "slow":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_sleep(10)")
    if what == "constraint":
        with connection.cursor() as cursor:
            cursor.execute("CREATE TEMPORARY TABLE child (name text UNIQUE)")
            for _ in range(2):
                cursor.execute("INSERT INTO child VALUES (%s)", ["K-0412"])
    raise RAISED[what]


def take(request: HttpRequest) -> HttpResponse:
    raise AssertionError("a form without its proof gets this far")


class Urls:
    """The addresses of the product, and some that fail."""

    urlpatterns = [*real.urlpatterns, path("fail/<what>", fail, name="failing"), path("take", take)]  # noqa: RUF012


for name, value in HANDLERS.items():
    setattr(Urls, name, value)


@pytest.fixture
def client() -> Iterator[Client]:
    with override_settings(ROOT_URLCONF=Urls):
        yield Client(raise_request_exception=False, enforce_csrf_checks=True, SERVER_NAME="localhost")


def said_of(client: Client, address: str) -> str:
    """A page without what differs at every look: its own address, and the proof of its forms."""
    return re.sub(r'(csrfmiddlewaretoken" value=")\w+', r"\1", texts(client.get(address)).replace(address, ""))


def as_written(records: Iterable[logging.LogRecord]) -> str:
    """Records of the log as the product writes them."""
    formatter = logging.config.DictConfigurator(settings.LOGGING).configure_formatter(
        dict(settings.LOGGING["formatters"]["plain"])
    )
    return "\n".join(formatter.format(record) for record in records)


def texts(answer: HttpResponse) -> str:
    return answer.content.decode()


@pytest.mark.parametrize(
    ("what", "status", "title"),
    [
        ("bad", 400, "That could not be read"),
        ("denied", 403, "You cannot do this"),
        ("bare", 403, "You cannot do this"),
        ("hidden", 404, "There is nothing here for you"),
        ("broken", 500, "Something went wrong"),
        ("no-database", 503, "Plimsoll is not available just now"),
    ],
)
def test_refusal_says_what_happened_and_what_to_do(client: Client, what: str, status: int, title: str) -> None:
    answer = client.get(f"/fail/{what}")

    assert answer.status_code == status
    assert f'<h1 class="page__title">{title}</h1>' in texts(answer)
    assert "What you can do" in texts(answer)
    assert "K-0412" not in texts(answer)
    assert "default-src 'none'" in answer["Content-Security-Policy"]


def test_the_reason_of_a_refusal_is_told(client: Client) -> None:
    assert "Only a manager closes a case." in texts(client.get("/fail/denied"))
    assert "This is not part of what your role does." in texts(client.get("/fail/bare"))


def test_hidden_and_never_there_read_the_same(client: Client) -> None:
    hidden, never = (said_of(client, address) for address in ("/fail/hidden", "/nowhere"))

    assert hidden == never


def test_a_form_without_its_proof_is_refused_in_words(client: Client) -> None:
    answer = client.post("/take")

    assert answer.status_code == 403
    assert "This page was open for too long" in texts(answer)


@pytest.mark.parametrize("method", ["PUT", "PATCH", "DELETE", "POST"])
def test_a_method_that_a_page_does_not_take_is_refused_before_the_proof_is_asked_for(
    client: Client, method: str
) -> None:
    answer = client.generic(method, "/accessibility")

    assert (answer.status_code, answer["Allow"]) == (405, "GET")
    assert '<h1 class="page__title">This page does not work that way</h1>' in texts(answer)
    assert "What you can do" in texts(answer)


def test_a_form_that_a_page_takes_needs_its_proof_first(client: Client) -> None:
    assert (client.post("/theme").status_code, client.post("/sign-in").status_code) == (403, 403)


def test_every_page_says_which_methods_it_takes() -> None:
    def views(patterns: list[URLPattern | URLResolver]) -> Iterator[Callable[..., HttpResponse]]:
        for each in patterns:
            yield from views(each.url_patterns) if isinstance(each, URLResolver) else [each.callback]

    assert [view for view in views(real.urlpatterns) if not hasattr(view, "methods")] == []


def test_our_fault_stands_in_the_log_without_anything_of_a_child(
    client: Client, caplog: pytest.LogCaptureFixture
) -> None:
    answer = client.get("/fail/broken?words=K-0412")
    written = as_written(caplog.records)

    (reference,) = [record.args[0] for record in caplog.records if record.name == "plimsoll.web"]
    assert f">{reference}<" in texts(answer)
    assert f"ERROR plimsoll.web: A page failed: reference {reference}, GET failing\n" in written
    assert ", in fail\n" in written
    assert written.endswith("builtins.ZeroDivisionError")
    assert "K-0412" not in written


@pytest.mark.django_db
def test_a_broken_constraint_stands_in_the_log_by_name(client: Client, caplog: pytest.LogCaptureFixture) -> None:
    assert client.get("/fail/constraint").status_code == 500
    written = as_written(caplog.records)

    assert "psycopg.errors.UniqueViolation, sqlstate 23505, table_name child, constraint_name child_name_key" in written
    assert "django.db.utils.IntegrityError" in written
    assert "K-0412" not in written


def test_a_silent_database_stands_in_the_log(client: Client, caplog: pytest.LogCaptureFixture) -> None:
    client.get("/fail/no-database")

    (said,) = [record.getMessage() for record in caplog.records if record.name == "plimsoll.web"]
    assert said == "The database failed a page: GET failing, django.db.utils.OperationalError"


def test_what_others_log_of_a_fault_is_as_quiet() -> None:
    try:
        raise ValueError("K-0412")
    except ValueError:
        record = logging.getLogger("procrastinate").makeRecord(
            "procrastinate", logging.ERROR, "", 0, "A job failed", (), sys.exc_info()
        )
    written = as_written([record])

    assert written.startswith("ERROR procrastinate: A job failed\n")
    assert written.endswith("builtins.ValueError")


@pytest.mark.django_db
def test_a_statement_of_a_page_that_takes_too_long_is_ended_and_said(small: Small) -> None:
    with override_settings(ROOT_URLCONF=Urls, STATEMENT_SECONDS=1):
        browser = signed_in(small.org, small.people["ann"])
        browser.raise_request_exception = False
        answer = browser.get("/fail/slow")

    assert (answer.status_code, answer["Retry-After"]) == (503, "60")
    assert '<h1 class="page__title">This took too long</h1>' in texts(answer)
    assert "Plimsoll stopped after 1 seconds" in texts(answer)


def test_not_available_says_when_to_come_back(client: Client) -> None:
    assert client.get("/fail/no-database")["Retry-After"] == "60"


def test_the_last_resort_stands_where_even_the_template_fails(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*given: object) -> str:
        raise FileNotFoundError

    monkeypatch.setattr(errors, "render_to_string", broken)
    answer = errors.server_error(RequestFactory().get("/"))

    assert (answer.status_code, texts(answer)) == (500, errors.LAST_RESORT)
