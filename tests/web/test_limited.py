"""What takes much out, or much work, is done by one person no more often than by hand."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from tests.factories.small import Small
from tests.web.conftest import Browser

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("who", "what", "path", "body"),
    [
        ("ann", "search", "look-for", {"to": "/search", "words": "A1"}),
        ("ann", "take-out", "caseload-file", {}),
        ("adam", "send-file", "files", {"file": SimpleUploadedFile("a.txt", b"no list")}),
    ],
)
def test_the_third_is_refused_where_two_are_allowed(
    browser: Browser, small: Small, settings, who, what, path, body
) -> None:
    settings.OFTEN = settings.OFTEN | {what: "2/m/key"}
    where = reverse(path, args=[small.people[who]] if path == "caseload-file" else [])
    client = browser(who)

    answers = [client.post(where, body) for _ in range(3)]

    assert 429 not in [answer.status_code for answer in answers[:2]]
    assert answers[2].status_code == 429
    assert "That was very often" in answers[2].content.decode()
    assert answers[2].headers["Retry-After"] == "60"
    assert client.get(reverse("roles")).status_code == 200  # what is looked at is not counted


def test_one_person_shuts_out_nobody_else(browser: Browser, small: Small, settings) -> None:
    settings.OFTEN = settings.OFTEN | {"search": "1/m/key"}
    said = {"to": "/search", "words": "A1"}

    assert [browser(who).post(reverse("look-for"), said).status_code for who in ("ann", "ann", "sue")] == [
        302,
        429,
        302,
    ]
