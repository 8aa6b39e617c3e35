"""Saying that something was done, and written down in another system."""

from datetime import date, datetime, time
from enum import StrEnum
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import QuerySet

from plimsoll.actions.audit import record_event
from plimsoll.actions.authorise import check_can_say_done_there
from plimsoll.actions.cases import Refused
from plimsoll.core.access import Viewer
from plimsoll.core.calendar import LONDON
from plimsoll.core.terms import SEEING, Act, EventKind, Owner, Subject
from plimsoll.queries.facts import editions
from plimsoll.records.models.cases import Event


class Seen(StrEnum):
    """Whether the child was seen on a visit."""

    YES = "yes"
    ALONE = "alone"
    NO = "no"


def say_done_there(
    case: UUID, kind: EventKind, happened_on: date, *, seen: Seen | None = None, key: UUID, by: Viewer, at: datetime
) -> UUID:
    """Says that something was done on a day and stands in the other system: until the next file is brought in it counts as
    done. Whoever may write on the case; event DONE_THERE.

    Parameters
    ----------
    kind : one that meets a timescale of the allocated worker's own. seen : of a visit, whether the child was seen; one
    on which they were not is written as an event with a note: it meets nothing, and when they were last seen stays. key
    : the id of the event, made with the form, so that what is sent twice is written once.

    Raises
    ------
    NotThere, NotAllowed : as `check_can_say_done_there`. Refused : a day ahead, or before the case was opened; a kind that
    meets nothing; it stands on the record already; or of a visit nobody said whether the child was seen.
    """
    found = check_can_say_done_there(by, case)
    today = at.astimezone(LONDON).date()
    happened_at = datetime.combine(happened_on, time(), LONDON)
    unseen = kind in SEEING and seen is Seen.NO
    written = EventKind.OTHER_EVENT if unseen else kind
    there = Event.objects.filter(org_id=by.org, case_id=case, kind=written)
    if there.filter(pk=key, happened_at=happened_at).exists():
        return key
    faults = {}
    if happened_on > today:
        faults["happened"] = "This lies ahead. Give the day on which it was done."
    elif happened_on < found.opened_at.astimezone(LONDON).date():
        faults["happened"] = "This is before the case was opened. Check the year."
    elif not unseen and _stands(there, happened_on):
        faults["happened"] = "This stands on the record of that day already."
    if kind not in _kinds(by, today):
        faults["kind"] = "Choose one of those that are there."
    elif kind in SEEING and seen is None:
        faults["seen"] = "Say whether the child was seen."
    if faults:
        raise Refused(faults)
    try:
        with transaction.atomic():
            Event.objects.create(
                org_id=by.org, id=key, case_id=case, kind=written, happened_at=happened_at, time_known=False,
                recorded_at=at, recorded_by_id=by.worker, note=_note(kind, seen), awaits_file=not unseen,
            )  # fmt: skip
    except IntegrityError:  # sent twice at once: the other was written while we looked
        if there.filter(pk=key, happened_at=happened_at).exists():
            return key
        raise
    record_event(by, Act.DONE_THERE, case_id=case, child_id=found.child_id, about_id=key)
    return key


def _note(kind: EventKind, seen: Seen | None) -> str:
    """What the kind and the day do not say of a visit."""
    if kind not in SEEING or seen in (None, Seen.YES):
        return ""
    if seen is Seen.ALONE:
        return "The child was seen alone."
    visit = "visit" if kind is EventKind.CHILD_SEEN else kind.label
    return f"{visit[:1].upper()}{visit[1:]} in the other system: the child was not seen."


def _stands(rows: QuerySet[Event], day: date) -> bool:
    """Whether one of some events was on a day, and was not replaced or withdrawn."""
    told = list(rows.values_list("pk", "happened_at", "replaces_id", "withdraws"))
    gone = {replaced for *_, replaced, _ in told}
    return any(
        happened.astimezone(LONDON).date() == day and key not in gone and not withdraws
        for key, happened, _, withdraws in told
    )


def _kinds(by: Viewer, today: date) -> set[EventKind]:
    """What meets a timescale of the allocated worker's own."""
    rules = editions.rulebook(by, today, None).in_force
    return {
        kind for rule in rules if rule.owner is Owner.WORKER and rule.subject is Subject.CASE for kind in rule.met_by
    }
