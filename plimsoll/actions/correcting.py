"""Correcting what stands on record of a child and a case. The value that stood stays in the history, and a file that says
otherwise later finds a value that was changed here: it is kept, and a person is asked."""

from collections.abc import Mapping
from dataclasses import fields
from datetime import date, datetime, time, timedelta
from uuid import UUID

from plimsoll.actions.audit import record_event
from plimsoll.actions.authorise import check_can_write
from plimsoll.actions.cases import LONGEST_WHY, Refused, reason
from plimsoll.actions.new_case import LONGEST_NAME, LONGEST_WAIT_DAYS, OLDEST_YEARS
from plimsoll.actions.workload import weigh
from plimsoll.core.access import Permission, Viewer
from plimsoll.core.calendar import LONDON
from plimsoll.core.terms import Act
from plimsoll.queries.correcting import UNNAMED, Particulars, particulars
from plimsoll.records import scopes
from plimsoll.records.models.cases import Case
from plimsoll.records.models.families import Child
from plimsoll.records.names import sort_name

OF_CHILD = ("given_name", "family_name", "born_on", "expected_on", "died_on")
LATE_DAYS = 60  # for so long after the day on which it was expected a birth may not be on record yet
Faults = dict[str, str]


def correct_record(
    case: UUID, said: Particulars, why: str, *, seen: Particulars | None = None, by: Viewer, at: datetime
) -> None:
    """Writes what is so of a case and its child in place of what stands. Whoever may write on it; event RECORD_CORRECTED,
    which names the fields and no value.

    Parameters
    ----------
    seen : what stood when `said` was typed, where that is known. why : needed where a value that stood is replaced, and for
        a date of death always.

    Raises
    ------
    NotThere, NotAllowed : as `check_can_write`. Refused : nothing is changed, something cannot be, no reason is given, or
        somebody else changed it meanwhile.
    """
    child_id = check_can_write(by, case).child_id
    # The child first, as files hold them.
    child = Child.objects.select_for_update().filter(org_id=by.org, pk=child_id).first()
    row = Case.objects.select_for_update().get(org_id=by.org, pk=case)
    now = particulars(row, child)
    if seen is not None and seen != now:
        raise Refused({"record": "Somebody changed this record meanwhile. What stands now is shown: correct it again."})
    changed = [one.name for one in fields(now) if getattr(now, one.name) != getattr(said, one.name)]
    if not changed:
        raise Refused({"record": "Nothing is different from what stands. Change something, or go back to the case."})
    replaced = "died_on" in changed or any(getattr(now, name) not in (None, "") for name in changed)
    faults = _faults(now, said, changed, row, child, at)
    faults |= reason(why) if replaced or len(why) > LONGEST_WHY else {}
    if faults:
        raise Refused(faults)
    if child is not None and set(changed) & set(OF_CHILD):
        for name in OF_CHILD:
            setattr(child, name, getattr(said, name))
        _save(child)
    if set(changed) - set(OF_CHILD):
        row.case_type, row.level_of_need = said.case_type, said.level_of_need
        if "opened_on" in changed and said.opened_on:
            row.opened_at = datetime.combine(said.opened_on, time(), LONDON)
            row.opened_unrecorded = False
        row.save(update_fields=["case_type", "level_of_need", "opened_at", "opened_unrecorded"])
    record_event(
        by, Act.RECORD_CORRECTED, case_id=case, child_id=child_id, why=why.strip(), detail={"fields": sorted(changed)}
    )
    if {"case_type", "opened_on"} & set(changed) and row.closed_at is None:
        weigh(by.org, [case], at)


def _save(child: Child) -> None:
    child.sort_name = sort_name(f"{child.given_name} {child.family_name}")
    child.save(update_fields=[*OF_CHILD, "sort_name"])


def _faults(
    now: Particulars, said: Particulars, changed: list[str], row: Case, child: Child | None, at: datetime
) -> Faults:
    """What cannot be so, by field; of what is not changed nothing is said."""
    today = at.astimezone(LONDON).date()
    faults: Faults = {}
    if child is None and set(changed) & set(OF_CHILD):
        faults["record"] = "This is the case of a whole family: it has no child of whom this could be said."
    if {"given_name", "family_name"} & set(changed):
        faults |= name_faults(said.given_name, said.family_name, unborn=_unborn(said), was=bool(now.family_name))
    if "born_on" in changed and said.born_on:
        faults["born_on"] = _born(said.born_on, said.died_on, today)
    if "died_on" in changed and said.died_on:
        faults["died_on"] = _died(said, today)
    if "expected_on" in changed and said.expected_on:
        span = timedelta(-LATE_DAYS), timedelta(LONGEST_WAIT_DAYS)
        if not span[0] < said.expected_on - today < span[1]:
            faults["expected_on"] = "A birth is expected within ten months. Check the year."
    if "opened_on" in changed:
        faults["opened_on"] = _opened(said, row, today)
    return {field: fault for field, fault in faults.items() if fault}


