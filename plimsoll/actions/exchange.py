"""What leaves as a file, and what is brought in as one."""

import csv
from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import date, datetime
from io import StringIO
from uuid import UUID

from django.db import transaction
from procrastinate.contrib.django import app as jobs

from plimsoll.actions.audit import product, record_event, record_viewing
from plimsoll.actions.authorise import WHY_NOT, check_can_import
from plimsoll.actions.bringing import applying, deciding, reading, staging, trying, turn, undoing
from plimsoll.actions.bringing.identity import SAME_CHILD
from plimsoll.actions.bringing.trying import InTheWay
from plimsoll.actions.cases import Refused, reason
from plimsoll.core.access import NotAllowed, NotThere, Permission, Viewer
from plimsoll.core.calendar import LONDON
from plimsoll.core.terms import Act, ImportState, Layout, MeaningKind
from plimsoll.formats.annex_a.people import team_key
from plimsoll.formats.cells import harmless
from plimsoll.formats.sheets import UnusableFile
from plimsoll.formats.spreadsheet import check_start
from plimsoll.queries.exchange import find_newer, older_than
from plimsoll.queries.matching import NO_TEAM, Names, Settled, TeamNames
from plimsoll.queries.priority import OrderOfWork, get_caseload
from plimsoll.records import scopes
from plimsoll.records.models.exchange import Import, ImportFile, ImportMatter, Meaning

ADD, NOBODY = Settled.ADD, Settled.NOBODY
UNDER_WAY = (ImportState.READING, ImportState.APPLYING, ImportState.UNDOING)  # a job has it in hand
WAITING = (ImportState.STAGED, ImportState.FAILED)  # to be applied: read, or tried in vain
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
            placed.place or "",  # in a shadow month neither is told
            placed.band.label if placed.band else "",
            placed.reference,
            placed.name,
            placed.born_on.isoformat() if placed.born_on else "",
            placed.case_type.label,
            "; ".join(placed.reasons),
            placed.next_due or (f"cannot be told: {placed.unsaid}" if placed.unsaid else ""),
            placed.last_seen.isoformat() if placed.last_seen else "",
        )
        lines.writerow([harmless(cell) for cell in cells])
    return out.getvalue()


def send_file(content: bytes, file_name: str, *, by: Viewer, at: datetime, facts_on: date | None = None) -> UUID:
    """Keeps a file and hands it to the jobs worker, which reads it; nothing else changes. Its id. Event FILE_STAGED.

    Parameters
    ----------
    facts_on : the day of which it speaks; None: the latest on which something happened in it.

    Raises
    ------
    NotAllowed : as `check_can_import`. Refused : the day lies ahead, or its first bytes say that it is no file that we read.
    """
    check_can_import(by)
    if facts_on is not None:
        _check_day(facts_on, at)
    with _usable():
        check_start(content, file_name)
    made = staging.keep(content, file_name, org=by.org, by=by.worker, at=at, facts_on=facts_on)
    record_event(by, Act.FILE_STAGED, about_id=made)
    _hand_over("read_import", by.org, made)
    return made


def read_import(org: UUID, import_id: UUID, *, at: datetime) -> None:
    """What the jobs worker does with a file that was sent: reads it, so that it is staged with what was understood of it.
    Done again, it does nothing. Event FILE_UNREADABLE where it cannot be used; the file says why."""
    reading.read(org, import_id, at)


def stage_file(
    content: bytes,
    file_name: str,
    *,
    by: Viewer | None,
    org: UUID,
    at: datetime,
    facts_on: date | None = None,
) -> UUID:
    """Keeps and reads a file at once, for whoever can wait; nothing else changes. Its id. Event FILE_STAGED.

    Parameters
    ----------
    by : who brings it in; None: it lay in the watched folder. facts_on : as for `send_file`.

    Raises
    ------
    NotAllowed : as `check_can_import`. Refused : it cannot be used, with the reason; then it is not kept.
    """
    if by is not None:
        check_can_import(by)
    if facts_on is not None:
        _check_day(facts_on, at)
    with _usable():
        made = staging.keep(content, file_name, org=org, by=by.worker if by else None, at=at, facts_on=facts_on)
        staging.read_kept(org, made, at)
    record_event(by or product(org), Act.FILE_STAGED, about_id=made)
    return made


