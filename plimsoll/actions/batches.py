"""Tasks of one kind on several cases, dealt with together."""

from collections.abc import Mapping
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from plimsoll.actions.cases import Refused
from plimsoll.actions.priority import postpone
from plimsoll.core.access import Viewer
from plimsoll.core.calendar import moment
from plimsoll.queries.placing import list_computed


def postpone_together(
    tasks: Mapping[UUID, tuple[str, str]],
    *,
    until: date,
    why: str,
    meanwhile: str,
    told: str,
    sooner_if: str,
    by: Viewer,
    at: datetime,
) -> tuple[UUID, ...]:
    """Puts off one task on each of several cases until a day, all of them or none; an event WORK_POSTPONED on each case.

    Parameters
    ----------
    tasks : reference and key of what is due, by case. Whoever asks offers nothing that is to see or protect a child: of that
    `postpone` says no more in a batch than alone. The rest is as of `postpone`.

    Raises
    ------
    NotThere, NotAllowed : as `postpone`, of any of the cases. Refused : no case, or what is wrong with one, by
    its reference.
    """
    if not tasks:
        raise Refused({"cases": "Choose at least one case."})
    made, faults = [], dict[str, str]()
    stands = list_computed(by, tasks, moment(at))
    with transaction.atomic():
        for case, (reference, duty) in tasks.items():
            try:
                made.append(
                    postpone(
                        case,
                        duty,
                        until=until,
                        why=why,
                        meanwhile=meanwhile,
                        told=told,
                        sooner_if=sooner_if,
                        stands=stands,
                        by=by,
                        at=at,
                    )
                )
            except Refused as refusal:
                for field, says in refusal.faults.items():
                    of_all = field in ("until", "why")
                    faults[field if of_all else "cases"] = says if of_all else f"{reference}: {says}"
        if faults:
            raise Refused(faults)
    return tuple(made)
