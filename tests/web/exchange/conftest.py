"""A small workbook, and bringing one in as somebody does."""

from collections.abc import Callable
from io import BytesIO
from uuid import UUID

import openpyxl  # type: ignore[import-untyped]
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.urls import reverse
from django.utils.timezone import now

from plimsoll.actions.exchange import apply_import, read_import, undo_import
from plimsoll.records.models.exchange import Import
from tests.factories.small import Small
from tests.formats.workbooks import IN_NEED, in_need
from tests.web.conftest import Browser

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
Send = Callable[..., HttpResponse]
Bring = Callable[..., UUID]


def workbook(*rows: list[object]) -> bytes:
    """A workbook with List 6 alone."""
    book = openpyxl.Workbook()
    book.active.title = "List 6"
    for row in (IN_NEED, *rows):
        book.active.append(row)
    content = BytesIO()
    book.save(content)
    return content.getvalue()


def child(reference: str, **cells: object) -> list[object]:
    """A row of a child in need, whom Ada Quill holds."""
    return in_need(reference, **cells)


@pytest.fixture
def send(browser: Browser, small: Small) -> Send:
    """Sends a file as somebody does, and has it read."""

    def sent(content: bytes, *, who: str = "max", name: str = "annex-a.xlsx", **said: str) -> HttpResponse:
        answer = browser(who).post(reverse("files"), {"file": SimpleUploadedFile(name, content, XLSX), **said})
        work(small)
        return answer

    return sent


@pytest.fixture
def bring(send: Send, browser: Browser, small: Small) -> Bring:
    """Brings a file in: names are added as new people, and the job is done."""

    def brought(*rows: list[object], name: str = "annex-a.xlsx") -> UUID:
        file = key_of(send(workbook(*rows), name=name))
        browser("max").post(reverse("file-people", args=[file]), {"all": "yes"})
        browser("max").post(reverse("file-teams", args=[file]), {"all": "yes"})
        browser("max").post(reverse("file-apply", args=[file]))
        work(small)
        return file

    return brought


def work(small: Small) -> None:
    """What the jobs worker does with the files that wait for it."""
    does = {"READING": read_import, "APPLYING": apply_import, "UNDOING": undo_import}
    for file, state in list(Import.objects.filter(state__in=does).values_list("pk", "state")):
        does[state](small.org, file, at=now())


def key_of(answer: HttpResponse) -> UUID:
    """The file that an answer leads to."""
    assert answer.status_code == 302, answer.content.decode()
    return UUID(answer["Location"].split("/")[2].split("?")[0])