def set_facts_on(import_id: UUID, facts_on: date, *, by: Viewer, at: datetime) -> None:
    """Says of which day a file speaks that waits to be applied, or that could not be read without one; the jobs worker reads
    it again. Event FILE_SETTLED.

    Raises
    ------
    NotAllowed, NotThere : as `start_applying`. Refused : the day lies ahead, or the file does not wait any more.
    """
    staged = _in(import_id, by, *WAITING, ImportState.UNREADABLE)
    _check_day(facts_on, at)
    _read_again(staged, facts_on=facts_on)
    record_event(by, Act.FILE_SETTLED, about_id=import_id, detail={"facts_on": facts_on.isoformat()})


def settle_values(import_id: UUID, meanings: Mapping[tuple[str, str], str], *, by: Viewer, at: datetime) -> None:
    """Says what values of a file mean, code by column and text as found; kept for later files of the organisation, and the
    jobs worker reads the file again. Event FILE_SETTLED.

    Raises
    ------
    NotAllowed, NotThere : as `start_applying`. Refused : no such value waits, or it cannot mean that.
    """
    staged = _in(import_id, by, *WAITING)
    unknown = ImportFile.objects.get(org_id=by.org, of_id=import_id).understood["unknown"]
    choices = {(value["column"], value["found"]): {code for code, _ in value["choices"]} for value in unknown}
    if any(code not in choices.get(key, ()) for key, code in meanings.items()):
        raise Refused({"values": "Choose for each value one of the meanings that are offered for it."})
    _settle(
        staged, MeaningKind.VALUE, ((column, found, code, None) for (column, found), code in meanings.items()), by, at
    )
    _read_again(staged)
    record_event(by, Act.FILE_SETTLED, about_id=import_id, detail={"values": len(meanings)})


def leave_values(import_id: UUID, values: Collection[tuple[str, str]], *, by: Viewer, at: datetime) -> None:
    """Says that values of a file, by column and text as found, are left empty in it; of later files nothing is said. Event
    FILE_SETTLED.

    Raises
    ------
    NotAllowed, NotThere : as `start_applying`. Refused : no such value waits.
    """
    staged = _in(import_id, by, *WAITING)
    kept = ImportFile.objects.get(org_id=by.org, of_id=staged.pk)
    found = {(value["column"], value["found"]) for value in kept.understood["unknown"]}
    if not set(values) <= found:
        raise Refused({"values": "Choose only values of this file that we do not know."})
    before = {(column, text) for column, text in kept.understood.get("left_out", ())}
    kept.understood["left_out"] = sorted(map(list, before | set(values)))
    kept.save(update_fields=["understood"])
    record_event(by, Act.FILE_SETTLED, about_id=import_id, detail={"left_empty": len(values)})


def settle_people(import_id: UUID, people: Mapping[str, UUID | Settled], *, by: Viewer, at: datetime) -> bool:
    """Says whose the names of a file are; kept for later files of the organisation. Where that makes a name somebody else
    here than before, what the file would change is another, and the jobs worker reads it again: whether it does. Event
    FILE_SETTLED.

    Raises
    ------
    NotAllowed, NotThere : as `start_applying`. Refused : somebody is not in the file, or does not work here.
    """
    staged = _in(import_id, by, *WAITING)
    told = {name for name, *_ in ImportFile.objects.get(org_id=by.org, of_id=import_id).understood["people"]}
    before = _names(staged)
    workers = {worker for worker in people.values() if isinstance(worker, UUID)}
    if not set(people) <= told or not workers <= set(before.workers):
        raise Refused({"people": "Choose for each name of the file somebody who works here."})
    said = ((name, (None, who.value) if isinstance(who, Settled) else (who, "")) for name, who in people.items())
    _settle(staged, MeaningKind.PERSON, (("", name, means, worker) for name, (worker, means) in said), by, at)
    after = _names(staged)
    again = any(before.of(name).worker != after.of(name).worker for name in people)
    if again:
        _read_again(staged)
    record_event(
        by, Act.FILE_SETTLED, about_id=import_id, detail={"people": {name: str(who) for name, who in people.items()}}
    )
    return again


