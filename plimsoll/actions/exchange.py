"""What leaves as a file, and what is brought in as one."""

import csv
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date, datetime
from io import StringIO
from uuid import UUID

from django.db import transaction
from django.db.models import Max
from procrastinate.contrib.django import app as jobs

from plimsoll.actions.audit import product, record_event, record_viewing
from plimsoll.actions.authorise import WHY_NOT, check_can_import
from plimsoll.actions.bringing import applying, deciding, staging, undoing
from plimsoll.actions.cases import Refused, reason
from plimsoll.core.access import NotAllowed, NotThere, Permission, Viewer
from plimsoll.core.calendar import LONDON
from plimsoll.core.terms import Act, ImportState, Layout, MeaningKind
from plimsoll.core.timescales.explain import day_words
from plimsoll.formats.annex_a.people import team_key
from plimsoll.formats.cells import harmless
from plimsoll.formats.sheets import UnusableFile
from plimsoll.queries.matching import Names, Settled, TeamNames
from plimsoll.queries.priority import OrderOfWork, get_caseload
from plimsoll.records import scopes
from plimsoll.records.models.exchange import Import, ImportFile, ImportMatter, Meaning

ADD, NOBODY = Settled.ADD, Settled.NOBODY
COLUMNS = ("place", "band", "reference", "name", "born", "case type", "reasons", "next due", "last seen")


def export_caseload(worker: UUID, *, by: Viewer, at: int) -> str:
    """A worker's order of work as CSV, of the cases that the viewer may take out; event CASELOAD_EXPORTED, and a viewing: a
    file shows a child as a page does.

    Raises
    ------
    NotThere : no such worker is within reach. NotAllowed : the viewer may not take all of these
        cases out, or none at all.
    """
    caseload = get_caseload(by, worker, at)
    if not by.reach(Permission.EXPORT_CASES):
        raise NotAllowed(WHY_NOT[Permission.EXPORT_CASES])
    may = set(scopes.cases(by, Permission.EXPORT_CASES).values_list("pk", flat=True))
    shown = [placed for placed in caseload.cases if placed.case in may]
    if len(shown) < len(caseload.cases):
        raise NotAllowed("You may see these cases, but not take them out as a file. Ask your supervisor.")
    record_event(
        by,
        Act.CASELOAD_EXPORTED,
        about_id=worker,
        detail={"cases": len(shown), "as": "csv"},  # which, the viewing says: what is hidden later must be so here too
    )
    if shown:
        children = {placed.child for placed in shown if placed.child}
        record_viewing(by, "caseload-file", children=children, cases=[placed.case for placed in shown])
    return _csv(caseload)


def _csv(caseload: OrderOfWork) -> str:
    out = StringIO()
    lines = csv.writer(out, lineterminator="\r\n")
    lines.writerow(COLUMNS)
    for placed in caseload.cases:
        cells = (
            placed.place,
            placed.band.label,
            placed.reference,
            placed.name,
            placed.born_on.isoformat() if placed.born_on else "",
            placed.case_type.label,
            "; ".join(placed.reasons),
            placed.next_due or "",
            placed.last_seen.isoformat() if placed.last_seen else "",
        )
        lines.writerow([harmless(cell) for cell in cells])
    return out.getvalue()


def stage_file(
    content: bytes,
    file_name: str,
    *,
    by: Viewer | None,
    org: UUID,
    at: datetime,
    facts_on: date | None = None,
) -> UUID:
    """Reads a file and keeps it with what was understood of it; nothing else changes. Its id. Event FILE_STAGED.

    Parameters
    ----------
    by : who brings it in; None: it lay in the watched folder. facts_on : the day of which it speaks; None: the latest on
    which something happened in it.

    Raises
    ------
    NotAllowed : as `check_can_import`. Refused : it cannot be used, with the reason.
    """
    if by is not None:
        check_can_import(by)
    if facts_on is not None:
        _check_day(facts_on, at)
    with _usable():
        made = staging.stage(content, file_name, org=org, by=by.worker if by else None, at=at, facts_on=facts_on)
    record_event(by or product(org), Act.FILE_STAGED, about_id=made)
    return made


