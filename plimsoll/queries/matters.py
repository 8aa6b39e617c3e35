"""What files leave for people to decide: matters, of cases whose record the viewer may read."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import connection
from django.db.models import Count, F, Max, Q, QuerySet

from plimsoll.core.access import Permission, Viewer, needed
from plimsoll.core.calendar import LONDON
from plimsoll.core.terms import (
    CLOSING,
    SEEING,
    About,
    CaseType,
    Circumstance,
    EventKind,
    Factor,
    ImportState,
    Matter,
)
from plimsoll.core.timescales.explain import day_words
from plimsoll.records import scopes
from plimsoll.records.models.cases import Allocation, Case, Event, NamedPerson
from plimsoll.records.models.exchange import ImportMatter
from plimsoll.records.models.people import Team, Worker


@dataclass(frozen=True)
class MatterView:
    """What a file leaves for a person to decide. what : the field in words, '' where it is about the whole case; here, there
    : what stands on record and what the file says, as people read them; since : in a sentence what has changed after the
    file, so that it can no longer be done as the file says, or need not; '' for nothing; decided : 'taken' from the file,
    'kept' as it is, 'superseded' by a later file, of the day `superseded_on`, or '' where it waits; same_child : whether
    it is asked if a row of the file, of which nothing is written, is of the child at all; case_type, worker, last_seen : of
    a case that may be closed, who holds it ('' for nobody) and when the child was last seen; open_in_file : with how many
    children of open work the file came."""

    id: UUID
    file: UUID
    matter: Matter
    case: UUID | None
    reference: str
    child_name: str
    child: UUID | None
    what: str
    here: str
    there: str
    since: str
    said_at: date
    decided: str
    decided_by: str
    decided_at: datetime | None
    superseded_on: date | None = None
    same_child: bool = False
    case_type: CaseType | None = None
    worker: str = ""
    last_seen: date | None = None
    open_in_file: int = 0


@dataclass(frozen=True)
class Asked:
    """That something about a case waits for a decision, as a list tells it. what : the field in words, '' where it is about
    the whole case; there : what the file says, as people read it."""

    matter: Matter
    what: str
    there: str


def list_matters(
    viewer: Viewer,
    *,
    import_id: UUID | None = None,
    case: UUID | None = None,
    waiting: bool = False,
    on: date | None = None,
) -> tuple[MatterView, ...]:
    """What files leave for a person to decide, of cases that the viewer may read; those that wait first, or `waiting` alone.
    Five queries, three without `on`; two more where a case may be closed.

    Parameters
    ----------
    on : the day on which is told of which matters nobody here could do what the file says.
    """
    rows = matters(viewer)
    if import_id is not None:
        rows = rows.filter(of_id=import_id)
    if case is not None:
        rows = rows.filter(case_id=case)
    if waiting:
        rows = rows.filter(decided_at__isnull=True, superseded_by__isnull=True)
    found = list(
        rows.select_related("of", "case__child", "case__team", "decided_by", "superseded_by").order_by(
            F("decided_at").desc(nulls_first=True), "matter", "child_reference", "pk"
        )
    )
    known = _Known(viewer.org)
    able = _Able(viewer.org, on, [row.case_id for row in found if row.case_id]) if on else None
    closing = [row.case_id for row in found if row.case_id and Matter(row.matter) in CLOSING and not row.decided_at]
    held, seen = (_holders(viewer.org, closing), _last_seen(viewer.org, closing)) if closing else ({}, {})
    return tuple(_matter(row, known, able, held, seen) for row in found)


def _holders(org: UUID, cases: Collection[UUID]) -> dict[UUID, str]:
    """Who holds each of some cases that somebody holds. One query."""
    held = Allocation.objects.filter(org_id=org, case_id__among=cases, to_at__isnull=True)
    return dict(held.values_list("case_id", "worker__name"))


def _last_seen(org: UUID, cases: Collection[UUID]) -> dict[UUID, date]:
    """When the children of some cases were last seen. One query."""
    rows = Event.objects.filter(org_id=org, case_id__among=cases)
    gone = rows.filter(replaces__isnull=False).values("replaces_id")
    seen = rows.filter(kind__in=SEEING, withdraws=False).exclude(pk__in=gone)
    latest = seen.values_list("case_id").annotate(latest=Max("happened_at"))
    return {case: at.astimezone(LONDON).date() for case, at in latest}


def list_asked(viewer: Viewer, cases: Collection[UUID]) -> dict[UUID, tuple[Asked, ...]]:
    """What waits for a decision about some cases, by case: of those that the viewer may read and of which something does.
    One query, or none where there are no cases."""
    if not cases:
        return {}
    mine, params = scopes.condition(viewer, "c", Permission.READ_RECORD)
    with connection.cursor() as cursor:
        cursor.execute(ASKED.format(mine=mine), [viewer.org, list(cases), *params])
        rows = cursor.fetchall()
    found: dict[UUID, list[Asked]] = defaultdict(list)
    for case, matter, code, name, there, worker in rows:
        about = About(code) if code else None
        said = worker or value_words(about, name, there)
        found[case].append(Asked(Matter(matter), field_words(about, name), said))
    return {case: tuple(asked) for case, asked in found.items()}


# As `matters`, of cases, written out: the lists that people work from ask it.
ASKED = """
    SELECT m.case_id, m.matter, m.about, m.name, m.there, w.name
    FROM records_importmatter m
    JOIN records_import i ON i.org_id = m.org_id AND i.id = m.of_id AND i.state = 'APPLIED'
    JOIN records_case c ON c.org_id = m.org_id AND c.id = m.case_id
    LEFT JOIN records_worker w ON w.org_id = m.org_id
        AND w.id = CASE WHEN m.about = 'WORKER' AND m.there <> '' THEN m.there::uuid END
    WHERE m.org_id = %s AND m.decided_at IS NULL AND m.superseded_by_id IS NULL AND m.case_id = ANY(%s) AND {mine}
    ORDER BY m.matter, m.name, m.id