def settle_teams(import_id: UUID, teams: Mapping[str, UUID | Settled], *, by: Viewer, at: datetime) -> bool:
    """Says which teams the names of a file are, each one of those here or one to be added, and where its rows without a
    team go (`NO_TEAM`); kept for later files of the
    organisation. Where that makes a name another team here than before, the jobs worker reads the file again: whether it
    does. Event FILE_SETTLED.

    Raises
    ------
    NotAllowed, NotThere : as `start_applying`. Refused : a name is not in the file, or no such team is here.
    """
    staged = _in(import_id, by, *WAITING)
    told = {name for name, *_ in ImportFile.objects.get(org_id=by.org, of_id=import_id).understood.get("teams", ())}
    before = TeamNames(by.org, Layout(staged.layout))
    if not set(teams) <= told | {NO_TEAM} or not set(teams.values()) <= {ADD, *before.teams}:
        raise Refused({"teams": "Choose for each name of the file one of your teams, or add it as a new one."})
    said = ((name, (None, which.value) if isinstance(which, Settled) else (which, "")) for name, which in teams.items())
    _settle(staged, MeaningKind.TEAM, (("", team_key(name), means, team) for name, (team, means) in said), by, at)
    after = TeamNames(by.org, Layout(staged.layout))
    again = any(before.of(name).team != after.of(name).team for name in teams)
    if again:
        _read_again(staged)
    record_event(
        by, Act.FILE_SETTLED, about_id=import_id, detail={"teams": {name: str(which) for name, which in teams.items()}}
    )
    return again


def start_applying(import_id: UUID, *, by: Viewer, at: datetime, leave_unknown: bool = False) -> None:
    """Hands a staged file to the jobs worker, which applies it. Event FILE_STARTED.

    Raises
    ------
    NotAllowed : as `check_can_import`. NotThere : no such file. Refused : it is not staged any more, speaks of an earlier
    day than a file that was brought in or is just now, another is being undone, or names or values in it are not settled;
    values may be left empty on purpose with `leave_unknown`.
    """
    check_can_import(by)
    turn.take_asking(by.org)
    staged = _in(import_id, by, *WAITING)
    understood = ImportFile.objects.get(org_id=by.org, of_id=import_id).understood
    names = _names(staged)
    open_names = [name for name, *_ in understood["people"] if not names.of(name).settled]
    team_names = TeamNames(by.org, Layout(staged.layout))
    open_teams = [name for name, *_ in understood.get("teams", ()) if not team_names.of(name).settled]
    faults = {}
    try:
        undoing.check_nothing_undone(by.org)
    except InTheWay as refusal:
        faults["file"] = str(refusal)
    newer = find_newer(staged)
    if newer:
        faults["facts_on"] = older_than(newer[2])
    if open_names:
        faults["people"] = f"Say first who these are: {', '.join(open_names)}."
    if open_teams:
        faults["teams"] = f"Say first which teams these are: {', '.join(open_teams)}."
    left_out = {(column, text) for column, text in understood.get("left_out", ())}
    open_values = [value for value in understood["unknown"] if (value["column"], value["found"]) not in left_out]
    if open_values and not leave_unknown:
        found = ", ".join(f"'{value['found']}' in {value['header']}" for value in open_values)
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
    _hand_over("apply_import", by.org, import_id)


def apply_import(org: UUID, import_id: UUID, *, at: datetime) -> None:
    """What the jobs worker does: merges the file with the records in one transaction, so that nothing is half done. Done
    again, it does nothing. `done` of the file says from outside how far it is. Events FILE_APPLIED, and those of teams and
    people that are made with it; or FILE_FAILED."""
    applying.apply(org, import_id, at)


def give_up_import(state: ImportState, org: UUID, import_id: UUID) -> None:
    """Says of a file that waits for a job in a state, and whose jobs have all ended, that it failed. Event FILE_UNREADABLE,
    FILE_FAILED or FILE_UNDO_FAILED."""
    trying.give_up(state, org, import_id)


def leave_import(import_id: UUID, *, by: Viewer, at: datetime) -> None:
    """Puts a file aside, unused: one that is read or to be read, or cannot be used. Event FILE_LEFT.

    Raises
    ------
    NotAllowed, NotThere, Refused : as `start_applying`.
    """
    staged = _in(import_id, by, *WAITING, ImportState.READING, ImportState.UNREADABLE)
    _set(staged, state=ImportState.LEFT, left_at=at, left_by_id=by.worker)
    record_event(by, Act.FILE_LEFT, about_id=import_id)


