"""Before a form is asked for its proof: what a page does not take at all is refused, and told so."""

from collections.abc import Callable, Iterable
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse

from plimsoll.web.errors import not_taken

View = Callable[..., HttpResponse]


def takes(*methods: str) -> Callable[[View], View]:
    """Says by which methods a page is asked; HEAD goes with GET. `Methods` refuses all others."""

    def say(view: View) -> View:
        view.methods = methods
        return view

    return say


class Methods:
    """Refuses a method that the page does not take: where the address names something, as if nothing were there, whoever
    asks. It stands before the check of forms, which would say that the page was open for too long.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """The answer to a request."""
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: View, args: Any, more: Any) -> HttpResponse | None:
        """The refusal, where there is one."""
        methods: Iterable[str] | None = getattr(view, "methods", None)
        if methods is None or request.method in methods or (request.method == "HEAD" and "GET" in methods):
            return None
        if more:  # the address names something: whether it is there is told to nobody by the way of asking
            raise Http404
        return not_taken(request, methods)
