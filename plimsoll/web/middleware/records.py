"""Round every page: whose records it sees, as whom it acts, and what it showed of whom."""

from collections.abc import Callable
from ipaddress import ip_address
from uuid import UUID

from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import Resolver404, resolve
from django.utils import timezone

from plimsoll.actions.audit import record_viewing
from plimsoll.core.access import NotAllowed, NotThere
from plimsoll.core.calendar import LONDON
from plimsoll.queries.access import acting_as, get_viewer, say_roles, with_opened, with_route
from plimsoll.queries.account import ORG, WORKER
from plimsoll.queries.facts.editions import NothingInForce
from plimsoll.web.errors import forbidden, not_agreed, not_found
from plimsoll.web.second_factor import lacks_factor

FAULT_OF_OURS = 500


class Records:
    """One transaction for the whole request, in the context of who is signed in. Whatever ends as a server's fault, or is
    refused, is undone as a whole. What a page says it showed is remembered, in the same transaction.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """The answer to a request."""
        request.now = timezone.now().astimezone(LONDON)
        request.viewer = None
        org, worker = (request.session.get(key) for key in (ORG, WORKER))
        if not (org and worker) or _is_over(request):
            return self.get_response(request)
        page = _page(request)
        why, most = f"{request.method} {page}", settings.STATEMENT_SECONDS
        with acting_as(UUID(org), UUID(worker), why, origin=origin(request), most_seconds=most):
            try:
                request.viewer = get_viewer(UUID(org), UUID(worker), request.now.date())
            except NotThere:  # they have left since
                request.session.flush()
                return self.get_response(request)
            request.viewer = with_opened(with_route(request.viewer, request.now), request.now)
            say_roles(request.viewer.said_roles)
            answer = self._answered(request)
            answer.setdefault("Cache-Control", "no-store")  # a machine may be shared, and back is one key
            viewed = getattr(answer, "viewed", None)
            if viewed and not transaction.get_rollback():
                record_viewing(request.viewer, page, children=viewed.children, cases=viewed.cases, opened=viewed.opened)
            return answer

    def _answered(self, request: HttpRequest) -> HttpResponse:
        if lacks_factor(request, _page(request)):
            return redirect("factor-app")
        answer = self.get_response(request)
        if answer.status_code >= FAULT_OF_OURS:  # Django has turned a crash into an answer: nothing may stay of it
            transaction.set_rollback(True)
        if answer.streaming:  # what it reads, it reads inside the transaction
            whole = HttpResponse(b"".join(answer.streaming_content), status=answer.status_code, headers=answer.headers)
            whole.cookies = answer.cookies
            return whole
        return answer

    def process_exception(self, request: HttpRequest, fault: Exception) -> HttpResponse | None:
        """A refusal becomes its page, and whatever was written before it is undone."""
        if not isinstance(fault, NotThere | NotAllowed | NothingInForce):
            return None
        # Drawn first: a transaction that is to be undone answers no question.
        if isinstance(fault, NotThere):
            answer = not_found(request, Http404())
        elif isinstance(fault, NotAllowed):
            answer = forbidden(request, fault)
        else:
            answer = not_agreed(request, fault)
        if request.viewer is not None:
            transaction.set_rollback(True)
        return answer


def _is_over(request: HttpRequest) -> bool:
    """Whether a session that began with a password is no more: it was changed elsewhere since, or the account is closed.
    Then nobody is signed in."""
    if SESSION_KEY not in request.session or (request.user.is_authenticated and request.user.is_active):
        return False
    request.session.flush()
    return True


def origin(request: HttpRequest) -> str:
    """From where somebody acts: their network address.

    Behind a proxy of one's own the connection comes from the proxy, and the last address in X-Forwarded-For is the one that
    it saw; those before it are what somebody sent. Without a proxy the whole header is.
    """
    connected = str(request.META.get("REMOTE_ADDR", ""))
    if not settings.BEHIND_PROXY:
        return connected
    last = request.META.get("HTTP_X_FORWARDED_FOR", "").rpartition(",")[2].strip()
    try:
        return str(ip_address(last))
    except ValueError:  # the proxy says nothing, or no address
        return connected


def _page(request: HttpRequest) -> str:
    """The name of the address: it says which page, and of nobody."""
    try:
        return resolve(request.path_info).view_name or "unnamed"
    except Resolver404:
        return "unknown"
