"""Closing a team, once nothing of it is left to move."""

from datetime import datetime
from uuid import UUID

from django.db import connection

from plimsoll.actions.audit import record_event
from plimsoll.actions.authorise import check_can_manage_people
from plimsoll.actions.cases import Refused, reason
from plimsoll.core.access import NotThere, Viewer
from plimsoll.core.calendar import LONDON
from plimsoll.core.terms import Act
from plimsoll.queries.closing_teams import get_still_there
from plimsoll.records.models.people import Team


def close_team(team: UUID, why: str, *, by: Viewer, at: datetime) -> None:
    """Closes a team from today: no case and nobody can be put into it any more, and what it was stands in the history.
    Whoever manages people; event TEAM_CLOSED.

    Raises
    ------
    NotAllowed : as `check_can_manage_people`. NotThere : no such team is open. Refused : no reason, it was added today, or
    something is left of it, as `get_still_there` says.
    """
    check_can_manage_people(by)
    with connection.cursor() as cursor:  # two administrators wait for each other, as `actions/people.py` has it
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"people of {by.org}"])
    found = Team.objects.select_for_update().filter(org_id=by.org, pk=team, closed_on__isnull=True).first()
    if found is None:
        raise NotThere
    today = at.astimezone(LONDON).date()
    faults = reason(why)
    if get_still_there(by, team, today).says:
        faults["team"] = f"{found.name} cannot be closed yet: something of it is left to move or to end."
    elif found.opened_on >= today:
        faults["team"] = f"{found.name} was added today. It can be closed from tomorrow."
    if faults:
        raise Refused(faults)
    found.closed_on, found.closed_why = today, why.strip()
    found.save(update_fields=["closed_on", "closed_why"])
    record_event(by, Act.TEAM_CLOSED, about_id=team, why=why.strip())
