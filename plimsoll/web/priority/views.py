"""Orders of work."""

from dataclasses import replace
from uuid import UUID

from django.http import HttpRequest, HttpResponse

from plimsoll.actions.exchange import export_caseload
from plimsoll.core.access import NotThere
from plimsoll.core.calendar import moment
from plimsoll.core.terms import FilterPlace
from plimsoll.queries.matters import list_asked
from plimsoll.queries.moved import get_moved
from plimsoll.queries.priority import get_caseload, list_unallocated
from plimsoll.queries.saved import list_filters
from plimsoll.queries.urgent import urgent_of
from plimsoll.queries.workload import get_load
from plimsoll.web.limited import limited
from plimsoll.web.out_of_sight import out_of_sight_notices, told
from plimsoll.web.priority.choice import Choice
from plimsoll.web.priority.page import caseload_page, unallocated_page
from plimsoll.web.sealed_words import opened
from plimsoll.web.search.kept import asked, kept_bar
from plimsoll.web.show import show
from plimsoll.web.signed_in import signed_in


@signed_in("GET")
def my_caseload(request: HttpRequest) -> HttpResponse:
    """The viewer's own order of work."""
    return _caseload(request, request.viewer.worker)


@signed_in("GET")
def caseload(request: HttpRequest, worker: UUID) -> HttpResponse:
    """Somebody's order of work."""
    return _caseload(request, worker)


def _caseload(request: HttpRequest, worker: UUID) -> HttpResponse:
    at = moment(request.now)
    found = get_caseload(request.viewer, worker, at)
    try:
        load = get_load(request.viewer, worker, at)
    except NotThere:
        load = None
    page = caseload_page(
        request.viewer,
        found,
        load,
        get_moved(request.viewer, found),
        urgent_of(request.viewer, found),
        Choice.of(opened(request)),
        list_asked(request.viewer, [placed.case for placed in found.cases]),
        path=request.path,
        as_at=request.now,
    )
    if worker == request.viewer.worker:  # where whoever works alone begins
        unseen = tuple(out_of_sight_notices(request.viewer, told(request.viewer, request.now.date())))
        now = asked(FilterPlace.CASELOAD, opened(request))
        kept = kept_bar(FilterPlace.CASELOAD, list_filters(request.viewer), now, request.viewer)
        page = replace(page, notices=(*unseen, *page.notices), kept=kept)
    return show(request, "priority/caseload.jinja", page)


@signed_in("POST")
@limited("take-out")
def caseload_as_file(request: HttpRequest, worker: UUID) -> HttpResponse:
    """Somebody's order of work as a file: an act, which is remembered, and so a POST."""
    content = export_caseload(worker, by=request.viewer, at=moment(request.now))
    answer = HttpResponse(content.encode("utf-8-sig"), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="order-of-work-{request.now:%Y-%m-%d}.csv"'
    answer["Cache-Control"] = "no-store"
    return answer


@signed_in("GET")
def unallocated(request: HttpRequest) -> HttpResponse:
    """Open cases that nobody holds."""
    found = list_unallocated(request.viewer, moment(request.now))
    asks = list_asked(request.viewer, [placed.case for placed in found.order.cases])
    page = unallocated_page(
        request.viewer, found, Choice.of(opened(request)), asks, path=request.path, as_at=request.now
    )
    return show(request, "priority/unallocated.jinja", page)
