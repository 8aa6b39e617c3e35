"""May they? Each question in a pair: `check_can_x` refuses with a sentence, `can_x` answers yes or no.

What a viewer may not know of is not refused but not there: `NotThere`.
"""

from collections.abc import Callable
from uuid import UUID

from plimsoll.core.access import NotAllowed, NotThere, Permission, Viewer
from plimsoll.records import scopes
from plimsoll.records.models.cases import Case, NamedPerson, Restriction

WHY_NOT = {
    Permission.WRITE_RECORD: "You may see this case, but not write on it. Ask its allocated worker or their supervisor.",
    Permission.READ_RECORD: "You may know of this case, but not read its record. Ask its allocated worker.",
    Permission.ALLOCATE: "Only the supervisor of its team or a service manager can allocate this case.",
    Permission.RESTRICT: "Only a supervisor of its team, a service manager or the safeguarding lead can restrict this case.",
    Permission.MANAGE_PEOPLE: "Only an administrator can add people and teams, and give and end roles.",
    Permission.MANAGE_SETTINGS: "Only an administrator can settle timescales, criteria, schemes and the calendar.",
    Permission.EXPORT_CASES: "You may not take cases out as a file. Ask your supervisor.",
}


def check_can(viewer: Viewer, permission: Permission, case: UUID) -> Case:
    """The case, if the viewer may do this to it.

    Raises
    ------
    NotThere : it is not there for them; NotAllowed : it is, and they may not.
    """
    seen = scopes.cases(viewer).filter(pk=case).first()
    if seen is None:
        raise NotThere
    if not scopes.cases(viewer, permission).filter(pk=case).exists():
        raise NotAllowed(WHY_NOT[permission])
    return seen


def check_can_write(viewer: Viewer, case: UUID) -> Case:
    """Whether the viewer may write on the record of a case."""
    return check_can(viewer, Permission.WRITE_RECORD, case)


def check_can_allocate(viewer: Viewer, case: UUID) -> Case:
    """Whether the viewer may give the case to a worker."""
    return check_can(viewer, Permission.ALLOCATE, case)


def check_can_restrict(viewer: Viewer, case: UUID) -> Case:
    """Whether the viewer may restrict the case to named people. One that is restricted may be restricted no further."""
    found = check_can(viewer, Permission.RESTRICT, case)
    if _restricted(viewer, case):
        raise NotAllowed("This case is restricted already. To name other people, lift the restriction first.")
    return found


def check_can_lift(viewer: Viewer, case: UUID) -> Case:
    """Whether the viewer may lift the restriction of a case: whoever may restrict it and is named on it."""
    found = check_can(viewer, Permission.RESTRICT, case)
    if not _restricted(viewer, case):
        raise NotAllowed("This case is not restricted.")
    if not NamedPerson.objects.filter(
        org_id=viewer.org, case_id=case, worker_id=viewer.worker, to_at__isnull=True
    ).exists():
        raise NotThere
    return found


def check_can_export(viewer: Viewer, case: UUID) -> Case:
    """Whether the viewer may take the case out in a file."""
    return check_can(viewer, Permission.EXPORT_CASES, case)


def check_can_manage_people(viewer: Viewer) -> None:
    """Whether the viewer may add people and teams, and give and end roles."""
    if not viewer.reach(Permission.MANAGE_PEOPLE):
        raise NotAllowed(WHY_NOT[Permission.MANAGE_PEOPLE])


def check_can_manage_settings(viewer: Viewer) -> None:
    """Whether the viewer may settle what holds in the organisation."""
    if not viewer.reach(Permission.MANAGE_SETTINGS):
        raise NotAllowed(WHY_NOT[Permission.MANAGE_SETTINGS])


def _restricted(viewer: Viewer, case: UUID) -> bool:
    return Restriction.objects.filter(org_id=viewer.org, case_id=case, to_at__isnull=True).exists()


def _allowed(check: Callable[[Viewer, UUID], Case], viewer: Viewer, case: UUID) -> bool:
    try:
        check(viewer, case)
    except (NotThere, NotAllowed):
        return False
    return True


def can_see(viewer: Viewer, case: UUID) -> bool:
    """Whether the case is there for the viewer."""
    return scopes.cases(viewer).filter(pk=case).exists()


def can_write(viewer: Viewer, case: UUID) -> bool:
    """As `check_can_write`."""
    return _allowed(check_can_write, viewer, case)


def can_allocate(viewer: Viewer, case: UUID) -> bool:
    """As `check_can_allocate`."""
    return _allowed(check_can_allocate, viewer, case)


def can_restrict(viewer: Viewer, case: UUID) -> bool:
    """As `check_can_restrict`."""
    return _allowed(check_can_restrict, viewer, case)


def can_lift(viewer: Viewer, case: UUID) -> bool:
    """As `check_can_lift`."""
    return _allowed(check_can_lift, viewer, case)


def can_export(viewer: Viewer, case: UUID) -> bool:
    """As `check_can_export`."""
    return _allowed(check_can_export, viewer, case)


def can_manage_people(viewer: Viewer) -> bool:
    """As `check_can_manage_people`."""
    return bool(viewer.reach(Permission.MANAGE_PEOPLE))


def can_manage_settings(viewer: Viewer) -> bool:
    """As `check_can_manage_settings`."""
    return bool(viewer.reach(Permission.MANAGE_SETTINGS))
