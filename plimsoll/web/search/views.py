"""Searching."""

from urllib.parse import urlsplit

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import Resolver404, resolve

from plimsoll.actions import authorise
from plimsoll.core.access import Permission
from plimsoll.core.terms import FilterPlace
from plimsoll.queries.saved import list_filters
from plimsoll.queries.search import list_opened, search_cases
from plimsoll.web.limited import limited
from plimsoll.web.sealed_words import opened, sealed_query
from plimsoll.web.search.asked import wanted
from plimsoll.web.search.kept import asked as query
from plimsoll.web.search.kept import kept_bar
from plimsoll.web.search.page import search_page
from plimsoll.web.show import show
from plimsoll.web.signed_in import signed_in

# Pages into whose address a name may be typed.
SEARCHING = frozenset(
    {"search", "my-caseload", "caseload", "unallocated", "file-children", "file-changes", "file-faults", "viewings"}
)


@signed_in("GET")
def search(request: HttpRequest) -> HttpResponse:
    """Cases by whatever was typed; where nothing was, those that were opened last."""
    said = opened(request)
    asked = wanted(said.get("words", ""), today=request.now.date())
    page = search_page(
        asked,
        search_cases(request.viewer, asked) if asked.text else (),
        () if asked.text else list_opened(request.viewer),
        kept_bar(FilterPlace.SEARCH, list_filters(request.viewer), query(FilterPlace.SEARCH, said), request.viewer),
        today=request.now.date(),
        sees=bool(request.viewer.reach(Permission.SEE_CASE)),
        may_add=authorise.can_add(request.viewer),
    )
    return show(request, "search/search.jinja", page)


@signed_in("POST")
@limited("search")
def look_for(request: HttpRequest) -> HttpResponse:
    """Leads to one of the pages that search (`to`), with what was typed sealed in its address."""
    to = urlsplit(request.POST.get("to", "")).path
    try:
        known = resolve(to).view_name in SEARCHING
    except Resolver404:
        known = False
    if not known:
        raise Http404
    said = [(name, text) for name, text in request.POST.items() if name not in ("to", "csrfmiddlewaretoken")]
    query = sealed_query(said, request.viewer)
    return redirect(f"{to}?{query}" if query else to)
