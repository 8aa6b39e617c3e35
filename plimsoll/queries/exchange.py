"""Files that were brought in: what they hold, what became of them, and what they leave for people to decide."""

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from difflib import get_close_matches
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import Count, F, OuterRef, Q, QuerySet, Subquery

from plimsoll.core.access import NotThere, Permission, Viewer
from plimsoll.core.terms import (
    About,
    CaseType,
    Circumstance,
    EventKind,
    Factor,
    ImportState,
    Layout,
    Matter,
)
from plimsoll.core.timescales.explain import day_words
from plimsoll.formats.annex_a.children import WhyNot
from plimsoll.formats.told import ToldFault, UnknownValue
from plimsoll.queries.access import get_viewer
from plimsoll.queries.matching import Names, TeamNames
from plimsoll.records import scopes
from plimsoll.records.models.exchange import Import, ImportFile, ImportMatter
from plimsoll.records.models.families import Child
from plimsoll.records.models.people import Team, Worker

ALIKE = 0.8  # of 1: 'CP Team Nth' is much like 'CP Team North', 'Harbour Team' not like 'Beacon Team'


@dataclass(frozen=True)
class ImportLine:
    """A file in the list. staged_by : '' where it came through the watched folder; children, open : how many children it
    tells of, and how many of them have open work; to_decide : matters that wait for a person, of cases that the viewer may
    read."""

    id: UUID
    file_name: str
    layout: Layout
    facts_on: date
    state: ImportState
    staged_at: datetime
    staged_by: str
    applied_at: datetime | None
    children: int
    open: int
    to_decide: int


@dataclass(frozen=True)
class PersonFound:
    """Somebody whom a file names as holding cases. worker : whom they were matched to, by name or by hand; settled : so, or
    by hand said to be nobody, or to be added (`to_add`)."""

    name: str
    spellings: tuple[str, ...]
    team: str
    cases: int
    worker: UUID | None
    worker_name: str
    settled: bool
    to_add: bool = False


@dataclass(frozen=True)
class TeamFound:
    """A team that a file names for open cases. team : which it was matched to, by name or by hand; settled : so, or by hand
    said to be added (`to_add`); alike : a team here of nearly that name, where it is not settled, else ''."""

    name: str
    spellings: tuple[str, ...]
    cases: int
    team: UUID | None
    team_name: str
    settled: bool
    to_add: bool = False
    alike: str = ""


@dataclass(frozen=True)
class ChildLine:
    """A child of a file. where : sheet and row; reason : in words, why there is no open work, '' where there is; kind : the
    case type in words, '' without open work; worker : as the file names them, '' where it names nobody; why_not : the
    reason as such are counted."""

    reference: str
    where: str
    open: bool
    reason: str
    kind: str
    worker: str
    why_not: str = ""


@dataclass(frozen=True)
class OnRecord:
    """The child that a reference in a file stands for here. case : one of theirs that the viewer may open, else None."""

    child: UUID
    case: UUID | None


@dataclass(frozen=True)
class Counted:
    """What a file holds, and what it comes to against what is on record. not_open : reason and how many, the most frequent
    first; new_events : in cases that are here already, as those of a new case come with it; compared : whether the viewer
    may know how it compares. Where not, it is counted as if nothing were on record, and is not to be shown."""

    children: int
    open: int
    not_open: tuple[tuple[str, int], ...]
    new_cases: int
    changed_cases: int
    unchanged_cases: int
    new_events: int
    unallocated: int
    compared: bool


@dataclass(frozen=True)
class ImportView:
    """A file with all that was understood of it. lists : name, rows and columns of each; done, total : children applied so
    far; failed : why it could not be applied, in a sentence, else ''; brought_before : of one that waits, when and by whom
    the very same bytes were brought in, where that stands."""

    line: ImportLine
    lists: tuple[tuple[str, int, tuple[str, ...]], ...]
    people: tuple[PersonFound, ...]
    teams: tuple[TeamFound, ...]
    unknown: tuple[UnknownValue, ...]
    faults: tuple[ToldFault, ...]
    counted: Counted
    children: tuple[ChildLine, ...]
    done: int
    total: int
    failed: str
    may_undo: bool
    undone_at: datetime | None
    undone_by: str
    undone_why: str
    brought_before: tuple[datetime, str] | None = None


@dataclass(frozen=True)
class MatterView:
    """What a file leaves for a person to decide. what : the field in words, '' where it is about the whole case; here, there
    : what stands on record and what the file says, as people read them; decided : 'taken' from the file, 'kept' as it is,
    or '' where it waits."""

    id: UUID
    matter: Matter
    case: UUID | None
    reference: str
    child_name: str
    child: UUID | None
    what: str
    here: str
    there: str
    said_at: date
    decided: str
    decided_by: str
    decided_at: datetime | None