def start_undoing(import_id: UUID, why: str, *, by: Viewer, at: datetime) -> None:
    """Hands an applied file to the jobs worker, which takes back what it did. Event FILE_UNDO_STARTED.

    Raises
    ------
    NotAllowed, NotThere : as `start_applying`. Refused : no reason, a file is being applied or undone, or cases were written
        on since; the message names them.
    """
    check_can_import(by)
    turn.take_asking(by.org)
    applied = _mine(import_id, by)
    faults = reason(why)
    if applied.state != ImportState.APPLIED:
        faults["file"] = "Only a file that was applied can be undone."
    if faults:
        raise Refused(faults)
    try:
        undoing.check_undo(applied, by)
    except InTheWay as refusal:
        raise Refused({"file": str(refusal)}) from None
    said = {"undone_at": at, "undone_by_id": by.worker, "undone_why": why.strip()}
    _set(applied, state=ImportState.UNDOING, failed="", **said)
    record_event(by, Act.FILE_UNDO_STARTED, about_id=import_id, why=why.strip())
    _hand_over("undo_import", by.org, import_id)


def undo_import(org: UUID, import_id: UUID, *, at: datetime) -> None:
    """What the jobs worker does: takes back what an applied file did, in one transaction: what it wrote goes, what it
    replaced stands again. Done again, it does nothing. Event FILE_UNDONE; or FILE_UNDO_FAILED, and the file says what was in
    the way."""
    undoing.undo(org, import_id, at)


def decide_matter(matter_id: UUID, take: bool, why: str, *, by: Viewer, at: datetime) -> None:
    """Decides what a file left open: as the file says (`take`), or as it stands. Event MATTER_DECIDED.

    Raises
    ------
    NotThere, NotAllowed : as `needed` in core/access.py; about a child without a case who may bring files in decides.
    Refused : no reason, decided already, or
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
    elif matter.superseded_by_id is not None:
        faults["matter"] = "A later file says otherwise, so that there is nothing left to decide."
    elif take and matter.case_id is None and matter.name != SAME_CHILD.name:
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


def _in(import_id: UUID, by: Viewer, *states: ImportState) -> Import:
    """One that stands in one of these states."""
    found = _mine(import_id, by)
    if found.state not in states:
        state = ImportState(found.state)
        then = "wait until that has ended" if state in UNDER_WAY else "it can no longer be changed"
        raise Refused({"file": f"This file is {state.label}: {then}."})
    return found


def _set(row: Import, **fields: object) -> None:
    Import.objects.filter(org_id=row.org_id, pk=row.pk).update(**fields)


def _hand_over(task: str, org: UUID, import_id: UUID) -> None:
    """A job is there once the transaction is."""
    jobs.configure_task(task).defer(org=str(org), import_id=str(import_id))


def _read_again(staged: Import, **fields: object) -> None:
    _set(staged, state=ImportState.READING, done=0, total=0, failed="", **fields)
    _hand_over("read_import", staged.org_id, staged.pk)


def _names(staged: Import) -> Names:
    assert staged.layout
    assert staged.facts_on
    return Names(staged.org_id, Layout(staged.layout), staged.facts_on)


def _settle(
    staged: Import,
    kind: MeaningKind,
    said: Iterable[tuple[str, str, str, UUID | None]],
    by: Viewer,
    at: datetime,
) -> None:
    """Keeps meanings, each a column, what was found, its code, and the person or team it stands for. One statement however
    many there are."""
    stands_for = "team_id" if kind is MeaningKind.TEAM else "worker_id"
    rows = {
        (column, found.casefold()): Meaning(
            org_id=by.org,
            layout=staged.layout,
            kind=kind,
            column=column,
            found=found.casefold(),
            means=means,
            settled_by_id=by.worker,
            settled_at=at,
            **{stands_for: one},
        )
        for column, found, means, one in said
    }
    Meaning.objects.bulk_create(
        rows.values(),
        update_conflicts=True,
        unique_fields=["org", "layout", "kind", "column", "found"],
        update_fields=["means", "worker", "team", "settled_by", "settled_at"],
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
