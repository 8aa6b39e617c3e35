"""The way to a caseload as it was."""

from uuid import UUID

from django.urls import reverse

from plimsoll.core.access import Permission, Viewer
from plimsoll.web.parts import Act


def look_back_link(viewer: Viewer, worker: UUID) -> Act | None:
    """The way to a worker's caseload of the past, for whoever got to that worker's present one and may take it."""
    sees, looks = viewer.reach(Permission.SEE_CASE), viewer.reach(Permission.LOOK_BACK)
    by_team = bool(looks.teams) and not sees.everything and sees.teams <= looks.teams
    if not (looks.everything or worker in looks.workers or by_team):
        return None
    return Act("As it was at an earlier moment", href=reverse("caseload-past", args=[worker]))
