"""A session begins: who it is from now on."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from django.middleware.csrf import rotate_token
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme

from plimsoll.actions import account
from plimsoll.queries.access import acting_as, get_viewer, say_roles
from plimsoll.web.middleware.records import ORG, WORKER, origin
from plimsoll.web.second_factor import HOW, SECOND
from plimsoll.web.shell import prolong


def begin_session(request: HttpRequest, org: UUID, worker: UUID, how: account.How) -> None:
    """Signs somebody in without a password, and out whoever was."""
    remember(request, org, worker, how)
    leave(request)
    rotate_token(request)  # nor do they know the sign that goes with each form
    stay(request, org, worker, how)


def leave(request: HttpRequest) -> None:
    """Signs out whoever is signed in: whoever knew the session before knows nothing of the one that follows."""
    if request.viewer is not None:
        account.sign_out(by=request.viewer)
    request.session.flush()


def remember(request: HttpRequest, org: UUID, worker: UUID, how: account.How) -> None:
    """Writes into the trail that somebody signed in.

    Raises
    ------
    NotThere : they work there no longer.
    """
    with acting_as(org, worker, "POST sign-in", origin=origin(request)):
        viewer = get_viewer(org, worker, request.now.date())
        say_roles(viewer.said_roles)
        account.sign_in(by=viewer, how=how)


def stay(request: HttpRequest, org: UUID, worker: UUID, how: account.How, *, second: bool = False) -> None:
    """From now on the session is theirs. second : whether they have a second step."""
    request.session[ORG], request.session[WORKER] = str(org), str(worker)
    request.session[HOW], request.session[SECOND] = how.value, second
    prolong(request)


def begins(user: Any, now: datetime) -> str:
    """Where whoever accepted an invitation goes on: whoever had an account before reads what became of it."""
    return reverse("home" if user.created_at == now else "account")


def safe(request: HttpRequest, to: str) -> str:
    """An address of ours to go on to, or where one begins."""
    ours = url_has_allowed_host_and_scheme(to, {request.get_host()}, require_https=request.is_secure())
    return to if ours else reverse("home")
