"""Closing a team."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from plimsoll.actions.authorise import check_can_manage_people
from plimsoll.actions.cases import LONGEST_WHY
from plimsoll.actions.closing_teams import close_team
from plimsoll.queries.closing_teams import get_still_there
from plimsoll.queries.people import list_open_teams
from plimsoll.web.done import Done
from plimsoll.web.forms.fields import LongText, Pick
from plimsoll.web.forms.form import Form
from plimsoll.web.parts import Link
from plimsoll.web.set_up.asking import ask
from plimsoll.web.set_up.page import FormPage
from plimsoll.web.signed_in import signed_in


class CloseForm(Form):
    """Which team, and why."""

    team = Pick(label="Which team is to be closed?", choices=[], missing="Choose the team")
    why = LongText(label="Why?", missing="Say why", most=LONGEST_WHY, rows=3)


@dataclass(frozen=True, kw_only=True)
class ClosingPage(FormPage):
    """Closing a team. still : what is left of the one that was chosen, a sentence each with what to do first."""

    still: tuple[str, ...]


@signed_in("GET", "POST")
def close(request: HttpRequest) -> HttpResponse:
    """Closing a team; where something of it is left, what has to be done first."""
    check_can_manage_people(request.viewer)
    form = CloseForm(request.POST or None, as_at=request.now)
    form.fields["team"].choices = [(str(key), name) for key, name in list_open_teams(request.viewer)]
    page = ClosingPage(
        "Close a team",
        (
            "From today no case and nobody can be put into it. Its name, its people and its cases of before stay on record.",
            "Its open cases and its people are moved first. Choose it, and you are told what is left.",
        ),
        form,
        request.path,
        "Close the team",
        reverse("people"),
        back=Link("People", reverse("people")),
        still=_still(request, form),
    )

    def do(said: dict[str, Any]) -> None:
        close_team(UUID(said["team"]), said["why"], by=request.viewer, at=request.now)

    return ask(request, page, do, then=reverse("people"), done=Done.TEAM_CLOSED, template="people/close_team.jinja")


def _still(request: HttpRequest, form: CloseForm) -> tuple[str, ...]:
    """What is left of the team that was chosen."""
    chosen = form.data.get("team") if form.is_bound else None
    if chosen not in dict(form.fields["team"].choices):
        return ()
    return get_still_there(request.viewer, UUID(chosen), request.now.date()).says
