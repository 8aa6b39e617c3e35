"""In an emergency: opening a record that is out of one's reach, and being told whom to ring; both only as far as the
organisation allows, which by itself is not at all."""

from collections.abc import Mapping
from datetime import datetime, time, timedelta
from uuid import UUID

from django.db import connection

from plimsoll.actions.audit import record_event
from plimsoll.actions.authorise import (
    check_can_manage_people,
    check_can_manage_settings,
    check_can_open_in_emergency,
    check_can_review_opening,
    check_can_ring,
)
from plimsoll.actions.cases import Refused, reason, too_long
from plimsoll.core.access import MAY_OPEN, MAY_REVIEW, MAY_RING, NotThere, Permission, Viewer
from plimsoll.core.calendar import LONDON
from plimsoll.core.emergency import EmergencyRules
from plimsoll.core.terms import Act, EmergencyKind
from plimsoll.queries.access import EMERGENCY
from plimsoll.queries.emergency import Exactly, ToRing, find_exactly, get_opening, holds_anybody, list_to_ring
from plimsoll.records import scopes
from plimsoll.records.models.emergency import EmergencyOpening, EmergencyTry
from plimsoll.records.models.people import Team, Worker
from plimsoll.records.models.reference import Setting

LONGEST_NUMBER = 50
NOT_WHOLE = "Write a reference or NHS number, or else the whole name and the birth date."


def open_in_emergency(wanted: Exactly, why: str, *, by: Viewer, at: datetime) -> UUID | None:
    """Opens the record of the one child or household that is meant exactly, to read it for some hours: each of its open
    cases, or the one closed last. The case to go to; None where nothing was opened, whatever the reason: nobody is meant,
    more than one could be, or it is restricted. Of what they may read anyway nothing is opened, and they are sent there.
    Whoever holds a role that the organisation named; event EMERGENCY_OPENED on each case, else EMERGENCY_TRIED, which says
    of nobody.

    Raises
    ------
    NotAllowed : as `check_can_open_in_emergency`. Refused : no reason, not said exactly, or too often today.
    """
    check_can_open_in_emergency(by)
    _check(reason(why) | not_exact(wanted))
    _count(EmergencyKind.OPEN, by.rules.opens_a_day, by, at)
    found = find_exactly(by, wanted)
    read = scopes.allowed(by, [Permission.READ_RECORD], [one.case for one in found])[Permission.READ_RECORD]
    to_open = [one for one in found if one.case not in read]
    for one in to_open:
        row = EmergencyOpening.objects.create(
            org_id=by.org, case_id=one.case, opened_by_id=by.worker, why=why.strip(), opened_at=at,
            ends_at=at + timedelta(hours=by.rules.hours),
        )  # fmt: skip
        record_event(
            by, Act.EMERGENCY_OPENED, case_id=one.case, child_id=one.child, about_id=row.pk, why=why.strip(),
            detail={"until": row.ends_at.isoformat()},
        )  # fmt: skip
    if not to_open:
        record_event(by, Act.EMERGENCY_TRIED)
    return found[0].case if found else None


def ask_whom_to_ring(wanted: Exactly, *, by: Viewer, at: datetime) -> tuple[ToRing, ...]:
    """Whom to ring about the one child who is meant exactly, while a case of theirs is open, and nothing else; () where
    there is nobody, whatever the reason. Whoever holds a role that the organisation named; event RING_TOLD on each case,
    else RING_TRIED, which says of nobody.

    Raises
    ------
    NotAllowed : as `check_can_ring`. Refused : not said exactly, or too often today.
    """
    check_can_ring(by)
    _check(not_exact(wanted))
    _count(EmergencyKind.RING, by.rules.rings_a_day, by, at)
    found = [one for one in find_exactly(by, wanted) if one.is_open]
    for one in found:
        record_event(by, Act.RING_TOLD, case_id=one.case, child_id=one.child)
    if not found:
        record_event(by, Act.RING_TRIED)
    return list_to_ring(by, found)


def end_opening(opening: UUID, *, by: Viewer, at: datetime) -> None:
    """Ends an opening of one's own before its time; event EMERGENCY_ENDED.

    Raises
    ------
    NotThere : none of theirs is open still.
    """
    row = (
        EmergencyOpening.objects.select_for_update()
        .filter(org_id=by.org, pk=opening, opened_by_id=by.worker, ended_at__isnull=True, ends_at__gt=at)
        .first()
    )
    if row is None:
        raise NotThere
    row.ended_at = at
    row.save(update_fields=["ended_at"])
    record_event(by, Act.EMERGENCY_ENDED, case_id=row.case_id, about_id=row.pk)


