"""What an organisation settles about typical ages: a list of its own, or none."""

from plimsoll.actions.audit import record_event
from plimsoll.actions.authorise import check_can_manage_settings
from plimsoll.actions.cases import Refused, too_long
from plimsoll.actions.settings import one_at_a_time
from plimsoll.core.access import Viewer
from plimsoll.core.strict import FaultyData
from plimsoll.core.terms import Act
from plimsoll.core.typical_ages import read_ages
from plimsoll.queries.typical_ages import KEY
from plimsoll.records.models.reference import Setting

LONGEST_SOURCE = 300


def set_typical_ages(text: str, source: str, *, by: Viewer) -> int:
    """Settles the organisation's own list of typical ages; an empty text takes it away. What it was stands in the history.
    Whoever manages settings; event TYPICAL_AGES_SET. How many lines it has.

    Raises
    ------
    NotAllowed : as `check_can_manage_settings`. Refused : a line that cannot be read, or nobody says where it comes from.
    """
    check_can_manage_settings(by)
    faults: dict[str, str] = {}
    try:
        lines = read_ages(text)
    except FaultyData as fault:
        lines, faults["lines"] = (), " ".join(fault.faults)
    if (lines or faults) and not source.strip():
        faults["source"] = "Say where the list comes from."
    elif fault_of := too_long(source, LONGEST_SOURCE):
        faults["source"] = fault_of
    if faults:
        raise Refused(faults)
    one_at_a_time(by)
    value = {
        "source": source.strip() if lines else "",
        "lines": [[one.area.value, one.from_months, one.to_months, one.text] for one in lines],
    }
    row, _ = Setting.objects.update_or_create(org_id=by.org, key=KEY, defaults={"value": value})
    record_event(by, Act.TYPICAL_AGES_SET, about_id=row.pk, detail={"lines": len(lines)})
    return len(lines)
