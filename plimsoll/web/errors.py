"""When a page cannot be shown: what happened, and what to do.

None of these says whether a thing exists that the person may not see: the page for what is hidden is the page for what was
never there. Those for our own faults need neither database nor session, as either may be what failed.
"""

import logging
import secrets
import sys
from collections.abc import Iterable
from dataclasses import dataclass

from django.conf import settings
from django.db import InterfaceError, OperationalError
from django.http import Http404, HttpRequest, HttpResponse
from django.template.loader import render_to_string
from psycopg.errors import QueryCanceled

from plimsoll.config.log import describe, kind
from plimsoll.web.page import Page
from plimsoll.web.shell import Shell, version
from plimsoll.web.show import show
from plimsoll.web.theme import chosen

RETRY_SECONDS = 60
LAST_RESORT = """<!doctype html><html lang="en-GB"><meta charset="utf-8"><title>Something went wrong - Plimsoll</title>
<h1>Something went wrong</h1><p>Plimsoll could not show this page, and it is our fault.
Nothing that was saved before is lost.</p>
<p>Try again in a few minutes. If it goes on,
tell whoever looks after Plimsoll where you work.</p></html>"""
_log = logging.getLogger("plimsoll.web")


@dataclass(frozen=True)
class Refusal(Page):
    """What happened and what to do, a sentence each; `reference` finds our own fault in the server's log. It asks the
    records nothing that it can do without: a refusal costs little, and the same for everybody."""

    counted = False

    happened: str
    advice: tuple[str, ...]
    reference: str = ""


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """400: what was sent is nothing that the pages send."""
    page = Refusal(
        "That could not be read",
        "What your browser sent is not something that Plimsoll asks for.",
        ("Go back, load the page again, and try once more.", "If you followed a link, it may be cut short."),
    )
    return _plain(request, page, 400)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    """403: an act that is not this person's to do. Its reason is shown where the refusal gives one."""
    page = Refusal(
        "You cannot do this",
        str(exception) or "This is not part of what your role does.",
        ("Nothing was changed.", "If your work needs it, ask your manager or whoever keeps the roles where you work."),
    )
    return show(request, "errors/refusal.jinja", page, status=403)


def not_found(request: HttpRequest, exception: Http404) -> HttpResponse:
    """404: nothing is here, or nothing that this person may see. Both read the same."""
    page = Refusal(
        "There is nothing here for you",
        "Either there is no page at this address, or it is not yours to see. We say the same for both, so that nobody "
        "can learn from an address who is known to the service.",
        ("Check the address if you typed it.", "If you were given a link to a case, ask who holds the case."),
    )
    return show(request, "errors/refusal.jinja", page, status=404)


def not_agreed(request: HttpRequest, exception: Exception) -> HttpResponse:
    """409: the organisation has not agreed yet on what the page stands on. Its sentence says what is missing."""
    page = Refusal(
        "There are no rules to work by yet",
        str(exception),
        (
            "Without them nothing can be put in order, and Plimsoll does not guess.",
            "Your cases are all there: find them by name.",
            "Ask whoever keeps the settings where you work.",
        ),
    )
    return show(request, "errors/refusal.jinja", page, status=409)


