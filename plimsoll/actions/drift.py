"""What an organisation settles about signs of drift: which are looked for, and from when on they hold."""

from collections.abc import Collection, Mapping
from datetime import datetime

from plimsoll.actions.audit import record_event
from plimsoll.actions.authorise import check_can_manage_settings
from plimsoll.actions.cases import Refused
from plimsoll.actions.settings import one_at_a_time
from plimsoll.core.access import Viewer
from plimsoll.core.calendar import LONDON
from plimsoll.core.drift import Sign, parse, written
from plimsoll.core.terms import Act
from plimsoll.queries.shipped import DRIFT, text_of
from plimsoll.records.models.reference import DriftVersion

MOST = 1_000


def adopt_drift(amounts: Mapping[Sign, int], on: Collection[Sign], *, by: Viewer, at: datetime) -> None:
    """Settles from today which signs of drift are looked for, and from how many days, months or times on each holds. A new
    version: those before stand as they were. Whoever manages settings; event DRIFT_ADOPTED.

    Raises
    ------
    NotAllowed : as `check_can_manage_settings`. Refused : a figure that is too small or too large.
    """
    check_can_manage_settings(by)
    faults = {
        sign.value: f"Write a whole number from 1 to {MOST:,}."
        for sign, amount in amounts.items()
        if not 1 <= amount <= MOST
    }
    if faults:
        raise Refused(faults)
    one_at_a_time(by)
    today = at.astimezone(LONDON).date()
    shipped = parse(text_of(DRIFT))
    number = DriftVersion.objects.filter(org_id=by.org, key=shipped.key).count() + 1
    version = f"{shipped.version}, {number}"
    row = DriftVersion(
        org_id=by.org,
        key=shipped.key,
        version=version,
        title=shipped.title,
        text=written(text_of(DRIFT), amounts, on, version=version, in_force_from=today),
        in_force_from=today,
        agreed_at=at,
        agreed_by_id=by.worker,
    )
    row.save(force_insert=True)
    record_event(by, Act.DRIFT_ADOPTED, about_id=row.pk)