"""


def count_matters(viewer: Viewer) -> int:
    """How much waits that the viewer can decide, one way or the other; of one case another worker and another team count as
    one. One query, or none."""
    ways: dict[frozenset[Permission], list[str]] = defaultdict(list)
    for kind in Matter:
        able = {one for take in (True, False) for one in needed(kind, take=take) if viewer.reach(one)}
        if able:
            ways[frozenset(able)].append(kind.value)
    brings = bool(viewer.reach(Permission.IMPORT))
    if not ways and not brings:
        return 0
    mine, params = scopes.condition(viewer, "c", Permission.READ_RECORD)
    kinds, values = [], []
    for permissions, of in ways.items():
        within = [scopes.condition(viewer, "c", one) for one in sorted(permissions)]
        kinds.append(f"m.matter = ANY(%s) AND ({' OR '.join(asked for asked, _ in within)})")
        values += [of, *(value for _, more in within for value in more)]
    with connection.cursor() as cursor:
        cursor.execute(
            WAITING.format(mine=mine, able=" OR ".join(kinds) or "false"), [viewer.org, *params, *values, brings]
        )
        return int(cursor.fetchone()[0])


# As `matters`, of those that the viewer can decide, written out: every page of those who decide counts them.
WAITING = """
    SELECT count(DISTINCT CASE WHEN m.matter = 'NEW_WORKER' THEN COALESCE(m.case_id, m.id) ELSE m.id END)
    FROM records_importmatter m
    JOIN records_import i ON i.org_id = m.org_id AND i.id = m.of_id AND i.state = 'APPLIED'
    LEFT JOIN records_case c ON c.org_id = m.org_id AND c.id = m.case_id
    WHERE m.org_id = %s AND m.decided_at IS NULL AND m.superseded_by_id IS NULL
        AND (c.id IS NOT NULL AND {mine} AND ({able}) OR m.case_id IS NULL AND %s)
