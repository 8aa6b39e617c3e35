"""Today: one's own, or that of somebody whose caseload one may see."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from plimsoll.actions.today import note_came_up
from plimsoll.core.access import NotAllowed
from plimsoll.core.terms import CameUp
from plimsoll.queries.today import get_today
from plimsoll.web.done import Done
from plimsoll.web.show import show
from plimsoll.web.signed_in import signed_in
from plimsoll.web.today.page import today_page


@signed_in("GET")
def my_today(request: HttpRequest) -> HttpResponse:
    """The viewer's own day."""
    return _today(request, request.viewer.worker)


@signed_in("GET")
def worker_today(request: HttpRequest, worker: UUID) -> HttpResponse:
    """Somebody's day."""
    return _today(request, worker)


def _today(request: HttpRequest, worker: UUID) -> HttpResponse:
    found = get_today(request.viewer, worker, request.now)
    return show(request, "today/today.jinja", today_page(request.viewer, found, as_at=request.now))


@signed_in("POST")
def came_in(request: HttpRequest) -> HttpResponse:
    """Something came in between: one press, and no question."""
    kind = request.POST.get("kind", "")
    if kind not in set(CameUp):
        raise NotAllowed("Choose one of those that are there.")
    note_came_up(CameUp(kind), by=request.viewer, at=request.now)
    return redirect(f"{reverse('today')}?done={Done.CAME_IN.value}")
