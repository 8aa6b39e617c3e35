"""Keeping filters."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from plimsoll.actions.authorise import check_can_keep_filter
from plimsoll.actions.search import NotKept, end_filter, keep_filter
from plimsoll.core.terms import FilterPlace
from plimsoll.queries.saved import list_filters
from plimsoll.web.done import Done
from plimsoll.web.sealed_words import opened
from plimsoll.web.search.kept import Keep, asked, keep_page, kept_page, shows
from plimsoll.web.show import show
from plimsoll.web.signed_in import signed_in


@signed_in("GET")
def filters(request: HttpRequest) -> HttpResponse:
    """All that the viewer keeps."""
    return show(request, "search/kept.jinja", kept_page(list_filters(request.viewer), request.viewer))


@signed_in("GET", "POST")
def new(request: HttpRequest) -> HttpResponse:
    """Keeping what the address says under a name."""
    check_can_keep_filter(request.viewer)
    said = request.GET.get("place", FilterPlace.SEARCH.value)
    if said not in set(FilterPlace):
        raise Http404
    place = FilterPlace(said)
    now = asked(place, opened(request))
    form = Keep(request.POST or None, as_at=request.now)
    if request.method == "POST" and form.is_valid():
        try:
            keep_filter(place, form.cleaned_data["name"], now, by=request.viewer, at=request.now)
        except NotKept as fault:
            form.add_error("name", str(fault))
        else:
            return redirect(shows(place, now, request.viewer, ("done", Done.FILTER_KEPT.value)))
    page = keep_page(form, place, now, request.viewer)
    return show(request, "search/keep.jinja", page, status=422 if form.is_bound else 200)


@signed_in("POST")
def end(request: HttpRequest, kept: UUID) -> HttpResponse:
    """Removing one."""
    end_filter(kept, by=request.viewer, at=request.now)
    return redirect(f"{reverse('filters')}?done={Done.FILTER_ENDED.value}")