def name_faults(given: str, family: str, *, unborn: bool, was: bool = False) -> Faults:
    """What is wrong with a name, by part. `was`: whether a family name stood; who was never named may stay so.

    >>> name_faults("Ada", "", unborn=False)
    {'family_name': 'Write the family name. Where it is not known, write Unknown.'}
    """
    faults = {}
    if not family and (given or was):
        faults["family_name"] = "Write the family name. Where it is not known, write Unknown."
    if family and not given and not unborn:
        faults["given_name"] = "Write the given name. It may be empty only before birth."
    for field, text in (("given_name", given), ("family_name", family)):
        if len(text) > LONGEST_NAME:
            faults[field] = f"Write {LONGEST_NAME} characters or fewer; these are {len(text)}."
    return faults


def _unborn(said: Particulars) -> bool:
    return said.born_on is None and said.expected_on is not None


def _died(said: Particulars, today: date) -> str:
    if said.died_on is not None and said.died_on > today:
        return "This lies ahead. Check the year."
    if said.born_on is None or (said.died_on is not None and said.died_on < said.born_on):
        return "This is before the child was born, or the date of birth is not on record. Check both."
    return ""


def _born(born: date, died: date | None, today: date) -> str:
    if born > today:
        return "This lies ahead. Before birth, write when it is expected."
    if born < today - timedelta(OLDEST_YEARS * 365.25):
        return f"This is over {OLDEST_YEARS} years ago. Check the year."
    if died is not None and born > died:
        return "This is after the day of death that stands on record."
    return ""


def _opened(said: Particulars, row: Case, today: date) -> str:
    if said.opened_on is None:
        return "Write the day since when it is open. It stood on record, and cannot be emptied."
    if said.opened_on > today:
        return "This lies ahead."
    if row.closed_at is not None and said.opened_on > row.closed_at.astimezone(LONDON).date():
        return "This is after the day on which the case was closed."
    if said.born_on and said.opened_on < said.born_on - timedelta(365):
        return "This is long before the child was born. Check the year."
    return ""


def name_children(names: Mapping[UUID, tuple[str, str]], *, by: Viewer, at: datetime) -> int:
    """Names children who have no name yet, by a case of each: given and family name; those without either are left. All of
    them or none; how many. Whoever may write on the cases; event RECORD_CORRECTED for each.

    Raises
    ------
    Refused : nobody is named, a name is not whole, or somebody is not there to be named any more; by `given-` or `family-`
        and the case.
    """
    wanted = {case: (given.strip(), family.strip()) for case, (given, family) in names.items()}
    wanted = {case: name for case, name in wanted.items() if any(name)}
    if not wanted:
        raise Refused({"names": "Write the name of at least one child."})
    within = scopes.cases(by, Permission.WRITE_RECORD).filter(UNNAMED, pk__in=wanted, closed_at__isnull=True)
    children = dict(within.values_list("pk", "child_id"))
    rows = {row.pk: row for row in Child.objects.select_for_update().filter(pk__in=children.values()).order_by("pk")}
    faults: Faults = {}
    for case, (given, family) in wanted.items():
        row = rows.get(children.get(case))
        if row is None or row.given_name or row.family_name:
            faults["names"] = (
                "Somebody whom you named is not on this list any more: named meanwhile, or with another worker. The list "
                "is shown as it is now."
            )
            continue
        unborn = row.born_on is None and row.expected_on is not None
        found = name_faults(given, family, unborn=unborn)
        faults |= {f"{field.removesuffix('_name')}-{case}": fault for field, fault in found.items()}
    if faults:
        raise Refused(faults)
    for case, (given, family) in wanted.items():
        child = rows[children[case]]
        child.given_name, child.family_name = given, family
        _save(child)
        detail = {"fields": ["family_name", "given_name"]}
        record_event(by, Act.RECORD_CORRECTED, case_id=case, child_id=child.pk, detail=detail)
    return len(wanted)
