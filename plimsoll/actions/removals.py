"""How long records are kept, legal holds, and removing the record of a child whose time is over."""

import json
import os
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import partial
from pathlib import Path
from uuid import UUID

from django.conf import settings
from django.db import connection, connections, transaction

from plimsoll.actions.audit import record_event
from plimsoll.actions.authorise import (
    check_can_manage_settings,
    check_can_review_removals,
    check_not_for_whom_they_stand_in,
)
from plimsoll.actions.cases import Refused, reason
from plimsoll.core.access import NotAllowed, NotThere, Permission, Viewer
from plimsoll.core.calendar import LONDON
from plimsoll.core.priority.freeze import without
from plimsoll.core.terms import Act, CaseType, CountedFrom, HoldKind
from plimsoll.queries.removals import cases_with, get_whole, under
from plimsoll.records import files
from plimsoll.records.context import acting
from plimsoll.records.models.priority import Ranking
from plimsoll.records.models.removal import LONGEST_YEARS, KeptLonger, LegalHold, Removal, RemovalAsk, RetentionRule

LAPSES_AFTER = timedelta(days=30)  # so that nothing is removed by what was true long ago
OWNER = "owner"
CANNOT = (
    "This record cannot be removed now: something changed since it was asked for, or a file that was brought in waits and "
    "may name the child. Look at the record, and at the files that wait."
)


@dataclass(frozen=True)
class Said:
    """A schedule as somebody typed it; years : None: nothing falls due."""

    case_type: CaseType
    counted_from: CountedFrom
    years: int | None
    after_death: int | None
    basis: str
    source: str


def set_retention(said: Said, *, by: Viewer, at: datetime) -> UUID:
    """Settles from today how long the record of a child is kept that had a kind of case. Whoever settles what holds; event
    RETENTION_SET.

    Raises
    ------
    NotAllowed : as `check_can_manage_settings`. Refused : years out of range, or without their basis in law and its source.
    """
    check_can_manage_settings(by)
    faults = {}
    for name, years in (("years", said.years), ("after_death", said.after_death)):
        if years is not None and not 1 <= years <= LONGEST_YEARS:
            faults[name] = f"Write whole years, from 1 to {LONGEST_YEARS}, or leave it empty."
    if said.years is None and said.after_death is not None:
        faults["years"] = "Write for how many years, where you write how many after a death."
    if said.years is not None:
        if not said.basis.strip():
            faults["basis"] = "Write on what law or policy this rests."
        if not said.source.strip():
            faults["source"] = "Write where that can be read."
    if faults:
        raise Refused(faults)
    row = RetentionRule.objects.create(
        org_id=by.org, case_type=said.case_type, counted_from=said.counted_from, years=said.years,
        years_after_death=said.after_death, basis=said.basis.strip(), source=said.source.strip(),
        from_date=at.astimezone(LONDON).date(), set_at=at, set_by_id=by.worker,
    )  # fmt: skip
    detail = {"case_type": said.case_type.value, "years": said.years, "after_death": said.after_death}
    record_event(by, Act.RETENTION_SET, about_id=row.pk, detail=detail)
    return row.pk


def set_hold(child: UUID, kind: HoldKind, why: str, *, by: Viewer, at: datetime) -> UUID:
    """Puts a legal hold on a child's record, open or closed; it cannot be removed until this is lifted. Whoever reviews
    removals; event HOLD_SET.

    Raises
    ------
    NotAllowed : as `check_can_review_removals`. NotThere : there is no such child, or a case of theirs is out of reach.
    Refused : no reason.
    """
    check_can_review_removals(by, child)
    if faults := reason(why):
        raise Refused(faults)
    row = LegalHold.objects.create(
        org_id=by.org, child_id=child, kind=kind, why=why.strip(), set_at=at, set_by_id=by.worker
    )
    record_event(by, Act.HOLD_SET, child_id=child, about_id=row.pk, why=why.strip(), detail={"kind": kind.value})
    return row.pk