def set_facts_on(import_id: UUID, facts_on: date, *, by: Viewer, at: datetime) -> None:
    """Says of which day a staged file speaks; it is read again. Event FILE_SETTLED.

    Raises
    ------
    NotAllowed, NotThere : as `start_applying`. Refused : the day lies ahead, or the file is not staged any more.
    """
    staged = _staged(import_id, by)
    _check_day(facts_on, at)
    with _usable():
        staging.stage_again(staged, facts_on, at)
    record_event(by, Act.FILE_SETTLED, about_id=import_id, detail={"facts_on": facts_on.isoformat()})


def settle_values(import_id: UUID, meanings: Mapping[tuple[str, str], str], *, by: Viewer, at: datetime) -> None:
    """Says what values of a file mean, code by column and text as found; kept for later files of the organisation, and the
    file is read again. Event FILE_SETTLED.

    Raises
    ------
    NotAllowed, NotThere : as `start_applying`. Refused : no such value waits, or it cannot mean that.
    """
    staged = _staged(import_id, by)
    unknown = ImportFile.objects.get(org_id=by.org, of_id=import_id).understood["unknown"]
    choices = {(value["column"], value["found"]): {code for code, _ in value["choices"]} for value in unknown}
    if any(code not in choices.get(key, ()) for key, code in meanings.items()):
        raise Refused({"values": "Choose for each value one of the meanings that are offered for it."})
    with _usable():
        for (column, found), code in meanings.items():
            _settle(staged, MeaningKind.VALUE, found, by, at, column=column, means=code, worker_id=None)
        staging.stage_again(staged, staged.facts_on, at)
    record_event(by, Act.FILE_SETTLED, about_id=import_id, detail={"values": len(meanings)})


def settle_people(import_id: UUID, people: Mapping[str, UUID | Settled], *, by: Viewer, at: datetime) -> None:
    """Says whose the names of a file are; kept for later files of the organisation. Event FILE_SETTLED.

    Raises
    ------
    NotAllowed, NotThere : as `start_applying`. Refused : somebody is not in the file, or does not work here, or the file
    cannot be used any more.
    """
    staged = _staged(import_id, by)
    told = {name for name, *_ in ImportFile.objects.get(org_id=by.org, of_id=import_id).understood["people"]}
    here = Names(by.org, Layout(staged.layout), staged.facts_on).workers
    workers = {worker for worker in people.values() if isinstance(worker, UUID)}
    if not set(people) <= told or not workers <= set(here):
        raise Refused({"people": "Choose for each name of the file somebody who works here."})
    with _usable():
        for name, who in people.items():
            worker, means = (None, who.value) if isinstance(who, Settled) else (who, "")
            _settle(staged, MeaningKind.PERSON, name, by, at, column="", means=means, worker_id=worker)
        staging.stage_again(staged, staged.facts_on, at)
    record_event(
        by, Act.FILE_SETTLED, about_id=import_id, detail={"people": {name: str(who) for name, who in people.items()}}
    )


def settle_teams(import_id: UUID, teams: Mapping[str, UUID | Settled], *, by: Viewer, at: datetime) -> None:
    """Says which teams the names of a file are, each one of those here or one to be added; kept for later files of the
    organisation. Event FILE_SETTLED.

    Raises
    ------
    NotAllowed, NotThere : as `start_applying`. Refused : a name is not in the file, or no such team is here, or the file
    cannot be used any more.
    """
    staged = _staged(import_id, by)
    told = {name for name, *_ in ImportFile.objects.get(org_id=by.org, of_id=import_id).understood.get("teams", ())}
    here = {ADD, *TeamNames(by.org, Layout(staged.layout)).teams}
    if not set(teams) <= told or not set(teams.values()) <= here:
        raise Refused({"teams": "Choose for each name of the file one of your teams, or add it as a new one."})
    with _usable():
        for name, which in teams.items():
            team, means = (None, which.value) if isinstance(which, Settled) else (which, "")
            _settle(staged, MeaningKind.TEAM, team_key(name), by, at, column="", means=means, team_id=team)
        staging.stage_again(staged, staged.facts_on, at)
    record_event(
        by, Act.FILE_SETTLED, about_id=import_id, detail={"teams": {name: str(which) for name, which in teams.items()}}
    )


