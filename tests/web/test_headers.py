"""What every answer tells a browser, whoever asks and whatever comes of it."""

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client, override_settings
from django.urls import reverse

from plimsoll.web.templating import static
from tests.factories.small import Small
from tests.web.conftest import Browser

pytestmark = pytest.mark.django_db
TOLD = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}


def paths(small: Small) -> dict[str, int]:
    """An address of each kind, and what it answers."""
    case = reverse("case", args=[small.cases["A1"].pk])
    return {case: 200, "/my-caseload": 200, "/search": 200, "/nothing": 404, "/health": 200, "/roles": 200}


def test_every_answer_says_what_a_browser_may_do_with_it(browser: Browser, small: Small) -> None:
    client = browser("ann")
    for path, status in {**paths(small), static("plimsoll.css"): 200}.items():
        answer = client.head(path)  # of a file it is not opened
        policy = answer.headers["Content-Security-Policy"]

        assert (path, answer.status_code) == (path, status)
        assert {name: answer.headers[name] for name in TOLD} == TOLD
        assert "camera=()" in answer.headers["Permissions-Policy"]
        for told in ("default-src 'none'", "script-src 'self'", "style-src 'self'", "object-src 'none'", "base-uri 'none'",
                     "frame-ancestors 'none'", "form-action 'self'"):  # fmt: skip
            assert told in policy
        assert "unsafe" not in policy
        assert "*" not in policy
        assert "Access-Control-Allow-Origin" not in answer.headers or path.startswith("/static/")


def test_no_page_is_kept_by_a_browser_or_on_its_way(browser: Browser, small: Small) -> None:
    for client in (browser("ann"), Client()):
        for path in (*paths(small), reverse("sign-in"), reverse("invitation")):
            assert (path, client.get(path).headers["Cache-Control"]) == (path, "no-store")


def test_over_tls_browsers_are_told_to_stay_with_it_and_cookies_are_for_this_host_alone() -> None:
    with override_settings(
        SECURE_HSTS_SECONDS=31_536_000, SECURE_HSTS_INCLUDE_SUBDOMAINS=True, SECURE_SSL_REDIRECT=True
    ):
        client = Client()
        answer = client.get(reverse("sign-in"), secure=True)

        assert answer.headers["Strict-Transport-Security"] == "max-age=31536000; includeSubDomains"
        assert client.get(reverse("sign-in")).headers["Location"].startswith("https://")
        assert client.get(reverse("health")).status_code == 200


def test_cookies_are_read_by_no_script_and_sent_by_no_other_site() -> None:
    cookies = Client().get(reverse("sign-in")).cookies

    assert settings.CSRF_COOKIE_NAME in cookies
    for cookie in cookies.values():
        assert (cookie["httponly"], cookie["samesite"], cookie["path"], cookie["domain"]) == (True, "Lax", "/", "")
    assert settings.SESSION_COOKIE_SAMESITE == "Lax"
    assert settings.SESSION_COOKIE_HTTPONLY


def test_another_name_of_the_host_is_refused(client: Client) -> None:
    with override_settings(ALLOWED_HOSTS=["plimsoll.example.org"]):
        assert client.get(reverse("sign-in"), headers={"host": "elsewhere.example"}).status_code == 400


def test_no_form_takes_many_files(browser: Browser, small: Small) -> None:
    files = {f"file{at}": SimpleUploadedFile(f"{at}.txt", b"text") for at in range(5)}

    assert browser("adam").post(reverse("files"), files).status_code == 400
