"""Pages for those who are signed in."""

from collections.abc import Callable
from functools import wraps
from typing import Any
from urllib.parse import urlencode

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
