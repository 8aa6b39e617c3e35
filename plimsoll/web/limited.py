"""How often one person may do what takes much out or much work: far more than by hand, far less than by a program."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from allauth.core.internal.ratelimit import consume
from django.conf import settings
from django.http import HttpRequest, HttpResponse

from plimsoll.web.errors import too_often

View = Callable[..., HttpResponse]


def limited(what: str) -> Callable[[View], View]:
    """A page on which something is sent no more often than `settings.OFTEN` says of `what`. Looking at it is not counted. It
    stands below `signed_in`; it is counted by allauth, as tries to sign in are."""

    def guard(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **more: Any) -> HttpResponse:
            if request.method == "POST":
                rate, whose = settings.OFTEN[what], str(request.viewer.worker)
                if not consume(request, action=what, app="plimsoll", config={what: rate}, key=whose):
                    return too_often(request)
            return view(request, *args, **more)

        return guarded

    return guard