def review_opening(opening: UUID, why: str, *, was_right: bool, by: Viewer, at: datetime) -> None:
    """Says whether it was right to open a record in an emergency; said once. Whoever holds the role that reviews, and did
    not open it themselves; event EMERGENCY_REVIEWED.

    Raises
    ------
    NotThere : it is not there for them. NotAllowed : as `check_can_review_opening`. Refused : no words, or somebody said it
    already.
    """
    found = get_opening(by, opening)
    check_can_review_opening(by, opened_by=found.by)
    row = EmergencyOpening.objects.select_for_update().get(org_id=by.org, pk=opening)
    faults = reason(why)
    if row.reviewed_at is not None:
        faults["was_right"] = "Somebody has reviewed this already. Their words stand on the case."
    _check(faults)
    row.reviewed_at, row.reviewed_by_id, row.was_right, row.review = at, by.worker, was_right, why.strip()
    row.save(update_fields=["reviewed_at", "reviewed_by_id", "was_right", "review"])
    record_event(
        by, Act.EMERGENCY_REVIEWED, case_id=row.case_id, about_id=row.pk, why=why.strip(),
        detail={"was_right": was_right},
    )  # fmt: skip


# ---- settling it ---------------------------------------------------------------------------------------------------------


def settle_emergency(rules: EmergencyRules, *, by: Viewer, at: datetime) -> None:
    """Settles what is allowed in an emergency. Where a role may open no longer, what is open by it is so no more. Whoever
    manages settings; event EMERGENCY_SETTLED.

    Raises
    ------
    NotAllowed : as `check_can_manage_settings`. Refused : a role that cannot be named so, or nobody who could review.
    """
    check_can_manage_settings(by)
    faults = {}
    if not rules.opens <= set(MAY_OPEN):
        faults["opens"] = "Choose roles that read records, and not everyone's already."
    if not rules.rings <= set(MAY_RING):
        faults["rings"] = "Choose roles that see cases, and not everyone's already."
    if rules.reviewer not in MAY_REVIEW:
        faults["reviewer"] = "Choose a role that reads everyone's record."
    elif rules.opens and not holds_anybody(by, rules.reviewer, at.astimezone(LONDON).date()):
        faults["reviewer"] = "Nobody holds this role now, so nobody would review. Give it to somebody first."
    _check(faults)
    Setting.objects.update_or_create(org_id=by.org, key=EMERGENCY, defaults={"value": rules.stored})
    record_event(by, Act.EMERGENCY_SETTLED, detail=rules.stored)


def set_team_numbers(numbers: Mapping[UUID, str], *, by: Viewer) -> None:
    """Settles the numbers of the duty desks of open teams; '' for none. Whoever manages settings; event PHONES_SET.

    Raises
    ------
    NotAllowed : as `check_can_manage_settings`. NotThere : no such team is open. Refused : a number is too long.
    """
    check_can_manage_settings(by)
    _check({str(key): fault for key, said in numbers.items() if (fault := too_long(said, LONGEST_NUMBER))})
    teams = {row.pk: row for row in Team.objects.filter(org_id=by.org, pk__in=numbers, closed_on__isnull=True)}
    if set(teams) != set(numbers):
        raise NotThere
    for key, team in teams.items():
        if (team.phone or "") != numbers[key].strip():
            team.phone = numbers[key].strip() or None
            team.save(update_fields=["phone"])
    record_event(by, Act.PHONES_SET, detail={"teams": len(teams)})


def set_worker_number(worker: UUID, number: str, *, by: Viewer) -> None:
    """Settles the number of somebody at work; '' for none. Whoever manages people; event PHONES_SET.

    Raises
    ------
    NotAllowed : as `check_can_manage_people`. NotThere : no such worker. Refused : it is too long.
    """
    check_can_manage_people(by)
    if fault := too_long(number, LONGEST_NUMBER):
        raise Refused({"phone": fault})
    row = Worker.objects.filter(org_id=by.org, pk=worker, left_on__isnull=True).first()
    if row is None:
        raise NotThere
    row.phone = number.strip() or None
    row.save(update_fields=["phone"])
    record_event(by, Act.PHONES_SET, about_id=worker)


# ---- what all of them rest on --------------------------------------------------------------------------------------------


def _check(faults: dict[str, str]) -> None:
    if faults:
        raise Refused(faults)


def not_exact(wanted: Exactly) -> dict[str, str]:
    """What is missing to know whom somebody means, by field."""
    if wanted.reference.strip():
        return {}
    parts = {"given": wanted.given.strip(), "family": wanted.family.strip(), "born_on": wanted.born_on}
    if all(parts.values()):
        return {}
    if not any(parts.values()):
        return {"reference": NOT_WHOLE}
    missing = {"given": "Write the given name", "family": "Write the family name", "born_on": "Write the birth date"}
    return {field: f"{missing[field]}, or a reference." for field, said in parts.items() if not said}


def _count(kind: EmergencyKind, most: int, by: Viewer, at: datetime) -> None:
    """One more try of today, found or not; of two at once the second waits for the first."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"emergencies of {by.worker}"])
    today = datetime.combine(at.astimezone(LONDON).date(), time(), LONDON)
    tried = EmergencyTry.objects.filter(org_id=by.org, worker_id=by.worker, kind=kind, tried_at__gte=today).count()
    if tried >= most:
        times = "once" if most == 1 else f"{most} times"
        raise Refused(
            {"reference": f"You have tried this {times} today, which is as often as your organisation allows."}
        )
    EmergencyTry.objects.create(org_id=by.org, worker_id=by.worker, kind=kind, tried_at=at)
