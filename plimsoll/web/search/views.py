"""Searching."""

from django.http import HttpRequest, HttpResponse

from plimsoll.actions import authorise
from plimsoll.core.access import Permission
from plimsoll.core.terms import FilterPlace
from plimsoll.queries.saved import list_filters
from plimsoll.queries.search import list_opened, search_cases
from plimsoll.web.search.asked import wanted
from plimsoll.web.search.kept import asked as query
from plimsoll.web.search.kept import kept_bar
from plimsoll.web.search.page import search_page
from plimsoll.web.show import show
from plimsoll.web.signed_in import signed_in


@signed_in("GET")
def search(request: HttpRequest) -> HttpResponse:
    """Cases by whatever was typed; where nothing was, those that were opened last."""
    asked = wanted(request.GET.get("words", ""), today=request.now.date())
    page = search_page(
        asked,
        search_cases(request.viewer, asked) if asked.text else (),
        () if asked.text else list_opened(request.viewer),
        kept_bar(FilterPlace.SEARCH, list_filters(request.viewer), query(FilterPlace.SEARCH, request.GET)),
        today=request.now.date(),
        sees=bool(request.viewer.reach(Permission.SEE_CASE)),
        may_add=authorise.can_add(request.viewer),
    )
    return show(request, "search/search.jinja", page)