def forged(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403: a form without the proof that it came from our own page, most often a page left open too long."""
    page = Refusal(
        "This page was open for too long",
        "For safety we only take a form from a page that is still fresh. Yours is not, so nothing was saved.",
        (
            "Go back to the page. What you typed may still be there: copy it.",
            "Load the page again, sign in if you are asked to, and send it once more.",
            "If it happens again at once, allow cookies for this address in your browser.",
        ),
    )
    return _plain(request, page, 403)


def not_taken(request: HttpRequest, methods: Iterable[str]) -> HttpResponse:
    """405: a page asked in a way that is not its own, most often the address of a form that was typed or kept."""
    page = Refusal(
        "This page does not work that way",
        "What was asked of this address is nothing that it does. Nothing was changed.",
        (
            "Go back, and use the links and buttons of the page before.",
            "If you kept or were sent this address, begin at your first page instead.",
        ),
    )
    answer = _plain(request, page, 405)
    answer["Allow"] = ", ".join(methods)
    return answer


def too_often(request: HttpRequest) -> HttpResponse:
    """429: more often than anybody does it by hand."""
    page = Refusal(
        "That was very often",
        "You did this more often within a short time than anybody does by hand, so Plimsoll waits. Nothing is lost, and "
        "nothing was changed.",
        (
            "Wait a minute, and try again. What takes files out or brings them in may ask you to wait up to an hour.",
            "If it was not you, sign out, and tell whoever looks after Plimsoll where you work.",
        ),
    )
    answer = show(request, "errors/refusal.jinja", page, status=429)
    answer["Retry-After"] = str(RETRY_SECONDS)
    return answer


def server_error(request: HttpRequest) -> HttpResponse:
    """500: our own fault; 503 where it is that the database cannot be reached, or took too long. The log has the page by
    the name of its route, since its address can name a child, and of the fault only what `config.log` lets through."""
    fault = sys.exc_info()[1]
    if isinstance(fault, (OperationalError, InterfaceError)):
        _log.error("The database failed a page: %s %s, %s", request.method, _route(request), kind(fault))
        return too_long(request) if isinstance(fault.__cause__, QueryCanceled) else unavailable(request)
    reference = secrets.token_hex(4)
    told = describe(fault) if fault else "no exception"
    _log.error("A page failed: reference %s, %s %s\n%s", reference, request.method, _route(request), told)
    page = Refusal(
        "Something went wrong",
        "Plimsoll could not show this page, and it is our fault. What you did just now was not saved; everything saved "
        "before is as it was.",
        (
            "Try again in a few minutes.",
            "If it goes on, tell whoever looks after Plimsoll where you work, with the reference below.",
            "If a child may be in danger now, do not wait for Plimsoll: act as your procedures say.",
        ),
        reference=reference,
    )
    return _plain(request, page, 500)


def unavailable(request: HttpRequest) -> HttpResponse:
    """503: Plimsoll is being looked after, or its database is."""
    page = Refusal(
        "Plimsoll is not available just now",
        "It is being worked on, or cannot reach its records. Nothing that was saved is lost.",
        (
            "Wait a minute and load the page again.",
            "If a child may be in danger now, do not wait for Plimsoll: act as your procedures say.",
        ),
    )
    answer = _plain(request, page, 503)
    answer["Retry-After"] = str(RETRY_SECONDS)
    return answer


def too_long(request: HttpRequest) -> HttpResponse:
    """503: a statement of the page took longer than one may."""
    page = Refusal(
        "This took too long",
        f"Plimsoll stopped after {settings.STATEMENT_SECONDS} seconds, so that nobody else has to wait. What you did just "
        "now was not saved; everything saved before is as it was.",
        (
            "Try again in a minute or two. A file may be on its way in just now, and may hold up the cases in it.",
            "If it goes on, tell whoever looks after Plimsoll where you work which page it is.",
            "If a child may be in danger now, do not wait for Plimsoll: act as your procedures say.",
        ),
    )
    answer = _plain(request, page, 503)
    answer["Retry-After"] = str(RETRY_SECONDS)
    return answer


def _route(request: HttpRequest) -> str:
    """The name of the route: the path can hold whom it is about, and the query what was looked for."""
    match = request.resolver_match
    return (match.view_name or "without a name") if match else "no route"


def _plain(request: HttpRequest, page: Refusal, status: int) -> HttpResponse:
    """A page in a frame that knows nobody, so that nothing has to be asked to draw it."""
    try:
        frame = Shell(theme=chosen(request), version=version())
        content = render_to_string("errors/plain.jinja", {"page": page, "shell": frame})
    except Exception:
        _log.exception("The page of an error failed itself")
        content = LAST_RESORT
    return HttpResponse(content, status=status)