def start_applying(import_id: UUID, *, by: Viewer, at: datetime, leave_unknown: bool = False) -> None:
    """Hands a staged file to the jobs worker, which applies it. Event FILE_STARTED.

    Raises
    ------
    NotAllowed : as `check_can_import`. NotThere : no such file. Refused : it is not staged any more, speaks of an earlier
    day than a file that was brought in or is just now, or names or values in it are not settled; values may be left empty
    on purpose with `leave_unknown`.
    """
    staged = _staged(import_id, by)
    understood = ImportFile.objects.get(org_id=by.org, of_id=import_id).understood
    names = Names(by.org, Layout(staged.layout), staged.facts_on)
    open_names = [name for name, *_ in understood["people"] if not names.of(name).settled]
    team_names = TeamNames(by.org, Layout(staged.layout))
    open_teams = [name for name, *_ in understood.get("teams", ()) if not team_names.of(name).settled]
    faults = {}
    brought = (ImportState.APPLIED, ImportState.APPLYING)
    applied = Import.objects.filter(org_id=by.org, layout=staged.layout, state__in=brought)
    newest = applied.aggregate(newest=Max("facts_on"))["newest"]
    if newest and staged.facts_on < newest:
        faults["facts_on"] = (
            f"A file of {day_words(newest)} was brought in already, and this one speaks of an earlier day: it would put "
            "back what has changed since. Correct the day of this file if it is wrong, or undo the newer file first."
        )
    if open_names:
        faults["people"] = f"Say first who these are: {', '.join(open_names)}."
    if open_teams:
        faults["teams"] = f"Say first which teams these are: {', '.join(open_teams)}."
    if understood["unknown"] and not leave_unknown:
        found = ", ".join(f"'{value['found']}' in {value['header']}" for value in understood["unknown"])
        faults["values"] = f"Say first what these mean, or that they are to be left empty: {found}."
    if faults:
        raise Refused(faults)
    _set(
        staged,
        state=ImportState.APPLYING,
        started_at=at,
        started_by_id=by.worker,
        leave_unknown=leave_unknown,
        done=0,
        total=staged.children,
        failed="",
    )
    record_event(by, Act.FILE_STARTED, about_id=import_id)
    jobs.configure_task("apply_import").defer(org=str(by.org), import_id=str(import_id))


def apply_import(org: UUID, import_id: UUID, *, at: datetime) -> None:
    """What the jobs worker does: merges the file with the records in one transaction, so that nothing is half done. Done
    again, it does nothing. `done` of the file says from outside how far it is. Events FILE_APPLIED, and those of teams and
    people that are made with it; or FILE_FAILED."""
    applying.apply(org, import_id, at)


def give_up_applying(org: UUID, import_id: UUID) -> None:
    """Says of a file that is being applied, and whose jobs have all ended, that it failed. Event FILE_FAILED."""
    applying.give_up(org, import_id)


def leave_import(import_id: UUID, *, by: Viewer, at: datetime) -> None:
    """Puts a staged file aside, unused. Event FILE_LEFT.

    Raises
    ------
    NotAllowed, NotThere, Refused : as `start_applying`.
    """
    staged = _staged(import_id, by)
    _set(staged, state=ImportState.LEFT, left_at=at, left_by_id=by.worker)
    record_event(by, Act.FILE_LEFT, about_id=import_id)