def list_imports(viewer: Viewer) -> tuple[ImportLine, ...]:
    """Every file that was brought in, the newest first.

    Raises
    ------
    NotThere : the viewer may not bring files in.
    """
    _check(viewer)
    waiting = _waiting(viewer)
    rows = Import.objects.filter(org_id=viewer.org).select_related("staged_by").order_by("-staged_at", "-pk")
    return tuple(_line(row, waiting) for row in rows)


def get_import(viewer: Viewer, import_id: UUID) -> ImportView:
    """One file with all that was understood of it. What it holds is no secret to those who bring files in; how it compares
    with the records is, where the viewer may not see the case.

    Raises
    ------
    NotThere : there is no such file, or the viewer may not bring files in.
    """
    _check(viewer)
    row = Import.objects.filter(org_id=viewer.org, pk=import_id).select_related("staged_by", "undone_by").first()
    if row is None:
        raise NotThere
    kept = ImportFile.objects.filter(org_id=viewer.org, of_id=import_id).values_list("understood", flat=True)[0]
    names = Names(viewer.org, Layout(row.layout), row.facts_on)
    teams = TeamNames(viewer.org, Layout(row.layout))
    children = kept["children"]
    last = (
        Import.objects.filter(org_id=viewer.org, layout=row.layout, state=ImportState.APPLIED)
        .order_by("-applied_at")
        .values_list("pk", flat=True)
        .first()
    )
    return ImportView(
        line=_line(row, _waiting(viewer)),
        lists=tuple((name, rows, tuple(columns)) for name, rows, columns in kept["lists"]),
        people=tuple(_person(names, *person) for person in kept["people"]),
        teams=tuple(_team(teams, *team) for team in kept.get("teams", ())),  # one read by an earlier version has none
        unknown=tuple(_unknown(value) for value in kept["unknown"]),
        faults=tuple(ToldFault(**fault) for fault in kept["faults"]),
        counted=_counted(viewer, children, names),
        children=tuple(
            ChildLine(reference, where, is_open, reason, kind, worker, "" if is_open else _why_not(code))
            for reference, (where, is_open, code, reason, kind, worker, *_) in children.items()
        ),
        done=row.done,
        total=row.total,
        failed=row.failed,
        may_undo=last == row.pk,
        undone_at=row.undone_at,
        undone_by=row.undone_by.name if row.undone_by else "",
        undone_why=row.undone_why or "",
        brought_before=_brought_before(row),
    )


def _brought_before(row: Import) -> tuple[datetime, str] | None:
    if row.state not in (ImportState.STAGED, ImportState.FAILED):
        return None
    same = Import.objects.filter(org_id=row.org_id, digest=row.digest, state=ImportState.APPLIED)
    found = same.order_by("-applied_at").values_list("applied_at", "started_by__name").first()
    return (found[0], found[1] or "") if found else None


def list_on_record(viewer: Viewer, references: Collection[str]) -> dict[str, OnRecord]:
    """The children here of some references in a file, by reference; of one that nobody here has, the child of a case within
    reach that was added by hand and claims it. Two queries.

    Raises
    ------
    NotThere : the viewer may not bring files in.
    """
    _check(viewer)
    mine = scopes.cases(viewer).filter(child=OuterRef("pk")).order_by(F("closed_at").desc(nulls_first=True), "pk")
    rows = Child.objects.filter(org_id=viewer.org, reference__in=references).annotate(
        open=Subquery(mine.values("pk")[:1])
    )
    claims = (
        scopes.cases(viewer).filter(other_reference__in=references, child_id__isnull=False).order_by("-opened_at", "pk")
    )
    claimed = {
        claim: OnRecord(child, case) for claim, child, case in claims.values_list("other_reference", "child", "pk")
    }
    own = {reference: OnRecord(child, case) for reference, child, case in rows.values_list("reference", "pk", "open")}
    return claimed | own


def list_matters(viewer: Viewer, *, import_id: UUID | None = None, case: UUID | None = None) -> tuple[MatterView, ...]:
    """What files leave for a person to decide, of cases that the viewer may read; those that wait first."""
    rows = _matters(viewer)
    if import_id is not None:
        rows = rows.filter(of_id=import_id)
    if case is not None:
        rows = rows.filter(case_id=case)
    found = list(
        rows.select_related("of", "case__child", "decided_by").order_by(
            F("decided_at").desc(nulls_first=True), "matter", "child_reference", "pk"
        )
    )
    workers = dict(Worker.objects.filter(org_id=viewer.org).values_list("pk", "name"))
    names = {str(key): name for key, name in workers.items()}
    return tuple(_matter(row, names) for row in found)


