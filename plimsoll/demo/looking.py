"""The look of the working day before: so that whoever tries the town is shown what moved since.

What each worker's caseload was then is worked out as their page works it out, out of the history as it stood at that moment,
and remembered by the action by which the page remembers it. The database writes down now as the moment of every viewing; the
role that serves people cannot change that. The owner puts these at their moments, with the digest that belongs to each,
before anything is sealed.
"""

from datetime import date, datetime, time, timedelta
from uuid import UUID

import numpy as np
from django.db import connections, transaction

from plimsoll.actions.audit import record_viewing
from plimsoll.core.access import NotThere
from plimsoll.core.calendar import LONDON, Calendar, moment
from plimsoll.core.terms import Role
from plimsoll.demo.filling import OWNER
from plimsoll.queries.access import get_viewer
from plimsoll.queries.facts.editions import NothingInForce
from plimsoll.queries.priority import get_caseload
from plimsoll.records.context import acting
from plimsoll.records.models.people import RoleHeld

PAGE = "my-caseload"
FIRST_LOOK = time(8, 31)
APART = timedelta(minutes=1)  # nobody looks at the same moment as another
WHOLE_MORNING = 90  # of these minutes
PUT_BACK = "UPDATE records_viewing SET at = %s WHERE org_id = %s AND by_id = %s AND page = %s"
DIGEST = """
    UPDATE records_viewing v SET digest = records_digest(to_jsonb(v)) WHERE org_id = %s AND by_id = %s AND page = %s
"""


def working_day_before(day: date) -> date:
    """The last working day before a day.

    >>> working_day_before(date(2026, 11, 23))
    datetime.date(2026, 11, 20)
    """
    calendar = Calendar()
    before = day - timedelta(1)
    while not calendar.is_working_day(np.datetime64(before, "D")):
        before -= timedelta(1)
    return before


def look_before(org: UUID, as_at: date) -> int:
    """Everyone who held cases then looked at their caseload on the working day before; how many did."""
    then = datetime.combine(working_day_before(as_at), FIRST_LOOK, LONDON)
    with acting(org, None, "who looked at their caseload"):
        held = RoleHeld.objects.filter(org_id=org, role=Role.PRACTITIONER, from_date__lte=then.date())
        workers = list(held.order_by("worker__sort_name", "worker_id").values_list("worker_id", flat=True).distinct())
    with transaction.atomic(using=OWNER):
        return sum(_looked(org, worker, then + (place % WHOLE_MORNING) * APART) for place, worker in enumerate(workers))


def _looked(org: UUID, worker: UUID, at: datetime) -> bool:
    """One worker's look; nothing where they were not there, or held no case."""
    with acting(org, worker, f"GET {PAGE}"):
        try:
            viewer = get_viewer(org, worker, at.date())
            found = get_caseload(viewer, worker, moment(at), at)
        except (NotThere, NothingInForce):
            return False
    if not found.cases:
        return False
    roles = ", ".join(role.value for role in viewer.roles)
    with acting(org, worker, f"GET {PAGE}", roles=roles, origin="invented", using=OWNER):
        children = {placed.child for placed in found.cases if placed.child}
        record_viewing(viewer, PAGE, children=children, cases={placed.case for placed in found.cases}, using=OWNER)
        with connections[OWNER].cursor() as cursor:
            cursor.execute(PUT_BACK, [at, org, worker, PAGE])
            cursor.execute(DIGEST, [org, worker, PAGE])
    return True
