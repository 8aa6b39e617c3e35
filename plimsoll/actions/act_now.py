"""Taking what must not wait a minute."""

from datetime import datetime
from uuid import UUID

from plimsoll.actions.audit import record_event
from plimsoll.actions.authorise import check_can_take_on
from plimsoll.actions.cases import Refused, one_at_a_time_on, tell_allocation
from plimsoll.core.access import Viewer
from plimsoll.core.terms import Act
from plimsoll.records.models.cases import Allocation

WHY = "Took the referral, so that somebody is on it now"


def take_referral_on(case: UUID, *, by: Viewer, at: datetime) -> None:
    """Says that one is on a referral oneself, from now on: one holds it until somebody else does. It stays with the team of
    its queue. Whoever may decide about it, while nobody holds it; event CASE_ALLOCATED.

    Raises
    ------
    NotThere, NotAllowed : as `check_can_take_on`. Refused : somebody holds it.
    """
    one_at_a_time_on(case, by=by)
    found = check_can_take_on(by, case)
    spells = Allocation.objects.filter(org_id=by.org, case_id=case, to_at__isnull=True)
    if current := spells.select_related("worker").first():
        raise Refused({"worker": f"{current.worker.name} has taken it already."})
    made = Allocation.objects.create(
        org_id=by.org, case_id=case, worker_id=by.worker, from_at=at, why=WHY, allocated_by_id=by.worker
    )
    tell_allocation(case, None, by=by, at=at)
    record_event(by, Act.CASE_ALLOCATED, case_id=case, child_id=found.child_id, about_id=made.pk, why=WHY, detail={})
