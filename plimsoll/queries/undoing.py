"""Whether what a file did can be taken back, and what stands in the way."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import connection

from plimsoll.core.access import NotThere, Permission, Viewer
from plimsoll.core.terms import ImportState
from plimsoll.records import scopes
from plimsoll.records.context import acting
from plimsoll.records.models.exchange import Import
from plimsoll.records.models.people import Worker

# Rows that were written after a file, and neither by it nor by one that was undone itself, on what it touched: by case, and
# of a child that has none. What cases ask is reckoned anew by every file, and is nobody's word. Who may see a case is none
# either: a refusal would tell that it was restricted. A case that the file made stays then, for those who may see it.
SINCE = """
    WITH kept AS MATERIALIZED (SELECT records_kept_of_import(%(import)s) AS id),
    touched AS (
        SELECT case_id, child_id, min(from_at) AS first FROM (
            SELECT h.case_id, CASE h.tbl WHEN 'records_child' THEN h.row_id END AS child_id, h.from_at
            FROM records_history h
            WHERE h.org_id = %(org)s AND h.import_id = %(import)s
              AND (h.case_id IS NOT NULL OR h.tbl = 'records_child')
              AND (h.case_id IN (SELECT id FROM kept)) IS NOT TRUE
              AND h.row_id NOT IN (SELECT id FROM kept)) AS t
        GROUP BY case_id, child_id),
    made AS (SELECT child_id, first FROM touched WHERE child_id IS NOT NULL),
    others AS (
        SELECT h.* FROM records_history h
        WHERE h.org_id = %(org)s AND h.tbl NOT IN ('records_caseweight', 'records_restriction', 'records_namedperson')
          AND h.import_id IS DISTINCT FROM %(import)s
          AND NOT EXISTS (SELECT FROM records_import i
                          WHERE i.org_id = %(org)s AND i.id = h.import_id AND i.state = 'UNDONE')
          AND h.from_at > (SELECT min(first) FROM touched))
    SELECT o.case_id, o.tbl, o.by_id, max(o.from_at)
    FROM others o JOIN touched t ON t.case_id = o.case_id AND o.from_at > t.first GROUP BY 1, 2, 3
    UNION
    SELECT c.id, o.tbl, o.by_id, max(o.from_at)
    FROM others o
    JOIN made m ON m.child_id = coalesce((o.row ->> 'child_id')::uuid, o.row_id) AND o.from_at > m.first
    LEFT JOIN records_case c ON c.org_id = %(org)s AND c.child_id = m.child_id
    WHERE o.tbl IN ('records_child', 'records_case', 'records_householdmember', 'records_networkcontact',
                    'records_familyrelation')
    GROUP BY 1, 2, 3
"""

# What was written, by its table.
WHAT = {
    "records_allocation": "who holds the case",
    "records_case": "the case itself",
    "records_caseappointment": "an appointment",
    "records_casecircumstance": "a circumstance",
    "records_casefactor": "what makes the child vulnerable",
    "records_child": "who the child is",
    "records_document": "a document",
    "records_dueitem": "something that is due",
    "records_event": "the record",
    "records_familyrelation": "the family",
    "records_householdmember": "where the child lives",
    "records_judgement": "a judgement",
    "records_networkcontact": "somebody round the child",
    "records_override": "the place in the order of work",
    "records_postponement": "what is put off",
}


@dataclass(frozen=True)
class Writing:
    """What somebody wrote on a case, and when they last did: who, '' for the product itself; what, '' for whoever may not
    read the record."""

    by: str
    what: str
    at: datetime


@dataclass(frozen=True)
class WrittenOn:
    """A case on which people wrote since, the latest first."""

    case: UUID
    child: UUID | None
    reference: str
    name: str
    writings: tuple[Writing, ...] = ()


@dataclass(frozen=True)
class Hindrance:
    """Why a file cannot be undone, or not yet. file : id and name of the one to wait for, or to undo first; cases : those
    that were written on since, as far as the viewer may see them."""

    said: str
    file: tuple[UUID, str] | None = None
    cases: tuple[WrittenOn, ...] = ()

    @property
    def sentence(self) -> str:
        """All of it, with the references of cases."""
        named = f": {', '.join(one.reference for one in self.cases)}" if self.cases else ""
        return f"{self.said}{named}."


def get_hindrance(viewer: Viewer, import_id: UUID) -> Hindrance | None:
    """What stands in the way of undoing a file that was applied; None where nothing does. At most seven queries.

    Raises
    ------
    NotThere : there is no such file, or the viewer may not bring files in.
    """
    found = Import.objects.filter(org_id=viewer.org, pk=import_id).first()
    if found is None or not viewer.reach(Permission.IMPORT):
        raise NotThere
    if found.state != ImportState.APPLIED:
        return Hindrance("Only a file that was applied can be undone")
    return in_the_way(found, viewer)


def in_the_way(applied: Import, by: Viewer) -> Hindrance | None:
    """As `get_hindrance`, of a file that is at hand: another file is being applied or undone, a later one of its layout was
    applied, or people wrote since on what it brought."""
    org = applied.org_id
    return under_way(org, ImportState.APPLYING) or under_way(org, ImportState.UNDOING) or built_on(applied, by)


def under_way(org: UUID, state: ImportState) -> Hindrance | None:
    """Whether a file is being applied just now, or undone. One query."""
    found = Import.objects.filter(org_id=org, state=state).values_list("pk", "file_name").first()
    if found is None:
        return None
    return Hindrance(f"A file is {state.label} just now. Wait until that has ended, and try again", found)


def built_on(applied: Import, by: Viewer | None) -> Hindrance | None:
    """What was done since that stands on a file. Cases are named to a viewer alone. At most five queries."""
    later = Import.objects.filter(org_id=applied.org_id, layout=applied.layout, state=ImportState.APPLIED).filter(
        applied_at__gt=applied.applied_at
    )
    found = later.order_by("-applied_at").values_list("pk", "file_name").first()
    if found:
        return Hindrance(f"Undo the later file '{found[1]}' first: it builds on this one", found)
    with acting(applied.org_id, None, "what was written since a file"), connection.cursor() as cursor:
        cursor.execute(SINCE, {"org": applied.org_id, "import": applied.pk})
        since = cursor.fetchall()
    if not since:
        return None
    said = "This can no longer be undone, as people wrote since on cases that the file brought or changed"
    return Hindrance(said, cases=_named(by, since) if by else ())


def _named(by: Viewer, since: list[tuple[UUID | None, str, UUID | None, datetime]]) -> tuple[WrittenOn, ...]:
    """Those of the cases that the viewer may see, with who wrote what, and when, where they may read it. Three queries."""
    asked = [case for case, *_ in since if case]
    cases = list(scopes.cases(by).filter(pk__among=asked).select_related("child").order_by("reference", "pk"))
    read = set(scopes.cases(by, Permission.READ_RECORD).filter(pk__among=asked).values_list("pk", flat=True))
    names = dict(Worker.objects.filter(org_id=by.org).values_list("pk", "name"))
    found: dict[UUID | None, list[Writing]] = defaultdict(list)
    for case, table, who, at in sorted(since, key=lambda row: row[3], reverse=True):
        what = WHAT.get(table, "something else") if case in read else ""
        found[case].append(Writing(names.get(who, "") if who else "", what, at))
    return tuple(
        WrittenOn(
            row.pk,
            row.child_id,
            row.reference,
            f"{row.child.given_name} {row.child.family_name}".strip() if row.child else "",
            tuple(found[row.pk]),
        )
        for row in cases
    )
