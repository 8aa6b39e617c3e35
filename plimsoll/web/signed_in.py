"""Pages for those who are signed in."""

import time
from collections.abc import Callable
from functools import wraps
from typing import Any
from urllib.parse import urlencode

from allauth.account.authentication import get_authentication_records
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from plimsoll.web.middleware.methods import takes

View = Callable[..., HttpResponse]


def signed_in(*methods: str, back: Callable[[HttpRequest], str] | None = None) -> Callable[[View], View]:
    """A page by these methods, for whoever is signed in; anyone else signs in first and is then brought here, or, of what
    was sent, where `back` says."""

    def guard(view: View) -> View:
        @takes(*methods)
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **more: Any) -> HttpResponse:
            if request.viewer is None:
                sent = back(request) if back else "/"
                to = request.get_full_path() if request.method == "GET" else sent
                return redirect(f"{reverse('sign-in')}?{urlencode({'next': to})}")
            return view(request, *args, **more)

        return guarded

    return guard


def asked_again(view: View) -> View:
    """Before something dangerous whoever signed in with a password a while ago gives it again, and is then brought here. It
    stands below `signed_in`."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **more: Any) -> HttpResponse:
        if request.user.is_authenticated and not _lately(request):
            return redirect(f"{reverse('confirm')}?{urlencode({'next': request.get_full_path()})}")
        return view(request, *args, **more)

    return guarded


def _lately(request: HttpRequest) -> bool:
    """Whether whoever is signed in showed lately who they are, by their password or the second step."""
    shown = get_authentication_records(request, request.user)
    return bool(shown) and time.time() - shown[-1]["at"] < settings.ACCOUNT_REAUTHENTICATION_TIMEOUT
