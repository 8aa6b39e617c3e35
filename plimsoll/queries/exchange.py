"""Files that were brought in: what they hold, and what became of them."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from difflib import get_close_matches
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import Case, Count, F, OuterRef, Subquery, When
from django.db.models.functions import Coalesce

from plimsoll.core.access import NotThere, Permission, Viewer
from plimsoll.core.calendar import LONDON
from plimsoll.core.terms import ImportState, Layout, Matter
from plimsoll.core.timescales.explain import day_words
from plimsoll.formats.plain.layout import dated
from plimsoll.formats.told import ToldFault, UnknownValue
from plimsoll.queries.access import get_viewer
from plimsoll.queries.comparing import Counted, counted, why_not
from plimsoll.queries.matching import NO_TEAM, Alike, Names, TeamNames
from plimsoll.queries.matters import count_elsewhere, matters
from plimsoll.queries.out_of_sight import Placing
from plimsoll.records import scopes
from plimsoll.records.models.exchange import IN_FORCE, Import, ImportFile
from plimsoll.records.models.families import Child
from plimsoll.records.models.people import Team, Worker

ALIKE = 0.8  # of 1: 'CP Team Nth' is much like 'CP Team North', 'Harbour Team' not like 'Beacon Team'

# What is understood of a file before it is read.
NOTHING_YET: dict[str, Any] = {"lists": [], "people": [], "unknown": [], "faults": [], "children": {}, "places": []}


@dataclass(frozen=True)
class ImportLine:
    """A file in the list. layout, facts_on : None where it was not read yet, or cannot be; staged_by : '' where it came
    through the watched folder; children, open : how many children it tells of, and how many of them have open work;
    to_decide : matters that wait for a person, of cases that the viewer may read; elsewhere : of those that they may not
    read, by kind."""

    id: UUID
    file_name: str
    layout: Layout | None
    facts_on: date | None
    state: ImportState
    staged_at: datetime
    staged_by: str
    applied_at: datetime | None
    children: int
    open: int
    to_decide: int
    elsewhere: tuple[tuple[Matter, int], ...] = ()


@dataclass(frozen=True)
class PersonFound:
    """Somebody whom a file names as holding cases. worker : whom they were matched to, by name or by hand; settled : so, or
    by hand said to be nobody, or to be added (`to_add`); alike : who here they may be, where it is not settled."""

    name: str
    spellings: tuple[str, ...]
    team: str
    cases: int
    worker: UUID | None
    worker_name: str
    settled: bool
    to_add: bool = False
    alike: tuple[tuple[UUID, str], ...] = ()


@dataclass(frozen=True)
class TeamFound:
    """A team that a file names for open cases. team : which it was matched to, by name or by hand; settled : so, or by hand
    said to be added (`to_add`); alike : a team here of nearly that name, where it is not settled, else ''; usual : it is no
    name of the file, but stands for its rows that name neither a team nor a worker in one, which go to `team_name`."""

    name: str
    spellings: tuple[str, ...]
    cases: int
    team: UUID | None
    team_name: str
    settled: bool
    to_add: bool = False
    alike: str = ""
    usual: bool = False


@dataclass(frozen=True)
class ChildLine:
    """A child of a file. where : sheet and row; reason : in words, why there is no open work, '' where there is; kind : the
    case type in words, '' without open work; worker : whom the file names, and `person` whether that is taken for whoever
    holds open work; '' where it names nobody; why_not : the reason as such are counted."""

    reference: str
    where: str
    open: bool
    reason: str
    kind: str
    worker: str
    why_not: str = ""
    person: bool = True


@dataclass(frozen=True)
class OnRecord:
    """The child that a reference in a file stands for here. case : one of theirs that the viewer may open, else None; name :
    '' without one."""

    child: UUID
    case: UUID | None
    name: str = ""


@dataclass(frozen=True)
class ImportView:
    """A file with all that was understood of it, nothing where it was not read yet. lists : name, rows and columns of each;
    done, total : children applied so far, or compared with the records; failed : why it could not be read, applied or
    undone, in a sentence, else ''; brought_before : of one that waits, when and by whom the very same bytes were brought in,
    where that stands; sees_cases : whether the viewer sees any case at all; capped : whether days ahead were left out of it,
    and its own day is the latest of the others; newer : id, name and day of the newest file that was brought in and speaks
    of a later day than this one, which waits: it cannot be brought in then; empty : columns of it that say when a child was
    seen, by key and heading, with how many open cases they say nothing of; lacks : of a plain table that waits, headings of
    dates that the last one brought in had and this one has not; left_out : of the values that stand for nothing we know
    those that are left empty in this file, which `unknown` has not."""

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
    undone_at: datetime | None
    undone_by: str
    undone_why: str
    brought_before: tuple[datetime, str] | None = None
    sees_cases: bool = True
    capped: bool = False
    newer: tuple[UUID, str, date] | None = None
    empty: tuple[tuple[str, str, int], ...] = ()
    lacks: tuple[str, ...] = ()
    left_out: tuple[UnknownValue, ...] = ()


@dataclass(frozen=True)
class UnderWay:
    """How far a file is that a job has in hand. done, total : children applied so far, or compared with the records; total
    is 0 where that has not begun."""

    line: ImportLine
    done: int
    total: int


def list_imports(viewer: Viewer) -> tuple[ImportLine, ...]:
    """Every file that was brought in, the newest first.

    Raises
    ------
    NotThere : the viewer may not bring files in.
    """
    _check(viewer)
    waiting = _waiting(viewer)
    rows = Import.objects.filter(org_id=viewer.org).select_related("staged_by").order_by("-staged_at", "-pk")
    elsewhere = count_elsewhere(viewer)
    return tuple(_line(row, waiting, elsewhere) for row in rows)


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
    kept = NOTHING_YET | kept
    names = Names(viewer.org, row.layout, row.facts_on or row.staged_at.astimezone(LONDON).date())
    teams, alike = TeamNames(viewer.org, row.layout), Alike(names.workers)
    children = kept["children"]
    unknown = [_unknown(value) for value in kept["unknown"]]
    left_out = {(column, found) for column, found in kept.get("left_out", ())}
    return ImportView(
        line=_line(row, _waiting(viewer), count_elsewhere(viewer, row.pk)),
        lists=tuple((name, rows, tuple(columns)) for name, rows, columns in kept["lists"]),
        people=tuple(_person(names, alike, *person) for person in kept["people"]),
        teams=(
            *(_team(teams, *team) for team in kept.get("teams", ())),  # one read by an earlier version has none
            *_usual(viewer.org, row, names, kept),
        ),
        unknown=tuple(value for value in unknown if (value.column, value.found) not in left_out),
        left_out=tuple(value for value in unknown if (value.column, value.found) in left_out),
        faults=tuple(ToldFault(**fault) for fault in kept["faults"]),
        counted=counted(viewer, kept, names),
        children=tuple(
            ChildLine(
                reference,
                where,
                is_open,
                reason,
                kind,
                worker or _named(more),
                "" if is_open else why_not(code),
                person=bool(worker) or not is_open,
            )
            for reference, (where, is_open, code, reason, kind, worker, *more) in children.items()
        ),
        done=row.done,
        total=row.total,
        failed=row.failed,
        undone_at=row.undone_at,
        undone_by=row.undone_by.name if row.undone_by else "",
        undone_why=row.undone_why or "",
        brought_before=_brought_before(row),
        sees_cases=bool(viewer.reach(Permission.SEE_CASE)),
        capped=kept.get("capped", False),
        newer=find_newer(row),
        empty=tuple((key, heading, number) for key, heading, number in kept.get("empty", ())),
        lacks=_lacks(row, kept),
    )


def _lacks(row: Import, kept: Mapping[str, Any]) -> tuple[str, ...]:
    """Headings of dates that the last plain table brought in had, and one that waits has not. One query, or none."""
    if row.layout != Layout.PLAIN or row.state not in (ImportState.STAGED, ImportState.FAILED):
        return ()
    before = ImportFile.objects.filter(org_id=row.org_id, of__layout=Layout.PLAIN, of__state__in=IN_FORCE)
    lists = before.order_by("-of__applied_at", "-of_id").values_list("understood__lists", flat=True).first() or ()
    had, has = (dated(text for *_, columns in found for text in columns) for found in (lists, kept["lists"]))
    return tuple(heading for key, heading in had.items() if key not in has)


def _named(more: list[Any]) -> str:
    """Whom a line of a child names as it stands in the file; one read by an earlier version does not say."""
    return str(more[2]) if len(more) > 2 else ""


def get_under_way(viewer: Viewer, import_id: UUID) -> UnderWay:
    """How far a file is. Two queries, however large it is: whoever waits asks every second.

    Raises
    ------
    NotThere : there is no such file, or the viewer may not bring files in.
    """
    _check(viewer)
    row = Import.objects.filter(org_id=viewer.org, pk=import_id).select_related("staged_by").first()
    if row is None:
        raise NotThere
    return UnderWay(_line(row, _waiting(viewer), {}), row.done, row.total)


def find_newer(row: Import) -> tuple[UUID, str, date] | None:
    """Id, name and day of the newest file of the same layout, brought in or just now, where it speaks of a later day than
    one that waits. One query, or none."""
    if row.state not in (ImportState.STAGED, ImportState.FAILED):
        return None
    brought = Import.objects.filter(
        org_id=row.org_id,
        layout=row.layout,
        state__in=(ImportState.APPLIED, ImportState.APPLYING),
        facts_on__gt=row.facts_on,
    )
    return brought.order_by("-facts_on", "-staged_at", "pk").values_list("pk", "file_name", "facts_on").first()


def older_than(newer: date) -> str:
    """Why a file that speaks of an earlier day than one that was brought in cannot be, and the ways on, in a sentence."""
    return (
        f"A file of {day_words(newer)} was brought in already, and this one speaks of an earlier day: it would put "
        "back what has changed since. Correct the day of this file if it is wrong, or undo the newer file first."
    )


def _brought_before(row: Import) -> tuple[datetime, str] | None:
    if row.state not in (ImportState.STAGED, ImportState.FAILED):
        return None
    same = Import.objects.filter(org_id=row.org_id, digest=row.digest, state__in=IN_FORCE)
    found = same.order_by("-applied_at").values_list("applied_at", "started_by__name").first()
    return (found[0], found[1] or "") if found else None


@dataclass(frozen=True)
class ToldOfChild:
    """What a file says of a child without open work in it, for whoever adds a case for them; team : by name, '' for none."""

    reference: str
    given_name: str
    family_name: str
    born_on: date | None
    expected_on: date | None
    team: str


def get_told(viewer: Viewer, import_id: UUID, reference: str) -> ToldOfChild:
    """What a file says of a child of it who has no open work there. One query.

    Raises
    ------
    NotThere : there is no such file or child in it, or the viewer may not bring files in.
    """
    _check(viewer)
    kept = ImportFile.objects.filter(org_id=viewer.org, of_id=import_id).values_list("understood", flat=True).first()
    who = (kept or {}).get("who", {}).get(reference)
    if who is None:
        raise NotThere
    given_name, family_name, born, expected, team = who
    born_on, expected_on = (date.fromisoformat(day) if day else None for day in (born, expected))
    return ToldOfChild(reference, given_name, family_name, born_on, expected_on, team)


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
        claim: OnRecord(child, case, f"{given} {family}".strip())
        for claim, child, case, given, family in claims.values_list(
            "other_reference", "child", "pk", "child__given_name", "child__family_name"
        )
    }
    own = {
        reference: OnRecord(child, case, f"{given} {family}".strip() if case else "")
        for reference, child, case, given, family in rows.values_list(
            "reference", "pk", "open", "given_name", "family_name"
        )
    }
    return claimed | own


def facts_dates(viewer: Viewer, known_at: datetime | None = None) -> tuple[tuple[Layout, date, datetime], ...]:
    """Of each layout the day of which the newest applied file speaks, and when it was applied: of the files in force now, or
    at a moment. One query."""
    with connection.cursor() as cursor:
        cursor.execute(*((IN_FORCE_AT, {"org": viewer.org, "at": known_at}) if known_at else (NEWEST, [viewer.org])))
        return tuple((Layout(layout), on, at) for layout, on, at in cursor.fetchall())


NEWEST = """
    SELECT DISTINCT ON (layout) layout, facts_on, applied_at FROM records_import
    WHERE org_id = %s AND state IN ('APPLIED', 'UNDOING') ORDER BY layout, facts_on DESC, applied_at DESC
