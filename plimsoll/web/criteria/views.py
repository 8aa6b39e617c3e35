"""The criteria by which work is put in order."""

from django.http import HttpRequest, HttpResponse

from plimsoll.actions import authorise
from plimsoll.core.access import NotThere
from plimsoll.queries import shipped
from plimsoll.queries.criteria import get_versions
from plimsoll.web.criteria.page import criteria_page, shipped_page
from plimsoll.web.show import show
from plimsoll.web.signed_in import signed_in


@signed_in("GET")
def criteria(request: HttpRequest) -> HttpResponse:
    """The set that holds, in plain English, and those before it."""
    authorise.check_can_read_criteria(request.viewer)
    found = get_versions(request.viewer, request.now.date())
    page = criteria_page(found, shipped.shipped_scales(), manages=authorise.can_manage_settings(request.viewer))
    return show(request, "criteria/criteria.jinja", page)


@signed_in("GET")
def shipped_set(request: HttpRequest, key: str) -> HttpResponse:
    """One of the sets that come with Plimsoll, in plain English, with its worked cases."""
    authorise.check_can_read_criteria(request.viewer)
    if key not in shipped.SETS:
        raise NotThere
    at = shipped.SETS.index(key)
    page = shipped_page(
        shipped.shipped_sets()[at],
        shipped.shipped_worked()[at],
        shipped.shipped_scales(),
        manages=authorise.can_manage_settings(request.viewer),
    )
    return show(request, "criteria/criteria.jinja", page)