def lift_hold(hold: UUID, why: str, *, by: Viewer, at: datetime) -> None:
    """Lifts a legal hold. Whoever reviews removals; event HOLD_LIFTED.

    Raises
    ------
    NotThere : no such hold stands for this viewer. Refused : no reason.
    """
    row = LegalHold.objects.select_for_update().filter(org_id=by.org, pk=hold, lifted_at__isnull=True).first()
    if row is None:
        raise NotThere
    check_can_review_removals(by, row.child_id)
    if faults := reason(why):
        raise Refused(faults)
    row.lifted_at, row.lifted_by_id, row.lifted_why = at, by.worker, why.strip()
    row.save(update_fields=["lifted_at", "lifted_by_id", "lifted_why"])
    record_event(by, Act.HOLD_LIFTED, child_id=row.child_id, about_id=hold, why=why.strip())


def keep_longer(child: UUID, until: date, why: str, *, by: Viewer, at: datetime) -> None:
    """Keeps a record whose time is over until a day. What was asked is decided with it. Whoever reviews removals; event
    RECORD_KEPT_LONGER.

    Raises
    ------
    NotThere : as `get_whole`. Refused : no reason, or a day that is not to come.
    """
    today = at.astimezone(LONDON).date()
    get_whole(by, child, today)
    faults = reason(why)
    if until <= today:
        faults["until"] = "Write a day that is still to come."
    if faults:
        raise Refused(faults)
    row = KeptLonger.objects.create(
        org_id=by.org, child_id=child, until=until, why=why.strip(), decided_at=at, decided_by_id=by.worker
    )
    record_event(
        by,
        Act.RECORD_KEPT_LONGER,
        child_id=child,
        about_id=row.pk,
        why=why.strip(),
        detail={"until": until.isoformat()},
    )


def ask_removal(child: UUID, why: str, *, by: Viewer, at: datetime) -> UUID:
    """Asks that a record is removed whose time is over; nothing changes until a second person agrees. Whoever reviews
    removals; event REMOVAL_ASKED.

    Raises
    ------
    NotThere : as `get_whole`. NotAllowed : its time is not over, it is held or kept longer, or it is asked for already.
    Refused : no reason.
    """
    today = at.astimezone(LONDON).date()
    found = get_whole(by, child, today).ripe
    if found.over is None or found.rule is None or not found.due(today):
        raise NotAllowed("The time of this record is not over, so its removal cannot be asked for.")
    if found.holds:
        raise NotAllowed("A legal hold stands on this record, so its removal cannot be asked for.")
    if found.asked:
        raise NotAllowed(f"{found.asked.asked_by} has asked for it already. Somebody else has to agree.")
    if faults := reason(why):
        raise Refused(faults)
    row = RemovalAsk.objects.create(
        org_id=by.org, child_id=child, rule_id=found.rule, due_on=found.over.on, why=why.strip(), asked_at=at,
        asked_by_id=by.worker, lapses_at=at + LAPSES_AFTER,
    )  # fmt: skip
    record_event(by, Act.REMOVAL_ASKED, child_id=child, about_id=row.pk, why=why.strip())
    return row.pk


