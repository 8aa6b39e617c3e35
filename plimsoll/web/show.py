"""One way for every page to become an answer."""

from dataclasses import replace

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string

from plimsoll.web.done import done
from plimsoll.web.page import Page
from plimsoll.web.shell import shell


def show(request: HttpRequest, template: str, page: Page, *, status: int = 200) -> HttpResponse:
    """A page in its frame. What it showed of whom travels with the answer, for the record of viewings."""
    page = replace(page, notices=(*done(request), *page.notices))
    facts = page.facts_shown or bool(page.viewed)
    frame = shell(request, facts=facts, known_at=page.known_at, counted=page.counted)
    content = render_to_string(template, {"page": page, "shell": frame}, request=request)
    answer = HttpResponse(content, status=status)
    answer.viewed = page.viewed  # type: ignore[attr-defined]
    return answer
