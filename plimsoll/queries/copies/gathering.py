"""A child's whole record gathered into pieces, out of every table that `declared` says goes into a copy."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time
from typing import Any
from uuid import UUID

from django.contrib.postgres.fields import ArrayField
from django.db.models import BooleanField, DateField, DateTimeField, JSONField, Model, UUIDField

from plimsoll.core.access import Permission, Viewer
from plimsoll.core.calendar import LONDON
from plimsoll.core.priority.told import capital
from plimsoll.core.terms import CaseType, Disability, Term, Voice
from plimsoll.core.timescales.explain import day_words
from plimsoll.formats.copies import Line, Piece, Section
from plimsoll.formats.documents import known
from plimsoll.queries.copies.declared import GOING, SECTIONS, Goes
from plimsoll.queries.facts.editions import NothingInForce, rulebook
from plimsoll.records import scopes
from plimsoll.records.models.cases import Case, Document, Restriction
from plimsoll.records.models.copies import AccessRequest
from plimsoll.records.models.families import Child, FamilyRelation, Household, HouseholdMember
from plimsoll.records.models.history import History
from plimsoll.records.models.people import Team, Worker
from plimsoll.records.past import as_at
from plimsoll.records.tenancy import Code

NAMED = (Worker, Team)  # pointers that people read; any other says nothing to them
UNSAID = frozenset(
    {"time_known", "seen_unrecorded", "opened_unrecorded"}
)  # the moment beside them is said as it is known
LABELS = {
    "from_at": "From",
    "to_at": "Until",
    "from_date": "From",
    "to_date": "Until",
    "born_on": "Born",
    "happened_at": "When it happened",
    "nhs_number": "NHS number",
    "upn": "Unique pupil number",
    "timescale": "What",
    "text": "What was written",
}
_LISTS: Mapping[str, type[Term]] = {
    "also": CaseType,
    "from_types": CaseType,
    "to_types": CaseType,
    "disabilities": Disability,
    "voice_by": Voice,
}


@dataclass(frozen=True)
class Within:
    """What a copy goes over: a child, and of which cases, with their references; at which moment."""

    org: UUID
    child: UUID
    cases: Mapping[UUID, str]
    at: datetime
    workers: Mapping[UUID, str] = field(default_factory=dict)
    teams: Mapping[UUID, str] = field(default_factory=dict)
    timescales: Mapping[str, str] = field(default_factory=dict)
    left: Mapping[UUID, datetime] = field(
        default_factory=dict
    )  # households, and from when the child did not live there


def cases_of(viewer: Viewer, request: AccessRequest) -> dict[UUID, str]:
    """The cases that a copy goes over, by reference: through a restricted case that one, else every case of the child that
    is not restricted and was on record then. Two queries."""
    within = scopes.cases(viewer, Permission.EXPORT_RECORD)
    shut = Restriction.objects.filter(org_id=viewer.org, to_at__isnull=True, case__child=request.case.child_id)
    restricted = set(shut.values_list("case_id", flat=True))
    if request.case_id in restricted:
        return dict(within.filter(pk=request.case_id).values_list("pk", "reference"))
    ids = list(within.filter(child_id=request.case.child_id).exclude(pk__in=restricted).values_list("pk", flat=True))
    return {row.pk: row.reference for row in as_at(Case, request.gathered_at, cases=ids)}


def gather(viewer: Viewer, request: AccessRequest) -> tuple[Section, ...]:
    """Everything of the record that goes into a copy, as it was when it was gathered, each row with its earlier versions; of
    other children nothing. Three queries for each table that goes in."""
    child = request.case.child_id
    assert child is not None, "a copy is made of a child"
    within = Within(viewer.org, child, cases_of(viewer, request), request.gathered_at)
    within = replace(
        within,
        workers=_names(Worker, within),
        teams=_names(Team, within),
        timescales=_timescales(viewer, within),
        left=_left(within),
    )
    found: dict[str, list[Piece]] = {key: [] for key in SECTIONS}
    for model, part in GOING.items():
        found[part.section] += _pieces(model, part, within)
    found["order"] += _order(request, within)
    return tuple(
        Section(key, title, tuple(sorted(found[key], key=lambda one: _place(key, one))))
        for key, title in SECTIONS.items()
    )


def _place(section: str, piece: Piece) -> tuple[str, ...]:
    """What happened goes by its day; the rest stands as its tables are declared."""
    return (piece.when,) if section in ("happened", "came_in", "judged", "daily", "order") else ()


def _names(model: type[Any], within: Within) -> dict[UUID, str]:
    rows = as_at(model, within.at).filter(org_id=within.org)
    return dict(rows.values_list("pk", "name"))


def _timescales(viewer: Viewer, within: Within) -> dict[str, str]:
    """What each timescale that holds is called, by its key."""
    try:
        book = rulebook(viewer, within.at.astimezone(LONDON).date(), within.at)
    except NothingInForce:
        return {}
    return {one.key: one.title for one in book.timescales}


# ---- rows ---------------------------------------------------------------------------------------------------------------


def _pieces(model: type[Model], part: Goes, within: Within) -> Iterator[Piece]:
    """Every row of a table that is of the child, each with the versions that stood before."""
    rows = list(_rows(model, within))
    if part.order:
        rows.sort(key=lambda row: (getattr(row, part.order), row.pk))
    before = _before(model, [row.pk for row in rows], within)
    for row in rows:
        now = _piece(row, part, within)
        said = now.lines
        earlier = []
        for from_at, to_at, old in reversed(before.get(row.pk, [])):
            piece = _piece(old, part, within)
            if not set(piece.lines) <= set(said):  # else something was only added since: nothing that stood is gone
                earlier.append(
                    replace(
                        piece,
                        key=f"{piece.key}@{from_at.isoformat()}",
                        title=f"{part.title}, as it stood until {_moment(to_at)}",
                        document="",
                        ending="",
                    )
                )
                said = piece.lines
        yield now
        yield from earlier


def _rows(model: type[Any], within: Within) -> Iterable[Any]:
    """The rows of a table that are of the child, as they were then. What tells of another child stays out."""
    columns = {one.attname for one in model._meta.concrete_fields}
    cases = list(within.cases)
    if model is Child:
        return as_at(model, within.at, ids=[within.child])
    if model is Household:
        return _homes(within)
    if model is Case:
        return as_at(model, within.at, cases=cases)
    if "case_id" in columns:
        rows = as_at(model, within.at, cases=cases)
    else:
        now = model._base_manager.filter(org_id=within.org, child_id=within.child).values_list("pk", flat=True)
        rows = as_at(model, within.at, ids=list(now))
    if model is FamilyRelation:
        return rows.filter(other_child__isnull=True)
    return rows


def _homes(within: Within) -> Iterator[Household]:
    """The households of the child and of the cases. One where they no longer live is told as it stood when they left: where
    others moved from there is not theirs to be told."""
    lived = HouseholdMember.objects.filter(org_id=within.org, child_id=within.child)
    of_cases = Case.objects.filter(org_id=within.org, pk__in=list(within.cases), household__isnull=False)
    ids = {*lived.values_list("household_id", flat=True), *of_cases.values_list("household_id", flat=True)}
    before = _before(Household, [key for key in ids if key in within.left], within, till_left=False)
    for row in as_at(Household, within.at, ids=ids):
        left = within.left.get(row.pk)
        yield next((old for _, to_at, old in before.get(row.pk, []) if left is not None and to_at > left), row)


def _left(within: Within) -> dict[UUID, datetime]:
    """Of the households where the child lived and no longer does, which no case is about, from when on they did not."""
    on = within.at.astimezone(LONDON).date()
    here = set(
        Case.objects.filter(org_id=within.org, pk__in=list(within.cases), household__isnull=False).values_list(
            "household_id", flat=True
        )
    )
    last: dict[UUID, date] = {}
    for row in as_at(HouseholdMember, within.at).filter(org_id=within.org, child_id=within.child):
        if row.to_date is None or row.to_date > on:
            here.add(row.household_id)
        else:
            last[row.household_id] = max(row.to_date, last.get(row.household_id, row.to_date))
    return {key: datetime.combine(day, time(), LONDON) for key, day in last.items() if key not in here}


def _before(
    model: type[Any], ids: list[UUID], within: Within, *, till_left: bool = True
) -> dict[UUID, list[tuple[datetime, datetime, Any]]]:
    """Of some rows the versions that were over by then, earliest first, each from when to when; of a household that was left
    those until then."""
    versions = History.objects.filter(
        org_id=within.org, tbl=model._meta.db_table, row_id__in=ids, to_at__lte=within.at
    ).order_by("from_at")
    found: dict[UUID, list[tuple[datetime, datetime, Any]]] = {}
    for row_id, from_at, to_at, row in versions.values_list("row_id", "from_at", "to_at", "row"):
        if till_left and row_id in within.left and to_at > within.left[row_id]:
            continue
        fields = [one for one in model._meta.concrete_fields if one.column in row]
        old = model(**{one.attname: _python(one, row[one.column]) for one in fields})
        found.setdefault(row_id, []).append((from_at, to_at, old))
    return found


def _python(one: Any, value: Any) -> Any:
    return value if isinstance(one, ArrayField | JSONField) else one.to_python(value)


def _piece(row: Any, part: Goes, within: Within) -> Piece:
    """One row as people read it. Fields that hold nothing are left out; so is what only the program reads."""
    case = row.pk if isinstance(row, Case) else getattr(row, "case_id", None)
    at = getattr(row, part.order) if part.order else None
    lines = tuple(
        Line(one.name, LABELS.get(one.name) or capital(str(one.verbose_name)), text)
        for one in row._meta.concrete_fields
        if one.name not in part.leave and one.name not in UNSAID and (text := _said(one, row, within))
    )
    piece = Piece(
        f"{row._meta.db_table}:{row.pk}",
        part.title,
        _day(at) if at else "",
        within.cases.get(case, "") if case else "",
        lines,
        part.others,
    )
    if isinstance(row, Document):
        kind = known(row.media_type)
        return replace(piece, document=row.digest, ending=kind.endings[0] if kind else "")
    return piece


def _said(one: Any, row: Any, within: Within) -> str:
    """What a field says, as people read it; '' where it says nothing to them: a mark that is not set says nothing either,
    where it can only be set or not."""
    value = getattr(row, one.attname)
    if value in (None, "", []) or one.primary_key or one.name == "org":
        return ""
    if one.is_relation:
        names = {Worker: within.workers, Team: within.teams}.get(one.related_model)
        return names.get(value, "") if names else ""
    if isinstance(one, UUIDField | JSONField):
        return ""
    if isinstance(one, Code) and one.terms:
        return one.terms(value).label
    if isinstance(one, BooleanField):
        return "yes" if value else "no" if one.null else ""
    if one.name == "timescale":
        return within.timescales.get(value, value)
    if one.name == "happened_at" and getattr(row, "time_known", True) is False:
        return day_words(value.astimezone(LONDON).date())
    if isinstance(one, ArrayField):
        return ", ".join(_LISTS[one.name](each).label for each in value) if one.name in _LISTS else ""
    if isinstance(one, DateTimeField):
        return _moment(value)
    return day_words(value) if isinstance(one, DateField) else str(value)


def _day(value: date | datetime) -> str:
    """The day, so that days sort."""
    return (value.astimezone(LONDON).date() if isinstance(value, datetime) else value).isoformat()


def _moment(value: datetime) -> str:
    """A moment on London's clock.

    >>> from datetime import UTC
    >>> _moment(datetime(2026, 7, 1, 9, 5, tzinfo=UTC))
    '1 July 2026 at 10:05'
    """
    local = value.astimezone(LONDON)
    return f"{local.day} {local:%B %Y at %H:%M}"


# ---- the order of work --------------------------------------------------------------------------------------------------


def _order(request: AccessRequest, within: Within) -> Iterator[Piece]:
    """Where the child's cases stood, as it was kept when the copy was gathered; of one restricted since, nothing."""
    for one in request.order_of_work:
        case = UUID(one["case"])
        if case not in within.cases:
            continue
        lines = tuple(Line(name, label, text) for name, label, text in one["says"])
        yield Piece(f"order:{one['key']}", one["title"], one["when"], within.cases.get(case, ""), lines)