def count_matters(viewer: Viewer) -> int:
    """How much waits for a decision of cases that the viewer may read, where the viewer can decide anything at all. One
    query, or none."""
    deciding = (Permission.IMPORT, Permission.ALLOCATE, Permission.CLOSE_CASE, Permission.WRITE_RECORD)
    if not any(viewer.reach(each) for each in deciding):
        return 0
    mine, params = scopes.condition(viewer, "c", Permission.READ_RECORD)
    with connection.cursor() as cursor:
        cursor.execute(WAITING.format(mine=mine), [viewer.org, *params, bool(viewer.reach(Permission.IMPORT))])
        return int(cursor.fetchone()[0])


# As `_matters`, written out: every page of those who decide counts them.
WAITING = """
    SELECT count(*) FROM records_importmatter m
    JOIN records_import i ON i.org_id = m.org_id AND i.id = m.of_id AND i.state = 'APPLIED'
    LEFT JOIN records_case c ON c.org_id = m.org_id AND c.id = m.case_id
    WHERE m.org_id = %s AND m.decided_at IS NULL AND (c.id IS NOT NULL AND {mine} OR m.case_id IS NULL AND %s)
"""


def facts_dates(viewer: Viewer) -> tuple[tuple[Layout, date, datetime], ...]:
    """Of each layout the day of which the newest applied file speaks, and when it was applied. One query."""
    rows = (
        Import.objects.filter(org_id=viewer.org, state=ImportState.APPLIED)
        .order_by("layout", "-facts_on", "-applied_at")
        .distinct("layout")
    )
    return tuple((Layout(layout), on, at) for layout, on, at in rows.values_list("layout", "facts_on", "applied_at"))


def list_workers_to_match(viewer: Viewer) -> tuple[tuple[UUID, str], ...]:
    """Everyone who works here, by name: whom a name of a file can stand for.

    Raises
    ------
    NotThere : the viewer may not bring files in.
    """
    _check(viewer)
    here = Worker.objects.filter(org_id=viewer.org, left_on__isnull=True)
    return tuple(here.order_by("sort_name", "pk").values_list("pk", "name"))


def list_teams_to_match(viewer: Viewer) -> tuple[tuple[UUID, str], ...]:
    """Every open team, by name: which a name of a file can stand for.

    Raises
    ------
    NotThere : the viewer may not bring files in.
    """
    _check(viewer)
    here = Team.objects.filter(org_id=viewer.org, closed_on__isnull=True)
    return tuple(here.order_by("name", "pk").values_list("pk", "name"))


def find_organisation(called: str) -> UUID | None:
    """An organisation by its key or its name; None where none or several are called so. Asked where nobody is signed in: it
    says that there is one, and nothing of it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT records_organisation_called(%s)", [called])
        found: UUID | None = cursor.fetchone()[0]
    return found


def list_who_may_import(org: UUID, on: date) -> tuple[Viewer, ...]:
    """Everyone of an organisation who may bring files in on a day, by name. For the command line, the product acting."""
    rows = scopes.able(org, Permission.IMPORT, on).order_by("sort_name", "pk")
    return tuple(get_viewer(org, worker, on) for worker in rows.values_list("pk", flat=True))


def _check(viewer: Viewer) -> None:
    if not viewer.reach(Permission.IMPORT):
        raise NotThere


def _matters(viewer: Viewer) -> QuerySet[ImportMatter]:
    """Those of applied files, of cases whose record the viewer may read, as a matter tells what is written there; of
    children without a case for whoever brings files in."""
    mine = Q(case__in=scopes.cases(viewer, Permission.READ_RECORD))
    if viewer.reach(Permission.IMPORT):
        mine |= Q(case__isnull=True)
    return ImportMatter.objects.filter(mine, org_id=viewer.org, of__state=ImportState.APPLIED)


def _waiting(viewer: Viewer) -> dict[UUID, int]:
    rows = _matters(viewer).filter(decided_at__isnull=True).values_list("of_id").annotate(count=Count("pk"))
    return dict(rows)


def _hidden_comparisons() -> dict[str, bool]:
    """References of children whose case, with which a file is compared, is hidden from the viewer; of each whether another
    case of theirs that the viewer may see is open. This module alone asks."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT reference, bool_or(stands) FROM (SELECT reference, stands FROM records_hidden_comparisons() "
            "UNION ALL SELECT r, false FROM records_hidden_references() r) k GROUP BY reference"
        )
        return dict(cursor.fetchall())


def _line(row: Import, waiting: dict[UUID, int]) -> ImportLine:
    return ImportLine(
        id=row.pk,
        file_name=row.file_name,
        layout=Layout(row.layout),
        facts_on=row.facts_on,
        state=ImportState(row.state),
        staged_at=row.staged_at,
        staged_by=row.staged_by.name if row.staged_by else "",
        applied_at=row.applied_at,
        children=row.children,
        open=row.open,
        to_decide=waiting.get(row.pk, 0),
    )