"""
IN_FORCE_AT = """
    SELECT DISTINCT ON (layout) layout, facts_on, applied_at FROM records_import
    WHERE org_id = %(org)s AND applied_at <= %(at)s
        AND (state IN ('APPLIED', 'UNDOING') OR state = 'UNDONE' AND undone_at > %(at)s)
    ORDER BY layout, facts_on DESC, applied_at DESC
"""


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


def _waiting(viewer: Viewer) -> dict[UUID, int]:
    """How much of each file waits; of one case another worker and another team count as one, as `count_matters` has it."""
    one = Case(When(matter=Matter.NEW_WORKER, then=Coalesce("case_id", "id")), default="id")
    rows = (
        matters(viewer)
        .filter(decided_at__isnull=True, superseded_by__isnull=True)
        .values_list("of_id")
        .annotate(count=Count(one, distinct=True))
    )
    return dict(rows)


def _line(
    row: Import, waiting: dict[UUID, int], elsewhere: Mapping[UUID, tuple[tuple[Matter, int], ...]]
) -> ImportLine:
    return ImportLine(
        id=row.pk,
        file_name=row.file_name,
        layout=Layout(row.layout) if row.layout else None,
        facts_on=row.facts_on,
        state=ImportState(row.state),
        staged_at=row.staged_at,
        staged_by=row.staged_by.name if row.staged_by else "",
        applied_at=row.applied_at,
        children=row.children,
        open=row.open,
        to_decide=waiting.get(row.pk, 0),
        elsewhere=elsewhere.get(row.pk, ()),
    )


def _person(names: Names, alike: Alike, name: str, spellings: list[str], team: str, cases: int) -> PersonFound:
    whose = names.of(name)
    worker = names.workers.get(whose.worker, "") if whose.worker else ""
    near = () if whose.settled else tuple((key, names.workers[key]) for key in alike.of(name))
    return PersonFound(name, tuple(spellings), team, cases, whose.worker, worker, whose.settled, whose.to_add, near)


def _team(names: TeamNames, name: str, spellings: list[str], cases: int) -> TeamFound:
    which = names.of(name)
    called = names.teams[which.team] if which.team else ""
    alike = [] if which.settled else get_close_matches(name, names.teams.values(), n=1, cutoff=ALIKE)
    return TeamFound(
        name, tuple(spellings), cases, which.team, called, which.settled, which.to_add, alike[0] if alike else ""
    )


def _usual(org: UUID, row: Import, names: Names, kept: dict[str, Any]) -> tuple[TeamFound, ...]:
    """Where the rows of a file that waits go that name neither a team nor a worker in one, where there are such."""
    if row.state != ImportState.STAGED or not kept["places"]:
        return ()
    placing = Placing(org, row, names, kept)
    many = placing.unnamed()
    team, name = placing.usual()
    return (TeamFound(NO_TEAM, (), many, team, name, True, team is None, usual=True),) if many else ()


def _unknown(value: dict[str, Any]) -> UnknownValue:
    return UnknownValue(**{**value, "choices": tuple((code, label) for code, label in value["choices"])})