"""


def count_elsewhere(viewer: Viewer, import_id: UUID | None = None) -> dict[UUID, tuple[tuple[Matter, int], ...]]:
    """What applied files left to decide of cases that the viewer may not read: by file, how much of each kind. For whoever
    brings files in, who is to know that it is there. A case that is hidden from them counts as not on record. One query."""
    rows = ImportMatter.objects.filter(
        org_id=viewer.org,
        of__state=ImportState.APPLIED,
        decided_at__isnull=True,
        superseded_by__isnull=True,
        case__isnull=False,
    ).exclude(case__in=scopes.cases(viewer, Permission.READ_RECORD))
    if import_id is not None:
        rows = rows.filter(of_id=import_id)
    found: dict[UUID, list[tuple[Matter, int]]] = defaultdict(list)
    for of, matter, many in rows.values_list("of_id", "matter").annotate(many=Count("pk")).order_by("of_id", "matter"):
        found[of].append((Matter(matter), many))
    return {of: tuple(kinds) for of, kinds in found.items()}


def matters(viewer: Viewer) -> QuerySet[ImportMatter]:
    """Those of applied files, of cases whose record the viewer may read, as a matter tells what is written there; of
    children without a case for whoever brings files in."""
    mine = Q(case__in=scopes.cases(viewer, Permission.READ_RECORD))
    if viewer.reach(Permission.IMPORT):
        mine |= Q(case__isnull=True)
    return ImportMatter.objects.filter(mine, org_id=viewer.org, of__state=ImportState.APPLIED)


class _Known:
    """Who is and was here, and which teams there are, to say what a file names. Two queries."""

    def __init__(self, org: UUID) -> None:
        rows = list(Worker.objects.filter(org_id=org).values_list("pk", "name", "left_on"))
        self.names = {str(key): name for key, name, _ in rows}
        self.left = {str(key) for key, _, left_on in rows if left_on is not None}
        teams = Team.objects.filter(org_id=org, closed_on__isnull=True)
        self.teams = {name.casefold() for name in teams.values_list("name", flat=True)}


class _Able:
    """Who could close a case on a day, or give it to somebody: whoever may do the one may do the other. Two queries.

    Parameters
    ----------
    cases : of these is told whether anyone could who is named on them, where they are restricted.
    """

    def __init__(self, org: UUID, on: date, cases: Collection[UUID]) -> None:
        self.teams = scopes.able_in(org, Permission.CLOSE_CASE, on)
        self.named: dict[UUID, set[UUID]] = defaultdict(set)
        spells = NamedPerson.objects.filter(org_id=org, case_id__among=cases, to_at__isnull=True)
        for case, worker in spells.values_list("case_id", "worker_id"):
            self.named[case].add(worker)

    def nobody(self, case: Case) -> str:
        """In a sentence that nobody could, and the way out; '' where somebody could."""
        if case.pk in self.named:
            if any(workers & self.named[case.pk] for workers in self.teams.values()):
                return ""
            return (
                "Nobody who is named on this case may do as the file says. Lift the restriction, and name a supervisor or "
                "service manager too."
            )
        if self.teams.get(None) or self.teams.get(case.team_id):
            return ""
        return (
            f"Nobody may do as the file says: {case.team.name} has no supervisor, and there is no service manager. Whoever "
            "keeps people can give somebody the role."
        )


def _matter(
    row: ImportMatter, known: _Known, able: _Able | None, held: Mapping[UUID, str], seen: Mapping[UUID, date]
) -> MatterView:
    child = row.case.child if row.case else None
    about = About(row.about) if row.about else None
    later = row.superseded_by
    waits = row.decided_at is None and later is None
    return MatterView(
        id=row.pk,
        file=row.of_id,
        matter=Matter(row.matter),
        case=row.case_id,
        reference=row.case.reference if row.case else row.child_reference,
        child_name=f"{child.given_name} {child.family_name}".strip() if child else "",
        child=child.pk if child else None,
        what=field_words(about, row.name),
        here=value_words(about, row.name, row.here, known.names),
        there=value_words(about, row.name, row.there, known.names),
        since=_since(row, known, able) if waits else "",
        said_at=row.of.facts_on,
        decided="" if waits else "superseded" if later else "taken" if row.taken else "kept",
        decided_by=row.decided_by.name if row.decided_by else "",
        decided_at=later.applied_at if later else row.decided_at,
        superseded_on=later.facts_on if later else None,
        same_child=row.name == SAME_CHILD,
        case_type=CaseType(row.case.case_type) if row.case else None,
        worker=held.get(row.case_id, "") if row.case_id else "",
        last_seen=seen.get(row.case_id) if row.case_id else None,
        open_in_file=row.of.open,
    )


def _since(row: ImportMatter, known: _Known, able: _Able | None) -> str:
    """What has changed after the file, for whoever decides; the way out where it cannot be done as the file says."""
    if row.case_id is None:
        return ""
    what = Matter(row.matter)
    closed: datetime | None = row.case.closed_at
    gives = what is Matter.NEW_WORKER and row.about == About.WORKER
    if closed is not None and what is not Matter.OPEN_IN_FILE:
        said = f"The case was closed here on {day_words(closed.astimezone(LONDON).date())}."
        if what in CLOSING:
            return f"{said} Either answer leaves it closed."
        return f"{said} It can be given to nobody: leave it as it is." if gives else said
    if closed is None and what is Matter.OPEN_IN_FILE:
        return "The case is open again here. Either answer leaves it open."
    if gives and row.there in known.left:
        return f"{known.names[row.there]} no longer works here. Leave it, and give the case to somebody else."
    if what is Matter.NEW_WORKER and row.name == "team" and row.there.casefold() not in known.teams:
        return f"There is no team “{row.there}” here any more. Leave it where it is."
    return able.nobody(row.case) if able and what in MANAGED else ""


# Of which those who answer for a case do what the file says.
MANAGED = CLOSING | frozenset({Matter.NEW_WORKER, Matter.OPEN_IN_FILE})


SAME_CHILD = "same_child"
FIELDS = {
    SAME_CHILD: "who the child is",
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


def field_words(about: About | None, name: str) -> str:
    """What a statement is about, in words; '' for a whole case."""
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


def value_words(about: About | None, name: str, value: str, names: Mapping[str, str] | None = None) -> str:
    """A value of a statement as people read it."""
    if not value:
        return {About.WORKER: "nobody", About.EVENT: "not recorded", None: ""}.get(about, "nothing")
    if about is About.WORKER:
        return (names or {}).get(value, "somebody who no longer works here")
    if about is About.EVENT or name.endswith("_on"):
        return day_words(date.fromisoformat(value))
    if name in ("case_type", "also"):
        return ", ".join(CaseType(word).label for word in value.split())
    return "yes" if value == "YES" else f"{value} %" if about is About.FACTOR else value