def _person(names: Names, name: str, spellings: list[str], team: str, cases: int) -> PersonFound:
    whose = names.of(name)
    worker = names.workers.get(whose.worker, "") if whose.worker else ""
    return PersonFound(name, tuple(spellings), team, cases, whose.worker, worker, whose.settled, whose.to_add)


def _team(names: TeamNames, name: str, spellings: list[str], cases: int) -> TeamFound:
    which = names.of(name)
    called = names.teams[which.team] if which.team else ""
    alike = [] if which.settled else get_close_matches(name, names.teams.values(), n=1, cutoff=ALIKE)
    return TeamFound(
        name, tuple(spellings), cases, which.team, called, which.settled, which.to_add, alike[0] if alike else ""
    )


def _unknown(value: dict[str, Any]) -> UnknownValue:
    return UnknownValue(**{**value, "choices": tuple((code, label) for code, label in value["choices"])})


def _counted(viewer: Viewer, children: dict[str, list[Any]], names: Names) -> Counted:
    lines = list(children.values())
    held = {name for name in {line[5] for line in lines} if name and (names.of(name).worker or names.of(name).to_add)}
    not_open = Counter(_why_not(line[2]) for line in lines if not line[1])
    compared = viewer.reach(Permission.SEE_CASE).everything
    hidden = _hidden_comparisons() if compared else dict.fromkeys(children, False)
    came = [_came(line, hidden.get(reference)) for reference, line in children.items()]
    states = Counter(state for state, _ in came)
    return Counted(
        children=len(lines),
        open=sum(1 for line in lines if line[1]),
        not_open=tuple(not_open.most_common()),
        new_cases=states["NEW"],
        changed_cases=states["CHANGED"],
        unchanged_cases=states["SAME"],
        new_events=sum(events for state, events in came if state != "NEW"),
        unallocated=sum(1 for line in lines if line[1] and line[5] not in held),
        compared=compared,
    )


def _came(line: list[Any], stands: bool | None) -> tuple[str, int]:
    """What becomes of a child, and how many events it brings. stands : None where the viewer may know how it compares; else
    it is told as if the hidden case were not there, and whether another one is open."""
    state, events = line[6:8]
    if stands is None:
        return state, events
    return "SAME" if stands else "NEW" if line[1] else "NONE", 0


def _why_not(code: str) -> str:
    return WhyNot(code).label if code in set(WhyNot) else code.replace("_", " ").lower()


def _matter(row: ImportMatter, names: dict[str, str]) -> MatterView:
    child = row.case.child if row.case else None
    about = About(row.about) if row.about else None
    return MatterView(
        id=row.pk,
        matter=Matter(row.matter),
        case=row.case_id,
        reference=row.case.reference if row.case else row.child_reference,
        child_name=f"{child.given_name} {child.family_name}".strip() if child else "",
        child=child.pk if child else None,
        what=_field(about, row.name),
        here=_value(about, row.name, row.here, names),
        there=_value(about, row.name, row.there, names),
        said_at=row.of.facts_on,
        decided="" if row.taken is None else "taken" if row.taken else "kept",
        decided_by=row.decided_by.name if row.decided_by else "",
        decided_at=row.decided_at,
    )


FIELDS = {
    "born_on": "day of birth",
    "expected_on": "day on which the birth is expected",
    "died_on": "day of death",
    "given_name": "first name",
    "family_name": "family name",
    "nhs_number": "NHS number",
    "case_type": "kind of case",
    "also": "other kinds open at once",
    "opened_on": "start of the case",
    "team": "team",
    "level_of_need": "level of need",
    "seen_unrecorded": "the source cannot say when the child was last seen",
}


def _field(about: About | None, name: str) -> str:
    match about:
        case None:
            return ""
        case About.WORKER:
            return "worker"
        case About.EVENT:
            return EventKind(name).label
        case About.CIRCUMSTANCE:
            return Circumstance(name).label
        case About.FACTOR:
            return Factor(name).label
        case _:
            return FIELDS[name]


def _value(about: About | None, name: str, value: str, names: dict[str, str]) -> str:
    """A value of a statement as people read it."""
    if not value:
        return {About.WORKER: "nobody", About.EVENT: "not recorded", None: ""}.get(about, "nothing")
    if about is About.WORKER:
        return names.get(value, "somebody who no longer works here")
    if about is About.EVENT or name.endswith("_on"):
        return day_words(date.fromisoformat(value))
    if name in ("case_type", "also"):
        return ", ".join(CaseType(word).label for word in value.split())
    return "yes" if value == "YES" else f"{value} %" if about is About.FACTOR else value
