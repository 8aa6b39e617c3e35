"""What an organisation calls roles."""

from collections.abc import Mapping

from plimsoll.actions.audit import record_event
from plimsoll.actions.authorise import check_can_manage_settings
from plimsoll.actions.cases import Refused, too_long
from plimsoll.core.access import Viewer
from plimsoll.core.terms import Act, Role
from plimsoll.queries.access import LABELS
from plimsoll.records.models.reference import Setting

LONGEST_LABEL = 60


def settle_labels(labels: Mapping[Role, str], *, by: Viewer) -> None:
    """Settles what roles are called here, instead of what Plimsoll calls them; '' for what Plimsoll does. What a role may do
    stays as it is, and no two are called the same. Whoever manages settings; event LABELS_SETTLED.

    Raises
    ------
    NotAllowed : as `check_can_manage_settings`. Refused : a label is too long, or is that of another role.
    """
    check_can_manage_settings(by)
    said = {role: " ".join(labels.get(role, "").split()) for role in Role}
    called = {role: label or role.label for role, label in said.items()}
    faults = {}
    for role, label in said.items():
        others = {other.casefold() for of, other in called.items() if of is not role}
        if fault := too_long(label, LONGEST_LABEL):
            faults[role.value] = fault
        elif label and label.casefold() in others:
            faults[role.value] = "Another role is called so already. Two roles stay two: call them differently."
    if faults:
        raise Refused(faults)
    kept = {role.value: label for role, label in said.items() if label and label != role.label}
    Setting.objects.update_or_create(org_id=by.org, key=LABELS, defaults={"value": kept})
    record_event(by, Act.LABELS_SETTLED, detail=kept)
