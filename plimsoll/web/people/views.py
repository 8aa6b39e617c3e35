"""Teams, and what roles may do."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse

from plimsoll.core.calendar import moment
from plimsoll.queries.people import get_team, list_teams
from plimsoll.web.people.page import roles_page, team_page, teams_page
from plimsoll.web.show import show
from plimsoll.web.signed_in import signed_in


@signed_in("GET")
def teams(request: HttpRequest) -> HttpResponse:
    """The teams whose cases the viewer may see."""
    return show(request, "people/teams.jinja", teams_page(list_teams(request.viewer)))


@signed_in("GET")
def team(request: HttpRequest, team: UUID) -> HttpResponse:
    """One team: every load line, and what nobody holds."""
    found = get_team(request.viewer, team, moment(request.now))
    return show(request, "people/team.jinja", team_page(found, today=request.now.date()))


@signed_in("GET")
def roles(request: HttpRequest) -> HttpResponse:
    """What each role may do, and which the viewer holds."""
    return show(request, "people/roles.jinja", roles_page(request.viewer))
