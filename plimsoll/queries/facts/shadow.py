"""Shadow months: for whom the order of work is computed and kept, and not shown."""

from datetime import date, timedelta
from uuid import UUID

from django.db import connection

from plimsoll.core.access import NotAllowed, Permission, Viewer
from plimsoll.core.timescales.explain import day_words
from plimsoll.records import scopes
from plimsoll.records.models.priority import ShadowSpell


def shadow_until(viewer: Viewer, worker: UUID, on: date, *, past: bool = False) -> date | None:
    """The last day of the shadow month of a worker's team that runs on a day; None where their order is shown. One query.

    Parameters
    ----------
    past : whether it is a past day that is looked back at: whoever looks back at everybody's lists is shown it all the same.
    """
    if past and viewer.reach(Permission.LOOK_BACK).everything:
        return None
    with connection.cursor() as cursor:
        cursor.execute(RUNNING, [viewer.org, worker, on, on, on, on])
        found = cursor.fetchone()
    return found[0] - timedelta(1) if found else None


RUNNING = """
    SELECT s.to_date FROM records_shadowspell s
    JOIN records_membership m ON m.org_id = s.org_id AND m.team_id = s.team_id
    WHERE s.org_id = %s AND m.worker_id = %s AND m.from_date <= %s AND (m.to_date IS NULL OR m.to_date > %s)
      AND s.from_date <= %s AND s.to_date > %s
    ORDER BY s.to_date DESC LIMIT 1
"""


def in_shadow(viewer: Viewer, on: date) -> frozenset[UUID]:
    """Everybody whose order a shadow month of their team hides on a day. One query."""
    running = ShadowSpell.objects.filter(org_id=viewer.org, from_date__lte=on, to_date__gt=on).values("team_id")
    return frozenset(scopes.members(viewer.org, on).filter(team_id__in=running).values_list("worker_id", flat=True))


def is_in_shadow(viewer: Viewer, team: UUID, on: date) -> bool:
    """Whether a shadow month of a team runs on a day. One query."""
    rows = ShadowSpell.objects.filter(org_id=viewer.org, team_id=team, from_date__lte=on, to_date__gt=on)
    return rows.exists()


def team_shadow_until(viewer: Viewer, team: UUID, on: date) -> date | None:
    """The last day of the shadow month of a team that runs on a day; None where none does. One query."""
    rows = ShadowSpell.objects.filter(org_id=viewer.org, team_id=team, from_date__lte=on, to_date__gt=on)
    found = rows.order_by("-to_date").values_list("to_date", flat=True).first()
    return found - timedelta(1) if found else None


def check_order_is_shown(viewer: Viewer, worker: UUID, on: date) -> None:
    """Refuses what cannot be done without seeing the order of a worker's list, in the shadow month of their team. One query.

    Raises
    ------
    NotAllowed : it is not shown on that day; the message says until when.
    """
    until = shadow_until(viewer, worker, on)
    if until is not None:
        raise NotAllowed(not_shown(until))


def not_shown(until: date) -> str:
    """That the order of work is not shown, in a sentence."""
    return f"Shadow month: the order of work is not shown to this team until the end of {day_words(until)}."
