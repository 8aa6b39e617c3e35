"""The level of need of a case, and what an organisation settles about the life of its cases: its levels, and who agrees."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

from plimsoll.actions.audit import record_event
from plimsoll.actions.authorise import check_can_judge, check_can_manage_settings
from plimsoll.actions.cases import Refused, one_at_a_time_on, plain, reason
from plimsoll.actions.settings import one_at_a_time
from plimsoll.core.access import Viewer
from plimsoll.core.calendar import LONDON
from plimsoll.core.case_life import LONGEST_LEVEL, MOST_LEVELS, settled, written
from plimsoll.core.terms import Act, Authority
from plimsoll.queries.case_life import get_life_rules
from plimsoll.records.models.life import NeedLevel
from plimsoll.records.models.reference import LifeVersion


def choose_level(case: UUID, level: int | None, why: str, *, by: Viewer, at: datetime) -> UUID:
    """Chooses the level of need of a case; those before stay on record. Whoever may write on it, while it is open; event
    LEVEL_CHOSEN.

    Raises
    ------
    NotThere, NotAllowed : as `check_can_judge`. Refused : no such level, the one that stands, or no reason.
    """
    one_at_a_time_on(case, by=by)
    found = check_can_judge(by, case)
    rules = get_life_rules(by, at.astimezone(LONDON).date())
    faults = reason(why)
    names = {one.number: one.name for one in rules.levels}
    if level is not None and level not in names:
        faults["level"] = "Choose one of the levels that are there."
    elif level == found.level_of_need:
        faults["level"] = "This level stands already. Choose another one, or go back to the case."
    if faults:
        raise Refused(faults)
    row = NeedLevel.objects.create(
        org_id=by.org, case=found, level=level, called=names[level] if level else "", why=why.strip(), set_at=at,
        set_by_id=by.worker,
    )  # fmt: skip
    found.level_of_need = level
    found.save(update_fields=["level_of_need"])
    record_event(by, Act.LEVEL_CHOSEN, case_id=case, child_id=found.child_id, about_id=row.pk, why=row.why)
    return row.pk


def adopt_life(levels: Sequence[str], needs: Mapping[tuple[str, str], Authority], *, by: Viewer, at: datetime) -> None:
    """Settles from today how the levels of need are called here and how many there are, and whose agreement each step in the
    life of a case needs. A new version: those before stand as they were. Whoever manages settings; event LIFE_ADOPTED.

    Parameters
    ----------
    needs : by what it is of, a kind of work, 'close' or 'reopen', and 'begins', 'ends' or 'needs'.

    Raises
    ------
    NotAllowed : as `check_can_manage_settings`. Refused : no level, too many, a name too long, or nobody's
    agreement to an end.
    """
    check_can_manage_settings(by)
    names = [plain(name) for name in levels if plain(name)]
    faults = {}
    if not 1 <= len(names) <= MOST_LEVELS:
        faults["levels"] = f"Write 1 to {MOST_LEVELS} levels, each on a line of its own."
    elif len({name.casefold() for name in names}) < len(names):
        faults["levels"] = "Two levels have the same name. Give each its own."
    elif any(len(name) > LONGEST_LEVEL for name in names):
        faults["levels"] = f"Write at most {LONGEST_LEVEL} letters a level."
    faults |= {
        f"{what}-needs": "Somebody else has to agree to this. Choose a supervisor or a service manager."
        for what in ("close", "reopen")
        if needs.get((what, "needs")) is Authority.WORKER
    }
    if faults:
        raise Refused(faults)
    one_at_a_time(by)
    today = at.astimezone(LONDON).date()
    rules = get_life_rules(by, today)
    number = LifeVersion.objects.filter(org_id=by.org, key=rules.key).count() + 1
    ours = settled(rules, names, needs, version=f"own {number}", in_force_from=today)
    row = LifeVersion(
        org_id=by.org, key=ours.key, version=ours.version, title=ours.title, text=written(ours), in_force_from=today,
        agreed_at=at, agreed_by_id=by.worker,
    )  # fmt: skip
    row.save(force_insert=True)
    record_event(by, Act.LIFE_ADOPTED, about_id=row.pk)