def decide_removal(asked: UUID, why: str, *, agree: bool, by: Viewer, at: datetime) -> None:
    """Agrees that a record is removed, and it is, at once and for good; or does not. Whoever reviews removals, but not who
    asked; events REMOVAL_AGREED and RECORD_REMOVED,
    which the database writes; or REMOVAL_REFUSED. Whatever of it was noted in the trail loses
    its words, what is noted here too.

    Raises
    ------
    NotThere : it does not wait for this viewer. NotAllowed : they asked for it themselves. Refused : no reason; or it may
    not be removed now.
    """
    row = RemovalAsk.objects.select_for_update().filter(org_id=by.org, pk=asked, decided_at__isnull=True).first()
    if row is None or row.lapses_at <= at:
        raise NotThere
    found = get_whole(by, row.child_id, at.astimezone(LONDON).date()).ripe
    if row.asked_by_id == by.worker:
        raise NotAllowed("You asked for this yourself. Somebody else has to agree.")
    check_not_for_whom_they_stand_in(by, Permission.REVIEW_REMOVALS, row.asked_by_id)
    faults = reason(why)
    if agree and found.holds:
        faults["decision"] = "A legal hold stands on this record. It has to be lifted first."
    if agree and (found.over is None or not found.due(at.astimezone(LONDON).date())):
        faults["decision"] = "The time of this record is not over any more, or it is kept longer. Do not agree."
    if faults:
        raise Refused(faults)
    with transaction.atomic():
        row.decided_at, row.decided_by_id, row.decided_why, row.agreed = at, by.worker, why.strip(), agree
        row.save(update_fields=["decided_at", "decided_by_id", "decided_why", "agreed"])
        if not agree:
            record_event(by, Act.REMOVAL_REFUSED, child_id=row.child_id, about_id=asked, why=why.strip())
            return
        record_event(by, Act.REMOVAL_AGREED, child_id=row.child_id, about_id=asked)  # no words: it stays as it is
        said = {"on": at.astimezone(LONDON).date().isoformat(), "under": under(row.rule_id)}
        with acting(by.org, None, "lists that a removed record stood on"):
            lists = _lists(by.org, row.child_id, said)
        with connection.cursor() as cursor:
            cursor.execute("SELECT records_remove_child(%s, %s)", [asked, json.dumps(lists)])
            (gone,) = cursor.fetchone()
        if gone is None:
            raise Refused({"decision": CANNOT})  # the whole decision is undone
    transaction.on_commit(partial(_after, by.org, row.child_id, gone))


def remove_again(lines: Iterable[str]) -> int:
    """Once a backup was put back: removes what had been removed since it was made, as the ledger says; how many records.
    Over the role that owns the tables."""
    done = 0
    for line in lines:
        marker, org, child, moment, rule, due, asked, agreed = line.split()
        said = {"on": moment[:10], "under": under(UUID(rule), using=OWNER)}
        with (
            acting(UUID(org), None, "a record was removed again, after a backup was put back", using=OWNER),
            connections[OWNER].cursor() as cursor,
        ):
            lists = _lists(UUID(org), UUID(child), said, using=OWNER)
            cursor.execute(
                "SELECT records_remove_again(%s, %s, %s, %s, %s, %s, %s, %s, %s)",
                [org, marker, child, moment, rule, due, asked, agreed, json.dumps(lists)],
            )
            (gone,) = cursor.fetchone()
        if gone is not None:
            done += 1
            for digest in gone:
                files.forget(UUID(org), digest)
    return done


def note_removals(outside: Path, *, using: str = OWNER) -> list[str]:
    """The ledger of removals outside the database, with every one that the database has and it had not; its lines. Keys and
    days alone: it names nobody."""
    there = outside.read_text(encoding="ascii").splitlines() if outside.exists() else []
    known = {line.split(" ", 1)[0] for line in there}
    new = [
        f"{row.pk} {row.org_id} {row.child_key} {row.removed_at.isoformat()} {row.rule_id} {row.due_on} "
        f"{row.asked_by_id} {row.agreed_by_id}"
        for row in Removal.objects.using(using).order_by("removed_at", "pk")
        if str(row.pk) not in known and row.again_at is None
    ]
    if new:
        outside.parent.mkdir(parents=True, exist_ok=True)
        with os.fdopen(os.open(outside, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600), "ab", buffering=0) as lines:
            lines.write("".join(f"{line}\n" for line in new).encode("ascii"))
    return [*there, *new]


def _after(org: UUID, child: UUID, gone: list[str]) -> None:
    """What is outside the database: the files that nothing names any more, and the ledger."""
    for digest in gone:
        files.forget(org, digest)
    with acting(org, None, "a removal was noted outside the database"):
        note_removals(settings.REMOVALS, using="default")


def _lists(org: UUID, child: UUID, said: dict[str, str], *, using: str = "default") -> dict[str, object]:
    """Every confirmed list on which a case stands that goes with a child, as it is without it, by its key."""
    keys = cases_with(org, child, using=using)
    found: dict[str, object] = {}
    for row in Ranking.objects.using(using).filter(org_id=org, cases__overlap=keys):
        result = row.result
        for case in keys:
            if any(one["case"] == str(case) for one in result["cases"]):
                result = without(result, str(case), said)
        found[str(row.pk)] = result
    return found
