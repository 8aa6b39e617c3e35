"""What stands of a child and a case and can be corrected; what was corrected; whom nobody has named yet."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import groupby, pairwise
from typing import Any
from uuid import UUID

from django.db.models import Q

from plimsoll.core.access import Permission, Viewer
from plimsoll.core.calendar import LONDON
from plimsoll.core.terms import CaseType
from plimsoll.core.timescales.explain import day_words
from plimsoll.queries.audit import Reason, list_reasons
from plimsoll.queries.cases import CaseView, find_case
from plimsoll.records import scopes
from plimsoll.records.models.cases import Allocation, Case
from plimsoll.records.models.families import Child
from plimsoll.records.models.history import History
from plimsoll.records.models.people import Worker

WITH_IT = timedelta(seconds=10)  # from the row to its entry in the trail, at most
MOST_NAMELESS = 50  # on one page: more fields than that nobody fills in at a time


@dataclass(frozen=True)
class Particulars:
    """What stands of a case and its child. opened_on : None where its source cannot say; of a case without a child, what is
    said of one is empty."""

    given_name: str
    family_name: str
    born_on: date | None
    expected_on: date | None
    case_type: CaseType
    level_of_need: int | None
    opened_on: date | None
    died_on: date | None = None


def particulars(case: Case, child: Child | None) -> Particulars:
    """What stands in the rows of a case and its child."""
    return Particulars(
        given_name=child.given_name if child else "",
        family_name=child.family_name if child else "",
        born_on=child.born_on if child else None,
        expected_on=child.expected_on if child else None,
        case_type=CaseType(case.case_type),
        level_of_need=case.level_of_need,
        opened_on=None if case.opened_unrecorded else case.opened_at.astimezone(LONDON).date(),
        died_on=child.died_on if child else None,
    )


def get_particulars(viewer: Viewer, case: UUID) -> Particulars:
    """What stands of a case that the viewer may write on. Two queries.

    Raises
    ------
    NotThere : it is not there for them to write on.
    """
    found = find_case(viewer, case, Permission.WRITE_RECORD)
    return particulars(found, Child.objects.filter(org_id=viewer.org, pk=found.child_id).first())


# ---- what was corrected --------------------------------------------------------------------------------------------------

# As a page names it, by the column of the history.
NAMES: Mapping[str, str] = {
    "given_name": "Given name",
    "family_name": "Family name",
    "born_on": "Date of birth",
    "expected_on": "When birth is expected",
    "died_on": "Date of death",
    "case_type": "Kind of case",
    "level_of_need": "Level of need",
    "opened_at": "Open since",
}


@dataclass(frozen=True)
class Correction:
    """One value that took the place of another: before and after in words, '' for none; by : who wrote it, '' where nobody
    whom the viewer may know to have to do with the case; of_file : a file did; why : as they said it, else ''."""

    what: str
    before: str
    after: str
    at: datetime
    by: str
    of_file: bool
    why: str = ""


def list_corrections(viewer: Viewer, found: CaseView, on: date) -> tuple[Correction, ...]:
    """What was changed since a case and its child were put on record, latest first; nothing for those who may not read the
    record. At most four queries.

    Who changed it is named where they hold or held the case, or their role reaches it: anybody else did it by way of another
    case of the child, of which the viewer may not know.
    """
    if not found.reads:
        return ()
    keys = [key for key in (found.id, found.child) if key]
    tables = (Case._meta.db_table, Child._meta.db_table)
    versions = History.objects.filter(org_id=viewer.org, tbl__in=tables, row_id__in=keys).order_by("row_id", "from_at")
    if found.known_at:
        versions = versions.filter(from_at__lte=found.known_at)
    told = list(versions.values_list("row_id", "from_at", "by_id", "import_id", "row"))
    changes = [
        (name, before[4], after)
        for _, of_row in groupby(told, key=lambda version: version[0])
        for before, after in pairwise(of_row)
        for name in NAMES
        if _said(name, before[4]) != _said(name, after[4])
    ]
    names = _known(viewer, found, on) if changes else {}
    reasons = list_reasons(viewer, found.id) if changes else ()
    return tuple(
        Correction(
            NAMES[name],
            _said(name, before),
            _said(name, after[4]),
            after[1],
            names.get(after[2], ""),
            bool(after[3]),
            _why(reasons, name, after[1], after[2]),
        )
        for name, before, after in sorted(changes, key=lambda change: change[2][1], reverse=True)
    )


def _why(reasons: Iterable[Reason], name: str, at: datetime, by: UUID | None) -> str:
    """What was said with a change, in the same transaction: the trail is written a moment after the row."""
    field = "opened_on" if name == "opened_at" else name
    said = (one for one in reasons if one.by == by and field in one.fields and at <= one.at <= at + WITH_IT)
    return next((one.why for one in said), "")


def _said(name: str, row: Mapping[str, Any]) -> str:
    """A value of a row of the history in words."""
    value = row.get(name)
    if value in (None, ""):
        return ""
    match name:
        case "case_type":
            return CaseType(value).label
        case "opened_at":
            said = day_words(datetime.fromisoformat(value).astimezone(LONDON).date())
            return f"not on record; first in the file of {said}" if row.get("opened_unrecorded") else said
        case "born_on" | "expected_on" | "died_on":
            return day_words(date.fromisoformat(value))
        case _:
            return str(value)


def _known(viewer: Viewer, found: CaseView, on: date) -> dict[UUID, str]:
    """People of whom it is no news that they have to do with a case."""
    reach = scopes.able_in(viewer.org, Permission.WRITE_RECORD, on)
    keys = {viewer.worker, *(held.worker for held in found.allocations)}
    keys |= reach.get(found.team_id, set()) | reach.get(None, set())
    return dict(Worker.objects.filter(org_id=viewer.org, pk__in=keys).values_list("pk", "name"))


# ---- whom nobody has named -----------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Nameless:
    """A child without a name, by an open case that the viewer may write on. holder : who holds it, '' for nobody."""

    case: UUID
    child: UUID
    reference: str
    born_on: date | None
    expected_on: date | None
    case_type: CaseType
    holder: str


def list_nameless(viewer: Viewer) -> tuple[tuple[Nameless, ...], int]:
    """Children without a name whose open case the viewer may write on, each once, and how many there are in all. Two
    queries."""
    rows = (
        scopes.cases(viewer, Permission.WRITE_RECORD)
        .filter(UNNAMED, closed_at__isnull=True, child_id__isnull=False)
        .order_by("child__reference", "child_id", "reference")
        .values_list(
            "child_id", "pk", "child__reference", "child__born_on", "child__expected_on", "case_type"
        )
    )  # fmt: skip
    first: dict[UUID, tuple[Any, ...]] = {}
    for child, *rest in rows:
        first.setdefault(child, tuple(rest))
    shown = list(first.items())[:MOST_NAMELESS]
    holders = _holders(viewer, [case for _, (case, *_) in shown])
    return tuple(
        Nameless(case, child, reference, born, expected, CaseType(kind), holders.get(case, ""))
        for child, (case, reference, born, expected, kind) in shown
    ), len(first)


UNNAMED = Q(child__given_name="", child__family_name="")


def _holders(viewer: Viewer, cases: Iterable[UUID]) -> dict[UUID, str]:
    spells = Allocation.objects.filter(org_id=viewer.org, case_id__in=list(cases), to_at__isnull=True)
    return dict(spells.values_list("case_id", "worker__name"))