def undo_import(import_id: UUID, why: str, *, by: Viewer, at: datetime) -> None:
    """Takes back what an applied file did: what it wrote goes, what it replaced stands again. Event FILE_UNDONE.

    Raises
    ------
    NotAllowed, NotThere : as `start_applying`. Refused : no reason, a file is being applied, or cases were written on since;
        the message names them.
    """
    applied = _mine(import_id, by)
    faults = reason(why)
    if applied.state != ImportState.APPLIED:
        faults["file"] = "Only a file that was applied can be undone."
    if faults:
        raise Refused(faults)
    try:
        undoing.check_undo(applied, by)
        undoing.undo(applied, by.worker, why.strip())
    except undoing.InTheWay as refusal:
        raise Refused({"file": str(refusal)}) from None
    _set(applied, state=ImportState.UNDONE, undone_at=at, undone_by_id=by.worker, undone_why=why.strip())
    record_event(by, Act.FILE_UNDONE, about_id=import_id, why=why.strip())


def decide_matter(matter_id: UUID, take: bool, why: str, *, by: Viewer, at: datetime) -> None:
    """Decides what a file left open: as the file says (`take`), or as it stands. Event MATTER_DECIDED.

    Raises
    ------
    NotThere, NotAllowed : whoever may allocate the case decides about its worker, who may close it about closing, who may
    write on it about the rest; about a child without a case who may bring files in. Refused : no reason, decided already, or
    what the file says cannot be done any more.
    """
    matter = (
        ImportMatter.objects.select_for_update(of=("self",))
        .filter(org_id=by.org, pk=matter_id, of__state=ImportState.APPLIED)
        .first()
    )
    if matter is None:
        raise NotThere
    deciding.check_can_decide(matter, take, by)
    faults = reason(why)
    if matter.decided_at is not None:
        faults["matter"] = "This was decided already."
    elif take and matter.case_id is None:
        faults["matter"] = f"{matter.child_reference} has no case here that this could change. Keep what stands."
    if faults:
        raise Refused(faults)
    deciding.carry_out(matter, take, why.strip(), by=by, at=at)
    matter.decided_at, matter.decided_by_id, matter.taken, matter.why = at, by.worker, take, why.strip()
    matter.save(update_fields=["decided_at", "decided_by_id", "taken", "why"])
    detail = {"matter": matter.matter, "taken": take}
    record_event(by, Act.MATTER_DECIDED, case_id=matter.case_id, about_id=matter_id, why=why.strip(), detail=detail)


def _mine(import_id: UUID, by: Viewer) -> Import:
    """A file of the viewer's organisation, held for this transaction."""
    check_can_import(by)
    found = Import.objects.select_for_update().filter(org_id=by.org, pk=import_id).first()
    if found is None:
        raise NotThere
    return found


def _staged(import_id: UUID, by: Viewer) -> Import:
    """One that waits to be applied: staged, or tried in vain."""
    found = _mine(import_id, by)
    if found.state not in (ImportState.STAGED, ImportState.FAILED):
        raise Refused({"file": f"This file is {ImportState(found.state).label}: it can no longer be changed."})
    return found


def _set(row: Import, **fields: object) -> None:
    Import.objects.filter(org_id=row.org_id, pk=row.pk).update(**fields)


def _settle(
    staged: Import, kind: MeaningKind, found: str, by: Viewer, at: datetime, *, column: str, **means: object
) -> None:
    Meaning.objects.update_or_create(
        org_id=by.org,
        layout=staged.layout,
        kind=kind,
        column=column,
        found=found.casefold(),
        defaults={**means, "settled_by_id": by.worker, "settled_at": at},
    )


def _check_day(facts_on: date, at: datetime) -> None:
    if facts_on > at.astimezone(LONDON).date():
        raise Refused({"facts_on": "This day lies ahead. Give the day on which the file was made."})


@contextmanager
def _usable() -> Iterator[None]:
    """A file that cannot be used is refused in a sentence, and leaves nothing half done."""
    try:
        with transaction.atomic():
            yield
    except UnusableFile as refusal:
        raise Refused({"file": str(refusal)}) from None
